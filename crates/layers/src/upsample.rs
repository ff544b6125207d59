use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::{Initializer, Number, Rng, Vector, upsample};

use crate::activate::call_apply_one;
use crate::plain::plain_data;
use crate::shape::like;
use crate::{Accumulator, ImageShape, Stage};

/// Enlarges images by whole factors: each pixel becomes a block of `FH × FW` of its color, `y = f(x)`.
///
/// `upsample(2)` or `upsample(2x3)` in the language; nearest-neighbour interpolation. With a convolution behind it, it enlarges images without the
/// checkerboards of a transposed convolution.
///
/// # Shapes
///
/// `x: [C, H, W]`, `y: [C, FH·H, FW·W]`.
///
/// # References
///
/// Odena, Dumoulin and Olah, "Deconvolution and checkerboard artifacts", Distill (2016).
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

impl<T, I, const FH: usize, const FW: usize, A> Stage for Upsample<T, I, FH, FW, A>
where
    T: Number,
    I: ImageShape,
    A: LayerActivation,
{
    type Number = T;
    type Activation = A;
    const KIND: &'static str = "upsample";
    const INPUT: &'static [usize] = I::SHAPE;
    const OUTPUT: &'static [usize] = like::<I>(&Self::IMAGE, &Self::SIGNAL);
    const MULTIPLY_ADDS: usize = 0;
    const ADDS_ONCE: bool = true;

    fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], _: &mut [T], _: &mut &[T]) {
        upsample::forward::<T, 1>(I::IMAGE, [FH, FW], x.as_chunks().0, y.as_chunks_mut().0);
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
            upsample::forward(I::IMAGE, [FH, FW], x, z);
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
            upsample::backward(I::IMAGE, [FH, FW], dz, dx);
        }
    }
}
