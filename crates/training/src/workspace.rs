//! What training works in.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::Any;

use sinew_layers::Network;
use sinew_tensors::{Buffer, Number};

use crate::Evaluation;

/// Memory for training, reused from batch to batch, the threads that share the work, and the source of random numbers.
///
/// Memory grows to what the largest network needs; after the first batch nothing is allocated. Only layers such as `dropout` draw random
/// numbers, others for every batch.
#[derive(Debug, Default)]
pub struct Workspace {
    pub(crate) buffer: Buffer,
    seed: u64,
    batches: u64,
    /// A `Vec<Part<N>>` of the network that was trained last.
    parts: Option<Box<dyn Any + Send>>,
    /// How many threads there are beside the caller's.
    others: usize,
    #[cfg(feature = "threads")]
    threads: Option<rayon::ThreadPool>,
}

/// The gradient of a portion of a batch, and the memory for it.
struct Part<N> {
    grads: Box<N>,
    evaluation: Evaluation,
    buffer: Buffer,
}

impl Workspace {
    /// An empty workspace of one thread, with the seed 0.
    pub const fn new() -> Self {
        Self::seeded(0)
    }

    /// An empty workspace whose random numbers come from `seed`.
    pub const fn seeded(seed: u64) -> Self {
        Self {
            buffer: Buffer::new(),
            seed,
            batches: 0,
            parts: None,
            others: 0,
            #[cfg(feature = "threads")]
            threads: None,
        }
    }

    /// Lets up to `threads` threads share the samples of a batch.
    ///
    /// The result is the same, bit for bit, for every number of threads: batches are cut in the same way, and gradients are added in the
    /// same order. Batches too small to share stay on one thread, and so do networks with a batch norm, which measures the whole
    /// batch.
    ///
    /// # Panics
    ///
    /// If the system does not give that many threads.
    #[cfg(feature = "threads")]
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.others = threads.saturating_sub(1);
        let pool = |others| rayon::ThreadPoolBuilder::new().num_threads(others).build();
        self.threads =
            (self.others > 0).then(|| pool(self.others).unwrap_or_else(|error| panic!("{threads} threads: {error}")));
        self
    }

    /// The outputs for many samples, as [`Network::predict_batch`] gives them, on all threads.
    ///
    /// # Panics
    ///
    /// If there are not as many outputs as inputs.
    pub fn predict_batch<N: Network>(&mut self, network: &N, inputs: &[N::Input], outputs: &mut [N::Output]) {
        /// So few samples, of the cheapest network, take as long as to wake a thread.
        const FEWEST: usize = 512;
        assert_eq!(inputs.len(), outputs.len(), "as many outputs as inputs");
        let share = inputs.len().div_ceil(1 + self.others).next_multiple_of(FEWEST).max(1);
        let mut parts: Vec<_> = inputs.chunks(share).zip(outputs.chunks_mut(share)).collect();
        if let [(inputs, outputs), others @ ..] = parts.as_mut_slice() {
            let work = |_, part: &mut (&[N::Input], &mut [N::Output])| network.predict_batch(part.0, part.1);
            self.spread(others, |_| network.predict_batch(inputs, outputs), work);
        }
    }

    /// The seed of the next batch's random numbers.
    #[doc(hidden)]
    pub fn next_seed(&mut self) -> u64 {
        self.batches += 1;
        self.seed ^ self.batches.wrapping_mul(ODD)
    }

    /// Goes on as if so many batches had drawn their seeds.
    pub(crate) fn resume(&mut self, batches: u64) {
        self.batches = batches;
    }

    /// Does the portions of a batch, on all threads, and adds their gradients in order; the first is done in `grads` itself.
    ///
    /// `adds_once` says that a portion's work adds to each number once, a sum that began at zero. Then one thread may do all of them in
    /// `grads`, with the same result.
    pub(crate) fn share<N: Network>(
        &mut self,
        count: usize,
        adds_once: bool,
        grads: &mut N,
        work: impl Fn(usize, &mut N, &mut Buffer) -> Evaluation + Sync,
    ) -> Evaluation {
        if adds_once && self.others == 0 {
            let mut total = Evaluation::default();
            (0..count).for_each(|index| total.add(&work(index, grads, &mut self.buffer), 1.0));
            return total;
        }
        let kept = self.parts.take().and_then(|parts| parts.downcast::<Vec<Part<N>>>().ok());
        let mut parts = kept.unwrap_or_default();
        while parts.len() + 1 < count {
            parts.push(Part { grads: N::zeros(), evaluation: Evaluation::default(), buffer: Buffer::new() });
        }
        let mut total = Evaluation::default();
        self.spread(
            &mut parts[..count - 1],
            |buffer| total = work(0, grads, buffer),
            |index, part| {
                part.grads.parameters_mut().fill(N::Number::ZERO);
                part.evaluation = work(index + 1, &mut part.grads, &mut part.buffer);
            },
        );
        for part in &parts[..count - 1] {
            for (sum, &g) in grads.parameters_mut().iter_mut().zip(part.grads.parameters()) {
                *sum = *sum + g;
            }
            total.add(&part.evaluation, 1.0);
        }
        self.parts = Some(parts);
        total
    }

    /// Does `first` and the work of all parts, dealt to the threads in turn.
    fn spread<P: Send>(
        &mut self,
        parts: &mut [P],
        first: impl FnOnce(&mut Buffer),
        work: impl Fn(usize, &mut P) + Sync,
    ) {
        #[cfg(feature = "threads")]
        if let Some(pool) = &self.threads {
            let threads = self.others + 1;
            let mut shares: Vec<Vec<(usize, &mut P)>> = (0..threads).map(|_| Vec::new()).collect();
            parts.iter_mut().enumerate().for_each(|(index, part)| shares[(index + 1) % threads].push((index, part)));
            let (work, buffer) = (&work, &mut self.buffer);
            let do_all =
                move |share: Vec<(usize, &mut P)>| share.into_iter().for_each(|(index, part)| work(index, part));
            return pool.in_place_scope(|scope| {
                let own = shares.swap_remove(0);
                for share in shares {
                    scope.spawn(move |_| do_all(share));
                }
                first(buffer);
                do_all(own);
            });
        }
        first(&mut self.buffer);
        parts.iter_mut().enumerate().for_each(|(index, part)| work(index, part));
    }
}

/// Spreads small numbers over all bits: 2⁶⁴ divided by the square root of two, made odd.
const ODD: u64 = 0xb504_f333_f9de_6485;
