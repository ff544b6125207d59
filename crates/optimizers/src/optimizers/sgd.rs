#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use sinew_tensors::{Number, Real};

use crate::hyperparameter::hyperparameters;
use crate::schedule::rate;
use crate::step::Step;
use crate::update_rule::{prebuilt, update};
use crate::{Optimizer, RestoreError, Schedule, State, UpdateRule};
#[cfg(feature = "alloc")]
use crate::{Task, update_rule::tasks};

/// Stochastic gradient descent, `w ← w − η·(g + λ·w)`.
///
/// Keeps no moments, and needs no allocator. Networks of more than a few neurons learn faster with
/// [`momentum`](Self::momentum) or [`Adam`](crate::Adam). Default: `λ = 0`.
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
/// Robbins and Monro, "A stochastic approximation method", Ann. Math. Statist. 22 (1951). Weight
/// decay is PyTorch's: it is added to the gradient.
#[doc(alias("경사 하강법", "확률적 경사 하강법"))]
#[derive(Clone, Debug, PartialEq)]
pub struct Sgd<S = f64> {
    pub(crate) learning_rate: S,
    pub(crate) config: SgdConfig,
    steps: u64,
}

/// What files call it.
const NAME: &str = "Sgd";

impl<S: Schedule> Sgd<S> {
    /// Descent with a learning rate `η`: a number or a schedule.
    ///
    /// # Panics
    ///
    /// If the learning rate is negative or not finite; a schedule's later ones are checked when
    /// they are used.
    #[track_caller]
    pub fn new(learning_rate: S) -> Self {
        rate(&learning_rate, 0);
        Self { learning_rate, config: SgdConfig { weight_decay: 0.0 }, steps: 0 }
    }

    hyperparameters! {
        /// Adds `λ·w` to the gradient, that of the loss `½·λ·|w|²`.
        weight_decay: non_negative("weight decay"),
    }

    #[inline]
    fn rule(&self) -> Step<SgdConfig> {
        Step { learning_rate: rate(&self.learning_rate, self.steps), config: self.config }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SgdConfig {
    pub weight_decay: f64,
}

impl UpdateRule<0> for Step<SgdConfig> {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, []: [V; 0]) -> (V, [V; 0]) {
        let g = V::constant(self.config.weight_decay).mul_add(w, g);
        (V::constant(-self.learning_rate).mul_add(g, w), [])
    }
}

prebuilt!(Step<SgdConfig>, 0);

/// Written out, since the other optimizers keep their number of steps where they keep their
/// moments, on the heap.
impl<T: Number, S: Schedule> Optimizer<T> for Sgd<S> {
    #[inline]
    fn step(&mut self, parameters: &mut [T], gradients: &[T]) {
        update(self.rule(), parameters, gradients, []);
        self.steps += 1;
    }

    #[cfg(feature = "alloc")]
    fn tasks<'a>(&'a mut self, parameters: &'a mut [T], gradients: &'a [T], count: usize) -> Vec<Task<'a>> {
        let rule = self.rule();
        self.steps += 1;
        tasks(rule, parameters, gradients, [], count)
    }

    fn learning_rate(&self) -> Option<f64> {
        Some(self.learning_rate.learning_rate(self.steps))
    }

    fn state(&self) -> Option<State<'_, T>> {
        Some(State { optimizer: NAME, steps: self.steps, moments: &[] })
    }

    fn restore(&mut self, state: State<'_, T>, _: usize) -> Result<(), RestoreError> {
        state.check(NAME)?;
        if !state.moments.is_empty() {
            return Err(RestoreError::Length { expected: 0, found: state.moments.len() });
        }
        self.steps = state.steps;
        Ok(())
    }
}
