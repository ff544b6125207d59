//! IDX files, the format of MNIST: arrays of numbers in one to 255 dimensions, the first of which
//! counts the samples.
//!
//! | bytes | |
//! |---|---|
//! | 2 | zero |
//! | 1 | type of the numbers: 8 `u8`, 9 `i8`, 11 `i16`, 12 `i32`, 13 `f32`, 14 `f64` |
//! | 1 | number of dimensions |
//! | 4 a dimension | its extent |
//! | | the numbers, row-major |
//!
//! All numbers are big-endian. Files compressed with gzip are recognized by their first bytes, and
//! read like the others with the feature `gzip`.
//!
//! A sample is a plain array, as in a [`Dataset`](crate::Dataset), or a label: `[[f32; 28]; 28]`,
//! `usize`. Extents of 1 within a sample do not count, so `[[[f32; 28]; 28]; 1]` reads the same
//! images. [`mnist()`](crate::mnist()) reads images and labels together.
//!
//! # Examples
//!
//! ```
//! use sinew_data::idx;
//!
//! let file = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, /* numbers: */ 1, 2, 3, 4, 5, 6];
//! assert_eq!(idx::read::<[f32; 3]>(&file[..])?, [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
//!
//! let error = idx::read::<[f32; 3]>(&file[..16]).unwrap_err();
//! assert_eq!(error.to_string(), "expected 18 bytes, found the end after 16");
//! # Ok::<(), sinew_data::idx::IdxError>(())
//! ```
//!
//! # References
//!
//! LeCun, Cortes and Burges, "The MNIST database of handwritten digits" (1998).

use alloc::vec::Vec;
use core::fmt::{self, Display};
use std::error::Error;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

pub use crate::array::{ArrayError, LIMIT, Samples};

use crate::array::{Element, Layout, Source};
use crate::{Checked, FileError, Stream, array, gzip};

/// The samples of a file.
///
/// # Errors
///
/// [`IdxError`], with the name of the file. Samples of more than [`LIMIT`] bytes are refused before
/// anything is allocated.
pub fn load<V: Checked>(path: impl AsRef<Path>) -> Result<Vec<V>, FileError<IdxError>> {
    let path = path.as_ref();
    open(path)?.collect_all().map_err(FileError::of(path))
}

/// The samples that `reader` gives.
///
/// # Errors
///
/// [`IdxError`]; as [`load`].
pub fn read<V: Checked>(reader: impl Read) -> Result<Vec<V>, IdxError> {
    Ok(samples(reader)?.collect_all()?)
}

/// The samples that `reader` gives, one at a time: for files larger than memory.
///
/// # Errors
///
/// [`IdxError`] for what is wrong before the first number; the samples return their own errors.
///
/// # Examples
///
/// ```
/// use sinew_data::idx;
///
/// let file = [0, 0, 8, 1, 0, 0, 0, 3, /* labels: */ 7, 2, 1];
/// for label in idx::samples::<usize>(&file[..])? {
///     println!("{}", label?);
/// }
/// # Ok::<(), sinew_data::idx::IdxError>(())
/// ```
pub fn samples<'r, V: Checked>(reader: impl Read + 'r) -> Result<Samples<'r, V>, IdxError> {
    let bytes = gzip::decompressed(BufReader::new(reader))?.ok_or(IdxError::Compressed)?;
    let mut source = Source::new(bytes);
    let layout = layout(&mut source)?;
    Ok(Samples::new(source, &layout)?)
}

/// The samples of two files of any size, inputs and targets, read anew in each epoch: what a
/// trainer takes in place of a [`Dataset`](crate::Dataset).
///
/// An error in a file ends the training, and is an [`IdxError`] with the name of the file.
///
/// # Examples
///
/// ```
/// use sinew_data::{Stream, idx};
///
/// let images: Stream<[[[f32; 28]; 28]; 1], usize> = idx::stream("train-images.gz", "train-labels.gz");
/// let images = images.map_inputs(|image| image.map(|rows| rows.map(|row| row.map(|pixel| pixel / 255.0))));
/// # let _ = images;
/// ```
pub fn stream<X: Checked, Y: Checked>(inputs: impl AsRef<Path>, targets: impl AsRef<Path>) -> Stream<X, Y> {
    array::stream(inputs.as_ref(), targets.as_ref(), open, open)
}

/// The samples of a file, one at a time.
fn open<V: Checked>(path: &Path) -> Result<Samples<'static, V>, FileError<IdxError>> {
    let file = File::open(path).map_err(FileError::of(path))?;
    samples(file).map_err(FileError::of(path))
}

/// The header.
fn layout(source: &mut Source) -> Result<Layout, IdxError> {
    let magic: [u8; 4] = source.take()?;
    let [0, 0, element, dimensions @ 1..=255] = magic else { return Err(IdxError::Magic { found: magic }) };
    let element = match element {
        0x08 => Element::U8,
        0x09 => Element::I8,
        0x0b => Element::I16,
        0x0c => Element::I32,
        0x0d => Element::F32,
        0x0e => Element::F64,
        found => return Err(IdxError::Type { found }),
    };
    let mut extent = || Ok::<_, IdxError>(u32::from_be_bytes(source.take()?) as usize);
    let extents = (0..dimensions).map(|_| extent()).collect::<Result<_, _>>()?;
    Ok(Layout { extents, element, big_endian: true, column_major: false })
}

/// Why a file is not an IDX file, or not the one that was asked for.
#[non_exhaustive]
pub enum IdxError {
    /// The file does not begin with two zeros, a type and a number of dimensions.
    Magic {
        /// Its first bytes.
        found: [u8; 4],
    },
    /// The numbers are of a type that the format does not have.
    Type {
        /// The type's code.
        found: u8,
    },
    /// The file is compressed, and this program was built without the feature `gzip`.
    Compressed,
    /// The array is not the one that was asked for, or not complete.
    Array(ArrayError),
}

impl Display for IdxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Magic { found: [a, b, c, d] } => write!(
                f,
                "byte 0: expected the magic number of an IDX file, 00 00, a type and a number of dimensions, \
                 found {a:02x} {b:02x} {c:02x} {d:02x}"
            ),
            Self::Type { found } => {
                write!(f, "byte 2: expected 08, 09, 0b, 0c, 0d or 0e as the type of the numbers, found {found:02x}")
            }
            Self::Compressed => {
                f.write_str("expected a plain file or the feature `gzip`, found a file compressed with gzip")
            }
            Self::Array(error) => error.fmt(f),
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for IdxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for IdxError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Array(error) => error.source(),
            _ => None,
        }
    }
}

impl From<ArrayError> for IdxError {
    fn from(error: ArrayError) -> Self {
        Self::Array(error)
    }
}

impl From<io::Error> for IdxError {
    fn from(source: io::Error) -> Self {
        Self::Array(ArrayError::Read { offset: 0, source })
    }
}
