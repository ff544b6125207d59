//! What a data set may hold.

use sinew_tensors::Number;

/// A value that [`Dataset`](crate::Dataset) can search for numbers that are not finite: `f32`, `f64`, a class label
/// (`usize`), and arrays of these in any number of dimensions.
///
/// The trait is sealed. Generic code names it where it makes a data set:
///
/// ```
/// use sinew_data::{Checked, Dataset, DatasetError};
///
/// fn unlabelled<X: Checked>(inputs: Vec<X>) -> Result<Dataset<X, usize>, DatasetError> {
///     let targets = vec![0; inputs.len()];
///     Dataset::new(inputs, targets)
/// }
///
/// assert!(unlabelled(vec![[0.5_f32, f32::NAN]]).is_err());
/// ```
pub trait Checked: Scan {}

impl<V: Scan> Checked for V {}

/// The search itself, which only this crate may implement and call.
pub trait Scan {
    /// How many numbers the value holds.
    const LEN: usize;

    /// The first number that is infinite or `NaN`, after its index in row-major order.
    fn first_non_finite(&self) -> Option<(usize, f64)>;
}

macro_rules! number {
    ($($number:ty)*) => {$(
        impl Scan for $number {
            const LEN: usize = 1;

            fn first_non_finite(&self) -> Option<(usize, f64)> {
                (!Number::is_finite(*self)).then(|| (0, self.to_f64()))
            }
        }
    )*};
}

number!(f32 f64);

impl Scan for usize {
    const LEN: usize = 1;

    fn first_non_finite(&self) -> Option<(usize, f64)> {
        None
    }
}

impl<V: Scan, const N: usize> Scan for [V; N] {
    const LEN: usize = N * V::LEN;

    fn first_non_finite(&self) -> Option<(usize, f64)> {
        self.iter().enumerate().find_map(|(i, value)| {
            let (index, number) = value.first_non_finite()?;
            Some((i * V::LEN + index, number))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_counts_in_row_major_order() {
        let mut image = [[[0.0_f32; 4]; 3]; 2];
        assert_eq!(image.first_non_finite(), None);
        image[1][2][3] = f32::NEG_INFINITY;
        assert_eq!(image.first_non_finite(), Some((23, f64::NEG_INFINITY)));
        image[1][0][2] = f32::INFINITY;
        assert_eq!(image.first_non_finite(), Some((14, f64::INFINITY)));
    }
}
