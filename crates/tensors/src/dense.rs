//! The kernels of a fully connected layer.
//!
//! They work on *n* tiles at a time, which lie one after the other: `x: [n, IN, LANES]` is a slice
//! of `n·IN` rows `[[V; W]]` of one vector or two, and the number of tiles follows from its length.
//! The more tiles, the more often a weight that was loaded is used, and the fewer times the
//! gradient of the weights is loaded and stored.
//!
//! ```compile_fail,E0080
//! # use sinew_tensors::dense;
//! let mut z = [[0.0; 3]];
//! dense::forward(&[1.0, 2.0], &[], &[[0.0; 3]; 2], &mut z, 2); // a row of a tile is one vector, or two
//! ```
//!
//! Forward, input gradient and weight gradient are the same product of matrices,
//! `c[r][·] = Σₖ a[r][k]·b[k][·]`, in which a number of `a` meets a vector of `b`. They differ in
//! what `a`, `b` and `c` are, so each is a `Product` in a file of its own, and one function keeps
//! the sums of all three in registers.
//!
//! Sizes are taken from the slices. With sizes as constants the compiler would make a kernel for
//! every shape, in the program that uses it: measured, as fast at 784 => 128 and a seventh faster
//! at 64 => 32, for a tenth of a second of build time a layer and more.

mod block;
mod forward;
mod forward_one;
mod input_gradient;
pub mod small;
mod weight_gradient;

use core::mem;

use crate::simd::MAX_LANES;
use crate::{Number, Reduction, Vector};

pub(crate) use forward::kernel as forward_kernel;
pub(crate) use forward_one::kernel as forward_one_kernel;
pub(crate) use input_gradient::kernel as input_gradient_kernel;
pub(crate) use weight_gradient::kernel as weight_gradient_kernel;

/// Forward, `z[j][·] = b[j] + Σᵢ w[j][i]·x[i][·]`.
///
/// `·` runs over the samples, one to a lane: `x: [n, inputs, LANES]`, `w: [OUT, inputs]`,
/// `z: [n, OUT, LANES]`; `b: [OUT]`, or empty for no bias.
///
/// # Panics
///
/// If a length disagrees with the others.
#[inline(never)]
pub fn forward<V: Vector, const W: usize>(
    w: &[V::Element],
    b: &[V::Element],
    x: &[[V; W]],
    z: &mut [[V; W]],
    inputs: usize,
) {
    const { assert_width(W) }
    let outputs = outputs(w.len(), inputs);
    assert!(b.is_empty() || b.len() == outputs, "b: [OUT]");
    assert_tiles(x.len(), inputs, z.len(), outputs);
    V::dense_forward(w, b, x.as_flattened(), z.as_flattened_mut(), inputs, W);
}

/// Input gradient, `dx[i][·] = Σⱼ w[j][i]·dz[j][·]`.
///
/// `w: [OUT, inputs]`, `dz: [n, OUT, LANES]`, `dx: [n, inputs, LANES]`.
///
/// # Panics
///
/// If a length disagrees with the others.
#[inline(never)]
pub fn input_gradient<V: Vector, const W: usize>(w: &[V::Element], dz: &[[V; W]], dx: &mut [[V; W]], inputs: usize) {
    const { assert_width(W) }
    assert_tiles(dx.len(), inputs, dz.len(), outputs(w.len(), inputs));
    V::dense_input_gradient(w, dz.as_flattened(), dx.as_flattened_mut(), inputs, W);
}

/// Weight gradient, `dw[j][i] += Σₛ dz[j][s]·x[i][s]`, where `s` runs over the samples of all
/// tiles.
///
/// `reduction` says whether it is `=`, and of how many samples a sum may be.
///
/// `x: [n, inputs, LANES]`, `dz: [n, OUT, LANES]`, `dw: [OUT, inputs]`; `scratch` has
/// [`weight_gradient_scratch`] rows for each tile.
///
/// # Panics
///
/// If a length disagrees with the others, or there is no tile.
#[inline(never)]
pub fn weight_gradient<V: Vector, const W: usize>(
    x: &[[V; W]],
    dz: &[[V; W]],
    dw: &mut [V::Element],
    reduction: Reduction,
    scratch: &mut [[V; W]],
    inputs: usize,
) {
    const { assert_width(W) }
    assert_tiles(x.len(), inputs, dz.len(), outputs(dw.len(), inputs));
    let outputs = dw.len() / inputs;
    let rows = x.len() / inputs * weight_gradient_scratch(inputs, outputs);
    assert!(scratch.len() >= rows, "{} rows of scratch memory, not {rows}", scratch.len());
    let takes_shards = weight_gradient::takes_shards(inputs, outputs);
    let given = if takes_shards { Reduction::whole(reduction.overwrite) } else { reduction };
    let mut overwrite = reduction.overwrite;
    given.for_each_shard((x, inputs), (dz, outputs), |x, dz| {
        let (x, dz, scratch) = (x.as_flattened(), dz.as_flattened(), scratch.as_flattened_mut());
        let reduction = Reduction { overwrite: mem::take(&mut overwrite), ..reduction };
        V::dense_weight_gradient(x, dz, dw, reduction, scratch, inputs, W);
    });
}

