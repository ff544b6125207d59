//! Weight gradient, `dw[j][i] += Σₛ dz[j][s]·x[i][s]`.
//!
//! The sum runs over the samples, which stand in the lanes. So the samples are transposed to rows, two vectors of inputs at a time: then
//! inputs stand in the lanes, and the sums of all samples stay in registers.

use super::block::{Product, add_outer_product, cover};
use crate::simd::MAX_LANES;
use crate::{Number, Vector};

/// Up to this many inputs, a horizontal sum for each weight is cheaper than transposing the samples.
const FEW_INPUTS: usize = 4;

/// A panel: the columns of `dw` from input `first` on, as many as `x` has.
struct WeightGradient<'a, V: Vector> {
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

impl<V: Vector> Product<V> for WeightGradient<'_, V> {
    #[inline(always)]
    fn block<const R: usize, const C: usize>(&mut self, row: usize, _: usize, column: usize) {
        let mut sums = [[V::splat(V::Element::ZERO); C]; R];
        let tiles = self.dz.chunks_exact(self.outputs * self.samples);
        for (x, tile) in self.x.chunks_exact(self.samples * self.columns).zip(tiles) {
            let mut dz: [&[V::Element]; R] = [&[]; R];
            for r in 0..R {
                dz[r] = &tile[(row + r) * self.samples..][..self.samples];
            }
            for (s, x) in x.chunks_exact(self.columns).enumerate() {
                let x = &x[column..column + C];
                add_outer_product(
                    &mut sums,
                    #[inline(always)]
                    |r| dz[r][s],
                    x,
                );
            }
        }
        for r in 0..R {
            let dw = &mut self.dw[(row + r) * self.inputs..][..self.inputs][self.first + column * V::LANES..];
            add_vectors(dw, &sums[r]);
        }
    }
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
    if inputs <= FEW_INPUTS {
        return by_lanes(x, dz, dw, inputs, width);
    }
    let (outputs, samples) = (dw.len() / inputs, width * V::LANES);
    let (dz, tiles) = (V::elements(dz), x.len() / (inputs * width));
    for first in (0..inputs).step_by(2 * V::LANES) {
        let panel = usize::min(2 * V::LANES, inputs - first);
        let columns = panel.div_ceil(V::LANES);
        let rows = &mut scratch[..tiles * samples * columns];
        for (x, rows) in x.chunks_exact(inputs * width).zip(rows.chunks_exact_mut(samples * columns)) {
            transpose(&x[first * width..][..panel * width], rows, width, columns);
        }
        cover(&mut WeightGradient { x: rows, dz, dw, inputs, outputs, first, columns, samples }, outputs, 1, columns);
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

#[inline(always)]
fn by_lanes<V: Vector>(x: &[V], dz: &[V], dw: &mut [V::Element], inputs: usize, width: usize) {
    let outputs = dw.len() / inputs;
    for (j, dw) in dw.chunks_exact_mut(inputs).enumerate() {
        for (i, dw) in dw.iter_mut().enumerate() {
            let mut sum = V::splat(V::Element::ZERO);
            for (x, dz) in x.chunks_exact(inputs * width).zip(dz.chunks_exact(outputs * width)) {
                let (x, dz) = (&x[i * width..][..width], &dz[j * width..][..width]);
                for (&dz, &x) in dz.iter().zip(x) {
                    sum = dz.mul_add(x, sum);
                }
            }
            *dw = *dw + sum.sum();
        }
    }
}
