use sinew_activations::{Identity, LayerActivation, Tanh};
use sinew_tensors::Vector;

use crate::{Loss, TargetDomain};

/// Hinge loss, `L = 1/N·Σₖ max(0, 1 − tₖ·yₖ)`.
///
/// For outputs that each answer a question with yes or no, and where only the side counts and not
/// the probability, as in a support vector machine. The last layer has to be `identity` or `tanh`,
/// whose outputs have both signs. Targets are 1 for yes and −1 for no. An output that is right by a
/// margin of 1 or more has no loss and no gradient; at the margin itself, the gradient is taken to
/// be 0. The mean runs over the `N` outputs, and over the samples of a batch.
///
/// # References
///
/// Cortes and Vapnik, "Support-vector networks", Machine Learning 20 (1995); Hastie, Tibshirani and
/// Friedman, "The elements of statistical learning", 2nd edition, Springer (2009), eq. 12.25.
#[doc(alias = "힌지 손실")]
#[doc(alias("HingeLoss", "hinge_loss"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hinge;

impl Loss<Identity> for Hinge {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        evaluate::<Identity, V, W>(z, targets)
    }

    /// A sample is right if each output has its target's sign.
    #[inline(always)]
    fn correct<V: Vector, const W: usize>(&self, z: &[[V; W]], targets: &[[V; W]]) -> Option<[V; W]> {
        Some(has_same_signs(z, targets))
    }

    fn target_domain(&self) -> TargetDomain {
        TargetDomain::Signs
    }
}

impl Loss<Tanh> for Hinge {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        evaluate::<Tanh, V, W>(z, targets)
    }

    /// A sample is right if each output has its target's sign.
    #[inline(always)]
    fn correct<V: Vector, const W: usize>(&self, z: &[[V; W]], targets: &[[V; W]]) -> Option<[V; W]> {
        Some(has_same_signs(z, targets)) // tanh z has the sign of z
    }

    fn target_domain(&self) -> TargetDomain {
        TargetDomain::Signs
    }
}

#[inline(always)]
fn evaluate<A: LayerActivation, V: Vector, const W: usize>(z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
    let (zero, one, scale) = (V::constant(0.0), V::constant(1.0), V::constant(1.0 / z.len() as f64));
    A::pull_back_loss(
        z,
        targets,
        #[inline(always)]
        |y, t| {
            let missing = one - t * y;
            let not_missing = zero.select_gt(missing, zero, missing); // 0, or not a number
            (scale * zero.max(missing), missing.select_gt(zero, -(scale * t), not_missing))
        },
    )
}

/// Which samples have only positive logits where their targets are positive, and no other ones: 1
/// in their lanes, 0 in the others.
#[inline(always)]
fn has_same_signs<V: Vector, const W: usize>(z: &[[V; W]], targets: &[[V; W]]) -> [V; W] {
    let (zero, one) = (V::constant(0.0), V::constant(1.0));
    let mut same = [one; W];
    for (z, t) in z.iter().zip(targets) {
        for c in 0..W {
            let (if_yes, if_no) = (t[c].select_gt(zero, one, zero), t[c].select_gt(zero, zero, one));
            same[c] = same[c] * z[c].select_gt(zero, if_yes, if_no);
        }
    }
    same
}
