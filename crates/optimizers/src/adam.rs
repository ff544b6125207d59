use alloc::vec::Vec;

use sinew_tensors::{Number, Real};

use crate::hyperparameter::{decay, non_negative, positive};
use crate::schedule::rate;
use crate::{AmsGrad, Memory, Optimizer, Piece, RestoreError, Rule, Schedule, State};

/// Adam, `w ← w − η·m̂/(√v̂ + ε)`.
///
/// At step `t`, from 1: `m ← β₁·m + (1 − β₁)·g` and `m̂ = m/(1 − β₁ᵗ)`, `v ← β₂·v + (1 − β₂)·g²` and `v̂ = v/(1 − β₂ᵗ)`.
///
/// The first choice: it needs little tuning, 0.001 is a good start for the learning rate. With weight decay, prefer
/// [`AdamW`](crate::AdamW). Defaults: `β₁ = 0.9`, `β₂ = 0.999`, `ε = 10⁻⁸`, no weight decay.
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
/// Kingma and Ba, "Adam: a method for stochastic optimization", ICLR (2015), algorithm 1. Weight decay is added to the gradient, as in
/// PyTorch's `Adam`.
#[derive(Clone, Debug, PartialEq)]
pub struct Adam<T = f32, S = f64> {
    method: Method<S>,
    memory: Memory<T, 2>,
}

impl<T: Number, S: Schedule> Adam<T, S> {
    /// Adam with a learning rate `η`: a number or a schedule.
    ///
    /// # Panics
    ///
    /// If the learning rate is negative or not finite; a schedule's later ones are checked when they are used.
    #[track_caller]
    pub fn new(learning_rate: S) -> Self {
        Self { method: Method::new(learning_rate), memory: Memory::new() }
    }

    /// The share of the past in the running mean of gradients.
    ///
    /// # Panics
    ///
    /// If `beta1` is not in [0, 1).
    #[track_caller]
    pub fn beta1(self, beta1: f64) -> Self {
        Self { method: self.method.beta1(beta1), ..self }
    }

    /// The share of the past in the running mean of squared gradients.
    ///
    /// # Panics
    ///
    /// If `beta2` is not in [0, 1).
    #[track_caller]
    pub fn beta2(self, beta2: f64) -> Self {
        Self { method: self.method.beta2(beta2), ..self }
    }

    /// What is added to the divisor.
    ///
    /// # Panics
    ///
    /// If `epsilon` is not positive and finite.
    #[track_caller]
    pub fn epsilon(self, epsilon: f64) -> Self {
        Self { method: self.method.epsilon(epsilon), ..self }
    }

    /// Adds `λ·w` to the gradient, that of the loss `½·λ·|w|²`.
    ///
    /// # Panics
    ///
    /// If `weight_decay` is negative or not finite.
    #[track_caller]
    pub fn weight_decay(self, weight_decay: f64) -> Self {
        Self { method: self.method.weight_decay(weight_decay), ..self }
    }

    /// Divides by the largest mean of squares so far; see [`AmsGrad`].
    pub fn amsgrad(self) -> AmsGrad<T, S> {
        AmsGrad { method: self.method, memory: Memory::new() }
    }

    /// The next step.
    #[inline]
    fn rule(&self) -> Step {
        self.method.step(self.memory.steps())
    }
}

impl<T: Number, S: Schedule> Optimizer<T> for Adam<T, S> {
    #[inline]
    fn step(&mut self, parameters: &mut [T], gradients: &[T]) {
        self.memory.update(self.rule(), parameters, gradients);
    }

    fn pieces<'a>(&'a mut self, parameters: &'a mut [T], gradients: &'a [T], count: usize) -> Vec<Piece<'a>> {
        self.memory.pieces(self.rule(), parameters, gradients, count)
    }

    fn learning_rate(&self) -> Option<f64> {
        Some(self.method.rate(self.memory.steps()))
    }

    fn state(&self) -> Option<State<'_, T>> {
        Some(self.memory.state())
    }

    fn restore(&mut self, state: State<'_, T>, parameters: usize) -> Result<(), RestoreError> {
        self.memory.restore(state, parameters)
    }
}

/// The hyperparameters of Adam and its variants.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Method<S> {
    learning_rate: S,
    beta1: Decay,
    beta2: Decay,
    epsilon: f64,
    pub weight_decay: f64,
}

impl<S: Schedule> Method<S> {
    #[track_caller]
    pub fn new(learning_rate: S) -> Self {
        rate(&learning_rate, 0);
        Self {
            learning_rate,
            beta1: Decay::new("beta1", 0.9),
            beta2: Decay::new("beta2", 0.999),
            epsilon: 1e-8,
            weight_decay: 0.0,
        }
    }

    #[track_caller]
    pub fn beta1(self, beta1: f64) -> Self {
        Self { beta1: Decay::new("beta1", beta1), ..self }
    }

    #[track_caller]
    pub fn beta2(self, beta2: f64) -> Self {
        Self { beta2: Decay::new("beta2", beta2), ..self }
    }

    #[track_caller]
    pub fn epsilon(self, epsilon: f64) -> Self {
        Self { epsilon: positive("epsilon", epsilon), ..self }
    }

    #[track_caller]
    pub fn weight_decay(self, weight_decay: f64) -> Self {
        Self { weight_decay: non_negative("weight decay", weight_decay), ..self }
    }

    /// The learning rate of the step that follows `steps` others.
    pub fn rate(&self, steps: u64) -> f64 {
        self.learning_rate.learning_rate(steps)
    }

    /// The step that follows `steps` others.
    #[inline]
    #[track_caller]
    pub fn step(&self, steps: u64) -> Step {
        let (unbias_m, unbias_v) = (self.beta1.unbias(steps + 1), self.beta2.unbias(steps + 1));
        let (learning_rate, unbias_root) = (rate(&self.learning_rate, steps), unbias_v.sqrt());
        Step {
            learning_rate,
            rate: learning_rate * unbias_m / unbias_root,
            beta1: self.beta1.beta,
            beta2: self.beta2.beta,
            epsilon: self.epsilon / unbias_root,
            weight_decay: self.weight_decay,
        }
    }
}

/// How much of its past a running mean keeps, `β`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Decay {
    beta: f64,
    ln_beta: f64,
}

impl Decay {
    #[track_caller]
    fn new(name: &str, beta: f64) -> Self {
        let beta = decay(name, beta);
        Self { beta, ln_beta: Real::ln(beta) }
    }

    /// `1/(1 − βᵗ)`: times this, the mean of `t` numbers forgets that it started at 0.
    #[inline]
    fn unbias(self, t: u64) -> f64 {
        let ln_power = self.ln_beta * t as f64;
        // Past e⁻⁴⁰ the correction is lost in rounding, and in a small network the exponential would cost as much as the step.
        if ln_power < -40.0 { 1.0 } else { -1.0 / Real::exp_m1(ln_power) }
    }
}

/// One step of Adam, the same for every parameter.
///
/// The corrections of both means are in the learning rate and in `ε`, so that no parameter costs them: the order of computation that the paper
/// recommends at the end of its section 2.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    /// `η`.
    pub learning_rate: f64,
    /// `η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)`.
    rate: f64,
    beta1: f64,
    beta2: f64,
    /// `ε·√(1 − β₂ᵗ)`.
    epsilon: f64,
    pub weight_decay: f64,
}

impl Step {
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

impl Rule<2> for Step {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [m, v]: [V; 2]) -> (V, [V; 2]) {
        let (m, v) = self.moments(w, g, m, v);
        (self.descend(w, m, v), [m, v])
    }
}
