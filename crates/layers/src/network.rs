//! What a network is.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

use sinew_activations::LayerActivation;
#[cfg(feature = "alloc")]
use sinew_tensors::{Buffer, Rng};
use sinew_tensors::{Layout, Number, Parameters, Sample, Vector, Vectorized};

use crate::{Context, LayerInfo, Microbatch, Stage, Trainable, stage};

/// What predicts: layers one after the other, with inputs and outputs of fixed shapes.
///
/// What can also be trained is a [`Network`].
#[doc(alias("추론", "예측", "입력층", "출력층"))]
pub trait Predict: Send + Sync + 'static {
    /// The type of every number.
    type Number: Number;

    /// A sample's input, an array.
    type Input: Sample<Self::Number>;

    /// A sample's output, an array.
    type Output: Sample<Self::Number>;

    /// The last layer's activation, which decides the losses that fit.
    type Activation: LayerActivation;

    /// The layers, one after the other: the network itself, unless it also holds statistics.
    type Stage: Stage<Number = Self::Number, Activation = Self::Activation>;

    /// Scratch memory for one prediction, an array of [`SCRATCH`](Self::SCRATCH) numbers.
    #[doc(hidden)]
    type Scratch: Sample<Self::Number>;

    /// How many numbers of scratch memory a prediction works in: what flows from layer to layer.
    const SCRATCH: usize = <Self::Stage as Stage>::INFO.predict_scratch;

    /// The table of layers.
    #[doc(alias = "깊이")]
    const LAYERS: &'static [LayerInfo] = <Self::Stage as Stage>::INFO.layers;

    /// The layers.
    fn stage(&self) -> &Self::Stage;

    /// What is measured in training and not trained: the running moments of batch norms.
    fn statistics(&self) -> &[Self::Number] {
        &[]
    }

    /// The output for one sample.
    ///
    /// Scratch memory of up to 64 KiB ([`SCRATCH`](Self::SCRATCH) numbers) is on the stack, and the
    /// prediction neither allocates nor panics. A network that needs more allocates it with each
    /// call; without a heap, to call this of such a network does not compile.
    /// [`predict_into`](Self::predict_into) works in memory of the caller's, and so allocates
    /// nothing. The output is returned by value, so a large one needs as much of the stack;
    /// `predict_boxed` returns it on the heap.
    #[inline]
    fn predict(&self, input: &Self::Input) -> Self::Output {
        #[cfg(feature = "alloc")]
        if const { !fits_stack::<Self>() } {
            return predict_on_heap(self, input);
        }
        #[cfg(not(feature = "alloc"))]
        const {
            assert!(
                fits_stack::<Self>(),
                "a prediction of this network works in more than 64 KiB of scratch memory, which is too much for a \
                 stack\nhelp: call `predict_into` with memory of yours, of `SCRATCH` numbers"
            );
        }
        predict_on_stack(self, input)
    }

    /// Writes the output for one sample, and works in `scratch`: however large the network is, it
    /// allocates nothing, and needs no more than some hundred bytes of the stack for each layer
    /// inside a layer.
    ///
    /// # Panics
    ///
    /// If `scratch` has fewer than [`SCRATCH`](Self::SCRATCH) numbers.
    #[inline]
    fn predict_into(&self, input: &Self::Input, output: &mut Self::Output, scratch: &mut [Self::Number]) {
        assert!(
            scratch.len() >= Self::SCRATCH,
            "expected scratch memory of {} numbers or more, found {}",
            Self::SCRATCH,
            scratch.len()
        );
        predict_in(self, input, output, scratch);
    }

    /// The output for one sample, on the heap, where it and all scratch memory are however large
    /// they are.
    #[cfg(feature = "alloc")]
    fn predict_boxed(&self, input: &Self::Input) -> Box<Self::Output> {
        let mut output = Self::Output::boxed_zeros();
        self.predict_into(input, &mut output, Buffer::new().numbers(Self::SCRATCH));
        output
    }

    /// The outputs for many samples, many at a time.
    ///
    /// They are those of [`predict`](Self::predict) to rounding, and do not depend on how many
    /// samples there are.
    ///
    /// # Panics
    ///
    /// If there are not as many outputs as inputs.
    #[cfg(feature = "alloc")]
    fn predict_batch(&self, inputs: &[Self::Input], outputs: &mut [Self::Output]) {
        assert_eq!(inputs.len(), outputs.len(), "as many outputs as inputs");
        batch::predict(self, inputs, outputs);
    }
}

/// How many bytes of scratch memory a prediction takes of the stack at most: little of the 128 KiB
/// that threads have at least on usual systems.
const STACK: usize = 64 << 10;

