//! The kernels of convolutions equal their plain versions for odd sizes, strides, paddings,
//! dilations and groups, on every instruction set.

use proptest::prelude::*;
use sinew_tensors::conv::{self, Conv};
use sinew_tensors::transposed_conv::{self, TransposedConv};
use sinew_tensors::{Buffer, InstructionSet, Number, Rng, Vector, Vectorized, Window, tile};

/// A convolution between an image and features, with numbers for all of them. A transposed
/// convolution goes the other way.
#[derive(Clone, Debug)]
struct Case {
    image: [usize; 3],
    features: [usize; 3],
    groups: usize,
    window: Window,
    samples: usize,
    seed: u64,
}

/// The numbers of a case: samples of images, features, weights, and a bias for either.
struct Numbers<T> {
    images: Vec<Vec<T>>,
    features: Vec<Vec<T>>,
    w: Vec<T>,
    b: Vec<T>,
}

impl Case {
    fn numbers<T: Number>(&self, bias: usize) -> Numbers<T> {
        let mut rng = Rng::new(self.seed);
        let mut numbers = |n: usize| (0..n).map(|_| T::from_f64(rng.normal())).collect::<Vec<T>>();
        let (image, features) = (self.image.iter().product(), self.features.iter().product());
        Numbers {
            images: (0..self.samples).map(|_| numbers(image)).collect(),
            features: (0..self.samples).map(|_| numbers(features)).collect(),
            w: numbers(self.features[0] * self.image[0] / self.groups * self.window.kernel.iter().product::<usize>()),
            b: numbers(if self.seed.is_multiple_of(3) { 0 } else { bias }),
        }
    }

    /// Visits what each weight connects: indices of the weight, the pixel of the image and the
    /// pixel of the features.
    fn each_product(&self, mut visit: impl FnMut(usize, usize, usize)) {
        let ([channels, height, width], [outputs, rows, columns]) = (self.image, self.features);
        let Window { kernel, stride, padding, dilation } = self.window;
        let inputs = channels / self.groups;
        for o in 0..outputs {
            for i in 0..inputs {
                let channel = o / (outputs / self.groups) * inputs + i;
                for (k, l) in pairs(kernel) {
                    for (y, x) in pairs([rows, columns]) {
                        let (iy, ix) = (y * stride[0] + k * dilation[0], x * stride[1] + l * dilation[1]);
                        let (Some(iy), Some(ix)) = (iy.checked_sub(padding[0][0]), ix.checked_sub(padding[1][0]))
                        else {
                            continue;
                        };
                        if iy < height && ix < width {
                            let w = ((o * inputs + i) * kernel[0] + k) * kernel[1] + l;
                            visit(w, (channel * height + iy) * width + ix, (o * rows + y) * columns + x);
                        }
                    }
                }
            }
        }
    }

    /// The formulas as loops: features of the image, image of the features, and the gradient of the
    /// weights.
    fn to_features<T: Number>(&self, w: &[T], image: &[T]) -> Vec<f64> {
        let mut features = vec![0.0; self.features.iter().product()];
        self.each_product(|k, i, o| features[o] += w[k].to_f64() * image[i].to_f64());
        features
    }

    fn to_image<T: Number>(&self, w: &[T], features: &[T]) -> Vec<f64> {
        let mut image = vec![0.0; self.image.iter().product()];
        self.each_product(|k, i, o| image[i] += w[k].to_f64() * features[o].to_f64());
        image
    }

    fn to_weights<T: Number>(&self, numbers: &Numbers<T>) -> Vec<f64> {
        let mut dw = vec![1.0; numbers.w.len()];
        for (image, features) in numbers.images.iter().zip(&numbers.features) {
            self.each_product(|k, i, o| dw[k] += image[i].to_f64() * features[o].to_f64());
        }
        dw
    }
}

