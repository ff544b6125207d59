use sinew_tensors::Real;

use crate::Activation;

/// No activation, `y = z`.
///
/// For the output of a regression. Range: all real numbers.
///
/// # References
///
/// Widrow and Hoff, "Adaptive switching circuits", IRE WESCON Convention Record (1960), whose
/// neuron is linear.
#[doc(alias = "항등 함수")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Identity;

impl Activation for Identity {
    const NAME: &'static str = "identity";
    const READS_PREACTIVATION: bool = false;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        z
    }

    #[inline(always)]
    fn derivative<R: Real>(_: R, _: R) -> R {
        R::constant(1.0)
    }
}
