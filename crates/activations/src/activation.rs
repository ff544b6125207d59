//! What an activation is.

use core::fmt::Debug;

use sinew_tensors::{Initializer, Real, Vector};

/// An activation function that acts on each neuron separately: its value and its derivative.
///
/// Both are written once, over [`Real`], and serve single numbers, vectors of samples and gradient
/// checks. Mark both `#[inline(always)]`: they run inside vectorized kernels.
///
/// # Examples
///
/// Swish with a sharper gate, for use as `network!(2 => 4 Swish2 => 1 sigmoid)`:
///
/// ```
/// use sinew_activations::Activation;
/// use sinew_tensors::Real;
///
/// #[derive(Clone, Copy, Debug, Default)]
/// struct Swish2;
///
/// impl Activation for Swish2 {
///     const NAME: &'static str = "swish2";
///
///     #[inline(always)]
///     fn apply<R: Real>(z: R) -> R {
///         z * (z + z).sigmoid()
///     }
///
///     #[inline(always)]
///     fn derivative<R: Real>(z: R, y: R) -> R {
///         let gate = (z + z).sigmoid();
///         gate + (y + y) * (R::constant(1.0) - gate)
///     }
/// }
///
/// let h = 6e-6;
/// let slope = (Swish2::apply(1.0 + h) - Swish2::apply(1.0 - h)) / (2.0 * h);
/// assert!((Swish2::derivative(1.0, Swish2::apply(1.0)) - slope).abs() < 1e-8);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an activation",
    label = "not an activation",
    note = "an activation of your own is a unit struct that implements `sinew::activations::Activation`"
)]
#[doc(alias = "활성화 전 값")]
pub trait Activation: Copy + Debug + Default + Send + Sync + 'static {
    /// The name in tables of layers: the function's word in the language.
    const NAME: &'static str;

    /// Whether [`derivative`](Self::derivative) looks at the pre-activation `z`.
    ///
    /// `false` saves training the memory for `z`; then the derivative must come from `y` alone.
    const READS_PREACTIVATION: bool = true;

    /// The initializer that fits the function, unless the network names another.
    const INITIALIZER: Initializer = Initializer::GlorotUniform;

    /// The value `y = f(z)`.
    fn apply<R: Real>(z: R) -> R;

    /// The derivative `f′(z)`, given `y = f(z)` as well: use whichever is cheaper.
    fn derivative<R: Real>(z: R, y: R) -> R;
}

/// The activation of a whole layer: every [`Activation`], and [`Softmax`](crate::Softmax), whose
/// outputs depend on all pre-activations of a sample.
///
/// Tiles are `[N, LANES]`: a row for each of the layer's `N` neurons, a sample to a lane.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an activation",
    label = "not an activation",
    note = "an activation of your own is a unit struct that implements `sinew::activations::Activation`"
)]
pub trait LayerActivation: Copy + Debug + Default + Send + Sync + 'static {
    /// The name in tables of layers.
    const NAME: &'static str;

    /// Whether [`pull_back`](Self::pull_back) looks at the pre-activation `z`.
    const READS_PREACTIVATION: bool;

    /// The initializer that fits the function.
    const INITIALIZER: Initializer;

    /// Whether each output depends on its own pre-activation alone. Then [`finish`](Self::finish)
    /// has nothing to do, and [`pull_back`](Self::pull_back) may be given any run of vectors.
    const IS_ELEMENTWISE: bool = false;

    /// What can be done to each pre-activation while it is still in a register; the rest is up to
    /// [`finish`](Self::finish).
    fn start<R: Real>(z: R) -> R;

    /// Turns a tile of what [`start`](Self::start) returned into outputs.
    fn finish<V: Vector, const W: usize>(y: &mut [[V; W]]);

    /// Turns the pre-activations of one sample into outputs, in vectors of neurons.
    fn apply_one<V: Vector>(z: &mut [V::Element]);

    /// Turns `∂L/∂y` into `∂L/∂z`.
    ///
    /// `z` may be empty if the function does not read it.
    fn pull_back<V: Vector, const W: usize>(z: &[[V; W]], y: &[[V; W]], dy: &mut [[V; W]]);

    /// Returns the loss `Σₖ l(yₖ, tₖ)` of each sample, and turns the logits into `∂L/∂z`, where
    /// `loss(y, t)` is `(l, ∂l/∂y)`.
    fn pull_back_loss<V: Vector, const W: usize>(
        z: &mut [[V; W]],
        t: &[[V; W]],
        loss: impl Fn(V, V) -> (V, V),
    ) -> [V; W];
}

impl<A: Activation> LayerActivation for A {
    const NAME: &'static str = A::NAME;
    const READS_PREACTIVATION: bool = A::READS_PREACTIVATION;
    const INITIALIZER: Initializer = A::INITIALIZER;
    const IS_ELEMENTWISE: bool = true;

    #[inline(always)]
    fn start<R: Real>(z: R) -> R {
        A::apply(z)
    }

    #[inline(always)]
    fn finish<V: Vector, const W: usize>(_: &mut [[V; W]]) {}

    #[inline(always)]
    fn apply_one<V: Vector>(z: &mut [V::Element]) {
        for z in z.chunks_mut(V::LANES) {
            A::apply(V::load(z)).store(z);
        }
    }

    #[inline(always)]
    fn pull_back<V: Vector, const W: usize>(z: &[[V; W]], y: &[[V; W]], dy: &mut [[V; W]]) {
        let z = if A::READS_PREACTIVATION { z } else { y };
        for ((z, y), dy) in z.iter().zip(y).zip(dy) {
            for c in 0..W {
                dy[c] = dy[c] * A::derivative(z[c], y[c]);
            }
        }
    }

    #[inline(always)]
    fn pull_back_loss<V: Vector, const W: usize>(
        z: &mut [[V; W]],
        t: &[[V; W]],
        loss: impl Fn(V, V) -> (V, V),
    ) -> [V; W] {
        let mut sum = [V::constant(0.0); W];
        for (z, t) in z.iter_mut().zip(t) {
            for c in 0..W {
                let y = A::apply(z[c]);
                let (l, dy) = loss(y, t[c]);
                sum[c] = sum[c] + l;
                z[c] = dy * A::derivative(z[c], y);
            }
        }
        sum
    }
}
