use alloc::vec::Vec;

use sinew_tensors::{Number, Real};

use crate::hyperparameter::decay;
use crate::schedule::rate;
use crate::{Memory, Optimizer, Piece, RestoreError, Rule, Schedule, Sgd, State};

/// Gradient descent with momentum, `m ← μ·m + g + λ·w`, `w ← w − η·m`; made by [`Sgd::momentum`].
///
/// For large networks in which a well-tuned learning rate pays, often with a schedule; `μ = 0.9` is the usual start.
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
/// Polyak, "Some methods of speeding up the convergence of iteration methods", USSR Comput. Math. Math. Phys. 4 (1964); Sutskever,
/// Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning", ICML (2013), eqs. 1 to 4. The
/// convention is PyTorch's (without dampening): the learning rate multiplies the moment, and is not summed up in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Momentum<T = f32, S = f64> {
    sgd: Sgd<S>,
    mu: f64,
    nesterov: bool,
    memory: Memory<T, 1>,
}

impl<S: Schedule> Sgd<S> {
    /// Follows a sum of past gradients, each weighted `μ` times the next.
    ///
    /// # Panics
    ///
    /// If `momentum` is not in [0, 1).
    #[track_caller]
    pub fn momentum<T: Number>(self, momentum: f64) -> Momentum<T, S> {
        Momentum { sgd: self, mu: decay("momentum", momentum), nesterov: false, memory: Memory::new() }
    }
}

impl<T: Number, S: Schedule> Momentum<T, S> {
    /// Looks one step ahead, `w ← w − η·(g + λ·w + μ·m)`: Nesterov's accelerated gradient.
    pub fn nesterov(self) -> Self {
        Self { nesterov: true, ..self }
    }

    /// Adds `λ·w` to the gradient; see [`Sgd::weight_decay`].
    ///
    /// # Panics
    ///
    /// If `weight_decay` is negative or not finite.
    #[track_caller]
    pub fn weight_decay(self, weight_decay: f64) -> Self {
        Self { sgd: self.sgd.weight_decay(weight_decay), ..self }
    }

    /// The next step.
    #[inline]
    fn rule(&self) -> Step {
        Step {
            rate: rate(&self.sgd.learning_rate, self.memory.steps()),
            mu: self.mu,
            nesterov: self.nesterov,
            weight_decay: self.sgd.weight_decay,
        }
    }
}

impl<T: Number, S: Schedule> Optimizer<T> for Momentum<T, S> {
    #[inline]
    fn step(&mut self, parameters: &mut [T], gradients: &[T]) {
        self.memory.update(self.rule(), parameters, gradients);
    }

    fn pieces<'a>(&'a mut self, parameters: &'a mut [T], gradients: &'a [T], count: usize) -> Vec<Piece<'a>> {
        self.memory.pieces(self.rule(), parameters, gradients, count)
    }

    fn learning_rate(&self) -> Option<f64> {
        Some(self.sgd.learning_rate.learning_rate(self.memory.steps()))
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
    mu: f64,
    nesterov: bool,
    weight_decay: f64,
}

impl Rule<1> for Step {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [m]: [V; 1]) -> (V, [V; 1]) {
        let mu = V::constant(self.mu);
        let g = V::constant(self.weight_decay).mul_add(w, g);
        let m = mu.mul_add(m, g);
        let direction = if self.nesterov { mu.mul_add(m, g) } else { m };
        (V::constant(-self.rate).mul_add(direction, w), [m])
    }
}
