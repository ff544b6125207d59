use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::norm::{self, Affine, Moments};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::activate::call_apply_one;
use crate::plain::plain_data;
use crate::{Accumulator, Batch, ImageShape, Stage, Tensor};

/// Batch norm with a fused activation, `y = f(γ·(x − μ)/√(σ² + ε) + β)` for each channel.
///
/// `batchnorm relu` in the language. In training `μ` and `σ²` are those of the channel's numbers in all samples of the batch; predictions take
/// running means of them, which are the network's statistics. `ε = 10⁻⁵`, and a batch moves the running means by a tenth, as in PyTorch. A
/// batch goes through such a network as a whole, on one thread.
///
/// # Shapes
///
/// `x`, `y: [C, H, W]`, or `[C, L]`, or `[C]`; `weights` (`γ`) and `bias` (`β`): `[C]`.
///
/// # References
///
/// Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift", ICML (2015), algorithms 1
/// and 2.
#[doc(alias("BatchNorm1d", "BatchNorm2d", "BatchNormalization"))]
#[repr(C)]
pub struct BatchNorm<T, I, const C: usize, A = Identity> {
    /// `γ`.
    pub weights: [T; C],
    /// `β`.
    pub bias: [T; C],
    markers: PhantomData<(I, A)>,
}

plain_data! { "BatchNorm" [I, const C: usize, A] BatchNorm<T, I, C, A> { weights, bias } }

/// What is added to the variance.
const EPSILON: f64 = 1e-5;

/// The share of a batch in the running moments.
const MOMENTUM: f64 = 0.1;

impl<T: Number, I: ImageShape, const C: usize, A> BatchNorm<T, I, C, A> {
    /// So many samples, as the kernels see them.
    const fn batch(samples: usize) -> norm::Batch {
        norm::Batch { channels: C, pixels: I::LEN / C, samples }
    }

    fn affine(&self) -> Affine<'_, T> {
        Affine { gamma: &self.weights, beta: &self.bias }
    }

    /// The mean and, behind it, the variance.
    fn moments(numbers: &[T]) -> Moments<'_, T> {
        let (mean, variance) = numbers.split_at(C);
        Moments { mean, variance: &variance[..C], epsilon: EPSILON }
    }

    /// Sums become means.
    fn divide(sums: &mut [T], count: usize) {
        let share = T::from_f64(1.0 / count as f64);
        for sum in sums {
            *sum = *sum * share;
        }
    }
}

impl<T: Number, I: ImageShape, const C: usize, A: LayerActivation> Stage for BatchNorm<T, I, C, A> {
    type Number = T;
    type Activation = A;
    const KIND: &'static str = "batchnorm";
    const INPUT: &'static [usize] = I::SHAPE;
    const OUTPUT: &'static [usize] = I::SHAPE;
    const MULTIPLY_ADDS: usize = I::LEN;
    const TENSORS: &'static [Tensor] = &[
        Tensor::new("weight", &[C]),
        Tensor::new("bias", &[C]),
        Tensor::new("running_mean", &[C]),
        Tensor::new("running_var", &[C]),
    ];
    const ADDS_ONCE: bool = true;
    const STATISTICS: usize = 2 * C;
    /// The moments of the batch, and how many samples it has.
    const MEMORY: usize = 2 * C + 1;
    /// The gradients of this batch alone.
    const SCRATCH: usize = 2 * C;

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

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], _: &mut [T], statistics: &mut &[T]) {
        self.predict_logits::<T, 1>(x.as_chunks().0, y.as_chunks_mut().0, &mut [], statistics);
        call_apply_one::<A, V>(y);
    }

    #[inline(always)]
    fn predict_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: &mut [[V; W]],
        statistics: &mut &[T],
    ) {
        let running = statistics.split_off(..2 * C).unwrap_or_default();
        norm::batch_normalize(&Self::batch(0), Self::moments(running), self.affine(), x, z);
    }

    #[inline(always)]
    fn forward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        memory: &mut [[V; W]],
        batch: &mut Batch<'_, T>,
    ) {
        let sizes = Self::batch(batch.samples());
        let numbers = V::elements_mut(memory.as_flattened_mut());
        numbers[2 * C] = T::from_f64(batch.samples() as f64);
        let (mean, variance) = numbers[..2 * C].split_at_mut(C);
        mean.fill(T::ZERO);
        norm::batch_sums(&sizes, x, mean);
        Self::divide(mean, sizes.count());
        variance.fill(T::ZERO);
        norm::batch_squares(&sizes, mean, x, variance);
        Self::divide(variance, sizes.count());

        let moments = Self::moments(numbers);
        let (running, measured) = batch.statistics(2 * C);
        measured.copy_from_slice(running);
        let (mean, variance) = measured.split_at_mut(C);
        norm::batch_running(&sizes, MOMENTUM, moments, mean, variance);
        norm::batch_normalize(&sizes, moments, self.affine(), x, z);
    }

    /// With `dz` and `n` numbers of a channel: `∂L/∂γ = Σ dz·x̂`, `∂L/∂β = Σ dz`, and
    /// `∂L/∂x = γ/√(σ² + ε)·(dz − ∂L/∂β/n − x̂·∂L/∂γ/n)`.
    #[inline(always)]
    fn backward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        dz: &[[V; W]],
        memory: &mut [[V; W]],
        dx: Option<&mut [[V; W]]>,
        grads: Accumulator<'_, Self>,
        scratch: &mut [[V; W]],
    ) {
        let numbers = V::elements(memory.as_flattened());
        let (sizes, moments) = (Self::batch(to_usize(numbers[2 * C])), Self::moments(numbers));
        let sums = &mut V::elements_mut(scratch.as_flattened_mut())[..2 * C];
        sums.fill(T::ZERO);
        let (gamma, beta) = sums.split_at_mut(C);
        norm::batch_gradient(&sizes, moments, x, dz, [&mut *gamma, &mut *beta]);
        let grads = grads.sums();
        for c in 0..C {
            grads.weights[c] = grads.weights[c] + gamma[c];
            grads.bias[c] = grads.bias[c] + beta[c];
        }
        if let Some(dx) = dx {
            Self::divide(gamma, sizes.count());
            Self::divide(beta, sizes.count());
            norm::batch_input_gradient(&sizes, moments, &self.weights, Affine { gamma, beta }, x, dz, dx);
        }
    }
}

/// The number of samples, which is exact up to 2²⁴ in `f32`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was a number of samples")]
fn to_usize<T: Number>(count: T) -> usize {
    count.to_f64() as usize
}
