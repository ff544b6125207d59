use sinew_tensors::{Number, Real};

use crate::hyperparameter::hyperparameters;
use crate::step::{Step, optimizer};
use crate::{OptimizerState, Schedule, UpdateRule};

/// Lion, `w ← w − η·(sign(β₁·m + (1 − β₁)·g) + λ·w)`, `m ← β₂·m + (1 − β₂)·g`.
///
/// Every parameter moves by the learning rate, so choose it 3 to 10 times smaller than for
/// [`AdamW`](crate::AdamW), and the weight decay larger by the same factor. It needs half the
/// memory of Adam.
/// Defaults: `β₁ = 0.9`, `β₂ = 0.99`, no weight decay.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Lion, Optimizer};
///
/// let mut w = [1.0, 1.0, 1.0];
/// Lion::new(0.25).step(&mut w, &[1e-3, -5.0, 0.0]);
/// assert_eq!(w, [0.75, 1.25, 1.0]);
/// ```
///
/// # References
///
/// Chen et al., "Symbolic discovery of optimization algorithms", NeurIPS (2023), algorithm 2. The
/// decay is decoupled, as there.
#[derive(Clone, Debug, PartialEq)]
pub struct Lion<T = f32, S = f64> {
    learning_rate: S,
    config: LionConfig,
    state: OptimizerState<T, 1>,
}

optimizer!(Lion, rule: Step<LionConfig>, moments: 1);

impl<T: Number, S: Schedule> Lion<T, S> {
    hyperparameters! {
        /// Lion with a learning rate `η`, a number or a schedule; 0.0001 is the usual start.
        new "Lion": LionConfig { beta1: 0.9, beta2: 0.99, weight_decay: 0.0 },

        /// The share of the past in the direction of a step.
        beta1: decay("beta1"),

        /// The share of the past in the running mean of gradients.
        beta2: decay("beta2"),

        /// Each step multiplies the parameters by `1 − η·λ`.
        weight_decay: non_negative("weight decay"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct LionConfig {
    beta1: f64,
    beta2: f64,
    weight_decay: f64,
}

impl UpdateRule<1> for Step<LionConfig> {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [m]: [V; 1]) -> (V, [V; 1]) {
        let LionConfig { beta1, beta2, weight_decay } = self.config;
        let c = V::constant(beta1) * m + V::constant(1.0 - beta1) * g;
        let m = V::constant(beta2) * m + V::constant(1.0 - beta2) * g;
        (w - V::constant(self.learning_rate) * (sign(c) + V::constant(weight_decay) * w), [m])
    }
}

/// −1, 0 or 1; NaN stays NaN.
#[inline(always)]
fn sign<V: Real>(x: V) -> V {
    let zero = V::constant(0.0);
    x.select_gt(zero, V::constant(1.0), zero.select_gt(x, V::constant(-1.0), x))
}
