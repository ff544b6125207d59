//! The samples of an epoch, shuffled and cut into batches.

use alloc::vec::Vec;
use core::iter::Fuse;

use sinew_tensors::Rng;

use super::{Samples, Stream, StreamError};

/// The samples of a step, each with its number in the stream.
pub(super) struct Batch<X, Y> {
    pub inputs: Vec<X>,
    pub targets: Vec<Y>,
    pub numbers: Vec<usize>,
}

impl<X, Y> Batch<X, Y> {
    pub const fn new() -> Self {
        Self { inputs: Vec::new(), targets: Vec::new(), numbers: Vec::new() }
    }

    fn push(&mut self, (number, x, y): (usize, X, Y)) {
        self.inputs.push(x);
        self.targets.push(y);
        self.numbers.push(number);
    }
}

/// The batches of an epoch, up to the first error.
pub(super) struct Batches<X, Y> {
    stream: Stream<X, Y>,
    /// How many samples a batch has.
    size: usize,
    /// The next sample is drawn by it, or else is the next of the stream.
    rng: Option<Rng>,
    /// `None` before the first batch: the thread that reads the stream opens it.
    samples: Option<Fuse<Samples<X, Y>>>,
    /// How many samples were read.
    read: usize,
    /// Those to draw from.
    buffer: Vec<(usize, X, Y)>,
    is_over: bool,
}

impl<X, Y> Batches<X, Y> {
    pub fn new(stream: Stream<X, Y>, size: usize, rng: Option<Rng>) -> Self {
        Self { stream, size, rng, samples: None, read: 0, buffer: Vec::new(), is_over: false }
    }

    fn batch(&mut self) -> Result<Batch<X, Y>, StreamError> {
        let mut batch = Batch::new();
        while batch.inputs.len() < self.size
            && let Some(sample) = self.draw()?
        {
            batch.push(sample);
        }
        Ok(batch)
    }

    fn draw(&mut self) -> Result<Option<(usize, X, Y)>, StreamError> {
        self.fill_buffer()?;
        Ok(match (self.buffer.len(), &mut self.rng) {
            (0, _) => None,
            (len, Some(rng)) => Some(self.buffer.swap_remove(rng.below(len))),
            (_, None) => self.buffer.pop(), // the only one
        })
    }

    fn fill_buffer(&mut self) -> Result<(), StreamError> {
        let capacity = if self.rng.is_some() { self.stream.buffer } else { 1 };
        let samples = match &mut self.samples {
            Some(samples) => samples,
            none => none.insert((self.stream.open)()?.fuse()),
        };
        while self.buffer.len() < capacity
            && let Some(sample) = samples.next()
        {
            let (x, y) = sample?;
            self.buffer.push((self.read, x, y));
            self.read += 1;
        }
        Ok(())
    }
}

impl<X, Y> Iterator for Batches<X, Y> {
    type Item = Result<Batch<X, Y>, StreamError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let batch = self.batch();
        self.is_over = !batch.as_ref().is_ok_and(|batch| batch.inputs.len() == self.size);
        if batch.as_ref().is_ok_and(|batch| batch.inputs.is_empty()) { None } else { Some(batch) }
    }
}
