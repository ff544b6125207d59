use sinew_tensors::{Initializer, Real};

use crate::Activation;

/// Gaussian error linear unit, approximated: `y = z/2·(1 + tanh(√(2/π)·(z + 0.044715·z³)))`.
///
/// Where [`Gelu`](crate::Gelu) is too slow, or weights were trained with the approximation. Range:
/// [−0.17, ∞).
///
/// # References
///
/// Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", arXiv:1606.08415 (2016), section 2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GeluTanh;

/// `√(2/π)`.
const SQRT_2_OVER_PI: f64 = 0.797_884_560_802_865_4;
const CUBIC: f64 = 0.044_715;

/// `½·(1 + tanh(√(2/π)·(z + 0.044715·z³)))`.
#[inline(always)]
fn gate<R: Real>(z: R) -> R {
    let z = saturate(z);
    let u = R::constant(SQRT_2_OVER_PI) * z * z.square().mul_add(R::constant(CUBIC), R::constant(1.0));
    R::constant(0.5).mul_add(u.tanh(), R::constant(0.5))
}

/// Beyond ±32 the gate is 0 or 1 to every precision; up to there the cube does not overflow.
#[inline(always)]
fn saturate<R: Real>(z: R) -> R {
    R::constant(32.0).min(R::constant(-32.0).max(z))
}

impl Activation for GeluTanh {
    const NAME: &'static str = "gelu_tanh";
    const INITIALIZER: Initializer = Initializer::HeUniform;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        z * gate(z)
    }

    #[inline(always)]
    fn derivative<R: Real>(z: R, _: R) -> R {
        // g + z·g′, with g = ½·(1 + tanh u) and g′ = 2·g·(1 − g)·u′
        let (one, square) = (R::constant(1.0), saturate(z).square());
        let gate = gate(z);
        let du = R::constant(SQRT_2_OVER_PI) * square.mul_add(R::constant(3.0 * CUBIC), one);
        saturate(z).mul_add(R::constant(2.0) * gate * (one - gate) * du, gate)
    }
}
