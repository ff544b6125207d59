//! The training loop.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;
use core::time::Duration;

use sinew_data::Dataset;
use sinew_data::augmentation::Augment;
use sinew_layers::{AsNetwork, Network};
use sinew_optimizers::{Optimizer, RestoreError, clip_by_norm, clip_by_value};
use sinew_tensors::{Number, Rng};

use crate::augmented::{Augmentation, Augmented};
use crate::callbacks::{self, Callback, Run};
use crate::finite::{self, Kept};
use crate::frozen::Frozen;
use crate::groups::{Factors, Groups};
use crate::samples::Samples;
use crate::{EpochReport, Evaluation, Gradients, History, Progress, ResumeError, TrainError, Workspace};

/// Trains a network: data in, prediction, loss, optimizer, repeat.
///
/// An epoch goes once through all samples, in batches (the last may be smaller) and in an order drawn anew from the seed. The same
/// network, data and settings give the same result, bit for bit.
///
/// `X` and `Y` are the types of a sample's input and target, `C` is that of the [callbacks](crate::callbacks).
pub struct Trainer<'a, L, O, X, Y, C = ()> {
    loss: L,
    optimizer: O,
    epochs: usize,
    batch_size: usize,
    accumulate: usize,
    seed: u64,
    rng: Rng,
    shuffle: bool,
    clip: Clip,
    frozen: Vec<String>,
    factors: Vec<Factors>,
    augmentation: Option<Box<dyn Augmentation<X, Y> + 'a>>,
    validation: Option<&'a Dataset<X, Y>>,
    on_epoch: Option<OnEpoch<'a>>,
    callbacks: C,
    workspace: Workspace,
    /// How many batches drew random numbers from the workspace.
    batches: u64,
    /// The epochs before the next `fit`, if it goes on from them.
    history: History,
    /// What all learning rates are multiplied by in the next `fit`, if it goes on from there.
    rate: Option<f64>,
}

/// What to do with each epoch's report.
type OnEpoch<'a> = Box<dyn FnMut(&EpochReport) + 'a>;

/// Limits of a gradient.
#[derive(Clone, Copy, Default)]
struct Clip {
    norm: Option<f64>,
    value: Option<f64>,
}

impl<L, O, X, Y> Trainer<'_, L, O, X, Y> {
    /// A trainer of 10 epochs, in batches of 32 samples, with the seed 0.
    pub fn new(loss: L, optimizer: O) -> Self {
        Self {
            loss,
            optimizer,
            epochs: 10,
            batch_size: 32,
            accumulate: 1,
            seed: 0,
            rng: Rng::new(0),
            shuffle: true,
            clip: Clip::default(),
            frozen: Vec::new(),
            factors: Vec::new(),
            augmentation: None,
            validation: None,
            on_epoch: None,
            callbacks: (),
            workspace: Workspace::new(),
            batches: 0,
            history: History::default(),
            rate: None,
        }
    }
}

impl<'a, L, O, X, Y, C> Trainer<'a, L, O, X, Y, C> {
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

    /// Takes each step from the mean gradient of `batches` batches, the last step of an epoch from what is left.
    ///
    /// Each sample weighs the same, also where the last batch is smaller: but for rounding, and for layers that measure a batch, the step is that of a batch of
    /// `batches` times the size, and works in the memory of one.
    ///
    /// # Panics
    ///
    /// If it is 0.
    #[must_use]
    pub fn accumulate(mut self, batches: usize) -> Self {
        assert!(batches > 0, "a step is taken from at least one batch");
        self.accumulate = batches;
        self
    }

    /// The seed of the order of samples, and of what [`augment`](Self::augment) draws.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
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
    /// The result is the same for every number of threads. Between batches they spin, for up to half a millisecond, before they sleep.
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
    /// A layer inside a layer is named by both labels, `block.branch`, and a part of it by its name in files, `hidden.bias`. Its gradient counts as zero, also where gradients are clipped by their norm.
    /// What a layer measures, such as the running moments of a batch norm, is still measured.
    #[must_use]
    pub fn freeze(mut self, label: impl Into<String>) -> Self {
        self.frozen.push(label.into());
        self
    }

    /// Multiplies the learning rate of the layer `label` by `factor`: the pretrained layers of a network may learn at a tenth of the rate of the others.
    ///
    /// Layers, and parts of them, are named as in [`freeze`](Self::freeze); where several labels name the same parameters their factors are multiplied. It
    /// is each step that is multiplied, which every optimizer of ours takes in proportion to its learning rate.
    ///
    /// # Panics
    ///
    /// If `factor` is negative or not finite.
    #[must_use]
    #[track_caller]
    pub fn layer_rate(mut self, label: impl Into<String>, factor: f64) -> Self {
        self.factors.push(Factors { label: label.into(), rate: non_negative(factor), decay: 1.0 });
        self
    }

