use sinew_activations::Softmax;
use sinew_tensors::{Number, Vector};

use crate::{Loss, TargetDomain, WeightedCrossEntropy, loss::is_same_class};

/// Cross-entropy, `L = −Σₖ tₖ·ln yₖ`, in nats; for a class label `c`, `−ln y_c`.
///
/// For classes that exclude each other; the last layer has to be `softmax`. Targets are class
/// labels (`usize`) or distributions over the classes: probabilities with a sum of 1. The mean runs
/// over the samples of a batch.
///
/// From logits, `ln yₖ = zₖ − m − ln Σⱼ e^(zⱼ − m)` with the largest logit `m`, in which nothing
/// overflows; the gradient is `y·Σⱼ tⱼ − t`.
///
/// # References
///
/// Bishop, "Pattern recognition and machine learning", Springer (2006), eqs. 4.108 and 4.109.
#[doc(alias("분류", "레이블", "원-핫 인코딩", "교차 엔트로피"))]
#[doc(alias("CrossEntropyLoss", "NLLLoss", "categorical_crossentropy", "sparse_categorical_crossentropy"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CrossEntropy;

impl CrossEntropy {
    /// Replaces each target `t` by `(1 − ε)·t + ε/N`; see
    /// [`WeightedCrossEntropy::label_smoothing`].
    ///
    /// # Panics
    ///
    /// If `epsilon` is not between 0 and 1.
    pub const fn label_smoothing(self, epsilon: f64) -> WeightedCrossEntropy<'static> {
        WeightedCrossEntropy::unweighted().label_smoothing(epsilon)
    }

    /// Leaves out the samples of a label; see [`WeightedCrossEntropy::ignore_label`].
    pub const fn ignore_label(self, label: usize) -> WeightedCrossEntropy<'static> {
        WeightedCrossEntropy::unweighted().ignore_label(label)
    }

    /// Weights each class; see [`WeightedCrossEntropy::class_weights`].
    ///
    /// # Panics
    ///
    /// If a weight is negative or not finite; later, if the network does not have one class for
    /// each weight.
    pub const fn class_weights(self, weights: &[f64]) -> WeightedCrossEntropy<'_> {
        WeightedCrossEntropy::unweighted().class_weights(weights)
    }
}

impl Loss<Softmax> for CrossEntropy {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        evaluate(
            z,
            targets,
            #[inline(always)]
            |_, t| t,
        )
    }

    /// A sample is right if its most probable class is the wanted one.
    #[inline(always)]
    fn correct<V: Vector, const W: usize>(&self, z: &[[V; W]], targets: &[[V; W]]) -> Option<[V; W]> {
        Some(is_same_class(z, targets))
    }

    fn target_domain(&self) -> TargetDomain {
        TargetDomain::Distribution
    }
}

/// Cross-entropy with the targets `adjust(k, tₖ)`.
#[inline(always)]
pub(crate) fn evaluate<V: Vector, const W: usize>(
    z: &mut [[V; W]],
    targets: &[[V; W]],
    adjust: impl Fn(usize, V) -> V,
) -> [V; W] {
    let mut loss = [V::constant(0.0); W];
    for c in 0..W {
        let largest = z.iter().fold(z[0][c], |largest, z| largest.max(z[c]));
        let (mut sum, mut total) = (V::constant(0.0), V::constant(0.0));
        for (k, (z, t)) in z.iter().zip(targets).enumerate() {
            sum = sum + (z[c] - largest).exp();
            total = total + adjust(k, t[c]);
        }
        let (log_sum, scale) = (sum.ln(), total / sum);
        for (k, (z, t)) in z.iter_mut().zip(targets).enumerate() {
            let t = adjust(k, t[c]);
            // The difference of two finite logits may overflow; 0 times infinity would be NaN.
            let distance = (largest - z[c]).min(V::splat(V::Element::MAX));
            loss[c] = t.mul_add(distance + log_sum, loss[c]);
            z[c] = (z[c] - largest).exp().mul_add(scale, -t);
        }
    }
    loss
}
