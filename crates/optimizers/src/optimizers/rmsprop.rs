use sinew_tensors::{Number, Real};

use crate::hyperparameter::hyperparameters;
use crate::step::{Step, optimizer};
use crate::{OptimizerState, Schedule, UpdateRule};

/// RMSProp, `v ← α·v + (1 − α)·g²`, `w ← w − η·g/(√v + ε)`.
///
/// AdaGrad that forgets: for recurrent networks and reinforcement learning, where gradients change
/// their size. Defaults: `α = 0.99`, `ε = 10⁻⁸`, no weight decay.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Optimizer, RmsProp};
///
/// let mut w = [1.0_f32];
/// RmsProp::new(0.01).alpha(0.75).step(&mut w, &[4.0]); // v = 0.25·4² = 2²
/// assert_eq!(w, [0.98]);
/// ```
///
/// # References
///
/// Tieleman and Hinton, "Lecture 6.5: rmsprop", Coursera: Neural Networks for Machine Learning
/// (2012). The convention is PyTorch's: `ε` outside the root, no correction of the first steps,
/// weight decay added to the gradient; not centered, without momentum.
#[derive(Clone, Debug, PartialEq)]
pub struct RmsProp<T = f32, S = f64> {
    learning_rate: S,
    config: RmsPropConfig,
    state: OptimizerState<T, 1>,
}

optimizer!(RmsProp, rule: Step<RmsPropConfig>, moments: 1);

impl<T: Number, S: Schedule> RmsProp<T, S> {
    hyperparameters! {
        /// RMSProp with a learning rate `η`, a number or a schedule; 0.01 is the usual start.
        new: RmsPropConfig { alpha: 0.99, epsilon: 1e-8, weight_decay: 0.0 },

        /// The share of the past in the running mean of squares.
        alpha: decay("alpha"),

        /// What is added to the divisor.
        epsilon: positive("epsilon"),

        /// Adds `λ·w` to the gradient, that of the loss `½·λ·|w|²`.
        weight_decay: non_negative("weight decay"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct RmsPropConfig {
    alpha: f64,
    epsilon: f64,
    weight_decay: f64,
}

impl UpdateRule<1> for Step<RmsPropConfig> {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [v]: [V; 1]) -> (V, [V; 1]) {
        let RmsPropConfig { alpha, epsilon, weight_decay } = self.config;
        let g = V::constant(weight_decay).mul_add(w, g);
        let v = V::constant(alpha) * v + V::constant(1.0 - alpha) * g.square();
        (w - V::constant(self.learning_rate) * g / (v.sqrt() + V::constant(epsilon)), [v])
    }
}
