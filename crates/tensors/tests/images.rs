//! The kernels of pooling, upsampling and normalization equal their plain versions on every
//! instruction set.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exact numbers are what these tests are about

use proptest::prelude::*;
use sinew_tensors::norm::{self, Affine, Batch, Moments};
use sinew_tensors::pool::{self, Pool};
use sinew_tensors::resize::{self, Interpolation, Resize};
use sinew_tensors::{Buffer, InstructionSet, Number, Rng, Vector, Vectorized, Window, tile, upsample};

/// Work on tiles of one vector type and width, done for every instruction set, in `f32` and `f64`.
trait Kernels {
    /// Says which number is wrong.
    fn check<V: Vector, const W: usize>(&self) -> Result<(), TestCaseError>;

    fn check_all(&self) -> Result<(), TestCaseError>
    where
        Self: Sized,
    {
        for set in InstructionSet::available() {
            set.select().expect("it is available");
            f32::dispatch(Check::<Self, 1>(self))?;
            f32::dispatch(Check::<Self, 2>(self))?;
            f64::dispatch(Check::<Self, 1>(self))?;
            f64::dispatch(Check::<Self, 3>(self))?;
        }
        Ok(())
    }
}

struct Check<'a, K, const W: usize>(&'a K);

impl<T: Number, K: Kernels, const W: usize> Vectorized<T> for Check<'_, K, W> {
    type Output = Result<(), TestCaseError>;

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> Self::Output {
        self.0.check::<V, W>()
    }
}

type Samples = Vec<Vec<f64>>;

/// Samples of normal numbers that are exact in `f32`; `coarse` ones repeat themselves.
fn samples(rng: &mut Rng, count: usize, size: usize, coarse: bool) -> Samples {
    let number = |rng: &mut Rng| if coarse { (rng.normal() * 2.0).round() } else { f64::from(rng.normal() as f32) };
    (0..count).map(|_| (0..size).map(|_| number(rng)).collect()).collect()
}

/// Tiles one after the other, as many as the samples fill.
fn to_tiles<V: Vector, const W: usize>(samples: &[Vec<f64>]) -> Vec<[V; W]> {
    let (rows, capacity) = (samples[0].len(), tile::capacity::<V, W>());
    let mut buffer = Buffer::new();
    let mut tiles = Vec::new();
    for samples in samples.chunks(capacity) {
        let numbers: Vec<Vec<_>> =
            samples.iter().map(|sample| sample.iter().map(|&x| V::Element::from_f64(x)).collect()).collect();
        let tile = buffer.tile::<V, W>(rows);
        tile::gather(tile, numbers.len(), |s| &numbers[s]);
        tiles.extend_from_slice(tile);
    }
    tiles
}

fn from_tiles<V: Vector, const W: usize>(tiles: &[[V; W]], rows: usize, count: usize) -> Samples {
    let capacity = tile::capacity::<V, W>();
    let lane = |s: usize, i: usize| V::elements(&tiles[s / capacity * rows + i])[s % capacity].to_f64();
    (0..count).map(|s| (0..rows).map(|i| lane(s, i)).collect()).collect()
}

/// The kernel `f` on each tile of `x`, with that many rows for each result.
fn map<V: Vector, const W: usize>(
    x: &[[V; W]],
    (from, to): (usize, usize),
    mut f: impl FnMut(&[[V; W]], &mut [[V; W]]),
) -> Vec<[V; W]> {
    // What was there before is none of the kernels' business.
    let mut y = vec![[V::splat(V::Element::MAX); W]; x.len() / from * to];
    for (x, y) in x.chunks_exact(from).zip(y.chunks_exact_mut(to)) {
        f(x, y);
    }
    y
}

fn assert_close<V: Vector>(what: &str, found: &Samples, expected: &Samples) -> Result<(), TestCaseError> {
    let tolerance = if size_of::<V::Element>() == 4 { 2e-4 } else { 1e-11 };
    prop_assert_eq!(found.len(), expected.len());
    for (s, (found, expected)) in found.iter().zip(expected).enumerate() {
        prop_assert_eq!(found.len(), expected.len());
        for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
            let close = (found - expected).abs() <= tolerance * (1.0 + expected.abs());
            let close = close || found.is_nan() && expected.is_nan();
            prop_assert!(close, "{what}[{s}][{i}] is {found}, expected {expected}, on {}", InstructionSet::current());
        }
    }
    Ok(())
}

