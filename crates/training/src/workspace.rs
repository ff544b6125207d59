//! What training works in.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::Any;
#[cfg(feature = "threads")]
use core::num::NonZero;
use core::panic::AssertUnwindSafe;

use sinew_layers::{AsNetwork, Network, Stage};
use sinew_optimizers::{Optimizer, Task};
use sinew_tensors::{Buffer, Number};

use crate::batching::WIDEST_TILE;
use crate::tally::Tally;
use crate::threads::Threads;

/// Memory for training, reused from batch to batch, the threads that share the work, and the source
/// of random numbers.
///
/// Memory grows to what the largest network needs; on one thread nothing is allocated after the
/// first batch, on several only what it takes to hand out the work. Only layers such as `dropout`
/// draw random numbers, others for every batch.
#[derive(Debug, Default)]
pub struct Workspace {
    pub(crate) buffer: Buffer,
    seed: u64,
    batches: u64,
    /// A `Vec<Part<N>>` of the network that was trained last. Each batch writes over it, so what a
    /// panic leaves in it is never read.
    parts: Option<AssertUnwindSafe<Box<dyn Any + Send + Sync>>>,
    threads: Threads,
}

/// The gradient of a shard of a batch, and the memory for it.
struct Part<N> {
    grads: Box<N>,
    tally: Tally,
    buffer: Buffer,
}

impl Workspace {
    /// An empty workspace of one thread, with the seed 0.
    pub const fn new() -> Self {
        Self::seeded(0)
    }

    /// An empty workspace whose random numbers come from `seed`.
    pub const fn seeded(seed: u64) -> Self {
        Self { buffer: Buffer::new(), seed, batches: 0, parts: None, threads: Threads::ONE }
    }

    /// Lets up to `threads` threads share the samples of a batch: no more than the machine has
    /// cores, and fewer if the system does not give them.
    ///
    /// The result is the same, bit for bit, for every number of threads: batches are cut in the
    /// same way, and gradients are added in the same order. Batches too small to share stay on one
    /// thread, and so do networks with a batch norm, which measures the whole batch.
    ///
    /// So that the next batch finds them awake, the other threads spin for up to half a millisecond
    /// after each call before they sleep, and so does the caller's while it waits for them.
    #[cfg(feature = "threads")]
    #[must_use]
    pub fn threads(self, threads: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        self.exactly_threads(threads.min(cores))
    }

    /// As [`threads`](Self::threads), but also more threads than the machine has cores: for tests.
    #[cfg(feature = "threads")]
    #[doc(hidden)]
    #[must_use]
    pub fn exactly_threads(mut self, threads: usize) -> Self {
        self.threads = Threads::new(threads);
        self
    }

    /// The outputs for many samples, as
    /// [`Predict::predict_batch`](sinew_layers::Predict::predict_batch) gives them, on all threads.
    ///
    /// # Panics
    ///
    /// If there are not as many outputs as inputs.
    pub fn predict_batch<N: Network>(&mut self, network: &N, inputs: &[N::Input], outputs: &mut [N::Output]) {
        assert_eq!(inputs.len(), outputs.len(), "as many outputs as inputs");
        let share = inputs.len().div_ceil(self.threads.count()).max(fewest_predicted::<N>());
        let share = share.next_multiple_of(WIDEST_TILE);
        let mut parts: Vec<_> = inputs.chunks(share).zip(outputs.chunks_mut(share)).collect();
        if let [(inputs, outputs), others @ ..] = parts.as_mut_slice() {
            let work = |_, part: &mut (&[N::Input], &mut [N::Output])| network.predict_batch(part.0, part.1);
            self.threads.share(others, || network.predict_batch(inputs, outputs), work);
        }
    }

    /// Takes a step along `grads`, which [`gradients`](crate::Gradients::gradients) has set: the
    /// optimizer moves the parameters, and the network takes over what the batch measured, such as
    /// the running moments of a batch norm. The network is a value or a box.
    ///
    /// A step of [`Optimizer::step`] alone moves the parameters and leaves the statistics as they
    /// were; for a network that has none, both are the same. Several threads take a range of the
    /// parameters each, and the result is the same for every number of threads. A custom optimizer
    /// steps on the caller's thread unless it implements [`Optimizer::tasks`].
    ///
    /// # Panics
    ///
    /// As the optimizer: if its earlier steps were those of a network of another size.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew::prelude::*;
    ///
    /// network! {
    ///     struct Digits = 64 => 32 => batchnorm relu => 10 softmax;
    /// }
    ///
    /// let digits = sinew::data::digits();
    /// let (mut net, mut grads) = (Digits::seeded(1), Digits::zeros());
    /// let (mut adam, mut workspace) = (Adam::new(0.01), Workspace::new());
    /// for (inputs, labels) in digits.inputs().chunks(128).zip(digits.targets().chunks(128)) {
    ///     net.gradients(inputs, labels, &CrossEntropy, &mut grads, &mut workspace)?;
    ///     workspace.step(&mut adam, &mut net, &grads);
    /// }
    /// let achieved = net.evaluate(digits.inputs(), digits.targets(), &CrossEntropy, &mut workspace)?;
    /// assert!(achieved.accuracy > Some(0.8));
    /// # Ok::<(), sinew::training::TrainError>(())
    /// ```
    pub fn step<M, N>(&mut self, optimizer: &mut impl Optimizer<N::Number>, network: &mut M, grads: &N)
    where
        M: AsNetwork<Network = N>,
        N: Network,
    {
        let network = network.as_network();
        self.step_parameters(optimizer, network.parameters_mut(), grads.parameters());
        network.statistics_mut().copy_from_slice(grads.statistics());
    }

