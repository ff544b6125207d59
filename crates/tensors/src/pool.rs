//! The kernels of pooling layers, each channel by itself.
//!
//! An image's rows are in the order `[channel][height][width]`, a sample to a lane.

pub(crate) mod one;

use core::ops::Range;

use crate::conv::correlation::interval;
use crate::conv::product;
use crate::sums::sum;
use crate::{Number, Vector, Window};

/// A pooling layer's sizes.
///
/// # Examples
///
/// ```
/// use sinew_tensors::{Window, pool::Pool};
///
/// let pool = Pool { input: [6, 24, 24], window: Window::new([2, 2]).with_stride([2, 2]) };
/// assert_eq!(pool.output(), [6, 12, 12]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Channels, height and width of an input.
    pub input: [usize; 3],
    /// What an output looks at.
    pub window: Window,
}

impl Pool {
    /// Channels, height and width of an output.
    ///
    /// # Panics
    ///
    /// If the window is larger than the padded image.
    pub const fn output(&self) -> [usize; 3] {
        let [height, width] = self.window.outputs([self.input[1], self.input[2]]);
        [self.input[0], height, width]
    }

    /// Whether each input belongs to one window and no more, so that its gradient can be written
    /// and need not be added up.
    fn covers_once(&self) -> bool {
        let Window { kernel, stride, padding, dilation } = self.window;
        (0..2).all(|i| self.input[i + 1].is_multiple_of(kernel[i]) && (dilation[i] == 1 || kernel[i] == 1))
            && kernel == stride
            && padding == [[0; 2]; 2]
    }

    fn assert_shapes(&self, x: usize, y: usize) {
        assert!(x == product(self.input), "x: {:?}, not {x} rows", self.input);
        assert!(y == product(self.output()), "y: {:?}, not {y} rows", self.output());
    }
}

/// The largest, `y[c][y][x][·] = max x[c][y·s + k·d − p][x·s + l·d − p][·]` over the window's `k`
/// and `l` that meet the image; `NaN` if one of them is.
///
/// `x: [C, H, W, LANES]`, `y: [C, H′, W′, LANES]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn max_forward<V: Vector, const W: usize>(pool: &Pool, x: &[[V; W]], y: &mut [[V; W]]) {
    pool.assert_shapes(x.len(), y.len());
    V::max_pool_forward(pool, x.as_flattened(), y.as_flattened_mut(), W);
}

/// The largest for one sample; see [`max_forward`]. Here the lanes hold pixels of the one sample.
///
/// `x: [C, H, W]`, `y: [C, H′, W′]`; `scratch` has [`forward_one_scratch`] numbers.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn max_forward_one<V: Vector>(pool: &Pool, x: &[V::Element], y: &mut [V::Element], scratch: &mut [V::Element]) {
    pool.assert_shapes(x.len(), y.len());
    V::max_pool_forward_one(pool, x, y, scratch);
}

/// How many numbers [`max_forward_one`] and [`average_forward_one`] need as scratch memory: for
/// each column of the input one in each row of the output.
pub const fn forward_one_scratch(pool: &Pool) -> usize {
    let [channels, rows, _] = pool.output();
    channels * rows * pool.input[2]
}

/// Hands each `dy` to the first of its window's largest inputs, or the first that is `NaN`:
/// `dx[i] = Σ dy[o]` over the outputs `o` that took their number from `i`.
///
/// `x`, `dx: [C, H, W, LANES]`, `y`, `dy: [C, H′, W′, LANES]`. Which input it was is seen from `x`
/// and `y`; forward leaves nothing else.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn max_backward<V: Vector, const W: usize>(
    pool: &Pool,
    x: &[[V; W]],
    y: &[[V; W]],
    dy: &[[V; W]],
    dx: &mut [[V; W]],
) {
    pool.assert_shapes(x.len(), y.len());
    pool.assert_shapes(dx.len(), dy.len());
    V::max_pool_backward(pool, x.as_flattened(), y.as_flattened(), dy.as_flattened(), dx.as_flattened_mut(), W);
}

