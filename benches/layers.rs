//! The layers of LeNet-5, one by one, in tiles as training runs them:
//! `cargo bench --package sinew-benches --bench layers`.
//!
//! The last table gives each layer's share of a step, forward and backward, and how much memory the
//! layers work on.

mod report;

use std::hint::black_box;

use report::Report;
use sinew::layers::{Context, Gradient, LayerInfo, Microbatch, Streams, Trainable, stage};
use sinew::prelude::*;
use sinew::tensors::{Buffer, Layout, Rng};
use sinew::training::WorkingSet;

network! {
    struct LeNet = 1x28x28
        => conv1: conv(6, 5x5) relu => pool1: maxpool(2x2)
        => conv2: conv(16, 5x5) relu => pool2: maxpool(2x2)
        => flatten => dense1: 120 relu => dense2: 84 relu => dense3: 10 softmax;

    struct ResNet = 1x28x28
        => conv(16, 3x3, stride = 2, padding = 1, bias = false) => batchnorm relu
        => residual(
            conv(16, 3x3, padding = same, bias = false) => batchnorm relu
            => conv(16, 3x3, padding = same, bias = false) => batchnorm
        ) relu
        => residual(
            conv(32, 3x3, stride = 2, padding = 1, bias = false) => batchnorm relu
            => conv(32, 3x3, padding = same, bias = false) => batchnorm,
            projection = true
        ) relu
        => globalavgpool => 10 softmax;
}

fn main() {
    let (mut report, net) = (Report::new(), LeNet::seeded(1));
    let times = [
        layer(&mut report, 0, &net.conv1),
        layer(&mut report, 1, &net.pool1),
        layer(&mut report, 2, &net.conv2),
        layer(&mut report, 3, &net.pool2),
        layer(&mut report, 4, &net.dense1),
        layer(&mut report, 5, &net.dense2),
        layer(&mut report, 6, &net.dense3),
    ];
    drop(report);
    shares(&times);
    memory::<LeNet>("LeNet");
    memory::<ResNet>("ResNet");
}

/// One sample, and a tile forward and back.
type Times = [Option<f64>; 3];

/// A layer by itself. The first one needs no gradient of its input.
fn layer<L: Trainable<Number = f32>>(report: &mut Report, index: usize, layer: &L) -> Times {
    let (name, mut work) = (LeNet::LAYERS[index].name, Work::new(layer, index > 0));
    let (one, samples) = (2.0 * L::INFO.multiply_adds as f64, WorkingSet::of::<LeNet>().tile_samples as f64);
    let back = if index > 0 { 2.0 } else { 1.0 };
    let mut bench =
        |pass: &str, flops, direction| report.bench(&format!("{name}, {pass}"), "", flops, || work.run(direction));
    [
        bench("one sample", one, Direction::One),
        bench("forward", one * samples, Direction::Forward),
        bench("backward", back * one * samples, Direction::Backward),
    ]
}

#[derive(Clone, Copy)]
enum Direction {
    One,
    Forward,
    Backward,
}

/// The data that a layer works on. Its tiles hold zeros, which take as long as other numbers.
struct Work<'a, L> {
    layer: &'a L,
    grads: Box<L>,
    sample: Vec<f32>,
    output: Vec<f32>,
    numbers: Buffer,
    has_dx: bool,
}

impl<'a, L: Trainable<Number = f32>> Work<'a, L> {
    fn new(layer: &'a L, has_dx: bool) -> Self {
        let mut rng = Rng::new(1);
        let sample = (0..L::INFO.inputs()).map(|_| f32::from_f64(rng.normal())).collect();
        let output = vec![0.0; L::INFO.outputs() + L::INFO.predict_scratch];
        Self { layer, grads: L::zeros(), sample, output, numbers: Buffer::new(), has_dx }
    }

