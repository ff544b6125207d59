//! The arrays of NumPy: `.npy` files, and [`Npz`] archives of them.
//!
//! Integers (8 to 64 bits, signed or unsigned), booleans and floating-point numbers (16 to 64
//! bits), in either byte order, row-major or column-major, become samples: plain arrays, as in a
//! [`Dataset`](crate::Dataset), or labels. The first extent of the array counts the samples; the
//! others must be those of a sample. Extents of 1 do not count there, so a column of numbers gives
//! `f32` as well as `[f32; 1]`.
//!
//! # Examples
//!
//! What `np.savez("flowers.npz", x=x, y=y)` wrote:
//!
//! ```no_run
//! use sinew_data::Dataset;
//! use sinew_data::npy::Npz;
//!
//! let mut flowers = Npz::open("flowers.npz")?;
//! let inputs: Vec<[f32; 4]> = flowers.read("x")?;
//! let labels: Vec<usize> = flowers.read("y")?;
//! let flowers = Dataset::new(inputs, labels)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # References
//!
//! "The NPY format", versions 1.0 to 3.0, in the NumPy reference.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt::{self, Display};
use std::error::Error;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

pub use crate::array::{ArrayError, LIMIT, Samples};
pub use crate::npz::{Npz, NpzError};

use crate::array::{Element, Layout, Source};
use crate::{Checked, FileError, Stream, array, contents};

/// The samples of a file.
///
/// # Errors
///
/// [`NpyError`], with the name of the file. Samples of more than [`LIMIT`] bytes are refused before
/// anything is allocated.
pub fn load<V: Checked>(path: impl AsRef<Path>) -> Result<Vec<V>, FileError<NpyError>> {
    let path = path.as_ref();
    open(path)?.collect_all().map_err(FileError::of(path))
}

/// The samples that `reader` gives.
///
/// # Errors
///
/// [`NpyError`]; as [`load`].
///
/// # Examples
///
/// ```
/// use sinew_data::npy;
///
/// let mut file = b"\x93NUMPY\x01\x00\x46\0{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }".to_vec();
/// file.resize(80, b' ');
/// file.extend([1, 2, 3, 4, 5, 6]);
/// assert_eq!(npy::read::<[f32; 3]>(&file[..])?, [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
///
/// let error = npy::read::<[f32; 2]>(&file[..]).unwrap_err();
/// assert_eq!(error.to_string(), "expected an array of shape [n, 2] with n samples, found one of shape [2, 3]");
/// # Ok::<(), sinew_data::npy::NpyError>(())
/// ```
pub fn read<V: Checked>(reader: impl Read) -> Result<Vec<V>, NpyError> {
    Ok(samples(reader)?.collect_all()?)
}

/// The samples that `reader` gives, one at a time: for files larger than memory.
///
/// An array in column-major order (`fortran_order`) has its samples spread over the whole file, so
/// it is read as a whole, within [`LIMIT`].
///
/// # Errors
///
/// [`NpyError`] for what is wrong before the first number; the samples return their own errors.
pub fn samples<'r, V: Checked>(reader: impl Read + 'r) -> Result<Samples<'r, V>, NpyError> {
    let mut source = Source::new(BufReader::new(reader));
    let layout = layout(&mut source)?;
    Ok(Samples::new(source, &layout)?)
}

/// The samples of two files of any size, inputs and targets, read anew in each epoch: what a
/// trainer takes in place of a [`Dataset`](crate::Dataset).
///
/// An error in a file ends the training, and is an [`NpyError`] with the name of the file.
///
/// # Examples
///
/// ```
/// use sinew_data::{Stream, npy};
///
/// let flowers: Stream<[f32; 4], usize> = npy::stream("x.npy", "y.npy");
/// # let _ = flowers;
/// ```
pub fn stream<X: Checked, Y: Checked>(inputs: impl AsRef<Path>, targets: impl AsRef<Path>) -> Stream<X, Y> {
    array::stream(inputs.as_ref(), targets.as_ref(), open, open)
}

