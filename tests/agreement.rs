//! The three ways to run a network agree with each other and with plain loops, for every batch size, on every instruction set.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exact numbers are what these tests are about

use sinew::prelude::*;
use sinew::tensors::{InstructionSet, Rng, Sample};
use sinew_tests::{Dense, gradient, network, predict};

network! {
    /// Around the sizes of blocks and lanes, with an activation whose derivative reads the logit.
    struct Classifier = 17 => 33 silu => 12 tanh => 7 softmax;

    /// Wider than a tile's vectors, without a remainder.
    struct Regressor = 64 => 48 relu => 16;
}

const BATCHES: std::ops::RangeInclusive<usize> = 1..=100;

fn samples<S: Sample<T>, T: Number>(n: usize, rng: &mut Rng) -> Vec<S> {
    let mut sample = || {
        let mut sample = S::filled(T::ZERO);
        sample.as_flat_mut().iter_mut().for_each(|x| *x = T::from_f64(rng.normal()));
        sample
    };
    (0..n).map(|_| sample()).collect()
}

fn assert_close<T: Number>(what: &str, found: &[T], expected: &[f64]) {
    let tolerance = if size_of::<T>() == 4 { 1e-5 } else { 1e-13 };
    let scale = expected.iter().fold(1.0, |scale: f64, x| scale.max(x.abs()));
    for (k, (found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (found.to_f64() - expected).abs() / scale;
        assert!(error <= tolerance, "{what}[{k}] is {found}, expected {expected}, on {}", InstructionSet::current());
    }
}

/// Predictions one by one, in batches of every size, and from training, against plain loops; and gradients too.
fn check<N, L, Y>(net: &N, plain: &[Dense], loss: &L, targets: &[Y], dy: impl Fn(&[f64], usize) -> Vec<f64>)
where
    N: Network,
    L: Loss<N::Activation>,
    Y: sinew::losses::Target<N::Number, L, N::Output>,
{
    let inputs: Vec<N::Input> = samples(*BATCHES.end(), &mut Rng::new(5));
    let flat = |x: &N::Input| x.as_flat().iter().map(|x| x.to_f64()).collect::<Vec<f64>>();
    let expected: Vec<Vec<f64>> = inputs.iter().map(|x| predict(plain, &flat(x))).collect();
    let gradients: Vec<Vec<f64>> =
        inputs.iter().enumerate().map(|(s, x)| gradient(plain, &flat(x), |y| dy(y, s))).collect();
    let (mut grads, mut workspace) = (N::zeros(), Workspace::new());
    for set in InstructionSet::available() {
        set.select().expect("it is available");
        for (x, expected) in inputs.iter().zip(&expected) {
            assert_close("predict", net.predict(x).as_flat(), expected);
        }
        let mut whole = vec![N::Output::filled(N::Number::ZERO); inputs.len()];
        net.predict_batch(&inputs, &mut whole);
        let mut mean = vec![0.0; net.parameters().len()];
        for n in BATCHES {
            let mut outputs = vec![N::Output::filled(N::Number::ZERO); n];
            net.predict_batch(&inputs[..n], &mut outputs);
            for (s, (output, expected)) in outputs.iter().zip(&expected).enumerate() {
                assert_close("predict_batch", output.as_flat(), expected);
                assert!(
                    output.as_flat() == whole[s].as_flat(),
                    "sample {s} in a batch of {n} differs from the same in one of 100"
                );
            }
            net.gradients(&inputs[..n], &targets[..n], loss, &mut grads, &mut workspace).expect("valid samples");
            mean.iter_mut().zip(&gradients[n - 1]).for_each(|(mean, g)| *mean += (g - *mean) / n as f64);
            assert_close("gradients", grads.parameters(), &mean);
        }
    }
}

fn classifier<T: Number>() {
    let net = Classifier::<T>::seeded(3);
    let labels: Vec<usize> = (0..100).map(|s| s * s % 7).collect();
    let plain = network("17 => 33 silu => 12 tanh => 7 softmax", net.parameters().iter().map(|p| p.to_f64()));
    check(&*net, &plain, &CrossEntropy, &labels, |y, s| {
        (0..7).map(|k| if k == labels[s] { -1.0 / y[k] } else { 0.0 }).collect()
    });
}

fn regressor<T: Number>() {
    let net = Regressor::<T>::seeded(4);
    let targets: Vec<[T; 16]> = samples(100, &mut Rng::new(6));
    let plain = network("64 => 48 relu => 16", net.parameters().iter().map(|p| p.to_f64()));
    check(&*net, &plain, &MeanSquaredError, &targets, |y, s| {
        y.iter().zip(targets[s]).map(|(y, t)| 2.0 / 16.0 * (y - t.to_f64())).collect()
    });
}

#[test]
fn all_ways_to_run_a_network_agree() {
    classifier::<f32>();
    classifier::<f64>();
    regressor::<f32>();
    regressor::<f64>();
}