    pub(crate) fn step_parameters<T: Number>(
        &self,
        optimizer: &mut impl Optimizer<T>,
        parameters: &mut [T],
        gradients: &[T],
    ) {
        let count = parameters.len().div_ceil(range(parameters.len(), self.threads.count()));
        if count < 2 {
            return optimizer.step(parameters, gradients);
        }
        let mut tasks: Vec<_> = optimizer.tasks(parameters, gradients, count).into_iter().map(Some).collect();
        let Some((own, others)) = tasks.split_first_mut() else { return };
        let run = |task: &mut Option<Task<'_>>| task.take().map_or((), |task| task());
        self.threads.share(others, || run(own), |_, task| run(task));
    }

    /// The seed of the next batch's random numbers.
    #[doc(hidden)]
    pub fn next_seed(&mut self) -> u64 {
        self.batches += 1;
        self.seed ^ self.batches.wrapping_mul(ODD)
    }

    /// Goes on as if that many batches had drawn their seeds.
    pub(crate) fn resume(&mut self, batches: u64) {
        self.batches = batches;
    }

    /// Whether the caller's thread is the only one.
    pub(crate) fn is_alone(&self) -> bool {
        self.threads.count() == 1
    }

    /// Does the shards of a batch, on all threads, and adds their gradients in order; the first is
    /// done in `grads` itself.
    pub(crate) fn share<N: Network>(
        &mut self,
        count: usize,
        grads: &mut N,
        work: impl Fn(usize, &mut N, &mut Buffer) -> Tally + Sync,
    ) -> Tally {
        let kept = self.parts.take().and_then(|parts| parts.0.downcast::<Vec<Part<N>>>().ok());
        let mut parts = kept.unwrap_or_default();
        while parts.len() + 1 < count {
            parts.push(Part { grads: N::zeros(), tally: Tally::default(), buffer: Buffer::new() });
        }
        let mut total = Tally::default();
        let buffer = &mut self.buffer;
        self.threads.share(
            &mut parts[..count - 1],
            || total = work(0, grads, buffer),
            |index, part| {
                part.tally = work(index + 1, &mut part.grads, &mut part.buffer);
            },
        );
        self.add_up(grads.parameters_mut(), &parts[..count - 1]);
        parts[..count - 1].iter().for_each(|part| total.add(&part.tally, 1.0));
        self.parts = Some(AssertUnwindSafe(parts));
        total
    }

    /// Adds the gradients of the parts, a range of them on each thread.
    fn add_up<N: Network>(&self, sums: &mut [N::Number], parts: &[Part<N>]) {
        let add_from = |first: usize, sums: &mut [N::Number]| {
            for part in parts {
                add(sums, &part.grads.parameters()[first..]);
            }
        };
        let len = range(sums.len(), self.threads.count());
        let (own, others) = sums.split_at_mut(len.min(sums.len()));
        let mut others: Vec<_> = others.chunks_mut(len).collect();
        self.threads.share(&mut others, || add_from(0, own), |index, sums| add_from((index + 1) * len, sums));
    }
}

/// Adds the first numbers of a gradient to as many sums.
#[inline(never)] // it does not know the network, see `prebuilt`
pub(crate) fn add<T: Number>(sums: &mut [T], gradient: &[T]) {
    for (sum, &g) in sums.iter_mut().zip(gradient) {
        *sum = *sum + g;
    }
}

/// How many samples a thread predicts at least, so that to tell it costs little beside them.
const fn fewest_predicted<N: Network>() -> usize {
    /// Multiply-adds that take some microseconds.
    const WORTHWHILE: usize = 1 << 18;
    /// This many are worth it of every network: to read and write them takes time too.
    const MOST: usize = 512;
    match <N::Stage as Stage>::INFO.multiply_adds {
        0 => MOST,
        work if WORTHWHILE / work < MOST => WORTHWHILE.div_ceil(work),
        _ => MOST,
    }
}

/// How long the ranges are that this many threads share, if there is enough for them.
fn range(len: usize, threads: usize) -> usize {
    /// To add or to move this many numbers takes a microsecond, as long as to tell a thread.
    const FEWEST: usize = 4096;
    len.div_ceil(threads).max(FEWEST).next_multiple_of(FEWEST)
}

/// Spreads small numbers over all bits: 2⁶⁴ divided by the square root of two, made odd.
const ODD: u64 = 0xb504_f333_f9de_6485;
