//! What a trainer is told: its settings, and the methods that set them.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;

use sinew_data::Dataset;
use sinew_data::augmentation::Augment;
use sinew_layers::LayerInfo;
use sinew_optimizers::{clip_by_norm, clip_by_value};
use sinew_tensors::{Number, Rng};

use super::Trainer;
use crate::augmented::{Augmentation, Augmented};
use crate::batching::check_batch;
use crate::callbacks::Metric;
use crate::parameter_groups::ParameterGroup;
use crate::{EpochReport, Role, Selection, TrainError};

/// What a trainer is told, apart from callbacks.
pub(super) struct Settings<'a, L, O, X, Y> {
    pub loss: L,
    pub optimizer: O,
    pub augmentation: Option<Box<dyn Augmentation<X, Y> + Send + 'a>>,
    pub validation: Option<&'a Dataset<X, Y>>,
    pub on_epoch: Option<OnEpoch<'a>>,
    pub plan: Plan,
}

/// What to do with each epoch's report.
type OnEpoch<'a> = Box<dyn FnMut(&EpochReport) + Send + 'a>;

impl<L, O, X, Y> Settings<'_, L, O, X, Y> {
    pub const fn new(loss: L, optimizer: O) -> Self {
        Self { loss, optimizer, augmentation: None, validation: None, on_epoch: None, plan: Plan::new() }
    }
}

/// The settings that know no type of network, loss, optimizer or sample.
pub(super) struct Plan {
    pub epochs: usize,
    pub batch_size: usize,
    /// How many batches a step is taken from.
    pub accumulate: usize,
    pub seed: u64,
    pub shuffle: bool,
    /// Whether a last batch that is smaller than the others is left out.
    pub drop_last: bool,
    pub clip: Clip,
    /// What is not trained.
    pub frozen: Vec<Selection>,
    pub groups: Vec<ParameterGroup>,
}

impl Plan {
    /// 10 epochs, in batches of 32 samples, with the seed 0.
    const fn new() -> Self {
        Self {
            epochs: 10,
            batch_size: 32,
            accumulate: 1,
            seed: 0,
            shuffle: true,
            drop_last: false,
            clip: Clip { norm: None, value: None },
            frozen: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// How many samples a step is taken from.
    pub const fn step_size(&self) -> usize {
        self.batch_size.saturating_mul(self.accumulate)
    }

    /// How many of that many samples an epoch trains on.
    pub const fn trained(&self, samples: usize) -> usize {
        if self.drop_last { samples - samples % self.batch_size } else { samples }
    }

    /// The error that of that many samples there is no batch.
    pub fn no_batch(&self, samples: usize) -> TrainError {
        let batch_size = self.batch_size;
        if samples == 0 { TrainError::Empty.of_training() } else { TrainError::NoBatch { samples, batch_size } }
    }

    /// An error if there is no batch, or one that is too small for one of the layers.
    pub fn check_batches(&self, layers: &[LayerInfo], samples: usize) -> Result<(), TrainError> {
        let batch_size = self.batch_size;
        match self.trained(samples) {
            0 => Err(self.no_batch(samples)),
            trained if trained.is_multiple_of(batch_size) => check_batch(layers, batch_size),
            trained => check_batch(layers, trained % batch_size),
        }
    }
}

/// Limits of a gradient.
#[derive(Clone, Copy)]
pub(super) struct Clip {
    pub norm: Option<f64>,
    pub value: Option<f64>,
}

impl Clip {
    pub fn apply<T: Number>(self, gradient: &mut [T]) {
        if let Some(limit) = self.value {
            clip_by_value(gradient, limit);
        }
        if let Some(max_norm) = self.norm {
            clip_by_norm(gradient, max_norm);
        }
    }
}

impl<'a, L, O, X, Y, C> Trainer<'a, L, O, X, Y, C> {
    /// How many times to go through all samples.
    #[must_use]
    #[doc(alias = "에포크")]
    pub fn epochs(mut self, epochs: usize) -> Self {
        self.settings.plan.epochs = epochs;
        self
    }

    /// How many samples to take a step from.
    ///
    /// # Panics
    ///
    /// If it is 0.
    #[doc(alias("배치", "배치 크기"))]
    #[must_use]
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        assert!(batch_size > 0, "a batch has at least one sample");
        self.settings.plan.batch_size = batch_size;
        self
    }

    /// Takes each step from the mean gradient of `batches` batches, the last step of an epoch from
    /// what is left.
    ///
    /// Each sample weighs the same, also where the last batch is smaller. Apart from rounding, and
    /// from layers that measure a batch, the step is that of a batch of `batches` times the size,
    /// and it works in the memory of one.
    ///
    /// # Panics
    ///
    /// If it is 0.
    #[must_use]
    pub fn accumulate(mut self, batches: usize) -> Self {
        assert!(batches > 0, "a step is taken from at least one batch");
        self.settings.plan.accumulate = batches;
        self
    }

    /// The seed of the order of samples, and of what [`augment`](Self::augment) draws.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.plan.seed = seed;
        self.state.rng = Rng::new(seed);
        self
    }

