//! Files of pictures for tests: good ones, and those that somebody built to do harm.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// A picture in which every corner has a colour of its own: red, green, blue, white, from the upper
/// left on, row by row.
pub fn corners(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        match (x < width / 2, y < height / 2) {
            (true, true) => Rgb([220, 30, 30]),
            (false, true) => Rgb([30, 180, 30]),
            (true, false) => Rgb([30, 30, 220]),
            (false, false) => Rgb([250, 250, 250]),
        }
    })
}

/// It as a file.
pub fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgb8(corners(width, height));
    picture
        .write_to(&mut file, format)
        .expect("it can be written");
    file.into_inner()
}

/// A JPEG with what a telephone writes into it: that it was held upright (orientation 6), and where.
pub fn telephone_photo(width: u32, height: u32) -> Vec<u8> {
    let jpeg = file(width, height, ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    exif.extend(2_u16.to_be_bytes());
    // Orientation, SHORT, one value: 6.
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    // The GPS directory, LONG, one value: where it begins.
    exif.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
    exif.extend([0; 4]);
    exif.extend(1_u16.to_be_bytes());
    // The map's name, ASCII, behind this directory.
    exif.extend([0, 0x12, 0, 2, 0, 0, 0, 18, 0, 0, 0, 56]);
    exif.extend([0; 4]);
    exif.extend(b"GPS-37.5665,126.97\0");
    let mut photo = jpeg[..2].to_vec();
    photo.extend([0xff, 0xe1]);
    let length = u16::try_from(exif.len() + 2).expect("it is short");
    photo.extend(length.to_be_bytes());
    photo.extend(exif);
    photo.extend(&jpeg[2..]);
    photo
}

/// A PNG whose header promises so many pixels; what follows are these bytes, folded.
pub fn png(width: u32, height: u32, colour: u8, folded: &[u8]) -> Vec<u8> {
    let mut header = width.to_be_bytes().to_vec();
    header.extend(height.to_be_bytes());
    header.extend([8, colour, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(chunk(*b"IHDR", &header));
    png.extend(chunk(*b"IDAT", folded));
    png.extend(chunk(*b"IEND", &[]));
    png
}

/// One part of a PNG.
pub fn chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("it is short");
    let mut chunk = length.to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(content);
    let mut sum = flate2::Crc::new();
    sum.update(&chunk[4..]);
    chunk.extend(sum.sum().to_be_bytes());
    chunk
}

/// So many bytes of nothing, folded: a thousandth of it.
pub fn folded_nothing(bytes: usize) -> Vec<u8> {
    let mut folder = ZlibEncoder::new(Vec::new(), Compression::best());
    let piece = vec![0; 1 << 20];
    let mut left = bytes;
    while left > 0 {
        let part = left.min(piece.len());
        folder.write_all(&piece[..part]).expect("into memory");
        left -= part;
    }
    folder.finish().expect("into memory")
}

/// A JPEG of some hundred bytes that comes in passes, so a reader keeps all of it in memory before it
/// knows one pixel.
pub fn progressive_jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = vec![0xff, 0xd8];
    // One table of quantities, all of them one.
    jpeg.extend([0xff, 0xdb, 0, 67, 0]);
    jpeg.extend([1; 64]);
    // Three colours, none of them thinned out.
    jpeg.extend([0xff, 0xc2, 0, 17, 8]);
    jpeg.extend(height.to_be_bytes());
    jpeg.extend(width.to_be_bytes());
    jpeg.extend([3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
    // A table with one word.
    jpeg.extend([0xff, 0xc4, 0, 20, 0, 1]);
    jpeg.extend([0; 15]);
    jpeg.push(0);
    // The first pass over all three.
    jpeg.extend([0xff, 0xda, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 0, 0]);
    jpeg.extend([0; 64]);
    jpeg.extend([0xff, 0xd9]);
    jpeg
}

/// A GIF whose screen has so many pixels, with a first picture of one.
pub fn gif(width: u16, height: u16) -> Vec<u8> {
    let mut gif = b"GIF89a".to_vec();
    gif.extend(width.to_le_bytes());
    gif.extend(height.to_le_bytes());
    gif.extend([0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    gif.extend([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]);
    gif
}
