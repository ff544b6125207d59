//! The training loop.
//!
//! | | |
//! |---|---|
//! | `settings` | what a trainer is told |
//! | `run` | epoch after epoch, with validation, reports and callbacks |
//! | `epoch` | batch after batch, on flat numbers |
//! | `buffers` | what an epoch works in |
//! | `resume` | where a trainer is, and how it goes on from there |
//! | `clock` | how long an epoch takes |

mod buffers;
mod clock;
mod epoch;
mod resume;
mod run;
mod settings;

use sinew_data::Source;
use sinew_layers::AsNetwork;
use sinew_optimizers::Optimizer;

use crate::callbacks::Callback;
use crate::{Gradients, History, Progress, TrainError};
use resume::State;
use settings::Settings;

pub(crate) use epoch::Learner;
pub(crate) use run::prebuilt;

/// Trains a network: data in, prediction, loss, optimizer, repeat.
///
/// An epoch goes once through all samples, in batches (the last may be smaller, or be
/// [left out](Self::drop_last)) and in an order drawn anew from the seed. The same network, data
/// and settings give the same result, bit for bit.
///
/// `X` and `Y` are the types of a sample's input and target, `C` is that of the
/// [callbacks](crate::callbacks).
#[doc(alias("하이퍼파라미터", "지도 학습", "학습"))]
pub struct Trainer<'a, L, O, X, Y, C = ()> {
    settings: Settings<'a, L, O, X, Y>,
    state: State,
    callbacks: C,
}

impl<L, O, X, Y> Trainer<'_, L, O, X, Y> {
    /// A trainer of 10 epochs, in batches of 32 samples, with the seed 0.
    pub fn new(loss: L, optimizer: O) -> Self {
        Self { settings: Settings::new(loss, optimizer), state: State::new(), callbacks: () }
    }
}

impl<L, O, X, Y, C> Trainer<'_, L, O, X, Y, C> {
    /// Trains the network, a value or a box, on a [`Dataset`](sinew_data::Dataset) or a
    /// [`Stream`](sinew_data::Stream), and returns what each epoch achieved.
    ///
    /// Called again, it goes on from where the optimizer and the order of samples are: twice 10
    /// epochs are 20 epochs, bit for bit. Callbacks begin anew.
    ///
    /// # Errors
    ///
    /// * [`TrainError::Training`] and [`TrainError::Validation`], before the first epoch, if there
    ///   are no samples or a target makes no sense to the loss, see
    ///   [`Loss::target_domain`](sinew_losses::Loss::target_domain). The samples of a stream are
    ///   checked as they are read, and it is an error if they cannot be.
    /// * [`TrainError::UnknownLayer`] if a layer that is named does not exist.
    /// * [`TrainError::BatchTooSmall`] if a batch norm would measure a single number, and
    ///   [`TrainError::NoBatch`] if [`drop_last`](Self::drop_last) leaves no sample.
    /// * [`TrainError::NotFinite`] if the loss, the gradient or the parameters stop being finite;
    ///   then the network keeps the last finite parameters.
    /// * [`TrainError::NanValidation`] if the validation loss is not a number.
    pub fn fit<M, N, S>(&mut self, network: &mut M, samples: &S) -> Result<History, TrainError>
    where
        S: Source<X, Y> + ?Sized,
        M: AsNetwork<Network = N>,
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
        C: Callback<N>,
    {
        self.run(network.as_network(), &mut *samples.loader(), |_| Ok(()))
    }

    /// Trains as [`fit`](Self::fit) does, and hands everything that the run consists of to
    /// `each_epoch`, after each epoch: to be saved, or to end training by an error.
    ///
    /// # Errors
    ///
    /// Those of [`fit`](Self::fit), and those of `each_epoch`.
    pub fn fit_with<M, N, S, E>(
        &mut self,
        network: &mut M,
        samples: &S,
        mut each_epoch: impl FnMut(Progress<'_, N>) -> Result<(), E>,
    ) -> Result<History, E>
    where
        S: Source<X, Y> + ?Sized,
        M: AsNetwork<Network = N>,
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
        C: Callback<N>,
        E: From<TrainError>,
    {
        self.run(network.as_network(), &mut *samples.loader(), |moment| moment.with_progress(&mut each_epoch))
    }
}
