use core::fmt;
use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::dense::{self, small};
use sinew_tensors::{Initializer, Layout, Number, Parameters, Rng, Vector};

use crate::operation::{Operation, TileContext, stage};
use crate::{Context, Gradient, LayerInfo, Tensor};

/// Fully connected layer with a fused activation, `y = f(W·x + b)`.
///
/// `32 relu` in the language, or `dense(32, init = he_normal, bias = false) relu`. `BIAS` is `OUT`,
/// or 0 for a layer without a bias.
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
/// assert_eq!(layer.predict_sample(&[1.0, 2.0]), [3.5, 0.0]);
/// ```
///
/// # References
///
/// Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature
/// 323 (1986).
#[doc(alias("편향", "가중치", "밀집층"))]
#[doc(alias = "Linear")]
#[repr(C)]
pub struct Dense<T, const IN: usize, const OUT: usize, A = Identity, const BIAS: usize = OUT> {
    /// What each neuron multiplies its inputs by.
    pub weights: [[T; IN]; OUT],
    /// What each neuron adds.
    pub bias: [T; BIAS],
    activation: PhantomData<A>,
}

// SAFETY: `repr(C)`; the fields are arrays of `T`, and a `PhantomData`, which has size zero and
// alignment one.
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

stage! {
    [T: Number, const IN: usize, const OUT: usize, A: LayerActivation, const BIAS: usize]
    Dense<T, IN, OUT, A, BIAS>, where []
    operation = Affine { inputs: IN, outputs: OUT };
    activation = A;
    info = LayerInfo::new("dense", &[IN], &[OUT])
        .multiply_adds(IN * OUT)
        .tensors(&[Tensor::new("weight", &[OUT, IN]), Tensor::new("bias", &[BIAS])])
        .scratch(if small::serve(IN, OUT) { 0 } else { dense::weight_gradient_scratch(IN, OUT) })
        .in_registers(small::serve(IN, OUT));
    stage {
        #[inline(always)]
        fn predict_in_registers<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], _: &mut [T]) {
            // From numbers to numbers: what is stored one by one and loaded as a vector waits for
            // the stores.
            if let Some(x) = x.first_chunk() {
                let mut z = small::in_registers::forward_one::<V, IN, OUT>(&self.weights, &self.bias, x);
                let z = V::elements_mut(&mut z);
                A::apply_one::<V>(z);
                y.copy_from_slice(z);
            }
        }
    }
    trainable {
        /// Weights by the rule, the bias zero.
        fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
            initializer.unwrap_or(A::INITIALIZER).fill(self.weights.as_flattened_mut(), IN, OUT, rng);
            self.bias.fill(T::ZERO);
        }

        #[inline(always)]
        fn forward_in_registers<V: Vector<Element = T>>(&self, x: &[V], z: &mut [V]) {
            small::in_registers::forward(&self.weights, &self.bias, x.as_chunks::<1>().0, z.as_chunks_mut().0);
        }

        #[inline(always)]
        fn backward_in_registers<V: Vector<Element = T>>(
            &self,
            x: &[V],
            dz: &[V],
            dx: Option<&mut [V]>,
            grads: &mut [T],
        ) {
            let (x, dz) = (x.as_chunks::<1>().0, dz.as_chunks().0);
            let (dw, db) = grads.split_at_mut(IN * OUT);
            dense::bias_gradient(dz, db);
            if let Some(dw) = dw.as_chunks_mut().0.first_chunk_mut() {
                small::in_registers::weight_gradient::<V, 1, IN, OUT>(x, dz, dw);
            }
            if let Some(dx) = dx {
                small::in_registers::input_gradient(&self.weights, dz, dx.as_chunks_mut().0);
            }
        }
    }
}

/// What a dense layer computes, `z = W·x + b`.
pub(crate) struct Affine {
    inputs: usize,
    outputs: usize,
}

impl Affine {
    /// Whether the kernels of small layers serve it.
    const fn is_small(&self) -> bool {
        small::serve(self.inputs, self.outputs)
    }

    /// Weights and bias.
    #[inline(always)]
    fn split<'a, T>(&self, w: &'a [T]) -> (&'a [T], &'a [T]) {
        w.split_at(self.inputs * self.outputs)
    }
}

impl<T: Number> Operation<T> for Affine {
    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, w: &[T], x: &[T], z: &mut [T], _: &mut Context<'_, T>) {
        let (w, b) = self.split(w);
        if self.is_small() {
            let (x, z) = (Layout::cast::<V::Single, 1>(x), Layout::cast_mut::<V::Single, 1>(z));
            small_forward::<V, V::Single, 1>(w, b, x, z, self.inputs);
        } else {
            dense::forward_one::<V>(w, b, x, z);
        }
    }

    #[inline(always)]
    fn predict<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: TileContext<'_, V, W>,
    ) {
        let (w, b) = self.split(w);
        if self.is_small() {
            small_forward::<V, V, W>(w, b, x, z, self.inputs);
        } else {
            dense::forward(w, b, x, z, self.inputs);
        }
    }

    /// With `dz`: `∂L/∂W = dz·xᵀ`, `∂L/∂b = dz`, `∂L/∂x = Wᵀ·dz`.
    #[inline(always)]
    fn backward<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        dz: &[[V; W]],
        dx: Option<&mut [[V; W]]>,
        grads: Gradient<'_, T>,
        context: TileContext<'_, V, W>,
    ) {
        let Self { inputs, outputs } = *self;
        let reduction = grads.reduction(context.microbatch.layout());
        let grads = if self.is_small() { grads.sums() } else { grads.numbers() };
        let (dw, db) = grads.split_at_mut(inputs * outputs);
        if reduction.overwrite {
            db.fill(T::ZERO);
        }
        let is_small = self.is_small();
        V::call(
            #[inline(always)]
            || {
                reduction.for_each_shard(
                    (x, inputs),
                    (dz, outputs),
                    #[inline(always)]
                    |x, dz| {
                        dense::bias_gradient(dz, db);
                        if is_small {
                            small::weight_gradient(x, dz, dw, inputs);
                        }
                    },
                );
            },
        );
        if !self.is_small() {
            dense::weight_gradient(x, dz, dw, reduction, context.scratch, inputs);
        }
        let Some(dx) = dx else { return };
        if is_small {
            let w = self.split(w).0;
            V::call(
                #[inline(always)]
                || small::input_gradient(w, dz, dx, inputs),
            );
        } else {
            dense::input_gradient(self.split(w).0, dz, dx, inputs);
        }
    }
}

/// The small kernel in numbers of type `X`, as a function that may use the instructions of `V`.
#[inline(always)]
fn small_forward<V: Vector, X: Vector<Element = V::Element>, const W: usize>(
    w: &[V::Element],
    b: &[V::Element],
    x: &[[X; W]],
    z: &mut [[X; W]],
    inputs: usize,
) {
    V::call(
        #[inline(always)]
        || small::forward(w, b, x, z, inputs),
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
