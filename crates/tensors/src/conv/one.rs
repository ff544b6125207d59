//! The convolution of one sample, with pixels in the lanes.
//!
//! An input channel is copied once for each column `l` of the kernel, as the outputs see it:
//! `plane[l][row][x] = x[row][x·s + l·d − p]`, with zeros for padding. Then the outputs of a
//! channel are one run of numbers, `z[y·W′ + x]`, and so are their inputs: no row has an end, and
//! no lane is empty but in the last vector.

use super::correlation::Sizes;
use crate::{Number, Vector, Window};

/// The rows of a plane. With strides, those that the same row of the kernel reads stand together.
pub(super) const fn plane_rows(outputs: usize, window: &Window) -> usize {
    phase_rows(outputs, window) * window.stride[0]
}

/// The rows of each phase of the stride.
const fn phase_rows(outputs: usize, window: &Window) -> usize {
    ((outputs - 1) * window.stride[0] + window.reach(0)) / window.stride[0] + 1
}

#[inline(always)]
pub(crate) fn kernel<V: Vector>(
    sizes: &Sizes,
    w: &[V::Element],
    b: &[V::Element],
    x: &[V::Element],
    z: &mut [V::Element],
    scratch: &mut [V::Element],
) {
    let [channels, height, width] = sizes.features;
    let (inputs, outputs) = (sizes.image[0] / sizes.groups, channels / sizes.groups);
    let (size, area) = (height * width, sizes.window.area());
    for (o, z) in z.chunks_exact_mut(size).enumerate() {
        z.fill(b.get(o).copied().unwrap_or(V::Element::ZERO));
    }
    for first in (0..area).step_by(CHUNK) {
        let (offsets, count) = offsets(sizes, first);
        for (input, x) in x.chunks_exact(sizes.image[1] * sizes.image[2]).enumerate() {
            let (group, i) = (input / inputs, input % inputs);
            copy_planes::<V>(sizes, x, scratch);
            let mut planes = Planes::<V> {
                x: scratch,
                offsets: &offsets[..count],
                w: &w[group * outputs * inputs * area + i * area + first..],
                next: inputs * area,
                z: &mut z[group * outputs * size..][..outputs * size],
                size,
            };
            planes.add_all(outputs);
        }
    }
}

/// How many taps of the kernel are summed before the outputs are written back.
const CHUNK: usize = 64;

/// Where the taps of the kernel from the `first` on find their inputs in the planes, and how many
/// these are.
#[inline(always)]
fn offsets(sizes: &Sizes, first: usize) -> ([usize; CHUNK], usize) {
    let (window, [_, rows, columns]) = (&sizes.window, sizes.features);
    let (phase, plane) = (phase_rows(rows, window), plane_rows(rows, window) * columns);
    let mut offsets = [0; CHUNK];
    let count = CHUNK.min(window.area() - first);
    for (tap, offset) in (first..).zip(&mut offsets[..count]) {
        let down = tap / window.kernel[1] * window.dilation[0];
        let row = down % window.stride[0] * phase + down / window.stride[0];
        *offset = tap % window.kernel[1] * plane + row * columns;
    }
    (offsets, count)
}

/// Copies a channel once for each column of the kernel.
#[inline(always)]
fn copy_planes<V: Vector>(sizes: &Sizes, x: &[V::Element], planes: &mut [V::Element]) {
    let ([_, height, width], [_, rows, columns], window) = (sizes.image, sizes.features, &sizes.window);
    let (stride, phase) = (window.stride[0], phase_rows(rows, window));
    for l in 0..window.kernel[1] {
        let left = (l * window.dilation[1]).wrapping_sub(window.padding[1][0]);
        let plane = &mut planes[l * stride * phase * columns..][..stride * phase * columns];
        for (at, to) in plane.chunks_exact_mut(columns).enumerate() {
            let row = if stride == 1 { at } else { at % phase * stride + at / phase };
            let row = row.wrapping_sub(window.padding[0][0]);
            if row < height {
                copy_row::<V>(&x[row * width..][..width], to, left, window.stride[1]);
            } else {
                to.fill(V::Element::ZERO);
            }
        }
    }
}

