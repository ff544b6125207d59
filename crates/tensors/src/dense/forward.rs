//! Forward, `z[j][·] = b[j] + Σᵢ w[j][i]·x[i][·]`.

use super::block::{Product, add_outer_product, cover};
use crate::{Number, Vector};

struct Forward<'a, V: Vector> {
    w: &'a [V::Element],
    b: &'a [V::Element],
    x: &'a [V],
    z: &'a mut [V],
    inputs: usize,
    outputs: usize,
    width: usize,
}

impl<V: Vector> Product<V> for Forward<'_, V> {
    #[inline(always)]
    fn block<const R: usize, const C: usize>(&mut self, row: usize, tile: usize, column: usize) {
        let mut w: [&[V::Element]; R] = [&[]; R];
        let mut z = [[V::splat(V::Element::ZERO); C]; R];
        for r in 0..R {
            w[r] = &self.w[(row + r) * self.inputs..][..self.inputs];
            z[r] = [V::splat(self.b.get(row + r).copied().unwrap_or(V::Element::ZERO)); C];
        }
        let x = &self.x[tile * self.inputs * self.width..][..self.inputs * self.width];
        for (k, x) in x.chunks_exact(self.width).enumerate() {
            let x = &x[column..column + C];
            add_outer_product(
                &mut z,
                #[inline(always)]
                |r| w[r][k],
                x,
            );
        }
        for r in 0..R {
            self.z[(tile * self.outputs + row + r) * self.width + column..][..C].copy_from_slice(&z[r]);
        }
    }
}

#[inline(always)]
pub(crate) fn kernel<V: Vector>(w: &[V::Element], b: &[V::Element], x: &[V], z: &mut [V], inputs: usize, width: usize) {
    let (outputs, tiles) = (w.len() / inputs, x.len() / (inputs * width));
    cover(&mut Forward { w, b, x, z, inputs, outputs, width }, outputs, tiles, width);
}
