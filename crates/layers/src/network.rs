//! What a network is.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

use sinew_activations::LayerActivation;
use sinew_tensors::{Number, Parameters, Rng, Sample, Vector, Vectorized};

use crate::LayerInfo;

/// A network: layers one after the other. `network!` implements it.
///
/// The methods to call are [`predict`](Self::predict) and [`predict_batch`](Self::predict_batch), and, from
/// [`Parameters`], `parameters` and `parameters_mut`. The others are the network's straight-line code, called by those and by
/// training.
///
/// Tiles are `[N, LANES]`: a row `[V; W]` for each of `N` numbers of a sample, a sample to a lane.
pub trait Network: Parameters<Self::Number> + AsNetwork<Network = Self> + Send + Sync + 'static {
    /// The type of every parameter.
    type Number: Number;

    /// A sample's input, an array.
    type Input: Sample<Self::Number>;

    /// A sample's output, an array.
    type Output: Sample<Self::Number>;

    /// The last layer's activation, which decides the losses that fit.
    type Activation: LayerActivation;

    /// The table of layers.
    const LAYERS: &'static [LayerInfo];

    /// How many numbers the widest output of a layer has.
    const WIDEST: usize;

    /// How many numbers the network learns.
    const PARAMETERS: usize = size_of::<Self>() / size_of::<Self::Number>();

    /// How many rows [`forward`](Self::forward) leaves for [`backward`](Self::backward): each hidden layer's tape, and the last
    /// layer's logits, which are the last rows.
    const TAPE: usize = {
        let (mut rows, mut i) = (Self::Output::LEN, 0);
        while i + 1 < Self::LAYERS.len() {
            rows += Self::LAYERS[i].tape;
            i += 1;
        }
        rows
    };

    /// How many rows of scratch memory [`backward`](Self::backward) needs.
    const SCRATCH: usize = {
        let (mut rows, mut i) = (0, 0);
        while i < Self::LAYERS.len() {
            if Self::LAYERS[i].scratch > rows {
                rows = Self::LAYERS[i].scratch;
            }
            i += 1;
        }
        2 * Self::WIDEST + rows
    };

    /// Chooses the parameters that training starts from.
    fn initialize(&mut self, rng: &mut Rng);

    /// The network for one sample, in vectors of neurons.
    ///
    /// `input: [INPUT]`, `output: [OUTPUT]`.
    fn predict_one<V: Vector<Element = Self::Number>>(&self, input: &[Self::Number], output: &mut [Self::Number]);

    /// The network for a tile of samples.
    ///
    /// `input: [INPUT, LANES]`, `output: [OUTPUT, LANES]`; `scratch` has `2·WIDEST` rows.
    fn predict_tile<V: Vector<Element = Self::Number>, const W: usize>(
        &self,
        input: &[[V; W]],
        output: &mut [[V; W]],
        scratch: &mut [[V; W]],
    );

    /// The network in training: leaves on the `tape` what [`backward`](Self::backward) needs.
    ///
    /// `input: [INPUT, LANES]`, `tape: [TAPE, LANES]`.
    fn forward<V: Vector<Element = Self::Number>, const W: usize>(&self, input: &[[V; W]], tape: &mut [[V; W]]);

    /// Adds `∂L/∂parameters` to `grads`.
    ///
    /// `tape` is as [`forward`](Self::forward) left it, but that `∂L/∂z` of the last layer has taken the place of its logits; `scratch` has
    /// [`SCRATCH`](Self::SCRATCH) rows.
    fn backward<V: Vector<Element = Self::Number>, const W: usize>(
        &self,
        input: &[[V; W]],
        tape: &mut [[V; W]],
        grads: &mut Self,
        scratch: &mut [[V; W]],
    );

    /// The output for one sample, with neither an allocation nor a panic.
    #[inline]
    fn predict(&self, input: &Self::Input) -> Self::Output {
        let mut output = Self::Output::filled(Self::Number::ZERO);
        let (x, y) = (input.as_flat(), output.as_flat_mut());
        if const { Self::PARAMETERS <= SCALAR_PARAMETERS } {
            self.predict_one::<Self::Number>(x, y);
        } else {
            Self::Number::dispatch(PredictOne { network: self, input: x, output: y });
        }
        output
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

/// A network, or a box of one: what a trainer takes. `network!` implements it for both.
pub trait AsNetwork {
    /// The network.
    type Network: Network;

    /// The network itself.
    fn as_network(&mut self) -> &mut Self::Network;
}

/// Up to this many parameters a prediction in scalars, inlined, is faster than choosing the instruction set.
const SCALAR_PARAMETERS: usize = 128;

struct PredictOne<'a, N: Network> {
    network: &'a N,
    input: &'a [N::Number],
    output: &'a mut [N::Number],
}

impl<N: Network> Vectorized<N::Number> for PredictOne<'_, N> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = N::Number>>(self) {
        self.network.predict_one::<V>(self.input, self.output);
    }
}

#[cfg(feature = "alloc")]
mod batch {
    use sinew_tensors::{Buffer, Sample, Vector, Vectorized, tile};

    use super::Network;

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
        let rows = buffer.tile::<V, W>(N::Input::LEN + N::Output::LEN + 2 * N::WIDEST);
        let (x, rows) = rows.split_at_mut(N::Input::LEN);
        let (y, scratch) = rows.split_at_mut(N::Output::LEN);
        tile::gather(x, inputs.len(), |s| inputs[s].as_flat());
        network.predict_tile(x, y, scratch);
        tile::scatter(y, outputs.iter_mut().map(Sample::as_flat_mut));
    }
}

/// Networks on the heap. `network!` implements it.
#[cfg(feature = "alloc")]
pub trait Construct: Network {
    /// The network that training starts from; the same for the same `seed` on every machine, now and later.
    ///
    /// It is made in place, however large it is.
    fn seeded(seed: u64) -> Box<Self> {
        let mut network = Self::zeros();
        network.initialize(&mut Rng::new(seed));
        network
    }
}

#[cfg(feature = "alloc")]
impl<N: Network> Construct for N {}
