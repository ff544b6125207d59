use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::transposed_conv::{self, TransposedConv as Sizes};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::operation::{Operation, TileContext, stage};
use crate::plain::plain_data;
use crate::shape::{like, numbers, window};
use crate::{Context, Gradient, ImageShape, LayerInfo, Slides, Sliding, Tensor};

/// Transposed convolution with a fused activation: the input gradient of a convolution, as a layer.
///
/// `transposed_conv(8, 3x3, stride = 2, padding = 1, output_padding = 1) relu` in the language. It
/// makes images larger, where a convolution of the same sizes makes them smaller.
///
/// `I` is the shape of the input, `IN` its channels, `COUT` the output channels divided by the
/// groups, `S` how the kernel slides over the output, `OPH` and `OPW` how many pixels more than
/// needed the output has; `BIAS` is the number of output channels, or 0 for none.
///
/// # Shapes
///
/// `x: [IN, H, W]`, `weights: [IN, COUT, KH, KW]`, `bias: [COUT·groups]`,
/// `y: [COUT·groups, H′, W′]`, where
/// `H′ = (H − 1)·stride − top − bottom + dilation·(KH − 1) + OPH + 1`.
///
/// # References
///
/// Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", arXiv:1603.07285
/// (2016), chapter 4.
#[doc(alias = "전치 합성곱층")]
#[doc(alias("ConvTranspose1d", "ConvTranspose2d", "Conv2DTranspose"))]
#[repr(C)]
pub struct TransposedConv<
    T,
    I,
    const IN: usize,
    const COUT: usize,
    const GROUPS: usize,
    const KH: usize,
    const KW: usize,
    const BIAS: usize,
    A = Identity,
    S = Sliding,
    const OPH: usize = 0,
    const OPW: usize = 0,
> {
    /// The kernels, one for each input channel.
    pub weights: [[[[T; KW]; KH]; COUT]; IN],
    /// What each output channel adds.
    pub bias: [T; BIAS],
    markers: PhantomData<(I, A, S)>,
}

plain_data! {
    "TransposedConv" [I, const IN: usize, const COUT: usize, const GROUPS: usize, const KH: usize, const KW: usize, const BIAS: usize, A, S, const OPH: usize, const OPW: usize]
    TransposedConv<T, I, IN, COUT, GROUPS, KH, KW, BIAS, A, S, OPH, OPW> { weights, bias }
}

impl<
    T,
    I,
    const IN: usize,
    const COUT: usize,
    const GROUPS: usize,
    const KH: usize,
    const KW: usize,
    const BIAS: usize,
    A,
    S,
    const OPH: usize,
    const OPW: usize,
> TransposedConv<T, I, IN, COUT, GROUPS, KH, KW, BIAS, A, S, OPH, OPW>
where
    I: ImageShape,
    S: Slides,
{
    /// The sizes that the kernels work with.
    const SIZES: Sizes = Sizes {
        input: I::IMAGE,
        channels: COUT * GROUPS,
        groups: GROUPS,
        window: window::<S>([KH, KW]),
        output_padding: [OPH, OPW],
    };

    const IMAGE: [usize; 3] = Self::SIZES.output();
    const SIGNAL: [usize; 2] = [COUT * GROUPS, Self::IMAGE[2]];
    const WEIGHT: &'static [usize] = if I::SHAPE.len() == 2 { &[IN, COUT, KW] } else { &[IN, COUT, KH, KW] };

    /// The layer with these parameters, also for a `static`.
    pub const fn new(weights: [[[[T; KW]; KH]; COUT]; IN], bias: [T; BIAS]) -> Self {
        const { assert!(BIAS == COUT * GROUPS || BIAS == 0, "a transposed convolution has a bias for each channel, or none") }
        const { assert!(Self::IMAGE[0] > 0, "a transposed convolution has at least one output channel") }
        Self { weights, bias, markers: PhantomData }
    }
}

stage! {
    [
        T: Number,
        I: ImageShape,
        const IN: usize,
        const COUT: usize,
        const GROUPS: usize,
        const KH: usize,
        const KW: usize,
        const BIAS: usize,
        A: LayerActivation,
        S: Slides,
        const OPH: usize,
        const OPW: usize,
    ]
    TransposedConv<T, I, IN, COUT, GROUPS, KH, KW, BIAS, A, S, OPH, OPW>, where []
    operation = Self::SIZES;
    activation = A;
    info = LayerInfo::new("transposed_conv", I::SHAPE, like::<I>(&Self::IMAGE, &Self::SIGNAL))
        .multiply_adds(Self::SIZES.multiply_adds())
        .tensors(&[Tensor::new("weight", Self::WEIGHT), Tensor::new("bias", &[BIAS])]);
    stage {}
    trainable {
        /// Weights by the rule, the bias zero.
        fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
            let weights = self.weights.as_flattened_mut().as_flattened_mut().as_flattened_mut();
            // As PyTorch has it: what a kernel reaches from one input is its fan-in.
            let fan_out = IN / GROUPS * KH * KW;
            initializer.unwrap_or(A::INITIALIZER).fill(weights, COUT * KH * KW, fan_out, rng);
            self.bias.fill(T::ZERO);
        }
    }
}

/// How many weights there are.
const fn weights(sizes: &Sizes) -> usize {
    let [height, width] = sizes.window.kernel;
    sizes.input[0] * (sizes.channels / sizes.groups) * height * width
}

impl<T: Number> Operation<T> for Sizes {
    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, w: &[T], x: &[T], z: &mut [T], _: &mut Context<'_, T>) {
        let (w, b) = w.split_at(weights(self));
        transposed_conv::forward::<T, 1>(self, w, b, x.as_chunks().0, z.as_chunks_mut().0);
    }

    #[inline(always)]
    fn predict<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: TileContext<'_, V, W>,
    ) {
        let (w, b) = w.split_at(weights(self));
        for (x, z) in x.chunks_exact(numbers(self.input)).zip(z.chunks_exact_mut(numbers(self.output()))) {
            transposed_conv::forward(self, w, b, x, z);
        }
    }

    /// With `dz`: `∂L/∂x` is the convolution of `dz` whose input gradient this layer is.
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
        let (inputs, outputs) = (numbers(self.input), numbers(self.output()));
        let reduction = grads.reduction(context.microbatch.layout());
        let (dw, db) = grads.sums().split_at_mut(weights(self));
        reduction.for_each_shard((x, inputs), (dz, outputs), |x, dz| {
            transposed_conv::weight_gradient(self, x, dz, dw);
            if !db.is_empty() {
                transposed_conv::bias_gradient(self, dz, db);
            }
        });
        let Some(dx) = dx else { return };
        for (dz, dx) in dz.chunks_exact(outputs).zip(dx.chunks_exact_mut(inputs)) {
            transposed_conv::input_gradient(self, &w[..weights(self)], dz, dx);
        }
    }
}
