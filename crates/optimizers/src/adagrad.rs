use alloc::vec::Vec;

use sinew_tensors::{Number, Real};

use crate::hyperparameter::{non_negative, positive};
use crate::schedule::rate;
use crate::{Memory, Optimizer, Piece, RestoreError, Rule, Schedule, State};

/// AdaGrad, `s ← s + g²`, `w ← w − η·g/(√s + ε)`.
///
/// A learning rate for each parameter, that falls with the gradients it has seen: for sparse features, and convex problems.
/// Defaults: `ε = 10⁻¹⁰`, no weight decay.
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
/// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", JMLR 12 (2011), fig. 1
/// with diagonal matrices. The convention is PyTorch's: `ε` outside the root, sums that start at 0, weight decay added to the gradient.
#[derive(Clone, Debug, PartialEq)]
pub struct Adagrad<T = f32, S = f64> {
    learning_rate: S,
    epsilon: f64,
    weight_decay: f64,
    memory: Memory<T, 1>,
}

impl<T: Number, S: Schedule> Adagrad<T, S> {
    /// AdaGrad with a learning rate `η`, a number or a schedule; 0.01 is the usual start.
    ///
    /// # Panics
    ///
    /// If the learning rate is negative or not finite; a schedule's later ones are checked when they are used.
    #[track_caller]
    pub fn new(learning_rate: S) -> Self {
        rate(&learning_rate, 0);
        Self { learning_rate, epsilon: 1e-10, weight_decay: 0.0, memory: Memory::new() }
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
            epsilon: self.epsilon,
            weight_decay: self.weight_decay,
        }
    }
}

impl<T: Number, S: Schedule> Optimizer<T> for Adagrad<T, S> {
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
    epsilon: f64,
    weight_decay: f64,
}

impl Rule<1> for Step {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [s]: [V; 1]) -> (V, [V; 1]) {
        let g = V::constant(self.weight_decay).mul_add(w, g);
        let s = g.mul_add(g, s);
        (w - V::constant(self.rate) * g / (s.sqrt() + V::constant(self.epsilon)), [s])
    }
}
