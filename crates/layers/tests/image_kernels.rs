//! The kernels of layers for images agree with PyTorch, forward and in all gradients
//! (`references/layers.py`).

use std::collections::BTreeMap;

use sinew_tensors::conv::{self, Conv};
use sinew_tensors::norm::{self, Affine, Batch, Moments};
use sinew_tensors::pool::{self, Pool};
use sinew_tensors::resize::{self, Interpolation, Resize};
use sinew_tensors::transposed_conv::{self, TransposedConv};
use sinew_tensors::{Buffer, Vector, Vectorized, Window, tile, upsample};

/// A layer with its options, what goes in and what PyTorch makes of it.
#[derive(Debug, Default)]
struct Case {
    layer: String,
    options: BTreeMap<String, String>,
    tensors: BTreeMap<String, Tensor>,
}

#[derive(Clone, Debug, Default)]
struct Tensor {
    shape: Vec<usize>,
    numbers: Vec<f64>,
}

/// The cases of `layers.csv`: a case begins where `x` is written.
fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in include_str!("references/layers.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let &[layer, options, tensor, shape, numbers] = &cells[..] else { panic!("five cells in {line}") };
        if tensor == "x" {
            let options = options.split_whitespace().filter_map(|option| option.split_once('='));
            let options = options.map(|(name, value)| (name.to_string(), value.to_string())).collect();
            cases.push(Case { layer: layer.to_string(), options, tensors: BTreeMap::new() });
        }
        let shape = shape.split('x').map(|extent| extent.parse().expect("an extent")).collect();
        let numbers = numbers.split(' ').map(|number| number.parse().expect("a number")).collect();
        let case = cases.last_mut().expect("a case begins with `x`");
        case.tensors.insert(tensor.to_string(), Tensor { shape, numbers });
    }
    cases
}

impl Case {
    fn number<T: std::str::FromStr>(&self, option: &str) -> T {
        self.options[option].parse().ok().unwrap_or_else(|| panic!("{option} is a number"))
    }

    /// An option of two numbers, such as `kernel=3x3`.
    fn pair(&self, option: &str) -> [usize; 2] {
        let (a, b) = self.options[option].split_once('x').expect("two numbers");
        [a, b].map(|number| number.parse().expect("a number"))
    }

    fn window(&self) -> Window {
        let window = Window::new(self.pair("kernel")).with_stride(self.pair("stride"));
        let window =
            if self.options.contains_key("dilation") { window.with_dilation(self.pair("dilation")) } else { window };
        if self.options["padding"] == "same" {
            return window.same();
        }
        let window = window.with_padding(self.padding());
        if self.options.contains_key("ceil") { self.with_ceiling(window) } else { window }
    }

    fn padding(&self) -> [[usize; 2]; 2] {
        self.pair("padding").map(|padding| [padding; 2])
    }

    /// With as much padding at the end as the outputs need.
    fn with_ceiling(&self, mut window: Window) -> Window {
        let ([_, height, width], [_, rows, columns]) = (self.shape("x"), self.shape("y"));
        for (axis, (inputs, outputs)) in [(height, rows), (width, columns)].into_iter().enumerate() {
            let [before, after] = window.padding[axis];
            let reach = window.dilation[axis] * (window.kernel[axis] - 1) + 1;
            let end = (outputs - 1) * window.stride[axis] + reach;
            window.padding[axis][1] = after + end.saturating_sub(before + inputs + after);
        }
        window
    }

    fn shape(&self, tensor: &str) -> [usize; 3] {
        self.tensors[tensor].shape[1..].try_into().expect("samples of channels, height and width")
    }

    /// The numbers of a tensor that may be missing, such as a bias.
    fn numbers(&self, tensor: &str) -> &[f64] {
        self.tensors.get(tensor).map_or(&[], |tensor| &tensor.numbers)
    }

    fn samples(&self) -> usize {
        self.tensors["x"].shape[0]
    }
}

/// Checks a case in tiles of `W` vectors.
struct Check<'a, const W: usize>(&'a Case);

