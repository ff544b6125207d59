//! Networks as plain loops over `Vec`s of `f64`: the obvious implementation that the fused, tiled one is compared with.
//!
//! It shares no code with the library.

/// An activation: value and derivative of a vector of logits, the derivative as the product of its Jacobian with `dy`.
#[derive(Clone, Copy, Debug)]
pub enum Activation {
    /// `z`
    Identity,
    /// `max(0, z)`
    Relu,
    /// `tanh z`
    Tanh,
    /// `1/(1 + e⁻ᶻ)`
    Sigmoid,
    /// `z·σ(z)`, whose derivative needs the logit
    Silu,
    /// `e^zₖ/Σⱼ e^zⱼ`
    Softmax,
}

/// A dense layer.
#[derive(Clone, Debug)]
pub struct Dense {
    /// `[out][in]`
    pub weights: Vec<Vec<f64>>,
    /// `[out]`
    pub bias: Vec<f64>,
    /// What follows.
    pub activation: Activation,
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

impl Activation {
    /// The outputs of a layer.
    pub fn apply(self, z: &[f64]) -> Vec<f64> {
        match self {
            Self::Identity => z.to_vec(),
            Self::Relu => z.iter().map(|&z| z.max(0.0)).collect(),
            Self::Tanh => z.iter().map(|&z| z.tanh()).collect(),
            Self::Sigmoid => z.iter().map(|&z| sigmoid(z)).collect(),
            Self::Silu => z.iter().map(|&z| z * sigmoid(z)).collect(),
            Self::Softmax => {
                let largest = z.iter().copied().fold(f64::MIN, f64::max);
                let exponentials: Vec<f64> = z.iter().map(|&z| (z - largest).exp()).collect();
                let sum: f64 = exponentials.iter().sum();
                exponentials.iter().map(|e| e / sum).collect()
            }
        }
    }

    /// `∂L/∂z`, given `∂L/∂y`.
    pub fn backward(self, z: &[f64], dy: &[f64]) -> Vec<f64> {
        let y = self.apply(z);
        let each = |derivative: &dyn Fn(usize) -> f64| (0..z.len()).map(|k| dy[k] * derivative(k)).collect();
        match self {
            Self::Identity => dy.to_vec(),
            Self::Relu => each(&|k| if z[k] > 0.0 { 1.0 } else { 0.0 }),
            Self::Tanh => each(&|k| 1.0 - y[k] * y[k]),
            Self::Sigmoid => each(&|k| y[k] * (1.0 - y[k])),
            Self::Silu => each(&|k| sigmoid(z[k]) + z[k] * sigmoid(z[k]) * (1.0 - sigmoid(z[k]))),
            Self::Softmax => {
                let dot: f64 = y.iter().zip(dy).map(|(y, dy)| y * dy).sum();
                y.iter().zip(dy).map(|(y, dy)| y * (dy - dot)).collect()
            }
        }
    }
}

impl Dense {
    /// The layer whose numbers come from `parameters`: weights, row by row, then the bias.
    pub fn read(
        parameters: &mut impl Iterator<Item = f64>,
        inputs: usize,
        outputs: usize,
        activation: Activation,
    ) -> Self {
        let weights = (0..outputs).map(|_| parameters.take(inputs).collect()).collect();
        Self { weights, bias: parameters.take(outputs).collect(), activation }
    }

    /// `W·x + b`
    pub fn logits(&self, x: &[f64]) -> Vec<f64> {
        let dot = |w: &[f64]| w.iter().zip(x).map(|(w, x)| w * x).sum::<f64>();
        self.weights.iter().zip(&self.bias).map(|(w, b)| dot(w) + b).collect()
    }
}

/// The output of a network for one sample.
pub fn predict(layers: &[Dense], x: &[f64]) -> Vec<f64> {
    layers.iter().fold(x.to_vec(), |x, layer| layer.activation.apply(&layer.logits(&x)))
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
        gradients.push(dw.chain(dz.iter().copied()).collect::<Vec<f64>>());
        dy = (0..x.len()).map(|i| dz.iter().zip(&layer.weights).map(|(dz, w)| dz * w[i]).sum()).collect();
    }
    gradients.into_iter().rev().flatten().collect()
}
