use sinew_tensors::{Number, Real};

use crate::hyperparameter::{decay, hyperparameters};
use crate::step::{Step, optimizer};
use crate::{OptimizerState, Schedule, UpdateRule};

/// RMSProp, `v ← α·v + (1 − α)·g²`, `w ← w − η·g/(√v + ε)`.
///
/// AdaGrad that forgets: for recurrent networks and reinforcement learning, where gradients change
/// their size. Defaults: `α = 0.99`, `ε = 10⁻⁸`, no momentum, not centered, no weight decay.
///
/// `MOMENTS` says how many numbers it keeps for each parameter: one, two with
/// [`momentum`](Self::momentum), three if [`centered`](Self::centered).
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Optimizer, RmsProp};
///
/// let mut w = [1.0_f32];
/// RmsProp::new(0.01).alpha(0.75).step(&mut w, &[4.0]); // v = 0.25·4² = 2²
/// assert_eq!(w, [0.98]);
///
/// let _of_deep_q_learning: RmsProp<f32, f64, 3> = RmsProp::new(0.00025).alpha(0.95).momentum(0.95).centered();
/// ```
///
/// # References
///
/// Tieleman and Hinton, "Lecture 6.5: rmsprop", Coursera: Neural Networks for Machine Learning
/// (2012); centered: Graves, "Generating sequences with recurrent neural networks",
/// arXiv:1308.0850 (2013), eqs. 38 to 45. The convention is PyTorch's: `ε` outside the root, no
/// correction of the first steps, the learning rate multiplies the moment, weight decay is added to
/// the gradient.
#[derive(Clone, Debug, PartialEq)]
pub struct RmsProp<T = f32, S = f64, const MOMENTS: usize = 1> {
    learning_rate: S,
    config: RmsPropConfig,
    state: OptimizerState<T, MOMENTS>,
}

optimizer!(RmsProp, rule: Step<RmsPropConfig>, moments: 1);
optimizer!(RmsProp<2>, rule: Step<RmsPropConfig>, moments: 2);
optimizer!(RmsProp<3>, rule: Step<RmsPropConfig>, moments: 3);

impl<T: Number, S: Schedule> RmsProp<T, S> {
    hyperparameters! {
        /// RMSProp with a learning rate `η`, a number or a schedule; 0.01 is the usual start.
        new "RmsProp": RmsPropConfig { alpha: 0.99, momentum: 0.0, epsilon: 1e-8, weight_decay: 0.0 },
    }

    /// Follows a sum of past steps, each weighted `μ` times the next: `m ← μ·m + g/(√v + ε)`,
    /// `w ← w − η·m`.
    ///
    /// # Panics
    ///
    /// If `momentum` is not in [0, 1).
    #[track_caller]
    pub fn momentum(self, momentum: f64) -> RmsProp<T, S, 2> {
        let momentum = decay("momentum", momentum);
        RmsProp { config: RmsPropConfig { momentum, ..self.config }, ..self.keeping() }
    }

    /// Divides by the deviation of the gradients and not by their size:
    /// `√(v − a²) + ε` with a running mean `a ← α·a + (1 − α)·g`.
    pub fn centered(self) -> RmsProp<T, S, 3> {
        self.keeping()
    }
}

impl<T: Number, S: Schedule> RmsProp<T, S, 2> {
    /// Divides by the deviation of the gradients; see [`RmsProp::centered`].
    pub fn centered(self) -> RmsProp<T, S, 3> {
        self.keeping()
    }
}

impl<T: Number, S: Schedule> RmsProp<T, S, 3> {
    hyperparameters! {
        /// Follows a sum of past steps, each weighted `μ` times the next; see
        /// [`RmsProp::momentum`].
        momentum: decay("momentum"),
    }
}

impl<T: Number, S: Schedule, const MOMENTS: usize> RmsProp<T, S, MOMENTS> {
    hyperparameters! {
        /// The share of the past in the running mean of squares.
        alpha: decay("alpha"),

        /// What is added to the divisor.
        epsilon: positive("epsilon"),

        /// Adds `λ·w` to the gradient, that of the loss `½·λ·|w|²`.
        weight_decay: non_negative("weight decay"),
    }

    /// The same hyperparameters, with another number of moments.
    fn keeping<const OTHER: usize>(self) -> RmsProp<T, S, OTHER> {
        RmsProp { learning_rate: self.learning_rate, config: self.config, state: OptimizerState::new("RmsProp") }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct RmsPropConfig {
    alpha: f64,
    momentum: f64,
    epsilon: f64,
    weight_decay: f64,
}

impl UpdateRule<1> for Step<RmsPropConfig> {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [v]: [V; 1]) -> (V, [V; 1]) {
        let (g, v) = self.square(w, g, v);
        (w - V::constant(self.learning_rate) * g / (v.sqrt() + V::constant(self.config.epsilon)), [v])
    }
}

/// With momentum.
impl UpdateRule<2> for Step<RmsPropConfig> {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [v, m]: [V; 2]) -> (V, [V; 2]) {
        let (g, v) = self.square(w, g, v);
        let (w, m) = self.follow(w, g, v, m);
        (w, [v, m])
    }
}

/// Centered, with momentum.
impl UpdateRule<3> for Step<RmsPropConfig> {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [v, m, a]: [V; 3]) -> (V, [V; 3]) {
        let (g, v) = self.square(w, g, v);
        let a = V::constant(self.config.alpha).mul_add(a, V::constant(1.0 - self.config.alpha) * g);
        let variance = (v - a.square()).max(V::constant(0.0)); // of equal gradients, rounding may leave less than 0
        let (w, m) = self.follow(w, g, variance, m);
        (w, [v, m, a])
    }
}

impl Step<RmsPropConfig> {
    /// The gradient with weight decay, and the running mean of squares with its square.
    #[inline(always)]
    fn square<V: Real>(&self, w: V, g: V, v: V) -> (V, V) {
        let RmsPropConfig { alpha, weight_decay, .. } = self.config;
        let g = V::constant(weight_decay).mul_add(w, g);
        (g, V::constant(alpha) * v + V::constant(1.0 - alpha) * g.square())
    }

    /// The parameter after a step along the moment, and the moment with `g` over the root of `v`.
    #[inline(always)]
    fn follow<V: Real>(&self, w: V, g: V, v: V, m: V) -> (V, V) {
        let RmsPropConfig { momentum, epsilon, .. } = self.config;
        let m = V::constant(momentum).mul_add(m, g / (v.sqrt() + V::constant(epsilon)));
        (V::constant(-self.learning_rate).mul_add(m, w), m)
    }
}
