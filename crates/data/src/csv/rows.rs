//! The rows of a table, with their line numbers.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use std::io::{self, Read};

use ::csv::{ByteRecord, Reader, ReaderBuilder};

use super::LONGEST_ROW;
use super::error::{Column, CsvError};
use super::format::{Delimiter, Format};

/// The rows of a table, one at a time.
pub struct Rows<'r> {
    reader: Reader<Lines<'r>>,
    row: ByteRecord,
    /// The line in which the current row begins.
    line: u64,
    /// The names of the columns, if there is a header.
    names: Option<Vec<String>>,
    columns: usize,
    /// Whether the first row is still to be returned, because it is not a header.
    first: bool,
    /// How many lines are before the table.
    skipped: u64,
    /// Whether spaces and tabs are between the fields.
    blanks: bool,
}

impl<'r> Rows<'r> {
    /// Reads the first row: the names of the columns, or how many there are.
    pub(crate) fn new(reader: Box<dyn Read + 'r>, format: &Format) -> Result<Self, CsvError> {
        let (delimiter, blanks) = match format.delimiter {
            Delimiter::Byte(delimiter) => (delimiter, None),
            Delimiter::Blanks => (b' ', Some(Blanks::Between)),
        };
        let lines = Lines { skipped: format.skipped, blanks, ..Lines::new(reader) };
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(lines);
        let mut rows = Self {
            reader,
            row: ByteRecord::new(),
            line: 1,
            names: None,
            columns: 0,
            first: false,
            skipped: format.skipped as u64,
            blanks: format.delimiter == Delimiter::Blanks,
        };
        if !rows.advance()? {
            return Err(CsvError::Empty { line: rows.skipped + 1 });
        }
        rows.columns = rows.row.len();
        rows.first = !format.header;
        if format.header {
            let name = |name: &[u8]| String::from(String::from_utf8_lossy(name).trim());
            rows.names = Some(rows.row.iter().map(name).collect());
        }
        Ok(rows)
    }

    /// Moves to the next row, if there is one.
    pub(crate) fn next(&mut self) -> Result<bool, CsvError> {
        if core::mem::take(&mut self.first) {
            return Ok(true);
        }
        if !self.advance()? {
            return Ok(false);
        }
        match self.row.len() {
            found if found == self.columns => Ok(true),
            found => Err(CsvError::Fields { line: self.line, expected: self.columns, found }),
        }
    }

    fn advance(&mut self) -> Result<bool, CsvError> {
        let start = self.reader.position().line() + self.skipped;
        self.reader.get_mut().budget = LONGEST_ROW;
        let more = self.reader.read_byte_record(&mut self.row).map_err(|error| self.error(error, start))?;
        // The reader's position of a row is where the empty lines before it begin, so the line is
        // counted from the row's end.
        let breaks = self.row.iter().flatten().filter(|&&byte| byte == b'\n').count() as u64;
        self.line = (self.reader.position().line() + self.skipped).saturating_sub(breaks + 1).max(start);
        if self.blanks && self.row.iter().next_back().is_some_and(<[u8]>::is_empty) {
            self.row.truncate(self.row.len() - 1); // after the blanks at the end of the line
        }
        Ok(more)
    }

    fn error(&self, error: ::csv::Error, line: u64) -> CsvError {
        match error.into_kind() {
            _ if self.reader.get_ref().budget == 0 => CsvError::LongRow { line, limit: LONGEST_ROW },
            ::csv::ErrorKind::Io(source) => CsvError::Read { line, source },
            kind => CsvError::Read { line, source: io::Error::other(::std::format!("{kind:?}")) },
        }
    }

    /// The line in which the current row begins.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The field at `place` of the current row, without the spaces around it.
    pub(crate) fn field(&self, place: usize) -> Result<&str, CsvError> {
        let field = self.row.get(place).unwrap_or_default();
        let text = core::str::from_utf8(field);
        text.map(str::trim).map_err(|_| CsvError::Utf8 { line: self.line, column: self.column(place) })
    }

    /// How errors name the column at `place`.
    pub(crate) fn column(&self, place: usize) -> Column {
        match self.names.as_ref().and_then(|names| names.get(place)) {
            Some(name) => Column::Name(name.clone()),
            None => Column::Number(place),
        }
    }

    /// Where a column is.
    pub(crate) fn place(&self, column: &Column) -> Result<usize, CsvError> {
        let names = self.names.as_deref().unwrap_or_default();
        let none = || CsvError::NoColumn {
            line: self.line,
            column: column.clone(),
            names: names.to_vec(),
            columns: self.columns,
        };
        match column {
            Column::Number(number) if *number < self.columns => Ok(*number),
            Column::Number(_) => Err(none()),
            Column::Name(name) => {
                let mut places = (0..names.len()).filter(|&place| names[place] == *name);
                match (places.next(), places.next()) {
                    (None, _) => Err(none()),
                    (Some(place), None) => Ok(place),
                    (Some(a), Some(b)) => {
                        Err(CsvError::AmbiguousColumn { line: self.line, name: name.clone(), columns: [a, b] })
                    }
                }
            }
        }
    }

