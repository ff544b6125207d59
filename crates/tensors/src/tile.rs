//! Tiles: samples side by side in SIMD lanes, `[feature][lane]`.
//!
//! A tile of `W` vectors is a slice of rows `[[V; W]]`, a row for each feature. Sample `s` stands in lane `s` of every row, counted
//! through the row's vectors. Lanes without a sample hold zeros.

use crate::{Number, Vector};

/// How many samples a tile of `W` vectors holds.
#[must_use]
pub const fn capacity<V: Vector, const W: usize>() -> usize {
    W * V::LANES
}

/// Fills `tile` with `count` samples, `tile[i][s] = sample(s)[i]`.
///
/// `tile: [FEATURES, LANES]`, each sample `[FEATURES]`.
#[inline(always)]
pub fn gather<'a, V: Vector, const W: usize>(
    tile: &mut [[V; W]],
    count: usize,
    sample: impl Fn(usize) -> &'a [V::Element],
) {
    if count < capacity::<V, W>() {
        tile.fill([V::splat(V::Element::ZERO); W]);
    }
    let features = tile.len();
    let lanes = V::elements_mut(tile.as_flattened_mut());
    for s in 0..count {
        let x = &sample(s)[..features];
        for i in 0..features {
            lanes[i * capacity::<V, W>() + s] = x[i];
        }
    }
}

/// Writes the samples of `tile` to `sample(0)`, `sample(1)`, …: the reverse of [`gather`].
#[inline(always)]
pub fn scatter<'a, V: Vector, const W: usize>(tile: &[[V; W]], samples: impl Iterator<Item = &'a mut [V::Element]>) {
    let lanes = V::elements(tile.as_flattened());
    for (s, y) in samples.enumerate() {
        for (i, y) in y.iter_mut().enumerate() {
            *y = lanes[i * capacity::<V, W>() + s];
        }
    }
}

/// Transposes a tile of `samples` lanes to rows of `stride` numbers, `rows[s][i] = lanes[i][s]`, with zeros from the last feature on.
///
/// `lanes: [FEATURES, samples]`, `rows: [samples, stride]`.
#[inline(always)]
pub(crate) fn transpose<T: Number>(lanes: &[T], rows: &mut [T], samples: usize, stride: usize) {
    let features = lanes.len() / samples;
    for (s, row) in rows.chunks_exact_mut(stride).enumerate() {
        let (row, padding) = row.split_at_mut(features);
        for (i, x) in row.iter_mut().enumerate() {
            *x = lanes[i * samples + s];
        }
        padding.fill(T::ZERO);
    }
}
