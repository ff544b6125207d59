use core::marker::PhantomData;
use core::mem;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::{Initializer, Number, Parameters, Rng};

use crate::info::larger;
use crate::{Context, Gradient, LayerInfo, Stage, Trainable, activate, stage};

/// Residual branch, `y = f(b(x) + s(x))`: a stage `b` beside a shortcut `s`, most often [`Skip`],
/// that hands on its input.
///
/// `residual(conv(16, 3x3, padding = same) relu => conv(16, 3x3, padding = same)) relu` in the
/// language. The shortcut lets gradients pass where the branch would make them vanish, so much
/// deeper networks learn.
///
/// # Shapes
///
/// Branch and shortcut have the same input and the same output, which are those of the whole.
///
/// # References
///
/// He, Zhang, Ren and Sun, "Deep residual learning for image recognition", CVPR (2016), eq. 1
/// and 2.
#[doc(alias("스킵 연결", "잔차 블록"))]
#[repr(C)]
pub struct Residual<B, S, A = Identity> {
    /// What is learned beside the shortcut.
    pub branch: B,
    /// What goes past the branch.
    pub shortcut: S,
    activation: PhantomData<A>,
}

// SAFETY: `repr(C)`; both fields are runs of `T`, and a `PhantomData` has size zero and alignment
// one.
unsafe impl<T: Number, B: Parameters<T>, S: Parameters<T>, A> Parameters<T> for Residual<B, S, A> {}

impl<T, B, S, A> Residual<B, S, A>
where
    T: Number,
    B: Stage<Number = T>,
    S: Stage<Number = T>,
{
    const LAYERS: &'static [LayerInfo] = &[LayerInfo::of::<B>("branch"), LayerInfo::of::<S>("shortcut")];
}

impl<T, B, S, A> Stage for Residual<B, S, A>
where
    T: Number,
    B: Stage<Number = T>,
    S: Stage<Number = T>,
    A: LayerActivation,
{
    type Number = T;
    type Activation = A;
    const INFO: LayerInfo = {
        let (branch, shortcut) = (B::INFO, S::INFO);
        LayerInfo::new("residual", branch.input, branch.output)
            .activation::<A>()
            .layers(Self::LAYERS)
            .saved(branch.tape() + shortcut.tape())
            // The gradient for each of both, and the `∂L/∂x` of the shortcut.
            .scratch(branch.outputs() + branch.inputs() + larger(branch.scratch, shortcut.scratch))
            // What comes past the branch.
            .predict_scratch(branch.outputs() + larger(branch.predict_scratch, shortcut.predict_scratch))
    };

    fn compute(&self, x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
        let layout = context.microbatch.layout();
        let whole = mem::take(&mut context.scratch);
        let (past, scratch) = whole.split_at_mut(z.len());
        let mut part = context.part(&mut [], scratch, const { B::INFO.statistics });
        stage::predict(&self.branch, x, z, &mut part);
        let mut part = context.part(&mut [], scratch, const { S::INFO.statistics });
        stage::predict(&self.shortcut, x, past, &mut part);
        activate::add(layout, z, past);
        context.scratch = whole;
    }
}

impl<T, B, S, A> Trainable for Residual<B, S, A>
where
    T: Number,
    B: Trainable<Number = T>,
    S: Trainable<Number = T>,
    A: LayerActivation,
{
    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
        self.branch.initialize(initializer, rng);
        self.shortcut.initialize(initializer, rng);
    }

    fn initialize_statistics(statistics: &mut &mut [T]) {
        B::initialize_statistics(statistics);
        S::initialize_statistics(statistics);
    }

    fn forward(&self, x: &[T], z: &mut [T], context: &mut Context<'_, T>) {
        let layout = context.microbatch.layout();
        let tape = context.numbers(const { B::INFO.tape() });
        let (branch, shortcut) = mem::take(&mut context.saved).split_at_mut(tape);
        stage::forward(&self.branch, x, branch, context);
        stage::forward(&self.shortcut, x, shortcut, context);
        z.copy_from_slice(&branch[..z.len()]);
        activate::add(layout, z, &shortcut[..z.len()]);
    }

    /// With `dz`: `∂L/∂x` is the sum of those of branch and shortcut, each given `dz`.
    fn backward(
        &self,
        x: &[T],
        dz: &[T],
        mut dx: Option<&mut [T]>,
        mut grads: Gradient<'_, T>,
        context: &mut Context<'_, T>,
    ) {
        let microbatch = context.microbatch;
        let tape = context.numbers(const { B::INFO.tape() });
        let (branch, shortcut) = mem::take(&mut context.saved).split_at_mut(tape);
        let (dy, scratch) = mem::take(&mut context.scratch).split_at_mut(dz.len());
        let (other, scratch) = scratch.split_at_mut(x.len());
        let shortcut_grads = grads.take_last(const { S::INFO.parameters });

        dy.copy_from_slice(dz);
        stage::backward(
            &self.branch,
            x,
            branch,
            dy,
            dx.as_deref_mut(),
            grads,
            &mut Context::backward(microbatch, &mut [], scratch),
        );
        dy.copy_from_slice(dz);
        let to = dx.is_some().then_some(&mut *other);
        stage::backward(
            &self.shortcut,
            x,
            shortcut,
            dy,
            to,
            shortcut_grads,
            &mut Context::backward(microbatch, &mut [], scratch),
        );
        if let Some(dx) = dx {
            activate::add(microbatch.layout(), dx, other);
        }
    }
}

/// The shortcut that hands on its input, `y = x`.
///
/// # Shapes
///
/// `x`, `y: [N]`.
#[repr(C)]
pub struct Skip<T, const N: usize> {
    nothing: [T; 0],
}

// SAFETY: `repr(C)`, and its one field is an array of `T`.
unsafe impl<T: Number, const N: usize> Parameters<T> for Skip<T, N> {}

impl<T: Number, const N: usize> Stage for Skip<T, N> {
    type Number = T;
    type Activation = Identity;
    const INFO: LayerInfo = LayerInfo::new("skip", &[N], &[N]);

    fn compute(&self, x: &[T], z: &mut [T], _: &mut Context<'_, T>) {
        z.copy_from_slice(x);
    }
}

impl<T: Number, const N: usize> Trainable for Skip<T, N> {
    fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}

    fn forward(&self, x: &[T], z: &mut [T], _: &mut Context<'_, T>) {
        z.copy_from_slice(x);
    }

    fn backward(&self, _: &[T], dz: &[T], dx: Option<&mut [T]>, _: Gradient<'_, T>, _: &mut Context<'_, T>) {
        if let Some(dx) = dx {
            dx.copy_from_slice(dz);
        }
    }
}
