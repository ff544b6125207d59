use core::marker::PhantomData;

use sinew_tensors::{Initializer, Real, Vector};

use crate::LayerActivation;

/// The activations of a network with several outputs: `A` of the first `N` numbers, `B` of the
/// rest, which may be several again.
///
/// A loss for such a network is one for each output: `DigitsOutputs { digit: CrossEntropy, parity:
/// BinaryCrossEntropy }`.
#[doc(alias = "출력별 활성 함수")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PerOutput<A, const N: usize, B>(PhantomData<(A, B)>);

impl<A: LayerActivation, const N: usize, B: LayerActivation> LayerActivation for PerOutput<A, N, B> {
    const NAME: &'static str = "each";
    const READS_PREACTIVATION: bool = A::READS_PREACTIVATION || B::READS_PREACTIVATION;
    const INITIALIZER: Initializer = B::INITIALIZER; // of no use: each output has its layers

    #[inline(always)]
    fn start<R: Real>(z: R) -> R {
        z
    }

    #[inline(always)]
    fn finish<V: Vector, const W: usize>(y: &mut [[V; W]]) {
        let (first, rest) = y.split_at_mut(N);
        apply::<A, V, W>(first);
        apply::<B, V, W>(rest);
    }

    #[inline(always)]
    fn apply_one<V: Vector>(z: &mut [V::Element]) {
        let (first, rest) = z.split_at_mut(N);
        A::apply_one::<V>(first);
        B::apply_one::<V>(rest);
    }

    #[inline(always)]
    fn pull_back<V: Vector, const W: usize>(z: &[[V; W]], y: &[[V; W]], dy: &mut [[V; W]]) {
        let z = if z.is_empty() { y } else { z }; // then nobody reads it
        let ((za, zb), (ya, yb), (da, db)) = (z.split_at(N), y.split_at(N), dy.split_at_mut(N));
        A::pull_back(za, ya, da);
        B::pull_back(zb, yb, db);
    }

    #[inline(always)]
    fn pull_back_loss<V: Vector, const W: usize>(
        z: &mut [[V; W]],
        t: &[[V; W]],
        loss: impl Fn(V, V) -> (V, V),
    ) -> [V; W] {
        let ((za, zb), (ta, tb)) = (z.split_at_mut(N), t.split_at(N));
        let (mut sum, rest) = (A::pull_back_loss(za, ta, &loss), B::pull_back_loss(zb, tb, &loss));
        for c in 0..W {
            sum[c] = sum[c] + rest[c];
        }
        sum
    }
}

#[inline(always)]
fn apply<A: LayerActivation, V: Vector, const W: usize>(y: &mut [[V; W]]) {
    for y in y.as_flattened_mut() {
        *y = A::start(*y);
    }
    A::finish(y);
}
