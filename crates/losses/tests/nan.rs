//! What is not a number is no loss of zero: whatever the loss, the instruction set and the neuron.

use std::marker::PhantomData;

use sinew_activations::{Identity, LayerActivation, Relu, Sigmoid, Softmax, Tanh};
#[allow(clippy::wildcard_imports)] // each of them
use sinew_losses::*;
use sinew_tensors::{InstructionSet, Number, Vector, Vectorized};

/// The losses of the first and the last lane and the gradient of the first, where the first has
/// `NaN` for one logit.
struct Poisoned<'a, L, A, T> {
    loss: &'a L,
    neuron: usize,
    marker: PhantomData<(A, T)>,
}

const NEURONS: usize = 5;

impl<A: LayerActivation, L: Loss<A>, T: Number> Vectorized<T> for Poisoned<'_, L, A, T> {
    type Output = (f64, f64, f64);

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> Self::Output {
        let mut z: [[V; 2]; NEURONS] = std::array::from_fn(|i| [V::constant(0.5 * i as f64 - 1.0); 2]);
        V::elements_mut(&mut z[self.neuron])[0] = T::from_f64(f64::NAN);
        let targets: [[V; 2]; NEURONS] = std::array::from_fn(|i| [V::constant(f64::from(i == 1)); 2]);
        let loss = self.loss.evaluate(&mut z, &targets);
        let losses = V::elements(&loss);
        (losses[0].to_f64(), losses[losses.len() - 1].to_f64(), V::elements(&z[self.neuron])[0].to_f64())
    }
}

fn check<A: LayerActivation, T: Number>(name: &str, loss: &impl Loss<A>) {
    for neuron in 0..NEURONS {
        let (poisoned, other, gradient) = T::dispatch(Poisoned { loss, neuron, marker: PhantomData::<(A, T)> });
        let at = format!("{name} after {}, neuron {neuron}, on {}", A::NAME, InstructionSet::current());
        assert!(poisoned.is_nan() && gradient.is_nan(), "{at}: a loss of {poisoned}, a gradient of {gradient}");
        assert!(other.is_finite(), "{at}: {other} in another lane");
    }
}

#[test]
fn no_loss_makes_a_number_of_what_is_none() {
    fn of_errors<T: Number, L>(name: &str, loss: &L)
    where
        L: Loss<Identity> + Loss<Relu> + Loss<Tanh> + Loss<Softmax>,
    {
        check::<Identity, T>(name, loss);
        check::<Relu, T>(name, loss);
        check::<Tanh, T>(name, loss);
        check::<Softmax, T>(name, loss);
    }
    fn all<T: Number>() {
        of_errors::<T, _>("mean squared error", &MeanSquaredError);
        of_errors::<T, _>("mean absolute error", &MeanAbsoluteError);
        of_errors::<T, _>("Huber", &Huber::default());
        check::<Identity, T>("hinge", &Hinge);
        check::<Tanh, T>("hinge", &Hinge);
        check::<Identity, T>("Poisson", &Poisson);
        check::<Softmax, T>("cross-entropy", &CrossEntropy);
        check::<Softmax, T>("weighted cross-entropy", &CrossEntropy.class_weights(&[1.0; NEURONS]));
        check::<Sigmoid, T>("binary cross-entropy", &BinaryCrossEntropy);
    }
    for set in InstructionSet::available() {
        set.select().expect("it is available");
        all::<f32>();
        all::<f64>();
    }
}
