//! Tiles: samples side by side in SIMD lanes, `[feature][lane]`.
//!
//! A tile of `W` vectors is a slice of rows `[[V; W]]`, a row for each feature. Sample `s` stands
//! in lane `s` of every row, counted through the row's vectors. Lanes without a sample hold zeros.

use crate::simd::MAX_LANES;
use crate::{Layout, Number, Sample, Vector, Vectorized};

/// How many samples a tile of `W` vectors holds.
#[must_use]
pub const fn capacity<V: Vector, const W: usize>() -> usize {
    W * V::LANES
}

/// Fills `tile` with `count` samples, `tile[i][s] = sample(s)[i]`.
///
/// `tile: [FEATURES, LANES]`, each sample `[FEATURES]`.
///
/// # Panics
///
/// If a sample has fewer features than the tile.
#[inline(always)]
pub fn gather<'a, V: Vector, const W: usize>(
    tile: &mut [[V; W]],
    count: usize,
    sample: impl Fn(usize) -> &'a [V::Element],
) {
    const { assert!(V::LANES <= MAX_LANES) }
    for column in 0..W {
        let first = column * V::LANES;
        let lanes = usize::min(count.saturating_sub(first), V::LANES);
        let mut samples: [&[V::Element]; MAX_LANES] = [&[]; MAX_LANES];
        for s in 0..lanes {
            samples[s] = sample(first + s);
        }
        V::tile_gather(&samples[..lanes], tile.as_flattened_mut(), W, column);
    }
}

/// [`gather`] for samples of a known shape: a few features are collected one by one, and only one
/// of the two ways is compiled.
///
/// `tile: [S::LEN, LANES]`.
///
/// # Panics
///
/// If the tile has more rows.
#[inline(always)]
pub fn gather_samples<'a, S: Sample<V::Element> + 'a, V: Vector, const W: usize>(
    tile: &mut [[V; W]],
    count: usize,
    sample: impl Fn(usize) -> &'a S,
) {
    if const { S::LEN <= FEW_FEATURES } {
        collect(tile, count, sample, |x, i| x.as_flat()[i]);
    } else {
        gather(tile, count, |s| sample(s).as_flat());
    }
}

/// Up to this many features are collected one by one; more of them are worth a square of numbers in
/// registers.
const FEW_FEATURES: usize = 4;

/// Fills `tile` with what `number` finds in `count` samples, `tile[i][s] = number(sample(s), i)`.
///
/// A vector is put together in registers: what is written lane by lane and read as a vector waits
/// for the cache. The last sample stands in for those that are missing, so that the work does not
/// depend on how many there are, until their lanes are emptied.
#[inline(always)]
pub fn collect<'a, S: ?Sized + 'a, V: Vector, const W: usize>(
    tile: &mut [[V; W]],
    count: usize,
    sample: impl Fn(usize) -> &'a S,
    number: impl Fn(&S, usize) -> V::Element,
) {
    let Some(last) = count.checked_sub(1) else {
        tile.fill([V::constant(0.0); W]);
        return;
    };
    for c in 0..W {
        let mut samples = [sample(last); MAX_LANES];
        for s in 0..V::LANES {
            samples[s] = sample(usize::min(c * V::LANES + s, last));
        }
        for (i, row) in tile.iter_mut().enumerate() {
            let mut numbers = [V::Element::ZERO; MAX_LANES];
            for s in 0..V::LANES {
                numbers[s] = number(samples[s], i);
            }
            row[c] = V::load(&numbers);
        }
    }
    for row in tile {
        *row = occupied(count, *row);
    }
}

/// Fills the tiles of `tile` with samples, [`gather`] in the layout's vectors.
///
/// `tile: [tiles, FEATURES, lanes]`; there are as many tiles as the samples need.
///
/// # Panics
///
/// If `tile` is too short or does not begin at a multiple of a vector's size.
#[inline]
pub fn gather_in<'a, S, T>(layout: Layout, tile: &mut [T], mut samples: impl ExactSizeIterator<Item = &'a S>)
where
    S: Sample<T> + 'a,
    T: Number,
{
    let lanes = layout.lanes();
    for tile in tile.chunks_exact_mut(S::LEN * lanes) {
        let count = usize::min(samples.len(), lanes);
        if const { S::LEN <= FEW_FEATURES } {
            // One by one: they are read again only when all tiles are filled.
            for (s, sample) in samples.by_ref().take(lanes).enumerate() {
                for (tile, &x) in tile.chunks_exact_mut(lanes).zip(sample.as_flat()) {
                    tile[s] = x;
                }
            }
            for tile in tile.chunks_exact_mut(lanes) {
                tile[count..].fill(T::ZERO);
            }
        } else {
            let mut slices: [&[T]; 2 * MAX_LANES] = [&[]; 2 * MAX_LANES];
            for (slice, sample) in slices.iter_mut().zip(samples.by_ref().take(lanes)) {
                *slice = sample.as_flat();
            }
            gather_slices(layout, tile, &slices[..count]);
        }
    }
}

