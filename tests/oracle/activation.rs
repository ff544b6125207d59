//! Activation functions after a layer.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// An activation, with its parameter if it has one.
#[derive(Clone, Copy, Debug)]
pub enum Activation {
    /// `z`
    Identity,
    /// `1/(1 + e⁻ᶻ)`
    Sigmoid,
    /// `tanh z`
    Tanh,
    /// `max(0, z)`
    Relu,
    /// `z` above 0, `a·z` below
    LeakyRelu(f64),
    /// `min(6, max(0, z))`
    Relu6,
    /// `z` above 0, `a·(eᶻ − 1)` below
    Elu(f64),
    /// `z` above 0, `a·(e^(z/a) − 1)` below
    Celu(f64),
    /// `λ` times `Elu(α)`
    Selu,
    /// `z·Φ(z)`
    Gelu,
    /// `z·½(1 + tanh(√(2/π)·(z + 0.044715·z³)))`
    GeluTanh,
    /// `z·σ(z)`
    Silu,
    /// `z·tanh(ln(1 + eᶻ))`
    Mish,
    /// `ln(1 + eᶻ)`
    Softplus,
    /// `z/(1 + |z|)`
    Softsign,
    /// `min(1, max(0, a·z + ½))`
    HardSigmoid(f64),
    /// `min(1, max(−1, z))`
    HardTanh,
    /// `z·HardSigmoid(z)`
    HardSwish,
    /// `z` outside of `[−λ, λ]`, 0 inside
    HardShrink(f64),
    /// `e^zₖ/Σⱼ e^zⱼ`
    Softmax,
}

impl Activation {
    /// The activation for a word of the language, with its parameter: `relu`, `leaky_relu(0.1)`; no
    /// word is `identity`.
    ///
    /// # Panics
    ///
    /// If there is no such word.
    pub fn read(word: &str) -> Self {
        let (word, parameter) = word.split_once('(').unwrap_or((word, ""));
        let parameter: Option<f64> = parameter.trim_end_matches(')').trim().parse().ok();
        match word.trim() {
            "" | "identity" => Self::Identity,
            "sigmoid" => Self::Sigmoid,
            "tanh" => Self::Tanh,
            "relu" => Self::Relu,
            "leaky_relu" => Self::LeakyRelu(parameter.unwrap_or(0.01)),
            "relu6" => Self::Relu6,
            "elu" => Self::Elu(parameter.unwrap_or(1.0)),
            "celu" => Self::Celu(parameter.unwrap_or(1.0)),
            "selu" => Self::Selu,
            "gelu" => Self::Gelu,
            "gelu_tanh" => Self::GeluTanh,
            "silu" => Self::Silu,
            "mish" => Self::Mish,
            "softplus" => Self::Softplus,
            "softsign" => Self::Softsign,
            "hard_sigmoid" => Self::HardSigmoid(parameter.unwrap_or(1.0 / 6.0)),
            "hard_tanh" => Self::HardTanh,
            "hard_swish" => Self::HardSwish,
            "hard_shrink" => Self::HardShrink(parameter.unwrap_or(0.5)),
            "softmax" => Self::Softmax,
            _ => panic!("no activation is called `{word}`"),
        }
    }

    /// The output of a single neuron.
    fn value(self, z: f64) -> f64 {
        match self {
            Self::Identity | Self::Softmax => z,
            Self::Sigmoid => sigmoid(z),
            Self::Tanh => z.tanh(),
            Self::Relu => z.max(0.0),
            Self::LeakyRelu(a) => {
                if z > 0.0 {
                    z
                } else {
                    a * z
                }
            }
            Self::Relu6 => z.clamp(0.0, 6.0),
            Self::Elu(a) => {
                if z > 0.0 {
                    z
                } else {
                    a * z.exp_m1()
                }
            }
            Self::Celu(a) => {
                if z > 0.0 {
                    z
                } else {
                    a * (z / a).exp_m1()
                }
            }
            Self::Selu => SELU.0 * Self::Elu(SELU.1).value(z),
            Self::Gelu => z * normal_share(z),
            Self::GeluTanh => z * 0.5 * (1.0 + ((2.0 / PI).sqrt() * (z + 0.044_715 * z.powi(3))).tanh()),
            Self::Silu => z * sigmoid(z),
            Self::Mish => z * z.exp().ln_1p().tanh(),
            Self::Softplus => z.exp().ln_1p(),
            Self::Softsign => z / (1.0 + z.abs()),
            Self::HardSigmoid(a) => (a * z + 0.5).clamp(0.0, 1.0),
            Self::HardTanh => z.clamp(-1.0, 1.0),
            Self::HardSwish => z * (z / 6.0 + 0.5).clamp(0.0, 1.0),
            Self::HardShrink(threshold) => {
                if z < -threshold || threshold < z {
                    z
                } else {
                    0.0
                }
            }
        }
    }

