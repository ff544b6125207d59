use sinew_tensors::{Initializer, Number, Real, Vector};

use crate::LayerActivation;

/// Softmax, `yₖ = e^zₖ/Σⱼ e^zⱼ`: the probabilities of classes that exclude each other.
///
/// For the last layer only, with cross-entropy as the loss. Adding a constant to all logits changes
/// nothing, so the largest is subtracted first and nothing overflows.
///
/// # References
///
/// Bridle, "Probabilistic interpretation of feedforward classification network outputs",
/// Neurocomputing (1990).
#[doc(alias = "소프트맥스")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Softmax;

impl LayerActivation for Softmax {
    const NAME: &'static str = "softmax";
    const READS_PREACTIVATION: bool = false;
    const INITIALIZER: Initializer = Initializer::GlorotUniform;

    #[inline(always)]
    fn start<R: Real>(z: R) -> R {
        z
    }

    #[inline(always)]
    fn finish<V: Vector, const W: usize>(y: &mut [[V; W]]) {
        for c in 0..W {
            let largest = y.iter().fold(y[0][c], |largest, y| largest.max(y[c]));
            let mut sum = V::constant(0.0);
            for y in y.iter_mut() {
                y[c] = (y[c] - largest).exp();
                sum = sum + y[c];
            }
            let scale = V::constant(1.0) / sum;
            for y in y.iter_mut() {
                y[c] = y[c] * scale;
            }
        }
    }

    #[inline(always)]
    fn apply_one<V: Vector>(z: &mut [V::Element]) {
        let largest = z.iter().fold(z[0], |largest, &z| largest.max(z));
        let mut sum = V::Element::ZERO;
        for z in z.chunks_mut(V::LANES) {
            (V::load(z) - V::splat(largest)).exp().store(z);
            sum = z.iter().fold(sum, |sum, &y| sum + y);
        }
        let scale = V::Element::ONE / sum;
        for y in z {
            *y = *y * scale;
        }
    }

    /// `∂L/∂zₖ = yₖ·(∂L/∂yₖ − Σⱼ yⱼ·∂L/∂yⱼ)`.
    #[inline(always)]
    fn pull_back<V: Vector, const W: usize>(_: &[[V; W]], y: &[[V; W]], dy: &mut [[V; W]]) {
        for c in 0..W {
            let mut dot = V::constant(0.0);
            for (y, dy) in y.iter().zip(&*dy) {
                dot = y[c].mul_add(dy[c], dot);
            }
            for (y, dy) in y.iter().zip(&mut *dy) {
                dy[c] = y[c] * (dy[c] - dot);
            }
        }
    }

    #[inline(always)]
    fn pull_back_loss<V: Vector, const W: usize>(
        z: &mut [[V; W]],
        t: &[[V; W]],
        loss: impl Fn(V, V) -> (V, V),
    ) -> [V; W] {
        Self::finish(z);
        let mut sum = [V::constant(0.0); W];
        for c in 0..W {
            let mut dot = V::constant(0.0);
            for (y, t) in z.iter().zip(t) {
                let (l, dy) = loss(y[c], t[c]);
                sum[c] = sum[c] + l;
                dot = y[c].mul_add(dy, dot);
            }
            for (y, t) in z.iter_mut().zip(t) {
                let (_, dy) = loss(y[c], t[c]);
                y[c] = y[c] * (dy - dot);
            }
        }
        sum
    }
}