/// The mean, `y[c][y][x][·] = 1/n·Σ x[c][y·s + k·d − p][x·s + l·d − p][·]`, with `n` the size of
/// the window: padding counts as zeros.
///
/// `x: [C, H, W, LANES]`, `y: [C, H′, W′, LANES]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn average_forward<V: Vector, const W: usize>(pool: &Pool, x: &[[V; W]], y: &mut [[V; W]]) {
    pool.assert_shapes(x.len(), y.len());
    V::average_pool_forward(pool, x.as_flattened(), y.as_flattened_mut(), W);
}

/// The mean for one sample; see [`average_forward`]. Here the lanes hold pixels of the one sample.
///
/// `x: [C, H, W]`, `y: [C, H′, W′]`; `scratch` has [`forward_one_scratch`] numbers.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn average_forward_one<V: Vector>(pool: &Pool, x: &[V::Element], y: &mut [V::Element], scratch: &mut [V::Element]) {
    pool.assert_shapes(x.len(), y.len());
    V::average_pool_forward_one(pool, x, y, scratch);
}

/// Spreads each `dy` over its window: `dx[i] = 1/n·Σ dy[o]` over the outputs `o` that read `i`.
///
/// `dy: [C, H′, W′, LANES]`, `dx: [C, H, W, LANES]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn average_backward<V: Vector, const W: usize>(pool: &Pool, dy: &[[V; W]], dx: &mut [[V; W]]) {
    pool.assert_shapes(dx.len(), dy.len());
    V::average_pool_backward(pool, dy.as_flattened(), dx.as_flattened_mut(), W);
}

/// Makes the means of [`average_forward`] those of fewer numbers, `y ← y·n/m`, with `n` the size of
/// the window and `m` how many of its numbers lie within the image or the `counted` padding around
/// it, `[[top, bottom], [left, right]]`.
///
/// `y: [C, H′, W′, LANES]`. The same with `dy`, before [`average_backward`].
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn rescale<V: Vector, const W: usize>(pool: &Pool, counted: [[usize; 2]; 2], y: &mut [[V; W]]) {
    assert!(y.len() == product(pool.output()), "y: {:?}, not {} rows", pool.output(), y.len());
    V::pool_rescale(pool, counted, y.as_flattened_mut(), W);
}

/// The mean of each channel, `y[c][·] = 1/n·Σᵢ x[c][i][·]`.
///
/// `x: [C, N, LANES]`, `y: [C, LANES]`.
///
/// # Panics
///
/// If the channels do not divide `x`.
#[inline]
pub fn global_average_forward<V: Vector, const W: usize>(x: &[[V; W]], y: &mut [[V; W]]) {
    assert!(x.len().is_multiple_of(y.len()), "x: [C, N], y: [C]");
    V::global_average_forward(x.as_flattened(), y.as_flattened_mut(), W);
}

/// The mean of each channel of one sample, `x: [C, N]`, `y: [C]`; here the lanes hold pixels of the
/// one sample.
///
/// # Panics
///
/// If the channels do not divide `x`.
#[inline]
pub fn global_average_forward_one<V: Vector>(x: &[V::Element], y: &mut [V::Element]) {
    assert!(x.len().is_multiple_of(y.len()), "x: [C, N], y: [C]");
    V::global_average_forward_one(x, y);
}

/// Spreads each `dy` over its channel: `dx[c][i][·] = 1/n·dy[c][·]`.
///
/// `dy: [C, LANES]`, `dx: [C, N, LANES]`.
///
/// # Panics
///
/// If the channels do not divide `dx`.
#[inline]
pub fn global_average_backward<V: Vector, const W: usize>(dy: &[[V; W]], dx: &mut [[V; W]]) {
    assert!(dx.len().is_multiple_of(dy.len()), "dx: [C, N], dy: [C]");
    V::global_average_backward(dy.as_flattened(), dx.as_flattened_mut(), W);
}

#[inline(always)]
pub(crate) fn max_forward_kernel<V: Vector>(pool: &Pool, x: &[V], y: &mut [V], width: usize) {
    each_window::<V>(
        pool,
        width,
        #[inline(always)]
        |window, output| {
            let mut largest = V::constant(f64::NEG_INFINITY);
            window.each(
                #[inline(always)]
                |i| largest = largest.maximum(x[i]),
            );
            y[output] = largest;
        },
    );
}

