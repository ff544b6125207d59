//! What a data set may hold.

#[cfg(any(feature = "idx", feature = "npy", feature = "ndarray"))]
use alloc::{format, string::String, vec::Vec};
#[cfg(any(feature = "idx", feature = "npy", feature = "ndarray"))]
use core::fmt;

use sinew_tensors::{Number, Weighted};

/// A value that [`Dataset`](crate::Dataset) can search for numbers that are not finite: `f32`,
/// `f64`, a class label (`usize`), yes or no (`bool`), arrays of these in any number of dimensions,
/// and each of them with a weight, as a [`Weighted`].
///
/// `V::Number` is the type of its numbers, `f32` for an image of `f32`. The trait is sealed.
/// Generic code names it where it makes a data set:
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
#[diagnostic::on_unimplemented(
    message = "a data set cannot hold `{Self}`",
    note = "inputs and targets are arrays of `f32` or `f64`; class labels are `usize`, yes or no is `bool`"
)]
pub trait Checked: Scan {}

#[diagnostic::do_not_recommend]
impl<V: Scan> Checked for V {}

/// What a [`Dataset`](crate::Dataset) may hold: every [`Checked`] value, numbers that may be
/// missing (`[Option<f32>; 3]`), and the structs of values that `network!` makes for a network with
/// several outputs.
#[diagnostic::on_unimplemented(
    message = "a data set cannot hold `{Self}`",
    note = "inputs and targets are arrays of `f32` or `f64`; class labels are `usize`, yes or no is `bool`"
)]
pub trait DatasetValue: Copy + 'static {
    /// The first number that is infinite or `NaN`, with its index in row-major order.
    #[doc(hidden)]
    fn first_non_finite(&self) -> Option<(usize, f64)>;
}

#[diagnostic::do_not_recommend]
impl<V: Scan> DatasetValue for V {
    fn first_non_finite(&self) -> Option<(usize, f64)> {
        Scan::first_non_finite(self)
    }
}

/// The search itself, which only this crate may implement and call, and the way back: from numbers
/// to a value.
pub trait Scan: Copy + Send + Sync + 'static {
    /// The numbers it consists of.
    type Number: Scalar;

    /// How many numbers the value holds.
    const LEN: usize;

    /// The value whose numbers are all zero.
    const ZERO: Self;

    /// Its extent in a dimension, the outermost first; `None` beyond the last one.
    fn extent(dimension: usize) -> Option<usize>;

    /// The first number that is infinite or `NaN`, with its index in row-major order.
    fn first_non_finite(&self) -> Option<(usize, f64)>;

    /// Fills the value with the numbers that `next` returns, in row-major order, until the first
    /// error.
    ///
    /// # Errors
    ///
    /// The first error of `next`.
    fn fill<E>(&mut self, next: &mut impl FnMut() -> Result<Self::Number, E>) -> Result<(), E>;
}

/// A single number, or a label.
pub trait Scalar: Scan {
    /// What an error says it expected.
    const EXPECTED: &'static str;

    /// The nearest number of this type; `None` if there is none or it is not finite.
    fn from_number(number: f64) -> Option<Self>;
}

macro_rules! single {
    ($number:ty, $zero:literal, $expected:literal) => {
        impl Scan for $number {
            type Number = Self;
            const LEN: usize = 1;
            const ZERO: Self = $zero;

            fn extent(_dimension: usize) -> Option<usize> {
                None
            }

            fn first_non_finite(&self) -> Option<(usize, f64)> {
                Self::non_finite(*self).map(|number| (0, number))
            }

            fn fill<E>(&mut self, next: &mut impl FnMut() -> Result<Self, E>) -> Result<(), E> {
                *self = next()?;
                Ok(())
            }
        }

        impl Scalar for $number {
            const EXPECTED: &'static str = $expected;

            fn from_number(number: f64) -> Option<Self> {
                Self::nearest(number)
            }
        }
    };
}

