use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::pool::{self, Pool};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::operation::{Operation, TileContext, stage};
use crate::plain::plain_data;
use crate::shape::{like, numbers, window};
use crate::{Context, Gradient, ImageShape, LayerInfo, Slides, Sliding};

/// Max pooling with a fused activation, `y = f(max x)` over windows of `KH × KW` pixels of each
/// channel.
///
/// `maxpool(2x2)` in the language; the stride is the kernel unless `stride = …` says otherwise.
/// Padding counts as −∞, and so does what a window reads beyond it with `ceil_mode = true`. The
/// gradient goes to the first of the largest, as in PyTorch. One `NaN` in a window makes its output
/// `NaN`.
///
/// # Shapes
///
/// `x: [C, H, W]`, `y: [C, H′, W′]`, as in [`Conv`](crate::Conv).
///
/// # References
///
/// Scherer, Müller and Behnke, "Evaluation of pooling operations in convolutional architectures for
/// object recognition", ICANN (2010).
#[doc(alias = "최대 풀링")]
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

stage! {
    [T: Number, I: ImageShape, const KH: usize, const KW: usize, A: LayerActivation, S: Slides]
    MaxPool<T, I, KH, KW, A, S>, where []
    operation = Maxima(Self::SIZES);
    activation = A;
    info = LayerInfo::new("maxpool", I::SHAPE, like::<I>(&Self::IMAGE, &Self::SIGNAL))
        .saved(numbers(Self::IMAGE)) // the maxima, by which backward knows whose they are
        .predict_scratch(pool::forward_one_scratch(&Self::SIZES));
    stage {}
    trainable {
        fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}
    }
}

/// What max pooling computes.
pub(crate) struct Maxima(Pool);

impl<T: Number> Operation<T> for Maxima {
    const TRAINS_DIFFERENTLY: bool = true;

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, _: &[T], x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
        pool::max_forward_one::<V>(&self.0, x, z, context.scratch);
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
            pool::max_forward(&self.0, x, z);
        }
    }

    #[inline(always)]
    fn forward<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        mut context: TileContext<'_, V, W>,
    ) {
        let saved = core::mem::take(&mut context.saved);
        self.predict(w, x, z, context);
        saved.copy_from_slice(z);
    }

    #[inline(always)]
    fn backward<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[T],
        x: &[[V; W]],
        dz: &[[V; W]],
        dx: Option<&mut [[V; W]]>,
        _: Gradient<'_, T>,
        context: TileContext<'_, V, W>,
    ) {
        let Some(dx) = dx else { return };
        let (inputs, outputs) = (numbers(self.0.input), numbers(self.0.output()));
        let inputs = x.chunks_exact(inputs).zip(dx.chunks_exact_mut(inputs));
        let outputs = context.saved.chunks_exact(outputs).zip(dz.chunks_exact(outputs));
        for ((x, dx), (z, dz)) in inputs.zip(outputs) {
            pool::max_backward(&self.0, x, z, dz, dx);
        }
    }
}
