//! Epoch after epoch: training, validation, report and callbacks.

use alloc::boxed::Box;
use core::hint::black_box;
use core::mem;
use core::ops::Range;

use sinew_data::Loader;
use sinew_layers::{LayerInfo, Network};
use sinew_optimizers::Optimizer;
use sinew_tensors::Number;

use super::Trainer;
use super::buffers::Buffers;
use super::clock::Clock;
use super::epoch::{Achieved, Epoch, Learner};
use super::resume::State;
use super::settings::{Plan, Settings};
use crate::augmented::Augmentation;
use crate::callbacks::{Callback, CallbackState, Run};
use crate::samples::Samples;
use crate::tally::Tally;
use crate::{EpochMetrics, EpochReport, Evaluation, Gradients, History, Progress, TrainError, Workspace};

impl<L, O, X, Y, C> Trainer<'_, L, O, X, Y, C> {
    /// Trains the network, and calls `after_epoch` after each epoch.
    pub(super) fn run<N, E>(
        &mut self,
        network: &mut N,
        loader: &mut dyn Loader<X, Y>,
        mut after_epoch: impl FnMut(Moment<'_, N, O, C>) -> Result<(), E>,
    ) -> Result<History, E>
    where
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
        C: Callback<N>,
        E: From<TrainError>,
    {
        let loss = &self.settings.loss;
        if let Some((inputs, targets)) = loader.whole() {
            checked(network, inputs, targets, loss).map_err(TrainError::of_training)?;
        }
        let validation = self.settings.validation.map(|all| checked(network, all.inputs(), all.targets(), loss));
        let validation = validation.transpose().map_err(TrainError::of_validation)?;
        let mut buffers = Buffers::new(N::LAYERS, network.parameters(), &self.settings.plan)?;
        let mut grads = N::zeros();
        let mut epochs = Epochs::start(&mut self.state, &self.settings.plan, N::LAYERS, loader.count())?;
        let mut flow = self.callbacks.on_start(&mut epochs.seen_with(network));
        while flow.is_continue() && !epochs.are_over() {
            let start = epochs.begin(self.settings.optimizer.learning_rate());
            let achieved = self.epoch(network, loader, &mut grads, &mut buffers, &epochs)?;
            self.state.samples = Some(achieved.samples);
            self.callbacks.before_validation(network);
            let validation = validation.as_ref().map(|all| self.validate(network, all));
            if validation.is_some_and(|validation| validation.loss.is_nan()) {
                self.callbacks.after_validation(network);
                return Err(TrainError::NanValidation { epoch: epochs.next() }.into());
            }
            let mut metrics = EpochMetrics::default();
            self.callbacks.on_validation(network, &mut metrics);
            let report = epochs.end(start, &achieved, validation, metrics);
            if let Some(on_epoch) = &mut self.settings.on_epoch {
                on_epoch(report);
            }
            flow = self.callbacks.on_epoch(&mut epochs.seen_with(network));
            self.callbacks.after_validation(network);
            if let Some(error) = epochs.error.take() {
                return Err(error.into());
            }
            after_epoch(Moment {
                network,
                optimizer: &self.settings.optimizer,
                callbacks: &mut self.callbacks,
                state: &self.state,
                epochs: &epochs,
                is_over: flow.is_break() || epochs.are_over(),
            })?;
        }
        self.callbacks.finish(network);
        self.callbacks.restore(network);
        self.callbacks.on_end(network);
        Ok(epochs.history)
    }

    /// Trains for an epoch.
    fn epoch<N>(
        &mut self,
        network: &mut N,
        loader: &mut dyn Loader<X, Y>,
        grads: &mut N,
        buffers: &mut Buffers<N::Number>,
        epochs: &Epochs,
    ) -> Result<Achieved, TrainError>
    where
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
        C: Callback<N>,
    {
        let Settings { loss, optimizer, augmentation, plan, .. } = &mut self.settings;
        let samples = loader.count().map(|samples| plan.trained(samples));
        let epochs_before = self.state.epochs(samples, plan.batch_size);
        loader.begin(plan.step_size(), plan.shuffle.then_some(&mut self.state.rng));
        let epoch = Epoch {
            plan,
            state: &mut self.state,
            optimizer,
            buffers,
            layers: N::LAYERS,
            samples,
            epochs_before,
            rate: epochs.rate,
            number: epochs.next(),
        };
        let (seed, callbacks) = (plan.seed, &mut self.callbacks);
        epoch.run(&mut NetworkLearner { network, grads, loader, loss, augmentation, seed, callbacks })
    }

    /// What the network achieves on the samples of validation.
    fn validate<N>(&mut self, network: &N, samples: &Samples<'_, X, Y>) -> Evaluation
    where
        N: Gradients<L, Y, Input = X>,
    {
        network.measure(samples, &self.settings.loss, &mut self.state.workspace).evaluation()
    }
}

/// Samples that make sense to the network and the loss.
fn checked<'s, L, X, Y, N>(
    network: &N,
    inputs: &'s [X],
    targets: &'s [Y],
    loss: &L,
) -> Result<Samples<'s, X, Y>, TrainError>
where
    N: Gradients<L, Y, Input = X>,
{
    let samples = Samples::new(inputs, targets)?;
    network.check_targets(&samples, loss)?;
    Ok(samples)
}

/// The epochs of a run: those that were, and how many there are to be.
struct Epochs {
    history: History,
    /// What all learning rates are multiplied by.
    rate: f64,
    /// How many there are to be.
    count: usize,
    /// How many samples a step has.
    step_size: usize,
    /// How many samples each trains on; not known of a stream before its first epoch.
    samples: Option<usize>,
    /// That of a callback.
    error: Option<TrainError>,
}

