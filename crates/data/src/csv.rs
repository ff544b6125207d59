//! Tables of comma-separated values, by the `csv` crate.
//!
//! [`Csv`] says which columns are inputs and which is the target; [`load`](Csv::load) makes a
//! [`Dataset`] of a file, and [`samples`](Csv::samples) reads its samples one at a time, in bounded
//! memory.
//!
//! # Examples
//!
//! A numeric target:
//!
//! ```
//! use sinew_data::Dataset;
//! use sinew_data::csv::Csv;
//!
//! let file = "\
//! rooms,town,age,price
//! 3,Bern,20,610.5
//! 5,Basel,4,980
//! ";
//! let houses: Dataset<[f32; 2], [f32; 1]> = Csv::inputs(["rooms", "age"]).targets(["price"]).read(file.as_bytes())?;
//! assert_eq!(houses.get(0), Some((&[3.0, 20.0], &[610.5])));
//! # Ok::<(), sinew_data::csv::CsvError>(())
//! ```
//!
//! And a target in words; columns can also be numbers, which count from 0:
//!
//! ```
//! use sinew_data::Dataset;
//! use sinew_data::csv::Csv;
//!
//! let file = "24,4.1,cat\n57,30,dog\n23,3.6,cow\n";
//! let csv = Csv::inputs([0, 1]).label(2, ["cat", "dog"]).header(false);
//! let animals: Result<Dataset<[f32; 2], usize>, _> = csv.read(file.as_bytes());
//! let error = animals.unwrap_err();
//! assert_eq!(error.to_string(), "line 3, column 2: expected one of the classes `cat`, `dog`, found `cow`");
//! ```
//!
//! Files that are compressed with gzip are recognized by their first bytes, and read like the
//! others with the feature `gzip`.
//!
//! # References
//!
//! Shafranovich, "Common format and MIME type for comma-separated values (CSV) files", RFC 4180
//! (2005).

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use sinew_tensors::Number;

use crate::{Dataset, FileError, Stream, contents, gzip};

mod error;
mod format;
mod rows;
mod target;

use format::{Delimiter, Format};
use rows::Rows;

pub use error::{Column, CsvError};
pub use target::{Label, NoTarget, Numbers, Target};

/// The longest row that is read, in bytes: 16 MiB, a few million numbers. It bounds the memory that
/// a file without line breaks takes.
pub const LONGEST_ROW: u64 = 1 << 24;

/// A table: which of its columns are the inputs, which are the target, and how it is written.
///
/// By default the first line is a header, commas separate the fields, and every field that is read
/// holds a number. Quotes around fields and spaces around their contents are ignored. Other columns
/// may hold anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Csv<const IN: usize, Y = NoTarget> {
    inputs: [Column; IN],
    pub(crate) target: Y,
    pub(crate) format: Format,
    missing: Missing<IN>,
}

/// What to do with a row in which a field is missing: it is empty, or one of the
/// [`missing_words`](Csv::missing_words).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Missing<const IN: usize> {
    /// Return an error that names the place.
    #[default]
    Error,
    /// Leave out the row.
    DropRow,
    /// Replace missing inputs with these numbers, one for each input: a constant, or the mean of
    /// the column (see [`means`](Csv::means)). A missing target is an error.
    Fill([f64; IN]),
}

impl<const IN: usize> Csv<IN> {
    /// A table with these columns as inputs, by their names in the header or by their numbers,
    /// which count from 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::array;
    ///
    /// use sinew_data::csv::Csv;
    ///
    /// let houses = Csv::inputs(["rooms", "age"]);
    /// let digits = Csv::inputs(array::from_fn::<_, 64, _>(|pixel| pixel)); // the first 64 columns
    /// ```
    pub fn inputs<C: Into<Column>>(columns: [C; IN]) -> Self {
        Self { inputs: columns.map(Into::into), target: NoTarget, format: Format::new(), missing: Missing::Error }
    }

    /// The same table with these columns as numeric targets.
    pub fn targets<const OUT: usize, C: Into<Column>>(self, columns: [C; OUT]) -> Csv<IN, Numbers<OUT>> {
        self.with_target(Numbers::new(columns.map(Into::into)))
    }

