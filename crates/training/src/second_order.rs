//! Training by the curvature of the loss, for small networks and data sets that fit into one batch.
//!
//! | | for | an iteration costs | remembers |
//! |---|---|---|---|
//! | [`Lbfgs`] | every loss | one or two gradients of all samples | 20 numbers per parameter |
//! | [`LevenbergMarquardt`] | squared errors | a gradient for each output of each sample, and `P³/6` multiply-adds for `P` parameters | `2·P²` numbers |
//!
//! Both work on the flat parameters and on all samples at once, and both have to see the same loss twice for the same parameters: networks with
//! dropout are not for them. They compute in `f64`; a network of `f64` gets the most of it.

mod cholesky;
mod lbfgs;
mod levenberg_marquardt;
mod line_search;

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

/// `max |xᵢ|`.
fn max_norm(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |max, x| f64::max(max, x.abs()))
}

/// `Σᵢ xᵢ·yᵢ`.
fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

/// `y ← y + a·x`.
fn add_scaled(y: &mut [f64], a: f64, x: &[f64]) {
    y.iter_mut().zip(x).for_each(|(y, x)| *y += a * x);
}
