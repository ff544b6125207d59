//! What travels through a network besides the numbers themselves.

use core::cell::Cell;

use sinew_tensors::{Layout, Number, Rng};

/// The samples that go through a network together: some tiles of a batch.
#[derive(Clone, Copy, Debug)]
pub struct Microbatch {
    layout: Layout,
    first: usize,
    samples: usize,
    /// How many lanes all tiles have together. Computed once, since it takes a division.
    lanes: usize,
}

impl Microbatch {
    /// `samples` samples of a batch, from the number `first` on. They fill the lanes in order, so
    /// only the last tile may have lanes without a sample.
    #[must_use]
    pub const fn new(layout: Layout, first: usize, samples: usize) -> Self {
        let lanes = samples.next_multiple_of(layout.lanes());
        Self { layout, first, samples, lanes }
    }

    /// One sample by itself, in the layout of one.
    #[must_use]
    pub const fn one(layout: Layout) -> Self {
        Self { layout, first: 0, samples: 1, lanes: 1 }
    }

    /// How the samples lie in memory.
    #[must_use]
    pub const fn layout(self) -> Layout {
        self.layout
    }

    /// How many samples there are.
    #[must_use]
    pub const fn samples(self) -> usize {
        self.samples
    }

    /// How many tiles hold them.
    #[must_use]
    pub const fn tiles(self) -> usize {
        self.lanes / self.layout.lanes()
    }

    /// How many numbers `rows` rows of each tile are.
    #[must_use]
    pub const fn numbers(self, rows: usize) -> usize {
        self.lanes * rows
    }
}

/// Streams of random numbers for the layers of a network, the same however a batch is cut into
/// microbatches.
#[derive(Debug)]
pub struct Streams {
    seed: u64,
    next: Cell<u64>,
}

impl Streams {
    /// Those of a batch, from its seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, next: Cell::new(0) }
    }

    /// The stream of the next layer that draws.
    fn next(&self) -> u64 {
        let index = self.next.replace(self.next.get() + 1);
        Rng::new(self.seed.wrapping_add(index.wrapping_mul(ODD))).next_u64()
    }
}

/// Spreads small numbers over all bits: 2⁶⁴ divided by the golden ratio.
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// What travels through a network besides the numbers themselves: memory, statistics, random
/// numbers, and how many samples there are.
///
/// Each stage gets one with its own parts of the memory.
#[derive(Debug)]
pub struct Context<'a, T> {
    /// The samples that go through the stage.
    pub microbatch: Microbatch,
    /// What forward leaves for backward, besides outputs and pre-activations: [`LayerInfo::saved`]
    /// rows of each tile.
    ///
    /// [`LayerInfo::saved`]: crate::LayerInfo::saved
    pub saved: &'a mut [T],
    /// Memory to work in: [`LayerInfo::scratch`] rows of each tile in backward,
    /// [`LayerInfo::predict_scratch`] in predictions; it may be longer.
    ///
    /// [`LayerInfo::scratch`]: crate::LayerInfo::scratch
    /// [`LayerInfo::predict_scratch`]: field@crate::LayerInfo::predict_scratch
    pub scratch: &'a mut [T],
    /// What the stage has measured so far, [`LayerInfo::statistics`](crate::LayerInfo::statistics)
    /// numbers.
    pub statistics: &'a [T],
    /// In training, the place for what it has measured after this batch.
    pub measured: &'a mut [T],
    pub(crate) streams: Option<&'a Streams>,
}

impl<'a, T: Number> Context<'a, T> {
    /// For predictions.
    pub fn predict(microbatch: Microbatch, scratch: &'a mut [T], statistics: &'a [T]) -> Self {
        Self { microbatch, saved: &mut [], scratch, statistics, measured: &mut [], streams: None }
    }

    /// For training, forward.
    pub fn forward(
        microbatch: Microbatch,
        saved: &'a mut [T],
        statistics: &'a [T],
        measured: &'a mut [T],
        streams: &'a Streams,
    ) -> Self {
        Self { microbatch, saved, scratch: &mut [], statistics, measured, streams: Some(streams) }
    }

    /// For training, backward.
    pub fn backward(microbatch: Microbatch, saved: &'a mut [T], scratch: &'a mut [T]) -> Self {
        Self { microbatch, saved, scratch, statistics: &[], measured: &mut [], streams: None }
    }

    /// All of it, to hand parts on.
    pub(crate) fn reborrow(&mut self) -> Context<'_, T> {
        let Self { microbatch, saved, scratch, statistics, measured, streams } = self;
        Context { microbatch: *microbatch, saved, scratch, statistics, measured, streams: *streams }
    }

    /// That of a part of the stage, with memory of its own, and that many statistics, which are
    /// taken from the front.
    pub(crate) fn part<'b>(&mut self, saved: &'b mut [T], scratch: &'b mut [T], statistics: usize) -> Context<'b, T>
    where
        'a: 'b,
    {
        let running = self.statistics.split_off(..statistics).unwrap_or_default();
        let measured = self.measured.split_off_mut(..statistics).unwrap_or_default();
        Context { microbatch: self.microbatch, saved, scratch, statistics: running, measured, streams: self.streams }
    }

    /// How many numbers `rows` rows of each tile are.
    #[must_use]
    pub fn numbers(&self, rows: usize) -> usize {
        self.microbatch.numbers(rows)
    }

    /// A stream of random numbers for each sample: the function that makes them, from the number of
    /// the sample in this microbatch.
    ///
    /// The streams are the same however a batch is cut, and others for every batch and every call.
    pub fn random(&self) -> impl Fn(usize) -> Rng + use<T> {
        random(self.streams, self.microbatch)
    }
}

/// See [`Context::random`].
pub(crate) fn random(streams: Option<&Streams>, microbatch: Microbatch) -> impl Fn(usize) -> Rng + use<> {
    let stream = streams.map_or(0, Streams::next);
    move |sample| Rng::new(stream.wrapping_add((microbatch.first + sample) as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_its_own_numbers_wherever_it_is_in_a_microbatch() {
        let streams = |first, sample| {
            let streams = Streams::new(1);
            let microbatch = Microbatch::new(Layout::rows::<f32>(1, 1), first, 8);
            let context = Context::<f32>::forward(microbatch, &mut [], &[], &mut [], &streams);
            [context.random()(sample).next_u64(), context.random()(sample).next_u64()]
        };
        assert_eq!(streams(0, 5), streams(3, 2));
        assert_ne!(streams(0, 5), streams(0, 4));
        assert_ne!(streams(0, 5)[0], streams(0, 5)[1]);
    }

    #[test]
    #[allow(clippy::float_cmp)] // exact numbers
    fn parts_take_their_statistics_in_turn() {
        let (streams, running, mut measured) = (Streams::new(0), [1.0, 2.0, 3.0], [0.0; 3]);
        let microbatch = Microbatch::new(Layout::one::<f64>(1), 0, 1);
        let mut whole = Context::forward(microbatch, &mut [], &running, &mut measured, &streams);
        let first = whole.part(&mut [], &mut [], 1);
        assert_eq!(first.statistics, [1.0]);
        let second = whole.part(&mut [], &mut [], 2);
        assert_eq!(second.statistics, [2.0, 3.0]);
        second.measured[1] = 7.0;
        assert_eq!(measured, [0.0, 0.0, 7.0]);
    }
}
