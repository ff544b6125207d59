//! Input gradient, `dx[i][·] = Σⱼ w[j][i]·dz[j][·]`.

use super::block::{Product, add_outer_product, cover};
use crate::{Number, Vector};

struct InputGradient<'a, V: Vector> {
    w: &'a [V::Element],
    dz: &'a [V],
    dx: &'a mut [V],
    inputs: usize,
    outputs: usize,
    width: usize,
}

impl<V: Vector> Product<V> for InputGradient<'_, V> {
    #[inline(always)]
    fn block<const R: usize, const C: usize>(&mut self, row: usize, tile: usize, column: usize) {
        let mut dx = [[V::splat(V::Element::ZERO); C]; R];
        let dz = &self.dz[tile * self.outputs * self.width..][..self.outputs * self.width];
        for (w, dz) in self.w.chunks_exact(self.inputs).zip(dz.chunks_exact(self.width)) {
            let w = &w[row..row + R];
            add_outer_product(
                &mut dx,
                #[inline(always)]
                |r| w[r],
                &dz[column..column + C],
            );
        }
        for r in 0..R {
            self.dx[(tile * self.inputs + row + r) * self.width + column..][..C].copy_from_slice(&dx[r]);
        }
    }
}

#[inline(always)]
pub(crate) fn kernel<V: Vector>(w: &[V::Element], dz: &[V], dx: &mut [V], inputs: usize, width: usize) {
    let (outputs, tiles) = (w.len() / inputs, dx.len() / (inputs * width));
    cover(&mut InputGradient { w, dz, dx, inputs, outputs, width }, inputs, tiles, width);
}
