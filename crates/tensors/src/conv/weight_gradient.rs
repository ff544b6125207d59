//! The weight gradient of a convolution, `dw[o][i][k] += Σ dz[o][at]·x[i][at·s + k·d − p]`.
//!
//! A block holds the sums of `R` output channels times `T` weights in registers, over all pixels of all tiles; its lanes are added
//! at the end. Pixels whose inputs all lie in the image come first, in plain loops; then those at the borders.

use core::ops::Range;

use super::correlation::{Axis, Sizes, interval};
use super::product;
use crate::{Number, Vector};

#[inline(always)]
pub(crate) fn kernel<V: Vector>(sizes: &Sizes, x: &[V], dz: &[V], dw: &mut [V::Element], width: usize) {
    let axes = [Axis::forward(sizes, 0), Axis::forward(sizes, 1)];
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
    axes: [Axis; 2],
    x: &'a [V],
    dz: &'a [V],
    dw: &'a mut [V::Element],
    width: usize,
}

/// Where the weights of a block find their inputs.
struct Taps<const T: usize> {
    /// Where the channel begins in an image.
    plane: [usize; T],
    /// The row and the vector in it that the output at the origin reads; before the image, they wrap around.
    row: [usize; T],
    column: [usize; T],
}

impl<V: Vector> WeightGradient<'_, V> {
    /// Blocks as in the forward pass: see `Pass::some_channels`.
    #[inline(always)]
    fn some_channels(&mut self, group: usize, channel: usize, left: usize) -> usize {
        match (V::REGISTERS >= 32, left) {
            (_, 1) => self.channels::<1, 8>(group, channel),
            (true, 2 | 3) => self.channels::<2, 8>(group, channel),
            (true, 4 | 5 | 8 | 16) => self.channels::<4, 4>(group, channel),
            (true, _) => self.channels::<6, 4>(group, channel),
            (false, 2 | 3) => self.channels::<2, 4>(group, channel),
            (false, 4 | 5 | 8) => self.channels::<4, 2>(group, channel),
            (false, _) => self.channels::<6, 2>(group, channel),
        }
    }

    /// All weights of `R` output channels.
    #[inline(always)]
    fn channels<const R: usize, const T: usize>(&mut self, group: usize, channel: usize) -> usize {
        let weights = self.sizes.weights() / self.sizes.features[0];
        let whole = weights / T * T;
        for first in (0..whole).step_by(T) {
            self.block::<R, T>(group, channel, first);
        }
        for first in whole..weights {
            self.block::<R, 1>(group, channel, first);
        }
        R
    }

    #[inline(always)]
    fn block<const R: usize, const T: usize>(&mut self, group: usize, channel: usize, first: usize) {
        let taps = self.taps::<T>(group, first);
        let channel = group * (self.sizes.features[0] / self.sizes.groups) + channel;
        let (rows, columns) = self.inside(&taps);
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

    /// The weights from the `first` on, in the order `[i][k][l]` in which they lie.
    #[inline(always)]
    fn taps<const T: usize>(&self, group: usize, first: usize) -> Taps<T> {
        let [channels, height, width] = self.sizes.image;
        let [kernel_height, kernel_width] = self.sizes.window.kernel;
        let mut taps = Taps { plane: [0; T], row: [0; T], column: [0; T] };
        for t in 0..T {
            let (row, l) = ((first + t) / kernel_width, (first + t) % kernel_width);
            let channel = group * (channels / self.sizes.groups) + row / kernel_height;
            taps.plane[t] = channel * height * width * self.width;
            taps.row[t] = self.axes[0].at(0, row % kernel_height);
            taps.column[t] = self.axes[1].at(0, l).wrapping_mul(self.width);
        }
        taps
    }

    /// The rows of outputs, and the vectors in them, that find all their inputs in the image, side by side.
    #[inline(always)]
    fn inside<const T: usize>(&self, taps: &Taps<T>) -> (Range<usize>, Range<usize>) {
        let [_, height, width] = self.sizes.image;
        let row_step = self.axes[0].input_step;
        let rows =
            interval(self.sizes.features[1], |y| taps.row.iter().all(|row| row.wrapping_add(y * row_step) < height));
        if self.axes[1].input_step != 1 {
            return (0..0, 0..0);
        }
        let columns = interval(self.sizes.features[2] * self.width, |q| {
            taps.column.iter().all(|column| column.wrapping_add(q) < width * self.width)
        });
        if rows.is_empty() || columns.is_empty() { (0..0, 0..0) } else { (rows, columns) }
    }

    /// Where row `y` of `channel` begins in `dz`, and how many vectors lie from there to the same row of the next channel.
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
