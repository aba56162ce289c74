//! Pixels in memory: unfolded from a file, made smaller, turned upright, in the colours of the web,
//! and folded into WebP. What a camera wrote besides is left behind.

use std::io::Cursor;

use bytes::Bytes;
use fast_image_resize::images::Image as Buffer;
use fast_image_resize::{MulDiv, PixelType, ResizeOptions, Resizer};
use image::codecs::{gif::GifDecoder, jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageResult, Limits, RgbImage, RgbaImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::look::{self, Form};
use super::policy::{ImagePolicy, MOST_CLEAR, PictureError};

/// Bytes that a decoder may take besides the picture itself: texts and profiles inside a file can
/// unfold, too.
const MOST_BESIDES: u64 = 8 * 1024 * 1024;
/// Bytes of a description of colours that is believed; cameras' have 500, printers' a million.
const LONGEST_PROFILE: usize = 2 * 1024 * 1024;

/// A picture in memory, with or without transparency.
pub(super) enum Pixels {
    Opaque(RgbImage),
    Clear(RgbaImage),
}

/// A file's picture, as it is to be kept.
pub(super) fn read(bytes: &[u8], policy: &ImagePolicy) -> Result<Pixels, PictureError> {
    let form = look::form(bytes, policy)?;
    let cursor = Cursor::new(bytes);
    let limits = || {
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(MOST_BESIDES);
        limits
    };
    match form {
        Form::Jpeg => {
            let markers = look::markers(bytes);
            if !markers.whole {
                return Err(PictureError::Damaged);
            }
            unfold(JpegDecoder::new(cursor), policy, markers.progressive)
        }
        Form::Png => unfold(PngDecoder::with_limits(cursor, limits()), policy, false),
        Form::Gif => unfold(GifDecoder::new(cursor), policy, false),
        Form::Webp => unfold(WebPDecoder::new(cursor), policy, false),
    }
}

fn unfold<D: ImageDecoder>(
    opened: ImageResult<D>,
    policy: &ImagePolicy,
    progressive: bool,
) -> Result<Pixels, PictureError> {
    let mut decoder = opened.map_err(|_| PictureError::Damaged)?;
    look::bounds(&decoder, policy, progressive)?;
    let profile = decoder.icc_profile().ok().flatten();
    let orientation = decoder.orientation();
    let orientation = orientation.unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| PictureError::Damaged)?;
    let picture = Pixels::of(picture);
    let most = if picture.is_clear() {
        policy.kept_pixels.min(MOST_CLEAR)
    } else {
        policy.kept_pixels
    };
    let upright = fitting(picture.upright(orientation), policy.kept_width, most);
    let (width, height) = turned_dimensions(upright, orientation);
    let mut picture = picture.shrunk(width, height)?.without_needless_alpha();
    if let Some(profile) = profile {
        picture.bring_colours_of_the_web(&profile);
    }
    Ok(picture.turned(orientation))
}

/// Width and height of what is kept.
fn fitting((width, height): (u32, u32), widest: u32, most_pixels: u64) -> (u32, u32) {
    let pixels = f64::from(width) * f64::from(height);
    #[expect(clippy::cast_precision_loss, reason = "pixels are far below 2^52")]
    let by_pixels = (most_pixels as f64 / pixels).sqrt();
    let by_width = f64::from(widest) / f64::from(width);
    let factor = by_pixels.min(by_width).min(1.0);
    (scaled(width, factor), scaled(height, factor))
}

/// A side made smaller, one pixel at least.
fn scaled(side: u32, factor: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the factor lies between 0 and 1"
    )]
    let scaled = (f64::from(side) * factor).round() as u32;
    scaled.clamp(1, side.max(1))
}

fn turned_dimensions((width, height): (u32, u32), orientation: Orientation) -> (u32, u32) {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    }
}

impl Pixels {
    fn of(picture: DynamicImage) -> Self {
        if picture.color().has_alpha() {
            Self::Clear(picture.into_rgba8())
        } else {
            Self::Opaque(picture.into_rgb8())
        }
    }

    /// Whether something shines through it; many files only say that it might.
    fn is_clear(&self) -> bool {
        match self {
            Self::Opaque(_) => false,
            Self::Clear(picture) => picture.pixels().any(|pixel| pixel.0[3] != u8::MAX),
        }
    }

    fn without_needless_alpha(self) -> Self {
        if self.is_clear() {
            return self;
        }
        match self {
            Self::Clear(picture) => Self::Opaque(DynamicImage::ImageRgba8(picture).into_rgb8()),
            opaque @ Self::Opaque(_) => opaque,
        }
    }

