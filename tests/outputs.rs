//! Networks with several outputs: what they predict, how they train, what is reported of each.

#![allow(clippy::float_cmp)] // bits are compared, and exact zeros

use sinew::losses::{Ignored, Masked, Scaled};
use sinew::prelude::*;

network! {
    /// Digits, and whether they are odd.
    pub struct Digits = 64 => 32 relu => (digit: 10 softmax | odd: 8 tanh => 1 sigmoid);

    /// Its first output alone.
    struct First = 64 => 32 relu => 10 softmax;

    struct Three = 2 => 4 tanh => ends: (r#type: 2 | b: 3 softmax | c: 4 => reshape(1x2x2));
    struct Part = 2 => Three => 1;

    struct Actions = 3 => 3;
}

type Samples = Dataset<[f32; 64], DigitsOutputs<usize, bool>>;

fn data() -> Samples {
    let named = sinew::data::digits().map_targets(|digit| DigitsOutputs { digit, odd: digit % 2 == 1 });
    named.expect("labels are finite")
}

const LOSSES: DigitsOutputs<CrossEntropy, BinaryCrossEntropy> =
    DigitsOutputs { digit: CrossEntropy, odd: BinaryCrossEntropy };

#[test]
fn each_output_predicts_as_a_network_of_its_layers() {
    let (net, mut first, data) = (Digits::seeded(7), First::zeros(), data());
    let count = First::PARAMETERS;
    first.parameters_mut().copy_from_slice(&net.parameters()[..count]);
    let (mut all, mut alone) = (vec![net.predict(&[0.0; 64]); 100], vec![[0.0; 10]; 100]);
    net.predict_batch(&data.inputs()[..100], &mut all);
    first.predict_batch(&data.inputs()[..100], &mut alone);
    for ((all, alone), input) in all.iter().zip(&alone).zip(data.inputs()) {
        assert_eq!(all.digit, *alone);
        let one = net.predict(input);
        assert!(one.digit.iter().zip(alone).all(|(a, b)| (a - b).abs() < 1e-6));
        assert!((one.odd[0] - all.odd[0]).abs() < 1e-6 && (0.0..=1.0).contains(&one.odd[0]));
        assert!((one.digit.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    }
}

#[test]
fn the_loss_is_the_weighted_sum_and_accuracy_is_that_of_all_outputs() -> Result<(), Box<dyn std::error::Error>> {
    let (net, data, workspace) = (Digits::seeded(7), data(), &mut Workspace::new());
    let (x, y) = (data.inputs(), data.targets());
    let digit = net.evaluate(x, y, &DigitsOutputs { digit: CrossEntropy, odd: Ignored }, workspace)?;
    let odd = net.evaluate(x, y, &DigitsOutputs { digit: Ignored, odd: BinaryCrossEntropy }, workspace)?;
    let both = net.evaluate(x, y, &LOSSES, workspace)?;
    let scaled = DigitsOutputs { digit: Scaled::new(CrossEntropy, 0.25), odd: Scaled::new(BinaryCrossEntropy, 2.0) };
    let scaled = net.evaluate(x, y, &scaled, workspace)?;
    assert!((both.loss - digit.loss - odd.loss).abs() < 1e-5);
    assert!((scaled.loss - 0.25 * digit.loss - 2.0 * odd.loss).abs() < 1e-5);
    assert_eq!(scaled.accuracy, both.accuracy);
    let mut outputs = vec![net.predict(&x[0]); x.len()];
    net.predict_batch(x, &mut outputs);
    let class = |p: &[f32; 10]| (0..10).max_by(|&a, &b| p[a].total_cmp(&p[b])).unwrap_or(0);
    let right = outputs.iter().zip(y).filter(|(p, y)| class(&p.digit) == y.digit && (p.odd[0] > 0.5) == y.odd).count();
    assert!((both.accuracy.expect("both classify") - right as f64 / x.len() as f64).abs() < 1e-5);
    assert!(digit.accuracy > both.accuracy && odd.accuracy > both.accuracy);
    Ok(())
}

#[test]
fn both_outputs_learn_through_the_trainer_on_any_number_of_threads() -> Result<(), Box<dyn std::error::Error>> {
    let (train, test) = data().shuffled(1).split(0.8);
    let trained = |threads| -> Result<Box<Digits>, Box<dyn std::error::Error>> {
        let mut net = Digits::seeded(1);
        let trainer = Trainer::new(LOSSES, Adam::new(0.01)).epochs(15).validation(&test).threads(threads);
        let history = trainer.freeze("outputs.odd.layer1.bias").fit(&mut net, &train)?;
        assert!(history.last().and_then(|last| last.validation).is_some_and(|last| last.accuracy > Some(0.9)));
        Ok(net)
    };
    let net = trained(1)?;
    assert_eq!(net.outputs.second.layer1.bias, [0.0; 8]);
    assert_eq!(net, trained(3)?);
    Ok(())
}

#[test]
fn a_label_that_no_output_has_is_refused() {
    let targets = [DigitsOutputs { digit: 10, odd: false }];
    let result = Digits::seeded(1).evaluate(&[[0.0; 64]], &targets, &LOSSES, &mut Workspace::new());
    assert!(result.is_err());
    assert!(Dataset::new(vec![[0.0_f32]], vec![DigitsOutputs { digit: 1_usize, odd: [f32::NAN] }]).is_err());
}

#[test]
fn outputs_of_a_part_are_numbers_in_a_row() {
    let (net, outputs) = (Three::seeded(3), Three::seeded(3).predict(&[0.5, -1.0]));
    let _: ([f32; 2], [f32; 3], [[[f32; 2]; 2]; 1]) = (outputs.r#type, outputs.b, outputs.c);
    assert_eq!(outputs, ThreeOutputs { r#type: outputs.r#type, b: outputs.b, c: outputs.c });
    assert_eq!(Three::LAYERS[1].layers.iter().map(|layer| layer.name).collect::<Vec<_>>(), ["type", "b", "c"]);
    let mut part = Part::zeros();
    part.parameters_mut()[..Three::PARAMETERS].copy_from_slice(net.parameters());
    part.layer2.weights[0].fill(1.0);
    let sum = |part: &[f32]| part.iter().sum::<f32>();
    let expected = sum(&outputs.r#type) + sum(&outputs.b) + sum(outputs.c.as_flattened().as_flattened());
    assert!((part.predict(&[0.5, -1.0])[0] - expected).abs() < 1e-5);
}

#[test]
fn a_mask_takes_the_mean_over_what_is_there() -> Result<(), Box<dyn std::error::Error>> {
    let (net, workspace) = (Actions::seeded(1), &mut Workspace::new());
    let (x, y) = ([0.1, 0.2, -0.3], net.predict(&[0.1, 0.2, -0.3]));
    let loss = net.evaluate(&[x], &[[None, Some(y[1] + 2.0), None]], &Masked(MeanSquaredError), workspace)?.loss;
    assert!((loss - 4.0).abs() < 1e-5);
    let loss =
        net.evaluate(&[x], &[[Some(y[0] + 1.0), None, Some(y[2] + 2.0)]], &Masked(MeanSquaredError), workspace)?;
    assert!((loss.loss - 2.5).abs() < 1e-5);
    let (all, masked) = ([y.map(|y| y + 1.5)], [y.map(|y| Some(y + 1.5))]);
    let whole = net.evaluate(&[x], &all, &MeanSquaredError, workspace)?.loss;
    assert!((net.evaluate(&[x], &masked, &Masked(MeanSquaredError), workspace)?.loss - whole).abs() < 1e-6);
    let mut grads = Actions::zeros();
    net.gradients(&[x], &[[None, Some(9.0), None]], &Masked(MeanSquaredError), &mut grads, workspace)?;
    assert_eq!((grads.layer1.bias[0], grads.layer1.bias[2]), (0.0, 0.0));
    assert!(grads.layer1.bias[1] < 0.0);
    assert_eq!(net.evaluate(&[x], &[[None; 3]], &Masked(MeanSquaredError), workspace)?.loss, 0.0);
    let samples = Dataset::new(vec![x], vec![[None, Some(1.0_f32), None]])?;
    Trainer::new(Masked(Huber::new(1.0)), Adam::new(0.1)).fit(&mut Actions::seeded(1), &samples)?;
    Ok(())
}