    /// Whether each epoch takes the samples in a new order (the default), or all in the given one.
    #[must_use]
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.settings.plan.shuffle = shuffle;
        self
    }

    /// Whether a last batch that is smaller than the others is left out of each epoch; by default
    /// it is not.
    ///
    /// For batch norm, which measures little in a small batch and nothing in a single number. The
    /// samples that are left out are others in each epoch, unless they are not
    /// [shuffled](Self::shuffle).
    #[must_use]
    pub fn drop_last(mut self, drop_last: bool) -> Self {
        self.settings.plan.drop_last = drop_last;
        self
    }

    /// How many threads share the samples of a batch, at most as many as the machine has cores; see
    /// [`Workspace::threads`](crate::Workspace::threads).
    ///
    /// The result is the same for every number of threads. Between batches they spin, for up to
    /// half a millisecond, before they sleep.
    #[cfg(feature = "threads")]
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.state.workspace = self.state.workspace.threads(threads);
        self
    }

    /// Limits the Euclidean norm of each batch's gradient.
    #[must_use]
    pub fn clip_norm(mut self, max_norm: f64) -> Self {
        self.settings.plan.clip.norm = Some(max_norm);
        self
    }

    /// Limits each number of a batch's gradient to `±limit`.
    #[must_use]
    pub fn clip_value(mut self, limit: f64) -> Self {
        self.settings.plan.clip.value = Some(limit);
        self
    }

    /// Leaves parameters as they are, such as those of a layer: a label, a pattern of labels, a
    /// role, or several of them, see [`Selection`]. May be called several times.
    ///
    /// Their gradient counts as zero, also where gradients are clipped by their norm. What a layer
    /// measures, such as the running moments of a batch norm, is still measured.
    #[doc(alias("미세 조정", "전이 학습"))]
    #[must_use]
    pub fn freeze(mut self, parameters: impl Into<Selection>) -> Self {
        self.settings.plan.frozen.push(parameters.into());
        self
    }

    /// Multiplies the learning rate of parameters by `factor`: the pretrained layers of a network
    /// may learn at a tenth of the rate of the others.
    ///
    /// Parameters are named as in [`freeze`](Self::freeze), and those that are named twice in one
    /// call count once; the factors of several calls are multiplied. The factor multiplies each
    /// step, which each of our optimizers takes in proportion to its learning rate.
    ///
    /// # Panics
    ///
    /// If `factor` is negative or not finite.
    #[must_use]
    #[track_caller]
    pub fn layer_rate(mut self, parameters: impl Into<Selection>, factor: f64) -> Self {
        let (parameters, rate) = (parameters.into(), non_negative(factor));
        self.settings.plan.groups.push(ParameterGroup { parameters, rate, decay: 1.0 });
        self
    }

    /// Spares biases and norms from the optimizer's weight decay, so that only weights decay, as is
    /// usual for residual networks and transformers.
    ///
    /// Otherwise all parameters decay, as in PyTorch. The same as
    /// `.layer_decay([Role::Bias, Role::Norm], 0.0)`.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew::prelude::*;
    ///
    /// network! {
    ///     struct Iris = 4 => 16 => layernorm tanh => 3 softmax;
    /// }
    ///
    /// let optimizer = AdamW::new(0.01).weight_decay(0.1);
    /// let mut trainer = Trainer::new(CrossEntropy, optimizer).decay_weights_only();
    /// trainer.fit(&mut Iris::seeded(1), &sinew::data::iris())?;
    /// # Ok::<(), sinew::training::TrainError>(())
    /// ```
    #[must_use]
    pub fn decay_weights_only(self) -> Self {
        self.layer_decay([Role::Bias, Role::Norm], 0.0)
    }

    /// Multiplies the optimizer's weight decay by `factor` for some parameters: by 0, they do not
    /// decay. [`decay_weights_only`](Self::decay_weights_only) spares all biases and norms.
    ///
    /// Parameters are named as in [`layer_rate`](Self::layer_rate). An optimizer without weight
    /// decay has none to multiply; a custom optimizer must use parameters for nothing but weight
    /// decay.
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
    ///     .layer_decay(["hidden.bias", "output"], 0.0)
    ///     .layer_rate("hidden", 0.5);
    /// trainer.fit(&mut Iris::seeded(1), &sinew::data::iris())?;
    /// # Ok::<(), sinew::training::TrainError>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn layer_decay(mut self, parameters: impl Into<Selection>, factor: f64) -> Self {
        let (parameters, decay) = (parameters.into(), non_negative(factor));
        self.settings.plan.groups.push(ParameterGroup { parameters, rate: 1.0, decay });
        self
    }

    /// Changes the inputs by random numbers, anew in each epoch; those of validation stay as they
    /// are.
    ///
    /// What is drawn depends on the seed, the epoch and the sample alone. In epoch `e`, counted
    /// from 0, the network sees the inputs of [`Dataset::augmented`] with that epoch, but never
    /// more than a batch of them is in memory.
    #[must_use]
    pub fn augment(mut self, augment: impl Augment<X> + Send + 'a) -> Self
    where
        X: Send + 'a,
        Y: Clone + Send + 'a,
    {
        self.settings.augmentation = Some(Box::new(Augmented::new(augment)));
        self
    }

    /// Samples to evaluate the network on after each epoch.
    #[doc(alias("일반화", "검증"))]
    #[must_use]
    pub fn validation(mut self, samples: &'a Dataset<X, Y>) -> Self {
        self.settings.validation = Some(samples);
        self
    }

    /// Measures the network on some samples after each epoch: a column of the history, of the
    /// reports that are printed, and of what is logged, that callbacks may watch.
    ///
    /// `metric` is a function of all outputs and all targets, such as those of
    /// [`metrics`](crate::metrics). The outputs are predicted anew, also of the samples of
    /// validation. May be called for several metrics.
    ///
    /// # Panics
    ///
    /// Later, if the name is that of another column of the history, such as `loss`.
    ///
    /// # Examples
    ///
    /// Early stopping by the mean F1 of the classes:
    ///
    /// ```
    /// use sinew::prelude::*;
    /// use sinew::training::metrics::{ConfusionMatrix, classes};
    ///
    /// network! {
    ///     struct Iris = 4 => 16 tanh => 3 softmax;
    /// }
    ///
    /// let (train, test) = sinew::data::iris().shuffled(1).split(0.8);
    /// let f1 = |outputs: &[[f32; 3]], truth: &[usize]| ConfusionMatrix::<3>::new(&classes(outputs), truth).macro_f1();
    /// let mut trainer = Trainer::new(CrossEntropy, Adam::new(0.02))
    ///     .epochs(200)
    ///     .metric("f1", &test, f1)
    ///     .callback(EarlyStopping::new(20).maximize("f1"));
    /// let history = trainer.fit(&mut Iris::seeded(1), &train)?;
    ///
    /// let last = history.last().expect("an epoch");
    /// assert!(last.metrics.get("f1") > Some(0.8));
    /// println!("{last}"); // epoch  45/200  loss 0.1290  accuracy 0.9667  f1 0.9666
    /// # Ok::<(), sinew::training::TrainError>(())
    /// ```
    #[must_use]
    #[allow(clippy::type_complexity)] // the trainer with one more callback
    pub fn metric<Z, P, F>(
        self,
        name: impl Into<Cow<'static, str>>,
        samples: &'a Dataset<X, Z>,
        metric: F,
    ) -> Trainer<'a, L, O, X, Y, (C, Metric<'a, X, Z, P, F>)>
    where
        F: FnMut(&[P], &[Z]) -> f64,
    {
        self.callback(Metric::new(name, samples, metric))
    }

    /// What to do with each epoch's report, such as to print it. For metrics besides loss and
    /// accuracy see [`metric`](Self::metric).
    ///
    /// The closure is [`Send`], so that the trainer is. One that is not, because it holds an `Rc`
    /// or a reference to a `Cell`, is given as a callback,
    /// [`OnEpoch`](crate::callbacks::OnEpoch).
    #[must_use]
    pub fn on_epoch(mut self, report: impl FnMut(&EpochReport) + Send + 'a) -> Self {
        self.settings.on_epoch = Some(Box::new(report));
        self
    }

    /// What follows the run, after the callbacks that there are already: see
    /// [`callbacks`](crate::callbacks).
    ///
    /// Given as `&mut callback`, it can be looked at after the run.
    #[must_use]
    pub fn callback<D>(self, callback: D) -> Trainer<'a, L, O, X, Y, (C, D)> {
        Trainer { settings: self.settings, state: self.state, callbacks: (self.callbacks, callback) }
    }
}

/// The factor, which is a programmer's.
#[track_caller]
fn non_negative(factor: f64) -> f64 {
    assert!(factor >= 0.0 && factor.is_finite(), "the factor must be in [0, ∞), found {factor}");
    factor
}
