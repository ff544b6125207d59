//! Training that continues where it was stopped.

use std::path::{Path, PathBuf};

use sinew_data::Source;
use sinew_layers::{AsNetwork, Network};
use sinew_optimizers::Optimizer;
use sinew_training::callbacks::Callback;
use sinew_training::{Gradients, History, Progress, Trainer};

use crate::{Checkpoint, CheckpointError, LoadError};

/// Gives a trainer checkpoints.
pub trait Checkpoints<'a, L, O, X, Y, C> {
    /// Saves the run to the file at `path` every `every` epochs and after the last one, and
    /// continues from that file if it is there.
    ///
    /// So a program that was stopped, for whatever reason, is just started again. The file is whole
    /// at every moment. A run that is complete does not begin again; it only continues if there are
    /// more epochs now. To begin again, remove the file.
    ///
    /// Callbacks continue with the state that they [report](Callback::state).
    ///
    /// # Panics
    ///
    /// If `every` is zero.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew::prelude::*;
    /// use sinew_files::Checkpoints;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let directory = std::env::temp_dir().join(format!("sinew-checkpoints-{}", std::process::id()));
    /// # std::fs::create_dir_all(&directory)?;
    /// # let path = directory.join("iris.checkpoint");
    /// network! {
    ///     struct Iris = 4 => 8 tanh => 3 softmax;
    /// }
    ///
    /// let data = sinew::data::iris();
    /// let fit = |epochs| {
    ///     let mut net = Iris::seeded(1);
    ///     let trainer = Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(epochs);
    ///     trainer.checkpoints(&path, 5).fit(&mut net, &data).map(|_| net)
    /// };
    /// fit(7)?; // here the power fails
    /// let resumed = fit(20)?;
    ///
    /// let mut never_interrupted = Iris::seeded(1);
    /// Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(20).fit(&mut never_interrupted, &data)?;
    /// assert_eq!(resumed, never_interrupted); // bit for bit
    /// # std::fs::remove_dir_all(&directory)?;
    /// # Ok(())
    /// # }
    /// ```
    fn checkpoints(self, path: impl Into<PathBuf>, every: usize) -> Checkpointed<'a, L, O, X, Y, C>;
}

impl<'a, L, O, X, Y, C> Checkpoints<'a, L, O, X, Y, C> for Trainer<'a, L, O, X, Y, C> {
    fn checkpoints(self, path: impl Into<PathBuf>, every: usize) -> Checkpointed<'a, L, O, X, Y, C> {
        assert!(every > 0, "a checkpoint after every 0 epochs is none");
        Checkpointed { trainer: self, path: path.into(), every }
    }
}

/// A trainer that saves its run to a file, and continues from it: what [`Checkpoints::checkpoints`]
/// returns.
pub struct Checkpointed<'a, L, O, X, Y, C> {
    trainer: Trainer<'a, L, O, X, Y, C>,
    path: PathBuf,
    every: usize,
}

impl<L, O, X, Y, C> Checkpointed<'_, L, O, X, Y, C> {
    /// Trains the network, from the checkpoint if there is one, or else as it is; see
    /// [`Trainer::fit`].
    ///
    /// # Errors
    ///
    /// * [`CheckpointError::Load`] if there is a checkpoint that cannot be read or belongs to
    ///   another network. Then nothing is changed.
    /// * [`CheckpointError::Resume`] if it belongs to another optimizer or to other callbacks. Then
    ///   nothing is changed.
    /// * [`CheckpointError::Write`] if a checkpoint cannot be written; the previous one is still
    ///   there.
    /// * [`CheckpointError::Train`] as for [`Trainer::fit`].
    pub fn fit<M, N, S>(&mut self, network: &mut M, samples: &S) -> Result<History, CheckpointError>
    where
        S: Source<X, Y> + ?Sized,
        M: AsNetwork<Network = N>,
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
        C: Callback<N>,
    {
        let network = network.as_network();
        if let Some(checkpoint) = load(&self.path)? {
            network.copy_from(&*checkpoint.restore(&mut self.trainer)?);
        }
        let (path, every) = (&self.path, self.every);
        self.trainer.fit_with(network, samples, |progress: Progress<'_, N>| {
            let is_due = progress.is_over || progress.history.epochs.len().is_multiple_of(every);
            if is_due { Checkpoint::save(&progress, path) } else { Ok(()) }
        })
    }
}

/// The checkpoint, if there is one.
fn load<N: Network>(path: &Path) -> Result<Option<Checkpoint<N>>, LoadError> {
    match Checkpoint::load(path) {
        Err(LoadError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
        loaded => loaded.map(Some),
    }
}
