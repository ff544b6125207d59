//! Training by the curvature of the loss, for small networks and data sets that fit into one batch.
//!
//! | | for | an iteration costs | remembers |
//! |---|---|---|---|
//! | [`Lbfgs`] | every loss | one or two gradients of all samples | 20 numbers per parameter |
//! | [`LevenbergMarquardt`] | squared errors | a gradient for each output of each sample, and `P³/6` multiply-adds for `P` parameters | `2·P²` numbers |
//!
//! Both work on the flat parameters and on all samples at once, and both have to see the same loss
//! twice for the same parameters: networks with dropout are not for them. L-BFGS takes networks
//! with a batch norm, whose running moments follow its evaluations. Both compute in `f64`; a
//! network of `f64` gets the most of it.

mod cholesky;
mod lbfgs;
mod levenberg_marquardt;
mod line_search;

use core::hint::black_box;

use sinew_tensors::{Number, Real};

pub use lbfgs::Lbfgs;
pub use levenberg_marquardt::LevenbergMarquardt;
#[doc(hidden)]
pub use levenberg_marquardt::Projection;

/// How a run of second-order training ended.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// The mean loss at the end.
    pub loss: f64,
    /// How many steps were computed, taken or not.
    pub iterations: usize,
    /// How often the loss of all samples was computed.
    pub evaluations: usize,
    /// Why it ended.
    pub stop: Stop,
}

/// Why a run of second-order training ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// The loss is as small as was wanted.
    Loss,
    /// No number of the gradient is larger than the tolerance: a minimum, or close to one.
    Gradient,
    /// No step lowers the loss: it is a minimum as far as rounding lets one see.
    Stalled,
    /// All iterations are done.
    Iterations,
}

// Loops over numbers are never inlined where they are called from code that knows the network: they
// are compiled in this crate, once, and are fast in a user's debug build too.

/// `max |xᵢ|`; `NaN` if a number is.
#[inline(never)]
fn max_norm(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |max, x| Real::maximum(max, x.abs()))
}

/// `Σᵢ xᵢ·yᵢ`.
fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

/// `y ← y + a·x`.
fn add_scaled(y: &mut [f64], a: f64, x: &[f64]) {
    y.iter_mut().zip(x).for_each(|(y, x)| *y += a * x);
}

/// The parameters in double precision.
#[inline(never)]
fn read<T: Number>(parameters: &[T], x: &mut [f64]) {
    x.iter_mut().zip(parameters).for_each(|(x, w)| *x = w.to_f64());
}

/// Rounds numbers to parameters.
#[inline(never)]
fn write<T: Number>(x: &[f64], parameters: &mut [T]) {
    parameters.iter_mut().zip(x).for_each(|(w, &x)| *w = T::from_f64(x));
}

/// See [`crate::prebuilt`].
pub(crate) fn prebuilt<T: Number>() {
    black_box([read::<T> as *const (), write::<T> as *const (), levenberg_marquardt::add_squares::<T> as *const ()]);
}
