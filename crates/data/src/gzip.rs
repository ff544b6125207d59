//! Files that may be compressed with gzip.

use alloc::boxed::Box;
#[cfg(feature = "gzip")]
use std::io::BufReader;
use std::io::{self, BufRead, Read};

/// The first bytes of a file that is.
const SIGNATURE: [u8; 2] = [0x1f, 0x8b];

/// The bytes of a file, decompressed if they are compressed with gzip; `None` if they are, and this
/// program was built without the feature `gzip`.
pub(crate) fn decompressed<'r>(mut reader: impl BufRead + 'r) -> io::Result<Option<Box<dyn Read + 'r>>> {
    if reader.fill_buf()?.starts_with(&SIGNATURE) { Ok(gunzip(reader)) } else { Ok(Some(Box::new(reader))) }
}

#[cfg(feature = "gzip")]
#[expect(clippy::unnecessary_wraps, reason = "the signature is that of the function below")]
fn gunzip<'r>(reader: impl BufRead + 'r) -> Option<Box<dyn Read + 'r>> {
    Some(Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(reader))))
}

#[cfg(not(feature = "gzip"))]
fn gunzip<'r>(_reader: impl BufRead + 'r) -> Option<Box<dyn Read + 'r>> {
    None
}
