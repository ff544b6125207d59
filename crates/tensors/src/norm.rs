//! The kernels of normalization.
//!
//! *Group norm* (and layer norm, which is group norm with one group) normalizes each sample by
//! itself: lanes do not see each other. *Batch norm* normalizes each channel over all samples of a
//! batch, so it comes in pieces: sums over some tiles, which may be added to those of others, and
//! maps that take the finished sums.
//!
//! Lanes without a sample count for nothing: `dy` is zero there, and `dx` will be.

use crate::sums::{sum, sum_of};
use crate::{Number, Vector};

/// What a normalization learns: `y = γ·x̂ + β`.
///
/// In group norm and layer norm each pair serves a run of rows, a channel's or a single feature;
/// there are as many rows to a pair as the lengths say. Empty slices stand for ones and zeros.
#[derive(Clone, Copy, Debug)]
pub struct Affine<'a, T> {
    /// The factors.
    pub gamma: &'a [T],
    /// The summands.
    pub beta: &'a [T],
}

impl<T: Number> Affine<'_, T> {
    fn gamma(&self, i: usize) -> T {
        self.gamma.get(i).copied().unwrap_or(T::ONE)
    }

    fn beta(&self, i: usize) -> T {
        self.beta.get(i).copied().unwrap_or(T::ZERO)
    }
}

/// How many rows [`group_forward`] leaves for [`group_backward`].
pub const fn group_statistics(groups: usize) -> usize {
    2 * groups
}

/// Group norm, `x̂ = (x − μ)/√(σ² + ε)`, `y = γ·x̂ + β`, with mean `μ` and variance `σ²` of a
/// sample's numbers in a group.
///
/// `x`, `y: [GROUPS, N, LANES]`, `affine: [P]` with `P` a divisor of `GROUPS·N` and a multiple of
/// `GROUPS`; leaves `μ` and `1/√(σ² + ε)` of each group in `statistics: [GROUPS, 2, LANES]`.
///
/// # Panics
///
/// If a length disagrees with the others.
///
/// # References
///
/// Wu and He, "Group normalization", ECCV (2018), equations 1 to 3; Ba, Kiros and Hinton, "Layer
/// normalization", 2016, equation 3.
#[inline]
pub fn group_forward<V: Vector, const W: usize>(
    groups: usize,
    epsilon: f64,
    affine: Affine<'_, V::Element>,
    x: &[[V; W]],
    y: &mut [[V; W]],
    statistics: &mut [[V; W]],
) {
    assert_groups(groups, affine.gamma.len(), x.len(), statistics.len());
    assert!(x.len() == y.len() && affine.gamma.len() == affine.beta.len(), "x and y, γ and β are of a length");
    V::group_norm_forward(epsilon, affine, x.as_flattened(), y.as_flattened_mut(), statistics.as_flattened_mut(), W);
}

/// The gradients of group norm: with `g = γ·dy`, `dx = (g − mean(g) − x̂·mean(g·x̂))/√(σ² + ε)`;
/// adds `Σ dy·x̂` to `dγ` and `Σ dy` to `dβ`.
///
/// `x`, `dy`, `dx: [GROUPS, N, LANES]`; `statistics` as [`group_forward`] left them; `grads` are
/// `dγ` and `dβ`, as long as `gamma`.
///
/// # Panics
///
/// If a length disagrees with the others.
#[inline]
pub fn group_backward<V: Vector, const W: usize>(
    gamma: &[V::Element],
    x: &[[V; W]],
    statistics: &[[V; W]],
    dy: &[[V; W]],
    dx: &mut [[V; W]],
    grads: [&mut [V::Element]; 2],
) {
    assert_groups(statistics.len() / 2, gamma.len(), x.len(), statistics.len());
    assert!(x.len() == dx.len() && x.len() == dy.len(), "x, dy and dx are of a length");
    assert!(grads.iter().all(|grad| grad.len() == gamma.len()), "γ, dγ and dβ are of a length");
    let inputs = [x.as_flattened(), statistics.as_flattened(), dy.as_flattened()];
    V::group_norm_backward(gamma, inputs, dx.as_flattened_mut(), grads, W);
}

