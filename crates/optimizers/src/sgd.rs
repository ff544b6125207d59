#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use sinew_tensors::{Number, Real};

use crate::hyperparameter::non_negative;
use crate::schedule::rate;
use crate::{Optimizer, RestoreError, Rule, Schedule, State, update};
#[cfg(feature = "alloc")]
use crate::{Piece, rule::pieces};

/// Stochastic gradient descent, `w ← w − η·(g + λ·w)`.
///
/// Needs no memory, and no allocator. Networks of more than a few neurons learn faster with [`momentum`](Self::momentum) or
/// [`Adam`](crate::Adam). Default: `λ = 0`.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Optimizer, Sgd};
///
/// let mut w = [1.0, -2.0];
/// Sgd::new(0.1).step(&mut w, &[5.0, -10.0]);
/// assert_eq!(w, [0.5, -1.0]);
/// ```
///
/// # References
///
/// Robbins and Monro, "A stochastic approximation method", Ann. Math. Statist. 22 (1951). Weight decay is PyTorch's: it is added to
/// the gradient.
#[derive(Clone, Debug, PartialEq)]
pub struct Sgd<S = f64> {
    pub(crate) learning_rate: S,
    pub(crate) weight_decay: f64,
    steps: u64,
}

impl<S: Schedule> Sgd<S> {
    /// Descent with a learning rate `η`: a number or a schedule.
    ///
    /// # Panics
    ///
    /// If the learning rate is negative or not finite; a schedule's later ones are checked when they are used.
    #[track_caller]
    pub fn new(learning_rate: S) -> Self {
        rate(&learning_rate, 0);
        Self { learning_rate, weight_decay: 0.0, steps: 0 }
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
    fn rule(&self) -> Descent {
        Descent { rate: rate(&self.learning_rate, self.steps), weight_decay: self.weight_decay }
    }
}

impl<T: Number, S: Schedule> Optimizer<T> for Sgd<S> {
    #[inline]
    fn step(&mut self, parameters: &mut [T], gradients: &[T]) {
        update(self.rule(), parameters, gradients, []);
        self.steps += 1;
    }

    #[cfg(feature = "alloc")]
    fn pieces<'a>(&'a mut self, parameters: &'a mut [T], gradients: &'a [T], count: usize) -> Vec<Piece<'a>> {
        let rule = self.rule();
        self.steps += 1;
        pieces(rule, parameters, gradients, [], count)
    }

    fn learning_rate(&self) -> Option<f64> {
        Some(self.learning_rate.learning_rate(self.steps))
    }

    fn state(&self) -> Option<State<'_, T>> {
        Some(State { steps: self.steps, moments: &[] })
    }

    fn restore(&mut self, state: State<'_, T>, _: usize) -> Result<(), RestoreError> {
        if !state.moments.is_empty() {
            return Err(RestoreError::Length { expected: 0, found: state.moments.len() });
        }
        self.steps = state.steps;
        Ok(())
    }
}

#[derive(Clone, Copy)]
struct Descent {
    rate: f64,
    weight_decay: f64,
}

impl Rule<0> for Descent {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, []: [V; 0]) -> (V, [V; 0]) {
        let g = V::constant(self.weight_decay).mul_add(w, g);
        (V::constant(-self.rate).mul_add(g, w), [])
    }
}
