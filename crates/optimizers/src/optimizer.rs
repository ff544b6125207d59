#[cfg(feature = "alloc")]
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use sinew_tensors::Number;

/// An optimizer: turns a gradient into a step of the parameters.
///
/// Parameters and gradient are flat slices, as [`Parameters`](sinew_tensors::Parameters) gives
/// them, and so are the moments of past gradients that an optimizer keeps.
///
/// # Examples
///
/// A custom optimizer is one `impl`. Sign descent goes the same way whatever the size of the
/// gradient:
///
/// ```
/// use sinew_optimizers::Optimizer;
/// use sinew_tensors::Number;
///
/// /// `w ← w − η·sign(g)`.
/// struct SignDescent {
///     learning_rate: f64,
/// }
///
/// impl<T: Number> Optimizer<T> for SignDescent {
///     fn step(&mut self, parameters: &mut [T], gradients: &[T]) {
///         let rate = T::from_f64(self.learning_rate);
///         for (w, &g) in parameters.iter_mut().zip(gradients) {
///             *w = g.select_gt(T::ZERO, *w - rate, T::ZERO.select_gt(g, *w + rate, *w));
///         }
///     }
/// }
///
/// let mut w = [1.0, 2.0, 3.0];
/// SignDescent { learning_rate: 0.5 }.step(&mut w, &[0.1, -70.0, 0.0]);
/// assert_eq!(w, [0.5, 2.5, 3.0]);
/// ```
///
/// To run in vectors, write the step of one parameter as an [`UpdateRule`](crate::UpdateRule); to
/// keep moments, hold an [`OptimizerState`](crate::OptimizerState).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an optimizer",
    label = "not an optimizer",
    note = "an optimizer reads `Sgd::new(0.1)` or `Adam::new(0.001)`; `Trainer::new` takes the loss first"
)]
pub trait Optimizer<T: Number> {
    /// Moves the parameters by one step, given the gradient of the loss with respect to them.
    ///
    /// Parameters are not all of a network that has a batch norm: `Workspace::step` of
    /// `sinew-training` steps the whole of it.
    ///
    /// # Panics
    ///
    /// If the numbers of gradients and of parameters differ, or the number of parameters is not
    /// that of the step before.
    fn step(&mut self, parameters: &mut [T], gradients: &[T]);

    /// The same step in up to `count` tasks, which may run at the same time on several threads.
    ///
    /// All have to run, in any order. By default there is none, and this call takes the step.
    ///
    /// # Panics
    ///
    /// As [`step`](Self::step), and maybe if `count` is zero.
    #[cfg(feature = "alloc")]
    fn tasks<'a>(&'a mut self, parameters: &'a mut [T], gradients: &'a [T], count: usize) -> Vec<Task<'a>> {
        let _ = count;
        self.step(parameters, gradients);
        Vec::new()
    }

    /// The learning rate of the next step, for reports; `None` unless implemented.
    fn learning_rate(&self) -> Option<f64> {
        None
    }

    /// What the optimizer keeps between two steps; `None` unless implemented: then it cannot be
    /// saved.
    fn state(&self) -> Option<State<'_, T>> {
        None
    }

    /// Goes on from a state that an optimizer with the same hyperparameters had reached, with the
    /// same number of parameters.
    ///
    /// The next steps are those that it would have taken, bit for bit.
    ///
    /// # Errors
    ///
    /// If the state is not one of such an optimizer. The optimizer is then unchanged.
    fn restore(&mut self, state: State<'_, T>, parameters: usize) -> Result<(), RestoreError> {
        let _ = (state, parameters);
        Err(RestoreError::Unsupported)
    }
}

/// A part of a step: the parameters of a range move.
#[cfg(feature = "alloc")]
pub type Task<'a> = Box<dyn FnOnce() + Send + 'a>;

/// Lends the optimizer: `&mut adam` is an optimizer, and so is `&mut *boxed` of a
/// `Box<dyn Optimizer<T>>`.
impl<T: Number, O: Optimizer<T> + ?Sized> Optimizer<T> for &mut O {
    #[inline]
    fn step(&mut self, parameters: &mut [T], gradients: &[T]) {
        (**self).step(parameters, gradients);
    }

    #[cfg(feature = "alloc")]
    fn tasks<'a>(&'a mut self, parameters: &'a mut [T], gradients: &'a [T], count: usize) -> Vec<Task<'a>> {
        (**self).tasks(parameters, gradients, count)
    }

    fn learning_rate(&self) -> Option<f64> {
        (**self).learning_rate()
    }

    fn state(&self) -> Option<State<'_, T>> {
        (**self).state()
    }

    fn restore(&mut self, state: State<'_, T>, parameters: usize) -> Result<(), RestoreError> {
        (**self).restore(state, parameters)
    }
}

/// What an optimizer keeps between two steps.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct State<'a, T> {
    /// What the optimizer is called, so that no other goes on from here: `"Adam"`. An empty name is
    /// anyone's.
    pub optimizer: &'a str,
    /// How many steps it has taken.
    pub steps: u64,
    /// Its moments, each as long as the parameters, one after the other; empty before the first
    /// step.
    pub moments: &'a [T],
}

impl<T> State<'_, T> {
    /// Checks that the state is one of the optimizer of that name.
    ///
    /// One without a name is taken for it, as files of Sinew had none before they had it.
    ///
    /// # Errors
    ///
    /// If it is another's.
    pub fn check(&self, optimizer: &'static str) -> Result<(), RestoreError> {
        if self.optimizer.is_empty() || self.optimizer == optimizer {
            return Ok(());
        }
        #[cfg(feature = "alloc")]
        return Err(RestoreError::Optimizer { expected: optimizer, found: self.optimizer.into() });
        #[cfg(not(feature = "alloc"))]
        Err(RestoreError::Unsupported)
    }
}

/// Why an optimizer cannot go on from a state.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RestoreError {
    /// The optimizer does not implement [`Optimizer::state`] or [`Optimizer::restore`].
    Unsupported,
    /// The state belongs to another optimizer.
    #[cfg(feature = "alloc")]
    Optimizer {
        /// What the optimizer is called.
        expected: &'static str,
        /// The one of the state.
        found: String,
    },
    /// The state belongs to another optimizer, or to a network of another size.
    Length {
        /// How many moments the optimizer keeps of such a network.
        expected: usize,
        /// How many the state has.
        found: usize,
    },
}

impl fmt::Display for RestoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported => f.write_str("the optimizer does not implement `state` and `restore`"),
            #[cfg(feature = "alloc")]
            Self::Optimizer { expected, found } => {
                write!(f, "expected the state of `{expected}`, found that of `{found}`")
            }
            Self::Length { expected, found } => write!(f, "the optimizer keeps {expected} moments, found {found}"),
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for RestoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for RestoreError {}
