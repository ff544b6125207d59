//! Layers one after the other.
//!
//! `network!` writes the calls, one a layer, and a *walk* is what they are made on: it cuts each
//! layer's memory from that of the whole, by what is known of the layers.

use core::mem;
use core::ops::Range;

use sinew_activations::LayerActivation;
use sinew_tensors::{Initializer, Number, Parameters, Rng};

use crate::info::larger;
use crate::stage::cut_tape;
use crate::{Context, Gradient, LayerInfo, Microbatch, Stage, Trainable, activate};

pub mod in_registers;

/// Layers one after the other, as `network!` writes them, for predictions.
pub trait Chain: Sized {
    /// The type of every number.
    type Number: Number;

    /// The last layer's activation.
    type Activation: LayerActivation;

    /// The shape of a sample's input, row-major.
    const INPUT: &'static [usize];

    /// The shape of a sample's output, row-major.
    const OUTPUT: &'static [usize];

    /// What is known of each layer, in the order in which they run.
    const LAYERS: &'static [LayerInfo];

    /// Calls `walk` for each layer, the first one first.
    fn compute<W: PredictWalk<Self::Number>>(&self, walk: &mut W);
}

/// A [`Chain`] that can be trained.
pub trait TrainableChain: Chain + Parameters<<Self as Chain>::Number> {
    /// Initializes each layer.
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng);

    /// Initializes each layer's statistics.
    fn initialize_statistics(statistics: &mut &mut [Self::Number]) {
        let _ = statistics; // there are none
    }

    /// Calls `walk` for each layer, the first one first.
    fn forward<W: TrainWalk<Self::Number>>(&self, walk: &mut W);

    /// Calls `walk` for each layer, the last one first.
    fn backward<W: TrainWalk<Self::Number>>(&self, walk: &mut W);
}

/// What a chain calls for each layer in a prediction.
pub trait PredictWalk<T> {
    /// Does a layer's part.
    fn layer<S: Stage<Number = T>>(&mut self, stage: &S);
}

/// What a chain calls for each layer in training.
pub trait TrainWalk<T> {
    /// Does a layer's part.
    fn layer<S: Trainable<Number = T>>(&mut self, stage: &S);
}

/// What is known of a chain.
#[must_use]
pub const fn info<C: Chain>() -> LayerInfo {
    LayerInfo::network(C::INPUT, C::OUTPUT, C::LAYERS)
}

/// The prediction of a chain without the last activation, `z = g(x)`.
pub fn predict<C: Chain>(chain: &C, x: &[C::Number], z: &mut [C::Number], context: &mut Context<'_, C::Number>) {
    chain.compute(&mut Predict::new(C::LAYERS, x, z, context.reborrow()));
}

/// A chain in training, `z = g(x)`.
pub fn forward<C: TrainableChain>(
    chain: &C,
    x: &[C::Number],
    z: &mut [C::Number],
    context: &mut Context<'_, C::Number>,
) {
    chain.forward(&mut Forward::new(C::LAYERS, x, z, context.reborrow()));
}

/// The gradients of a chain.
pub fn backward<C: TrainableChain>(
    chain: &C,
    x: &[C::Number],
    dz: &[C::Number],
    dx: Option<&mut [C::Number]>,
    grads: Gradient<'_, C::Number>,
    context: &mut Context<'_, C::Number>,
) {
    chain.backward(&mut Backward::new(C::LAYERS, x, dz, dx, grads, context.reborrow()));
}

/// The rows of the two buffers between layers that take turns.
const fn between(layers: &[LayerInfo]) -> [usize; 2] {
    let mut between = [0; 2];
    let mut i = 0;
    while i + 1 < layers.len() {
        between[i % 2] = larger(between[i % 2], layers[i].outputs());
        i += 1;
    }
    between
}

/// Cuts the two buffers from the scratch memory, and leaves the rest.
fn cut_buffers<'a, T: Number>(layers: &[LayerInfo], context: &mut Context<'a, T>) -> [&'a mut [T]; 2] {
    between(layers).map(|rows| {
        let (buffer, rest) = mem::take(&mut context.scratch).split_at_mut(context.microbatch.numbers(rows));
        context.scratch = rest;
        buffer
    })
}

