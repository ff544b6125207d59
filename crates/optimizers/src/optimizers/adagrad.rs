use sinew_tensors::{Number, Real};

use crate::hyperparameter::hyperparameters;
use crate::step::{Step, optimizer};
use crate::{OptimizerState, Schedule, UpdateRule};

/// AdaGrad, `s ← s + g²`, `w ← w − η·g/(√s + ε)`.
///
/// A learning rate for each parameter, that falls with the gradients it has seen: for sparse
/// features, and convex problems. Defaults: `ε = 10⁻¹⁰`, no weight decay.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Adagrad, Optimizer};
///
/// let mut w = [1.0, 1.0_f32];
/// Adagrad::new(0.5).step(&mut w, &[4.0, -0.01]); // the first step has the length of the learning rate
/// assert_eq!(w, [0.5, 1.5]);
/// ```
///
/// # References
///
/// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic
/// optimization", JMLR 12 (2011), fig. 1 with diagonal matrices. The convention is PyTorch's: `ε`
/// outside the root, sums that start at 0, weight decay added to the gradient.
#[derive(Clone, Debug, PartialEq)]
pub struct Adagrad<T = f32, S = f64> {
    learning_rate: S,
    config: AdagradConfig,
    state: OptimizerState<T, 1>,
}

optimizer!(Adagrad, rule: Step<AdagradConfig>, moments: 1);

impl<T: Number, S: Schedule> Adagrad<T, S> {
    hyperparameters! {
        /// AdaGrad with a learning rate `η`, a number or a schedule; 0.01 is the usual start.
        new "Adagrad": AdagradConfig { epsilon: 1e-10, weight_decay: 0.0 },

        /// What is added to the divisor.
        epsilon: positive("epsilon"),

        /// Adds `λ·w` to the gradient, that of the loss `½·λ·|w|²`.
        weight_decay: non_negative("weight decay"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct AdagradConfig {
    epsilon: f64,
    weight_decay: f64,
}

impl UpdateRule<1> for Step<AdagradConfig> {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [s]: [V; 1]) -> (V, [V; 1]) {
        let AdagradConfig { epsilon, weight_decay } = self.config;
        let g = V::constant(weight_decay).mul_add(w, g);
        let s = g.mul_add(g, s);
        (w - V::constant(self.learning_rate) * g / (s.sqrt() + V::constant(epsilon)), [s])
    }
}
