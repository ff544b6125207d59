use sinew_tensors::{Number, Real};

use super::adam::{AdamConfig, Decay};
use crate::hyperparameter::hyperparameters;
use crate::step::{ForStep, optimizer};
use crate::{OptimizerState, Schedule, UpdateRule};

/// Nadam, [`Adam`](crate::Adam) with Nesterov's momentum: `w ← w − η·n/(√v̂ + ε)`.
///
/// At step `t`, from 1, with Adam's `m` and `v̂`:
/// `n = μₜ₊₁·m/(1 − Πᵢ₌₁ᵗ⁺¹ μᵢ) + (1 − μₜ)·g/(1 − Πᵢ₌₁ᵗ μᵢ)`, which looks one step of the momentum
/// ahead, and `μₜ = β₁·(1 − ½·0.96^(t·ψ))`, which starts at half of `β₁`.
///
/// Often a little faster than Adam, with the same tuning. Defaults: `β₁ = 0.9`, `β₂ = 0.999`,
/// `ε = 10⁻⁸`, `ψ = 0.004`, no weight decay.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Nadam, Optimizer};
///
/// // L(w) = (w − 3)²
/// let mut w = [0.0_f64];
/// let mut nadam = Nadam::new(0.1);
/// for _ in 0..200 {
///     let gradient = [2.0 * (w[0] - 3.0)];
///     nadam.step(&mut w, &gradient);
/// }
/// assert!((w[0] - 3.0).abs() < 1e-2);
/// ```
///
/// # References
///
/// Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop (2016), algorithm 8 and its
/// schedule of `μ`. The convention is PyTorch's (`NAdam`): weight decay is added to the gradient.
#[doc(alias = "NAdam")]
#[derive(Clone, Debug, PartialEq)]
pub struct Nadam<T = f32, S = f64> {
    learning_rate: S,
    config: NadamConfig,
    state: OptimizerState<T, 2>,
}

optimizer!(Nadam, rule: NadamStep, moments: 2);

impl<T: Number, S: Schedule> Nadam<T, S> {
    hyperparameters! {
        /// Nadam with a learning rate `η`, a number or a schedule; 0.002 is the usual start.
        new "Nadam": NadamConfig::new(),

        /// The share of the past in the running mean of gradients.
        beta1: decay("beta1"),

        /// The share of the past in the running mean of squared gradients.
        beta2: decay("beta2"),

        /// What is added to the divisor.
        epsilon: positive("epsilon"),

        /// How fast `μ` rises from half of `β₁` to all of it, `ψ`; with 0 it stays half.
        momentum_decay: non_negative("momentum decay"),

        /// Adds `λ·w` to the gradient, that of the loss `½·λ·|w|²`.
        weight_decay: non_negative("weight decay"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct NadamConfig {
    beta1: Decay,
    beta2: Decay,
    epsilon: f64,
    momentum_decay: f64,
    weight_decay: f64,
    product: Product,
}

/// `Πᵢ₌₁ᵗ μᵢ`, kept from one step to the next; computed again where `t` is another, as after a
/// restore.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Product {
    t: u64,
    product: f64,
}

impl NadamConfig {
    fn new() -> Self {
        let AdamConfig { beta1, beta2, epsilon, weight_decay, .. } = AdamConfig::new();
        let product = Product { t: 0, product: 1.0 };
        Self { beta1, beta2, epsilon, momentum_decay: 0.004, weight_decay, product }
    }

    /// `μₜ`.
    #[inline]
    fn mu(&self, t: u64) -> f64 {
        const LN_0_96: f64 = -0.040_821_994_520_255_166;
        self.beta1.beta * (1.0 - 0.5 * Real::exp(LN_0_96 * self.momentum_decay * t as f64))
    }

    /// `Πᵢ₌₁ᵗ μᵢ`.
    #[inline]
    fn product(&mut self, t: u64) -> f64 {
        let mut kept = if self.product.t <= t { self.product } else { Product { t: 0, product: 1.0 } };
        // Below 4·10⁻¹⁸, `1 − Π` is 1 to the last bit, whatever the further factors.
        while kept.t < t && kept.product > 4e-18 {
            kept = Product { t: kept.t + 1, product: kept.product * self.mu(kept.t + 1) };
        }
        self.product = Product { t, ..kept };
        kept.product
    }
}

/// One step of Nadam, the same for every parameter; as in Adam, the corrections of the means are in
/// its numbers.
#[derive(Clone, Copy)]
struct NadamStep {
    /// `η·√(1 − β₂ᵗ)·(1 − μₜ)/(1 − Πᵢ₌₁ᵗ μᵢ)`.
    gradient_rate: f64,
    /// `η·√(1 − β₂ᵗ)·μₜ₊₁/(1 − Πᵢ₌₁ᵗ⁺¹ μᵢ)`.
    moment_rate: f64,
    beta1: f64,
    beta2: f64,
    /// `ε·√(1 − β₂ᵗ)`.
    epsilon: f64,
    weight_decay: f64,
}

impl ForStep<NadamConfig> for NadamStep {
    #[inline]
    fn new(config: &mut NadamConfig, learning_rate: f64, steps: u64) -> Self {
        let t = steps + 1;
        let (mu, mu_next, product) = (config.mu(t), config.mu(t + 1), config.product(t));
        let unbias_root = config.beta2.unbias(t).sqrt();
        let rate = learning_rate / unbias_root;
        Self {
            gradient_rate: rate * (1.0 - mu) / (1.0 - product),
            moment_rate: rate * mu_next / (1.0 - product * mu_next),
            beta1: config.beta1.beta,
            beta2: config.beta2.beta,
            epsilon: config.epsilon / unbias_root,
            weight_decay: config.weight_decay,
        }
    }
}

impl UpdateRule<2> for NadamStep {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [m, v]: [V; 2]) -> (V, [V; 2]) {
        let g = V::constant(self.weight_decay).mul_add(w, g);
        let m = V::constant(self.beta1).mul_add(m, V::constant(1.0 - self.beta1) * g);
        let v = V::constant(self.beta2).mul_add(v, V::constant(1.0 - self.beta2) * g.square());
        let direction = V::constant(self.gradient_rate).mul_add(g, V::constant(self.moment_rate) * m);
        let divisor = v.sqrt() + V::constant(self.epsilon);
        ((-direction).mul_add(divisor.recip(), w), [m, v])
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // the same to the last bit is what a restored optimizer promises
mod tests {
    use super::*;

    #[test]
    fn a_restored_product_is_that_of_single_steps() {
        let mut stepping = NadamConfig::new();
        for t in 1..1000 {
            let mut restored = NadamConfig { product: Product { t: 2000, product: 0.0 }, ..NadamConfig::new() };
            assert_eq!(1.0 - restored.product(t), 1.0 - stepping.product(t), "after {t} steps");
        }
    }
}