const fn fits_stack<N: Predict + ?Sized>() -> bool {
    N::SCRATCH * size_of::<N::Number>() <= STACK
}

/// A prediction whose scratch memory is on the stack.
#[inline]
fn predict_on_stack<N: Predict + ?Sized>(network: &N, input: &N::Input) -> N::Output {
    if const { is_tiny(&<N::Stage as Stage>::INFO) } {
        return N::Number::dispatch(InRegisters { network, input });
    }
    let mut output = N::Output::filled(N::Number::ZERO);
    let mut scratch = N::Scratch::filled(N::Number::ZERO);
    predict_in(network, input, &mut output, scratch.as_flat_mut());
    output
}

/// A prediction whose scratch memory is on the heap. A function by itself, since without
/// optimization one that may do either has the stack of both.
#[cfg(feature = "alloc")]
#[inline(never)]
fn predict_on_heap<N: Predict + ?Sized>(network: &N, input: &N::Input) -> N::Output {
    let mut output = N::Output::filled(N::Number::ZERO);
    predict_in(network, input, &mut output, Buffer::new().numbers(N::SCRATCH));
    output
}

/// A prediction in this scratch memory.
#[inline]
fn predict_in<N: Predict + ?Sized>(network: &N, input: &N::Input, output: &mut N::Output, scratch: &mut [N::Number]) {
    if const { is_tiny(&<N::Stage as Stage>::INFO) } {
        *output = N::Number::dispatch(InRegisters { network, input });
    } else {
        let (stage, x, y) = (network.stage(), input.as_flat(), output.as_flat_mut());
        let parallel = if const { <N::Stage as Stage>::INFO.multiply_adds <= FEW } { 1 } else { usize::MAX };
        let one = Microbatch::one(Layout::one::<N::Number>(parallel));
        stage::predict(stage, x, y, &mut Context::predict(one, scratch, network.statistics()));
    }
}

/// Up to this many multiply-adds are done in single numbers anyway.
const FEW: usize = 64;

/// Whether a prediction is done in registers: what would be gained elsewhere is less than what is
/// compiled for it.
const fn is_tiny(info: &LayerInfo) -> bool {
    /// To unroll more multiply-adds than this, for each instruction set, costs more to compile than
    /// it saves.
    const UNROLLED: usize = 256;
    info.fits_registers() && info.multiply_adds <= UNROLLED
}

struct InRegisters<'a, N: Predict + ?Sized> {
    network: &'a N,
    input: &'a N::Input,
}

impl<N: Predict + ?Sized> Vectorized<N::Number> for InRegisters<'_, N> {
    type Output = N::Output;

    #[inline(always)]
    fn lanes(&self) -> usize {
        if const { <N::Stage as Stage>::INFO.multiply_adds <= FEW } { 1 } else { usize::MAX }
    }

    /// Its memory is made here and not by the caller, who would have it written.
    #[inline(always)]
    fn run<V: Vector<Element = N::Number>>(self) -> N::Output {
        let mut output = N::Output::filled(N::Number::ZERO);
        let mut scratch = N::Scratch::filled(N::Number::ZERO);
        let (x, y) = (self.input.as_flat(), output.as_flat_mut());
        self.network.stage().predict_in_registers::<V::Single>(x, y, scratch.as_flat_mut());
        output
    }
}

/// A network: what `network!` implements.
///
/// The methods to call are [`predict`](Predict::predict), [`predict_into`](Predict::predict_into)
/// and [`predict_batch`](Predict::predict_batch), and, from [`Parameters`], `parameters` and
/// `parameters_mut`. Everything else of a network is a [`Stage`], which is what predictions and
/// training run.
#[doc(alias("인공 신경망", "순방향 신경망"))]
pub trait Network:
    Predict<Stage: Trainable> + Parameters<<Self as Predict>::Number> + AsNetwork<Network = Self>
{
    /// How many numbers the network learns.
    const PARAMETERS: usize = Self::COUNT;

    /// The layers.
    fn stage_mut(&mut self) -> &mut Self::Stage;

    /// What is measured in training and not trained: the running moments of batch norms.
    fn statistics_mut(&mut self) -> &mut [Self::Number] {
        &mut []
    }

    /// Becomes a copy of another network, parameters and statistics, in the memory it has.
    fn copy_from(&mut self, other: &Self) {
        self.parameters_mut().copy_from_slice(other.parameters());
        self.statistics_mut().copy_from_slice(other.statistics());
    }
}

