use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::pool::{self, Pool};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::operation::{Operation, TileContext, stage};
use crate::plain::plain_data;
use crate::shape::{like, numbers, window};
use crate::{Context, Gradient, ImageShape, LayerInfo, Slides, Sliding};

/// Average pooling with a fused activation, `y = f(mean x)` over windows of `KH × KW` pixels of
/// each channel.
///
/// `avgpool(2x2)` in the language; the stride is the kernel unless `stride = …` says otherwise.
/// Padding counts as zeros in the mean, as in PyTorch.
///
/// # Shapes
///
/// `x: [C, H, W]`, `y: [C, H′, W′]`, as in [`Conv`](crate::Conv).
///
/// # References
///
/// LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition",
/// Proc. IEEE 86 (1998), section II.
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

stage! {
    [T: Number, I: ImageShape, const KH: usize, const KW: usize, A: LayerActivation, S: Slides]
    AveragePool<T, I, KH, KW, A, S>, where []
    operation = Means(Self::SIZES);
    activation = A;
    info = LayerInfo::new("avgpool", I::SHAPE, like::<I>(&Self::IMAGE, &Self::SIGNAL))
        .predict_scratch(pool::forward_one_scratch(&Self::SIZES));
    stage {}
    trainable {
        fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}
    }
}

/// What average pooling computes.
pub(crate) struct Means(Pool);

impl<T: Number> Operation<T> for Means {
    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, _: &[T], x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
        pool::average_forward_one::<V>(&self.0, x, z, context.scratch);
    }

    #[inline(always)]
    fn predict<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: TileContext<'_, V, W>,
    ) {
        for (x, z) in x.chunks_exact(numbers(self.0.input)).zip(z.chunks_exact_mut(numbers(self.0.output()))) {
            pool::average_forward(&self.0, x, z);
        }
    }

    #[inline(always)]
    fn backward<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[T],
        _: &[[V; W]],
        dz: &[[V; W]],
        dx: Option<&mut [[V; W]]>,
        _: Gradient<'_, T>,
        _: TileContext<'_, V, W>,
    ) {
        let Some(dx) = dx else { return };
        let (inputs, outputs) = (numbers(self.0.input), numbers(self.0.output()));
        for (dz, dx) in dz.chunks_exact(outputs).zip(dx.chunks_exact_mut(inputs)) {
            pool::average_backward(&self.0, dz, dx);
        }
    }
}
