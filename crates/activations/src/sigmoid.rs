use sinew_tensors::Real;

use crate::Activation;

/// Logistic sigmoid, `y = σ(z) = 1/(1 + e⁻ᶻ)`.
///
/// For the probability of yes in an output layer, with binary cross-entropy as the loss. In hidden
/// layers its gradient vanishes for large `|z|`; prefer [`Relu`](crate::Relu) or
/// [`Tanh`](crate::Tanh) there. Range: (0, 1).
///
/// # References
///
/// Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature
/// 323 (1986), eq. 2.
#[doc(alias("기울기 소실", "시그모이드"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sigmoid;

impl Activation for Sigmoid {
    const NAME: &'static str = "sigmoid";
    const READS_PREACTIVATION: bool = false;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        z.sigmoid()
    }

    #[inline(always)]
    fn derivative<R: Real>(_: R, y: R) -> R {
        y * (R::constant(1.0) - y) // σ′ = σ·(1 − σ)
    }
}