    fn run(&mut self, direction: Direction) {
        let [narrow, wide] = [1, 2].map(|vectors| Layout::rows::<f32>(vectors, usize::MAX));
        let layout = if WorkingSet::of::<LeNet>().tile_samples > narrow.lanes() { wide } else { narrow };
        let (info, lanes) = (L::INFO, layout.lanes());
        let microbatch = Microbatch::new(layout, 0, lanes);
        let rows = 2 * info.inputs() + info.outputs() + info.tape() + info.scratch;
        let (x, numbers) = self.numbers.numbers(rows * lanes).split_at_mut(info.inputs() * lanes);
        let (dx, numbers) = numbers.split_at_mut(info.inputs() * lanes);
        let (dy, numbers) = numbers.split_at_mut(info.outputs() * lanes);
        let (tape, scratch) = numbers.split_at_mut(info.tape() * lanes);
        match direction {
            Direction::One => {
                let (y, scratch) = self.output.split_at_mut(info.outputs());
                let one = Microbatch::one(Layout::one::<f32>(usize::MAX));
                stage::predict(self.layer, black_box(&self.sample), y, &mut Context::predict(one, scratch, &[]));
                black_box(y);
            }
            Direction::Forward => {
                let streams = Streams::new(1);
                let mut context = Context::forward(microbatch, &mut [], &[], &mut [], &streams);
                stage::forward(self.layer, x, tape, &mut context);
                black_box(tape);
            }
            Direction::Backward => {
                let dx = self.has_dx.then_some(&mut *dx);
                let grads = Gradient::of(self.grads.parameters_mut());
                let mut context = Context::backward(microbatch, &mut [], scratch);
                stage::backward(self.layer, x, tape, dy, dx, grads, &mut context);
                black_box((dy, &mut self.grads));
            }
        }
    }
}

/// Prints how long each layer takes, and its share of the total.
fn shares(times: &[Times]) {
    let total = |pass: usize| -> Option<f64> { times.iter().map(|times| times[pass]).sum() };
    let [Some(one), Some(forward), Some(backward)] = [0, 1, 2].map(total) else { return };
    let samples = WorkingSet::of::<LeNet>().tile_samples as f64;
    let cell = |seconds: f64, all: f64| format!("{:7.3} µs {:5.1}%", 1e6 * seconds, 100.0 * seconds / all);
    println!("\nLeNet-5, a sample: alone, and in a tile of {samples} forward and back, with their share of the step.");
    println!("{:8} {:>17} {:>17} {:>17}", "", "one sample", "forward", "backward");
    for (info, times) in LeNet::LAYERS.iter().zip(times) {
        let [first, second, third] = times.map(Option::unwrap_or_default);
        let step = forward + backward;
        let cells = [cell(first, one), cell(second / samples, step / samples), cell(third / samples, step / samples)];
        println!("{:8} {:>17} {:>17} {:>17}", info.name, cells[0], cells[1], cells[2]);
    }
    println!(
        "{:8} {:10.3} µs {:14.3} µs {:14.3} µs",
        "all",
        1e6 * one,
        1e6 * forward / samples,
        1e6 * backward / samples
    );
}

/// Prints how much memory a step works on at a time.
fn memory<N: Network<Number = f32>>(name: &str) {
    let set = WorkingSet::of::<N>();
    let kilobytes = |rows: usize| (rows * (set.tile_bytes / set.rows)) as f64 / 1024.0;
    let together =
        if set.samples == usize::MAX { "the whole batch".into() } else { format!("{} samples", set.samples) };
    println!("\n{name}: {:.0} KB a tile of {} samples; {together} together.", kilobytes(set.rows), set.tile_samples);
    println!("A batch of 64 is worked on in {:.0} KB.", set.bytes(64) as f64 / 1024.0);
    println!("{:8} {:28} {:>12} {:>12}", "", "", "kept", "in backward");
    for info @ LayerInfo { name, kind, scratch, .. } in N::LAYERS {
        let tape = info.tape();
        println!("{name:8} {kind:28} {:9.1} KB {:9.1} KB", kilobytes(tape), kilobytes(*scratch));
    }
    let kept: usize = N::LAYERS.iter().map(LayerInfo::tape).sum();
    println!("{:37} {:9.1} KB", "input, target and gradients between", kilobytes(set.rows - kept));
}
