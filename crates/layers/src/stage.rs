//! What a network is made of.

use sinew_activations::LayerActivation;
use sinew_tensors::{Initializer, Layout, Number, Parameters, Rng, Vector, Vectorized, Wide};

use crate::layer::LayerContext;
use crate::{Context, Gradient, Layer, LayerInfo, Microbatch, activate};

/// A stage of a network, `y = f(g(x))`, as predictions run it: a [`Layer`], a network inside
/// another, branches side by side. What can also be trained is [`Trainable`].
///
/// A custom layer is a stage by implementing [`Layer`].
///
/// Numbers are in slices, `[tile][feature][lane]`, and the [`Context`] says how many samples a tile
/// holds and in which instruction set they are worked on. A stage knows neither, so its code is
/// compiled once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "not a layer",
    note = "a custom layer is a type `MyLayer<T>` that implements `sinew::layers::Layer`"
)]
#[doc(alias = "특징")]
pub trait Stage: Sized {
    /// The type of every number.
    type Number: Number;

    /// The function at the end.
    type Activation: LayerActivation;

    /// What is known of the stage: kind, shapes, parameters, memory.
    const INFO: LayerInfo;

    /// The prediction without the activation, `z = g(x)`.
    ///
    /// `x: [tiles, INPUT, lanes]`, `z: [tiles, OUTPUT, lanes]`.
    fn compute(&self, x: &[Self::Number], z: &mut [Self::Number], context: &mut Context<'_, Self::Number>);

    /// The prediction for one sample, `y = f(g(x))`: for a layer by itself, in tests and by
    /// learners.
    ///
    /// # Panics
    ///
    /// If there are not as many inputs as the stage takes, or if it measures something.
    #[cfg(feature = "alloc")]
    fn predict_sample(&self, x: &[Self::Number]) -> alloc::vec::Vec<Self::Number> {
        assert_eq!(x.len(), Self::INFO.inputs(), "as many inputs as the stage takes");
        let mut y = alloc::vec![Self::Number::ZERO; Self::INFO.outputs()];
        let mut scratch = alloc::vec![Self::Number::ZERO; Self::INFO.predict_scratch];
        let one = Microbatch::one(Layout::one::<Self::Number>(usize::MAX));
        predict(self, x, &mut y, &mut Context::predict(one, &mut scratch, &[]));
        y
    }

    /// The prediction for one sample of a network so small that it stays in registers,
    /// `y = f(g(x))`; `V` has one lane.
    #[doc(hidden)]
    #[inline(always)]
    fn predict_in_registers<V: Vector<Element = Self::Number>>(
        &self,
        x: &[Self::Number],
        y: &mut [Self::Number],
        scratch: &mut [Self::Number],
    ) {
        let _ = (x, y, scratch);
        unreachable!("a layer of this kind is not kept in registers")
    }
}

/// A [`Stage`] that can be trained: plain data, which knows its gradient.
#[doc(alias("역방향 계산", "순전파"))]
pub trait Trainable: Stage + Parameters<<Self as Stage>::Number> {
    /// Chooses the parameters that training starts from, by default by the rule that fits the
    /// activation.
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng);

    /// Chooses the statistics that training starts from, and takes them from the front.
    fn initialize_statistics(statistics: &mut &mut [Self::Number]) {
        let _ = statistics; // there are none
    }

