//! The gradient of a layer.

use sinew_layers::{Context, Gradient, LayerInfo, Microbatch, Streams, Trainable, stage};
use sinew_tensors::{Buffer, Layout, Number, tile};

use crate::network::parameter;
use crate::proof::Claim;
use crate::{Dual, Error, Place, Proof};

/// Checks `∂L/∂parameters` and `∂L/∂x` of a layer with its activation (a [`Trainable`] stage),
/// `y = f(g(x))`, for `L = Σₛₖ dy[s][k]·y[s][k]`.
///
/// With this `L`, `∂L/∂y` is the `dy` that goes into [`stage::backward`], in `f64` on the current
/// instruction set, with all samples in one pass. References and errors are those of
/// [`check`](crate::check); `D` is the same layer in dual numbers.
///
/// # Shapes
///
/// `inputs: [samples, INPUT]`, `dy: [samples, OUTPUT]`, both flat.
///
/// # Errors
///
/// [`Error::Derivative`] for the worst derivative that is wrong.
///
/// # Panics
///
/// If there are no samples, if lengths do not fit the layer, or if `D` is another layer than `L`.
///
/// # Examples
///
/// ```
/// use sinew_activations::Tanh;
/// use sinew_gradcheck::{Dual, check_layer};
/// use sinew_layers::Dense;
///
/// let layer = Dense::<f64, 2, 1, Tanh>::new([[0.5, -1.0]], [0.25]);
/// let proof = check_layer::<Dense<Dual, 2, 1, Tanh>, _>(&layer, &[1.0, 0.5, -2.0, 0.75], &[1.0, -0.5])?;
/// assert_eq!(proof.derivatives, 3 + 2 * 2); // the parameters, and two samples of two inputs
/// # Ok::<(), sinew_gradcheck::Error>(())
/// ```
pub fn check_layer<D, L>(layer: &L, inputs: &[f64], dy: &[f64]) -> Result<Proof, Error>
where
    D: Trainable<Number = Dual>,
    L: Trainable<Number = f64>,
{
    let info = const { LayerInfo::of::<L>("layer") };
    let (n_in, n_out) = (info.inputs(), info.outputs());
    let samples = inputs.len() / n_in;
    assert!(
        samples > 0 && inputs.len() == samples * n_in && dy.len() == samples * n_out,
        "inputs: [samples, {n_in}], dy: [samples, {n_out}], found {} and {} numbers",
        inputs.len(),
        dy.len()
    );
    assert!(L::COUNT == D::COUNT && info.input == D::INFO.input, "the layer in dual numbers is another one");

    let (mut grads, mut dx) = (L::zeros(), vec![0.0; inputs.len()]);
    backward(layer, inputs, dy, grads.parameters_mut(), &mut dx);

    let (mut double, mut dual) = (Forward::<L>::new(dy), Forward::<D>::new(dy));
    let claim = Claim {
        x: &[layer.parameters(), inputs].concat(),
        gradient: &[grads.parameters(), &dx].concat(),
        value: |x: &[f64]| double.weighted_sum(x),
        dual: |x: &[Dual]| dual.weighted_sum(x),
        terms: 0.0,
    };
    claim.prove(0..L::COUNT + inputs.len(), |index| match index.checked_sub(L::COUNT) {
        None => Place { name: parameter(&info, index), index },
        Some(index) => Place { name: format!("x[{}][{}]", index / n_in, index % n_in), index },
    })
}

