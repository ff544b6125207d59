//! What a custom layer is.

use sinew_activations::LayerActivation;
use sinew_tensors::{Initializer, Number, Parameters, Rng, Vector};

use crate::LayerInfo;

/// A custom layer: a function with parameters, `z = g(x)`, and an activation, `y = f(z)`.
///
/// Two functions and what they need to know. By that it is a [`Stage`](crate::Stage), and runs
/// wherever a layer of Sinew's runs, as fast as its two functions.
///
/// Both work on many samples at a time: each number of a sample is a vector, `V`, with a sample to
/// a lane, and arithmetic is written as if there were one. The parameters are the same for all
/// samples; `V::splat` has one in all lanes. A gradient is a layer of the same type. Mark both
/// `#[inline(always)]`.
///
/// # Examples
///
/// A layer that scales each input by a weight of its own, `z[i] = w[i]·x[i]`:
///
/// ```
/// use sinew_activations::Identity;
/// use sinew_layers::{Layer, LayerContext, LayerInfo, Stage};
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
///     const INFO: LayerInfo = LayerInfo::new("scale", &[N], &[N]).multiply_adds(N);
///
///     fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
///         initializer.unwrap_or(Initializer::Constant(1.0)).fill(&mut self.weights, 1, N, rng);
///     }
///
///     #[inline(always)]
///     fn forward<V: Vector<Element = T>>(&self, x: &[V], z: &mut [V], _: LayerContext<'_, V>) {
///         for i in 0..N {
///             z[i] = V::splat(self.weights[i]) * x[i];
///         }
///     }
///
///     #[inline(always)]
///     fn backward<V: Vector<Element = T>>(
///         &self,
///         x: &[V],
///         dz: &[V],
///         dx: Option<&mut [V]>,
///         grads: &mut Self,
///         _: LayerContext<'_, V>,
///     ) {
///         for i in 0..N {
///             grads.weights[i] = grads.weights[i] + (dz[i] * x[i]).sum();
///         }
///         for (i, dx) in dx.into_iter().flatten().enumerate() {
///             *dx = V::splat(self.weights[i]) * dz[i];
///         }
///     }
/// }
///
/// let scale = Scale { weights: [1.0_f64, 2.0, 3.0] };
/// assert_eq!(scale.predict_sample(&[1.0, 1.0, 2.0]), [1.0, 2.0, 6.0]);
/// ```
#[doc(alias = "층")]
pub trait Layer: Parameters<Self::Number> {
    /// The type of every parameter.
    type Number: Number;

    /// The function applied to the pre-activations.
    type Activation: LayerActivation;

    /// What is known of the layer: its kind and shapes, and where there are any, its multiply-adds,
    /// the names of its [tensors](LayerInfo::tensors) in files, how many vectors forward
    /// [saves](LayerInfo::saved) for backward, and in how many backward
    /// [works](LayerInfo::scratch).
    const INFO: LayerInfo;

    /// Chooses the parameters that training starts from, by default by the rule that fits the
    /// activation.
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng);

    /// The function without its activation, `z = g(x)`, in training as in predictions.
    ///
    /// `x: [INPUT]`, `z: [OUTPUT]`.
    fn forward<V: Vector<Element = Self::Number>>(&self, x: &[V], z: &mut [V], context: LayerContext<'_, V>);

    /// Adds `∂L/∂parameters` to `grads`, summed over all lanes, and writes `∂L/∂x` to `dx`, given
    /// `dz = ∂L/∂z`.
    ///
    /// `x`, `dx: [INPUT]`, `dz: [OUTPUT]`; `context.saved` is as forward left it. There is no `dx`
    /// for the first layer of a network.
    fn backward<V: Vector<Element = Self::Number>>(
        &self,
        x: &[V],
        dz: &[V],
        dx: Option<&mut [V]>,
        grads: &mut Self,
        context: LayerContext<'_, V>,
    );
}

/// The memory of a custom layer for one tile.
#[derive(Debug)]
#[non_exhaustive]
pub struct LayerContext<'a, V> {
    /// What forward saves for backward, as many vectors as [`LayerInfo::saved`] says.
    pub saved: &'a mut [V],
    /// Memory that backward works in, as many vectors as [`LayerInfo::scratch`] says; empty in
    /// forward.
    pub scratch: &'a mut [V],
}
