//! dfdx. Its convolutions need a nightly compiler, so there are none here.

use std::hint::black_box;

use dfdx::optim::{Adam, AdamConfig, Sgd, SgdConfig};
use dfdx::prelude::*;
use protocol::{Layer, Peer, Task, Train, Workload, workloads};

const PEER: Peer = Peer { name: if cfg!(feature = "tuned") { "dfdx, tuned" } else { "dfdx" }, version: "0.13.0" };

type Xor = ((Linear<2, 4>, ReLU), Linear<4, 1>);
type Control = ((Linear<16, 64>, Tanh), (Linear<64, 64>, Tanh), Linear<64, 4>);
type Mnist = ((Linear<784, 128>, ReLU), Linear<128, 10>);
type Deep = ((Linear<784, 512>, ReLU), (Linear<512, 512>, ReLU), Linear<512, 10>);
type Digits = ((Linear<64, 32>, ReLU), Linear<32, 10>);
type Ode = ((Linear<4, 32>, Tanh), (Linear<32, 16>, Tanh), Linear<16, 4>);
type Large = ((Linear<4096, 4096>, ReLU), (Linear<4096, 4096>, ReLU), Linear<4096, 10>);

fn main() {
    dfdx::flush_denormals_to_zero(); // as its examples do
    for w in &workloads() {
        match (w.task, w.widths.as_slice(), w.batch) {
            _ if !w.convolutions.is_empty() => {}
            (Task::Train, [2, 4, 1], 4) => train::<Xor, _, 4, 2, 1>(w),
            (Task::Predict, [2, 4, 1], 1) => predict::<Xor, _, 1, 2, 1>(w),
            (Task::Predict, [16, 64, 64, 4], 1) => predict::<Control, _, 1, 16, 4>(w),
            (Task::Predict, [16, 64, 64, 4], 1024) => predict::<Control, _, 1024, 16, 4>(w),
            (Task::Predict, [784, 128, 10], 1) => predict::<Mnist, _, 1, 784, 10>(w),
            (Task::Train, [784, 128, 10], 128) => train::<Mnist, _, 128, 784, 10>(w),
            (Task::Train, [784, 128, 10], 32) => train::<Mnist, _, 32, 784, 10>(w),
            (Task::Train, [784, 512, 512, 10], 128) => train::<Deep, _, 128, 784, 10>(w),
            (Task::Train, [64, 32, 10], 32) => train::<Digits, _, 32, 64, 10>(w),
            (Task::Train, [4, 32, 16, 4], 10000) => train::<Ode, _, 10000, 4, 4>(w),
            (Task::Train, [4096, 4096, 4096, 10], 256) => train::<Large, _, 256, 4096, 10>(w),
            _ => {}
        }
    }
}

/// `[B, N]`.
type Matrix<const B: usize, const N: usize, T = NoneTape> = Tensor<(Const<B>, Const<N>), f32, Cpu, T>;
type Tape = OwnedTape<f32, Cpu>;

/// What a network with `I` inputs and `O` outputs is asked for.
trait Network<const B: usize, const I: usize, const O: usize>:
    Layers
    + ModuleMut<Matrix<B, I, Tape>, Output = Matrix<B, O, Tape>, Error = CpuError>
    + Module<Matrix<B, I>, Output = Matrix<B, O>, Error = CpuError>
    + TensorCollection<f32, Cpu>
{
}

impl<N, const B: usize, const I: usize, const O: usize> Network<B, I, O> for N where
    N: Layers
        + ModuleMut<Matrix<B, I, Tape>, Output = Matrix<B, O, Tape>, Error = CpuError>
        + Module<Matrix<B, I>, Output = Matrix<B, O>, Error = CpuError>
        + TensorCollection<f32, Cpu>
{
}

struct Training<N, U, const B: usize, const I: usize, const O: usize> {
    network: N,
    grads: Option<Gradients<f32, Cpu>>, // a step hands them to the tape and back
    optimizer: U,
    input: Matrix<B, I>,
    target: Matrix<B, O>,
    output: String,
}

impl<N: Network<B, I, O>, U: Optimizer<N, Cpu, f32>, const B: usize, const I: usize, const O: usize> Train
    for Training<N, U, B, I, O>
{
    fn step(&mut self) {
        let grads = self.grads.take().expect("gradients between steps");
        let logits = self.network.forward_mut(self.input.clone().traced(grads));
        let mut grads = loss(&self.output, logits, self.target.clone()).backward();
        self.optimizer.update(&mut self.network, &grads).expect("a gradient for each parameter");
        self.network.zero_grads(&mut grads);
        self.grads = Some(grads);
    }

    fn loss(&mut self) -> f64 {
        loss(&self.output, self.network.forward(self.input.clone()), self.target.clone()).array().into()
    }
}

