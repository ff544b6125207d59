//! Derivatives against their references.

use crate::{Dual, Error, Place, Reference, kink};

/// The step of central differences in `f64` for numbers around 1: `∛ε`, where the errors of the
/// step, about `h²`, and of rounding, about `ε/h`, are alike.
const STEP: f64 = 6e-6;

/// How far a derivative may be from a central difference.
const DIFFERENCE: f64 = 1e-8;

/// How far a derivative may be from that of dual numbers: rounding.
const ROUNDING: f64 = 1e-12;

/// Whether two losses differ only by rounding, including that of [`terms`](Claim::terms).
pub(crate) fn is_close(found: f64, expected: f64, terms: f64) -> bool {
    (found - expected).abs() <= ROUNDING * expected.abs().max(terms).max(1.0)
}

/// What was compared in a check that found no mistake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proof {
    /// How many derivatives were compared.
    pub derivatives: usize,
    /// How many of them only with dual numbers, because a central difference would have stepped
    /// over a kink.
    pub beside_kinks: usize,
    /// How many were not compared, because they are on a kink, where there is no derivative.
    pub on_kinks: usize,
}

/// A function of several numbers, the gradient that the backward code gives for it, and the names
/// of the numbers.
pub(crate) struct Claim<'a, F, D> {
    /// The point at which the gradient is taken.
    pub x: &'a [f64],
    /// The gradient.
    pub gradient: &'a [f64],
    /// The function.
    pub value: F,
    /// The function in dual numbers.
    pub dual: D,
    /// The size of the function's terms, where they may cancel: the rounding of differences grows
    /// with this size, not with that of the result.
    pub terms: f64,
}

impl<F: FnMut(&[f64]) -> f64, D: FnMut(&[Dual]) -> Dual> Claim<'_, F, D> {
    /// Compares the derivatives by the numbers at `indices` with central differences and dual
    /// numbers.
    pub(crate) fn prove(
        mut self,
        indices: impl IntoIterator<Item = usize>,
        place: impl Fn(usize) -> Place,
    ) -> Result<Proof, Error> {
        let mut x = self.x.to_vec();
        let mut dual: Vec<Dual> = x.iter().copied().map(Dual::fixed).collect();
        let size = (self.value)(&x).abs().max(self.terms);
        let largest = self.gradient.iter().fold(0.0, |largest: f64, g| largest.max(g.abs()));
        let (mut proof, mut worst) = (Proof::default(), None);
        for index in indices {
            let found = self.gradient[index];
            proof.derivatives += 1;

            dual[index].derivative = 1.0;
            let (result, clearance) = kink::watch(|| (self.dual)(&dual));
            dual[index].derivative = 0.0;
            if clearance == 0.0 {
                proof.on_kinks += 1;
                continue;
            }
            let exact = result.derivative;
            keep_worst(&mut worst, Doubt::new(index, found, exact, largest, ROUNDING, Reference::Dual));

            let center = x[index];
            let step = STEP * center.abs().max(1.0);
            if clearance < 2.0 * step {
                proof.beside_kinks += 1;
                continue;
            }
            let slope = self.slope(&mut x, index, step);
            let mut doubt = Doubt::new(index, found, slope, size, DIFFERENCE, Reference::CentralDifference);
            if !doubt.is_rounding() {
                // Where the function bends that much, a smaller step tells how much: Richardson's
                // extrapolation, with an error of h⁴.
                let slope = (4.0 * self.slope(&mut x, index, step / 2.0) - slope) / 3.0;
                doubt = Doubt::new(index, found, slope, size, DIFFERENCE, Reference::CentralDifference);
            }
            keep_worst(&mut worst, doubt);
        }
        match worst {
            Some(doubt) if !doubt.is_rounding() => Err(doubt.into_error(place(doubt.index))),
            _ => Ok(proof),
        }
    }

    /// `(f(x + h) − f(x − h))/(2·h)` for the number at `index`.
    fn slope(&mut self, x: &mut [f64], index: usize, step: f64) -> f64 {
        let center = x[index];
        let (left, right) = (center - step, center + step);
        x[index] = right;
        let above = (self.value)(x);
        x[index] = left;
        let below = (self.value)(x);
        x[index] = center;
        (above - below) / (right - left)
    }
}

/// A derivative and its reference.
#[derive(Clone, Copy)]
struct Doubt {
    index: usize,
    found: f64,
    expected: f64,
    relative_error: f64,
    tolerance: f64,
    reference: Reference,
}

impl Doubt {
    /// `size` is that of the numbers whose rounding affects the reference.
    fn new(index: usize, found: f64, expected: f64, size: f64, tolerance: f64, reference: Reference) -> Self {
        let relative_error = (found - expected).abs() / expected.abs().max(size).max(1.0);
        Self { index, found, expected, relative_error, tolerance, reference }
    }

    /// False if either is `NaN`.
    fn is_rounding(self) -> bool {
        self.relative_error <= self.tolerance
    }

    fn into_error(self, place: Place) -> Error {
        let Self { found, expected, relative_error, reference, .. } = self;
        Error::Derivative { place, found, expected, relative_error, reference }
    }
}

/// The doubt that exceeds its tolerance by more; `NaN` exceeds it most.
fn keep_worst(worst: &mut Option<Doubt>, doubt: Doubt) {
    let excess = |doubt: &Doubt| {
        let excess = doubt.relative_error / doubt.tolerance;
        if excess.is_nan() { f64::INFINITY } else { excess }
    };
    if worst.is_none_or(|worst| excess(&doubt) > excess(&worst)) {
        *worst = Some(doubt);
    }
}

#[cfg(test)]
mod tests {
    use sinew_activations::Activation;
    use sinew_tensors::Real;

    use crate::check_activation;

    /// Bends within a thousandth, and has a kink three steps from zero.
    #[derive(Clone, Copy, Debug, Default)]
    struct BendsBesideAKink;

    const KINK: f64 = 3.0 * super::STEP;

    impl Activation for BendsBesideAKink {
        const NAME: &'static str = "bends_beside_a_kink";

        fn apply<R: Real>(z: R) -> R {
            (z * R::constant(1e3)).tanh() + (z - R::constant(KINK)).max(R::constant(0.0))
        }

        fn derivative<R: Real>(z: R, _: R) -> R {
            let (one, slope) = (R::constant(1.0), R::constant(1e3));
            slope * (one - (z * slope).tanh().square()) + z.select_gt(R::constant(KINK), one, R::constant(0.0))
        }
    }

    #[test]
    fn a_bend_beside_a_kink_is_no_mistake() {
        let proof = check_activation::<BendsBesideAKink>(0.0).expect("the derivative is right");
        assert_eq!((proof.derivatives, proof.beside_kinks, proof.on_kinks), (1, 0, 0));
    }
}
