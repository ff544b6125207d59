//! Networks learn, the same way each time, and say what is wrong with their data.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exact numbers are what these tests are about

use std::ops::ControlFlow;
use std::time::Instant;

use sinew::data::Checked;
use sinew::layers::AsNetwork;
use sinew::losses::TargetError;
use sinew::prelude::*;
use sinew::tensors::Sample;
use sinew::training::callbacks::{Callback, Run};
use sinew::training::{History, NonFinite, TrainError};

network! {
    struct Xor = 2 => 4 tanh => 1 sigmoid;
    struct Iris = 4 => 16 relu => 3 softmax;
    struct Line = 1 => 1;
    struct Digits = 64 => 32 => batchnorm relu => dropout(0.1) => 10 softmax;
}

#[test]
fn exclusive_or_is_learned() {
    let data = sinew::data::gates::xor();
    let mut net = Xor::seeded(1);
    let history =
        Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(500).fit(&mut net, &data).expect("valid samples");
    let last = history.last().expect("500 epochs").training;
    assert!(last.loss < 0.05, "{last:?}");
    assert_eq!(last.accuracy, Some(1.0));
    assert!(data.iter().all(|(x, [t])| (net.predict(x)[0] - t).abs() < 0.1));
}

fn fit_iris(seed: u64) -> (Box<Iris>, History) {
    let data = sinew::data::iris();
    let mut net = Iris::seeded(seed);
    let mut trainer =
        Trainer::new(CrossEntropy, AdamW::new(0.01)).epochs(5).batch_size(16).seed(seed).validation(&data);
    let history = trainer.fit(&mut net, &data).expect("valid samples");
    (net, history)
}

#[test]
fn the_same_seed_gives_the_same_weights_bit_for_bit() {
    let ((net, history), (again, history_again)) = (fit_iris(1), fit_iris(1));
    assert_eq!(net, again);
    for (epoch, epoch_again) in history.epochs.iter().zip(&history_again.epochs) {
        assert_eq!((epoch.training, epoch.validation), (epoch_again.training, epoch_again.validation));
    }
    assert_ne!(net, fit_iris(2).0);
}

#[test]
fn the_last_batch_counts_even_if_it_is_small() {
    // Three samples in batches of two: with plain gradient descent at a rate of 1/2,
    // `w ← w − (w·x + b − t)·x`, averaged over the batch.
    let data = Dataset::new(vec![[1.0], [1.0], [0.0]], vec![[2.0], [2.0], [5.0]]).expect("valid samples");
    let mut net = Line::zeros();
    Trainer::new(MeanSquaredError, Sgd::new(0.5))
        .epochs(1)
        .batch_size(2)
        .shuffle(false)
        .fit(&mut net, &data)
        .expect("valid samples");
    // First batch: w = b = 2. Second: b ← 2 − (2 − 5) = 5.
    assert_eq!(net.parameters(), [2.0, 5.0]);
}

#[test]
fn an_epoch_reports_the_mean_over_all_samples() {
    let data = Dataset::new(vec![[0.0]; 3], vec![[1.0], [2.0], [3.0]]).expect("valid samples");
    let mut net = Line::zeros();
    let history = Trainer::new(MeanSquaredError, Sgd::new(0.0))
        .epochs(1)
        .batch_size(2)
        .validation(&data)
        .fit(&mut net, &data)
        .expect("valid samples");
    let report = history.last().expect("one epoch");
    assert!((report.training.loss - 14.0 / 3.0).abs() < 1e-6, "{report}");
    assert_eq!(report.training.accuracy, None);
    assert!((report.validation.expect("validated").loss - 14.0 / 3.0).abs() < 1e-6, "{report}");
}

#[test]
fn mistakes_in_the_data_are_named() {
    let (mut net, mut grads, mut workspace) = (Iris::seeded(1), Iris::zeros(), Workspace::new());
    let inputs = [[0.0; 4]; 3];
    let mut gradients = |targets: &[usize], n| {
        net.gradients(&inputs[..n], targets, &CrossEntropy, &mut grads, &mut workspace).map(|_| ())
    };
    assert_eq!(gradients(&[0, 1, 2], 3), Ok(()));
    assert_eq!(gradients(&[0, 1], 3), Err(TrainError::Lengths { inputs: 3, targets: 2 }));
    assert_eq!(gradients(&[], 0), Err(TrainError::Empty));
    assert_eq!(
        gradients(&[0, 3, 4], 3),
        Err(TrainError::Target { sample: 1, error: TargetError::Label { label: 3, classes: 3 } })
    );
    let data = Dataset::new(vec![[0.0; 4]], vec![3]).expect("finite samples");
    let error = Trainer::new(CrossEntropy, Sgd::new(0.1)).fit(&mut net, &data).expect_err("a label of 3");
    assert_eq!(error.to_string(), "training data: sample 0: expected a label below 3, the number of classes, found 3");
}

