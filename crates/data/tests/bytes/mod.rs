//! Small files for the tests, byte by byte.
#![allow(dead_code)] // each test uses some of it

use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

/// An IDX file of the type, the extents and the bytes of its numbers.
pub fn idx(element: u8, extents: &[u32], numbers: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, element, u8::try_from(extents.len()).expect("few dimensions")];
    file.extend(extents.iter().flat_map(|extent| extent.to_be_bytes()));
    file.extend(numbers);
    file
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes it")
}

/// An `.npy` file of version 1.0.
pub fn npy(header: &str, numbers: &[u8]) -> Vec<u8> {
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend(u16::try_from(header.len()).expect("short headers").to_le_bytes());
    file.extend(header.as_bytes());
    file.extend(numbers);
    file
}

/// A file of the folder `tests/files`.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)
}

/// A fresh folder for the test called `name`.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("an old folder can be removed");
    }
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}
