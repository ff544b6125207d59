//! What stages do number by number: activations, and sums of branches.
//!
//! The functions that begin with `call` do not know the layer, so that a program has each of them once for an activation and not for every
//! layer. They are never inlined, or they would be most of what a user's build pays for. Only where there are few numbers a call costs more
//! than its work: that is done in place, and a tiny network stays in registers.

use sinew_activations::LayerActivation;
use sinew_tensors::Vector;

use crate::Stage;

/// Up to this many outputs are few.
const FEW: usize = 16;

/// `y = f(z)`, where `y` holds the logits of some tiles.
#[inline(always)]
pub(crate) fn apply<S: Stage, V: Vector<Element = S::Number>, const W: usize>(y: &mut [[V; W]]) {
    if const { S::OUTPUTS <= FEW } {
        apply_to_rows::<S::Activation, V, W>(y, S::OUTPUTS);
    } else {
        call_apply::<S::Activation, V, W>(y, S::OUTPUTS);
    }
}

/// `y = f(z)`.
#[inline(always)]
pub(crate) fn apply_from<S: Stage, V: Vector<Element = S::Number>, const W: usize>(z: &[[V; W]], y: &mut [[V; W]]) {
    if const { S::OUTPUTS <= FEW } {
        apply_from_rows::<S::Activation, V, W>(z, y, S::OUTPUTS);
    } else {
        call_apply_from::<S::Activation, V, W>(z, y, S::OUTPUTS);
    }
}

/// `∂L/∂y` becomes `∂L/∂z`.
#[inline(always)]
pub(crate) fn pull_back<S: Stage, V: Vector<Element = S::Number>, const W: usize>(
    z: &[[V; W]],
    y: &[[V; W]],
    dy: &mut [[V; W]],
) {
    if const { S::OUTPUTS <= FEW } {
        pull_back_rows::<S::Activation, V, W>(z, y, dy, S::OUTPUTS);
    } else {
        call_pull_back::<S::Activation, V, W>(z, y, dy, S::OUTPUTS);
    }
}

#[inline(never)]
fn call_apply<A: LayerActivation, V: Vector, const W: usize>(y: &mut [[V; W]], outputs: usize) {
    V::call(
        #[inline(always)]
        || apply_to_rows::<A, V, W>(y, outputs),
    );
}

#[inline(never)]
fn call_apply_from<A: LayerActivation, V: Vector, const W: usize>(z: &[[V; W]], y: &mut [[V; W]], outputs: usize) {
    V::call(
        #[inline(always)]
        || apply_from_rows::<A, V, W>(z, y, outputs),
    );
}

#[inline(never)]
fn call_pull_back<A: LayerActivation, V: Vector, const W: usize>(
    z: &[[V; W]],
    y: &[[V; W]],
    dy: &mut [[V; W]],
    outputs: usize,
) {
    V::call(
        #[inline(always)]
        || pull_back_rows::<A, V, W>(z, y, dy, outputs),
    );
}

/// `y = f(z)` of one sample, where `y` holds the logits.
#[inline(never)]
pub(crate) fn call_apply_one<A: LayerActivation, V: Vector>(y: &mut [V::Element]) {
    V::call(
        #[inline(always)]
        || A::apply_one::<V>(y),
    );
}

/// `y[i][·] += x[i][·]`.
#[inline(never)]
pub(crate) fn call_add<V: Vector, const W: usize>(y: &mut [[V; W]], x: &[[V; W]]) {
    V::call(
        #[inline(always)]
        || {
            for (y, x) in y.iter_mut().zip(x) {
                for c in 0..W {
                    y[c] = y[c] + x[c];
                }
            }
        },
    );
}

#[inline(always)]
fn apply_to_rows<A: LayerActivation, V: Vector, const W: usize>(y: &mut [[V; W]], outputs: usize) {
    for y in y.iter_mut() {
        for c in 0..W {
            y[c] = A::start(y[c]);
        }
    }
    for y in y.chunks_exact_mut(outputs) {
        A::finish(y);
    }
}

#[inline(always)]
fn apply_from_rows<A: LayerActivation, V: Vector, const W: usize>(z: &[[V; W]], y: &mut [[V; W]], outputs: usize) {
    for (y, z) in y.iter_mut().zip(z) {
        for c in 0..W {
            y[c] = A::start(z[c]);
        }
    }
    for y in y.chunks_exact_mut(outputs) {
        A::finish(y);
    }
}

#[inline(always)]
fn pull_back_rows<A: LayerActivation, V: Vector, const W: usize>(
    z: &[[V; W]],
    y: &[[V; W]],
    dy: &mut [[V; W]],
    outputs: usize,
) {
    for (tile, (y, dy)) in y.chunks_exact(outputs).zip(dy.chunks_exact_mut(outputs)).enumerate() {
        let z = z.get(tile * outputs..).unwrap_or_default();
        A::pull_back(&z[..z.len().min(outputs)], y, dy);
    }
}
