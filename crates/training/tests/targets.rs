//! Targets that make no sense are named before training, what is no number is never right, and
//! what is all right is right.

#![allow(clippy::float_cmp)] // exact numbers are what these tests are about

use sinew::data::Weighted;
use sinew::losses::{Target, TargetDomain, TargetError};
use sinew::prelude::*;
use sinew::training::TrainError;
use sinew::training::second_order::Lbfgs;

network! {
    struct Classes = 2 => 3 softmax;
    struct Answer = 2 => 1 sigmoid;
    struct Answers = 2 => 4 tanh => 2 sigmoid;
    struct Number = 2 => 1;
}

fn inputs(n: usize) -> Vec<[f32; 2]> {
    vec![[0.5, -0.5]; n]
}

/// What a trainer says of targets that it trains on, and of the same in the validation data.
fn errors<N, L, Y>(loss: L, good: Vec<Y>, bad: Vec<Y>) -> [String; 2]
where
    N: Network<Number = f32, Input = [f32; 2]>,
    L: Loss<N::Activation> + Copy,
    Y: Target<f32, L, N::Output> + sinew::data::Checked,
{
    let data = |targets: Vec<Y>| Dataset::new(inputs(targets.len()), targets).expect("finite numbers");
    let (good, bad) = (data(good), data(bad));
    let mut net = N::seeded(1);
    let of_training = Trainer::new(loss, Sgd::new(0.1)).fit(&mut *net, &bad).expect_err("training data");
    let of_validation =
        Trainer::new(loss, Sgd::new(0.1)).validation(&bad).fit(&mut *net, &good).expect_err("validation data");
    let of_evaluation = net.evaluate(bad.inputs(), bad.targets(), &loss, &mut Workspace::new()).expect_err("targets");
    let of_lbfgs = Lbfgs::new().fit(&mut *net, &bad, &loss).expect_err("targets");
    assert_eq!(of_evaluation, of_lbfgs);
    assert_eq!(of_training, TrainError::Training(Box::new(of_evaluation)));
    assert_eq!(net.parameters(), N::seeded(1).parameters(), "nothing was trained");
    [of_training, of_validation].map(|error| error.to_string())
}

#[test]
fn targets_that_make_no_sense_are_named_with_their_data_set_and_sample() {
    let both = |found: [String; 2], expected: &str| {
        assert_eq!(found, [format!("training data: {expected}"), format!("validation data: {expected}")]);
    };
    let signs = "sample 1: expected a probability, from 0 to 1, as output 0 of the target, found -1\n\
                 help: `.map_targets(|target| target.map(|t| (t + 1.0) / 2.0))` turns −1 and 1 into 0 and 1";
    both(errors::<Answer, _, _>(BinaryCrossEntropy, vec![[1.0]], vec![[1.0], [-1.0]]), signs);
    let weighted = |t| Weighted::new([t], 2.0);
    both(errors::<Answer, _, _>(BinaryCrossEntropy, vec![weighted(1.0)], vec![weighted(1.0), weighted(-1.0)]), signs);
    both(
        errors::<Answers, _, _>(BinaryCrossEntropy.pos_weight(2.0), vec![[1.0, 0.0]], vec![[1.0, 0.0], [0.0, 7.0]]),
        "sample 1: expected a probability, from 0 to 1, as output 1 of the target, found 7",
    );
    both(
        errors::<Classes, _, _>(CrossEntropy, vec![[0.0, 1.0, 0.0]], vec![[0.0, 0.0, 255.0]]),
        "sample 0: expected a probability, from 0 to 1, as output 2 of the target, found 255",
    );
    both(
        errors::<Classes, _, _>(CrossEntropy, vec![[0.0, 1.0, 0.0]], vec![[0.5, 0.5, 0.0], [0.5, 0.25, 0.0]]),
        "sample 1: expected probabilities with a sum of 1 as the target, found a sum of 0.75",
    );
    both(
        errors::<Classes, _, _>(CrossEntropy.label_smoothing(0.1), vec![0, 1], vec![0, 1, 3]),
        "sample 2: expected a label below 3, the number of classes, found 3",
    );
    both(
        errors::<Number, _, _>(Poisson, vec![[2.0]], vec![[2.0], [-2.0]]),
        "sample 1: expected a finite number that is not negative as output 0 of the target, found -2",
    );
    both(
        errors::<Number, _, _>(Hinge, vec![[1.0]], vec![[1.0], [0.0]]),
        "sample 1: expected 1 or −1 as output 0 of the target, found 0\n\
         help: `.map_targets(|target| target.map(|t| 2.0 * t - 1.0))` turns 0 and 1 into −1 and 1",
    );
}

#[test]
fn a_custom_loss_takes_finite_numbers_unless_it_says_otherwise() {
    struct Squares(TargetDomain);
    impl<A: sinew::activations::LayerActivation> Loss<A> for Squares {
        #[inline(always)]
        fn evaluate<V: sinew::tensors::Vector, const W: usize>(&self, z: &mut [[V; W]], t: &[[V; W]]) -> [V; W] {
            Loss::<A>::evaluate(&MeanSquaredError, z, t)
        }

        fn target_domain(&self) -> TargetDomain {
            self.0
        }
    }
    let net = Number::<f32>::zeros();
    let evaluate = |domain, target| {
        net.evaluate(&inputs(1), &[[target]], &Squares(domain), &mut Workspace::new()).map(|evaluation| evaluation.loss)
    };
    assert_eq!(evaluate(TargetDomain::Finite, 2.0), Ok(4.0));
    let number = |value| TargetError::Number { output: 0, value, domain: TargetDomain::Finite };
    let infinite = TrainError::Target { sample: 0, error: number(f64::INFINITY) };
    assert_eq!(evaluate(TargetDomain::Finite, f32::INFINITY), Err(infinite));
    assert!(evaluate(TargetDomain::Finite, f32::NAN).is_err());
    assert!(evaluate(TargetDomain::Any, f32::NAN).expect("nothing is checked").is_nan());
}

