//! The kernels of convolutions.
//!
//! An image's rows are in the order `[channel][height][width]`. Convolutions are computed from
//! their formula, without copying patches of the image together: a sample to a lane, every
//! multiply-add of a tile is one of whole vectors.
//!
//! Forward and input gradient are one sum with other operands; it lives in `correlation`.

use crate::{Vector, Window};

pub(crate) mod correlation;
pub(crate) mod one;
pub(crate) mod weight_gradient;

use crate::sums::sum;
use correlation::{Correlation, Sizes};

/// A convolution's sizes.
///
/// # Examples
///
/// ```
/// use sinew_tensors::{Window, conv::Conv};
///
/// // The second convolution of LeNet-5.
/// let conv = Conv { input: [6, 12, 12], channels: 16, groups: 1, window: Window::new([5, 5]) };
/// assert_eq!(conv.output(), [16, 8, 8]);
/// assert_eq!(conv.weights(), [16, 6, 5, 5]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conv {
    /// Channels, height and width of an input.
    pub input: [usize; 3],
    /// How many channels an output has.
    pub channels: usize,
    /// Into how many parts the channels fall that do not see each other; as many as channels in a
    /// depthwise convolution.
    pub groups: usize,
    /// The kernel.
    pub window: Window,
}

impl Conv {
    /// Channels, height and width of an output.
    ///
    /// # Panics
    ///
    /// If the kernel is larger than the padded image.
    pub const fn output(&self) -> [usize; 3] {
        let [height, width] = self.window.outputs([self.input[1], self.input[2]]);
        [self.channels, height, width]
    }

    /// The shape of the weights, `[OUT, IN/GROUPS, KH, KW]` as in PyTorch.
    pub const fn weights(&self) -> [usize; 4] {
        [self.channels, self.input[0] / self.groups, self.window.kernel[0], self.window.kernel[1]]
    }

    /// How many multiply-adds forward takes for a sample, those with padding included.
    pub const fn multiply_adds(&self) -> usize {
        let [_, inputs, height, width] = self.weights();
        product(self.output()) * inputs * height * width
    }

    fn sizes(&self) -> Sizes {
        assert!(
            self.input[0].is_multiple_of(self.groups) && self.channels.is_multiple_of(self.groups),
            "{} groups divide neither {} input nor {} output channels",
            self.groups,
            self.input[0],
            self.channels
        );
        Sizes { image: self.input, features: self.output(), groups: self.groups, window: self.window }
    }
}

/// How many numbers an image has.
pub(crate) const fn product(shape: [usize; 3]) -> usize {
    shape[0] * shape[1] * shape[2]
}

/// Forward, `z[o][y][x][·] = b[o] + Σᵢ Σₖ Σₗ w[o][i][k][l]·x[i][y·s + k·d − p][x·s + l·d − p][·]`,
/// with stride `s`, dilation `d`, padding `p`.
///
/// `·` runs over the samples, one to a lane: `x: [IN, H, W, LANES]`, `w: [OUT, IN/GROUPS, KH, KW]`,
/// `z: [OUT, H′, W′, LANES]`; `b: [OUT]`, or empty for no bias. `i` runs over the input channels of
/// the group that `o` belongs to.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn forward<V: Vector, const W: usize>(
    conv: &Conv,
    w: &[V::Element],
    b: &[V::Element],
    x: &[[V; W]],
    z: &mut [[V; W]],
) {
    let sizes = conv.sizes();
    assert_shapes(&sizes, w.len(), x.len(), z.len());
    assert!(b.is_empty() || b.len() == conv.channels, "b: [OUT]");
    V::correlate(&Correlation::forward(&sizes, W), w, b, x.as_flattened(), z.as_flattened_mut());
}

/// Input gradient,
/// `dx[i][y][x][·] = Σₒ Σₖ Σₗ w[o][i][k][l]·dz[o][(y + p − k·d)/s][(x + p − l·d)/s][·]`, where the
/// divisions leave nothing.
///
/// `w: [OUT, IN/GROUPS, KH, KW]`, `dz: [OUT, H′, W′, LANES]`, `dx: [IN, H, W, LANES]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn input_gradient<V: Vector, const W: usize>(conv: &Conv, w: &[V::Element], dz: &[[V; W]], dx: &mut [[V; W]]) {
    let sizes = conv.sizes();
    assert_shapes(&sizes, w.len(), dx.len(), dz.len());
    for pass in Correlation::backward(&sizes, W) {
        V::correlate(&pass, w, &[], dz.as_flattened(), dx.as_flattened_mut());
    }
}