fn numbers<T: Number>(x: &[f64]) -> Vec<T> {
    x.iter().map(|&x| T::from_f64(x)).collect()
}

fn plain<T: Number>(x: &[T]) -> Samples {
    vec![x.iter().map(|x| x.to_f64()).collect()]
}

/// Pooling.
#[derive(Clone, Debug)]
struct Pooling {
    pool: Pool,
    /// The padding that counts in means.
    counted: [[usize; 2]; 2],
    x: Samples,
    dy: Samples,
}

impl Pooling {
    /// The pixels that each output looks at, in their order.
    fn windows(&self) -> Vec<Vec<usize>> {
        let ([channels, height, width], Window { kernel, stride, padding, dilation }) =
            (self.pool.input, self.pool.window);
        let [_, rows, columns] = self.pool.output();
        let mut windows = Vec::new();
        for channel in 0..channels {
            for y in 0..rows {
                for x in 0..columns {
                    let mut window = Vec::new();
                    for k in 0..kernel[0] {
                        for l in 0..kernel[1] {
                            let iy = (y * stride[0] + k * dilation[0]).wrapping_sub(padding[0][0]);
                            let ix = (x * stride[1] + l * dilation[1]).wrapping_sub(padding[1][0]);
                            if iy < height && ix < width {
                                window.push((channel * height + iy) * width + ix);
                            }
                        }
                    }
                    windows.push(window);
                }
            }
        }
        windows
    }

    /// How many numbers of each window lie in the image or the padding that counts.
    fn counts(&self) -> Vec<usize> {
        let Window { kernel, stride, padding, dilation } = self.pool.window;
        let [channels, rows, columns] = self.pool.output();
        let count = |axis: usize, i: usize| {
            let [before, after] = self.counted[axis].map(|counted| i32::try_from(counted).unwrap());
            let place = |k| i32::try_from(i * stride[axis] + k * dilation[axis]).unwrap();
            let first = i32::try_from(padding[axis][0]).unwrap();
            let end = i32::try_from(self.pool.input[axis + 1]).unwrap() + after;
            (0..kernel[axis]).map(place).filter(|place| (-before..end).contains(&(place - first))).count()
        };
        let of_channel =
            (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x))).map(|(y, x)| count(0, y) * count(1, x));
        of_channel.collect::<Vec<_>>().repeat(channels)
    }

    /// Plain versions: the maximum and its gradient, the mean and its gradient.
    fn expected(&self) -> [Samples; 4] {
        let (windows, area) = (self.windows(), self.pool.window.kernel.iter().product::<usize>() as f64);
        let mut results = [const { Vec::new() }; 4];
        for (x, dy) in self.x.iter().zip(&self.dy) {
            let (mut max, mut mean) = (Vec::new(), Vec::new());
            let (mut max_dx, mut mean_dx) = (vec![0.0; x.len()], vec![0.0; x.len()]);
            for (window, dy) in windows.iter().zip(dy) {
                let is_larger = |b: f64, a: f64| b > a || b.is_nan() && !a.is_nan();
                let first = window.iter().copied().reduce(|a, b| if is_larger(x[b], x[a]) { b } else { a });
                max.push(first.map_or(f64::NEG_INFINITY, |i| x[i]));
                mean.push(window.iter().map(|&i| x[i]).sum::<f64>() / area);
                if let Some(i) = first {
                    max_dx[i] += dy;
                }
                for &i in window {
                    mean_dx[i] += dy / area;
                }
            }
            for (result, sample) in results.iter_mut().zip([max, max_dx, mean, mean_dx]) {
                result.push(sample);
            }
        }
        results
    }
}

