//! A row of a tile as one vector.

use core::ops::{Add, Div, Mul, Neg, Sub};

use bytemuck::{Pod, TransparentWrapper, Zeroable};

use crate::kernels::Kernels;
use crate::{Number, Real, Vector};

/// A row `[V; W]` of a tile as one vector of `W` times as many lanes: one number of each sample.
///
/// What is written in vectors of samples, `&[V]`, by that works on tiles, `&[[V; W]]`.
///
/// # Examples
///
/// ```
/// use sinew_tensors::{Number, Real, Wide, Vector};
///
/// fn squares<V: Vector>(x: &mut [V]) {
///     for x in x {
///         *x = x.square();
///     }
/// }
///
/// let mut tile = [[1.0_f64, 2.0], [3.0, 4.0]];
/// squares(Wide::of_mut(&mut tile));
/// assert_eq!(tile, [[1.0, 4.0], [9.0, 16.0]]);
/// ```
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct Wide<V, const W: usize>([V; W]);

// SAFETY: transparent around an array of what zeros are valid for.
unsafe impl<V: Vector, const W: usize> Zeroable for Wide<V, W> {}
// SAFETY: transparent around an array of plain data, in which there is no padding.
unsafe impl<V: Vector, const W: usize> Pod for Wide<V, W> {}
// SAFETY: `repr(transparent)`, and the array is its only field.
unsafe impl<V, const W: usize> TransparentWrapper<[V; W]> for Wide<V, W> {}

impl<V, const W: usize> Wide<V, W> {
    /// The rows of a tile.
    #[inline(always)]
    #[must_use]
    pub fn of(tile: &[[V; W]]) -> &[Self] {
        Self::wrap_slice(tile)
    }

    /// The rows of a tile.
    #[inline(always)]
    #[must_use]
    pub fn of_mut(tile: &mut [[V; W]]) -> &mut [Self] {
        Self::wrap_slice_mut(tile)
    }
}

/// Methods that do in each of the vectors what they do in one.
macro_rules! in_each_vector {
    ($($method:ident($($argument:ident),*))*) => {$(
        #[inline(always)]
        fn $method(self $(, $argument: Self)*) -> Self {
            let mut y = self;
            for c in 0..W {
                y.0[c] = self.0[c].$method($($argument.0[c]),*);
            }
            y
        }
    )*};
}

macro_rules! operators {
    ($($trait:ident $method:ident($($argument:ident)?);)*) => {$(
        impl<V: Vector, const W: usize> $trait for Wide<V, W> {
            type Output = Self;

            in_each_vector! { $method($($argument)?) }
        }
    )*};
}

operators! {
    Add add(other);
    Sub sub(other);
    Mul mul(other);
    Div div(other);
    Neg neg();
}

impl<V: Vector, const W: usize> Real for Wide<V, W> {
    #[inline(always)]
    fn constant(x: f64) -> Self {
        Self([V::constant(x); W])
    }

    in_each_vector! {
        mul_add(b, c) max(other) min(other) maximum(other) abs() sqrt() select_gt(limit, then, otherwise)
        recip() exp() exp_m1() ln() ln_1p() tanh() sigmoid() erf()
    }
}

impl<V: Vector, const W: usize> Kernels for Wide<V, W> {}

impl<V: Vector, const W: usize> Vector for Wide<V, W> {
    type Element = V::Element;
    type Single = V::Single;
    const LANES: usize = W * V::LANES;
    const REGISTERS: usize = V::REGISTERS / W;

    #[inline(always)]
    fn splat(x: V::Element) -> Self {
        Self([V::splat(x); W])
    }

    #[inline(always)]
    fn load(x: &[V::Element]) -> Self {
        let mut row = Self::splat(V::Element::ZERO);
        for (y, x) in row.0.iter_mut().zip(x.chunks(V::LANES)) {
            *y = V::load(x);
        }
        row
    }

    #[inline(always)]
    fn store(self, x: &mut [V::Element]) {
        for (y, x) in self.0.into_iter().zip(x.chunks_mut(V::LANES)) {
            y.store(x);
        }
    }

    #[inline(always)]
    fn sum(self) -> V::Element {
        let mut sum = self.0[0];
        for c in 1..W {
            sum = sum + self.0[c];
        }
        sum.sum()
    }

    #[inline(always)]
    fn call<R>(work: impl FnOnce() -> R) -> R {
        V::call(work)
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // exact numbers are what these tests are about
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_vector_of_all_its_lanes() {
        let row = Wide::<f64, 3>::load(&[1.0, -2.0]);
        assert_eq!(row.0, [1.0, -2.0, 0.0]);
        assert_eq!((row + row.abs()).mul_add(row, Wide::constant(0.5)).0, [2.5, 0.5, 0.5]);
        assert_eq!(row.select_gt(Wide::splat(0.0), row, -row).0, [1.0, 2.0, -0.0]);
        assert_eq!(row.sum(), -1.0);
        let mut x = [7.0; 4];
        row.store(&mut x);
        assert_eq!(x, [1.0, -2.0, 0.0, 7.0]);
    }
}
