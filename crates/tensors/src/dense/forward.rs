//! Forward, `z[j][·] = b[j] + Σᵢ w[j][i]·x[i][·]`.

use super::block::{CACHE, DEPTH, GROUP, Product, ROWS, add_outer_product, cover, new_copy};
use crate::simd::outlined;
use crate::{Number, Vector};

/// Some outputs of some tiles, or the part of their sums over some inputs.
struct Forward<'a, V: Vector, const C: usize> {
    /// A row for each output, `stride` numbers apart.
    w: &'a [V::Element],
    stride: usize,
    b: &'a [V::Element],
    x: &'a [[V; C]],
    z: &'a mut [[V; C]],
    inputs: usize,
    outputs: usize,
    /// Whether the sums begin with the bias, not with what is in `z`.
    overwrite: bool,
}

impl<V: Vector, const C: usize> Product for Forward<'_, V, C> {
    /// Tiles run inside of rows, so that the weights are read once for all of them.
    #[inline(always)]
    fn rows<const R: usize>(&mut self, row: usize) {
        for tile in 0..self.x.len() / self.inputs {
            self.block::<R>(row, tile);
        }
    }
}

impl<V: Vector, const C: usize> Forward<'_, V, C> {
    #[inline(always)]
    fn compute(self) {
        let Self { w, stride, b, x, z, inputs, outputs, overwrite } = self;
        // The fields are moved, since what lies in memory there is loaded again and again.
        outlined::<V, _>(
            #[inline(always)]
            move || cover::<V, ROWS>(&mut Forward { w, stride, b, x, z, inputs, outputs, overwrite }, 0..outputs),
        );
    }

    /// `R` rows of `w` times a tile.
    #[inline(always)]
    fn block<const R: usize>(&mut self, row: usize, tile: usize) {
        let z = &mut self.z[tile * self.outputs + row..][..R];
        let mut rows: [&[V::Element]; R] = [&[]; R];
        let mut sums = [[V::splat(V::Element::ZERO); C]; R];
        for r in 0..R {
            rows[r] = &self.w[(row + r) * self.stride..][..self.inputs];
            sums[r] = [V::splat(self.b.get(row + r).copied().unwrap_or(V::Element::ZERO)); C];
        }
        if !self.overwrite {
            sums.copy_from_slice(z);
        }
        let x = &self.x[tile * self.inputs..][..self.inputs];
        for (k, x) in x.iter().enumerate() {
            add_outer_product(
                &mut sums,
                #[inline(always)]
                |r| rows[r][k],
                x,
            );
        }
        z.copy_from_slice(&sums);
    }
}

#[inline(always)]
pub(crate) fn kernel<V: Vector>(w: &[V::Element], b: &[V::Element], x: &[V], z: &mut [V], inputs: usize, width: usize) {
    match width {
        2 => forward::<V, 2>(w, b, x.as_chunks().0, z.as_chunks_mut().0, inputs),
        _ => forward::<V, 1>(w, b, x.as_chunks().0, z.as_chunks_mut().0, inputs),
    }
}

#[inline(always)]
fn forward<V: Vector, const C: usize>(
    w: &[V::Element],
    b: &[V::Element],
    x: &[[V; C]],
    z: &mut [[V; C]],
    inputs: usize,
) {
    let outputs = w.len() / inputs;
    if size_of_val(x) > CACHE && inputs > DEPTH {
        return outlined::<V, _>(
            #[inline(always)]
            || by_groups(w, b, x, z, inputs),
        );
    }
    Forward { w, stride: inputs, b, x, z, inputs, outputs, overwrite: true }.compute();
}

/// Part by part of the inputs, and group by group of the outputs, whose weights are copied side by
/// side and meet tile after tile.
#[inline(always)]
fn by_groups<V: Vector, const C: usize>(
    w: &[V::Element],
    b: &[V::Element],
    x: &[[V; C]],
    z: &mut [[V; C]],
    inputs: usize,
) {
    let outputs = w.len() / inputs;
    let mut copy = new_copy::<V::Element>();
    let copy = copy.as_flattened_mut().as_flattened_mut();
    for first in (0..inputs).step_by(DEPTH) {
        let depth = usize::min(DEPTH, inputs - first);
        for row in (0..outputs).step_by(GROUP) {
            let rows = usize::min(GROUP, outputs - row);
            let w = w[row * inputs + first..].chunks(inputs).take(rows);
            for (copy, w) in copy.chunks_exact_mut(depth).zip(w) {
                copy.copy_from_slice(&w[..depth]);
            }
            let b = b.get(row..).unwrap_or(&[]);
            for (x, z) in x.chunks_exact(inputs).zip(z.chunks_exact_mut(outputs)) {
                let (x, z) = (&x[first..][..depth], &mut z[row..][..rows]);
                let overwrite = first == 0;
                let (w, stride) = (&*copy, depth);
                Forward { w, stride, b, x, z, inputs: depth, outputs: rows, overwrite }.compute();
            }
        }
    }
}
