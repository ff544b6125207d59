//! One pass over samples: forward, through the loss and back, a group of tiles at a time.

use core::ops::Range;

use sinew_activations::LayerActivation;
use sinew_layers::{Accumulator, Batch, Network, Stage};
use sinew_losses::{Loss, Target};
use sinew_tensors::{Buffer, Number, Sample, Vector, Vectorized, tile};

use crate::Evaluation;
use crate::portions::{Portions, group, rows};
use crate::samples::Samples;

/// The rows of memory that a group of tiles is worked on in.
struct Rows<'a, R> {
    x: &'a mut [R],
    targets: &'a mut [R],
    z: &'a mut [R],
    rest: &'a mut [R],
}

impl<'a, R> Rows<'a, R> {
    /// Cuts them from the memory of that many tiles.
    #[inline(always)]
    fn cut<N: Network>(rows: &'a mut [R], tiles: usize) -> Self {
        let (x, rows) = rows.split_at_mut(tiles * N::Input::LEN);
        let (targets, rows) = rows.split_at_mut(tiles * N::Output::LEN);
        let (z, rest) = rows.split_at_mut(tiles * N::Output::LEN);
        Self { x, targets, z, rest }
    }
}

/// Reads inputs and targets from the sample `first` on.
#[inline(always)]
fn read<X, L, O, Y, V, const W: usize>(
    samples: &Samples<'_, X, Y>,
    first: usize,
    count: usize,
    x: &mut [[V; W]],
    targets: &mut [[V; W]],
) where
    X: Sample<V::Element>,
    O: Sample<V::Element>,
    Y: Target<V::Element, L, O>,
    V: Vector,
{
    let lanes = tile::capacity::<V, W>();
    let tiles = x.chunks_exact_mut(X::LEN).zip(targets.chunks_exact_mut(O::LEN));
    for (t, (x, targets)) in tiles.enumerate() {
        let first = first + t * lanes;
        let count = usize::min(count - t * lanes, lanes);
        tile::gather_samples(x, count, |s| &samples.inputs[samples.index(first + s)]);
        tile::collect(targets, count, |s| &samples.targets[samples.index(first + s)], Target::get);
    }
}

/// What a loss says of a tile.
struct Verdict<V, const W: usize> {
    losses: [V; W],
    correct: Option<[V; W]>,
    /// Of each sample in the mean.
    shares: [V; W],
}

impl<V: Vector, const W: usize> Verdict<V, W> {
    /// Turns a tile's logits `z` into `∂loss/∂z`, weighed with each sample's share.
    #[inline(always)]
    fn of<A: LayerActivation>(loss: &impl Loss<A>, z: &mut [[V; W]], targets: &[[V; W]], shares: [V; W]) -> Self {
        let correct = loss.correct(z, targets);
        let losses = loss.evaluate(z, targets);
        for z in z {
            for c in 0..W {
                z[c] = z[c] * shares[c];
            }
        }
        Self { losses, correct, shares }
    }

    #[inline(always)]
    fn add_to(&self, sum: &mut Evaluation) {
        if let Some(correct) = &self.correct {
            *sum.accuracy.get_or_insert(0.0) += weighted_sum(correct, &self.shares);
        }
        sum.loss += weighted_sum(&self.losses, &self.shares);
    }
}

/// Adds a group's losses and right answers to `sum`, and turns its logits `z` into `∂loss/∂z`, weighed with each sample's share.
#[inline(always)]
fn judge<A, L, V, const W: usize>(
    loss: &L,
    z: &mut [[V; W]],
    targets: &[[V; W]],
    outputs: usize,
    (count, all): (usize, usize),
    sum: &mut Evaluation,
) where
    A: LayerActivation,
    L: Loss<A>,
    V: Vector,
{
    let lanes = tile::capacity::<V, W>();
    for (t, (z, targets)) in z.chunks_exact_mut(outputs).zip(targets.chunks_exact(outputs)).enumerate() {
        let shares = shares::<V, W>(usize::min(count - t * lanes, lanes), all);
        Verdict::of(loss, z, targets, shares).add_to(sum);
    }
}

/// Predictions and their loss.
pub(crate) struct Measure<'a, N: Network, L, Y> {
    pub network: &'a N,
    pub samples: &'a Samples<'a, N::Input, Y>,
    pub loss: &'a L,
    pub buffer: &'a mut Buffer,
}

