//! NumPy archives: what [`npy`](crate::npy) needs of the ZIP format, and no more.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt::{self, Display};
use std::error::Error;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::Crc;
use flate2::read::DeflateDecoder;

use crate::npy::{self, NpyError, Samples};
use crate::{Checked, FileError};

/// An archive of named arrays, as `np.savez` and `np.savez_compressed` write them.
///
/// Opening reads the list of the arrays. Each array is read, and its checksum compared, when it is
/// asked for.
///
/// # References
///
/// "APPNOTE: .ZIP File Format Specification" 6.3.10, sections 4.3 and 4.5.3 (ZIP64).
#[derive(Debug)]
pub struct Npz<R> {
    reader: R,
    file: PathBuf,
    entries: Vec<Entry>,
}

/// An array in the archive.
#[derive(Debug)]
struct Entry {
    name: String,
    encrypted: bool,
    method: u16,
    crc: u32,
    /// Its length in the archive.
    length: u64,
    /// The offset of its own header.
    offset: u64,
}

impl Npz<BufReader<File>> {
    /// The archive in a file.
    ///
    /// # Errors
    ///
    /// [`NpzError::Archive`] if it is not an archive, [`NpzError::Read`] if it cannot be read, with
    /// the name of the file.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, FileError<NpzError>> {
        let path = path.as_ref();
        let file = File::open(path).map_err(FileError::of(path))?;
        Npz::new(BufReader::new(file), path)
    }
}

impl<R: Read + Seek> Npz<R> {
    /// The archive that `reader` holds, which errors call `file`.
    ///
    /// # Errors
    ///
    /// As [`open`](Npz::open).
    pub fn new(mut reader: R, file: impl AsRef<Path>) -> Result<Self, FileError<NpzError>> {
        let file = file.as_ref().to_path_buf();
        match directory(&mut reader) {
            Ok(entries) => Ok(Self { reader, file, entries }),
            Err(error) => Err(FileError { file, error }),
        }
    }

    /// The names of the arrays, in the order of the archive.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The samples in the array called `name`.
    ///
    /// # Errors
    ///
    /// [`NpzError`], with the name of the file. Samples of more than [`LIMIT`](npy::LIMIT) bytes
    /// are refused before anything is allocated.
    pub fn read<V: Checked>(&mut self, name: &str) -> Result<Vec<V>, FileError<NpzError>> {
        let file = self.file.clone();
        let samples = self.samples(name)?;
        samples.collect_all().map_err(|error| FileError {
            file,
            error: NpzError::Array { name: String::from(name), error: error.into() },
        })
    }

    /// The samples in the array called `name`, one at a time: for arrays larger than memory.
    ///
    /// # Errors
    ///
    /// [`NpzError`] for what is wrong before the first number; the samples return their own errors.
    /// A wrong checksum is found after the last one.
    pub fn samples<V: Checked>(&mut self, name: &str) -> Result<Samples<'_, V>, FileError<NpzError>> {
        let Self { reader, file, entries } = self;
        let in_file = |error| FileError { file: file.clone(), error };
        let Some(entry) = entries.iter().find(|entry| entry.name == name) else {
            let names = entries.iter().map(|entry| entry.name.clone()).collect();
            return Err(in_file(NpzError::Missing { name: String::from(name), names }));
        };
        let content = entry.open(reader).map_err(in_file)?;
        npy::samples(content).map_err(|error| in_file(NpzError::Array { name: String::from(name), error }))
    }
}

impl Entry {
    /// The content, decompressed.
    fn open<'r, R: Read + Seek>(&self, reader: &'r mut R) -> Result<impl Read + use<'r, R>, NpzError> {
        if self.encrypted || ![STORED, DEFLATED].contains(&self.method) {
            let method = if self.encrypted { ENCRYPTED } else { self.method };
            return Err(NpzError::Method { name: self.name.clone(), found: method });
        }
        let header = read_at(reader, self.offset, 30)?;
        if !header.starts_with(b"PK\x03\x04") {
            return Err(NpzError::Archive { offset: self.offset, expected: "the header of an array, `PK\\3\\4`" });
        }
        let skip = u64::from(u16_at(&header, 26)) + u64::from(u16_at(&header, 28)); // name and extra fields
        reader.seek(SeekFrom::Start(self.offset.saturating_add(30 + skip)))?;
        let bytes = reader.take(self.length);
        let content =
            if self.method == STORED { Content::Stored(bytes) } else { Content::Deflated(DeflateDecoder::new(bytes)) };
        Ok(CheckedContent { content, crc: Crc::new(), expected: self.crc })
    }
}