/// `to[x] = from[x·stride + left]`, or zero where there is no such pixel.
#[inline(always)]
fn copy_row<V: Vector>(from: &[V::Element], to: &mut [V::Element], left: usize, stride: usize) {
    if stride == 1 && left < from.len() && from.len() - left >= to.len() {
        for (from, to) in from[left..][..to.len()].chunks(V::LANES).zip(to.chunks_mut(V::LANES)) {
            V::load(from).store(to);
        }
    } else {
        for (x, to) in to.iter_mut().enumerate() {
            *to = from.get(left.wrapping_add(x * stride)).copied().unwrap_or(V::Element::ZERO);
        }
    }
}

/// The planes of an input channel, and the outputs of its group.
struct Planes<'a, V: Vector> {
    x: &'a [V::Element],
    /// Where each tap of the kernel begins in `x`.
    offsets: &'a [usize],
    /// The weights from those of this input channel on; the next output channel's are `next`
    /// numbers away.
    w: &'a [V::Element],
    next: usize,
    z: &'a mut [V::Element],
    size: usize,
}

impl<V: Vector> Planes<'_, V> {
    /// Adds what the input channel contributes to the outputs.
    #[inline(always)]
    fn add_all(&mut self, outputs: usize) {
        let mut channel = 0;
        while channel < outputs {
            channel += match outputs - channel {
                6 | 7 | 12 | 18 if const { V::LANES > 1 && V::REGISTERS >= 32 } => self.channels::<6, 4>(channel),
                4.. if const { V::LANES > 1 && V::REGISTERS >= 32 } => self.channels::<4, 4>(channel),
                6 | 7 | 12 | 18 if const { V::LANES > 1 && V::REGISTERS < 32 } => self.channels::<6, 2>(channel),
                4.. if const { V::LANES > 1 && V::REGISTERS < 32 } => self.channels::<4, 2>(channel),
                _ => self.channels::<1, 4>(channel),
            };
        }
    }

    /// Adds to `R` output channels, in blocks of `P` vectors.
    #[inline(always)]
    fn channels<const R: usize, const P: usize>(&mut self, channel: usize) -> usize {
        let mut q = 0;
        while q + P * V::LANES <= self.size {
            self.block::<R, P>(channel, q);
            q += P * V::LANES;
        }
        while q < self.size {
            self.last_block::<R>(channel, q);
            q += V::LANES;
        }
        R
    }

    /// The weights of `R` output channels.
    #[inline(always)]
    fn weights<const R: usize>(&self, channel: usize) -> [&[V::Element]; R] {
        let mut w: [&[V::Element]; R] = [&[]; R];
        for r in 0..R {
            w[r] = &self.w[(channel + r) * self.next..][..self.offsets.len()];
        }
        w
    }

    /// Adds to `P` vectors of outputs from `q` on.
    #[inline(always)]
    fn block<const R: usize, const P: usize>(&mut self, channel: usize, q: usize) {
        let w = self.weights::<R>(channel);
        let mut sums = [[V::splat(V::Element::ZERO); P]; R];
        for (t, offset) in self.offsets.iter().enumerate() {
            let mut pixels = [V::splat(V::Element::ZERO); P];
            pixels.copy_from_slice(V::vectors(&self.x[offset + q..][..P * V::LANES]));
            for r in 0..R {
                let w = V::splat(w[r][t]);
                for p in 0..P {
                    sums[r][p] = w.mul_add(pixels[p], sums[r][p]);
                }
            }
        }
        for r in 0..R {
            let z = &mut self.z[(channel + r) * self.size + q..][..P * V::LANES];
            for (z, &sum) in V::vectors_mut(z).iter_mut().zip(&sums[r]) {
                *z = *z + sum;
            }
        }
    }

    /// Adds to a vector of outputs from `q` on, or to those that are left.
    #[inline(always)]
    fn last_block<const R: usize>(&mut self, channel: usize, q: usize) {
        let count = V::LANES.min(self.size - q);
        let w = self.weights::<R>(channel);
        let mut sums = [V::splat(V::Element::ZERO); R];
        for (t, offset) in self.offsets.iter().enumerate() {
            let pixels = V::load(&self.x[offset + q..][..count]);
            for r in 0..R {
                sums[r] = V::splat(w[r][t]).mul_add(pixels, sums[r]);
            }
        }
        for r in 0..R {
            let z = &mut self.z[(channel + r) * self.size + q..][..count];
            (V::load(z) + sums[r]).store(z);
        }
    }
}
