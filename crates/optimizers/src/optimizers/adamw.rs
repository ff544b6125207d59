use sinew_tensors::{Number, Real};

use super::adam::{AdamConfig, AdamStep};
use crate::hyperparameter::hyperparameters;
use crate::step::{ForStep, optimizer};
use crate::{AmsGrad, OptimizerState, Schedule, UpdateRule};

/// AdamW, [`Adam`](crate::Adam) with decoupled weight decay: `w ← w − η·λ·w`, then Adam's step.
///
/// The decay of a weight does not depend on its gradients; so it regularizes as intended. The usual
/// choice for transformers, and whenever Adam overfits. Defaults: `λ = 0.01`, the others as in
/// Adam.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{AdamW, Optimizer};
///
/// let mut w = [1.0_f32, 1.0];
/// AdamW::new(0.25).weight_decay(0.5).step(&mut w, &[0.0, 8.0]);
/// assert_eq!(w, [0.875, 0.625]); // 1 − 0.25·0.5, and a step of 0.25 where there is a gradient
/// ```
///
/// # References
///
/// Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR (2019), algorithm 2. The
/// convention is PyTorch's: the decay is multiplied by the learning rate.
#[doc(alias = "가중치 감쇠")]
#[derive(Clone, Debug, PartialEq)]
pub struct AdamW<T = f32, S = f64> {
    learning_rate: S,
    config: AdamConfig,
    state: OptimizerState<T, 2>,
}

optimizer!(AdamW, rule: DecoupledStep, moments: 2);

impl<T: Number, S: Schedule> AdamW<T, S> {
    hyperparameters! {
        /// AdamW with a learning rate `η`: a number or a schedule.
        new "AdamW": AdamConfig { weight_decay: 0.01, decoupled: true, ..AdamConfig::new() },

        /// The share of the past in the running mean of gradients.
        beta1: decay("beta1"),

        /// The share of the past in the running mean of squared gradients.
        beta2: decay("beta2"),

        /// What is added to the divisor.
        epsilon: positive("epsilon"),

        /// Each step multiplies the parameters by `1 − η·λ`.
        weight_decay: non_negative("weight decay"),
    }

    /// Divides by the largest mean of squares so far; see [`AmsGrad`].
    pub fn amsgrad(self) -> AmsGrad<T, S> {
        let state = OptimizerState::new("AdamW with AMSGrad");
        AmsGrad { learning_rate: self.learning_rate, config: self.config, state }
    }
}

/// One step of Adam, after the decoupled weight decay if there is any.
#[derive(Clone, Copy)]
pub(crate) struct DecoupledStep(AdamStep);

impl ForStep<AdamConfig> for DecoupledStep {
    #[inline]
    fn new(config: &mut AdamConfig, learning_rate: f64, steps: u64) -> Self {
        Self(AdamStep::new(config, learning_rate, steps))
    }
}

impl UpdateRule<2> for DecoupledStep {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, moments: [V; 2]) -> (V, [V; 2]) {
        self.0.apply(w * V::constant(self.0.keep), g, moments)
    }
}

/// With the largest `v` so far as the third moment.
impl UpdateRule<3> for DecoupledStep {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [m, v, s]: [V; 3]) -> (V, [V; 3]) {
        let w = w * V::constant(self.0.keep);
        let (m, v) = self.0.moments(w, g, m, v);
        let s = s.max(v);
        (self.0.descend(w, m, s), [m, v, s])
    }
}
