//! The pooling of one sample, with pixels in the lanes: down the columns, where rows lie side by
//! side in vectors, and then along each row.

use super::{Pool, taps};
use crate::sums::sum;
use crate::{Number, Real, Vector};

/// What a window makes of its numbers.
pub(crate) trait Fold {
    /// What it makes of none.
    const START: f64;

    /// What it makes of one more.
    fn fold<R: Real>(sum: R, x: R) -> R;

    /// What to multiply the result by, if by anything.
    fn scale(pool: &Pool) -> Option<f64>;
}

pub(crate) struct Maximum;

impl Fold for Maximum {
    const START: f64 = f64::NEG_INFINITY;

    #[inline(always)]
    fn fold<R: Real>(largest: R, x: R) -> R {
        largest.maximum(x)
    }

    #[inline(always)]
    fn scale(_: &Pool) -> Option<f64> {
        None
    }
}

pub(crate) struct Mean;

impl Fold for Mean {
    const START: f64 = 0.0;

    #[inline(always)]
    fn fold<R: Real>(sum: R, x: R) -> R {
        sum + x
    }

    #[inline(always)]
    fn scale(pool: &Pool) -> Option<f64> {
        Some(1.0 / pool.window.area() as f64)
    }
}

#[inline(always)]
pub(crate) fn kernel<V: Vector, F: Fold>(
    pool: &Pool,
    x: &[V::Element],
    y: &mut [V::Element],
    columns: &mut [V::Element],
) {
    let (window, [_, height, width], [_, rows, _]) = (&pool.window, pool.input, pool.output());
    let columns = &mut columns[..super::forward_one_scratch(pool)];
    for (x, columns) in x.chunks_exact(height * width).zip(columns.chunks_exact_mut(rows * width)) {
        for i in 0..rows {
            let (top, ks) = taps(window, 0, i, height);
            let (from, to) = (&x[top * width..], &mut columns[i * width..]);
            down_the_columns::<V, F>(from, ks.len(), window.dilation[0] * width, to, width);
        }
    }
    along_the_rows::<V::Element, F>(pool, columns, y);
    if let Some(scale) = F::scale(pool) {
        let scale = V::constant(scale);
        for y in y.chunks_mut(V::LANES) {
            (V::load(y) * scale).store(y);
        }
    }
}

/// `to[x] = x[0][x] + … + x[rows − 1][x]`, where `+` is the fold and a row begins `step` numbers
/// after the one before.
///
/// The last vector is whole, where there is room: the next row overwrites what it wrote too much.
#[inline(always)]
fn down_the_columns<V: Vector, F: Fold>(
    x: &[V::Element],
    rows: usize,
    step: usize,
    to: &mut [V::Element],
    width: usize,
) {
    for first in (0..width).step_by(V::LANES) {
        let mut sum = V::constant(F::START);
        for k in 0..rows {
            sum = F::fold(sum, V::load(&x[k * step + first..]));
        }
        sum.store(&mut to[first..]);
    }
}

/// Where windows follow upon each other without a gap, all rows are one.
#[inline(always)]
fn along_the_rows<T: Number, F: Fold>(pool: &Pool, columns: &[T], y: &mut [T]) {
    let window = &pool.window;
    let ([_, _, width], [_, _, outputs], kernel) = (pool.input, pool.output(), window.kernel[1]);
    match (pool.covers_once(), kernel) {
        (true, 2) => side_by_side::<T, F, 2>(columns, y),
        (true, 3) => side_by_side::<T, F, 3>(columns, y),
        (true, 4) => side_by_side::<T, F, 4>(columns, y),
        _ => {
            for (columns, y) in columns.chunks_exact(width).zip(y.chunks_exact_mut(outputs)) {
                for (i, y) in y.iter_mut().enumerate() {
                    let (left, ls) = taps(window, 1, i, width);
                    let mut sum = T::constant(F::START);
                    for l in 0..ls.len() {
                        sum = F::fold(sum, columns[left + l * window.dilation[1]]);
                    }
                    *y = sum;
                }
            }
        }
    }
}

/// `y[i] = x[K·i] + … + x[K·i + K − 1]`, where `+` is the fold; the compiler makes vectors of it.
#[inline(always)]
fn side_by_side<T: Number, F: Fold, const K: usize>(x: &[T], y: &mut [T]) {
    for (y, x) in y.iter_mut().zip(x.as_chunks::<K>().0) {
        let mut sum = x[0];
        for l in 1..K {
            sum = F::fold(sum, x[l]);
        }
        *y = sum;
    }
}

#[inline(always)]
pub(crate) fn global_average_kernel<V: Vector>(x: &[V::Element], y: &mut [V::Element]) {
    let pixels = x.len() / y.len();
    let scale = V::Element::constant(1.0 / pixels as f64);
    for (x, y) in x.chunks_exact(pixels).zip(y) {
        let whole = V::vectors(x);
        let rest = V::load(&x[whole.len() * V::LANES..]);
        *y = (sum(whole, 1, 0) + rest).sum() * scale;
    }
}