impl<N, L, Y> Vectorized<N::Number> for Measure<'_, N, L, Y>
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    type Output = Evaluation;

    #[inline(always)]
    fn run<V: Vector<Element = N::Number>>(self) -> Evaluation {
        let Self { network, samples, loss, buffer } = self;
        let (mut sum, lanes, all) = (Evaluation::default(), tile::capacity::<V, 2>(), samples.len());
        for first in (0..all).step_by(lanes) {
            let count = usize::min(all - first, lanes);
            let rows = N::Input::LEN + 2 * N::Output::LEN + <N::Stage as Stage>::PREDICT_SCRATCH;
            let Rows { x, targets, z, rest } = Rows::cut::<N>(buffer.tile::<V, 2>(rows), 1);
            call_read::<_, L, N::Output, _, V, 2>(samples, first, count, x, targets);
            network.stage().predict_logits(x, z, rest, &mut network.statistics());
            call_judge(loss, z, targets, N::Output::LEN, (count, all), &mut sum);
        }
        sum
    }
}

/// Forward, through the loss, and back, a group of tiles at a time.
pub(crate) struct Pass<'a, N: Network, L, Y> {
    pub network: &'a N,
    pub portions: &'a Portions<'a, N::Input, Y>,
    pub loss: &'a L,
    pub grads: Accumulator<'a, N>,
    pub dx: Option<&'a mut [N::Input]>,
    pub sum: Evaluation,
}

/// A pass, and the memory for it.
pub(crate) struct PassIn<'a, N: Network, L, Y> {
    pub pass: Pass<'a, N, L, Y>,
    pub buffer: &'a mut Buffer,
}

impl<N, L, Y> Vectorized<N::Number> for PassIn<'_, N, L, Y>
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    type Output = Evaluation;

    #[inline(always)]
    fn lanes(&self) -> usize {
        if const { is_tiny::<N>() } { self.pass.portions.range.len() } else { usize::MAX }
    }

    #[inline(always)]
    fn run<V: Vector<Element = N::Number>>(self) -> Evaluation {
        let Self { mut pass, buffer } = self;
        let Range { start: mut first, end } = pass.portions.range;
        debug_assert!(first < end, "without a sample, the gradient would stay what it was");
        if const { is_tiny::<N>() } && end - first <= V::LANES && pass.dx.is_none() {
            pass.in_registers::<V>(first, end - first);
            return pass.sum;
        }
        let (size, is_wide) = const { group::<N, V>(rows::<N>()) };
        let portion = pass.portions.size;
        let size = if size > portion { size / portion * portion } else { size }; // whole portions, or less than one
        while first < end {
            let count = usize::min(end - first, size);
            if is_wide && count > V::LANES {
                pass.group::<V, 2>(first, count, buffer);
            } else {
                pass.group::<V, 1>(first, count, buffer);
            }
            first += count;
        }
        pass.sum
    }
}

/// Up to this many rows a tile is worked on in registers, as far as they go: from memory, a tiny network's time would be that of loads
/// that wait for stores.
const FEW_ROWS: usize = 32;

const fn is_tiny<N: Network>() -> bool {
    rows::<N>() <= FEW_ROWS
}

