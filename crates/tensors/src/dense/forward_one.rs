//! Forward for one sample, `y[j] = b[j] + Σᵢ w[j][i]·x[i]`.

use crate::{Number, Vector};

/// Eight neurons at a time: eight sums in flight hide the latency of the multiply-adds.
#[inline(always)]
pub(crate) fn kernel<V: Vector>(w: &[V::Element], b: &[V::Element], x: &[V::Element], y: &mut [V::Element]) {
    if b.is_empty() {
        y.fill(V::Element::ZERO);
    } else {
        y.copy_from_slice(b);
    }
    let (eights, rest) = y.as_chunks_mut::<8>();
    let (w_eights, w_rest) = w.split_at(eights.len() * 8 * x.len());
    for (w, y) in w_eights.chunks_exact(8 * x.len()).zip(eights) {
        add_dot_products::<V, 8>(w, x, y);
    }
    for (w, y) in w_rest.chunks_exact(x.len()).zip(rest) {
        add_dot_products::<V, 1>(w, x, core::array::from_mut(y));
    }
}

/// `y[r] += Σᵢ w[r][i]·x[i]`.
#[inline(always)]
fn add_dot_products<V: Vector, const R: usize>(w: &[V::Element], x: &[V::Element], y: &mut [V::Element; R]) {
    let mut rows: [&[V::Element]; R] = [&[]; R];
    let mut vectors: [&[V]; R] = [&[]; R];
    let (whole, x_vectors) = (x.len() / V::LANES * V::LANES, V::vectors(x));
    for r in 0..R {
        rows[r] = &w[r * x.len()..][..x.len()];
        vectors[r] = &V::vectors(rows[r])[..x_vectors.len()];
    }
    let mut sums = [V::splat(V::Element::ZERO); R];
    for (i, &x) in x_vectors.iter().enumerate() {
        for r in 0..R {
            sums[r] = vectors[r][i].mul_add(x, sums[r]);
        }
    }
    if whole < x.len() {
        let x = V::load(&x[whole..]);
        for r in 0..R {
            sums[r] = V::load(&rows[r][whole..]).mul_add(x, sums[r]);
        }
    }
    for r in 0..R {
        y[r] = y[r] + sums[r].sum();
    }
}
