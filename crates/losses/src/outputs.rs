//! Losses of networks with several outputs.

use sinew_activations::LayerActivation;
use sinew_tensors::Vector;

use crate::{BinaryLoss, ClassLoss, Loss, SampleWeight, TargetDomain};

/// A loss times a number: how much one output of a network weighs beside the others.
///
/// # Examples
///
/// ```
/// use sinew_losses::{CrossEntropy, Scaled};
///
/// let loss = Scaled::new(CrossEntropy, 0.3);
/// # let _ = loss;
/// ```
#[doc(alias = "가중 손실")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaled<L> {
    loss: L,
    factor: f64,
}

impl<L> Scaled<L> {
    /// The loss times `factor`.
    ///
    /// # Panics
    ///
    /// If `factor` is negative or not finite.
    #[track_caller]
    pub const fn new(loss: L, factor: f64) -> Self
    where
        L: Copy,
    {
        assert!(factor >= 0.0 && factor.is_finite(), "the factor of a loss must be in [0, ∞)");
        Self { loss, factor }
    }
}

impl<A: LayerActivation, L: Loss<A>> Loss<A> for Scaled<L> {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        let factor = V::constant(self.factor);
        let losses = self.loss.evaluate(z, targets);
        for z in z.as_flattened_mut() {
            *z = factor * *z;
        }
        losses.map(
            #[inline(always)]
            |loss| factor * loss,
        )
    }

    #[inline(always)]
    fn correct<V: Vector, const W: usize>(&self, z: &[[V; W]], targets: &[[V; W]]) -> Option<[V; W]> {
        self.loss.correct(z, targets)
    }

    fn target_domain(&self) -> TargetDomain {
        self.loss.target_domain()
    }
}

impl<L: ClassLoss> ClassLoss for Scaled<L> {
    const WEIGHTS_LABELS: bool = L::WEIGHTS_LABELS;

    #[inline(always)]
    fn label_weight(&self, label: usize) -> SampleWeight {
        self.loss.label_weight(label)
    }
}

impl<L: BinaryLoss> BinaryLoss for Scaled<L> {}

/// No loss: leaves an output of a network out of training, or out of an evaluation that is to tell
/// of another.
///
/// The loss is 0, and so is its gradient, for every activation and every target.
#[doc(alias = "무시한 출력")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ignored;

impl<A: LayerActivation> Loss<A> for Ignored {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], _: &[[V; W]]) -> [V; W] {
        z.as_flattened_mut().fill(V::constant(0.0));
        [V::constant(0.0); W]
    }

    fn target_domain(&self) -> TargetDomain {
        TargetDomain::Any
    }
}

impl ClassLoss for Ignored {}

impl BinaryLoss for Ignored {}

/// Adds the losses of one output.
#[doc(hidden)]
#[inline(always)]
pub fn add_losses<V: Vector, const W: usize>(sum: &mut [V; W], losses: [V; W]) {
    for c in 0..W {
        sum[c] = sum[c] + losses[c];
    }
}

/// A sample is right if it is in each output whose loss is one of classification.
#[doc(hidden)]
#[inline(always)]
pub fn all_correct<V: Vector, const W: usize>(all: &mut Option<[V; W]>, correct: Option<[V; W]>) {
    *all = match (*all, correct) {
        (Some(mut all), Some(correct)) => {
            for c in 0..W {
                all[c] = all[c] * correct[c];
            }
            Some(all)
        }
        (all, correct) => all.or(correct),
    };
}
