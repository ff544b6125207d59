//! A run of training, saved between two epochs.

use core::fmt;
use core::time::Duration;
use std::borrow::ToOwned;
use std::boxed::Box;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use safetensors::Dtype;
use safetensors::tensor::TensorInfo;
use sinew_layers::Network;
use sinew_optimizers::{Optimizer, RestoreError, State};
use sinew_tensors::{Number, Rng};
use sinew_training::{EpochReport, Evaluation, History, Progress, TrainError, Trainer};

use crate::error::Problem;
use crate::format::{Item, Numbers, Reader, write};
use crate::network::{architecture, check, element, items, read_file};
use crate::tensors::{Slot, slots};
use crate::{LoadError, Misfit, WriteError, atomic_write};

/// Everything that a run of training goes on from: the network, what the optimizer remembers, where the random generator is, and the history.
///
/// Schedules of learning rates are functions of the number of steps, so they are part of it. Settings are not: a run goes on with those of
/// the trainer that it is [restored](Self::restore) into.
///
/// [`Checkpoints`](crate::Checkpoints) is the way to train with them; this is for other ways.
///
/// # Format
///
/// A safetensors file: the network as [`Files`](crate::Files) saves it, with `network.` in front of each key; `optimizer.moments` and
/// `optimizer.steps`; `run.rng` and `run.batches`; and `run.history`, a row for each epoch with the planned number of epochs, loss,
/// accuracy, validation loss, validation accuracy and seconds, `NaN` where there is none.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
/// use sinew_files::{Checkpoint, CheckpointError};
///
/// network! {
///     struct Iris = 4 => 8 tanh => 3 softmax;
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let directory = std::env::temp_dir().join(format!("sinew-checkpoint-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory)?;
/// # let path = directory.join("best.checkpoint");
/// let data = sinew::data::iris();
/// let trainer = || Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(20);
///
/// // Keep the best network, not the last one.
/// let mut best = f64::INFINITY;
/// let mut net = Iris::seeded(1);
/// trainer().fit_with(&mut net, &data, |progress| {
///     let loss = progress.history.last().map_or(f64::INFINITY, |epoch| epoch.training.loss);
///     if loss < best {
///         best = loss;
///         Checkpoint::save(&progress, &path)?;
///     }
///     Ok::<_, CheckpointError>(())
/// })?;
///
/// // Go on from there, as if nothing had happened since.
/// let checkpoint = Checkpoint::<Iris>::load(&path)?;
/// let mut trainer = trainer().epochs(30);
/// let mut net = checkpoint.restore(&mut trainer)?;
/// let history = trainer.fit(&mut net, &data)?;
/// assert_eq!(history.epochs.len(), 30);
/// # std::fs::remove_dir_all(&directory)?;
/// # Ok(())
/// # }
/// ```
pub struct Checkpoint<N: Network> {
    /// The network.
    pub network: Box<N>,
    /// The epochs so far.
    pub history: History,
    steps: u64,
    moments: Vec<N::Number>,
    rng: Rng,
    batches: u64,
}

impl<N: Network> Checkpoint<N> {
    /// Writes a run's progress to a file, which is there whole or not at all; see [`atomic_write`].
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Write`] if the file cannot be written; then what was there before is still there.
    /// [`CheckpointError::Optimizer`] if the optimizer does not tell what it remembers.
    pub fn save(progress: &Progress<'_, N>, path: impl AsRef<Path>) -> Result<(), CheckpointError> {
        let state = progress.optimizer.ok_or(RestoreError::Unsupported)?;
        let items = checkpoint_items(progress, state);
        atomic_write(path, |file| write(&items, &architecture::<N>(), file))?;
        Ok(())
    }

    /// Reads a checkpoint.
    ///
    /// # Errors
    ///
    /// As for [`Files::load`](crate::Files::load).
    pub fn load(path: impl AsRef<Path>) -> Result<Self, LoadError> {
        read_file(path.as_ref(), |from, len| read(from, len))
    }

    /// Lets the next `fit` of the trainer go on from here, with the network that is returned.
    ///
    /// With the same samples and settings, it ends where the run would have ended that was saved, bit for bit.
    ///
    /// # Errors
    ///
    /// If the trainer's optimizer is another one. The trainer is then unchanged.
    pub fn restore<L, O, X, Y>(self, trainer: &mut Trainer<'_, L, O, X, Y>) -> Result<Box<N>, RestoreError>
    where
        O: Optimizer<N::Number>,
    {
        trainer.restore(&self.progress())?;
        Ok(self.network)
    }

    /// The run's progress, borrowed.
    pub fn progress(&self) -> Progress<'_, N> {
        Progress {
            network: &self.network,
            optimizer: Some(State { steps: self.steps, moments: &self.moments }),
            rng: &self.rng,
            batches: self.batches,
            history: &self.history,
        }
    }
}

/// Why training with checkpoints did not go on.
#[derive(Debug)]
#[non_exhaustive]
pub enum CheckpointError {
    /// The network could not be trained.
    Train(TrainError),
    /// The checkpoint could not be read.
    Load(LoadError),
    /// The checkpoint could not be written.
    Write(WriteError),
    /// The optimizer cannot be saved, or not go on from what was saved.
    Optimizer(RestoreError),
}

impl fmt::Display for CheckpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Train(error) => error.fmt(f),
            Self::Load(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
            Self::Optimizer(error) => write!(f, "the checkpoint is not one of this optimizer: {error}"),
        }
    }
}

impl core::error::Error for CheckpointError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Train(error) => error.source(),
            Self::Load(error) => error.source(),
            Self::Write(error) => error.source(),
            Self::Optimizer(error) => Some(error),
        }
    }
}

macro_rules! from {
    ($($error:ident => $variant:ident)*) => {$(
        impl From<$error> for CheckpointError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from!(TrainError => Train LoadError => Load WriteError => Write RestoreError => Optimizer);

const NETWORK: &str = "network.";
const MOMENTS: &str = "optimizer.moments";
const STEPS: &str = "optimizer.steps";
const RNG: &str = "run.rng";
const BATCHES: &str = "run.batches";
const HISTORY: &str = "run.history";

/// The tensors of a checkpoint; those of eight bytes first, so that they are aligned.
fn checkpoint_items<'a, N: Network>(
    progress: &Progress<'a, N>,
    state: State<'a, N::Number>,
) -> Vec<Item<'a, N::Number>> {
    let item = |key: &str, shape: &[usize], numbers| Item { key: key.to_owned(), shape: shape.to_owned(), numbers };
    let history: Vec<f64> = progress.history.epochs.iter().flat_map(columns).collect();
    let mut items = vec![
        item(STEPS, &[1], Numbers::U64(vec![state.steps])),
        item(BATCHES, &[1], Numbers::U64(vec![progress.batches])),
        item(RNG, &[6], Numbers::U64(progress.rng.to_words().to_vec())),
        item(HISTORY, &[progress.history.epochs.len(), COLUMNS], Numbers::F64(history)),
        item(MOMENTS, &[state.moments.len()], Numbers::Network(state.moments)),
    ];
    items.extend(items_of_network(progress.network));
    items
}

fn items_of_network<N: Network>(network: &N) -> Vec<Item<'_, N::Number>> {
    items(network, NETWORK)
}

fn read<N: Network>(from: impl Read, len: u64) -> Result<Checkpoint<N>, Problem> {
    let mut reader = Reader::new(from, len)?;
    let tensors = reader.tensors();
    let slots = slots::<N>(NETWORK);
    check(&slots, &tensors, |key, _| [MOMENTS, STEPS, RNG, BATCHES, HISTORY].contains(&key))?;
    check_run(&tensors)?;
    let slots: BTreeMap<&str, &Slot> = slots.iter().map(|slot| (slot.key.as_str(), slot)).collect();

    let mut network = N::zeros();
    let (mut steps, mut batches, mut words, mut history, mut moments) = ([0], [0], [0; 6], vec![], vec![]);
    for (key, info) in &tensors {
        reader.next(key, info);
        match (key.as_str(), element(info)) {
            (STEPS, _) => reader.integers(&mut steps)?,
            (BATCHES, _) => reader.integers(&mut batches)?,
            (RNG, _) => reader.integers(&mut words)?,
            (HISTORY, Some(element)) => {
                history = vec![0.0; info.shape.iter().product()];
                reader.numbers(element, &mut history)?;
            }
            (MOMENTS, Some(element)) => {
                moments = vec![N::Number::ZERO; info.shape.iter().product()];
                reader.numbers(element, &mut moments)?;
            }
            (key, Some(element)) if let Some(slot) = slots.get(key) => {
                reader.numbers(element, slot.numbers_mut(&mut *network))?;
            }
            _ => reader.skip(info)?,
        }
    }
    reader.finish()?;
    let rng = Rng::from_words(words).ok_or(Problem::Damaged)?;
    let [steps] = steps;
    let [batches] = batches;
    Ok(Checkpoint { network, history: epochs(&history), steps, moments, rng, batches })
}

/// An error that names everything but the network that is not there or not of its form.
fn check_run(tensors: &[(String, TensorInfo)]) -> Result<(), Problem> {
    let tensors: BTreeMap<&str, &TensorInfo> = tensors.iter().map(|(key, info)| (key.as_str(), info)).collect();
    let mut misfits = vec![];
    for (key, expected) in [(STEPS, &[1][..]), (BATCHES, &[1]), (RNG, &[6]), (HISTORY, &[0, COLUMNS]), (MOMENTS, &[0])]
    {
        let key = key.to_owned();
        let Some(info) = tensors.get(key.as_str()) else {
            misfits.push(Misfit::Missing { key, expected: expected.to_owned() });
            continue;
        };
        // Zero stands for any extent.
        let fits = |(&expected, &found): (&usize, &usize)| expected == 0 || expected == found;
        if info.shape.len() != expected.len() || !expected.iter().zip(&info.shape).all(fits) {
            misfits.push(Misfit::Shape { key, expected: expected.to_owned(), found: info.shape.clone() });
            continue;
        }
        let is_counter = expected[0] != 0;
        if is_counter && info.dtype != Dtype::U64 || !is_counter && element(info).is_none() {
            let expected = if is_counter { "U64" } else { "F64 or F32" };
            misfits.push(Misfit::Type { key, expected, found: info.dtype.to_string() });
        }
    }
    if misfits.is_empty() { Ok(()) } else { Err(Problem::Misfit(misfits)) }
}

/// How many numbers are saved of an epoch.
const COLUMNS: usize = 6;

fn columns(report: &EpochReport) -> [f64; COLUMNS] {
    let EpochReport { epochs, training, validation, duration, .. } = report;
    let validation = validation.unwrap_or_else(|| evaluation(f64::NAN, f64::NAN));
    [
        *epochs as f64,
        training.loss,
        training.accuracy.unwrap_or(f64::NAN),
        validation.loss,
        validation.accuracy.unwrap_or(f64::NAN),
        duration.as_secs_f64(),
    ]
}

fn epochs(columns: &[f64]) -> History {
    let (rows, _) = columns.as_chunks::<COLUMNS>();
    let report = |(epoch, &[epochs, loss, accuracy, validation_loss, validation_accuracy, seconds]): (
        usize,
        &[f64; COLUMNS],
    )| {
        let mut report = EpochReport::default();
        report.epoch = epoch;
        report.epochs = epochs as usize;
        report.training = evaluation(loss, accuracy);
        let has_validation = !(validation_loss.is_nan() && validation_accuracy.is_nan());
        report.validation = has_validation.then(|| evaluation(validation_loss, validation_accuracy));
        report.duration = Duration::try_from_secs_f64(seconds).unwrap_or_default();
        report
    };
    let mut history = History::default();
    history.epochs = (1..).zip(rows).map(report).collect();
    history
}

fn evaluation(loss: f64, accuracy: f64) -> Evaluation {
    let mut evaluation = Evaluation::default();
    evaluation.loss = loss;
    evaluation.accuracy = Some(accuracy).filter(|accuracy| !accuracy.is_nan());
    evaluation
}
