//! The training loop.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;
use core::time::Duration;

use sinew_data::Dataset;
use sinew_layers::{AsNetwork, Network};
use sinew_optimizers::{Optimizer, RestoreError, clip_by_norm, clip_by_value};
use sinew_tensors::{Number, Rng};

use crate::frozen::Frozen;
use crate::gradients::Samples;
use crate::{EpochReport, Evaluation, Gradients, History, Progress, TrainError, Workspace};

/// Trains a network: data in, prediction, loss, optimizer, repeat.
///
/// An epoch goes once through all samples, in batches (the last may be smaller) and in an order drawn anew from the seed. The same
/// network, data and settings give the same result, bit for bit.
///
/// `X` and `Y` are the types of a sample's input and target.
pub struct Trainer<'a, L, O, X, Y> {
    loss: L,
    optimizer: O,
    epochs: usize,
    batch_size: usize,
    rng: Rng,
    shuffle: bool,
    clip: Clip,
    frozen: Vec<String>,
    validation: Option<&'a Dataset<X, Y>>,
    on_epoch: Option<OnEpoch<'a>>,
    workspace: Workspace,
    /// How many batches drew random numbers from the workspace.
    batches: u64,
    /// The epochs before the next `fit`, if it goes on from them.
    history: History,
}

/// What to do with each epoch's report.
type OnEpoch<'a> = Box<dyn FnMut(&EpochReport) + 'a>;

/// Limits of a gradient.
#[derive(Clone, Copy, Default)]
struct Clip {
    norm: Option<f64>,
    value: Option<f64>,
}

impl<'a, L, O, X, Y> Trainer<'a, L, O, X, Y> {
    /// A trainer of 10 epochs, in batches of 32 samples, with the seed 0.
    pub fn new(loss: L, optimizer: O) -> Self {
        Self {
            loss,
            optimizer,
            epochs: 10,
            batch_size: 32,
            rng: Rng::new(0),
            shuffle: true,
            clip: Clip::default(),
            frozen: Vec::new(),
            validation: None,
            on_epoch: None,
            workspace: Workspace::new(),
            batches: 0,
            history: History::default(),
        }
    }

    /// How many times to go through all samples.
    #[must_use]
    pub fn epochs(mut self, epochs: usize) -> Self {
        self.epochs = epochs;
        self
    }

