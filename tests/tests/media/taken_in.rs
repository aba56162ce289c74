//! What is kept of a file, and why one is not taken.

use std::io::Cursor;
use std::sync::Arc;

use bytes::Bytes;
use domain::image::{ImageName, ImagePurpose};
use image::{DynamicImage, GenericImageView, ImageDecoder, ImageFormat, Rgba, RgbaImage};
use shop::images::{ImageFile, ImagePolicy, PictureError, Uploaded};
use shop::ports::files::FileKey;
use shop::{Shop, ShopError};
use store::MemoryLog;
use tests::pictures::{file, telephone_photo};
use tests::shop::{World, process};

fn world() -> World {
    World::around(Arc::new(MemoryLog::default()))
}

async fn upload(shop: &Shop, file: Vec<u8>) -> Result<Uploaded, PictureError> {
    let (caller, file) = (process(), Bytes::from(file));
    let uploaded = shop.upload_image(&caller, file, ImagePolicy::SHOP).await;
    uploaded.map_err(|error| match error {
        ShopError::Picture(refused) => refused,
        other => panic!("{other}"),
    })
}

async fn kept(world: &World, name: &ImageName) -> Bytes {
    let file = ImageFile::kept(name.clone()).file_name();
    let key = FileKey::new(format!("images/{}/{file}", &name.as_str()[..2])).unwrap();
    world.files.get(&key).await.unwrap().unwrap()
}

fn read(webp: &[u8]) -> DynamicImage {
    image::load_from_memory_with_format(webp, ImageFormat::WebP).unwrap()
}

/// Red, green, blue or white.
fn colour(picture: &DynamicImage, x: u32, y: u32) -> &'static str {
    let [red, green, blue, _] = picture.get_pixel(x, y).0;
    match (red > 128, green > 128, blue > 128) {
        (true, true, true) => "white",
        (true, ..) => "red",
        (_, true, _) => "green",
        (.., true) => "blue",
        _ => "black",
    }
}

#[tokio::test]
async fn every_form_is_kept_as_webp_under_a_name_of_its_content() {
    let world = world();
    let shop = world.open();
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::WebP,
    ] {
        let uploaded = upload(&shop, file(640, 480, format)).await.unwrap();
        assert_eq!((uploaded.width, uploaded.height), (640, 480), "{format:?}");
        let webp = kept(&world, &uploaded.name).await;
        assert_eq!(uploaded.bytes as usize, webp.len());
        let picture = read(&webp);
        let seen =
            [(10, 10), (630, 10), (10, 470), (630, 470)].map(|(x, y)| colour(&picture, x, y));
        assert_eq!(seen, ["red", "green", "blue", "white"], "{format:?}");
    }
    let first = upload(&shop, file(640, 480, ImageFormat::Png))
        .await
        .unwrap();
    assert_eq!(first.cursor, None, "the same picture is the same");
}

#[tokio::test]
async fn a_photo_stands_upright_and_tells_of_no_place() {
    let (world, photo) = (world(), telephone_photo(400, 200));
    let needle = b"GPS-37.5665";
    assert!(photo.windows(needle.len()).any(|part| part == needle));
    let uploaded = upload(&world.open(), photo).await.unwrap();
    assert_eq!((uploaded.width, uploaded.height), (200, 400));
    let webp = kept(&world, &uploaded.name).await;
    for secret in [&needle[..], b"Exif", b"EXIF", b"XMP "] {
        assert!(!webp.windows(secret.len()).any(|part| part == secret));
    }
    // A turn to the right: what was on the left is above.
    let picture = read(&webp);
    let seen = [(10, 10), (190, 10), (10, 390), (190, 390)].map(|(x, y)| colour(&picture, x, y));
    assert_eq!(seen, ["blue", "red", "white", "green"]);
    let mut decoder = image::codecs::webp::WebPDecoder::new(Cursor::new(&webp[..])).unwrap();
    assert_eq!(decoder.exif_metadata().unwrap(), None);
    assert_eq!(decoder.icc_profile().unwrap(), None);
}

#[tokio::test]
async fn what_was_hidden_behind_a_picture_is_gone() {
    let world = world();
    let shop = world.open();
    let program = b"<script>alert(1)</script>PK\x03\x04";
    let mut jpeg = file(64, 64, ImageFormat::Jpeg);
    jpeg.extend(program);
    let mut gif = file(64, 64, ImageFormat::Gif);
    gif.extend(b"*/=1;alert(1)//");
    // A comment inside it.
    let plain = file(64, 64, ImageFormat::Jpeg);
    let comment = [&[0xff, 0xfe, 0, 31][..], program].concat();
    let commented = [&plain[..2], &comment, &plain[2..]].concat();
    for file in [jpeg, gif, commented] {
        let uploaded = upload(&shop, file).await.unwrap();
        let webp = kept(&world, &uploaded.name).await;
        for part in [&b"script"[..], b"alert", b"PK\x03\x04"] {
            assert!(!webp.windows(part.len()).any(|bytes| bytes == part));
        }
    }
}

