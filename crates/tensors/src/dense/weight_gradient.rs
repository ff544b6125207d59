//! Weight gradient, `dw[j][i] += Σₛ dz[j][s]·x[i][s]`.
//!
//! The sum runs over the samples, which are in the lanes. So the samples are transposed to rows,
//! in panels of two vectors of inputs: then inputs are in the lanes, and the sums of all samples
//! stay in registers. Where that is not worth it, in layers with few inputs or outputs, there is a
//! vector of sums for each weight, whose lanes are added at the end.
//!
//! Sums of shards are begun anew while the weights' gradient is at hand, so that it is read and
//! written once for all of them.

use core::mem;

use super::block::{LONG, Product, ROWS, add_outer_product, cover};
use crate::simd::{MAX_LANES, outlined};
use crate::{Number, Reduction, Vector};

/// Bytes that a cache loads at once.
const CACHE_LINE: usize = 64;

/// Bytes of inputs that stay in the nearest cache, at most half of one, while they meet all
/// outputs.
const NEAREST_CACHE: usize = 1 << 14;

/// How many panels of two vectors meet the same outputs one after the other.
///
/// Rows of a large layer's weights lie in pages of their own, and what is read and written of a
/// page should be worth finding it. Where there are many outputs too, they come from a distant
/// cache, and should be worth that.
pub(super) const fn panels_at_once(inputs: usize, outputs: usize) -> usize {
    match (inputs >= 1024, outputs >= 1024) {
        (true, true) => 32,
        (true, false) => 4,
        (false, _) => 1,
    }
}

/// Whether sums across lanes are cheaper than transposing the samples: for each weight they are a
/// fixed number of instructions, the fewer for each sample the more of them there are, where a
/// transposed sample serves all outputs.
#[inline(always)]
fn sums_are_cheaper(inputs: usize, outputs: usize, vectors: usize) -> bool {
    inputs <= FEW_INPUTS || outputs <= 4 || (outputs <= FEW_OUTPUTS && vectors > 4)
}

/// Whether several shards may be given to the kernel together: with few inputs or outputs it is the
/// number of samples that decides how they are summed, and the gradient is so small that it may be
/// read and written for each shard.
pub(super) const fn takes_shards(inputs: usize, outputs: usize) -> bool {
    inputs > FEW_INPUTS && outputs > FEW_OUTPUTS
}

/// The most rows of a block of two columns where a tile is one vector wide. There is only one such
/// tile, so that a block is hardly more than the addition of its sums, and more sizes are not worth
/// their build.
const FEW_ROWS: usize = 10;

const FEW_INPUTS: usize = 8;
const FEW_OUTPUTS: usize = 12;

#[inline(always)]
pub(crate) fn kernel<V: Vector>(
    x: &[V],
    dz: &[V],
    dw: &mut [V::Element],
    reduction: Reduction,
    scratch: &mut [V],
    inputs: usize,
    width: usize,
) {
    let outputs = dw.len() / inputs;
    // As a constant, the width keeps the addresses of twelve rows in one register.
    match (sums_are_cheaper(inputs, outputs, x.len() / inputs), width) {
        (true, 2) => by_lanes(x, dz, dw, reduction.overwrite, inputs, 2),
        (true, _) => by_lanes(x, dz, dw, reduction.overwrite, inputs, 1),
        (false, 2) => outlined::<V, _>(
            #[inline(always)]
            move || by_panels::<V, ROWS>(x, dz, dw, reduction, scratch, inputs, 2),
        ),
        (false, _) => outlined::<V, _>(
            #[inline(always)]
            move || by_panels::<V, FEW_ROWS>(x, dz, dw, reduction, scratch, inputs, 1),
        ),
    }
}

/// The samples become rows, panel by panel.
struct ByPanels<'a, V: Vector> {
    x: &'a [V],
    dz: &'a [V],
    dw: &'a mut [V::Element],
    reduction: Reduction,
    scratch: &'a mut [V],
    inputs: usize,
    outputs: usize,
    width: usize,
}

#[inline(always)]
fn by_panels<V: Vector, const R: usize>(
    x: &[V],
    dz: &[V],
    dw: &mut [V::Element],
    reduction: Reduction,
    scratch: &mut [V],
    inputs: usize,
    width: usize,
) {
    let outputs = dw.len() / inputs;
    // What stands before the first cache line is a panel of its own: if all vectors were in two
    // lines, they would cost up to a tenth more. A panel more is more than what shorter ones cost,
    // of which some are in one.
    let fills_a_line = size_of::<V>() == CACHE_LINE;
    let head = if fills_a_line && inputs >= LONG && inputs.is_multiple_of(V::LANES) { V::until_aligned(dw) } else { 0 };
    let mut layer = ByPanels { x, dz, dw, reduction, scratch, inputs, outputs, width };
    let (pair, together) = (2 * V::LANES, panels_at_once(inputs, outputs));
    let mut first = 0;
    while first < inputs {
        let end = match inputs - first {
            _ if first < head => head,
            left if left <= pair => inputs,
            left => first + usize::min(left / pair, together) * pair,
        };
        if end - first > V::LANES {
            layer.panels::<2, R>(first, end);
        } else {
            layer.panels::<1, ROWS>(first, end);
        }
        first = end;
    }
}

