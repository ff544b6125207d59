//! Activations and sums of branches on slices of numbers.
//!
//! These functions know neither layers nor vector types, so that a program has each of them once
//! for an activation; for our own activations they are compiled in this crate (see
//! [`prebuilt`](crate::prebuilt)).

use core::marker::PhantomData;

use sinew_activations::LayerActivation;
use sinew_tensors::{Layout, Number, Vector, Vectorized};

/// `y = f(z)`, where `y` holds pre-activations of samples with `outputs` numbers each.
#[inline(always)]
pub fn apply<A: LayerActivation, T: Number>(layout: Layout, y: &mut [T], outputs: usize) {
    if layout.vectors() == 0 {
        apply_one::<A, T>(layout, y);
    } else {
        apply_tiles::<A, T>(layout, y, outputs);
    }
}

/// [`apply`] for one sample.
#[inline(never)]
pub fn apply_one<A: LayerActivation, T: Number>(layout: Layout, y: &mut [T]) {
    struct ApplyOne<'a, A, T>(&'a mut [T], PhantomData<A>);

    impl<A: LayerActivation, T: Number> Vectorized<T> for ApplyOne<'_, A, T> {
        type Output = ();

        #[inline(always)]
        fn run<V: Vector<Element = T>>(self) {
            A::apply_one::<V>(self.0);
        }
    }

    T::dispatch_in(layout, ApplyOne::<A, T>(y, PhantomData));
}

/// [`apply`] for tiles.
#[inline(never)]
pub fn apply_tiles<A: LayerActivation, T: Number>(layout: Layout, y: &mut [T], outputs: usize) {
    struct Apply<'a, A, T> {
        layout: Layout,
        y: &'a mut [T],
        outputs: usize,
        activation: PhantomData<A>,
    }

    impl<A: LayerActivation, T: Number> Vectorized<T> for Apply<'_, A, T> {
        type Output = ();

        #[inline(always)]
        fn run<V: Vector<Element = T>>(self) {
            let Self { layout, y, outputs, .. } = self;
            for [y] in Layout::cast_mut::<V, 1>(y) {
                *y = A::start(*y);
            }
            if const { A::IS_ELEMENTWISE } {
                return;
            }
            match layout.vectors() {
                1 => Layout::cast_mut::<V, 1>(y).chunks_exact_mut(outputs).for_each(A::finish),
                _ => Layout::cast_mut::<V, 2>(y).chunks_exact_mut(outputs).for_each(A::finish),
            }
        }
    }

    T::dispatch_in(layout, Apply { layout, y, outputs, activation: PhantomData::<A> });
}

/// `∂L/∂y` becomes `∂L/∂z`; `z` may be empty if the activation does not read it.
#[inline(never)]
pub fn pull_back<A: LayerActivation, T: Number>(layout: Layout, z: &[T], y: &[T], dy: &mut [T], outputs: usize) {
    struct PullBack<'a, A, T> {
        layout: Layout,
        z: &'a [T],
        y: &'a [T],
        dy: &'a mut [T],
        outputs: usize,
        activation: PhantomData<A>,
    }

    impl<A: LayerActivation, T: Number> PullBack<'_, A, T> {
        #[inline(always)]
        fn tiles<V: Vector<Element = T>, const W: usize>(self) {
            let (z, y) = (Layout::cast::<V, W>(self.z), Layout::cast::<V, W>(self.y));
            let (dy, outputs) = (Layout::cast_mut::<V, W>(self.dy), self.outputs);
            for (tile, (y, dy)) in y.chunks_exact(outputs).zip(dy.chunks_exact_mut(outputs)).enumerate() {
                let z = z.get(tile * outputs..).unwrap_or_default();
                A::pull_back(&z[..z.len().min(outputs)], y, dy);
            }
        }
    }

    impl<A: LayerActivation, T: Number> Vectorized<T> for PullBack<'_, A, T> {
        type Output = ();

        #[inline(always)]
        fn run<V: Vector<Element = T>>(self) {
            if const { A::IS_ELEMENTWISE } {
                // All rows are one run of vectors, whatever the width of a tile.
                let (z, y, dy) = (Layout::cast(self.z), Layout::cast(self.y), Layout::cast_mut::<V, 1>(self.dy));
                return A::pull_back(z, y, dy);
            }
            match self.layout.vectors() {
                2 => self.tiles::<V, 2>(),
                _ => self.tiles::<V, 1>(),
            }
        }
    }

    T::dispatch_in(layout, PullBack { layout, z, y, dy, outputs, activation: PhantomData::<A> });
}

/// `y[i] += x[i]`.
#[inline(never)]
pub fn add<T: Number>(layout: Layout, y: &mut [T], x: &[T]) {
    if layout.vectors() == 0 {
        for (y, &x) in y.iter_mut().zip(x) {
            *y = *y + x;
        }
        return;
    }
    T::dispatch_in(layout, Add(y, x));
}

struct Add<'a, T>(&'a mut [T], &'a [T]);

impl<T: Number> Vectorized<T> for Add<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) {
        for ([y], [x]) in Layout::cast_mut::<V, 1>(self.0).iter_mut().zip(Layout::cast::<V, 1>(self.1)) {
            *y = *y + *x;
        }
    }
}