#[test]
fn training_stops_where_numbers_stop_being_finite() {
    let data = Dataset::new(vec![[1e30_f32]; 4], vec![[0.0]; 4]).expect("finite samples");
    let mut net = Line::zeros();
    net.parameters_mut()[0] = 1.0;
    let before = net.clone();
    let error = Trainer::new(MeanSquaredError, Sgd::new(0.1)).fit(&mut net, &data).expect_err("an overflow");
    let what = NonFinite::Gradient { tensor: "layer1.weight".into() };
    assert_eq!(error, TrainError::NotFinite { epoch: 1, batch: 1, what });
    assert_eq!(net, before);
}

#[test]
fn a_nan_in_any_input_or_target_is_one_in_the_loss_or_refused() -> Result<(), TrainError> {
    type Images = [[[[f32; 4]; 4]; 1]; 3];
    network! {
        struct Net = 1x4x4 => conv(2, 3x3) relu => layernorm => dropout(0.3) => flatten => 3 sigmoid => 2;
    }
    let net = Net::seeded(1);
    let (mut grads, mut workspace) = (Net::zeros(), Workspace::new());
    let whole: (Images, _) = ([[[[0.5; 4]; 4]]; 3], [[0.5; 2]; 3]);
    let mut losses = |(inputs, targets): (Images, [[f32; 2]; 3])| {
        let mut dx = [[[[0.0; 4]; 4]]; 3];
        Ok([
            net.gradients(&inputs, &targets, &MeanSquaredError, &mut grads, &mut workspace)?,
            net.input_gradients(&inputs, &targets, &MeanSquaredError, &mut dx, &mut workspace)?,
        ])
    };
    let evaluate = |(inputs, targets): (Images, [[f32; 2]; 3])| {
        net.evaluate(&inputs, &targets, &MeanSquaredError, &mut Workspace::new())
    };
    assert!(losses(whole)?.iter().all(|loss| loss.is_finite()) && evaluate(whole)?.loss.is_finite());
    for sample in 0..3 {
        for pixel in 0..16 {
            let mut changed = whole;
            changed.0[sample][0][pixel / 4][pixel % 4] = f32::NAN;
            assert!(losses(changed)?.iter().all(|loss| loss.is_nan()), "pixel {pixel} of {sample}");
            assert!(evaluate(changed)?.loss.is_nan(), "pixel {pixel} of {sample}");
        }
        for output in 0..2 {
            let mut changed = whole;
            changed.1[sample][output] = f32::NAN;
            assert!(losses(changed)?.iter().all(|loss| loss.is_nan()), "target {output} of {sample}");
            let refused = evaluate(changed).unwrap_err().to_string();
            assert!(refused.contains("NaN"), "target {output} of {sample}: {refused}");
        }
    }
    Ok(())
}

#[test]
fn every_optimizer_and_loss_lowers_the_loss() {
    fn learns<L: Loss<sinew::activations::Softmax>>(loss: L, optimizer: impl Optimizer<f32>)
    where
        usize: sinew::losses::Target<f32, L, [f32; 3]>,
    {
        let data = sinew::data::iris();
        let mut net = Iris::seeded(3);
        let history =
            Trainer::new(loss, optimizer).epochs(20).batch_size(10).fit(&mut net, &data).expect("valid samples");
        let (first, last) = (history.epochs[0].training.loss, history.epochs[19].training.loss);
        assert!(last < 0.7 * first, "from {first} to {last}");
    }
    learns(CrossEntropy, Sgd::new(0.02));
    learns(CrossEntropy, Sgd::new(0.005).momentum(0.9).nesterov());
    learns(CrossEntropy, Adagrad::new(0.05));
    learns(CrossEntropy, RmsProp::new(0.003));
    learns(CrossEntropy, RmsProp::new(0.001).momentum(0.9));
    learns(CrossEntropy, RmsProp::new(0.001).momentum(0.5).centered());
    learns(CrossEntropy, Adam::new(0.005));
    learns(CrossEntropy, Adam::new(0.005).amsgrad());
    learns(CrossEntropy, AdamW::new(0.005));
    learns(CrossEntropy, AdamW::new(0.005).amsgrad());
    learns(CrossEntropy, Nadam::new(0.005));
    learns(CrossEntropy, Lion::new(0.002));
    learns(CrossEntropy.class_weights(&[1.0, 2.0, 1.0]), Adam::new(Cosine::new(0.01, 300)));
}

