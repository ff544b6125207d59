use sinew_tensors::{Initializer, Real};

use crate::{Activation, HardSigmoid};

/// Hard swish, `y = z·min(max(0, z + 3), 6)/6`: [`Silu`](crate::Silu) without an exponential.
///
/// For hidden layers on small machines. Range: [−0.375, ∞).
///
/// # References
///
/// Howard et al., "Searching for MobileNetV3", ICCV (2019), section 5.2.
#[doc(alias = "하드 스위시")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HardSwish;

impl Activation for HardSwish {
    const NAME: &'static str = "hard_swish";
    const INITIALIZER: Initializer = Initializer::HeUniform;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        z * <HardSigmoid>::apply(z)
    }

    #[inline(always)]
    fn derivative<R: Real>(z: R, _: R) -> R {
        // 0 up to −3, 1 from 3, z/3 + ½ between
        let (zero, one) = (R::constant(0.0), R::constant(1.0));
        let inside = z.mul_add(R::constant(1.0 / 3.0), R::constant(0.5));
        let below_three = R::constant(3.0).select_gt(z, inside, one);
        z.select_gt(R::constant(-3.0), below_three, zero)
    }
}
