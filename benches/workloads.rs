//! From one sample to a large batch: `cargo bench --package sinew-benches --bench workloads`.
//!
//! The last table shows the bars next to the results. Bars in time were set on a Zen 5 core with a
//! peak of 250 GFLOP/s. To compare with an earlier run, use
//! `cargo bench --package sinew-benches --bench workloads -- --save-baseline before`, and then
//! `-- --baseline before`.
//!
//! A multiply-add counts as two operations. The forward pass, the gradients of weights and the
//! gradients of inputs count, except that the first layer needs no gradient of its input.

mod report;

use std::hint::black_box;

use report::Report;
use sinew::prelude::*;
use sinew::tensors::{Rng, Sample};

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

fn main() {
    let mut report = Report::new();

    let xor = ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [1.0], [1.0], [0.0]]);
    step::<Xor, _, _>(
        &mut report,
        ("xor, an epoch of 4", "≤ 60 ns"),
        &xor.0,
        &xor.1,
        &BinaryCrossEntropy,
        1,
        &Sgd::new(1e-4),
    );

    predict::<Xor>(&mut report, "2-4-1, predict", "≤ 4.5 ns");
    predict::<Control>(&mut report, "16-64-64-4, predict", "≤ 130 ns");
    predict::<Mnist>(&mut report, "784-128-10, predict", "≤ 2.0 µs");
    predict_batch::<Control>(&mut report, "16-64-64-4, predict 1024", "≤ 60 ns a sample: 61.4 µs", 1024);

    classify::<Mnist, 10>(&mut report, ("784-128-10, step of 128, SGD", "≥ 80 %"), 128, 1, &Sgd::new(1e-4));
    classify::<Mnist, 10>(&mut report, ("784-128-10, step of 128, Adam", "≥ 73 %"), 128, 1, &Adam::new(1e-6));
    classify::<Mnist, 10>(&mut report, ("784-128-10, step of 32, SGD", "≥ 72 %"), 32, 1, &Sgd::new(1e-4));
    classify::<Mnist, 10>(&mut report, ("784-128-10, step of 32, Adam", "≥ 56 %"), 32, 1, &Adam::new(1e-6));
    classify::<Deep, 10>(&mut report, ("784-512-512-10, step of 128, Adam", "≥ 78 %"), 128, 1, &Adam::new(1e-6));
    classify::<Digits, 10>(&mut report, ("64-32-10, step of 32, SGD", "≤ 2.6 µs"), 32, 1, &Sgd::new(1e-4));

    let x: Vec<[f32; 4]> = inputs::<Ode>(10_000);
    let mut ode = |name, bar, threads| {
        step::<Ode, _, _>(&mut report, (name, bar), &x, &x, &MeanSquaredError, threads, &Adam::new(1e-6));
    };
    ode("4-32-16-4, step of 10000, Adam", "≥ 110 GFLOP/s", 1);
    ode("4-32-16-4, two threads", TWICE, 2);

    classify::<LeNet, 10>(&mut report, ("LeNet-5, step of 128, Adam", "≥ 55 %"), 128, 1, &Adam::new(1e-6));
    predict_batch::<LeNet>(&mut report, "LeNet-5, predict 128", "≥ 60 %", 128);
    predict::<LeNet>(&mut report, "LeNet-5, predict", "≤ 8 µs");
    epoch(&mut report, "LeNet-5, an epoch of 6000, Adam", "≤ 85 ms", 6000);

    classify::<Large, 10>(&mut report, ("4096-4096-4096-10, step of 256, SGD", "≥ 75 %"), 256, 1, &Sgd::new(1e-5));

    classify::<Mnist, 10>(&mut report, ("784-128-10, 128, SGD, two threads", TWICE), 128, 2, &Sgd::new(1e-4));
    classify::<Mnist, 10>(&mut report, ("784-128-10, 128, Adam, two threads", TWICE), 128, 2, &Adam::new(1e-6));
    classify::<Deep, 10>(&mut report, ("784-512-512-10, 128, Adam, two threads", TWICE), 128, 2, &Adam::new(1e-6));
    classify::<Large, 10>(&mut report, ("4096-4096-4096-10, 256, SGD, two threads", TWICE), 256, 2, &Sgd::new(1e-5));
}

