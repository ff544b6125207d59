//! What a network is made of.

use sinew_activations::LayerActivation;
use sinew_tensors::{Initializer, Number, Parameters, Rng, Row, Vector};

use crate::info::product;
use crate::{Accumulator, Batch, Layer, LayerInfo, Tensor, activate};

/// A stage of a network, `y = f(g(x))`, as predictions and training run it: a [`Layer`], a network inside another, branches side by side.
///
/// A layer of your own is a stage by implementing [`Layer`]. What implements `Stage` itself keeps something from forward to backward, or has
/// kernels that gain from many tiles at once, or knows how to predict one sample faster than as a tile of one lane.
///
/// All functions but [`predict_one`](Self::predict_one) work on some number `n` of tiles, one after the other: `x: [n, INPUT, LANES]` is a
/// slice of `n·INPUT` rows, and so are the others. Mark all of them, and `predict_one`, `#[inline(always)]`: only inside of what
/// [`Number::dispatch`] calls may they use its instructions.
///
/// # Memory
///
/// Forward in training leaves on a *tape* of [`TAPE`](Self::TAPE) rows a tile what backward needs: the outputs of all tiles, behind them their
/// logits if the activation's derivative reads them, and behind those the memory of the stage, [`MEMORY`](Self::MEMORY) rows a tile.
///
/// # Statistics
///
/// What is measured and not trained, such as the running moments of a batch norm, does not lie among the parameters: all
/// stages' statistics are one slice, from which each takes the first [`STATISTICS`](Self::STATISTICS) numbers and leaves the rest.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "not a layer",
    note = "a layer of your own is a type `MyLayer<T>` that implements `sinew::layers::Layer`"
)]
pub trait Stage: Parameters<Self::Number> {
    /// The type of every parameter.
    type Number: Number;

    /// The function at the end.
    type Activation: LayerActivation;

    /// The name in tables of layers.
    const KIND: &'static str;

    /// The shape of a sample's input, row-major.
    const INPUT: &'static [usize];

    /// The shape of a sample's output, row-major.
    const OUTPUT: &'static [usize];

    /// How many multiply-adds a prediction takes for one sample.
    const MULTIPLY_ADDS: usize;

    /// What its parameters, and behind them its statistics, are called in files.
    const TENSORS: &'static [Tensor] = &[];

    /// The layers that it consists of, if there are any.
    const LAYERS: &'static [LayerInfo] = &[];

    /// How many numbers it measures.
    const STATISTICS: usize = 0;

    /// Whether [`backward_logits`](Self::backward_logits) adds to each number of a gradient once for each portion of a batch, a sum over all
    /// its tiles that began at zero.
    ///
    /// Then one pass may hold several portions, or each may go by itself and be added later, with the same result.
    const ADDS_ONCE: bool = crate::info::add_once(Self::LAYERS);

    /// How many rows a tile [`forward_logits`](Self::forward_logits) leaves for [`backward_logits`](Self::backward_logits).
    const MEMORY: usize = 0;

    /// How many rows a tile of scratch memory backward needs.
    const SCRATCH: usize = 0;

    /// How many rows a tile of scratch memory predictions need, and how many numbers that of one sample.
    const PREDICT_SCRATCH: usize = 0;

    /// How many numbers an input has.
    const INPUTS: usize = product(Self::INPUT);

    /// How many numbers an output has.
    const OUTPUTS: usize = product(Self::OUTPUT);

    /// How many rows a tile [`forward`](Self::forward) leaves for [`backward`](Self::backward).
    const TAPE: usize = Self::OUTPUTS * if Self::Activation::READS_LOGIT { 2 } else { 1 } + Self::MEMORY;

