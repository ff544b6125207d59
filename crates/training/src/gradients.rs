//! Loss and gradient of a batch.

use core::ops::Range;

use sinew_activations::LayerActivation;
use sinew_layers::{Accumulator, Batch, Network, Stage};
use sinew_losses::{Loss, Target};
use sinew_tensors::{Buffer, Number, Sample, Vector, Vectorized, tile};

use crate::{TrainError, Workspace};

/// What a network achieves on some samples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Evaluation {
    /// The mean loss.
    pub loss: f64,
    /// The share of samples that are predicted right, if the loss is one of classification.
    pub accuracy: Option<f64>,
}

impl Evaluation {
    /// Adds the evaluation of a `share` of the samples.
    pub(crate) fn add(&mut self, part: &Self, share: f64) {
        self.loss += share * part.loss;
        if let Some(accuracy) = part.accuracy {
            *self.accuracy.get_or_insert(0.0) += share * accuracy;
        }
    }
}

/// The low-level step of training: loss and gradient of a batch, for every [`Network`] that the loss `L` and the targets `Y` fit.
pub trait Gradients<L, Y>: Network {
    /// Sets `grads` to the gradient of the mean loss over the samples, and returns that loss.
    ///
    /// `grads` is a network of the same type, made once by `zeros`, and so are its parts: `grads.layer1.weights` is
    /// `∂loss/∂layer1.weights`.
    ///
    /// # Errors
    ///
    /// If there are no samples, not as many targets as inputs, or a class label that is too large.
    fn gradients(
        &self,
        inputs: &[Self::Input],
        targets: &[Y],
        loss: &L,
        grads: &mut Self,
        workspace: &mut Workspace,
    ) -> Result<f64, TrainError> {
        let samples = Samples::new(inputs, targets)?;
        self.check_targets(&samples)?;
        Ok(self.differentiate(&samples, loss, grads, workspace).loss)
    }

    /// The mean loss over some samples, and the share of them that is predicted right.
    ///
    /// # Errors
    ///
    /// As in [`gradients`](Self::gradients).
    fn evaluate(
        &self,
        inputs: &[Self::Input],
        targets: &[Y],
        loss: &L,
        workspace: &mut Workspace,
    ) -> Result<Evaluation, TrainError> {
        let samples = Samples::new(inputs, targets)?;
        self.check_targets(&samples)?;
        Ok(self.measure(&samples, loss, workspace))
    }

    /// Sets `dx[s]` to the gradient of the mean loss with respect to the input `s`, and returns that loss.
    ///
    /// For what a network looks at in a sample, for adversarial samples, and for what stands before the network. Layers behave as in
    /// training.
    ///
    /// # Errors
    ///
    /// As in [`gradients`](Self::gradients).
    ///
    /// # Panics
    ///
    /// If there are not as many gradients as inputs.
    fn input_gradients(
        &self,
        inputs: &[Self::Input],
        targets: &[Y],
        loss: &L,
        dx: &mut [Self::Input],
        workspace: &mut Workspace,
    ) -> Result<f64, TrainError> {
        assert_eq!(inputs.len(), dx.len(), "as many gradients as inputs");
        let samples = Samples::new(inputs, targets)?;
        self.check_targets(&samples)?;
        let all = Portions::all(&samples, workspace.next_seed(), usize::MAX);
        Ok(self.pass(&all, loss, Accumulator::of(&mut Self::zeros()), Some(dx), &mut workspace.buffer).loss)
    }

