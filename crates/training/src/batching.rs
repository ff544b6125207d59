//! How a batch is cut: into shards, microbatches and tiles.

use alloc::string::String;
use core::ops::Range;

use sinew_layers::{LayerInfo, Network, Stage};
use sinew_tensors::{Layout, Sample};

use crate::TrainError;
use crate::samples::Samples;

/// No tile has more samples.
pub(crate) const WIDEST_TILE: usize = 32;

/// How many bytes a pass may work on at a time: about half of a core's own cache, which is 1 to 2
/// MiB on today's servers and desktops.
const CACHE: usize = 1 << 19;

/// How many samples share the loads of each weight, where the weights are
/// [large](are_weights_large).
const SHARED: usize = 256;

/// Whether the weights do not stay in the cache from one microbatch to the next.
const fn are_weights_large<N>() -> bool {
    size_of::<N>() > CACHE / 2
}

/// How many samples go through the network together, and whether in tiles of two vectors; `narrow`
/// are tiles of one.
///
/// Many tiles share the loads of each weight and each addition to its gradient; too many push each
/// other out of the cache.
pub(crate) fn microbatch<N: Network>(narrow: Layout, rows: usize) -> (usize, bool) {
    let tile = rows * 2 * narrow.lanes() * size_of::<N::Number>();
    let are_weights_large = are_weights_large::<N>();
    let is_wide = are_weights_large || tile <= CACHE;
    let lanes = if is_wide { 2 * narrow.lanes() } else { narrow.lanes() };
    let samples = match (CACHE / tile, are_weights_large) {
        _ if info::<N>().statistics > 0 => usize::MAX,
        (_, true) => SHARED,
        (0, false) => lanes,
        (tiles, false) => tiles * lanes,
    };
    (samples, is_wide)
}

/// How many rows a tile is worked on in, but for the gradient of the input.
pub(crate) const fn rows<N: Network>() -> usize {
    N::Input::LEN + 2 * N::Output::LEN + info::<N>().saved + info::<N>().scratch
}

/// A network with up to this many rows a tile is worked on in registers, as far as they go: from
/// memory, its time would be that of loads that wait for stores.
pub(crate) const FEW_ROWS: usize = 32;

/// Whether a network is worked on in registers, or at least in vectors no wider than the batch.
pub(crate) const fn is_tiny<N: Network>() -> bool {
    rows::<N>() <= FEW_ROWS
}

const fn info<N: Network>() -> LayerInfo {
    <N::Stage as Stage>::INFO
}

/// How many shards a batch is cut into, each with a gradient of its own, whether or not there are
/// threads to share them.
///
/// So the sum is the same for any number of threads. A shard is large enough that to add its
/// gradient costs little beside it, and that to hand it to a thread does.
pub(crate) fn shards<N: Network>(samples: usize) -> usize {
    /// Multiply-adds that take some tens of microseconds.
    const WORTHWHILE: usize = 1 << 21;
    let work = info::<N>().multiply_adds.saturating_mul(samples);
    if info::<N>().statistics > 0 || work < WORTHWHILE {
        return 1; // what is measured is measured of the whole batch
    }
    match samples {
        0..128 => 1,
        128..512 => 2,
        _ => usize::min(samples / 256, 8),
    }
}

/// An error for the first layer that needs more samples in a batch.
#[inline(never)] // knows no network
pub(crate) fn check_batch(layers: &[LayerInfo], samples: usize) -> Result<(), TrainError> {
    let Some(layer) = layers.iter().find(|layer| layer.smallest_batch > samples) else { return Ok(()) };
    let (mut inner, mut path) = (layer, String::from(layer.name));
    while let Some(layer) = inner.layers.iter().find(|layer| layer.smallest_batch > samples) {
        path = path + "." + layer.name;
        inner = layer;
    }
    Err(TrainError::BatchTooSmall { layer: path, samples, needed: layer.smallest_batch })
}

/// Whether shards of this many samples may go through the network together: each in one microbatch,
/// or several in one, by layers that add to a gradient once for each shard.
pub(crate) fn may_share<N: Network>(shard: usize) -> bool {
    info::<N>().is_shardable() && are_weights_large::<N>() && shard <= SHARED
}

/// Shards of a batch: one of them, or all.
#[doc(hidden)]
pub struct Shards<'a, X, Y> {
    pub(crate) samples: &'a Samples<'a, X, Y>,
    pub(crate) range: Range<usize>,
    /// Of how many samples a shard is, at most.
    pub(crate) size: usize,
    pub(crate) seed: u64,
    /// What the mean loss divides by.
    pub(crate) divisor: f64,
}

impl<'a, X, Y> Shards<'a, X, Y> {
    /// All of it, in shards of that many samples; `seed` is that of the batch's random numbers.
    pub(crate) fn all(samples: &'a Samples<'a, X, Y>, seed: u64, size: usize, divisor: f64) -> Self {
        Self { samples, range: 0..samples.len(), size, seed, divisor }
    }

    /// One of these shards, as far as there are samples.
    pub(crate) fn shard(self, index: usize) -> Self {
        let (size, all) = (self.size, self.samples.len());
        Self { range: usize::min(index * size, all)..usize::min((index + 1) * size, all), ..self }
    }
}
