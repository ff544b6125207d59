use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::pool::{self, Pool};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::activate::call_apply_one;
use crate::plain::plain_data;
use crate::shape::{like, window};
use crate::{Accumulator, Batch, ImageShape, Slides, Sliding, Stage};

/// Max pooling with a fused activation, `y = f(max x)` over windows of `KH × KW` pixels of each channel.
///
/// `maxpool(2x2)` in the language; the stride is the kernel unless `stride = …` says otherwise. Padding counts as −∞. The gradient goes to the
/// first of the largest, as in PyTorch.
///
/// # Shapes
///
/// `x: [C, H, W]`, `y: [C, H′, W′]`, as in [`Conv`](crate::Conv).
///
/// # References
///
/// Scherer, Müller and Behnke, "Evaluation of pooling operations in convolutional architectures for object recognition", ICANN (2010).
#[doc(alias("MaxPool1d", "MaxPool2d", "MaxPooling2D"))]
#[repr(C)]
pub struct MaxPool<T, I, const KH: usize, const KW: usize, A = Identity, S = Sliding> {
    nothing: [T; 0],
    markers: PhantomData<(I, A, S)>,
}

plain_data! { "MaxPool" [I, const KH: usize, const KW: usize, A, S] MaxPool<T, I, KH, KW, A, S> {} }

impl<T, I: ImageShape, const KH: usize, const KW: usize, A, S: Slides> MaxPool<T, I, KH, KW, A, S> {
    const SIZES: Pool = Pool { input: I::IMAGE, window: window::<S>([KH, KW]) };
    const IMAGE: [usize; 3] = Self::SIZES.output();
    const SIGNAL: [usize; 2] = [Self::IMAGE[0], Self::IMAGE[2]];
}

impl<T, I, const KH: usize, const KW: usize, A, S> Stage for MaxPool<T, I, KH, KW, A, S>
where
    T: Number,
    I: ImageShape,
    A: LayerActivation,
    S: Slides,
{
    type Number = T;
    type Activation = A;
    const KIND: &'static str = "maxpool";
    const INPUT: &'static [usize] = I::SHAPE;
    const OUTPUT: &'static [usize] = like::<I>(&Self::IMAGE, &Self::SIGNAL);
    const MULTIPLY_ADDS: usize = 0;
    const ADDS_ONCE: bool = true;
    const PREDICT_SCRATCH: usize = pool::forward_one_scratch(&Self::SIZES);
    /// The maxima, by which backward knows whose they are.
    const MEMORY: usize = Self::OUTPUTS;

    fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], scratch: &mut [T], _: &mut &[T]) {
        pool::max_forward_one::<V>(&Self::SIZES, x, y, scratch);
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
            pool::max_forward(&Self::SIZES, x, z);
        }
    }

    #[inline(always)]
    fn forward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        memory: &mut [[V; W]],
        _: &mut Batch<'_, T>,
    ) {
        self.predict_logits(x, z, &mut [], &mut &[][..]);
        memory.copy_from_slice(z);
    }

    #[inline(always)]
    fn backward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        dz: &[[V; W]],
        memory: &mut [[V; W]],
        dx: Option<&mut [[V; W]]>,
        _: Accumulator<'_, Self>,
        _: &mut [[V; W]],
    ) {
        let Some(dx) = dx else { return };
        let inputs = x.chunks_exact(Self::INPUTS).zip(dx.chunks_exact_mut(Self::INPUTS));
        let outputs = memory.chunks_exact(Self::OUTPUTS).zip(dz.chunks_exact(Self::OUTPUTS));
        for ((x, dx), (z, dz)) in inputs.zip(outputs) {
            pool::max_backward(&Self::SIZES, x, z, dz, dx);
        }
    }
}

/// Average pooling with a fused activation, `y = f(mean x)` over windows of `KH × KW` pixels of each channel.
///
/// `avgpool(2x2)` in the language; the stride is the kernel unless `stride = …` says otherwise. Padding counts as zeros in the mean, as in PyTorch.
///
/// # Shapes
///
/// `x: [C, H, W]`, `y: [C, H′, W′]`, as in [`Conv`](crate::Conv).
///
/// # References
///
/// LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", Proc. IEEE 86 (1998), section II.
#[doc(alias("AvgPool1d", "AvgPool2d", "AveragePooling2D"))]
#[repr(C)]
pub struct AveragePool<T, I, const KH: usize, const KW: usize, A = Identity, S = Sliding> {
    nothing: [T; 0],
    markers: PhantomData<(I, A, S)>,
}