#[test]
fn a_frozen_layer_stays_as_it_is_and_the_others_learn() -> Result<(), TrainError> {
    network! {
        struct Iris = 4 => body: 8 tanh => head: 3 softmax;
    }

    let start = Iris::seeded(1);
    let mut net = start.clone();
    let optimizer = AdamW::new(0.01); // its weight decay moves what has no gradient
    Trainer::new(CrossEntropy, optimizer).epochs(3).freeze("body").fit(&mut net, &sinew::data::iris())?;
    assert_eq!(net.body, start.body);
    assert_ne!(net.head, start.head);

    let result = Trainer::new(CrossEntropy, Sgd::new(0.1)).freeze("bodi").fit(&mut net, &sinew::data::iris());
    assert_eq!(result.expect_err("no such layer").to_string(), "the network has no layer `bodi`; did you mean `body`?");
    Ok(())
}

#[test]
fn steps_by_hand_are_those_of_the_trainer() -> Result<(), TrainError> {
    let (data, test) = sinew::data::digits().shuffled(1).split(0.8);
    let (epochs, size) = (20, 32);
    let mut trained = Digits::seeded(1);
    Trainer::new(CrossEntropy, Adam::new(0.005))
        .epochs(epochs)
        .batch_size(size)
        .shuffle(false)
        .fit(&mut trained, &data)?;

    let (mut net, mut grads) = (Digits::seeded(1), Digits::zeros());
    let (mut adam, mut workspace) = (Adam::new(0.005), Workspace::new());
    for _ in 0..epochs {
        for (inputs, labels) in data.inputs().chunks(size).zip(data.targets().chunks(size)) {
            net.gradients(inputs, labels, &CrossEntropy, &mut grads, &mut workspace)?;
            workspace.step(&mut adam, &mut net, &grads);
        }
    }
    assert!(net == trained, "parameters and running moments, bit for bit");
    let accuracy = net.evaluate(test.inputs(), test.targets(), &CrossEntropy, &mut workspace)?.accuracy;
    assert!(accuracy > Some(0.96), "{accuracy:?}");
    Ok(())
}

#[test]
fn lbfgs_measures_what_a_batch_norm_predicts_with() -> Result<(), TrainError> {
    network! { struct Normed = 4 => 8 => batchnorm tanh => 3 softmax; }
    let (data, mut net) = (sinew::data::iris(), Normed::seeded(1));
    sinew::training::second_order::Lbfgs::new().iterations(60).fit(&mut net, &data, &CrossEntropy)?;
    assert_ne!(net.statistics(), Normed::seeded(1).statistics());
    let accuracy = net.evaluate(data.inputs(), data.targets(), &CrossEntropy, &mut Workspace::new())?.accuracy;
    assert!(accuracy > Some(0.75), "{accuracy:?}"); // the moments follow the weights at a distance
    Ok(())
}

/// Trains on this number of samples in batches of this size, by the trainer and by hand.
fn batches_of<N>(net: &mut N, samples: usize, size: usize, drop_last: bool) -> Result<usize, TrainError>
where
    N: Gradients<CrossEntropy, usize, Number = f32, Input: Checked> + AsNetwork<Network = N>,
{
    let mut inputs = vec![N::Input::filled(0.0); samples];
    let numbers = inputs.iter_mut().flat_map(Sample::as_flat_mut);
    numbers.enumerate().for_each(|(i, x)| *x = (i as f32).sin());
    let data = Dataset::new(inputs, vec![0; samples]).expect("finite samples");
    let mut trainer = Trainer::new(CrossEntropy, Sgd::new(0.01)).epochs(2).batch_size(size).drop_last(drop_last);
    let history = trainer.fit(net, &data)?;
    let (mut grads, mut workspace) = (N::zeros(), Workspace::new());
    net.gradients(data.inputs(), data.targets(), &CrossEntropy, &mut grads, &mut workspace)?;
    Ok(history.last().map_or(0, |epoch| epoch.samples))
}