fn loss<T: dfdx::tensor::Tape<f32, Cpu>, const B: usize, const O: usize>(
    output: &str,
    logits: Matrix<B, O, T>,
    target: Matrix<B, O>,
) -> Tensor<Rank0, f32, Cpu, T> {
    match output {
        "softmax" => cross_entropy_with_logits_loss(logits, target),
        "sigmoid" => binary_cross_entropy_with_logits_loss(logits, target),
        _ => mse_loss(logits, target),
    }
}

fn train<M, N, const B: usize, const I: usize, const O: usize>(workload: &Workload)
where
    M: BuildOnDevice<Cpu, f32, Built = N>,
    N: Network<B, I, O>,
{
    let sgd = |network: &N, lr| Sgd::new(network, SgdConfig { lr, momentum: None, weight_decay: None });
    let adam = |network: &N, lr| Adam::new(network, AdamConfig { lr, ..Default::default() });
    match workload.optimizer.as_str() {
        "sgd" => PEER.train(workload, |rate| training::<M, N, _, B, I, O>(workload, |network| sgd(network, rate))),
        _ => PEER.train(workload, |rate| training::<M, N, _, B, I, O>(workload, |network| adam(network, rate))),
    }
}

fn training<M, N, U, const B: usize, const I: usize, const O: usize>(
    workload: &Workload,
    optimizer: impl FnOnce(&N) -> U,
) -> Training<N, U, B, I, O>
where
    M: BuildOnDevice<Cpu, f32, Built = N>,
    N: Network<B, I, O>,
{
    let network = network::<M, N>(workload);
    Training {
        grads: Some(network.alloc_grads()),
        optimizer: optimizer(&network),
        network,
        input: matrix(workload.inputs()),
        target: matrix(targets(workload)),
        output: workload.output.clone(),
    }
}

fn predict<M, N, const B: usize, const I: usize, const O: usize>(workload: &Workload)
where
    M: BuildOnDevice<Cpu, f32, Built = N>,
    N: Network<B, I, O>,
{
    let network = network::<M, N>(workload);
    let input = matrix::<B, I>(workload.inputs());
    let predict = || -> Matrix<B, O> {
        let logits = network.forward(black_box(&input).clone());
        match workload.output.as_str() {
            "softmax" => logits.softmax::<Axis<1>>(),
            "sigmoid" => logits.sigmoid(),
            _ => logits,
        }
    };
    PEER.predict(workload, &predict().as_vec(), || {
        black_box(predict());
    });
}

fn network<M: BuildOnDevice<Cpu, f32, Built = N>, N: Layers>(workload: &Workload) -> N {
    let mut network = Cpu::default().build_module::<M, f32>();
    network.set(&workload.layers());
    network
}

fn matrix<const B: usize, const N: usize>(numbers: Vec<f32>) -> Matrix<B, N> {
    Cpu::default().tensor_from_vec(numbers, (Const, Const))
}

/// The targets; classes are one-hot, as dfdx expects.
fn targets(workload: &Workload) -> Vec<f32> {
    if workload.output != "softmax" {
        return workload.targets();
    }
    let one_hot = |label| (0..workload.outputs() as u32).map(move |class| f32::from(u8::from(class == label)));
    workload.labels().into_iter().flat_map(one_hot).collect()
}

/// A network whose parameters can be set.
trait Layers {
    fn set(&mut self, layers: &[Layer]);
}

impl<const I: usize, const O: usize> Layers for dfdx::nn::modules::Linear<I, O, f32, Cpu> {
    fn set(&mut self, layers: &[Layer]) {
        self.weight.copy_from(&layers[0].weights);
        self.bias.copy_from(&layers[0].bias);
    }
}

impl<A: Layers, F, B: Layers> Layers for ((A, F), B) {
    fn set(&mut self, layers: &[Layer]) {
        self.0.0.set(layers);
        self.1.set(&layers[1..]);
    }
}

impl<A: Layers, F, B: Layers, G, C: Layers> Layers for ((A, F), (B, G), C) {
    fn set(&mut self, layers: &[Layer]) {
        self.0.0.set(layers);
        self.1.0.set(&layers[1..]);
        self.2.set(&layers[2..]);
    }
}
