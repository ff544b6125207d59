//! The gradient of a layer.

use sinew_layers::{Accumulator, Batch, LayerInfo, Stage};
use sinew_tensors::{Buffer, Number, Vector, Vectorized, tile};

use crate::network::parameter;
use crate::proof::Claim;
use crate::{Dual, Error, Place, Proof};

/// Checks `∂L/∂parameters` and `∂L/∂x` of a layer with its activation (a [`Stage`]), `y = f(g(x))`, for `L = Σₛₖ dy[s][k]·y[s][k]`.
///
/// `L` is such that `∂L/∂y` is the `dy` that goes into [`Stage::backward`], in `f64` on the current instruction set, all samples in one pass. References and errors are those of [`check`](crate::check); `D` is the same layer in dual numbers.
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
/// If there are no samples, or lengths that do not fit the layer, or if `D` is another layer than `L`.
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
    D: Stage<Number = Dual>,
    L: Stage<Number = f64>,
{
    let info = const { LayerInfo::of::<L>("layer") };
    let (n_in, n_out) = (L::INPUTS, L::OUTPUTS);
    let samples = inputs.len() / n_in;
    assert!(
        samples > 0 && inputs.len() == samples * n_in && dy.len() == samples * n_out,
        "inputs: [samples, {n_in}], dy: [samples, {n_out}], found {} and {} numbers",
        inputs.len(),
        dy.len()
    );
    assert!(L::COUNT == D::COUNT && L::INPUT == D::INPUT, "the layer in dual numbers is another one");

    let (mut grads, mut dx) = (L::zeros(), vec![0.0; inputs.len()]);
    f64::dispatch(Backward { layer, inputs, dy, grads: &mut grads, dx: &mut dx });

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

/// The backward code on tiles, as training calls it.
struct Backward<'a, L> {
    layer: &'a L,
    inputs: &'a [f64],
    dy: &'a [f64],
    grads: &'a mut L,
    dx: &'a mut [f64],
}

impl<L: Stage<Number = f64>> Vectorized<f64> for Backward<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = f64>>(self) {
        if self.dy.len() > V::LANES * L::OUTPUTS {
            self.tiles::<V, 2>();
        } else {
            self.tiles::<V, 1>();
        }
    }
}

impl<L: Stage<Number = f64>> Backward<'_, L> {
    /// All samples, as tiles of `W` vectors.
    #[inline(always)]
    fn tiles<V: Vector<Element = f64>, const W: usize>(self) {
        let (samples, lanes) = (self.dy.len() / L::OUTPUTS, tile::capacity::<V, W>());
        let tiles = samples.div_ceil(lanes);
        let mut buffer = Buffer::new();
        let rows = buffer.tile::<V, W>(tiles * (2 * L::INPUTS + L::OUTPUTS + L::TAPE + L::SCRATCH));
        let (x, rows) = rows.split_at_mut(tiles * L::INPUTS);
        let (dx, rows) = rows.split_at_mut(tiles * L::INPUTS);
        let (dy, rows) = rows.split_at_mut(tiles * L::OUTPUTS);
        let (tape, scratch) = rows.split_at_mut(tiles * L::TAPE);
        gather(x, self.inputs, L::INPUTS);
        gather(dy, self.dy, L::OUTPUTS);

        let (running, mut measured) = (statistics::<L>(), statistics::<L>());
        self.layer.forward(x, tape, &mut Batch::new(0, samples, SEED, &running, &mut measured));
        self.grads.parameters_mut().fill(f64::NAN); // of no use
        self.layer.backward(x, tape, dy, Some(dx), Accumulator::empty(self.grads), scratch);
        scatter(dx, self.dx, L::INPUTS);
    }
}

// Without the layer, so that a program has them once.

/// Fills tiles with samples of `len` numbers.
#[inline(never)]
fn gather<V: Vector<Element = f64>, const W: usize>(tiles: &mut [[V; W]], samples: &[f64], len: usize) {
    V::call(
        #[inline(always)]
        || {
            for (tile, samples) in tiles.chunks_exact_mut(len).zip(samples.chunks(tile::capacity::<V, W>() * len)) {
                tile::gather(tile, samples.len() / len, |s| &samples[s * len..][..len]);
            }
        },
    );
}

/// The reverse of [`gather`].
#[inline(never)]
fn scatter<V: Vector<Element = f64>, const W: usize>(tiles: &[[V; W]], samples: &mut [f64], len: usize) {
    for (tile, samples) in tiles.chunks_exact(len).zip(samples.chunks_mut(tile::capacity::<V, W>() * len)) {
        tile::scatter(tile, samples.chunks_exact_mut(len));
    }
}

/// The seed of the random numbers of layers that draw some: any, but the same in all passes.
const SEED: u64 = 7;

/// The statistics that training starts from.
fn statistics<L: Stage>() -> Vec<L::Number> {
    let mut statistics = vec![L::Number::ZERO; L::STATISTICS];
    L::initialize_statistics(&mut &mut statistics[..]);
    statistics
}

/// `Σₛₖ dy[s][k]·y[s][k]` by the forward code alone, in tiles of one lane.
struct Forward<'a, L: Stage> {
    layer: Box<L>,
    dy: &'a [f64],
    tape: Vec<[L::Number; 1]>,
    statistics: [Vec<L::Number>; 2],
}

impl<'a, L: Stage> Forward<'a, L> {
    fn new(dy: &'a [f64]) -> Self {
        let tape = vec![[L::Number::ZERO]; dy.len() / L::OUTPUTS * L::TAPE];
        Self { layer: L::zeros(), dy, tape, statistics: [statistics::<L>(), statistics::<L>()] }
    }

    /// `x` holds the parameters and, behind them, the inputs.
    fn weighted_sum(&mut self, x: &[L::Number]) -> L::Number {
        let (parameters, inputs) = x.split_at(L::COUNT);
        self.layer.parameters_mut().copy_from_slice(parameters);
        let [running, measured] = &mut self.statistics;
        let mut batch = Batch::new(0, inputs.len() / L::INPUTS, SEED, running, measured);
        self.layer.forward(inputs.as_chunks().0, &mut self.tape, &mut batch);
        let mut sum = L::Number::ZERO;
        for ([y], &dy) in self.tape.iter().zip(self.dy) {
            sum = sum + L::Number::from_f64(dy) * *y;
        }
        sum
    }
}
