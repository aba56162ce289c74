//! Smaller sizes: each is made once, also when workers die between two of them, and all of them go
//! when the picture goes.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::image::ImageName;
use image::ImageFormat;
use projections::images;
use shop::images::{ImageFile, ImagePolicy};
use shop::ports::files::FileKey;
use sqlx::PgPool;
use store::EventLog;
use tests::folded::Running;
use tests::outbox::Outbox;
use tests::pg::{Database, database};
use tests::pictures::file;
use tests::shop::{World, process};
use tests::working::{AtWork, workers};
use tokio_util::sync::CancellationToken;

async fn world(database: &Database) -> World {
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    World::around(log)
}

/// Events of a picture, by type.
async fn resized(pool: &PgPool, name: &ImageName) -> Vec<i32> {
    sqlx::query_scalar(
        "SELECT (payload->'ImageResized'->>'width')::int FROM events
          WHERE aggregate_type = 'image' AND aggregate_id = $1 AND event_type = 'ImageResized' ORDER BY 1",
    )
    .bind(name.as_str())
    .fetch_all(pool)
    .await
    .unwrap()
}

async fn wait_until(mut done: impl AsyncFnMut() -> bool) {
    for _ in 0..300 {
        if done().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it does not happen");
}

fn key(name: &ImageName, width: Option<u32>) -> FileKey {
    let name = name.clone();
    let file = ImageFile { name, width };
    FileKey::new(format!(
        "images/{}/{}",
        &file.name.as_str()[..2],
        file.file_name()
    ))
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_make_each_size_once_and_one_that_dies_is_followed_by_another() {
    let database = database().await;
    let world = world(&database).await;
    let (shop, pool, outbox) = (
        world.open(),
        database.pool().await,
        Arc::new(Outbox::default()),
    );
    let picture = Bytes::from(file(2_000, 1_000, ImageFormat::Png));
    let uploaded = shop
        .upload_image(&process(), picture, ImagePolicy::SHOP)
        .await
        .unwrap();
    let name = uploaded.name;
    // The first worker goes as soon as one size is there, wherever it stands with the next.
    let first = workers(&shop, &database, &outbox).await;
    let machine = tokio::runtime::Runtime::new().unwrap();
    machine.spawn(async move { first.run(CancellationToken::new()).await });
    wait_until(async || !resized(&pool, &name).await.is_empty()).await;
    machine.shutdown_background();
    let second = AtWork::begin(workers(&world.open(), &database, &outbox).await);
    wait_until(async || resized(&pool, &name).await.len() == 4).await;
    assert_eq!(resized(&pool, &name).await, [160, 400, 800, 1600]);
    for width in [160, 400, 800, 1600] {
        let made = world
            .files
            .get(&key(&name, Some(width)))
            .await
            .unwrap()
            .unwrap();
        let picture = image::load_from_memory_with_format(&made, ImageFormat::WebP).unwrap();
        assert_eq!((picture.width(), picture.height()), (width, width / 2));
    }
    shop.remove_image(&process(), &name).await.unwrap();
    wait_until(async || !world.files.exists(&key(&name, None)).await.unwrap()).await;
    wait_until(async || !world.files.exists(&key(&name, Some(1_600))).await.unwrap()).await;
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_never_enlarged_and_a_size_that_was_lost_is_made_again() {
    let world = World::around(Arc::new(store::MemoryLog::default()));
    let shop = world.open();
    let picture = Bytes::from(file(500, 250, ImageFormat::Png));
    let uploaded = shop
        .upload_image(&process(), picture, ImagePolicy::SHOP)
        .await
        .unwrap();
    let name = uploaded.name;
    assert_eq!(
        shop.resize_image(&process(), &name, 800).await.unwrap(),
        None
    );
    assert!(!world.files.exists(&key(&name, Some(800))).await.unwrap());
    assert!(
        shop.resize_image(&process(), &name, 400)
            .await
            .unwrap()
            .is_some()
    );
    // The books know it; the file is lost, as after a backup that was taken before.
    world.files.delete(&key(&name, Some(400))).await.unwrap();
    assert_eq!(
        shop.resize_image(&process(), &name, 400).await.unwrap(),
        None
    );
    assert!(world.files.exists(&key(&name, Some(400))).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_removed_while_a_size_is_made_leaves_nothing_behind() {
    let world = World::around(Arc::new(store::MemoryLog::default()));
    let shop = world.open();
    let picture = Bytes::from(file(500, 250, ImageFormat::Png));
    let uploaded = shop
        .upload_image(&process(), picture, ImagePolicy::SHOP)
        .await
        .unwrap();
    shop.remove_image(&process(), &uploaded.name).await.unwrap();
    assert_eq!(
        shop.resize_image(&process(), &uploaded.name, 400)
            .await
            .unwrap(),
        None
    );
    shop.clear_image(&uploaded.name).await.unwrap();
    for width in [None, Some(400)] {
        assert!(
            !world
                .files
                .exists(&key(&uploaded.name, width))
                .await
                .unwrap()
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_table_says_which_sizes_there_are() {
    let database = database().await;
    let world = world(&database).await;
    let shop = world.open();
    let picture = Bytes::from(file(500, 250, ImageFormat::Png));
    let uploaded = shop
        .upload_image(&process(), picture, ImagePolicy::SHOP)
        .await
        .unwrap();
    shop.resize_image(&process(), &uploaded.name, 160)
        .await
        .unwrap();
    let second = Bytes::from(file(300, 300, ImageFormat::Png));
    let second = shop
        .upload_image(&process(), second, ImagePolicy::SHOP)
        .await
        .unwrap();
    shop.remove_image(&process(), &second.name).await.unwrap();
    let pool = database.pool().await;
    let running = Running::start(&pool, &world.log).await;
    running.reaches(world.log.end().await.unwrap()).await;
    let listed = images::list(&pool, 1, 10).await.unwrap();
    running.stop().await;
    assert_eq!(listed.total, 1);
    let [only] = listed.items.as_slice() else {
        panic!("{listed:?}")
    };
    assert_eq!(
        (only.name.as_str(), only.purpose.as_str()),
        (uploaded.name.as_str(), "shop")
    );
    assert_eq!(
        (only.width, only.height, &only.sizes[..]),
        (500, 250, &[160][..])
    );
}
