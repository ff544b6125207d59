use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::norm::{self, Affine, Moments};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::operation::{Operation, TileContext, stage};
use crate::plain::plain_data;
use crate::{Context, Gradient, ImageShape, LayerInfo, Normalizes, Normalizing, Tensor};

/// Batch norm with a fused activation, `y = f(γ·(x − μ)/√(σ² + ε) + β)` for each channel.
///
/// `batchnorm relu` in the language. In training `μ` and `σ²` are those of the channel's numbers in
/// all samples of the batch; predictions take running means of them, which are the network's
/// statistics. A batch goes through such a network as a whole, on one thread. A batch in which a
/// channel has one number alone, such as a single sample of a flat input, has no variance, and
/// training refuses it.
///
/// `ε = 10⁻⁵`, and a batch moves the running means by a tenth of the way, as in PyTorch;
/// `batchnorm(epsilon = 0.001, momentum = 0.01)` has others, as does [`Normalizing`]. The momentum
/// is the share of the batch; Keras calls the rest momentum, so that its 0.99 is 0.01 here.
///
/// # Shapes
///
/// `x`, `y: [C, H, W]`, or `[C, L]`, or `[C]`; `weights` (`γ`) and `bias` (`β`): `[C]`.
///
/// # References
///
/// Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal
/// covariate shift", ICML (2015), algorithms 1 and 2.
#[doc(alias = "배치 정규화")]
#[doc(alias("BatchNorm1d", "BatchNorm2d", "BatchNormalization"))]
#[repr(C)]
pub struct BatchNorm<T, I, const C: usize, A = Identity, N = Normalizing> {
    /// `γ`.
    pub weights: [T; C],
    /// `β`.
    pub bias: [T; C],
    markers: PhantomData<(I, A, N)>,
}

plain_data! { "BatchNorm" [I, const C: usize, A, N] BatchNorm<T, I, C, A, N> { weights, bias } }

stage! {
    [T: Number, I: ImageShape, const C: usize, A: LayerActivation, N: Normalizes]
    BatchNorm<T, I, C, A, N>, where []
    operation = NormalizeChannels { channels: C, pixels: I::LEN / C, epsilon: N::EPSILON, momentum: N::MOMENTUM };
    activation = A;
    // It saves the moments of the batch, and backward works on the gradients of this batch alone.
    info = LayerInfo::new("batchnorm", I::SHAPE, I::SHAPE)
        .multiply_adds(I::LEN)
        .tensors(&[
            Tensor::new("weight", &[C]),
            Tensor::new("bias", &[C]),
            Tensor::new("running_mean", &[C]),
            Tensor::new("running_var", &[C]),
        ])
        .statistics(2 * C)
        .smallest_batch(if I::LEN == C { 2 } else { 1 })
        .saved(2 * C)
        .scratch(2 * C);
    stage {}
    trainable {
        /// `γ` is 1, or by the rule if there is one; `β` is 0.
        fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
            initializer.unwrap_or(Initializer::Constant(1.0)).fill(&mut self.weights, 1, C, rng);
            self.bias.fill(T::ZERO);
        }

        /// Means of 0, variances of 1.
        fn initialize_statistics(statistics: &mut &mut [T]) {
            let (mean, variance) = statistics.split_off_mut(..2 * C).unwrap_or_default().split_at_mut(C);
            mean.fill(T::ZERO);
            variance.fill(T::ONE);
        }
    }
}

/// What a batch norm computes.
pub(crate) struct NormalizeChannels {
    channels: usize,
    pixels: usize,
    epsilon: f64,
    momentum: f64,
}

impl NormalizeChannels {
    /// This many samples, as the kernels see them.
    const fn batch(&self, samples: usize) -> norm::Batch {
        norm::Batch { channels: self.channels, pixels: self.pixels, samples }
    }

    /// `γ` and `β`.
    fn affine<'a, T>(&self, w: &'a [T]) -> Affine<'a, T> {
        let (gamma, beta) = w.split_at(self.channels);
        Affine { gamma, beta }
    }

    /// The means, followed by the variances.
    fn moments<'a, T>(&self, numbers: &'a [T]) -> Moments<'a, T> {
        let (mean, variance) = numbers.split_at(self.channels);
        Moments { mean, variance: &variance[..self.channels], epsilon: self.epsilon }
    }
}

/// Sums become means.
fn divide<T: Number>(sums: &mut [T], count: usize) {
    let share = T::from_f64(1.0 / count as f64);
    for sum in sums {
        *sum = *sum * share;
    }
}

impl<T: Number> Operation<T> for NormalizeChannels {
    const TRAINS_DIFFERENTLY: bool = true;

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, w: &[T], x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
        let (x, z) = (x.as_chunks().0, z.as_chunks_mut().0);
        norm::batch_normalize::<T, 1>(&self.batch(0), self.moments(context.statistics), self.affine(w), x, z);
    }

    #[inline(always)]
    fn predict<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        context: TileContext<'_, V, W>,
    ) {
        norm::batch_normalize(&self.batch(0), self.moments(context.statistics), self.affine(w), x, z);
    }

    #[inline(always)]
    fn forward<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        context: TileContext<'_, V, W>,
    ) {
        let batch = self.batch(context.microbatch.samples());
        let numbers = &mut V::elements_mut(context.saved.as_flattened_mut())[..2 * self.channels];
        let (mean, variance) = numbers.split_at_mut(self.channels);
        mean.fill(T::ZERO);
        norm::batch_sums(&batch, x, mean);
        divide(mean, batch.count());
        variance.fill(T::ZERO);
        norm::batch_squares(&batch, mean, x, variance);
        divide(variance, batch.count());

        let moments = self.moments(numbers);
        let TileContext { statistics: running, measured, .. } = context;
        measured.copy_from_slice(running);
        let (mean, variance) = measured.split_at_mut(self.channels);
        norm::batch_running(&batch, self.momentum, moments, mean, variance);
        norm::batch_normalize(&batch, moments, self.affine(w), x, z);
    }

    /// With `dz` and `n` numbers of a channel: `∂L/∂γ = Σ dz·x̂`, `∂L/∂β = Σ dz`, and
    /// `∂L/∂x = γ/√(σ² + ε)·(dz − ∂L/∂β/n − x̂·∂L/∂γ/n)`.
    #[inline(always)]
    fn backward<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        dz: &[[V; W]],
        dx: Option<&mut [[V; W]]>,
        grads: Gradient<'_, T>,
        context: TileContext<'_, V, W>,
    ) {
        let batch = self.batch(context.microbatch.samples());
        let moments = self.moments(V::elements(context.saved.as_flattened()));
        let sums = &mut V::elements_mut(context.scratch.as_flattened_mut())[..2 * self.channels];
        sums.fill(T::ZERO);
        let (gamma, beta) = sums.split_at_mut(self.channels);
        norm::batch_gradient(&batch, moments, x, dz, [&mut *gamma, &mut *beta]);
        for (grad, &sum) in grads.sums().iter_mut().zip(gamma.iter().chain(&*beta)) {
            *grad = *grad + sum;
        }
        if let Some(dx) = dx {
            divide(gamma, batch.count());
            divide(beta, batch.count());
            norm::batch_input_gradient(&batch, moments, &w[..self.channels], Affine { gamma, beta }, x, dz, dx);
        }
    }
}
