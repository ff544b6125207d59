//! Arrays of numbers in binary files, as samples.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt::{self, Display};
use core::marker::PhantomData;
use std::error::Error;
use std::io::{self, Read};
use std::path::Path;

use crate::checked::{Scalar, Scan, Shapes, count, extents};
use crate::{Checked, DatasetError, FileError, Stream};

/// The most bytes of samples that `idx::load`, `npy::load` and similar functions read: 4 GiB. A
/// file that claims more is refused before anything is allocated; [`Samples`] reads it in bounded
/// memory.
pub const LIMIT: u64 = 1 << 32;

/// Why a binary file does not hold the array that was asked for.
///
/// Offsets and lengths are in bytes, of the decompressed contents where the file is compressed.
#[non_exhaustive]
pub enum ArrayError {
    /// The shape of the array does not match the type of the samples.
    Shape {
        /// The extents of a sample.
        expected: Vec<usize>,
        /// The extents of the array, the first of which should be the number of samples.
        found: Vec<usize>,
    },
    /// The file ends too early.
    Truncated {
        /// How long the file should be at least, according to its header.
        expected: u64,
        /// How long it is.
        found: u64,
    },
    /// The file continues after the array.
    TrailingBytes {
        /// Where it should end.
        end: u64,
    },
    /// The samples need more memory than allowed.
    TooLarge {
        /// How many bytes they take.
        bytes: u64,
        /// How many are allowed.
        limit: u64,
    },
    /// A number does not fit the type of the samples.
    Number {
        /// Where the number is in the file.
        offset: u64,
        /// What the type accepts.
        expected: &'static str,
        /// The number.
        found: f64,
    },
    /// The file could not be read any further.
    Read {
        /// How far it could be read.
        offset: u64,
        /// The cause.
        source: io::Error,
    },
}

impl Display for ArrayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape { expected, found } => Shapes { expected, found }.fmt(f),
            Self::Truncated { expected, found } => write!(f, "expected {expected} bytes, found the end after {found}"),
            Self::TrailingBytes { end } => write!(f, "expected the end after {end} bytes, found more"),
            Self::TooLarge { bytes, limit } => {
                write!(f, "expected samples of at most {limit} bytes in memory, found {bytes}")
            }
            Self::Number { offset, expected, found } => write!(f, "byte {offset}: expected {expected}, found {found}"),
            Self::Read { offset, source } => write!(f, "byte {offset}: {source}"),
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for ArrayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for ArrayError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Read { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// A stream of bytes, and how many have been read.
pub(crate) struct Source<'r> {
    reader: Box<dyn Read + 'r>,
    pub(crate) offset: u64,
}

impl<'r> Source<'r> {
    pub(crate) fn new(reader: impl Read + 'r) -> Self {
        Self { reader: Box::new(reader), offset: 0 }
    }

    /// Reads until `bytes` is full or the file ends, and returns how much was read.
    fn read_up_to(&mut self, bytes: &mut [u8]) -> Result<usize, ArrayError> {
        let mut len = 0;
        while len < bytes.len() {
            match self.reader.read(&mut bytes[len..]) {
                Ok(0) => break,
                Ok(more) => {
                    len += more;
                    self.offset += more as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(ArrayError::Read { offset: self.offset, source }),
            }
        }
        Ok(len)
    }

    /// Fills `bytes` from a file that should be at least `length` bytes long.
    pub(crate) fn read_exact(&mut self, bytes: &mut [u8], length: u64) -> Result<(), ArrayError> {
        match self.read_up_to(bytes)? {
            len if len == bytes.len() => Ok(()),
            _ => Err(ArrayError::Truncated { expected: length, found: self.offset }),
        }
    }

    /// The next `N` bytes of a file that should have at least that many.
    pub(crate) fn take<const N: usize>(&mut self) -> Result<[u8; N], ArrayError> {
        let mut bytes = [0; N];
        self.read_exact(&mut bytes, self.offset + N as u64)?;
        Ok(bytes)
    }

    /// Checks that nothing is left.
    fn expect_end(&mut self) -> Result<(), ArrayError> {
        let end = self.offset;
        match self.read_up_to(&mut [0])? {
            0 => Ok(()),
            _ => Err(ArrayError::TrailingBytes { end }),
        }
    }
}

/// How a number is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "npy"), expect(dead_code, reason = "IDX has fewer types"))]
pub(crate) enum Element {
    U8,
    U16,
    U32,
    U64,
    I8,
    I16,
    I32,
    I64,
    F16,
    F32,
    F64,
}

impl Element {
    /// How many bytes it takes.
    pub(crate) const fn size(self) -> usize {
        match self {
            Self::U8 | Self::I8 => 1,
            Self::U16 | Self::I16 | Self::F16 => 2,
            Self::U32 | Self::I32 | Self::F32 => 4,
            Self::U64 | Self::I64 | Self::F64 => 8,
        }
    }

