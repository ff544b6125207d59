//! One epoch: a step for each batch, or for several.
//!
//! All of it is generic over the number alone. What depends on the network is a [`Learner`], so the
//! loop is compiled in this crate and not for each network of each user.

use alloc::vec::Vec;
use core::mem;

use sinew_layers::LayerInfo;
use sinew_optimizers::Optimizer;
use sinew_tensors::Number;

use super::buffers::Buffers;
use super::resume::State;
use super::settings::Plan;
use crate::{Evaluation, TrainError, Workspace, finite};

/// A network in training with its gradient, as flat numbers.
pub(crate) trait Learner<T> {
    /// Sets the gradient to that of the mean loss over a batch, the samples of these numbers. Of
    /// the training, `epoch` epochs are over.
    fn differentiate(&mut self, batch: &[usize], epoch: u64, workspace: &mut Workspace) -> Evaluation;

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
    /// How many samples an epoch has.
    pub samples: usize,
    /// What all learning rates are multiplied by.
    pub rate: f64,
    /// The number of the epoch, counted from 1.
    pub number: usize,
}

/// The number of a batch.
struct BatchNumber {
    /// Within the epoch, counted from 1; 0 before the first.
    batch: usize,
    /// The epochs before it, those of earlier runs of the trainer included.
    epochs_before: u64,
}

impl<T: Number> Epoch<'_, T> {
    /// Trains for an epoch. If numbers stop being finite, the network is left with the last that
    /// were.
    #[inline(never)] // compiled here for each number, not for each network
    pub fn run(mut self, learner: &mut dyn Learner<T>) -> Result<Evaluation, TrainError> {
        self.buffers.kept.keep(learner);
        let result = self.steps(learner);
        if result.is_err() {
            self.buffers.kept.rescue(learner);
        }
        result
    }

    /// The steps, and a check of the parameters after the last.
    fn steps(&mut self, learner: &mut dyn Learner<T>) -> Result<Evaluation, TrainError> {
        let order = self.order();
        let batches = self.samples.div_ceil(self.plan.batch_size);
        let mut batch_number = BatchNumber { batch: 0, epochs_before: self.state.batches / batches as u64 };
        let mut total = Evaluation::default();
        for samples in order.chunks(self.plan.step_size()) {
            let result = self.gradient(learner, samples, &mut batch_number)?;
            self.step(learner);
            learner.on_step();
            total.add(&result, samples.len() as f64 / self.samples as f64);
        }
        self.buffers.order = order;
        self.check(total.loss, learner.parameters_and_gradient().0, batches)?;
        Ok(total)
    }

    /// The order of samples: a function of the random generator alone, so that it need not be
    /// saved.
    fn order(&mut self) -> Vec<usize> {
        let mut order = mem::take(&mut self.buffers.order);
        order.clear();
        order.extend(0..self.samples);
        if self.plan.shuffle {
            self.state.rng.shuffle(&mut order);
        }
        order
    }

    /// Sets the gradient to that of the mean loss over the samples of a step.
    fn gradient(
        &mut self,
        learner: &mut dyn Learner<T>,
        samples: &[usize],
        batch_number: &mut BatchNumber,
    ) -> Result<Evaluation, TrainError> {
        let Some(mut sum) = self.buffers.sum.take() else {
            return self.batch(learner, samples, batch_number);
        };
        let mut total = Evaluation::default();
        sum.fill(T::ZERO);
        for batch in samples.chunks(self.plan.batch_size) {
            let share = batch.len() as f64 / samples.len() as f64;
            total.add(&self.batch(learner, batch, batch_number)?, share);
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
        batch: &[usize],
        batch_number: &mut BatchNumber,
    ) -> Result<Evaluation, TrainError> {
        let result = learner.differentiate(batch, batch_number.epochs_before, &mut self.state.workspace);
        self.state.batches += 1;
        batch_number.batch += 1;
        self.check(result.loss, learner.parameters_and_gradient().1, batch_number.batch)?;
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
    fn check(&self, loss: f64, numbers: &[T], batch: usize) -> Result<(), TrainError> {
        finite::check(loss, self.layers, numbers, (self.number, batch))
    }
}
