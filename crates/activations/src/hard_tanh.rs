use sinew_tensors::Real;

use crate::Activation;

/// Hard hyperbolic tangent, `y = min(max(−1, z), 1)`: [`Tanh`](crate::Tanh) by three straight
/// lines.
///
/// For small machines, and for outputs with hard limits. Range: [−1, 1].
///
/// # References
///
/// Collobert, "Large scale machine learning", PhD thesis, Université Paris VI (2004).
#[doc(alias = "하드 하이퍼볼릭 탄젠트")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HardTanh;

impl Activation for HardTanh {
    const NAME: &'static str = "hard_tanh";
    const READS_PREACTIVATION: bool = false;

    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        R::constant(1.0).min(R::constant(-1.0).max(z))
    }

    #[inline(always)]
    fn derivative<R: Real>(_: R, y: R) -> R {
        let one_inside = y.select_gt(R::constant(-1.0), R::constant(1.0), R::constant(0.0));
        R::constant(1.0).select_gt(y, one_inside, R::constant(0.0))
    }
}
