//! What happens between epochs and steps, without a custom training loop.
//!
//! A [`Callback`] sees the run after each epoch, and may change it or end it.
//! [`Trainer::callback`](crate::Trainer::callback) takes one after the other. These are examples of
//! the trait:
//!
//! * [`EarlyStopping`] ends a run that no longer gets better, and restores the best weights;
//!   [`BestWeights`] only restores them.
//! * [`Plateau`] lowers the learning rate of such a run.
//! * [`Ema`] averages the weights over steps.
//! * [`Metric`] enters any metric as a column of the history; see
//!   [`Trainer::metric`](crate::Trainer::metric).
//! * [`OnEpoch`] hands each epoch's report to a closure.
//! * [`ReportLines`] writes each epoch's report to a string or a terminal. A progress bar is in
//!   `sinew::progress`.
//!
//! # Examples
//!
//! A custom callback, which stops as soon as the loss is small enough:
//!
//! ```
//! use core::ops::ControlFlow;
//!
//! use sinew::prelude::*;
//! use sinew::training::callbacks::{Callback, Run};
//!
//! struct Until(f64);
//!
//! impl<N: Network> Callback<N> for Until {
//!     fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
//!         if run.loss() < self.0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
//!     }
//! }
//!
//! network! {
//!     struct Xor = 2 => 4 tanh => 1 sigmoid;
//! }
//!
//! let data = sinew::data::gates::xor();
//! let mut net = Xor::seeded(1);
//! let mut trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(1000).callback(Until(0.1));
//! let history = trainer.fit(&mut net, &data)?;
//! assert!(history.epochs.len() < 1000);
//! # Ok::<(), sinew::training::TrainError>(())
//! ```

mod best_weights;
mod early_stopping;
mod ema;
mod metric;
mod on_epoch;
mod plateau;
mod report_lines;
mod state;
mod watch;

use core::ops::ControlFlow;

use sinew_layers::Network;

use crate::{EpochMetrics, EpochReport, History, TrainError};

pub use best_weights::BestWeights;
pub use early_stopping::EarlyStopping;
pub use ema::Ema;
pub use metric::Metric;
pub use on_epoch::OnEpoch;
pub use plateau::Plateau;
pub use report_lines::ReportLines;
pub use state::{CallbackState, Remembered};

pub(crate) use ema::prebuilt;

/// What follows a run of training, and may change it.
///
/// In a run, the methods are called in the order of this list, and each for all callbacks in the
/// order in which the trainer was given them; so what the network is at the end does not depend on
/// the order of [`Ema`], which acts in [`finish`](Self::finish), and of [`EarlyStopping`], which
/// acts in [`restore`](Self::restore). Each does nothing unless implemented. Where training ends
/// with an error, no more methods are called, but for [`after_validation`](Self::after_validation).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a callback",
    label = "not a callback",
    note = "a closure that sees each epoch's report is given by `.on_epoch(|report| …)`; several callbacks by `.callback(…)` each"
)]
pub trait Callback<N: Network> {
    /// Before the first epoch, or, where a run goes on from a checkpoint, before the next. A break
    /// ends the run there.
    ///
    /// The history tells which: before the first epoch it is empty, and a callback forgets what it
    /// remembers of another run.
    fn on_start(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        let _ = run;
        ControlFlow::Continue(())
    }

    /// After each step of the optimizer.
    fn on_step(&mut self, network: &N) {
        let _ = network;
    }

    /// After the steps of each epoch: makes the network what is to be validated.
    fn before_validation(&mut self, network: &mut N) {
        let _ = network;
    }

    /// After the validation: enters metrics of the network as columns of the history.
    fn on_validation(&mut self, network: &N, metrics: &mut EpochMetrics) {
        let _ = (network, metrics);
    }

    /// When the epoch's report is in the history. A break ends the run, after this epoch.
    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        let _ = run;
        ControlFlow::Continue(())
    }

    /// Makes the network again what is trained.
    fn after_validation(&mut self, network: &mut N) {
        let _ = network;
    }

    /// When the run is over, by itself or by a break: makes the network what training has made of
    /// it, such as an average.
    fn finish(&mut self, network: &mut N) {
        let _ = network;
    }

    /// Then: puts back what the network was after a better epoch, as it was validated.
    fn restore(&mut self, network: &mut N) {
        let _ = network;
    }

    /// At last, when the network is what it will be: to look at it, or to make it something else.
    fn on_end(&mut self, network: &mut N) {
        let _ = network;
    }

    /// Enters everything that the callback remembers from epoch to epoch, so that a run that goes
    /// on from a checkpoint has it again: before [`on_start`](Self::on_start), each thing is what
    /// it was.
    ///
    /// # Examples
    ///
    /// Every second epoch at half the learning rate:
    ///
    /// ```
    /// use core::ops::ControlFlow;
    ///
    /// use sinew::prelude::*;
    /// use sinew::training::callbacks::{Callback, CallbackState, Run};
    ///
    /// struct Alternate {
    ///     epochs: u64,
    /// }
    ///
    /// impl<N: Network> Callback<N> for Alternate {
    ///     fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
    ///         self.epochs += 1;
    ///         *run.learning_rate_factor = if self.epochs % 2 == 0 { 1.0 } else { 0.5 };
    ///         ControlFlow::Continue(())
    ///     }
    ///
    ///     fn state<'m>(&'m mut self, state: &mut CallbackState<'m, N>) {
    ///         state.count("alternate.epochs", &mut self.epochs);
    ///     }
    /// }
    /// ```
    fn state<'m>(&'m mut self, state: &mut CallbackState<'m, N>) {
        let _ = state;
    }
}

