use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::conv::{self, Conv as Sizes};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::operation::{Operation, TileContext, stage};
use crate::plain::plain_data;
use crate::shape::{like, numbers, window};
use crate::{Context, Gradient, ImageShape, LayerInfo, Slides, Sliding, Tensor};

/// Convolution with a fused activation, `y = f(w ⋆ x + b)`.
///
/// `conv(6, 5x5) relu` in the language, or
/// `conv(16, 3x3, stride = 2, padding = same, dilation = 1, groups = 1, bias = false)`;
/// `depthwise(3x3)` is the one whose groups are its channels, and `conv1d(16, 5)` the one of a
/// [`Signal`](crate::Signal), whose kernel is one pixel high.
///
/// `I` is the shape of the input, `CIN` its channels divided by the groups, `S` how the kernel
/// slides; `BIAS` is `OUT`, or 0 for none.
///
/// # Shapes
///
/// `x: [CIN·groups, H, W]`, `weights: [OUT, CIN, KH, KW]`, `bias: [OUT]`, `y: [OUT, H′, W′]`, where
/// `H′ = ⌊(H + top + bottom − dilation·(KH − 1) − 1)/stride⌋ + 1`.
///
/// # References
///
/// LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition",
/// Proc. IEEE 86 (1998), section II.
#[doc(alias("필터", "패딩", "스트라이드", "합성곱층"))]
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
}

stage! {
    [
        T: Number,
        I: ImageShape,
        const OUT: usize,
        const CIN: usize,
        const KH: usize,
        const KW: usize,
        A: LayerActivation,
        S: Slides,
        const BIAS: usize,
    ]
    Conv<T, I, OUT, CIN, KH, KW, A, S, BIAS>, where []
    operation = Self::SIZES;
    activation = A;
    info = LayerInfo::new("conv", I::SHAPE, like::<I>(&Self::IMAGE, &Self::SIGNAL))
        .multiply_adds(Self::SIZES.multiply_adds())
        .tensors(&[Tensor::new("weight", Self::WEIGHT), Tensor::new("bias", &[BIAS])])
        .predict_scratch(conv::forward_one_scratch(&Self::SIZES));
    stage {}
    trainable {
        /// Weights by the rule, the bias zero.
        fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
            let weights = self.weights.as_flattened_mut().as_flattened_mut().as_flattened_mut();
            let fan_out = OUT / Self::SIZES.groups * KH * KW;
            initializer.unwrap_or(A::INITIALIZER).fill(weights, CIN * KH * KW, fan_out, rng);
            self.bias.fill(T::ZERO);
        }
    }
}

/// Kernels and biases.
#[inline(always)]
fn split<'a, T>(sizes: &Sizes, w: &'a [T]) -> (&'a [T], &'a [T]) {
    w.split_at(weights(sizes))
}

/// How many weights there are.
const fn weights(sizes: &Sizes) -> usize {
    let [height, width] = sizes.window.kernel;
    sizes.channels * (sizes.input[0] / sizes.groups) * height * width
}

impl<T: Number> Operation<T> for Sizes {
    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, w: &[T], x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
        let (w, b) = split(self, w);
        conv::forward_one::<V>(self, w, b, x, z, context.scratch);
    }

    #[inline(always)]
    fn predict<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: TileContext<'_, V, W>,
    ) {
        let (w, b) = split(self, w);
        for (x, z) in x.chunks_exact(numbers(self.input)).zip(z.chunks_exact_mut(numbers(self.output()))) {
            conv::forward(self, w, b, x, z);
        }
    }

    /// With `dz`: `∂L/∂w` and `∂L/∂x` are convolutions too, of `x` with `dz`, and of `dz` with the
    /// turned kernels.
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
            conv::weight_gradient(self, x, dz, dw);
            if !db.is_empty() {
                conv::bias_gradient(self, dz, db);
            }
        });
        let Some(dx) = dx else { return };
        for (dz, dx) in dz.chunks_exact(outputs).zip(dx.chunks_exact_mut(inputs)) {
            conv::input_gradient(self, split(self, w).0, dz, dx);
        }
    }
}