fn assert_groups(groups: usize, pairs: usize, rows: usize, statistics: usize) {
    assert!(groups > 0 && rows.is_multiple_of(groups), "{groups} groups do not divide {rows} rows");
    assert!(statistics == group_statistics(groups), "statistics: [{groups}, 2], not {statistics} rows");
    assert!(
        pairs == 0 || (rows.is_multiple_of(pairs) && pairs.is_multiple_of(groups)),
        "{pairs} factors do not share {rows} rows in {groups} groups"
    );
}

/// A batch as its norm sees it: tiles of `channels` times `pixels` rows, which hold that many
/// `samples` one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// What is normalized each by itself.
    pub channels: usize,
    /// How many numbers of each channel a sample has.
    pub pixels: usize,
    /// How many samples the tiles hold; the lanes after the last one are empty.
    pub samples: usize,
}

impl Batch {
    /// How many numbers are normalized together.
    pub const fn count(&self) -> usize {
        self.pixels * self.samples
    }

    fn assert_tiles(&self, rows: usize, lanes: usize) {
        let tile = self.channels * self.pixels;
        assert!(rows.is_multiple_of(tile), "x: [N, {}, {}], not {rows} rows", self.channels, self.pixels);
        assert!(self.samples <= rows / tile * lanes, "{} samples do not fit in {} tiles", self.samples, rows / tile);
    }
}

/// Mean and variance of each channel.
#[derive(Clone, Copy, Debug)]
pub struct Moments<'a, T> {
    /// `μ`.
    pub mean: &'a [T],
    /// `σ²`, the mean of the squared deviations.
    pub variance: &'a [T],
    /// `ε`, what is added to the variance.
    pub epsilon: f64,
}

impl<T: Number> Moments<'_, T> {
    /// `1/√(σ² + ε)`.
    fn scale(&self, channel: usize) -> T {
        T::ONE / (self.variance[channel] + T::from_f64(self.epsilon)).sqrt()
    }
}

/// Adds the sum of each channel: `sums[c] += Σ x`; divided by [`Batch::count`] it is the mean.
///
/// `x: [N, CHANNELS, PIXELS, LANES]`, `sums: [CHANNELS]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn batch_sums<V: Vector, const W: usize>(batch: &Batch, x: &[[V; W]], sums: &mut [V::Element]) {
    batch.assert_tiles(x.len(), W * V::LANES);
    assert!(sums.len() == batch.channels, "sums: [CHANNELS]");
    V::batch_norm_sums(batch, x.as_flattened(), sums, W);
}

/// Adds the squared deviations of each channel: `sums[c] += Σ (x − μ[c])²`; divided by
/// [`Batch::count`] they are the variance.
///
/// `x: [N, CHANNELS, PIXELS, LANES]`, `mean`, `sums: [CHANNELS]`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn batch_squares<V: Vector, const W: usize>(
    batch: &Batch,
    mean: &[V::Element],
    x: &[[V; W]],
    sums: &mut [V::Element],
) {
    batch.assert_tiles(x.len(), W * V::LANES);
    assert!(sums.len() == batch.channels && mean.len() == batch.channels, "mean, sums: [CHANNELS]");
    V::batch_norm_squares(batch, mean, x.as_flattened(), sums, W);
}

/// Batch norm, `x̂ = (x − μ)/√(σ² + ε)`, `y = γ·x̂ + β`, with the moments of the batch in training,
/// and the running ones in prediction.
///
/// `x`, `y: [N, CHANNELS, PIXELS, LANES]`, the rest `[CHANNELS]`. The number of samples does not
/// matter here.
///
/// # Panics
///
/// If a length disagrees with the sizes.
///
/// # References
///
/// Ioffe and Szegedy, "Batch normalization", ICML (2015), algorithms 1 and 2.
#[inline]
pub fn batch_normalize<V: Vector, const W: usize>(
    batch: &Batch,
    moments: Moments<'_, V::Element>,
    affine: Affine<'_, V::Element>,
    x: &[[V; W]],
    y: &mut [[V; W]],
) {
    batch.assert_tiles(x.len(), usize::MAX / x.len());
    assert!(x.len() == y.len(), "x and y are of a length");
    V::batch_norm_normalize(batch, moments, affine, x.as_flattened(), y.as_flattened_mut(), W);
}

