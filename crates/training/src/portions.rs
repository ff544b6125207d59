//! How a batch is cut: into portions, groups and tiles.

use core::ops::Range;

use sinew_layers::{Network, Stage};
use sinew_tensors::{Sample, Vector};

use crate::samples::Samples;

/// No tile has more samples.
pub(crate) const WIDEST_TILE: usize = 32;

/// How many bytes a pass may work on at a time: about half of a core's own cache, which is 1 to 2 MiB on today's servers and desktops.
const CACHE: usize = 1 << 19;

/// How many samples share the loads of each weight, where the weights are [large](are_weights_large).
const SHARED: usize = 256;

/// Whether the weights do not stay in the cache from one group of tiles to the next.
const fn are_weights_large<N>() -> bool {
    size_of::<N>() > CACHE / 2
}

/// How many samples go through the network together, and whether in tiles of two vectors.
///
/// Many tiles share the loads of each weight and each addition to its gradient; too many push each other out of the cache.
#[inline(always)]
pub(crate) const fn group<N: Network, V: Vector<Element = N::Number>>(rows: usize) -> (usize, bool) {
    let tile = rows * size_of::<[V; 2]>();
    let are_weights_large = are_weights_large::<N>();
    let is_wide = are_weights_large || tile <= CACHE;
    let lanes = if is_wide { 2 * V::LANES } else { V::LANES };
    let samples = match (CACHE / tile, are_weights_large) {
        _ if <N::Stage as Stage>::STATISTICS > 0 => usize::MAX,
        (_, true) => SHARED,
        (0, false) => lanes,
        (tiles, false) => tiles * lanes,
    };
    (samples, is_wide)
}

/// How many rows a tile is worked on in, but for the gradient of the input.
pub(crate) const fn rows<N: Network>() -> usize {
    N::Input::LEN + 2 * N::Output::LEN + <N::Stage as Stage>::MEMORY + <N::Stage as Stage>::SCRATCH
}

/// How many portions a batch is cut into, each with a gradient of its own, whether or not there are threads to share them.
///
/// So the sum is the same for any number of threads. A portion is large enough that to add its gradient costs little beside it, and
/// that to hand it to a thread does.
pub(crate) fn portions<N: Network>(samples: usize) -> usize {
    /// Multiply-adds that take some tens of microseconds.
    const WORTHWHILE: usize = 1 << 21;
    let work = <N::Stage as Stage>::MULTIPLY_ADDS.saturating_mul(samples);
    if <N::Stage as Stage>::STATISTICS > 0 || work < WORTHWHILE {
        return 1; // what is measured is measured of the whole batch
    }
    match samples {
        0..128 => 1,
        128..512 => 2,
        _ => usize::min(samples / 256, 8),
    }
}

/// Whether portions of so many samples may go through the network together: each in one group of tiles, or several in one, by layers
/// that add to a gradient once for each portion.
pub(crate) fn may_share<N: Network>(portion: usize) -> bool {
    <N::Stage as Stage>::ADDS_ONCE && are_weights_large::<N>() && portion <= SHARED
}

/// Portions of a batch: one of them, or all.
#[doc(hidden)]
pub struct Portions<'a, X, Y> {
    pub(crate) samples: &'a Samples<'a, X, Y>,
    pub(crate) range: Range<usize>,
    /// Of how many samples a portion is, at most.
    pub(crate) size: usize,
    pub(crate) seed: u64,
}

impl<'a, X, Y> Portions<'a, X, Y> {
    /// All of it, in portions of so many samples; `seed` is that of the batch's random numbers.
    pub(crate) fn all(samples: &'a Samples<'a, X, Y>, seed: u64, size: usize) -> Self {
        Self { samples, range: 0..samples.len(), size, seed }
    }

    /// One of those portions, as far as there are samples.
    pub(crate) fn one(samples: &'a Samples<'a, X, Y>, seed: u64, size: usize, index: usize) -> Self {
        let all = samples.len();
        Self { samples, range: usize::min(index * size, all)..usize::min((index + 1) * size, all), size, seed }
    }
}
