//! What can be wrong with a file.

use core::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::string::String;
use std::vec::Vec;

use sinew_data::NormalizationError;
use sinew_optimizers::RestoreError;

use crate::network::{INPUTS, TARGETS};

/// Why a file was not loaded. No network was made, and none was changed.
#[non_exhaustive]
pub enum LoadError {
    /// The file cannot be read.
    Io {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// The file is not a safetensors file: it is another file, or a truncated one.
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file is not what was written: its checksum differs.
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The file belongs to another network.
    Misfit {
        /// The file.
        path: PathBuf,
        /// Every tensor that does not fit.
        misfits: Vec<Misfit>,
    },
    /// A number of the file cannot be used.
    Number {
        /// The file.
        path: PathBuf,
        /// The key of its tensor.
        key: String,
        /// Where it is in the tensor.
        index: Vec<usize>,
        /// The number.
        value: f64,
        /// What it would have to be.
        expected: String,
    },
    /// The state of the optimizer in the file belongs to another one.
    Optimizer {
        /// The file.
        path: PathBuf,
        /// Why the optimizer cannot go on from there.
        source: RestoreError,
    },
    /// The file has a network and no normalization.
    NoNormalization {
        /// The file.
        path: PathBuf,
    },
    /// The normalization stored with the network is invalid.
    Normalization {
        /// The file.
        path: PathBuf,
        /// Whose it is, `"inputs"` or `"targets"`.
        of: &'static str,
        /// What is wrong with it.
        source: NormalizationError,
    },
}

/// A tensor that does not fit a network.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misfit {
    /// The network has a tensor that the file lacks.
    Missing {
        /// The tensor's key.
        key: String,
        /// Its shape.
        expected: Vec<usize>,
    },
    /// The file has a tensor that the network lacks.
    Superfluous {
        /// The tensor's key.
        key: String,
        /// Its shape.
        found: Vec<usize>,
    },
    /// The shapes differ.
    Shape {
        /// The tensor's key.
        key: String,
        /// The shape in the network.
        expected: Vec<usize>,
        /// The shape in the file.
        found: Vec<usize>,
    },
    /// The tensor's numbers are of a type that cannot be read.
    Type {
        /// The tensor's key.
        key: String,
        /// The types that can be read there.
        expected: &'static str,
        /// The type in the file, as files write it.
        found: String,
    },
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, source } => write!(f, "cannot read `{}`: {source}", path.display()),
            Self::Format { path, reason } => {
                write!(f, "`{}` is not a whole safetensors file: {reason}", path.display())
            }
            Self::Damaged { path } => {
                write!(f, "`{}` is damaged: its checksum is not that of what it holds", path.display())
            }
            Self::Misfit { path, misfits } => {
                write!(f, "`{}` does not fit the network:", path.display())?;
                misfits.iter().try_for_each(|misfit| write!(f, "\n  {misfit}"))
            }
            Self::Number { path, key, index, value, expected } => {
                let path = path.display();
                write!(f, "`{path}`: `{key}{}` is {value:?}, expected {expected}", Index(index))
            }
            Self::Optimizer { path, source } => {
                write!(f, "the optimizer cannot go on from `{}`: {source}", path.display())
            }
            Self::NoNormalization { path } => {
                write!(f, "`{}` has no normalization; `Files::load` reads a network alone", path.display())
            }
            Self::Normalization { path, of, source } => {
                write!(f, "`{}` has no normalization of {of} to use: {source}", path.display())
            }
        }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { key, expected } => write!(f, "`{key}` is missing, expected {}", Extents(expected)),
            Self::Superfluous { key, found } => {
                write!(f, "`{key}` belongs to nothing in the network, found {}", Extents(found))?;
                f.write_str(if INPUTS.iter().chain(&TARGETS).any(|of| of == key) {
                    "; `Normalized::load` reads it"
                } else {
                    ""
                })
            }
            Self::Shape { key, expected, found } => {
                write!(f, "`{key}`: expected {}, found {}", Extents(expected), Extents(found))
            }
            Self::Type { key, expected, found } => {
                write!(f, "`{key}`: expected numbers of type {expected}, found {found}")
            }
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Normalization { source, .. } => Some(source),
            Self::Optimizer { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// A shape, `10×32`.
struct Extents<'a>(&'a [usize]);

impl fmt::Display for Extents<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("one number");
        }
        self.0.iter().enumerate().try_for_each(|(i, extent)| write!(f, "{}{extent}", if i == 0 { "" } else { "×" }))
    }
}

/// A place in a tensor, `[3, 0]`.
struct Index<'a>(&'a [usize]);

impl fmt::Display for Index<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "{:?}", self.0) }
    }
}

/// Why something could not be read, before its file is known.
#[derive(Debug)]
pub(crate) enum Problem {
    Io(io::Error),
    Format(String),
    Damaged,
    Misfit(Vec<Misfit>),
    Number { key: String, index: Vec<usize>, value: f64, expected: String },
    Optimizer(RestoreError),
    NoNormalization,
    Normalization { of: &'static str, source: NormalizationError },
}

impl Problem {
    /// The error of the file at `path`.
    pub fn at(self, path: &Path) -> LoadError {
        let path = path.to_path_buf();
        match self {
            Self::Io(source) => LoadError::Io { path, source },
            Self::Format(reason) => LoadError::Format { path, reason },
            Self::Damaged => LoadError::Damaged { path },
            Self::Misfit(misfits) => LoadError::Misfit { path, misfits },
            Self::Number { key, index, value, expected } => LoadError::Number { path, key, index, value, expected },
            Self::Optimizer(source) => LoadError::Optimizer { path, source },
            Self::NoNormalization => LoadError::NoNormalization { path },
            Self::Normalization { of, source } => LoadError::Normalization { path, of, source },
        }
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