/// Runs the backward code on tiles, as training does.
fn backward<L: Trainable<Number = f64>>(layer: &L, inputs: &[f64], dy: &[f64], grads: &mut [f64], dx: &mut [f64]) {
    let info = L::INFO;
    let samples = dy.len() / info.outputs();
    let [narrow, wide] = [1, 2].map(|vectors| Layout::rows::<f64>(vectors, usize::MAX));
    let microbatch = Microbatch::new(if samples > narrow.lanes() { wide } else { narrow }, 0, samples);
    let [n_in, n_out, tape, scratch] = [info.inputs(), info.outputs(), info.tape(), info.scratch];
    let mut buffer = Buffer::new();
    let numbers = buffer.numbers(microbatch.numbers(2 * n_in + n_out + tape + scratch));
    let (x, numbers) = numbers.split_at_mut(microbatch.numbers(n_in));
    let (dx_tiles, numbers) = numbers.split_at_mut(microbatch.numbers(n_in));
    let (dy_tiles, numbers) = numbers.split_at_mut(microbatch.numbers(n_out));
    let (tape, scratch) = numbers.split_at_mut(microbatch.numbers(tape));
    gather(microbatch, x, inputs);
    gather(microbatch, dy_tiles, dy);

    let (running, mut measured, streams) = (statistics::<L>(), statistics::<L>(), Streams::new(SEED));
    let mut context = Context::forward(microbatch, &mut [], &running, &mut measured, &streams);
    stage::forward(layer, x, tape, &mut context);
    grads.fill(f64::NAN); // of no use
    let mut context = Context::backward(microbatch, &mut [], scratch);
    stage::backward(layer, x, tape, dy_tiles, Some(dx_tiles), Gradient::empty(grads), &mut context);
    tile::scatter_in(microbatch.layout(), dx_tiles, dx.chunks_exact_mut(n_in));
}

/// Fills tiles with samples.
fn gather(microbatch: Microbatch, tiles: &mut [f64], samples: &[f64]) {
    let (lanes, len) = (microbatch.layout().lanes(), samples.len() / microbatch.samples());
    tiles.fill(0.0);
    for (s, sample) in samples.chunks_exact(len).enumerate() {
        let tile = &mut tiles[s / lanes * lanes * len..];
        for (row, &x) in tile.chunks_exact_mut(lanes).zip(sample) {
            row[s % lanes] = x;
        }
    }
}

/// The seed of layers that draw random numbers: any seed, but the same in all passes.
const SEED: u64 = 7;

/// The statistics at the start of training.
fn statistics<L: Trainable>() -> Vec<L::Number> {
    let mut statistics = vec![L::Number::ZERO; L::INFO.statistics];
    L::initialize_statistics(&mut &mut statistics[..]);
    statistics
}

/// `Σₛₖ dy[s][k]·y[s][k]` by the forward code alone, in tiles of one lane.
struct Forward<'a, L: Trainable> {
    layer: Box<L>,
    dy: &'a [f64],
    tape: Buffer,
    statistics: [Vec<L::Number>; 2],
}

impl<'a, L: Trainable> Forward<'a, L> {
    fn new(dy: &'a [f64]) -> Self {
        Self { layer: L::zeros(), dy, tape: Buffer::new(), statistics: [statistics::<L>(), statistics::<L>()] }
    }

    /// `x` holds the parameters, followed by the inputs.
    fn weighted_sum(&mut self, x: &[L::Number]) -> L::Number {
        let (parameters, inputs) = x.split_at(L::COUNT);
        self.layer.parameters_mut().copy_from_slice(parameters);
        let [running, measured] = &mut self.statistics;
        let (microbatch, streams) = (one_lane(inputs.len() / L::INFO.inputs()), Streams::new(SEED));
        let tape = self.tape.numbers(microbatch.numbers(L::INFO.tape()));
        let mut context = Context::forward(microbatch, &mut [], running, measured, &streams);
        stage::forward(&*self.layer, inputs, tape, &mut context);
        let mut sum = L::Number::ZERO;
        for (y, &dy) in tape.iter().zip(self.dy) {
            sum = sum + L::Number::from_f64(dy) * *y;
        }
        sum
    }
}

/// This many samples, in tiles of one lane, where each sample is computed by itself.
pub(crate) fn one_lane(samples: usize) -> Microbatch {
    Microbatch::new(Layout::scalar(), 0, samples)
}
