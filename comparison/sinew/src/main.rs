//! Sinew.

mod peak;

use std::hint::black_box;

use protocol::{Peer, Task, Train, Workload, workloads};
use sinew::prelude::*;
use sinew::tensors::Sample;

network! {
    struct Xor = 2 => 4 relu => 1 sigmoid;
    struct Control = 16 => 64 tanh => 64 tanh => 4;
    struct Mnist = 784 => 128 relu => 10 softmax;
    struct Deep = 784 => 512 relu => 512 relu => 10 softmax;
    struct Digits = 64 => 32 relu => 10 softmax;
    struct Ode = 4 => 32 tanh => 16 tanh => 4;
    struct Large = 4096 => 4096 relu => 4096 relu => 10 softmax;
    struct LeNet = 1x28x28
        => conv(6, 5x5) relu => maxpool(2x2)
        => conv(16, 5x5) relu => maxpool(2x2)
        => flatten => 120 relu => 84 relu => 10 softmax;
}

const PEER: Peer = Peer { name: "Sinew", version: "0.1.0" };

fn main() {
    if std::env::args().any(|argument| argument == "--peak") {
        return println!("{}", serde_json::json!({ "peak": peak::peak() }));
    }
    for workload in workloads() {
        let w = &workload;
        match (&w.convolutions[..], &w.widths[..]) {
            ([], [2, 4, 1]) => run::<Xor, _, _>(w, BinaryCrossEntropy, samples::<[f32; 1]>(&w.targets())),
            ([], [16, 64, 64, 4]) => run::<Control, _, _>(w, MeanSquaredError, samples::<[f32; 4]>(&w.targets())),
            ([], [784, 128, 10]) => run::<Mnist, _, _>(w, CrossEntropy, labels(w)),
            ([], [784, 512, 512, 10]) => run::<Deep, _, _>(w, CrossEntropy, labels(w)),
            ([], [64, 32, 10]) => run::<Digits, _, _>(w, CrossEntropy, labels(w)),
            ([], [4, 32, 16, 4]) => run::<Ode, _, _>(w, MeanSquaredError, samples::<[f32; 4]>(&w.targets())),
            ([], [4096, 4096, 4096, 10]) => run::<Large, _, _>(w, CrossEntropy, labels(w)),
            ([6, 16], _) => run::<LeNet, _, _>(w, CrossEntropy, labels(w)),
            _ => {}
        }
    }
}

fn run<N, L, Y>(workload: &Workload, loss: L, targets: Vec<Y>)
where
    N: Construct<Number = f32> + Gradients<L, Y>,
{
    let inputs = &samples::<N::Input>(&workload.inputs());
    match (workload.task, workload.optimizer.as_str()) {
        (Task::Predict, _) if workload.batch == 1 => predict::<N>(workload, &inputs[0]),
        (Task::Predict, _) => predict_batch::<N>(workload, inputs),
        (Task::Train, "sgd") => {
            PEER.train(workload, |rate| Training::<N, _, _, _>::new(workload, inputs, &targets, &loss, Sgd::new(rate)));
        }
        (Task::Train, _) => {
            PEER.train(workload, |rate| {
                Training::<N, _, _, _>::new(workload, inputs, &targets, &loss, Adam::new(rate))
            });
        }
    }
}

struct Training<'a, N: Network, L, Y, O> {
    network: Box<N>,
    grads: Box<N>,
    workspace: Workspace,
    optimizer: O,
    inputs: &'a [N::Input],
    targets: &'a [Y],
    loss: &'a L,
}

impl<'a, N: Construct<Number = f32>, L, Y, O> Training<'a, N, L, Y, O> {
    fn new(workload: &Workload, inputs: &'a [N::Input], targets: &'a [Y], loss: &'a L, optimizer: O) -> Self {
        let (network, grads, workspace) = (network(workload), N::zeros(), Workspace::new());
        Self { network, grads, workspace, optimizer, inputs, targets, loss }
    }
}

impl<N: Gradients<L, Y, Number = f32>, L, Y, O: Optimizer<f32>> Train for Training<'_, N, L, Y, O> {
    fn step(&mut self) {
        let Self { network, grads, workspace, optimizer, inputs, targets, loss } = self;
        network.gradients(black_box(inputs), targets, loss, grads, workspace).expect("samples that fit");
        workspace.step(optimizer, &mut **network, grads);
    }

    fn loss(&mut self) -> f64 {
        self.network.evaluate(self.inputs, self.targets, self.loss, &mut self.workspace).expect("samples that fit").loss
    }
}

/// Independent calls.
fn predict<N: Construct<Number = f32>>(workload: &Workload, input: &N::Input) {
    let network = network::<N>(workload);
    PEER.predict(workload, network.predict(input).as_flat(), || {
        black_box(network.predict(black_box(input)));
    });
}

fn predict_batch<N: Construct<Number = f32>>(workload: &Workload, inputs: &[N::Input]) {
    let network = network::<N>(workload);
    let mut outputs = vec![N::Output::filled(0.0); inputs.len()];
    network.predict_batch(inputs, &mut outputs);
    let predicted: Vec<f32> = outputs.iter().flat_map(|output| output.as_flat().to_vec()).collect();
    PEER.predict(workload, &predicted, || {
        network.predict_batch(black_box(inputs), &mut outputs);
        black_box(&mut outputs);
    });
}

/// The network that all peers start from.
fn network<N: Construct<Number = f32>>(workload: &Workload) -> Box<N> {
    let mut network = N::zeros();
    let parameters: Vec<f32> = workload.layers().into_iter().flat_map(|l| [l.weights, l.bias].concat()).collect();
    network.parameters_mut().copy_from_slice(&parameters);
    network
}

fn samples<S: Sample<f32>>(numbers: &[f32]) -> Vec<S> {
    let mut samples = vec![S::filled(0.0); numbers.len() / S::LEN];
    for (sample, numbers) in samples.iter_mut().zip(numbers.chunks(S::LEN)) {
        sample.as_flat_mut().copy_from_slice(numbers);
    }
    samples
}

fn labels(workload: &Workload) -> Vec<usize> {
    workload.labels().into_iter().map(|label| label as usize).collect()
}
