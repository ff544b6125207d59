use core::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation};
use sinew_tensors::{Initializer, Number, Parameters, Rng, Vector};

use crate::activate::{call_add, call_apply_one};
use crate::info::larger;
use crate::{Accumulator, Batch, Layer, LayerInfo, Stage};

/// Residual branch, `y = f(b(x) + s(x))`: a stage `b` beside a shortcut `s`, most often [`Skip`], that hands on its input.
///
/// `residual(conv(16, 3x3, padding = same) relu => conv(16, 3x3, padding = same)) relu` in the language. The shortcut lets gradients pass
/// where the branch would make them vanish, so much deeper networks learn.
///
/// # Shapes
///
/// Branch and shortcut have the same input and the same output, which are those of the whole.
///
/// # References
///
/// He, Zhang, Ren and Sun, "Deep residual learning for image recognition", CVPR (2016), eq. 1 and 2.
#[repr(C)]
pub struct Residual<B, S, A = Identity> {
    /// What is learned beside the shortcut.
    pub branch: B,
    /// What goes past the branch.
    pub shortcut: S,
    activation: PhantomData<A>,
}

// SAFETY: `repr(C)`; both fields are runs of `T`, and a `PhantomData` has size zero and alignment one.
unsafe impl<T: Number, B: Parameters<T>, S: Parameters<T>, A> Parameters<T> for Residual<B, S, A> {}

impl<T, B, S, A> Stage for Residual<B, S, A>
where
    T: Number,
    B: Stage<Number = T>,
    S: Stage<Number = T>,
    A: LayerActivation,
{
    type Number = T;
    type Activation = A;
    const KIND: &'static str = "residual";
    const INPUT: &'static [usize] = B::INPUT;
    const OUTPUT: &'static [usize] = B::OUTPUT;
    const MULTIPLY_ADDS: usize = B::MULTIPLY_ADDS + S::MULTIPLY_ADDS;
    const LAYERS: &'static [LayerInfo] = &[LayerInfo::of::<B>("branch"), LayerInfo::of::<S>("shortcut")];
    const STATISTICS: usize = B::STATISTICS + S::STATISTICS;
    const MEMORY: usize = B::TAPE + S::TAPE;
    /// The gradient for each of both, and the `∂L/∂x` of the shortcut.
    const SCRATCH: usize = B::OUTPUTS + B::INPUTS + larger(B::SCRATCH, S::SCRATCH);
    /// What comes past the branch.
    const PREDICT_SCRATCH: usize = B::OUTPUTS + larger(B::PREDICT_SCRATCH, S::PREDICT_SCRATCH);

    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
        self.branch.initialize(initializer, rng);
        self.shortcut.initialize(initializer, rng);
    }

    fn initialize_statistics(statistics: &mut &mut [T]) {
        B::initialize_statistics(statistics);
        S::initialize_statistics(statistics);
    }

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], scratch: &mut [T], statistics: &mut &[T]) {
        let (past, scratch) = scratch.split_at_mut(Self::OUTPUTS);
        self.branch.predict_one::<V>(x, y, scratch, statistics);
        self.shortcut.predict_one::<V>(x, past, scratch, statistics);
        for (y, &past) in y.iter_mut().zip(&*past) {
            *y = *y + past;
        }
        call_apply_one::<A, V>(y);
    }

    #[inline(always)]
    fn predict_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        scratch: &mut [[V; W]],
        statistics: &mut &[T],
    ) {
        let (past, scratch) = scratch.split_at_mut(z.len());
        self.branch.predict_tiles(x, z, scratch, statistics);
        self.shortcut.predict_tiles(x, past, scratch, statistics);
        call_add(z, past);
    }

    #[inline(always)]
    fn forward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        memory: &mut [[V; W]],
        batch: &mut Batch<'_, T>,
    ) {
        let (branch, shortcut) = memory.split_at_mut(memory.len() / Self::MEMORY * B::TAPE);
        self.branch.forward(x, branch, batch);
        self.shortcut.forward(x, shortcut, batch);
        z.copy_from_slice(&branch[..z.len()]);
        call_add(z, &shortcut[..z.len()]);
    }

    /// With `dz`: `∂L/∂x` is the sum of those of branch and shortcut, each given `dz`.
    #[inline(always)]
    fn backward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        dz: &[[V; W]],
        memory: &mut [[V; W]],
        dx: Option<&mut [[V; W]]>,
        mut grads: Accumulator<'_, Self>,
        scratch: &mut [[V; W]],
    ) {
        let (branch, shortcut) = memory.split_at_mut(memory.len() / Self::MEMORY * B::TAPE);
        let (dy, scratch) = scratch.split_at_mut(dz.len());
        let (other, scratch) = scratch.split_at_mut(x.len());
        dy.copy_from_slice(dz);
        let Some(dx) = dx else {
            self.branch.backward(x, branch, dy, None, grads.part(|grads| &mut grads.branch), scratch);
            dy.copy_from_slice(dz);
            return self.shortcut.backward(x, shortcut, dy, None, grads.part(|grads| &mut grads.shortcut), scratch);
        };
        self.branch.backward(x, branch, dy, Some(dx), grads.part(|grads| &mut grads.branch), scratch);
        dy.copy_from_slice(dz);
        self.shortcut.backward(x, shortcut, dy, Some(other), grads.part(|grads| &mut grads.shortcut), scratch);
        call_add(dx, other);
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

impl<T: Number, const N: usize> Layer for Skip<T, N> {
    type Number = T;
    type Activation = Identity;
    const KIND: &'static str = "skip";
    const INPUT: &'static [usize] = &[N];
    const OUTPUT: &'static [usize] = &[N];
    const MULTIPLY_ADDS: usize = 0;

    fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}

    #[inline(always)]
    fn logits<V: Vector<Element = T>>(&self, x: &[V], z: &mut [V]) {
        z.copy_from_slice(x);
    }

    #[inline(always)]
    fn backward_logits<V: Vector<Element = T>>(
        &self,
        _: &[V],
        dz: &[V],
        dx: Option<&mut [V]>,
        _: &mut Self,
        _: &mut [V],
    ) {
        if let Some(dx) = dx {
            dx.copy_from_slice(dz);
        }
    }
}
