//! Input gradient, `dx[i][·] = Σⱼ w[j][i]·dz[j][·]`.

use core::mem;

use super::block::{Copy, DEPTH, Product, add_outer_product, cover, part};
use crate::{Number, Vector};

/// The part of the sums over the `depth` outputs from `first` on.
struct InputGradient<'a, V: Vector> {
    w: &'a [V::Element],
    dz: &'a [V],
    dx: &'a mut [V],
    inputs: usize,
    outputs: usize,
    width: usize,
    first: usize,
    depth: usize,
    /// Memory for a copy of a block's weights; none if they are read where they are.
    copy: &'a mut [V::Element],
}

impl<V: Vector> Product for InputGradient<'_, V> {
    /// Tiles run inside of rows, so that the weights are read once for all of them.
    #[inline(always)]
    fn rows<const R: usize>(&mut self, row: usize) {
        let mut w = &self.w[self.first * self.inputs + row..];
        let mut stride = self.inputs;
        let copy = mem::take(&mut self.copy); // for as long as blocks borrow the rest
        if !copy.is_empty() {
            for (copy, w) in copy.as_chunks_mut::<R>().0[..self.depth].iter_mut().zip(w.chunks(self.inputs)) {
                copy.copy_from_slice(&w[..R]);
            }
            (w, stride) = (&*copy, R);
        }
        for tile in 0..self.dz.len() / (self.outputs * self.width) {
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

impl<V: Vector> InputGradient<'_, V> {
    /// `R` columns of `w` times `C` vectors of a tile.
    #[inline(always)]
    fn block<const R: usize, const C: usize>(
        &mut self,
        w: &[V::Element],
        stride: usize,
        row: usize,
        tile: usize,
        column: usize,
    ) {
        let at = (tile * self.inputs + row) * self.width + column;
        let mut sums = [[V::splat(V::Element::ZERO); C]; R];
        if self.first > 0 {
            for r in 0..R {
                sums[r].copy_from_slice(&self.dx[at + r * self.width..][..C]);
            }
        }
        let dz = &self.dz[(tile * self.outputs + self.first) * self.width..][..self.depth * self.width];
        for (w, dz) in w.chunks(stride).zip(dz.chunks_exact(self.width)) {
            let w = &w[..R];
            add_outer_product(
                &mut sums,
                #[inline(always)]
                |r| w[r],
                &dz[column..column + C],
            );
        }
        for r in 0..R {
            self.dx[at + r * self.width..][..C].copy_from_slice(&sums[r]);
        }
    }
}

#[inline(always)]
pub(crate) fn kernel<V: Vector>(w: &[V::Element], dz: &[V], dx: &mut [V], inputs: usize, width: usize) {
    let outputs = w.len() / inputs;
    let one_tile = dz.len() == outputs * width;
    // A column's strip of a long layer's weights would not stay in the nearest cache. One tile alone is not worth a copy of it.
    let part = if one_tile { part(outputs, size_of_val(dz)) } else { usize::min(outputs, DEPTH) };
    let mut copy: Option<Copy<V::Element>> = None;
    let copy = if part < outputs { copy.insert([V::Element::ZERO; _]) } else { &mut [][..] };
    for first in (0..outputs).step_by(part) {
        let depth = usize::min(part, outputs - first);
        cover::<V>(&mut InputGradient { w, dz, dx, inputs, outputs, width, first, depth, copy: &mut *copy }, 0..inputs);
    }
}
