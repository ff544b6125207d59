use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::transposed_conv::{self, TransposedConv as Sizes};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::activate::call_apply_one;
use crate::plain::plain_data;
use crate::shape::{like, window};
use crate::{Accumulator, ImageShape, Slides, Sliding, Stage, Tensor};

/// Transposed convolution with a fused activation: the input gradient of a convolution, as a layer.
///
/// `transposed_conv(8, 3x3, stride = 2, padding = 1, output_padding = 1) relu` in the language. It makes images larger, where a convolution of the same
/// sizes makes them smaller.
///
/// `I` is the shape of the input, `IN` its channels, `COUT` the output channels divided by the groups, `S` how the kernel slides over the output, `OPH` and
/// `OPW` how many pixels more than needed the output has; `BIAS` is the number of output channels, or 0 for none.
///
/// # Shapes
///
/// `x: [IN, H, W]`, `weights: [IN, COUT, KH, KW]`, `bias: [COUT·groups]`, `y: [COUT·groups, H′, W′]`, where
/// `H′ = (H − 1)·stride − top − bottom + dilation·(KH − 1) + OPH + 1`.
///
/// # References
///
/// Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", arXiv:1603.07285 (2016), chapter 4.
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

    /// The weights in a row.
    #[inline(always)]
    fn flat(&self) -> &[T] {
        self.weights.as_flattened().as_flattened().as_flattened()
    }
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
> Stage for TransposedConv<T, I, IN, COUT, GROUPS, KH, KW, BIAS, A, S, OPH, OPW>
where
    T: Number,
    I: ImageShape,
    A: LayerActivation,
    S: Slides,
{
    type Number = T;
    type Activation = A;
    const KIND: &'static str = "transposed_conv";
    const INPUT: &'static [usize] = I::SHAPE;
    const OUTPUT: &'static [usize] = like::<I>(&Self::IMAGE, &Self::SIGNAL);
    const MULTIPLY_ADDS: usize = Self::SIZES.multiply_adds();
    const TENSORS: &'static [Tensor] = &[Tensor::new("weight", Self::WEIGHT), Tensor::new("bias", &[BIAS])];
    const ADDS_ONCE: bool = true;

    /// Weights by the rule, the bias zero.
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
        let weights = self.weights.as_flattened_mut().as_flattened_mut().as_flattened_mut();
        // As PyTorch has it: what a kernel reaches from one input is its fan-in.
        let fan_out = IN / GROUPS * KH * KW;
        initializer.unwrap_or(A::INITIALIZER).fill(weights, COUT * KH * KW, fan_out, rng);
        self.bias.fill(T::ZERO);
    }

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], _: &mut [T], _: &mut &[T]) {
        transposed_conv::forward::<T, 1>(&Self::SIZES, self.flat(), &self.bias, x.as_chunks().0, y.as_chunks_mut().0);
        call_apply_one::<A, V>(y);
    }

    #[inline(always)]
    fn predict_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: &mut [[V; W]],
        _: &mut &[T],
    ) {
        for (x, z) in x.chunks_exact(Self::INPUTS).zip(z.chunks_exact_mut(Self::OUTPUTS)) {
            transposed_conv::forward(&Self::SIZES, self.flat(), &self.bias, x, z);
        }
    }

    /// With `dz`: `∂L/∂x` is the convolution of `dz` whose input gradient this layer is.
    #[inline(always)]
    fn backward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        dz: &[[V; W]],
        _: &mut [[V; W]],
        dx: Option<&mut [[V; W]]>,
        grads: Accumulator<'_, Self>,
        _: &mut [[V; W]],
    ) {
        let adding = grads.adding::<V, W>();
        let grads = grads.sums();
        let dw = grads.weights.as_flattened_mut().as_flattened_mut().as_flattened_mut();
        adding.for_each_portion(
            (x, Self::INPUTS),
            (dz, Self::OUTPUTS),
            #[inline(always)]
            |x, dz| {
                transposed_conv::weight_gradient(&Self::SIZES, x, dz, dw);
                if const { BIAS > 0 } {
                    transposed_conv::bias_gradient(&Self::SIZES, dz, &mut grads.bias);
                }
            },
        );
        let Some(dx) = dx else { return };
        for (dz, dx) in dz.chunks_exact(Self::OUTPUTS).zip(dx.chunks_exact_mut(Self::INPUTS)) {
            transposed_conv::input_gradient(&Self::SIZES, self.flat(), dz, dx);
        }
    }
}
