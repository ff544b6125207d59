use sinew_tensors::{Initializer, Real};

use crate::Activation;

/// Sigmoid linear unit, also called swish, `y = z·σ(z)`.
///
/// For hidden layers of deep networks. Range: [−0.28, ∞).
///
/// # References
///
/// Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units for neural network function
/// approximation in reinforcement learning", Neural Networks 107 (2018), eqs. 8 and 9.
#[doc(alias = "스위시")]
#[doc(alias = "Swish")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Silu;

impl Activation for Silu {
    const NAME: &'static str = "silu";
    const INITIALIZER: Initializer = Initializer::HeUniform;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        z * z.sigmoid()
    }

    #[inline(always)]
    fn derivative<R: Real>(z: R, _: R) -> R {
        let gate = z.sigmoid();
        gate * z.mul_add(R::constant(1.0) - gate, R::constant(1.0)) // σ·(1 + z·(1 − σ))
    }
}
