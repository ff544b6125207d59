use alloc::vec::Vec;

use sinew_tensors::{Number, Real};

use crate::hyperparameter::{decay, non_negative};
use crate::schedule::rate;
use crate::{Memory, Optimizer, Piece, RestoreError, Rule, Schedule, State};

/// Lion, `w ← w − η·(sign(β₁·m + (1 − β₁)·g) + λ·w)`, `m ← β₂·m + (1 − β₂)·g`.
///
/// Every parameter moves by the learning rate, so choose it 3 to 10 times smaller than for [`AdamW`](crate::AdamW), and the weight decay as
/// many times larger; half the memory of Adam. Defaults: `β₁ = 0.9`, `β₂ = 0.99`, no weight decay.
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
/// Chen et al., "Symbolic discovery of optimization algorithms", NeurIPS (2023), algorithm 2. The decay is decoupled, as there.
#[derive(Clone, Debug, PartialEq)]
pub struct Lion<T = f32, S = f64> {
    learning_rate: S,
    beta1: f64,
    beta2: f64,
    weight_decay: f64,
    memory: Memory<T, 1>,
}

impl<T: Number, S: Schedule> Lion<T, S> {
    /// Lion with a learning rate `η`, a number or a schedule; 0.0001 is the usual start.
    ///
    /// # Panics
    ///
    /// If the learning rate is negative or not finite; a schedule's later ones are checked when they are used.
    #[track_caller]
    pub fn new(learning_rate: S) -> Self {
        rate(&learning_rate, 0);
        Self { learning_rate, beta1: 0.9, beta2: 0.99, weight_decay: 0.0, memory: Memory::new() }
    }

    /// The share of the past in the direction of a step.
    ///
    /// # Panics
    ///
    /// If `beta1` is not in [0, 1).
    #[track_caller]
    pub fn beta1(self, beta1: f64) -> Self {
        Self { beta1: decay("beta1", beta1), ..self }
    }

    /// The share of the past in the running mean of gradients.
    ///
    /// # Panics
    ///
    /// If `beta2` is not in [0, 1).
    #[track_caller]
    pub fn beta2(self, beta2: f64) -> Self {
        Self { beta2: decay("beta2", beta2), ..self }
    }

    /// Each step multiplies the parameters by `1 − η·λ`.
    ///
    /// # Panics
    ///
    /// If `weight_decay` is negative or not finite.
    #[track_caller]
    pub fn weight_decay(self, weight_decay: f64) -> Self {
        Self { weight_decay: non_negative("weight decay", weight_decay), ..self }
    }

    /// The next step.
    #[inline]
    fn rule(&self) -> Step {
        Step {
            rate: rate(&self.learning_rate, self.memory.steps()),
            beta1: self.beta1,
            beta2: self.beta2,
            weight_decay: self.weight_decay,
        }
    }
}

impl<T: Number, S: Schedule> Optimizer<T> for Lion<T, S> {
    #[inline]
    fn step(&mut self, parameters: &mut [T], gradients: &[T]) {
        self.memory.update(self.rule(), parameters, gradients);
    }

    fn pieces<'a>(&'a mut self, parameters: &'a mut [T], gradients: &'a [T], count: usize) -> Vec<Piece<'a>> {
        self.memory.pieces(self.rule(), parameters, gradients, count)
    }

    fn learning_rate(&self) -> Option<f64> {
        Some(self.learning_rate.learning_rate(self.memory.steps()))
    }

    fn state(&self) -> Option<State<'_, T>> {
        Some(self.memory.state())
    }

    fn restore(&mut self, state: State<'_, T>, parameters: usize) -> Result<(), RestoreError> {
        self.memory.restore(state, parameters)
    }
}

#[derive(Clone, Copy)]
struct Step {
    rate: f64,
    beta1: f64,
    beta2: f64,
    weight_decay: f64,
}

impl Rule<1> for Step {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [m]: [V; 1]) -> (V, [V; 1]) {
        let c = V::constant(self.beta1) * m + V::constant(1.0 - self.beta1) * g;
        let m = V::constant(self.beta2) * m + V::constant(1.0 - self.beta2) * g;
        (w - V::constant(self.rate) * (sign(c) + V::constant(self.weight_decay) * w), [m])
    }
}

/// −1, 0 or 1; what is not a number stays that.
#[inline(always)]
fn sign<V: Real>(x: V) -> V {
    let zero = V::constant(0.0);
    x.select_gt(zero, V::constant(1.0), zero.select_gt(x, V::constant(-1.0), x))
}