    /// The same table with a label as target: the position of this column's word among `classes`,
    /// from 0.
    ///
    /// Labels that are numbers in the file are words too: `["0", "1", "2"]`.
    /// [`classes`](Csv::classes) lists the words of a file.
    pub fn label<S: Into<String>>(
        self,
        column: impl Into<Column>,
        classes: impl IntoIterator<Item = S>,
    ) -> Csv<IN, Label> {
        self.with_target(Label::new(column.into(), classes.into_iter().map(Into::into).collect()))
    }

    fn with_target<Y>(self, target: Y) -> Csv<IN, Y> {
        let Self { inputs, target: NoTarget, format, missing } = self;
        Csv { inputs, target, format, missing }
    }
}

impl<const IN: usize, Y: Target> Csv<IN, Y> {
    /// Whether the first line holds the names of the columns; by default it does.
    pub fn header(mut self, header: bool) -> Self {
        self.format.header = header;
        self
    }

    /// How many lines there are before the table: a title, a licence, or sizes.
    ///
    /// # Examples
    ///
    /// The breast cancer data of scikit-learn begin with the numbers of samples and features and
    /// the names of the classes:
    ///
    /// ```
    /// use std::array;
    ///
    /// use sinew_data::csv::Csv;
    ///
    /// let file = "2,3,malignant,benign\n17.99,10.38,122.8,0\n13.54,14.36,87.46,1\n";
    /// let csv = Csv::inputs(array::from_fn::<_, 3, _>(|column| column)).label(3, ["0", "1"]);
    /// let tumours = csv.skip_lines(1).header(false).read::<f32>(file.as_bytes())?;
    /// assert_eq!(tumours.targets(), [0, 1]);
    /// # Ok::<(), sinew_data::csv::CsvError>(())
    /// ```
    pub fn skip_lines(mut self, lines: usize) -> Self {
        self.format.skipped = lines;
        self
    }

    /// The character between fields, such as `b'\t'` or `b';'`; by default a comma.
    pub fn delimiter(mut self, delimiter: u8) -> Self {
        self.format.delimiter = Delimiter::Byte(delimiter);
        self
    }

    /// Spaces and tabs are between fields, one or more of them, in place of a single character.
    ///
    /// Those at the beginning and at the end of a line do not count, so no field is empty unless it
    /// is in quotes.
    pub fn whitespace(mut self) -> Self {
        self.format.delimiter = Delimiter::Blanks;
        self
    }

    /// The character between the whole and the fraction of a number, by default a point.
    ///
    /// # Panics
    ///
    /// If it is a digit, a letter or a sign, or if it separates thousands.
    ///
    /// # Examples
    ///
    /// As in much of Europe:
    ///
    /// ```
    /// use sinew_data::csv::Csv;
    ///
    /// let file = "size;price\n120,5;1.250.000\n";
    /// let csv = Csv::inputs(["size"]).targets(["price"]).delimiter(b';').decimal(',').thousands('.');
    /// let houses = csv.read::<f32>(file.as_bytes())?;
    /// assert_eq!(houses.get(0), Some((&[120.5], &[1_250_000.0])));
    /// # Ok::<(), sinew_data::csv::CsvError>(())
    /// ```
    #[track_caller]
    pub fn decimal(mut self, mark: char) -> Self {
        self.format.decimal = checked_mark(mark);
        assert!(self.format.thousands != Some(mark), "`{mark}` already separates thousands");
        self
    }

    /// The character between groups of digits, such as `','` in `1,234.5`; by default there is
    /// none.
    ///
    /// A number may be written without it. Where it is, three digits follow its last occurrence:
    /// `1.5` is no number if points separate thousands.
    ///
    /// # Panics
    ///
    /// If it is a digit, a letter or a sign, or the decimal mark.
    #[track_caller]
    pub fn thousands(mut self, separator: char) -> Self {
        self.format.thousands = Some(checked_mark(separator));
        assert!(self.format.decimal != separator, "`{separator}` is already the decimal mark");
        self
    }

    /// What to do with missing fields; by default they are errors.
    pub fn missing(self, missing: Missing<IN>) -> Self {
        Self { missing, ..self }
    }

