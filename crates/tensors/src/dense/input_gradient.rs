//! Input gradient, `dx[i][·] = Σⱼ w[j][i]·dz[j][·]`.

use super::block::{Copy, Product, add_outer_product, cover, part};
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
}

impl<V: Vector> Product for InputGradient<'_, V> {
    /// Tiles run inside of rows, so that the weights are read once for all of them.
    #[inline(always)]
    fn rows<const R: usize>(&mut self, row: usize) {
        let mut copy: Option<Copy<V::Element>> = None;
        let mut w = &self.w[self.first * self.inputs + row..];
        let mut stride = self.inputs;
        if self.depth < self.outputs {
            let copy = copy.insert([V::Element::ZERO; _]);
            for (copy, w) in copy.as_chunks_mut::<R>().0[..self.depth].iter_mut().zip(w.chunks(self.inputs)) {
                copy.copy_from_slice(&w[..R]);
            }
            (w, stride) = (copy, R);
        }
        for tile in 0..self.dz.len() / (self.outputs * self.width) {
            for column in (0..self.width / 2 * 2).step_by(2) {
                self.block::<R, 2>(w, stride, row, tile, column);
            }
            if self.width % 2 == 1 {
                self.block::<R, 1>(w, stride, row, tile, self.width - 1);
            }
        }
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
    let part = part(outputs, size_of_val(dz));
    for first in (0..outputs).step_by(part) {
        let depth = usize::min(part, outputs - first);
        cover::<V>(&mut InputGradient { w, dz, dx, inputs, outputs, width, first, depth }, 0..inputs);
    }
}