#[tokio::test]
async fn what_is_no_picture_is_not_taken_whatever_it_is_called() {
    let world = world();
    let shop = world.open();
    let refused = |file: &[u8]| {
        let (shop, file) = (shop.clone(), file.to_vec());
        async move { upload(&shop, file).await.unwrap_err() }
    };
    assert_eq!(refused(b"").await, PictureError::Empty);
    for strange in [
        &b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"[..],
        b"<?xml version=\"1.0\"?><svg/>",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"MZ\x90\0",
        b"BM\x36\0\0\0",
        b"II*\0\x08\0\0\0",
        b"\0\0\0\x20ftypheic\0\0\0\0",
        b"\0\0\0\x20ftypavif\0\0\0\0",
        b"RIFF\0\0\0\0WAVE",
        b"just words",
    ] {
        assert_eq!(refused(strange).await, PictureError::Strange);
    }
    for lie in [
        &b"\xff\xd8\xff\xe0"[..],
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\0\0\0\0WEBP",
    ] {
        assert_eq!(refused(lie).await, PictureError::Damaged);
    }
    let most = ImagePolicy::SHOP.most_bytes;
    let large = [file(8, 8, ImageFormat::Jpeg), vec![0; most]].concat();
    assert_eq!(refused(&large).await, PictureError::TooBig(most));
}

#[tokio::test]
async fn half_a_picture_is_no_picture() {
    let shop = world().open();
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::WebP,
    ] {
        let whole = file(320, 240, format);
        for part in [
            whole.len() / 10,
            whole.len() / 2,
            whole.len() - whole.len() / 10,
        ] {
            let refused = upload(&shop, whole[..part].to_vec()).await;
            assert_eq!(
                refused.unwrap_err(),
                PictureError::Damaged,
                "{format:?} {part}"
            );
        }
    }
}

#[tokio::test]
async fn a_wide_picture_is_made_narrower_and_a_long_one_stays_readable() {
    let shop = world().open();
    let wide = upload(&shop, file(4_000, 1_000, ImageFormat::Png))
        .await
        .unwrap();
    assert_eq!((wide.width, wide.height), (3_200, 800));
    let long = upload(&shop, file(860, 12_000, ImageFormat::Png))
        .await
        .unwrap();
    assert_eq!((long.width, long.height), (860, 12_000));
    let longer = upload(&shop, file(860, 12_001, ImageFormat::Png)).await;
    assert_eq!(
        longer.unwrap_err(),
        PictureError::TooManyPixels(860, 12_001)
    );
}

#[tokio::test]
async fn what_is_clear_stays_clear() {
    let world = world();
    let half = RgbaImage::from_fn(4_000, 40, |x, _| {
        Rgba([200, 30, 30, if x < 2_000 { 0 } else { 255 }])
    });
    let mut png = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(half)
        .write_to(&mut png, ImageFormat::Png)
        .unwrap();
    let uploaded = upload(&world.open(), png.into_inner()).await.unwrap();
    let picture = read(&kept(&world, &uploaded.name).await);
    let (width, y) = (uploaded.width, uploaded.height / 2);
    assert_eq!(picture.get_pixel(10, y).0[3], 0);
    let [red, green, _, alpha] = picture.get_pixel(width - 10, y).0;
    assert!(
        alpha > 250 && red > 150 && green < 80,
        "{red} {green} {alpha}"
    );
}

#[tokio::test]
async fn shoppers_may_send_less_than_staff_and_own_what_they_sent() {
    let shop = world().open();
    let policy = ImagePolicy::of_shoppers(ImagePurpose::Review);
    let photo = Bytes::from(file(2_400, 1_200, ImageFormat::Jpeg));
    let mut member = process();
    member.actor = domain::Actor::Member("m-1".to_owned());
    let uploaded = shop.upload_image(&member, photo, policy).await.unwrap();
    assert_eq!((uploaded.width, uploaded.height), (2_000, 1_000));
    let state = shop.image(&uploaded.name).await.unwrap();
    assert_eq!(state.purpose(), Some(ImagePurpose::Review));
    assert!(state.is_of(&member.actor) && !state.is_of(&domain::Actor::Member("m-2".to_owned())));
    assert!(policy.most_bytes < ImagePolicy::SHOP.most_bytes);
}