impl<const W: usize> Vectorized<f64> for Check<'_, W> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = f64>>(self) {
        match self.0.layer.as_str() {
            "conv" => self.conv::<V>(),
            "transposed_conv" => self.transposed_conv::<V>(),
            "maxpool" => self.max_pool::<V>(),
            "avgpool" => self.average_pool::<V>(),
            "globalavgpool" => self.global_average::<V>(),
            "upsample" => self.upsample::<V>(),
            "resize" => self.resize::<V>(),
            "groupnorm" | "layernorm" => self.group_norm::<V>(),
            "batchnorm" => self.batch_norm::<V>(),
            layer => panic!("no kernels of {layer}"),
        }
    }
}

type Tile<V, const W: usize> = [[V; W]];

impl<const W: usize> Check<'_, W> {
    /// The samples of a tensor as tiles, one after the other, and how many rows each has.
    fn tiles<V: Vector<Element = f64>>(&self, tensor: &str) -> (Vec<[V; W]>, usize) {
        let tensor = &self.0.tensors[tensor];
        let (rows, capacity) = (tensor.shape[1..].iter().product(), tile::capacity::<V, W>());
        let samples: Vec<&[f64]> = tensor.numbers.chunks(rows).collect();
        let (mut buffer, mut tiles) = (Buffer::new(), Vec::new());
        for samples in samples.chunks(capacity) {
            let tile = buffer.tile::<V, W>(rows);
            tile::gather(tile, samples.len(), |s| samples[s]);
            tiles.extend_from_slice(tile);
        }
        (tiles, rows)
    }

    /// `kernel` on each tile of `from`, which must result in PyTorch's tensor `to`.
    fn check_map<V: Vector<Element = f64>>(
        &self,
        from: &str,
        to: &str,
        mut kernel: impl FnMut(usize, &Tile<V, W>, &mut Tile<V, W>),
    ) {
        let ((x, rows), (expected, results)) = (self.tiles::<V>(from), self.tiles::<V>(to));
        let mut y = expected.clone();
        y.fill([V::splat(f64::MAX); W]);
        for (i, (x, y)) in x.chunks_exact(rows).zip(y.chunks_exact_mut(results)).enumerate() {
            kernel(i, x, y);
        }
        self.check_tiles::<V>(to, &y, results);
    }

    fn check_tiles<V: Vector<Element = f64>>(&self, tensor: &str, tiles: &Tile<V, W>, rows: usize) {
        let capacity = tile::capacity::<V, W>();
        let numbers = (0..self.0.samples()).flat_map(|s| {
            let tile = &tiles[s / capacity * rows..][..rows];
            tile.iter().map(move |row| V::elements(row)[s % capacity])
        });
        self.check_numbers(tensor, &numbers.collect::<Vec<f64>>());
    }

    fn check_numbers(&self, tensor: &str, found: &[f64]) {
        let expected = self.0.numbers(tensor);
        assert_eq!(found.len(), expected.len());
        for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
            let close = (found - expected).abs() <= 1e-10 * (1.0 + expected.abs());
            assert!(close, "{tensor}[{i}] is {found}, expected {expected}, in {:?} {:?}", self.0.layer, self.0.options);
        }
    }

    fn conv<V: Vector<Element = f64>>(&self) {
        let case = self.0;
        let (channels, groups) = (case.shape("y")[0], case.number("groups"));
        let conv = Conv { input: case.shape("x"), channels, groups, window: case.window() };
        let (w, b) = (case.numbers("w"), case.numbers("b"));
        self.check_map::<V>("x", "y", |_, x, y| conv::forward(&conv, w, b, x, y));
        self.check_map::<V>("dy", "dx", |_, dy, dx| conv::input_gradient(&conv, w, dy, dx));
        let (mut dw, mut db) = (vec![0.0; w.len()], vec![0.0; b.len()]);
        let ((x, _), (dy, _)) = (self.tiles::<V>("x"), self.tiles("dy"));
        conv::weight_gradient(&conv, &x, &dy, &mut dw);
        self.check_numbers("dw", &dw);
        if !b.is_empty() {
            conv::bias_gradient(&conv, &dy, &mut db);
            self.check_numbers("db", &db);
        }
        let mut y = vec![0.0; case.numbers("y").len()];
        let mut scratch = vec![0.0; conv::forward_one_scratch(&conv)];
        let (inputs, outputs) = (case.numbers("x").len() / case.samples(), y.len() / case.samples());
        for (x, y) in case.numbers("x").chunks(inputs).zip(y.chunks_mut(outputs)) {
            conv::forward_one::<V>(&conv, w, b, x, y, &mut scratch);
        }
        self.check_numbers("y", &y);
    }

    fn transposed_conv<V: Vector<Element = f64>>(&self) {
        let case = self.0;
        let conv = TransposedConv {
            input: case.shape("x"),
            channels: case.shape("y")[0],
            groups: case.number("groups"),
            window: case.window(),
            output_padding: case.pair("output_padding"),
        };
        let (w, b) = (case.numbers("w"), case.numbers("b"));
        self.check_map::<V>("x", "y", |_, x, y| transposed_conv::forward(&conv, w, b, x, y));
        self.check_map::<V>("dy", "dx", |_, dy, dx| transposed_conv::input_gradient(&conv, w, dy, dx));
        let (mut dw, mut db) = (vec![0.0; w.len()], vec![0.0; b.len()]);
        let ((x, _), (dy, _)) = (self.tiles::<V>("x"), self.tiles("dy"));
        transposed_conv::weight_gradient(&conv, &x, &dy, &mut dw);
        transposed_conv::bias_gradient(&conv, &dy, &mut db);
        self.check_numbers("dw", &dw);
        self.check_numbers("db", &db);
    }

    fn max_pool<V: Vector<Element = f64>>(&self) {
        let pool = Pool { input: self.0.shape("x"), window: self.0.window() };
        self.check_map::<V>("x", "y", |_, x, y| pool::max_forward(&pool, x, y));
        let ((x, inputs), (y, outputs)) = (self.tiles::<V>("x"), self.tiles::<V>("y"));
        self.check_map::<V>("dy", "dx", |i, dy, dx| {
            pool::max_backward(&pool, &x[i * inputs..][..inputs], &y[i * outputs..][..outputs], dy, dx);
        });
    }

    fn average_pool<V: Vector<Element = f64>>(&self) {
        let pool = Pool { input: self.0.shape("x"), window: self.0.window() };
        let includes = self.0.options.get("count_include_pad").is_none_or(|flag| flag == "1");
        let counted = if includes { self.0.padding() } else { [[0; 2]; 2] };
        self.check_map::<V>("x", "y", |_, x, y| {
            pool::average_forward(&pool, x, y);
            pool::rescale(&pool, counted, y);
        });
        self.check_map::<V>("dy", "dx", |_, dy, dx| {
            let mut dy = dy.to_vec();
            pool::rescale(&pool, counted, &mut dy);
            pool::average_backward(&pool, &dy, dx);
        });
    }

    fn resize<V: Vector<Element = f64>>(&self) {
        let interpolation = match (self.0.options["mode"].as_str(), self.0.number::<usize>("aligned")) {
            ("nearest", _) => Interpolation::Nearest,
            (_, 0) => Interpolation::Bilinear,
            _ => Interpolation::AlignedBilinear,
        };
        let resize = Resize { input: self.0.shape("x"), output: self.0.pair("size"), interpolation };
        self.check_map::<V>("x", "y", |_, x, y| resize::forward(&resize, x, y));
        self.check_map::<V>("dy", "dx", |_, dy, dx| resize::backward(&resize, dy, dx));
    }

    fn global_average<V: Vector<Element = f64>>(&self) {
        self.check_map::<V>("x", "y", |_, x, y| pool::global_average_forward(x, y));
        self.check_map::<V>("dy", "dx", |_, dy, dx| pool::global_average_backward(dy, dx));
    }

    fn upsample<V: Vector<Element = f64>>(&self) {
        let (input, factors) = (self.0.shape("x"), self.0.pair("factors"));
        self.check_map::<V>("x", "y", |_, x, y| upsample::forward(input, factors, x, y));
        self.check_map::<V>("dy", "dx", |_, dy, dx| upsample::backward(input, factors, dy, dx));
    }

    fn group_norm<V: Vector<Element = f64>>(&self) {
        let (case, groups) = (self.0, self.0.number("groups"));
        let (gamma, beta) = (case.numbers("gamma"), case.numbers("beta"));
        let mut statistics = Vec::new();
        self.check_map::<V>("x", "y", |_, x, y| {
            let mut of_tile = vec![[V::splat(0.0); W]; norm::group_statistics(groups)];
            norm::group_forward(groups, 1e-5, Affine { gamma, beta }, x, y, &mut of_tile);
            statistics.push(of_tile);
        });
        let (x, rows) = self.tiles::<V>("x");
        let (mut dgamma, mut dbeta) = (vec![0.0; gamma.len()], vec![0.0; gamma.len()]);
        self.check_map::<V>("dy", "dx", |i, dy, dx| {
            norm::group_backward(gamma, &x[i * rows..][..rows], &statistics[i], dy, dx, [&mut dgamma, &mut dbeta]);
        });
        self.check_numbers("dgamma", &dgamma);
        self.check_numbers("dbeta", &dbeta);
    }

    fn batch_norm<V: Vector<Element = f64>>(&self) {
        let case = self.0;
        let ((x, rows), (dy, _)) = (self.tiles::<V>("x"), self.tiles::<V>("dy"));
        let (gamma, beta) = (case.numbers("gamma"), case.numbers("beta"));
        let batch = Batch { channels: gamma.len(), pixels: rows / gamma.len(), samples: case.samples() };
        let training = case.number::<usize>("training") == 1;
        let (old_mean, old_variance) = (case.numbers("old_mean").to_vec(), case.numbers("old_variance").to_vec());
        let (mut mean, mut variance) = (old_mean.clone(), old_variance.clone());
        if training {
            let share = 1.0 / batch.count() as f64;
            mean.fill(0.0);
            norm::batch_sums(&batch, &x, &mut mean);
            for mean in &mut mean {
                *mean *= share;
            }
            variance.fill(0.0);
            norm::batch_squares(&batch, &mean, &x, &mut variance);
            for variance in &mut variance {
                *variance *= share;
            }
        }
        let moments = Moments { mean: &mean, variance: &variance, epsilon: 1e-5 };
        let mut y = x.clone();
        norm::batch_normalize(&batch, moments, Affine { gamma, beta }, &x, &mut y);
        self.check_tiles::<V>("y", &y, rows);
        let (mut dgamma, mut dbeta) = (vec![0.0; gamma.len()], vec![0.0; gamma.len()]);
        norm::batch_gradient(&batch, moments, &x, &dy, [&mut dgamma, &mut dbeta]);
        self.check_numbers("dgamma", &dgamma);
        self.check_numbers("dbeta", &dbeta);
        if training {
            let mut dx = x.clone();
            let count = batch.count() as f64;
            let [means_x, means] = [&dgamma, &dbeta].map(|sums| sums.iter().map(|sum| sum / count).collect::<Vec<_>>());
            let means = Affine { gamma: &means_x, beta: &means };
            norm::batch_input_gradient(&batch, moments, gamma, means, &x, &dy, &mut dx);
            self.check_tiles::<V>("dx", &dx, rows);
            let (mut running_mean, mut running_variance) = (old_mean, old_variance);
            let momentum = case.number("momentum");
            norm::batch_running(&batch, momentum, moments, &mut running_mean, &mut running_variance);
            self.check_numbers("running_mean", &running_mean);
            self.check_numbers("running_variance", &running_variance);
        }
    }
}

#[test]
fn kernels_of_images_agree_with_pytorch_forward_and_in_all_gradients() {
    use sinew_tensors::{InstructionSet, Number};
    let cases = cases();
    assert!(cases.len() > 30, "the file has its cases");
    for set in InstructionSet::available() {
        set.select().expect("it is available");
        for case in &cases {
            f64::dispatch(Check::<1>(case));
            f64::dispatch(Check::<2>(case));
        }
    }
}
