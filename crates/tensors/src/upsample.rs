//! The kernels of upsampling by whole factors: each pixel becomes a rectangle of pixels.
//!
//! An image's rows are in the order `[channel][height][width]`, a sample to a lane.

use crate::conv::product;
use crate::{Number, Vector};

/// Forward, `y[c][y][x][·] = x[c][y/f][x/g][·]` with the factors `f` and `g`, rounded down.
///
/// `x: [C, H, W, LANES]`, `y: [C, H·f, W·g, LANES]`; `input` is `[C, H, W]`, `factors` are
/// `[f, g]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn forward<V: Vector, const W: usize>(input: [usize; 3], factors: [usize; 2], x: &[[V; W]], y: &mut [[V; W]]) {
    assert_shapes(input, factors, x.len(), y.len());
    V::upsample_forward(input, factors, x.as_flattened(), y.as_flattened_mut(), W);
}

/// Backward, `dx[c][y][x][·] = Σ dy[c][y·f + i][x·g + j][·]` over the pixels that copy it.
///
/// `dy: [C, H·f, W·g, LANES]`, `dx: [C, H, W, LANES]`; `input` is `[C, H, W]`, `factors` are
/// `[f, g]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn backward<V: Vector, const W: usize>(input: [usize; 3], factors: [usize; 2], dy: &[[V; W]], dx: &mut [[V; W]]) {
    assert_shapes(input, factors, dx.len(), dy.len());
    V::upsample_backward(input, factors, dy.as_flattened(), dx.as_flattened_mut(), W);
}

fn assert_shapes(input: [usize; 3], factors: [usize; 2], x: usize, y: usize) {
    let [c, h, w] = input;
    assert!(x == product(input), "x: {input:?}, not {x} rows");
    assert!(y == x * factors[0] * factors[1], "y: {:?}, not {y} rows", [c, h * factors[0], w * factors[1]]);
}

#[inline(always)]
pub(crate) fn forward_kernel<V: Vector>(input: [usize; 3], factors: [usize; 2], x: &[V], y: &mut [V], width: usize) {
    let (row, [high, wide]) = (input[2] * width, factors);
    for (x, y) in x.chunks_exact(row).zip(y.chunks_exact_mut(row * high * wide)) {
        for y in y.chunks_exact_mut(row * wide) {
            for (x, y) in x.chunks_exact(width).zip(y.chunks_exact_mut(width * wide)) {
                for y in y.chunks_exact_mut(width) {
                    y.copy_from_slice(x);
                }
            }
        }
    }
}

#[inline(always)]
pub(crate) fn backward_kernel<V: Vector>(input: [usize; 3], factors: [usize; 2], dy: &[V], dx: &mut [V], width: usize) {
    let (row, [high, wide]) = (input[2] * width, factors);
    dx.fill(V::splat(V::Element::ZERO));
    for (dx, dy) in dx.chunks_exact_mut(row).zip(dy.chunks_exact(row * high * wide)) {
        for dy in dy.chunks_exact(row * wide) {
            for (dx, dy) in dx.chunks_exact_mut(width).zip(dy.chunks_exact(width * wide)) {
                for (i, &dy) in dy.iter().enumerate() {
                    dx[i % width] = dx[i % width] + dy;
                }
            }
        }
    }
}
