//! Where a trainer is in its training, and how it goes on from the progress of another.

use sinew_layers::Network;
use sinew_optimizers::{Optimizer, RestoreError};
use sinew_tensors::Rng;

use super::Trainer;
use crate::callbacks::{Callback, CallbackState};
use crate::{History, Progress, ResumeError, Workspace};

/// Where a trainer is: what its next run goes on from, and works in.
pub(super) struct State {
    /// The order of samples is drawn from it.
    pub rng: Rng,
    /// How many batches drew random numbers from the workspace.
    pub batches: u64,
    /// How many samples the last epoch had.
    pub samples: Option<usize>,
    pub workspace: Workspace,
    /// The epochs before the next `fit`, if it goes on from them.
    pub history: History,
    /// What all learning rates are multiplied by in the next `fit`, if it goes on from there.
    pub rate: Option<f64>,
}

impl State {
    /// The state of a trainer that has not trained yet.
    pub fn new() -> Self {
        let (rng, workspace, history) = (Rng::new(0), Workspace::new(), History::default());
        Self { rng, batches: 0, samples: None, workspace, history, rate: None }
    }

    /// How many epochs of `samples` samples, or of those of the last epoch, there have been.
    pub fn epochs(&self, samples: Option<usize>, batch_size: usize) -> u64 {
        samples.or(self.samples).map_or(0, |samples| self.batches / samples.div_ceil(batch_size) as u64)
    }

    /// Goes on from there.
    fn resume(&mut self, rng: &Rng, batches: u64, history: &History, rate: f64) {
        self.rng = rng.clone();
        self.batches = batches;
        self.samples = history.last().map(|epoch| epoch.samples);
        self.workspace.resume(batches);
        self.history = history.clone();
        self.rate = Some(rate);
    }
}

impl<L, O, X, Y, C> Trainer<'_, L, O, X, Y, C> {
    /// Goes on from the `progress` of another run: the next [`fit`](Self::fit) does only the epochs
    /// that it had still to do.
    ///
    /// Given a network of the same numbers, the same samples and the same settings, it ends where
    /// that run would have ended, bit for bit.
    ///
    /// # Errors
    ///
    /// If the optimizer cannot go on from there, or if the callbacks are others. The trainer is
    /// then unchanged.
    pub fn restore<N>(&mut self, progress: &Progress<'_, N>) -> Result<(), ResumeError>
    where
        N: Network,
        O: Optimizer<N::Number>,
        C: Callback<N>,
    {
        let mut callbacks = CallbackState::new();
        self.callbacks.state(&mut callbacks);
        callbacks.check(&progress.callbacks)?;
        let optimizer = progress.optimizer.ok_or(RestoreError::Unsupported)?;
        self.settings.optimizer.restore(optimizer, N::PARAMETERS)?;
        callbacks.set(&progress.callbacks);
        self.state.resume(progress.rng, progress.batches, progress.history, progress.learning_rate_factor);
        Ok(())
    }
}
