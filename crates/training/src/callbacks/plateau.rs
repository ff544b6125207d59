//! Lower learning rates where a loss no longer falls.

use alloc::borrow::Cow;
use core::ops::ControlFlow;

use sinew_layers::Network;

use super::watch::Watch;
use super::{Callback, CallbackState, Run};

/// Multiplies the learning rate by a factor when the loss has not fallen for `patience` epochs,
/// `η ← γ·η`; then waits again.
///
/// The loss is that of the validation data, or of the training data if there are none;
/// [`minimize`](Self::minimize) and [`maximize`](Self::maximize) watch another column of the
/// history. It works with every optimizer, also with a custom one whose steps are in proportion to
/// the learning rate, and with a schedule, whose rates it multiplies. Defaults: `γ = 0.1`,
/// `min_delta = 0`, no lower limit.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
/// use sinew::training::callbacks::Plateau;
///
/// network! {
///     struct Xor = 2 => 4 tanh => 1 sigmoid;
/// }
///
/// let mut trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.5)).epochs(300).callback(Plateau::new(5).factor(0.5));
/// let history = trainer.fit(&mut Xor::seeded(1), &sinew::data::gates::xor())?;
/// assert!(history.last().is_some_and(|epoch| epoch.training.loss < 0.01));
/// # Ok::<(), sinew::training::TrainError>(())
/// ```
///
/// # References
///
/// PyTorch's `ReduceLROnPlateau`, with `threshold_mode="abs"` and a patience of one epoch less.
#[doc(alias = "ReduceLROnPlateau")]
#[derive(Clone, Debug)]
pub struct Plateau {
    watch: Watch,
    factor: f64,
    min_factor: f64,
}

impl Plateau {
    /// Lowers the learning rate after `patience` epochs without a lower loss.
    ///
    /// # Panics
    ///
    /// If `patience` is 0.
    #[track_caller]
    pub fn new(patience: usize) -> Self {
        Self { watch: Watch::new(patience), factor: 0.1, min_factor: 0.0 }
    }

    /// What to multiply the learning rate by.
    ///
    /// # Panics
    ///
    /// If it is not in (0, 1).
    #[must_use]
    #[track_caller]
    pub fn factor(self, factor: f64) -> Self {
        assert!(factor > 0.0 && factor < 1.0, "the factor must be in (0, 1), found {factor}");
        Self { factor, ..self }
    }

    /// The least that the optimizer's learning rate is multiplied by.
    ///
    /// # Panics
    ///
    /// If it is not in [0, 1].
    #[must_use]
    #[track_caller]
    pub fn min_factor(self, min_factor: f64) -> Self {
        assert!((0.0..=1.0).contains(&min_factor), "the least factor must be in [0, 1], found {min_factor}");
        Self { min_factor, ..self }
    }

    /// Watches that column of the history, of which smaller is better: `validation_loss`, or the
    /// name of a [metric](crate::Trainer::metric).
    #[must_use]
    pub fn minimize(self, column: impl Into<Cow<'static, str>>) -> Self {
        Self { watch: self.watch.column(column.into(), false), ..self }
    }

    /// Watches that column of the history, of which larger is better: `validation_accuracy`, or the
    /// name of a [metric](crate::Trainer::metric).
    #[must_use]
    pub fn maximize(self, column: impl Into<Cow<'static, str>>) -> Self {
        Self { watch: self.watch.column(column.into(), true), ..self }
    }

    /// By how much the watched number has to be better than the best.
    ///
    /// # Panics
    ///
    /// If it is negative or not finite.
    #[must_use]
    #[track_caller]
    pub fn min_delta(self, min_delta: f64) -> Self {
        Self { watch: self.watch.min_delta(min_delta), ..self }
    }
}

impl<N: Network> Callback<N> for Plateau {
    fn on_start(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        if run.history.epochs.is_empty() {
            self.watch.reset();
        }
        ControlFlow::Continue(())
    }

    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        self.watch.note(run);
        if self.watch.is_over() {
            self.watch.since = 0;
            *run.learning_rate_factor = (*run.learning_rate_factor * self.factor).max(self.min_factor);
        }
        ControlFlow::Continue(())
    }

    fn state<'m>(&'m mut self, state: &mut CallbackState<'m, N>) {
        self.watch.state(["plateau.best", "plateau.since"], state);
    }
}
