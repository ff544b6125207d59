//! What can go wrong in logging.

use std::path::PathBuf;
use std::{error, fmt, io};

/// Why something could not be logged.
#[non_exhaustive]
pub enum LogError {
    /// The directory or the file could not be created or written.
    Io {
        /// The directory or the file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// An image is not a PNG.
    Image {
        /// The image's name.
        tag: String,
    },
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, source } => write!(f, "`{}` could not be written: {source}", path.display()),
            Self::Image { tag } => write!(f, "the image `{tag}` is not a PNG"),
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for LogError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Image { .. } => None,
        }
    }
}
