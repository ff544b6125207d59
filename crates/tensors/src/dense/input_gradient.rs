//! Input gradient, `dx[i][·] = Σⱼ w[j][i]·dz[j][·]`.

use super::block::{CACHE, Copy, DEPTH, GROUP, Product, ROWS, add_outer_product, cover, new_copy};
use crate::simd::outlined;
use crate::{Number, Vector};

/// Some inputs of some tiles, or the part of their sums over some outputs.
struct InputGradient<'a, V: Vector, const C: usize> {
    /// A column for each input, of numbers that are `stride` apart.
    w: &'a [V::Element],
    stride: usize,
    dz: &'a [[V; C]],
    dx: &'a mut [[V; C]],
    inputs: usize,
    outputs: usize,
    /// Whether the sums begin with zero, not with what is in `dx`.
    overwrite: bool,
}

impl<V: Vector, const C: usize> Product for InputGradient<'_, V, C> {
    /// Tiles run inside of rows, so that the weights are read once for all of them.
    #[inline(always)]
    fn rows<const R: usize>(&mut self, row: usize) {
        for tile in 0..self.dz.len() / self.outputs {
            self.block::<R>(row, tile);
        }
    }
}

impl<V: Vector, const C: usize> InputGradient<'_, V, C> {
    #[inline(always)]
    fn compute(self) {
        let Self { w, stride, dz, dx, inputs, outputs, overwrite } = self;
        // The fields are moved, since what lies in memory there is loaded again and again.
        outlined::<V, _>(
            #[inline(always)]
            move || cover::<V, ROWS>(&mut InputGradient { w, stride, dz, dx, inputs, outputs, overwrite }, 0..inputs),
        );
    }

    /// `R` columns of `w` times a tile.
    #[inline(always)]
    fn block<const R: usize>(&mut self, row: usize, tile: usize) {
        let dx = &mut self.dx[tile * self.inputs + row..][..R];
        let mut sums = [[V::splat(V::Element::ZERO); C]; R];
        if !self.overwrite {
            sums.copy_from_slice(dx);
        }
        let dz = &self.dz[tile * self.outputs..][..self.outputs];
        for (k, dz) in dz.iter().enumerate() {
            let w = &self.w[k * self.stride + row..][..R];
            add_outer_product(
                &mut sums,
                #[inline(always)]
                |r| w[r],
                dz,
            );
        }
        dx.copy_from_slice(&sums);
    }
}

#[inline(always)]
pub(crate) fn kernel<V: Vector>(w: &[V::Element], dz: &[V], dx: &mut [V], inputs: usize, width: usize) {
    match width {
        2 => input_gradient::<V, 2>(w, dz.as_chunks().0, dx.as_chunks_mut().0, inputs),
        _ => input_gradient::<V, 1>(w, dz.as_chunks().0, dx.as_chunks_mut().0, inputs),
    }
}

#[inline(always)]
fn input_gradient<V: Vector, const C: usize>(w: &[V::Element], dz: &[[V; C]], dx: &mut [[V; C]], inputs: usize) {
    let outputs = w.len() / inputs;
    if size_of_val(dz) > CACHE || is_worth_a_copy(outputs, dz.len() / outputs, C * V::LANES) {
        return outlined::<V, _>(
            #[inline(always)]
            || by_groups(w, dz, dx, inputs),
        );
    }
    InputGradient { w, stride: inputs, dz, dx, inputs, outputs, overwrite: true }.compute();
}

/// Whether a column of the weights, a cache line for each output, would not stay in the nearest
/// cache beside a tile, and a copy is used often enough.
#[inline(always)]
const fn is_worth_a_copy(outputs: usize, tiles: usize, samples: usize) -> bool {
    tiles > 1 && (outputs > DEPTH || outputs > DEPTH / 2 && tiles * samples >= 64)
}

/// Part by part of the outputs, and group by group of the inputs, whose weights are copied side by
/// side and meet tile after tile.
#[inline(always)]
fn by_groups<V: Vector, const C: usize>(w: &[V::Element], dz: &[[V; C]], dx: &mut [[V; C]], inputs: usize) {
    let outputs = w.len() / inputs;
    let mut copy = new_copy::<V::Element>();
    for first in (0..outputs).step_by(DEPTH) {
        let depth = usize::min(DEPTH, outputs - first);
        for column in (0..inputs).step_by(GROUP) {
            let columns = usize::min(GROUP, inputs - column);
            for (k, w) in w[first * inputs + column..].chunks(inputs).take(depth).enumerate() {
                copy_row(&w[..columns], &mut copy, k);
            }
            for (dz, dx) in dz.chunks_exact(outputs).zip(dx.chunks_exact_mut(inputs)) {
                let (dz, dx) = (&dz[first..][..depth], &mut dx[column..][..columns]);
                for (dx, w) in dx.chunks_mut(ROWS).zip(&copy) {
                    let (w, columns, overwrite) = (w.as_flattened(), dx.len(), first == 0);
                    InputGradient { w, stride: ROWS, dz, dx, inputs: columns, outputs: depth, overwrite }.compute();
                }
            }
        }
    }
}

/// Copies numbers of a row of weights to row `k` of each block.
#[inline(always)]
fn copy_row<T: Number>(w: &[T], copy: &mut Copy<T>, k: usize) {
    if let Some(w) = w.first_chunk::<GROUP>() {
        for (block, w) in w.as_chunks::<ROWS>().0.iter().enumerate() {
            copy[block][k] = *w; // of a length that the compiler knows
        }
    } else {
        for (copy, w) in copy.iter_mut().zip(w.chunks(ROWS)) {
            copy[k][..w.len()].copy_from_slice(w);
        }
    }
}
