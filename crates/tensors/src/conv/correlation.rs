//! The sum that convolutions, their input gradients and transposed convolutions have in common.

use core::ops::Range;

use crate::{Number, Vector, Window};

/// A convolution's sizes: it takes an `image` to `features`, or back.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Channels, height and width of what the kernel reads.
    pub image: [usize; 3],
    /// Channels, height and width of what it makes of that.
    pub features: [usize; 3],
    /// Into how many parts the channels fall that do not see each other.
    pub groups: usize,
    /// The kernel.
    pub window: Window,
}

impl Sizes {
    /// How many weights `[FEATURES, IMAGE/GROUPS, KH, KW]` there are.
    pub const fn weights(&self) -> usize {
        self.features[0] * self.image[0] / self.groups * self.window.area()
    }
}

/// How a pass goes along one axis: output `i` sums the taps `k`, each a weight times the input at
/// [`at(i, k)`](Self::at).
///
/// Positions before the image wrap around, so that one comparison with its extent rejects what lies
/// before it and after it.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    pub outputs: usize,
    pub first_output: usize,
    pub output_step: usize,
    pub taps: usize,
    pub first_weight: usize,
    pub weight_step: usize,
    pub first_input: usize,
    pub input_step: usize,
    pub tap_step: usize,
}

impl Axis {
    /// From the image to the features: `input = i·stride + k·dilation − padding`.
    pub fn forward(sizes: &Sizes, axis: usize) -> Self {
        let window = &sizes.window;
        Self {
            outputs: sizes.features[axis + 1],
            first_output: 0,
            output_step: 1,
            taps: window.kernel[axis],
            first_weight: 0,
            weight_step: 1,
            first_input: window.padding[axis][0].wrapping_neg(),
            input_step: window.stride[axis],
            tap_step: window.dilation[axis],
        }
    }

    /// From the features back to every `stride`-th pixel of the image, beginning with the pixel
    /// `phase`.
    ///
    /// Solved for the feature, the equation above is `(pixel + padding − k·dilation)/stride`. All
    /// pixels of a phase take the same `k`, those that divide, every
    /// `stride/gcd(stride, dilation)`-th.
    pub fn backward(sizes: &Sizes, axis: usize, phase: usize) -> Self {
        let window = &sizes.window;
        let (kernel, stride, dilation) = (window.kernel[axis], window.stride[axis], window.dilation[axis]);
        let common = gcd(stride, dilation);
        let weight_step = stride / common;
        let start = phase + window.padding[axis][0];
        let first_weight =
            (0..weight_step.min(kernel)).find(|k| k * dilation % stride == start % stride).unwrap_or(kernel);
        let back = first_weight * dilation;
        Self {
            outputs: sizes.image[axis + 1].saturating_sub(phase).div_ceil(stride),
            first_output: phase,
            output_step: stride,
            taps: (kernel - first_weight).div_ceil(weight_step),
            first_weight,
            weight_step,
            first_input: if start >= back { (start - back) / stride } else { ((back - start) / stride).wrapping_neg() },
            input_step: 1,
            tap_step: (dilation / common).wrapping_neg(),
        }
    }

    /// Where the tap `k` of the output `i` finds its input.
    #[inline(always)]
    pub fn at(&self, i: usize, k: usize) -> usize {
        self.first_input.wrapping_add(i * self.input_step).wrapping_add(k.wrapping_mul(self.tap_step))
    }

    /// The outputs all of whose taps lie within the `extent`.
    fn inside(&self, extent: usize) -> Range<usize> {
        if self.taps == 0 {
            return 0..0;
        }
        interval(self.outputs, |i| self.at(i, 0) < extent && self.at(i, self.taps - 1) < extent)
    }

    /// The taps of the output `i` that lie within the `extent`.
    fn taps(&self, i: usize, extent: usize) -> Range<usize> {
        interval(self.taps, |k| self.at(i, k) < extent)
    }
}

/// The numbers below `end` that hold: an interval of them does.
#[inline(always)]
pub(crate) fn interval(end: usize, holds: impl Fn(usize) -> bool) -> Range<usize> {
    let first = (0..end).find(|&i| holds(i)).unwrap_or(end);
    first..(first..end).find(|&i| !holds(i)).unwrap_or(end)
}

const fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// A pass over images, `z[o][y][x][·] = b[o] + Σᵢ Σₖ w[o][i][k]·x[i][at(y, k)][at(x, k)][·]`, in
/// each group of channels.
#[derive(Clone, Copy, Debug)]
pub struct Correlation {
    pub groups: usize,
    /// Input channels of a group.
    pub inputs: usize,
    /// Output channels of a group.
    pub outputs: usize,
    /// Height and width of a channel of `x`.
    pub input: [usize; 2],
    /// Height and width of a channel of `z`.
    pub output: [usize; 2],
    /// How many weights lie from one output channel, input channel and row of the kernel to the
    /// next.
    pub weight_steps: [usize; 3],
    pub axes: [Axis; 2],
    /// Vectors in a row of the tile.
    pub width: usize,
}

impl Correlation {
    /// From the image to the features.
    pub fn forward(sizes: &Sizes, width: usize) -> Self {
        let (inputs, outputs) = (sizes.image[0] / sizes.groups, sizes.features[0] / sizes.groups);
        Self {
            groups: sizes.groups,
            inputs,
            outputs,
            input: [sizes.image[1], sizes.image[2]],
            output: [sizes.features[1], sizes.features[2]],
            weight_steps: [inputs * sizes.window.area(), sizes.window.area(), sizes.window.kernel[1]],
            axes: [Axis::forward(sizes, 0), Axis::forward(sizes, 1)],
            width,
        }
    }

    /// From the features back to the image: as many passes as there are phases of the stride.
    pub fn backward(sizes: &Sizes, width: usize) -> impl Iterator<Item = Self> {
        let (inputs, outputs) = (sizes.features[0] / sizes.groups, sizes.image[0] / sizes.groups);
        let [height, row] = sizes.window.stride;
        (0..height * row).map(move |phase| Self {
            groups: sizes.groups,
            inputs,
            outputs,
            input: [sizes.features[1], sizes.features[2]],
            output: [sizes.image[1], sizes.image[2]],
            weight_steps: [sizes.window.area(), outputs * sizes.window.area(), sizes.window.kernel[1]],
            axes: [Axis::backward(sizes, 0, phase / row), Axis::backward(sizes, 1, phase % row)],
            width,
        })
    }
}

#[inline(always)]
pub(crate) fn kernel<V: Vector>(correlation: &Correlation, w: &[V::Element], b: &[V::Element], x: &[V], z: &mut [V]) {
    let mut pass = Pass { correlation, columns: correlation.columns(), w, b, x, z };
    for group in 0..correlation.groups {
        let mut channel = 0;
        while channel < correlation.outputs {
            channel += pass.some_channels(group, channel);
        }
    }
}

impl Correlation {
    /// The vectors of an output row that lie side by side, as do all their inputs: blocks of them
    /// load and store without looking.
    fn columns(&self) -> Range<usize> {
        let axis = &self.axes[1];
        let inside = axis.inside(self.input[1]);
        if axis.input_step == 1 && axis.output_step == 1 {
            inside.start * self.width..inside.end * self.width
        } else {
            0..0
        }
    }

    /// Packs the taps of a `chunk`, in the order `[ky][i][kx]`: the rows of the kernel that lie in
    /// the image are an interval of it.
    ///
    /// `w` are the weights of a group, of which those of some output channels from `channel` on are
    /// packed side by side. No vector is in here, so all vector types share it.
    #[inline(never)]
    fn pack<T: Number>(
        &self,
        places: &mut [Place; CHUNK],
        weights: &mut [T],
        w: &[T],
        channel: usize,
        chunk: Range<usize>,
    ) {
        let [ys, xs] = &self.axes;
        let [to_output, to_input, to_row] = self.weight_steps;
        let (w, channels) = (&w[channel * to_output..], weights.len() / CHUNK);
        for ((tap, place), weights) in chunk.zip(places).zip(weights.chunks_exact_mut(channels)) {
            let (ky, i, kx) = (tap / (self.inputs * xs.taps), tap / xs.taps % self.inputs, tap % xs.taps);
            let row = (i * self.input[0]).wrapping_add(ky.wrapping_mul(ys.tap_step));
            place.row = row.wrapping_mul(self.input[1] * self.width);
            place.column = kx.wrapping_mul(xs.tap_step).wrapping_mul(self.width);
            let (ky, kx) = (ys.first_weight + ky * ys.weight_step, xs.first_weight + kx * xs.weight_step);
            let first = i * to_input + ky * to_row + kx;
            for (r, weight) in weights.iter_mut().enumerate() {
                *weight = w[r * to_output + first];
            }
        }
    }
}