/// The buffer that the layer of this index reads, which the one before has written, and the one
/// that it writes.
#[inline(always)]
fn in_turn<'b, T>([a, b]: &'b mut [&mut [T]; 2], index: usize) -> (&'b mut [T], &'b mut [T]) {
    if index.is_multiple_of(2) { (b, a) } else { (a, b) }
}

/// Predictions.
struct Predict<'a, T> {
    /// How many layers there are, and the next one's index.
    layers: usize,
    next: usize,
    x: &'a [T],
    z: &'a mut [T],
    buffers: [&'a mut [T]; 2],
    statistics: &'a [T],
    /// With all scratch memory that the buffers left, for each layer in turn.
    context: Context<'a, T>,
}

impl<'a, T: Number> Predict<'a, T> {
    fn new(layers: &'static [LayerInfo], x: &'a [T], z: &'a mut [T], mut context: Context<'a, T>) -> Self {
        let buffers = cut_buffers(layers, &mut context);
        Self { layers: layers.len(), next: 0, x, z, buffers, statistics: context.statistics, context }
    }
}

impl<T: Number> PredictWalk<T> for Predict<'_, T> {
    #[inline(always)] // a prediction of one sample notices each call
    fn layer<S: Stage<Number = T>>(&mut self, stage: &S) {
        let index = self.next;
        self.next += 1;
        let is_last = self.next == self.layers;
        let context = &mut self.context;
        let microbatch = context.microbatch;
        let (source, target) = in_turn(&mut self.buffers, index);
        let x = if index == 0 { self.x } else { &source[..microbatch.numbers(const { S::INFO.inputs() })] };
        let outputs = microbatch.numbers(const { S::INFO.outputs() });
        let z = if is_last { &mut *self.z } else { &mut target[..outputs] };
        if const { S::INFO.statistics > 0 } {
            context.statistics = self.statistics.split_off(..S::INFO.statistics).unwrap_or_default();
        }
        stage.compute(x, z, context);
        if !is_last {
            activate::apply::<S::Activation, T>(microbatch.layout(), z, const { S::INFO.outputs() });
        }
    }
}

/// Training, forward: each layer's outputs are on its part of the tape, where the next one reads
/// them.
struct Forward<'a, T> {
    layers: &'static [LayerInfo],
    next: usize,
    x: &'a [T],
    z: &'a mut [T],
    tape: &'a mut [T],
    whole: Context<'a, T>,
}

/// A layer's part of the way forward.
struct ForwardStep<'a, T> {
    x: &'a [T],
    y: &'a mut [T],
    /// Empty where the activation's derivative does not read pre-activations.
    z: &'a mut [T],
    context: Context<'a, T>,
    is_last: bool,
}

impl<'a, T: Number> Forward<'a, T> {
    fn new(layers: &'static [LayerInfo], x: &'a [T], z: &'a mut [T], mut context: Context<'a, T>) -> Self {
        let tape = mem::take(&mut context.saved);
        Self { layers, next: 0, x, z, tape, whole: context }
    }

    #[inline(never)] // does not know the layer, so there is one for all
    fn step(&mut self) -> ForwardStep<'a, T> {
        let layer = &self.layers[self.next];
        self.next += 1;
        let is_last = self.next == self.layers.len();
        let tape = mem::take(&mut self.tape);
        let (y, z, saved) = if is_last {
            (mem::take(&mut self.z), &mut [][..], tape)
        } else {
            let microbatch = self.whole.microbatch;
            let (part, rest) = tape.split_at_mut(microbatch.numbers(layer.tape()));
            self.tape = rest;
            cut_tape(layer, microbatch, part)
        };
        let context = self.whole.part(saved, &mut [], layer.statistics);
        ForwardStep { x: self.x, y, z, context, is_last }
    }
}

impl<T: Number> TrainWalk<T> for Forward<'_, T> {
    fn layer<S: Trainable<Number = T>>(&mut self, stage: &S) {
        let ForwardStep { x, y, z, mut context, is_last } = self.step();
        stage.forward(x, if z.is_empty() { &mut *y } else { &mut *z }, &mut context);
        if !is_last {
            if !z.is_empty() {
                y.copy_from_slice(z);
            }
            let layout = context.microbatch.layout();
            activate::apply::<S::Activation, T>(layout, y, const { S::INFO.outputs() });
        }
        self.x = y;
    }
}

