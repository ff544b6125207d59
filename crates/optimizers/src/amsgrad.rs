use alloc::vec::Vec;

use sinew_tensors::{Number, Real};

use crate::adam::{Method, Step};
use crate::{Memory, Optimizer, Piece, RestoreError, Rule, Schedule, State};

/// AMSGrad, [`Adam`](crate::Adam) whose divisor never shrinks: `s ← max(s, v)`, `w ← w − η·m̂/(√ŝ + ε)`; made by
/// [`Adam::amsgrad`](crate::Adam::amsgrad).
///
/// For problems on which Adam does not settle, because large gradients are rare. `ŝ = s/(1 − β₂ᵗ)`; the rest as in Adam.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Adam, Optimizer};
///
/// let mut w = [1.0_f32];
/// let mut adam = Adam::new(0.25).amsgrad();
/// adam.step(&mut w, &[100.0]);
/// assert_eq!(w, [0.75]);
/// ```
///
/// # References
///
/// Reddi, Kale and Kumar, "On the convergence of Adam and beyond", ICLR (2018), algorithm 2. The convention is PyTorch's
/// (`amsgrad=True`): both means are corrected as in Adam, after the maximum is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct AmsGrad<T = f32, S = f64> {
    pub(crate) method: Method<S>,
    pub(crate) memory: Memory<T, 3>,
}

impl<T: Number, S: Schedule> AmsGrad<T, S> {
    /// The next step.
    #[inline]
    fn rule(&self) -> Step {
        self.method.step(self.memory.steps())
    }
}

impl<T: Number, S: Schedule> Optimizer<T> for AmsGrad<T, S> {
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

/// With the largest `v` so far as the third slot.
impl Rule<3> for Step {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [m, v, s]: [V; 3]) -> (V, [V; 3]) {
        let (m, v) = self.moments(w, g, m, v);
        let s = s.max(v);
        (self.descend(w, m, s), [m, v, s])
    }
}
