//! The gradient of a layer.

use sinew_layers::{Layer, LayerInfo};
use sinew_tensors::{Buffer, Number, Vector, Vectorized, tile};

use crate::network::parameter;
use crate::proof::Claim;
use crate::{Dual, Error, Place, Proof};

/// Checks `∂L/∂parameters` and `∂L/∂x` of a layer with its activation, `y = f(g(x))`, for `L = Σₛₖ dy[s][k]·y[s][k]`.
///
/// `L` is such that `∂L/∂y` is the `dy` that goes into [`Layer::backward`], in `f64` on the current instruction set, as many samples at a
/// time as in training. References and errors are those of [`check`](crate::check); `D` is the same layer in dual numbers.
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
    D: Layer<Dual>,
    L: Layer<f64>,
{
    let info = const { LayerInfo::of::<f64, L>("layer") };
    let (n_in, n_out) = (inputs_of::<f64, L>(), L::OUTPUTS);
    let samples = inputs.len() / n_in;
    assert!(
        samples > 0 && inputs.len() == samples * n_in && dy.len() == samples * n_out,
        "inputs: [samples, {n_in}], dy: [samples, {n_out}], found {} and {} numbers",
        inputs.len(),
        dy.len()
    );
    assert!(L::PARAMETERS == D::PARAMETERS && L::INPUT == D::INPUT, "the layer in dual numbers is another one");

    let (mut grads, mut dx) = (L::zeros(), vec![0.0; inputs.len()]);
    f64::dispatch(Backward { layer, inputs, dy, grads: &mut grads, dx: &mut dx });

    let (mut double, mut dual) = (Forward::<L, f64>::new(dy), Forward::<D, Dual>::new(dy));
    let claim = Claim {
        x: &[layer.parameters(), inputs].concat(),
        gradient: &[grads.parameters(), &dx].concat(),
        value: |x: &[f64]| double.weighted_sum(x),
        dual: |x: &[Dual]| dual.weighted_sum(x),
    };
    claim.prove(0..L::PARAMETERS + inputs.len(), |index| match index.checked_sub(L::PARAMETERS) {
        None => Place { name: parameter(&info, index), index },
        Some(index) => Place { name: format!("x[{}][{}]", index / n_in, index % n_in), index },
    })
}

/// How many numbers a layer's input has.
fn inputs_of<T: Number, L: Layer<T>>() -> usize {
    L::INPUT.iter().product()
}

/// The backward code on tiles, as training calls it.
struct Backward<'a, L> {
    layer: &'a L,
    inputs: &'a [f64],
    dy: &'a [f64],
    grads: &'a mut L,
    dx: &'a mut [f64],
}

impl<L: Layer<f64>> Vectorized<f64> for Backward<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = f64>>(self) {
        let Self { layer, inputs, dy, grads, dx } = self;
        let (mut buffer, samples) = (Buffer::new(), tile::capacity::<V, 2>());
        let (n_in, n_out) = (inputs_of::<f64, L>(), L::OUTPUTS);
        let tiles = inputs.chunks(samples * n_in).zip(dy.chunks(samples * n_out)).zip(dx.chunks_mut(samples * n_in));
        for ((inputs, dy), dx) in tiles {
            let tile = Backward { layer, inputs, dy, grads, dx };
            if dy.len() > V::LANES * n_out {
                tile.tile::<V, 2>(&mut buffer);
            } else {
                tile.tile::<V, 1>(&mut buffer);
            }
        }
    }
}

impl<L: Layer<f64>> Backward<'_, L> {
    /// One tile.
    #[inline(always)]
    fn tile<V: Vector<Element = f64>, const W: usize>(self, buffer: &mut Buffer) {
        let (n_in, n_out) = (inputs_of::<f64, L>(), L::OUTPUTS);
        let samples = self.dy.len() / n_out;
        let rows = buffer.tile::<V, W>(2 * n_in + n_out + L::TAPE + L::SCRATCH);
        let (x, rows) = rows.split_at_mut(n_in);
        let (dx, rows) = rows.split_at_mut(n_in);
        let (dy, rows) = rows.split_at_mut(n_out);
        let (tape, scratch) = rows.split_at_mut(L::TAPE);
        tile::gather(x, samples, |s| &self.inputs[s * n_in..][..n_in]);
        tile::gather(dy, samples, |s| &self.dy[s * n_out..][..n_out]);
        self.layer.forward(x, tape);
        self.layer.backward(x, tape, dy, Some(dx), self.grads, scratch);
        tile::scatter(dx, self.dx.chunks_exact_mut(n_in));
    }
}

/// `Σₛₖ dy[s][k]·y[s][k]` by the forward code alone, sample by sample.
struct Forward<'a, L, T> {
    layer: Box<L>,
    dy: &'a [f64],
    tape: Vec<[T; 1]>,
}

impl<'a, T: Number, L: Layer<T>> Forward<'a, L, T> {
    fn new(dy: &'a [f64]) -> Self {
        Self { layer: L::zeros(), dy, tape: vec![[T::ZERO]; L::TAPE] }
    }

    /// `x` holds the parameters and, behind them, the inputs.
    fn weighted_sum(&mut self, x: &[T]) -> T {
        let (parameters, inputs) = x.split_at(L::PARAMETERS);
        self.layer.parameters_mut().copy_from_slice(parameters);
        let mut sum = T::ZERO;
        for (x, dy) in inputs.chunks_exact(inputs_of::<T, L>()).zip(self.dy.chunks_exact(L::OUTPUTS)) {
            self.layer.forward(x.as_chunks().0, &mut self.tape);
            for ([y], &dy) in self.tape.iter().zip(dy) {
                sum = sum + T::from_f64(dy) * *y;
            }
        }
        sum
    }
}
