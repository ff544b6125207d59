//! What a network can be trained on.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Range;

use sinew_tensors::Rng;

use crate::{Dataset, StreamError};

/// Samples that a network can be trained on: a [`Dataset`], or a [`Stream`](crate::Stream) of
/// samples that need not fit in memory.
///
/// A reference, a `Box` or an `Arc` of either is one too. Custom sources are streams:
/// [`Stream::from_samples`](crate::Stream::from_samples) takes any iterator.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no samples with inputs `{X}` and targets `{Y}`",
    label = "other samples than the network takes, or none",
    note = "a network is trained on a `Dataset`, or on a `Stream` of samples that need not fit in memory; \
            their inputs have the shape of the network's input"
)]
pub trait Source<X, Y> {
    /// What hands out the samples, step by step.
    #[doc(hidden)]
    fn loader(&self) -> Box<dyn Loader<X, Y> + '_>;
}

/// Hands out the samples of an epoch, those of one step after the other.
#[doc(hidden)]
pub trait Loader<X, Y> {
    /// All inputs and targets, if they are in memory.
    fn whole(&self) -> Option<(&[X], &[Y])>;

    /// How many samples there are, if that is known.
    fn count(&self) -> Option<usize> {
        self.whole().map(|(inputs, _)| inputs.len())
    }

    /// Begins an epoch of steps of up to `size` samples. With an `rng`, their order is drawn from
    /// it.
    fn begin(&mut self, size: usize, rng: Option<&mut Rng>);

    /// Loads the samples of the next step, and returns how many there are: 0 at the end of the
    /// epoch.
    ///
    /// # Errors
    ///
    /// If the samples cannot be read any further.
    fn load(&mut self) -> Result<usize, StreamError>;

    /// The samples that were loaded.
    fn step(&self) -> Step<'_, X, Y>;
}

/// The samples of a step.
#[doc(hidden)]
#[derive(Debug)]
pub struct Step<'s, X, Y> {
    /// The inputs of the step, or of all samples.
    pub inputs: &'s [X],
    /// Their targets.
    pub targets: &'s [Y],
    /// The number in the source of each sample of the step.
    pub numbers: &'s [usize],
    /// Whether these numbers are the places of the step's samples among `inputs`, rather than the
    /// samples being there one after the other.
    pub is_selected: bool,
}

impl<X, Y> Source<X, Y> for Dataset<X, Y> {
    fn loader(&self) -> Box<dyn Loader<X, Y> + '_> {
        Box::new(InMemory { data: self, order: Order::default() })
    }
}

/// The samples of a data set, in some order.
struct InMemory<'d, X, Y> {
    data: &'d Dataset<X, Y>,
    order: Order,
}

impl<X, Y> Loader<X, Y> for InMemory<'_, X, Y> {
    fn whole(&self) -> Option<(&[X], &[Y])> {
        Some((self.data.inputs(), self.data.targets()))
    }

    fn begin(&mut self, size: usize, rng: Option<&mut Rng>) {
        self.order.begin(self.data.len(), size, rng);
    }

    fn load(&mut self) -> Result<usize, StreamError> {
        Ok(self.order.advance())
    }

    fn step(&self) -> Step<'_, X, Y> {
        let numbers = &self.order.numbers[self.order.step.clone()];
        Step { inputs: self.data.inputs(), targets: self.data.targets(), numbers, is_selected: true }
    }
}

/// The order of samples in an epoch, cut into steps. It knows no type of sample, so it is compiled
/// here.
#[derive(Default)]
struct Order {
    numbers: Vec<usize>,
    size: usize,
    step: Range<usize>,
}

impl Order {
    /// An order of `len` samples: a function of the random generator alone, so that it need not be
    /// saved.
    fn begin(&mut self, len: usize, size: usize, rng: Option<&mut Rng>) {
        self.numbers.clear();
        self.numbers.extend(0..len);
        if let Some(rng) = rng {
            rng.shuffle(&mut self.numbers);
        }
        (self.size, self.step) = (size, 0..0);
    }

    /// Goes on to the next step, and returns how many samples it has.
    fn advance(&mut self) -> usize {
        let start = self.step.end;
        self.step = start..usize::min(start.saturating_add(self.size), self.numbers.len());
        self.step.len()
    }
}

macro_rules! pointers {
    ($($pointer:ty),*) => {$(
        impl<X, Y, S: Source<X, Y> + ?Sized> Source<X, Y> for $pointer {
            fn loader(&self) -> Box<dyn Loader<X, Y> + '_> {
                (**self).loader()
            }
        }
    )*};
}

pointers!(&S, Box<S>, Arc<S>);