/// When an epoch began, and at which learning rate.
struct Start {
    clock: Clock,
    learning_rate: Option<f64>,
}

impl Epochs {
    /// The run goes on from the history and the rate in `state`, which are taken out of it.
    #[inline(never)] // compiled in this crate
    fn start(state: &mut State, plan: &Plan, layers: &[LayerInfo], samples: Option<usize>) -> Result<Self, TrainError> {
        /// What is reserved of the history. A longer one grows: of many epochs few may be needed.
        const RESERVED: usize = 256;
        if let Some(samples) = samples {
            plan.check_batches(layers, samples)?;
        }
        let mut history = mem::take(&mut state.history);
        history.epochs.reserve(plan.epochs.saturating_sub(history.epochs.len()).min(RESERVED));
        let rate = state.rate.take().unwrap_or(1.0);
        let samples = samples.map(|samples| plan.trained(samples)).or(state.samples);
        Ok(Self { history, rate, count: plan.epochs, step_size: plan.step_size(), samples, error: None })
    }

    /// The number of the next epoch, counted from 1.
    fn next(&self) -> usize {
        self.history.epochs.len() + 1
    }

    fn are_over(&self) -> bool {
        self.history.epochs.len() >= self.count
    }

    #[inline(never)]
    fn begin(&self, learning_rate: Option<f64>) -> Start {
        Start { clock: Clock::start(), learning_rate: learning_rate.map(|rate| rate * self.rate) }
    }

    /// Adds an epoch to the history.
    #[inline(never)]
    fn end(
        &mut self,
        start: Start,
        achieved: &Achieved,
        validation: Option<Evaluation>,
        metrics: EpochMetrics,
    ) -> &EpochReport {
        let Start { clock, learning_rate } = start;
        let Achieved { tally, samples, .. } = achieved;
        let (training, samples) = (tally.evaluation(), *samples);
        self.samples = Some(samples);
        let (epoch, epochs, duration) = (self.next(), self.count, clock.elapsed());
        let report = EpochReport { epoch, epochs, training, validation, metrics, learning_rate, samples, duration };
        self.history.epochs.push(report);
        &self.history.epochs[epoch - 1]
    }

    /// The run as callbacks see it.
    fn seen_with<'r, N: Network>(&'r mut self, network: &'r mut N) -> Run<'r, N> {
        let Self { history, rate, count, step_size, samples, error } = self;
        let steps = samples.map(|samples| samples.div_ceil(*step_size));
        Run { network, history, learning_rate_factor: rate, epochs: *count, steps, error }
    }
}

/// A run between two epochs.
pub(super) struct Moment<'r, N, O, C> {
    network: &'r N,
    optimizer: &'r O,
    callbacks: &'r mut C,
    state: &'r State,
    epochs: &'r Epochs,
    is_over: bool,
}

impl<N, O, C> Moment<'_, N, O, C>
where
    N: Network,
    O: Optimizer<N::Number>,
    C: Callback<N>,
{
    /// Hands out all that the run consists of.
    pub fn with_progress<R>(self, take: &mut impl FnMut(Progress<'_, N>) -> R) -> R {
        let mut callbacks = CallbackState::new();
        self.callbacks.state(&mut callbacks);
        take(Progress {
            network: self.network,
            optimizer: self.optimizer.state(),
            callbacks: callbacks.remembered(),
            learning_rate_factor: self.epochs.rate,
            rng: &self.state.rng,
            batches: self.state.batches,
            history: &self.epochs.history,
            is_over: self.is_over,
        })
    }
}

/// A network in training, with all that knows its type.
struct NetworkLearner<'r, 'a, N: Network, L, Y, C> {
    network: &'r mut N,
    grads: &'r mut N,
    loader: &'r mut dyn Loader<N::Input, Y>,
    loss: &'r L,
    augmentation: &'r mut Option<Box<dyn Augmentation<N::Input, Y> + Send + 'a>>,
    seed: u64,
    callbacks: &'r mut C,
}

impl<N, L, Y, C> Learner<N::Number> for NetworkLearner<'_, '_, N, L, Y, C>
where
    N: Gradients<L, Y>,
    C: Callback<N>,
{
    fn load(&mut self) -> Result<usize, TrainError> {
        let count = self.loader.load().map_err(|error| TrainError::Stream(error).of_training())?;
        if self.loader.whole().is_none() {
            let step = self.loader.step();
            let checked = self.network.check_targets(&Samples::of_step(&step, 0..count), self.loss);
            checked.map_err(|error| error.with_number(step.numbers).of_training())?;
        }
        Ok(count)
    }

    fn differentiate(&mut self, batch: Range<usize>, epoch: u64, workspace: &mut Workspace) -> Tally {
        let step = self.loader.step();
        let mut samples = Samples::of_step(&step, batch.clone());
        if let Some(augmentation) = self.augmentation {
            samples = augmentation.batch(&samples, &step.numbers[batch], (self.seed, epoch));
        }
        self.network.differentiate(&samples, self.loss, self.grads, workspace)
    }

    fn parameters_and_gradient(&mut self) -> (&mut [N::Number], &mut [N::Number]) {
        (self.network.parameters_mut(), self.grads.parameters_mut())
    }

    fn statistics(&mut self) -> (&mut [N::Number], &[N::Number]) {
        (self.network.statistics_mut(), self.grads.statistics())
    }

    fn on_step(&mut self) {
        self.callbacks.on_step(self.network);
    }
}

/// See [`crate::prebuilt`].
pub(crate) fn prebuilt<T: Number>() {
    black_box([Epoch::<T>::run as *const (), Buffers::<T>::new as *const ()]);
}
