use sinew_tensors::{Initializer, Real};

use crate::Activation;

/// Exponential linear unit, `y = z` if `z > 0`, else `a·(eᶻ − 1)`.
///
/// For hidden layers: smooth at zero for `a = 1`, and its mean output is nearer to zero than that
/// of [`Relu`](crate::Relu). `a` is the ratio of the two parameters; without one it is 1. Range:
/// (−a, ∞).
///
/// # References
///
/// Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential
/// linear units (ELUs)", ICLR (2016), eq. 15.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Elu<const NUMERATOR: i64 = 1, const DENOMINATOR: i64 = 1>;

impl<const NUMERATOR: i64, const DENOMINATOR: i64> Elu<NUMERATOR, DENOMINATOR> {
    /// `a`.
    const SCALE: f64 = NUMERATOR as f64 / DENOMINATOR as f64;
}

impl<const NUMERATOR: i64, const DENOMINATOR: i64> Activation for Elu<NUMERATOR, DENOMINATOR> {
    const NAME: &'static str = "elu";
    const READS_PREACTIVATION: bool = NUMERATOR <= 0;
    const INITIALIZER: Initializer = Initializer::HeUniform;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        let below = R::constant(Self::SCALE) * R::constant(0.0).min(z).exp_m1();
        z.select_gt(R::constant(0.0), z, below)
    }

    #[inline(always)]
    fn derivative<R: Real>(z: R, y: R) -> R {
        let sign = if Self::READS_PREACTIVATION { z } else { y };
        sign.select_gt(R::constant(0.0), R::constant(1.0), y + R::constant(Self::SCALE)) // a·eᶻ = y + a
    }
}