/// The samples of a file, one at a time.
fn open<V: Checked>(path: &Path) -> Result<Samples<'static, V>, FileError<NpyError>> {
    let file = File::open(path).map_err(FileError::of(path))?;
    samples(file).map_err(FileError::of(path))
}

/// The longest header that is read, a hundred times what an array of numbers needs.
const LONGEST_HEADER: usize = 1 << 16;

/// The header: magic string, version, length, and the literal of a Python dictionary.
fn layout(source: &mut Source) -> Result<Layout, NpyError> {
    let found: [u8; 6] = source.take()?;
    if found != *b"\x93NUMPY" {
        return Err(NpyError::Magic { found });
    }
    let length = match source.take()? {
        [1, 0] => usize::from(u16::from_le_bytes(source.take()?)),
        [2 | 3, 0] => u32::from_le_bytes(source.take()?) as usize,
        found => return Err(NpyError::Version { found }),
    };
    if length > LONGEST_HEADER {
        return Err(NpyError::LongHeader { found: length });
    }
    let start = source.offset;
    let mut text = vec![0; length];
    source.read_exact(&mut text, start + length as u64)?;
    Header { text: &text, at: 0, start }.dictionary()
}

/// A position in the literal.
struct Header<'a> {
    text: &'a [u8],
    at: usize,
    /// The offset of the text in the file.
    start: u64,
}

impl<'a> Header<'a> {
    /// `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`, the keys in any order.
    fn dictionary(mut self) -> Result<Layout, NpyError> {
        let (mut descr, mut column_major, mut extents) = (None, None, None);
        self.expect(b"{", "`{`")?;
        while !self.eat(b"}") {
            let at = self.at;
            let key = self.string()?;
            self.expect(b":", "`:`")?;
            match key {
                b"descr" => descr = Some(self.descr()?),
                b"fortran_order" => column_major = Some(self.truth()?),
                b"shape" => extents = Some(self.tuple()?),
                _ => return Err(self.error_at(at, "one of the keys `descr`, `fortran_order` and `shape`")),
            }
            if !self.eat(b",") {
                self.expect(b"}", "`,` or `}`")?;
                break;
            }
        }
        let (element, big_endian) = descr.ok_or_else(|| self.error("the key `descr`"))?;
        let column_major = column_major.ok_or_else(|| self.error("the key `fortran_order`"))?;
        let extents = extents.ok_or_else(|| self.error("the key `shape`"))?;
        Ok(Layout { extents, element, big_endian, column_major })
    }

    /// The type of the numbers: byte order, kind, bytes.
    fn descr(&mut self) -> Result<(Element, bool), NpyError> {
        self.skip_spaces();
        if self.text[self.at..].starts_with(b"[") {
            return Err(NpyError::Type { found: String::from("a record") });
        }
        let descr = self.string()?;
        let unknown = || NpyError::Type { found: String::from_utf8_lossy(descr).into_owned() };
        let [order @ (b'<' | b'>' | b'|' | b'='), kind @ ..] = descr else { return Err(unknown()) };
        let element = match kind {
            b"u1" | b"b1" => Element::U8,
            b"u2" => Element::U16,
            b"u4" => Element::U32,
            b"u8" => Element::U64,
            b"i1" => Element::I8,
            b"i2" => Element::I16,
            b"i4" => Element::I32,
            b"i8" => Element::I64,
            b"f2" => Element::F16,
            b"f4" => Element::F32,
            b"f8" => Element::F64,
            _ => return Err(unknown()),
        };
        Ok((element, *order == b'>'))
    }

    fn truth(&mut self) -> Result<bool, NpyError> {
        if self.eat(b"True") {
            return Ok(true);
        }
        self.expect(b"False", "`True` or `False`").map(|()| false)
    }

    /// `(3, 4)`, `(3,)` or `()`; `(3L, 4L)` in files of Python 2.
    fn tuple(&mut self) -> Result<Vec<usize>, NpyError> {
        let mut numbers = Vec::new();
        self.expect(b"(", "`(`")?;
        while !self.eat(b")") {
            numbers.push(self.number()?);
            if !self.eat(b",") {
                self.expect(b")", "`,` or `)`")?;
                break;
            }
        }
        Ok(numbers)
    }

