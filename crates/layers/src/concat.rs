use core::marker::PhantomData;
use core::mem;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::{Initializer, Number, Parameters, Rng};

use crate::info::larger;
use crate::{Context, Gradient, LayerInfo, Stage, Trainable, activate, stage};

/// Two stages with the same input, whose outputs follow one another, `y = f([a(x), b(x)])`.
///
/// `concat(16 relu | 16 tanh)` in the language; of images, the channels follow one another.
/// More than two are pairs of pairs.
///
/// # Shapes
///
/// `x: [INPUT]` of both, `y: [A outputs + B outputs]`.
///
/// # References
///
/// Szegedy et al., "Going deeper with convolutions", CVPR (2015), section 4.
#[doc(alias = "이어 붙이기")]
#[repr(C)]
pub struct Concat<A, B, F = Identity> {
    /// Whose outputs come first.
    pub first: A,
    /// Whose outputs come last.
    pub second: B,
    activation: PhantomData<F>,
}

// SAFETY: `repr(C)`; both fields are runs of `T`, and a `PhantomData` has size zero and alignment
// one.
unsafe impl<T: Number, A: Parameters<T>, B: Parameters<T>, F> Parameters<T> for Concat<A, B, F> {}

impl<A: Stage, B: Stage, F> Concat<A, B, F> {
    const LAYERS: &'static [LayerInfo] = &[LayerInfo::of::<A>("first"), LayerInfo::of::<B>("second")];

    /// How many channels both have together.
    const CHANNELS: usize = A::INFO.output[0] + B::INFO.output[0];
    const FLAT: [usize; 1] = [A::INFO.outputs() + B::INFO.outputs()];
    const SIGNAL: [usize; 2] = [Self::CHANNELS, extent(A::INFO.output, 1)];
    const IMAGE: [usize; 3] = [Self::CHANNELS, extent(A::INFO.output, 1), extent(A::INFO.output, 2)];
    const OUTPUT: &'static [usize] = match (A::INFO.output, B::INFO.output) {
        ([_, _, _], [_, _, _]) => &Self::IMAGE,
        ([_, _], [_, _]) => &Self::SIGNAL,
        _ => &Self::FLAT,
    };
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
    const INFO: LayerInfo = {
        let (a, b) = (A::INFO, B::INFO);
        LayerInfo::new("concat", a.input, Self::OUTPUT)
            .activation::<F>()
            .layers(Self::LAYERS)
            .saved(a.tape() + b.tape())
            // The gradient for each of both, and the `∂L/∂x` of the second.
            .scratch(larger(a.outputs(), b.outputs()) + a.inputs() + larger(a.scratch, b.scratch))
            // What is to be put side by side.
            .predict_scratch(a.outputs() + b.outputs() + larger(a.predict_scratch, b.predict_scratch))
    };

    fn compute(&self, x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
        let whole = mem::take(&mut context.scratch);
        let (outputs, scratch) = whole.split_at_mut(z.len());
        let (first, second) = outputs.split_at_mut(context.numbers(const { A::INFO.outputs() }));
        let mut part = context.part(&mut [], scratch, const { A::INFO.statistics });
        stage::predict(&self.first, x, first, &mut part);
        let mut part = context.part(&mut [], scratch, const { B::INFO.statistics });
        stage::predict(&self.second, x, second, &mut part);
        interleave(z, first, second, context.microbatch.tiles());
        context.scratch = whole;
    }
}

impl<T, A, B, F> Trainable for Concat<A, B, F>
where
    T: Number,
    A: Trainable<Number = T>,
    B: Trainable<Number = T>,
    F: LayerActivation,
{
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
        self.first.initialize(initializer, rng);
        self.second.initialize(initializer, rng);
    }

    fn initialize_statistics(statistics: &mut &mut [T]) {
        A::initialize_statistics(statistics);
        B::initialize_statistics(statistics);
    }

    fn forward(&self, x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
        let tape = context.numbers(const { A::INFO.tape() });
        let (first, second) = mem::take(&mut context.saved).split_at_mut(tape);
        stage::forward(&self.first, x, first, context);
        stage::forward(&self.second, x, second, context);
        let [a, b] = [const { A::INFO.outputs() }, const { B::INFO.outputs() }].map(|rows| context.numbers(rows));
        interleave(z, &first[..a], &second[..b], context.microbatch.tiles());
    }

    /// With `dz`: `∂L/∂x` is the sum of those of both, each given its part of `dz`.
    fn backward(
        &self,
        x: &[T],
        dz: &[T],
        mut dx: Option<&mut [T]>,
        mut grads: Gradient<'_, T>,
        context: &mut Context<'_, T>,
    ) {
        let (microbatch, tiles) = (context.microbatch, context.microbatch.tiles());
        let [a, b] = [const { A::INFO.outputs() }, const { B::INFO.outputs() }].map(|rows| context.numbers(rows));
        let tape = context.numbers(const { A::INFO.tape() });
        let (first, second) = mem::take(&mut context.saved).split_at_mut(tape);
        let (dy, scratch) = mem::take(&mut context.scratch).split_at_mut(usize::max(a, b));
        let (other, scratch) = scratch.split_at_mut(x.len());
        let second_grads = grads.take_last(const { B::INFO.parameters });

        take_part(&mut dy[..a], dz, 0, tiles);
        stage::backward(
            &self.first,
            x,
            first,
            &mut dy[..a],
            dx.as_deref_mut(),
            grads,
            &mut Context::backward(microbatch, &mut [], scratch),
        );
        take_part(&mut dy[..b], dz, a / tiles, tiles);
        let to = dx.is_some().then_some(&mut *other);
        stage::backward(
            &self.second,
            x,
            second,
            &mut dy[..b],
            to,
            second_grads,
            &mut Context::backward(microbatch, &mut [], scratch),
        );
        if let Some(dx) = dx {
            activate::add(microbatch.layout(), dx, other);
        }
    }
}

/// One of the extents, or 1 where there are fewer.
const fn extent(shape: &[usize], index: usize) -> usize {
    if index < shape.len() { shape[index] } else { 1 }
}

/// `z[t] = [a[t], b[t]]` for each tile `t`.
pub fn interleave<T: Copy>(z: &mut [T], a: &[T], b: &[T], tiles: usize) {
    let (whole, first, second) = (z.len() / tiles, a.len() / tiles, b.len() / tiles);
    for ((z, a), b) in z.chunks_exact_mut(whole).zip(a.chunks_exact(first)).zip(b.chunks_exact(second)) {
        z[..first].copy_from_slice(a);
        z[first..].copy_from_slice(b);
    }
}

/// The numbers of `z` that are one part's, in each tile those from `first` on.
pub fn take_part<T: Copy>(part: &mut [T], z: &[T], first: usize, tiles: usize) {
    let (len, whole) = (part.len() / tiles, z.len() / tiles);
    for (part, z) in part.chunks_exact_mut(len).zip(z.chunks_exact(whole)) {
        part.copy_from_slice(&z[first..][..len]);
    }
}
