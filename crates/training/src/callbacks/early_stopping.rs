//! The end of runs that no longer get better.

use alloc::borrow::Cow;
use core::ops::ControlFlow;

use sinew_layers::Network;

use super::watch::Watch;
use super::{BestWeights, Callback, CallbackState, Run};

/// Ends a run when the loss has not fallen for `patience` epochs, and restores the weights of the
/// best epoch.
///
/// The loss is that of the validation data, or of the training data if there are none;
/// [`minimize`](Self::minimize) and [`maximize`](Self::maximize) watch another column of the
/// history. Also where a run ends by itself the network gets its best weights. Of several callbacks
/// that restore weights, the last one given has the last word. Defaults: `min_delta = 0`.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
/// use sinew::training::callbacks::EarlyStopping;
///
/// network! {
///     struct Iris = 4 => 32 tanh => 3 softmax;
/// }
///
/// let (train, test) = sinew::data::iris().shuffled(1).split(0.5);
/// let mut net = Iris::seeded(1);
/// let mut stopping = EarlyStopping::new(10);
/// let mut trainer =
///     Trainer::new(CrossEntropy, Adam::new(0.02)).epochs(1000).validation(&test).callback(&mut stopping);
/// let history = trainer.fit(&mut net, &train)?;
///
/// assert!(history.epochs.len() < 1000);
/// let kept = net.evaluate(test.inputs(), test.targets(), &CrossEntropy, &mut Workspace::new())?;
/// assert_eq!(kept.loss, stopping.best());
/// # Ok::<(), sinew::training::TrainError>(())
/// ```
///
/// # References
///
/// Prechelt, "Early stopping – but when?", Neural networks: tricks of the trade, Springer (1998).
/// The names are Keras's.
#[doc(alias("조기 종료", "과적합"))]
#[derive(Debug)]
pub struct EarlyStopping<N> {
    best: BestWeights<N>,
}

impl<N> EarlyStopping<N> {
    /// Ends a run of `patience` epochs without a lower loss.
    ///
    /// # Panics
    ///
    /// If `patience` is 0.
    #[track_caller]
    pub fn new(patience: usize) -> Self {
        Self { best: BestWeights::of(Watch::new(patience)) }
    }

    /// Watches that column of the history, of which smaller is better: `validation_loss`, or the
    /// name of a [metric](crate::Trainer::metric).
    #[must_use]
    pub fn minimize(self, column: impl Into<Cow<'static, str>>) -> Self {
        Self { best: self.best.minimize(column) }
    }

    /// Watches that column of the history, of which larger is better: `validation_accuracy`, or the
    /// name of a [metric](crate::Trainer::metric).
    #[must_use]
    pub fn maximize(self, column: impl Into<Cow<'static, str>>) -> Self {
        Self { best: self.best.maximize(column) }
    }

    /// By how much the watched number has to be better than the best.
    ///
    /// # Panics
    ///
    /// If it is negative or not finite.
    #[must_use]
    #[track_caller]
    pub fn min_delta(self, min_delta: f64) -> Self {
        let BestWeights { watch, .. } = self.best;
        Self { best: BestWeights::of(watch.min_delta(min_delta)) }
    }

    /// The best number so far; before the first epoch, infinite, and worse than any.
    pub fn best(&self) -> f64 {
        self.best.best()
    }

    fn flow(&self) -> ControlFlow<()> {
        if self.best.watch.is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl<N: Network> Callback<N> for EarlyStopping<N> {
    fn on_start(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        let _ = self.best.on_start(run);
        self.flow()
    }

    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        let _ = self.best.on_epoch(run);
        self.flow()
    }

    fn restore(&mut self, network: &mut N) {
        self.best.restore(network);
    }

    fn state<'m>(&'m mut self, state: &mut CallbackState<'m, N>) {
        self.best.state_as(["early_stopping.best", "early_stopping.since", "early_stopping.weights"], state);
    }
}
