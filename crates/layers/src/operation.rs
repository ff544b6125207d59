//! The arithmetic of our layers, a function of sizes and options that are values.
//!
//! An operation is compiled once in this crate for each number and vector type (see
//! [`prebuilt`](crate::prebuilt)). The layer that it belongs to has its sizes as constants, is
//! plain data, and hands both on.

use sinew_tensors::{Layout, Number, Rng, Vector, Vectorized};

use crate::context::{Microbatch, Streams, random};
use crate::{Context, Gradient};

/// What a layer computes, `z = g(x)`, with its sizes and options in `self` and its parameters in
/// `w`.
///
/// Its functions call kernels; arithmetic of their own goes through [`Vector::call`].
pub trait Operation<T: Number>: Sized {
    /// Whether [`forward`](Self::forward) is not the prediction.
    const TRAINS_DIFFERENTLY: bool = false;

    /// For one sample, in vectors of whatever the operation finds side by side in it.
    ///
    /// `x: [INPUT]`, `z: [OUTPUT]`.
    fn predict_one<V: Vector<Element = T>>(&self, w: &[T], x: &[T], z: &mut [T], context: &mut Context<'_, T>);

    /// For tiles of samples.
    ///
    /// `x: [tiles, INPUT]`, `z: [tiles, OUTPUT]`.
    fn predict<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        context: TileContext<'_, V, W>,
    );

    /// The same in training, with what backward needs in `context.saved`, if it
    /// [differs](Self::TRAINS_DIFFERENTLY).
    #[inline(always)]
    fn forward<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        context: TileContext<'_, V, W>,
    ) {
        self.predict(w, x, z, context);
    }

    /// Adds `∂L/∂w` to `grads`, and writes `∂L/∂x` to `dx`, given `dz = ∂L/∂z`.
    fn backward<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        dz: &[[V; W]],
        dx: Option<&mut [[V; W]]>,
        grads: Gradient<'_, T>,
        context: TileContext<'_, V, W>,
    );
}

/// A [`Context`] whose memory is rows of vectors.
pub struct TileContext<'a, V: Vector, const W: usize> {
    pub microbatch: Microbatch,
    pub saved: &'a mut [[V; W]],
    pub scratch: &'a mut [[V; W]],
    pub statistics: &'a [V::Element],
    pub measured: &'a mut [V::Element],
    streams: Option<&'a Streams>,
}

impl<'a, V: Vector, const W: usize> TileContext<'a, V, W> {
    #[inline(always)]
    fn of(context: &'a mut Context<'_, V::Element>) -> Self {
        let Context { microbatch, saved, scratch, statistics, measured, streams } = context;
        let (saved, scratch) = (Layout::cast_mut(saved), Layout::cast_mut(scratch));
        Self { microbatch: *microbatch, saved, scratch, statistics, measured, streams: *streams }
    }

    /// See [`Context::random`].
    pub fn random(&self) -> impl Fn(usize) -> Rng + use<V, W> {
        random(self.streams, self.microbatch)
    }
}

/// Runs the prediction for one sample with the vectors of the context's layout.
///
/// By itself and not in [`predict`], since so little work notices what is decided on the way.
#[inline(never)]
pub fn predict_one<T: Number, O: Operation<T>>(
    operation: &O,
    w: &[T],
    x: &[T],
    z: &mut [T],
    context: &mut Context<'_, T>,
) {
    T::choose(context.microbatch.layout(), One { operation, w, x, z, context });
}

struct One<'a, 'c, T, O> {
    operation: &'a O,
    w: &'a [T],
    x: &'a [T],
    z: &'a mut [T],
    context: &'a mut Context<'c, T>,
}

impl<T: Number, O: Operation<T>> Vectorized<T> for One<'_, '_, T, O> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) {
        self.operation.predict_one::<V>(self.w, self.x, self.z, self.context);
    }
}

/// Runs the prediction for tiles with the vectors of the context's layout.
#[inline(never)]
pub fn predict<T: Number, O: Operation<T>>(operation: &O, w: &[T], x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
    T::choose(context.microbatch.layout(), Forward { operation, w, x, z, context, trains: false });
}

/// Runs forward in the vectors of the context's layout.
#[inline(never)]
pub fn forward<T: Number, O: Operation<T>>(operation: &O, w: &[T], x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
    if const { !O::TRAINS_DIFFERENTLY } {
        return predict(operation, w, x, z, context);
    }
    T::choose(context.microbatch.layout(), Forward { operation, w, x, z, context, trains: true });
}