    /// Decodes a number from its bytes, the highest first; integers beyond 2⁵³ are rounded.
    fn decode(self, bytes: &[u8]) -> f64 {
        let bits = bytes.iter().fold(0, |bits, &byte| bits << 8 | u64::from(byte));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_possible_wrap,
            reason = "the bits are as wide as the type"
        )]
        match self {
            Self::U8 | Self::U16 | Self::U32 | Self::U64 => bits as f64,
            Self::I8 => f64::from(bits as i8),
            Self::I16 => f64::from(bits as i16),
            Self::I32 => f64::from(bits as i32),
            Self::I64 => bits as i64 as f64,
            Self::F16 => half(bits as u16),
            Self::F32 => f64::from(f32::from_bits(bits as u32)),
            Self::F64 => f64::from_bits(bits),
        }
    }
}

/// Decodes an IEEE 754 `binary16`: a sign, five bits of exponent and ten of fraction.
fn half(bits: u16) -> f64 {
    let (sign, exponent, fraction) = (bits >> 15, bits >> 10 & 31, f64::from(bits & 1023));
    let magnitude = match exponent {
        0 => fraction * 2.0_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1024.0 + fraction) * 2.0_f64.powi(i32::from(exponent) - 25),
    };
    if sign == 1 { -magnitude } else { magnitude }
}

/// What a file says about its array before the numbers begin.
pub(crate) struct Layout {
    /// The number of samples, then the extents of each.
    pub(crate) extents: Vec<usize>,
    pub(crate) element: Element,
    pub(crate) big_endian: bool,
    /// Whether the first index runs fastest, as in Fortran, rather than the last.
    pub(crate) column_major: bool,
}

/// The samples of a binary file, one at a time, in bounded memory.
///
/// After an error there is nothing more. If the file continues after the last sample, an error
/// follows that sample.
pub struct Samples<'r, V> {
    source: Source<'r>,
    element: Element,
    big_endian: bool,
    /// The bytes of one sample.
    bytes: Vec<u8>,
    /// How long the file should be.
    length: u64,
    /// How many samples remain; `None` after the end or an error.
    remaining: Option<usize>,
    sample: PhantomData<V>,
}

impl<'r, V: Checked> Samples<'r, V> {
    /// The samples that begin at the current position of `source`.
    pub(crate) fn new(source: Source<'r>, layout: &Layout) -> Result<Self, ArrayError> {
        const { assert!(V::LEN > 0, "a sample without numbers has no place in a file") };
        let Some(count) = count::<V>(&layout.extents) else {
            return Err(ArrayError::Shape { expected: extents::<V>(), found: layout.extents.clone() });
        };
        let size = layout.element.size() * V::LEN;
        let length = (count as u64).saturating_mul(size as u64).saturating_add(source.offset);
        let mut samples = Self {
            source,
            element: layout.element,
            big_endian: layout.big_endian,
            bytes: vec![0; size],
            length,
            remaining: Some(count),
            sample: PhantomData,
        };
        if layout.column_major && layout.extents.iter().filter(|&&extent| extent > 1).count() > 1 {
            samples.make_row_major(&layout.extents)?;
        }
        Ok(samples)
    }

    /// How many samples remain, unless the file ends too early.
    pub fn remaining(&self) -> usize {
        self.remaining.unwrap_or(0)
    }

    /// All samples.
    pub(crate) fn collect_all(self) -> Result<Vec<V>, ArrayError> {
        check_size(self.remaining(), size_of::<V>())?;
        // Grows as samples arrive, not to the size that the file claims to have.
        self.collect()
    }

    fn next_sample(&mut self) -> Result<V, ArrayError> {
        let start = self.source.offset;
        self.source.read_exact(&mut self.bytes, self.length)?;
        let (element, size, big_endian) = (self.element, self.element.size(), self.big_endian);
        let mut offset = start;
        let mut numbers = self.bytes.chunks_exact_mut(size).map(|bytes| {
            if !big_endian {
                bytes.reverse();
            }
            let found = element.decode(bytes);
            let number = V::Number::from_number(found);
            let here = offset;
            offset += size as u64;
            number.ok_or(ArrayError::Number { offset: here, expected: V::Number::EXPECTED, found })
        });
        let mut sample = V::ZERO;
        sample.fill(&mut || numbers.next().unwrap_or(Ok(<V::Number as Scan>::ZERO)))?;
        Ok(sample)
    }

    /// Reorders an array whose first index runs fastest; the whole array is held in memory.
    fn make_row_major(&mut self, extents: &[usize]) -> Result<(), ArrayError> {
        let (size, count) = (self.element.size(), self.remaining());
        let total = check_size(count, self.bytes.len())?;
        let columns = self.read_all(total)?;
        let mut rows = vec![0; total];
        let mut index = vec![0; extents.len()];
        for row in rows.chunks_exact_mut(size) {
            let place = index.iter().zip(extents).rev().fold(0, |place, (&i, &extent)| place * extent + i);
            row.copy_from_slice(&columns[place * size..][..size]);
            advance(&mut index, extents);
        }
        self.source.expect_end()?;
        let start = self.length - total as u64; // offsets in errors are those of the reordered array
        self.source = Source { reader: Box::new(io::Cursor::new(rows)), offset: start };
        Ok(())
    }