/// How many rows of scratch memory [`weight_gradient`] needs for each tile.
///
/// It holds the samples, row-major, of some pairs of vectors of inputs; a pair is no more than 32
/// numbers.
pub const fn weight_gradient_scratch(inputs: usize, outputs: usize) -> usize {
    32 * weight_gradient::panels_at_once(inputs, outputs)
}

/// Bias gradient, `db[j] += Σₛ dz[j][s]`, where `s` runs over the samples of all tiles.
///
/// `dz: [n, OUT, LANES]`, `db: [OUT]`, or empty for no bias.
///
/// # Panics
///
/// If `dz` is not a number of whole tiles.
#[inline(always)]
pub fn bias_gradient<V: Vector, const W: usize>(dz: &[[V; W]], db: &mut [V::Element]) {
    let outputs = db.len();
    assert!(outputs == 0 || dz.len().is_multiple_of(outputs), "dz: [n, OUT, LANES]");
    let whole = outputs / V::LANES * V::LANES;
    for (group, db) in V::vectors_mut(db).iter_mut().enumerate() {
        let mut square = [V::splat(V::Element::ZERO); MAX_LANES];
        for j in 0..V::LANES {
            square[j] = sum_of_row(dz, group * V::LANES + j, outputs);
        }
        *db = *db + V::sums(&mut square[..V::LANES]); // for half the instructions of one after the other
    }
    for j in whole..outputs {
        db[j] = db[j] + sum_of_row(dz, j, outputs).sum();
    }
}

/// The sum of row `j` over all tiles and their vectors.
#[inline(always)]
fn sum_of_row<V: Vector, const W: usize>(dz: &[[V; W]], j: usize, outputs: usize) -> V {
    let mut sum = V::splat(V::Element::ZERO);
    for dz in dz[j..].iter().step_by(outputs) {
        for &dz in dz {
            sum = sum + dz;
        }
    }
    sum
}

/// Forward for one sample, `y[j] = b[j] + Σᵢ w[j][i]·x[i]`.
///
/// `x: [IN]`, `w: [OUT, IN]`, `y: [OUT]`; `b: [OUT]`, or empty for no bias. Here the lanes hold
/// inputs of the one sample.
///
/// # Panics
///
/// If a length disagrees with the others.
#[inline]
pub fn forward_one<V: Vector>(w: &[V::Element], b: &[V::Element], x: &[V::Element], y: &mut [V::Element]) {
    assert!(w.len() == x.len() * y.len() && (b.is_empty() || b.len() == y.len()), "w: [OUT, IN], b: [OUT]");
    V::dense_forward_one(w, b, x, y);
}

/// How many outputs a layer has.
#[inline(always)]
fn outputs(weights: usize, inputs: usize) -> usize {
    assert!(inputs > 0 && weights > 0 && weights.is_multiple_of(inputs), "w: [OUT, IN]");
    weights / inputs
}

/// Fails to compile for rows of another width than the kernels are made for. As a constant, it
/// halves the time that they spend around their sums.
const fn assert_width(width: usize) {
    assert!(width == 1 || width == 2, "a row of a tile is one vector, or two");
}

/// Panics unless both slices hold the same number of tiles.
#[inline(always)]
fn assert_tiles(x: usize, inputs: usize, z: usize, outputs: usize) {
    let fit = x.is_multiple_of(inputs) && x / inputs * outputs == z;
    assert!(fit, "x: [n, IN, LANES], z: [n, OUT, LANES]: {x} rows of {inputs} inputs, {z} rows of {outputs} outputs");
}