/// Moves the running moments towards those of a batch by the `momentum`, a share from 0 to 1.
///
/// All are `[CHANNELS]`. The running variance is the unbiased one, that of the batch times
/// `n/(n − 1)` with `n` its [`Batch::count`].
pub fn batch_running<T: Number>(
    batch: &Batch,
    momentum: f64,
    moments: Moments<'_, T>,
    running_mean: &mut [T],
    running_variance: &mut [T],
) {
    let count = batch.count() as f64;
    let (share, unbiased) = (T::from_f64(momentum), T::from_f64(count / (count - 1.0).max(1.0)));
    for c in 0..batch.channels {
        running_mean[c] = share.mul_add(moments.mean[c] - running_mean[c], running_mean[c]);
        running_variance[c] = share.mul_add(moments.variance[c] * unbiased - running_variance[c], running_variance[c]);
    }
}

/// Adds the gradients of the factors and summands, `dγ[c] += Σ dy·x̂`, `dβ[c] += Σ dy`; they are
/// also what [`batch_input_gradient`] needs.
///
/// `x`, `dy: [N, CHANNELS, PIXELS, LANES]`, the rest `[CHANNELS]`; `grads` are `dγ` and `dβ`.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn batch_gradient<V: Vector, const W: usize>(
    batch: &Batch,
    moments: Moments<'_, V::Element>,
    x: &[[V; W]],
    dy: &[[V; W]],
    grads: [&mut [V::Element]; 2],
) {
    batch.assert_tiles(x.len(), W * V::LANES);
    assert!(x.len() == dy.len(), "x and dy are of a length");
    V::batch_norm_gradient(batch, moments, x.as_flattened(), dy.as_flattened(), grads, W);
}

/// Input gradient, `dx = γ/√(σ² + ε)·(dy − mean(dy) − x̂·mean(dy·x̂))`.
///
/// `x`, `dy`, `dx: [N, CHANNELS, PIXELS, LANES]`, the rest `[CHANNELS]`; `means` are those of
/// `dy·x̂` as `gamma` and of `dy` as `beta`: what [`batch_gradient`] sums up over the whole batch,
/// divided by its [`Batch::count`]. The tiles may be some of the batch's.
///
/// # Panics
///
/// If a length disagrees with the sizes.
#[inline]
pub fn batch_input_gradient<V: Vector, const W: usize>(
    batch: &Batch,
    moments: Moments<'_, V::Element>,
    gamma: &[V::Element],
    means: Affine<'_, V::Element>,
    x: &[[V; W]],
    dy: &[[V; W]],
    dx: &mut [[V; W]],
) {
    batch.assert_tiles(x.len(), W * V::LANES);
    assert!(x.len() == dy.len() && x.len() == dx.len(), "x, dy and dx are of a length");
    let inputs = [x.as_flattened(), dy.as_flattened()];
    V::batch_norm_input_gradient(batch, moments, gamma, means, inputs, dx.as_flattened_mut(), W);
}