impl Kernels for Pooling {
    fn check<V: Vector, const W: usize>(&self) -> Result<(), TestCaseError> {
        let (x, dy) = (to_tiles::<V, W>(&self.x), to_tiles::<V, W>(&self.dy));
        let (inputs, outputs, count) = (self.x[0].len(), self.dy[0].len(), self.x.len());
        let [max, max_dx, mean, mean_dx] = self.expected();
        let y = map(&x, (inputs, outputs), |x, y| pool::max_forward(&self.pool, x, y));
        assert_close::<V>("maxpool y", &from_tiles(&y, outputs, count), &max)?;
        let mut dx = x.clone();
        for tile in 0..x.len() / inputs {
            let (from, to) = (tile * inputs..(tile + 1) * inputs, tile * outputs..(tile + 1) * outputs);
            pool::max_backward(&self.pool, &x[from.clone()], &y[to.clone()], &dy[to], &mut dx[from]);
        }
        assert_close::<V>("maxpool dx", &from_tiles(&dx, inputs, count), &max_dx)?;
        let y = map(&x, (inputs, outputs), |x, y| pool::average_forward(&self.pool, x, y));
        assert_close::<V>("avgpool y", &from_tiles(&y, outputs, count), &mean)?;
        let dx = map(&dy, (outputs, inputs), |dy, dx| pool::average_backward(&self.pool, dy, dx));
        assert_close::<V>("avgpool dx", &from_tiles(&dx, inputs, count), &mean_dx)?;

        let area = self.pool.window.kernel.iter().product::<usize>() as f64;
        let shares: Vec<f64> = self.counts().iter().map(|&n| area / n as f64).collect();
        let scaled = |y: &Vec<f64>| y.iter().zip(&shares).map(|(y, share)| y * share).collect();
        let mut y = dy.clone();
        y.chunks_exact_mut(outputs).for_each(|y| pool::rescale(&self.pool, self.counted, y));
        assert_close::<V>("avgpool rescaled", &from_tiles(&y, outputs, count), &self.dy.iter().map(scaled).collect())?;

        let mut scratch = vec![V::Element::MAX; pool::forward_one_scratch(&self.pool)];
        for ((x, max), mean) in self.x.iter().zip(max).zip(mean) {
            let (x, mut y) = (numbers(x), vec![V::Element::MAX; outputs]);
            pool::max_forward_one::<V>(&self.pool, &x, &mut y, &mut scratch);
            assert_close::<V>("maxpool y of one sample", &plain(&y), &vec![max])?;
            pool::average_forward_one::<V>(&self.pool, &x, &mut y, &mut scratch);
            assert_close::<V>("avgpool y of one sample", &plain(&y), &vec![mean])?;
        }
        Ok(())
    }
}

/// A window along an axis whose every position meets the image: inputs, kernel, stride, padding,
/// dilation.
type Axis = (usize, usize, usize, [usize; 2], usize);

fn axis() -> impl Strategy<Value = Axis> {
    (1_usize..5, 1_usize..4, 1_usize..3, 0_usize..9).prop_flat_map(|(kernel, stride, dilation, more)| {
        let (inputs, padding) = (dilation * (kernel - 1) + 1 + more, 0..=kernel / 2);
        [padding.clone(), padding].prop_map(move |padding| (inputs, kernel, stride, padding, dilation))
    })
}

/// Windows that follow upon each other without a gap.
fn covered() -> impl Strategy<Value = Axis> {
    (1_usize..6, 1_usize..20).prop_map(|(kernel, outputs)| (kernel * outputs, kernel, kernel, [0, 0], 1))
}

fn axes() -> impl Strategy<Value = [Axis; 2]> {
    prop_oneof![[axis(), axis()], [covered(), covered()]]
}

fn pooling() -> impl Strategy<Value = Pooling> {
    (axes(), 1_usize..4, 1_usize..20, any::<u64>(), any::<bool>(), 0_usize..=100).prop_map(
        |([y, x], channels, count, seed, coarse, percent): ([Axis; 2], _, _, _, _, usize)| {
            let window = Window { kernel: [y.1, x.1], stride: [y.2, x.2], padding: [y.3, x.3], dilation: [y.4, x.4] };
            let pool = Pool { input: [channels, y.0, x.0], window };
            let counted = [y.3, x.3].map(|padding| padding.map(|padding| percent * padding / 100));
            let mut rng = Rng::new(seed);
            let x = samples(&mut rng, count, pool.input.iter().product(), coarse);
            let dy = samples(&mut rng, count, pool.output().iter().product(), false);
            Pooling { pool, counted, x, dy }
        },
    )
}

