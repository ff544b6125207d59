//! Learning rates that change from step to step.

use crate::hyperparameter::{count, decay, non_negative, positive};

/// A learning rate for each step of an optimizer, counted from 0.
///
/// A number is the schedule that never changes, and a closure from the step to the rate is a
/// custom schedule; so is a `Box<dyn Fn(u64) -> f64>`, to choose one when the program runs.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Cosine, Schedule, Sgd, WarmUp};
///
/// let constant = Sgd::new(0.1);
/// let cosine = Sgd::new(WarmUp::new(100, Cosine::new(0.1, 900)));
/// let inverse = Sgd::new(|step: u64| 0.1 / (1.0 + 0.01 * step as f64));
///
/// let schedule = WarmUp::new(100, Cosine::new(0.1, 900));
/// assert_eq!(schedule.learning_rate(100), 0.1);
/// assert_eq!(schedule.learning_rate(1000), 0.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a learning rate",
    label = "not a learning rate",
    note = "a learning rate is a number such as `0.001`, a schedule such as `Cosine::new(0.01, 1000)`, or a closure `|step: u64| …`"
)]
#[doc(alias("학습률", "학습률 스케줄"))]
pub trait Schedule {
    /// The learning rate of a step.
    fn learning_rate(&self, step: u64) -> f64;
}

/// The learning rate of `schedule` at `step`.
///
/// # Panics
///
/// If it is negative or not finite.
#[inline]
#[track_caller]
pub(crate) fn rate(schedule: &impl Schedule, step: u64) -> f64 {
    non_negative("the learning rate", schedule.learning_rate(step))
}

impl Schedule for f64 {
    #[inline]
    fn learning_rate(&self, _: u64) -> f64 {
        *self
    }
}

impl Schedule for f32 {
    #[inline]
    fn learning_rate(&self, _: u64) -> f64 {
        f64::from(*self)
    }
}

impl<F: Fn(u64) -> f64> Schedule for F {
    #[inline]
    fn learning_rate(&self, step: u64) -> f64 {
        self(step)
    }
}

/// The same learning rate at every step, `η(t) = η₀`; a plain number says the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    rate: f64,
}

impl Constant {
    /// The learning rate `rate` at every step.
    ///
    /// # Panics
    ///
    /// If `rate` is negative or not finite.
    #[track_caller]
    pub fn new(rate: f64) -> Self {
        Self { rate: non_negative("the learning rate", rate) }
    }
}

impl Schedule for Constant {
    #[inline]
    fn learning_rate(&self, _: u64) -> f64 {
        self.rate
    }
}

/// A learning rate that falls in steps, `η(t) = η₀·γ^⌊t/n⌋`; PyTorch's `StepLR`.
#[doc(alias = "StepLR")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepDecay {
    initial: f64,
    factor: f64,
    period: u64,
}

impl StepDecay {
    /// Starts at `initial`, and multiplies by `factor` every `period` steps.
    ///
    /// # Panics
    ///
    /// If `initial` is negative, `factor` not positive, one of them not finite, or `period` 0.
    #[track_caller]
    pub fn new(initial: f64, factor: f64, period: u64) -> Self {
        Self {
            initial: non_negative("the learning rate", initial),
            factor: positive("the factor", factor),
            period: count("the period", period),
        }
    }
}

impl Schedule for StepDecay {
    fn learning_rate(&self, step: u64) -> f64 {
        self.initial * libm::pow(self.factor, (step / self.period) as f64)
    }
}

/// A learning rate that falls by the same factor at every step, `η(t) = η₀·γᵗ`; PyTorch's
/// `ExponentialLR`.
#[doc(alias("ExponentialLR", "ExponentialDecay"))]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    initial: f64,
    factor: f64,
}

impl Exponential {
    /// Starts at `initial`, and multiplies by `factor` at every step.
    ///
    /// # Panics
    ///
    /// If `initial` is negative, `factor` not positive, or one of them not finite.
    #[track_caller]
    pub fn new(initial: f64, factor: f64) -> Self {
        Self { initial: non_negative("the learning rate", initial), factor: positive("the factor", factor) }
    }
}

impl Schedule for Exponential {
    fn learning_rate(&self, step: u64) -> f64 {
        self.initial * libm::pow(self.factor, step as f64)
    }
}

/// A learning rate that moves along a straight line, `η(t) = η₀ + (η₁ − η₀)·t/n`, and stays at `η₁`
/// after `n` steps; PyTorch's `LinearLR`.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Linear, Schedule};
///
/// let schedule = Linear::new(0.5, 0.25, 100);
/// assert_eq!([0, 50, 100, 200].map(|step| schedule.learning_rate(step)), [0.5, 0.375, 0.25, 0.25]);
/// ```
#[doc(alias = "LinearLR")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear {
    first: f64,
    last: f64,
    steps: u64,
}

impl Linear {
    /// From `first` to `last` in `steps` steps.
    ///
    /// # Panics
    ///
    /// If `first` or `last` is negative or not finite, or `steps` 0.
    #[track_caller]
    pub fn new(first: f64, last: f64, steps: u64) -> Self {
        Self {
            first: non_negative("the first learning rate", first),
            last: non_negative("the last learning rate", last),
            steps: count("the number of steps", steps),
        }
    }
}

