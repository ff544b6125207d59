use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::{Initializer, Number, Parameters, Rng, Vector};

use crate::activate::{call_add, call_apply_one};
use crate::info::larger;
use crate::{Accumulator, Batch, LayerInfo, Stage};

/// Two stages with the same input, whose outputs stand one behind the other, `y = f([a(x), b(x)])`.
///
/// `concat(16 relu | 16 tanh)` in the language; of images, the channels stand one behind the other. More than two are pairs of pairs.
///
/// # Shapes
///
/// `x: [INPUT]` of both, `y: [A outputs + B outputs]`.
///
/// # References
///
/// Szegedy et al., "Going deeper with convolutions", CVPR (2015), section 4.
#[repr(C)]
pub struct Concat<A, B, F = Identity> {
    /// Whose outputs come first.
    pub first: A,
    /// Whose outputs come last.
    pub second: B,
    activation: PhantomData<F>,
}

// SAFETY: `repr(C)`; both fields are runs of `T`, and a `PhantomData` has size zero and alignment one.
unsafe impl<T: Number, A: Parameters<T>, B: Parameters<T>, F> Parameters<T> for Concat<A, B, F> {}

impl<A: Stage, B: Stage, F> Concat<A, B, F> {
    /// How many channels both have together.
    const CHANNELS: usize = A::OUTPUT[0] + B::OUTPUT[0];
    const SIGNAL: [usize; 2] = [Self::CHANNELS, extent(A::OUTPUT, 1)];
    const IMAGE: [usize; 3] = [Self::CHANNELS, extent(A::OUTPUT, 1), extent(A::OUTPUT, 2)];
}

impl<T, A, B, F> Stage for Concat<A, B, F>
where
    T: Number,
    A: Stage<Number = T>,
    B: Stage<Number = T>,
    F: LayerActivation,
{
    type Number = T;
    type Activation = F;
    const KIND: &'static str = "concat";
    const INPUT: &'static [usize] = A::INPUT;
    const OUTPUT: &'static [usize] = match (A::OUTPUT, B::OUTPUT) {
        ([_, _, _], [_, _, _]) => &Self::IMAGE,
        ([_, _], [_, _]) => &Self::SIGNAL,
        _ => &[A::OUTPUTS + B::OUTPUTS],
    };
    const MULTIPLY_ADDS: usize = A::MULTIPLY_ADDS + B::MULTIPLY_ADDS;
    const LAYERS: &'static [LayerInfo] = &[LayerInfo::of::<A>("first"), LayerInfo::of::<B>("second")];
    const STATISTICS: usize = A::STATISTICS + B::STATISTICS;
    const MEMORY: usize = A::TAPE + B::TAPE;
    /// The gradient for each of both, and the `∂L/∂x` of the second.
    const SCRATCH: usize = larger(A::OUTPUTS, B::OUTPUTS) + A::INPUTS + larger(A::SCRATCH, B::SCRATCH);
    /// What is to be put side by side.
    const PREDICT_SCRATCH: usize = Self::OUTPUTS + larger(A::PREDICT_SCRATCH, B::PREDICT_SCRATCH);

    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
        self.first.initialize(initializer, rng);
        self.second.initialize(initializer, rng);
    }

    fn initialize_statistics(statistics: &mut &mut [T]) {
        A::initialize_statistics(statistics);
        B::initialize_statistics(statistics);
    }

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], scratch: &mut [T], statistics: &mut &[T]) {
        let (first, second) = y.split_at_mut(A::OUTPUTS);
        self.first.predict_one::<V>(x, first, scratch, statistics);
        self.second.predict_one::<V>(x, second, scratch, statistics);
        call_apply_one::<F, V>(y);
    }

    #[inline(always)]
    fn predict_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        scratch: &mut [[V; W]],
        statistics: &mut &[T],
    ) {
        let (outputs, scratch) = scratch.split_at_mut(z.len());
        let (first, second) = outputs.split_at_mut(z.len() / Self::OUTPUTS * A::OUTPUTS);
        self.first.predict_tiles(x, first, scratch, statistics);
        self.second.predict_tiles(x, second, scratch, statistics);
        interleave(z, first, second, A::OUTPUTS, B::OUTPUTS);
    }

    #[inline(always)]
    fn forward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        memory: &mut [[V; W]],
        batch: &mut Batch<'_, T>,
    ) {
        let tiles = z.len() / Self::OUTPUTS;
        let (first, second) = memory.split_at_mut(tiles * A::TAPE);
        self.first.forward(x, first, batch);
        self.second.forward(x, second, batch);
        interleave(z, &first[..tiles * A::OUTPUTS], &second[..tiles * B::OUTPUTS], A::OUTPUTS, B::OUTPUTS);
    }

    /// With `dz`: `∂L/∂x` is the sum of those of both, each given its part of `dz`.
    #[inline(always)]
    fn backward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        dz: &[[V; W]],
        memory: &mut [[V; W]],
        mut dx: Option<&mut [[V; W]]>,
        mut grads: Accumulator<'_, Self>,
        scratch: &mut [[V; W]],
    ) {
        let tiles = dz.len() / Self::OUTPUTS;
        let (first, second) = memory.split_at_mut(tiles * A::TAPE);
        let (dy, scratch) = scratch.split_at_mut(tiles * larger(A::OUTPUTS, B::OUTPUTS));
        let (other, scratch) = scratch.split_at_mut(x.len());

        let part = &mut dy[..tiles * A::OUTPUTS];
        for (dy, dz) in part.chunks_exact_mut(A::OUTPUTS).zip(dz.chunks_exact(Self::OUTPUTS)) {
            dy.copy_from_slice(&dz[..A::OUTPUTS]);
        }
        self.first.backward(x, first, part, dx.as_deref_mut(), grads.part(|grads| &mut grads.first), scratch);

        let part = &mut dy[..tiles * B::OUTPUTS];
        for (dy, dz) in part.chunks_exact_mut(B::OUTPUTS).zip(dz.chunks_exact(Self::OUTPUTS)) {
            dy.copy_from_slice(&dz[A::OUTPUTS..]);
        }
        let to = dx.is_some().then_some(&mut *other);
        self.second.backward(x, second, part, to, grads.part(|grads| &mut grads.second), scratch);
        if let Some(dx) = dx {
            call_add(dx, other);
        }
    }
}

/// One of the extents, or 1 where there are not so many.
const fn extent(shape: &[usize], index: usize) -> usize {
    if index < shape.len() { shape[index] } else { 1 }
}

/// `z[t] = [a[t], b[t]]` for each tile `t`.
#[inline(always)]
fn interleave<R: Copy>(z: &mut [R], a: &[R], b: &[R], a_rows: usize, b_rows: usize) {
    for ((z, a), b) in z.chunks_exact_mut(a_rows + b_rows).zip(a.chunks_exact(a_rows)).zip(b.chunks_exact(b_rows)) {
        z[..a_rows].copy_from_slice(a);
        z[a_rows..].copy_from_slice(b);
    }
}
