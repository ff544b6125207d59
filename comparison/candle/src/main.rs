//! candle.

use std::hint::black_box;

use candle_core::{D, Device, Result, Tensor, Var};
use candle_nn::loss::{binary_cross_entropy_with_logit, cross_entropy, mse};
use candle_nn::ops::{sigmoid, softmax};
use candle_nn::{AdamW, Conv2d, Linear, Module, Optimizer, ParamsAdamW, SGD};
use protocol::{Peer, Task, Train, Workload, workloads};

const PEER: Peer = Peer { name: if cfg!(feature = "tuned") { "candle, tuned" } else { "candle" }, version: "0.11.1" };

fn main() -> Result<()> {
    for workload in &workloads() {
        match (workload.task, workload.optimizer.as_str()) {
            (Task::Predict, _) => predict(workload)?,
            (Task::Train, "sgd") => {
                let sgd = |variables, rate| SGD::new(variables, rate).expect("variables of one type");
                PEER.train(workload, |rate| Training::new(workload, |variables| sgd(variables, rate)).expect(SHAPES));
            }
            (Task::Train, _) => {
                PEER.train(workload, |rate| Training::new(workload, |variables| adam(variables, rate)).expect(SHAPES));
            }
        }
    }
    Ok(())
}

const SHAPES: &str = "shapes that fit";

/// Candle has no Adam, but AdamW without decay is the same.
fn adam(variables: Vec<Var>, lr: f64) -> AdamW {
    AdamW::new(variables, ParamsAdamW { lr, weight_decay: 0.0, ..Default::default() }).expect("variables of one type")
}

/// Weights and bias of each layer.
fn parameters(workload: &Workload) -> Result<Vec<Var>> {
    let mut parameters = Vec::new();
    for layer in workload.layers() {
        parameters.push(Var::from_vec(layer.weights, layer.shape.as_slice(), &Device::Cpu)?);
        parameters.push(Var::from_vec(layer.bias, layer.shape[0], &Device::Cpu)?);
    }
    Ok(parameters)
}

struct Network {
    convolutions: Vec<Conv2d>,
    dense: Vec<Linear>,
    tanh: bool,
    output: String,
}

impl Network {
    fn new(workload: &Workload, parameters: &[Tensor]) -> Self {
        let mut layers = parameters.chunks(2).map(|p| (p[0].clone(), Some(p[1].clone())));
        Self {
            convolutions: (&mut layers)
                .take(workload.convolutions.len())
                .map(|(w, b)| Conv2d::new(w, b, Default::default()))
                .collect(),
            dense: layers.map(|(w, b)| Linear::new(w, b)).collect(),
            tanh: workload.hidden == "tanh",
            output: workload.output.clone(),
        }
    }

    fn logits(&self, input: &Tensor) -> Result<Tensor> {
        let mut x = input.clone();
        for convolution in &self.convolutions {
            x = convolution.forward(&x)?.relu()?.max_pool2d(2)?;
        }
        if !self.convolutions.is_empty() {
            x = x.flatten_from(1)?;
        }
        for (index, layer) in self.dense.iter().enumerate() {
            x = layer.forward(&x)?;
            if index + 1 < self.dense.len() {
                x = if self.tanh { x.tanh()? } else { x.relu()? };
            }
        }
        Ok(x)
    }

    fn predict(&self, input: &Tensor) -> Result<Tensor> {
        let logits = self.logits(input)?;
        match self.output.as_str() {
            "sigmoid" => sigmoid(&logits),
            "softmax" => softmax(&logits, D::Minus1),
            _ => Ok(logits),
        }
    }

    fn loss(&self, input: &Tensor, target: &Tensor) -> Result<Tensor> {
        let logits = self.logits(input)?;
        match self.output.as_str() {
            "sigmoid" => binary_cross_entropy_with_logit(&logits, target),
            "softmax" => cross_entropy(&logits, target),
            _ => mse(&logits, target),
        }
    }
}

struct Training<O> {
    network: Network,
    optimizer: O,
    input: Tensor,
    target: Tensor,
}

impl<O> Training<O> {
    fn new(workload: &Workload, optimizer: impl FnOnce(Vec<Var>) -> O) -> Result<Self> {
        let variables = parameters(workload)?;
        let tensors: Vec<Tensor> = variables.iter().map(|variable| variable.as_tensor().clone()).collect();
        let target = if workload.output == "softmax" {
            Tensor::from_vec(workload.labels(), workload.batch, &Device::Cpu)?
        } else {
            Tensor::from_vec(workload.targets(), (workload.batch, workload.outputs()), &Device::Cpu)?
        };
        Ok(Self {
            network: Network::new(workload, &tensors),
            optimizer: optimizer(variables),
            input: input(workload)?,
            target,
        })
    }
}

impl<O: Optimizer> Train for Training<O> {
    fn step(&mut self) {
        let loss = self.network.loss(&self.input, &self.target).expect(SHAPES);
        self.optimizer.backward_step(&loss).expect(SHAPES);
    }

    fn loss(&mut self) -> f64 {
        let loss = self.network.loss(&self.input, &self.target).expect(SHAPES);
        f64::from(loss.to_scalar::<f32>().expect("one number"))
    }
}

fn predict(workload: &Workload) -> Result<()> {
    let constants: Vec<Tensor> = parameters(workload)?.iter().map(|variable| variable.as_detached_tensor()).collect();
    let (network, input) = (Network::new(workload, &constants), input(workload)?);
    let output = network.predict(&input)?.flatten_all()?.to_vec1::<f32>()?;
    PEER.predict(workload, &output, || {
        black_box(network.predict(black_box(&input)).expect(SHAPES));
    });
    Ok(())
}

fn input(workload: &Workload) -> Result<Tensor> {
    let numbers = workload.inputs();
    if workload.convolutions.is_empty() {
        Tensor::from_vec(numbers, (workload.batch, workload.widths[0]), &Device::Cpu)
    } else {
        Tensor::from_vec(numbers, (workload.batch, 1, 28, 28), &Device::Cpu)
    }
}
