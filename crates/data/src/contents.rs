//! What a file holds, by its first bytes.

use alloc::boxed::Box;
use std::io::{self, BufRead, Read};

/// The first bytes of a file that is compressed with gzip.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What files begin with that are easily taken for others.
const SIGNATURES: [(&[u8], &str); 7] = [
    (&GZIP, "a file compressed with gzip"),
    (b"PK\x03\x04", "a ZIP archive"), // Excel's workbooks are ZIP archives too
    (b"\x28\xb5\x2f\xfd", "a file compressed with Zstandard"),
    (b"\xfd7zX", "a file compressed with XZ"),
    (b"\x93NUM", "an array of NumPy"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
];

/// What a file holds that begins with these bytes, if it is one of the usual mistakes.
pub(crate) fn of(bytes: &[u8]) -> Option<&'static str> {
    SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|&(_, contents)| contents)
}

/// The bytes of a file, decompressed if they are compressed with gzip; `None` if they are, and this
/// program was built without the feature `gzip`.
#[cfg(any(feature = "csv", feature = "idx"))]
pub(crate) fn decompressed<'r>(mut reader: impl BufRead + 'r) -> io::Result<Option<Box<dyn Read + 'r>>> {
    if reader.fill_buf()?.starts_with(&GZIP) { Ok(gunzip(reader)) } else { Ok(Some(Box::new(reader))) }
}

#[cfg(all(feature = "gzip", any(feature = "csv", feature = "idx")))]
#[expect(clippy::unnecessary_wraps, reason = "the signature is that of the function below")]
fn gunzip<'r>(reader: impl BufRead + 'r) -> Option<Box<dyn Read + 'r>> {
    Some(Box::new(std::io::BufReader::new(flate2::bufread::MultiGzDecoder::new(reader))))
}

#[cfg(all(not(feature = "gzip"), any(feature = "csv", feature = "idx")))]
fn gunzip<'r>(_reader: impl BufRead + 'r) -> Option<Box<dyn Read + 'r>> {
    None
}
