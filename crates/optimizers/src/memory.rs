use alloc::vec;
use alloc::vec::Vec;

use sinew_tensors::Number;

use crate::rule::pieces;
use crate::{Piece, RestoreError, Rule, State, update};

/// What an optimizer remembers: the number of its steps, and `SLOTS` numbers for each parameter.
///
/// The numbers are zeros, allocated in place at the first step; later steps allocate nothing.
///
/// # Examples
///
/// An optimizer that remembers, runs in vectors and can be saved:
///
/// ```
/// use sinew_optimizers::{Memory, Optimizer, RestoreError, Rule, State};
/// use sinew_tensors::{Number, Real};
///
/// /// Descent along the mean of all gradients so far, `m ← m + (g − m)/t`, `w ← w − η·m`.
/// struct MeanDescent<T> {
///     learning_rate: f64,
///     memory: Memory<T, 1>,
/// }
///
/// impl<T: Number> Optimizer<T> for MeanDescent<T> {
///     fn step(&mut self, parameters: &mut [T], gradients: &[T]) {
///         let step = self.memory.steps() + 1;
///         let rule = MeanRule { rate: self.learning_rate, share: 1.0 / step as f64 };
///         self.memory.update(rule, parameters, gradients);
///     }
///
///     fn state(&self) -> Option<State<'_, T>> {
///         Some(self.memory.state())
///     }
///
///     fn restore(&mut self, state: State<'_, T>, parameters: usize) -> Result<(), RestoreError> {
///         self.memory.restore(state, parameters)
///     }
/// }
///
/// #[derive(Clone, Copy)]
/// struct MeanRule {
///     rate: f64,
///     share: f64,
/// }
///
/// impl Rule<1> for MeanRule {
///     #[inline(always)]
///     fn apply<V: Real>(&self, w: V, g: V, [m]: [V; 1]) -> (V, [V; 1]) {
///         let m = m + (g - m) * V::constant(self.share);
///         (w - V::constant(self.rate) * m, [m])
///     }
/// }
///
/// let mut optimizer = MeanDescent { learning_rate: 1.0, memory: Memory::new() };
/// let mut w = [5.0];
/// optimizer.step(&mut w, &[1.0]); // along 1
/// optimizer.step(&mut w, &[3.0]); // along (1 + 3)/2
/// assert_eq!(w, [2.0]);
/// assert_eq!(optimizer.state(), Some(State { steps: 2, moments: &[2.0] }));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Memory<T, const SLOTS: usize> {
    steps: u64,
    /// The slots one after the other, each as long as the parameters.
    moments: Vec<T>,
}

impl<T: Number, const SLOTS: usize> Memory<T, SLOTS> {
    /// The memory before the first step.
    pub const fn new() -> Self {
        Self { steps: 0, moments: Vec::new() }
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
    /// If there are not as many gradients as parameters, or not as many parameters as in the step before.
    #[inline]
    pub fn update(&mut self, rule: impl Rule<SLOTS>, parameters: &mut [T], gradients: &[T]) {
        update(rule, parameters, gradients, slots(&mut self.moments, parameters.len()));
        self.steps += 1;
    }

    /// The same in up to `count` pieces of work; see [`Optimizer::pieces`](crate::Optimizer::pieces).
    ///
    /// # Panics
    ///
    /// As [`update`](Self::update), and if `count` is zero. Then no step was taken.
    pub fn pieces<'a>(
        &'a mut self,
        rule: impl Rule<SLOTS> + Send + 'a,
        parameters: &'a mut [T],
        gradients: &'a [T],
        count: usize,
    ) -> Vec<Piece<'a>> {
        let slots = slots(&mut self.moments, parameters.len());
        let pieces = pieces(rule, parameters, gradients, slots, count);
        self.steps += 1;
        pieces
    }

    /// Everything that is remembered.
    pub fn state(&self) -> State<'_, T> {
        State { steps: self.steps, moments: &self.moments }
    }

    /// Remembers `state` from now on, that of an optimizer of `parameters` parameters.
    ///
    /// # Errors
    ///
    /// If the state has not `SLOTS` moments for each parameter, or none before the first step. The memory is then unchanged.
    pub fn restore(&mut self, state: State<'_, T>, parameters: usize) -> Result<(), RestoreError> {
        let expected = if state.steps == 0 && state.moments.is_empty() { 0 } else { SLOTS * parameters };
        if state.moments.len() != expected {
            return Err(RestoreError::Length { expected, found: state.moments.len() });
        }
        self.steps = state.steps;
        self.moments.clear();
        self.moments.extend_from_slice(state.moments);
        Ok(())
    }
}

impl<T: Number, const SLOTS: usize> Default for Memory<T, SLOTS> {
    fn default() -> Self {
        Self::new()
    }
}

/// The slots in `moments`, each of `len` numbers.
#[inline]
fn slots<T: Number, const SLOTS: usize>(moments: &mut Vec<T>, len: usize) -> [&mut [T]; SLOTS] {
    if moments.is_empty() {
        *moments = vec![T::ZERO; SLOTS * len];
    }
    assert!(
        moments.len() == SLOTS * len,
        "expected the {} parameters of the steps before, found {len}",
        moments.len() / SLOTS.max(1)
    );
    let mut rest = moments.as_mut_slice();
    [(); SLOTS].map(|()| rest.split_off_mut(..len).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_of_another_size_is_refused() {
        let mut memory = Memory::<f32, 2>::new();
        assert_eq!(memory.restore(State { steps: 1, moments: &[1.0, 2.0] }, 1), Ok(()));
        let too_long = memory.restore(State { steps: 2, moments: &[0.0; 3] }, 1);
        assert_eq!(too_long, Err(RestoreError::Length { expected: 2, found: 3 }));
        assert_eq!(memory.state(), State { steps: 1, moments: &[1.0, 2.0] });
        assert_eq!(memory.restore(State::default(), 1), Ok(()));
        assert_eq!(memory, Memory::new());
    }
}