    /// In training, `z = g(x)`, and what [`backward`](Self::backward) needs of it in
    /// `context.saved`.
    ///
    /// `x: [tiles, INPUT, lanes]`, `z: [tiles, OUTPUT, lanes]`.
    fn forward(&self, x: &[Self::Number], z: &mut [Self::Number], context: &mut Context<'_, Self::Number>);

    /// Adds `∂L/∂parameters` to `grads`, and writes `∂L/∂x` to `dx`, given `dz = ∂L/∂z`.
    ///
    /// `x`, `dx: [tiles, INPUT, lanes]`, `dz: [tiles, OUTPUT, lanes]`; `context.saved` is as
    /// forward left it. There is no `dx` for the first layer of a network.
    fn backward(
        &self,
        x: &[Self::Number],
        dz: &[Self::Number],
        dx: Option<&mut [Self::Number]>,
        grads: Gradient<'_, Self::Number>,
        context: &mut Context<'_, Self::Number>,
    );

    /// [`forward`](Self::forward) of a network so small that it stays in registers, for a sample to
    /// a lane.
    #[doc(hidden)]
    #[inline(always)]
    fn forward_in_registers<V: Vector<Element = Self::Number>>(&self, x: &[V], z: &mut [V]) {
        let _ = (x, z);
        unreachable!("a layer of this kind is not kept in registers")
    }

    /// [`backward`](Self::backward) of a network so small that it stays in registers; adds to
    /// `grads`.
    #[doc(hidden)]
    #[inline(always)]
    fn backward_in_registers<V: Vector<Element = Self::Number>>(
        &self,
        x: &[V],
        dz: &[V],
        dx: Option<&mut [V]>,
        grads: &mut [Self::Number],
    ) {
        let _ = (x, dz, dx, grads);
        unreachable!("a layer of this kind is not kept in registers")
    }

    /// Forward, through the loss, and backward, of a network so small that it stays in registers;
    /// adds to `grads`.
    ///
    /// `loss` turns `z` into `∂loss/∂z`; `memory` holds what the stage saves, and scratch memory.
    #[doc(hidden)]
    #[inline(always)]
    fn train_in_registers<V: Vector<Element = Self::Number>>(
        &self,
        x: &[V],
        z: &mut [V],
        memory: &mut [V],
        loss: impl FnOnce(&mut [V]),
        grads: &mut [Self::Number],
    ) {
        let _ = (x, z, memory, loss, grads);
        unreachable!("a stage of this kind is not kept in registers")
    }
}

/// The prediction with the activation, `y = f(g(x))`.
#[doc(hidden)]
pub fn predict<S: Stage>(stage: &S, x: &[S::Number], y: &mut [S::Number], context: &mut Context<'_, S::Number>) {
    let layout = context.microbatch.layout();
    stage.compute(x, y, context);
    activate::apply::<S::Activation, S::Number>(layout, y, const { S::INFO.outputs() });
}

/// Forward with the activation, onto a tape of [`LayerInfo::tape`] rows a tile: the outputs of all
/// tiles, then their pre-activations if the activation's derivative reads them, then what the stage
/// saves.
#[doc(hidden)]
pub fn forward<S: Trainable>(stage: &S, x: &[S::Number], tape: &mut [S::Number], context: &mut Context<'_, S::Number>) {
    let microbatch = context.microbatch;
    let (y, z, saved) = cut_tape(&const { S::INFO }, microbatch, tape);
    let mut part = context.part(saved, &mut [], const { S::INFO.statistics });
    if const { S::INFO.reads_preactivation() } {
        stage.forward(x, z, &mut part);
        y.copy_from_slice(z);
    } else {
        stage.forward(x, y, &mut part);
    }
    activate::apply::<S::Activation, S::Number>(microbatch.layout(), y, const { S::INFO.outputs() });
}

/// Backward with the activation: adds `∂L/∂parameters` to `grads` and writes `∂L/∂x` to `dx`, given
/// `dy = ∂L/∂y`, which becomes `∂L/∂z`. The tape is as [`forward`] left it.
#[doc(hidden)]
pub fn backward<S: Trainable>(
    stage: &S,
    x: &[S::Number],
    tape: &mut [S::Number],
    dy: &mut [S::Number],
    dx: Option<&mut [S::Number]>,
    grads: Gradient<'_, S::Number>,
    context: &mut Context<'_, S::Number>,
) {
    let microbatch = context.microbatch;
    let (y, z, saved) = cut_tape(&const { S::INFO }, microbatch, tape);
    activate::pull_back::<S::Activation, S::Number>(microbatch.layout(), z, y, dy, const { S::INFO.outputs() });
    stage.backward(x, dy, dx, grads, &mut Context::backward(microbatch, saved, context.scratch));
}

/// A layer's part of the tape: outputs, pre-activations if the activation's derivative reads them,
/// what it saves.
pub(crate) fn cut_tape<'a, T>(
    layer: &LayerInfo,
    microbatch: Microbatch,
    tape: &'a mut [T],
) -> (&'a mut [T], &'a mut [T], &'a mut [T]) {
    let outputs = microbatch.numbers(layer.outputs());
    let (y, rest) = tape.split_at_mut(outputs);
    let (z, saved) = rest.split_at_mut(if layer.reads_preactivation() { outputs } else { 0 });
    (y, z, saved)
}

/// A custom layer: its functions see one tile at a time, and each row of a tile as one vector.
impl<L: Layer> Stage for L {
    type Number = L::Number;
    type Activation = L::Activation;
    const INFO: LayerInfo = {
        let info = L::INFO.parameters(L::COUNT).activation::<L::Activation>().predict_scratch(L::INFO.saved);
        if L::COUNT == 0 { info } else { info.unshardable() } // it adds for each tile
    };

