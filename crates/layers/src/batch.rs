//! What training tells the stages of a network about a batch.

use sinew_tensors::{Number, Rng};

/// What training tells the stages of a network about the samples that go forward.
#[derive(Debug)]
pub struct Batch<'a, T> {
    first: usize,
    samples: usize,
    seed: u64,
    streams: u64,
    running: &'a [T],
    measured: &'a mut [T],
}

impl<'a, T: Number> Batch<'a, T> {
    /// A pass over `samples` samples of a batch, from the number `first` on; `seed` is that of the batch's random numbers.
    ///
    /// `running` are the network's statistics so far, and `measured` is the place for those after this batch.
    pub fn new(first: usize, samples: usize, seed: u64, running: &'a [T], measured: &'a mut [T]) -> Self {
        Self { first, samples, seed, streams: 0, running, measured }
    }

    /// How many samples the tiles hold. They fill the lanes in order, so only the last tile may have lanes without a sample.
    pub fn samples(&self) -> usize {
        self.samples
    }

    /// A stream of random numbers for each sample: the function that makes them, from the number of the sample in this pass.
    ///
    /// The streams are the same however a batch is cut into passes and tiles, and others for every batch and every call.
    pub fn random(&mut self) -> impl Fn(usize) -> Rng + use<T> {
        let stream = Rng::new(self.seed.wrapping_add(self.streams.wrapping_mul(ODD))).next_u64();
        self.streams += 1;
        let first = self.first;
        move |sample| Rng::new(stream.wrapping_add((first + sample) as u64))
    }

    /// The next `count` statistics so far, and the place for those after this batch.
    pub fn statistics(&mut self, count: usize) -> (&'a [T], &'a mut [T]) {
        let running = self.running.split_off(..count).unwrap_or_default();
        (running, self.measured.split_off_mut(..count).unwrap_or_default())
    }
}

/// Spreads small numbers over all bits: 2⁶⁴ divided by the golden ratio.
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

#[cfg(test)]
#[allow(clippy::float_cmp)] // exact numbers are what these tests are about
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_its_own_numbers_wherever_it_stands_in_a_pass() {
        let streams = |first, sample| {
            let mut batch = Batch::<f32>::new(first, 8, 1, &[], &mut []);
            [batch.random()(sample).next_u64(), batch.random()(sample).next_u64()]
        };
        assert_eq!(streams(0, 5), streams(3, 2));
        assert_ne!(streams(0, 5), streams(0, 4));
        assert_ne!(streams(0, 5)[0], streams(0, 5)[1]);
    }

    #[test]
    fn stages_take_their_statistics_in_turn() {
        let (running, mut measured) = ([1.0, 2.0, 3.0], [0.0; 3]);
        let mut batch = Batch::new(0, 1, 0, &running, &mut measured);
        assert_eq!(batch.statistics(1).0, [1.0]);
        let (before, after) = batch.statistics(2);
        assert_eq!(before, [2.0, 3.0]);
        after[1] = 7.0;
        assert_eq!(measured, [0.0, 0.0, 7.0]);
    }
}