/// Interpolation to any size.
#[derive(Clone, Debug)]
struct Interpolating {
    resize: Resize,
    x: Samples,
    dy: Samples,
}

impl Interpolating {
    /// What each input has of an output along an axis, by the formulas in floating-point numbers.
    fn shares(&self, axis: usize, i: usize) -> Vec<f64> {
        let (inputs, outputs) = (self.resize.input[axis + 1], self.resize.output[axis]);
        let (n, m, i) = (inputs as f64, outputs as f64, i as f64);
        let place = match self.resize.interpolation {
            Interpolation::Nearest => (i * n / m + 1e-9).floor(), // rounding may have taken it below
            Interpolation::Bilinear => ((i + 0.5) * n / m - 0.5).clamp(0.0, n - 1.0),
            Interpolation::AlignedBilinear => {
                if m > 1.0 {
                    i * (n - 1.0) / (m - 1.0)
                } else {
                    0.0
                }
            }
        };
        (0..inputs).map(|k| (1.0 - (place - k as f64).abs()).max(0.0)).collect()
    }

    /// Output and input gradient of one sample.
    fn expected(&self, x: &[f64], dy: &[f64]) -> [Vec<f64>; 2] {
        let Resize { input: [channels, height, width], output: [rows, columns], .. } = self.resize;
        let (mut y, mut dx) = (vec![0.0; dy.len()], vec![0.0; x.len()]);
        for (i, j) in (0..rows).flat_map(|i| (0..columns).map(move |j| (i, j))) {
            let (down, along) = (self.shares(0, i), self.shares(1, j));
            for (k, l) in (0..height).flat_map(|k| (0..width).map(move |l| (k, l))) {
                for channel in 0..channels {
                    let (from, to) = ((channel * height + k) * width + l, (channel * rows + i) * columns + j);
                    y[to] += down[k] * along[l] * x[from];
                    dx[from] += down[k] * along[l] * dy[to];
                }
            }
        }
        [y, dx]
    }
}

impl Kernels for Interpolating {
    fn check<V: Vector, const W: usize>(&self) -> Result<(), TestCaseError> {
        let (x, dy) = (to_tiles::<V, W>(&self.x), to_tiles::<V, W>(&self.dy));
        let (inputs, outputs, count) = (self.x[0].len(), self.dy[0].len(), self.x.len());
        let expected: Vec<_> = self.x.iter().zip(&self.dy).map(|(x, dy)| self.expected(x, dy)).collect();
        let y = map(&x, (inputs, outputs), |x, y| resize::forward(&self.resize, x, y));
        let expected_y = expected.iter().map(|[y, _]| y.clone()).collect();
        assert_close::<V>("resize y", &from_tiles(&y, outputs, count), &expected_y)?;
        let dx = map(&dy, (outputs, inputs), |dy, dx| resize::backward(&self.resize, dy, dx));
        let expected_dx = expected.iter().map(|[_, dx]| dx.clone()).collect();
        assert_close::<V>("resize dx", &from_tiles(&dx, inputs, count), &expected_dx)
    }
}

fn interpolating() -> impl Strategy<Value = Interpolating> {
    let modes =
        prop::sample::select(vec![Interpolation::Nearest, Interpolation::Bilinear, Interpolation::AlignedBilinear]);
    ([1_usize..4, 1_usize..8, 1_usize..8], [1_usize..12, 1_usize..12], modes, 1_usize..20, any::<u64>()).prop_map(
        |(input, output, interpolation, count, seed)| {
            let (mut rng, resize) = (Rng::new(seed), Resize { input, output, interpolation });
            let x = samples(&mut rng, count, input.iter().product(), false);
            let dy = samples(&mut rng, count, resize.outputs(), false);
            Interpolating { resize, x, dy }
        },
    )
}

