use sinew_tensors::{Number, Real};

use crate::hyperparameter::{decay, hyperparameters};
use crate::step::{Step, optimizer};
use crate::{OptimizerState, Schedule, Sgd, UpdateRule};

/// Gradient descent with momentum, `m ← μ·m + g + λ·w`, `w ← w − η·m`; made by [`Sgd::momentum`].
///
/// For large networks in which a well-tuned learning rate pays, often with a schedule; `μ = 0.9` is
/// the usual start.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Optimizer, Sgd};
///
/// let mut w = [1.0];
/// let mut sgd = Sgd::new(0.1).momentum(0.5);
/// sgd.step(&mut w, &[2.0]); // m = 2
/// sgd.step(&mut w, &[2.0]); // m = 3
/// assert_eq!(w, [0.5]);
/// ```
///
/// # References
///
/// Polyak, "Some methods of speeding up the convergence of iteration methods", USSR Comput. Math.
/// Math. Phys. 4 (1964); Sutskever, Martens, Dahl and Hinton, "On the importance of initialization
/// and momentum in deep learning", ICML (2013), eqs. 1 to 4. The convention is PyTorch's (without
/// dampening): the learning rate multiplies the moment, and is not summed up in it.
#[doc(alias = "모멘텀")]
#[derive(Clone, Debug, PartialEq)]
pub struct Momentum<T = f32, S = f64> {
    learning_rate: S,
    config: MomentumConfig,
    state: OptimizerState<T, 1>,
}

optimizer!(Momentum, rule: Step<MomentumConfig>, moments: 1);

impl<S: Schedule> Sgd<S> {
    /// Follows a sum of past gradients, each weighted `μ` times the next.
    ///
    /// # Panics
    ///
    /// If `momentum` is not in [0, 1).
    #[track_caller]
    pub fn momentum<T: Number>(self, momentum: f64) -> Momentum<T, S> {
        let mu = decay("momentum", momentum);
        let config = MomentumConfig { mu, nesterov: false, weight_decay: self.config.weight_decay };
        Momentum { learning_rate: self.learning_rate, config, state: OptimizerState::new("Momentum") }
    }
}

impl<T: Number, S: Schedule> Momentum<T, S> {
    /// Looks one step ahead, `w ← w − η·(g + λ·w + μ·m)`: Nesterov's accelerated gradient.
    pub fn nesterov(mut self) -> Self {
        self.config.nesterov = true;
        self
    }

    hyperparameters! {
        /// Adds `λ·w` to the gradient; see [`Sgd::weight_decay`].
        weight_decay: non_negative("weight decay"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct MomentumConfig {
    mu: f64,
    nesterov: bool,
    weight_decay: f64,
}

impl UpdateRule<1> for Step<MomentumConfig> {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [m]: [V; 1]) -> (V, [V; 1]) {
        let MomentumConfig { mu, nesterov, weight_decay } = self.config;
        let mu = V::constant(mu);
        let g = V::constant(weight_decay).mul_add(w, g);
        let m = mu.mul_add(m, g);
        let direction = if nesterov { mu.mul_add(m, g) } else { m };
        (V::constant(-self.learning_rate).mul_add(direction, w), [m])
    }
}
