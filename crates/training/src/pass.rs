//! One pass over samples: forward, through the loss and back, a microbatch at a time.

use core::marker::PhantomData;
use core::mem;
use core::ops::Range;

use sinew_activations::LayerActivation;
use sinew_layers::{Context, Gradient, LayerInfo, Microbatch, Network, Predict, Stage, Streams, Trainable};
use sinew_losses::{Loss, Target};
use sinew_tensors::{Buffer, Layout, Number, Sample, Vector, Vectorized, tile};

use crate::batching::{Shards, is_tiny, microbatch, rows};
use crate::samples::Samples;
use crate::tally::Tally;

/// The numbers that a microbatch is worked on in.
struct Memory<'a, T> {
    x: &'a mut [T],
    targets: &'a mut [T],
    z: &'a mut [T],
    /// Those of the samples, if they have any.
    weights: &'a mut [T],
    /// What layers save for backward, and the memory that they work in.
    rest: &'a mut [T],
}

impl<'a, T> Memory<'a, T> {
    /// Cuts it from the numbers, `lanes` of them a row, of which `weights` are for weights.
    #[inline(always)]
    fn cut<N: Predict>(numbers: &'a mut [T], lanes: usize, weights: usize) -> Self {
        let (x, numbers) = numbers.split_at_mut(lanes * N::Input::LEN);
        let (targets, numbers) = numbers.split_at_mut(lanes * N::Output::LEN);
        let (z, numbers) = numbers.split_at_mut(lanes * N::Output::LEN);
        let (weights, rest) = numbers.split_at_mut(lanes * weights);
        Self { x, targets, z, weights, rest }
    }
}

/// How many rows of a tile the weights of samples take.
const fn weight_rows<T: Number, L, O, Y: Target<T, L, O>>() -> usize {
    Y::WEIGHTED as usize
}

/// Reads the weights of a microbatch's samples, zeros where a lane has none.
fn read_weights<T: Number, X, L, O, Y: Target<T, L, O>>(
    samples: &Samples<'_, X, Y>,
    range: Range<usize>,
    loss: &L,
    weights: &mut [T],
) {
    let (own, others) = weights.split_at_mut(range.len());
    for (weight, s) in own.iter_mut().zip(range) {
        *weight = T::from_f64(samples.targets[samples.index(s)].weight(loss).factor);
    }
    others.fill(T::ZERO);
}

/// Reads inputs and targets of a microbatch; `spare` is as long as `targets`.
fn read<T, X, L, O, Y>(
    samples: &Samples<'_, X, Y>,
    range: Range<usize>,
    layout: Layout,
    x: &mut [T],
    targets: &mut [T],
    spare: &mut [T],
) where
    T: Number,
    X: Sample<T>,
    O: Sample<T>,
    Y: Target<T, L, O>,
{
    tile::gather_in(layout, x, range.clone().map(|s| &samples.inputs[samples.index(s)]));
    for (outputs, s) in spare.chunks_exact_mut(O::LEN).zip(range.clone()) {
        samples.targets[samples.index(s)].write(outputs);
    }
    tile::gather_rows(layout, targets, &spare[..range.len() * O::LEN], O::LEN);
}

/// What a loss says of a tile.
struct TileLoss<V, const W: usize> {
    losses: [V; W],
    correct: Option<[V; W]>,
    /// Of each sample in the mean.
    shares: [V; W],
    /// How many samples there are, if each of them counts.
    samples: Option<usize>,
}

impl<V: Vector, const W: usize> TileLoss<V, W> {
    /// Turns a tile's pre-activations `z` into `∂loss/∂z`, weighed with each sample's share.
    #[inline(always)]
    fn of<A: LayerActivation>(
        loss: &impl Loss<A>,
        z: &mut [[V; W]],
        targets: &[[V; W]],
        shares: [V; W],
        samples: Option<usize>,
    ) -> Self {
        let correct = loss.correct(z, targets);
        let losses = loss.evaluate(z, targets);
        for z in z {
            for c in 0..W {
                z[c] = z[c] * shares[c];
            }
        }
        Self { losses, correct, shares, samples }
    }

    #[inline(always)]
    fn add_to(&self, sum: &mut Tally) {
        let counts = self.counts();
        if let Some(mut correct) = self.correct {
            for c in 0..W {
                // What has no loss, since it is not a number, is not right either.
                correct[c] = self.losses[c].abs().select_gt(V::constant(-1.0), correct[c], V::constant(0.0));
            }
            *sum.right.get_or_insert(0.0) += weighted_sum(&correct, &counts);
        }
        sum.counted += match self.samples {
            Some(samples) => samples as f64,
            None => weighted_sum(&counts, &counts),
        };
        sum.loss += weighted_sum(&self.losses, &self.shares);
    }