/// The bar of two threads, which alternate with one.
const TWICE: &str = "≥ 1.8 × one thread";

/// A training step on random inputs and labels.
fn classify<N, const CLASSES: usize>(
    report: &mut Report,
    (name, bar): (&str, &str),
    samples: usize,
    threads: usize,
    optimizer: &(impl Optimizer<f32> + Clone),
) where
    N: Construct<Number = f32> + Gradients<CrossEntropy, usize>,
{
    let mut rng = Rng::new(2);
    let labels: Vec<usize> = (0..samples).map(|_| rng.below(CLASSES)).collect();
    step::<N, _, _>(report, (name, bar), &inputs::<N>(samples), &labels, &CrossEntropy, threads, optimizer);
}

/// An epoch of LeNet-5 through the trainer, in batches of 128, shuffled.
fn epoch(report: &mut Report, name: &str, bar: &str, samples: usize) {
    let mut rng = Rng::new(2);
    let labels = (0..samples).map(|_| rng.below(10)).collect();
    let samples = Dataset::new(inputs::<LeNet>(samples), labels).expect("as many labels as inputs");
    let mut network = LeNet::seeded(1);
    let mut trainer = Trainer::new(CrossEntropy, Adam::new(1e-6)).epochs(1).batch_size(128);
    report.bench(name, bar, step_flops::<LeNet>() * samples.len() as f64, || {
        black_box(trainer.fit(&mut network, &samples)).expect("samples that fit");
    });
}

/// A training step on one thread, or on several, alternating with one.
fn step<N, L, Y>(
    report: &mut Report,
    (name, bar): (&str, &str),
    inputs: &[N::Input],
    targets: &[Y],
    loss: &L,
    threads: usize,
    optimizer: &(impl Optimizer<f32> + Clone),
) where
    N: Construct<Number = f32> + Gradients<L, Y>,
{
    let on = |threads| {
        let (mut network, mut grads) = (N::seeded(1), N::zeros());
        let (mut workspace, mut optimizer) = (Workspace::new().threads(threads), optimizer.clone());
        move || {
            let loss = network.gradients(black_box(inputs), targets, loss, &mut grads, &mut workspace);
            black_box(loss).expect("samples that fit");
            workspace.step(&mut optimizer, &mut *network, &grads);
        }
    };
    let flops = step_flops::<N>() * inputs.len() as f64;
    if threads > 1 {
        report.bench_beside(name, bar, flops, on(1), on(threads));
    } else {
        report.bench(name, bar, flops, on(1));
    }
}

/// One prediction; each is independent of the one before.
fn predict<N: Construct<Number = f32>>(report: &mut Report, name: &str, bar: &str) {
    let (network, inputs) = (N::seeded(1), inputs::<N>(1));
    report.bench(name, bar, predict_flops::<N>(), || {
        black_box(network.predict(black_box(&inputs[0])));
    });
}

/// Predictions of a batch.
fn predict_batch<N: Construct<Number = f32>>(report: &mut Report, name: &str, bar: &str, samples: usize) {
    let (network, inputs) = (N::seeded(1), inputs::<N>(samples));
    let mut outputs = vec![N::Output::filled(0.0); samples];
    report.bench(name, bar, predict_flops::<N>() * samples as f64, || {
        network.predict_batch(black_box(&inputs), &mut outputs);
        black_box(&mut outputs);
    });
}

/// Standard normally distributed numbers.
fn inputs<N: Network<Number = f32>>(samples: usize) -> Vec<N::Input> {
    let mut rng = Rng::new(1);
    let mut inputs = vec![N::Input::filled(0.0); samples];
    for x in inputs.iter_mut().flat_map(Sample::as_flat_mut) {
        *x = f32::from_f64(rng.normal());
    }
    inputs
}

/// The operations of a prediction.
fn predict_flops<N: Network>() -> f64 {
    N::LAYERS.iter().map(|layer| 2.0 * layer.multiply_adds as f64).sum()
}

/// The operations of a training step for one sample.
fn step_flops<N: Network>() -> f64 {
    3.0 * predict_flops::<N>() - 2.0 * N::LAYERS[0].multiply_adds as f64
}
