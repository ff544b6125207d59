//! Kernels of small layers with sizes that are constants.

use crate::{Number, Vector};

/// Forward; see [`dense::forward`](crate::dense::forward).
#[inline(always)]
pub fn forward<V: Vector, const W: usize, const IN: usize, const OUT: usize>(
    w: &[[V::Element; IN]; OUT],
    b: &[V::Element],
    x: &[[V; W]],
    z: &mut [[V; W]],
) {
    for (x, z) in x.as_chunks::<IN>().0.iter().zip(z.as_chunks_mut::<OUT>().0) {
        for j in 0..OUT {
            let b = V::splat(if b.is_empty() { V::Element::ZERO } else { b[j] });
            for c in 0..W {
                let mut sum = b;
                for i in 0..IN {
                    sum = V::splat(w[j][i]).mul_add(x[i][c], sum);
                }
                z[j][c] = sum;
            }
        }
    }
}

/// Forward for one sample, from numbers to numbers, where `V` has one lane; see
/// [`dense::forward_one`](crate::dense::forward_one).
#[inline(always)]
pub fn forward_one<V: Vector, const IN: usize, const OUT: usize>(
    w: &[[V::Element; IN]; OUT],
    b: &[V::Element],
    x: &[V::Element; IN],
) -> [V; OUT] {
    let x = x.map(V::splat);
    let mut z = [V::splat(V::Element::ZERO); OUT];
    for j in 0..OUT {
        let mut sum = V::splat(if b.is_empty() { V::Element::ZERO } else { b[j] });
        for i in 0..IN {
            sum = V::splat(w[j][i]).mul_add(x[i], sum);
        }
        z[j] = sum;
    }
    z
}

/// Input gradient; see [`dense::input_gradient`](crate::dense::input_gradient).
#[inline(always)]
pub fn input_gradient<V: Vector, const W: usize, const IN: usize, const OUT: usize>(
    w: &[[V::Element; IN]; OUT],
    dz: &[[V; W]],
    dx: &mut [[V; W]],
) {
    for (dz, dx) in dz.as_chunks::<OUT>().0.iter().zip(dx.as_chunks_mut::<IN>().0) {
        for i in 0..IN {
            for c in 0..W {
                let mut sum = V::splat(V::Element::ZERO);
                for j in 0..OUT {
                    sum = V::splat(w[j][i]).mul_add(dz[j][c], sum);
                }
                dx[i][c] = sum;
            }
        }
    }
}

/// Weight gradient; see [`dense::weight_gradient`](crate::dense::weight_gradient). It needs no
/// scratch memory.
#[inline(always)]
pub fn weight_gradient<V: Vector, const W: usize, const IN: usize, const OUT: usize>(
    x: &[[V; W]],
    dz: &[[V; W]],
    dw: &mut [[V::Element; IN]; OUT],
) {
    let (x, dz) = (x.as_chunks::<IN>().0, dz.as_chunks::<OUT>().0);
    for j in 0..OUT {
        for i in 0..IN {
            let mut sum = V::splat(V::Element::ZERO);
            for (x, dz) in x.iter().zip(dz) {
                for c in 0..W {
                    sum = dz[j][c].mul_add(x[i][c], sum);
                }
            }
            dw[j][i] = dw[j][i] + sum.sum();
        }
    }
}
