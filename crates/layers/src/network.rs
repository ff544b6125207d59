//! What a network is.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

use sinew_activations::LayerActivation;
#[cfg(feature = "alloc")]
use sinew_tensors::Rng;
use sinew_tensors::{Number, Parameters, Sample, Vector, Vectorized};

use crate::{LayerInfo, Stage};

/// A network: what `network!` implements.
///
/// The methods to call are [`predict`](Self::predict) and [`predict_batch`](Self::predict_batch), and, from
/// [`Parameters`], `parameters` and `parameters_mut`. Everything else of a network is a [`Stage`], which is what predictions and training run.
pub trait Network: Parameters<Self::Number> + AsNetwork<Network = Self> + Send + Sync + 'static {
    /// The type of every parameter.
    type Number: Number;

    /// A sample's input, an array.
    type Input: Sample<Self::Number>;

    /// A sample's output, an array.
    type Output: Sample<Self::Number>;

    /// The last layer's activation, which decides the losses that fit.
    type Activation: LayerActivation;

    /// The layers, one after the other: the network itself, unless it also holds statistics.
    type Stage: Stage<Number = Self::Number, Activation = Self::Activation>;

    /// Scratch memory for one prediction, an array of [`PREDICT_SCRATCH`](Stage::PREDICT_SCRATCH) numbers.
    #[doc(hidden)]
    type Scratch: Sample<Self::Number>;

    /// The table of layers.
    const LAYERS: &'static [LayerInfo] = <Self::Stage as Stage>::LAYERS;

    /// How many numbers the network learns.
    const PARAMETERS: usize = Self::COUNT;

    /// The layers.
    fn stage(&self) -> &Self::Stage;

    /// The layers.
    fn stage_mut(&mut self) -> &mut Self::Stage;

    /// What is measured in training and not trained: the running moments of batch norms.
    fn statistics(&self) -> &[Self::Number] {
        &[]
    }

    /// What is measured in training and not trained: the running moments of batch norms.
    fn statistics_mut(&mut self) -> &mut [Self::Number] {
        &mut []
    }

    /// Becomes a copy of another network, parameters and statistics, in the memory it has.
    fn copy_from(&mut self, other: &Self) {
        self.parameters_mut().copy_from_slice(other.parameters());
        self.statistics_mut().copy_from_slice(other.statistics());
    }

    /// The output for one sample, with neither an allocation nor a panic.
    #[inline]
    fn predict(&self, input: &Self::Input) -> Self::Output {
        Self::Number::dispatch(PredictOne { network: self, input })
    }

    /// The outputs for many samples, many at a time.
    ///
    /// They are those of [`predict`](Self::predict) to rounding, and do not depend on how many samples there are.
    ///
    /// # Panics
    ///
    /// If there are not as many outputs as inputs.
    #[cfg(feature = "alloc")]
    fn predict_batch(&self, inputs: &[Self::Input], outputs: &mut [Self::Output]) {
        assert_eq!(inputs.len(), outputs.len(), "as many outputs as inputs");
        Self::Number::dispatch(batch::PredictBatch { network: self, inputs, outputs });
    }
}

/// A stage that a network may have as one of its own, by its type: every [`Stage`], and a network, which leaves its statistics to the
/// network that it becomes a part of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "not a layer",
    note = "a layer of your own is a type `MyLayer<T>` that implements `sinew::layers::Layer`; a network is one too"
)]
pub trait Nested {
    /// The stage.
    type Stage: Stage;
}

#[diagnostic::do_not_recommend]
impl<S: Stage> Nested for S {
    type Stage = S;
}

/// A network, or a box of one: what a trainer takes. `network!` implements it for both.
pub trait AsNetwork {
    /// The network.
    type Network: Network;

    /// The network itself.
    fn as_network(&mut self) -> &mut Self::Network;
}

/// Up to so many multiply-adds are done in single numbers anyway.
const FEW: usize = 64;

struct PredictOne<'a, N: Network> {
    network: &'a N,
    input: &'a N::Input,
}

impl<N: Network> Vectorized<N::Number> for PredictOne<'_, N> {
    type Output = N::Output;

    #[inline(always)]
    fn lanes(&self) -> usize {
        if <N::Stage as Stage>::MULTIPLY_ADDS <= FEW { 1 } else { usize::MAX }
    }

    #[inline(always)]
    fn run<V: Vector<Element = N::Number>>(self) -> N::Output {
        let mut output = N::Output::filled(N::Number::ZERO);
        let mut scratch = N::Scratch::filled(N::Number::ZERO);
        let (x, y) = (self.input.as_flat(), output.as_flat_mut());
        self.network.stage().predict_one::<V>(x, y, scratch.as_flat_mut(), &mut self.network.statistics());
        output
    }
}

#[cfg(feature = "alloc")]
mod batch {
    use sinew_tensors::{Buffer, Sample, Vector, Vectorized, tile};

    use super::Network;
    use crate::Stage;

    pub(super) struct PredictBatch<'a, N: Network> {
        pub(super) network: &'a N,
        pub(super) inputs: &'a [N::Input],
        pub(super) outputs: &'a mut [N::Output],
    }

    impl<N: Network> Vectorized<N::Number> for PredictBatch<'_, N> {
        type Output = ();

        #[inline(always)]
        fn run<V: Vector<Element = N::Number>>(self) {
            let mut buffer = Buffer::new();
            let tile = tile::capacity::<V, 2>();
            for (inputs, outputs) in self.inputs.chunks(tile).zip(self.outputs.chunks_mut(tile)) {
                if inputs.len() > V::LANES {
                    predict_tile::<N, V, 2>(self.network, inputs, outputs, &mut buffer);
                } else {
                    predict_tile::<N, V, 1>(self.network, inputs, outputs, &mut buffer);
                }
            }
        }
    }

    #[inline(always)]
    fn predict_tile<N: Network, V: Vector<Element = N::Number>, const W: usize>(
        network: &N,
        inputs: &[N::Input],
        outputs: &mut [N::Output],
        buffer: &mut Buffer,
    ) {
        let scratch = <N::Stage as Stage>::PREDICT_SCRATCH;
        let rows = buffer.tile::<V, W>(N::Input::LEN + N::Output::LEN + scratch);
        let (x, rows) = rows.split_at_mut(N::Input::LEN);
        let (y, scratch) = rows.split_at_mut(N::Output::LEN);
        tile::gather_samples(x, inputs.len(), |s| &inputs[s]);
        network.stage().predict_tiles(x, y, scratch, &mut network.statistics());
        tile::scatter(y, outputs.iter_mut().map(Sample::as_flat_mut));
    }
}

/// Networks on the heap.
#[cfg(feature = "alloc")]
pub trait Construct: Network {
    /// The network that training starts from; the same for the same `seed` on every machine, now and later.
    ///
    /// It is made in place, however large it is.
    fn seeded(seed: u64) -> Box<Self> {
        let mut network = Self::zeros();
        network.stage_mut().initialize(None, &mut Rng::new(seed));
        <Self::Stage as Stage>::initialize_statistics(&mut network.statistics_mut());
        network
    }
}

#[cfg(feature = "alloc")]
impl<N: Network> Construct for N {}