    /// How many samples to take a step from.
    ///
    /// # Panics
    ///
    /// If it is 0.
    #[must_use]
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        assert!(batch_size > 0, "a batch has at least one sample");
        self.batch_size = batch_size;
        self
    }

    /// The seed of the order of samples.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.rng = Rng::new(seed);
        self
    }

    /// Whether each epoch takes the samples in a new order (the default), or all in the given one.
    #[must_use]
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = shuffle;
        self
    }

    /// How many threads share the samples of a batch; see [`Workspace::threads`].
    ///
    /// The result is the same for every number of threads.
    ///
    /// # Panics
    ///
    /// If the system does not give that many threads.
    #[cfg(feature = "threads")]
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.workspace = self.workspace.threads(threads);
        self
    }

    /// Limits the Euclidean norm of each batch's gradient.
    #[must_use]
    pub fn clip_norm(mut self, max_norm: f64) -> Self {
        self.clip.norm = Some(max_norm);
        self
    }

    /// Limits each number of a batch's gradient to `±limit`.
    #[must_use]
    pub fn clip_value(mut self, limit: f64) -> Self {
        self.clip.value = Some(limit);
        self
    }

    /// Leaves the parameters of the layer `label` as they are; may be called for several layers.
    ///
    /// A layer inside a layer is named by both labels, `block.branch`. Its gradient counts as zero, also where gradients are clipped by their norm.
    /// What a layer measures, such as the running moments of a batch norm, is still measured.
    #[must_use]
    pub fn freeze(mut self, label: impl Into<String>) -> Self {
        self.frozen.push(label.into());
        self
    }

    /// Samples to evaluate the network on after each epoch.
    #[must_use]
    pub fn validation(mut self, samples: &'a Dataset<X, Y>) -> Self {
        self.validation = Some(samples);
        self
    }

    /// What to do with each epoch's report, such as to print it.
    #[must_use]
    pub fn on_epoch(mut self, report: impl FnMut(&EpochReport) + 'a) -> Self {
        self.on_epoch = Some(Box::new(report));
        self
    }

    /// Trains the network, a value or a box, and returns what each epoch achieved.
    ///
    /// Called again, it goes on from where the optimizer and the order of samples are: twice 10 epochs are 20 epochs, bit for bit.
    ///
    /// # Errors
    ///
    /// If there are no samples, if a class label is too large, if a layer to be frozen does not exist, or if the loss or the gradient stops being
    /// finite; then the network keeps the parameters from before that batch.
    pub fn fit<M, N>(&mut self, network: &mut M, samples: &Dataset<X, Y>) -> Result<History, TrainError>
    where
        M: AsNetwork<Network = N>,
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
    {
        self.fit_with(network, samples, |_| Ok(()))
    }

    /// Trains as [`fit`](Self::fit) does, and hands everything that the run consists of to `each_epoch`, behind each epoch: to be saved, or to end
    /// training by an error.
    ///
    /// # Errors
    ///
    /// Those of [`fit`](Self::fit), and those of `each_epoch`.
    pub fn fit_with<M, N, E>(
        &mut self,
        network: &mut M,
        samples: &Dataset<X, Y>,
        mut each_epoch: impl FnMut(Progress<'_, N>) -> Result<(), E>,
    ) -> Result<History, E>
    where
        M: AsNetwork<Network = N>,
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
        E: From<TrainError>,
    {
        let network = network.as_network();
        let samples = Samples::new(samples.inputs(), samples.targets())?;
        network.check_targets(&samples)?;
        let frozen = Frozen::new(network, &self.frozen)?;
        let mut grads = N::zeros();
        let mut order: Vec<usize> = Vec::with_capacity(samples.len());
        let mut history = mem::take(&mut self.history);
        history.epochs.reserve(self.epochs.saturating_sub(history.epochs.len()));
        for epoch in history.epochs.len() + 1..=self.epochs {
            let clock = Clock::start();
            self.arrange(&mut order, samples.len());
            let training = self.epoch(network, &samples, &order, &mut grads, &frozen, epoch)?;
            let validation = self.validate(network)?;
            let duration = clock.elapsed();
            let report = EpochReport { epoch, epochs: self.epochs, training, validation, duration };
            if let Some(on_epoch) = &mut self.on_epoch {
                on_epoch(&report);
            }
            history.epochs.push(report);
            each_epoch(Progress {
                network,
                optimizer: self.optimizer.state(),
                rng: &self.rng,
                batches: self.batches,
                history: &history,
            })?;
        }
        Ok(history)
    }

    /// Goes on from the `progress` of another run: the next [`fit`](Self::fit) does only the epochs that it had still to do.
    ///
    /// Given a network of the same numbers, the same samples and the same settings, it ends where that run would have ended, bit for bit.
    ///
    /// # Errors
    ///
    /// If the optimizer cannot go on from there. The trainer is then unchanged.
    pub fn restore<N>(&mut self, progress: &Progress<'_, N>) -> Result<(), RestoreError>
    where
        N: Network,
        O: Optimizer<N::Number>,
    {
        let state = progress.optimizer.ok_or(RestoreError::Unsupported)?;
        self.optimizer.restore(state, N::PARAMETERS)?;
        self.rng = progress.rng.clone();
        self.history = progress.history.clone();
        self.batches = progress.batches;
        self.workspace = Workspace::new();
        for _ in 0..self.batches {
            self.workspace.next_seed();
        }
        Ok(())
    }

    /// The order of samples in an epoch: a function of the random generator alone, so that it needs not be saved.
    fn arrange(&mut self, order: &mut Vec<usize>, samples: usize) {
        order.clear();
        order.extend(0..samples);
        if self.shuffle {
            self.rng.shuffle(order);
        }
    }

    /// One epoch: a step for each batch.
    fn epoch<N>(
        &mut self,
        network: &mut N,
        samples: &Samples<'_, X, Y>,
        order: &[usize],
        grads: &mut N,
        frozen: &Frozen<N::Number>,
        epoch: usize,
    ) -> Result<Evaluation, TrainError>
    where
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
    {
        let mut total = Evaluation::default();
        for (batch, order) in order.chunks(self.batch_size).enumerate() {
            let result = network.differentiate(&samples.select(order), &self.loss, grads, &mut self.workspace);
            self.batches += 1;
            check_finite(result.loss, grads, epoch, batch + 1)?;
            frozen.clear(grads.parameters_mut());
            self.clip.apply(grads.parameters_mut());
            self.optimizer.step(network.parameters_mut(), grads.parameters());
            frozen.put_back(network.parameters_mut());
            network.statistics_mut().copy_from_slice(grads.statistics());
            total.add(&result, order.len() as f64 / samples.len() as f64);
        }
        Ok(total)
    }

    fn validate<N>(&mut self, network: &N) -> Result<Option<Evaluation>, TrainError>
    where
        N: Gradients<L, Y, Input = X>,
    {
        self.validation
            .map(|samples| network.evaluate(samples.inputs(), samples.targets(), &self.loss, &mut self.workspace))
            .transpose()
    }
}

impl Clip {
    fn apply<T: Number>(self, grads: &mut [T]) {
        if let Some(limit) = self.value {
            clip_by_value(grads, limit);
        }
        if let Some(max_norm) = self.norm {
            clip_by_norm(grads, max_norm);
        }
    }
}

/// An error if the loss or a number of the gradient is infinite or not a number.
fn check_finite<N: Network>(loss: f64, grads: &N, epoch: usize, batch: usize) -> Result<(), TrainError> {
    let finite = |numbers: &[N::Number]| {
        numbers.iter().fold(N::Number::ZERO, |sum, &x| sum + x * N::Number::ZERO) == N::Number::ZERO
    };
    let mut rest = grads.parameters();
    if finite(rest) && loss.is_finite() {
        return Ok(());
    }
    let layer = N::LAYERS.iter().find(|layer| {
        let (parameters, others) = rest.split_at(layer.parameters);
        rest = others;
        !finite(parameters)
    });
    Err(TrainError::NotFinite { epoch, batch, layer: layer.map(|layer| layer.name) })
}

/// The time since its start. Where there is no clock, none passes.
struct Clock {
    #[cfg(feature = "std")]
    start: std::time::Instant,
    #[cfg(not(feature = "std"))]
    elapsed: Duration,
}

impl Clock {
    #[cfg(feature = "std")]
    fn start() -> Self {
        Self { start: std::time::Instant::now() }
    }

    #[cfg(feature = "std")]
    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    #[cfg(not(feature = "std"))]
    fn start() -> Self {
        Self { elapsed: Duration::ZERO }
    }

    #[cfg(not(feature = "std"))]
    fn elapsed(&self) -> Duration {
        self.elapsed
    }
}
