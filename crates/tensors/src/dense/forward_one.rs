//! Forward for one sample, `y[j] = b[j] + Σᵢ w[j][i]·x[i]`.
//!
//! The weights are streamed once. A sum for each neuron stays in a register, its lanes running over
//! the inputs; at the end the sums of as many neurons as a vector has lanes are added across lanes
//! together, for about three instructions a neuron.

use core::hint::black_box;
use core::ops::Range;

use super::block::LONG;
use crate::simd::MAX_LANES;
use crate::{Number, Vector};

#[inline(always)]
pub(crate) fn kernel<V: Vector>(w: &[V::Element], b: &[V::Element], x: &[V::Element], y: &mut [V::Element]) {
    // Eight sums in flight hide the latency of the multiply-adds, also where a vector has fewer
    // lanes. Long rows are streamed faster eight at a time than sixteen.
    let neurons = if x.len() >= LONG { 8 } else { usize::max(V::LANES, 8) };
    let (mut w, mut b) = (w, b);
    let x_last = last_vector::<V>(&x[head::<V>(x.len())..]);
    for y in y.chunks_mut(neurons) {
        match y.len().div_ceil(4) {
            1 => neurons_at_once::<V, 4>(w, b, x, y, x.len(), x_last),
            2 if const { V::LANES > 8 } => neurons_at_once::<V, 8>(w, b, x, y, x.len(), x_last),
            2 => whole_group::<V, 8>(w, b, x, y, x_last),
            3 if const { V::LANES > 8 } => neurons_at_once::<V, 12>(w, b, x, y, x.len(), x_last),
            4 if const { V::LANES > 8 } => whole_group::<V, 16>(w, b, x, y, x_last),
            _ => {}
        }
        w = &w[y.len() * x.len()..];
        b = b.get(y.len()..).unwrap_or_default();
    }
}

/// Up to `R` neurons; the usual numbers of inputs are constants, which keep the addresses of all
/// rows in one register.
#[inline(always)]
fn whole_group<V: Vector, const R: usize>(
    w: &[V::Element],
    b: &[V::Element],
    x: &[V::Element],
    y: &mut [V::Element],
    x_last: V,
) {
    match x.len() {
        16 if y.len() == R => neurons_at_once::<V, R>(w, b, x, y, 16, x_last),
        32 if y.len() == R => neurons_at_once::<V, R>(w, b, x, y, 32, x_last),
        64 if y.len() == R => neurons_at_once::<V, R>(w, b, x, y, 64, x_last),
        n => neurons_at_once::<V, R>(w, b, x, y, n, x_last),
    }
}

/// From this many vectors of weights to a neuron on, the compiler must not know how many there are:
/// it would compute one neuron after the other, each a chain of multiply-adds that wait for one
/// another, and a core does not look far enough ahead to begin with the next.
const LONG_CHAIN: usize = 8;

/// Up to `R` neurons of `n` inputs; where there are fewer, the last one is computed again in the
/// place of those that are missing.
#[inline(always)]
fn neurons_at_once<V: Vector, const R: usize>(
    w: &[V::Element],
    b: &[V::Element],
    x: &[V::Element],
    y: &mut [V::Element],
    n: usize,
    x_last: V,
) {
    let x = if n / V::LANES >= LONG_CHAIN { &x[..usize::min(black_box(n), n)] } else { &x[..n] };
    let mut rows: [&[V::Element]; R] = [&[]; R];
    if y.len() == R {
        for (row, w) in rows.iter_mut().zip(w[..R * n].chunks_exact(n)) {
            *row = w;
        }
    } else {
        for r in 0..R {
            rows[r] = &w[usize::min(r, y.len() - 1) * n..][..n];
        }
    }
    let mut sums = [V::splat(V::Element::ZERO); R];
    let head = head::<V>(n);
    if head > 0 {
        add_products(&mut sums, &rows, x, 0..head);
    }
    let vectors = (n - head) / V::LANES;
    let mut whole: [&[V]; R] = [&[]; R];
    for r in 0..R {
        whole[r] = &V::vectors(&rows[r][head..])[..vectors];
    }
    for (i, &x) in V::vectors(&x[head..]).iter().enumerate().take(vectors) {
        for r in 0..R {
            sums[r] = whole[r][i].mul_add(x, sums[r]);
        }
    }
    let tail = head + vectors * V::LANES;
    if vectors > 0 && tail < n {
        for r in 0..R {
            sums[r] = V::vectors(&rows[r][n - V::LANES..])[0].mul_add(x_last, sums[r]);
        }
    } else if tail < n {
        add_products(&mut sums, &rows, x, tail..n);
    }
    for (group, (sums, y)) in sums.chunks(V::LANES).zip(y.chunks_mut(V::LANES)).enumerate() {
        let mut square = [V::splat(V::Element::ZERO); MAX_LANES];
        square[..sums.len()].copy_from_slice(sums);
        let sums = V::sums(&mut square[..V::LANES]);
        let b = if b.is_empty() { V::splat(V::Element::ZERO) } else { V::load(&b[group * V::LANES..]) };
        (b + sums).store(y);
    }
}

/// How many weights of a long row are taken by themselves, so that the vectors after them begin
/// cache lines.
///
/// A fresh large block of glibc's allocator begins 16 bytes into a line. Elsewhere this is no help,
/// and little harm: to follow the address would add the products in another order, and two equal
/// networks would not predict the same to the last bit.
#[inline(always)]
const fn head<V: Vector>(n: usize) -> usize {
    if V::LANES > 1 && n >= LONG && n.is_multiple_of(V::LANES) {
        size_of::<V>().saturating_sub(16) / size_of::<V::Element>()
    } else {
        0
    }
}

/// Adds the products of a few inputs, no more than a vector holds.
#[inline(always)]
fn add_products<V: Vector, const R: usize>(
    sums: &mut [V; R],
    rows: &[&[V::Element]; R],
    x: &[V::Element],
    part: Range<usize>,
) {
    let x = V::load(&x[part.clone()]);
    for r in 0..R {
        sums[r] = V::load(&rows[r][part.clone()]).mul_add(x, sums[r]);
    }
}

/// The numbers after the last whole vector, in the last lanes of one that holds zeros before them.
///
/// It meets the last weights of each neuron as they lie, since a part of a vector takes longer to
/// load than a whole one. Weights that were counted before meet a zero, so that an infinite one
/// makes a sum NaN.
#[inline(always)]
fn last_vector<V: Vector>(x: &[V::Element]) -> V {
    let rest = x.len() % V::LANES;
    if rest == 0 || rest == x.len() {
        return V::splat(V::Element::ZERO);
    }
    let mut numbers = [V::Element::ZERO; MAX_LANES];
    for (number, &x) in numbers[V::LANES - rest..V::LANES].iter_mut().zip(&x[x.len() - rest..]) {
        *number = x;
    }
    V::vectors(&numbers[..V::LANES])[0]
}