#[test]
fn a_pool_keeps_what_is_not_a_number_wherever_it_is() {
    let window = |kernel, stride, padding, dilation| Window { kernel, stride, padding, dilation };
    let windows = [
        window([2, 2], [2, 2], [[0; 2]; 2], [1, 1]),
        window([3, 3], [3, 3], [[0; 2]; 2], [1, 1]),
        window([3, 3], [1, 1], [[1; 2]; 2], [1, 1]),
        window([1, 4], [1, 4], [[0; 2]; 2], [1, 1]),
        window([1, 3], [1, 2], [[0; 2], [1, 0]], [1, 2]),
        window([3, 1], [2, 1], [[1, 0], [0; 2]], [2, 1]),
        window([6, 12], [1, 1], [[0; 2]; 2], [1, 1]),
    ];
    let mut rng = Rng::new(1);
    for window in windows {
        let pool = Pool { input: [2, 6, 12], window };
        let size = pool.input.iter().product();
        for position in 0..size {
            // The first of three samples, so that one is beside it in a lane.
            let mut x = samples(&mut rng, 3, size, true);
            x[0][position] = if position % 2 == 0 { f64::NAN } else { -f64::NAN };
            let dy = samples(&mut rng, 3, pool.output().iter().product(), false);
            let pooling = Pooling { pool, counted: window.padding, x, dy };
            pooling.check_all().unwrap_or_else(|error| panic!("{pool:?} at {position}: {error}"));
        }
    }
}

/// Upsampling, and the mean of each channel.
#[derive(Clone, Debug)]
struct Resizing {
    input: [usize; 3],
    factors: [usize; 2],
    x: Samples,
    dy: Samples,
}

impl Resizing {
    /// Which pixel each output copies.
    fn sources(&self) -> Vec<usize> {
        let ([channels, height, width], [high, wide]) = (self.input, self.factors);
        let mut sources = Vec::new();
        for channel in 0..channels {
            for y in 0..height * high {
                sources.extend((0..width * wide).map(|x| (channel * height + y / high) * width + x / wide));
            }
        }
        sources
    }
}

impl Kernels for Resizing {
    fn check<V: Vector, const W: usize>(&self) -> Result<(), TestCaseError> {
        let (x, dy) = (to_tiles::<V, W>(&self.x), to_tiles::<V, W>(&self.dy));
        let (inputs, outputs, count) = (self.x[0].len(), self.dy[0].len(), self.x.len());
        let sources = self.sources();
        let y = map(&x, (inputs, outputs), |x, y| upsample::forward(self.input, self.factors, x, y));
        let expected = self.x.iter().map(|x| sources.iter().map(|&i| x[i]).collect()).collect();
        assert_close::<V>("upsample y", &from_tiles(&y, outputs, count), &expected)?;
        let dx = map(&dy, (outputs, inputs), |dy, dx| upsample::backward(self.input, self.factors, dy, dx));
        let mut expected = vec![vec![0.0; inputs]; count];
        for (dx, dy) in expected.iter_mut().zip(&self.dy) {
            sources.iter().zip(dy).for_each(|(&i, dy)| dx[i] += dy);
        }
        assert_close::<V>("upsample dx", &from_tiles(&dx, inputs, count), &expected)?;

        let (channels, pixels) = (self.input[0], inputs / self.input[0]);
        let mean = |x: &Vec<f64>| x.chunks_exact(pixels).map(|x| x.iter().sum::<f64>() / pixels as f64).collect();
        let y = map(&x, (inputs, channels), |x, y| pool::global_average_forward(x, y));
        let means: Samples = self.x.iter().map(mean).collect();
        assert_close::<V>("globalavgpool y", &from_tiles(&y, channels, count), &means)?;
        for (x, mean) in self.x.iter().zip(&means) {
            let mut y = vec![V::Element::MAX; channels];
            pool::global_average_forward_one::<V>(&numbers(x), &mut y);
            assert_close::<V>("globalavgpool y of one sample", &plain(&y), &vec![mean.clone()])?;
        }
        let dx = map(&y, (channels, inputs), |dy, dx| pool::global_average_backward(dy, dx));
        let spread = |y: &Vec<f64>| y.iter().flat_map(|y| vec![y / pixels as f64; pixels]).collect();
        assert_close::<V>("globalavgpool dx", &from_tiles(&dx, inputs, count), &means.iter().map(spread).collect())
    }
}

