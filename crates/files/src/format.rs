//! The safetensors format: eight bytes that say how long the header is, the header, and the
//! numbers.

use std::borrow::ToOwned;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::string::{String, ToString};
use std::vec::Vec;
use std::{format, vec};

use crc32fast::Hasher;
use safetensors::Dtype;
use safetensors::tensor::{Metadata, TensorInfo};
use serde_json::{Value, json};
use sinew_tensors::Number;

use crate::element::Element;
use crate::error::Problem;

/// The largest header that is read: 16 MiB describe more than a hundred thousand tensors.
const MAX_HEADER: u64 = 1 << 24;

/// The keys of the metadata. A file has all of them or, if another program wrote it, none.
const VERSION: &str = "sinew.version";
const ARCHITECTURE: &str = "sinew.architecture";
const CHECKSUM: &str = "sinew.checksum";

/// A tensor to be written.
pub(crate) struct Item<'a, T> {
    pub key: String,
    pub shape: Vec<usize>,
    pub numbers: Numbers<'a, T>,
}

/// Its numbers.
pub(crate) enum Numbers<'a, T> {
    /// Numbers of a network, in two runs.
    Network(&'a [T], &'a [T]),
    F64(Vec<f64>),
    U64(Vec<u64>),
}

impl<T: Number> Numbers<'_, T> {
    fn dtype(&self) -> Dtype {
        match self {
            Self::Network(..) if size_of::<T>() == 4 => Dtype::F32,
            Self::Network(..) | Self::F64(_) => Dtype::F64,
            Self::U64(_) => Dtype::U64,
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Network(first, second) => first.len() + second.len(),
            Self::F64(numbers) => numbers.len(),
            Self::U64(numbers) => numbers.len(),
        }
    }

    fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Network(first, second) => [first, second].into_iter().try_for_each(|run| write_run(run, to)),
            Self::F64(numbers) => write_each(numbers, to, f64::to_le_bytes),
            Self::U64(numbers) => write_each(numbers, to, u64::to_le_bytes),
        }
    }
}

fn write_run<T: Number>(numbers: &[T], to: &mut dyn Write) -> io::Result<()> {
    if size_of::<T>() == 4 {
        write_each(numbers, to, |x| f32::from_f64(x.to_f64()).to_le_bytes())
    } else {
        write_each(numbers, to, |x| x.to_f64().to_le_bytes())
    }
}

/// Writes the bytes of each number, in chunks.
fn write_each<X: Copy, const SIZE: usize>(
    numbers: &[X],
    to: &mut dyn Write,
    bytes: impl Fn(X) -> [u8; SIZE],
) -> io::Result<()> {
    let mut buffer = Vec::with_capacity(CHUNK * SIZE);
    for chunk in numbers.chunks(CHUNK) {
        buffer.clear();
        buffer.extend(chunk.iter().flat_map(|&x| bytes(x)));
        to.write_all(&buffer)?;
    }
    Ok(())
}

/// How many numbers a chunk holds.
const CHUNK: usize = 1 << 12;

