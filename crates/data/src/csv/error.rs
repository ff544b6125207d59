//! What can be wrong with a table.

use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt::{self, Display};
use std::io;

use super::shortened;
use crate::plural::Count;

/// A column of a table: its name in the header, or its number, which counts from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// The column with that name.
    Name(String),
    /// The column with that number.
    Number(usize),
}

impl From<&str> for Column {
    fn from(name: &str) -> Self {
        Self::Name(String::from(name))
    }
}

impl From<String> for Column {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl From<usize> for Column {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

impl Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "column `{name}`"),
            Self::Number(number) => write!(f, "column {number}"),
        }
    }
}

/// Why a table does not give the samples that were asked for.
///
/// Lines count from 1, as in editors, and columns from 0; where there is a header, the column's
/// name is given. What was found is cut off after 40 characters.
#[non_exhaustive]
pub enum CsvError {
    /// There is not even a first row.
    Empty {
        /// The line in which it should be.
        line: u64,
    },
    /// The file is not text, but something else that is recognized by its first bytes.
    NotText {
        /// What it is.
        found: &'static str,
    },
    /// The file is compressed, and this program was built without the feature `gzip`.
    Compressed,
    /// There is no such column.
    NoColumn {
        /// The line of the first row.
        line: u64,
        /// The column.
        column: Column,
        /// The names of the columns; empty if there is no header.
        names: Vec<String>,
        /// How many columns there are.
        columns: usize,
    },
    /// Several columns have this name, so choose one by its number.
    AmbiguousColumn {
        /// The line of the header.
        line: u64,
        /// The name.
        name: String,
        /// The numbers of the first two.
        columns: [usize; 2],
    },
    /// A row has more fields than the first one, or fewer.
    Fields {
        /// The line in which the row begins.
        line: u64,
        /// How many fields the first row has.
        expected: usize,
        /// How many this one has.
        found: usize,
    },
    /// A field is missing.
    Missing {
        /// The line in which the row begins.
        line: u64,
        /// The column.
        column: Column,
    },
    /// A field is not a finite number.
    Number {
        /// The line in which the row begins.
        line: u64,
        /// The column.
        column: Column,
        /// What is there.
        found: String,
    },
    /// A word does not name a class.
    Class {
        /// The line in which the row begins.
        line: u64,
        /// The column.
        column: Column,
        /// What is there.
        found: String,
        /// The words of the classes.
        classes: Vec<String>,
    },
    /// A field is not text in UTF-8.
    Utf8 {
        /// The line in which the row begins.
        line: u64,
        /// The column.
        column: Column,
    },
    /// A row is too long, most often because quotes do not close.
    LongRow {
        /// The line in which the row begins.
        line: u64,
        /// How many bytes are allowed.
        limit: u64,
    },
    /// A column has no mean: it is missing in every row, or its mean is not finite.
    NoValues {
        /// The column.
        column: Column,
    },
    /// The table could not be read any further.
    Read {
        /// The line up to which it could be read.
        line: u64,
        /// The cause.
        source: io::Error,
    },
}

impl Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { line } => write!(f, "line {line}: expected a table, found nothing"),
            Self::NotText { found } => write!(f, "line 1: expected a table in plain text, found {found}"),
            Self::Compressed => {
                f.write_str("expected plain text or the feature `gzip`, found a file compressed with gzip")
            }
            Self::NoColumn { line, column, names, columns } if names.is_empty() => {
                let found = Count(*columns, "column");
                write!(f, "line {line}: expected a {column}, found {found} without names")
            }
            Self::NoColumn { line, column, names, .. } => {
                write!(f, "line {line}: expected a {column}, found {}", Words(names))
            }
            Self::AmbiguousColumn { line, name, columns: [a, b] } => {
                write!(f, "line {line}: expected one column `{name}`, found it as column {a} and as column {b}")
            }
            Self::Fields { line, expected, found } => {
                let expected = Count(*expected, "column");
                write!(f, "line {line}: expected {expected}, as in the first row, found {found}")
            }
            Self::Missing { line, column } => write!(f, "line {line}, {column}: expected a value, found none"),
            Self::Number { line, column, found } => {
                write!(f, "line {line}, {column}: expected a number, found `{found}`")
            }
            Self::Class { line, column, found, classes } => {
                let classes = Words(classes);
                write!(f, "line {line}, {column}: expected one of the classes {classes}, found `{found}`")
            }
            Self::Utf8 { line, column } => {
                write!(f, "line {line}, {column}: expected text in UTF-8, found other bytes")
            }
            Self::LongRow { line, limit } => {
                write!(f, "line {line}: expected a row of at most {limit} bytes, found more")
            }
            Self::NoValues { column } => write!(f, "{column}: expected numbers with a mean, found none"),
            Self::Read { line, source } => write!(f, "line {line}: {source}"),
        }
    }
}

/// The first twenty words, in backticks, long ones cut off.
struct Words<'a>(&'a [String]);

impl Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, word) in self.0.iter().take(20).enumerate() {
            write!(f, "{}`{}`", if i == 0 { "" } else { ", " }, shortened(word))?;
        }
        if self.0.len() > 20 { write!(f, " and {} more", self.0.len() - 20) } else { Ok(()) }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for CsvError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Read { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<io::Error> for CsvError {
    fn from(source: io::Error) -> Self {
        Self::Read { line: 1, source }
    }
}
