//! How close a calculation came to a kink.
//!
//! A function written over [`Real`](sinew_tensors::Real) can only have a kink where it compares two
//! numbers: in `max`, `min`, `abs` or `select_gt`. Dual numbers know how fast the two approach each
//! other, so they know, to first order, the step of the variable at which the comparison flips. The
//! smallest of these is the calculation's *clearance*: a central difference with a smaller step
//! sees no kink. The clearance is found for every function and layer, without knowledge of its
//! kinks.
//!
//! Not every comparison makes a kink: softmax looks for the largest logit, but is smooth. The
//! clearance is merely cautious there.

use std::cell::Cell;

use crate::Dual;

thread_local! {
    static CLEARANCE: Cell<f64> = const { Cell::new(f64::INFINITY) };
}

/// Allows for the second derivative: numbers that hardly change here may change a step further.
const CURVATURE: f64 = 1e-4;

/// Notes a comparison of two numbers.
#[inline(always)]
pub(crate) fn compare(a: Dual, b: Dual) {
    let approach = (a.derivative - b.derivative).abs();
    if approach > 0.0 {
        note((a.value - b.value).abs() / (approach + CURVATURE));
    }
}

#[inline(never)]
fn note(clearance: f64) {
    CLEARANCE.set(CLEARANCE.get().min(clearance));
}

/// The result of a calculation with dual numbers, and its clearance.
pub(crate) fn watch<R>(calculation: impl FnOnce() -> R) -> (R, f64) {
    CLEARANCE.set(f64::INFINITY);
    let result = calculation();
    (result, CLEARANCE.get())
}

#[cfg(test)]
mod tests {
    use sinew_activations::{Activation, Relu, Relu6, Tanh};

    use super::*;

    fn clearance<A: Activation>(z: f64) -> f64 {
        watch(|| A::apply(Dual::variable(z))).1
    }

    #[test]
    fn clearance_is_the_distance_to_the_next_kink() {
        assert!((clearance::<Relu>(-0.25) - 0.25).abs() < 1e-4);
        assert!((clearance::<Relu6>(5.5) - 0.5).abs() < 1e-4);
        assert!(clearance::<Relu>(0.0) <= 0.0);
        assert!(clearance::<Tanh>(0.25) > 0.2);
    }
}
