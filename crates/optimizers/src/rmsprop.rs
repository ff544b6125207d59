use alloc::vec::Vec;

use sinew_tensors::{Number, Real};

use crate::hyperparameter::{decay, non_negative, positive};
use crate::schedule::rate;
use crate::{Memory, Optimizer, Piece, RestoreError, Rule, Schedule, State};

/// RMSProp, `v ← α·v + (1 − α)·g²`, `w ← w − η·g/(√v + ε)`.
///
/// AdaGrad that forgets: for recurrent networks and reinforcement learning, where gradients change their size. Defaults: `α = 0.99`,
/// `ε = 10⁻⁸`, no weight decay.
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
/// Tieleman and Hinton, "Lecture 6.5: rmsprop", Coursera: Neural Networks for Machine Learning (2012). The convention is PyTorch's:
/// `ε` outside the root, no correction of the first steps, weight decay added to the gradient; not centered, without momentum.
#[derive(Clone, Debug, PartialEq)]
pub struct RmsProp<T = f32, S = f64> {
    learning_rate: S,
    alpha: f64,
    epsilon: f64,
    weight_decay: f64,
    memory: Memory<T, 1>,
}

impl<T: Number, S: Schedule> RmsProp<T, S> {
    /// RMSProp with a learning rate `η`, a number or a schedule; 0.01 is the usual start.
    ///
    /// # Panics
    ///
    /// If the learning rate is negative or not finite; a schedule's later ones are checked when they are used.
    #[track_caller]
    pub fn new(learning_rate: S) -> Self {
        rate(&learning_rate, 0);
        Self { learning_rate, alpha: 0.99, epsilon: 1e-8, weight_decay: 0.0, memory: Memory::new() }
    }

    /// The share of the past in the running mean of squares.
    ///
    /// # Panics
    ///
    /// If `alpha` is not in [0, 1).
    #[track_caller]
    pub fn alpha(self, alpha: f64) -> Self {
        Self { alpha: decay("alpha", alpha), ..self }
    }

    /// What is added to the divisor.
    ///
    /// # Panics
    ///
    /// If `epsilon` is not positive and finite.
    #[track_caller]
    pub fn epsilon(self, epsilon: f64) -> Self {
        Self { epsilon: positive("epsilon", epsilon), ..self }
    }

    /// Adds `λ·w` to the gradient, that of the loss `½·λ·|w|²`.
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
            alpha: self.alpha,
            epsilon: self.epsilon,
            weight_decay: self.weight_decay,
        }
    }
}

impl<T: Number, S: Schedule> Optimizer<T> for RmsProp<T, S> {
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
    alpha: f64,
    epsilon: f64,
    weight_decay: f64,
}

impl Rule<1> for Step {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [v]: [V; 1]) -> (V, [V; 1]) {
        let g = V::constant(self.weight_decay).mul_add(w, g);
        let v = V::constant(self.alpha) * v + V::constant(1.0 - self.alpha) * g.square();
        (w - V::constant(self.rate) * g / (v.sqrt() + V::constant(self.epsilon)), [v])
    }
}