/// How many taps are packed at a time.
const CHUNK: usize = 64;

/// What a block of `R` output channels multiplies: where the inputs are, and the weights, both in
/// the order in which they are read.
///
/// With them the sums of a block run in one plain loop, and no register is spent on the shape of
/// the kernel.
struct Taps<T, const R: usize> {
    places: [Place; CHUNK],
    weights: [[T; R]; CHUNK],
}

/// Where a tap's input lies, in vectors, seen from where the output lies.
#[derive(Clone, Copy, Debug)]
struct Place {
    row: usize,
    column: usize,
}

/// The first of a block's output channels, and its row of outputs.
#[derive(Clone, Copy, Debug)]
struct Line {
    group: usize,
    channel: usize,
    y: usize,
    /// Whether sums begin with the bias, and not with what earlier taps left in `z`.
    fresh: bool,
}

struct Pass<'a, V: Vector> {
    correlation: &'a Correlation,
    columns: Range<usize>,
    w: &'a [V::Element],
    b: &'a [V::Element],
    x: &'a [V],
    z: &'a mut [V],
}

impl<V: Vector> Pass<'_, V> {
    /// Some output channels from `channel` on, as many as the registers hold sums for: 24 in flight
    /// hide the latency of the multiply-adds, and each number that is loaded serves four or six of
    /// them. Half as many where there are 16 registers.
    #[inline(always)]
    fn some_channels(&mut self, group: usize, channel: usize) -> usize {
        let left = self.correlation.outputs - channel;
        if const { V::LANES == 1 } {
            self.channels::<1, 2>(group, channel)
        } else if const { V::REGISTERS >= 32 } {
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

    /// `R` output channels from `channel` on, in blocks of `P` vectors.
    #[inline(always)]
    fn channels<const R: usize, const P: usize>(&mut self, group: usize, channel: usize) -> usize {
        let mut taps = Taps { places: [Place { row: 0, column: 0 }; CHUNK], weights: [[V::Element::ZERO; R]; CHUNK] };
        let [ys, xs] = &self.correlation.axes;
        let line_taps = self.correlation.inputs * xs.taps;
        let total = line_taps * ys.taps;
        let mut first = 0;
        while first < total.max(1) {
            let chunk = first..total.min(first + CHUNK);
            let w = &self.w[group * (self.w.len() / self.correlation.groups)..];
            self.correlation.pack(&mut taps.places, taps.weights.as_flattened_mut(), w, channel, chunk.clone());
            for y in 0..ys.outputs {
                let inside = ys.taps(y, self.correlation.input[0]);
                let place = |k: usize| (k * line_taps).clamp(chunk.start, chunk.end) - chunk.start;
                let here = place(inside.start)..place(inside.end);
                let line = Line { group, channel, y, fresh: first == 0 };
                self.line::<R, P>(line, &taps.places[here.clone()], &taps.weights[here]);
            }
            first += CHUNK;
        }
        R
    }

    /// A row of outputs in `R` channels: blocks of `P` vectors inside, and pairs at the borders,
    /// where few taps are wasted on padding.
    #[inline(always)]
    fn line<const R: usize, const P: usize>(&mut self, line: Line, places: &[Place], weights: &[[V::Element; R]]) {
        let end = self.correlation.axes[1].outputs * self.correlation.width;
        let mut q = 0;
        while q < end {
            if q >= self.columns.start && q + P <= self.columns.end {
                self.block::<R, P>(line, q, places, weights);
                q += P;
            } else {
                self.border::<R>(line, q, places, weights);
                q += PAIR;
            }
        }
    }

    /// The outputs `q..q + P` of a line.
    #[inline(always)]
    fn block<const R: usize, const P: usize>(
        &mut self,
        line: Line,
        q: usize,
        places: &[Place],
        weights: &[[V::Element; R]],
    ) {
        let (plane, z) = (self.output_plane(), self.output_row(line) + self.output_column(q));
        let x = self.input_row(line).wrapping_add(self.input_column(q));
        let mut sums = [[V::splat(V::Element::ZERO); P]; R];
        for r in 0..R {
            if line.fresh {
                sums[r] = [self.bias(line, r); P];
            } else {
                sums[r].copy_from_slice(&self.z[z + r * plane..][..P]);
            }
        }
        for (place, w) in places.iter().zip(weights) {
            let x = x.wrapping_add(place.row).wrapping_add(place.column);
            let mut pixels = [V::splat(V::Element::ZERO); P];
            pixels.copy_from_slice(&self.x[x..][..P]);
            add_products(&mut sums, w, &pixels);
        }
        for r in 0..R {
            self.z[z + r * plane..][..P].copy_from_slice(&sums[r]);
        }
    }

    /// The outputs `q` and `q + 1` of a line, where inputs may be padding, and need not lie side by
    /// side.
    #[inline(always)]
    fn border<const R: usize>(&mut self, line: Line, q: usize, places: &[Place], weights: &[[V::Element; R]]) {
        let c = self.correlation;
        let count = PAIR.min(c.axes[1].outputs * c.width - q);
        let (plane, row) = (self.output_plane(), self.output_row(line));
        let (mut z, mut x) = ([0; PAIR], [usize::MAX / 2; PAIR]);
        let mut sums = [[V::splat(V::Element::ZERO); PAIR]; R];
        for p in 0..count {
            z[p] = row + self.output_column(q + p);
            x[p] = self.input_column(q + p);
            for r in 0..R {
                sums[r][p] = if line.fresh { self.bias(line, r) } else { self.z[z[p] + r * plane] };
            }
        }
        let (row, end) = (self.input_row(line), c.input[1] * c.width);
        for (place, w) in places.iter().zip(weights) {
            let at = x.map(
                #[inline(always)]
                |x| x.wrapping_add(place.column),
            );
            if at[0] < end || at[1] < end {
                let mut pixels = [V::splat(V::Element::ZERO); PAIR];
                for p in 0..PAIR {
                    if at[p] < end {
                        pixels[p] = self.x[row.wrapping_add(place.row).wrapping_add(at[p])];
                    }
                }
                add_products(&mut sums, w, &pixels);
            }
        }
        for p in 0..count {
            for r in 0..R {
                self.z[z[p] + r * plane] = sums[r][p];
            }
        }
    }

    #[inline(always)]
    fn bias(&self, line: Line, r: usize) -> V {
        let channel = line.group * self.correlation.outputs + line.channel + r;
        V::splat(self.b.get(channel).copied().unwrap_or(V::Element::ZERO))
    }

    /// How many vectors lie from one channel of `z` to the next.
    #[inline(always)]
    fn output_plane(&self) -> usize {
        self.correlation.output[0] * self.correlation.output[1] * self.correlation.width
    }

    /// Where a line begins in `z`.
    #[inline(always)]
    fn output_row(&self, line: Line) -> usize {
        let (c, ys) = (self.correlation, &self.correlation.axes[0]);
        let row = (line.group * c.outputs + line.channel) * c.output[0] + ys.first_output + line.y * ys.output_step;
        row * c.output[1] * c.width
    }

    /// Where the vector `q` lies in its row of `z`.
    #[inline(always)]
    fn output_column(&self, q: usize) -> usize {
        let (width, xs) = (self.correlation.width, &self.correlation.axes[1]);
        xs.first_output * width + spread(q, xs.output_step, width)
    }

    /// Where the inputs of a line's first tap begin in `x`.
    #[inline(always)]
    fn input_row(&self, line: Line) -> usize {
        let c = self.correlation;
        let row = (line.group * c.inputs * c.input[0]).wrapping_add(c.axes[0].at(line.y, 0));
        row.wrapping_mul(c.input[1] * c.width)
    }

    /// Where the first tap of the vector `q` lies in its row of `x`.
    #[inline(always)]
    fn input_column(&self, q: usize) -> usize {
        let (width, xs) = (self.correlation.width, &self.correlation.axes[1]);
        xs.first_input.wrapping_mul(width).wrapping_add(spread(q, xs.input_step, width))
    }
}

/// How many vectors are computed at a time at the borders.
const PAIR: usize = 2;

/// Where the vector `q` of a row comes to lie when `step` pixels of `width` vectors take the place
/// of each.
#[inline(always)]
fn spread(q: usize, step: usize, width: usize) -> usize {
    if step == 1 { q } else { q + q / width * (step - 1) * width }
}

/// `sums[r][p] += w[r]·x[p]`.
#[inline(always)]
fn add_products<V: Vector, const R: usize, const P: usize>(sums: &mut [[V; P]; R], w: &[V::Element; R], x: &[V; P]) {
    for r in 0..R {
        let w = V::splat(w[r]);
        for p in 0..P {
            sums[r][p] = w.mul_add(x[p], sums[r][p]);
        }
    }
}
