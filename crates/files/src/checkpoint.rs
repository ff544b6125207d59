//! A run of training, saved between two epochs.

use core::fmt;
use core::time::Duration;
use std::borrow::ToOwned;
use std::boxed::Box;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;
use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use safetensors::Dtype;
use safetensors::tensor::TensorInfo;
use sinew_layers::Network;
use sinew_optimizers::{Optimizer, RestoreError, State};
use sinew_tensors::{Number, Rng};
use sinew_training::callbacks::{Callback, Remembered};
use sinew_training::{EpochReport, Evaluation, History, Progress, ResumeError, TrainError, Trainer};

use crate::error::Problem;
use crate::format::{Allowed, Item, Numbers, Reader, write};
use crate::network::{architecture, element, items as network_items, misfits, read_file, refuse};
use crate::optimizer::{MOMENTS, OwnedState, STEPS};
use crate::tensors::{Slot, slots};
use crate::{LoadError, Misfit, WriteError, atomic_write, optimizer};

/// Everything that a training run needs to continue: the network, the state of the optimizer and of
/// the callbacks, the state of the random generator, and the history.
///
/// Learning rate schedules are functions of the number of steps, so they are part of it. Settings
/// are not: a run continues with those of the trainer that it is [restored](Self::restore) into.
///
/// [`Checkpoints`](crate::Checkpoints) is the usual way to train with them; this type is for other
/// ways.
///
/// # Format
///
/// A safetensors file: the network as [`Files`](crate::Files) saves it, with `network.` in front of
/// each key; `optimizer.moments` and `optimizer.steps`, and in the metadata what the optimizer is
/// called, `sinew.optimizer` (a file without it, of an earlier version, is taken for any optimizer
/// that keeps as many moments); `run.rng`, `run.batches` and
/// `run.learning_rate_factor`; and `run.history`, a row for each epoch with the planned number of
/// epochs, loss, accuracy, validation loss, validation accuracy and seconds, `NaN` where there is
/// none; `run.rates`, likewise, with the learning rate and the number of samples; and, for each
/// metric, `run.metrics.` and its name, with 1 and its number, or 0 where there is none. The state
/// of callbacks has `callbacks.` in front of its name, as in `callbacks.ema.steps`: numbers and
/// counts are scalars; a network is one run of its parameters and statistics, empty if there is
/// none yet.
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
    optimizer: OwnedState<N::Number>,
    callbacks: Vec<(String, Thing<N>)>,
    learning_rate_factor: f64,
    rng: Rng,
    batches: u64,
}

/// The state of a callback, owned.
enum Thing<N> {
    Number(f64),
    Count(u64),
    Network(Option<Box<N>>),
}

