//! Networks as plain loops over `Vec`s of `f64`: the obvious implementation that the fused, tiled one is compared with.
//!
//! It shares no code with the library.

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
    /// `min(1, max(0, z/6 + ½))`
    HardSigmoid,
    /// `min(1, max(−1, z))`
    HardTanh,
    /// `z·HardSigmoid(z)`
    HardSwish,
    /// `e^zₖ/Σⱼ e^zⱼ`
    Softmax,
}

/// A loss of one sample.
#[derive(Clone, Copy, Debug)]
pub enum LossFunction {
    /// `1/N·Σₖ (yₖ − tₖ)²`
    MeanSquaredError,
    /// `1/N·Σₖ |yₖ − tₖ|`
    MeanAbsoluteError,
    /// `1/N·Σₖ h(yₖ − tₖ)`, where `h(e)` is `e²/2` up to `δ`, and goes on as a straight line
    Huber(f64),
    /// `−1/N·Σₖ (tₖ·ln yₖ + (1 − tₖ)·ln(1 − yₖ))`
    BinaryCrossEntropy,
    /// `−Σₖ tₖ·ln yₖ`
    CrossEntropy,
}

/// A dense layer.
#[derive(Clone, Debug)]
pub struct Dense {
    /// `[out][in]`
    pub weights: Vec<Vec<f64>>,
    /// `[out]`, or empty for none
    pub bias: Vec<f64>,
    /// What follows.
    pub activation: Activation,
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// The share of the normal distribution below `z`.
fn normal_share(z: f64) -> f64 {
    0.5 * (1.0 + libm::erf(z * FRAC_1_SQRT_2))
}

const SELU: (f64, f64) = (1.050_700_987_355_480_5, 1.673_263_242_354_377_2);

impl Activation {
    /// The activation that a word of the language stands for, with its parameter: `relu`, `leaky_relu(0.1)`; none is `identity`.
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
            "selu" => Self::Selu,
            "gelu" => Self::Gelu,
            "gelu_tanh" => Self::GeluTanh,
            "silu" => Self::Silu,
            "mish" => Self::Mish,
            "softplus" => Self::Softplus,
            "softsign" => Self::Softsign,
            "hard_sigmoid" => Self::HardSigmoid,
            "hard_tanh" => Self::HardTanh,
            "hard_swish" => Self::HardSwish,
            "softmax" => Self::Softmax,
            _ => panic!("no activation is called `{word}`"),
        }
    }

    /// The output of a neuron by itself.
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
            Self::Selu => SELU.0 * Self::Elu(SELU.1).value(z),
            Self::Gelu => z * normal_share(z),
            Self::GeluTanh => z * 0.5 * (1.0 + ((2.0 / PI).sqrt() * (z + 0.044_715 * z.powi(3))).tanh()),
            Self::Silu => z * sigmoid(z),
            Self::Mish => z * z.exp().ln_1p().tanh(),
            Self::Softplus => z.exp().ln_1p(),
            Self::Softsign => z / (1.0 + z.abs()),
            Self::HardSigmoid => (z / 6.0 + 0.5).clamp(0.0, 1.0),
            Self::HardTanh => z.clamp(-1.0, 1.0),
            Self::HardSwish => z * (z / 6.0 + 0.5).clamp(0.0, 1.0),
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
            Self::HardSigmoid => inside(-3.0, 3.0, 1.0 / 6.0),
            Self::HardTanh => inside(-1.0, 1.0, 1.0),
            Self::HardSwish => {
                if z >= 3.0 {
                    1.0
                } else {
                    inside(-3.0, 3.0, z / 3.0 + 0.5)
                }
            }
        }
    }

    /// Where there is no derivative.
    fn kinks(self) -> &'static [f64] {
        match self {
            Self::Relu | Self::LeakyRelu(_) | Self::Elu(_) | Self::Selu => &[0.0],
            Self::Relu6 => &[0.0, 6.0],
            Self::HardSigmoid | Self::HardSwish => &[-3.0, 3.0],
            Self::HardTanh => &[-1.0, 1.0],
            _ => &[],
        }
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

    /// `∂L/∂z`, given `∂L/∂y`: the product of the Jacobian with it.
    pub fn backward(self, z: &[f64], dy: &[f64]) -> Vec<f64> {
        if let Self::Softmax = self {
            let y = self.apply(z);
            let dot: f64 = y.iter().zip(dy).map(|(y, dy)| y * dy).sum();
            return y.iter().zip(dy).map(|(y, dy)| y * (dy - dot)).collect();
        }
        z.iter().zip(dy).map(|(&z, dy)| dy * self.derivative(z)).collect()
    }
}

impl LossFunction {
    /// The loss.
    pub fn value(self, y: &[f64], t: &[f64]) -> f64 {
        let n = y.len() as f64;
        let sum = |term: &dyn Fn(f64, f64) -> f64| y.iter().zip(t).map(|(&y, &t)| term(y, t)).sum::<f64>();
        match self {
            Self::MeanSquaredError => sum(&|y, t| (y - t).powi(2)) / n,
            Self::MeanAbsoluteError => sum(&|y, t| (y - t).abs()) / n,
            Self::Huber(delta) => {
                let straight = |e: f64| delta * (e - delta / 2.0);
                sum(&|y, t| if (y - t).abs() <= delta { (y - t).powi(2) / 2.0 } else { straight((y - t).abs()) }) / n
            }
            Self::BinaryCrossEntropy => -sum(&|y, t| t * y.ln() + (1.0 - t) * (1.0 - y).ln()) / n,
            Self::CrossEntropy => -sum(&|y, t| t * y.ln()),
        }
    }

