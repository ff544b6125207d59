use sinew_activations::Softmax;
use sinew_tensors::Vector;

use crate::{Loss, SampleWeight, TargetDomain, cross_entropy, loss::is_same_class};

/// Cross-entropy with label smoothing, class weights and a label that is ignored,
/// `L = −Σₖ wₖ·t′ₖ·ln yₖ` with `t′ = (1 − ε)·t + ε/N`, in nats.
///
/// For classes of unequal size or importance, against overconfidence, and for samples without a
/// class. Made by [`CrossEntropy`](crate::CrossEntropy)'s methods. Targets are those of
/// [`CrossEntropy`](crate::CrossEntropy).
///
/// The mean runs over the samples of a batch, as in Keras: a batch of rare classes has a larger
/// gradient than others. PyTorch divides by the sum of the samples' class weights instead, and so
/// does [`mean_over_weights`](Self::mean_over_weights): all batches pull alike, and to multiply all
/// weights by a number changes nothing.
///
/// # Examples
///
/// ```
/// use sinew_losses::CrossEntropy;
///
/// let loss = CrossEntropy.label_smoothing(0.1).class_weights(&[1.0, 2.5, 1.0]);
/// # let _ = loss;
/// ```
///
/// # References
///
/// Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the inception architecture for computer
/// vision", CVPR (2016), section 7.
#[doc(alias = "가중 교차 엔트로피")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedCrossEntropy<'a> {
    label_smoothing: f64,
    /// One weight for each class; empty if all are equal.
    class_weights: &'a [f64],
    /// Whose samples are left out.
    ignored: Option<usize>,
    /// Whether the mean divides by the weights of the samples' classes, not by their number.
    over_weights: bool,
}

impl<'a> WeightedCrossEntropy<'a> {
    pub(crate) const fn unweighted() -> Self {
        Self { label_smoothing: 0.0, class_weights: &[], ignored: None, over_weights: false }
    }

    /// Replaces each target `t` by `(1 − ε)·t + ε/N`, where `N` is the number of classes.
    ///
    /// # Panics
    ///
    /// If `epsilon` is not between 0 and 1.
    pub const fn label_smoothing(mut self, epsilon: f64) -> Self {
        assert!(epsilon >= 0.0 && epsilon <= 1.0, "label smoothing must be between 0 and 1");
        self.label_smoothing = epsilon;
        self
    }

    /// Multiplies the loss of class `k` by `weights[k]`.
    ///
    /// # Panics
    ///
    /// If a weight is negative or not finite; later, if the network does not have one class for
    /// each weight.
    pub const fn class_weights<'b>(self, weights: &'b [f64]) -> WeightedCrossEntropy<'b>
    where
        'a: 'b,
    {
        let mut k = 0;
        while k < weights.len() {
            assert!(weights[k] >= 0.0 && weights[k].is_finite(), "class weights must be finite and not negative");
            k += 1;
        }
        WeightedCrossEntropy { class_weights: weights, ..self }
    }

    /// Leaves out samples of the class `label`, which need not be that of an output: they have no
    /// loss, no gradient, and no part in the mean or in the accuracy. 255 often marks what nobody
    /// labelled.
    ///
    /// Targets that are distributions are not left out.
    #[doc(alias = "ignore_index")]
    #[must_use]
    pub const fn ignore_label(mut self, label: usize) -> Self {
        self.ignored = Some(label);
        self
    }

    /// Divides the loss of a batch by the sum of the weights of its samples' classes, as PyTorch
    /// does, and not by the number of samples.
    ///
    /// Samples whose target is a distribution count 1, as in PyTorch.
    #[must_use]
    pub const fn mean_over_weights(mut self) -> Self {
        self.over_weights = true;
        self
    }

    /// How much a sample of this label weighs; its class weight is already in its loss.
    #[inline(always)]
    pub(crate) fn weight_of(&self, label: usize) -> SampleWeight {
        let class_weight = self.class_weights.get(label).filter(|_| self.over_weights);
        match class_weight {
            _ if self.ignored == Some(label) => SampleWeight::IGNORED,
            Some(&divisor) => SampleWeight { factor: 1.0, divisor },
            None => SampleWeight::ONE,
        }
    }
}

impl Loss<Softmax> for WeightedCrossEntropy<'_> {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        let weights = self.class_weights;
        assert!(
            weights.is_empty() || weights.len() == z.len(),
            "{} class weights for {} classes",
            weights.len(),
            z.len()
        );
        let kept = V::constant(1.0 - self.label_smoothing);
        let spread = V::constant(self.label_smoothing / z.len() as f64);
        cross_entropy::evaluate(
            z,
            targets,
            #[inline(always)]
            |k, t| {
                let weight = weights.get(k).copied().unwrap_or(1.0);
                V::constant(weight) * kept.mul_add(t, spread)
            },
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