/// Training, backward: two buffers take turns as `∂L/∂y` and `∂L/∂x` of the layers.
struct Backward<'a, T> {
    layers: &'static [LayerInfo],
    /// How many layers are still to come.
    left: usize,
    x: &'a [T],
    dz: &'a [T],
    dx: Option<&'a mut [T]>,
    buffers: [&'a mut [T]; 2],
    tape: &'a mut [T],
    grads: Gradient<'a, T>,
    /// What the buffers left of the scratch memory, for each layer in turn.
    scratch: &'a mut [T],
    microbatch: Microbatch,
}

/// A layer's part of the way back.
struct BackwardStep<'a, 'b, T> {
    /// The tape of the layers before, in which the layer's inputs are at `source`; the first one's
    /// are those of the chain.
    before: &'a mut [T],
    source: Option<Range<usize>>,
    x: &'a [T],
    y: &'a mut [T],
    z: &'a mut [T],
    /// `∂L/∂z` of the last layer; of the others it is still `∂L/∂y`, in `dy`.
    dz: &'a [T],
    dy: &'b mut [T],
    dx: Option<&'b mut [T]>,
    grads: Gradient<'a, T>,
    context: Context<'b, T>,
    is_last: bool,
}

impl<'a, T: Number> Backward<'a, T> {
    fn new(
        layers: &'static [LayerInfo],
        x: &'a [T],
        dz: &'a [T],
        dx: Option<&'a mut [T]>,
        grads: Gradient<'a, T>,
        mut context: Context<'a, T>,
    ) -> Self {
        let buffers = cut_buffers(layers, &mut context);
        let Context { microbatch, saved: tape, scratch, .. } = context;
        Self { layers, left: layers.len(), x, dz, dx, buffers, tape, grads, scratch, microbatch }
    }

    #[inline(never)] // does not know the layer, so there is one for all
    fn step(&mut self) -> BackwardStep<'a, '_, T> {
        let is_last = self.left == self.layers.len();
        self.left -= 1;
        let (index, layer, microbatch) = (self.left, &self.layers[self.left], self.microbatch);
        let tape = mem::take(&mut self.tape);
        let rows = if is_last { layer.saved } else { layer.tape() };
        let (before, tape) = tape.split_at_mut(tape.len() - microbatch.numbers(rows));
        let (y, z, saved) = if is_last { (&mut [][..], &mut [][..], tape) } else { cut_tape(layer, microbatch, tape) };
        let (other, own) = in_turn(&mut self.buffers, index);
        let dy = if is_last { &mut [][..] } else { &mut own[..microbatch.numbers(layer.outputs())] };
        let (source, dx) = match index.checked_sub(1) {
            None => (None, self.dx.as_deref_mut()),
            Some(previous) => {
                let previous = &self.layers[previous];
                let first = before.len() - microbatch.numbers(previous.tape());
                let outputs = microbatch.numbers(previous.outputs());
                (Some(first..first + outputs), Some(&mut other[..outputs]))
            }
        };
        let grads = self.grads.take_last(layer.parameters);
        let context = Context::backward(microbatch, saved, self.scratch);
        BackwardStep { before, source, x: self.x, y, z, dz: self.dz, dy, dx, grads, context, is_last }
    }
}

impl<T: Number> TrainWalk<T> for Backward<'_, T> {
    fn layer<S: Trainable<Number = T>>(&mut self, stage: &S) {
        let BackwardStep { before, source, x, y, z, dz, dy, dx, grads, mut context, is_last } = self.step();
        if !is_last {
            let layout = context.microbatch.layout();
            activate::pull_back::<S::Activation, T>(layout, z, y, dy, const { S::INFO.outputs() });
        }
        let x = source.map_or(x, |source| &before[source]);
        stage.backward(x, if is_last { dz } else { dy }, dx, grads, &mut context);
        self.tape = before;
    }
}