    /// What marks a missing field, besides an empty one; by default `NA`, `N/A`, `NaN`, `nan`,
    /// `null` and `?`.
    pub fn missing_words<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.format.missing_words = words.into_iter().map(Into::into).collect();
        self
    }

    /// The samples of a file.
    ///
    /// # Errors
    ///
    /// [`CsvError`], with the name of the file.
    pub fn load<T>(&self, path: impl AsRef<Path>) -> Result<Table<T, IN, Y>, FileError<CsvError>>
    where
        T: Number + FromStr,
    {
        in_file(path.as_ref(), |file| self.read(file))
    }

    /// The samples that `reader` gives.
    ///
    /// # Errors
    ///
    /// [`CsvError`].
    pub fn read<T>(&self, reader: impl Read) -> Result<Table<T, IN, Y>, CsvError>
    where
        T: Number + FromStr,
    {
        Dataset::try_from_finite(self.samples(reader)?)
    }

    /// The samples that `reader` gives, one at a time: for tables larger than memory.
    ///
    /// # Errors
    ///
    /// [`CsvError`] if something is wrong with the columns. The samples return their own errors,
    /// and end after the first.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_data::csv::Csv;
    ///
    /// let file = "x,y\n1,2\n3,six\n";
    /// let csv = Csv::inputs(["x"]).targets(["y"]);
    /// let mut samples = csv.samples::<f64>(file.as_bytes())?;
    /// assert_eq!(samples.next().transpose()?, Some(([1.0], [2.0])));
    ///
    /// let error = samples.next().transpose().unwrap_err();
    /// assert_eq!(error.to_string(), "line 3, column `y`: expected a number, found `six`");
    /// # Ok::<(), sinew_data::csv::CsvError>(())
    /// ```
    pub fn samples<'r, T>(&self, reader: impl Read + 'r) -> Result<Samples<'r, T, IN, Y>, CsvError> {
        let (rows, places) = self.open(reader)?;
        Ok(Samples { csv: self.clone(), rows: Some(rows), places, number: PhantomData })
    }

    /// The samples of a file of any size, read anew in each epoch: what a trainer takes in place of
    /// a [`Dataset`].
    ///
    /// An error in the file ends the training, and is a [`CsvError`] with the name of the file.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_data::Stream;
    /// use sinew_data::csv::Csv;
    ///
    /// let csv = Csv::inputs(["rooms", "age"]).targets(["price"]);
    /// let houses: Stream<[f32; 2], [f32; 1]> = csv.stream("houses.csv").shuffle_buffer(10_000);
    /// // Trainer::new(MeanSquaredError, Adam::new(0.01)).fit(&mut net, &houses)?;
    /// # let _ = houses;
    /// ```
    pub fn stream<T>(&self, path: impl AsRef<Path>) -> Stream<[T; IN], Y::Target<T>>
    where
        T: Number + FromStr,
        Y::Target<T>: 'static,
    {
        let (csv, path) = (self.clone(), path.as_ref().to_path_buf());
        Stream::try_from_finite(move || {
            let samples = in_file(&path, |file| csv.samples(file))?;
            let path = path.clone();
            Ok::<_, FileError<CsvError>>(samples.map(move |sample| sample.map_err(FileError::of(&path))))
        })
    }

    /// The mean of each input over the rows of a file that have it: what to [`Fill`](Missing::Fill)
    /// gaps with.
    ///
    /// Use the means of the training data for the gaps of the test data too, since the latter is
    /// not known beforehand.
    ///
    /// # Errors
    ///
    /// [`CsvError`]; it is [`CsvError::NoValues`] if an input is missing everywhere.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_data::Dataset;
    /// use sinew_data::csv::{Csv, Missing};
    ///
    /// let file = "x,y\n1,2\n,4\n5,6\n";
    /// let csv = Csv::inputs(["x"]).targets(["y"]);
    /// let means = csv.means(file.as_bytes())?;
    /// let data: Dataset<[f32; 1], [f32; 1]> = csv.missing(Missing::Fill(means)).read(file.as_bytes())?;
    /// assert_eq!(data.inputs(), [[1.0], [3.0], [5.0]]);
    /// # Ok::<(), sinew_data::csv::CsvError>(())
    /// ```
    pub fn means(&self, reader: impl Read) -> Result<[f64; IN], CsvError> {
        let (mut rows, places) = self.open(reader)?;
        let mut means = [(0.0, 0.0); IN];
        while rows.next()? {
            for ((mean, count), &place) in means.iter_mut().zip(&places.inputs) {
                if let Some(number) = self.number::<f64>(&rows, place)? {
                    *count += 1.0;
                    *mean += (number - *mean) / *count;
                }
            }
        }
        match means.iter().position(|&(mean, count): &(f64, f64)| count == 0.0 || !mean.is_finite()) {
            Some(input) => Err(CsvError::NoValues { column: self.inputs[input].clone() }),
            None => Ok(means.map(|(mean, _)| mean)),
        }
    }

    /// The [`means`](Self::means) of the inputs in the file at `path`.
    ///
    /// # Errors
    ///
    /// [`CsvError`], with the name of the file.
    pub fn load_means(&self, path: impl AsRef<Path>) -> Result<[f64; IN], FileError<CsvError>> {
        in_file(path.as_ref(), |file| self.means(file))
    }

    /// The distinct words of a column, in alphabetical order: the classes of a
    /// [`label`](Csv::label).
    ///
    /// Missing fields do not count.
    ///
    /// # Errors
    ///
    /// [`CsvError`].
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_data::csv::Csv;
    ///
    /// let file = "mass,animal\n30,dog\n4,cat\n5,cat\n";
    /// let csv = Csv::inputs(["mass"]);
    /// let classes = csv.classes("animal", file.as_bytes())?;
    /// assert_eq!(classes, ["cat", "dog"]);
    ///
    /// let animals = csv.label("animal", classes).read::<f32>(file.as_bytes())?;
    /// assert_eq!(animals.targets(), [1, 0, 0]);
    /// # Ok::<(), sinew_data::csv::CsvError>(())
    /// ```
    pub fn classes(&self, column: impl Into<Column>, reader: impl Read) -> Result<Vec<String>, CsvError> {
        let mut rows = self.rows(reader)?;
        let place = rows.place(&column.into())?;
        let mut classes = BTreeSet::new();
        while rows.next()? {
            let field = rows.field(place)?;
            if !self.format.is_missing(field) && !classes.contains(field) {
                classes.insert(String::from(field));
            }
        }
        Ok(classes.into_iter().collect())
    }

    /// The [`classes`](Self::classes) of a column of the file at `path`.
    ///
    /// # Errors
    ///
    /// [`CsvError`], with the name of the file.
    pub fn load_classes(
        &self,
        column: impl Into<Column>,
        path: impl AsRef<Path>,
    ) -> Result<Vec<String>, FileError<CsvError>> {
        in_file(path.as_ref(), |file| self.classes(column, file))
    }

    /// Opens a table, and finds the columns of the inputs and targets.
    fn open<'r>(&self, reader: impl Read + 'r) -> Result<(Rows<'r>, Places<IN, Y>), CsvError> {
        let rows = self.rows(reader)?;
        let places = Places { inputs: rows.places(&self.inputs)?, target: self.target.places(&rows)? };
        Ok((rows, places))
    }

    fn rows<'r>(&self, reader: impl Read + 'r) -> Result<Rows<'r>, CsvError> {
        Rows::new(text(BufReader::new(reader))?, &self.format)
    }

    /// The number at `place`, or `None` if it is missing.
    pub(crate) fn number<T: Number + FromStr>(&self, rows: &Rows, place: usize) -> Result<Option<T>, CsvError> {
        let field = rows.field(place)?;
        if self.format.is_missing(field) {
            return Ok(None);
        }
        let number = self.format.plain(field).and_then(|plain| plain.parse().ok());
        match number.filter(|&number: &T| Number::is_finite(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(CsvError::Number { line: rows.line(), column: rows.column(place), found: shortened(field) }),
        }
    }

    /// The sample of the current row.
    fn sample<T: Number + FromStr>(
        &self,
        rows: &Rows,
        places: &Places<IN, Y>,
    ) -> Result<Found<Sample<T, IN, Y>>, CsvError> {
        let mut input = [T::ZERO; IN];
        for (i, &place) in places.inputs.iter().enumerate() {
            input[i] = match (self.number(rows, place)?, self.missing) {
                (Some(number), _) => number,
                (None, Missing::Fill(numbers)) => filling(numbers[i], rows, place)?,
                (None, _) => return Ok(Err(place)),
            };
        }
        Ok(Y::read(self, rows, &places.target)?.map(|target| (input, target)))
    }
}

