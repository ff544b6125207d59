//! The kernels of transposed convolutions: each is one of a convolution from its output back to its
//! input.

use crate::conv::correlation::{Correlation, Sizes};
use crate::conv::{assert_shapes, assert_tiles, product};
use crate::{Vector, Window};

/// A transposed convolution's sizes.
///
/// # Examples
///
/// ```
/// use sinew_tensors::{Window, transposed_conv::TransposedConv};
///
/// let window = Window::new([3, 3]).with_stride([2, 2]).with_padding([[1, 1], [1, 1]]);
/// let conv = TransposedConv { input: [16, 7, 7], channels: 8, groups: 1, window, output_padding: [1, 1] };
/// assert_eq!(conv.output(), [8, 14, 14]);
/// assert_eq!(conv.weights(), [16, 8, 3, 3]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransposedConv {
    /// Channels, height and width of an input.
    pub input: [usize; 3],
    /// How many channels an output has.
    pub channels: usize,
    /// Into how many parts the channels fall that do not see each other.
    pub groups: usize,
    /// The kernel. Its stride is the distance of outputs that neighbouring inputs begin at; its
    /// padding is cut off the output.
    pub window: Window,
    /// How many pixels the output is higher and wider than the inputs need; only a bias reaches
    /// those that no kernel does.
    pub output_padding: [usize; 2],
}

impl TransposedConv {
    /// Channels, height and width of an output:
    /// `(inputs − 1)·stride − padding + dilation·(kernel − 1) + output padding + 1`.
    ///
    /// # Panics
    ///
    /// If there is more padding than output.
    pub const fn output(&self) -> [usize; 3] {
        let (mut output, mut i) = ([self.channels, 0, 0], 0);
        while i < 2 {
            let padding = self.window.padding[i][0] + self.window.padding[i][1];
            let whole =
                (self.input[i + 1] - 1) * self.window.stride[i] + self.window.reach(i) + self.output_padding[i] + 1;
            assert!(padding < whole, "the padding cuts off the whole output");
            output[i + 1] = whole - padding;
            i += 1;
        }
        output
    }

    /// The shape of the weights, `[IN, OUT/GROUPS, KH, KW]` as in PyTorch.
    pub const fn weights(&self) -> [usize; 4] {
        [self.input[0], self.channels / self.groups, self.window.kernel[0], self.window.kernel[1]]
    }

    /// How many multiply-adds forward takes for a sample, those that fall into the padding
    /// included.
    pub const fn multiply_adds(&self) -> usize {
        let [_, outputs, height, width] = self.weights();
        product(self.input) * outputs * height * width
    }

    fn sizes(&self) -> Sizes {
        assert!(
            self.input[0].is_multiple_of(self.groups) && self.channels.is_multiple_of(self.groups),
            "{} groups divide neither {} input nor {} output channels",
            self.groups,
            self.input[0],
            self.channels
        );
        Sizes { image: self.output(), features: self.input, groups: self.groups, window: self.window }
    }
}

/// Forward, `z[o][y·s + k·d − p][x·s + l·d − p][·] = b[o] + Σᵢ w[i][o][k][l]·x[i][y][x][·]`, summed
/// over all that meet in an output.
///
/// `x: [IN, H, W, LANES]`, `w: [IN, OUT/GROUPS, KH, KW]`, `z: [OUT, H′, W′, LANES]`; `b: [OUT]`, or
/// empty for no bias.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn forward<V: Vector, const W: usize>(
    conv: &TransposedConv,
    w: &[V::Element],
    b: &[V::Element],
    x: &[[V; W]],
    z: &mut [[V; W]],
) {
    let sizes = conv.sizes();
    assert_shapes(&sizes, w.len(), z.len(), x.len());
    assert!(b.is_empty() || b.len() == conv.channels, "b: [OUT]");
    for pass in Correlation::backward(&sizes, W) {
        V::correlate(&pass, w, b, x.as_flattened(), z.as_flattened_mut());
    }
}

/// Input gradient,
/// `dx[i][y][x][·] = Σₒ Σₖ Σₗ w[i][o][k][l]·dz[o][y·s + k·d − p][x·s + l·d − p][·]`: a convolution.
///
/// `w: [IN, OUT/GROUPS, KH, KW]`, `dz: [OUT, H′, W′, LANES]`, `dx: [IN, H, W, LANES]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn input_gradient<V: Vector, const W: usize>(
    conv: &TransposedConv,
    w: &[V::Element],
    dz: &[[V; W]],
    dx: &mut [[V; W]],
) {
    let sizes = conv.sizes();
    assert_shapes(&sizes, w.len(), dz.len(), dx.len());
    V::correlate(&Correlation::forward(&sizes, W), w, &[], dz.as_flattened(), dx.as_flattened_mut());
}

/// Weight gradient, `dw[i][o][k][l] += Σ x[i][y][x][s]·dz[o][y·s + k·d − p][x·s + l·d − p][s]` over
/// all pixels and samples.
///
/// `x: [N, IN, H, W, LANES]`, `dz: [N, OUT, H′, W′, LANES]`, `dw: [IN, OUT/GROUPS, KH, KW]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn weight_gradient<V: Vector, const W: usize>(
    conv: &TransposedConv,
    x: &[[V; W]],
    dz: &[[V; W]],
    dw: &mut [V::Element],
) {
    let sizes = conv.sizes();
    assert_tiles(&sizes, dw.len(), dz.len(), x.len());
    V::conv_weight_gradient(&sizes, dz.as_flattened(), x.as_flattened(), dw, W);
}

/// Bias gradient, `db[o] += Σ dz[o][y][x][s]` over all pixels and samples.
///
/// `dz: [N, OUT, H′, W′, LANES]`, `db: [OUT]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn bias_gradient<V: Vector, const W: usize>(conv: &TransposedConv, dz: &[[V; W]], db: &mut [V::Element]) {
    assert!(
        db.len() == conv.channels && dz.len().is_multiple_of(product(conv.output())),
        "dz: [N, OUT, H, W], db: [OUT]"
    );
    V::conv_bias_gradient(dz.as_flattened(), db, product(conv.output()) / conv.channels * W);
}
