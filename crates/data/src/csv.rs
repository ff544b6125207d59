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
//! # References
//!
//! Shafranovich, "Common format and MIME type for comma-separated values (CSV) files", RFC 4180
//! (2005).

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use sinew_tensors::Number;

use crate::{Dataset, FileError};

mod error;
mod rows;
mod target;

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
    header: bool,
    delimiter: u8,
    missing: Missing<IN>,
    missing_words: Vec<String>,
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
        Self {
            inputs: columns.map(Into::into),
            target: NoTarget,
            header: true,
            delimiter: b',',
            missing: Missing::Error,
            missing_words: ["NA", "N/A", "NaN", "nan", "null", "?"].map(String::from).to_vec(),
        }
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
        let Self { inputs, target: NoTarget, header, delimiter, missing, missing_words } = self;
        Csv { inputs, target, header, delimiter, missing, missing_words }
    }
}

impl<const IN: usize, Y: Target> Csv<IN, Y> {
    /// Whether the first line holds the names of the columns; by default it does.
    pub fn header(self, header: bool) -> Self {
        Self { header, ..self }
    }

    /// The character between fields, such as `b'\t'` or `b';'`; by default a comma.
    pub fn delimiter(self, delimiter: u8) -> Self {
        Self { delimiter, ..self }
    }

    /// What to do with missing fields; by default they are errors.
    pub fn missing(self, missing: Missing<IN>) -> Self {
        Self { missing, ..self }
    }

    /// What marks a missing field, besides an empty one; by default `NA`, `N/A`, `NaN`, `nan`,
    /// `null` and `?`.
    pub fn missing_words<S: Into<String>>(self, words: impl IntoIterator<Item = S>) -> Self {
        Self { missing_words: words.into_iter().map(Into::into).collect(), ..self }
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
    /// let mut samples = csv.samples::<f64, _>(file.as_bytes())?;
    /// assert_eq!(samples.next().transpose()?, Some(([1.0], [2.0])));
    ///
    /// let error = samples.next().transpose().unwrap_err();
    /// assert_eq!(error.to_string(), "line 3, column `y`: expected a number, found `six`");
    /// # Ok::<(), sinew_data::csv::CsvError>(())
    /// ```
    pub fn samples<T, R: Read>(&self, reader: R) -> Result<Samples<'_, T, R, IN, Y>, CsvError> {
        let (rows, places) = self.open(reader)?;
        Ok(Samples { csv: self, rows: Some(rows), places, number: PhantomData })
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
        let mut rows = Rows::new(reader, self.header, self.delimiter)?;
        let place = rows.place(&column.into())?;
        let mut classes = BTreeSet::new();
        while rows.next()? {
            let field = rows.field(place)?;
            if !self.is_missing(field) && !classes.contains(field) {
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
    fn open<R: Read>(&self, reader: R) -> Result<(Rows<R>, Places<IN, Y>), CsvError> {
        let rows = Rows::new(reader, self.header, self.delimiter)?;
        let places = Places { inputs: rows.places(&self.inputs)?, target: self.target.places(&rows)? };
        Ok((rows, places))
    }

    pub(crate) fn is_missing(&self, field: &str) -> bool {
        field.is_empty() || self.missing_words.iter().any(|word| word == field)
    }

    /// The number at `place`, or `None` if it is missing.
    pub(crate) fn number<T: Number + FromStr>(
        &self,
        rows: &Rows<impl Read>,
        place: usize,
    ) -> Result<Option<T>, CsvError> {
        let field = rows.field(place)?;
        if self.is_missing(field) {
            return Ok(None);
        }
        match field.parse().ok().filter(|&number: &T| Number::is_finite(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(CsvError::Number { line: rows.line(), column: rows.column(place), found: shortened(field) }),
        }
    }

    /// The sample of the current row.
    fn sample<T: Number + FromStr>(
        &self,
        rows: &Rows<impl Read>,
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
fn filling<T: Number>(number: f64, rows: &Rows<impl Read>, place: usize) -> Result<T, CsvError> {
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

/// The first 40 characters, on one line.
pub(crate) fn shortened(text: &str) -> String {
    let printable = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    let end = if text.chars().nth(40).is_some() { "…" } else { "" };
    text.chars().take(40).map(printable).chain(end.chars()).collect()
}

/// The samples of a table, one at a time; see [`Csv::samples`].
pub struct Samples<'c, T, R, const IN: usize, Y: Target> {
    csv: &'c Csv<IN, Y>,
    /// `None` after an error.
    rows: Option<Rows<R>>,
    places: Places<IN, Y>,
    number: PhantomData<T>,
}

impl<T: Number + FromStr, R: Read, const IN: usize, Y: Target> Samples<'_, T, R, IN, Y> {
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

impl<T: Number + FromStr, R: Read, const IN: usize, Y: Target> Iterator for Samples<'_, T, R, IN, Y> {
    type Item = Result<Sample<T, IN, Y>, CsvError>;

    fn next(&mut self) -> Option<Self::Item> {
        let sample = self.next_sample();
        if !matches!(sample, Ok(Some(_))) {
            self.rows = None;
        }
        sample.transpose()
    }
}

impl<T, R, const IN: usize, Y: Target> fmt::Debug for Samples<'_, T, R, IN, Y> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Samples").field("places", &self.places.inputs).finish_non_exhaustive()
    }
}