/// Weight gradient, `dw[o][i][k][l] += Σ dz[o][y][x][s]·x[i][y·s + k·d − p][x·s + l·d − p][s]` over
/// all pixels and samples.
///
/// `x: [N, IN, H, W, LANES]`, `dz: [N, OUT, H′, W′, LANES]`, `dw: [OUT, IN/GROUPS, KH, KW]`. The
/// sums stay in lanes over all `N` tiles; the lanes are added once, at the end.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn weight_gradient<V: Vector, const W: usize>(conv: &Conv, x: &[[V; W]], dz: &[[V; W]], dw: &mut [V::Element]) {
    let sizes = conv.sizes();
    assert_tiles(&sizes, dw.len(), x.len(), dz.len());
    V::conv_weight_gradient(&sizes, x.as_flattened(), dz.as_flattened(), dw, W);
}

/// Bias gradient, `db[o] += Σ dz[o][y][x][s]` over all pixels and samples.
///
/// `dz: [N, OUT, H′, W′, LANES]`, `db: [OUT]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn bias_gradient<V: Vector, const W: usize>(conv: &Conv, dz: &[[V; W]], db: &mut [V::Element]) {
    assert!(
        db.len() == conv.channels && dz.len().is_multiple_of(product(conv.output())),
        "dz: [N, OUT, H, W], db: [OUT]"
    );
    V::conv_bias_gradient(dz.as_flattened(), db, product(conv.output()) / conv.channels * W);
}

/// Forward for one sample; see [`forward`]. Here the lanes hold pixels of the one sample.
///
/// `x: [IN, H, W]`, `w: [OUT, IN/GROUPS, KH, KW]`, `z: [OUT, H′, W′]`; `b: [OUT]`, or empty for no
/// bias; `scratch` has [`forward_one_scratch`] numbers.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn forward_one<V: Vector>(
    conv: &Conv,
    w: &[V::Element],
    b: &[V::Element],
    x: &[V::Element],
    z: &mut [V::Element],
    scratch: &mut [V::Element],
) {
    let sizes = conv.sizes();
    assert_shapes(&sizes, w.len(), x.len(), z.len());
    assert!(b.is_empty() || b.len() == conv.channels, "b: [OUT]");
    assert!(scratch.len() >= forward_one_scratch(conv), "scratch: [{}]", forward_one_scratch(conv));
    V::conv_forward_one(&sizes, w, b, x, z, scratch);
}

/// How many numbers [`forward_one`] needs as scratch memory: an input channel, once for each column
/// of the kernel.
pub const fn forward_one_scratch(conv: &Conv) -> usize {
    let ([_, height, width], window) = (conv.output(), &conv.window);
    one::plane_rows(height, window) * width * window.kernel[1]
}

pub(crate) fn assert_shapes(sizes: &Sizes, weights: usize, image: usize, features: usize) {
    assert!(weights == sizes.weights(), "w: [OUT, IN/GROUPS, KH, KW]");
    assert!(image == product(sizes.image), "x: {:?}, not {image} rows", sizes.image);
    assert!(features == product(sizes.features), "z: {:?}, not {features} rows", sizes.features);
}

pub(crate) fn assert_tiles(sizes: &Sizes, weights: usize, image: usize, features: usize) {
    let tiles = image / product(sizes.image);
    assert!(weights == sizes.weights(), "dw: [OUT, IN/GROUPS, KH, KW]");
    assert!(image == tiles * product(sizes.image), "x: [N, {:?}], not {image} rows", sizes.image);
    assert!(features == tiles * product(sizes.features), "dz: [N, {:?}], not {features} rows", sizes.features);
}

/// `channel` is how many vectors each of the channels has in a tile.
#[inline(always)]
pub(crate) fn bias_gradient_kernel<V: Vector>(dz: &[V], db: &mut [V::Element], channel: usize) {
    let tile = db.len() * channel;
    for (k, db) in db.iter_mut().enumerate() {
        let mut total = V::constant(0.0);
        for dz in dz.chunks_exact(tile) {
            total = total + sum(&dz[k * channel..][..channel], 1, 0);
        }
        *db = *db + total.sum();
    }
}