/// What [`Csv::load`] makes of a table: inputs `[T; IN]`, and as targets `[T; OUT]` for
/// [`Numbers`], `usize` for a [`Label`].
pub type Table<T, const IN: usize, Y> = Dataset<[T; IN], <Y as target::Columns>::Target<T>>;

/// What [`Csv::samples`] makes of a row.
pub type Sample<T, const IN: usize, Y> = ([T; IN], <Y as target::Columns>::Target<T>);

/// Where the columns are in a row.
struct Places<const IN: usize, Y: Target> {
    inputs: [usize; IN],
    target: Y::Places,
}

/// What a row holds, or the position of the missing field.
pub type Found<V> = Result<V, usize>;

/// The number that replaces a missing one.
fn filling<T: Number>(number: f64, rows: &Rows, place: usize) -> Result<T, CsvError> {
    match T::from_f64(number) {
        filling if Number::is_finite(filling) => Ok(filling),
        _ => Err(CsvError::Number { line: rows.line(), column: rows.column(place), found: number.to_string() }),
    }
}

/// Opens the file at `path`, and adds its name to errors.
fn in_file<V>(path: &Path, work: impl FnOnce(File) -> Result<V, CsvError>) -> Result<V, FileError<CsvError>> {
    let file = File::open(path).map_err(FileError::of(path))?;
    work(file).map_err(FileError::of(path))
}

