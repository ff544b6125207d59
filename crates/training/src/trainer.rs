//! The training loop.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::time::Duration;

use sinew_data::Dataset;
use sinew_layers::{AsNetwork, Network};
use sinew_optimizers::{Optimizer, clip_by_norm, clip_by_value};
use sinew_tensors::{Number, Rng};

use crate::gradients::Samples;
use crate::{EpochReport, Evaluation, Gradients, History, TrainError, Workspace};

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
    validation: Option<&'a Dataset<X, Y>>,
    on_epoch: Option<OnEpoch<'a>>,
    workspace: Workspace,
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
            validation: None,
            on_epoch: None,
            workspace: Workspace::new(),
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
    /// Called again, it goes on from where the optimizer and the order of samples are.
    ///
    /// # Errors
    ///
    /// If there are no samples, if a class label is too large, or if the loss or the gradient stops being finite; then the network keeps
    /// the parameters from before that batch.
    pub fn fit<M, N>(&mut self, network: &mut M, samples: &Dataset<X, Y>) -> Result<History, TrainError>
    where
        M: AsNetwork<Network = N>,
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
    {
        let network = network.as_network();
        let samples = Samples::new(samples.inputs(), samples.targets())?;
        network.check_targets(&samples)?;
        let mut grads = N::zeros();
        let mut order: Vec<usize> = (0..samples.len()).collect();
        let mut history = History { epochs: Vec::with_capacity(self.epochs) };
        for epoch in 1..=self.epochs {
            let clock = Clock::start();
            if self.shuffle {
                self.rng.shuffle(&mut order);
            }
            let training = self.epoch(network, &samples, &order, &mut grads, epoch)?;
            let validation = self.validate(network)?;
            let duration = clock.elapsed();
            let report = EpochReport { epoch, epochs: self.epochs, training, validation, duration };
            if let Some(on_epoch) = &mut self.on_epoch {
                on_epoch(&report);
            }
            history.epochs.push(report);
        }
        Ok(history)
    }

    /// One epoch: a step for each batch.
    fn epoch<N>(
        &mut self,
        network: &mut N,
        samples: &Samples<'_, X, Y>,
        order: &[usize],
        grads: &mut N,
        epoch: usize,
    ) -> Result<Evaluation, TrainError>
    where
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
    {
        let mut total = Evaluation::default();
        for (batch, order) in order.chunks(self.batch_size).enumerate() {
            let result = network.differentiate(&samples.select(order), &self.loss, grads, &mut self.workspace);
            check_finite(result.loss, grads, epoch, batch + 1)?;
            self.clip.apply(grads.parameters_mut());
            self.optimizer.step(network.parameters_mut(), grads.parameters());
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
