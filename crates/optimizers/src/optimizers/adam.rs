use sinew_tensors::{Number, Real};

use crate::hyperparameter::hyperparameters;
use crate::step::{ForStep, optimizer};
use crate::{AmsGrad, OptimizerState, Schedule, UpdateRule};

/// Adam, `w ← w − η·m̂/(√v̂ + ε)`.
///
/// At step `t`, from 1: `m ← β₁·m + (1 − β₁)·g` and `m̂ = m/(1 − β₁ᵗ)`, `v ← β₂·v + (1 − β₂)·g²`
/// and `v̂ = v/(1 − β₂ᵗ)`.
///
/// The first choice: it needs little tuning, 0.001 is a good start for the learning rate. With
/// weight decay, prefer [`AdamW`](crate::AdamW). Defaults: `β₁ = 0.9`, `β₂ = 0.999`, `ε = 10⁻⁸`, no
/// weight decay.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Adam, Cosine, Optimizer};
///
/// let mut w = [1.0_f32, -1.0];
/// let mut adam: Adam = Adam::new(0.25);
/// adam.step(&mut w, &[100.0, -0.01]); // the first step has the length of the learning rate
/// assert!((w[0] - 0.75).abs() < 1e-6 && (w[1] + 0.75).abs() < 1e-6);
///
/// let _scheduled = Adam::<f32, _>::new(Cosine::new(0.01, 1000)).beta1(0.95);
/// ```
///
/// # References
///
/// Kingma and Ba, "Adam: a method for stochastic optimization", ICLR (2015), algorithm 1. Weight
/// decay is added to the gradient, as in PyTorch's `Adam`.
#[doc(alias = "아담")]
#[derive(Clone, Debug, PartialEq)]
pub struct Adam<T = f32, S = f64> {
    learning_rate: S,
    config: AdamConfig,
    state: OptimizerState<T, 2>,
}

optimizer!(Adam, rule: AdamStep, moments: 2);

impl<T: Number, S: Schedule> Adam<T, S> {
    hyperparameters! {
        /// Adam with a learning rate `η`: a number or a schedule.
        new "Adam": AdamConfig::new(),

        /// The share of the past in the running mean of gradients.
        beta1: decay("beta1"),

        /// The share of the past in the running mean of squared gradients.
        beta2: decay("beta2"),

        /// What is added to the divisor.
        epsilon: positive("epsilon"),

        /// Adds `λ·w` to the gradient, that of the loss `½·λ·|w|²`.
        weight_decay: non_negative("weight decay"),
    }

    /// Divides by the largest mean of squares so far; see [`AmsGrad`].
    pub fn amsgrad(self) -> AmsGrad<T, S> {
        AmsGrad { learning_rate: self.learning_rate, config: self.config, state: OptimizerState::new("AmsGrad") }
    }
}

/// The hyperparameters of Adam and its variants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct AdamConfig {
    pub beta1: Decay,
    pub beta2: Decay,
    pub epsilon: f64,
    pub weight_decay: f64,
    /// Whether weight decay shrinks the parameters, and is not added to their gradient.
    pub decoupled: bool,
}

impl AdamConfig {
    pub fn new() -> Self {
        Self { beta1: 0.9.into(), beta2: 0.999.into(), epsilon: 1e-8, weight_decay: 0.0, decoupled: false }
    }
}

/// How much of its past a running mean keeps, `β`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Decay {
    pub beta: f64,
    ln_beta: f64,
}

impl From<f64> for Decay {
    fn from(beta: f64) -> Self {
        Self { beta, ln_beta: Real::ln(beta) }
    }
}

impl Decay {
    /// `1/(1 − βᵗ)`: times this, the mean of `t` numbers forgets that it started at 0.
    #[inline]
    pub fn unbias(self, t: u64) -> f64 {
        let ln_power = self.ln_beta * t as f64;
        // Past e⁻⁴⁰ the correction is lost in rounding, and in a small network the exponential
        // would cost as much as the step.
        if ln_power < -40.0 { 1.0 } else { -1.0 / Real::exp_m1(ln_power) }
    }
}

/// One step of Adam, the same for every parameter.
///
/// The corrections of both means are in the learning rate and in `ε`, so that no parameter costs
/// them: the order of computation that the paper recommends at the end of its section 2.
#[derive(Clone, Copy)]
pub(crate) struct AdamStep {
    /// `η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)`.
    rate: f64,
    beta1: f64,
    beta2: f64,
    /// `ε·√(1 − β₂ᵗ)`.
    epsilon: f64,
    /// `λ`, unless it is decoupled.
    weight_decay: f64,
    /// `1 − η·λ` if it is.
    pub keep: f64,
}

impl ForStep<AdamConfig> for AdamStep {
    #[inline]
    fn new(config: &mut AdamConfig, learning_rate: f64, steps: u64) -> Self {
        let (unbias_m, unbias_v) = (config.beta1.unbias(steps + 1), config.beta2.unbias(steps + 1));
        let unbias_root = unbias_v.sqrt();
        Self {
            rate: learning_rate * unbias_m / unbias_root,
            beta1: config.beta1.beta,
            beta2: config.beta2.beta,
            epsilon: config.epsilon / unbias_root,
            weight_decay: if config.decoupled { 0.0 } else { config.weight_decay },
            keep: if config.decoupled { 1.0 - learning_rate * config.weight_decay } else { 1.0 },
        }
    }
}

impl UpdateRule<2> for AdamStep {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [m, v]: [V; 2]) -> (V, [V; 2]) {
        let (m, v) = self.moments(w, g, m, v);
        (self.descend(w, m, v), [m, v])
    }
}

impl AdamStep {
    /// The moments `m` and `v` after the gradient of the parameter `w`.
    #[inline(always)]
    pub fn moments<V: Real>(&self, w: V, g: V, m: V, v: V) -> (V, V) {
        let g = V::constant(self.weight_decay).mul_add(w, g);
        let m = V::constant(self.beta1).mul_add(m, V::constant(1.0 - self.beta1) * g);
        let v = V::constant(self.beta2).mul_add(v, V::constant(1.0 - self.beta2) * g.square());
        (m, v)
    }

    /// The parameter `w` after a step along `m`, relative to the root of `v`.
    #[inline(always)]
    pub fn descend<V: Real>(&self, w: V, m: V, v: V) -> V {
        let divisor = v.sqrt() + V::constant(self.epsilon);
        (m * divisor.recip()).mul_add(V::constant(-self.rate), w)
    }
}
