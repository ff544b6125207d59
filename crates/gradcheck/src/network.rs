//! The gradient of a network.

use sinew_layers::{LayerInfo, Network};
use sinew_losses::{Loss, Target};
use sinew_tensors::{Buffer, Number, Sample};
use sinew_training::{Gradients, Workspace};

use crate::proof::{Claim, is_close};
use crate::{Dual, Error, Place, Proof};

/// Checks `∂loss/∂parameters` of a network, for each of its parameters.
///
/// The gradient is that of [`Gradients::gradients`], in `f64` on the current instruction set. It is held against central differences
/// of the loss in `f64`, to a relative error of 1e-8, and against the same network in dual numbers, `D`, to 1e-12. Both references run
/// sample by sample through the forward code alone and take the mean themselves. The loss that comes with the gradient is held against that
/// mean too.
///
/// Errors are relative to the derivative, but to no less than 1, and to the loss or the largest derivative, with which rounding grows.
/// Where a central difference would step over a kink, such as that of `relu` at 0, only the dual numbers are asked; see [`Proof`].
///
/// `∂loss/∂input` is not among the numbers that a network yields. What it is made of, each layer's `∂L/∂x`, stands behind the
/// gradients of all layers but the last, and [`check_layer`](crate::check_layer) proves it for each layer alone.
///
/// # Cost
///
/// Three forward passes a parameter. [`gradcheck!`](crate::gradcheck) looks at some parameters of a large network in each of its cases.
///
/// # Errors
///
/// [`Error::Derivative`] for the worst derivative that is wrong, [`Error::Loss`], or [`Error::Samples`] if there is no gradient of these
/// samples.
///
/// # Panics
///
/// If `D` is another network than `N`.
///
/// # Examples
///
/// ```
/// use sinew::gradcheck::{Dual, check};
/// use sinew::prelude::*;
///
/// network! {
///     struct Xor = 2 => 4 tanh => 1 sigmoid;
/// }
///
/// let net: Box<Xor<f64>> = Construct::seeded(42);
/// let (inputs, targets) = ([[0.0, 1.0], [1.0, 1.0]], [true, false]);
/// let proof = check::<Xor<Dual>, _, _, _>(&*net, &inputs, &targets, &BinaryCrossEntropy)?;
/// assert_eq!(proof.derivatives, 17);
/// # Ok::<(), sinew::gradcheck::Error>(())
/// ```
pub fn check<D, N, L, Y>(network: &N, inputs: &[N::Input], targets: &[Y], loss: &L) -> Result<Proof, Error>
where
    D: Network<Number = Dual, Activation = N::Activation>,
    N: Network<Number = f64>,
    L: Loss<N::Activation>,
    Y: Target<f64, L, N::Output>,
{
    check_some::<D, N, L, Y>(network, inputs, targets, loss, 0..N::PARAMETERS)
}

/// [`check`] for the parameters of these indices.
pub(crate) fn check_some<D, N, L, Y>(
    network: &N,
    inputs: &[N::Input],
    targets: &[Y],
    loss: &L,
    indices: impl IntoIterator<Item = usize>,
) -> Result<Proof, Error>
where
    D: Network<Number = Dual, Activation = N::Activation>,
    N: Network<Number = f64>,
    L: Loss<N::Activation>,
    Y: Target<f64, L, N::Output>,
{
    assert!(
        N::PARAMETERS == D::PARAMETERS && N::Input::LEN == D::Input::LEN && N::Output::LEN == D::Output::LEN,
        "the network in dual numbers is another one: {} parameters, not {}",
        D::PARAMETERS,
        N::PARAMETERS
    );
    let mut grads = N::zeros();
    let found = network.gradients(inputs, targets, loss, &mut grads, &mut Workspace::new())?;

    let samples = Samples {
        inputs: inputs.iter().map(|x| x.as_flat().to_vec()).collect(),
        targets: targets.iter().map(|t| (0..N::Output::LEN).map(|k| t.get(k)).collect()).collect(),
    };
    let (mut double, mut dual) = (Forward::<N, L>::new(loss), Forward::<D, L>::new(loss));
    let expected = double.mean_loss(network.parameters(), &samples);
    if !is_close(found, expected) {
        return Err(Error::Loss { found, expected });
    }
    let dual_samples = samples.map(Dual::fixed);
    let claim = Claim {
        x: network.parameters(),
        gradient: grads.parameters(),
        value: |parameters: &[f64]| double.mean_loss(parameters, &samples),
        dual: |parameters: &[Dual]| dual.mean_loss(parameters, &dual_samples),
    };
    claim.prove(indices, |index| place(N::LAYERS, index))
}

/// The name of a network's parameter.
pub(crate) fn place(layers: &[LayerInfo], index: usize) -> Place {
    let mut within = index;
    for layer in layers {
        if within < layer.parameters {
            return Place { name: format!("{}.{}", layer.name, parameter(layer, within)), index };
        }
        within -= layer.parameters;
    }
    Place { name: format!("parameters[{index}]"), index }
}

/// The name of a layer's parameter.
pub(crate) fn parameter(layer: &LayerInfo, index: usize) -> String {
    let [inputs, outputs] = [layer.input, layer.output].map(|shape| shape.iter().product::<usize>());
    if layer.kind != "dense" {
        format!("parameters[{index}]")
    } else if index < inputs * outputs {
        format!("weights[{}][{}]", index / inputs, index % inputs)
    } else {
        format!("bias[{}]", index - inputs * outputs)
    }
}

/// Inputs and targets, flat.
struct Samples<T> {
    inputs: Vec<Vec<T>>,
    targets: Vec<Vec<T>>,
}

impl<T: Copy> Samples<T> {
    fn map<U>(&self, f: fn(T) -> U) -> Samples<U> {
        let all = |rows: &[Vec<T>]| rows.iter().map(|row| row.iter().copied().map(f).collect()).collect();
        Samples { inputs: all(&self.inputs), targets: all(&self.targets) }
    }
}

/// The loss of a network by its forward code alone.
struct Forward<'a, N, L> {
    network: Box<N>,
    loss: &'a L,
    buffer: Buffer,
}

impl<'a, N: Network, L: Loss<N::Activation>> Forward<'a, N, L> {
    fn new(loss: &'a L) -> Self {
        Self { network: N::zeros(), loss, buffer: Buffer::new() }
    }

    fn mean_loss(&mut self, parameters: &[N::Number], samples: &Samples<N::Number>) -> N::Number {
        self.network.parameters_mut().copy_from_slice(parameters);
        let mut sum = N::Number::ZERO;
        for (input, target) in samples.inputs.iter().zip(&samples.targets) {
            sum = sum + self.loss(input, target);
        }
        sum / N::Number::from_f64(samples.inputs.len() as f64)
    }

    /// The loss of one sample, as a tile of one lane.
    fn loss(&mut self, input: &[N::Number], target: &[N::Number]) -> N::Number {
        let tape = self.buffer.tile::<N::Number, 1>(N::TAPE);
        self.network.forward(input.as_chunks().0, tape);
        let logits = &mut tape[N::TAPE - N::Output::LEN..];
        let [loss] = self.loss.evaluate(logits, target.as_chunks().0);
        loss
    }
}