fn pairs([a, b]: [usize; 2]) -> impl Iterator<Item = (usize, usize)> {
    (0..a).flat_map(move |i| (0..b).map(move |j| (i, j)))
}

/// `z` with each channel's bias added.
fn with_bias<T: Number>(mut z: Vec<f64>, b: &[T]) -> Vec<f64> {
    if !b.is_empty() {
        let size = z.len() / b.len();
        for (i, z) in z.iter_mut().enumerate() {
            *z += b[i / size].to_f64();
        }
    }
    z
}

/// The sum of each channel of all samples, plus one.
fn channel_sums<T: Number>(samples: &[Vec<T>], channels: usize) -> Vec<f64> {
    let mut sums = vec![1.0; channels];
    for sample in samples {
        for (i, x) in sample.iter().enumerate() {
            sums[i / (sample.len() / channels)] += x.to_f64();
        }
    }
    sums
}

/// Samples as tiles of `W` vectors, one after the other.
fn tiles<'a, V: Vector, const W: usize>(buffer: &'a mut Buffer, samples: &[Vec<V::Element>]) -> &'a mut [[V; W]] {
    let (rows, capacity) = (samples[0].len(), tile::capacity::<V, W>());
    let tiles = buffer.tile::<V, W>(rows * samples.len().div_ceil(capacity));
    for (tile, samples) in tiles.chunks_exact_mut(rows).zip(samples.chunks(capacity)) {
        tile::gather(tile, samples.len(), |s| &samples[s]);
    }
    tiles
}

/// The kernels of a convolution, and of a transposed convolution, on tiles of `W` vectors; says
/// which number is wrong.
struct Check<'a, const W: usize>(&'a Case);

impl<T: Number, const W: usize> Vectorized<T> for Check<'_, W> {
    type Output = Result<(), TestCaseError>;

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> Self::Output {
        self.check_conv::<V>()?;
        self.check_transposed::<V>()
    }
}