    /// An error for the first target that does not fit the network's output.
    #[doc(hidden)]
    fn check_targets(&self, samples: &Samples<'_, Self::Input, Y>) -> Result<(), TrainError>;

    /// The evaluation of samples that were checked.
    #[doc(hidden)]
    fn measure(&self, samples: &Samples<'_, Self::Input, Y>, loss: &L, workspace: &mut Workspace) -> Evaluation;

    /// One pass over portions of samples that were checked, forward and back.
    #[doc(hidden)]
    fn pass(
        &self,
        portions: &Portions<'_, Self::Input, Y>,
        loss: &L,
        grads: Accumulator<'_, Self>,
        dx: Option<&mut [Self::Input]>,
        buffer: &mut Buffer,
    ) -> Evaluation;

    /// Sets `grads` to the gradient of the mean loss over samples that were checked.
    #[doc(hidden)]
    fn differentiate(
        &self,
        samples: &Samples<'_, Self::Input, Y>,
        loss: &L,
        grads: &mut Self,
        workspace: &mut Workspace,
    ) -> Evaluation;
}

impl<N, L, Y> Gradients<L, Y> for N
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    fn check_targets(&self, samples: &Samples<'_, N::Input, Y>) -> Result<(), TrainError> {
        let outputs = N::Output::LEN;
        match samples.targets.iter().position(|target| !target.fits(outputs)) {
            Some(sample) => Err(TrainError::Target { sample, outputs }),
            None => Ok(()),
        }
    }

    #[inline(never)] // otherwise each caller that is compiled apart from the others has a copy of all that it runs
    fn measure(&self, samples: &Samples<'_, N::Input, Y>, loss: &L, workspace: &mut Workspace) -> Evaluation {
        N::Number::dispatch(Measure { network: self, samples, loss, buffer: &mut workspace.buffer })
    }

    #[inline(never)] // as above
    fn pass(
        &self,
        portions: &Portions<'_, N::Input, Y>,
        loss: &L,
        grads: Accumulator<'_, N>,
        dx: Option<&mut [N::Input]>,
        buffer: &mut Buffer,
    ) -> Evaluation {
        let pass = Pass { network: self, portions, loss, grads, dx, sum: Evaluation::default() };
        N::Number::dispatch(PassIn { pass, buffer })
    }

    fn differentiate(
        &self,
        samples: &Samples<'_, N::Input, Y>,
        loss: &L,
        grads: &mut N,
        workspace: &mut Workspace,
    ) -> Evaluation {
        let seed = workspace.next_seed();
        let count = portions::<N>(samples.len());
        let all = |size| Portions::all(samples, seed, size);
        if count == 1 {
            return self.pass(&all(usize::MAX), loss, Accumulator::empty(grads), None, &mut workspace.buffer);
        }
        let size = samples.len().div_ceil(count).next_multiple_of(WIDEST_TILE);
        if workspace.is_alone() && may_share::<N>(size) {
            return self.pass(&all(size), loss, Accumulator::empty(grads), None, &mut workspace.buffer);
        }
        let work = |index, grads: Accumulator<'_, N>, buffer: &mut Buffer| {
            self.pass(&Portions::one(samples, seed, size, index), loss, grads, None, buffer)
        };
        workspace.share(count, grads, work)
    }
}

/// How many portions a batch is cut into, each with a gradient of its own, whether or not there are threads to share them.
///
/// So the sum is the same for any number of threads. A portion is large enough that to add its gradient costs little beside it, and
/// that to hand it to a thread does.
fn portions<N: Network>(samples: usize) -> usize {
    /// Multiply-adds that take some tens of microseconds.
    const WORTHWHILE: usize = 1 << 21;
    let work = <N::Stage as Stage>::MULTIPLY_ADDS.saturating_mul(samples);
    if <N::Stage as Stage>::STATISTICS > 0 || work < WORTHWHILE {
        return 1; // what is measured is measured of the whole batch
    }
    match samples {
        0..128 => 1,
        128..512 => 2,
        _ => usize::min(samples / 256, 8),
    }
}

/// Inputs and targets, in their own order or another.
#[doc(hidden)]
pub struct Samples<'a, X, Y> {
    inputs: &'a [X],
    targets: &'a [Y],
    order: Option<&'a [usize]>,
}

impl<'a, X, Y> Samples<'a, X, Y> {
    pub(crate) fn new(inputs: &'a [X], targets: &'a [Y]) -> Result<Self, TrainError> {
        if inputs.len() != targets.len() {
            return Err(TrainError::Lengths { inputs: inputs.len(), targets: targets.len() });
        }
        if inputs.is_empty() {
            return Err(TrainError::Empty);
        }
        Ok(Self::of(inputs, targets))
    }

    /// Samples that are known to be as many inputs as targets, and some.
    pub(crate) fn of(inputs: &'a [X], targets: &'a [Y]) -> Self {
        Self { inputs, targets, order: None }
    }

    /// Input and target of a sample.
    pub(crate) fn get(&self, sample: usize) -> (&'a X, &'a Y) {
        let index = self.index(sample);
        (&self.inputs[index], &self.targets[index])
    }

    /// The samples whose numbers are in `order`.
    pub(crate) fn select(&self, order: &'a [usize]) -> Self {
        Self { order: Some(order), ..*self }
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.order.map_or(self.inputs.len(), <[usize]>::len)
    }