impl<N, L, Y> Pass<'_, N, L, Y>
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    /// The `count` samples from `first` on, no more than a vector has lanes.
    #[inline(always)]
    fn in_registers<V: Vector<Element = N::Number>>(&mut self, first: usize, count: usize) {
        let mut rows = [[V::constant(0.0)]; FEW_ROWS];
        let Rows { x, targets, z, rest } = Rows::cut::<N>(&mut rows, 1);
        let (network, samples) = (self.network, self.portions.samples);
        let (memory, scratch) = rest.split_at_mut(<N::Stage as Stage>::MEMORY);
        let mut batch = Batch::new(first, count, self.portions.seed, network.statistics(), self.grads.statistics_mut());
        read::<_, L, N::Output, _, V, 1>(samples, first, count, x, targets);
        network.stage().forward_logits(x, z, memory, &mut batch);
        let verdict = Verdict::of(self.loss, z, targets, shares(count, samples.len()));
        // A tiny network is never shared; the constant spares it a loop over portions.
        let grads = self.grads.next(usize::MAX, N::stage_mut);
        network.stage().backward_logits(x, z, memory, None, grads, scratch);
        // Only now, so that the compiler may move the loss's logarithm behind the way back: nobody waits for it, but a processor that comes to it first
        // has no room for what follows.
        verdict.add_to(&mut self.sum);
    }

    /// The `count` samples from `first` on.
    #[inline(always)]
    fn group<V: Vector<Element = N::Number>, const W: usize>(
        &mut self,
        first: usize,
        count: usize,
        buffer: &mut Buffer,
    ) {
        let lanes = tile::capacity::<V, W>();
        let tiles = count.div_ceil(lanes);
        let input = if self.dx.is_some() { N::Input::LEN } else { 0 };
        let (dx, rows) = buffer.tile::<V, W>(tiles * (input + const { rows::<N>() })).split_at_mut(tiles * input);
        let to = self.dx.is_some().then_some(&mut *dx);
        self.there_and_back(first, count, Rows::cut::<N>(rows, tiles), to);
        if let Some(inputs) = &mut self.dx {
            for (t, dx) in dx.chunks_exact(N::Input::LEN).enumerate() {
                let inputs = inputs[first..first + count].iter_mut().skip(t * lanes).take(lanes);
                tile::scatter(dx, inputs.map(Sample::as_flat_mut));
            }
        }
    }

    /// Reads the samples, adds their losses and right answers to the sum, and their gradients to the gradient.
    #[inline(always)]
    fn there_and_back<V: Vector<Element = N::Number>, const W: usize>(
        &mut self,
        first: usize,
        count: usize,
        rows: Rows<'_, [V; W]>,
        dx: Option<&mut [[V; W]]>,
    ) {
        let (network, samples) = (self.network, self.portions.samples);
        let Rows { x, targets, z, rest } = rows;
        let (memory, scratch) = rest.split_at_mut(x.len() / N::Input::LEN * <N::Stage as Stage>::MEMORY);
        let mut batch = Batch::new(first, count, self.portions.seed, network.statistics(), self.grads.statistics_mut());
        let stage = network.stage();
        if const { is_tiny::<N>() } {
            read::<_, L, N::Output, _, V, W>(samples, first, count, x, targets);
            stage.forward_logits(x, z, memory, &mut batch);
            judge(self.loss, z, targets, N::Output::LEN, (count, samples.len()), &mut self.sum);
            // A tiny network is never shared; the constant spares it a loop over portions.
            stage.backward_logits(x, z, memory, dx, self.grads.next(usize::MAX, N::stage_mut), scratch);
        } else {
            call_read::<_, L, N::Output, _, V, W>(samples, first, count, x, targets);
            call_forward(stage, x, z, memory, &mut batch);
            let (portion, mut judged) = (self.portions.size, 0);
            while judged < count {
                let (mut sum, now) = (Evaluation::default(), usize::min(count - judged, portion));
                let [first, end] =
                    [judged, judged + now].map(|s| s.div_ceil(tile::capacity::<V, W>()) * N::Output::LEN);
                let (z, targets) = (&mut z[first..end], &targets[first..end]);
                call_judge(self.loss, z, targets, N::Output::LEN, (now, samples.len()), &mut sum);
                self.sum.add(&sum, 1.0);
                judged += now;
            }
            call_backward(stage, x, z, memory, dx, self.grads.next(portion, N::stage_mut), scratch);
        }
    }
}

// In functions of their own, because a compiler takes more than twice as long for one that is twice as long; and the first two do not know the
// network, so that a program has each of them once for a shape of samples or a loss.

#[inline(never)]
fn call_read<X, L, O, Y, V, const W: usize>(
    samples: &Samples<'_, X, Y>,
    first: usize,
    count: usize,
    x: &mut [[V; W]],
    targets: &mut [[V; W]],
) where
    X: Sample<V::Element>,
    O: Sample<V::Element>,
    Y: Target<V::Element, L, O>,
    V: Vector,
{
    V::call(
        #[inline(always)]
        || read::<X, L, O, Y, V, W>(samples, first, count, x, targets),
    );
}

#[inline(never)]
fn call_judge<A, L, V, const W: usize>(
    loss: &L,
    z: &mut [[V; W]],
    targets: &[[V; W]],
    outputs: usize,
    counts: (usize, usize),
    sum: &mut Evaluation,
) where
    A: LayerActivation,
    L: Loss<A>,
    V: Vector,
{
    V::call(
        #[inline(always)]
        || judge(loss, z, targets, outputs, counts, sum),
    );
}

#[inline(never)]
fn call_forward<S: Stage, V: Vector<Element = S::Number>, const W: usize>(
    stage: &S,
    x: &[[V; W]],
    z: &mut [[V; W]],
    memory: &mut [[V; W]],
    batch: &mut Batch<'_, S::Number>,
) {
    V::call(
        #[inline(always)]
        || stage.forward_logits(x, z, memory, batch),
    );
}

#[inline(never)]
fn call_backward<S: Stage, V: Vector<Element = S::Number>, const W: usize>(
    stage: &S,
    x: &[[V; W]],
    dz: &[[V; W]],
    memory: &mut [[V; W]],
    dx: Option<&mut [[V; W]]>,
    grads: Accumulator<'_, S>,
    scratch: &mut [[V; W]],
) {
    V::call(
        #[inline(always)]
        || stage.backward_logits(x, dz, memory, dx, grads, scratch),
    );
}

/// Each lane's share in the mean over all samples: `1/n` in the first `count` lanes, 0 in those without a sample.
#[inline(always)]
fn shares<V: Vector, const W: usize>(count: usize, n: usize) -> [V; W] {
    tile::occupied(count, [V::constant(1.0 / n as f64); W])
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
