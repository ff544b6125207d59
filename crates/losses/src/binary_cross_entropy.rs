use sinew_activations::Sigmoid;
use sinew_tensors::Vector;

use crate::Loss;

/// Binary cross-entropy, `L = −1/N·Σₖ (tₖ·ln yₖ + (1 − tₖ)·ln(1 − yₖ))`, in nats.
///
/// For outputs that each answer a question with yes or no; the last layer has to be `sigmoid`.
/// Targets are probabilities, from 0 to 1. The mean runs over the `N` outputs, and over the samples
/// of a batch.
///
/// From logits, `max(z, 0) − t·z + ln(1 + e^−|z|)`, which does not overflow; the gradient is
/// `(y − t)/N`.
///
/// # References
///
/// Bishop, "Pattern recognition and machine learning", Springer (2006), eq. 4.90.
#[doc(alias("BCELoss", "BCEWithLogitsLoss", "binary_crossentropy"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BinaryCrossEntropy;

impl Loss<Sigmoid> for BinaryCrossEntropy {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        let (zero, one, scale) = (V::constant(0.0), V::constant(1.0), V::constant(1.0 / z.len() as f64));
        let mut loss = [zero; W];
        for (z, t) in z.iter_mut().zip(targets) {
            for c in 0..W {
                let e = (-z[c].abs()).exp();
                let entropy = zero.max(z[c]) - t[c] * z[c] + e.ln_1p();
                loss[c] = scale.mul_add(entropy, loss[c]);
                let y = z[c].select_gt(zero, one, e) / (one + e); // σ(z), of the same power
                z[c] = scale * (y - t[c]);
            }
        }
        loss
    }

    /// A sample is right if each output is on its target's side of ½.
    #[inline(always)]
    fn correct<V: Vector, const W: usize>(&self, z: &[[V; W]], targets: &[[V; W]]) -> Option<[V; W]> {
        let (zero, one, half) = (V::constant(0.0), V::constant(1.0), V::constant(0.5));
        let mut correct = [one; W];
        for (z, t) in z.iter().zip(targets) {
            for c in 0..W {
                // σ(z) > ½ where z > 0
                let (if_yes, if_no) = (t[c].select_gt(half, one, zero), t[c].select_gt(half, zero, one));
                correct[c] = correct[c] * z[c].select_gt(zero, if_yes, if_no);
            }
        }
        Some(correct)
    }
}
