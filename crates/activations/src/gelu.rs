use core::f64::consts::FRAC_1_SQRT_2;

use sinew_tensors::{Initializer, Real};

use crate::Activation;

/// Gaussian error linear unit, `y = z·Φ(z)`, where `Φ` is the normal distribution function,
/// `Φ(z) = ½·(1 + erf(z/√2))`.
///
/// For hidden layers of transformers. Range: [−0.17, ∞).
///
/// # References
///
/// Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", arXiv:1606.08415 (2016), section 2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gelu;

/// `1/√(2π)`.
const FRAC_1_SQRT_TAU: f64 = 0.398_942_280_401_432_7;

/// `Φ(z)`.
#[inline(always)]
fn distribution<R: Real>(z: R) -> R {
    let erf = (z * R::constant(FRAC_1_SQRT_2)).erf();
    R::constant(0.5).mul_add(erf, R::constant(0.5))
}

impl Activation for Gelu {
    const NAME: &'static str = "gelu";
    const INITIALIZER: Initializer = Initializer::HeUniform;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        z * distribution(z)
    }

    #[inline(always)]
    fn derivative<R: Real>(z: R, _: R) -> R {
        // Φ + z·φ, with φ(z) = e^(−z²/2)/√(2π)
        let density = R::constant(FRAC_1_SQRT_TAU) * (R::constant(-0.5) * z * z).exp();
        z.mul_add(density, distribution(z))
    }
}
