//! Batches that are made while the network learns from the last.

use sinew_tensors::Rng;

use super::batches::{Batch, Batches};
use super::{Stream, StreamError};
use crate::source::{Loader, Step};
use reading::Reading;

/// Hands out the samples of a stream.
pub(super) struct StreamLoader<'s, X, Y> {
    stream: &'s Stream<X, Y>,
    reading: Option<Reading<X, Y>>,
    batch: Batch<X, Y>,
}

impl<'s, X, Y> StreamLoader<'s, X, Y> {
    pub fn new(stream: &'s Stream<X, Y>) -> Self {
        Self { stream, reading: None, batch: Batch::new() }
    }
}

impl<X: Send + 'static, Y: Send + 'static> Loader<X, Y> for StreamLoader<'_, X, Y> {
    fn whole(&self) -> Option<(&[X], &[Y])> {
        None
    }

    fn begin(&mut self, size: usize, rng: Option<&mut Rng>) {
        let rng = rng.map(|rng| Rng::new(rng.next_u64()));
        self.reading = Some(Reading::begin(self.stream.clone(), size, rng));
    }

    fn load(&mut self) -> Result<usize, StreamError> {
        let next = self.reading.as_mut().and_then(Reading::next);
        self.batch = next.transpose()?.unwrap_or(Batch::new());
        Ok(self.batch.inputs.len())
    }

    fn step(&self) -> Step<'_, X, Y> {
        let Batch { inputs, targets, numbers } = &self.batch;
        Step { inputs, targets, numbers, is_selected: false }
    }
}

#[cfg(all(feature = "std", not(target_family = "wasm")))]
mod reading {
    use std::panic;
    use std::sync::mpsc::{Receiver, sync_channel};
    use std::thread::{Builder, JoinHandle};

    use sinew_tensors::Rng;

    use super::{Batch, Batches, Stream, StreamError};

    /// How many batches wait to be learnt from.
    const AHEAD: usize = 2;

    /// An epoch that is read by another thread.
    pub struct Reading<X, Y> {
        batches: Receiver<Result<Batch<X, Y>, StreamError>>,
        thread: Option<JoinHandle<()>>,
    }

    impl<X: Send + 'static, Y: Send + 'static> Reading<X, Y> {
        pub fn begin(stream: Stream<X, Y>, size: usize, rng: Option<Rng>) -> Self {
            let (to, batches) = sync_channel(AHEAD);
            // Samples are handed on by value, and may be large.
            let stack = (2 << 20) + 32 * size_of::<(X, Y)>();
            let read = {
                let to = to.clone();
                // The receiver is gone if the training ended before the epoch did.
                move || Batches::new(stream, size, rng).try_for_each(|batch| to.send(batch)).unwrap_or(())
            };
            let thread = Builder::new().name("sinew-stream".into()).stack_size(stack).spawn(read);
            let thread = thread.map_err(|error| to.send(Err(StreamError::new(error)))).ok();
            Self { batches, thread }
        }

        /// The next batch; the thread's panic, if there was one.
        pub fn next(&mut self) -> Option<Result<Batch<X, Y>, StreamError>> {
            let batch = self.batches.recv().ok();
            if batch.is_none()
                && let Some(Err(panic)) = self.thread.take().map(JoinHandle::join)
            {
                panic::resume_unwind(panic);
            }
            batch
        }
    }
}

#[cfg(not(all(feature = "std", not(target_family = "wasm"))))]
mod reading {
    use sinew_tensors::Rng;

    use super::{Batch, Batches, Stream, StreamError};

    /// An epoch that is read between the steps.
    pub struct Reading<X, Y>(Batches<X, Y>);

    impl<X, Y> Reading<X, Y> {
        pub fn begin(stream: Stream<X, Y>, size: usize, rng: Option<Rng>) -> Self {
            Self(Batches::new(stream, size, rng))
        }

        pub fn next(&mut self) -> Option<Result<Batch<X, Y>, StreamError>> {
            self.0.next()
        }
    }
}
