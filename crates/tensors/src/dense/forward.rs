//! Forward, `z[j][·] = b[j] + Σᵢ w[j][i]·x[i][·]`.

use core::mem;

use super::block::{Copy, Product, add_outer_product, cover, part};
use crate::{Number, Vector};

/// The part of the sums over the `depth` inputs from `first` on.
struct Forward<'a, V: Vector> {
    w: &'a [V::Element],
    b: &'a [V::Element],
    x: &'a [V],
    z: &'a mut [V],
    inputs: usize,
    outputs: usize,
    width: usize,
    first: usize,
    depth: usize,
    /// Memory for a copy of a block's weights; none if they are read where they are.
    copy: &'a mut [V::Element],
}

impl<V: Vector> Product for Forward<'_, V> {
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
        for tile in 0..self.x.len() / (self.inputs * self.width) {
            for column in (0..self.width / 2 * 2).step_by(2) {
                self.block::<R, 2>(w, stride, row, tile, column);
            }
            if self.width % 2 == 1 {
                self.block::<R, 1>(w, stride, row, tile, self.width - 1);
            }
        }
        self.copy = copy;
    }
}

impl<V: Vector> Forward<'_, V> {
    /// `R` rows of `w` times `C` vectors of a tile.
    #[inline(always)]
    fn block<const R: usize, const C: usize>(
        &mut self,
        w: &[V::Element],
        stride: usize,
        row: usize,
        tile: usize,
        column: usize,
    ) {
        let at = (tile * self.outputs + row) * self.width + column;
        let mut rows: [&[V::Element]; R] = [&[]; R];
        let mut sums = [[V::splat(V::Element::ZERO); C]; R];
        for r in 0..R {
            rows[r] = &w[r * stride..][..self.depth];
            sums[r] = [V::splat(self.b.get(row + r).copied().unwrap_or(V::Element::ZERO)); C];
        }
        if self.first > 0 {
            for r in 0..R {
                sums[r].copy_from_slice(&self.z[at + r * self.width..][..C]);
            }
        }
        let x = &self.x[(tile * self.inputs + self.first) * self.width..][..self.depth * self.width];
        for (k, x) in x.chunks_exact(self.width).enumerate() {
            let x = &x[column..column + C];
            add_outer_product(
                &mut sums,
                #[inline(always)]
                |r| rows[r][k],
                x,
            );
        }
        for r in 0..R {
            self.z[at + r * self.width..][..C].copy_from_slice(&sums[r]);
        }
    }
}

#[inline(always)]
pub(crate) fn kernel<V: Vector>(w: &[V::Element], b: &[V::Element], x: &[V], z: &mut [V], inputs: usize, width: usize) {
    let outputs = w.len() / inputs;
    let part = part(inputs, size_of_val(x));
    let mut copy: Option<Copy<V::Element>> = None;
    let copy = if part < inputs { copy.insert([V::Element::ZERO; _]) } else { &mut [][..] };
    for first in (0..inputs).step_by(part) {
        let depth = usize::min(part, inputs - first);
        cover::<V>(&mut Forward { w, b, x, z, inputs, outputs, width, first, depth, copy: &mut *copy }, 0..outputs);
    }
}
