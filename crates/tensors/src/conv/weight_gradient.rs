//! The weight gradient of a convolution, `dw[o][i][k] += Σ dz[o][at]·x[i][at·s + k·d − p]`.
//!
//! A block holds the sums of `R` output channels times `T` weights in registers, over all pixels of
//! all tiles; its lanes are added at the end. Pixels whose inputs all lie in the image come first,
//! in plain loops; then those at the borders.

use core::ops::Range;

use super::correlation::{Axis, Sizes, interval};
use super::product;
use crate::simd::outlined;
use crate::{Number, Vector};

#[inline(always)]
pub(crate) fn kernel<V: Vector>(sizes: &Sizes, x: &[V], dz: &[V], dw: &mut [V::Element], width: usize) {
    let axes = &[Axis::forward(sizes, 0), Axis::forward(sizes, 1)];
    let mut gradient = WeightGradient { sizes, axes, x, dz, dw, width };
    let channels = sizes.features[0] / sizes.groups;
    for group in 0..sizes.groups {
        let mut channel = 0;
        while channel < channels {
            channel += gradient.some_channels(group, channel, channels - channel);
        }
    }
}

struct WeightGradient<'a, V: Vector> {
    sizes: &'a Sizes,
    axes: &'a [Axis; 2],
    x: &'a [V],
    dz: &'a [V],
    dw: &'a mut [V::Element],
    width: usize,
}

/// Where the weights of a block find their inputs.
struct Taps<const T: usize> {
    /// Where the channel begins in an image.
    plane: [usize; T],
    /// The row and the vector in it that the output at the origin reads; before the image, they
    /// wrap around.
    row: [usize; T],
    column: [usize; T],
}

impl<const T: usize> Taps<T> {
    /// The weights from the `first` on, in the order `[i][k][l]` in which they lie.
    #[inline(always)]
    fn new(sizes: &Sizes, axes: &[Axis; 2], width: usize, group: usize, first: usize) -> Self {
        let mut taps = Self { plane: [0; T], row: [0; T], column: [0; T] };
        locate(sizes, axes, width, group, first, [&mut taps.plane, &mut taps.row, &mut taps.column]);
        taps
    }
}

/// Where the weights from the `first` on find their inputs: see [`Taps`].
#[inline(never)]
fn locate(
    sizes: &Sizes,
    axes: &[Axis; 2],
    width: usize,
    group: usize,
    first: usize,
    [planes, rows, columns]: [&mut [usize]; 3],
) {
    let [channels, image_height, image_width] = sizes.image;
    let [kernel_height, kernel_width] = sizes.window.kernel;
    for t in 0..planes.len() {
        let (row, l) = ((first + t) / kernel_width, (first + t) % kernel_width);
        let channel = group * (channels / sizes.groups) + row / kernel_height;
        planes[t] = channel * image_height * image_width * width;
        rows[t] = axes[0].at(0, row % kernel_height);
        columns[t] = axes[1].at(0, l).wrapping_mul(width);
    }
}

/// The rows of outputs, and the vectors in them, that find all their inputs in the image, side by
/// side, given the row and the column at which each weight begins.
#[inline(never)]
fn inside(
    sizes: &Sizes,
    axes: &[Axis; 2],
    width: usize,
    row: &[usize],
    column: &[usize],
) -> (Range<usize>, Range<usize>) {
    let [_, image_height, image_width] = sizes.image;
    let (row_step, image_width) = (axes[0].input_step, image_width * width);
    // If the outermost weights find theirs, so do all between.
    let [(top, bottom), (left, right)] = [row, column].map(outermost);
    let rows = interval(sizes.features[1], |y| {
        top.wrapping_add(y * row_step) < image_height && bottom.wrapping_add(y * row_step) < image_height
    });
    if axes[1].input_step != 1 {
        return (0..0, 0..0);
    }
    let columns = interval(sizes.features[2] * width, |q| {
        left.wrapping_add(q) < image_width && right.wrapping_add(q) < image_width
    });
    if rows.is_empty() || columns.is_empty() { (0..0, 0..0) } else { (rows, columns) }
}

/// The first and the last of positions; those before the image, which wrap around, come first.
fn outermost(positions: &[usize]) -> (usize, usize) {
    let (mut first, mut last) = (isize::MAX, isize::MIN);
    for position in positions {
        first = first.min(position.cast_signed());
        last = last.max(position.cast_signed());
    }
    (first.cast_unsigned(), last.cast_unsigned())
}

