//! Networks learn, the same way each time, and say what is wrong with their data.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exact numbers are what these tests are about

use sinew::losses::TargetError;
use sinew::prelude::*;
use sinew::training::{History, NonFinite, TrainError};

network! {
    struct Xor = 2 => 4 tanh => 1 sigmoid;
    struct Iris = 4 => 16 relu => 3 softmax;
    struct Line = 1 => 1;
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
fn a_nan_in_any_input_or_target_is_one_in_the_loss() -> Result<(), TrainError> {
    type Images = [[[[f32; 4]; 4]; 1]; 3];
    network! {
        struct Net = 1x4x4 => conv(2, 3x3) relu => layernorm => dropout(0.3) => flatten => 3 sigmoid => 2;
    }
    let net = Net::seeded(1);
    let (mut grads, mut workspace) = (Net::zeros(), Workspace::new());
    let whole: (Images, _) = ([[[[0.5; 4]; 4]]; 3], [[0.5; 2]; 3]);
    let mut loss = |(inputs, targets): (Images, [[f32; 2]; 3])| {
        let mut dx = [[[[0.0; 4]; 4]]; 3];
        Ok([
            net.gradients(&inputs, &targets, &MeanSquaredError, &mut grads, &mut workspace)?,
            net.input_gradients(&inputs, &targets, &MeanSquaredError, &mut dx, &mut workspace)?,
            net.evaluate(&inputs, &targets, &MeanSquaredError, &mut workspace)?.loss,
        ])
    };
    assert!(loss(whole)?.iter().all(|loss| loss.is_finite()));
    for sample in 0..3 {
        for pixel in 0..16 {
            let mut changed = whole;
            changed.0[sample][0][pixel / 4][pixel % 4] = f32::NAN;
            assert!(loss(changed)?.iter().all(|loss| loss.is_nan()), "pixel {pixel} of {sample}");
        }
        for output in 0..2 {
            let mut changed = whole;
            changed.1[sample][output] = f32::NAN;
            assert!(loss(changed)?.iter().all(|loss| loss.is_nan()), "target {output} of {sample}");
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
