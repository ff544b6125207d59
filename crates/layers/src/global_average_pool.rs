use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::{Initializer, Number, Rng, Vector, pool};

use crate::operation::{Operation, TileContext, stage};
use crate::plain::plain_data;
use crate::shape::numbers;
use crate::{Context, Gradient, ImageShape, LayerInfo};

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
#[doc(alias = "전역 평균 풀링")]
#[doc(alias("AdaptiveAvgPool2d", "GlobalAveragePooling2D"))]
#[repr(C)]
pub struct GlobalAveragePool<T, I, A = Identity> {
    nothing: [T; 0],
    markers: PhantomData<(I, A)>,
}

plain_data! { "GlobalAveragePool" [I, A] GlobalAveragePool<T, I, A> {} }

stage! {
    [T: Number, I: ImageShape, A: LayerActivation]
    GlobalAveragePool<T, I, A>, where []
    operation = ChannelMeans { input: I::IMAGE };
    activation = A;
    info = LayerInfo::new("globalavgpool", I::SHAPE, &[I::IMAGE[0]]);
    stage {}
    trainable {
        fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}
    }
}

/// What global average pooling computes.
pub(crate) struct ChannelMeans {
    input: [usize; 3],
}

impl<T: Number> Operation<T> for ChannelMeans {
    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, _: &[T], x: &[T], z: &mut [T], _: &mut Context<'_, T>) {
        pool::global_average_forward_one::<V>(x, z);
    }

    #[inline(always)]
    fn predict<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: TileContext<'_, V, W>,
    ) {
        for (x, z) in x.chunks_exact(numbers(self.input)).zip(z.chunks_exact_mut(self.input[0])) {
            pool::global_average_forward(x, z);
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
        for (dz, dx) in dz.chunks_exact(self.input[0]).zip(dx.chunks_exact_mut(numbers(self.input))) {
            pool::global_average_backward(dz, dx);
        }
    }
}
