use sinew_tensors::{Initializer, Real};

use crate::{Activation, Softplus};

/// Mish, `y = z·tanh(ln(1 + eᶻ))`.
///
/// For hidden layers of deep networks; smoother than [`Silu`](crate::Silu) and more expensive.
/// Range: [−0.31, ∞).
///
/// # References
///
/// Misra, "Mish: a self regularized non-monotonic activation function", BMVC (2020), eq. 1.
#[doc(alias = "미시")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mish;

impl Activation for Mish {
    const NAME: &'static str = "mish";
    const INITIALIZER: Initializer = Initializer::HeUniform;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        z * Softplus::apply(z).tanh()
    }

    #[inline(always)]
    fn derivative<R: Real>(z: R, _: R) -> R {
        // t + z·(1 − t²)·σ(z), with t = tanh(softplus z), whose derivative is σ
        let t = Softplus::apply(z).tanh();
        (z * z.sigmoid()).mul_add((R::constant(1.0) - t) * (R::constant(1.0) + t), t)
    }
}
