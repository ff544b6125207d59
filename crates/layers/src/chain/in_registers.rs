//! Networks so small that their numbers stay in registers from one layer to the next.
//!
//! Everything is inlined, and all sizes are constants, so that the compiler takes the memory apart.

use core::mem;

use sinew_activations::LayerActivation;
use sinew_tensors::Vector;

use super::{Chain, PredictWalk, TrainWalk, TrainableChain};
use crate::{LayerInfo, Stage, Trainable};

/// The prediction for one sample, `y = f(g(x))`; `V` has one lane.
#[inline(always)]
pub fn predict<V: Vector<Element = C::Number>, C: Chain>(
    chain: &C,
    x: &[C::Number],
    y: &mut [C::Number],
    scratch: &mut [C::Number],
) {
    let (a, b) = scratch.split_at_mut(const { super::between(C::LAYERS)[0] });
    chain.compute(&mut Predict::<V> { layers: C::LAYERS, next: 0, x, y, buffers: [a, b] });
}

struct Predict<'a, V: Vector> {
    layers: &'static [LayerInfo],
    next: usize,
    x: &'a [V::Element],
    y: &'a mut [V::Element],
    buffers: [&'a mut [V::Element]; 2],
}

impl<V: Vector> PredictWalk<V::Element> for Predict<'_, V> {
    #[inline(always)]
    fn layer<S: Stage<Number = V::Element>>(&mut self, stage: &S) {
        let index = self.next;
        self.next += 1;
        let is_last = self.next == self.layers.len();
        let (source, target) = super::in_turn(&mut self.buffers, index);
        let x = if index == 0 { self.x } else { &source[..const { S::INFO.inputs() }] };
        let y = if is_last { &mut *self.y } else { &mut target[..const { S::INFO.outputs() }] };
        stage.predict_in_registers::<V>(x, y, &mut []);
    }
}

/// Training, forward, `z = g(x)`, with a sample to a lane.
#[inline(always)]
fn forward<V: Vector<Element = C::Number>, C: TrainableChain>(chain: &C, x: &[V], z: &mut [V], tape: &mut [V]) {
    chain.forward(&mut Forward { left: C::LAYERS.len(), x, z, tape });
}

struct Forward<'a, V> {
    left: usize,
    x: &'a [V],
    z: &'a mut [V],
    tape: &'a mut [V],
}

impl<V: Vector> TrainWalk<V::Element> for Forward<'_, V> {
    #[inline(always)]
    fn layer<S: Trainable<Number = V::Element>>(&mut self, stage: &S) {
        self.left -= 1;
        if self.left == 0 {
            return stage.forward_in_registers(self.x, self.z);
        }
        let outputs = const { S::INFO.outputs() };
        let (y, rest) = mem::take(&mut self.tape).split_at_mut(outputs);
        if const { S::INFO.reads_preactivation() } {
            let (z, rest) = rest.split_at_mut(outputs);
            stage.forward_in_registers(self.x, z);
            for (y, z) in y.iter_mut().zip(z) {
                *y = S::Activation::start(*z);
            }
            self.tape = rest;
        } else {
            stage.forward_in_registers(self.x, y);
            for y in y.iter_mut() {
                *y = S::Activation::start(*y);
            }
            self.tape = rest;
        }
        S::Activation::finish(y.as_chunks_mut::<1>().0);
        self.x = y;
    }
}

/// Training, backward; adds to `grads`. The tape is as [`forward`] left it.
#[inline(always)]
fn backward<V: Vector<Element = C::Number>, C: TrainableChain>(
    chain: &C,
    x: &[V],
    dz: &[V],
    tape: &[V],
    grads: &mut [C::Number],
    scratch: &mut [V],
) {
    let (a, b) = scratch.split_at_mut(const { super::between(C::LAYERS)[0] });
    let layers = C::LAYERS;
    chain.backward(&mut Backward { layers, left: layers.len(), x, dz, tape, grads, buffers: [a, b] });
}

struct Backward<'a, V: Vector> {
    layers: &'static [LayerInfo],
    left: usize,
    x: &'a [V],
    dz: &'a [V],
    tape: &'a [V],
    grads: &'a mut [V::Element],
    buffers: [&'a mut [V]; 2],
}

impl<V: Vector> TrainWalk<V::Element> for Backward<'_, V> {
    #[inline(always)]
    fn layer<S: Trainable<Number = V::Element>>(&mut self, stage: &S) {
        let is_last = self.left == self.layers.len();
        self.left -= 1;
        let (index, outputs) = (self.left, const { S::INFO.outputs() });
        let grads = mem::take(&mut self.grads);
        let (before, grads) = grads.split_at_mut(grads.len() - const { S::INFO.parameters });
        self.grads = before;
        let (other, own) = super::in_turn(&mut self.buffers, index);
        let mut z = &[][..];
        if !is_last {
            let (before, tape) = self.tape.split_at(self.tape.len() - const { S::INFO.tape() });
            self.tape = before;
            let (y, rest) = tape.split_at(outputs);
            if const { S::INFO.reads_preactivation() } {
                z = &rest[..outputs];
            }
            let dy = &mut own[..outputs];
            S::Activation::pull_back(z.as_chunks::<1>().0, y.as_chunks().0, dy.as_chunks_mut().0);
        }
        let dz = if is_last { self.dz } else { &own[..outputs] };
        let inputs = const { S::INFO.inputs() };
        match index.checked_sub(1) {
            None => stage.backward_in_registers(self.x, dz, None, grads),
            Some(previous) => {
                let first = self.tape.len() - self.layers[previous].tape();
                let x = &self.tape[first..first + inputs];
                stage.backward_in_registers(x, dz, Some(&mut other[..inputs]), grads);
            }
        }
    }
}

/// Forward, through the loss, and backward; adds to `grads`.
#[inline(always)]
pub fn train<V: Vector<Element = C::Number>, C: TrainableChain>(
    chain: &C,
    x: &[V],
    z: &mut [V],
    memory: &mut [V],
    loss: impl FnOnce(&mut [V]),
    grads: &mut [C::Number],
) {
    let (tape, scratch) = memory.split_at_mut(const { super::info::<C>().saved });
    forward(chain, x, z, tape);
    loss(z);
    backward(chain, x, z, tape, grads, scratch);
}
