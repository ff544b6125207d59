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

/// One more, of files with the state of an optimizer.
const OPTIMIZER: &str = "sinew.optimizer";

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

/// Writes a file of these tensors. If they are those of an optimizer too, it is called `optimizer`.
pub(crate) fn write<T: Number>(
    items: &[Item<'_, T>],
    architecture: &str,
    optimizer: Option<&str>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut sum = Checksum::new(env!("CARGO_PKG_VERSION"), architecture, optimizer);
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
    let mut metadata =
        json!({ VERSION: env!("CARGO_PKG_VERSION"), ARCHITECTURE: architecture, CHECKSUM: sum.finish() });
    if let Some(optimizer) = optimizer {
        metadata[OPTIMIZER] = optimizer.into();
    }
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
    /// The tensor that is being read, and how many of its numbers have been.
    tensor: (String, Vec<usize>, usize),
    /// The first number that cannot be used. It is reported once the checksum shows that it is what
    /// was written.
    refused: Option<Problem>,
}

/// Which numbers a tensor may have, besides those that are finite.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Allowed {
    /// None.
    Finite,
    /// Infinities and NaN.
    Any,
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
        let checksum = checksum(&header)?;
        Ok(Self { from, header, checksum, tensor: Default::default(), refused: None })
    }

    /// The tensors, in the order of the file.
    pub fn tensors(&self) -> Vec<(String, TensorInfo)> {
        let info = |key: String| self.header.info(&key).cloned().map(|info| (key, info));
        self.header.offset_keys().into_iter().filter_map(info).collect()
    }

    /// What the optimizer is called whose state the file has; empty if it does not say.
    pub fn optimizer(&self) -> &str {
        self.header.metadata().as_ref().and_then(|metadata| metadata.get(OPTIMIZER)).map_or("", String::as_str)
    }

    /// Begins the next tensor.
    pub fn next(&mut self, key: &str, info: &TensorInfo) {
        self.tensor = (key.to_owned(), info.shape.clone(), 0);
        if let Some((_, sum)) = &mut self.checksum {
            sum.tensor(key, info);
        }
    }

    /// Reads numbers of the tensor, rounded to those of the network. One that is not `allowed` is
    /// an error in the end, and so is one too large for the network's type.
    pub fn numbers<T: Number>(&mut self, element: Element, allowed: Allowed, numbers: &mut [T]) -> io::Result<()> {
        let (mut wrong, mut index) = (None, 0);
        self.each(element.size(), numbers, |bytes| {
            let x = element.read(bytes, 0);
            let number = T::from_f64(x);
            if !number.to_f64().is_finite() && (x.is_finite() || allowed == Allowed::Finite) {
                wrong.get_or_insert((index, x));
            }
            index += 1;
            number
        })?;
        if let Some((index, x)) = wrong {
            let of_type = || format!("a number of the size that `{}` can have", T::NAME);
            let expected = if x.is_finite() { of_type() } else { "a finite number".to_owned() };
            self.refuse(self.tensor.2 + index, x, expected);
        }
        self.tensor.2 += numbers.len();
        Ok(())
    }

    /// Reads integers.
    pub fn integers(&mut self, integers: &mut [u64]) -> io::Result<()> {
        self.each(8, integers, |bytes| bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)))
    }

    /// Reads a count of what has happened, such as steps.
    pub fn count(&mut self) -> io::Result<u64> {
        let mut count = [0];
        self.integers(&mut count)?;
        if i64::try_from(count[0]).is_err() {
            self.refuse(0, count[0] as f64, "less than 2⁶³".to_owned());
        }
        Ok(count[0])
    }

    /// Remembers that the number `index` of the tensor is `value` and cannot be used.
    pub fn refuse(&mut self, index: usize, value: f64, expected: String) {
        let (key, shape, _) = &self.tensor;
        let (key, index) = (key.clone(), position(shape, index));
        self.refused.get_or_insert(Problem::Number { key, index, value, expected });
    }

    fn each<X>(&mut self, size: usize, numbers: &mut [X], mut read: impl FnMut(&[u8]) -> X) -> io::Result<()> {
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

    /// Compares the checksums, if the file has one, and reports a number that cannot be used.
    pub fn finish(self) -> Result<(), Problem> {
        if let Some((expected, sum)) = self.checksum
            && sum.finish() != expected
        {
            return Err(Problem::Damaged);
        }
        self.refused.map_or(Ok(()), Err)
    }
}

/// Where the number `index` is in a tensor of that shape, row by row.
fn position(shape: &[usize], mut index: usize) -> Vec<usize> {
    let mut position = vec![0; shape.len()];
    for (place, &extent) in position.iter_mut().zip(shape).rev() {
        *place = index % extent;
        index /= extent;
    }
    position
}

/// The checksum that the header states, and the beginning of the one to compare it with.
fn checksum(header: &Metadata) -> Result<Option<(String, Checksum)>, Problem> {
    let Some(metadata) = header.metadata() else { return Ok(None) };
    match (metadata.get(VERSION), metadata.get(ARCHITECTURE), metadata.get(CHECKSUM)) {
        (None, None, None) => Ok(None),
        (Some(version), Some(architecture), Some(sum)) => {
            let optimizer = metadata.get(OPTIMIZER).map(String::as_str);
            Ok(Some((sum.to_owned(), Checksum::new(version, architecture, optimizer))))
        }
        _ => Err(Problem::Damaged),
    }
}

/// CRC-32 of everything that a file says: metadata, keys, types, shapes and numbers, in the order
/// of the numbers.
struct Checksum(Hasher);

impl Checksum {
    fn new(version: &str, architecture: &str, optimizer: Option<&str>) -> Self {
        let mut hasher = Hasher::new();
        hasher.update(format!("{version}\n{architecture}\n").as_bytes());
        if let Some(optimizer) = optimizer {
            hasher.update(format!("{optimizer}\n").as_bytes());
        }
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