#[inline(always)]
pub(crate) fn group_forward_kernel<V: Vector>(
    epsilon: f64,
    affine: Affine<'_, V::Element>,
    x: &[V],
    y: &mut [V],
    statistics: &mut [V],
    width: usize,
) {
    let groups = statistics.len() / (2 * width);
    let size = x.len() / groups;
    let pairs = (affine.gamma.len() / groups).max(1);
    let mean_of = V::constant(width as f64 / size as f64);
    for group in 0..groups {
        let (x, y) = (&x[group * size..][..size], &mut y[group * size..][..size]);
        let (means, scales) = statistics[2 * group * width..][..2 * width].split_at_mut(width);
        for c in 0..width {
            let mean = sum(x, width, c) * mean_of;
            let squares = sum_of(
                x,
                width,
                c,
                #[inline(always)]
                |i| (x[i] - mean).square(),
            );
            means[c] = mean;
            scales[c] = V::constant(1.0) / (squares * mean_of + V::constant(epsilon)).sqrt();
        }
        let run = size / pairs;
        for (pair, (x, y)) in x.chunks_exact(run).zip(y.chunks_exact_mut(run)).enumerate() {
            let gamma = V::splat(affine.gamma(group * pairs + pair));
            let beta = V::splat(affine.beta(group * pairs + pair));
            for (x, y) in x.chunks_exact(width).zip(y.chunks_exact_mut(width)) {
                for c in 0..width {
                    y[c] = ((x[c] - means[c]) * scales[c]).mul_add(gamma, beta);
                }
            }
        }
    }
}

#[inline(always)]
pub(crate) fn group_backward_kernel<V: Vector>(
    gamma: &[V::Element],
    [x, statistics, dy]: [&[V]; 3],
    dx: &mut [V],
    [dgamma, dbeta]: [&mut [V::Element]; 2],
    width: usize,
) {
    let groups = statistics.len() / (2 * width);
    let size = x.len() / groups;
    let pairs = (gamma.len() / groups).max(1);
    let (run, mean_of) = (size / pairs, V::constant(width as f64 / size as f64));
    for group in 0..groups {
        let (x, dy, dx) = (&x[group * size..][..size], &dy[group * size..][..size], &mut dx[group * size..][..size]);
        for c in 0..width {
            let (mean, scale) = (statistics[2 * group * width + c], statistics[(2 * group + 1) * width + c]);
            let zero = V::splat(V::Element::ZERO);
            let (mut sum_g, mut sum_gx) = (zero, zero);
            for pair in 0..pairs {
                let at = group * pairs + pair;
                let factor = V::splat(gamma.get(at).copied().unwrap_or(V::Element::ONE));
                let (x, dy) = (&x[pair * run..][..run], &dy[pair * run..][..run]);
                let plain = sum(dy, width, c);
                let scaled = sum_of(
                    x,
                    width,
                    c,
                    #[inline(always)]
                    |i| dy[i] * ((x[i] - mean) * scale),
                );
                if !gamma.is_empty() {
                    dgamma[at] = dgamma[at] + scaled.sum();
                    dbeta[at] = dbeta[at] + plain.sum();
                }
                (sum_g, sum_gx) = (factor.mul_add(plain, sum_g), factor.mul_add(scaled, sum_gx));
            }
            let (mean_g, mean_gx) = (sum_g * mean_of, sum_gx * mean_of);
            for pair in 0..pairs {
                let factor = V::splat(gamma.get(group * pairs + pair).copied().unwrap_or(V::Element::ONE));
                for i in (pair * run + c..(pair + 1) * run).step_by(width) {
                    let normal = (x[i] - mean) * scale;
                    dx[i] = scale * (factor * dy[i] - mean_g - normal * mean_gx);
                }
            }
        }
    }
}

#[inline(always)]
pub(crate) fn batch_sums_kernel<V: Vector>(batch: &Batch, x: &[V], sums: &mut [V::Element], width: usize) {
    add_sums(
        batch,
        sums,
        x,
        width,
        #[inline(always)]
        |_, x| x,
    );
}

#[inline(always)]
pub(crate) fn batch_squares_kernel<V: Vector>(
    batch: &Batch,
    mean: &[V::Element],
    x: &[V],
    sums: &mut [V::Element],
    width: usize,
) {
    add_sums(
        batch,
        sums,
        x,
        width,
        #[inline(always)]
        |channel, x| (x - V::splat(mean[channel])).square(),
    );
}