fn resizing() -> impl Strategy<Value = Resizing> {
    ([1_usize..4, 1_usize..5, 1_usize..9], [1_usize..4, 1_usize..4], 1_usize..20, any::<u64>()).prop_map(
        |(input, factors, count, seed)| {
            let mut rng = Rng::new(seed);
            let size: usize = input.iter().product();
            let x = samples(&mut rng, count, size, false);
            let dy = samples(&mut rng, count, size * factors[0] * factors[1], false);
            Resizing { input, factors, x, dy }
        },
    )
}

/// Mean and `1/√(σ² + ε)` of some numbers.
fn moments(x: &[f64], epsilon: f64) -> (f64, f64) {
    let mean = x.iter().sum::<f64>() / x.len() as f64;
    let variance = x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / x.len() as f64;
    (mean, 1.0 / (variance + epsilon).sqrt())
}

/// The input gradient of a normalization, `g = γ·dy` and `x̂` given.
fn normalized_gradient(scale: f64, g: &[f64], normal: &[f64]) -> Vec<f64> {
    let n = g.len() as f64;
    let (mean, slope) = (g.iter().sum::<f64>() / n, g.iter().zip(normal).map(|(g, x)| g * x).sum::<f64>() / n);
    g.iter().zip(normal).map(|(g, x)| scale * (g - mean - x * slope)).collect()
}

/// Group norm of `groups` groups of `pairs` factors, each of which serves `run` features.
#[derive(Clone, Debug)]
struct GroupNorm {
    groups: usize,
    pairs: usize,
    run: usize,
    gamma: Vec<f64>,
    beta: Vec<f64>,
    x: Samples,
    dy: Samples,
}

const EPSILON: f64 = 1e-5;

impl GroupNorm {
    fn factor(&self, i: usize) -> f64 {
        self.gamma.get(i / self.run).copied().unwrap_or(1.0)
    }

    /// The plain version: y, dx, and the gradients of the factors and summands.
    fn expected(&self) -> (Samples, Samples, Samples, Samples) {
        let size = self.pairs * self.run;
        let (mut y, mut dx) = (self.x.clone(), self.x.clone());
        let (mut dgamma, mut dbeta) = (vec![1.0; self.gamma.len()], vec![1.0; self.gamma.len()]);
        for s in 0..self.x.len() {
            for group in 0..self.groups {
                let range = group * size..(group + 1) * size;
                let (mean, scale) = moments(&self.x[s][range.clone()], EPSILON);
                let normal: Vec<f64> = self.x[s][range.clone()].iter().map(|x| (x - mean) * scale).collect();
                let g: Vec<f64> = range.clone().map(|i| self.factor(i) * self.dy[s][i]).collect();
                dx[s][range.clone()].copy_from_slice(&normalized_gradient(scale, &g, &normal));
                for (i, normal) in range.zip(normal) {
                    y[s][i] = normal * self.factor(i) + self.beta.get(i / self.run).copied().unwrap_or(0.0);
                    if !self.gamma.is_empty() {
                        dgamma[i / self.run] += self.dy[s][i] * normal;
                        dbeta[i / self.run] += self.dy[s][i];
                    }
                }
            }
        }
        (y, dx, vec![dgamma], vec![dbeta])
    }
}

