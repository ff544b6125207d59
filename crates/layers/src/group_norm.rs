use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::norm::{self, Affine};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::activate::call_apply_one;
use crate::plain::plain_data;
use crate::{Accumulator, Batch, ImageShape, Stage, Tensor};

/// Group norm with a fused activation, `y = f(γ·(x − μ)/√(σ² + ε) + β)`, where `μ` and `σ²` are those of a sample's numbers in a group of channels.
///
/// `groupnorm(4) relu` in the language. Each sample is normalized by itself, in training as in predictions. `ε = 10⁻⁵`.
///
/// `I` is the shape of the input, `P` how many pairs of `γ` and `β` there are: one for each channel.
///
/// # Shapes
///
/// `x`, `y: [C, H, W]`; `weights` (`γ`) and `bias` (`β`): `[P]`.
///
/// # References
///
/// Wu and He, "Group normalization", ECCV (2018), eq. 1 to 3.
#[repr(C)]
pub struct GroupNorm<T, I, const P: usize, const GROUPS: usize, A = Identity> {
    /// `γ`.
    pub weights: [T; P],
    /// `β`.
    pub bias: [T; P],
    markers: PhantomData<(I, A)>,
}

/// Layer norm with a fused activation: group norm of one group, in which each number has a `γ` and a `β` of its own.
///
/// `layernorm` in the language. `I` is the shape of the input, of `N` numbers.
///
/// # Shapes
///
/// `x`, `y`, `weights`, `bias: [N]`.
///
/// # References
///
/// Ba, Kiros and Hinton, "Layer normalization", arXiv:1607.06450 (2016), eq. 3.
pub type LayerNorm<T, I, const N: usize, A = Identity> = GroupNorm<T, I, N, 1, A>;

plain_data! {
    "GroupNorm" [I, const P: usize, const GROUPS: usize, A] GroupNorm<T, I, P, GROUPS, A> { weights, bias }
}

/// What is added to the variance.
const EPSILON: f64 = 1e-5;

impl<T: Number, I: ImageShape, const P: usize, const GROUPS: usize, A> GroupNorm<T, I, P, GROUPS, A> {
    /// All tiles; leaves the moments of each.
    #[inline(always)]
    fn normalize<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        moments: &mut [[V; W]],
    ) {
        let tiles = x.chunks_exact(I::LEN).zip(z.chunks_exact_mut(I::LEN));
        for ((x, z), moments) in tiles.zip(moments.chunks_exact_mut(norm::group_statistics(GROUPS))) {
            let affine = Affine { gamma: &self.weights, beta: &self.bias };
            norm::group_forward(GROUPS, EPSILON, affine, x, z, moments);
        }
    }
}

impl<T, I, const P: usize, const GROUPS: usize, A> Stage for GroupNorm<T, I, P, GROUPS, A>
where
    T: Number,
    I: ImageShape,
    A: LayerActivation,
{
    type Number = T;
    type Activation = A;
    const KIND: &'static str = if GROUPS == 1 && P == I::LEN { "layernorm" } else { "groupnorm" };
    const INPUT: &'static [usize] = I::SHAPE;
    const OUTPUT: &'static [usize] = I::SHAPE;
    const MULTIPLY_ADDS: usize = I::LEN;
    const TENSORS: &'static [Tensor] = &[Tensor::new("weight", &[P]), Tensor::new("bias", &[P])];
    /// The moments of each group.
    const MEMORY: usize = norm::group_statistics(GROUPS);
    /// A place for the `∂L/∂x` that nobody wants.
    const SCRATCH: usize = I::LEN;
    const PREDICT_SCRATCH: usize = norm::group_statistics(GROUPS);

    /// `γ` is 1, or by the rule if there is one; `β` is 0.
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
        initializer.unwrap_or(Initializer::Constant(1.0)).fill(&mut self.weights, 1, P, rng);
        self.bias.fill(T::ZERO);
    }

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], scratch: &mut [T], _: &mut &[T]) {
        self.normalize::<T, 1>(x.as_chunks().0, y.as_chunks_mut().0, scratch.as_chunks_mut().0);
        call_apply_one::<A, V>(y);
    }

    #[inline(always)]
    fn predict_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        scratch: &mut [[V; W]],
        _: &mut &[T],
    ) {
        self.normalize(x, z, scratch);
    }

    #[inline(always)]
    fn forward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        memory: &mut [[V; W]],
        _: &mut Batch<'_, T>,
    ) {
        self.normalize(x, z, memory);
    }

    /// With `g = γ·dz`: `∂L/∂x = (g − mean(g) − x̂·mean(g·x̂))/√(σ² + ε)`, `∂L/∂γ = Σ dz·x̂`, `∂L/∂β = Σ dz`.
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
        let grads = grads.sums();
        let dx = dx.unwrap_or(&mut scratch[..x.len()]);
        let tiles = x.chunks_exact(I::LEN).zip(dz.chunks_exact(I::LEN)).zip(dx.chunks_exact_mut(I::LEN));
        for (((x, dz), dx), moments) in tiles.zip(memory.chunks_exact(norm::group_statistics(GROUPS))) {
            norm::group_backward(&self.weights, x, moments, dz, dx, [&mut grads.weights, &mut grads.bias]);
        }
    }
}