    /// Where several columns are.
    pub(crate) fn places<const N: usize>(&self, columns: &[Column; N]) -> Result<[usize; N], CsvError> {
        let mut places = [0; N];
        for (place, column) in places.iter_mut().zip(columns) {
            *place = self.place(column)?;
        }
        Ok(places)
    }
}

/// Text in which every line ends in `\n`, including the last, whether it ended in `\r\n`, `\r`,
/// `\n` or nothing, so that lines can be counted; without the lines before the table, and, if need
/// be, with one space for several blanks. A row is read up to its limit.
struct Lines<'r> {
    reader: Box<dyn Read + 'r>,
    /// How many bytes more may be read for the current row.
    budget: u64,
    /// The last byte that was read.
    last: u8,
    /// How many lines are still to be left out.
    skipped: usize,
    /// Where blanks are between the fields, whether the text is between two fields.
    blanks: Option<Blanks>,
}

impl<'r> Lines<'r> {
    fn new(reader: Box<dyn Read + 'r>) -> Self {
        Self { reader, budget: LONGEST_ROW, last: b'\n', skipped: 0, blanks: None }
    }

    /// Turns each line ending in `bytes` into one `\n`, and returns how many bytes are left.
    fn unify(&mut self, bytes: &mut [u8]) -> usize {
        let mut len = 0;
        for i in 0..bytes.len() {
            let (before, byte) = (self.last, bytes[i]);
            self.last = byte;
            if before == b'\r' && byte == b'\n' {
                continue;
            }
            let byte = if byte == b'\r' { b'\n' } else { byte };
            if self.skipped > 0 {
                self.skipped -= usize::from(byte == b'\n');
                continue;
            }
            if let Some(byte) = self.blanks.as_mut().map_or(Some(byte), |blanks| blanks.unify(byte)) {
                bytes[len] = byte;
                len += 1;
            }
        }
        len
    }
}

/// Where a text is whose fields have blanks between them.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Blanks {
    /// Before the first field of a line, or between two.
    Between,
    InField,
    InQuotes,
    /// After a quote within quotes: the last one, or half of an escaped one.
    AfterQuote,
}

impl Blanks {
    /// The byte that is left of this one: several blanks become one space, and those at the
    /// beginning of a line none.
    fn unify(&mut self, byte: u8) -> Option<u8> {
        let is_blank = matches!(byte, b' ' | b'\t');
        let (next, byte) = match (*self, byte) {
            (Self::InQuotes, b'"') => (Self::AfterQuote, Some(byte)),
            (Self::Between, _) if is_blank => (Self::Between, None),
            (Self::InQuotes, _) | (Self::Between | Self::AfterQuote, b'"') => (Self::InQuotes, Some(byte)),
            (_, b'\n') => (Self::Between, Some(byte)),
            (_, _) if is_blank => (Self::Between, Some(b' ')),
            (_, _) => (Self::InField, Some(byte)),
        };
        *self = next;
        byte
    }
}

impl Read for Lines<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.budget == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        loop {
            let read = self.reader.read(bytes)?;
            let len = self.unify(&mut bytes[..read]);
            if read == 0 && !bytes.is_empty() && !matches!(self.last, b'\n' | b'\r') {
                (self.last, bytes[0]) = (b'\n', b'\n');
                return Ok(1);
            }
            if len > 0 || read == 0 {
                self.budget = self.budget.saturating_sub(len as u64);
                return Ok(len);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines in which the rows of `text` begin, whatever the chunks in which it arrives.
    fn lines(text: &str) -> Vec<u64> {
        let format = Format { header: false, ..Format::new() };
        let mut rows = Rows::new(Box::new(text.as_bytes()), &format).unwrap();
        let mut lines = Vec::new();
        while rows.advance().unwrap() {
            lines.push(rows.line());
        }
        lines
    }

    #[test]
    fn a_row_begins_where_an_editor_shows_it() {
        assert_eq!(lines("a\nb\n\n\nc\nd"), [2, 5, 6]);
        assert_eq!(lines("a\r\nb\r\n\r\n\r\nc\r\nd\r\n"), [2, 5, 6]);
        assert_eq!(lines("a\rb\r\rc\rd"), [2, 4, 5]);
        assert_eq!(lines("\"a\nx\"\nb\n\"c\n\n\"\nd\n"), [3, 4, 7]);
        assert_eq!(lines("a\n\"b\nc"), [2]);
    }

    #[test]
    fn ends_of_lines_are_unified_across_pieces() {
        let pieces = io::Cursor::new("a\r").chain(io::Cursor::new("\n")).chain(io::Cursor::new("b\rc"));
        let mut text = String::new();
        Lines::new(Box::new(pieces)).read_to_string(&mut text).unwrap();
        assert_eq!(text, "a\nb\nc\n");
    }
}
