//! What the target of a table can be.

use alloc::string::String;
use alloc::vec::Vec;
use core::str::FromStr;

use sinew_tensors::Number;

use super::error::{Column, CsvError};
use super::rows::Rows;
use super::{Csv, Found, shortened};

/// The target of a [`Csv`]: [`Numbers`], a [`Label`] or [`NoTarget`]. The trait is sealed.
pub trait Target: Columns {}

impl<Y: Columns> Target for Y {}

/// How a target is read, which only this crate knows.
pub trait Columns: Clone + Send + Sync + 'static {
    /// The target of a sample.
    type Target<T>;

    /// Where the columns are.
    type Places;

    /// Finds the columns.
    ///
    /// # Errors
    ///
    /// If no column has one of the names or numbers.
    fn places(&self, rows: &Rows) -> Result<Self::Places, CsvError>;

    /// The target of the current row.
    ///
    /// # Errors
    ///
    /// If a field is not a number, or not a class.
    fn read<T: Number + FromStr, const IN: usize>(
        csv: &Csv<IN, Self>,
        rows: &Rows,
        places: &Self::Places,
    ) -> Result<Found<Self::Target<T>>, CsvError>;
}

/// The target of a [`Csv`] that has none: `()`, for inputs that are only used for predictions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoTarget;

impl Columns for NoTarget {
    type Target<T> = ();
    type Places = ();

    fn places(&self, _rows: &Rows) -> Result<(), CsvError> {
        Ok(())
    }

    fn read<T: Number + FromStr, const IN: usize>(
        _csv: &Csv<IN, Self>,
        _rows: &Rows,
        _places: &(),
    ) -> Result<Found<()>, CsvError> {
        Ok(Ok(()))
    }
}

/// The numeric target of a [`Csv`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers<const OUT: usize>([Column; OUT]);

impl<const OUT: usize> Numbers<OUT> {
    pub(crate) fn new(columns: [Column; OUT]) -> Self {
        Self(columns)
    }
}

impl<const OUT: usize> Columns for Numbers<OUT> {
    type Target<T> = [T; OUT];
    type Places = [usize; OUT];

    fn places(&self, rows: &Rows) -> Result<[usize; OUT], CsvError> {
        rows.places(&self.0)
    }

    fn read<T: Number + FromStr, const IN: usize>(
        csv: &Csv<IN, Self>,
        rows: &Rows,
        places: &[usize; OUT],
    ) -> Result<Found<[T; OUT]>, CsvError> {
        let mut target = [T::ZERO; OUT];
        for (number, &place) in target.iter_mut().zip(places) {
            match csv.number(rows, place)? {
                Some(found) => *number = found,
                None => return Ok(Err(place)),
            }
        }
        Ok(Ok(target))
    }
}

/// The target of a [`Csv`] in words, one for each class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    column: Column,
    classes: Vec<String>,
}

impl Label {
    pub(crate) fn new(column: Column, classes: Vec<String>) -> Self {
        Self { column, classes }
    }
}

impl Columns for Label {
    type Target<T> = usize;
    type Places = usize;

    fn places(&self, rows: &Rows) -> Result<usize, CsvError> {
        rows.place(&self.column)
    }

    fn read<T: Number + FromStr, const IN: usize>(
        csv: &Csv<IN, Self>,
        rows: &Rows,
        &place: &usize,
    ) -> Result<Found<usize>, CsvError> {
        let (field, classes) = (rows.field(place)?, &csv.target.classes);
        match classes.iter().position(|class| class == field) {
            Some(label) => Ok(Ok(label)), // a word that marks a missing value elsewhere may be a class here
            None if csv.format.is_missing(field) => Ok(Err(place)),
            None => Err(CsvError::Class {
                line: rows.line(),
                column: rows.column(place),
                found: shortened(field),
                classes: classes.clone(),
            }),
        }
    }
}
