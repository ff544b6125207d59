use core::mem;

use sinew_tensors::{Layout, Number, Reduction};

/// The gradient of a stage's parameters, to which the microbatches of a batch add, and whether
/// anything was added yet.
///
/// Before the first microbatch it holds nothing of use, and a layer that computes each number at
/// once writes over it: to set a large gradient to zero and read it again would take a noticeable
/// part of a step.
///
/// # Examples
///
/// ```
/// use sinew_layers::Gradient;
///
/// let mut numbers = [5.0_f32, 6.0]; // left from the step before
/// let sums = Gradient::empty(&mut numbers).sums();
/// sums[1] += 1.0;
/// assert_eq!(numbers, [0.0, 1.0]);
/// ```
#[derive(Debug)]
pub struct Gradient<'a, T> {
    numbers: &'a mut [T],
    is_empty: bool,
    /// How many samples a sum may be of.
    shard: usize,
}

impl<'a, T: Number> Gradient<'a, T> {
    /// The gradient to which nothing was added yet.
    pub fn empty(numbers: &'a mut [T]) -> Self {
        Self { numbers, is_empty: true, shard: usize::MAX }
    }

    /// The gradient that goes on from what it is.
    pub fn of(numbers: &'a mut [T]) -> Self {
        Self { numbers, is_empty: false, shard: usize::MAX }
    }

    /// The gradient in which each shard of that many samples, a multiple of what the widest tile
    /// holds, is summed up by itself before it is added.
    ///
    /// A microbatch may hold several shards if all layers are shardable; the result is that of one
    /// shard after the other.
    #[doc(hidden)]
    #[must_use]
    pub fn sharded(self, shard: usize) -> Self {
        Self { shard, ..self }
    }

    /// Takes the last `count` numbers, those of a part.
    pub(crate) fn take_last(&mut self, count: usize) -> Self {
        let numbers = mem::take(&mut self.numbers);
        let (before, last) = numbers.split_at_mut(numbers.len() - count);
        self.numbers = before;
        Gradient { numbers: last, ..*self }
    }

    /// The numbers to add to: zeros, if nothing was added yet.
    ///
    /// A stage that has parameters calls it for all of them, also where there is nothing to add.
    pub fn sums(self) -> &'a mut [T] {
        if self.is_empty {
            self.numbers.fill(T::ZERO);
        }
        self.numbers
    }

    /// How sums over tiles are added to the numbers.
    pub(crate) fn reduction(&self, layout: Layout) -> Reduction {
        Reduction { overwrite: self.is_empty, shard: self.shard / layout.lanes() }
    }

    /// The numbers as they are, for a stage that looks at [`reduction`](Self::reduction).
    pub(crate) fn numbers(self) -> &'a mut [T] {
        self.numbers
    }
}