    /// Multiplies the optimizer's weight decay by `factor` for the layer `label`: by 0, biases do not decay.
    ///
    /// Named as in [`layer_rate`](Self::layer_rate). An optimizer without weight decay has none to multiply; one of one's own has to use parameters
    /// for nothing but weight decay.
    ///
    /// # Panics
    ///
    /// If `factor` is negative or not finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew::prelude::*;
    ///
    /// network! {
    ///     struct Iris = 4 => hidden: 16 tanh => output: 3 softmax;
    /// }
    ///
    /// let mut trainer = Trainer::new(CrossEntropy, AdamW::new(0.01).weight_decay(0.1))
    ///     .layer_decay("hidden.bias", 0.0)
    ///     .layer_decay("output", 0.0)
    ///     .layer_rate("hidden", 0.5);
    /// trainer.fit(&mut Iris::seeded(1), &sinew::data::iris())?;
    /// # Ok::<(), sinew::training::TrainError>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn layer_decay(mut self, label: impl Into<String>, factor: f64) -> Self {
        self.factors.push(Factors { label: label.into(), rate: 1.0, decay: non_negative(factor) });
        self
    }

    /// Changes the inputs by random numbers, anew in each epoch; those of validation stay as they are.
    ///
    /// What is drawn depends on the seed, the epoch and the sample alone. In epoch `e`, counted from 0, the network sees the inputs of
    /// [`Dataset::augmented`] with that epoch, but never more than a batch of them is in memory.
    #[must_use]
    pub fn augment(mut self, augment: impl Augment<X> + 'a) -> Self
    where
        X: 'a,
        Y: Clone + 'a,
    {
        self.augmentation = Some(Box::new(Augmented::new(augment)));
        self
    }

    /// Samples to evaluate the network on after each epoch.
    #[must_use]
    pub fn validation(mut self, samples: &'a Dataset<X, Y>) -> Self {
        self.validation = Some(samples);
        self
    }

    /// What to do with each epoch's report, such as to print it. For other metrics than loss and accuracy see [`callbacks`](crate::callbacks).
    #[must_use]
    pub fn on_epoch(mut self, report: impl FnMut(&EpochReport) + 'a) -> Self {
        self.on_epoch = Some(Box::new(report));
        self
    }

    /// What follows the run, behind the callbacks that there are already: see [`callbacks`](crate::callbacks).
    ///
    /// Given `&mut callback`, it can be looked at behind the run.
    #[must_use]
    pub fn callback<D>(self, callback: D) -> Trainer<'a, L, O, X, Y, (C, D)> {
        Trainer {
            loss: self.loss,
            optimizer: self.optimizer,
            epochs: self.epochs,
            batch_size: self.batch_size,
            accumulate: self.accumulate,
            seed: self.seed,
            rng: self.rng,
            shuffle: self.shuffle,
            clip: self.clip,
            frozen: self.frozen,
            factors: self.factors,
            augmentation: self.augmentation,
            validation: self.validation,
            on_epoch: self.on_epoch,
            callbacks: (self.callbacks, callback),
            workspace: self.workspace,
            batches: self.batches,
            history: self.history,
            rate: self.rate,
        }
    }

    /// Trains the network, a value or a box, and returns what each epoch achieved.
    ///
    /// Called again, it goes on from where the optimizer and the order of samples are: twice 10 epochs are 20 epochs, bit for bit. Callbacks begin
    /// anew.
    ///
    /// # Errors
    ///
    /// If there are no samples, if a class label is too large, if a layer that is named does not exist, or if the loss, the gradient or
    /// the parameters stop being finite; then the network keeps the last finite parameters, see [`TrainError::NotFinite`].
    pub fn fit<M, N>(&mut self, network: &mut M, samples: &Dataset<X, Y>) -> Result<History, TrainError>
    where
        M: AsNetwork<Network = N>,
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
        C: Callback<N>,
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
        C: Callback<N>,
        E: From<TrainError>,
    {
        let network = network.as_network();
        let samples = checked::<L, _, _, _>(network, samples)?;
        let validation = self.validation.map(|samples| checked::<L, _, _, _>(network, samples)).transpose()?;
        let mut memory = Memory::new(network, &self.frozen, &self.factors, self.accumulate > 1)?;
        memory.rate = self.rate.take().unwrap_or(1.0);
        let mut history = mem::take(&mut self.history);
        history.epochs.reserve(self.epochs.saturating_sub(history.epochs.len()));
        let steps = samples.len().div_ceil(self.batch_size.saturating_mul(self.accumulate));
        let epochs = self.epochs;
        let mut run = Run { network, history: &history, learning_rate_factor: &mut memory.rate, epochs, steps };
        let mut flow = self.callbacks.on_start(&mut run);
        while flow.is_continue() && history.epochs.len() < self.epochs {
            let clock = Clock::start();
            let epoch = history.epochs.len() + 1;
            let learning_rate = self.optimizer.learning_rate().map(|rate| rate * memory.rate);
            let training = self.guarded_epoch(network, &samples, &mut memory, epoch)?;
            self.callbacks.before_validation(network);
            let validation = validation.as_ref().map(|all| network.measure(all, &self.loss, &mut self.workspace));
            let duration = clock.elapsed();
            let samples = samples.len();
            let report = EpochReport { epoch, epochs, training, validation, learning_rate, samples, duration };
            if let Some(on_epoch) = &mut self.on_epoch {
                on_epoch(&report);
            }
            history.epochs.push(report);
            let mut run = Run { network, history: &history, learning_rate_factor: &mut memory.rate, epochs, steps };
            flow = self.callbacks.on_epoch(&mut run);
            self.callbacks.after_validation(network);
            let mut remembered = callbacks::Memory::new();
            self.callbacks.memory(&mut remembered);
            each_epoch(Progress {
                network,
                optimizer: self.optimizer.state(),
                callbacks: remembered.remembered(),
                learning_rate_factor: memory.rate,
                rng: &self.rng,
                batches: self.batches,
                history: &history,
                is_over: flow.is_break() || history.epochs.len() >= self.epochs,
            })?;
        }
        self.callbacks.on_end(network);
        Ok(history)
    }

    /// Goes on from the `progress` of another run: the next [`fit`](Self::fit) does only the epochs that it had still to do.
    ///
    /// Given a network of the same numbers, the same samples and the same settings, it ends where that run would have ended, bit for bit.
    ///
    /// # Errors
    ///
    /// If the optimizer cannot go on from there, or if the callbacks are others. The trainer is then unchanged.
    pub fn restore<N>(&mut self, progress: &Progress<'_, N>) -> Result<(), ResumeError>
    where
        N: Network,
        O: Optimizer<N::Number>,
        C: Callback<N>,
    {
        let mut memory = callbacks::Memory::new();
        self.callbacks.memory(&mut memory);
        memory.check(&progress.callbacks)?;
        let state = progress.optimizer.ok_or(RestoreError::Unsupported)?;
        self.optimizer.restore(state, N::PARAMETERS)?;
        memory.set(&progress.callbacks);
        self.rate = Some(progress.learning_rate_factor);
        self.rng = progress.rng.clone();
        self.history = progress.history.clone();
        self.batches = progress.batches;
        self.workspace.resume(self.batches);
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

    /// An epoch; should numbers stop being finite, the network is left with the last that were.
    fn guarded_epoch<N>(
        &mut self,
        network: &mut N,
        samples: &Samples<'_, X, Y>,
        memory: &mut Memory<N>,
        epoch: usize,
    ) -> Result<Evaluation, TrainError>
    where
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
        C: Callback<N>,
    {
        memory.kept.keep(network);
        let batches = samples.len().div_ceil(self.batch_size);
        let result = self.epoch(network, samples, memory, epoch);
        let result = result.and_then(|sum| finite::check(sum.loss, network, epoch, batches).map(|()| sum));
        result.inspect_err(|_| memory.kept.rescue(network))
    }

    /// One epoch: a step for each batch, or for several.
    fn epoch<N>(
        &mut self,
        network: &mut N,
        samples: &Samples<'_, X, Y>,
        memory: &mut Memory<N>,
        epoch: usize,
    ) -> Result<Evaluation, TrainError>
    where
        N: Gradients<L, Y, Input = X>,
        O: Optimizer<N::Number>,
        C: Callback<N>,
    {
        let mut order = mem::take(&mut memory.order);
        self.arrange(&mut order, samples.len());
        let drawn = self.batches / samples.len().div_ceil(self.batch_size) as u64;
        let mut place = Place { epoch, batch: 0, drawn };
        let mut total = Evaluation::default();
        for order in order.chunks(self.batch_size.saturating_mul(self.accumulate)) {
            let result = self.gradient(network, samples, order, memory, &mut place)?;
            let Memory { grads, frozen, groups, rate, .. } = &mut *memory;
            frozen.clear(grads.parameters_mut());
            self.clip.apply(grads.parameters_mut());
            let (optimizer, workspace) = (&mut self.optimizer, &self.workspace);
            let step = |w: &mut [N::Number]| workspace.step_parameters(optimizer, w, grads.parameters());
            groups.step(*rate, network.parameters_mut(), step);
            frozen.put_back(network.parameters_mut());
            self.callbacks.on_step(network);
            total.add(&result, order.len() as f64 / samples.len() as f64);
        }
        memory.order = order;
        Ok(total)
    }

    /// Sets `memory.grads` to the gradient of the mean loss over the samples of a step.
    fn gradient<N>(
        &mut self,
        network: &mut N,
        samples: &Samples<'_, X, Y>,
        order: &[usize],
        memory: &mut Memory<N>,
        place: &mut Place,
    ) -> Result<Evaluation, TrainError>
    where
        N: Gradients<L, Y, Input = X>,
    {
        let Some(sum) = &mut memory.sum else {
            return self.batch(network, samples, order, &mut memory.grads, place);
        };
        let mut total = Evaluation::default();
        sum.parameters_mut().fill(N::Number::ZERO);
        for part in order.chunks(self.batch_size) {
            let share = part.len() as f64 / order.len() as f64;
            total.add(&self.batch(network, samples, part, &mut memory.grads, place)?, share);
            for (sum, &g) in sum.parameters_mut().iter_mut().zip(memory.grads.parameters()) {
                *sum = *sum + N::Number::from_f64(share) * g;
            }
        }
        memory.grads.parameters_mut().copy_from_slice(sum.parameters());
        Ok(total)
    }

    /// Sets `grads` to the gradient of the mean loss over the samples of a batch, and takes note of what it measured.
    fn batch<N>(
        &mut self,
        network: &mut N,
        samples: &Samples<'_, X, Y>,
        order: &[usize],
        grads: &mut N,
        place: &mut Place,
    ) -> Result<Evaluation, TrainError>
    where
        N: Gradients<L, Y, Input = X>,
    {
        let samples = match &mut self.augmentation {
            Some(augmentation) => augmentation.batch(samples, order, (self.seed, place.drawn)),
            None => samples.select(order),
        };
        let result = network.differentiate(&samples, &self.loss, grads, &mut self.workspace);
        self.batches += 1;
        place.batch += 1;
        finite::check(result.loss, grads, place.epoch, place.batch)?;
        network.statistics_mut().copy_from_slice(grads.statistics());
        Ok(result)
    }
}

/// Where a batch stands in a run.
struct Place {
    /// Counted from 1.
    epoch: usize,
    /// Within the epoch, counted from 1.
    batch: usize,
    /// The epochs before it, those of earlier runs of the trainer included.
    drawn: u64,
}

/// What a run works in.
struct Memory<N: Network> {
    grads: Box<N>,
    /// The sum of the gradients of several batches, where a step is taken from several.
    sum: Option<Box<N>>,
    order: Vec<usize>,
    frozen: Frozen<N::Number>,
    groups: Groups<N::Number>,
    kept: Kept<N>,
    /// What all learning rates are multiplied by.
    rate: f64,
}

impl<N: Network> Memory<N> {
    fn new(network: &N, frozen: &[String], factors: &[Factors], accumulates: bool) -> Result<Self, TrainError> {
        Ok(Self {
            grads: N::zeros(),
            sum: accumulates.then(N::zeros),
            order: Vec::new(),
            frozen: Frozen::new(network, frozen)?,
            groups: Groups::new::<N>(factors)?,
            kept: Kept::new(),
            rate: 1.0,
        })
    }
}

/// Samples that fit the network.
fn checked<'s, L, X, Y, N>(network: &N, samples: &'s Dataset<X, Y>) -> Result<Samples<'s, X, Y>, TrainError>
where
    N: Gradients<L, Y, Input = X>,
{
    let samples = Samples::new(samples.inputs(), samples.targets())?;
    network.check_targets(&samples)?;
    Ok(samples)
}

/// The factor, which is a programmer's.
#[track_caller]
fn non_negative(factor: f64) -> f64 {
    assert!(factor >= 0.0 && factor.is_finite(), "the factor must be in [0, ∞), found {factor}");
    factor
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