#[inline(always)]
pub(crate) fn max_backward_kernel<V: Vector>(pool: &Pool, x: &[V], y: &[V], dy: &[V], dx: &mut [V], width: usize) {
    let zero = V::splat(V::Element::ZERO);
    if pool.covers_once() {
        each_window::<V>(
            pool,
            width,
            #[inline(always)]
            |window, output| {
                let (y, mut left) = (largest_number(y[output]), dy[output]);
                window.each(
                    #[inline(always)]
                    |i| dx[i] = take(x[i], y, &mut left),
                );
            },
        );
    } else {
        dx.fill(zero);
        each_window::<V>(
            pool,
            width,
            #[inline(always)]
            |window, output| {
                let (y, mut left) = (largest_number(y[output]), dy[output]);
                window.each(
                    #[inline(always)]
                    |i| dx[i] = dx[i] + take(x[i], y, &mut left),
                );
            },
        );
    }
}

/// The maximum `y`, or infinity where that is `NaN`, so that no finite input passes for it.
#[inline(always)]
fn largest_number<V: Vector>(y: V) -> V {
    y.min(V::constant(f64::INFINITY))
}

/// The part that an input takes of what is `left` of its window's gradient: in each lane the first
/// that is not less than the maximum `y`, or that is `NaN`, takes all.
#[inline(always)]
fn take<V: Vector>(x: V, y: V, left: &mut V) -> V {
    let taken = y.select_gt(x, V::splat(V::Element::ZERO), *left);
    *left = *left - taken;
    taken
}

#[inline(always)]
pub(crate) fn average_forward_kernel<V: Vector>(pool: &Pool, x: &[V], y: &mut [V], width: usize) {
    let scale = V::constant(1.0 / pool.window.area() as f64);
    each_window::<V>(
        pool,
        width,
        #[inline(always)]
        |window, output| {
            let mut sum = V::splat(V::Element::ZERO);
            window.each(
                #[inline(always)]
                |i| sum = sum + x[i],
            );
            y[output] = sum * scale;
        },
    );
}

#[inline(always)]
pub(crate) fn average_backward_kernel<V: Vector>(pool: &Pool, dy: &[V], dx: &mut [V], width: usize) {
    let scale = V::constant(1.0 / pool.window.area() as f64);
    dx.fill(V::splat(V::Element::ZERO));
    each_window::<V>(
        pool,
        width,
        #[inline(always)]
        |window, output| {
            let share = dy[output] * scale;
            window.each(
                #[inline(always)]
                |i| dx[i] = dx[i] + share,
            );
        },
    );
}

#[inline(always)]
pub(crate) fn rescale_kernel<V: Vector>(pool: &Pool, counted: [[usize; 2]; 2], y: &mut [V], width: usize) {
    let ([_, rows, columns], area) = (pool.output(), pool.window.area());
    for (i, y) in y.chunks_exact_mut(columns * width).enumerate() {
        let down = count_of_row(pool, i % rows, counted[0]);
        for (j, y) in y.chunks_exact_mut(width).enumerate() {
            let scale = V::constant(area as f64 / (down * count(pool, 1, j, counted[1])) as f64);
            for y in y {
                *y = *y * scale;
            }
        }
    }
}

#[inline(always)]
pub(crate) fn global_average_forward_kernel<V: Vector>(x: &[V], y: &mut [V], width: usize) {
    let pixels = x.len() / y.len();
    let scale = V::constant(1.0 / pixels as f64);
    for (x, y) in x.chunks_exact(pixels * width).zip(y.chunks_exact_mut(width)) {
        for (c, y) in y.iter_mut().enumerate() {
            *y = sum(x, width, c) * scale;
        }
    }
}

