//! What a layer is.

use sinew_activations::LayerActivation;
use sinew_tensors::{Initializer, Number, Parameters, Rng, Vector};

use crate::Tensor;

/// A layer: a function with parameters, `z = g(x)`, and an activation, `y = f(z)`.
///
/// This is what a layer of your own implements: two functions and what they need to know. By that it is a [`Stage`](crate::Stage), and runs
/// wherever a layer of Sinew's runs, as fast as its two functions.
///
/// Both work on many samples at a time: each number of a sample is a vector, `V`, with a sample to a lane, and arithmetic is written as if
/// there were one. The parameters are the same for all samples; `V::splat` has one in all lanes. A gradient is a layer of the same type.
/// Mark both `#[inline(always)]`.
///
/// # Examples
///
/// A layer that scales each input by a weight of its own, `z[i] = w[i]·x[i]`:
///
/// ```
/// use sinew_activations::Identity;
/// use sinew_layers::{Layer, Stage};
/// use sinew_tensors::{Initializer, Number, Rng, Vector, parameters};
///
/// parameters! {
///     struct Scale<T, const N: usize> {
///         weights: [T; N],
///     }
/// }
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
///     fn logits<V: Vector<Element = T>>(&self, x: &[V], z: &mut [V]) {
///         for i in 0..N {
///             z[i] = V::splat(self.weights[i]) * x[i];
///         }
///     }
///
///     #[inline(always)]
///     fn backward_logits<V: Vector<Element = T>>(
///         &self,
///         x: &[V],
///         dz: &[V],
///         dx: Option<&mut [V]>,
///         grads: &mut Self,
///         _: &mut [V],
///     ) {
///         for i in 0..N {
///             grads.weights[i] = grads.weights[i] + (dz[i] * x[i]).sum();
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

    /// How many vectors of scratch memory [`backward_logits`](Self::backward_logits) needs.
    const SCRATCH: usize = 0;

    /// Chooses the parameters that training starts from, by default by the rule that fits the activation.
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng);

    /// The function without its activation, `z = g(x)`.
    ///
    /// `x: [INPUT]`, `z: [OUTPUT]`.
    fn logits<V: Vector<Element = Self::Number>>(&self, x: &[V], z: &mut [V]);

    /// Adds `∂L/∂parameters` to `grads`, summed over all lanes, and writes `∂L/∂x` to `dx`, given `dz = ∂L/∂z`.
    ///
    /// `x`, `dx: [INPUT]`, `dz: [OUTPUT]`, `scratch: [SCRATCH]`. There is no `dx` for the first layer of a network.
    fn backward_logits<V: Vector<Element = Self::Number>>(
        &self,
        x: &[V],
        dz: &[V],
        dx: Option<&mut [V]>,
        grads: &mut Self,
        scratch: &mut [V],
    );
}