/// The text that a reader gives, decompressed if need be.
fn text<'r>(mut reader: BufReader<impl Read + 'r>) -> Result<Box<dyn Read + 'r>, CsvError> {
    let contents = contents::of(reader.fill_buf()?);
    match (gzip::decompressed(reader)?, contents) {
        (None, _) => Err(CsvError::Compressed),
        (Some(_), Some(found)) if !found.ends_with("gzip") => Err(CsvError::NotText { found }),
        (Some(text), _) => Ok(text),
    }
}

/// The mark, which is a programmer's.
#[track_caller]
fn checked_mark(mark: char) -> char {
    assert!(!mark.is_alphanumeric() && !matches!(mark, '+' | '-'), "`{mark}` is part of numbers or words");
    mark
}

/// The first 40 characters, on one line.
pub(crate) fn shortened(text: &str) -> String {
    let printable = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    let end = if text.chars().nth(40).is_some() { "…" } else { "" };
    text.chars().take(40).map(printable).chain(end.chars()).collect()
}

/// The samples of a table, one at a time; see [`Csv::samples`].
pub struct Samples<'r, T, const IN: usize, Y: Target> {
    csv: Csv<IN, Y>,
    /// `None` after an error.
    rows: Option<Rows<'r>>,
    places: Places<IN, Y>,
    number: PhantomData<T>,
}

impl<T: Number + FromStr, const IN: usize, Y: Target> Samples<'_, T, IN, Y> {
    fn next_sample(&mut self) -> Result<Option<Sample<T, IN, Y>>, CsvError> {
        let Some(rows) = &mut self.rows else { return Ok(None) };
        while rows.next()? {
            match self.csv.sample(rows, &self.places)? {
                Ok(sample) => return Ok(Some(sample)),
                Err(_) if self.csv.missing == Missing::DropRow => {}
                Err(place) => return Err(CsvError::Missing { line: rows.line(), column: rows.column(place) }),
            }
        }
        Ok(None)
    }
}

impl<T: Number + FromStr, const IN: usize, Y: Target> Iterator for Samples<'_, T, IN, Y> {
    type Item = Result<Sample<T, IN, Y>, CsvError>;

    fn next(&mut self) -> Option<Self::Item> {
        let sample = self.next_sample();
        if !matches!(sample, Ok(Some(_))) {
            self.rows = None;
        }
        sample.transpose()
    }
}

impl<T, const IN: usize, Y: Target> fmt::Debug for Samples<'_, T, IN, Y> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Samples").field("places", &self.places.inputs).finish_non_exhaustive()
    }
}