impl<V: Vector> ByPanels<'_, V> {
    /// The inputs from `first` to `end`, in panels of as many as `C` vectors hold, or one of fewer.
    #[inline(always)]
    fn panels<const C: usize, const R: usize>(&mut self, first: usize, end: usize) {
        let Self { x, dz, reduction, inputs, outputs, width, .. } = *self;
        let (samples, all) = (width * V::LANES, x.len() / inputs * V::LANES);
        let count = (end - first).div_ceil(C * V::LANES);
        let transposed = &mut self.scratch.as_chunks_mut::<C>().0[..count * all];
        for (panel, rows) in transposed.chunks_exact_mut(all).enumerate() {
            let first = first + panel * C * V::LANES;
            let end = usize::min(first + C * V::LANES, end);
            for (x, rows) in x.chunks_exact(inputs * width).zip(rows.chunks_exact_mut(samples)) {
                transpose(&x[first * width..end * width], rows, width);
            }
        }
        let (dz, dw) = (V::elements(dz), &mut *self.dw);
        let height = if count > 1 { ROWS } else { outputs };
        for row in (0..outputs).step_by(height) {
            let rows = row..usize::min(row + height, outputs);
            for (panel, x) in transposed.chunks_exact(all).enumerate() {
                let first = first + panel * C * V::LANES;
                let end = usize::min(first + C * V::LANES, end);
                let mut overwrite = reduction.overwrite;
                reduction.for_each_shard(
                    (x, samples),
                    (dz, outputs * samples),
                    #[inline(always)]
                    |x, dz| {
                        let overwrite = mem::take(&mut overwrite);
                        cover::<V, R>(
                            &mut Panel { x, dz, dw, overwrite, inputs, outputs, first, end, samples },
                            rows.clone(),
                        );
                    },
                );
            }
        }
    }
}

/// Transposes a panel of a tile to rows of `C` vectors. What is in the lanes after its last
/// input is nothing of use.
///
/// `x: [panel, LANES]`, `rows: [LANES, C]`.
#[inline(always)]
fn transpose<V: Vector, const C: usize>(x: &[V], rows: &mut [[V; C]], width: usize) {
    for (column, x) in x.chunks(V::LANES * width).enumerate().take(C) {
        for (c, rows) in rows.chunks_exact_mut(V::LANES).enumerate() {
            let mut square = [V::splat(V::Element::ZERO); MAX_LANES];
            // Two loops, since only one of a number that the compiler knows leaves its square in
            // registers.
            if x.len() == V::LANES * width {
                for i in 0..V::LANES {
                    square[i] = x[i * width + c];
                }
                put_transposed(square, rows, column);
            } else {
                let mut square = square;
                for (square, x) in square.iter_mut().zip(x.chunks_exact(width)) {
                    *square = x[c];
                }
                put_transposed(square, rows, column);
            }
        }
    }
}

/// Transposes a square to the vectors of one column.
#[inline(always)]
fn put_transposed<V: Vector, const C: usize>(mut square: [V; MAX_LANES], rows: &mut [[V; C]], column: usize) {
    V::transpose(&mut square[..V::LANES]);
    for s in 0..V::LANES {
        rows[s][column] = square[s];
    }
}

/// A panel of `dw`, the inputs from `first` to `end`.
struct Panel<'a, V: Vector, const C: usize> {
    /// The samples of the panel's inputs, `[n·LANES, C]`.
    x: &'a [[V; C]],
    dz: &'a [V::Element],
    dw: &'a mut [V::Element],
    overwrite: bool,
    inputs: usize,
    outputs: usize,
    first: usize,
    end: usize,
    /// How many samples a tile holds.
    samples: usize,
}

impl<V: Vector, const C: usize> Product for Panel<'_, V, C> {
    #[inline(always)]
    fn rows<const R: usize>(&mut self, row: usize) {
        let mut sums = [[V::splat(V::Element::ZERO); C]; R];
        let tiles = self.dz.chunks_exact(self.outputs * self.samples);
        for (x, dz) in self.x.chunks_exact(self.samples).zip(tiles) {
            let dz = &dz[row * self.samples..][..R * self.samples];
            for s in 0..self.samples {
                add_outer_product(
                    &mut sums,
                    #[inline(always)]
                    |r| dz[r * self.samples + s],
                    &x[s],
                );
            }
        }
        let dw = &mut self.dw[row * self.inputs..][..R * self.inputs];
        // Two loops, since sums that are looked at as a slice leave their registers, and with them
        // all others.
        if self.end - self.first == C * V::LANES {
            for r in 0..R {
                add_vectors(&mut dw[r * self.inputs + self.first..][..C * V::LANES], &sums[r], self.overwrite);
            }
        } else {
            for (dw, sums) in dw.chunks_exact_mut(self.inputs).zip(sums) {
                add_numbers(&mut dw[self.first..self.end], &sums, self.overwrite);
            }
        }
    }
}

