//! The kernels of resizing: images of any size are interpolated to any other.
//!
//! An image's rows are in the order `[channel][height][width]`, a sample to a lane.

use crate::conv::product;
use crate::{Number, Vector};

/// The sizes of a resizing layer, and what it puts between pixels.
///
/// # Examples
///
/// ```
/// use sinew_tensors::resize::{self, Interpolation, Resize};
///
/// let resize = Resize { input: [1, 1, 2], output: [1, 4], interpolation: Interpolation::Bilinear };
/// let mut y = [[0.0]; 4];
/// resize::forward::<f64, 1>(&resize, &[[0.0], [4.0]], &mut y);
/// assert_eq!(y, [[0.0], [1.0], [3.0], [4.0]]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resize {
    /// Channels, height and width of an input.
    pub input: [usize; 3],
    /// Height and width of an output.
    pub output: [usize; 2],
    /// What lies between pixels.
    pub interpolation: Interpolation,
}

/// What lies between the pixels of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interpolation {
    /// Nothing: output `i` is input `⌊i·n/m⌋` of `n`, where there are `m` outputs.
    Nearest,
    /// A straight line along each axis. Pixels are squares: the center of output `i` lies at
    /// `(i + ½)·n/m − ½` among those of the inputs; before the first and after the last, their
    /// numbers go on.
    Bilinear,
    /// A straight line along each axis. Pixels are points: output `i` lies at `i·(n − 1)/(m − 1)`,
    /// so that corners lie on corners.
    AlignedBilinear,
}

impl Resize {
    /// How many rows an output has.
    pub const fn outputs(&self) -> usize {
        self.input[0] * self.output[0] * self.output[1]
    }

    fn assert_shapes(&self, x: usize, y: usize) {
        let ([channels, ..], [height, width]) = (self.input, self.output);
        assert!(x == product(self.input), "x: {:?}, not {x} rows", self.input);
        assert!(y == self.outputs(), "y: {:?}, not {y} rows", [channels, height, width]);
    }

    /// The inputs along an axis between which output `i` lies.
    ///
    /// In whole numbers, so that no rounding takes it to other inputs.
    fn neighbours(&self, axis: usize, i: usize) -> Neighbours {
        let (inputs, outputs) = (self.input[axis + 1], self.output[axis]);
        let (numerator, denominator) = match self.interpolation {
            Interpolation::Nearest => (i * inputs / outputs, 1),
            Interpolation::Bilinear => (((2 * i + 1) * inputs).saturating_sub(outputs), 2 * outputs),
            Interpolation::AlignedBilinear => (i * (inputs - 1), (outputs - 1).max(1)),
        };
        let first = numerator / denominator;
        let share = (numerator % denominator) as f64 / denominator as f64;
        Neighbours { first, second: (first + 1).min(inputs - 1), share }
    }
}

/// Two inputs, and the share of the second in what lies between them.
#[derive(Clone, Copy)]
struct Neighbours {
    first: usize,
    second: usize,
    share: f64,
}

impl Neighbours {
    /// Both with their shares.
    fn both(self) -> [(usize, f64); 2] {
        [(self.first, 1.0 - self.share), (self.second, self.share)]
    }
}

/// Forward, `y[c][i][j][·] = Σ s·x[c][k][l][·]` over the neighbours `[k, l]` of `[i, j]`, each with
/// its share `s`.
///
/// `x: [C, H, W, LANES]`, `y: [C, H′, W′, LANES]`. Neighbours without a share are not read.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn forward<V: Vector, const W: usize>(resize: &Resize, x: &[[V; W]], y: &mut [[V; W]]) {
    resize.assert_shapes(x.len(), y.len());
    V::resize_forward(resize, x.as_flattened(), y.as_flattened_mut(), W);
}

/// Backward, `dx[c][k][l][·] = Σ s·dy[c][i][j][·]` over the outputs that have `[k, l]` as a
/// neighbour.
///
/// `dy: [C, H′, W′, LANES]`, `dx: [C, H, W, LANES]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn backward<V: Vector, const W: usize>(resize: &Resize, dy: &[[V; W]], dx: &mut [[V; W]]) {
    resize.assert_shapes(dx.len(), dy.len());
    V::resize_backward(resize, dy.as_flattened(), dx.as_flattened_mut(), W);
}

#[inline(always)]
pub(crate) fn forward_kernel<V: Vector>(resize: &Resize, x: &[V], y: &mut [V], width: usize) {
    y.fill(V::splat(V::Element::ZERO));
    each_neighbour(
        resize,
        width,
        #[inline(always)]
        |input, output, share| y[output] = V::constant(share).mul_add(x[input], y[output]),
    );
}

#[inline(always)]
pub(crate) fn backward_kernel<V: Vector>(resize: &Resize, dy: &[V], dx: &mut [V], width: usize) {
    dx.fill(V::splat(V::Element::ZERO));
    each_neighbour(
        resize,
        width,
        #[inline(always)]
        |input, output, share| dx[input] = V::constant(share).mul_add(dy[output], dx[input]),
    );
}

/// Visits the neighbours of all outputs: the vector of the input, that of the output, the share.
#[inline(always)]
fn each_neighbour(resize: &Resize, width: usize, mut visit: impl FnMut(usize, usize, f64)) {
    let ([channels, height, row], [rows, columns]) = (resize.input, resize.output);
    for i in 0..rows {
        let down = resize.neighbours(0, i).both();
        for j in 0..columns {
            let along = resize.neighbours(1, j).both();
            for ((k, above), (l, beside)) in down.into_iter().flat_map(|k| along.map(|l| (k, l))) {
                let share = above * beside;
                if share == 0.0 {
                    continue;
                }
                for channel in 0..channels {
                    let (input, output) = ((channel * height + k) * row + l, (channel * rows + i) * columns + j);
                    for c in 0..width {
                        visit(input * width + c, output * width + c, share);
                    }
                }
            }
        }
    }
}