impl Schedule for Linear {
    fn learning_rate(&self, step: u64) -> f64 {
        let share = share(step, self.steps);
        (1.0 - share) * self.first + share * self.last // in this form, both ends are exact
    }
}

/// A learning rate that falls as a power of the steps left,
/// `η(t) = η_min + (η_max − η_min)·(1 − t/n)ᵖ`, and stays at `η_min` after `n` steps; PyTorch's
/// `PolynomialLR`, whose `η_min` is 0.
///
/// With `p = 1`, which is where it starts, it falls along a straight line; with a greater one it
/// falls faster first.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Polynomial, Schedule};
///
/// let schedule = Polynomial::new(1.0, 100).power(2.0);
/// assert_eq!([0, 50, 100].map(|step| schedule.learning_rate(step)), [1.0, 0.25, 0.0]);
/// ```
///
/// # References
///
/// Liu, Rabinovich and Berg, "`ParseNet`: looking wider to see better", arXiv:1506.04579
/// (2015), with `p = 0.9`.
#[doc(alias("PolynomialLR", "PolynomialDecay"))]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Polynomial {
    max: f64,
    min: f64,
    power: f64,
    steps: u64,
}

impl Polynomial {
    /// From `max` down to 0 in `steps` steps.
    ///
    /// # Panics
    ///
    /// If `max` is negative or not finite, or `steps` 0.
    #[track_caller]
    pub fn new(max: f64, steps: u64) -> Self {
        let (max, steps) = (non_negative("the learning rate", max), count("the number of steps", steps));
        Self { max, min: 0.0, power: 1.0, steps }
    }

    /// The power `p` of the share of steps left.
    ///
    /// # Panics
    ///
    /// If `power` is not positive and finite.
    #[track_caller]
    pub fn power(self, power: f64) -> Self {
        Self { power: positive("the power", power), ..self }
    }

    /// Ends at `min` instead of 0.
    ///
    /// # Panics
    ///
    /// If `min` is negative or not finite.
    #[track_caller]
    pub fn min(self, min: f64) -> Self {
        Self { min: non_negative("the learning rate", min), ..self }
    }
}

impl Schedule for Polynomial {
    fn learning_rate(&self, step: u64) -> f64 {
        let share = libm::pow(1.0 - share(step, self.steps), self.power);
        share * self.max + (1.0 - share) * self.min
    }
}

/// A learning rate that falls along a cosine, `η(t) = η_min + ½·(η_max − η_min)·(1 + cos(π·t/n))`,
/// and stays at `η_min` after `n` steps.
///
/// # References
///
/// Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR (2017),
/// eq. 5; without restarts, as in PyTorch's `CosineAnnealingLR`.
#[doc(alias("CosineAnnealingLR", "CosineDecay"))]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cosine {
    max: f64,
    min: f64,
    steps: u64,
}

impl Cosine {
    /// From `max` down to 0 in `steps` steps.
    ///
    /// # Panics
    ///
    /// If `max` is negative or not finite, or `steps` 0.
    #[track_caller]
    pub fn new(max: f64, steps: u64) -> Self {
        Self { max: non_negative("the learning rate", max), min: 0.0, steps: count("the number of steps", steps) }
    }

    /// Ends at `min` instead of 0.
    ///
    /// # Panics
    ///
    /// If `min` is negative or not finite.
    #[track_caller]
    pub fn min(self, min: f64) -> Self {
        Self { min: non_negative("the learning rate", min), ..self }
    }
}

impl Schedule for Cosine {
    fn learning_rate(&self, step: u64) -> f64 {
        cosine_between(self.max, self.min, share(step, self.steps))
    }
}

/// A learning rate that falls along a [`Cosine`] and starts again at its maximum, each time for
/// `factor` times as many steps: PyTorch's `CosineAnnealingWarmRestarts`.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{CosineRestarts, Schedule};
///
/// let schedule = CosineRestarts::new(0.1, 10).factor(2); // starts again at the steps 10, 30, 70, …
/// assert_eq!([0, 10, 30, 70].map(|step| schedule.learning_rate(step)), [0.1; 4]);
/// assert!(schedule.learning_rate(69) < 1e-3);
/// ```
///
/// # References
///
/// Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR (2017),
/// eq. 5.
#[doc(alias("CosineAnnealingWarmRestarts", "CosineDecayRestarts", "SGDR"))]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CosineRestarts {
    max: f64,
    min: f64,
    period: u64,
    factor: u64,
}

impl CosineRestarts {
    /// From `max` down to 0 in `period` steps, again and again.
    ///
    /// # Panics
    ///
    /// If `max` is negative or not finite, or `period` 0.
    #[track_caller]
    pub fn new(max: f64, period: u64) -> Self {
        let (max, period) = (non_negative("the learning rate", max), count("the period", period));
        Self { max, min: 0.0, period, factor: 1 }
    }