impl<N: Network> Checkpoint<N> {
    /// Writes a run's progress to a file, whole or not at all; see [`atomic_write`].
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Write`] if the file cannot be written; then the previous file is still
    /// there. [`CheckpointError::Resume`] if the optimizer does not report its state.
    pub fn save(progress: &Progress<'_, N>, path: impl AsRef<Path>) -> Result<(), CheckpointError> {
        let state = progress.optimizer.ok_or(ResumeError::Optimizer(RestoreError::Unsupported))?;
        let items = checkpoint_items(progress, state);
        atomic_write(path, |file| write(&items, &architecture::<N>(), Some(state.optimizer), file))?;
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

    /// Lets the next `fit` of the trainer continue from here, with the returned network.
    ///
    /// With the same samples and settings, it ends where the saved run would have ended, bit for
    /// bit.
    ///
    /// # Errors
    ///
    /// If the trainer has another optimizer or other callbacks. The trainer is then unchanged.
    pub fn restore<L, O, X, Y, C>(self, trainer: &mut Trainer<'_, L, O, X, Y, C>) -> Result<Box<N>, ResumeError>
    where
        O: Optimizer<N::Number>,
        C: Callback<N>,
    {
        trainer.restore(&self.progress())?;
        Ok(self.network)
    }

    /// The run's progress, borrowed.
    pub fn progress(&self) -> Progress<'_, N> {
        Progress {
            network: &self.network,
            optimizer: Some(self.optimizer.borrowed()),
            callbacks: self.callbacks.iter().map(|(name, thing)| (name.as_str(), thing.borrowed())).collect(),
            learning_rate_factor: self.learning_rate_factor,
            rng: &self.rng,
            batches: self.batches,
            history: &self.history,
            is_over: false,
        }
    }
}

impl<N> Thing<N> {
    fn borrowed(&self) -> Remembered<'_, N> {
        match self {
            Self::Number(number) => Remembered::Number(*number),
            Self::Count(count) => Remembered::Count(*count),
            Self::Network(network) => Remembered::Network(network.as_deref()),
        }
    }
}

/// Why training with checkpoints did not continue.
#[non_exhaustive]
pub enum CheckpointError {
    /// The network could not be trained.
    Train(TrainError),
    /// The checkpoint could not be read.
    Load(LoadError),
    /// The checkpoint could not be written.
    Write(WriteError),
    /// The optimizer cannot be saved, or the trainer cannot continue from what was saved.
    Resume(ResumeError),
}

impl fmt::Display for CheckpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Train(error) => error.fmt(f),
            Self::Load(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
            Self::Resume(error) => error.fmt(f),
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for CheckpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for CheckpointError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Train(error) => error.source(),
            Self::Load(error) => error.source(),
            Self::Write(error) => error.source(),
            Self::Resume(error) => error.source(),
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

from!(TrainError => Train LoadError => Load WriteError => Write ResumeError => Resume);

const NETWORK: &str = "network.";
const RNG: &str = "run.rng";
const BATCHES: &str = "run.batches";
const HISTORY: &str = "run.history";
const RATES: &str = "run.rates";
const METRICS: &str = "run.metrics.";
const FACTOR: &str = "run.learning_rate_factor";
const CALLBACKS: &str = "callbacks.";

/// The tensors of a checkpoint; those with numbers of eight bytes come first, so that they are
/// aligned.
fn checkpoint_items<'a, N: Network>(
    progress: &Progress<'a, N>,
    state: State<'a, N::Number>,
) -> Vec<Item<'a, N::Number>> {
    let item = |key: &str, shape: &[usize], numbers| Item { key: key.to_owned(), shape: shape.to_owned(), numbers };
    let history: Vec<f64> = progress.history.epochs.iter().flat_map(columns).collect();
    let rates = |report: &EpochReport| [report.learning_rate.unwrap_or(f64::NAN), report.samples as f64];
    let rates: Vec<f64> = progress.history.epochs.iter().flat_map(rates).collect();
    let [steps, moments] = optimizer::items(state);
    let mut items = vec![
        steps,
        item(BATCHES, &[1], Numbers::U64(vec![progress.batches])),
        item(RNG, &[6], Numbers::U64(progress.rng.to_words().to_vec())),
        item(HISTORY, &[progress.history.epochs.len(), COLUMNS], Numbers::F64(history)),
        item(RATES, &[progress.history.epochs.len(), 2], Numbers::F64(rates)),
        item(FACTOR, &[1], Numbers::F64(vec![progress.learning_rate_factor])),
    ];
    items.extend(metric_names(progress.history).into_iter().map(|name| {
        let numbers = |report: &EpochReport| match report.metrics.get(name) {
            Some(number) => [1.0, number],
            None => [0.0, 0.0],
        };
        let numbers = progress.history.epochs.iter().flat_map(numbers).collect();
        item(&[METRICS, name].concat(), &[progress.history.epochs.len(), 2], Numbers::F64(numbers))
    }));
    items.extend(progress.callbacks.iter().map(|(name, thing)| {
        let (shape, numbers) = thing_item(thing);
        Item { key: [CALLBACKS, name].concat(), shape, numbers }
    }));
    items.sort_by_key(|item| matches!(item.numbers, Numbers::Network(..)));
    items.push(moments);
    items.extend(network_items(progress.network, NETWORK));
    items
}

/// The names of all metrics, in the order in which they first come.
fn metric_names(history: &History) -> Vec<&str> {
    let mut names = Vec::new();
    for (name, _) in history.epochs.iter().flat_map(|report| report.metrics.iter()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The tensor of a callback's state.
fn thing_item<'a, N: Network>(thing: &Remembered<'a, N>) -> (Vec<usize>, Numbers<'a, N::Number>) {
    match *thing {
        Remembered::Number(number) => (vec![], Numbers::F64(vec![number])),
        Remembered::Count(count) => (vec![], Numbers::U64(vec![count])),
        Remembered::Network(None) => (vec![0], Numbers::Network(&[], &[])),
        Remembered::Network(Some(network)) => {
            let (parameters, statistics) = (network.parameters(), network.statistics());
            (vec![parameters.len() + statistics.len()], Numbers::Network(parameters, statistics))
        }
    }
}

fn read<N: Network>(from: impl Read, len: u64) -> Result<Checkpoint<N>, Problem> {
    let mut reader = Reader::new(from, len)?;
    let tensors = reader.tensors();
    let slots = slots::<N>(NETWORK);
    let expected = slots.iter().map(|slot| (slot.key.as_str(), slot.shape.as_slice()));
    let is_of_run = |key: &str| {
        RUN.iter().any(|&(of_run, ..)| of_run == key) || key.starts_with(CALLBACKS) || key.starts_with(METRICS)
    };
    let size = slots.iter().map(|slot| slot.shape.iter().product::<usize>()).sum();
    let mut wrong = misfits(expected, &tensors, |key, _| is_of_run(key));
    wrong.extend(run_misfits(&tensors, size));
    refuse(wrong)?;

    let slots: BTreeMap<&str, &Slot> = slots.iter().map(|slot| (slot.key.as_str(), slot)).collect();

    let mut network = N::zeros();
    let (mut batches, mut words, mut history) = (0, [0; 6], vec![]);
    let mut optimizer = OwnedState { optimizer: reader.optimizer().to_owned(), steps: 0, moments: vec![] };
    // Files from before there were callbacks have none of these.
    let (mut factor, mut callbacks, mut rates, mut metrics) = ([1.0], vec![], vec![], vec![]);
    for (key, info) in &tensors {
        reader.next(key, info);
        match (key.as_str(), element(info)) {
            (STEPS, _) => optimizer.steps = reader.count()?,
            (BATCHES, _) => batches = reader.count()?,
            (RNG, _) => reader.integers(&mut words)?,
            (HISTORY, Some(element)) => {
                history = vec![0.0; info.shape.iter().product()];
                reader.numbers(element, Allowed::Any, &mut history)?;
                refuse_counts(&mut reader, &history, 0, COLUMNS);
            }
            (RATES, Some(element)) => {
                rates = vec![0.0; info.shape.iter().product()];
                reader.numbers(element, Allowed::Any, &mut rates)?;
                refuse_counts(&mut reader, &rates, 1, 2);
            }
            (MOMENTS, Some(element)) => {
                optimizer.moments = vec![N::Number::ZERO; info.shape.iter().product()];
                // A mean of squares may be infinite: its parameters stand still.
                reader.numbers(element, Allowed::Any, &mut optimizer.moments)?;
            }
            (FACTOR, Some(element)) => reader.numbers(element, Allowed::Finite, &mut factor)?,
            (key, Some(element)) if let Some(name) = key.strip_prefix(METRICS) => {
                let mut numbers = vec![0.0; info.shape.iter().product()];
                reader.numbers(element, Allowed::Any, &mut numbers)?;
                metrics.push((name.to_owned(), numbers));
            }
            (key, _) if let Some(name) = key.strip_prefix(CALLBACKS) => {
                callbacks.push((name.to_owned(), read_thing(&mut reader, info)?));
            }
            (key, Some(element)) if let Some(slot) = slots.get(key) => {
                reader.numbers(element, Allowed::Finite, slot.numbers_mut(&mut *network))?;
            }
            _ => reader.skip(info)?,
        }
    }
    reader.finish()?;
    let rng = Rng::from_words(words).ok_or(Problem::Damaged)?;
    let [learning_rate_factor] = factor;
    let history = epochs(&history, &rates, metrics);
    Ok(Checkpoint { network, history, optimizer, callbacks, learning_rate_factor, rng, batches })
}

/// Refuses what is not a count in one column of the rows that were just read.
fn refuse_counts(reader: &mut Reader<impl Read>, rows: &[f64], column: usize, columns: usize) {
    let is_count = |x: f64| x >= 0.0 && x.is_finite() && x.fract() == 0.0;
    let counts = rows.iter().enumerate().skip(column).step_by(columns);
    for (index, &x) in counts.filter(|&(_, &x)| !is_count(x)) {
        reader.refuse(index, x, "a count".to_owned());
    }
}

/// The state of a callback, whose shape and type have been checked.
fn read_thing<N: Network>(reader: &mut Reader<impl Read>, info: &TensorInfo) -> io::Result<Thing<N>> {
    match (element(info), info.shape.as_slice()) {
        (None, _) => {
            let mut count = [0];
            reader.integers(&mut count)?;
            Ok(Thing::Count(count[0]))
        }
        (Some(element), []) => {
            let mut number = [0.0];
            reader.numbers(element, Allowed::Any, &mut number)?;
            Ok(Thing::Number(number[0]))
        }
        (Some(_), [0]) => Ok(Thing::Network(None)),
        (Some(element), _) => {
            let mut network = N::zeros();
            reader.numbers(element, Allowed::Any, network.parameters_mut())?;
            reader.numbers(element, Allowed::Any, network.statistics_mut())?;
            Ok(Thing::Network(Some(network)))
        }
    }
}

/// What a checkpoint has besides the network: keys, shapes (0 is any extent) and the type of the
/// numbers.
const RUN: [(&str, &[usize], Kind); 7] = [
    (STEPS, &[1], Kind::Integers),
    (BATCHES, &[1], Kind::Integers),
    (RNG, &[6], Kind::Integers),
    (FACTOR, &[1], Kind::Numbers),
    (HISTORY, &[0, COLUMNS], Kind::Numbers),
    (RATES, &[0, 2], Kind::Numbers),
    (MOMENTS, &[0], Kind::Numbers),
];

/// The types that numbers may be stored as.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Integers,
    Numbers,
    Either,
}

/// Everything besides the network, which has `size` numbers, that is missing or has the wrong form.
fn run_misfits(tensors: &[(String, TensorInfo)], size: usize) -> Vec<Misfit> {
    let found: BTreeMap<&str, &TensorInfo> = tensors.iter().map(|(key, info)| (key.as_str(), info)).collect();
    let of_run = RUN.iter().filter_map(|&(key, shape, kind)| match found.get(key) {
        Some(info) => misfit(key, shape, kind, info),
        None if [FACTOR, RATES].contains(&key) => None,
        None => Some(Misfit::Missing { key: key.to_owned(), expected: shape.to_owned() }),
    });
    let rates = found.get(HISTORY).zip(found.get(RATES)).and_then(|(history, rates)| rates_misfit(history, rates));
    let of_callbacks =
        tensors.iter().filter(|(key, _)| key.starts_with(CALLBACKS)).filter_map(|(key, info)| {
            match info.shape.as_slice() {
                [] => misfit(key, &[], Kind::Either, info),
                [0] => misfit(key, &[0], Kind::Numbers, info),
                _ => misfit(key, &[size], Kind::Numbers, info),
            }
        });
    let of_metrics = tensors.iter().filter(|(key, _)| key.starts_with(METRICS));
    let of_metrics = of_metrics.filter_map(|(key, info)| misfit(key, &[0, 2], Kind::Numbers, info));
    of_run.chain(rates).chain(of_metrics).chain(of_callbacks).collect()
}

/// The rates, if they do not have as many epochs as the history; if their form is wrong, that is
/// already reported.
fn rates_misfit(history: &TensorInfo, rates: &TensorInfo) -> Option<Misfit> {
    match (history.shape.as_slice(), rates.shape.as_slice()) {
        (&[epochs, COLUMNS], &[found, 2]) if found != epochs => {
            let key = RATES.to_owned();
            Some(Misfit::Shape { key, expected: vec![epochs, 2], found: vec![found, 2] })
        }
        _ => None,
    }
}

pub(crate) fn misfit(key: &str, expected: &[usize], kind: Kind, info: &TensorInfo) -> Option<Misfit> {
    let key = key.to_owned();
    let fits = |(&expected, &found): (&usize, &usize)| expected == 0 || expected == found;
    if info.shape.len() != expected.len() || !expected.iter().zip(&info.shape).all(fits) {
        return Some(Misfit::Shape { key, expected: expected.to_owned(), found: info.shape.clone() });
    }
    let (is_integer, is_number) = (info.dtype == Dtype::U64, element(info).is_some());
    let expected = match kind {
        Kind::Integers if !is_integer => "U64",
        Kind::Numbers if !is_number => "F64 or F32",
        Kind::Either if !is_integer && !is_number => "F64, F32 or U64",
        _ => return None,
    };
    Some(Misfit::Type { key, expected, found: info.dtype.to_string() })
}

/// How many numbers are saved for each epoch.
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

fn epochs(columns: &[f64], rates: &[f64], metrics: Vec<(String, Vec<f64>)>) -> History {
    let (rows, _) = columns.as_chunks::<COLUMNS>();
    let (rates, _) = rates.as_chunks::<2>();
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
    for (report, &[learning_rate, samples]) in history.epochs.iter_mut().zip(rates) {
        report.learning_rate = Some(learning_rate).filter(|rate| !rate.is_nan());
        report.samples = samples as usize;
    }
    for (name, numbers) in metrics {
        let (numbers, _) = numbers.as_chunks::<2>();
        for (report, &[is_there, number]) in history.epochs.iter_mut().zip(numbers) {
            if is_there > 0.0 {
                report.metrics.set(name.clone(), number);
            }
        }
    }
    history
}

fn evaluation(loss: f64, accuracy: f64) -> Evaluation {
    let mut evaluation = Evaluation::default();
    evaluation.loss = loss;
    evaluation.accuracy = Some(accuracy).filter(|accuracy| !accuracy.is_nan());
    evaluation
}

#[cfg(test)]
mod tests {
    use sinew::prelude::*;

    use super::*;

    network! {
        struct Xor = 2 => 4 tanh => 1 sigmoid;
    }

    #[test]
    fn rates_of_fewer_epochs_than_the_history_has_are_refused() -> Result<(), TrainError> {
        let mut file = vec![];
        let mut trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.01)).epochs(3);
        trainer.fit_with(&mut Xor::seeded(1), &sinew::data::gates::xor(), |progress| {
            let mut items = checkpoint_items(&progress, progress.optimizer.expect("the state of Adam"));
            let rates = items.iter_mut().find(|item| item.key == RATES).expect("rates");
            (rates.shape, rates.numbers) = (vec![1, 2], Numbers::F64(vec![0.01, 4.0]));
            file.clear();
            write(&items, &architecture::<Xor>(), Some("Adam"), &mut file).expect("a file in memory");
            Ok::<_, TrainError>(())
        })?;
        let problem = read::<Xor>(&file[..], file.len() as u64).err().expect("two epochs without a rate");
        let error = problem.at(Path::new("made")).to_string();
        assert!(error.contains("`run.rates`: expected 3×2, found 1×2"), "{error}");
        Ok(())
    }
}
