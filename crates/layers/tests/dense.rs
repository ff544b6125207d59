//! Dense layers, small and large, are their formulas as plain loops: one sample, predictions,
//! training and all gradients.

use sinew_activations::{Identity, LayerActivation, Silu, Softmax, Tanh};
use sinew_layers::{Context, Dense, Gradient, Microbatch, Stage, Trainable, stage};
use sinew_tensors::{Buffer, Initializer, InstructionSet, Layout, Parameters, Rng, tile};

/// More than a tile of three vectors holds in any instruction set.
const SAMPLES: usize = 29;

type Numbers = Vec<f64>;

fn normal(rng: &mut Rng, n: usize) -> Numbers {
    (0..n).map(|_| rng.normal()).collect()
}

/// A layer with its inputs, and the gradients that come back to it.
struct Case<const IN: usize, const OUT: usize, A, const BIAS: usize> {
    layer: Dense<f64, IN, OUT, A, BIAS>,
    x: Vec<Numbers>,
    dz: Vec<Numbers>,
}

/// What the plain formulas make of it.
impl<const IN: usize, const OUT: usize, A: LayerActivation, const BIAS: usize> Case<IN, OUT, A, BIAS> {
    fn new() -> Self {
        let mut rng = Rng::new(7);
        let mut layer = Dense::new([[0.0; IN]; OUT], [0.0; BIAS]);
        layer.parameters_mut().fill_with(|| rng.normal());
        let mut samples = |n| (0..SAMPLES).map(|_| normal(&mut rng, n)).collect();
        Self { layer, x: samples(IN), dz: samples(OUT) }
    }

    /// `f(W·x + b)`.
    fn y(&self, s: usize) -> Numbers {
        let mut y = self.z(s);
        A::apply_one::<f64>(&mut y);
        y
    }

    /// `W·x + b`.
    fn z(&self, s: usize) -> Numbers {
        let bias = |j: usize| self.layer.bias.get(j).copied().unwrap_or(0.0);
        (0..OUT).map(|j| bias(j) + (0..IN).map(|i| self.layer.weights[j][i] * self.x[s][i]).sum::<f64>()).collect()
    }

    /// `Wᵀ·dz`.
    fn dx(&self, s: usize) -> Numbers {
        (0..IN).map(|i| (0..OUT).map(|j| self.layer.weights[j][i] * self.dz[s][j]).sum()).collect()
    }

    /// `dz·xᵀ` and `dz`, over all samples, as parameters lie.
    fn gradient(&self) -> Numbers {
        let sum = |term: &dyn Fn(usize) -> f64| (0..SAMPLES).map(term).sum::<f64>();
        let weights = (0..OUT).flat_map(|j| (0..IN).map(move |i| (j, i)));
        let weights = weights.map(|(j, i)| sum(&|s| self.dz[s][j] * self.x[s][i]));
        weights.chain((0..BIAS).map(|j| sum(&|s| self.dz[s][j]))).collect()
    }
}

#[track_caller]
fn assert_close(what: &str, found: &[f64], expected: &[f64]) {
    let close = found.iter().zip(expected).all(|(f, e)| (f - e).abs() <= 1e-12 * (1.0 + e.abs()));
    let set = InstructionSet::current();
    assert!(found.len() == expected.len() && close, "{set}: {what} is {found:?}, expected {expected:?}");
}

/// Samples in as many tiles as they fill.
fn tiles(layout: Layout, samples: &[Numbers]) -> Numbers {
    let lanes = layout.lanes();
    let mut tiles = Vec::new();
    for samples in samples.chunks(lanes) {
        for i in 0..samples[0].len() {
            tiles.extend((0..lanes).map(|s| samples.get(s).map_or(0.0, |sample| sample[i])));
        }
    }
    tiles
}

/// The samples of tiles of that many rows.
fn samples(layout: Layout, tiles: &[f64], rows: usize) -> Vec<Numbers> {
    let mut samples = vec![vec![0.0; rows]; SAMPLES];
    tile::scatter_in(layout, tiles, samples.iter_mut().map(Vec::as_mut_slice));
    samples
}

/// Numbers at the beginning of a cache line, as training has them.
fn aligned<'b>(buffer: &'b mut Buffer, numbers: &[f64]) -> &'b mut [f64] {
    let aligned = buffer.numbers(numbers.len());
    aligned.copy_from_slice(numbers);
    aligned
}