    /// `∂L/∂y`.
    pub fn gradient(self, y: &[f64], t: &[f64]) -> Vec<f64> {
        let n = y.len() as f64;
        let each = |term: &dyn Fn(f64, f64) -> f64| y.iter().zip(t).map(|(&y, &t)| term(y, t)).collect();
        match self {
            Self::MeanSquaredError => each(&|y, t| 2.0 * (y - t) / n),
            Self::MeanAbsoluteError => each(&|y, t| (y - t).signum() / n),
            Self::Huber(delta) => each(&|y, t| (y - t).clamp(-delta, delta) / n),
            Self::BinaryCrossEntropy => each(&|y, t| -(t / y - (1.0 - t) / (1.0 - y)) / n),
            Self::CrossEntropy => each(&|y, t| -t / y),
        }
    }

    /// How far the outputs are from the next kink of the loss.
    pub fn clearance(self, y: &[f64], t: &[f64]) -> f64 {
        let nearest =
            |distance: fn(f64) -> f64| y.iter().zip(t).map(|(y, t)| distance(y - t)).fold(f64::INFINITY, f64::min);
        match self {
            Self::MeanAbsoluteError => nearest(f64::abs),
            _ => f64::INFINITY, // Huber's derivative has kinks, and no jumps
        }
    }
}

impl Dense {
    /// The layer whose numbers come from `parameters`: weights, row by row, then the bias.
    fn read(parameters: &mut impl Iterator<Item = f64>, [inputs, outputs]: [usize; 2], stage: &str) -> Self {
        let weights = (0..outputs).map(|_| parameters.take(inputs).collect()).collect();
        let bias = if stage.contains("bias = false") { 0 } else { outputs };
        let activation = stage.trim_start_matches(|c: char| c.is_ascii_digit());
        let activation =
            if stage.starts_with("dense") { stage.split_once(')').map_or("", |parts| parts.1) } else { activation };
        Self { weights, bias: parameters.take(bias).collect(), activation: Activation::read(activation.trim()) }
    }

    /// `W·x + b`
    pub fn logits(&self, x: &[f64]) -> Vec<f64> {
        let dot = |w: &[f64]| w.iter().zip(x).map(|(w, x)| w * x).sum::<f64>();
        let bias = |j: usize| self.bias.get(j).copied().unwrap_or(0.0);
        self.weights.iter().enumerate().map(|(j, w)| dot(w) + bias(j)).collect()
    }
}

/// The layers of a network as the language writes it, such as `17 => 33 silu => dense(7, bias = false) softmax`, with these parameters.
///
/// # Panics
///
/// If the source is no network, or has another number of parameters.
pub fn network(source: &str, parameters: impl IntoIterator<Item = f64>) -> Vec<Dense> {
    let width = |stage: &str| {
        let digits = stage.trim_start_matches("dense(").chars().take_while(char::is_ascii_digit);
        digits.collect::<String>().parse::<usize>().expect("a stage begins with its width")
    };
    let stages: Vec<&str> = source.split("=>").map(str::trim).collect();
    let mut parameters = parameters.into_iter();
    let layers = stages.windows(2).map(|pair| Dense::read(&mut parameters, [width(pair[0]), width(pair[1])], pair[1]));
    let layers = layers.collect();
    assert!(parameters.next().is_none(), "`{source}` has fewer parameters");
    layers
}

/// The output of a network for one sample.
pub fn predict(layers: &[Dense], x: &[f64]) -> Vec<f64> {
    layers.iter().fold(x.to_vec(), |x, layer| layer.activation.apply(&layer.logits(&x)))
}

/// How far the logits of a network are from the next kink of an activation, for one sample.
pub fn clearance(layers: &[Dense], x: &[f64]) -> f64 {
    let (mut x, mut clearance) = (x.to_vec(), f64::INFINITY);
    for layer in layers {
        let z = layer.logits(&x);
        for kink in layer.activation.kinks() {
            clearance = z.iter().map(|z| (z - kink).abs()).fold(clearance, f64::min);
        }
        x = layer.activation.apply(&z);
    }
    clearance
}

/// The gradient of one sample's loss, flat, given `∂L/∂y` as a function of the output.
pub fn gradient(layers: &[Dense], x: &[f64], loss: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    let (mut inputs, mut logits) = (vec![x.to_vec()], Vec::new());
    for layer in layers {
        let z = layer.logits(&inputs[logits.len()]);
        inputs.push(layer.activation.apply(&z));
        logits.push(z);
    }
    let mut dy = loss(&inputs[layers.len()]);
    let mut gradients = Vec::new();
    for (l, layer) in layers.iter().enumerate().rev() {
        let dz = layer.activation.backward(&logits[l], &dy);
        let x = &inputs[l];
        let dw = dz.iter().flat_map(|dz| x.iter().map(move |x| dz * x));
        let db = dz.iter().copied().take(layer.bias.len());
        gradients.push(dw.chain(db).collect::<Vec<f64>>());
        dy = (0..x.len()).map(|i| dz.iter().zip(&layer.weights).map(|(dz, w)| dz * w[i]).sum()).collect();
    }
    gradients.into_iter().rev().flatten().collect()
}