impl<const W: usize> Check<'_, W> {
    fn check_conv<V: Vector>(&self) -> Result<(), TestCaseError> {
        let case = self.0;
        let conv = Conv { input: case.image, channels: case.features[0], groups: case.groups, window: case.window };
        prop_assert_eq!(conv.output(), case.features);
        let numbers = case.numbers::<V::Element>(conv.channels);
        let mut buffers = [const { Buffer::new() }; 4];
        let [x, dz, z, dx] = &mut buffers;
        let (x, dz) = (tiles::<V, W>(x, &numbers.images), tiles::<V, W>(dz, &numbers.features));
        let (z, dx) = (z.tile::<V, W>(dz.len()), dx.tile::<V, W>(x.len()));
        let (image, features) = (numbers.images[0].len(), numbers.features[0].len());
        for (x, z) in x.chunks_exact(image).zip(z.chunks_exact_mut(features)) {
            conv::forward(&conv, &numbers.w, &numbers.b, x, z);
        }
        for (dz, dx) in dz.chunks_exact(features).zip(dx.chunks_exact_mut(image)) {
            conv::input_gradient(&conv, &numbers.w, dz, dx);
        }
        // These are added to what is there.
        let mut dw = vec![V::Element::ONE; numbers.w.len()];
        let mut db = vec![V::Element::ONE; conv.channels];
        conv::weight_gradient(&conv, x, dz, &mut dw);
        conv::bias_gradient(&conv, dz, &mut db);

        for s in 0..case.samples {
            let expected = with_bias(case.to_features(&numbers.w, &numbers.images[s]), &numbers.b);
            assert_close("z", &sample::<V, W>(z, features, s), &expected)?;
            assert_close("dx", &sample::<V, W>(dx, image, s), &case.to_image(&numbers.w, &numbers.features[s]))?;
            let mut one = vec![V::Element::ZERO; features];
            let mut scratch = vec![V::Element::MAX; conv::forward_one_scratch(&conv)];
            conv::forward_one::<V>(&conv, &numbers.w, &numbers.b, &numbers.images[s], &mut one, &mut scratch);
            assert_close("z of one sample", &one, &expected)?;
        }
        assert_close("dw", &dw, &case.to_weights(&numbers))?;
        assert_close("db", &db, &channel_sums(&numbers.features, conv.channels))
    }

    fn check_transposed<V: Vector>(&self) -> Result<(), TestCaseError> {
        let case = self.0;
        let mut conv = TransposedConv {
            input: case.features,
            channels: case.image[0],
            groups: case.groups,
            window: case.window,
            output_padding: [0; 2],
        };
        for i in 0..2 {
            let Window { kernel, stride, padding, dilation } = case.window;
            let needed = (case.features[i + 1] - 1) * stride[i] + dilation[i] * (kernel[i] - 1) + 1;
            conv.output_padding[i] = case.image[i + 1] + padding[i][0] + padding[i][1] - needed;
        }
        prop_assert_eq!(conv.output(), case.image);
        let numbers = case.numbers::<V::Element>(conv.channels);
        let mut buffers = [const { Buffer::new() }; 4];
        let [x, dz, z, dx] = &mut buffers;
        let (x, dz) = (tiles::<V, W>(x, &numbers.features), tiles::<V, W>(dz, &numbers.images));
        let (z, dx) = (z.tile::<V, W>(dz.len()), dx.tile::<V, W>(x.len()));
        let (image, features) = (numbers.images[0].len(), numbers.features[0].len());
        for (x, z) in x.chunks_exact(features).zip(z.chunks_exact_mut(image)) {
            transposed_conv::forward(&conv, &numbers.w, &numbers.b, x, z);
        }
        for (dz, dx) in dz.chunks_exact(image).zip(dx.chunks_exact_mut(features)) {
            transposed_conv::input_gradient(&conv, &numbers.w, dz, dx);
        }
        let mut dw = vec![V::Element::ONE; numbers.w.len()];
        let mut db = vec![V::Element::ONE; conv.channels];
        transposed_conv::weight_gradient(&conv, x, dz, &mut dw);
        transposed_conv::bias_gradient(&conv, dz, &mut db);

        for s in 0..case.samples {
            let expected = with_bias(case.to_image(&numbers.w, &numbers.features[s]), &numbers.b);
            assert_close("transposed z", &sample::<V, W>(z, image, s), &expected)?;
            let expected = case.to_features(&numbers.w, &numbers.images[s]);
            assert_close("transposed dx", &sample::<V, W>(dx, features, s), &expected)?;
        }
        assert_close("transposed dw", &dw, &case.to_weights(&numbers))?;
        assert_close("transposed db", &db, &channel_sums(&numbers.images, conv.channels))
    }
}

/// Sample `s` of tiles of that many rows.
fn sample<V: Vector, const W: usize>(tiles: &[[V; W]], rows: usize, s: usize) -> Vec<V::Element> {
    let capacity = tile::capacity::<V, W>();
    let tile = &tiles[s / capacity * rows..][..rows];
    tile.iter().map(|row| V::elements(row)[s % capacity]).collect()
}

/// Sums of some hundred products of normal numbers, each of which an `f32` rounds to 6e-8 of its
/// size.
fn assert_close<T: Number>(what: &str, found: &[T], expected: &[f64]) -> Result<(), TestCaseError> {
    let tolerance = if size_of::<T>() == 4 { 1e-4 } else { 1e-12 };
    prop_assert_eq!(found.len(), expected.len());
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        let close = (found.to_f64() - expected).abs() <= tolerance * (1.0 + expected.abs());
        prop_assert!(close, "{what}[{i}] is {found}, expected {expected}, on {}", InstructionSet::current());
    }
    Ok(())
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    for set in InstructionSet::available() {
        set.select().expect("it is available");
        f32::dispatch(Check::<1>(case))?;
        f32::dispatch(Check::<2>(case))?;
        f64::dispatch(Check::<1>(case))?;
        f64::dispatch(Check::<3>(case))?;
    }
    Ok(())
}

