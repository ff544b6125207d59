//! What happens between epochs and steps, without a custom training loop.
//!
//! A [`Callback`] sees the run after each epoch, and may change it or end it.
//! [`Trainer::callback`](crate::Trainer::callback) takes one after the other. These are examples of
//! the trait:
//!
//! * [`EarlyStopping`] ends a run that no longer gets better, and restores the best weights.
//! * [`Plateau`] lowers the learning rate of such a run.
//! * [`Ema`] averages the weights over steps.
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
//!
//! Any metric, epoch by epoch: here the mean F1 of the classes, on samples that are not trained on.
//!
//! ```
//! use core::ops::ControlFlow;
//!
//! use sinew::prelude::*;
//! use sinew::training::callbacks::{Callback, Run};
//! use sinew::training::metrics::{ConfusionMatrix, classes};
//!
//! network! {
//!     struct Iris = 4 => 16 tanh => 3 softmax;
//! }
//!
//! struct F1<'a> {
//!     samples: &'a Dataset<[f32; 4], usize>,
//!     epochs: Vec<f64>,
//! }
//!
//! impl Callback<Iris> for F1<'_> {
//!     fn on_epoch(&mut self, run: &mut Run<'_, Iris>) -> ControlFlow<()> {
//!         let mut outputs = vec![[0.0; 3]; self.samples.len()];
//!         run.network.predict_batch(self.samples.inputs(), &mut outputs);
//!         let f1 = ConfusionMatrix::<3>::new(&classes(&outputs), self.samples.targets()).macro_f1();
//!         if let Some(report) = run.history.last() {
//!             println!("{report}  F1 {f1:.4}"); // epoch  1/20  loss 1.0524  accuracy 0.4833  F1 0.5012
//!         }
//!         self.epochs.push(f1);
//!         ControlFlow::Continue(())
//!     }
//! }
//!
//! let (train, test) = sinew::data::iris().shuffled(1).split(0.8);
//! let mut f1 = F1 { samples: &test, epochs: vec![] };
//! Trainer::new(CrossEntropy, Adam::new(0.02)).epochs(20).callback(&mut f1).fit(&mut Iris::seeded(1), &train)?;
//! assert_eq!(f1.epochs.len(), 20);
//! assert!(f1.epochs[19] > f1.epochs[0]);
//! # Ok::<(), sinew::training::TrainError>(())
//! ```

mod early_stopping;
mod ema;
mod on_epoch;
mod plateau;
mod report_lines;
mod state;

use core::ops::ControlFlow;

use sinew_layers::Network;

use crate::{EpochReport, History};

pub use early_stopping::EarlyStopping;
pub use ema::Ema;
pub use on_epoch::OnEpoch;
pub use plateau::Plateau;
pub use report_lines::ReportLines;
pub use state::{CallbackState, Remembered};

pub(crate) use ema::prebuilt;

/// What follows a run of training, and may change it.
///
/// In a run, the methods are called in the order of this list, and each for all callbacks in the
/// order in which the trainer was given them. Each does nothing unless implemented. Where training
/// ends with an error, no more methods are called.
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

    /// After the validation. A break ends the run, after this epoch.
    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        let _ = run;
        ControlFlow::Continue(())
    }

    /// Makes the network again what is trained.
    fn after_validation(&mut self, network: &mut N) {
        let _ = network;
    }

    /// When the run is over, by itself or by a break: makes the network what it is to be from now
    /// on.
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
}

impl<N: Network> Run<'_, N> {
    /// The last epoch's loss on the validation data, or, without any, on the training data;
    /// infinite before the first epoch.
    pub fn loss(&self) -> f64 {
        self.history.last().map_or(f64::INFINITY, watched)
    }
}

/// The loss that tells whether a run gets better.
fn watched(report: &EpochReport) -> f64 {
    report.validation.unwrap_or(report.training).loss
}

/// Finds out whether a loss still falls.
#[derive(Clone, Debug)]
struct Watch {
    patience: usize,
    min_delta: f64,
    best: f64,
    /// The epochs since the best.
    since: u64,
}

impl Watch {
    #[track_caller]
    fn new(patience: usize) -> Self {
        assert!(patience > 0, "a patience of 0 epochs is none");
        Self { patience, min_delta: 0.0, best: f64::INFINITY, since: 0 }
    }

    #[track_caller]
    fn min_delta(self, min_delta: f64) -> Self {
        assert!(min_delta >= 0.0 && min_delta.is_finite(), "min_delta must be in [0, ∞), found {min_delta}");
        Self { min_delta, ..self }
    }

    /// Forgets all losses.
    fn reset(&mut self) {
        (self.best, self.since) = (f64::INFINITY, 0);
    }

    /// Takes note of an epoch's loss, and returns whether it is the best. One that is not a number
    /// never is.
    fn note(&mut self, loss: f64) -> bool {
        let is_best = loss < self.best - self.min_delta;
        (self.best, self.since) = if is_best { (loss, 0) } else { (self.best, self.since + 1) };
        is_best
    }

    fn is_over(&self) -> bool {
        self.since >= self.patience as u64
    }

    fn state<'m, N: Network>(&'m mut self, [best, since]: [&'static str; 2], state: &mut CallbackState<'m, N>) {
        state.number(best, &mut self.best);
        state.count(since, &mut self.since);
    }
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
