use sinew_tensors::{Initializer, Real};

use crate::Activation;

/// Rectified linear unit, `y = max(0, z)`.
///
/// The first choice for hidden layers: cheap, and its gradient does not vanish for large `z`. A
/// neuron whose pre-activation is negative for every sample stops learning;
/// [`LeakyRelu`](crate::LeakyRelu) cannot die in this way. Range: [0, ∞).
///
/// # References
///
/// Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML (2010).
#[doc(alias = "렐루")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relu;

impl Activation for Relu {
    const NAME: &'static str = "relu";
    const READS_PREACTIVATION: bool = false;
    const INITIALIZER: Initializer = Initializer::HeUniform;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        R::constant(0.0).max(z) // in this order, NaN stays NaN
    }

    #[inline(always)]
    fn derivative<R: Real>(_: R, y: R) -> R {
        y.select_gt(R::constant(0.0), R::constant(1.0), R::constant(0.0)) // 0 at the kink
    }
}
