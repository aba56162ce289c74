//! The file, whatever it is packed in: told by its first bytes, not by its name.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;
use liblzma::read::XzDecoder;

/// Bytes read from the disk at once.
const BUFFER: usize = 1 << 17;
const GZIP: &[u8] = &[0x1f, 0x8b];
const XZ: &[u8] = &[0xfd, b'7', b'z', b'X', b'Z', 0];
const ZIP: &[u8] = b"PK\x03\x04";
const UTF8_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// Opens a plain, gzip or xz file as a stream of its text's bytes, without a leading byte order
/// mark. It is read more than once, so it must be a file and not a pipe.
///
/// # Errors
/// It is not there, not a file, or packed in a way that is not understood.
pub fn open(path: &Path) -> Result<Box<dyn Read + Send>> {
    let name = || format!("cannot read {}", path.display());
    if !std::fs::metadata(path).with_context(name)?.is_file() {
        bail!(
            "{} is not a file (it is read more than once, so a pipe will not do)",
            path.display()
        );
    }
    let mut packed = BufReader::with_capacity(BUFFER, File::open(path).with_context(name)?);
    let head = packed.fill_buf().with_context(name)?;
    let text: Box<dyn Read + Send> = if head.starts_with(XZ) {
        Box::new(XzDecoder::new_multi_decoder(packed))
    } else if head.starts_with(GZIP) {
        Box::new(MultiGzDecoder::new(packed))
    } else if head.starts_with(ZIP) {
        bail!("{} is a zip archive; unpack it first", path.display());
    } else {
        Box::new(packed)
    };
    without_mark(text).with_context(name)
}

fn without_mark(text: Box<dyn Read + Send>) -> std::io::Result<Box<dyn Read + Send>> {
    let mut text = BufReader::with_capacity(BUFFER, text);
    if text.fill_buf()?.starts_with(UTF8_MARK) {
        text.consume(UTF8_MARK.len());
    }
    Ok(Box::new(text))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(name: &str, bytes: &[u8]) -> Result<String> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join(name);
        std::fs::write(&path, bytes)?;
        let mut text = String::new();
        open(&path)?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn a_file_is_known_by_its_first_bytes_whatever_its_name() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"a,b").unwrap();
        let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
        xz.write_all(b"a,b").unwrap();
        for bytes in [
            gzip.finish().unwrap(),
            xz.finish().unwrap(),
            b"a,b".to_vec(),
            b"\xef\xbb\xbfa,b".to_vec(),
        ] {
            assert_eq!(read("year.csv", &bytes).unwrap(), "a,b");
        }
    }

    #[test]
    fn a_truncated_file_is_an_error_and_not_a_shorter_file() {
        let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
        xz.write_all(&[b'x'; 5_000]).unwrap();
        let whole = xz.finish().unwrap();
        assert!(read("year.csv.xz", &whole[..whole.len() - 20]).is_err());
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        assert!(
            read("year.zip", b"PK\x03\x04....")
                .unwrap_err()
                .to_string()
                .contains("zip")
        );
        assert!(open(Path::new("/")).is_err());
    }
}
