//! The options of norms as types.

use core::fmt::Debug;

/// The options of a norm, as a type: `ε` and, for a batch norm, the momentum `μ`, each as the ratio
/// of two numbers.
///
/// `Normalizing<1, 1000>` has `ε = 0.001`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Normalizing<const EN: i64 = 1, const ED: i64 = 100_000, const MN: i64 = 1, const MD: i64 = 10>;

/// What a [`Normalizing`] says.
pub trait Normalizes: Copy + Debug + Default + Send + Sync + 'static {
    /// `ε`, what is added to the variance.
    const EPSILON: f64;

    /// `μ`, the share of a batch in the running moments.
    const MOMENTUM: f64;
}

impl<const EN: i64, const ED: i64, const MN: i64, const MD: i64> Normalizes for Normalizing<EN, ED, MN, MD> {
    const EPSILON: f64 = EN as f64 / ED as f64;
    const MOMENTUM: f64 = MN as f64 / MD as f64;
}
