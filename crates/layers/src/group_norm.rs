use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::norm::{self, Affine};
use sinew_tensors::{Initializer, Number, Rng, Vector};

use crate::operation::{Operation, TileContext, stage};
use crate::plain::plain_data;
use crate::{Context, Gradient, ImageShape, LayerInfo, Normalizes, Normalizing, Tensor};

/// Group norm with a fused activation, `y = f(γ·(x − μ)/√(σ² + ε) + β)`, where `μ` and `σ²` are
/// those of a sample's numbers in a group of channels.
///
/// `groupnorm(4) relu` in the language. Each sample is normalized by itself, in training as in
/// predictions. `ε = 10⁻⁵`; `groupnorm(4, epsilon = 0.001)` has another, as does [`Normalizing`].
///
/// `I` is the shape of the input, `P` how many pairs of `γ` and `β` there are: one for each
/// channel.
///
/// # Shapes
///
/// `x`, `y: [C, H, W]`; `weights` (`γ`) and `bias` (`β`): `[P]`.
///
/// # References
///
/// Wu and He, "Group normalization", ECCV (2018), eq. 1 to 3.
#[doc(alias = "그룹 정규화")]
#[repr(C)]
pub struct GroupNorm<T, I, const P: usize, const GROUPS: usize, A = Identity, N = Normalizing> {
    /// `γ`.
    pub weights: [T; P],
    /// `β`.
    pub bias: [T; P],
    markers: PhantomData<(I, A, N)>,
}

/// Layer norm with a fused activation: group norm of one group, in which each number has a `γ` and
/// a `β` of its own.
///
/// `layernorm` in the language, or `layernorm(epsilon = 1e-6)`. `I` is the shape of the input, of
/// `LEN` numbers.
///
/// # Shapes
///
/// `x`, `y`, `weights`, `bias: [LEN]`.
///
/// # References
///
/// Ba, Kiros and Hinton, "Layer normalization", arXiv:1607.06450 (2016), eq. 3.
#[doc(alias = "층 정규화")]
pub type LayerNorm<T, I, const LEN: usize, A = Identity, N = Normalizing> = GroupNorm<T, I, LEN, 1, A, N>;

plain_data! {
    "GroupNorm" [I, const P: usize, const GROUPS: usize, A, N] GroupNorm<T, I, P, GROUPS, A, N> { weights, bias }
}

impl<T, I: ImageShape, const P: usize, const GROUPS: usize, A, N> GroupNorm<T, I, P, GROUPS, A, N> {
    const KIND: &'static str = if GROUPS == 1 && P == I::LEN { "layernorm" } else { "groupnorm" };
}

stage! {
    [T: Number, I: ImageShape, const P: usize, const GROUPS: usize, A: LayerActivation, N: Normalizes]
    GroupNorm<T, I, P, GROUPS, A, N>, where []
    operation = NormalizeGroups { inputs: I::LEN, groups: GROUPS, epsilon: N::EPSILON };
    activation = A;
    // It saves the moments of each group, and backward has a place for the `∂L/∂x` that nobody
    // wants.
    info = LayerInfo::new(Self::KIND, I::SHAPE, I::SHAPE)
        .multiply_adds(I::LEN)
        .tensors(&[Tensor::new("weight", &[P]), Tensor::new("bias", &[P])])
        .saved(norm::group_statistics(GROUPS))
        .scratch(I::LEN)
        .predict_scratch(norm::group_statistics(GROUPS))
        .unshardable();
    stage {}
    trainable {
        /// `γ` is 1, or by the rule if there is one; `β` is 0.
        fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
            initializer.unwrap_or(Initializer::Constant(1.0)).fill(&mut self.weights, 1, P, rng);
            self.bias.fill(T::ZERO);
        }
    }
}

/// What a group norm computes.
pub(crate) struct NormalizeGroups {
    inputs: usize,
    groups: usize,
    epsilon: f64,
}

impl NormalizeGroups {
    /// All tiles; leaves the moments of each.
    #[inline(always)]
    fn normalize<V: Vector, const W: usize>(
        &self,
        w: &[V::Element],
        x: &[[V; W]],
        z: &mut [[V; W]],
        moments: &mut [[V; W]],
    ) {
        let (gamma, beta) = w.split_at(w.len() / 2);
        let tiles = x.chunks_exact(self.inputs).zip(z.chunks_exact_mut(self.inputs));
        for ((x, z), moments) in tiles.zip(moments.chunks_exact_mut(norm::group_statistics(self.groups))) {
            norm::group_forward(self.groups, self.epsilon, Affine { gamma, beta }, x, z, moments);
        }
    }
}

impl<T: Number> Operation<T> for NormalizeGroups {
    const TRAINS_DIFFERENTLY: bool = true;

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, w: &[T], x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
        let (x, z, scratch) = (x.as_chunks().0, z.as_chunks_mut().0, context.scratch.as_chunks_mut().0);
        self.normalize::<T, 1>(w, x, z, scratch);
    }

    #[inline(always)]
    fn predict<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        context: TileContext<'_, V, W>,
    ) {
        self.normalize(w, x, z, context.scratch);
    }

    #[inline(always)]
    fn forward<V: Vector<Element = T>, const W: usize>(
        &self,
        w: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        context: TileContext<'_, V, W>,
    ) {
        self.normalize(w, x, z, context.saved);
    }

    /// With `g = γ·dz`: `∂L/∂x = (g − mean(g) − x̂·mean(g·x̂))/√(σ² + ε)`, `∂L/∂γ = Σ dz·x̂`,
    /// `∂L/∂β = Σ dz`.
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
        let gamma = &w[..w.len() / 2];
        let (dgamma, dbeta) = grads.sums().split_at_mut(gamma.len());
        let dx = dx.unwrap_or(&mut context.scratch[..x.len()]);
        let tiles = x.chunks_exact(self.inputs).zip(dz.chunks_exact(self.inputs));
        let moments = context.saved.chunks_exact(norm::group_statistics(self.groups));
        for (((x, dz), dx), moments) in tiles.zip(dx.chunks_exact_mut(self.inputs)).zip(moments) {
            norm::group_backward(gamma, x, moments, dz, dx, [&mut *dgamma, &mut *dbeta]);
        }
    }
}
