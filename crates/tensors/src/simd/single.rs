//! One number in the instructions of a vector.

use core::marker::PhantomData;
use core::ops::{Add, Div, Mul, Neg, Sub};

use super::{Instructions, Vector};
use crate::kernels::Kernels;
use crate::math::{Binary, Format};
use crate::number::{Float, Number, Real, forward_to_math};
use bytemuck::{Pod, Zeroable};

/// A number as the instruction set `S` computes with it: it multiplies and adds in one instruction,
/// which a program for any machine of its architecture may not.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub(super) struct Single<T, S>(T, PhantomData<S>);

// SAFETY: transparent around what zeros are valid for.
unsafe impl<T: Zeroable, S> Zeroable for Single<T, S> {}
// SAFETY: transparent around plain data; `S` is `Copy + 'static`.
unsafe impl<T: Pod, S: Instructions> Pod for Single<T, S> {}

impl<T, S> Single<T, S> {
    #[inline(always)]
    fn new(number: T) -> Self {
        Self(number, PhantomData)
    }
}

/// Methods that do what they do with the number.
macro_rules! with_the_number {
    ($($trait:ident::$method:ident($($argument:ident),*))*) => {$(
        #[inline(always)]
        fn $method(self $(, $argument: Self)*) -> Self {
            Self::new($trait::$method(self.0 $(, $argument.0)*))
        }
    )*};
}

macro_rules! operators {
    ($($trait:ident::$method:ident($($argument:ident)?))*) => {$(
        impl<T: Number, S> $trait for Single<T, S> {
            type Output = Self;

            with_the_number! { $trait::$method($($argument)?) }
        }
    )*};
}

operators! { Add::add(other) Sub::sub(other) Mul::mul(other) Div::div(other) Neg::neg() }

impl<T: Float, S: Instructions> Real for Single<T, S> {
    #[inline(always)]
    fn constant(x: f64) -> Self {
        Self::new(T::constant(x))
    }

    #[inline(always)]
    fn mul_add(self, b: Self, c: Self) -> Self {
        if cfg!(feature = "std") {
            Self::new(self.0.fused(b.0, c.0))
        } else {
            self * b + c // without `std`, `mul_add` is a slow call
        }
    }

    with_the_number! {
        Real::max(other) Real::min(other) Real::abs() Real::sqrt() Real::select_gt(limit, then, otherwise)
    }

    forward_to_math!();
}

impl<T: Float, S: Instructions> Binary for Single<T, S> {
    const FORMAT: Format = T::FORMAT;

    with_the_number! { Binary::power_of_two() Binary::exponent() Binary::with_sign(x) Binary::about_reciprocal() }
}

impl<T: Float, S: Instructions> Kernels for Single<T, S> {}

impl<T: Float, S: Instructions> Vector for Single<T, S> {
    type Element = T;
    type Single = Self;
    const LANES: usize = 1;
    const REGISTERS: usize = S::REGISTERS;

    #[inline(always)]
    fn splat(x: T) -> Self {
        Self::new(x)
    }

    #[inline(always)]
    fn load(x: &[T]) -> Self {
        Self::new(T::load(x))
    }

    #[inline(always)]
    fn store(self, x: &mut [T]) {
        self.0.store(x);
    }

    #[inline(always)]
    fn sum(self) -> T {
        self.0
    }

    #[inline(always)]
    fn call<R>(work: impl FnOnce() -> R) -> R {
        // SAFETY: the machine has the instructions: only their vectors name this type, and what is
        // true of those is true of it; see `Packed`.
        unsafe { S::call(work) }
    }
}
