use core::mem;

use sinew_tensors::{Adding, Number, Vector, tile};

use crate::{Network, Stage};

/// The gradient of a stage's parameters, in which the groups of a batch are added up, and whether anything was added yet.
///
/// What stands in it before the first group is of no use, and a layer that computes each number at once writes over it: to set a large
/// gradient to zero and read it again would take a noticeable part of a step.
///
/// # Examples
///
/// ```
/// use sinew_activations::Identity;
/// use sinew_layers::{Accumulator, Dense};
///
/// let mut grads = Dense::<f32, 1, 2, Identity>::new([[5.0], [6.0]], [7.0, 8.0]); // left from the step before
/// let sums = Accumulator::empty(&mut grads).sums();
/// sums.bias[1] += 1.0;
/// assert_eq!(grads, Dense::new([[0.0], [0.0]], [0.0, 1.0]));
/// ```
#[derive(Debug)]
pub struct Accumulator<'a, S> {
    grads: &'a mut S,
    is_empty: bool,
    /// How many samples a sum may be of.
    portion: usize,
}

impl<'a, S> Accumulator<'a, S> {
    /// The gradient to which nothing was added yet.
    pub fn empty(grads: &'a mut S) -> Self {
        Self { grads, is_empty: true, portion: usize::MAX }
    }

    /// The gradient that goes on from what it is.
    pub fn of(grads: &'a mut S) -> Self {
        Self { grads, is_empty: false, portion: usize::MAX }
    }

    /// That of a part. Each part is asked for once.
    #[inline(always)]
    pub fn part<P>(&mut self, part: impl FnOnce(&mut S) -> &mut P) -> Accumulator<'_, P> {
        Accumulator { grads: part(self.grads), is_empty: self.is_empty, portion: self.portion }
    }

    /// All of it, for one group of tiles; what follows is added to it.
    ///
    /// The group may hold several portions of so many samples, a multiple of what the widest tile holds: [layers that add
    /// once](Stage::ADDS_ONCE) sum up each by itself.
    #[doc(hidden)]
    #[inline(always)]
    pub fn next<P>(&mut self, portion: usize, part: impl FnOnce(&mut S) -> &mut P) -> Accumulator<'_, P> {
        Accumulator { is_empty: mem::take(&mut self.is_empty), grads: part(self.grads), portion }
    }

    /// What is measured beside the gradient, the statistics of the batch.
    #[doc(hidden)]
    #[inline(always)]
    pub fn statistics_mut(&mut self) -> &mut [S::Number]
    where
        S: Network,
    {
        self.grads.statistics_mut()
    }

    /// The numbers to add to: zeros, if nothing was added yet.
    ///
    /// A stage that has parameters calls it for all of them, or hands on each part, also where there is nothing to add.
    #[inline(always)]
    pub fn sums(self) -> &'a mut S
    where
        S: Stage,
    {
        if self.is_empty {
            self.grads.parameters_mut().fill(S::Number::ZERO);
        }
        self.grads
    }

    /// How sums over tiles of `W` vectors are added to the numbers.
    #[inline(always)]
    pub(crate) fn adding<V: Vector, const W: usize>(&self) -> Adding {
        Adding { is_new: self.is_empty, portion: self.portion / tile::capacity::<V, W>() }
    }

    /// The numbers as they are, for a stage that looks at [`adding`](Self::adding).
    #[inline(always)]
    pub(crate) fn numbers(self) -> &'a mut S {
        self.grads
    }
}
