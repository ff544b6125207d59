use alloc::vec::Vec;

use sinew_tensors::{Number, Real};

use crate::adam::{self, Method};
use crate::{Memory, Optimizer, Piece, RestoreError, Rule, Schedule, State};

/// AdamW, [`Adam`](crate::Adam) with decoupled weight decay: `w ← w − η·λ·w`, then Adam's step.
///
/// The decay of a weight does not depend on its gradients; so it regularizes as intended. The usual choice for transformers, and
/// whenever Adam overfits. Defaults: `λ = 0.01`, the others as in Adam.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{AdamW, Optimizer};
///
/// let mut w = [1.0_f32, 1.0];
/// AdamW::new(0.25).weight_decay(0.5).step(&mut w, &[0.0, 8.0]); // 1 − 0.25·0.5, and a step of 0.25 where there is a gradient
/// assert_eq!(w, [0.875, 0.625]);
/// ```
///
/// # References
///
/// Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR (2019), algorithm 2. The convention is PyTorch's: the decay
/// is multiplied by the learning rate.
#[derive(Clone, Debug, PartialEq)]
pub struct AdamW<T = f32, S = f64> {
    method: Method<S>,
    memory: Memory<T, 2>,
}

impl<T: Number, S: Schedule> AdamW<T, S> {
    /// AdamW with a learning rate `η`: a number or a schedule.
    ///
    /// # Panics
    ///
    /// If the learning rate is negative or not finite; a schedule's later ones are checked when they are used.
    #[track_caller]
    pub fn new(learning_rate: S) -> Self {
        Self { method: Method::new(learning_rate).weight_decay(0.01), memory: Memory::new() }
    }

    /// The share of the past in the running mean of gradients.
    ///
    /// # Panics
    ///
    /// If `beta1` is not in [0, 1).
    #[track_caller]
    pub fn beta1(self, beta1: f64) -> Self {
        Self { method: self.method.beta1(beta1), ..self }
    }

    /// The share of the past in the running mean of squared gradients.
    ///
    /// # Panics
    ///
    /// If `beta2` is not in [0, 1).
    #[track_caller]
    pub fn beta2(self, beta2: f64) -> Self {
        Self { method: self.method.beta2(beta2), ..self }
    }

    /// What is added to the divisor.
    ///
    /// # Panics
    ///
    /// If `epsilon` is not positive and finite.
    #[track_caller]
    pub fn epsilon(self, epsilon: f64) -> Self {
        Self { method: self.method.epsilon(epsilon), ..self }
    }

    /// Each step multiplies the parameters by `1 − η·λ`.
    ///
    /// # Panics
    ///
    /// If `weight_decay` is negative or not finite.
    #[track_caller]
    pub fn weight_decay(self, weight_decay: f64) -> Self {
        Self { method: self.method.weight_decay(weight_decay), ..self }
    }

    /// The next step.
    #[inline]
    fn rule(&self) -> Step {
        let mut adam = self.method.step(self.memory.steps());
        let keep = 1.0 - adam.learning_rate * core::mem::take(&mut adam.weight_decay);
        Step { keep, adam }
    }
}

impl<T: Number, S: Schedule> Optimizer<T> for AdamW<T, S> {
    #[inline]
    fn step(&mut self, parameters: &mut [T], gradients: &[T]) {
        self.memory.update(self.rule(), parameters, gradients);
    }

    fn pieces<'a>(&'a mut self, parameters: &'a mut [T], gradients: &'a [T], count: usize) -> Vec<Piece<'a>> {
        self.memory.pieces(self.rule(), parameters, gradients, count)
    }

    fn learning_rate(&self) -> Option<f64> {
        Some(self.method.rate(self.memory.steps()))
    }

    fn state(&self) -> Option<State<'_, T>> {
        Some(self.memory.state())
    }

    fn restore(&mut self, state: State<'_, T>, parameters: usize) -> Result<(), RestoreError> {
        self.memory.restore(state, parameters)
    }
}

/// One step of Adam without weight decay, after what it `keep`s of each parameter.
#[derive(Clone, Copy)]
struct Step {
    keep: f64,
    adam: adam::Step,
}

impl Rule<2> for Step {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, moments: [V; 2]) -> (V, [V; 2]) {
        self.adam.apply(w * V::constant(self.keep), g, moments)
    }
}
