//! Networks of 1 to 6 layers against plain loops: predictions, losses and gradients, for batches of 1 to 100.
//!
//! Among them every width of interest and every activation occurs, and here and there a layer has no bias. Parameters, samples and
//! targets are drawn anew. Some in both formats: in `f64` the tests of `pairs` and `widths` have more.

use proptest::prelude::*;
use sinew::losses::Target;
use sinew::prelude::*;
use sinew::tensors::Sample;
use sinew_tests::{Dense, LossFunction as Plain, clearance, gradient, network as plain_network, predict};

use super::{cases, doubles, network, on_every_set, samples};

/// The share of proptest's cases of each architecture and format.
const SHARE: u32 = 4;

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
    N: Network<Number: Format>,
    L: Loss<N::Activation>,
    N::Output: Target<N::Number, L, N::Output>,
{
    on_every_set(SHARE, &cases(N::LAYERS, SAMPLES), &|case| {
        let net = network::<N>(&case.parameters);
        let expected = Expected { layers: plain_network(source, doubles(net.parameters())), loss: plain_loss };
        let all: Vec<(N::Input, N::Output)> = samples(&case.inputs).into_iter().zip(samples(&case.targets)).collect();
        let is_clear = |(x, t): &(N::Input, N::Output)| {
            expected.clearance(&doubles(x.as_flat()), &doubles(t.as_flat())) > N::Number::CLEARANCE
        };
        let (inputs, targets): (Vec<_>, Vec<_>) = all.into_iter().filter(is_clear).unzip();
        prop_assume!(!inputs.is_empty(), "no sample is clear of kinks");

        let mut outputs = vec![N::Output::filled(N::Number::ZERO); inputs.len()];
        net.predict_batch(&inputs, &mut outputs);
        for (x, output) in inputs.iter().zip(&outputs) {
            let y = predict(&expected.layers, &doubles(x.as_flat()));
            assert_close("predict", net.predict(x).as_flat(), &y)?;
            assert_close("predict_batch", output.as_flat(), &y)?;
        }

        let mut grads = N::zeros();
        let value = net.gradients(&inputs, &targets, loss, &mut grads, &mut Workspace::new()).expect("valid samples");
        let flat: Vec<_> = inputs.iter().map(|x| doubles(x.as_flat())).collect();
        let flat_targets: Vec<_> = targets.iter().map(|t| doubles(t.as_flat())).collect();
        let (expected_value, gradient) = expected.gradient(&flat, &flat_targets);
        let error = (value - expected_value).abs() / expected_value.abs().max(1.0);
        prop_assert!(error <= N::Number::TOLERANCE, "the loss is {value}, expected {expected_value}");
        let (mut found, mut gradient) = (grads.parameters(), &gradient[..]);
        for layer in N::LAYERS {
            let what = format!("the gradient by {}", layer.name);
            assert_close(&what, &found[..layer.parameters], &gradient[..layer.parameters])?;
            (found, gradient) = (&found[layer.parameters..], &gradient[layer.parameters..]);
        }
        Ok(())
    });
}

/// What plain loops say.
struct Expected {
    layers: Vec<Dense>,
    loss: Plain,
}

impl Expected {
    /// How far a sample is from the next kink: nearer, rounding might carry it over.
    fn clearance(&self, x: &[f64], t: &[f64]) -> f64 {
        clearance(&self.layers, x).min(self.loss.clearance(&predict(&self.layers, x), t))
    }

    /// The mean loss, and its gradient.
    fn gradient(&self, inputs: &[Vec<f64>], targets: &[Vec<f64>]) -> (f64, Vec<f64>) {
        let (n, mut value, mut mean) = (inputs.len() as f64, 0.0, Vec::new());
        for (x, t) in inputs.iter().zip(targets) {
            value += self.loss.value(&predict(&self.layers, x), t) / n;
            let gradient = gradient(&self.layers, x, |y| self.loss.gradient(y, t));
            mean.resize(gradient.len(), 0.0);
            mean.iter_mut().zip(gradient).for_each(|(mean, g)| *mean += g / n);
        }
        (value, mean)
    }
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
    ($($test:ident: $network:ident<$($number:ident),+> = ($($source:tt)+), $loss:expr, $plain:expr;)*) => {
        network! {
            $(struct $network = $($source)+;)*
        }

        $(#[test]
        fn $test() {
            let source = stringify!($($source)+);
            $(compare::<$network<$number>, _>(source, &$loss, $plain);)+
        })*
    };
}

architectures! {
    one_layer_with_classes: OneClasses<f32> = (9 => 32 softmax), CrossEntropy, Plain::CrossEntropy;
    one_layer_with_huber_errors: OneHuber<f32> = (24 => 65 hard_tanh), Huber::new(0.5), Plain::Huber(0.5);
    two_layers_with_answers: TwoAnswers<f32, f64> =
        (17 => 31 tanh => 70 sigmoid), BinaryCrossEntropy, Plain::BinaryCrossEntropy;
    three_layers_with_huber_errors: ThreeHuber<f32> =
        (48 => 64 leaky_relu(0.1) => 8 mish => 12), Huber::new(0.5), Plain::Huber(0.5);
    three_layers_with_classes: ThreeClasses<f32, f64> =
        (16 => 7 gelu => 2 leaky_relu(-0.25) => 63 softmax), CrossEntropy, Plain::CrossEntropy;
    four_layers_with_squared_errors: FourSquared<f32> =
        (70 => 64 softplus => 3 softsign => 7 relu => 11), MeanSquaredError, Plain::MeanSquaredError;
    five_layers_with_classes: FiveClasses<f32> =
        (16 => 5 silu => 23 gelu_tanh => 25 hard_swish => dense(49, bias = false) => 33 softmax),
        CrossEntropy, Plain::CrossEntropy;
    six_layers_with_absolute_errors: SixAbsolute<f32, f64> =
        (13 => dense(47, bias = false) selu => 4 elu(0.5) => 15 relu6 => 1 elu => 8 hard_sigmoid => 49),
        MeanAbsoluteError, Plain::MeanAbsoluteError;
}
