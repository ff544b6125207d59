//! The derivatives of activations and losses.

use std::marker::PhantomData;

use sinew_activations::{Activation, LayerActivation};
use sinew_losses::Loss;
use sinew_tensors::{Number, Vector, Vectorized};

use crate::proof::{Claim, is_close};
use crate::{Dual, Error, Place, Proof};

/// Checks the derivative of an activation at `z`.
///
/// References and errors are those of [`check`](crate::check). An activation that promises not to
/// read `z` does not get it.
///
/// # Errors
///
/// [`Error::Derivative`] if it is wrong.
///
/// # Examples
///
/// ```
/// use sinew_activations::{Activation, Silu};
/// use sinew_gradcheck::check_activation;
/// use sinew_tensors::Real;
///
/// check_activation::<Silu>(0.5)?;
///
/// #[derive(Clone, Copy, Debug, Default)]
/// struct Wrong;
///
/// impl Activation for Wrong {
///     const NAME: &'static str = "wrong";
///
///     fn apply<R: Real>(z: R) -> R {
///         z * z.sigmoid()
///     }
///
///     fn derivative<R: Real>(z: R, _: R) -> R {
///         z.sigmoid() // the product rule has a second term
///     }
/// }
///
/// let error = check_activation::<Wrong>(0.0_f64.exp()).unwrap_err();
/// assert!(error.to_string().starts_with("the derivative by z (number 0) is wrong: backward gives 0.73105"));
/// # Ok::<(), sinew_gradcheck::Error>(())
/// ```
pub fn check_activation<A: Activation>(z: f64) -> Result<Proof, Error> {
    let claim = Claim {
        x: &[z],
        gradient: &[A::derivative(if A::READS_PREACTIVATION { z } else { f64::NAN }, A::apply(z))],
        value: |z: &[f64]| A::apply(z[0]),
        dual: |z: &[Dual]| A::apply(z[0]),
        terms: 0.0,
    };
    claim.prove(0..1, |index| Place { name: "z".into(), index })
}

/// Checks `∂loss/∂z` of a loss after a last layer with the activation `A`, for each logit `z` of a
/// sample.
///
/// The gradient is the one that [`Loss::evaluate`] leaves, in `f64` on the current instruction set;
/// references and errors are those of [`check`](crate::check).
///
/// # Errors
///
/// [`Error::Derivative`] for the worst derivative that is wrong, [`Error::Loss`] if the loss in
/// vectors differs from that of single numbers.
///
/// # Panics
///
/// If there are no logits, or another number of targets.
///
/// # Examples
///
/// ```
/// use sinew_activations::{Identity, Softmax};
/// use sinew_gradcheck::check_loss;
/// use sinew_losses::{CrossEntropy, Huber};
///
/// check_loss::<Softmax, _>(&CrossEntropy, &[1.0, -700.0, 0.5], &[0.0, 1.0, 0.0])?;
/// check_loss::<Identity, _>(&Huber::new(1.0), &[0.5, 30.0], &[1.0, 2.0])?;
/// # Ok::<(), sinew_gradcheck::Error>(())
/// ```
pub fn check_loss<A, L>(loss: &L, logits: &[f64], targets: &[f64]) -> Result<Proof, Error>
where
    A: LayerActivation,
    L: Loss<A>,
{
    assert!(!logits.is_empty() && logits.len() == targets.len(), "a target for each logit, and at least one");
    let mut gradient = vec![0.0; logits.len()];
    let found =
        f64::dispatch(Evaluate { loss, logits, targets, gradient: &mut gradient, activation: PhantomData::<A> });
    let expected = one_sample(loss, logits, targets);
    // The terms of cross-entropy have the signs of the targets, and cancel where those differ.
    let magnitudes: Vec<f64> = targets.iter().map(|t| t.abs()).collect();
    let terms = one_sample(loss, logits, &magnitudes).abs();
    if !is_close(found, expected, terms) {
        return Err(Error::Loss { found, expected });
    }
    let dual_targets: Vec<Dual> = targets.iter().copied().map(Dual::fixed).collect();
    let claim = Claim {
        x: logits,
        gradient: &gradient,
        value: |z: &[f64]| one_sample(loss, z, targets),
        dual: |z: &[Dual]| one_sample(loss, z, &dual_targets),
        terms,
    };
    claim.prove(0..logits.len(), |index| Place { name: format!("z[{index}]"), index })
}

/// The loss of one sample, by itself.
fn one_sample<A: LayerActivation, T: Number>(loss: &impl Loss<A>, logits: &[T], targets: &[T]) -> T {
    let mut z = logits.as_chunks().0.to_vec();
    let [loss] = loss.evaluate(&mut z, targets.as_chunks().0);
    loss
}

/// Loss and gradient of one sample, the same in all lanes.
struct Evaluate<'a, A, L> {
    loss: &'a L,
    logits: &'a [f64],
    targets: &'a [f64],
    gradient: &'a mut [f64],
    activation: PhantomData<A>,
}

impl<A: LayerActivation, L: Loss<A>> Vectorized<f64> for Evaluate<'_, A, L> {
    type Output = f64;

    #[inline(always)]
    fn run<V: Vector<Element = f64>>(self) -> f64 {
        let mut z: Vec<[V; 1]> = self.logits.iter().map(|&z| [V::splat(z)]).collect();
        let targets: Vec<[V; 1]> = self.targets.iter().map(|&t| [V::splat(t)]).collect();
        let loss = self.loss.evaluate(&mut z, &targets);
        for (gradient, z) in self.gradient.iter_mut().zip(&z) {
            *gradient = V::elements(z)[0];
        }
        V::elements(&loss)[0]
    }
}

#[cfg(test)]
mod tests {
    use sinew_activations::Softmax;
    use sinew_losses::CrossEntropy;

    use super::check_loss;

    /// The loss is 5, and its terms are 50,000.
    #[test]
    fn the_rounding_of_terms_that_cancel_is_no_mistake() {
        check_loss::<Softmax, _>(&CrossEntropy, &[0.3, -0.7, 1e4], &[5.1, -5.1, 0.0]).expect("the gradient is right");
    }
}