    #[inline(always)]
    fn index(&self, sample: usize) -> usize {
        self.order.map_or(sample, |order| order[sample])
    }
}

/// Whether portions of so many samples may go through the network together: each in one group of tiles, or several in one, by layers
/// that add to a gradient once for each portion.
fn may_share<N: Network>(portion: usize) -> bool {
    <N::Stage as Stage>::ADDS_ONCE && are_weights_large::<N>() && portion <= SHARED
}

/// Portions of a batch: one of them, or all.
#[doc(hidden)]
pub struct Portions<'a, X, Y> {
    samples: &'a Samples<'a, X, Y>,
    range: Range<usize>,
    /// Of how many samples a portion is, at most.
    size: usize,
    seed: u64,
}

impl<'a, X, Y> Portions<'a, X, Y> {
    /// All of it, in portions of so many samples; `seed` is that of the batch's random numbers.
    fn all(samples: &'a Samples<'a, X, Y>, seed: u64, size: usize) -> Self {
        Self { samples, range: 0..samples.len(), size, seed }
    }

    /// One of those portions, as far as there are samples.
    fn one(samples: &'a Samples<'a, X, Y>, seed: u64, size: usize, index: usize) -> Self {
        let all = samples.len();
        Self { samples, range: usize::min(index * size, all)..usize::min((index + 1) * size, all), size, seed }
    }
}

/// No tile has more samples.
pub(crate) const WIDEST_TILE: usize = 32;

/// How many bytes a pass may work on at a time: about half of a core's own cache, which is 1 to 2 MiB on today's servers and desktops.
const CACHE: usize = 1 << 19;

/// How many samples share the loads of each weight, where the weights are [large](are_weights_large).
const SHARED: usize = 256;

/// Whether the weights do not stay in the cache from one group of tiles to the next.
const fn are_weights_large<N>() -> bool {
    size_of::<N>() > CACHE / 2
}

/// How many samples go through the network together, and whether in tiles of two vectors.
///
/// Many tiles share the loads of each weight and each addition to its gradient; too many push each other out of the cache.
#[inline(always)]
pub(crate) const fn group<N: Network, V: Vector<Element = N::Number>>(rows: usize) -> (usize, bool) {
    let tile = rows * size_of::<[V; 2]>();
    let are_weights_large = are_weights_large::<N>();
    let is_wide = are_weights_large || tile <= CACHE;
    let lanes = if is_wide { 2 * V::LANES } else { V::LANES };
    let samples = match (CACHE / tile, are_weights_large) {
        _ if <N::Stage as Stage>::STATISTICS > 0 => usize::MAX,
        (_, true) => SHARED,
        (0, false) => lanes,
        (tiles, false) => tiles * lanes,
    };
    (samples, is_wide)
}

/// How many rows a tile is worked on in, but for the gradient of the input.
pub(crate) const fn rows<N: Network>() -> usize {
    N::Input::LEN + 2 * N::Output::LEN + <N::Stage as Stage>::MEMORY + <N::Stage as Stage>::SCRATCH
}

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

/// Adds a group's losses and right answers to `sum`, turns its logits `z` into `∂loss/∂z`, and weighs them with each sample's share.
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
        if let Some(correct) = loss.correct(z, targets) {
            *sum.accuracy.get_or_insert(0.0) += weighted_sum(&correct, &shares);
        }
        let losses = loss.evaluate(z, targets);
        sum.loss += weighted_sum(&losses, &shares);
        for z in z {
            for c in 0..W {
                z[c] = z[c] * shares[c];
            }
        }
    }
}

/// Predictions and their loss.
struct Measure<'a, N: Network, L, Y> {
    network: &'a N,
    samples: &'a Samples<'a, N::Input, Y>,
    loss: &'a L,
    buffer: &'a mut Buffer,
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
struct Pass<'a, N: Network, L, Y> {
    network: &'a N,
    portions: &'a Portions<'a, N::Input, Y>,
    loss: &'a L,
    grads: Accumulator<'a, N>,
    dx: Option<&'a mut [N::Input]>,
    sum: Evaluation,
}

/// A pass, and the memory for it.
struct PassIn<'a, N: Network, L, Y> {
    pass: Pass<'a, N, L, Y>,
    buffer: &'a mut Buffer,
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
        self.there_and_back(first, count, Rows::cut::<N>(&mut rows, 1), None);
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
            // The constant spares what lives in registers a loop over portions; it is never shared.
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