    fn number(&mut self) -> Result<usize, NpyError> {
        self.skip_spaces();
        let digits = self.text[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let text = core::str::from_utf8(&self.text[self.at..][..digits]).unwrap_or_default();
        let number = text.parse().map_err(|_| self.error("an extent"))?;
        self.at += digits;
        self.at += usize::from(self.text[self.at..].starts_with(b"L")); // a `long` of Python 2
        Ok(number)
    }

    /// The text between quotes; no name in a header contains a quote or a backslash.
    fn string(&mut self) -> Result<&'a [u8], NpyError> {
        self.skip_spaces();
        let (quote, rest) = match self.text[self.at..].split_first() {
            Some((quote @ (b'\'' | b'"'), rest)) => (*quote, rest),
            _ => return Err(self.error("a string")),
        };
        let length = rest.iter().position(|&byte| byte == quote).ok_or_else(|| self.error("a string that ends"))?;
        self.at += length + 2;
        Ok(&rest[..length])
    }

    fn expect(&mut self, word: &[u8], expected: &'static str) -> Result<(), NpyError> {
        if self.eat(word) { Ok(()) } else { Err(self.error(expected)) }
    }

    /// Skips `word` if it comes next, and says whether it did.
    fn eat(&mut self, word: &[u8]) -> bool {
        self.skip_spaces();
        let comes = self.text[self.at..].starts_with(word);
        self.at += if comes { word.len() } else { 0 };
        comes
    }

    fn skip_spaces(&mut self) {
        self.at += self.text[self.at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }

    fn error(&self, expected: &'static str) -> NpyError {
        self.error_at(self.at, expected)
    }

    fn error_at(&self, at: usize, expected: &'static str) -> NpyError {
        let printable = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
        let found = String::from_utf8_lossy(&self.text[at..]).trim_end().chars().take(20).map(printable).collect();
        NpyError::Header { offset: self.start + at as u64, expected, found }
    }
}

/// Why a file is not a `.npy` file, or not the one that was asked for.
#[non_exhaustive]
pub enum NpyError {
    /// The file does not begin like a file of NumPy.
    Magic {
        /// Its first bytes.
        found: [u8; 6],
    },
    /// The version of the format is later than 3.0.
    Version {
        /// The version found.
        found: [u8; 2],
    },
    /// The header is longer than that of any array of numbers.
    LongHeader {
        /// Its length in bytes.
        found: usize,
    },
    /// The header is not the dictionary it should be.
    Header {
        /// Where.
        offset: u64,
        /// What should be there.
        expected: &'static str,
        /// What is there instead, its first 20 characters.
        found: String,
    },
    /// The elements are neither integers, booleans nor floating-point numbers.
    Type {
        /// NumPy's name of their type.
        found: String,
    },
    /// The array is not the one that was asked for, or not complete.
    Array(ArrayError),
}

impl Display for NpyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Magic { found } => {
                write!(f, "byte 0: expected \"\\x93NUMPY\", found \"{}\"", found.escape_ascii())?;
                contents::of(found).map_or(Ok(()), |contents| write!(f, ", {contents}"))
            }
            Self::Version { found: [major, minor] } => {
                write!(f, "byte 6: expected version 1.0, 2.0 or 3.0 of the format, found {major}.{minor}")
            }
            Self::LongHeader { found } => {
                write!(f, "byte 8: expected a header of at most {LONGEST_HEADER} bytes, found {found}")
            }
            Self::Header { offset, expected, found } => {
                write!(f, "byte {offset}: expected {expected} in the header, found `{found}`")
            }
            Self::Type { found } => {
                write!(f, "expected an array of integers or floating-point numbers, found `{found}`")
            }
            Self::Array(error) => error.fmt(f),
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for NpyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for NpyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Array(error) => error.source(),
            _ => None,
        }
    }
}

impl From<ArrayError> for NpyError {
    fn from(error: ArrayError) -> Self {
        Self::Array(error)
    }
}

impl From<io::Error> for NpyError {
    fn from(source: io::Error) -> Self {
        Self::Array(ArrayError::Read { offset: 0, source })
    }
}