single!(f32, 0.0, "a finite number");
single!(f64, 0.0, "a finite number");
single!(usize, 0, "a label, a whole number from 0");
single!(bool, false, "0 or 1");

/// What differs between the three kinds of single numbers.
trait Finite: Sized {
    fn non_finite(self) -> Option<f64>;
    fn nearest(number: f64) -> Option<Self>;
}

macro_rules! float {
    ($($number:ty)*) => {$(
        impl Finite for $number {
            fn non_finite(self) -> Option<f64> {
                (!Number::is_finite(self)).then(|| self.to_f64())
            }

            fn nearest(number: f64) -> Option<Self> {
                Some(<$number as Number>::from_f64(number)).filter(|&number| Number::is_finite(number))
            }
        }
    )*};
}

float!(f32 f64);

impl Finite for bool {
    fn non_finite(self) -> Option<f64> {
        None
    }

    #[expect(clippy::float_cmp, reason = "two numbers are answers, and no others")]
    fn nearest(number: f64) -> Option<Self> {
        [false, true].into_iter().find(|&answer| f64::from(u8::from(answer)) == number)
    }
}

impl Finite for usize {
    fn non_finite(self) -> Option<f64> {
        None
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what was cast is compared")]
    fn nearest(number: f64) -> Option<Self> {
        const WHOLE: f64 = (1_u64 << 53) as f64; // up to here every whole number is an `f64`
        let number = number + 0.0; // −0 is 0
        let label = number as usize;
        ((label as f64).to_bits() == number.to_bits() && number <= WHOLE).then_some(label)
    }
}

/// A number that may be missing, in a target of a masked loss.
impl<S: Scalar<Number = S>> Scan for Option<S> {
    type Number = S;
    const LEN: usize = 1;
    const ZERO: Self = Some(S::ZERO);

    fn extent(_dimension: usize) -> Option<usize> {
        None
    }

    fn first_non_finite(&self) -> Option<(usize, f64)> {
        self.as_ref().and_then(Scan::first_non_finite)
    }

    fn fill<E>(&mut self, next: &mut impl FnMut() -> Result<S, E>) -> Result<(), E> {
        *self = Some(next()?);
        Ok(())
    }
}

impl<V: Scan, const N: usize> Scan for [V; N] {
    type Number = V::Number;
    const LEN: usize = N * V::LEN;
    const ZERO: Self = [V::ZERO; N];

    fn extent(dimension: usize) -> Option<usize> {
        match dimension.checked_sub(1) {
            None => Some(N),
            Some(inner) => V::extent(inner),
        }
    }

    fn first_non_finite(&self) -> Option<(usize, f64)> {
        self.iter().enumerate().find_map(|(i, value)| {
            let (index, number) = Scan::first_non_finite(value)?;
            Some((i * V::LEN + index, number))
        })
    }

    fn fill<E>(&mut self, next: &mut impl FnMut() -> Result<Self::Number, E>) -> Result<(), E> {
        self.iter_mut().try_for_each(|value| value.fill(next))
    }
}

/// What is read from files has the weight 1.
impl<V: Scan> Scan for Weighted<V> {
    type Number = V::Number;
    const LEN: usize = V::LEN;
    const ZERO: Self = Self::new(V::ZERO, 1.0);

    fn extent(dimension: usize) -> Option<usize> {
        V::extent(dimension)
    }

    /// That of the target. A weight that is not finite is an error of training, which names it.
    fn first_non_finite(&self) -> Option<(usize, f64)> {
        Scan::first_non_finite(&self.target)
    }

    fn fill<E>(&mut self, next: &mut impl FnMut() -> Result<Self::Number, E>) -> Result<(), E> {
        self.target.fill(next)
    }
}

/// The extents of a value.
#[cfg(any(feature = "idx", feature = "npy", feature = "ndarray"))]
pub(crate) fn extents<V: Scan>() -> Vec<usize> {
    (0..).map_while(V::extent).collect()
}

/// Says that an array of the shape `found` does not hold samples of the shape `expected`.
#[cfg(any(feature = "idx", feature = "npy", feature = "ndarray"))]
pub(crate) struct Shapes<'a> {
    pub expected: &'a [usize],
    pub found: &'a [usize],
}