/// Runs backward in the vectors of the context's layout.
#[inline(never)]
pub fn backward<T: Number, O: Operation<T>>(
    operation: &O,
    w: &[T],
    x: &[T],
    dz: &[T],
    dx: Option<&mut [T]>,
    grads: Gradient<'_, T>,
    context: &mut Context<'_, T>,
) {
    T::choose(context.microbatch.layout(), Backward { operation, w, x, dz, dx, grads, context });
}

struct Forward<'a, 'c, T, O> {
    operation: &'a O,
    w: &'a [T],
    x: &'a [T],
    z: &'a mut [T],
    context: &'a mut Context<'c, T>,
    trains: bool,
}

impl<T: Number, O: Operation<T>> Forward<'_, '_, T, O> {
    #[inline(always)]
    fn tiles<V: Vector<Element = T>, const W: usize>(self) {
        let Self { operation, w, x, z, context, trains } = self;
        let (x, z, context) = (Layout::cast::<V, W>(x), Layout::cast_mut(z), TileContext::of(context));
        if const { O::TRAINS_DIFFERENTLY } && trains {
            operation.forward(w, x, z, context);
        } else {
            operation.predict(w, x, z, context);
        }
    }
}

impl<T: Number, O: Operation<T>> Vectorized<T> for Forward<'_, '_, T, O> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) {
        match self.context.microbatch.layout().vectors() {
            2 => self.tiles::<V, 2>(),
            _ => self.tiles::<V, 1>(),
        }
    }
}

struct Backward<'a, 'c, T, O> {
    operation: &'a O,
    w: &'a [T],
    x: &'a [T],
    dz: &'a [T],
    dx: Option<&'a mut [T]>,
    grads: Gradient<'a, T>,
    context: &'a mut Context<'c, T>,
}

impl<T: Number, O: Operation<T>> Backward<'_, '_, T, O> {
    #[inline(always)]
    fn tiles<V: Vector<Element = T>, const W: usize>(self) {
        let Self { operation, w, x, dz, dx, grads, context } = self;
        let (x, dz) = (Layout::cast::<V, W>(x), Layout::cast(dz));
        operation.backward(w, x, dz, dx.map(Layout::cast_mut), grads, TileContext::of(context));
    }
}

impl<T: Number, O: Operation<T>> Vectorized<T> for Backward<'_, '_, T, O> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) {
        match self.context.microbatch.layout().vectors() {
            2 => self.tiles::<V, 2>(),
            _ => self.tiles::<V, 1>(),
        }
    }
}

/// Implements [`Stage`](crate::Stage) and [`Trainable`](crate::Trainable) for a layer by its
/// operation.
///
/// The last block may hold what else the layer implements of them.
macro_rules! stage {
    (
        [$($generics:tt)*] $type:ty, where [$($bounds:tt)*]
        operation = $operation:expr;
        activation = $activation:ty;
        info = $info:expr;
        stage { $($stage:tt)* }
        trainable { $($trainable:tt)* }
    ) => {
        impl<$($generics)*> $crate::Stage for $type where $($bounds)* {
            type Number = T;
            type Activation = $activation;
            const INFO: $crate::LayerInfo = $info.activation::<$activation>();

            fn compute(&self, x: &[T], z: &mut [T], context: &mut $crate::Context<'_, T>) {
                let w = sinew_tensors::Parameters::parameters(self);
                if context.microbatch.layout().vectors() == 0 {
                    $crate::operation::predict_one(const { &$operation }, w, x, z, context);
                } else {
                    $crate::operation::predict(const { &$operation }, w, x, z, context);
                }
            }

            $($stage)*
        }

        impl<$($generics)*> $crate::Trainable for $type where $($bounds)* {
            fn forward(&self, x: &[T], z: &mut [T], context: &mut $crate::Context<'_, T>) {
                let w = sinew_tensors::Parameters::parameters(self);
                $crate::operation::forward(const { &$operation }, w, x, z, context);
            }

            fn backward(
                &self,
                x: &[T],
                dz: &[T],
                dx: Option<&mut [T]>,
                grads: $crate::Gradient<'_, T>,
                context: &mut $crate::Context<'_, T>,
            ) {
                let w = sinew_tensors::Parameters::parameters(self);
                $crate::operation::backward(const { &$operation }, w, x, dz, dx, grads, context);
            }

            $($trainable)*
        }
    };
}
pub(crate) use stage;