    /// 1 in the lanes of samples that have a share, 0 in the others.
    #[inline(always)]
    fn counts(&self) -> [V; W] {
        let mut counts = [V::constant(0.0); W];
        for c in 0..W {
            counts[c] = self.shares[c].abs().select_gt(counts[c], V::constant(1.0), counts[c]);
        }
        counts
    }
}

/// What is wanted of a microbatch.
#[derive(Clone, Copy)]
pub(crate) struct Targets<'a, T> {
    /// `[tiles, outputs, lanes]`
    pub numbers: &'a [T],
    pub outputs: usize,
    /// `[tiles, lanes]`, or empty if all samples weigh the same.
    pub weights: &'a [T],
    /// What the mean divides by.
    pub divisor: f64,
}

/// Adds a microbatch's losses and right answers to `sum`, and turns its pre-activations `z` into
/// `∂loss/∂z`, weighed with each sample's share in the mean.
///
/// `z`: `[tiles, outputs, lanes]`. It knows the loss and not the network, so a
/// program has it once for each loss; for the usual ones it is compiled in this crate, see
/// [`prebuilt`](crate::prebuilt).
#[inline(never)]
pub(crate) fn evaluate_loss<A, L, T>(
    loss: &L,
    z: &mut [T],
    targets: Targets<'_, T>,
    microbatch: Microbatch,
    sum: &mut Tally,
) where
    A: LayerActivation,
    L: Loss<A>,
    T: Number,
{
    let activation = PhantomData::<A>;
    let work = EvaluateLoss { loss, z, targets, microbatch, sum, activation };
    T::dispatch_in(microbatch.layout(), work);
}

struct EvaluateLoss<'a, A, L, T> {
    loss: &'a L,
    z: &'a mut [T],
    targets: Targets<'a, T>,
    microbatch: Microbatch,
    sum: &'a mut Tally,
    activation: PhantomData<A>,
}

impl<A: LayerActivation, L: Loss<A>, T: Number> EvaluateLoss<'_, A, L, T> {
    #[inline(always)]
    fn tiles<V: Vector<Element = T>, const W: usize>(self) {
        let Self { loss, z, targets: Targets { numbers, outputs, weights, divisor }, microbatch, sum, .. } = self;
        let (z, targets) = (Layout::cast_mut::<V, W>(z), Layout::cast(numbers));
        let (lanes, count) = (tile::capacity::<V, W>(), microbatch.samples());
        let weights: &[[V; W]] = Layout::cast(weights);
        for (t, (z, targets)) in z.chunks_exact_mut(outputs).zip(targets.chunks_exact(outputs)).enumerate() {
            let count = usize::min(count - t * lanes, lanes);
            let (shares, samples) = match weights.get(t) {
                Some(weights) => (weighted_shares(weights, divisor), None),
                None => (shares(count, divisor), Some(count)),
            };
            TileLoss::of(loss, z, targets, shares, samples).add_to(sum);
        }
    }
}

impl<A: LayerActivation, L: Loss<A>, T: Number> Vectorized<T> for EvaluateLoss<'_, A, L, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) {
        match self.microbatch.layout().vectors() {
            2 => self.tiles::<V, 2>(),
            _ => self.tiles::<V, 1>(),
        }
    }
}

/// Predictions and their loss.
pub(crate) fn measure<N, L, Y>(network: &N, samples: &Samples<'_, N::Input, Y>, loss: &L, buffer: &mut Buffer) -> Tally
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    let layout = Layout::rows::<N::Number>(2, usize::MAX);
    let (mut sum, lanes, all) = (Tally::default(), layout.lanes(), samples.len());
    let divisor = divisor::<N::Number, _, L, N::Output, _>(samples, loss);
    for first in (0..all).step_by(lanes) {
        let microbatch = Microbatch::new(layout, first, usize::min(all - first, lanes));
        let weight_rows = const { weight_rows::<N::Number, L, N::Output, Y>() };
        let rows = N::Input::LEN + 2 * N::Output::LEN + weight_rows + info::<N>().predict_scratch;
        let memory = Memory::cut::<N>(buffer.numbers(rows * lanes), lanes, weight_rows);
        let Memory { x, targets, z, weights, rest } = memory;
        let range = first..first + microbatch.samples();
        if const { Y::WEIGHTED } {
            read_weights::<_, _, L, N::Output, _>(samples, range.clone(), loss, weights);
        }
        read::<_, _, L, N::Output, _>(samples, range, layout, x, targets, z);
        network.stage().compute(x, z, &mut Context::predict(microbatch, rest, network.statistics()));
        let targets = Targets { numbers: targets, outputs: N::Output::LEN, weights, divisor };
        evaluate_loss::<N::Activation, L, _>(loss, z, targets, microbatch, &mut sum);
    }
    sum
}

