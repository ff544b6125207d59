//! The three ways to run a network agree with each other and with plain loops, for every batch
//! size, on every instruction set.

#![allow(clippy::float_cmp)] // exact numbers are what these tests are about

use std::sync::{Mutex, PoisonError};

use sinew::losses::Target;
use sinew::prelude::*;
use sinew::tensors::{InstructionSet, Rng, Sample};
use sinew_oracle as plain;

/// The instruction set is chosen for the whole process, so one test waits for the other.
static CHOICE: Mutex<()> = Mutex::new(());

const BATCHES: std::ops::RangeInclusive<usize> = 1..=100;

/// Defines networks, and keeps the source of each.
macro_rules! networks {
    ($($(#[$doc:meta])* $network:ident = ($($source:tt)+);)*) => {
        network! {
            $($(#[$doc])* struct $network = $($source)+;)*
        }

        $(impl<T> $network<T> {
            const SOURCE: &str = stringify!($($source)+);
        })*
    };
}

networks! {
    /// Around the sizes of blocks and lanes, with an activation whose derivative reads the
    /// pre-activation.
    Classifier = (17 => 33 silu => 12 tanh => 7 softmax);

    /// Wider than a tile's vectors, without a remainder.
    Regressor = (64 => 48 relu => 16);
    /// Small enough for registers, up to as many samples as a vector has lanes.
    Tiny = (2 => 4 relu => 3 silu => 2 sigmoid);

    /// A small LeNet.
    LeNet = (
        1x12x12 => conv(4, 3x3, padding = 1) relu => maxpool(2x2) => conv(6, 3x3) tanh => avgpool(2x2) => flatten => 10 relu => 4 softmax
    );

    /// With norms of samples, shortcuts, and windows with strides, gaps and padding.
    Residual = (
        3x7x8 => conv(6, 3x2, stride = 2x1, padding = 1x2, dilation = 1x2, groups = 3) gelu => groupnorm(2)
        => residual(conv(6, 1x3, padding = same) mish => conv(6, 3x1, padding = same)) => maxpool(3, stride = 2, padding = 1) elu
        => globalavgpool => layernorm => 5 sigmoid
    );
}

/// Compares single predictions, batches of every size, and gradients with plain loops.
fn check<N, L, Y>(source: &str, loss: &L, twin_loss: &plain::Loss, target: impl Fn(usize) -> Y)
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    let net = N::seeded(3);
    let twin = plain::Network::read(source, doubles(net.parameters()));
    let inputs: Vec<N::Input> = clear_samples(&twin, *BATCHES.end());
    let targets: Vec<Y> = (0..inputs.len()).map(target).collect();
    let outputs: Vec<Vec<f64>> = inputs.iter().map(|x| twin.predict(&doubles(x.as_flat()))).collect();
    let gradient = |(x, t): (&N::Input, &Y)| {
        let t: Vec<f64> = (0..N::Output::LEN).map(|k| t.get(k).to_f64()).collect();
        twin.gradient(&doubles(x.as_flat()), |y| twin_loss.gradient(y, &t))
    };
    let gradients: Vec<plain::Gradient> = inputs.iter().zip(&targets).map(gradient).collect();
    let _turn = CHOICE.lock().unwrap_or_else(PoisonError::into_inner);
    for set in InstructionSet::available() {
        set.select().expect("it is available");
        predictions_agree(&*net, &inputs, &outputs);
        gradients_agree(&*net, &inputs, &targets, loss, &gradients);
    }
}

/// Samples so far from kinks that rounding carries none across one.
fn clear_samples<T: Number, S: Sample<T>>(twin: &plain::Network, count: usize) -> Vec<S> {
    let mut rng = Rng::new(5);
    let samples = std::iter::repeat_with(|| sample::<T, S>(&mut rng));
    samples.filter(|x| twin.clearance(&doubles(x.as_flat())) > 1e-5).take(count).collect()
}

fn sample<T: Number, S: Sample<T>>(rng: &mut Rng) -> S {
    let mut sample = S::filled(T::ZERO);
    sample.as_flat_mut().iter_mut().for_each(|x| *x = T::from_f64(rng.normal()));
    sample
}

fn predictions_agree<N: Network>(net: &N, inputs: &[N::Input], expected: &[Vec<f64>]) {
    for (x, expected) in inputs.iter().zip(expected) {
        assert_close::<N::Number>("predict", &doubles(net.predict(x).as_flat()), expected);
    }
    let mut whole = vec![N::Output::filled(N::Number::ZERO); inputs.len()];
    net.predict_batch(inputs, &mut whole);
    for (output, expected) in whole.iter().zip(expected) {
        assert_close::<N::Number>("predict_batch", &doubles(output.as_flat()), expected);
    }
    for n in BATCHES {
        let mut outputs = vec![N::Output::filled(N::Number::ZERO); n];
        net.predict_batch(&inputs[..n], &mut outputs);
        for (s, (output, whole)) in outputs.iter().zip(&whole).enumerate() {
            let same = output.as_flat() == whole.as_flat();
            assert!(same, "sample {s} in a batch of {n} differs from the same in one of 100");
        }
    }
}

/// With respect to parameters, and to inputs.
fn gradients_agree<N, L, Y>(net: &N, inputs: &[N::Input], targets: &[Y], loss: &L, expected: &[plain::Gradient])
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    let (mut grads, mut workspace) = (N::zeros(), Workspace::new());
    let mut mean = vec![0.0; net.parameters().len()];
    for n in BATCHES {
        let (inputs, targets) = (&inputs[..n], &targets[..n]);
        net.gradients(inputs, targets, loss, &mut grads, &mut workspace).expect("valid samples");
        mean.iter_mut().zip(&expected[n - 1].parameters).for_each(|(mean, g)| *mean += (g - *mean) / n as f64);
        assert_close::<N::Number>("gradients", &doubles(grads.parameters()), &mean);

        let mut dx = vec![N::Input::filled(N::Number::ZERO); n];
        net.input_gradients(inputs, targets, loss, &mut dx, &mut workspace).expect("valid samples");
        for (dx, expected) in dx.iter().zip(expected) {
            let of_sum: Vec<f64> = doubles(dx.as_flat()).iter().map(|dx| dx * n as f64).collect();
            assert_close::<N::Number>("input_gradients", &of_sum, &expected.input);
        }
    }
}

fn doubles<T: Number>(numbers: &[T]) -> Vec<f64> {
    numbers.iter().map(|x| x.to_f64()).collect()
}

fn assert_close<T: Number>(what: &str, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "as many numbers");
    let tolerance = if size_of::<T>() == 4 { 1e-5 } else { 1e-13 };
    let scale = expected.iter().fold(1.0, |scale: f64, x| scale.max(x.abs()));
    for (k, (found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (found - expected).abs() / scale;
        assert!(error <= tolerance, "{what}[{k}] is {found}, expected {expected}, on {}", InstructionSet::current());
    }
}

/// Normally distributed targets, the same for the same sample.
fn numbers<T: Number, const N: usize>(index: usize) -> [T; N] {
    sample(&mut Rng::new(index as u64))
}

macro_rules! all_ways_agree {
    ($($test:ident: $network:ident, $loss:ident, $target:expr;)*) => {$(
        #[test]
        fn $test() {
            check::<$network<f32>, _, _>($network::<f32>::SOURCE, &$loss, &plain::Loss::$loss, $target);
            check::<$network<f64>, _, _>($network::<f64>::SOURCE, &$loss, &plain::Loss::$loss, $target);
        }
    )*};
}

all_ways_agree! {
    all_ways_to_run_a_classifier_agree: Classifier, CrossEntropy, |s| s * s % 7;
    all_ways_to_run_a_regressor_agree: Regressor, MeanSquaredError, numbers;
    all_ways_to_run_a_tiny_network_agree: Tiny, BinaryCrossEntropy, numbers;
    all_ways_to_run_a_network_of_images_agree: LeNet, CrossEntropy, |s| s * s % 4;
    all_ways_to_run_a_network_of_norms_and_shortcuts_agree: Residual, BinaryCrossEntropy, numbers;
}