/// Adds vectors to the numbers of `dw`.
#[inline(always)]
fn add_vectors<V: Vector, const C: usize>(dw: &mut [V::Element], sums: &[V; C], overwrite: bool) {
    let dw = &mut V::vectors_mut(dw)[..C];
    for c in 0..C {
        dw[c] = if overwrite { sums[c] } else { dw[c] + sums[c] };
    }
}

/// Adds vectors to the numbers of `dw`, the last ones to as many as there are.
#[inline(always)]
fn add_numbers<V: Vector, const C: usize>(dw: &mut [V::Element], sums: &[V; C], overwrite: bool) {
    for (dw, &sum) in dw.chunks_mut(V::LANES).zip(sums) {
        let sum = if overwrite { sum } else { V::load(dw) + sum };
        sum.store(dw);
    }
}

/// Blocks of as many sums as they have lanes, where possible: then one sum across lanes serves them
/// all. The inputs go part by part through all outputs, so that they stay in the cache.
#[inline(always)]
fn by_lanes<V: Vector>(x: &[V], dz: &[V], dw: &mut [V::Element], overwrite: bool, inputs: usize, width: usize) {
    let outputs = dw.len() / inputs;
    let mut layer = ByLanes { x, dz, dw, overwrite, inputs, outputs, width };
    let panel = usize::max(NEAREST_CACHE / (size_of_val(x) / inputs), 16);
    for first in (0..inputs).step_by(panel) {
        let end = usize::min(first + panel, inputs);
        // Where a vector is a single number, more sizes of blocks are not worth their build.
        let mut row = layer.rows::<4>(0, first, end);
        if const { V::LANES > 1 } {
            row = layer.rows::<2>(row, first, end);
        }
        layer.rows::<1>(row, first, end);
    }
}

/// A vector of sums for each weight.
struct ByLanes<'a, V: Vector> {
    x: &'a [V],
    dz: &'a [V],
    dw: &'a mut [V::Element],
    overwrite: bool,
    inputs: usize,
    outputs: usize,
    width: usize,
}

impl<V: Vector> ByLanes<'_, V> {
    /// The outputs from `row` on, `R` at a time, as far as they go.
    #[inline(always)]
    fn rows<const R: usize>(&mut self, mut row: usize, first: usize, end: usize) -> usize {
        while row + R <= self.outputs {
            let mut column = first;
            if const { V::LANES >= 16 } {
                column = self.columns::<R, 4>(row, column, end);
            }
            if const { V::LANES > 1 } {
                column = self.columns::<R, 2>(row, column, end);
            }
            self.columns::<R, 1>(row, column, end);
            row += R;
        }
        row
    }

    /// The inputs from `column` on, `C` at a time, as far as they go.
    #[inline(always)]
    fn columns<const R: usize, const C: usize>(&mut self, row: usize, mut column: usize, end: usize) -> usize {
        while column + C <= end {
            self.block::<R, C>(row, column);
            column += C;
        }
        column
    }

    #[inline(always)]
    fn block<const R: usize, const C: usize>(&mut self, row: usize, column: usize) {
        let mut sums = [[V::splat(V::Element::ZERO); C]; R];
        let (x_rows, dz_rows) = (self.inputs * self.width, self.outputs * self.width);
        for (x, dz) in self.x.chunks_exact(x_rows).zip(self.dz.chunks_exact(dz_rows)) {
            let x = &x[column * self.width..][..C * self.width];
            let dz = &dz[row * self.width..][..R * self.width];
            for c in 0..self.width {
                for r in 0..R {
                    for i in 0..C {
                        sums[r][i] = dz[r * self.width + c].mul_add(x[i * self.width + c], sums[r][i]);
                    }
                }
            }
        }
        let mut totals = [V::Element::ZERO; MAX_LANES];
        for (totals, sums) in totals.chunks_mut(V::LANES).zip(sums.as_flattened().chunks(V::LANES)) {
            let mut square = [V::splat(V::Element::ZERO); MAX_LANES];
            square[..sums.len()].copy_from_slice(sums);
            V::sums(&mut square[..V::LANES]).store(totals);
        }
        for r in 0..R {
            let dw = &mut self.dw[(row + r) * self.inputs + column..][..C];
            for i in 0..C {
                let before = if self.overwrite { V::Element::ZERO } else { dw[i] };
                dw[i] = before + totals[r * C + i];
            }
        }
    }
}
