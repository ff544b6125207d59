use sinew_activations::Sigmoid;
use sinew_tensors::Vector;

use crate::{Loss, TargetDomain, WeightedBinaryCrossEntropy};

/// Binary cross-entropy, `L = −1/N·Σₖ (tₖ·ln yₖ + (1 − tₖ)·ln(1 − yₖ))`, in nats.
///
/// For outputs that each answer a question with yes or no; the last layer has to be `sigmoid`.
/// Targets are probabilities, from 0 to 1, or, for a single output, `bool`. The mean runs over the
/// `N` outputs, and over the samples of a batch.
///
/// A sample is right if each output is on its target's side of ½; `sinew::training::metrics` also
/// counts label by label. Samples whose targets are not all 0 or 1, as the pixels of an
/// autoencoder, are neither right nor wrong, and then there is no accuracy.
///
/// From logits, `max(z, 0) − t·z + ln(1 + e^−|z|)`, which does not overflow; the gradient is
/// `(y − t)/N`.
///
/// # References
///
/// Bishop, "Pattern recognition and machine learning", Springer (2006), eq. 4.90.
#[doc(alias("이진 분류", "이진 교차 엔트로피"))]
#[doc(alias("BCELoss", "BCEWithLogitsLoss", "binary_crossentropy"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BinaryCrossEntropy;

impl BinaryCrossEntropy {
    /// Multiplies the loss of positive answers by `weight`; see [`WeightedBinaryCrossEntropy`].
    ///
    /// # Panics
    ///
    /// If `weight` is negative or not finite.
    pub const fn pos_weight(self, weight: f64) -> WeightedBinaryCrossEntropy<'static> {
        WeightedBinaryCrossEntropy::same(weight)
    }

    /// Multiplies the loss of positive answers of output `k` by `weights[k]`; see
    /// [`WeightedBinaryCrossEntropy`].
    ///
    /// # Panics
    ///
    /// If a weight is negative or not finite; later, if the network does not have one output for
    /// each weight.
    pub const fn pos_weights(self, weights: &[f64]) -> WeightedBinaryCrossEntropy<'_> {
        WeightedBinaryCrossEntropy::each(weights)
    }
}

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

    /// A sample is right if each output is on its target's side of ½, and no sample is right or
    /// wrong whose targets are not all 0 or 1.
    #[inline(always)]
    fn correct<V: Vector, const W: usize>(&self, z: &[[V; W]], targets: &[[V; W]]) -> Option<[V; W]> {
        Some(are_right(z, targets))
    }

    fn target_domain(&self) -> TargetDomain {
        TargetDomain::Probabilities
    }
}

/// Which samples have each output on its target's side of ½: 1 in their lanes, 0 in the others, and
/// `NaN` in those with a target that is neither 0 nor 1.
#[inline(always)]
pub(crate) fn are_right<V: Vector, const W: usize>(z: &[[V; W]], targets: &[[V; W]]) -> [V; W] {
    let (zero, one) = (V::constant(0.0), V::constant(1.0));
    let (mut right, mut doubt) = ([one; W], [zero; W]);
    for (z, t) in z.iter().zip(targets) {
        for c in 0..W {
            let no = one - t[c];
            right[c] = right[c] * z[c].select_gt(zero, t[c], no); // σ(z) > ½ where z > 0
            doubt[c] = doubt[c].max(t[c] * no); // 0 for 0 and 1 alone
        }
    }
    for c in 0..W {
        right[c] = doubt[c].select_gt(zero, V::constant(f64::NAN), right[c]);
    }
    right
}
