//! What a network is.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

use sinew_activations::LayerActivation;
#[cfg(feature = "alloc")]
use sinew_tensors::Rng;
use sinew_tensors::{Layout, Number, Parameters, Sample, Vector, Vectorized};

use crate::{Context, LayerInfo, Microbatch, Stage, Trainable, stage};

/// What predicts: layers one after the other, with inputs and outputs of fixed shapes.
///
/// What can also be trained is a [`Network`].
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

    /// Scratch memory for one prediction, an array of [`LayerInfo::predict_scratch`] numbers.
    #[doc(hidden)]
    type Scratch: Sample<Self::Number>;

    /// The table of layers.
    const LAYERS: &'static [LayerInfo] = <Self::Stage as Stage>::INFO.layers;

    /// The layers.
    fn stage(&self) -> &Self::Stage;

    /// What is measured in training and not trained: the running moments of batch norms.
    fn statistics(&self) -> &[Self::Number] {
        &[]
    }

    /// The output for one sample, with neither an allocation nor a panic.
    #[inline]
    fn predict(&self, input: &Self::Input) -> Self::Output {
        if const { is_tiny(&<Self::Stage as Stage>::INFO) } {
            Self::Number::dispatch(InRegisters { network: self, input })
        } else {
            let mut output = Self::Output::filled(Self::Number::ZERO);
            let mut scratch = Self::Scratch::filled(Self::Number::ZERO);
            let (x, y, scratch) = (input.as_flat(), output.as_flat_mut(), scratch.as_flat_mut());
            let stage = self.stage();
            let parallel = if const { <Self::Stage as Stage>::INFO.multiply_adds <= FEW } { 1 } else { usize::MAX };
            let one = Microbatch::one(Layout::one::<Self::Number>(parallel));
            stage::predict(stage, x, y, &mut Context::predict(one, scratch, self.statistics()));
            output
        }
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
/// The methods to call are [`predict`](Predict::predict) and
/// [`predict_batch`](Predict::predict_batch), and, from [`Parameters`], `parameters` and
/// `parameters_mut`. Everything else of a network is a [`Stage`], which is what predictions and
/// training run.
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
    fn seeded(seed: u64) -> Box<Self> {
        let mut network = Self::zeros();
        network.stage_mut().initialize(None, &mut Rng::new(seed));
        <Self::Stage as Trainable>::initialize_statistics(&mut network.statistics_mut());
        network
    }
}

#[cfg(feature = "alloc")]
impl<N: Network> Construct for N {}