    /// Falls to `min` instead of 0.
    ///
    /// # Panics
    ///
    /// If `min` is negative or not finite.
    #[track_caller]
    pub fn min(self, min: f64) -> Self {
        Self { min: non_negative("the learning rate", min), ..self }
    }

    /// Each period has `factor` times as many steps as the one before.
    ///
    /// # Panics
    ///
    /// If `factor` is 0.
    #[track_caller]
    pub fn factor(self, factor: u64) -> Self {
        Self { factor: count("the factor of the period", factor), ..self }
    }
}

impl Schedule for CosineRestarts {
    fn learning_rate(&self, step: u64) -> f64 {
        let (mut step, mut period) = (step, self.period);
        if self.factor == 1 {
            step %= period;
        }
        while step >= period {
            step -= period;
            period = period.saturating_mul(self.factor);
        }
        cosine_between(self.max, self.min, share(step, period))
    }
}

/// A learning rate that first rises linearly, `η(t) = η₀(0)·(t + 1)/(n + 1)` for `t < n`, and then
/// follows another schedule, `η₀(t − n)`.
///
/// The rate rises from 0 in `n + 1` steps: so the first step is not lost, and the other schedule
/// starts where the rise ends. In PyTorch, a `LinearLR` with the start factor `1/(n + 1)`.
///
/// # References
///
/// Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", arXiv:1706.02677
/// (2017), section 2.2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WarmUp<S = f64> {
    steps: u64,
    then: S,
}

impl<S: Schedule> WarmUp<S> {
    /// Rises in `steps` steps to the start of the schedule `then`.
    pub fn new(steps: u64, then: S) -> Self {
        Self { steps, then }
    }
}

impl<S: Schedule> Schedule for WarmUp<S> {
    fn learning_rate(&self, step: u64) -> f64 {
        if step < self.steps {
            self.then.learning_rate(0) * ((step + 1) as f64 / (self.steps + 1) as f64)
        } else {
            self.then.learning_rate(step - self.steps)
        }
    }
}

/// A learning rate that rises to its maximum and falls to nearly nothing, both along a cosine, in a
/// given number of steps.
///
/// From `η_max/25` to `η_max` in the first 0.3 of the steps, then to `η_max/(25·10⁴)`, where it
/// stays. The form, the defaults and the names are those of PyTorch's `OneCycleLR`
/// (`anneal_strategy="cos"`); the momentum does not follow.
///
/// # References
///
/// Smith and Topin, "Super-convergence: very fast training of neural networks using large learning
/// rates", arXiv:1708.07120 (2018).
#[doc(alias = "OneCycleLR")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneCycle {
    max: f64,
    steps: u64,
    rising: f64,
    div_factor: f64,
    final_div_factor: f64,
}

impl OneCycle {
    /// One cycle of `steps` steps that culminates in the learning rate `max`.
    ///
    /// # Panics
    ///
    /// If `max` is negative or not finite, or `steps` 0.
    #[track_caller]
    pub fn new(max: f64, steps: u64) -> Self {
        Self {
            max: non_negative("the learning rate", max),
            steps: count("the number of steps", steps),
            rising: 0.3,
            div_factor: 25.0,
            final_div_factor: 1e4,
        }
    }

    /// The share of the steps in which the learning rate rises.
    ///
    /// # Panics
    ///
    /// If `share` is not in [0, 1).
    #[track_caller]
    pub fn pct_start(self, share: f64) -> Self {
        Self { rising: decay("the rising share of the steps", share), ..self }
    }

    /// The first learning rate is the maximum divided by `factor`.
    ///
    /// # Panics
    ///
    /// If `factor` is not positive and finite.
    #[track_caller]
    pub fn div_factor(self, factor: f64) -> Self {
        Self { div_factor: positive("the divisor of the first learning rate", factor), ..self }
    }

    /// The last learning rate is the first one divided by `factor`.
    ///
    /// # Panics
    ///
    /// If `factor` is not positive and finite.
    #[track_caller]
    pub fn final_div_factor(self, factor: f64) -> Self {
        Self { final_div_factor: positive("the divisor of the last learning rate", factor), ..self }
    }
}

impl Schedule for OneCycle {
    fn learning_rate(&self, step: u64) -> f64 {
        let first = self.max / self.div_factor;
        let final_rate = first / self.final_div_factor;
        let last = (self.steps - 1) as f64;
        // Where the two cosines meet, as PyTorch rounds it: perhaps between steps.
        let top = self.rising * self.steps as f64 - 1.0;
        let step = step as f64;
        if step >= last {
            final_rate
        } else if step < top {
            cosine_between(first, self.max, step / top)
        } else {
            cosine_between(self.max, final_rate, (step - top) / (last - top))
        }
    }
}

/// The share of the `steps` that lies before `step`.
fn share(step: u64, steps: u64) -> f64 {
    step.min(steps) as f64 / steps as f64
}

/// `start` at `t = 0`, `end` at `t = 1`, half a wave of a cosine in between.
fn cosine_between(start: f64, end: f64, t: f64) -> f64 {
    let share = 0.5 * (1.0 + libm::cos(core::f64::consts::PI * t));
    share * start + (1.0 - share) * end // in this form, both ends are exact
}