/// A run between two epochs, as callbacks see it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Run<'r, N: Network> {
    /// The network.
    pub network: &'r mut N,
    /// The epochs so far.
    pub history: &'r History,
    /// What the optimizer's learning rates are multiplied by, 1 at the start.
    pub learning_rate_factor: &'r mut f64,
    /// How many epochs there are to be, unless the run ends before.
    pub epochs: usize,
    /// How many steps an epoch has; `None` in the first epoch of a stream, whose samples have not
    /// been counted yet.
    pub steps: Option<usize>,
    /// The error that ends the run.
    pub(crate) error: &'r mut Option<TrainError>,
}

impl<N: Network> Run<'_, N> {
    /// The last epoch's loss on the validation data, or, without any, on the training data;
    /// infinite before the first epoch.
    pub fn loss(&self) -> f64 {
        self.history.last().map_or(f64::INFINITY, watched)
    }

    /// Ends the run with an error, after the epoch. Of several, the first counts.
    pub fn fail(&mut self, error: TrainError) {
        self.error.get_or_insert(error);
    }
}

/// The loss that tells whether a run gets better.
fn watched(report: &EpochReport) -> f64 {
    report.validation.unwrap_or(report.training).loss
}

impl<N: Network> Callback<N> for () {}

impl<N: Network, A: Callback<N>, B: Callback<N>> Callback<N> for (A, B) {
    fn on_start(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        either(self.0.on_start(run), self.1.on_start(run))
    }

    fn on_step(&mut self, network: &N) {
        self.0.on_step(network);
        self.1.on_step(network);
    }

    fn before_validation(&mut self, network: &mut N) {
        self.0.before_validation(network);
        self.1.before_validation(network);
    }

    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        either(self.0.on_epoch(run), self.1.on_epoch(run))
    }

    fn after_validation(&mut self, network: &mut N) {
        // What was exchanged last is exchanged back first.
        self.1.after_validation(network);
        self.0.after_validation(network);
    }

    fn on_validation(&mut self, network: &N, metrics: &mut EpochMetrics) {
        self.0.on_validation(network, metrics);
        self.1.on_validation(network, metrics);
    }

    fn finish(&mut self, network: &mut N) {
        self.0.finish(network);
        self.1.finish(network);
    }

    fn restore(&mut self, network: &mut N) {
        self.0.restore(network);
        self.1.restore(network);
    }

    fn on_end(&mut self, network: &mut N) {
        self.0.on_end(network);
        self.1.on_end(network);
    }

    fn state<'m>(&'m mut self, state: &mut CallbackState<'m, N>) {
        self.0.state(state);
        self.1.state(state);
    }
}

/// Lends a callback, so that it can be looked at after the run.
impl<N: Network, C: Callback<N> + ?Sized> Callback<N> for &mut C {
    fn on_start(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        (**self).on_start(run)
    }

    fn on_step(&mut self, network: &N) {
        (**self).on_step(network);
    }

    fn before_validation(&mut self, network: &mut N) {
        (**self).before_validation(network);
    }

    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        (**self).on_epoch(run)
    }

    fn after_validation(&mut self, network: &mut N) {
        (**self).after_validation(network);
    }

    fn on_validation(&mut self, network: &N, metrics: &mut EpochMetrics) {
        (**self).on_validation(network, metrics);
    }

    fn finish(&mut self, network: &mut N) {
        (**self).finish(network);
    }

    fn restore(&mut self, network: &mut N) {
        (**self).restore(network);
    }

    fn on_end(&mut self, network: &mut N) {
        (**self).on_end(network);
    }

    fn state<'m>(&'m mut self, state: &mut CallbackState<'m, N>) {
        (**self).state(state);
    }
}

/// A break if one of both is.
fn either(a: ControlFlow<()>, b: ControlFlow<()>) -> ControlFlow<()> {
    if a.is_break() { a } else { b }
}