const fn info<N: Predict>() -> LayerInfo {
    <N::Stage as Stage>::INFO
}

/// Forward, through the loss, and back, a microbatch at a time.
pub(crate) struct Pass<'a, N: Network, L, Y> {
    pub network: &'a N,
    pub shards: &'a Shards<'a, N::Input, Y>,
    pub loss: &'a L,
    /// The gradient, and the statistics after the batch.
    pub grads: &'a mut N,
    /// Whether the gradient holds nothing of this batch yet.
    pub is_empty: bool,
    pub dx: Option<&'a mut [N::Input]>,
    pub sum: Tally,
}

impl<N, L, Y> Pass<'_, N, L, Y>
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    /// Passes over all samples of the shards.
    pub fn run(mut self, buffer: &mut Buffer) -> Tally {
        let Range { start: mut first, end } = self.shards.range;
        debug_assert!(first < end, "without a sample, the gradient would stay what it was");
        let parallel = if const { is_tiny::<N>() } { end - first } else { usize::MAX };
        let narrow = Layout::rows::<N::Number>(1, parallel);
        if const { is_tiny::<N>() && info::<N>().fits_registers() }
            && end - first <= narrow.lanes()
            && self.dx.is_none()
        {
            N::Number::dispatch_in(narrow, InRegisters { pass: &mut self });
            return self.sum;
        }
        let wide = Layout::rows::<N::Number>(2, parallel);
        let (size, is_wide) = microbatch::<N>(narrow, const { rows::<N>() });
        let shard = self.shards.size;
        let size = if size > shard { size / shard * shard } else { size }; // whole shards, or less than one
        while first < end {
            let count = usize::min(end - first, size);
            let layout = if is_wide && count > narrow.lanes() { wide } else { narrow };
            self.microbatch(Microbatch::new(layout, first, count), first..first + count, buffer);
            first += count;
        }
        self.sum
    }

    /// The gradient, for the next microbatch.
    #[inline(always)]
    fn grads(&mut self) -> Gradient<'_, N::Number> {
        let numbers = self.grads.parameters_mut();
        if mem::take(&mut self.is_empty) { Gradient::empty(numbers) } else { Gradient::of(numbers) }
    }

    /// The samples in `range`.
    fn microbatch(&mut self, microbatch: Microbatch, range: Range<usize>, buffer: &mut Buffer) {
        let layout = microbatch.layout();
        let input = if self.dx.is_some() { N::Input::LEN } else { 0 };
        let weight_rows = const { weight_rows::<N::Number, L, N::Output, Y>() };
        let numbers = buffer.numbers(microbatch.numbers(input + weight_rows + const { rows::<N>() }));
        let (dx, numbers) = numbers.split_at_mut(microbatch.numbers(input));
        let memory = Memory::cut::<N>(numbers, microbatch.numbers(1), weight_rows);
        let to = self.dx.is_some().then_some(&mut *dx);
        self.forward_backward(microbatch, range.clone(), memory, to);
        if let Some(inputs) = &mut self.dx {
            tile::scatter_in(layout, dx, inputs[range].iter_mut().map(Sample::as_flat_mut));
        }
    }

    /// Reads the samples, adds their losses and right answers to the sum, and their gradients to
    /// the gradient.
    fn forward_backward(
        &mut self,
        microbatch: Microbatch,
        range: Range<usize>,
        memory: Memory<'_, N::Number>,
        dx: Option<&mut [N::Number]>,
    ) {
        let (network, samples, outputs) = (self.network, self.shards.samples, N::Output::LEN);
        let (stage, layout, count) = (network.stage(), microbatch.layout(), microbatch.samples());
        let Memory { x, targets, z, weights, rest } = memory;
        let (saved, scratch) = rest.split_at_mut(microbatch.numbers(const { info::<N>().saved }));
        if const { Y::WEIGHTED } {
            read_weights::<_, _, L, N::Output, _>(samples, range.clone(), self.loss, weights);
        }
        read::<_, _, L, N::Output, _>(samples, range, layout, x, targets, z);

        let streams = Streams::new(self.shards.seed);
        let (running, measured) = (network.statistics(), self.grads.statistics_mut());
        let mut context = Context::forward(microbatch, saved, running, measured, &streams);
        stage.forward(x, z, &mut context);

        // Each shard has a sum of its own, as if it went through the network alone.
        let shard = if const { is_tiny::<N>() } { usize::MAX } else { self.shards.size };
        for first in (0..count).step_by(shard) {
            let mut sum = Tally::default();
            let part = Microbatch::new(layout, first, usize::min(count - first, shard));
            let lanes = layout.lanes() * first.div_ceil(layout.lanes());
            let numbers = lanes * outputs..lanes * outputs + part.numbers(outputs);
            let weights = if const { Y::WEIGHTED } { &weights[lanes..lanes + part.numbers(1)] } else { &[] };
            let (z, numbers) = (&mut z[numbers.clone()], &targets[numbers]);
            let targets = Targets { numbers, outputs, weights, divisor: self.shards.divisor };
            evaluate_loss::<N::Activation, L, _>(self.loss, z, targets, part, &mut sum);
            self.sum.add(&sum, 1.0);
        }
        stage.backward(x, z, dx, self.grads().sharded(shard), &mut Context::backward(microbatch, saved, scratch));
    }
}