/// Networks whose predictions are not numbers, in one place or in all.
fn broken<N: Network<Number = f32>>() -> impl Iterator<Item = Box<N>> {
    (0..=N::PARAMETERS).map(|place| {
        let mut net = N::zeros();
        match net.parameters_mut().get_mut(place) {
            Some(parameter) => *parameter = f32::NAN,
            None => net.parameters_mut().fill(f32::NAN),
        }
        net
    })
}

fn assert_never_right<N, L, Y>(loss: &L, targets: &[Y])
where
    N: Network<Number = f32, Input = [f32; 2]>,
    L: Loss<N::Activation>,
    Y: Target<f32, L, N::Output> + Copy,
{
    for net in broken::<N>() {
        for target in targets {
            for n in [1, 7, 40] {
                let targets = vec![*target; n];
                let found = net.evaluate(&inputs(n), &targets, loss, &mut Workspace::new()).expect("valid samples");
                assert!(found.loss.is_nan() && found.accuracy == Some(0.0), "{found:?}");
            }
        }
    }
}

#[test]
fn a_prediction_that_is_no_number_is_never_right() {
    assert_never_right::<Classes, _, _>(&CrossEntropy, &[0, 1, 2]);
    assert_never_right::<Classes, _, _>(&CrossEntropy.label_smoothing(0.1), &[0, 1, 2]);
    assert_never_right::<Answer, _, _>(&BinaryCrossEntropy, &[[0.0], [1.0]]);
    assert_never_right::<Answers, _, _>(&BinaryCrossEntropy, &[[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]]);
    assert_never_right::<Answers, _, _>(&BinaryCrossEntropy.pos_weight(2.0), &[[0.0, 0.0], [0.0, 1.0]]);
    assert_never_right::<Number, _, _>(&Hinge, &[[1.0], [-1.0]]);
}

#[test]
fn a_validation_loss_that_is_no_number_is_an_error() {
    // Finite numbers, whose product is not: an infinite logit has no softmax.
    let train = Dataset::new(vec![[0.0, 0.0]], vec![0]).expect("finite numbers");
    let validation = Dataset::new(vec![[1e30, 0.0]], vec![0]).expect("finite numbers");
    let mut net = Classes::zeros();
    net.parameters_mut()[0] = 1e30;
    let trainer = Trainer::new(CrossEntropy, Sgd::new(0.0)).epochs(3).validation(&validation);
    let error = trainer.callback(Ema::new(0.5)).fit(&mut net, &train).expect_err("no number");
    assert_eq!(error, TrainError::NanValidation { epoch: 1 });
    assert_eq!(error.to_string(), "the loss of the validation data is not a number after epoch 1");
    assert_eq!(net.parameters()[0], 1e30, "the weights, not their average");
}

#[test]
fn an_infinite_validation_loss_is_reported() {
    let train = Dataset::new(vec![[0.0, 0.0]], vec![[0.0_f32]]).expect("finite numbers");
    let validation = Dataset::new(vec![[1e30, 0.0]], vec![[0.0_f32]]).expect("finite numbers");
    let mut net = Number::zeros();
    net.parameters_mut()[0] = 1e30;
    let mut trainer = Trainer::new(MeanSquaredError, Sgd::new(0.0)).epochs(2).validation(&validation);
    let history = trainer.fit(&mut net, &train).expect("an infinite loss is a loss");
    assert_eq!(history.last().and_then(|report| report.validation).map(|report| report.loss), Some(f64::INFINITY));
}

#[test]
fn all_right_is_exactly_one() {
    network! { struct Large = 2 => 300 relu => 300 relu => 2 softmax; }
    let sizes = (1..300).chain((300..3000).step_by(97));
    let (small, mut large) = (Classes::<f32>::zeros(), Large::<f32>::zeros()); // class 0 of equals
    for n in sizes {
        let (inputs, labels) = (inputs(n), vec![0; n]);
        let evaluated = small.evaluate(&inputs, &labels, &CrossEntropy, &mut Workspace::new()).expect("valid samples");
        assert_eq!(evaluated.accuracy, Some(1.0), "{n} samples");
        let data = Dataset::new(inputs, labels).expect("finite numbers");
        if n % 7 == 0 {
            let trainer = Trainer::new(CrossEntropy, Sgd::new(0.0)).epochs(1).batch_size(n / 2 + 1).validation(&data);
            let history = trainer.threads(2).accumulate(1 + n % 2).fit(&mut *large, &data).expect("valid samples");
            let last = history.last().expect("an epoch");
            assert_eq!([Some(last.training), last.validation].map(|e| e.and_then(|e| e.accuracy)), [Some(1.0); 2]);
        }
    }
}

#[test]
fn an_autoencoder_has_no_accuracy() {
    let pixels = Dataset::new(inputs(3), vec![[0.0, 0.5], [1.0, 0.0], [0.0, 1.0]]).expect("finite numbers");
    let history = Trainer::new(BinaryCrossEntropy, Sgd::new(0.1)).fit(&mut Answers::seeded(1), &pixels);
    assert_eq!(history.expect("valid samples").last().and_then(|last| last.training.accuracy), None);
    let labels = Dataset::new(inputs(2), vec![[1.0, 0.0], [0.0, 1.0]]).expect("finite numbers");
    let history = Trainer::new(BinaryCrossEntropy, Sgd::new(0.1)).fit(&mut Answers::seeded(1), &labels);
    assert!(history.expect("valid samples").last().is_some_and(|last| last.training.accuracy.is_some()));
}
