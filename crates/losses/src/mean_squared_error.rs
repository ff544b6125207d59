use sinew_activations::LayerActivation;
use sinew_tensors::Vector;

use crate::Loss;

/// Mean squared error, `L = 1/N·Σₖ (yₖ − tₖ)²`.
///
/// For regression. The mean runs over the `N` outputs, and over the samples of a batch, as in
/// PyTorch and Keras.
///
/// # References
///
/// Goodfellow, Bengio and Courville, "Deep learning", MIT Press (2016), eq. 5.4.
#[doc(alias("회귀", "평균 제곱 오차"))]
#[doc(alias("MSELoss", "mse"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MeanSquaredError;

impl<A: LayerActivation> Loss<A> for MeanSquaredError {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        let scale = V::constant(1.0 / z.len() as f64);
        A::pull_back_loss(
            z,
            targets,
            #[inline(always)]
            |y, t| {
                let e = y - t;
                (scale * e * e, (scale + scale) * e)
            },
        )
    }
}
