//! The convolution of one sample, with pixels in the lanes.
//!
//! An input channel is copied once for each column `l` of the kernel, as the outputs see it: `plane[l][row][x] = x[row][x·s + l·d − p]`, with
//! zeros for padding. Then the outputs of a channel are one run of numbers, `z[y·W′ + x]`, and so are their inputs: no row has an end, and
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
    for (input, x) in x.chunks_exact(sizes.image[1] * sizes.image[2]).enumerate() {
        let (group, i) = (input / inputs, input % inputs);
        copy_planes(sizes, x, scratch);
        let mut planes = Planes::<V> {
            sizes,
            x: scratch,
            w: &w[group * outputs * inputs * area + i * area..],
            next: inputs * area,
            z: &mut z[group * outputs * size..][..outputs * size],
            size,
        };
        planes.add_all(outputs);
    }
}

/// Copies a channel once for each column of the kernel.
#[inline(always)]
fn copy_planes<T: Number>(sizes: &Sizes, x: &[T], planes: &mut [T]) {
    let ([_, height, width], [_, rows, columns], window) = (sizes.image, sizes.features, &sizes.window);
    let (stride, phase) = (window.stride[0], phase_rows(rows, window));
    let size = plane_rows(rows, window) * columns;
    for (l, plane) in planes.chunks_exact_mut(size).enumerate().take(window.kernel[1]) {
        for (at, to) in plane.chunks_exact_mut(columns).enumerate() {
            let row = ((at % phase) * stride + at / phase).wrapping_sub(window.padding[0][0]);
            if row < height {
                let left = (l * window.dilation[1]).wrapping_sub(window.padding[1][0]);
                copy_row(&x[row * width..][..width], to, left, window.stride[1]);
            } else {
                to.fill(T::ZERO);
            }
        }
    }
}

/// `to[x] = from[x·stride + left]`, or zero where there is no such pixel.
#[inline(always)]
fn copy_row<T: Number>(from: &[T], to: &mut [T], left: usize, stride: usize) {
    if stride == 1 && left < from.len() && from.len() - left >= to.len() {
        to.copy_from_slice(&from[left..][..to.len()]);
    } else {
        for (x, to) in to.iter_mut().enumerate() {
            *to = from.get(left.wrapping_add(x * stride)).copied().unwrap_or(T::ZERO);
        }
    }
}

/// The planes of an input channel, and the outputs of its group.
struct Planes<'a, V: Vector> {
    sizes: &'a Sizes,
    x: &'a [V::Element],
    /// The weights from those of this input channel on; the next output channel's are `next` numbers away.
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
            channel += match (V::REGISTERS >= 32, outputs - channel) {
                (true, 6 | 7 | 12 | 18) => self.channels::<6, 4>(channel),
                (true, 4..) => self.channels::<4, 4>(channel),
                (false, 6 | 7 | 12 | 18) => self.channels::<6, 2>(channel),
                (false, 4..) => self.channels::<4, 2>(channel),
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
            self.block::<R, 1>(channel, q);
            q += V::LANES;
        }
        R
    }

    /// Adds to `P` vectors of outputs from `q` on, the last of which may not be whole.
    #[inline(always)]
    fn block<const R: usize, const P: usize>(&mut self, channel: usize, q: usize) {
        let window = &self.sizes.window;
        let [_, rows, columns] = self.sizes.features;
        let (phase, plane) = (phase_rows(rows, window), plane_rows(rows, window) * columns);
        let count = (P * V::LANES).min(self.size - q);
        let [kernel_height, kernel_width] = window.kernel;
        let mut sums = [[V::splat(V::Element::ZERO); P]; R];
        for k in 0..kernel_height {
            let down = k * window.dilation[0];
            let row = (down % window.stride[0] * phase + down / window.stride[0]) * columns;
            for l in 0..kernel_width {
                let pixels = load::<V, P>(&self.x[l * plane + row + q..][..count]);
                for r in 0..R {
                    let w = V::splat(self.w[(channel + r) * self.next + k * kernel_width + l]);
                    for p in 0..P {
                        sums[r][p] = w.mul_add(pixels[p], sums[r][p]);
                    }
                }
            }
        }
        for r in 0..R {
            let z = &mut self.z[(channel + r) * self.size + q..][..count];
            let old = load::<V, P>(z);
            for (p, z) in z.chunks_mut(V::LANES).enumerate().take(P) {
                (old[p] + sums[r][p]).store(z);
            }
        }
    }
}

/// `P` vectors of numbers, the last of which may not be whole.
#[inline(always)]
fn load<V: Vector, const P: usize>(x: &[V::Element]) -> [V; P] {
    let mut vectors = [V::splat(V::Element::ZERO); P];
    if let Some((whole, _)) = V::vectors(x).split_first_chunk() {
        return *whole;
    }
    for (vector, x) in vectors.iter_mut().zip(x.chunks(V::LANES)) {
        *vector = V::load(x);
    }
    vectors
}