#[inline(always)]
pub(crate) fn global_average_backward_kernel<V: Vector>(dy: &[V], dx: &mut [V], width: usize) {
    let pixels = dx.len() / dy.len();
    let scale = V::constant(1.0 / pixels as f64);
    for (dx, dy) in dx.chunks_exact_mut(pixels * width).zip(dy.chunks_exact(width)) {
        for dx in dx.chunks_exact_mut(width) {
            for (dx, &dy) in dx.iter_mut().zip(dy) {
                *dx = dy * scale;
            }
        }
    }
}

/// The inputs that an output looks at: `rows` times `columns`, in vectors.
#[derive(Clone, Copy, Debug)]
struct Inputs {
    first: usize,
    rows: usize,
    columns: usize,
    row_step: usize,
    column_step: usize,
}

impl Inputs {
    /// Each of them, row by row.
    #[inline(always)]
    fn each(self, mut visit: impl FnMut(usize)) {
        for k in 0..self.rows {
            for l in 0..self.columns {
                visit(self.first + k * self.row_step + l * self.column_step);
            }
        }
    }
}

/// Visits all outputs, with the inputs that each looks at. Windows of 2 × 2 have code without
/// loops.
#[inline(always)]
fn each_window<V: Vector>(pool: &Pool, width: usize, visit: impl FnMut(Inputs, usize)) {
    if const { V::LANES > 1 } && pool.window.kernel == [2, 2] {
        each_window_of::<2>(pool, width, visit);
    } else {
        each_window_of::<0>(pool, width, visit);
    }
}

/// As above, for a square window of `K`, or of any size where that is 0.
#[inline(always)]
fn each_window_of<const K: usize>(pool: &Pool, width: usize, mut visit: impl FnMut(Inputs, usize)) {
    let ([channels, height, row], window) = (pool.input, &pool.window);
    let [_, output_height, output_row] = pool.output();
    let (row_step, column_step) = (window.dilation[0] * row * width, window.dilation[1] * width);
    let mut output = 0;
    for channel in 0..channels {
        for y in 0..output_height {
            let (top, ks) = taps_of_row(window, y, height);
            for x in 0..output_row {
                let (left, ls) = taps(window, 1, x, row);
                let first = ((channel * height + top) * row + left) * width;
                let whole = K > 0 && ks.len() == K && ls.len() == K;
                for c in 0..width {
                    let inputs = Inputs { first: first + c, rows: ks.len(), columns: ls.len(), row_step, column_step };
                    if whole {
                        visit(Inputs { rows: K, columns: K, ..inputs }, output);
                    } else {
                        visit(inputs, output);
                    }
                    output += 1;
                }
            }
        }
    }
}

/// The window's inputs along an axis for the output `i` that lie within the `extent`, and where the
/// first of them lies.
#[inline(always)]
fn taps(window: &Window, axis: usize, i: usize, extent: usize) -> (usize, Range<usize>) {
    let first = (i * window.stride[axis]).wrapping_sub(window.padding[axis][0]);
    let last = first.wrapping_add(window.reach(axis));
    if first < extent && last < extent {
        return (first, 0..window.kernel[axis]);
    }
    let at = |k: usize| first.wrapping_add(k * window.dilation[axis]);
    let taps = interval(window.kernel[axis], |k| at(k) < extent);
    (if taps.is_empty() { 0 } else { at(taps.start) }, taps)
}

/// The window's inputs along the height; compiled once, since it is asked only once a row.
#[inline(never)]
fn taps_of_row(window: &Window, y: usize, height: usize) -> (usize, Range<usize>) {
    taps(window, 0, y, height)
}

/// How many of the window's inputs along an axis lie within the image, or this much padding before
/// and after it, for the output `i`.
#[inline(always)]
fn count(pool: &Pool, axis: usize, i: usize, [before, after]: [usize; 2]) -> usize {
    let (window, extent) = (&pool.window, before + pool.input[axis + 1] + after);
    let first = (i * window.stride[axis] + before).wrapping_sub(window.padding[axis][0]);
    (0..window.kernel[axis]).filter(|k| first.wrapping_add(k * window.dilation[axis]) < extent).count()
}

/// The same along the height; compiled once, since it is asked only once a row.
#[inline(never)]
fn count_of_row(pool: &Pool, y: usize, counted: [usize; 2]) -> usize {
    count(pool, 0, y, counted)
}
