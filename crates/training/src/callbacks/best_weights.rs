//! The weights of the best epoch.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use core::ops::ControlFlow;

use sinew_layers::Network;

use super::watch::Watch;
use super::{Callback, CallbackState, Run};

/// Restores the weights of the best epoch when the run is over.
///
/// The best is that of the smallest loss, on the validation data, or on the training data if there
/// are none, unless it [`minimize`](Self::minimize)s or [`maximize`](Self::maximize)s another
/// column of the history. [`EarlyStopping`](super::EarlyStopping) does the same, and ends the run.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
/// use sinew::training::callbacks::BestWeights;
///
/// network! {
///     struct Iris = 4 => 32 tanh => 3 softmax;
/// }
///
/// let (train, test) = sinew::data::iris().shuffled(1).split(0.5);
/// let mut net = Iris::seeded(1);
/// let mut best = BestWeights::new().maximize("validation_accuracy");
/// Trainer::new(CrossEntropy, Adam::new(0.05)).epochs(30).validation(&test).callback(&mut best).fit(&mut net, &train)?;
///
/// let kept = net.evaluate(test.inputs(), test.targets(), &CrossEntropy, &mut Workspace::new())?;
/// assert_eq!(kept.accuracy, Some(best.best()));
/// # Ok::<(), sinew::training::TrainError>(())
/// ```
#[derive(Debug)]
pub struct BestWeights<N> {
    pub(super) watch: Watch,
    weights: Option<Box<N>>,
}

impl<N> BestWeights<N> {
    /// The weights of the smallest loss.
    pub fn new() -> Self {
        Self::of(Watch::new(usize::MAX))
    }

    pub(super) fn of(watch: Watch) -> Self {
        Self { watch, weights: None }
    }

    /// Those of the smallest number in that column of the history, such as `validation_loss`, or
    /// the name of a [metric](crate::Trainer::metric).
    #[must_use]
    pub fn minimize(self, column: impl Into<Cow<'static, str>>) -> Self {
        Self { watch: self.watch.column(column.into(), false), ..self }
    }

    /// Those of the largest number in that column of the history, such as `validation_accuracy`, or
    /// the name of a [metric](crate::Trainer::metric).
    #[must_use]
    pub fn maximize(self, column: impl Into<Cow<'static, str>>) -> Self {
        Self { watch: self.watch.column(column.into(), true), ..self }
    }

    /// The best number so far; before the first epoch, infinite, and worse than any.
    pub fn best(&self) -> f64 {
        self.watch.best
    }

    pub(super) fn state_as<'m>(
        &'m mut self,
        [best, since, weights]: [&'static str; 3],
        state: &mut CallbackState<'m, N>,
    ) where
        N: Network,
    {
        self.watch.state([best, since], state);
        state.network(weights, &mut self.weights);
    }
}

impl<N> Default for BestWeights<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<N: Network> BestWeights<N> {
    fn keep(&mut self, network: &N) {
        match &mut self.weights {
            Some(weights) => weights.copy_from(network),
            None => self.weights = Some(network.to_boxed()),
        }
    }
}

impl<N: Network> Callback<N> for BestWeights<N> {
    fn on_start(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        if run.history.epochs.is_empty() {
            self.watch.reset();
            self.weights = None;
        }
        ControlFlow::Continue(())
    }

    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        if self.watch.note(run) {
            self.keep(run.network);
        }
        ControlFlow::Continue(())
    }

    fn restore(&mut self, network: &mut N) {
        if let Some(weights) = &self.weights {
            network.copy_from(weights);
        }
    }

    fn state<'m>(&'m mut self, state: &mut CallbackState<'m, N>) {
        self.state_as(["best_weights.best", "best_weights.since", "best_weights.weights"], state);
    }
}