    /// Chooses the parameters that training starts from, by default by the rule that fits the activation.
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng);

    /// Chooses the statistics that training starts from, and takes them from the front.
    fn initialize_statistics(statistics: &mut &mut [Self::Number]) {
        let _ = statistics; // there are none
    }

    /// The prediction for one sample, `y = f(g(x))`, in vectors of whatever the stage finds side by side in it.
    ///
    /// `x: [INPUT]`, `y: [OUTPUT]`, `scratch: [PREDICT_SCRATCH]`.
    fn predict_one<V: Vector<Element = Self::Number>>(
        &self,
        x: &[Self::Number],
        y: &mut [Self::Number],
        scratch: &mut [Self::Number],
        statistics: &mut &[Self::Number],
    );

    /// The predictions without the activation, `z = g(x)`.
    ///
    /// `x: [n, INPUT, LANES]`, `z: [n, OUTPUT, LANES]`, `scratch: [n, PREDICT_SCRATCH, LANES]`.
    fn predict_logits<V: Vector<Element = Self::Number>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        scratch: &mut [[V; W]],
        statistics: &mut &[Self::Number],
    );

    /// In training, `z = g(x)`, and what [`backward_logits`](Self::backward_logits) needs of it; unless it says otherwise, the prediction and
    /// nothing else.
    ///
    /// `x: [n, INPUT, LANES]`, `z: [n, OUTPUT, LANES]`, `memory: [n, MEMORY, LANES]`.
    #[inline(always)]
    fn forward_logits<V: Vector<Element = Self::Number>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        memory: &mut [[V; W]],
        batch: &mut Batch<'_, Self::Number>,
    ) {
        const {
            assert!(
                Self::MEMORY == 0 && Self::STATISTICS == 0,
                "what is left for backward or measured takes code of its own"
            );
        }
        let _ = (memory, batch);
        self.predict_logits(x, z, &mut [], &mut &[][..]);
    }

    /// Adds `∂L/∂parameters` to `grads`, to its [`sums`](Accumulator::sums), and writes `∂L/∂x` to `dx`, given `dz = ∂L/∂z`.
    ///
    /// `x`, `dx: [n, INPUT, LANES]`, `dz: [n, OUTPUT, LANES]`; `scratch: [n, SCRATCH, LANES]`; `memory` is as forward left it. There is no `dx` for the first layer of a
    /// network.
    fn backward_logits<V: Vector<Element = Self::Number>, const W: usize>(
        &self,
        x: &[[V; W]],
        dz: &[[V; W]],
        memory: &mut [[V; W]],
        dx: Option<&mut [[V; W]]>,
        grads: Accumulator<'_, Self>,
        scratch: &mut [[V; W]],
    );

    /// The predictions, `y = f(g(x))`.
    ///
    /// `x: [n, INPUT, LANES]`, `y: [n, OUTPUT, LANES]`, `scratch: [n, PREDICT_SCRATCH, LANES]`.
    #[inline(always)]
    fn predict_tiles<V: Vector<Element = Self::Number>, const W: usize>(
        &self,
        x: &[[V; W]],
        y: &mut [[V; W]],
        scratch: &mut [[V; W]],
        statistics: &mut &[Self::Number],
    ) {
        self.predict_logits(x, y, scratch, statistics);
        activate::apply::<Self, V, W>(y);
    }

    /// In training, `y = f(g(x))`, and what [`backward`](Self::backward) needs of it.
    ///
    /// `x: [n, INPUT, LANES]`, `tape: [n, TAPE, LANES]`.
    #[inline(always)]
    fn forward<V: Vector<Element = Self::Number>, const W: usize>(
        &self,
        x: &[[V; W]],
        tape: &mut [[V; W]],
        batch: &mut Batch<'_, Self::Number>,
    ) {
        let outputs = tape.len() / Self::TAPE * Self::OUTPUTS;
        let (y, rest) = tape.split_at_mut(outputs);
        if Self::Activation::READS_LOGIT {
            let (z, memory) = rest.split_at_mut(outputs);
            self.forward_logits(x, z, memory, batch);
            activate::apply_from::<Self, V, W>(z, y);
        } else {
            self.forward_logits(x, y, rest, batch);
            activate::apply::<Self, V, W>(y);
        }
    }

    /// Adds `∂L/∂parameters` to `grads` and writes `∂L/∂x` to `dx`, given `dy = ∂L/∂y`, which becomes `∂L/∂z`.
    ///
    /// `tape` is as [`forward`](Self::forward) left it; the rest as in [`backward_logits`](Self::backward_logits).
    #[inline(always)]
    fn backward<V: Vector<Element = Self::Number>, const W: usize>(
        &self,
        x: &[[V; W]],
        tape: &mut [[V; W]],
        dy: &mut [[V; W]],
        dx: Option<&mut [[V; W]]>,
        grads: Accumulator<'_, Self>,
        scratch: &mut [[V; W]],
    ) {
        let outputs = dy.len();
        let (y, rest) = tape.split_at_mut(outputs);
        let logits = if Self::Activation::READS_LOGIT { outputs } else { 0 };
        let (z, memory) = rest.split_at_mut(logits);
        activate::pull_back::<Self, V, W>(z, y, dy);
        self.backward_logits(x, dy, memory, dx, grads, scratch);
    }
}

impl<L: Layer> Stage for L {
    type Number = L::Number;
    type Activation = L::Activation;
    const KIND: &'static str = L::KIND;
    const INPUT: &'static [usize] = L::INPUT;
    const OUTPUT: &'static [usize] = L::OUTPUT;
    const MULTIPLY_ADDS: usize = L::MULTIPLY_ADDS;
    const TENSORS: &'static [Tensor] = L::TENSORS;
    const ADDS_ONCE: bool = L::COUNT == 0; // its functions see one tile at a time, and add for each
    const SCRATCH: usize = L::SCRATCH;

    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
        Layer::initialize(self, initializer, rng);
    }

    #[inline(always)]
    fn predict_one<V: Vector<Element = Self::Number>>(
        &self,
        x: &[Self::Number],
        y: &mut [Self::Number],
        _: &mut [Self::Number],
        _: &mut &[Self::Number],
    ) {
        Layer::logits(self, x, y);
        activate::call_apply_one::<L::Activation, V>(y);
    }

    #[inline(always)]
    fn predict_logits<V: Vector<Element = Self::Number>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: &mut [[V; W]],
        _: &mut &[Self::Number],
    ) {
        for (x, z) in x.chunks_exact(Self::INPUTS).zip(z.chunks_exact_mut(Self::OUTPUTS)) {
            V::call(
                #[inline(always)]
                || Layer::logits(self, Row::of(x), Row::of_mut(z)),
            );
        }
    }

    #[inline(always)]
    fn backward_logits<V: Vector<Element = Self::Number>, const W: usize>(
        &self,
        x: &[[V; W]],
        dz: &[[V; W]],
        _: &mut [[V; W]],
        mut dx: Option<&mut [[V; W]]>,
        grads: Accumulator<'_, Self>,
        scratch: &mut [[V; W]],
    ) {
        let (grads, scratch) = (grads.sums(), Row::of_mut(&mut scratch[..Self::SCRATCH]));
        for (x, dz) in x.chunks_exact(Self::INPUTS).zip(dz.chunks_exact(Self::OUTPUTS)) {
            let dx = dx.as_mut().and_then(|dx| dx.split_off_mut(..Self::INPUTS)).map(Row::of_mut);
            V::call(
                #[inline(always)]
                || Layer::backward_logits(self, Row::of(x), Row::of(dz), dx, grads, scratch),
            );
        }
    }
}
