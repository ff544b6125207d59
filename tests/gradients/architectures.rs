//! Networks of 1 to 6 layers against plain loops: predictions, losses and gradients, in both formats, for batches of 1 to 100.
//!
//! The architectures were drawn at random once: widths from around the sizes of lanes and blocks, each of which occurs; activations,
//! each of which occurs; and here and there a layer without a bias. Parameters, samples and targets are drawn anew.

use std::fmt::Debug;

use proptest::prelude::*;
use sinew::losses::Target;
use sinew::prelude::*;
use sinew::tensors::Sample;
use sinew_tests::{Dense, Loss as Plain, clearance, gradient, network, predict};

use super::{batches, doubles, filled, on_every_set};

/// The share of proptest's cases of each architecture and format.
const SHARE: u32 = 32;

const SAMPLES: usize = 100;

/// A number format, and how far from plain loops in `f64` a network's numbers may be.
trait Format: Number {
    /// Relative to the largest number of a layer.
    const TOLERANCE: f64;

    /// As near to a kink, the number may turn out to be on its other side.
    const CLEARANCE: f64;
}

impl Format for f32 {
    const TOLERANCE: f64 = 1e-4;
    const CLEARANCE: f64 = 2e-5;
}

impl Format for f64 {
    const TOLERANCE: f64 = 1e-12;
    const CLEARANCE: f64 = 1e-12;
}

/// Compares a network with plain loops.
fn compare<N, L>(source: &str, loss: &L, plain_loss: Plain)
where
    N: Network<Number: Format, Input: Debug> + Debug,
    L: Loss<N::Activation>,
    N::Output: Target<N::Number, L, N::Output>,
{
    on_every_set(SHARE, &batches::<N>(SAMPLES), |(net, inputs, targets)| {
        let layers = network(source, doubles(net.parameters()));
        let (inputs, targets) = clear_of_kinks::<N>(&layers, plain_loss, inputs, targets);
        prop_assume!(!inputs.is_empty(), "no sample is clear of kinks");
        let (mut loss_sum, mut mean) = (0.0, vec![0.0; net.parameters().len()]);
        let mut outputs = vec![N::Output::filled(N::Number::ZERO); inputs.len()];
        net.predict_batch(&inputs, &mut outputs);
        for (s, (x, target)) in inputs.iter().zip(&targets).enumerate() {
            let (x, t) = (doubles(x.as_flat()), doubles(target.as_flat()));
            let y = predict(&layers, &x);
            assert_close::<N::Number>("predict", net.predict(&inputs[s]).as_flat(), &y)?;
            assert_close::<N::Number>("predict_batch", outputs[s].as_flat(), &y)?;
            loss_sum += plain_loss.value(&y, &t);
            let gradient = gradient(&layers, &x, |y| plain_loss.gradient(y, &t));
            mean.iter_mut().zip(gradient).for_each(|(mean, g)| *mean += g / inputs.len() as f64);
        }
        let (mut grads, mut workspace) = (N::zeros(), Workspace::new());
        let found = net.gradients(&inputs, &targets, loss, &mut grads, &mut workspace).expect("valid samples");
        let expected = loss_sum / inputs.len() as f64;
        prop_assert!(
            (found - expected).abs() <= N::Number::TOLERANCE * expected.abs().max(1.0),
            "loss {found}, {expected}"
        );
        let (mut found, mut expected) = (grads.parameters(), &mean[..]);
        for layer in N::LAYERS {
            let (first, rest) = found.split_at(layer.parameters);
            let (first_expected, rest_expected) = expected.split_at(layer.parameters);
            assert_close::<N::Number>(&format!("the gradient by {}", layer.name), first, first_expected)?;
            (found, expected) = (rest, rest_expected);
        }
        Ok(())
    });
}

/// The samples for which no number is so near to a kink that rounding might carry it over.
fn clear_of_kinks<N: Network<Number: Format>>(
    layers: &[Dense],
    loss: Plain,
    inputs: &[N::Input],
    targets: &[Vec<f64>],
) -> (Vec<N::Input>, Vec<N::Output>) {
    let samples = inputs.iter().zip(targets).map(|(input, target)| (*input, filled::<N::Number, N::Output>(target)));
    let is_clear = |(input, target): &(N::Input, N::Output)| {
        let x = doubles(input.as_flat());
        let nearest = clearance(layers, &x).min(loss.clearance(&predict(layers, &x), &doubles(target.as_flat())));
        nearest > N::Number::CLEARANCE
    };
    samples.filter(is_clear).unzip()
}

