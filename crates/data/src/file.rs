//! Errors with the name of the file.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

/// An error in a file: the path, then what is wrong there.
///
/// # Examples
///
/// ```
/// use std::path::PathBuf;
///
/// use sinew_data::FileError;
///
/// let error = FileError { file: PathBuf::from("flowers.csv"), error: "line 3: expected 5 columns, found 4" };
/// assert_eq!(error.to_string(), "flowers.csv: line 3: expected 5 columns, found 4");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct FileError<E> {
    /// The path as it was given.
    pub file: PathBuf,
    /// What is wrong with the file.
    pub error: E,
}

impl<E> FileError<E> {
    /// Adds the name of its file to an error.
    pub(crate) fn of<F: Into<E>>(file: &Path) -> impl Fn(F) -> Self {
        move |error| Self { file: file.to_path_buf(), error: error.into() }
    }
}

impl<E: fmt::Display> fmt::Display for FileError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file.display(), self.error)
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl<E: fmt::Display> fmt::Debug for FileError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<E: Error> Error for FileError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source() // the message already includes the error itself
    }
}