#[test]
fn a_batch_norm_refuses_a_batch_of_one_number() {
    network! {
        struct Flat = 4 => 8 => norm: batchnorm relu => 2 softmax;
        struct Branch = 4 => 8 => block: residual(8 => batchnorm relu) => 2 softmax;
        struct Sides = 4 => 8 => sides: concat(4 | 4 => batchnorm) => 2 softmax;
        struct Nest = 4 => inner: Flat => 2 softmax;
        struct Pixel = 2x1x1 => batchnorm => flatten => 2 softmax;
        struct Pixels = 2x1x2 => batchnorm => flatten => 2 softmax;
    }
    fn check<N>(net: &mut N, layer: Option<&str>)
    where
        N: Gradients<CrossEntropy, usize, Number = f32, Input: Checked> + AsNetwork<Network = N>,
    {
        let refused = |result: Result<usize, TrainError>| match (result, layer) {
            (Err(TrainError::BatchTooSmall { layer, samples: 1, needed: 2 }), Some(expected)) => layer == expected,
            (Ok(_), None) => true,
            _ => false,
        };
        assert!(refused(batches_of(net, 4, 1, false)), "batches of one: {layer:?}");
        assert!(refused(batches_of(net, 5, 4, false)), "a last batch of one: {layer:?}");
        assert!(refused(batches_of(net, 1, 4, false)), "one sample: {layer:?}");
        assert_eq!(batches_of(net, 5, 4, true), Ok(4), "one sample left out: {layer:?}");
        assert_eq!(batches_of(net, 6, 4, false), Ok(6), "a last batch of two: {layer:?}");
        assert_eq!(batches_of(net, 3, 4, true), Err(TrainError::NoBatch { samples: 3, batch_size: 4 }));
        let input = [N::Input::filled(0.5)];
        let (mut dx, mut workspace) = (input, Workspace::new());
        let gradient = net.input_gradients(&input, &[0], &CrossEntropy, &mut dx, &mut workspace);
        assert!(refused(gradient.map(|_| 1)), "the gradient of an input: {layer:?}");
        assert!(net.evaluate(&input, &[0], &CrossEntropy, &mut workspace).is_ok(), "an evaluation measures nothing");
    }
    check(&mut *Flat::seeded(1), Some("norm"));
    check(&mut *Branch::seeded(1), Some("block.branch.layer2"));
    check(&mut *Sides::seeded(1), Some("sides.second.layer2"));
    check(&mut *Nest::seeded(1), Some("inner.norm"));
    check(&mut *Pixel::seeded(1), Some("layer1"));
    check(&mut *Pixels::seeded(1), None);
    check(&mut *Iris::seeded(1), None);

    let error = batches_of(&mut *Flat::seeded(1), 5, 4, false).expect_err("a last batch of one");
    assert!(error.to_string().contains("`norm`") && error.to_string().contains("drop_last(true)"), "{error}");
}

#[test]
fn what_drop_last_leaves_out_are_the_last_samples_of_the_order() -> Result<(), TrainError> {
    // Batches of two, the last of one: it alone would move the bias to 5.
    let data = Dataset::new(vec![[1.0], [1.0], [0.0]], vec![[2.0], [2.0], [5.0]]).expect("valid samples");
    let mut net = Line::zeros();
    let mut trainer = Trainer::new(MeanSquaredError, Sgd::new(0.5)).batch_size(2).shuffle(false).drop_last(true);
    trainer = trainer.epochs(1);
    let history = trainer.fit(&mut net, &data)?;
    assert_eq!(net.parameters(), [2.0, 2.0]);
    assert_eq!((history.epochs[0].samples, history.epochs[0].training.loss), (2, 4.0));
    Ok(())
}

/// Ends training after the third epoch.
struct Three;

impl<N: Network> Callback<N> for Three {
    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        if run.history.epochs.len() < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

#[test]
fn settings_that_are_out_of_proportion_cost_nothing() -> Result<(), TrainError> {
    let (data, most) = (sinew::data::gates::xor(), usize::MAX);
    let start = Instant::now();
    for (epochs, batch_size, accumulate, threads) in [
        (most, 4, 1, 1),
        (1_000_000_000, most, 1, 1),
        (3, 4, most, 1),
        (3, most, most, 1),
        (3, 2, 1, 100_000),
        (3, 2, 1, most),
    ] {
        let mut trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(epochs).batch_size(batch_size);
        trainer = trainer.accumulate(accumulate).threads(threads);
        let history = trainer.callback(Three).fit(&mut Xor::seeded(1), &data)?;
        assert_eq!(history.epochs.len(), 3);
    }
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    Ok(())
}
