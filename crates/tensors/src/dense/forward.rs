//! Forward, `z[j][·] = b[j] + Σᵢ w[j][i]·x[i][·]`.

use core::mem;

use super::block::{Copy, Product, add_outer_product, cover, part};
use crate::{Number, Vector};

/// The part of the sums over the `depth` inputs from `first` on.
struct Forward<'a, V: Vector, const C: usize> {
    w: &'a [V::Element],
    b: &'a [V::Element],
    x: &'a [[V; C]],
    z: &'a mut [[V; C]],
    inputs: usize,
    outputs: usize,
    first: usize,
    depth: usize,
    /// Memory for a copy of a block's weights; none if they are read where they are.
    copy: &'a mut [V::Element],
}

impl<V: Vector, const C: usize> Product for Forward<'_, V, C> {
    /// Tiles run inside of rows, so that the weights are read once for all of them.
    #[inline(always)]
    fn rows<const R: usize>(&mut self, row: usize) {
        let mut w = &self.w[row * self.inputs + self.first..];
        let mut stride = self.inputs;
        let copy = mem::take(&mut self.copy); // for as long as blocks borrow the rest
        if !copy.is_empty() {
            for r in 0..R {
                copy[r * self.depth..][..self.depth].copy_from_slice(&w[r * self.inputs..][..self.depth]);
            }
            (w, stride) = (&*copy, self.depth);
        }
        for tile in 0..self.x.len() / self.inputs {
            self.block::<R>(w, stride, row, tile);
        }
        self.copy = copy;
    }
}

impl<V: Vector, const C: usize> Forward<'_, V, C> {
    /// `R` rows of `w` times a tile.
    #[inline(always)]
    fn block<const R: usize>(&mut self, w: &[V::Element], stride: usize, row: usize, tile: usize) {
        let z = &mut self.z[tile * self.outputs + row..][..R];
        let mut rows: [&[V::Element]; R] = [&[]; R];
        let mut sums = [[V::splat(V::Element::ZERO); C]; R];
        for r in 0..R {
            rows[r] = &w[r * stride..][..self.depth];
            sums[r] = [V::splat(self.b.get(row + r).copied().unwrap_or(V::Element::ZERO)); C];
        }
        if self.first > 0 {
            sums.copy_from_slice(z);
        }
        let x = &self.x[tile * self.inputs + self.first..][..self.depth];
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
    let part = part(inputs, size_of_val(x));
    let mut copy: Option<Copy<V::Element>> = None;
    let copy = if part < inputs { copy.insert([V::Element::ZERO; _]) } else { &mut [][..] };
    for first in (0..inputs).step_by(part) {
        let depth = usize::min(part, inputs - first);
        cover::<V>(&mut Forward { w, b, x, z, inputs, outputs, first, depth, copy: &mut *copy }, 0..outputs);
    }
}