    fn compute(&self, x: &[L::Number], z: &mut [L::Number], context: &mut Context<'_, L::Number>) {
        let (layout, saved) = (context.microbatch.layout(), &mut *context.scratch);
        L::Number::dispatch_in(layout, Forward { layer: self, layout, x, z, saved, keeps: false });
    }
}

impl<L: Layer> Trainable for L {
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
        Layer::initialize(self, initializer, rng);
    }

    fn forward(&self, x: &[L::Number], z: &mut [L::Number], context: &mut Context<'_, L::Number>) {
        let (layout, saved) = (context.microbatch.layout(), &mut *context.saved);
        L::Number::dispatch_in(layout, Forward { layer: self, layout, x, z, saved, keeps: true });
    }

    fn backward(
        &self,
        x: &[L::Number],
        dz: &[L::Number],
        dx: Option<&mut [L::Number]>,
        grads: Gradient<'_, L::Number>,
        context: &mut Context<'_, L::Number>,
    ) {
        let layout = context.microbatch.layout();
        let grads = L::from_numbers_mut(grads.sums());
        let (saved, scratch) = (&mut *context.saved, &mut *context.scratch);
        L::Number::dispatch_in(layout, Backward { layer: self, layout, x, dz, dx, grads, saved, scratch });
    }
}

/// A custom layer forward, in vectors.
struct Forward<'a, L: Layer> {
    layer: &'a L,
    layout: Layout,
    x: &'a [L::Number],
    z: &'a mut [L::Number],
    saved: &'a mut [L::Number],
    /// Whether each tile has its own part of `saved`.
    keeps: bool,
}

impl<L: Layer> Forward<'_, L> {
    #[inline(always)]
    fn tiles<V: Vector<Element = L::Number>, const W: usize>(self) {
        let Self { layer, x, z, saved, keeps, .. } = self;
        let (x, z) = (Wide::of(Layout::cast::<V, W>(x)), Wide::of_mut(Layout::cast_mut::<V, W>(z)));
        let mut saved = Wide::of_mut(Layout::cast_mut::<V, W>(saved));
        let tiles = x.chunks_exact(const { L::INFO.inputs() }).zip(z.chunks_exact_mut(const { L::INFO.outputs() }));
        for (x, z) in tiles {
            let kept;
            let saved = if keeps {
                (kept, saved) = saved.split_at_mut(L::INFO.saved);
                kept
            } else {
                &mut saved[..L::INFO.saved]
            };
            V::call(
                #[inline(always)]
                || Layer::forward(layer, x, z, LayerContext { saved, scratch: &mut [] }),
            );
        }
    }
}

impl<L: Layer> Vectorized<L::Number> for Forward<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = L::Number>>(self) {
        match self.layout.vectors() {
            0 => self.tiles::<L::Number, 1>(),
            1 => self.tiles::<V, 1>(),
            _ => self.tiles::<V, 2>(),
        }
    }
}

/// A custom layer backward, in vectors.
struct Backward<'a, L: Layer> {
    layer: &'a L,
    layout: Layout,
    x: &'a [L::Number],
    dz: &'a [L::Number],
    dx: Option<&'a mut [L::Number]>,
    grads: &'a mut L,
    saved: &'a mut [L::Number],
    scratch: &'a mut [L::Number],
}

impl<L: Layer> Backward<'_, L> {
    #[inline(always)]
    fn tiles<V: Vector<Element = L::Number>, const W: usize>(self) {
        let Self { layer, x, dz, dx, grads, saved, scratch, .. } = self;
        let (x, dz) = (Wide::of(Layout::cast::<V, W>(x)), Wide::of(Layout::cast::<V, W>(dz)));
        let mut dx = dx.map(|dx| Wide::of_mut(Layout::cast_mut::<V, W>(dx)));
        let mut saved = Wide::of_mut(Layout::cast_mut::<V, W>(saved));
        let scratch = &mut Wide::of_mut(Layout::cast_mut::<V, W>(scratch))[..L::INFO.scratch];
        for (x, dz) in x.chunks_exact(const { L::INFO.inputs() }).zip(dz.chunks_exact(const { L::INFO.outputs() })) {
            let dx = dx.as_mut().and_then(|dx| dx.split_off_mut(..const { L::INFO.inputs() }));
            let kept;
            (kept, saved) = saved.split_at_mut(L::INFO.saved);
            V::call(
                #[inline(always)]
                || Layer::backward(layer, x, dz, dx, grads, LayerContext { saved: kept, scratch }),
            );
        }
    }
}

impl<L: Layer> Vectorized<L::Number> for Backward<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = L::Number>>(self) {
        match self.layout.vectors() {
            2 => self.tiles::<V, 2>(),
            _ => self.tiles::<V, 1>(),
        }
    }
}
