//! burn, with its fastest backend for CPUs.

use std::hint::black_box;

use burn::module::Param;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::loss::{BinaryCrossEntropyLossConfig, CrossEntropyLossConfig, MseLoss, Reduction};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{Linear, LinearConfig};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer, SgdConfig};
use burn::prelude::*;
use burn::tensor::activation::{relu, sigmoid, softmax, tanh};
use protocol::{Layer, Peer, Task, Train, Workload, workloads};

const PEER: Peer =
    Peer { name: if cfg!(feature = "tuned") { "burn-flex, tuned" } else { "burn-flex" }, version: "0.22.1" };

fn main() {
    for workload in &workloads() {
        match workload.task {
            Task::Train => PEER.train(workload, |rate| Training::new(workload, rate)),
            Task::Predict => predict(workload),
        }
    }
}

#[derive(Module, Debug)]
struct Network {
    convolutions: Vec<Conv2d>,
    pool: MaxPool2d,
    dense: Vec<Linear>,
    tanh: bool,
    output: String,
}

impl Network {
    fn new(workload: &Workload, device: &Device) -> Self {
        let layers = workload.layers();
        let (convolutions, dense) = layers.split_at(workload.convolutions.len());
        Self {
            convolutions: convolutions.iter().map(|layer| convolution(layer, device)).collect(),
            pool: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
            dense: dense.iter().map(|layer| linear(layer, device)).collect(),
            tanh: workload.hidden == "tanh",
            output: workload.output.clone(),
        }
    }

    fn logits(&self, input: &Input) -> Tensor<2> {
        let mut x = match input {
            Input::Vectors(x) => x.clone(),
            Input::Images(x) => {
                let pooled = |x, convolution: &Conv2d| self.pool.forward(relu(convolution.forward(x)));
                self.convolutions.iter().fold(x.clone(), pooled).flatten(1, 3)
            }
        };
        for (index, layer) in self.dense.iter().enumerate() {
            x = layer.forward(x);
            if index + 1 < self.dense.len() {
                x = if self.tanh { tanh(x) } else { relu(x) };
            }
        }
        x
    }

    fn predict(&self, input: &Input) -> Tensor<2> {
        let logits = self.logits(input);
        match self.output.as_str() {
            "sigmoid" => sigmoid(logits),
            "softmax" => softmax(logits, 1),
            _ => logits,
        }
    }

    fn loss(&self, input: &Input, target: &Target) -> Tensor<1> {
        let logits = self.logits(input);
        let device = logits.device();
        match target {
            Target::Labels(labels) => CrossEntropyLossConfig::new().init(&device).forward(logits, labels.clone()),
            Target::Bits(bits) => {
                BinaryCrossEntropyLossConfig::new().with_logits(true).init(&device).forward(logits, bits.clone())
            }
            Target::Numbers(numbers) => MseLoss::new().forward(logits, numbers.clone(), Reduction::Mean),
        }
    }
}

enum Input {
    Vectors(Tensor<2>),
    Images(Tensor<4>),
}

impl Input {
    fn new(workload: &Workload, device: &Device) -> Self {
        let numbers = workload.inputs();
        if workload.convolutions.is_empty() {
            let shape = [workload.batch, workload.widths[0]];
            Self::Vectors(Tensor::from_data(TensorData::new(numbers, shape), device))
        } else {
            Self::Images(Tensor::from_data(TensorData::new(numbers, [workload.batch, 1, 28, 28]), device))
        }
    }
}

enum Target {
    Labels(Tensor<1, Int>),
    Bits(Tensor<2, Int>),
    Numbers(Tensor<2>),
}

impl Target {
    fn new(workload: &Workload, device: &Device) -> Self {
        let shape = [workload.batch, workload.outputs()];
        match workload.output.as_str() {
            "softmax" => {
                let labels: Vec<i64> = workload.labels().into_iter().map(i64::from).collect();
                Self::Labels(Tensor::from_data(TensorData::new(labels, [workload.batch]), device))
            }
            "sigmoid" => {
                let bits: Vec<i64> = workload.targets().into_iter().map(|bit| bit as i64).collect();
                Self::Bits(Tensor::from_data(TensorData::new(bits, shape), device))
            }
            _ => Self::Numbers(Tensor::from_data(TensorData::new(workload.targets(), shape), device)),
        }
    }
}

struct Training {
    network: Option<Network>, // a step consumes it and returns the next
    optimizer: ModuleOptimizer,
    rate: f64,
    input: Input,
    target: Target,
}

impl Training {
    fn new(workload: &Workload, rate: f64) -> Self {
        let device = Device::flex().autodiff();
        let optimizer = match workload.optimizer.as_str() {
            "sgd" => SgdConfig::new().init(),
            _ => AdamConfig::new().with_epsilon(1e-8).init(),
        };
        let (input, target) = (Input::new(workload, &device), Target::new(workload, &device));
        Self { network: Some(Network::new(workload, &device)), optimizer, rate, input, target }
    }
}

impl Train for Training {
    fn step(&mut self) {
        let network = self.network.take().expect("a network between steps");
        let grads = network.loss(&self.input, &self.target).backward();
        let grads = GradientsParams::from_grads(grads, &network);
        self.network = Some(self.optimizer.step(self.rate, network, grads));
    }

    fn loss(&mut self) -> f64 {
        let network = self.network.as_ref().expect("a network between steps");
        network.loss(&self.input, &self.target).into_scalar::<f32>().into()
    }
}

fn predict(workload: &Workload) {
    let device = Device::flex();
    let (network, input) = (Network::new(workload, &device), Input::new(workload, &device));
    let output = network.predict(&input).into_data().try_to_vec::<f32>().expect("numbers of 32 bits");
    PEER.predict(workload, &output, || {
        black_box(network.predict(black_box(&input)));
    });
}

/// `[in, out]`, as burn keeps weights.
fn linear(layer: &Layer, device: &Device) -> Linear {
    let (outputs, inputs) = (layer.shape[0], layer.shape[1]);
    let transposed: Vec<f32> =
        (0..inputs).flat_map(|i| (0..outputs).map(move |o| layer.weights[o * inputs + i])).collect();
    let mut linear = LinearConfig::new(inputs, outputs).init(device);
    linear.weight = Param::from_data(TensorData::new(transposed, [inputs, outputs]), device);
    linear.bias = Some(Param::from_data(TensorData::new(layer.bias.clone(), [outputs]), device));
    linear
}

fn convolution(layer: &Layer, device: &Device) -> Conv2d {
    let &[outputs, inputs, height, width] = &layer.shape[..] else { unreachable!("convolutions have four dimensions") };
    let mut convolution = Conv2dConfig::new([inputs, outputs], [height, width]).init(device);
    convolution.weight = Param::from_data(TensorData::new(layer.weights.clone(), layer.shape.clone()), device);
    convolution.bias = Some(Param::from_data(TensorData::new(layer.bias.clone(), [outputs]), device));
    convolution
}