/// Writes a file of these tensors.
pub(crate) fn write<T: Number>(items: &[Item<'_, T>], architecture: &str, to: &mut dyn Write) -> io::Result<()> {
    let mut sum = Checksum::new(env!("CARGO_PKG_VERSION"), architecture);
    let mut header = BTreeMap::new();
    let mut end = 0;
    for Item { key, shape, numbers } in items {
        let start = end;
        end += numbers.len() * numbers.dtype().bitsize() / 8;
        let info = TensorInfo { dtype: numbers.dtype(), shape: shape.clone(), data_offsets: (start, end) };
        sum.tensor(key, &info);
        numbers.write(&mut sum)?;
        header.insert(key.as_str(), serde_json::to_value(info)?);
    }
    let metadata = json!({ VERSION: env!("CARGO_PKG_VERSION"), ARCHITECTURE: architecture, CHECKSUM: sum.finish() });
    header.insert("__metadata__", metadata);
    write_header(&header, to)?;
    items.iter().try_for_each(|item| item.numbers.write(to))
}

fn write_header(header: &BTreeMap<&str, Value>, to: &mut dyn Write) -> io::Result<()> {
    let mut header = serde_json::to_vec(header)?;
    // So that the numbers are aligned in memory where the whole file is.
    header.resize(header.len().next_multiple_of(8), b' ');
    to.write_all(&(header.len() as u64).to_le_bytes())?;
    to.write_all(&header)
}

/// A file whose header has been read and checked.
pub(crate) struct Reader<R> {
    from: R,
    header: Metadata,
    /// The checksum that the file states, and that of what has been read so far.
    checksum: Option<(String, Checksum)>,
}

impl<R: Read> Reader<R> {
    /// Reads the header of a file of `len` bytes.
    pub fn new(mut from: R, len: u64) -> Result<Self, Problem> {
        let invalid = |reason: String| Err(Problem::Format(reason));
        let mut size = [0; 8];
        if len < 8 {
            return invalid(format!("it has {len} bytes"));
        }
        from.read_exact(&mut size)?;
        let size = u64::from_le_bytes(size);
        if size > len - 8 || size > MAX_HEADER {
            return invalid(format!("its header would have {size} bytes, the file has {len}"));
        }
        let mut header = vec![0; size as usize];
        from.read_exact(&mut header)?;
        let header: Metadata = serde_json::from_slice(&header).map_err(|error| Problem::Format(error.to_string()))?;
        let (expected, found) = (header.data_len() as u64, len - 8 - size);
        if expected != found {
            return invalid(format!("its numbers take {expected} bytes, there are {found}"));
        }
        Ok(Self { from, checksum: checksum(&header)?, header })
    }

    /// The tensors, in the order of the file.
    pub fn tensors(&self) -> Vec<(String, TensorInfo)> {
        let info = |key: String| self.header.info(&key).cloned().map(|info| (key, info));
        self.header.offset_keys().into_iter().filter_map(info).collect()
    }

    /// Begins the next tensor.
    pub fn next(&mut self, key: &str, info: &TensorInfo) {
        if let Some((_, sum)) = &mut self.checksum {
            sum.tensor(key, info);
        }
    }

    /// Reads the numbers of a tensor.
    pub fn numbers<T: Number>(&mut self, element: Element, numbers: &mut [T]) -> io::Result<()> {
        let size = element.size();
        self.each(size, numbers, |bytes| T::from_f64(element.read(bytes, 0)))
    }

    /// Reads integers.
    pub fn integers(&mut self, integers: &mut [u64]) -> io::Result<()> {
        self.each(8, integers, |bytes| bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)))
    }

    fn each<X>(&mut self, size: usize, numbers: &mut [X], read: impl Fn(&[u8]) -> X) -> io::Result<()> {
        let mut buffer = vec![0; CHUNK.min(numbers.len()) * size];
        for chunk in numbers.chunks_mut(CHUNK) {
            let bytes = &mut buffer[..chunk.len() * size];
            self.from.read_exact(bytes)?;
            if let Some((_, sum)) = &mut self.checksum {
                sum.write_all(bytes)?;
            }
            for (number, bytes) in chunk.iter_mut().zip(bytes.chunks_exact(size)) {
                *number = read(bytes);
            }
        }
        Ok(())
    }

    /// Skips a tensor.
    pub fn skip(&mut self, info: &TensorInfo) -> io::Result<()> {
        let (start, end) = info.data_offsets;
        let bytes = &mut self.from.by_ref().take((end - start) as u64);
        match &mut self.checksum {
            Some((_, sum)) => io::copy(bytes, sum)?,
            None => io::copy(bytes, &mut io::sink())?,
        };
        Ok(())
    }

    /// Compares the checksums, if the file has one.
    pub fn finish(self) -> Result<(), Problem> {
        let Some((expected, sum)) = self.checksum else { return Ok(()) };
        if sum.finish() == expected { Ok(()) } else { Err(Problem::Damaged) }
    }
}

/// The checksum that the header states, and the beginning of the one to compare it with.
fn checksum(header: &Metadata) -> Result<Option<(String, Checksum)>, Problem> {
    let Some(metadata) = header.metadata() else { return Ok(None) };
    match (metadata.get(VERSION), metadata.get(ARCHITECTURE), metadata.get(CHECKSUM)) {
        (None, None, None) => Ok(None),
        (Some(version), Some(architecture), Some(sum)) => {
            Ok(Some((sum.to_owned(), Checksum::new(version, architecture))))
        }
        _ => Err(Problem::Damaged),
    }
}

/// CRC-32 of everything that a file says: metadata, keys, types, shapes and numbers, in the order
/// of the numbers.
struct Checksum(Hasher);

impl Checksum {
    fn new(version: &str, architecture: &str) -> Self {
        let mut hasher = Hasher::new();
        hasher.update(format!("{version}\n{architecture}\n").as_bytes());
        Self(hasher)
    }

    fn tensor(&mut self, key: &str, info: &TensorInfo) {
        self.0.update(format!("{key} {} {:?}\n", info.dtype, info.shape).as_bytes());
    }

    fn finish(self) -> String {
        format!("crc32:{:08x}", self.0.finalize())
    }
}

impl Write for Checksum {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
