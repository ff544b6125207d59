use core::mem;

use sinew_activations::PerOutput;
use sinew_tensors::{Initializer, Number, Parameters, Rng};

use crate::concat::{interleave, take_part};
use crate::info::larger;
use crate::{Context, Gradient, LayerInfo, Stage, Trainable, activate};

/// Two outputs of a network with the same input, `z = [a(x), b(x)]`, each with its own activation.
///
/// `(digit: 10 softmax | parity: 1 sigmoid)` in the language, at the end of a network. More than
/// two are pairs of pairs. Unlike [`Concat`](crate::Concat), it hands on the pre-activations of
/// both, so that each output has its own loss.
///
/// # Shapes
///
/// `x: [INPUT]` of both, `z: [N + B outputs]`, where `N` is the size of the first.
///
/// # References
///
/// Caruana, "Multitask learning", Machine Learning 28 (1997).
#[doc(alias = "여러 출력")]
#[repr(C)]
pub struct Outputs<A, B, const N: usize> {
    /// The first output.
    pub first: A,
    /// The second output, or all others.
    pub second: B,
}

// SAFETY: `repr(C)`; both fields are runs of `T`.
unsafe impl<T: Number, A: Parameters<T>, B: Parameters<T>, const N: usize> Parameters<T> for Outputs<A, B, N> {}

impl<A: Stage, B: Stage, const N: usize> Outputs<A, B, N> {
    const LAYERS: &'static [LayerInfo] = &[LayerInfo::of::<A>("first"), LayerInfo::of::<B>("second")];
    const OUTPUT: &'static [usize] = {
        assert!(A::INFO.outputs() == N, "`N` is the size of the first output");
        &[A::INFO.outputs() + B::INFO.outputs()]
    };
}

impl<T, A, B, const N: usize> Stage for Outputs<A, B, N>
where
    T: Number,
    A: Stage<Number = T>,
    B: Stage<Number = T>,
{
    type Number = T;
    type Activation = PerOutput<A::Activation, N, B::Activation>;
    const INFO: LayerInfo = {
        let (a, b) = (A::INFO, B::INFO);
        LayerInfo::new("outputs", a.input, Self::OUTPUT)
            .activation::<Self::Activation>()
            .layers(Self::LAYERS)
            .saved(a.outputs() + a.saved + b.outputs() + b.saved)
            .scratch(a.inputs() + larger(a.scratch, b.scratch)) // with the `∂L/∂x` of the second
            // What is to be put side by side.
            .predict_scratch(a.outputs() + b.outputs() + larger(a.predict_scratch, b.predict_scratch))
    };

    fn compute(&self, x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
        let whole = mem::take(&mut context.scratch);
        let (outputs, scratch) = whole.split_at_mut(z.len());
        let (first, second) = outputs.split_at_mut(context.numbers(N));
        self.first.compute(x, first, &mut context.part(&mut [], scratch, const { A::INFO.statistics }));
        self.second.compute(x, second, &mut context.part(&mut [], scratch, const { B::INFO.statistics }));
        interleave(z, first, second, context.microbatch.tiles());
        context.scratch = whole;
    }
}

impl<T, A, B, const N: usize> Trainable for Outputs<A, B, N>
where
    T: Number,
    A: Trainable<Number = T>,
    B: Trainable<Number = T>,
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
        let rows = [N, A::INFO.saved, const { B::INFO.outputs() }, B::INFO.saved];
        let [first, first_saved, second, second_saved] = cut(mem::take(&mut context.saved), rows, context);
        self.first.forward(x, first, &mut context.part(first_saved, &mut [], const { A::INFO.statistics }));
        self.second.forward(x, second, &mut context.part(second_saved, &mut [], const { B::INFO.statistics }));
        interleave(z, first, second, context.microbatch.tiles());
    }

    /// `∂L/∂x` is the sum of those of both, each given its part of `dz`.
    fn backward(
        &self,
        x: &[T],
        dz: &[T],
        mut dx: Option<&mut [T]>,
        mut grads: Gradient<'_, T>,
        context: &mut Context<'_, T>,
    ) {
        let (microbatch, tiles) = (context.microbatch, context.microbatch.tiles());
        let rows = [N, A::INFO.saved, const { B::INFO.outputs() }, B::INFO.saved];
        let [first, first_saved, second, second_saved] = cut(mem::take(&mut context.saved), rows, context);
        let (other, scratch) = mem::take(&mut context.scratch).split_at_mut(x.len());
        let second_grads = grads.take_last(const { B::INFO.parameters });

        // Where the outputs were put side by side, there is room for the gradient of each.
        take_part(first, dz, 0, tiles);
        take_part(second, dz, first.len() / tiles, tiles);
        let mut context = Context::backward(microbatch, first_saved, scratch);
        self.first.backward(x, first, dx.as_deref_mut(), grads, &mut context);
        let to = dx.is_some().then_some(&mut *other);
        let mut context = Context::backward(microbatch, second_saved, scratch);
        self.second.backward(x, second, to, second_grads, &mut context);
        if let Some(dx) = dx {
            activate::add(microbatch.layout(), dx, other);
        }
    }
}

/// Cuts memory into parts of these numbers of rows.
fn cut<'a, T: Number, const P: usize>(
    memory: &'a mut [T],
    rows: [usize; P],
    context: &Context<'_, T>,
) -> [&'a mut [T]; P] {
    let mut rest = memory;
    rows.map(|rows| {
        let (part, others) = mem::take(&mut rest).split_at_mut(context.numbers(rows));
        rest = others;
        part
    })
}
