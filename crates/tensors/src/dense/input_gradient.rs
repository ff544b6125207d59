//! Input gradient, `dx[i][·] = Σⱼ w[j][i]·dz[j][·]`.

use core::mem;

use super::block::{Copy, DEPTH, Product, add_outer_product, cover, part};
use crate::{Number, Vector};

/// The part of the sums over the `depth` outputs from `first` on.
struct InputGradient<'a, V: Vector, const C: usize> {
    w: &'a [V::Element],
    dz: &'a [[V; C]],
    dx: &'a mut [[V; C]],
    inputs: usize,
    outputs: usize,
    first: usize,
    depth: usize,
    /// Memory for a copy of a block's weights; none if they are read where they are.
    copy: &'a mut [V::Element],
}

impl<V: Vector, const C: usize> Product for InputGradient<'_, V, C> {
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
        for tile in 0..self.dz.len() / self.outputs {
            self.block::<R>(w, stride, row, tile);
        }
        self.copy = copy;
    }
}

impl<V: Vector, const C: usize> InputGradient<'_, V, C> {
    /// `R` columns of `w` times a tile.
    #[inline(always)]
    fn block<const R: usize>(&mut self, w: &[V::Element], stride: usize, row: usize, tile: usize) {
        let dx = &mut self.dx[tile * self.inputs + row..][..R];
        let mut sums = [[V::splat(V::Element::ZERO); C]; R];
        if self.first > 0 {
            sums.copy_from_slice(dx);
        }
        let dz = &self.dz[tile * self.outputs + self.first..][..self.depth];
        for (w, dz) in w.chunks(stride).zip(dz) {
            let w = &w[..R];
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
    let one_tile = dz.len() == outputs;
    // A column's strip of a long layer's weights would not stay in the nearest cache. One tile alone is not worth a copy of it.
    let part = if one_tile { part(outputs, size_of_val(dz)) } else { usize::min(outputs, DEPTH) };
    let mut copy: Option<Copy<V::Element>> = None;
    let copy = if part < outputs { copy.insert([V::Element::ZERO; _]) } else { &mut [][..] };
    for first in (0..outputs).step_by(part) {
        let depth = usize::min(part, outputs - first);
        cover::<V>(&mut InputGradient { w, dz, dx, inputs, outputs, first, depth, copy: &mut *copy }, 0..inputs);
    }
}
