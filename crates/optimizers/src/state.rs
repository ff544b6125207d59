use alloc::vec;
use alloc::vec::Vec;

use sinew_tensors::Number;

use crate::update_rule::{empty, tasks, update};
use crate::{RestoreError, State, Task, UpdateRule};

/// The state of an optimizer: its name, the number of its steps, and `MOMENTS` numbers for each
/// parameter.
///
/// The moments are zeros, allocated in place at the first step; later steps allocate nothing.
///
/// # Examples
///
/// An optimizer that keeps a moment, runs in vectors and can be saved:
///
/// ```
/// use sinew_optimizers::{Optimizer, OptimizerState, RestoreError, State, UpdateRule};
/// use sinew_tensors::{Number, Real};
///
/// /// Descent along the mean of all gradients so far, `m ← m + (g − m)/t`, `w ← w − η·m`.
/// struct MeanDescent<T> {
///     learning_rate: f64,
///     state: OptimizerState<T, 1>,
/// }
///
/// impl<T: Number> Optimizer<T> for MeanDescent<T> {
///     fn step(&mut self, parameters: &mut [T], gradients: &[T]) {
///         let step = self.state.steps() + 1;
///         let rule = MeanRule { rate: self.learning_rate, share: 1.0 / step as f64 };
///         self.state.update(rule, parameters, gradients);
///     }
///
///     fn state(&self) -> Option<State<'_, T>> {
///         Some(self.state.state())
///     }
///
///     fn restore(&mut self, state: State<'_, T>, parameters: usize) -> Result<(), RestoreError> {
///         self.state.restore(state, parameters)
///     }
/// }
///
/// #[derive(Clone, Copy)]
/// struct MeanRule {
///     rate: f64,
///     share: f64,
/// }
///
/// impl UpdateRule<1> for MeanRule {
///     #[inline(always)]
///     fn apply<V: Real>(&self, w: V, g: V, [m]: [V; 1]) -> (V, [V; 1]) {
///         let m = m + (g - m) * V::constant(self.share);
///         (w - V::constant(self.rate) * m, [m])
///     }
/// }
///
/// let mut optimizer = MeanDescent { learning_rate: 1.0, state: OptimizerState::new("MeanDescent") };
/// let mut w = [5.0];
/// optimizer.step(&mut w, &[1.0]); // along 1
/// optimizer.step(&mut w, &[3.0]); // along (1 + 3)/2
/// assert_eq!(w, [2.0]);
/// assert_eq!(optimizer.state(), Some(State { optimizer: "MeanDescent", steps: 2, moments: &[2.0] }));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct OptimizerState<T, const MOMENTS: usize> {
    optimizer: &'static str,
    steps: u64,
    /// One after the other, each as long as the parameters.
    moments: Vec<T>,
}

impl<T: Number, const MOMENTS: usize> OptimizerState<T, MOMENTS> {
    /// The state before the first step, of the optimizer that files call `optimizer`: no other goes
    /// on from it.
    pub const fn new(optimizer: &'static str) -> Self {
        Self { optimizer, steps: 0, moments: Vec::new() }
    }

    /// How many steps have been taken.
    #[inline]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Takes a step: applies `rule` to every parameter.
    ///
    /// # Panics
    ///
    /// If the numbers of gradients and of parameters differ, or the number of parameters is not
    /// that of the step before.
    #[inline]
    pub fn update(&mut self, rule: impl UpdateRule<MOMENTS>, parameters: &mut [T], gradients: &[T]) {
        update(rule, parameters, gradients, split(&mut self.moments, parameters.len()));
        self.steps += 1;
    }

    /// The same step in up to `count` tasks; see [`Optimizer::tasks`](crate::Optimizer::tasks).
    ///
    /// # Panics
    ///
    /// As [`update`](Self::update), and if `count` is zero. Then no step was taken.
    pub fn tasks<'a>(
        &'a mut self,
        rule: impl UpdateRule<MOMENTS> + Send + 'a,
        parameters: &'a mut [T],
        gradients: &'a [T],
        count: usize,
    ) -> Vec<Task<'a>> {
        let moments = split(&mut self.moments, parameters.len());
        let tasks = tasks(rule, parameters, gradients, moments, count);
        self.steps += 1;
        tasks
    }

    /// All of it, to be saved.
    pub fn state(&self) -> State<'_, T> {
        State { optimizer: self.optimizer, steps: self.steps, moments: &self.moments }
    }

    /// Goes on from `state`, that of an optimizer of `parameters` parameters.
    ///
    /// # Errors
    ///
    /// If `state` is that of another optimizer, or does not have `MOMENTS` moments for each
    /// parameter, or none before the first step. Nothing changes then.
    pub fn restore(&mut self, state: State<'_, T>, parameters: usize) -> Result<(), RestoreError> {
        state.check(self.optimizer)?;
        let expected = if state.steps == 0 && state.moments.is_empty() { 0 } else { MOMENTS * parameters };
        if state.moments.len() != expected {
            return Err(RestoreError::Length { expected, found: state.moments.len() });
        }
        self.steps = state.steps;
        self.moments.clear();
        self.moments.extend_from_slice(state.moments);
        Ok(())
    }
}

/// Splits `moments` into slices of `len` numbers, one for each moment.
#[inline]
fn split<T: Number, const MOMENTS: usize>(moments: &mut Vec<T>, len: usize) -> [&mut [T]; MOMENTS] {
    if moments.is_empty() {
        *moments = vec![T::ZERO; MOMENTS * len];
    }
    assert!(
        moments.len() == MOMENTS * len,
        "expected the {} parameters of the steps before, found {len}",
        moments.len() / MOMENTS.max(1)
    );
    let mut rest = moments.as_mut_slice();
    let mut split = empty();
    for moment in &mut split {
        *moment = rest.split_off_mut(..len).unwrap_or_default();
    }
    split
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_of_another_size_is_refused() {
        let mut optimizer = OptimizerState::<f32, 2>::new("own");
        let state = |steps, moments| State { optimizer: "own", steps, moments };
        assert_eq!(optimizer.restore(state(1, &[1.0, 2.0]), 1), Ok(()));
        let too_long = optimizer.restore(state(2, &[0.0; 3]), 1);
        assert_eq!(too_long, Err(RestoreError::Length { expected: 2, found: 3 }));
        let of_another = optimizer.restore(State { optimizer: "another", ..state(2, &[0.0; 2]) }, 1);
        assert_eq!(of_another, Err(RestoreError::Optimizer { expected: "own", found: "another".into() }));
        assert_eq!(optimizer.state(), state(1, &[1.0, 2.0]));
        assert_eq!(optimizer.restore(State::default(), 1), Ok(()));
        assert_eq!(optimizer, OptimizerState::new("own"));
    }
}