/// `sums[channel] += Σ f(channel, x)` over the lanes that hold samples.
#[inline(always)]
fn add_sums<V: Vector>(batch: &Batch, sums: &mut [V::Element], x: &[V], width: usize, f: impl Fn(usize, V) -> V) {
    let channel_size = batch.pixels * width;
    for (tile, x) in x.chunks_exact(batch.channels * channel_size).enumerate() {
        for (channel, x) in x.chunks_exact(channel_size).enumerate() {
            let mut total = V::splat(V::Element::ZERO);
            for c in 0..width {
                let sum = sum_of(
                    x,
                    width,
                    c,
                    #[inline(always)]
                    |i| f(channel, x[i]),
                );
                total = total + only_samples(sum, batch.samples, (tile * width + c) * V::LANES);
            }
            sums[channel] = sums[channel] + total.sum();
        }
    }
}

/// `x` with zeros in the lanes after the last of the `samples`, where the vector's first lane
/// holds the sample `first`.
#[inline(always)]
fn only_samples<V: Vector>(x: V, samples: usize, first: usize) -> V {
    let count = samples.saturating_sub(first).min(V::LANES);
    if count == V::LANES {
        return x;
    }
    V::load(&V::elements(&[x])[..count])
}

#[inline(always)]
pub(crate) fn batch_normalize_kernel<V: Vector>(
    batch: &Batch,
    moments: Moments<'_, V::Element>,
    affine: Affine<'_, V::Element>,
    x: &[V],
    y: &mut [V],
    width: usize,
) {
    let size = batch.pixels * width;
    for (i, (x, y)) in x.chunks_exact(size).zip(y.chunks_exact_mut(size)).enumerate() {
        let channel = i % batch.channels;
        let mean = V::splat(moments.mean[channel]);
        let scale = V::splat(moments.scale(channel) * affine.gamma(channel));
        let beta = V::splat(affine.beta(channel));
        for (x, y) in x.iter().zip(y) {
            *y = (*x - mean).mul_add(scale, beta);
        }
    }
}

#[inline(always)]
pub(crate) fn batch_gradient_kernel<V: Vector>(
    batch: &Batch,
    moments: Moments<'_, V::Element>,
    x: &[V],
    dy: &[V],
    [dgamma, dbeta]: [&mut [V::Element]; 2],
    width: usize,
) {
    let size = batch.pixels * width;
    for (i, (x, dy)) in x.chunks_exact(size).zip(dy.chunks_exact(size)).enumerate() {
        let channel = i % batch.channels;
        let mean = V::splat(moments.mean[channel]);
        let plain = sum(dy, 1, 0).sum();
        let deviations = sum_of(
            x,
            1,
            0,
            #[inline(always)]
            |i| dy[i] * (x[i] - mean),
        );
        dgamma[channel] = dgamma[channel] + deviations.sum() * moments.scale(channel);
        dbeta[channel] = dbeta[channel] + plain;
    }
}

#[inline(always)]
pub(crate) fn batch_input_gradient_kernel<V: Vector>(
    batch: &Batch,
    moments: Moments<'_, V::Element>,
    gamma: &[V::Element],
    means: Affine<'_, V::Element>,
    [x, dy]: [&[V]; 2],
    dx: &mut [V],
    width: usize,
) {
    let size = batch.pixels * width;
    for (i, dx) in dx.chunks_exact_mut(size).enumerate() {
        let (tile, channel) = (i / batch.channels, i % batch.channels);
        let (x, dy) = (&x[i * size..][..size], &dy[i * size..][..size]);
        let scale = moments.scale(channel);
        let mean = V::splat(moments.mean[channel]);
        let factor = V::splat(gamma.get(channel).copied().unwrap_or(V::Element::ONE) * scale);
        let plain = V::splat(means.beta[channel]);
        let slope = V::splat(means.gamma[channel] * scale);
        for i in 0..size {
            dx[i] = factor * (dy[i] - plain - (x[i] - mean) * slope);
        }
        if (tile + 1) * width * V::LANES > batch.samples {
            for (i, dx) in dx.iter_mut().enumerate() {
                *dx = only_samples(*dx, batch.samples, (tile * width + i % width) * V::LANES);
            }
        }
    }
}
