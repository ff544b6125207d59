//! Threads share the work without changing the result.

#![allow(clippy::float_cmp)] // exact numbers are what these tests are about

use sinew::prelude::*;
use sinew::tensors::{Rng, Sample};

network! {
    /// Few weights: gradients of shards are always added separately.
    struct Small = 16 => 48 tanh => 24 silu => 4 softmax;

    /// So large that one thread adds all shards in place.
    struct Large = 200 => 300 relu => 150 relu => 10 softmax;

    /// Split into shards from 128 samples on.
    struct Images = 1x12x12
        => conv: conv(16, 3x3) relu => maxpool(2x2) => dropout(0.25)
        => flatten => dense: 10 softmax;

    /// Like `Large`, with layers of every kind that adds up shards.
    struct LargeImages = 1x12x12
        => conv(6, 3x3) relu => transposed_conv(4, 2x2, stride = 2) => maxpool(2x2) => dropout(0.25)
        => flatten => 200 relu => 2 tanh => 20 relu => 10 softmax;

    struct LeNet = 1x28x28
        => conv(6, 5x5) relu => maxpool(2x2)
        => conv(16, 5x5) relu => maxpool(2x2)
        => flatten => 120 relu => 84 relu => 10 softmax;
}

fn samples<X: Sample<f32>>(count: usize, classes: usize) -> (Vec<X>, Vec<usize>) {
    let mut rng = Rng::new(3);
    let mut inputs = vec![X::filled(0.0); count];
    inputs.iter_mut().flat_map(Sample::as_flat_mut).for_each(|x| *x = f32::from_f64(rng.normal()));
    (inputs, (0..count).map(|_| rng.below(classes)).collect())
}

fn gradients_are_the_same<N: Gradients<CrossEntropy, usize, Number = f32>>(net: &N, sizes: &[usize]) {
    let (inputs, labels) = samples::<N::Input>(*sizes.iter().max().expect("some sizes"), N::Output::LEN);
    for &count in sizes {
        let gradient = |threads| {
            let (mut grads, mut workspace) = (N::zeros(), Workspace::new().exactly_threads(threads));
            let loss = net.gradients(&inputs[..count], &labels[..count], &CrossEntropy, &mut grads, &mut workspace);
            (loss.expect("valid samples"), grads.parameters().to_vec())
        };
        let alone = gradient(1);
        for threads in [2, 3, 5] {
            assert!(gradient(threads) == alone, "{threads} threads differ from one on {count} samples");
        }
    }
}

#[test]
fn any_number_of_threads_gives_the_same_gradient_bit_for_bit() {
    let sizes = [1, 127, 128, 129, 250, 400, 511, 512, 1000, 2500];
    gradients_are_the_same(&*Small::seeded(1), &sizes);
    gradients_are_the_same(&*Large::seeded(1), &sizes);
    gradients_are_the_same(&*Images::seeded(1), &[127, 128, 129, 300, 600]);
    gradients_are_the_same(&*LargeImages::seeded(1), &[127, 128, 129, 300, 600]);
}

#[test]
fn any_number_of_threads_trains_the_same_network() {
    let (inputs, labels) = samples::<[f32; 200]>(600, 10);
    let data = Dataset::new(inputs, labels).expect("finite samples");
    let train = |threads| {
        let mut net = Large::seeded(2);
        let mut trainer = Trainer::new(CrossEntropy, Adam::new(0.001)).epochs(2).batch_size(256).threads(threads);
        let history = trainer.fit(&mut net, &data).expect("valid samples");
        (net, history.last().expect("two epochs").training)
    };
    assert_eq!(train(1), train(2));
    assert_eq!(train(1), train(4));
}

#[test]
fn any_number_of_threads_accumulates_the_same_steps() {
    let (inputs, labels) = samples::<[[[f32; 12]; 12]; 1]>(700, 10);
    let data = Dataset::new(inputs, labels).expect("finite samples");
    let train = |threads| {
        let mut net = Images::seeded(2);
        let trainer = Trainer::new(CrossEntropy, Adam::new(0.001)).epochs(2).batch_size(150).accumulate(2);
        let history = trainer.layer_rate("conv", 0.5).threads(threads).fit(&mut net, &data).expect("valid samples");
        (net, history.last().expect("two epochs").training)
    };
    let alone = train(1);
    assert!((2..=3).all(|threads| train(threads) == alone));
}

#[test]
fn predictions_are_the_same_on_any_number_of_threads() {
    let net = Small::seeded(3);
    for count in [0, 1, 511, 513, 3000] {
        let (inputs, _) = samples::<[f32; 16]>(count, 4);
        let predictions = |threads| {
            let mut outputs = vec![[0.0; 4]; count];
            Workspace::new().exactly_threads(threads).predict_batch(&*net, &inputs, &mut outputs);
            outputs
        };
        let alone = predictions(1);
        assert!((2..=4).all(|threads| predictions(threads) == alone), "{count} samples");
    }
}

#[test]
fn few_predictions_of_a_larger_network_are_the_same_on_two_threads() {
    let (net, (inputs, _)) = (LeNet::seeded(3), samples::<[[[f32; 28]; 28]; 1]>(64, 10));
    let predictions = |threads| {
        let mut outputs = vec![[0.0; 10]; inputs.len()];
        Workspace::new().exactly_threads(threads).predict_batch(&*net, &inputs, &mut outputs);
        outputs
    };
    assert!(predictions(1) == predictions(2));
}