/// A stage that a network may have as one of its own, by its type: every [`Stage`], and a network,
/// which leaves its statistics to the network that it becomes a part of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "not a layer",
    note = "a layer of your own is a type `MyLayer<T>` that implements `sinew::layers::Layer`; a network is one too"
)]
pub trait Nested {
    /// The stage.
    type Stage: Trainable;
}

#[diagnostic::do_not_recommend]
impl<S: Trainable> Nested for S {
    type Stage = S;
}

/// A network, or a box of one: what a trainer takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a network",
    label = "not a network",
    note = "training takes a network or a `Box` of one; generic code asks for `N: Network` (see `sinew::guide::generic`)"
)]
pub trait AsNetwork {
    /// The network.
    type Network: Network;

    /// The network itself.
    fn as_network(&mut self) -> &mut Self::Network;
}

#[cfg(feature = "alloc")]
impl<N: Network> AsNetwork for Box<N> {
    type Network = N;

    fn as_network(&mut self) -> &mut N {
        self
    }
}

#[cfg(feature = "alloc")]
pub(crate) mod batch {
    use sinew_tensors::{Buffer, Layout, Sample, tile};

    use super::Predict;
    use crate::{Context, Microbatch, Stage, stage};

    /// [`predict`] for samples one after the other; a single one in vectors of neurons.
    pub fn predict_numbers<N: Predict>(network: &N, inputs: &[N::Number], outputs: &mut [N::Number]) {
        let one = Layout::one::<N::Number>(usize::MAX);
        let tiles = Layout::rows::<N::Number>(1, usize::MAX);
        let layout = if inputs.len() == N::Input::LEN { one } else { tiles };
        let mut buffer = Buffer::new();
        let samples = inputs.chunks(N::Input::LEN * layout.lanes());
        for (inputs, outputs) in samples.zip(outputs.chunks_mut(N::Output::LEN * layout.lanes())) {
            let rows = N::Input::LEN + N::Output::LEN + const { <N::Stage as Stage>::INFO.predict_scratch };
            let (x, numbers) = buffer.numbers(rows * layout.lanes()).split_at_mut(N::Input::LEN * layout.lanes());
            let (y, scratch) = numbers.split_at_mut(N::Output::LEN * layout.lanes());
            let microbatch = if layout.vectors() == 0 {
                x.copy_from_slice(inputs);
                Microbatch::one(layout)
            } else {
                tile::gather_rows(layout, x, inputs, N::Input::LEN);
                Microbatch::new(layout, 0, inputs.len() / N::Input::LEN)
            };
            let mut context = Context::predict(microbatch, scratch, network.statistics());
            stage::predict(network.stage(), x, y, &mut context);
            if layout.vectors() == 0 {
                outputs.copy_from_slice(y);
            } else {
                tile::scatter_in(layout, y, outputs.chunks_mut(N::Output::LEN));
            }
        }
    }

    /// Predictions, a tile at a time.
    pub(super) fn predict<N: Predict + ?Sized>(network: &N, inputs: &[N::Input], outputs: &mut [N::Output]) {
        let [narrow, wide] = [1, 2].map(|vectors| Layout::rows::<N::Number>(vectors, usize::MAX));
        let mut buffer = Buffer::new();
        for (inputs, outputs) in inputs.chunks(wide.lanes()).zip(outputs.chunks_mut(wide.lanes())) {
            let layout = if inputs.len() > narrow.lanes() { wide } else { narrow };
            let rows = N::Input::LEN + N::Output::LEN + const { <N::Stage as Stage>::INFO.predict_scratch };
            let numbers = buffer.numbers(rows * layout.lanes());
            let (x, numbers) = numbers.split_at_mut(N::Input::LEN * layout.lanes());
            let (y, scratch) = numbers.split_at_mut(N::Output::LEN * layout.lanes());
            tile::gather_in(layout, x, inputs.iter());
            let microbatch = Microbatch::new(layout, 0, inputs.len());
            let mut context = Context::predict(microbatch, scratch, network.statistics());
            stage::predict(network.stage(), x, y, &mut context);
            tile::scatter_in(layout, y, outputs.iter_mut().map(Sample::as_flat_mut));
        }
    }
}

/// Networks on the heap.
#[cfg(feature = "alloc")]
pub trait Construct: Network {
    /// The network that training starts from; the same for the same `seed` on every machine, now
    /// and later.
    ///
    /// It is made in place, however large it is.
    #[doc(alias = "시드")]
    fn seeded(seed: u64) -> Box<Self> {
        let mut network = Self::zeros();
        network.stage_mut().initialize(None, &mut Rng::new(seed));
        <Self::Stage as Trainable>::initialize_statistics(&mut network.statistics_mut());
        network
    }
}

#[cfg(feature = "alloc")]
impl<N: Network> Construct for N {}
