//! Layers with their activations, one after another.

use crate::conv::Conv;
use crate::dense::Dense;
use crate::norm::Norm;
use crate::pool::{AveragePool, MaxPool};
use crate::residual::Residual;
use crate::resize::Resize;
use crate::source::{self, Parameters, Stage};
use crate::{Activation, Gradient, Layer, Loss};

/// A network.
pub struct Network {
    layers: Vec<(Box<dyn Layer>, Activation)>,
}

/// The gradient of a mean loss.
#[derive(Clone, Debug)]
pub struct MeanGradient {
    /// The mean loss.
    pub loss: f64,
    /// `∂L/∂p`, in the order of the parameters.
    pub parameters: Vec<f64>,
    /// `∂L/∂x` for each sample.
    pub inputs: Vec<Vec<f64>>,
}

impl Network {
    /// The network as the language writes it, such as
    /// `17 => 33 silu => dense(7, bias = false) softmax`, with these parameters.
    ///
    /// # Panics
    ///
    /// If the source is not a network, or has another number of parameters.
    pub fn read(source: &str, parameters: Vec<f64>) -> Self {
        let mut parameters = Parameters::new(parameters);
        let source = source.split_whitespace().collect::<Vec<_>>().join(" "); // `stringify!` breaks long lines
        let (input, stages) = source.split_once("=>").expect("an input, and layers behind it");
        let network = Self::chain(stages, source::shape(input.trim()), &mut parameters).0;
        assert!(parameters.left() == 0, "`{source}` has {} parameters less", parameters.left());
        network
    }

    /// The layers of a chain, `33 silu => 7 softmax`, and the shape of its output.
    fn chain(source: &str, mut shape: Vec<usize>, parameters: &mut Parameters) -> (Self, Vec<usize>) {
        let mut layers = Vec::new();
        for text in source::split(source, "=>") {
            let stage = Stage::read(text);
            if stage.word == "flatten" {
                shape = vec![shape.iter().product()]; // nothing to compute: images are flat anyway
                continue;
            }
            let (layer, output) = read_layer(&stage, &shape, parameters);
            layers.push((layer, Activation::read(stage.activation)));
            shape = output;
        }
        (Self { layers }, shape)
    }

    /// The output for one sample.
    pub fn predict(&self, x: &[f64]) -> Vec<f64> {
        self.layers.iter().fold(x.to_vec(), |x, (layer, activation)| activation.apply(&layer.forward(&x)))
    }

    /// The gradient of one sample's loss, given `∂L/∂y` as a function of the output.
    pub fn gradient(&self, x: &[f64], loss: impl Fn(&[f64]) -> Vec<f64>) -> Gradient {
        let (mut inputs, mut preactivations) = (vec![x.to_vec()], Vec::new());
        for (layer, activation) in &self.layers {
            let z = layer.forward(&inputs[preactivations.len()]);
            inputs.push(activation.apply(&z));
            preactivations.push(z);
        }
        let mut dy = loss(&inputs[self.layers.len()]);
        let mut parameters = Vec::new();
        for (l, (layer, activation)) in self.layers.iter().enumerate().rev() {
            let gradient = layer.backward(&inputs[l], &activation.backward(&preactivations[l], &dy));
            parameters.push(gradient.parameters);
            dy = gradient.input;
        }
        Gradient { parameters: parameters.into_iter().rev().flatten().collect(), input: dy }
    }

    /// The mean loss of samples, and its gradient.
    pub fn mean_gradient(&self, loss: &Loss, inputs: &[Vec<f64>], targets: &[Vec<f64>]) -> MeanGradient {
        let n = inputs.len() as f64;
        let mut mean = MeanGradient { loss: 0.0, parameters: Vec::new(), inputs: Vec::new() };
        for (x, t) in inputs.iter().zip(targets) {
            let gradient = self.gradient(x, |y| loss.gradient(y, t));
            mean.loss += loss.value(&self.predict(x), t) / n;
            mean.parameters.resize(gradient.parameters.len(), 0.0);
            mean.parameters.iter_mut().zip(gradient.parameters).for_each(|(mean, g)| *mean += g / n);
            mean.inputs.push(gradient.input.iter().map(|g| g / n).collect());
        }
        mean
    }

    /// How far a sample is from where the network has no derivative; if it is closer, rounding
    /// might carry it across.
    pub fn clearance(&self, x: &[f64]) -> f64 {
        let (mut x, mut clearance) = (x.to_vec(), f64::INFINITY);
        for (layer, activation) in &self.layers {
            let z = layer.forward(&x);
            clearance = clearance.min(layer.clearance(&x)).min(activation.clearance(&z));
            x = activation.apply(&z);
        }
        clearance
    }
}

/// A layer, and the shape of its output.
fn read_layer(stage: &Stage, input: &[usize], parameters: &mut Parameters) -> (Box<dyn Layer>, Vec<usize>) {
    fn boxed<L: Layer + 'static>((layer, shape): (L, Vec<usize>)) -> (Box<dyn Layer>, Vec<usize>) {
        (Box::new(layer), shape)
    }
    let (image, numbers) = (source::image(input), input.iter().product());
    match stage.word {
        "dense" => boxed((Dense::read(stage, numbers, parameters), vec![stage.number(0)])),
        "conv" => boxed(Conv::read(stage, image, parameters)),
        "maxpool" => boxed(MaxPool::read(stage, image)),
        "avgpool" => boxed(AveragePool::read(stage, image)),
        "globalavgpool" => boxed((AveragePool::global(image), vec![image[0]])),
        "upsample" | "resize" => boxed(Resize::read(stage, image)),
        "layernorm" => boxed((Norm::of_layer(stage, numbers, parameters), input.to_vec())),
        "groupnorm" => boxed((Norm::of_groups(stage, image, parameters), input.to_vec())),
        "residual" => {
            let (branch, shape) = Network::chain(stage.arguments[0], input.to_vec(), parameters);
            boxed((Residual { branch }, shape))
        }
        word => panic!("no layer is called `{word}`"),
    }
}
