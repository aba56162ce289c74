//! A look at a file before any of it is unfolded: what it is by its first bytes, whether it ends,
//! and what reading it would take.

use image::ImageDecoder;

use super::policy::{ImagePolicy, MOST_PROGRESSIVE, MOST_UNFOLDED, PictureError};

/// What is read. SVG is none of them: it is a program, not a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Jpeg,
    Png,
    Gif,
    Webp,
}

/// The form that the first bytes promise, after a check of the file's length.
pub(super) fn form(bytes: &[u8], policy: &ImagePolicy) -> Result<Form, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    if bytes.len() > policy.most_bytes {
        return Err(PictureError::TooBig(policy.most_bytes));
    }
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Ok(Form::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Ok(Form::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(Form::Gif),
        _ if is_webp => Ok(Form::Webp),
        _ => Err(PictureError::Strange),
    }
}

/// Refuses what has too many pixels, by what the header says: nothing is unfolded yet.
pub(super) fn bounds(
    decoder: &impl ImageDecoder,
    policy: &ImagePolicy,
    progressive: bool,
) -> Result<(), PictureError> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let too_many = PictureError::TooManyPixels(width, height);
    if pixels == 0 {
        return Err(PictureError::Damaged);
    }
    let fits = width.max(height) <= policy.longest_side
        && decoder.total_bytes() <= MOST_UNFOLDED
        // Three bytes of a pixel at least are worked on, also of a grey one.
        && pixels * 3 <= MOST_UNFOLDED
        && (!progressive || pixels <= MOST_PROGRESSIVE);
    if fits { Ok(()) } else { Err(too_many) }
}

/// What the markers of a JPEG say. Decoders are lenient and draw grey where the data end; half a
/// photo is no photo.
pub(super) struct Markers {
    /// Comes in passes.
    pub progressive: bool,
    /// Has its end.
    pub whole: bool,
}

pub(super) fn markers(bytes: &[u8]) -> Markers {
    let mut progressive = false;
    let mut at = 2;
    // Up to the first scan every marker tells its length.
    while let Some([0xff, kind, rest @ ..]) = bytes.get(at..) {
        match (*kind, rest) {
            (0xff, _) => at += 1,
            (0xda, _) => break,
            (0xd8 | 0x01, _) => at += 2,
            (kind, [high, low, ..]) => {
                progressive |= matches!(kind, 0xc2 | 0xc6 | 0xca | 0xce);
                at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
            }
            _ => break,
        }
    }
    let last = |kind: u8| bytes.windows(2).rposition(|pair| pair == [0xff, kind]);
    // In the data of a scan a byte 0xff never stands before these two.
    let whole = match (last(0xda), last(0xd9)) {
        (Some(scan), Some(end)) => end > scan,
        _ => false,
    };
    Markers { progressive, whole }
}