impl<V: Vector> WeightGradient<'_, V> {
    /// Blocks as in the forward pass: see `Pass::some_channels`.
    #[inline(always)]
    fn some_channels(&mut self, group: usize, channel: usize, left: usize) -> usize {
        if const { V::REGISTERS >= 32 } {
            match left {
                1 => self.channels::<1, 8>(group, channel),
                2 | 3 => self.channels::<2, 8>(group, channel),
                4 | 5 | 8 | 16 => self.channels::<4, 4>(group, channel),
                _ => self.channels::<6, 4>(group, channel),
            }
        } else {
            match left {
                1 => self.channels::<1, 8>(group, channel),
                2 | 3 => self.channels::<2, 4>(group, channel),
                4 | 5 | 8 => self.channels::<4, 2>(group, channel),
                _ => self.channels::<6, 2>(group, channel),
            }
        }
    }

    /// All weights of `R` output channels. Where a vector is a single number, whose speed is not
    /// the point, one channel after the other: fewer sizes are compiled, and no bit changes.
    #[inline(always)]
    fn channels<const R: usize, const T: usize>(&mut self, group: usize, channel: usize) -> usize {
        if const { V::LANES > 1 } {
            self.weights::<R, T>(group, channel);
        } else {
            for channel in channel..channel + R {
                self.weights::<1, T>(group, channel);
            }
        }
        R
    }

    #[inline(always)]
    fn weights<const R: usize, const T: usize>(&mut self, group: usize, channel: usize) {
        let weights = self.sizes.weights() / self.sizes.features[0];
        let whole = weights / T * T;
        for first in (0..whole).step_by(T) {
            self.outlined_block::<R, T>(group, channel, first);
        }
        for first in whole..weights {
            self.outlined_block::<R, 1>(group, channel, first);
        }
    }

    /// All blocks as one function would take several times as long to compile.
    #[inline(always)]
    fn outlined_block<const R: usize, const T: usize>(&mut self, group: usize, channel: usize, first: usize) {
        outlined::<V, _>(
            #[inline(always)]
            || self.block::<R, T>(group, channel, first),
        );
    }

    #[inline(always)]
    fn block<const R: usize, const T: usize>(&mut self, group: usize, channel: usize, first: usize) {
        let taps: Taps<T> = Taps::new(self.sizes, self.axes, self.width, group, first);
        let channel = group * (self.sizes.features[0] / self.sizes.groups) + channel;
        let (rows, columns) = inside(self.sizes, self.axes, self.width, &taps.row, &taps.column);
        let mut sums = [[V::splat(V::Element::ZERO); T]; R];
        let tiles = self.x.len() / (product(self.sizes.image) * self.width);
        for tile in 0..tiles {
            for y in rows.clone() {
                self.add_inside(&mut sums, &taps, tile, channel, y, &columns);
            }
        }
        let [_, height, width] = self.sizes.features;
        if (&rows, &columns) != (&(0..height), &(0..width * self.width)) {
            for tile in 0..tiles {
                for y in 0..height {
                    let done = if rows.contains(&y) { columns.clone() } else { 0..0 };
                    self.add_border(&mut sums, &taps, tile, channel, y, &done);
                }
            }
        }
        let weights = self.sizes.weights() / self.sizes.features[0];
        for r in 0..R {
            let dw = &mut self.dw[(channel + r) * weights + first..][..T];
            for t in 0..T {
                dw[t] = dw[t] + sums[r][t].sum();
            }
        }
    }

    /// Where row `y` of `channel` begins in `dz`, and how many vectors lie from there to the same
    /// row of the next channel.
    #[inline(always)]
    fn output_row(&self, tile: usize, channel: usize, y: usize) -> (usize, usize) {
        let [channels, height, width] = self.sizes.features;
        (((tile * channels + channel) * height + y) * width * self.width, height * width * self.width)
    }

    /// Adds what one row of outputs contributes, without looking for the image's border.
    #[inline(always)]
    fn add_inside<const R: usize, const T: usize>(
        &self,
        sums: &mut [[V; T]; R],
        taps: &Taps<T>,
        tile: usize,
        channel: usize,
        y: usize,
        columns: &Range<usize>,
    ) {
        let (count, row) = (columns.len(), self.sizes.image[2] * self.width);
        let image = tile * product(self.sizes.image) * self.width + columns.start;
        let (at, plane) = self.output_row(tile, channel, y);
        let (mut dz, mut x): ([&[V]; R], [&[V]; T]) = ([&[]; R], [&[]; T]);
        for r in 0..R {
            dz[r] = &self.dz[at + r * plane + columns.start..][..count];
        }
        for t in 0..T {
            let row = taps.plane[t] + taps.row[t].wrapping_add(y * self.axes[0].input_step) * row;
            x[t] = &self.x[(image + row).wrapping_add(taps.column[t])..][..count];
        }
        for q in 0..count {
            let mut pixels = [V::splat(V::Element::ZERO); T];
            for t in 0..T {
                pixels[t] = x[t][q];
            }
            for r in 0..R {
                let dz = dz[r][q];
                for t in 0..T {
                    sums[r][t] = dz.mul_add(pixels[t], sums[r][t]);
                }
            }
        }
    }

    /// Adds what one row of outputs contributes, without those that are `done`.
    #[inline(always)]
    fn add_border<const R: usize, const T: usize>(
        &self,
        sums: &mut [[V; T]; R],
        taps: &Taps<T>,
        tile: usize,
        channel: usize,
        y: usize,
        done: &Range<usize>,
    ) {
        let [_, height, width] = self.sizes.image;
        let image = tile * product(self.sizes.image) * self.width;
        let (at, plane) = self.output_row(tile, channel, y);
        let step = self.axes[1].input_step;
        // The output's vector, its number in its pixel, and the input's vector.
        let (mut q, mut lane, mut input) = (0, 0, 0);
        while q < self.sizes.features[2] * self.width {
            if q == done.start && !done.is_empty() {
                (q, input) = (done.end, done.end); // rows are `done` in part at stride 1 only
                continue;
            }
            let mut pixels = [V::splat(V::Element::ZERO); T];
            for t in 0..T {
                let row = taps.row[t].wrapping_add(y * self.axes[0].input_step);
                let column = taps.column[t].wrapping_add(input);
                if row < height && column < width * self.width {
                    pixels[t] = self.x[image + taps.plane[t] + row * width * self.width + column];
                }
            }
            for r in 0..R {
                let dz = self.dz[at + r * plane + q];
                for t in 0..T {
                    sums[r][t] = dz.mul_add(pixels[t], sums[r][t]);
                }
            }
            q += 1;
            (lane, input) = (lane + 1, input + 1);
            if lane == self.width {
                (lane, input) = (0, input + (step - 1) * self.width);
            }
        }
    }
}
