//! Data sets from arrays of the `ndarray` crate, whose first axis counts the samples.
//!
//! # Examples
//!
//! ```
//! use ndarray::{arr1, arr2};
//! use sinew_data::{Dataset, views};
//!
//! let x = arr2(&[[24.0_f32, 4.1], [57.0, 30.0], [23.0, 3.6]]);
//! let y = arr1(&[0, 1, 0]);
//! let animals: Dataset<[f32; 2], usize> = views::dataset(&x, &y)?;
//! assert_eq!(animals.get(1), Some((&[57.0, 30.0], &1)));
//!
//! // And the other way round, without a copy:
//! let x = ndarray::ArrayView2::from(animals.inputs());
//! assert_eq!(x.column(0).to_vec(), [24.0, 57.0, 23.0]);
//! # Ok::<(), sinew_data::views::ViewError>(())
//! ```

use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

use ndarray::{ArrayBase, ArrayView, Axis, Data, Dimension, RemoveAxis};

use crate::checked::{Scan, Shapes, count, extents};
use crate::{Checked, Dataset, DatasetError};

/// The data set of the samples along the first axis of `inputs`, with those of `targets`.
///
/// Arrays and views may have any strides: transposed and sliced ones too. Extents of 1 within a
/// sample do not count, so targets of shape `[n]` give `[f32; 1]` as well as `f32`.
///
/// # Errors
///
/// * [`ViewError::Shape`] if the samples of a view are not of type `X` or `Y`.
/// * [`ViewError::Samples`] if the samples do not make a data set.
pub fn dataset<X, Y, S, U, D, E>(
    inputs: &ArrayBase<S, D>,
    targets: &ArrayBase<U, E>,
) -> Result<Dataset<X, Y>, ViewError>
where
    X: Checked,
    Y: Checked,
    S: Data<Elem = X::Number>,
    U: Data<Elem = Y::Number>,
    D: RemoveAxis,
    E: RemoveAxis,
{
    Ok(Dataset::new(values(inputs)?, values(targets)?)?)
}

/// The samples along the first axis of `view`.
///
/// # Errors
///
/// [`ViewError::Shape`] if its samples are not of type `V`.
///
/// # Examples
///
/// ```
/// use ndarray::Array3;
/// use sinew_data::views;
///
/// let images: Vec<[[[f32; 8]; 8]; 1]> = views::values(&Array3::zeros((5, 8, 8)))?;
/// assert_eq!(images.len(), 5);
///
/// let error = views::values::<[f32; 63], _, _>(&ndarray::arr2(&[[0.0; 64]])).unwrap_err();
/// assert_eq!(error.to_string(), "expected an array of shape [n, 63] with n samples, found one of shape [1, 64]");
/// # Ok::<(), sinew_data::views::ViewError>(())
/// ```
pub fn values<V, S, D>(view: &ArrayBase<S, D>) -> Result<Vec<V>, ViewError>
where
    V: Checked,
    S: Data<Elem = V::Number>,
    D: RemoveAxis,
{
    if count::<V>(view.shape()).is_none() {
        return Err(ViewError::Shape { expected: extents::<V>(), found: view.shape().to_vec() });
    }
    Ok(view.axis_iter(Axis(0)).map(|sample| value(&sample)).collect())
}

/// The value with the numbers of a view, which has as many.
fn value<V: Checked, D: Dimension>(sample: &ArrayView<'_, V::Number, D>) -> V {
    let mut numbers = sample.iter().copied();
    let mut value = V::ZERO;
    let next = &mut || Ok::<_, core::convert::Infallible>(numbers.next().unwrap_or(V::Number::ZERO));
    let Ok(()) = value.fill(next);
    value
}

/// Why views do not make a [`Dataset`].
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum ViewError {
    /// The samples of a view have another shape than their type.
    Shape {
        /// The extents of a sample.
        expected: Vec<usize>,
        /// The extents of the view.
        found: Vec<usize>,
    },
    /// The samples do not make a data set.
    Samples(DatasetError),
}

impl fmt::Display for ViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape { expected, found } => Shapes { expected, found }.fmt(f),
            Self::Samples(error) => error.fmt(f),
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for ViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for ViewError {}

impl From<DatasetError> for ViewError {
    fn from(error: DatasetError) -> Self {
        Self::Samples(error)
    }
}