#[cfg(any(feature = "idx", feature = "npy", feature = "ndarray"))]
impl fmt::Display for Shapes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { expected, found } = self;
        let all = expected.iter().fold(String::from("n"), |all, extent| format!("{all}, {extent}"));
        write!(f, "expected an array of shape [{all}] with n samples, found one of shape {found:?}")
    }
}

/// How many values of type `V` an array holds; `None` unless its extents are the number of values,
/// followed by the extents of one.
///
/// Extents of 1 within a value do not count, so a column of numbers gives `[f32; 1]` as well as
/// `f32`, and images without a dimension of channels give `[[[f32; 28]; 28]; 1]`.
#[cfg(any(feature = "idx", feature = "npy", feature = "ndarray"))]
pub(crate) fn count<V: Scan>(found: &[usize]) -> Option<usize> {
    let of_note = |extents: &[usize]| extents.iter().copied().filter(|&extent| extent != 1).collect::<Vec<_>>();
    let (&count, value) = found.split_first()?;
    (of_note(value) == of_note(&extents::<V>())).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_counts_in_row_major_order() {
        let mut image = [[[0.0_f32; 4]; 3]; 2];
        assert_eq!(Scan::first_non_finite(&image), None);
        image[1][2][3] = f32::NEG_INFINITY;
        assert_eq!(Scan::first_non_finite(&image), Some((23, f64::NEG_INFINITY)));
        image[1][0][2] = f32::INFINITY;
        assert_eq!(Scan::first_non_finite(&image), Some((14, f64::INFINITY)));
    }

    #[test]
    fn numbers_are_filled_in_row_major_order() {
        let mut numbers = (0..6_u8).map(f32::from);
        let mut value = <[[f32; 3]; 2] as Scan>::ZERO;
        assert_eq!(value.fill(&mut || numbers.next().ok_or(())), Ok(()));
        assert_eq!(value, [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]);
        assert_eq!(value.fill(&mut || numbers.next().ok_or(())), Err(()));
        assert_eq!([0, 1, 2].map(<[[f32; 3]; 2] as Scan>::extent), [Some(2), Some(3), None]);
    }

    #[test]
    fn a_label_is_a_whole_number_from_zero() {
        assert_eq!(usize::from_number(7.0), Some(7));
        assert_eq!(usize::from_number(-0.0), Some(0));
        for none in [-1.0, 0.5, f64::NAN, f64::INFINITY, 1e16, 1e300] {
            assert_eq!(usize::from_number(none), None, "{none}");
        }
    }

    #[test]
    fn a_number_beyond_the_type_is_none() {
        assert_eq!(f32::from_number(1e39), None);
        assert_eq!(f64::from_number(1e39), Some(1e39));
        assert_eq!(f64::from_number(f64::NAN), None);
        assert_eq!([0.0, -0.0, 1.0].map(bool::from_number), [Some(false), Some(false), Some(true)]);
        assert_eq!([0.5, 2.0, f64::NAN].map(bool::from_number), [None; 3]);
    }

    #[cfg(any(feature = "idx", feature = "npy", feature = "ndarray"))]
    #[test]
    fn extents_of_one_do_not_count_within_a_value() {
        assert_eq!(count::<[[[f32; 3]; 2]; 1]>(&[5, 2, 3]), Some(5));
        assert_eq!(count::<usize>(&[5, 1]), Some(5));
        assert_eq!(count::<[f32; 1]>(&[1]), Some(1));
        assert_eq!(count::<[[f32; 3]; 2]>(&[5, 3, 2]), None);
        assert_eq!(count::<usize>(&[]), None);
    }
}