/// A convolution whose kernel fits its image, along one axis: inputs, kernel, stride, padding,
/// dilation.
fn axis() -> impl Strategy<Value = (usize, usize, usize, [usize; 2], usize)> {
    (1_usize..6, 1_usize..4, [0_usize..4, 0_usize..4], 1_usize..4, 0_usize..12).prop_map(
        |(kernel, stride, padding, dilation, more)| {
            let least = (dilation * (kernel - 1) + 1).saturating_sub(padding[0] + padding[1]).max(1);
            (least + more, kernel, stride, padding, dilation)
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let channels = (1_usize..4, 1_usize..8, 1_usize..14);
    (axis(), axis(), channels, 1_usize..20, any::<u64>()).prop_map(
        |(y, x, (groups, inputs, outputs), samples, seed)| {
            let window = Window { kernel: [y.1, x.1], stride: [y.2, x.2], padding: [y.3, x.3], dilation: [y.4, x.4] };
            let [height, width] = window.outputs([y.0, x.0]);
            // Many groups of few channels, or few of many: a group's own sizes decide which blocks
            // compute it.
            let (inputs, outputs) = if groups == 1 { (inputs, outputs) } else { (inputs.min(3), outputs.min(5)) };
            Case {
                image: [groups * inputs, y.0, x.0],
                features: [groups * outputs, height, width],
                groups,
                window,
                samples,
                seed,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases((ProptestConfig::default().cases * 100).div_ceil(256)))]

    #[test]
    fn kernels_equal_their_plain_versions(case in case()) {
        check(&case)?;
    }
}

fn fixed(image: [usize; 3], channels: usize, groups: usize, window: Window) -> Case {
    let [height, width] = window.outputs([image[1], image[2]]);
    Case { image, features: [channels, height, width], groups, window, samples: 17, seed: 1 }
}

#[test]
fn kernels_equal_their_plain_versions_in_networks_people_use() -> Result<(), TestCaseError> {
    let same = Window::new([3, 3]).same();
    check(&fixed([1, 28, 28], 6, 1, Window::new([5, 5])))?;
    check(&fixed([6, 12, 12], 16, 1, Window::new([5, 5])))?;
    check(&fixed([16, 7, 7], 16, 1, same))?;
    check(&fixed([8, 14, 14], 16, 1, same.with_stride([2, 2])))?;
    check(&fixed([8, 9, 9], 8, 8, same))?;
    check(&fixed([4, 1, 50], 9, 1, Window::new([1, 5]).same()))?;
    check(&fixed([9, 6, 5], 20, 1, Window::new([1, 1])))
}

#[test]
fn more_taps_than_are_packed_at_a_time_are_summed() -> Result<(), TestCaseError> {
    check(&fixed([23, 6, 7], 7, 1, Window::new([3, 3]).same()))
}

#[test]
fn a_stride_larger_than_the_kernel_leaves_pixels_without_a_gradient() -> Result<(), TestCaseError> {
    check(&fixed([2, 11, 10], 3, 1, Window::new([1, 2]).with_stride([3, 4])))
}

#[test]
#[should_panic(expected = "w: [OUT, IN/GROUPS, KH, KW]")]
fn a_kernel_refuses_weights_of_another_shape() {
    let conv = Conv { input: [1, 3, 3], channels: 1, groups: 1, window: Window::new([2, 2]) };
    conv::forward::<f32, 1>(&conv, &[1.0; 6], &[], &[[1.0]; 9], &mut [[0.0]; 4]);
}

#[test]
#[should_panic(expected = "the kernel is larger than its input")]
fn a_window_refuses_an_image_smaller_than_the_kernel() {
    let _ = Window::new([3, 3]).outputs([3, 2]);
}