impl<const IN: usize, const OUT: usize, A: LayerActivation, const BIAS: usize> Case<IN, OUT, A, BIAS> {
    fn check(&self, layout: Layout) {
        let microbatch = Microbatch::new(layout, 0, SAMPLES);
        let mut buffers = [const { Buffer::new() }; 5];
        let [x, dz, y, dx, scratch] = &mut buffers;
        let (x, dz) = (aligned(x, &tiles(layout, &self.x)), aligned(dz, &tiles(layout, &self.dz)));
        let y = aligned(y, &vec![f64::NAN; microbatch.numbers(OUT)]);
        stage::predict(&self.layer, x, y, &mut Context::predict(microbatch, &mut [], &[]));
        for (s, y) in samples(layout, y, OUT).iter().enumerate() {
            assert_close("y", y, &self.y(s));
            assert_close("y of one sample", &self.layer.predict_sample(&self.x[s]), &self.y(s));
        }

        let dx = aligned(dx, &vec![f64::NAN; microbatch.numbers(IN)]);
        let mut gradient = Dense::<f64, IN, OUT, A, BIAS>::new([[0.0; IN]; OUT], [0.0; BIAS]);
        let scratch = scratch.numbers(microbatch.numbers(Dense::<f64, IN, OUT, A, BIAS>::INFO.scratch));
        let sums = Gradient::of(gradient.parameters_mut());
        self.layer.backward(x, dz, Some(&mut *dx), sums, &mut Context::backward(microbatch, &mut [], scratch));
        assert_close("the gradient", gradient.parameters(), &self.gradient());
        for (s, dx) in samples(layout, dx, IN).iter().enumerate() {
            assert_close("dx", dx, &self.dx(s));
        }

        // As for the first layer of a network; and gradients are added to what is there.
        let sums = Gradient::of(gradient.parameters_mut());
        self.layer.backward(x, dz, None, sums, &mut Context::backward(microbatch, &mut [], scratch));
        let twice: Numbers = self.gradient().iter().map(|g| 2.0 * g).collect();
        assert_close("the gradient of two batches", gradient.parameters(), &twice);
    }
}

/// With a bias, and without one.
fn check<const IN: usize, const OUT: usize, A: LayerActivation>() {
    let (with_bias, without) = (Case::<IN, OUT, A, OUT>::new(), Case::<IN, OUT, A, 0>::new());
    for set in InstructionSet::available() {
        set.select().expect("an available set");
        for vectors in [1, 2] {
            with_bias.check(Layout::rows::<f64>(vectors, usize::MAX));
            without.check(Layout::rows::<f64>(vectors, usize::MAX));
        }
    }
}

#[test]
fn layers_of_all_sizes_are_their_formulas() {
    check::<2, 4, Tanh>();
    check::<8, 8, Silu>();
    check::<1, 1, Identity>();
    check::<5, 13, Softmax>();
    check::<70, 33, Tanh>();
}

#[test]
fn an_initialized_layer_has_random_weights_and_no_bias() {
    for initializer in [None, Some(Initializer::HeNormal)] {
        let mut layer = Dense::<f64, 20, 30, Tanh>::new([[9.0; 20]; 30], [9.0; 30]);
        layer.initialize(initializer, &mut Rng::new(1));
        let mut expected = [[0.0; 20]; 30];
        initializer.unwrap_or(Tanh::INITIALIZER).fill(expected.as_flattened_mut(), 20, 30, &mut Rng::new(1));
        assert!(layer == Dense::new(expected, [0.0; 30]));
    }
}

#[test]
fn a_layer_takes_a_multiply_add_for_each_weight() {
    assert_eq!(Dense::<f64, 20, 30, Tanh>::INFO.multiply_adds, 600);
    assert_eq!(Dense::<f64, 20, 30, Tanh, 0>::INFO.multiply_adds, 600);
}

#[test]
fn layers_are_equal_if_weights_and_bias_are() {
    let layer = |weight, bias| Dense::<f64, 1, 1>::new([[weight]], [bias]);
    assert!(layer(1.0, 2.0) == layer(1.0, 2.0));
    assert!(layer(1.0, 2.0) != layer(3.0, 2.0));
    assert!(layer(1.0, 2.0) != layer(1.0, 3.0));
    assert!(layer(1.0, 2.0) != layer(3.0, 4.0));
}

#[test]
fn a_layer_shows_its_weights_and_its_bias() {
    let layer = Dense::<f32, 2, 1>::new([[1.0, 2.0]], [3.0]);
    assert_eq!(format!("{layer:?}"), "Dense { weights: [[1.0, 2.0]], bias: [3.0] }");
}
