use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::conv::{self, Conv as Sizes};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::activate::call_apply_one;
use crate::plain::plain_data;
use crate::shape::{like, window};
use crate::{Accumulator, ImageShape, Slides, Sliding, Stage, Tensor};

/// Convolution with a fused activation, `y = f(w ⋆ x + b)`.
///
/// `conv(6, 5x5) relu` in the language, or `conv(16, 3x3, stride = 2, padding = same, dilation = 1, groups = 1, bias = false)`; `depthwise(3x3)` is the one
/// whose groups are its channels, and `conv1d(16, 5)` the one of a [`Signal`](crate::Signal), whose kernel is one pixel high.
///
/// `I` is the shape of the input, `CIN` its channels divided by the groups, `S` how the kernel slides; `BIAS` is `OUT`, or 0 for none.
///
/// # Shapes
///
/// `x: [CIN·groups, H, W]`, `weights: [OUT, CIN, KH, KW]`, `bias: [OUT]`, `y: [OUT, H′, W′]`, where
/// `H′ = ⌊(H + top + bottom − dilation·(KH − 1) − 1)/stride⌋ + 1`.
///
/// # References
///
/// LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", Proc. IEEE 86 (1998), section II.
#[doc(alias("Conv1d", "Conv2d", "Conv1D", "Conv2D"))]
#[repr(C)]
pub struct Conv<
    T,
    I,
    const OUT: usize,
    const CIN: usize,
    const KH: usize,
    const KW: usize,
    A = Identity,
    S = Sliding,
    const BIAS: usize = OUT,
> {
    /// The kernels, one for each output channel.
    pub weights: [[[[T; KW]; KH]; CIN]; OUT],
    /// What each output channel adds.
    pub bias: [T; BIAS],
    markers: PhantomData<(I, A, S)>,
}

plain_data! {
    "Conv" [I, const OUT: usize, const CIN: usize, const KH: usize, const KW: usize, A, S, const BIAS: usize]
    Conv<T, I, OUT, CIN, KH, KW, A, S, BIAS> { weights, bias }
}

impl<T, I, const OUT: usize, const CIN: usize, const KH: usize, const KW: usize, A, S, const BIAS: usize>
    Conv<T, I, OUT, CIN, KH, KW, A, S, BIAS>
where
    I: ImageShape,
    S: Slides,
{
    /// The sizes that the kernels work with.
    const SIZES: Sizes =
        Sizes { input: I::IMAGE, channels: OUT, groups: I::IMAGE[0] / CIN, window: window::<S>([KH, KW]) };

    const IMAGE: [usize; 3] = Self::SIZES.output();
    const SIGNAL: [usize; 2] = [OUT, Self::IMAGE[2]];
    const WEIGHT: &'static [usize] = if I::SHAPE.len() == 2 { &[OUT, CIN, KW] } else { &[OUT, CIN, KH, KW] };

    /// The layer with these parameters, also for a `static`.
    pub const fn new(weights: [[[[T; KW]; KH]; CIN]; OUT], bias: [T; BIAS]) -> Self {
        const { assert!(BIAS == OUT || BIAS == 0, "a convolution has a bias for each channel, or none") }
        const { assert!(Self::IMAGE[0] > 0, "a convolution has at least one output channel") }
        Self { weights, bias, markers: PhantomData }
    }

    /// The weights in a row.
    #[inline(always)]
    fn flat(&self) -> &[T] {
        self.weights.as_flattened().as_flattened().as_flattened()
    }
}

impl<T, I, const OUT: usize, const CIN: usize, const KH: usize, const KW: usize, A, S, const BIAS: usize> Stage
    for Conv<T, I, OUT, CIN, KH, KW, A, S, BIAS>
where
    T: Number,
    I: ImageShape,
    A: LayerActivation,
    S: Slides,
{
    type Number = T;
    type Activation = A;
    const KIND: &'static str = "conv";
    const INPUT: &'static [usize] = I::SHAPE;
    const OUTPUT: &'static [usize] = like::<I>(&Self::IMAGE, &Self::SIGNAL);
    const MULTIPLY_ADDS: usize = Self::SIZES.multiply_adds();
    const TENSORS: &'static [Tensor] = &[Tensor::new("weight", Self::WEIGHT), Tensor::new("bias", &[BIAS])];
    const ADDS_ONCE: bool = true;
    const PREDICT_SCRATCH: usize = conv::forward_one_scratch(&Self::SIZES);

    /// Weights by the rule, the bias zero.
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
        let weights = self.weights.as_flattened_mut().as_flattened_mut().as_flattened_mut();
        let fan_out = OUT / Self::SIZES.groups * KH * KW;
        initializer.unwrap_or(A::INITIALIZER).fill(weights, CIN * KH * KW, fan_out, rng);
        self.bias.fill(T::ZERO);
    }

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], scratch: &mut [T], _: &mut &[T]) {
        conv::forward_one::<V>(&Self::SIZES, self.flat(), &self.bias, x, y, scratch);
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
            conv::forward(&Self::SIZES, self.flat(), &self.bias, x, z);
        }
    }

    /// With `dz`: `∂L/∂w` and `∂L/∂x` are convolutions too, of `x` with `dz`, and of `dz` with the turned kernels.
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
                conv::weight_gradient(&Self::SIZES, x, dz, dw);
                if const { BIAS > 0 } {
                    conv::bias_gradient(&Self::SIZES, dz, &mut grads.bias);
                }
            },
        );
        let Some(dx) = dx else { return };
        for (dz, dx) in dz.chunks_exact(Self::OUTPUTS).zip(dx.chunks_exact_mut(Self::INPUTS)) {
            conv::input_gradient(&Self::SIZES, self.flat(), dz, dx);
        }
    }
}
