use sinew_tensors::Real;

use crate::Activation;

/// Softplus, `y = ln(1 + eᶻ)`: a smooth [`Relu`](crate::Relu).
///
/// For outputs that have to be positive, such as a variance. Range: (0, ∞).
///
/// # References
///
/// Dugas, Bengio, Bélisle, Nadeau and Garcia, "Incorporating second-order functional knowledge for
/// better option pricing", NeurIPS (2000), eq. 2.
#[doc(alias = "소프트플러스")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Softplus;

impl Activation for Softplus {
    const NAME: &'static str = "softplus";
    const READS_PREACTIVATION: bool = false;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        // max(z, 0) + ln(1 + e^−|z|), which does not overflow
        R::constant(0.0).max(z) + (-z.abs()).exp().ln_1p()
    }

    #[inline(always)]
    fn derivative<R: Real>(_: R, y: R) -> R {
        -(-y).exp_m1() // σ(z) = 1 − e^−y
    }
}