    /// The next `total` bytes, in memory that grows as they arrive.
    fn read_all(&mut self, total: usize) -> Result<Vec<u8>, ArrayError> {
        let mut all = Vec::new();
        while all.len() < total {
            let start = all.len();
            all.resize(total.min(start.max(1 << 16) * 2), 0);
            self.source.read_exact(&mut all[start..], self.length)?;
        }
        Ok(all)
    }
}

/// How many bytes `count` samples of `size` bytes take, unless that is above the [`LIMIT`].
fn check_size(count: usize, size: usize) -> Result<usize, ArrayError> {
    let bytes = (count as u64).saturating_mul(size as u64);
    match usize::try_from(bytes) {
        Ok(total) if bytes <= LIMIT => Ok(total),
        _ => Err(ArrayError::TooLarge { bytes, limit: LIMIT }),
    }
}

/// Advances to the next index, the last dimension fastest.
fn advance(index: &mut [usize], extents: &[usize]) {
    for (i, &extent) in index.iter_mut().zip(extents).rev() {
        *i += 1;
        if *i < extent {
            return;
        }
        *i = 0;
    }
}

impl<V: Checked> Iterator for Samples<'_, V> {
    type Item = Result<V, ArrayError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some(remaining) = self.remaining?.checked_sub(1) else {
            self.remaining = None;
            return self.source.expect_end().err().map(Err);
        };
        let result = self.next_sample();
        self.remaining = result.is_ok().then_some(remaining);
        Some(result)
    }
}

impl<V> fmt::Debug for Samples<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Samples").field("offset", &self.source.offset).field("remaining", &self.remaining).finish()
    }
}

/// The samples of two files, inputs and targets.
pub(crate) fn stream<X: Checked, Y: Checked, E: Error + From<ArrayError> + Send + Sync + 'static>(
    inputs: &Path,
    targets: &Path,
    open_inputs: fn(&Path) -> Result<Samples<'static, X>, FileError<E>>,
    open_targets: fn(&Path) -> Result<Samples<'static, Y>, FileError<E>>,
) -> Stream<X, Y> {
    let (inputs, targets) = (inputs.to_path_buf(), targets.to_path_buf());
    Stream::try_from_finite(move || -> Result<_, Box<dyn Error + Send + Sync>> {
        let (mut x, mut y) = (open_inputs(&inputs)?, open_targets(&targets)?);
        if x.remaining() != y.remaining() {
            let error = DatasetError::LengthMismatch { inputs: x.remaining(), targets: y.remaining() };
            return Err(FileError { file: targets.clone(), error }.into());
        }
        let (inputs, targets) = (inputs.clone(), targets.clone());
        Ok(core::iter::from_fn(move || match (x.next(), y.next()) {
            (Some(Err(error)), _) => Some(Err(FileError::<E>::of(&inputs)(error).into())),
            (_, Some(Err(error))) => Some(Err(FileError::<E>::of(&targets)(error).into())),
            (x, y) => Some(Ok((x?.ok()?, y?.ok()?))),
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_decoded_from_the_highest_byte() {
        let cases: [(Element, &[u8], f64); 5] = [
            (Element::I16, &[0xff, 0xfe], -2.0),
            (Element::U16, &[0xff, 0xfe], 65534.0),
            (Element::I64, &[0xff; 8], -1.0),
            (Element::U64, &[0, 0, 0, 0, 0, 0, 1, 2], 258.0),
            (Element::F32, &[0x40, 0x49, 0x0f, 0xdb], f64::from(core::f32::consts::PI)),
        ];
        for (element, bytes, expected) in cases {
            assert_eq!(element.size(), bytes.len());
            assert_eq!(element.decode(bytes).to_bits(), expected.to_bits(), "{element:?}");
        }
    }

    #[test]
    fn halves_are_those_of_the_standard() {
        // Examples from Wikipedia's article on the format: the smallest number, the smallest normal
        // one, about 1/3, the largest.
        let cases = [
            (0x0001, 2.0_f64.powi(-24)),
            (0x0400, 2.0_f64.powi(-14)),
            (0x3555, 0.333_251_953_125),
            (0x7bff, 65504.0),
            (0xc000, -2.0),
            (0xfc00, f64::NEG_INFINITY),
        ];
        for (bits, expected) in cases {
            assert_eq!(half(bits).to_bits(), expected.to_bits(), "{bits:04x}");
        }
        assert!(half(0x7c01).is_nan());
    }
}
