//! What a layer is.

use sinew_activations::LayerActivation;
use sinew_tensors::{Initializer, Number, Parameters, Rng, Vector};

/// A layer: a function with parameters, `z = g(x)`, and an activation, `y = f(z)`.
///
/// Layers work on tiles, `[N, LANES]`: a row `[V; W]` for each of `N` numbers of a sample, a sample to a lane. The parameters are the same for
/// all lanes. A gradient is a layer of the same type.
///
/// Only [`initialize`](Self::initialize), [`logits`](Self::logits) and [`backward_logits`](Self::backward_logits) have to be written; the rest
/// follows from them and from the activation, and may be replaced where it can be faster. Mark all of them `#[inline(always)]`.
///
/// # Examples
///
/// A layer that scales each input by a weight of its own, `z[i] = w[i]·x[i]`:
///
/// ```
/// use sinew_activations::Identity;
/// use sinew_layers::Layer;
/// use sinew_tensors::{Initializer, Number, Parameters, Rng, Vector};
///
/// #[repr(C)]
/// struct Scale<T, const N: usize> {
///     weights: [T; N],
/// }
///
/// // SAFETY: `repr(C)`, and its one field is an array of `T`.
/// unsafe impl<T: Number, const N: usize> Parameters<T> for Scale<T, N> {}
///
/// impl<T: Number, const N: usize> Layer<T> for Scale<T, N> {
///     type Activation = Identity;
///     const KIND: &'static str = "scale";
///     const INPUT: &'static [usize] = &[N];
///     const OUTPUT: &'static [usize] = &[N];
///     const MULTIPLY_ADDS: usize = N;
///
///     fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
///         initializer.unwrap_or(Initializer::Constant(1.0)).fill(&mut self.weights, 1, N, rng);
///     }
///
///     #[inline(always)]
///     fn logits<V: Vector<Element = T>, const W: usize>(&self, x: &[[V; W]], z: &mut [[V; W]]) {
///         for i in 0..N {
///             z[i] = x[i].map(|x| V::splat(self.weights[i]) * x);
///         }
///     }
///
///     #[inline(always)]
///     fn backward_logits<V: Vector<Element = T>, const W: usize>(
///         &self,
///         x: &[[V; W]],
///         dz: &[[V; W]],
///         dx: Option<&mut [[V; W]]>,
///         grads: &mut Self,
///         _: &mut [[V; W]],
///     ) {
///         for i in 0..N {
///             for c in 0..W {
///                 grads.weights[i] = grads.weights[i] + (dz[i][c] * x[i][c]).sum();
///             }
///         }
///         if let Some(dx) = dx {
///             self.logits(dz, dx);
///         }
///     }
/// }
///
/// let scale = Scale { weights: [1.0_f64, 2.0, 3.0] };
/// let mut y = [0.0; 3];
/// scale.predict_one::<f64>(&[1.0, 1.0, 2.0], &mut y);
/// assert_eq!(y, [1.0, 2.0, 6.0]);
/// ```
pub trait Layer<T: Number>: Parameters<T> {
    /// The function applied to the logits.
    type Activation: LayerActivation;

    /// The name in tables of layers.
    const KIND: &'static str;

    /// The shape of a sample's input, row-major.
    const INPUT: &'static [usize];

    /// The shape of a sample's output, row-major.
    const OUTPUT: &'static [usize];

    /// How many multiply-adds a prediction takes for one sample.
    const MULTIPLY_ADDS: usize;

    /// How many rows of scratch memory [`backward_logits`](Self::backward_logits) needs.
    const SCRATCH: usize = 0;

    /// How many numbers the layer learns.
    const PARAMETERS: usize = size_of::<Self>() / size_of::<T>();

    /// How many numbers an output has.
    const OUTPUTS: usize = crate::info::product(Self::OUTPUT);

    /// How many rows [`forward`](Self::forward) leaves for [`backward`](Self::backward): the outputs, and behind them the logits if the
    /// activation's derivative reads them.
    const TAPE: usize = Self::OUTPUTS * if Self::Activation::READS_LOGIT { 2 } else { 1 };

