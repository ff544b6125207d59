use core::fmt;
use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::dense::{self, small};
use sinew_tensors::{Initializer, Number, Parameters, Rng, Vector};

use crate::activate::call_apply_one;
use crate::{Accumulator, Stage, Tensor};

/// Fully connected layer with a fused activation, `y = f(W·x + b)`.
///
/// `32 relu` in the language, or `dense(32, init = he_normal, bias = false) relu`. `BIAS` is `OUT`, or 0 for a layer without a bias.
///
/// # Shapes
///
/// `x: [IN]`, `weights: [OUT, IN]`, `bias: [OUT]`, `y: [OUT]`.
///
/// # Examples
///
/// ```
/// use sinew_activations::Relu;
/// use sinew_layers::{Dense, Stage};
///
/// let layer = Dense::<f32, 2, 2, Relu>::new([[1.0, 1.0], [1.0, -1.0]], [0.5, 0.0]);
/// let mut y = [0.0; 2];
/// layer.predict_one::<f32>(&[1.0, 2.0], &mut y, &mut [], &mut &[][..]);
/// assert_eq!(y, [3.5, 0.0]);
/// ```
///
/// # References
///
/// Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature 323 (1986).
#[doc(alias = "Linear")]
#[repr(C)]
pub struct Dense<T, const IN: usize, const OUT: usize, A = Identity, const BIAS: usize = OUT> {
    /// What each neuron multiplies its inputs by.
    pub weights: [[T; IN]; OUT],
    /// What each neuron adds.
    pub bias: [T; BIAS],
    activation: PhantomData<A>,
}

// SAFETY: `repr(C)`; the fields are arrays of `T`, and a `PhantomData`, which has size zero and alignment one.
unsafe impl<T: Number, const IN: usize, const OUT: usize, A, const BIAS: usize> Parameters<T>
    for Dense<T, IN, OUT, A, BIAS>
{
}

impl<T, const IN: usize, const OUT: usize, A, const BIAS: usize> Dense<T, IN, OUT, A, BIAS> {
    /// The layer with these parameters, also for a `static`.
    pub const fn new(weights: [[T; IN]; OUT], bias: [T; BIAS]) -> Self {
        const { assert!(IN > 0 && OUT > 0, "a dense layer has at least one input and one neuron") }
        const { assert!(BIAS == OUT || BIAS == 0, "a dense layer has a bias for each neuron, or none") }
        Self { weights, bias, activation: PhantomData }
    }
}

impl<T, const IN: usize, const OUT: usize, A, const BIAS: usize> Stage for Dense<T, IN, OUT, A, BIAS>
where
    T: Number,
    A: LayerActivation,
{
    type Number = T;
    type Activation = A;
    const KIND: &'static str = "dense";
    const INPUT: &'static [usize] = &[IN];
    const OUTPUT: &'static [usize] = &[OUT];
    const MULTIPLY_ADDS: usize = IN * OUT;
    const TENSORS: &'static [Tensor] = &[Tensor::new("weight", &[OUT, IN]), Tensor::new("bias", &[BIAS])];
    const ADDS_ONCE: bool = true;
    const SCRATCH: usize = if small::serve(IN, OUT) { 0 } else { dense::weight_gradient_scratch(IN, OUT) };

    /// Weights by the rule, the bias zero.
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
        initializer.unwrap_or(A::INITIALIZER).fill(self.weights.as_flattened_mut(), IN, OUT, rng);
        self.bias.fill(T::ZERO);
    }

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], _: &mut [T], _: &mut &[T]) {
        if const { small::serve(IN, OUT) } {
            // From numbers to numbers: what is stored one by one and loaded as a vector waits for the stores.
            if let Some(x) = x.first_chunk() {
                let mut z = small::forward_one::<V::Single, IN, OUT>(&self.weights, &self.bias, x);
                let z = V::Single::elements_mut(&mut z);
                A::apply_one::<V::Single>(z);
                y.copy_from_slice(z);
            }
        } else {
            dense::forward_one::<V>(self.weights.as_flattened(), &self.bias, x, y);
            call_apply_one::<A, V>(y);
        }
    }

    /// `z = W·x + b`.
    #[inline(always)]
    fn predict_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: &mut [[V; W]],
        _: &mut &[T],
    ) {
        if const { small::serve(IN, OUT) } {
            small::forward(&self.weights, &self.bias, x, z);
        } else {
            dense::forward(self.weights.as_flattened(), &self.bias, x, z, IN);
        }
    }

    /// With `dz`: `∂L/∂W = dz·xᵀ`, `∂L/∂b = dz`, `∂L/∂x = Wᵀ·dz`.
    #[inline(always)]
    fn backward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        dz: &[[V; W]],
        _: &mut [[V; W]],
        dx: Option<&mut [[V; W]]>,
        grads: Accumulator<'_, Self>,
        scratch: &mut [[V; W]],
    ) {
        let adding = grads.adding::<V, W>();
        if const { small::serve(IN, OUT) } {
            let grads = grads.sums();
            adding.for_each_portion(
                (x, IN),
                (dz, OUT),
                #[inline(always)]
                |x, dz| {
                    dense::bias_gradient(dz, &mut grads.bias);
                    small::weight_gradient(x, dz, &mut grads.weights);
                },
            );
            if let Some(dx) = dx {
                small::input_gradient(&self.weights, dz, dx);
            }
        } else {
            let grads = grads.numbers();
            if adding.is_new {
                grads.bias.fill(T::ZERO);
            }
            adding.for_each_portion((x, IN), (dz, OUT), |_, dz| bias_gradient(dz, &mut grads.bias));
            dense::weight_gradient(x, dz, grads.weights.as_flattened_mut(), adding, scratch, IN);
            if let Some(dx) = dx {
                dense::input_gradient(self.weights.as_flattened(), dz, dx, IN);
            }
        }
    }
}

// Without the shape, as in `stage.rs`, so that a program has them once and not for each layer.

#[inline(never)]
fn bias_gradient<V: Vector, const W: usize>(dz: &[[V; W]], db: &mut [V::Element]) {
    V::call(
        #[inline(always)]
        || dense::bias_gradient(dz, db),
    );
}

impl<T: PartialEq, const IN: usize, const OUT: usize, A, const BIAS: usize> PartialEq for Dense<T, IN, OUT, A, BIAS> {
    fn eq(&self, other: &Self) -> bool {
        self.weights == other.weights && self.bias == other.bias
    }
}

impl<T: fmt::Debug, const IN: usize, const OUT: usize, A, const BIAS: usize> fmt::Debug for Dense<T, IN, OUT, A, BIAS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dense").field("weights", &self.weights).field("bias", &self.bias).finish()
    }
}
