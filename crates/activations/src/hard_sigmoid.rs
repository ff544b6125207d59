use sinew_tensors::Real;

use crate::Activation;

/// Hard sigmoid, `y = min(max(0, z + 3), 6)/6`: [`Sigmoid`](crate::Sigmoid) by three straight
/// lines.
///
/// For gates on small machines. PyTorch and Keras 3 define it so. Range: [0, 1].
///
/// # References
///
/// Howard et al., "Searching for MobileNetV3", ICCV (2019), section 5.2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HardSigmoid;

impl Activation for HardSigmoid {
    const NAME: &'static str = "hard_sigmoid";
    const READS_PREACTIVATION: bool = false;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        R::constant(1.0).min(R::constant(0.0).max(z / R::constant(6.0) + R::constant(0.5)))
    }

    #[inline(always)]
    fn derivative<R: Real>(_: R, y: R) -> R {
        let one_above_zero = y.select_gt(R::constant(0.0), R::constant(1.0 / 6.0), R::constant(0.0));
        R::constant(1.0).select_gt(y, one_above_zero, R::constant(0.0))
    }
}
