use sinew_tensors::{Initializer, Real};

use crate::Activation;

/// Rectified linear unit with a ceiling, `y = min(max(0, z), 6)`.
///
/// For networks that will run in few bits: the outputs have a fixed range. Range: [0, 6].
///
/// # References
///
/// Krizhevsky, "Convolutional deep belief networks on CIFAR-10" (2010), section 4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relu6;

impl Activation for Relu6 {
    const NAME: &'static str = "relu6";
    const READS_PREACTIVATION: bool = false;
    const INITIALIZER: Initializer = Initializer::HeUniform;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        R::constant(6.0).min(R::constant(0.0).max(z))
    }

    #[inline(always)]
    fn derivative<R: Real>(_: R, y: R) -> R {
        let one_above_zero = y.select_gt(R::constant(0.0), R::constant(1.0), R::constant(0.0));
        R::constant(6.0).select_gt(y, one_above_zero, R::constant(0.0))
    }
}