const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Means any method with encryption; no method has this number.
const ENCRYPTED: u16 = u16::MAX;

/// The bytes of an array.
enum Content<R> {
    Stored(R),
    Deflated(DeflateDecoder<R>),
}

/// The bytes of an array; their checksum is compared at the end.
struct CheckedContent<R> {
    content: Content<R>,
    crc: Crc,
    expected: u32,
}

impl<R: Read> Read for CheckedContent<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let len = match &mut self.content {
            Content::Stored(reader) => reader.read(bytes)?,
            Content::Deflated(reader) => reader.read(bytes)?,
        };
        self.crc.update(&bytes[..len]);
        if len == 0 && !bytes.is_empty() && self.crc.sum() != self.expected {
            let message = std::format!("expected the checksum {:08x}, found {:08x}", self.expected, self.crc.sum());
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(len)
    }
}

/// The longest list of arrays that is read: room for a few hundred thousand.
const LONGEST_DIRECTORY: u64 = 1 << 24;

/// The list of the arrays, which is at the end of the archive.
fn directory<R: Read + Seek>(reader: &mut R) -> Result<Vec<Entry>, NpzError> {
    let (count, length, offset) = end_of_directory(reader)?;
    if length > LONGEST_DIRECTORY {
        return Err(NpzError::Archive { offset, expected: "a list of arrays of at most 16 MiB" });
    }
    let bytes = read_at(reader, offset, length)?;
    let mut rest = bytes.as_slice();
    let mut entries = Vec::new();
    for _ in 0..count {
        let here = offset + (bytes.len() - rest.len()) as u64;
        let broken = NpzError::Archive { offset: here, expected: "an entry of the list of arrays" };
        let Some((entry, after)) = entry(rest) else { return Err(broken) };
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}

/// The number of entries, and the length and the offset of their list.
fn end_of_directory<R: Read + Seek>(reader: &mut R) -> Result<(u64, u64, u64), NpzError> {
    let length = reader.seek(SeekFrom::End(0))?;
    let tail = length.min(22 + u64::from(u16::MAX)); // the record, and a comment after it
    let start = length - tail;
    let bytes = read_at(reader, start, tail)?;
    let none = NpzError::Archive { offset: length, expected: "the end of an archive, `PK\\5\\6`" };
    let found = bytes.windows(22).rposition(|window| window.starts_with(b"PK\x05\x06"));
    let Some(at) = found else { return Err(none) };
    let record = &bytes[at..];
    let short = (u64::from(u16_at(record, 10)), u64::from(u32_at(record, 12)), u64::from(u32_at(record, 16)));
    let (u16_max, u32_max) = (u64::from(u16::MAX), u64::from(u32::MAX));
    if short.0 < u16_max && short.1 < u32_max && short.2 < u32_max {
        return Ok(short);
    }
    end_of_large_directory(reader, start + at as u64)
}

/// The same from the ZIP64 record, whose position is noted just before `end`.
fn end_of_large_directory<R: Read + Seek>(reader: &mut R, end: u64) -> Result<(u64, u64, u64), NpzError> {
    let at = end.saturating_sub(20);
    let locator = read_at(reader, at, 20)?;
    if !locator.starts_with(b"PK\x06\x07") {
        return Err(NpzError::Archive { offset: at, expected: "where the end of a large archive is, `PK\\6\\7`" });
    }
    let offset = u64_at(&locator, 8);
    let record = read_at(reader, offset, 56)?;
    if !record.starts_with(b"PK\x06\x06") {
        return Err(NpzError::Archive { offset, expected: "the end of a large archive, `PK\\6\\6`" });
    }
    Ok((u64_at(&record, 32), u64_at(&record, 40), u64_at(&record, 48)))
}

/// The first entry of the list, and what follows it; `None` if it is broken.
fn entry(bytes: &[u8]) -> Option<(Entry, &[u8])> {
    let (header, rest) = bytes.split_at_checked(46)?;
    if !header.starts_with(b"PK\x01\x02") {
        return None;
    }
    let (name, rest) = rest.split_at_checked(usize::from(u16_at(header, 28)))?;
    let (extra, rest) = rest.split_at_checked(usize::from(u16_at(header, 30)))?;
    let (_comment, rest) = rest.split_at_checked(usize::from(u16_at(header, 32)))?;
    let [_, length, offset] = sizes(header, extra)?;
    let name = String::from_utf8_lossy(name);
    let entry = Entry {
        name: String::from(name.strip_suffix(".npy").unwrap_or(&name)),
        encrypted: u16_at(header, 8) & 1 == 1,
        method: u16_at(header, 10),
        crc: u32_at(header, 16),
        length,
        offset,
    };
    Some((entry, rest))
}

/// The length of the content, its length in the archive and its offset; those that do not fit 32
/// bits are in an extra field.
fn sizes(header: &[u8], extra: &[u8]) -> Option<[u64; 3]> {
    let mut large = zip64(extra).chunks_exact(8);
    let mut sizes = [24, 20, 42].map(|at| u64::from(u32_at(header, at)));
    for size in sizes.iter_mut().filter(|size| **size == u64::from(u32::MAX)) {
        *size = u64_at(large.next()?, 0);
    }
    Some(sizes)
}

/// The content of ZIP64's extra field, empty if there is none.
fn zip64(mut extra: &[u8]) -> &[u8] {
    while let Some((header, rest)) = extra.split_at_checked(4) {
        let Some((content, rest)) = rest.split_at_checked(usize::from(u16_at(header, 2))) else { break };
        if u16_at(header, 0) == 1 {
            return content;
        }
        extra = rest;
    }
    &[]
}

/// `length` bytes from `offset`; the caller keeps `length` small.
fn read_at<R: Read + Seek>(reader: &mut R, offset: u64, length: u64) -> Result<Vec<u8>, NpzError> {
    reader.seek(SeekFrom::Start(offset))?;
    let mut bytes = vec![];
    reader.take(length).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Err(NpzError::Archive { offset: offset + bytes.len() as u64, expected: "more of the archive" });
    }
    Ok(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

/// Why an archive does not give the array that was asked for.
#[non_exhaustive]
pub enum NpzError {
    /// The file is not a ZIP archive, or a broken one.
    Archive {
        /// Where.
        offset: u64,
        /// What should be there.
        expected: &'static str,
    },
    /// The archive could not be read.
    Read(io::Error),
    /// There is no array with this name.
    Missing {
        /// The name.
        name: String,
        /// The names of the arrays.
        names: Vec<String>,
    },
    /// The array is encrypted, or compressed in another way than NumPy does it.
    Method {
        /// The array.
        name: String,
        /// The code of the compression; 65535 if it is encrypted.
        found: u16,
    },
    /// The array is not the one that was asked for, or is broken.
    Array {
        /// Its name.
        name: String,
        /// What is wrong; offsets are within the array's own file.
        error: NpyError,
    },
}

impl Display for NpzError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Archive { offset, expected } => write!(f, "byte {offset}: expected {expected}, found something else"),
            Self::Read(source) => source.fmt(f),
            Self::Missing { name, names } => {
                write!(f, "expected an array `{name}`, found only {}", Names(names))
            }
            Self::Method { name, found: ENCRYPTED } => write!(f, "array `{name}`: expected no encryption, found some"),
            Self::Method { name, found } => {
                write!(f, "array `{name}`: expected compression 0 or 8 (deflate), found {found}")
            }
            Self::Array { name, error } => write!(f, "array `{name}`: {error}"),
        }
    }
}

/// Names in backticks, with commas between them.
struct Names<'a>(&'a [String]);

impl Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, name) in self.0.iter().enumerate() {
            write!(f, "{}`{name}`", if i == 0 { "" } else { ", " })?;
        }
        if self.0.is_empty() { f.write_str("none") } else { Ok(()) }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for NpzError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for NpzError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Read(source) => Some(source),
            Self::Array { error, .. } => error.source(),
            _ => None,
        }
    }
}

impl From<io::Error> for NpzError {
    fn from(source: io::Error) -> Self {
        Self::Read(source)
    }
}
