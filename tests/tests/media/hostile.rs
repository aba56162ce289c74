//! Files that somebody built to do harm. Each is read in a process of its own, and what memory that
//! took is what the system says.

use std::process::Command;
use std::sync::Arc;

use bytes::Bytes;
use shop::images::ImagePolicy;
use store::MemoryLog;
use tests::pictures::{chunk, file, folded_nothing, gif, png, progressive_jpeg};
use tests::shop::{World, process};

/// Tells the process which file it is to read.
const WHICH: &str = "JANGBU_TEST_HOSTILE";
/// Bytes.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;

const RGB: u8 = 2;
const RGBA: u8 = 6;

/// Whether a file is taken in the end, and the file.
fn hostile(name: &str) -> (bool, Vec<u8>) {
    match name {
        "a header of 60,000 × 60,000" => (false, png(60_000, 60_000, RGB, &folded_nothing(1_000))),
        "a header of 4,294,967,295 wide" => (false, png(u32::MAX, 1, RGB, &[])),
        "10,000 × 10,000 of nothing" => (
            false,
            png(10_000, 10_000, RGBA, &folded_nothing(40_000_000)),
        ),
        // As much as is allowed: it must fit all the same.
        "18 million clear pixels" => (true, png(5_000, 3_700, RGBA, &folded_nothing(74_003_700))),
        "25 million pixels" => (true, png(5_000, 5_000, RGB, &folded_nothing(75_005_000))),
        "a line of 12,000 × 2,000" => (true, png(12_000, 2_000, RGB, &folded_nothing(72_002_000))),
        "a text of 100 MB" => (true, with_chunk("zTXt", b"k\0\0", 100 << 20)),
        "colours of 100 MB" => (true, with_chunk("iCCP", b"k\0\0", 100 << 20)),
        "a JPEG in passes of 65,000 × 65,000" => (false, progressive_jpeg(65_000, 65_000)),
        "a JPEG in passes of 25 million pixels" => (false, progressive_jpeg(5_000, 5_000)),
        "a JPEG in passes of 16 million pixels" => (true, progressive_jpeg(4_000, 4_000)),
        "a GIF of 65,535 × 65,535" => (false, gif(65_535, 65_535)),
        "a GIF of 5,000 × 3,700" => (true, gif(5_000, 3_700)),
        "a WebP of 16,384 × 16,384" => (false, webp(16_384, 16_384)),
        _ => panic!("no file {name}"),
    }
}

const ALL: [&str; 14] = [
    "a header of 60,000 × 60,000",
    "a header of 4,294,967,295 wide",
    "10,000 × 10,000 of nothing",
    "18 million clear pixels",
    "25 million pixels",
    "a line of 12,000 × 2,000",
    "a text of 100 MB",
    "colours of 100 MB",
    "a JPEG in passes of 65,000 × 65,000",
    "a JPEG in passes of 25 million pixels",
    "a JPEG in passes of 16 million pixels",
    "a GIF of 65,535 × 65,535",
    "a GIF of 5,000 × 3,700",
    "a WebP of 16,384 × 16,384",
];

/// A small PNG with a part that unfolds to so many bytes.
fn with_chunk(kind: &str, before: &[u8], unfolded: usize) -> Vec<u8> {
    let small = file(8, 8, image::ImageFormat::Png);
    let mut content = before.to_vec();
    content.extend(folded_nothing(unfolded));
    let kind = <[u8; 4]>::try_from(kind.as_bytes()).unwrap();
    let after_header = 8 + 25;
    [
        &small[..after_header],
        &chunk(kind, &content),
        &small[after_header..],
    ]
    .concat()
}

/// The frame of a WebP that says so many pixels, around a small picture.
fn webp(width: u32, height: u32) -> Vec<u8> {
    let side = |pixels: u32| (pixels - 1).to_le_bytes();
    let mut head = vec![0; 4];
    head.extend(&side(width)[..3]);
    head.extend(&side(height)[..3]);
    let small = file(8, 8, image::ImageFormat::WebP);
    let mut parts = b"WEBPVP8X\x0a\0\0\0".to_vec();
    parts.extend(head);
    parts.extend(&small[12..]);
    let length = u32::try_from(parts.len()).unwrap().to_le_bytes();
    [&b"RIFF"[..], &length, &parts].concat()
}

#[test]
fn no_file_takes_more_than_256_mb() {
    for name in ALL {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "hostile::the_process_that_reads", "--nocapture"])
            .env(WHICH, name)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&child.stdout).into_owned();
        assert!(
            child.status.success(),
            "{name}: {told}\n{}",
            String::from_utf8_lossy(&child.stderr)
        );
        let word = |key: &str| {
            let line = told.lines().find_map(|line| line.split_once(key));
            line.unwrap_or_else(|| panic!("{name}: {told}"))
                .1
                .trim()
                .to_owned()
        };
        let memory: u64 = word("memory: ").parse().unwrap();
        println!("{name}: {} MB, {}", memory >> 20, word("outcome: "));
        assert!(memory < MOST_MEMORY, "{name}: {} MB", memory >> 20);
    }
}

/// Does nothing unless it is told which file to read.
#[tokio::test]
async fn the_process_that_reads() {
    let Ok(name) = std::env::var(WHICH) else {
        return;
    };
    let (taken, file) = hostile(&name);
    // Built before, so that building it does not count.
    let world = World::around(Arc::new(MemoryLog::default()));
    let shop = world.open();
    forget_the_peak();
    let uploaded = shop
        .upload_image(&process(), Bytes::from(file), ImagePolicy::SHOP)
        .await;
    println!("memory: {}", peak());
    println!("outcome: {uploaded:?}");
    assert_eq!(uploaded.is_ok(), taken, "{uploaded:?}");
}

fn forget_the_peak() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// The most memory that this process has had, bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes * 1024
}
