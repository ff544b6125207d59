//! Targets with gaps.

use core::slice;

use sinew_activations::Activation;
use sinew_tensors::{Number, Vector};

use crate::{BinaryCrossEntropy, Huber, Loss, MeanAbsoluteError, MeanSquaredError, Target, TargetDomain, TargetError};

/// A loss of those outputs alone for which there is a target: `None` in a target leaves an output
/// out of the loss and its gradient.
///
/// `L = 1/K·Σₖ l(yₖ, tₖ)` over the `K` outputs that have a target; without any, the loss of the
/// sample is 0. In deep reinforcement learning, only the action that was taken has one. In
/// multi-label learning, some labels may be unknown.
///
/// # Examples
///
/// ```
/// use sinew::losses::Masked;
/// use sinew::prelude::*;
///
/// network! {
///     struct Q = 4 => 16 relu => 2;
/// }
///
/// let states = [[0.1, 0.0, -0.2, 0.3], [0.0, 0.5, 0.0, -0.1]];
/// let returns = [[Some(1.0), None], [None, Some(0.5)]]; // the first action, then the second
/// let (net, mut grads) = (Q::seeded(1), Q::zeros());
/// let loss = net.gradients(&states, &returns, &Masked(Huber::new(1.0)), &mut grads, &mut Workspace::new())?;
/// assert!(loss > 0.0);
/// # Ok::<(), sinew::training::TrainError>(())
/// ```
///
/// # References
///
/// Mnih et al., "Human-level control through deep reinforcement learning", Nature 518 (2015).
#[doc(alias = "가린 손실")]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Masked<L>(pub L);

/// A loss that is the mean over outputs of a function of each.
pub trait OutputwiseLoss {}

impl OutputwiseLoss for BinaryCrossEntropy {}
impl OutputwiseLoss for Huber {}
impl OutputwiseLoss for MeanAbsoluteError {}
impl OutputwiseLoss for MeanSquaredError {}

impl<A: Activation, L: Loss<A> + OutputwiseLoss> Loss<A> for Masked<L> {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        let (zero, one) = (V::constant(0.0), V::constant(1.0));
        let mut there = [zero; W];
        for t in targets {
            for c in 0..W {
                there[c] = there[c] + if_there(t[c], one);
            }
        }
        let scale = there.map(
            #[inline(always)]
            |there| one / one.max(there),
        );
        let mut sum = [zero; W];
        for (z, t) in z.iter_mut().zip(targets) {
            let losses = self.0.evaluate(slice::from_mut(z), slice::from_ref(t)); // of one output
            for c in 0..W {
                sum[c] = sum[c] + scale[c] * if_there(t[c], losses[c]);
                z[c] = scale[c] * if_there(t[c], z[c]);
            }
        }
        sum
    }

    fn target_domain(&self) -> TargetDomain {
        self.0.target_domain()
    }
}

/// `x` where there is a target, and 0 where there is none.
#[inline(always)]
fn if_there<V: Vector>(target: V, x: V) -> V {
    target.select_gt(V::constant(f64::NEG_INFINITY), x, V::constant(0.0)) // NaN is not greater
}

#[diagnostic::do_not_recommend]
impl<T: Number, L, const N: usize> Target<T, Masked<L>, [T; N]> for [Option<T>; N] {
    #[inline(always)]
    fn get(&self, k: usize) -> T {
        self[k].unwrap_or(T::from_f64(f64::NAN))
    }

    /// Checks the numbers that are there.
    fn check(targets: &[Self], _: usize, domain: TargetDomain, _: &Masked<L>) -> Result<(), (usize, TargetError)> {
        let numbers = targets.as_flattened().iter().enumerate();
        for (index, number) in numbers.filter_map(|(index, number)| Some((index, number.as_ref()?))) {
            domain.check(slice::from_ref(number), 1).map_err(|(_, error)| match error {
                TargetError::Number { value, domain, .. } => {
                    (index / N, TargetError::Number { output: index % N, value, domain })
                }
                error => (index / N, error),
            })?;
        }
        Ok(())
    }
}
