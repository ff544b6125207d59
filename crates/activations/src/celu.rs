use sinew_tensors::{Initializer, Real};

use crate::Activation;

/// Continuously differentiable exponential linear unit, `y = z` if `z > 0`, else `a·(e^(z/a) − 1)`.
///
/// For hidden layers: [`Elu`](crate::Elu) without its kink at zero, whatever `a` is. `a` is the
/// ratio of the two parameters and greater than zero; without one it is 1, where both are the same
/// function. Range: (−a, ∞).
///
/// # References
///
/// Barron, "Continuously differentiable exponential linear units", arXiv:1704.07483 (2017).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Celu<const NUMERATOR: i64 = 1, const DENOMINATOR: i64 = 1>;

impl<const NUMERATOR: i64, const DENOMINATOR: i64> Celu<NUMERATOR, DENOMINATOR> {
    /// `a`.
    const SCALE: f64 = NUMERATOR as f64 / DENOMINATOR as f64;

    /// `1/a`.
    const INVERSE: f64 = DENOMINATOR as f64 / NUMERATOR as f64;
}

impl<const NUMERATOR: i64, const DENOMINATOR: i64> Activation for Celu<NUMERATOR, DENOMINATOR> {
    const NAME: &'static str = "celu";
    const READS_PREACTIVATION: bool = false;
    const INITIALIZER: Initializer = Initializer::HeUniform;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        let exponent = R::constant(Self::INVERSE) * R::constant(0.0).min(z);
        z.select_gt(R::constant(0.0), z, R::constant(Self::SCALE) * exponent.exp_m1())
    }

    #[inline(always)]
    fn derivative<R: Real>(_: R, y: R) -> R {
        let below = y.mul_add(R::constant(Self::INVERSE), R::constant(1.0)); // e^(z/a) = y/a + 1
        y.select_gt(R::constant(0.0), R::constant(1.0), below)
    }
}