    /// The derivative of [`value`](Self::value).
    fn derivative(self, z: f64) -> f64 {
        let inside = |low: f64, high: f64, slope: f64| if low < z && z < high { slope } else { 0.0 };
        match self {
            Self::Identity | Self::Softmax => 1.0,
            Self::Sigmoid => sigmoid(z) * (1.0 - sigmoid(z)),
            Self::Tanh => 1.0 - z.tanh().powi(2),
            Self::Relu => inside(0.0, f64::INFINITY, 1.0),
            Self::LeakyRelu(a) => {
                if z > 0.0 {
                    1.0
                } else {
                    a
                }
            }
            Self::Relu6 => inside(0.0, 6.0, 1.0),
            Self::Elu(a) => {
                if z > 0.0 {
                    1.0
                } else {
                    a * z.exp()
                }
            }
            Self::Celu(a) => {
                if z > 0.0 {
                    1.0
                } else {
                    (z / a).exp()
                }
            }
            Self::Selu => SELU.0 * Self::Elu(SELU.1).derivative(z),
            Self::Gelu => normal_share(z) + z * (-z * z / 2.0).exp() / (2.0 * PI).sqrt(),
            Self::GeluTanh => {
                let t = ((2.0 / PI).sqrt() * (z + 0.044_715 * z.powi(3))).tanh();
                0.5 * (1.0 + t) + 0.5 * z * (1.0 - t * t) * (2.0 / PI).sqrt() * (1.0 + 3.0 * 0.044_715 * z * z)
            }
            Self::Silu => sigmoid(z) + z * sigmoid(z) * (1.0 - sigmoid(z)),
            Self::Mish => {
                let t = z.exp().ln_1p().tanh();
                t + z * (1.0 - t * t) * sigmoid(z)
            }
            Self::Softplus => sigmoid(z),
            Self::Softsign => 1.0 / (1.0 + z.abs()).powi(2),
            Self::HardSigmoid(a) => inside(-0.5 / a, 0.5 / a, a),
            Self::HardTanh => inside(-1.0, 1.0, 1.0),
            Self::HardSwish => {
                if z >= 3.0 {
                    1.0
                } else {
                    inside(-3.0, 3.0, z / 3.0 + 0.5)
                }
            }
            Self::HardShrink(threshold) => 1.0 - inside(-threshold, threshold, 1.0),
        }
    }

    /// The points without a derivative.
    fn kinks(self) -> Vec<f64> {
        match self {
            Self::Relu | Self::LeakyRelu(_) | Self::Elu(_) | Self::Selu => vec![0.0],
            Self::Relu6 => vec![0.0, 6.0],
            Self::HardSigmoid(a) => vec![-0.5 / a, 0.5 / a],
            Self::HardSwish => vec![-3.0, 3.0],
            Self::HardTanh => vec![-1.0, 1.0],
            Self::HardShrink(threshold) => vec![-threshold, threshold],
            _ => Vec::new(),
        }
    }

    /// How far the pre-activations of a layer are from the nearest kink.
    pub fn clearance(self, z: &[f64]) -> f64 {
        let kinks = self.kinks();
        let distances = z.iter().flat_map(|z| kinks.iter().map(move |kink| (z - kink).abs()));
        distances.fold(f64::INFINITY, f64::min)
    }

    /// The outputs of a layer.
    pub fn apply(self, z: &[f64]) -> Vec<f64> {
        if let Self::Softmax = self {
            let largest = z.iter().copied().fold(f64::MIN, f64::max);
            let exponentials: Vec<f64> = z.iter().map(|&z| (z - largest).exp()).collect();
            let sum: f64 = exponentials.iter().sum();
            return exponentials.iter().map(|e| e / sum).collect();
        }
        z.iter().map(|&z| self.value(z)).collect()
    }

    /// `∂L/∂z`, given `∂L/∂y`: the product of the transposed Jacobian with it.
    pub fn backward(self, z: &[f64], dy: &[f64]) -> Vec<f64> {
        if let Self::Softmax = self {
            let y = self.apply(z);
            let dot: f64 = y.iter().zip(dy).map(|(y, dy)| y * dy).sum();
            return y.iter().zip(dy).map(|(y, dy)| y * (dy - dot)).collect();
        }
        z.iter().zip(dy).map(|(&z, dy)| dy * self.derivative(z)).collect()
    }
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// The share of the normal distribution below `z`.
fn normal_share(z: f64) -> f64 {
    0.5 * (1.0 + libm::erf(z * FRAC_1_SQRT_2))
}

const SELU: (f64, f64) = (1.050_700_987_355_480_5, 1.673_263_242_354_377_2);
