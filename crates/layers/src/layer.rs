//! What a layer is.

use sinew_activations::LayerActivation;
use sinew_tensors::{Initializer, Number, Parameters, Rng, Vector};

use crate::Tensor;

/// A layer: a function with parameters, `z = g(x)`, and an activation, `y = f(z)`.
///
/// Layers work on tiles, `[N, LANES]`: a row `[V; W]` for each of `N` numbers of a sample, a sample to a lane. The parameters are the same for
/// all lanes. A gradient is a layer of the same type. What is written here is a layer of your own: two functions and what they need to
/// know. By that it is a [`Stage`](crate::Stage), and runs wherever a layer of Sinew's runs, as fast as its two functions. Mark both
/// `#[inline(always)]`.
///
/// # Examples
///
/// A layer that scales each input by a weight of its own, `z[i] = w[i]·x[i]`:
///
/// ```
/// use sinew_activations::Identity;
/// use sinew_layers::{Layer, Stage};
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
/// impl<T: Number, const N: usize> Layer for Scale<T, N> {
///     type Number = T;
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
///             Layer::logits(self, dz, dx);
///         }
///     }
/// }
///
/// let scale = Scale { weights: [1.0_f64, 2.0, 3.0] };
/// let mut y = [0.0; 3];
/// scale.predict_one::<f64>(&[1.0, 1.0, 2.0], &mut y, &mut [], &mut &[][..]);
/// assert_eq!(y, [1.0, 2.0, 6.0]);
/// ```
pub trait Layer: Parameters<Self::Number> {
    /// The type of every parameter.
    type Number: Number;

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

    /// What its parameters are called in files, in order of declaration: arrays that together hold all of them.
    const TENSORS: &'static [Tensor] = &[];

    /// How many rows of scratch memory [`backward_logits`](Self::backward_logits) needs.
    const SCRATCH: usize = 0;

    /// Chooses the parameters that training starts from, by default by the rule that fits the activation.
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng);

    /// The function without its activation, `z = g(x)`, on one tile.
    ///
    /// `x: [INPUT, LANES]`, `z: [OUTPUT, LANES]`.
    fn logits<V: Vector<Element = Self::Number>, const W: usize>(&self, x: &[[V; W]], z: &mut [[V; W]]);

    /// Adds `∂L/∂parameters` to `grads` and writes `∂L/∂x` to `dx`, given `dz = ∂L/∂z`, on one tile.
    ///
    /// `x`, `dx: [INPUT, LANES]`, `dz: [OUTPUT, LANES]`; `scratch` has [`SCRATCH`](Self::SCRATCH) rows. There is no `dx` for the first
    /// layer of a network.
    fn backward_logits<V: Vector<Element = Self::Number>, const W: usize>(
        &self,
        x: &[[V; W]],
        dz: &[[V; W]],
        dx: Option<&mut [[V; W]]>,
        grads: &mut Self,
        scratch: &mut [[V; W]],
    );
}
