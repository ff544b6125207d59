//! A layer's activation is that of its neurons: for one sample, for tiles, back, and back from a
//! loss.

use proptest::collection::vec;
use proptest::prelude::*;
use sinew_activations::{Activation, LayerActivation, Silu, Softmax, Tanh};
use sinew_tensors::{Number, Vector, Vectorized};

/// The outputs for one sample, in vectors of neurons.
struct One<'a, A, T>(&'a mut [T], A);

impl<A: LayerActivation, T: Number> Vectorized<T> for One<'_, A, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) {
        A::apply_one::<V>(self.0);
    }
}

/// Pre-activations of two samples, a row for each neuron, and a number for each: what goes back
/// into the layer, or its targets.
fn tiles() -> impl Strategy<Value = (Tile, Tile)> {
    let row = || prop::array::uniform2(-4.0..4.0_f64);
    vec((row(), row()), 1..12).prop_map(|rows| rows.into_iter().unzip())
}

/// Two vectors of one lane.
type Tile = Vec<[f64; 2]>;

/// `∂L/∂z`, given `∂L/∂y`, neuron by neuron.
fn by_neuron<A: Activation>(z: &[[f64; 2]], dy: &[[f64; 2]]) -> Tile {
    let one = |z: f64, dy: f64| dy * A::derivative(z, A::apply(z));
    z.iter().zip(dy).map(|(z, dy)| [one(z[0], dy[0]), one(z[1], dy[1])]).collect()
}

fn assert_close(found: &[[f64; 2]], expected: &[[f64; 2]]) -> Result<(), TestCaseError> {
    for (found, expected) in found.as_flattened().iter().zip(expected.as_flattened()) {
        prop_assert!((found - expected).abs() <= 1e-14 * expected.abs().max(1.0), "{found}, expected {expected}");
    }
    Ok(())
}

/// Squared errors, and their derivatives by the outputs.
fn squared_error(y: f64, t: f64) -> (f64, f64) {
    ((y - t) * (y - t), 2.0 * (y - t))
}

/// The outputs, what a loss of squared errors is, and what it sends back into them.
fn outputs_and_loss<A: LayerActivation>(z: &[[f64; 2]], t: &[[f64; 2]]) -> (Tile, [f64; 2], Tile) {
    let mut y: Tile = z.iter().map(|z| z.map(A::start)).collect();
    A::finish(&mut y);
    let terms: Vec<[(f64, f64); 2]> = y.iter().zip(t).map(|(y, t)| [0, 1].map(|c| squared_error(y[c], t[c]))).collect();
    let loss = [0, 1].map(|c| terms.iter().map(|term| term[c].0).sum());
    (y, loss, terms.iter().map(|term| term.map(|(_, dy)| dy)).collect())
}

fn assert_pulls_back_a_loss<A: LayerActivation>(z: &[[f64; 2]], t: &[[f64; 2]]) -> Result<(), TestCaseError> {
    let (y, expected_loss, mut expected) = outputs_and_loss::<A>(z, t);
    A::pull_back(z, &y, &mut expected);
    let mut found = z.to_vec();
    let loss = A::pull_back_loss(&mut found, t, squared_error);
    assert_close(&[loss], &[expected_loss])?;
    assert_close(&found, &expected)
}

proptest! {
    #[test]
    fn one_sample_goes_through_all_neurons(z in vec(-4.0..4.0_f64, 1..40)) {
        let mut found = z.clone();
        f64::dispatch(One(&mut found, Silu));
        for (found, z) in found.iter().zip(z) {
            prop_assert!((found - Silu::apply(z)).abs() <= 1e-14, "silu({z}) is {found}");
        }
    }

    #[test]
    fn a_layer_goes_back_neuron_by_neuron((z, dy) in tiles()) {
        let mut found = dy.clone();
        Silu::pull_back(&z, &z.iter().map(|z| z.map(Silu::apply)).collect::<Tile>(), &mut found);
        assert_close(&found, &by_neuron::<Silu>(&z, &dy))?;
    }

    /// It is not given them.
    #[test]
    fn a_layer_that_does_not_read_its_preactivations_goes_back_without((z, dy) in tiles()) {
        let mut found = dy.clone();
        Tanh::pull_back(&[], &z.iter().map(|z| z.map(Tanh::apply)).collect::<Tile>(), &mut found);
        assert_close(&found, &by_neuron::<Tanh>(&z, &dy))?;
    }

    #[test]
    fn a_loss_goes_back_as_its_derivative_does((z, t) in tiles()) {
        assert_pulls_back_a_loss::<Silu>(&z, &t)?;
        assert_pulls_back_a_loss::<Tanh>(&z, &t)?;
        assert_pulls_back_a_loss::<Softmax>(&z, &t)?;
    }
}
