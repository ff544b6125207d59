//! The gradient of a network.

use sinew_layers::{Context, LayerInfo, Network, Stage, Streams, Trainable};
use sinew_losses::{Loss, Target};
use sinew_tensors::{Buffer, Number, Sample};
use sinew_training::{Gradients, Workspace};

use crate::layer::one_lane;
use crate::proof::{Claim, is_close};
use crate::{Dual, Error, Place, Proof};

/// Checks `∂loss/∂parameters` and `∂loss/∂input` of a network, for each of its parameters and each
/// number of the inputs.
///
/// The gradients are those of [`Gradients::gradients`] and [`Gradients::input_gradients`], in `f64`
/// on the current instruction set. They are compared with central differences of the loss in `f64`,
/// to a relative error of 1e-8, and with the same network in dual numbers, `D`, to 1e-12. Both
/// references run the forward code alone, in tiles of one lane, and compute the mean themselves.
/// The loss returned with the gradient is compared with that mean too.
///
/// Errors are relative to the largest of 1, the derivative, and what rounding grows with: the loss
/// or the largest derivative. Where a central difference would step over a kink, such as that of
/// `relu` at 0, only the dual numbers are compared; see [`Proof`].
///
/// # Cost
///
/// Three forward passes for each number. [`gradcheck!`](crate::gradcheck) looks at some numbers of
/// a large network in each of its cases.
///
/// # Errors
///
/// [`Error::Derivative`] for the worst derivative that is wrong, [`Error::Loss`], or
/// [`Error::Samples`] if these samples have no gradient.
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
/// assert_eq!(proof.derivatives, 17 + 2 * 2); // the parameters, and two samples of two inputs
/// # Ok::<(), sinew::gradcheck::Error>(())
/// ```
pub fn check<D, N, L, Y>(network: &N, inputs: &[N::Input], targets: &[Y], loss: &L) -> Result<Proof, Error>
where
    D: Network<Number = Dual, Activation = N::Activation>,
    N: Network<Number = f64>,
    L: Loss<N::Activation>,
    Y: Target<f64, L, N::Output>,
{
    check_some::<D, N, L, Y>(network, inputs, targets, loss, 0..N::PARAMETERS + inputs.len() * N::Input::LEN)
}

/// [`check`] for the numbers with these indices: the parameters, followed by the inputs.
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
    let (mut grads, mut dx) = (N::zeros(), vec![N::Input::filled(0.0); inputs.len()]);
    let found = network.gradients(inputs, targets, loss, &mut grads, &mut Workspace::new())?;
    network.input_gradients(inputs, targets, loss, &mut dx, &mut Workspace::new())?;

    let divisor: f64 = targets.iter().map(|t| t.weight(loss).divisor).sum();
    let shares: Vec<f64> = targets.iter().map(|t| t.weight(loss).factor / divisor).collect();
    let targets: Vec<f64> = targets.iter().flat_map(|t| (0..N::Output::LEN).map(|k| t.get(k))).collect();
    let dual_targets: Vec<Dual> = targets.iter().copied().map(Dual::fixed).collect();
    let inputs: Vec<f64> = inputs.iter().flat_map(Sample::as_flat).copied().collect();
    let x = [network.parameters(), &inputs].concat();
    let (mut double, mut dual) = (Forward::<N, L>::new(loss), Forward::<D, L>::new(loss));
    let expected = double.mean_loss(&x, &targets, &shares);
    if !is_close(found, expected, 0.0) {
        return Err(Error::Loss { found, expected });
    }
    let claim = Claim {
        x: &x,
        gradient: &dx.iter().fold(grads.parameters().to_vec(), |all, dx| [&all, dx.as_flat()].concat()),
        value: |x: &[f64]| double.mean_loss(x, &targets, &shares),
        dual: |x: &[Dual]| dual.mean_loss(x, &dual_targets, &shares),
        terms: 0.0,
    };
    claim.prove(indices, |index| match index.checked_sub(N::PARAMETERS) {
        None => place(N::LAYERS, index),
        Some(index) => {
            let [sample, number] = [index / N::Input::LEN, index % N::Input::LEN];
            Place { name: format!("input[{sample}][{number}]"), index }
        }
    })
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

/// The name of a layer's parameter: `weight[3][0]`, or `branch.layer1.weight[3][0]` in a layer made
/// of layers.
pub(crate) fn parameter(layer: &LayerInfo, index: usize) -> String {
    if !layer.layers.is_empty() {
        return place(layer.layers, index).name;
    }
    let mut within = index;
    for tensor in layer.tensors {
        if within < tensor.len() {
            return format!("{}{}", tensor.name, subscripts(tensor.shape, within));
        }
        within -= tensor.len();
    }
    format!("parameters[{index}]")
}

/// `[3][0]`
fn subscripts(shape: &[usize], index: usize) -> String {
    let mut stride: usize = shape.iter().product();
    let subscript = |extent: &usize| {
        stride /= extent;
        format!("[{}]", index / stride % extent)
    };
    shape.iter().map(subscript).collect()
}

/// The loss of a network by its forward code alone.
struct Forward<'a, N: Network, L> {
    network: Box<N>,
    loss: &'a L,
    buffer: Buffer,
}

impl<'a, N: Network, L: Loss<N::Activation>> Forward<'a, N, L> {
    fn new(loss: &'a L) -> Self {
        Self { network: N::zeros(), loss, buffer: Buffer::new() }
    }

    /// The mean loss of the samples, which have these shares in it; `x` holds the parameters,
    /// followed by the inputs.
    fn mean_loss(&mut self, x: &[N::Number], targets: &[N::Number], shares: &[f64]) -> N::Number {
        let (parameters, inputs) = x.split_at(N::PARAMETERS);
        self.network.parameters_mut().copy_from_slice(parameters);
        let (samples, outputs) = (inputs.len() / N::Input::LEN, N::Output::LEN);
        let (microbatch, stage) = (one_lane(samples), self.network.stage());
        let saved = <N::Stage as Stage>::INFO.saved;
        let (z, saved) = self.buffer.numbers(microbatch.numbers(outputs + saved)).split_at_mut(samples * outputs);
        let mut measured = self.network.statistics().to_vec();
        let streams = Streams::new(Workspace::new().next_seed());
        let mut context = Context::forward(microbatch, saved, self.network.statistics(), &mut measured, &streams);
        stage.forward(inputs, z, &mut context);
        let mut sum = N::Number::ZERO;
        let samples = z.chunks_exact_mut(outputs).zip(targets.chunks_exact(outputs)).zip(shares);
        for ((z, targets), &share) in samples {
            let [loss] = self.loss.evaluate(z.as_chunks_mut().0, targets.as_chunks().0);
            sum = sum + loss * N::Number::from_f64(share);
        }
        sum
    }
}
