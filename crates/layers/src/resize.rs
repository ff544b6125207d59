use core::fmt::Debug;
use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::resize::{self, Interpolation};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::operation::{Operation, TileContext, stage};
use crate::plain::plain_data;
use crate::shape::{like, numbers};
use crate::{Context, Gradient, ImageShape, LayerInfo};

/// Resizes images to `H × W` pixels, larger or smaller, with a fused activation, `y = f(x)`.
///
/// `resize(14x14)` in the language, `resize(14x14, mode = bilinear)`, or
/// `upsample(2, mode = bilinear)`. `M` says what lies between pixels: [`Nearest`], [`Bilinear`] or
/// [`AlignedBilinear`]. The places are PyTorch's, in exact fractions; PyTorch rounds those of
/// nearest neighbours in single precision, and so may take another pixel at some sizes.
///
/// # Shapes
///
/// `x: [C, H₀, W₀]`, `y: [C, H, W]`.
#[doc(alias = "크기 조정")]
#[doc(alias("Interpolate", "Resizing", "UpSampling2D"))]
#[repr(C)]
pub struct Resize<T, I, const H: usize, const W: usize, M = Nearest, A = Identity> {
    nothing: [T; 0],
    markers: PhantomData<(I, M, A)>,
}

/// Each pixel of the output has the color of one of the input.
#[doc(alias = "최근접 보간")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nearest;

/// The colors between pixels lie on a straight line along each axis; pixels are squares
/// (`align_corners=False` in PyTorch).
#[doc(alias = "양선형 보간")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bilinear;

/// The colors between pixels lie on a straight line along each axis; pixels are points, and corners
/// lie on corners (`align_corners=True` in PyTorch).
#[doc(alias = "정렬 양선형 보간")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AlignedBilinear;

/// What a [`Resize`] puts between pixels, as a type.
pub trait Interpolates: Copy + Debug + Default + Send + Sync + 'static {
    /// The same as a value.
    const INTERPOLATION: Interpolation;
}

impl Interpolates for Nearest {
    const INTERPOLATION: Interpolation = Interpolation::Nearest;
}

impl Interpolates for Bilinear {
    const INTERPOLATION: Interpolation = Interpolation::Bilinear;
}

impl Interpolates for AlignedBilinear {
    const INTERPOLATION: Interpolation = Interpolation::AlignedBilinear;
}

plain_data! { "Resize" [I, const H: usize, const W: usize, M, A] Resize<T, I, H, W, M, A> {} }

impl<T, I: ImageShape, const H: usize, const W: usize, M, A> Resize<T, I, H, W, M, A> {
    const IMAGE: [usize; 3] = [I::IMAGE[0], H, W];
    const SIGNAL: [usize; 2] = [I::IMAGE[0], W];
}

stage! {
    [T: Number, I: ImageShape, const H: usize, const W: usize, M: Interpolates, A: LayerActivation]
    Resize<T, I, H, W, M, A>, where []
    operation = Interpolate(resize::Resize { input: I::IMAGE, output: [H, W], interpolation: M::INTERPOLATION });
    activation = A;
    info = LayerInfo::new("resize", I::SHAPE, like::<I>(&Self::IMAGE, &Self::SIGNAL));
    stage {}
    trainable {
        fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}
    }
}

/// What a resizing layer computes.
pub(crate) struct Interpolate(resize::Resize);

impl<T: Number> Operation<T> for Interpolate {
    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, _: &[T], x: &[T], z: &mut [T], _: &mut Context<'_, T>) {
        resize::forward::<T, 1>(&self.0, x.as_chunks().0, z.as_chunks_mut().0);
    }

    #[inline(always)]
    fn predict<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: TileContext<'_, V, W>,
    ) {
        for (x, z) in x.chunks_exact(numbers(self.0.input)).zip(z.chunks_exact_mut(self.0.outputs())) {
            resize::forward(&self.0, x, z);
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
        for (dz, dx) in dz.chunks_exact(self.0.outputs()).zip(dx.chunks_exact_mut(numbers(self.0.input))) {
            resize::backward(&self.0, dz, dx);
        }
    }
}