fn assert_close<T: Format>(what: &str, found: &[T], expected: &[f64]) -> Result<(), TestCaseError> {
    let scale = expected.iter().fold(f64::MIN_POSITIVE, |scale, x| scale.max(x.abs()));
    for (k, (found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (found.to_f64() - expected).abs() / scale;
        prop_assert!(error <= T::TOLERANCE, "{what}[{k}] is {found}, expected {expected}, an error of {error:.1e}");
    }
    Ok(())
}

macro_rules! architectures {
    ($($test:ident: $network:ident = ($($source:tt)+), $loss:expr, $plain:expr;)*) => {
        network! {
            $(struct $network = $($source)+;)*
        }

        $(#[test]
        fn $test() {
            let source = stringify!($($source)+);
            compare::<$network<f32>, _>(source, &$loss, $plain);
            compare::<$network<f64>, _>(source, &$loss, $plain);
        })*
    };
}

architectures! {
    one_layer_with_classes: OneClasses = (9 => 32 softmax), CrossEntropy, Plain::CrossEntropy;
    one_layer_with_squared_errors: OneSquaredErrors = (31 => 5), MeanSquaredError, Plain::MeanSquaredError;
    one_layer_with_answers: OneAnswers = (15 => 33 sigmoid), BinaryCrossEntropy, Plain::BinaryCrossEntropy;
    one_layer_with_huber_errors: OneHuberErrors = (24 => 65 hard_tanh), Huber::new(0.5), Plain::Huber(0.5);
    two_layers_with_classes: TwoClasses = (3 => 1 mish => 47 softmax), CrossEntropy, Plain::CrossEntropy;
    two_layers_with_absolute_errors: TwoAbsoluteErrors = (11 => dense(25, bias = false) => 4), MeanAbsoluteError, Plain::MeanAbsoluteError;
    two_layers_with_answers: TwoAnswers = (17 => 49 tanh => 70 sigmoid), BinaryCrossEntropy, Plain::BinaryCrossEntropy;
    two_layers_with_squared_errors: TwoSquaredErrors = (23 => dense(12, bias = false) hard_sigmoid => 13 hard_swish), MeanSquaredError, Plain::MeanSquaredError;
    three_layers_with_classes: ThreeClasses = (16 => 7 gelu => 2 leaky_relu(-0.25) => 63 softmax), CrossEntropy, Plain::CrossEntropy;
    three_layers_with_huber_errors: ThreeHuberErrors = (48 => 64 leaky_relu(0.1) => 8 silu => 12), Huber::new(0.5), Plain::Huber(0.5);
    three_layers_with_answers: ThreeAnswers = (17 => dense(25, bias = false) gelu_tanh => 16 elu(0.5) => 32 sigmoid), BinaryCrossEntropy, Plain::BinaryCrossEntropy;
    three_layers_with_absolute_errors: ThreeAbsoluteErrors = (15 => 31 selu => dense(49, bias = false) relu6 => 65 relu), MeanAbsoluteError, Plain::MeanAbsoluteError;
    four_layers_with_classes: FourClasses = (9 => 13 elu => 1 sigmoid => 33 softsign => 5 softmax), CrossEntropy, Plain::CrossEntropy;
    four_layers_with_squared_errors: FourSquaredErrors = (70 => 64 softplus => 3 softplus => 7 relu => 11), MeanSquaredError, Plain::MeanSquaredError;
    four_layers_with_answers: FourAnswers = (2 => 63 sigmoid => 8 hard_tanh => 47 elu => 48 sigmoid), BinaryCrossEntropy, Plain::BinaryCrossEntropy;
    four_layers_with_huber_errors: FourHuberErrors = (23 => 24 silu => 4 gelu => 15 relu6 => 5 selu), Huber::new(0.5), Plain::Huber(0.5);
    five_layers_with_classes: FiveClasses = (16 => 64 leaky_relu(0.1) => 23 gelu_tanh => 25 hard_swish => dense(63, bias = false) => 33 softmax), CrossEntropy, Plain::CrossEntropy;
    five_layers_with_absolute_errors: FiveAbsoluteErrors = (31 => 4 tanh => 48 softsign => 11 mish => 8 elu(0.5) => 13), MeanAbsoluteError, Plain::MeanAbsoluteError;
    five_layers_with_answers: FiveAnswers = (70 => 47 leaky_relu(-0.25) => 32 hard_sigmoid => 65 hard_sigmoid => 49 => 12 sigmoid), BinaryCrossEntropy, Plain::BinaryCrossEntropy;
    five_layers_with_squared_errors: FiveSquaredErrors = (9 => 3 sigmoid => dense(24, bias = false) hard_swish => 7 relu6 => 1 leaky_relu(0.1) => 2 gelu_tanh), MeanSquaredError, Plain::MeanSquaredError;
    six_layers_with_classes: SixClasses = (17 => 12 elu(0.5) => 25 softplus => 9 gelu => 47 softsign => 11 tanh => 64 softmax), CrossEntropy, Plain::CrossEntropy;
    six_layers_with_huber_errors: SixHuberErrors = (13 => 7 silu => 17 hard_tanh => 4 elu => 31 mish => 63 relu => 33), Huber::new(0.5), Plain::Huber(0.5);
    six_layers_with_answers: SixAnswers = (24 => dense(65, bias = false) selu => 48 leaky_relu(-0.25) => dense(3, bias = false) selu => 2 softsign => 23 silu => 16 sigmoid), BinaryCrossEntropy, Plain::BinaryCrossEntropy;
    six_layers_with_absolute_errors: SixAbsoluteErrors = (5 => 15 softplus => 32 leaky_relu(0.1) => 70 elu => 1 gelu => 8 hard_sigmoid => 49), MeanAbsoluteError, Plain::MeanAbsoluteError;
}
