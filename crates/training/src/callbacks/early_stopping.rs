//! The end of runs that no longer get better.

use alloc::boxed::Box;
use core::ops::ControlFlow;

use sinew_layers::Network;

use super::{Callback, CallbackState, Run, Watch};

/// Ends a run when the loss has not fallen for `patience` epochs, and restores the weights of the
/// best epoch.
///
/// The loss is that of the validation data, or of the training data if there are none. Also where a
/// run ends by itself the network gets its best weights. Defaults: `min_delta = 0`.
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
#[derive(Debug)]
pub struct EarlyStopping<N> {
    watch: Watch,
    weights: Option<Box<N>>,
}

impl<N> EarlyStopping<N> {
    /// Ends a run of `patience` epochs without a lower loss.
    ///
    /// # Panics
    ///
    /// If `patience` is 0.
    #[track_caller]
    pub fn new(patience: usize) -> Self {
        Self { watch: Watch::new(patience), weights: None }
    }

    /// By how much the loss has to fall to be lower.
    ///
    /// # Panics
    ///
    /// If it is negative or not finite.
    #[must_use]
    #[track_caller]
    pub fn min_delta(self, min_delta: f64) -> Self {
        Self { watch: self.watch.min_delta(min_delta), ..self }
    }

    /// The best loss so far; infinite before the first epoch.
    pub fn best(&self) -> f64 {
        self.watch.best
    }

    fn flow(&self) -> ControlFlow<()> {
        if self.watch.is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl<N: Network> EarlyStopping<N> {
    fn keep(&mut self, network: &N) {
        match &mut self.weights {
            Some(weights) => weights.copy_from(network),
            None => self.weights = Some(network.to_boxed()),
        }
    }
}

impl<N: Network> Callback<N> for EarlyStopping<N> {
    fn on_start(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        if run.history.epochs.is_empty() {
            self.watch.reset();
            self.weights = None;
        }
        self.flow()
    }

    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        if self.watch.note(run.loss()) {
            self.keep(run.network);
        }
        self.flow()
    }

    fn on_end(&mut self, network: &mut N) {
        if let Some(weights) = &self.weights {
            network.copy_from(weights);
        }
    }

    fn state<'m>(&'m mut self, state: &mut CallbackState<'m, N>) {
        self.watch.state(["early_stopping.best", "early_stopping.since"], state);
        state.network("early_stopping.weights", &mut self.weights);
    }
}
