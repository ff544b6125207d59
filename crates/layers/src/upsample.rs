use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::{Initializer, Number, Rng, Vector, upsample};

use crate::operation::{Operation, TileContext, stage};
use crate::plain::plain_data;
use crate::shape::{like, numbers};
use crate::{Context, Gradient, ImageShape, LayerInfo};

/// Enlarges images by whole factors: each pixel becomes a block of `FH × FW` of its color,
/// `y = f(x)`.
///
/// `upsample(2)` or `upsample(2x3)` in the language; nearest-neighbour interpolation.
/// [`Resize`](crate::Resize) knows other interpolations, and sizes that are no multiples. With a
/// convolution after it, it enlarges images without the checkerboards of a transposed convolution.
///
/// # Shapes
///
/// `x: [C, H, W]`, `y: [C, FH·H, FW·W]`.
///
/// # References
///
/// Odena, Dumoulin and Olah, "Deconvolution and checkerboard artifacts", Distill (2016).
#[doc(alias = "업샘플링")]
#[repr(C)]
pub struct Upsample<T, I, const FH: usize, const FW: usize, A = Identity> {
    nothing: [T; 0],
    markers: PhantomData<(I, A)>,
}

plain_data! { "Upsample" [I, const FH: usize, const FW: usize, A] Upsample<T, I, FH, FW, A> {} }

impl<T, I: ImageShape, const FH: usize, const FW: usize, A> Upsample<T, I, FH, FW, A> {
    const IMAGE: [usize; 3] = [I::IMAGE[0], FH * I::IMAGE[1], FW * I::IMAGE[2]];
    const SIGNAL: [usize; 2] = [I::IMAGE[0], FW * I::IMAGE[2]];
}

stage! {
    [T: Number, I: ImageShape, const FH: usize, const FW: usize, A: LayerActivation]
    Upsample<T, I, FH, FW, A>, where []
    operation = Enlarge { input: I::IMAGE, factors: [FH, FW] };
    activation = A;
    info = LayerInfo::new("upsample", I::SHAPE, like::<I>(&Self::IMAGE, &Self::SIGNAL));
    stage {}
    trainable {
        fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}
    }
}

/// What an upsampling layer computes.
pub(crate) struct Enlarge {
    input: [usize; 3],
    factors: [usize; 2],
}

impl Enlarge {
    const fn outputs(&self) -> usize {
        numbers(self.input) * self.factors[0] * self.factors[1]
    }
}

impl<T: Number> Operation<T> for Enlarge {
    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, _: &[T], x: &[T], z: &mut [T], _: &mut Context<'_, T>) {
        upsample::forward::<T, 1>(self.input, self.factors, x.as_chunks().0, z.as_chunks_mut().0);
    }

    #[inline(always)]
    fn predict<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: TileContext<'_, V, W>,
    ) {
        for (x, z) in x.chunks_exact(numbers(self.input)).zip(z.chunks_exact_mut(self.outputs())) {
            upsample::forward(self.input, self.factors, x, z);
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
        for (dz, dx) in dz.chunks_exact(self.outputs()).zip(dx.chunks_exact_mut(numbers(self.input))) {
            upsample::backward(self.input, self.factors, dz, dx);
        }
    }
}
