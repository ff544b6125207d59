//! Weight gradient, `dw[j][i] += Σₛ dz[j][s]·x[i][s]`.
//!
//! The sum runs over the samples, which stand in the lanes. So the samples are transposed to rows, two vectors of inputs at a time: then
//! inputs stand in the lanes, and the sums of all samples stay in registers. Where that is not worth it, in layers with few inputs or
//! outputs, there is a vector of sums for each weight, whose lanes are added at the end.

use super::block::{CACHE, Product, add_outer_product, cover};
use crate::simd::MAX_LANES;
use crate::{Number, Vector};

/// Whether sums across lanes are cheaper than transposing the samples: for each weight they are a fixed number of instructions, the
/// fewer for each sample the more of them there are; but with 16 registers, the blocks are too small for it.
#[inline(always)]
fn sums_are_cheaper<V: Vector>(inputs: usize, outputs: usize, vectors: usize) -> bool {
    inputs <= 8 || outputs <= 12 || (V::REGISTERS >= 32 && vectors >= 6)
}

#[inline(always)]
pub(crate) fn kernel<V: Vector>(
    x: &[V],
    dz: &[V],
    dw: &mut [V::Element],
    scratch: &mut [V],
    inputs: usize,
    width: usize,
) {
    let outputs = dw.len() / inputs;
    let tiles = x.len() / (inputs * width);
    // As a constant, the width keeps the addresses of twelve rows in one register.
    match (sums_are_cheaper::<V>(inputs, outputs, tiles * width), width) {
        (true, 2) => by_lanes(x, dz, dw, inputs, 2),
        (true, _) => by_lanes(x, dz, dw, inputs, width),
        (false, 2) => by_panels(x, dz, dw, scratch, inputs, outputs, tiles, 2),
        (false, _) => by_panels(x, dz, dw, scratch, inputs, outputs, tiles, width),
    }
}

/// A panel: the columns of `dw` from input `first` on, two vectors or one.
struct Panel<'a, V: Vector> {
    /// The panel's samples, row-major: `[n·LANES, columns]`.
    x: &'a [V],
    dz: &'a [V::Element],
    dw: &'a mut [V::Element],
    inputs: usize,
    outputs: usize,
    first: usize,
    columns: usize,
    /// How many samples a tile holds.
    samples: usize,
}

impl<V: Vector> Product for Panel<'_, V> {
    #[inline(always)]
    fn rows<const R: usize>(&mut self, row: usize) {
        if self.columns == 2 { self.block::<R, 2>(row) } else { self.block::<R, 1>(row) }
    }
}

impl<V: Vector> Panel<'_, V> {
    #[inline(always)]
    fn block<const R: usize, const C: usize>(&mut self, row: usize) {
        let mut sums = [[V::splat(V::Element::ZERO); C]; R];
        let tiles = self.dz.chunks_exact(self.outputs * self.samples);
        for (x, dz) in self.x.as_chunks::<C>().0.chunks_exact(self.samples).zip(tiles) {
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
        for r in 0..R {
            add_vectors(&mut self.dw[(row + r) * self.inputs..][..self.inputs][self.first..], &sums[r]);
        }
    }
}

#[inline(always)]
#[expect(clippy::too_many_arguments)] // the slices, and the sizes that go with them
fn by_panels<V: Vector>(
    x: &[V],
    dz: &[V],
    dw: &mut [V::Element],
    scratch: &mut [V],
    inputs: usize,
    outputs: usize,
    tiles: usize,
    width: usize,
) {
    let samples = width * V::LANES;
    let dz = V::elements(dz);
    for first in (0..inputs).step_by(2 * V::LANES) {
        let panel = usize::min(2 * V::LANES, inputs - first);
        let columns = panel.div_ceil(V::LANES);
        let rows = &mut scratch[..tiles * samples * columns];
        for (x, rows) in x.chunks_exact(inputs * width).zip(rows.chunks_exact_mut(samples * columns)) {
            transpose(&x[first * width..][..panel * width], rows, width, columns);
        }
        cover::<V>(&mut Panel { x: rows, dz, dw, inputs, outputs, first, columns, samples }, outputs);
    }
}

/// Transposes a panel of a tile to rows of `columns` vectors, with zeros from its last input on.
///
/// `x: [panel, LANES]`, `rows: [LANES, columns]`.
#[inline(always)]
fn transpose<V: Vector>(x: &[V], rows: &mut [V], width: usize, columns: usize) {
    for (column, x) in x.chunks(V::LANES * width).enumerate() {
        for (c, rows) in rows.chunks_exact_mut(V::LANES * columns).enumerate() {
            let mut square = [V::splat(V::Element::ZERO); MAX_LANES];
            for (square, x) in square.iter_mut().zip(x.chunks_exact(width)) {
                *square = x[c];
            }
            V::transpose(&mut square[..V::LANES]);
            for s in 0..V::LANES {
                rows[s * columns + column] = square[s];
            }
        }
    }
}

/// Adds vectors to the numbers of `dw`, the last ones to as many as there are.
#[inline(always)]
fn add_vectors<V: Vector, const C: usize>(dw: &mut [V::Element], sums: &[V; C]) {
    if let Some((dw, _)) = V::vectors_mut(dw).split_first_chunk_mut::<C>() {
        for c in 0..C {
            dw[c] = dw[c] + sums[c];
        }
    } else {
        for (dw, &sum) in dw.chunks_mut(V::LANES).zip(sums) {
            (V::load(dw) + sum).store(dw);
        }
    }
}

/// Blocks of as many sums as they have lanes, where possible: then one sum across lanes serves them all. The inputs go part by part
/// through all outputs, so that they stay in the cache.
#[inline(always)]
fn by_lanes<V: Vector>(x: &[V], dz: &[V], dw: &mut [V::Element], inputs: usize, width: usize) {
    let outputs = dw.len() / inputs;
    let mut layer = ByLanes { x, dz, dw, inputs, outputs, width };
    let panel = usize::max(CACHE / 2 / (size_of_val(x) / inputs), 16);
    for first in (0..inputs).step_by(panel) {
        let end = usize::min(first + panel, inputs);
        let row = layer.rows::<4>(0, first, end);
        let row = layer.rows::<2>(row, first, end);
        layer.rows::<1>(row, first, end);
    }
}

/// A vector of sums for each weight.
struct ByLanes<'a, V: Vector> {
    x: &'a [V],
    dz: &'a [V],
    dw: &'a mut [V::Element],
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
            if V::LANES >= 16 {
                column = self.columns::<R, 4>(row, column, end);
            }
            column = self.columns::<R, 2>(row, column, end);
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
                dw[i] = dw[i] + totals[r * C + i];
            }
        }
    }
}
