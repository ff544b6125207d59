//! Sums of rows, in lanes.

use crate::{Number, Vector};

/// `Σ x[i]` over every `width`-th vector of `x` from `c` on.
#[inline(always)]
pub(crate) fn sum<V: Vector>(x: &[V], width: usize, c: usize) -> V {
    sum_of(
        x,
        width,
        c,
        #[inline(always)]
        |i| x[i],
    )
}

/// `Σ f(i)` over every `width`-th vector of `x` from `c` on.
#[inline(always)]
pub(crate) fn sum_of<V: Vector>(x: &[V], width: usize, c: usize, f: impl Fn(usize) -> V) -> V {
    // Four at a time: a single chain of additions would wait for each.
    let mut sums = [V::splat(V::Element::ZERO); 4];
    let rows = x.len() / width;
    let whole = rows / 4 * 4;
    for row in (0..whole).step_by(4) {
        for k in 0..4 {
            sums[k] = sums[k] + f((row + k) * width + c);
        }
    }
    for row in whole..rows {
        sums[0] = sums[0] + f(row * width + c);
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}