impl Kernels for GroupNorm {
    fn check<V: Vector, const W: usize>(&self) -> Result<(), TestCaseError> {
        let (x, dy) = (to_tiles::<V, W>(&self.x), to_tiles::<V, W>(&self.dy));
        let (rows, count) = (self.x[0].len(), self.x.len());
        let (gamma, beta) = (numbers::<V::Element>(&self.gamma), numbers(&self.beta));
        let (mut dgamma, mut dbeta) = (vec![V::Element::ONE; gamma.len()], vec![V::Element::ONE; gamma.len()]);
        let (mut y, mut dx) = (x.clone(), x.clone());
        let mut statistics = vec![x[0]; norm::group_statistics(self.groups)];
        for at in (0..x.len()).step_by(rows) {
            let tile = at..at + rows;
            let affine = Affine { gamma: &gamma, beta: &beta };
            let (x, dy) = (&x[tile.clone()], &dy[tile.clone()]);
            norm::group_forward(self.groups, EPSILON, affine, x, &mut y[tile.clone()], &mut statistics);
            norm::group_backward(&gamma, x, &statistics, dy, &mut dx[tile], [&mut dgamma, &mut dbeta]);
        }
        let expected = self.expected();
        assert_close::<V>("groupnorm y", &from_tiles(&y, rows, count), &expected.0)?;
        assert_close::<V>("groupnorm dx", &from_tiles(&dx, rows, count), &expected.1)?;
        assert_close::<V>("groupnorm dgamma", &plain(&dgamma), &expected.2)?;
        assert_close::<V>("groupnorm dbeta", &plain(&dbeta), &expected.3)
    }
}

/// Moves the first number away from the others if all lie close together: to normalize them would
/// magnify the rounding of `f32`.
fn spread(x: &mut [f64]) {
    let first = x[0];
    if x.iter().all(|x| (x - first).abs() < 0.25) {
        x[0] += 1.0;
    }
}

fn group_norm() -> impl Strategy<Value = GroupNorm> {
    (1_usize..4, 1_usize..5, 1_usize..5, 1_usize..20, any::<u64>(), any::<bool>())
        .prop_filter("a single number has no deviation", |&(_, pairs, run, ..)| pairs * run > 1)
        .prop_map(|(groups, pairs, run, count, seed, affine)| {
            let mut rng = Rng::new(seed);
            let parameters = if affine { groups * pairs } else { 0 };
            let [gamma, beta] = [(); 2].map(|()| samples(&mut rng, 1, parameters, false).remove(0));
            let [mut x, dy] = [(); 2].map(|()| samples(&mut rng, count, groups * pairs * run, false));
            x.iter_mut().flat_map(|x| x.chunks_exact_mut(pairs * run)).for_each(spread);
            GroupNorm { groups, pairs, run, gamma, beta, x, dy }
        })
}

/// Batch norm over all samples.
#[derive(Clone, Debug)]
struct BatchNorm {
    batch: Batch,
    gamma: Vec<f64>,
    beta: Vec<f64>,
    x: Samples,
    dy: Samples,
}

impl BatchNorm {
    /// The numbers of a channel in all samples.
    fn channel(&self, x: &Samples, channel: usize) -> Vec<f64> {
        let pixels = self.batch.pixels;
        x.iter().flat_map(|x| x[channel * pixels..(channel + 1) * pixels].to_vec()).collect()
    }

    /// The plain version: y, dx, and the gradients of the factors and summands.
    fn expected(&self) -> (Samples, Samples, Samples, Samples) {
        let pixels = self.batch.pixels;
        let (mut y, mut dx) = (self.x.clone(), self.x.clone());
        let (mut dgamma, mut dbeta) = (Vec::new(), Vec::new());
        for channel in 0..self.batch.channels {
            let (x, dy) = (self.channel(&self.x, channel), self.channel(&self.dy, channel));
            let (mean, scale) = moments(&x, EPSILON);
            let normal: Vec<f64> = x.iter().map(|x| (x - mean) * scale).collect();
            let g: Vec<f64> = dy.iter().map(|dy| dy * self.gamma[channel]).collect();
            let gradient = normalized_gradient(scale, &g, &normal);
            for (i, (normal, gradient)) in normal.iter().zip(gradient).enumerate() {
                let (s, at) = (i / pixels, channel * pixels + i % pixels);
                y[s][at] = normal * self.gamma[channel] + self.beta[channel];
                dx[s][at] = gradient;
            }
            dgamma.push(dy.iter().zip(&normal).map(|(dy, x)| dy * x).sum());
            dbeta.push(dy.iter().sum());
        }
        (y, dx, vec![dgamma], vec![dbeta])
    }
}