plain_data! { "AveragePool" [I, const KH: usize, const KW: usize, A, S] AveragePool<T, I, KH, KW, A, S> {} }

impl<T, I: ImageShape, const KH: usize, const KW: usize, A, S: Slides> AveragePool<T, I, KH, KW, A, S> {
    const SIZES: Pool = Pool { input: I::IMAGE, window: window::<S>([KH, KW]) };
    const IMAGE: [usize; 3] = Self::SIZES.output();
    const SIGNAL: [usize; 2] = [Self::IMAGE[0], Self::IMAGE[2]];
}

impl<T, I, const KH: usize, const KW: usize, A, S> Stage for AveragePool<T, I, KH, KW, A, S>
where
    T: Number,
    I: ImageShape,
    A: LayerActivation,
    S: Slides,
{
    type Number = T;
    type Activation = A;
    const KIND: &'static str = "avgpool";
    const INPUT: &'static [usize] = I::SHAPE;
    const OUTPUT: &'static [usize] = like::<I>(&Self::IMAGE, &Self::SIGNAL);
    const MULTIPLY_ADDS: usize = 0;
    const ADDS_ONCE: bool = true;
    const PREDICT_SCRATCH: usize = pool::forward_one_scratch(&Self::SIZES);

    fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], scratch: &mut [T], _: &mut &[T]) {
        pool::average_forward_one::<V>(&Self::SIZES, x, y, scratch);
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
            pool::average_forward(&Self::SIZES, x, z);
        }
    }

    #[inline(always)]
    fn backward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[[V; W]],
        dz: &[[V; W]],
        _: &mut [[V; W]],
        dx: Option<&mut [[V; W]]>,
        _: Accumulator<'_, Self>,
        _: &mut [[V; W]],
    ) {
        let Some(dx) = dx else { return };
        for (dz, dx) in dz.chunks_exact(Self::OUTPUTS).zip(dx.chunks_exact_mut(Self::INPUTS)) {
            pool::average_backward(&Self::SIZES, dz, dx);
        }
    }
}

/// Global average pooling with a fused activation, `y[c] = f(mean x[c])` over all pixels.
///
/// `globalavgpool` in the language: from a map of features to one number for each.
///
/// # Shapes
///
/// `x: [C, H, W]`, `y: [C]`.
///
/// # References
///
/// Lin, Chen and Yan, "Network in network", ICLR (2014), section 3.2.
#[doc(alias("AdaptiveAvgPool2d", "GlobalAveragePooling2D"))]
#[repr(C)]
pub struct GlobalAveragePool<T, I, A = Identity> {
    nothing: [T; 0],
    markers: PhantomData<(I, A)>,
}

plain_data! { "GlobalAveragePool" [I, A] GlobalAveragePool<T, I, A> {} }

impl<T: Number, I: ImageShape, A: LayerActivation> Stage for GlobalAveragePool<T, I, A> {
    type Number = T;
    type Activation = A;
    const KIND: &'static str = "globalavgpool";
    const INPUT: &'static [usize] = I::SHAPE;
    const OUTPUT: &'static [usize] = &[I::IMAGE[0]];
    const MULTIPLY_ADDS: usize = 0;
    const ADDS_ONCE: bool = true;

    fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], _: &mut [T], _: &mut &[T]) {
        pool::global_average_forward_one::<V>(x, y);
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
            pool::global_average_forward(x, z);
        }
    }

    #[inline(always)]
    fn backward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[[V; W]],
        dz: &[[V; W]],
        _: &mut [[V; W]],
        dx: Option<&mut [[V; W]]>,
        _: Accumulator<'_, Self>,
        _: &mut [[V; W]],
    ) {
        let Some(dx) = dx else { return };
        for (dz, dx) in dz.chunks_exact(Self::OUTPUTS).zip(dx.chunks_exact_mut(Self::INPUTS)) {
            pool::global_average_backward(dz, dx);
        }
    }
}
