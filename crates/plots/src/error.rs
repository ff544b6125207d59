//! What can go wrong in drawing.

use std::path::PathBuf;
use std::{error, fmt};

use sinew_atomic_write::WriteError;

/// Why a picture could not be drawn or saved.
#[non_exhaustive]
pub enum PlotError {
    /// There is nothing to draw: no epoch, no class, no layer, or no number that is finite.
    Empty {
        /// What is missing.
        what: &'static str,
    },
    /// A list does not have the right length.
    Length {
        /// The list.
        what: &'static str,
        /// How long it must be, or what its length must be a multiple of.
        expected: usize,
        /// How long it is.
        found: usize,
    },
    /// The file's extension is neither `svg` nor `png`.
    Extension {
        /// The file.
        path: PathBuf,
    },
    /// The picture has no pixel, or too many for memory.
    Size {
        /// The width in units of the picture.
        width: u32,
        /// The height in units of the picture.
        height: u32,
    },
    /// The picture could not be encoded.
    Encode(png::EncodingError),
    /// The file could not be written. The previous file, if any, is still there.
    Write(WriteError),
}

impl fmt::Display for PlotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { what } => write!(f, "nothing to draw: there is no {what}"),
            Self::Length { what, expected, found } => write!(f, "{what}: expected {expected}, found {found}"),
            Self::Extension { path } => {
                write!(f, "`{}` ends neither in `.svg` nor in `.png`", path.display())
            }
            Self::Size { width, height } => write!(f, "a picture of {width} × {height} has no pixel, or too many"),
            Self::Encode(source) => write!(f, "the picture could not be encoded: {source}"),
            Self::Write(error) => error.fmt(f),
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for PlotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for PlotError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Encode(source) => Some(source),
            Self::Write(error) => error.source(),
            _ => None,
        }
    }
}
