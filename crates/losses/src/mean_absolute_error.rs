use sinew_activations::LayerActivation;
use sinew_tensors::Vector;

use crate::Loss;

/// Mean absolute error, `L = 1/N·Σₖ |yₖ − tₖ|`.
///
/// For regression with outliers in the targets: each pulls with the same force. At `yₖ = tₖ` the
/// gradient is taken to be 0. The mean runs over the `N` outputs, and over the samples of a batch.
///
/// # References
///
/// Hastie, Tibshirani and Friedman, "The elements of statistical learning", 2nd edition, Springer
/// (2009), section 10.6.
#[doc(alias = "평균 절대 오차")]
#[doc(alias("L1Loss", "mae"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MeanAbsoluteError;

impl<A: LayerActivation> Loss<A> for MeanAbsoluteError {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        let (zero, scale) = (V::constant(0.0), V::constant(1.0 / z.len() as f64));
        A::pull_back_loss(
            z,
            targets,
            #[inline(always)]
            |y, t| {
                let e = y - t;
                (scale * e.abs(), e.select_gt(zero, scale, zero.select_gt(e, -scale, e))) // `NaN` stays `NaN`
            },
        )
    }
}
