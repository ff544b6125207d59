//! The rows of a table, with their line numbers.

use alloc::string::String;
use alloc::vec::Vec;
use std::io::{self, Read};

use ::csv::{ByteRecord, Reader, ReaderBuilder};

use super::LONGEST_ROW;
use super::error::{Column, CsvError};

/// The rows of a table, one at a time.
pub struct Rows<R> {
    reader: Reader<Lines<R>>,
    row: ByteRecord,
    /// The line in which the current row begins.
    line: u64,
    /// The names of the columns, if there is a header.
    names: Option<Vec<String>>,
    columns: usize,
    /// Whether the first row is still to be returned, because it is not a header.
    first: bool,
}

impl<R: Read> Rows<R> {
    /// Reads the first row: the names of the columns, or how many there are.
    pub(crate) fn new(reader: R, header: bool, delimiter: u8) -> Result<Self, CsvError> {
        let reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(Lines::new(reader));
        let mut rows = Self { reader, row: ByteRecord::new(), line: 1, names: None, columns: 0, first: false };
        if !rows.advance()? {
            return Err(CsvError::Empty);
        }
        rows.columns = rows.row.len();
        rows.first = !header;
        if header {
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
        let start = self.reader.position().line();
        self.reader.get_mut().budget = LONGEST_ROW;
        let more = self.reader.read_byte_record(&mut self.row).map_err(|error| self.error(error, start))?;
        // The reader's position of a row is where the empty lines before it begin, so the line is
        // counted from the row's end.
        let breaks = self.row.iter().flatten().filter(|&&byte| byte == b'\n').count() as u64;
        self.line = (self.reader.position().line()).saturating_sub(breaks + 1).max(start);
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
        let none = || CsvError::NoColumn { column: column.clone(), names: names.to_vec(), columns: self.columns };
        match column {
            Column::Number(number) if *number < self.columns => Ok(*number),
            Column::Number(_) => Err(none()),
            Column::Name(name) => {
                let mut places = (0..names.len()).filter(|&place| names[place] == *name);
                match (places.next(), places.next()) {
                    (None, _) => Err(none()),
                    (Some(place), None) => Ok(place),
                    (Some(a), Some(b)) => Err(CsvError::AmbiguousColumn { name: name.clone(), columns: [a, b] }),
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
/// `\n` or nothing, so that lines can be counted. A row is read up to its limit.
struct Lines<R> {
    reader: R,
    /// How many bytes more may be read for the current row.
    budget: u64,
    /// The last byte that was read.
    last: u8,
}

impl<R> Lines<R> {
    fn new(reader: R) -> Self {
        Self { reader, budget: LONGEST_ROW, last: b'\n' }
    }

    /// Turns each line ending in `bytes` into one `\n`, and returns how many bytes are left.
    fn unify(&mut self, bytes: &mut [u8]) -> usize {
        let mut len = 0;
        for i in 0..bytes.len() {
            let (before, byte) = (self.last, bytes[i]);
            self.last = byte;
            if !(before == b'\r' && byte == b'\n') {
                bytes[len] = if byte == b'\r' { b'\n' } else { byte };
                len += 1;
            }
        }
        len
    }
}

impl<R: Read> Read for Lines<R> {
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
        let mut rows = Rows::new(text.as_bytes(), false, b',').unwrap();
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
        Lines::new(pieces).read_to_string(&mut text).unwrap();
        assert_eq!(text, "a\nb\nc\n");
    }
}