    /// Width and height.
    pub(super) fn dimensions(&self) -> (u32, u32) {
        match self {
            Self::Opaque(picture) => picture.dimensions(),
            Self::Clear(picture) => picture.dimensions(),
        }
    }

    /// Width and height once it stands upright.
    fn upright(&self, orientation: Orientation) -> (u32, u32) {
        turned_dimensions(self.dimensions(), orientation)
    }

    /// The same, so wide; its height follows.
    pub(super) fn so_wide(self, width: u32) -> Result<Self, PictureError> {
        let (own, height) = self.dimensions();
        let factor = f64::from(width) / f64::from(own.max(1));
        let height = scaled(height, factor.min(1.0));
        self.shrunk(width.min(own), height)
    }

    fn shrunk(self, width: u32, height: u32) -> Result<Self, PictureError> {
        if self.dimensions() == (width, height) {
            return Ok(self);
        }
        let damaged = || PictureError::Damaged;
        Ok(match self {
            Self::Opaque(picture) => {
                let made = shrink(
                    picture.dimensions(),
                    picture.into_raw(),
                    (width, height),
                    PixelType::U8x3,
                )?;
                Self::Opaque(RgbImage::from_raw(width, height, made).ok_or_else(damaged)?)
            }
            Self::Clear(picture) => {
                let made = shrink(
                    picture.dimensions(),
                    picture.into_raw(),
                    (width, height),
                    PixelType::U8x4,
                )?;
                Self::Clear(RgbaImage::from_raw(width, height, made).ok_or_else(damaged)?)
            }
        })
    }

    /// Colours as the web expects them (sRGB); a profile that makes no sense is left out.
    fn bring_colours_of_the_web(&mut self, profile: &[u8]) {
        if profile.len() > LONGEST_PROFILE {
            return;
        }
        let Ok(from) = ColorProfile::new_from_slice(profile) else {
            return;
        };
        if from.color_space != DataColorSpace::Rgb {
            return;
        }
        let (layout, raw): (_, &mut [u8]) = match self {
            Self::Opaque(picture) => (Layout::Rgb, picture),
            Self::Clear(picture) => (Layout::Rgba, picture),
        };
        let to = ColorProfile::new_srgb();
        let options = TransformOptions::default();
        if let Ok(transform) = from.create_transform_8bit(layout, &to, layout, options) {
            let mut made = vec![0; raw.len()];
            if transform.transform(raw, &mut made).is_ok() {
                raw.copy_from_slice(&made);
            }
        }
    }

    fn turned(self, orientation: Orientation) -> Self {
        let mut picture = match self {
            Self::Opaque(picture) => DynamicImage::ImageRgb8(picture),
            Self::Clear(picture) => DynamicImage::ImageRgba8(picture),
        };
        picture.apply_orientation(orientation);
        Self::of(picture)
    }

    /// As WebP.
    pub(super) fn folded(&self, quality: f32) -> Result<Bytes, PictureError> {
        let (width, height) = self.dimensions();
        let encoder = match self {
            Self::Opaque(picture) => webp::Encoder::from_rgb(picture, width, height),
            Self::Clear(picture) => webp::Encoder::from_rgba(picture, width, height),
        };
        let made = encoder.encode_simple(false, quality);
        let made = made.map_err(|_| PictureError::Damaged)?;
        Ok(Bytes::copy_from_slice(&made))
    }
}

fn shrink(
    from: (u32, u32),
    raw: Vec<u8>,
    to: (u32, u32),
    kind: PixelType,
) -> Result<Vec<u8>, PictureError> {
    let damaged = |_: &dyn std::error::Error| PictureError::Damaged;
    let mut source =
        Buffer::from_vec_u8(from.0, from.1, raw, kind).map_err(|error| damaged(&error))?;
    let mut made = Buffer::new(to.0, to.1, kind);
    let clear = kind == PixelType::U8x4;
    let alpha = MulDiv::new();
    // In place, for a copy of a large picture would be as large. What nobody sees has no colour then.
    if clear {
        let multiplied = alpha.multiply_alpha_inplace(&mut source);
        multiplied.map_err(|error| damaged(&error))?;
    }
    let options = ResizeOptions::new().use_alpha(false);
    let resized = Resizer::new().resize(&source, &mut made, &options);
    resized.map_err(|error| damaged(&error))?;
    drop(source);
    if clear {
        let divided = alpha.divide_alpha_inplace(&mut made);
        divided.map_err(|error| damaged(&error))?;
    }
    Ok(made.into_vec())
}
