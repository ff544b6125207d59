use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::pool::{self, Pool};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::operation::{Operation, TileContext, stage};
use crate::plain::plain_data;
use crate::shape::{like, numbers, window};
use crate::{Context, Divisor, Gradient, ImageShape, LayerInfo, Slides, Sliding, WindowSize};

/// Average pooling with a fused activation, `y = f(mean x)` over windows of `KH × KW` pixels of
/// each channel.
///
/// `avgpool(2x2)` in the language; the stride is the kernel unless `stride = …` says otherwise.
/// Padding counts as zeros in the mean, as in PyTorch, and with `count_include_pad = false` not at
/// all. `D` says by what sums are divided: [`WindowSize`], or how many numbers lie in the image or
/// a [`CountedPadding`](crate::CountedPadding).
///
/// # Shapes
///
/// `x: [C, H, W]`, `y: [C, H′, W′]`, as in [`Conv`](crate::Conv).
///
/// # References
///
/// LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition",
/// Proc. IEEE 86 (1998), section II.
#[doc(alias = "평균 풀링")]
#[doc(alias("AvgPool1d", "AvgPool2d", "AveragePooling2D"))]
#[repr(C)]
pub struct AveragePool<T, I, const KH: usize, const KW: usize, A = Identity, S = Sliding, D = WindowSize> {
    nothing: [T; 0],
    markers: PhantomData<(I, A, S, D)>,
}

plain_data! { "AveragePool" [I, const KH: usize, const KW: usize, A, S, D] AveragePool<T, I, KH, KW, A, S, D> {} }

impl<T, I: ImageShape, const KH: usize, const KW: usize, A, S: Slides, D> AveragePool<T, I, KH, KW, A, S, D> {
    const SIZES: Pool = Pool { input: I::IMAGE, window: window::<S>([KH, KW]) };
    const IMAGE: [usize; 3] = Self::SIZES.output();
    const SIGNAL: [usize; 2] = [Self::IMAGE[0], Self::IMAGE[2]];
}

stage! {
    [T: Number, I: ImageShape, const KH: usize, const KW: usize, A: LayerActivation, S: Slides, D: Divisor]
    AveragePool<T, I, KH, KW, A, S, D>, where []
    operation = Means { pool: Self::SIZES, counted: D::COUNTED };
    activation = A;
    info = LayerInfo::new("avgpool", I::SHAPE, like::<I>(&Self::IMAGE, &Self::SIGNAL))
        .scratch(if D::COUNTED.is_some() { numbers(Self::IMAGE) } else { 0 }) // `dz`, rescaled
        .predict_scratch(pool::forward_one_scratch(&Self::SIZES));
    stage {}
    trainable {
        fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}
    }
}

/// What average pooling computes.
pub(crate) struct Means {
    pool: Pool,
    /// The padding that counts in the means, where that is not all of the window.
    counted: Option<[[usize; 2]; 2]>,
}

impl Means {
    /// Means of whole windows become those of what counts.
    #[inline(always)]
    fn rescale<V: Vector, const W: usize>(&self, z: &mut [[V; W]]) {
        let Some(counted) = self.counted else { return };
        for z in z.chunks_exact_mut(numbers(self.pool.output())) {
            pool::rescale(&self.pool, counted, z);
        }
    }
}

impl<T: Number> Operation<T> for Means {
    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, _: &[T], x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
        pool::average_forward_one::<V>(&self.pool, x, z, context.scratch);
        self.rescale::<T, 1>(z.as_chunks_mut().0);
    }

    #[inline(always)]
    fn predict<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: TileContext<'_, V, W>,
    ) {
        for (x, z) in x.chunks_exact(numbers(self.pool.input)).zip(z.chunks_exact_mut(numbers(self.pool.output()))) {
            pool::average_forward(&self.pool, x, z);
        }
        self.rescale(z);
    }

    #[inline(always)]
    fn backward<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[T],
        _: &[[V; W]],
        dz: &[[V; W]],
        dx: Option<&mut [[V; W]]>,
        _: Gradient<'_, T>,
        context: TileContext<'_, V, W>,
    ) {
        let Some(dx) = dx else { return };
        let (inputs, outputs) = (numbers(self.pool.input), numbers(self.pool.output()));
        let dz = if self.counted.is_some() {
            let rescaled = &mut context.scratch[..dz.len()];
            rescaled.copy_from_slice(dz);
            self.rescale(rescaled);
            rescaled
        } else {
            dz
        };
        for (dz, dx) in dz.chunks_exact(outputs).zip(dx.chunks_exact_mut(inputs)) {
            pool::average_backward(&self.pool, dz, dx);
        }
    }
}
