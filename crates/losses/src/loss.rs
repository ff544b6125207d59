//! What a loss is.

use sinew_activations::LayerActivation;
use sinew_tensors::Vector;

use crate::TargetDomain;

/// A loss that fits networks whose last layer has the activation `A`.
///
/// # Examples
///
/// A custom loss, the quartic error `Σₖ (yₖ − tₖ)⁴`, for every activation:
///
/// ```
/// use sinew_activations::LayerActivation;
/// use sinew_losses::Loss;
/// use sinew_tensors::Vector;
///
/// struct QuarticError;
///
/// impl<A: LayerActivation> Loss<A> for QuarticError {
///     #[inline(always)]
///     fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], t: &[[V; W]]) -> [V; W] {
///         A::pull_back_loss(
///             z,
///             t,
///             #[inline(always)]
///             |y, t| {
///                 let e = y - t;
///                 (e.square().square(), V::constant(4.0) * e * e.square())
///             },
///         )
///     }
/// }
/// # use sinew_activations::Identity;
/// # let mut z = [[3.0_f64]];
/// # assert_eq!(Loss::<Identity>::evaluate(&QuarticError, &mut z, &[[1.0]]), [16.0]);
/// # assert_eq!(z, [[32.0]]);
/// ```
#[diagnostic::on_unimplemented(
    message = "the loss `{Self}` does not fit a network that ends in `{A}`",
    label = "this loss does not fit a last layer with the activation `{A}`",
    note = "`CrossEntropy` fits `softmax`, `BinaryCrossEntropy` fits `sigmoid`; `MeanSquaredError`, `MeanAbsoluteError` and `Huber` fit every activation"
)]
#[doc(alias = "로짓")]
pub trait Loss<A: LayerActivation>: Sync {
    /// Returns the loss of each sample of a tile, and turns its logits into `∂loss/∂z`.
    ///
    /// `z` and `targets`: `[N, LANES]`, a row for each of the `N` outputs, a sample to a lane. Mark
    /// it `#[inline(always)]`.
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W];

    /// Which samples of a tile are predicted right, if the loss is for classification: 1 in their
    /// lanes, 0 in the others, and `NaN` in those whose target is no answer, so that there is no
    /// accuracy.
    ///
    /// `z` and `targets` as in [`evaluate`](Self::evaluate), `z` still the logits. What it says of
    /// a sample whose loss is `NaN` does not matter: that one is not right.
    #[inline(always)]
    fn correct<V: Vector, const W: usize>(&self, z: &[[V; W]], targets: &[[V; W]]) -> Option<[V; W]> {
        let _ = (z, targets);
        None
    }

    /// Which targets make sense; others are an error before training or evaluation begins.
    ///
    /// Unless a loss says otherwise, finite numbers do. A loss that gives another meaning to `NaN`
    /// takes [`TargetDomain::Any`].
    fn target_domain(&self) -> TargetDomain {
        TargetDomain::Finite
    }
}

/// Which samples have their largest logit where their target is largest: 1 in their lanes, 0 in the
/// others.
#[inline(always)]
pub(crate) fn is_same_class<V: Vector, const W: usize>(z: &[[V; W]], targets: &[[V; W]]) -> [V; W] {
    let (zero, one) = (V::constant(0.0), V::constant(1.0));
    let mut correct = [zero; W];
    for c in 0..W {
        let (mut largest, mut target_there, mut largest_target) = (z[0][c], targets[0][c], targets[0][c]);
        for (z, t) in z.iter().zip(targets).skip(1) {
            target_there = z[c].select_gt(largest, t[c], target_there);
            largest = largest.max(z[c]);
            largest_target = largest_target.max(t[c]);
        }
        correct[c] = largest_target.select_gt(target_there, zero, one);
    }
    correct
}
