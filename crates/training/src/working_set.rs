//! How much memory training works on at a time.

use sinew_layers::Network;
use sinew_tensors::Layout;

use crate::batching::{microbatch, rows};

/// What a batch is worked on in: a group of tiles goes forward, through the loss and back while it
/// is in the cache, and then the next one.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
/// use sinew::training::WorkingSet;
///
/// network! {
///     struct Digits = 64 => 32 relu => 10 softmax;
/// }
///
/// let set = WorkingSet::of::<Digits>();
/// assert_eq!(set.tile_bytes, set.rows * set.tile_samples * size_of::<f32>());
/// println!("a batch of 64 in {} bytes, {} samples at a time", set.bytes(64), set.samples);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkingSet {
    /// The rows of a tile: for input, target and output, for what each layer leaves for backward,
    /// and for the gradients between layers.
    pub rows: usize,
    /// How many samples a tile holds, each in a lane of every row.
    pub tile_samples: usize,
    /// How many bytes a tile takes.
    pub tile_bytes: usize,
    /// How many samples go through the network together; the whole batch if that is `usize::MAX`,
    /// as where a layer measures it.
    pub samples: usize,
}

impl WorkingSet {
    /// Of a network, on the current instruction set.
    pub fn of<N: Network>() -> Self {
        let narrow = Layout::rows::<N::Number>(1, usize::MAX);
        let rows = rows::<N>();
        let (samples, is_wide) = microbatch::<N>(narrow, rows);
        let tile_samples = if is_wide { 2 * narrow.lanes() } else { narrow.lanes() };
        Self { rows, tile_samples, tile_bytes: rows * tile_samples * size_of::<N::Number>(), samples }
    }

    /// How many bytes a batch of that many samples is worked on in, without the parameters: a group
    /// of tiles, or fewer where the batch is smaller, but at least one tile.
    pub const fn bytes(&self, batch: usize) -> usize {
        let samples = if batch < self.samples { batch } else { self.samples };
        let tiles = samples.div_ceil(self.tile_samples);
        if tiles > 1 { tiles.saturating_mul(self.tile_bytes) } else { self.tile_bytes }
    }
}
