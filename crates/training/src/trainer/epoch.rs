//! One epoch: a step for each batch, or for several.
//!
//! All of it is generic over the number alone. What depends on the network is a [`Learner`], so the
//! loop is compiled in this crate and not for each network of each user.

use core::ops::Range;

use sinew_layers::LayerInfo;
use sinew_optimizers::Optimizer;
use sinew_tensors::Number;

use super::buffers::Buffers;
use super::resume::State;
use super::settings::Plan;
use crate::batching::check_batch;
use crate::tally::Tally;
use crate::{TrainError, Workspace, finite};

/// A network in training with its gradient, as flat numbers.
pub(crate) trait Learner<T> {
    /// Loads the samples of the next step, and returns how many there are: 0 at the end of the
    /// epoch.
    fn load(&mut self) -> Result<usize, TrainError>;

    /// Sets the gradient to that of the mean loss over a batch, these of the samples that were
    /// loaded. Of the training, `epoch` epochs are over.
    fn differentiate(&mut self, batch: Range<usize>, epoch: u64, workspace: &mut Workspace) -> Tally;

    /// The parameters and their gradient.
    fn parameters_and_gradient(&mut self) -> (&mut [T], &mut [T]);

    /// The statistics, and what they are after the last batch.
    fn statistics(&mut self) -> (&mut [T], &[T]);

    /// After each step of the optimizer.
    fn on_step(&mut self);
}

/// An epoch of a run.
pub(super) struct Epoch<'r, T: Number> {
    pub plan: &'r Plan,
    pub state: &'r mut State,
    pub optimizer: &'r mut dyn Optimizer<T>,
    pub buffers: &'r mut Buffers<T>,
    pub layers: &'r [LayerInfo],
    /// How many samples the epoch trains on, if that is known before they are read.
    pub samples: Option<usize>,
    /// The epochs before it, those of earlier runs of the trainer included.
    pub epochs_before: u64,
    /// What all learning rates are multiplied by.
    pub rate: f64,
    /// The number of the epoch, counted from 1.
    pub number: usize,
}

/// What an epoch achieved.
#[derive(Default)]
pub(super) struct Achieved {
    pub tally: Tally,
    /// How many samples there were.
    pub samples: usize,
    /// How many batches they were in.
    batches: usize,
}

impl<T: Number> Epoch<'_, T> {
    /// Trains for an epoch. If numbers stop being finite, the network is left with the last that
    /// were.
    #[inline(never)] // compiled here for each number, not for each network
    pub fn run(mut self, learner: &mut dyn Learner<T>) -> Result<Achieved, TrainError> {
        self.buffers.kept.keep(learner);
        let result = self.steps(learner);
        if result.is_err() {
            self.buffers.kept.rescue(learner);
        }
        result
    }

    /// The steps, and a check of the parameters after the last.
    fn steps(&mut self, learner: &mut dyn Learner<T>) -> Result<Achieved, TrainError> {
        let (mut achieved, mut loaded) = (Achieved::default(), 0);
        loop {
            let step = learner.load()?;
            loaded += step;
            let samples = self.plan.trained(step);
            if samples == 0 {
                break;
            }
            let result = self.gradient(learner, samples, &mut achieved.batches)?;
            self.step(learner);
            learner.on_step();
            achieved.samples += samples;
            // Where it is not known how many samples there are, the sum is divided at the end.
            let share = self.samples.map_or(samples as f64, |all| samples as f64 / all as f64);
            achieved.tally.add(&result, share);
        }
        if achieved.samples == 0 {
            return Err(self.plan.no_batch(loaded));
        }
        if self.samples.is_none() {
            achieved.tally.loss /= achieved.samples as f64;
        }
        let parameters = learner.parameters_and_gradient().0;
        self.check(achieved.tally.loss, parameters, parameters, achieved.batches)?;
        Ok(achieved)
    }

    /// Sets the gradient to that of the mean loss over the samples of a step.
    fn gradient(
        &mut self,
        learner: &mut dyn Learner<T>,
        samples: usize,
        batches: &mut usize,
    ) -> Result<Tally, TrainError> {
        let Some(mut sum) = self.buffers.sum.take() else {
            return self.batch(learner, 0..samples, batches);
        };
        let mut total = Tally::default();
        sum.fill(T::ZERO);
        for first in (0..samples).step_by(self.plan.batch_size) {
            let batch = first..usize::min(first.saturating_add(self.plan.batch_size), samples);
            let share = batch.len() as f64 / samples as f64;
            total.add(&self.batch(learner, batch, batches)?, share);
            for (sum, &g) in sum.iter_mut().zip(&*learner.parameters_and_gradient().1) {
                *sum = *sum + T::from_f64(share) * g;
            }
        }
        learner.parameters_and_gradient().1.copy_from_slice(&sum);
        self.buffers.sum = Some(sum);
        Ok(total)
    }

    /// Sets the gradient to that of the mean loss over a batch, and keeps what the batch measured.
    fn batch(
        &mut self,
        learner: &mut dyn Learner<T>,
        batch: Range<usize>,
        batches: &mut usize,
    ) -> Result<Tally, TrainError> {
        if self.samples.is_none() {
            check_batch(self.layers, batch.len())?; // of a known number it was checked before
        }
        let result = learner.differentiate(batch, self.epochs_before, &mut self.state.workspace);
        self.state.batches += 1;
        *batches += 1;
        let (parameters, gradient) = learner.parameters_and_gradient();
        self.check(result.loss, gradient, parameters, *batches)?;
        let (statistics, measured) = learner.statistics();
        statistics.copy_from_slice(measured);
        Ok(result)
    }

    /// Takes a step along the gradient, within its limits.
    fn step(&mut self, learner: &mut dyn Learner<T>) {
        let Buffers { frozen, groups, .. } = &mut *self.buffers;
        let (parameters, gradient) = learner.parameters_and_gradient();
        frozen.clear(gradient);
        self.plan.clip.apply(gradient);
        groups.prepare(self.rate, parameters);
        self.state.workspace.step_parameters(&mut self.optimizer, parameters, gradient);
        groups.finish(self.rate, parameters);
        frozen.put_back(parameters);
    }

    /// An error if the loss or one of the numbers is not finite after a batch.
    fn check(&self, loss: f64, numbers: &[T], parameters: &[T], batch: usize) -> Result<(), TrainError> {
        finite::check(loss, self.layers, numbers, parameters, (self.number, batch))
    }
}