    /// Chooses the parameters that training starts from, by default by the rule that fits the activation.
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng);

    /// The function without its activation, `z = g(x)`.
    ///
    /// `x: [INPUT, LANES]`, `z: [OUTPUT, LANES]`.
    fn logits<V: Vector<Element = T>, const W: usize>(&self, x: &[[V; W]], z: &mut [[V; W]]);

    /// Adds `∂L/∂parameters` to `grads` and writes `∂L/∂x` to `dx`, given `dz = ∂L/∂z`.
    ///
    /// `x`, `dx: [INPUT, LANES]`, `dz: [OUTPUT, LANES]`; `scratch` has [`SCRATCH`](Self::SCRATCH) rows. There is no `dx` for the first
    /// layer of a network.
    fn backward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        dz: &[[V; W]],
        dx: Option<&mut [[V; W]]>,
        grads: &mut Self,
        scratch: &mut [[V; W]],
    );

    /// The whole layer, `y = f(g(x))`.
    ///
    /// `x: [INPUT, LANES]`, `y: [OUTPUT, LANES]`.
    #[inline(always)]
    fn predict_tile<V: Vector<Element = T>, const W: usize>(&self, x: &[[V; W]], y: &mut [[V; W]]) {
        self.logits(x, y);
        activate::<Self::Activation, V, W>(y);
    }

    /// The whole layer for one sample, by default as a tile of one lane.
    ///
    /// `x: [INPUT]`, `y: [OUTPUT]`.
    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T]) {
        self.predict_tile::<T, 1>(x.as_chunks().0, y.as_chunks_mut().0);
    }

    /// The whole layer in training: leaves on the `tape` what [`backward`](Self::backward) needs, the output first.
    ///
    /// `x: [INPUT, LANES]`, `tape: [TAPE, LANES]`.
    #[inline(always)]
    fn forward<V: Vector<Element = T>, const W: usize>(&self, x: &[[V; W]], tape: &mut [[V; W]]) {
        let (y, z) = tape.split_at_mut(Self::OUTPUTS);
        if !Self::Activation::READS_LOGIT {
            return self.predict_tile(x, y);
        }
        self.logits(x, z);
        activate_from::<Self::Activation, V, W>(z, y);
    }

    /// Adds `∂L/∂parameters` to `grads` and writes `∂L/∂x` to `dx`, given `dy = ∂L/∂y`, which becomes `∂L/∂z`.
    ///
    /// `tape` is as [`forward`](Self::forward) left it; the rest as in [`backward_logits`](Self::backward_logits).
    #[inline(always)]
    fn backward<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        tape: &[[V; W]],
        dy: &mut [[V; W]],
        dx: Option<&mut [[V; W]]>,
        grads: &mut Self,
        scratch: &mut [[V; W]],
    ) {
        let (y, z) = tape.split_at(Self::OUTPUTS);
        pull_back::<Self::Activation, V, W>(z, y, dy);
        self.backward_logits(x, dy, dx, grads, scratch);
    }
}

// What follows does not know the layer, so that a program has it once for each activation, not for each layer: a closure inside
// `Layer` would be another one for every shape, and most of what a user's build pays for.

/// `y = f(z)`, where `y` holds the logits.
#[inline(always)]
fn activate<A: LayerActivation, V: Vector, const W: usize>(y: &mut [[V; W]]) {
    V::call(
        #[inline(always)]
        || {
            for y in y.iter_mut() {
                for c in 0..W {
                    y[c] = A::start(y[c]);
                }
            }
            A::finish(y);
        },
    );
}

/// `y = f(z)`.
#[inline(always)]
fn activate_from<A: LayerActivation, V: Vector, const W: usize>(z: &[[V; W]], y: &mut [[V; W]]) {
    V::call(
        #[inline(always)]
        || {
            for (y, z) in y.iter_mut().zip(z) {
                for c in 0..W {
                    y[c] = A::start(z[c]);
                }
            }
            A::finish(y);
        },
    );
}

/// `dy` becomes `∂L/∂z`.
#[inline(always)]
fn pull_back<A: LayerActivation, V: Vector, const W: usize>(z: &[[V; W]], y: &[[V; W]], dy: &mut [[V; W]]) {
    V::call(
        #[inline(always)]
        || A::pull_back(z, y, dy),
    );
}
