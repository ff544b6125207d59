//! Batches of changed inputs.

use alloc::vec::Vec;

use sinew_data::augmentation::{Augment, rng};

use crate::samples::Samples;

/// What changes the inputs of a batch.
pub(crate) trait Augmentation<X, Y> {
    /// The samples with their inputs changed: by random numbers of the seed, the epoch and each
    /// sample's number in the data set.
    fn batch(
        &mut self,
        samples: &Samples<'_, X, Y>,
        numbers: &[usize],
        seed_and_epoch: (u64, u64),
    ) -> Samples<'_, X, Y>;
}

/// An [`Augment`], with the memory for a batch.
pub(crate) struct Augmented<A, X, Y> {
    augment: A,
    inputs: Vec<X>,
    targets: Vec<Y>,
}

impl<A, X, Y> Augmented<A, X, Y> {
    pub fn new(augment: A) -> Self {
        Self { augment, inputs: Vec::new(), targets: Vec::new() }
    }
}

impl<A: Augment<X>, X, Y: Clone> Augmentation<X, Y> for Augmented<A, X, Y> {
    fn batch(
        &mut self,
        samples: &Samples<'_, X, Y>,
        numbers: &[usize],
        (seed, epoch): (u64, u64),
    ) -> Samples<'_, X, Y> {
        self.inputs.clear();
        self.targets.clear();
        for (sample, &number) in numbers.iter().enumerate() {
            let (input, target) = samples.get(sample);
            self.inputs.push(self.augment.augment(input, &mut rng(seed, epoch, number as u64)));
            self.targets.push(target.clone());
        }
        Samples::of(&self.inputs, &self.targets)
    }
}
