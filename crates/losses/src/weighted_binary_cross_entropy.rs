use sinew_activations::Sigmoid;
use sinew_tensors::Vector;

use crate::{Loss, TargetDomain, binary_cross_entropy::are_right};

/// Binary cross-entropy with weights of the positive answers,
/// `L = −1/N·Σₖ (pₖ·tₖ·ln yₖ + (1 − tₖ)·ln(1 − yₖ))`, in nats.
///
/// For answers of which few are yes: with `p` the number of negative answers for each positive one,
/// both have the same total weight. Above 1, it raises recall, below 1 precision. Made by
/// [`BinaryCrossEntropy`](crate::BinaryCrossEntropy)'s methods, with the same targets. The mean
/// runs over the `N` outputs and the samples, whatever the weights are, as in PyTorch.
///
/// # Examples
///
/// ```
/// use sinew_losses::BinaryCrossEntropy;
///
/// let loss = BinaryCrossEntropy.pos_weight(9.0); // one answer of ten is yes
/// # let _ = loss;
/// ```
///
/// # References
///
/// PyTorch's `BCEWithLogitsLoss` with `pos_weight`.
#[doc(alias = "가중 이진 교차 엔트로피")]
#[doc(alias("pos_weight", "BCEWithLogitsLoss"))]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedBinaryCrossEntropy<'a> {
    weights: PosWeights<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum PosWeights<'a> {
    /// One for all outputs.
    Same(f64),
    /// One for each output.
    Each(&'a [f64]),
}

impl WeightedBinaryCrossEntropy<'static> {
    pub(crate) const fn same(weight: f64) -> Self {
        check(weight);
        Self { weights: PosWeights::Same(weight) }
    }
}

impl<'a> WeightedBinaryCrossEntropy<'a> {
    pub(crate) const fn each(weights: &'a [f64]) -> Self {
        let mut k = 0;
        while k < weights.len() {
            check(weights[k]);
            k += 1;
        }
        Self { weights: PosWeights::Each(weights) }
    }
}

const fn check(weight: f64) {
    assert!(weight >= 0.0 && weight.is_finite(), "weights of positive answers must be finite and not negative");
}

impl Loss<Sigmoid> for WeightedBinaryCrossEntropy<'_> {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        if let PosWeights::Each(weights) = self.weights {
            assert!(weights.len() == z.len(), "{} weights for {} outputs", weights.len(), z.len());
        }
        let (zero, one, scale) = (V::constant(0.0), V::constant(1.0), V::constant(1.0 / z.len() as f64));
        let mut loss = [zero; W];
        for (k, (z, t)) in z.iter_mut().zip(targets).enumerate() {
            let p = V::constant(match self.weights {
                PosWeights::Same(weight) => weight,
                PosWeights::Each(weights) => weights[k],
            });
            for c in 0..W {
                // −ln σ(z) = max(−z, 0) + ln(1 + e^−|z|), which does not overflow
                let e = (-z[c].abs()).exp();
                let rest = e.ln_1p();
                let (yes, no) = (scale * p * t[c], scale * (one - t[c]));
                loss[c] = yes.mul_add(zero.max(-z[c]) + rest, no.mul_add(zero.max(z[c]) + rest, loss[c]));
                let y = z[c].select_gt(zero, one, e) / (one + e); // σ(z), of the same power
                z[c] = (yes + no) * y - yes;
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
