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
    let capacity = capacity::<V, W>();
    if count < capacity {
        tile.fill([V::splat(V::Element::ZERO); W]);
    }
    let lanes = V::elements_mut(tile.as_flattened_mut());
    let fours = count / BLOCK * BLOCK;
    for s in (0..fours).step_by(BLOCK) {
        let mut rows: [&[V::Element]; BLOCK] = [&[]; BLOCK];
        for r in 0..BLOCK {
            rows[r] = sample(s + r);
        }
        transpose_four(rows, lanes, capacity, s);
    }
    for s in fours..count {
        for (lanes, &x) in lanes.chunks_exact_mut(capacity).zip(sample(s)) {
            lanes[s] = x;
        }
    }
}

/// Numbers are transposed in blocks of 4 × 4, which the compiler keeps in registers.
const BLOCK: usize = 4;

/// `lanes[i][s + r] = rows[r][i]` for four rows.
#[inline(always)]
fn transpose_four<T: Number>(rows: [&[T]; BLOCK], lanes: &mut [T], capacity: usize, s: usize) {
    let chunks = rows.map(
        #[inline(always)]
        |row| row.as_chunks::<BLOCK>(),
    );
    let blocks = chunks[0].0.len();
    for (block, lanes) in lanes.chunks_exact_mut(BLOCK * capacity).enumerate().take(blocks) {
        let mut x = [[T::ZERO; BLOCK]; BLOCK];
        for r in 0..BLOCK {
            for i in 0..BLOCK {
                x[i][r] = chunks[r].0[block][i];
            }
        }
        for i in 0..BLOCK {
            lanes[i * capacity + s..][..BLOCK].copy_from_slice(&x[i]);
        }
    }
    for (i, lanes) in lanes.chunks_exact_mut(capacity).enumerate().skip(blocks * BLOCK) {
        for r in 0..BLOCK {
            lanes[s + r] = rows[r][i];
        }
    }
}

/// Writes the samples of `tile` to the slices, one after the other: the reverse of [`gather`].
#[inline(always)]
pub fn scatter<'a, V: Vector, const W: usize>(tile: &[[V; W]], samples: impl Iterator<Item = &'a mut [V::Element]>) {
    let lanes = V::elements(tile.as_flattened());
    for (s, y) in samples.enumerate() {
        for (y, lanes) in y.iter_mut().zip(lanes.chunks_exact(capacity::<V, W>())) {
            *y = lanes[s];
        }
    }
}

/// Transposes a tile of `capacity` lanes to rows of `stride` numbers, `rows[s][i] = lanes[i][s]`, with zeros from the last feature on.
///
/// `lanes: [FEATURES, capacity]`, `rows: [capacity, stride]`.
#[inline(always)]
pub(crate) fn transpose<T: Number>(lanes: &[T], rows: &mut [T], capacity: usize, stride: usize) {
    let features = lanes.len() / capacity;
    for row in rows.chunks_exact_mut(stride) {
        row[features..].fill(T::ZERO);
    }
    let fours = features / BLOCK * BLOCK;
    for i in (0..fours).step_by(BLOCK) {
        let mut four: [&[T]; BLOCK] = [&[]; BLOCK];
        for r in 0..BLOCK {
            four[r] = &lanes[(i + r) * capacity..][..capacity];
        }
        transpose_four(four, rows, stride, i);
    }
    for i in fours..features {
        for (row, &x) in rows.chunks_exact_mut(stride).zip(&lanes[i * capacity..][..capacity]) {
            row[i] = x;
        }
    }
}