/// Fills tiles with samples that lie one after the other, each of `features` numbers.
///
/// `tile: [tiles, features, lanes]`, `samples: [n, features]`.
///
/// # Panics
///
/// As [`gather_in`].
#[inline(never)]
pub fn gather_rows<T: Number>(layout: Layout, tile: &mut [T], samples: &[T], features: usize) {
    let lanes = layout.lanes();
    for (tile, samples) in tile.chunks_exact_mut(features * lanes).zip(samples.chunks(features * lanes)) {
        let mut slices: [&[T]; 2 * MAX_LANES] = [&[]; 2 * MAX_LANES];
        for (slice, sample) in slices.iter_mut().zip(samples.chunks_exact(features)) {
            *slice = sample;
        }
        gather_slices(layout, tile, &slices[..samples.len() / features]);
    }
}

/// Names what is generic over the number alone, so that it is compiled in this crate; see
/// `sinew_layers::prebuilt`.
#[doc(hidden)]
pub fn prebuilt<T: Number>() -> usize {
    (gather_slices::<T> as *const () as usize).wrapping_add(gather_rows::<T> as *const () as usize)
}

/// Fills a tile with samples.
#[inline(never)] // one for all types of samples
fn gather_slices<T: Number>(layout: Layout, tile: &mut [T], samples: &[&[T]]) {
    struct Gather<'a, T> {
        layout: Layout,
        tile: &'a mut [T],
        samples: &'a [&'a [T]],
    }

    impl<T: Number> Vectorized<T> for Gather<'_, T> {
        type Output = ();

        #[inline(always)]
        fn run<V: Vector<Element = T>>(self) {
            let Self { layout, tile, samples } = self;
            let tile = Layout::cast_mut::<V, 1>(tile).as_flattened_mut();
            for column in 0..layout.vectors() {
                let samples = samples.get(column * V::LANES..).unwrap_or_default();
                V::tile_gather(&samples[..samples.len().min(V::LANES)], tile, layout.vectors(), column);
            }
        }
    }

    T::dispatch_in(layout, Gather { layout, tile, samples });
}

/// Writes the samples of the tiles to the slices, one after the other: the reverse of
/// [`gather_in`].
pub fn scatter_in<'a, T: Number>(layout: Layout, tile: &[T], samples: impl Iterator<Item = &'a mut [T]>) {
    let lanes = layout.lanes();
    for (s, y) in samples.enumerate() {
        let tile = &tile[s / lanes * lanes * y.len()..];
        for (y, row) in y.iter_mut().zip(tile.chunks_exact(lanes)) {
            *y = row[s % lanes];
        }
    }
}

/// Fills one column of vectors of a tile that is `width` vectors wide, in squares of as many
/// features as a vector has lanes.
#[inline(always)]
pub(crate) fn gather_kernel<V: Vector>(samples: &[&[V::Element]], tile: &mut [V], width: usize, column: usize) {
    let features = tile.len() / width;
    let (whole, rest) = (features / V::LANES, features % V::LANES);
    let mut vectors: [&[V]; MAX_LANES] = [&[]; MAX_LANES];
    for (vectors, x) in vectors.iter_mut().zip(samples) {
        *vectors = &V::vectors(x)[..whole];
    }
    let (squares, last) = tile.split_at_mut(whole * V::LANES * width);
    for (k, tile) in squares.chunks_exact_mut(V::LANES * width).enumerate() {
        let mut square = [V::splat(V::Element::ZERO); MAX_LANES];
        for s in 0..V::LANES {
            if s < samples.len() {
                square[s] = vectors[s][k];
            }
        }
        V::transpose(&mut square[..V::LANES]);
        for i in 0..V::LANES {
            tile[i * width + column] = square[i];
        }
    }
    if rest > FEW_FEATURES {
        let mut square = [V::splat(V::Element::ZERO); MAX_LANES];
        for (square, x) in square.iter_mut().zip(samples) {
            *square = V::load(&x[whole * V::LANES..]);
        }
        V::transpose(&mut square[..V::LANES]);
        for i in 0..rest {
            last[i * width + column] = square[i];
        }
    } else {
        for i in 0..rest {
            let lanes = V::elements_mut(&mut last[i * width + column..][..1]);
            lanes[samples.len()..].fill(V::Element::ZERO);
            for (lane, x) in lanes.iter_mut().zip(samples) {
                *lane = x[whole * V::LANES + i];
            }
        }
    }
}

/// `x` in the lanes of the first `count` samples, 0 in those without one.
///
/// By arithmetic: what is written lane by lane and read as a vector waits for the cache.
#[inline(always)]
#[must_use]
pub fn occupied<V: Vector, const W: usize>(count: usize, x: [V; W]) -> [V; W] {
    let numbers: [V::Element; MAX_LANES] = core::array::from_fn(
        #[inline(always)]
        |lane| V::Element::from_f64(lane as f64),
    );
    let mut lanes = [V::constant(0.0); W];
    for c in 0..W {
        let left = V::constant(count as f64 - (c * V::LANES) as f64);
        lanes[c] = left.select_gt(V::load(&numbers), x[c], lanes[c]);
    }
    lanes
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
