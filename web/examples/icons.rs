//! Draws every theme's icons from its `favicon.svg`, for programs that read no SVG: 32 pixels for tabs
//! (PNG, and ICO for the oldest), 180 for Apple's home screens, 192 and 512 for the others'.
//!
//! `cargo run -p web --example icons -- web/static/themes`, after a theme's `favicon.svg` has changed.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};

const PNGS: [(&str, u32, bool); 4] = [
    ("favicon-32.png", 32, false),
    // Apple puts black behind what is clear.
    ("apple-touch-icon.png", 180, true),
    ("icon-192.png", 192, false),
    ("icon-512.png", 512, false),
];

fn main() {
    let root = PathBuf::from(std::env::args().nth(1).expect("the folder of themes"));
    for theme in fs::read_dir(root).unwrap() {
        let theme = theme.unwrap().path();
        let svg = fs::read_to_string(theme.join("favicon.svg")).unwrap();
        let tree = Tree::from_str(&svg, &Options::default()).unwrap();
        for (name, side, opaque) in PNGS {
            fs::write(theme.join(name), png(&tree, side, opaque)).unwrap();
        }
        let small = png(&tree, 32, false);
        fs::write(theme.join("favicon.ico"), ico(&small)).unwrap();
        println!("{}", theme.display());
    }
}

fn png(tree: &Tree, side: u32, opaque: bool) -> Vec<u8> {
    let mut canvas = Pixmap::new(side, side).unwrap();
    if opaque {
        canvas.fill(Color::WHITE);
    }
    #[expect(clippy::cast_precision_loss, reason = "icons are small")]
    let scale = side as f32 / tree.size().width().max(tree.size().height());
    resvg::render(
        tree,
        Transform::from_scale(scale, scale),
        &mut canvas.as_mut(),
    );
    canvas.encode_png().unwrap()
}

/// One PNG of 32 pixels in the frame of an ICO.
fn ico(png: &[u8]) -> Vec<u8> {
    let length = u32::try_from(png.len()).unwrap().to_le_bytes();
    let entry = [
        &[32, 32, 0, 0, 1, 0, 32, 0][..],
        &length,
        &22_u32.to_le_bytes(),
    ]
    .concat();
    [&[0, 0, 1, 0, 1, 0][..], &entry, png].concat()
}