impl Kernels for BatchNorm {
    fn check<V: Vector, const W: usize>(&self) -> Result<(), TestCaseError> {
        let batch = &self.batch;
        let (rows, count) = (self.x[0].len(), self.x.len());
        let (mut x, dy) = (to_tiles::<V, W>(&self.x), to_tiles::<V, W>(&self.dy));
        // What a layer before this one leaves in empty lanes, such as its bias, must not count.
        let (tile, capacity) = (x.len() - rows, tile::capacity::<V, W>());
        for row in &mut x[tile..] {
            V::elements_mut(row)[count - tile / rows * capacity..].fill(V::Element::from_f64(7.0));
        }
        let (gamma, beta) = (numbers::<V::Element>(&self.gamma), numbers(&self.beta));
        let zeros = vec![V::Element::ZERO; batch.channels];
        let share = V::Element::from_f64(1.0 / batch.count() as f64);
        let (mut mean, mut variance, mut dgamma, mut dbeta) = (zeros.clone(), zeros.clone(), zeros.clone(), zeros);
        norm::batch_sums(batch, &x, &mut mean);
        for mean in &mut mean {
            *mean = *mean * share;
        }
        norm::batch_squares(batch, &mean, &x, &mut variance);
        for variance in &mut variance {
            *variance = *variance * share;
        }
        let moments = Moments { mean: &mean, variance: &variance, epsilon: EPSILON };
        let (mut y, mut dx) = (x.clone(), x.clone());
        norm::batch_normalize(batch, moments, Affine { gamma: &gamma, beta: &beta }, &x, &mut y);
        norm::batch_gradient(batch, moments, &x, &dy, [&mut dgamma, &mut dbeta]);
        let [means_x, means] = [&dgamma, &dbeta].map(|sums| sums.iter().map(|&sum| sum * share).collect::<Vec<_>>());
        let means = Affine { gamma: &means_x, beta: &means };
        norm::batch_input_gradient(batch, moments, &gamma, means, &x, &dy, &mut dx);
        let expected = self.expected();
        assert_close::<V>("batchnorm y", &from_tiles(&y, rows, count), &expected.0)?;
        assert_close::<V>("batchnorm dx", &from_tiles(&dx, rows, count), &expected.1)?;
        assert_close::<V>("batchnorm dgamma", &plain(&dgamma), &expected.2)?;
        assert_close::<V>("batchnorm dbeta", &plain(&dbeta), &expected.3)?;
        for row in &dx[tile..] {
            let empty = &V::elements(row)[count - tile / rows * capacity..];
            prop_assert!(empty.iter().all(|x| x.to_f64() == 0.0), "empty lanes have no gradient");
        }
        Ok(())
    }
}

fn batch_norm() -> impl Strategy<Value = BatchNorm> {
    (1_usize..4, 1_usize..7, 2_usize..40, any::<u64>()).prop_map(|(channels, pixels, count, seed)| {
        let mut rng = Rng::new(seed);
        let [gamma, beta] = [(); 2].map(|()| samples(&mut rng, 1, channels, false).remove(0));
        let [x, dy] = [(); 2].map(|()| samples(&mut rng, count, channels * pixels, false));
        BatchNorm { batch: Batch { channels, pixels, samples: count }, gamma, beta, x, dy }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases((ProptestConfig::default().cases * 100).div_ceil(256)))]

    #[test]
    fn pooling_equals_its_plain_version(pooling in pooling()) {
        pooling.check_all()?;
    }

    #[test]
    fn resizing_equals_its_plain_version(interpolating in interpolating()) {
        interpolating.check_all()?;
    }

    #[test]
    fn upsampling_and_global_means_equal_their_plain_versions(resizing in resizing()) {
        resizing.check_all()?;
    }

    #[test]
    fn group_norm_equals_its_plain_version(norm in group_norm()) {
        norm.check_all()?;
    }

    #[test]
    fn batch_norm_equals_its_plain_version_and_ignores_empty_lanes(norm in batch_norm()) {
        norm.check_all()?;
    }
}
