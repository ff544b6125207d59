//! Forward for one sample, `y[j] = b[j] + Σᵢ w[j][i]·x[i]`.
//!
//! The weights are streamed once. A sum for each neuron stays in a register, its lanes running over the inputs; at the end the sums of as
//! many neurons as a vector has lanes are added across lanes together, for about three instructions a neuron.

use crate::simd::MAX_LANES;
use crate::{Number, Vector};

#[inline(always)]
pub(crate) fn kernel<V: Vector>(w: &[V::Element], b: &[V::Element], x: &[V::Element], y: &mut [V::Element]) {
    // Eight sums in flight hide the latency of the multiply-adds, also where a vector has fewer lanes.
    let neurons = usize::max(V::LANES, 8);
    for (group, y) in y.chunks_mut(neurons).enumerate() {
        let w = &w[group * neurons * x.len()..][..y.len() * x.len()];
        let b = if b.is_empty() { b } else { &b[group * neurons..] };
        match y.len().div_ceil(4) {
            1 => neurons_at_once::<V, 4>(w, b, x, y),
            2 => neurons_at_once::<V, 8>(w, b, x, y),
            3 if V::LANES > 8 => neurons_at_once::<V, 12>(w, b, x, y),
            _ if V::LANES > 8 => neurons_at_once::<V, 16>(w, b, x, y),
            _ => {}
        }
    }
}

/// Up to `R` neurons; where there are fewer, the last one is computed again in the place of those that are missing.
#[inline(always)]
fn neurons_at_once<V: Vector, const R: usize>(
    w: &[V::Element],
    b: &[V::Element],
    x: &[V::Element],
    y: &mut [V::Element],
) {
    let mut rows: [&[V::Element]; R] = [&[]; R];
    let mut vectors: [&[V]; R] = [&[]; R];
    let (whole, x_vectors) = (x.len() / V::LANES * V::LANES, V::vectors(x));
    for r in 0..R {
        rows[r] = &w[usize::min(r, y.len() - 1) * x.len()..][..x.len()];
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
    for (group, (sums, y)) in sums.chunks(V::LANES).zip(y.chunks_mut(V::LANES)).enumerate() {
        let mut square = [V::splat(V::Element::ZERO); MAX_LANES];
        square[..sums.len()].copy_from_slice(sums);
        let sums = V::sums(&mut square[..V::LANES]);
        let b = if b.is_empty() { V::splat(V::Element::ZERO) } else { V::load(&b[group * V::LANES..]) };
        (b + sums).store(y);
    }
}