/// A pass over the few samples of a tiny network, no more than a vector has lanes.
struct InRegisters<'p, 'a, N: Network, L, Y> {
    pass: &'p mut Pass<'a, N, L, Y>,
}

impl<N, L, Y> Vectorized<N::Number> for InRegisters<'_, '_, N, L, Y>
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = N::Number>>(self) {
        let Self { pass } = self;
        let (samples, range) = (pass.shards.samples, pass.shards.range.clone());
        let mut numbers = [V::constant(0.0); crate::batching::FEW_ROWS];
        let Memory { x, targets, z, rest, .. } = Memory::cut::<N>(&mut numbers, 1, 0);
        let (first, count) = (range.start, range.len());
        tile::gather_samples(x.as_chunks_mut::<1>().0, count, |s| &samples.inputs[samples.index(first + s)]);
        let targets = targets.as_chunks_mut::<1>().0;
        tile::collect(targets, count, |s| &samples.targets[samples.index(first + s)], Target::<_, L, N::Output>::get);
        let (network, loss, divisor, mut tile_loss) = (pass.network, pass.loss, pass.shards.divisor, None);
        let mut weights = [[V::constant(0.0)]];
        if const { Y::WEIGHTED } {
            tile::collect(&mut weights, count, |s| &samples.targets[samples.index(first + s)], weight_of(loss));
        }
        network.stage().train_in_registers(
            x,
            z,
            rest,
            #[inline(always)]
            |z| {
                let (shares, counted) = if const { Y::WEIGHTED } {
                    (weighted_shares(&weights[0], divisor), None)
                } else {
                    (shares(count, divisor), Some(count))
                };
                tile_loss = Some(TileLoss::of(loss, z.as_chunks_mut().0, targets, shares, counted));
            },
            pass.grads().sums(), // a tiny network is one shard
        );
        // Only now, so that the compiler may move the loss's logarithm after the way back: nobody
        // waits for it, but a processor that comes to it first has no room for what follows.
        if let Some(tile_loss) = tile_loss {
            tile_loss.add_to(&mut pass.sum);
        }
    }
}

/// What the mean loss divides by: the number of samples, unless some weigh more or less.
pub(crate) fn divisor<T: Number, X, L, O, Y: Target<T, L, O>>(samples: &Samples<'_, X, Y>, loss: &L) -> f64 {
    if const { Y::WEIGHTED } {
        (0..samples.len()).map(|s| samples.targets[samples.index(s)].weight(loss).divisor).sum()
    } else {
        samples.len() as f64
    }
}

/// The weight of a target's sample, as a number of a row.
#[inline(always)]
fn weight_of<T: Number, L, O, Y: Target<T, L, O>>(loss: &L) -> impl Fn(&Y, usize) -> T {
    #[inline(always)]
    move |target, _| T::from_f64(target.weight(loss).factor)
}

/// Each lane's share in the mean over all samples: `1/n` in the first `count` lanes, 0 in those
/// without a sample.
#[inline(always)]
fn shares<V: Vector, const W: usize>(count: usize, n: f64) -> [V; W] {
    tile::occupied(count, [V::constant(1.0 / n); W])
}

/// The same of samples with weights, which are 0 in lanes without a sample. Where nothing weighs
/// anything, there is no mean, and all shares are 0.
#[inline(always)]
fn weighted_shares<V: Vector, const W: usize>(weights: &[V; W], divisor: f64) -> [V; W] {
    let share = V::constant(if divisor == 0.0 { 0.0 } else { 1.0 / divisor });
    let mut shares = *weights;
    for c in 0..W {
        shares[c] = shares[c] * share;
    }
    shares
}

/// The sum over lanes of `x` times its weight.
#[inline(always)]
fn weighted_sum<V: Vector, const W: usize>(x: &[V; W], weights: &[V; W]) -> f64 {
    let mut sum = x[0] * weights[0];
    for c in 1..W {
        sum = x[c].mul_add(weights[c], sum);
    }
    sum.sum().to_f64()
}
