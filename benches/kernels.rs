//! The kernels of dense layers, one by one: `cargo bench --package sinew-benches --bench kernels`.
//!
//! Each kernel runs at the shapes and numbers of samples that decided how it is written. Next to it
//! are `matrixmultiply`'s product of the same size, to show where the lines cross, and a pass over
//! the outputs that applies an activation: the most that a forward kernel with an activation inside
//! could save.

mod report;

use std::hint::black_box;

use matrixmultiply::sgemm;
use report::Report;
use sinew::tensors::{Buffer, Number, Reduction, Rng, Vector, Vectorized, dense, tile};

/// Vectors in a row of a tile.
const W: usize = 2;

fn main() {
    let mut report = Report::new();
    for features in [10, 64, 784] {
        gather(&mut report, features);
    }
    let shapes = [
        (4, 32),
        (16, 64),
        (64, 32),
        (64, 64),
        (128, 10),
        (784, 128),
        (512, 512),
        (784, 512),
        (1024, 1024),
        (4096, 4096),
    ];
    for (inputs, outputs) in shapes {
        forward_one(&mut report, inputs, outputs);
        for tiles in [1, 4, 8] {
            if inputs * outputs < 1 << 20 || tiles == 8 {
                products(&mut report, inputs, outputs, tiles);
            }
        }
    }
}

/// The three products of a layer on this many tiles.
fn products(report: &mut Report, inputs: usize, outputs: usize, tiles: usize) {
    let mut layer = Layer::new(inputs, outputs, tiles);
    let samples = f32::dispatch(Capacity) * tiles;
    let flops = (2 * inputs * outputs * samples) as f64;
    for kernel in [Kernel::Forward, Kernel::InputGradient, Kernel::WeightGradient] {
        let name = format!("{inputs} to {outputs}, {samples} samples: {kernel:?}");
        report.bench(&name, "", flops, || f32::dispatch(Run { kernel, layer: &mut layer }));
    }

    let name = format!("{inputs} to {outputs}, {samples} samples: {:?}", Kernel::Relu);
    report.bench(&name, "", (outputs * samples) as f64, || {
        f32::dispatch(Run { kernel: Kernel::Relu, layer: &mut layer });
    });

    let (a, b) = (numbers(samples * inputs), numbers(outputs * inputs));
    let mut c = vec![0.0; samples * outputs];
    let (depth, columns) = (inputs.cast_signed(), outputs.cast_signed());
    let name = format!("{inputs} to {outputs}, {samples} samples: matrixmultiply");
    report.bench(&name, "", flops, || {
        // SAFETY: `a: [samples, inputs]`, `b: [outputs, inputs]`, read as its transpose, and
        // `c: [samples, outputs]`, all row-major.
        unsafe {
            let (m, k, n) = (samples, inputs, outputs);
            sgemm(m, k, n, 1.0, a.as_ptr(), depth, 1, b.as_ptr(), 1, depth, 0.0, c.as_mut_ptr(), columns, 1);
        }
        black_box(&mut c);
    });
}

/// One sample.
fn forward_one(report: &mut Report, inputs: usize, outputs: usize) {
    let mut layer = Layer::new(inputs, outputs, 1);
    let name = format!("{inputs} to {outputs}, one sample");
    report.bench(&name, "", (2 * inputs * outputs) as f64, || {
        f32::dispatch(Run { kernel: Kernel::ForwardOne, layer: &mut layer });
    });
}

/// A tile of samples, from rows to lanes.
fn gather(report: &mut Report, features: usize) {
    let mut layer = Layer::new(features, 1, 1);
    let name = format!("a tile of {} times {features} numbers", f32::dispatch(Capacity));
    report.bench(&name, if features == 784 { "≤ 3 µs" } else { "" }, 0.0, || {
        f32::dispatch(Run { kernel: Kernel::Gather, layer: &mut layer });
    });
}

/// How many samples a tile holds.
struct Capacity;

impl Vectorized<f32> for Capacity {
    type Output = usize;

    #[inline(always)]
    fn run<V: Vector<Element = f32>>(self) -> usize {
        tile::capacity::<V, W>()
    }
}

/// The data that a layer's kernels work on.
struct Layer {
    inputs: usize,
    outputs: usize,
    tiles: usize,
    samples: Vec<Vec<f32>>,
    w: Vec<f32>,
    b: Vec<f32>,
    dw: Vec<f32>,
    y: Vec<f32>,
    x: Buffer,
    z: Buffer,
    scratch: Buffer,
}

impl Layer {
    fn new(inputs: usize, outputs: usize, tiles: usize) -> Self {
        let mut layer = Self {
            inputs,
            outputs,
            tiles,
            samples: numbers(32 * inputs).chunks(inputs).map(<[f32]>::to_vec).collect(),
            w: numbers(inputs * outputs),
            b: numbers(outputs),
            dw: vec![0.0; inputs * outputs],
            y: vec![0.0; outputs],
            x: Buffer::new(),
            z: Buffer::new(),
            scratch: Buffer::new(),
        };
        f32::dispatch(Fill(&mut layer));
        layer
    }
}

fn numbers(n: usize) -> Vec<f32> {
    let mut rng = Rng::new(1);
    (0..n).map(|_| f32::from_f64(rng.normal())).collect()
}

/// Fills a layer's tiles.
struct Fill<'a>(&'a mut Layer);

impl Vectorized<f32> for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = f32>>(self) {
        let Layer { inputs, outputs, tiles, x, z, .. } = self.0;
        for (buffer, rows) in [(x, *inputs), (z, *outputs)] {
            let numbers = numbers(*tiles * rows * W * V::LANES);
            V::elements_mut(buffer.tile::<V, W>(*tiles * rows).as_flattened_mut()).copy_from_slice(&numbers);
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Kernel {
    Gather,
    Forward,
    InputGradient,
    WeightGradient,
    Relu,
    ForwardOne,
}

/// Runs a kernel.
struct Run<'a> {
    kernel: Kernel,
    layer: &'a mut Layer,
}

impl Vectorized<f32> for Run<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = f32>>(self) {
        let Layer { inputs, outputs, tiles, samples, w, b, dw, y, x, z, scratch } = self.layer;
        let (inputs, rows) = (*inputs, *tiles * *inputs);
        let (x, z) = (x.tile::<V, W>(rows), z.tile::<V, W>(*tiles * *outputs));
        match self.kernel {
            Kernel::Gather => tile::gather(x, tile::capacity::<V, W>(), |s| &samples[s]),
            Kernel::Forward => dense::forward(w, b, x, z, inputs),
            Kernel::InputGradient => dense::input_gradient(w, z, scratch.tile(rows), inputs),
            Kernel::WeightGradient => {
                let scratch = scratch.tile(*tiles * dense::weight_gradient_scratch(inputs, *outputs));
                dense::weight_gradient(x, z, dw, Reduction::whole(false), scratch, inputs);
            }
            Kernel::Relu => V::call(
                #[inline(always)]
                || {
                    for z in z.as_flattened_mut() {
                        *z = V::constant(0.0).max(*z);
                    }
                },
            ),
            Kernel::ForwardOne => dense::forward_one::<V>(w, b, &samples[0], y),
        }
        black_box((y, dw));
    }
}
