//! What holds for every loss: it is never negative (`Poisson`, never below its least value), counts
//! right predictions as we would by hand, and has the gradient of its value.

use std::slice;

use proptest::prelude::*;
use sinew_activations::{Identity, LayerActivation, Sigmoid, Softmax, Tanh};
#[allow(clippy::wildcard_imports)] // each of them
use sinew_losses::*;
use sinew_tensors::Number;

/// The loss of one sample, and its gradient.
fn evaluate<T: Number, A: LayerActivation>(loss: &impl Loss<A>, logits: &[T], targets: &[T]) -> (T, Vec<T>) {
    let mut z = column(logits);
    let [value] = loss.evaluate(&mut z, &column(targets));
    (value, z.concat())
}

/// A tile of one lane.
fn column<T: Number>(x: &[T]) -> Vec<[T; 1]> {
    x.iter().map(|&x| [x]).collect()
}

/// Whether the loss takes the sample for rightly predicted.
fn is_right<A: LayerActivation>(loss: &impl Loss<A>, logits: &[f64], targets: &[f64]) -> Option<bool> {
    loss.correct(&column(logits), &column(targets)).map(|[right]| right > 0.5)
}

/// The outputs for logits.
fn outputs<A: LayerActivation>(logits: &[f64]) -> Vec<f64> {
    let mut y: Vec<[f64; 1]> = logits.iter().map(|&z| [A::start(z)]).collect();
    A::finish(&mut y);
    y.concat()
}

/// `∂L/∂z` against `(L(z + h) − L(z − h))/(2h)` with `h = ∛ε`, whose error is some `h² ≈ 4e-11`.
fn assert_gradient<A: LayerActivation>(
    loss: &impl Loss<A>,
    logits: &[f64],
    targets: &[f64],
) -> Result<(), TestCaseError> {
    let h = 6e-6;
    let (_, gradient) = evaluate(loss, logits, targets);
    for k in 0..logits.len() {
        let at = |step: f64| {
            let mut logits = logits.to_vec();
            logits[k] += step;
            evaluate(loss, &logits, targets).0
        };
        let expected = (at(h) - at(-h)) / (2.0 * h);
        prop_assert!(
            (gradient[k] - expected).abs() <= 1e-8 * expected.abs().max(1.0),
            "∂L/∂z{k} is {}, expected {expected}",
            gradient[k]
        );
    }
    Ok(())
}

/// The same for a loss of errors `y − t`, after every activation.
fn assert_gradient_of_errors<L>(loss: &L, logits: &[f64], errors: &[f64]) -> Result<(), TestCaseError>
where
    L: Loss<Identity> + Loss<Sigmoid> + Loss<Tanh> + Loss<Softmax>,
{
    assert_gradient::<Identity>(loss, logits, &targets::<Identity>(logits, errors))?;
    assert_gradient::<Sigmoid>(loss, logits, &targets::<Sigmoid>(logits, errors))?;
    assert_gradient::<Tanh>(loss, logits, &targets::<Tanh>(logits, errors))?;
    assert_gradient::<Softmax>(loss, logits, &targets::<Softmax>(logits, errors))
}

/// The targets that the outputs miss by `errors`.
fn targets<A: LayerActivation>(logits: &[f64], errors: &[f64]) -> Vec<f64> {
    outputs::<A>(logits).iter().zip(errors).map(|(y, e)| y - e).collect()
}

/// Of one sample: logits, errors, probabilities that need not sum to one, class weights and a
/// label.
#[derive(Debug)]
struct Case {
    logits: Vec<f64>,
    errors: Vec<f64>,
    probabilities: Vec<f64>,
    weights: Vec<f64>,
    label: usize,
}

impl Case {
    fn one_hot(&self) -> Vec<f64> {
        (0..self.logits.len()).map(|k| f64::from(u8::from(k == self.label))).collect()
    }
}

/// Cases with logits from `logits`, and errors that stay away from the kinks at 0 and at Huber's
/// ±1.
fn cases(logits: impl Strategy<Value = f64>) -> impl Strategy<Value = Case> {
    let error = (prop_oneof![0.01..0.99_f64, 1.01..5.0], any::<bool>()).prop_map(|(e, up)| if up { e } else { -e });
    let output = (logits, error, 0.0..=1.0, 0.0..3.0);
    (prop::collection::vec(output, 1..12), any::<prop::sample::Index>()).prop_map(|(outputs, label)| Case {
        logits: outputs.iter().map(|output| output.0).collect(),
        errors: outputs.iter().map(|output| output.1).collect(),
        probabilities: outputs.iter().map(|output| output.2).collect(),
        weights: outputs.iter().map(|output| output.3).collect(),
        label: label.index(outputs.len()),
    })
}

/// Logits and targets of which some are equal.
fn ties() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    prop::collection::vec((-2..3_i8, 0..5_u8), 1..9)
        .prop_map(|pairs| pairs.iter().map(|&(z, t)| (f64::from(z), f64::from(t) / 4.0)).unzip())
}

proptest! {
    #[test]
    fn mean_squared_error_has_its_gradient(case in cases(-4.0..4.0)) {
        assert_gradient_of_errors(&MeanSquaredError, &case.logits, &case.errors)?;
    }

    #[test]
    fn mean_absolute_error_has_its_gradient(case in cases(-4.0..4.0)) {
        assert_gradient_of_errors(&MeanAbsoluteError, &case.logits, &case.errors)?;
    }

    #[test]
    fn huber_has_its_gradient(case in cases(-4.0..4.0)) {
        assert_gradient_of_errors(&Huber::default(), &case.logits, &case.errors)?;
        assert_gradient_of_errors(&Huber::new(6.0), &case.logits, &case.errors)?;
    }

    #[test]
    fn binary_cross_entropy_has_its_gradient(case in cases(-12.0..12.0)) {
        assert_gradient(&BinaryCrossEntropy, &case.logits, &case.probabilities)?;
        assert_gradient(&BinaryCrossEntropy.pos_weight(2.5), &case.logits, &case.probabilities)?;
        assert_gradient(&BinaryCrossEntropy.pos_weights(&case.weights), &case.logits, &case.probabilities)?;
    }

    #[test]
    fn cross_entropy_has_its_gradient(case in cases(-8.0..8.0), epsilon in 0.0..=1.0) {
        let smoothed = CrossEntropy.label_smoothing(epsilon);
        for targets in [&case.one_hot(), &case.probabilities] {
            assert_gradient(&CrossEntropy, &case.logits, targets)?;
            assert_gradient(&smoothed, &case.logits, targets)?;
            assert_gradient(&smoothed.class_weights(&case.weights), &case.logits, targets)?;
        }
    }

    #[test]
    fn poisson_has_its_gradient(case in cases(-4.0..4.0)) {
        let counts: Vec<f64> = case.weights.iter().map(|weight| (3.0 * weight).floor()).collect();
        assert_gradient(&Poisson, &case.logits, &counts)?;
        assert_gradient(&Poisson, &case.logits, &case.weights)?;
    }

    /// `e^z − t·z` is least at `z = ln t`.
    #[test]
    fn poisson_is_least_where_the_expected_count_is_the_target(case in cases(-50.0..50.0), far in -1e30..1e30_f64) {
        let counts: Vec<f64> = case.weights.iter().map(|weight| weight + 0.1).collect();
        let best: Vec<f64> = counts.iter().map(|t| t.ln()).collect();
        let (least, gradient) = evaluate(&Poisson, &best, &counts);
        prop_assert!(gradient.iter().all(|dz| dz.abs() <= 1e-14), "{gradient:?}");
        prop_assert!(evaluate(&Poisson, &case.logits, &counts).0 >= least);
        prop_assert!(evaluate(&Poisson, &vec![far; counts.len()], &counts).0 >= least);
    }

    #[test]
    fn hinge_has_its_gradient(case in cases(-4.0..4.0)) {
        let signs: Vec<f64> = case.errors.iter().map(|e| e.signum()).collect();
        let is_smooth = |y: Vec<f64>| y.iter().zip(&signs).all(|(y, t)| (1.0 - t * y).abs() > 1e-3);
        prop_assume!(is_smooth(outputs::<Identity>(&case.logits)) && is_smooth(outputs::<Tanh>(&case.logits)));
        assert_gradient::<Identity>(&Hinge, &case.logits, &signs)?;
        assert_gradient::<Tanh>(&Hinge, &case.logits, &signs)?;
    }

    #[test]
    fn outputs_on_the_right_side_of_the_margin_have_no_hinge_loss(case in cases(1.0..1e30)) {
        let signs: Vec<f64> = case.errors.iter().map(|e| e.signum()).collect();
        let right: Vec<f64> = case.logits.iter().zip(&signs).map(|(z, t)| z * t).collect();
        let (loss, gradient) = evaluate::<_, Identity>(&Hinge, &right, &signs);
        prop_assert!(loss == 0.0 && gradient.iter().all(|&dz| dz == 0.0), "{loss} with {gradient:?}");
        let wrong: Vec<f64> = right.iter().map(|z| -z).collect();
        let (loss, gradient) = evaluate::<_, Identity>(&Hinge, &wrong, &signs);
        prop_assert!(loss >= 2.0 && gradient.iter().zip(&signs).all(|(dz, t)| dz * t < 0.0), "{loss} with {gradient:?}");
    }

    #[test]
    fn losses_are_never_negative(case in cases(prop_oneof![-50.0..50.0, -1e30..1e30])) {
        let Case { logits, errors, probabilities, weights, .. } = &case;
        let one_hot = case.one_hot();
        for targets in [&one_hot, probabilities] {
            prop_assert!(evaluate(&BinaryCrossEntropy, logits, targets).0 >= 0.0);
            prop_assert!(evaluate(&BinaryCrossEntropy.pos_weights(weights), logits, targets).0 >= 0.0);
            prop_assert!(evaluate(&CrossEntropy, logits, targets).0 >= 0.0);
            prop_assert!(evaluate(&CrossEntropy.label_smoothing(0.1), logits, targets).0 >= 0.0);
            prop_assert!(evaluate(&CrossEntropy.class_weights(weights), logits, targets).0 >= 0.0);
        }
        for targets in [errors, &targets::<Tanh>(logits, errors), &outputs::<Tanh>(logits)] {
            prop_assert!(evaluate::<_, Tanh>(&MeanSquaredError, logits, targets).0 >= 0.0);
            prop_assert!(evaluate::<_, Tanh>(&MeanAbsoluteError, logits, targets).0 >= 0.0);
            prop_assert!(evaluate::<_, Tanh>(&Huber::new(0.5), logits, targets).0 >= 0.0);
            prop_assert!(evaluate::<_, Tanh>(&Hinge, logits, targets).0 >= 0.0);
            prop_assert!(evaluate::<_, Identity>(&Hinge, logits, targets).0 >= 0.0);
        }
    }

    /// Also from logits whose difference overflows.
    #[test]
    fn losses_of_finite_logits_are_finite(
        logits in prop::collection::vec(prop_oneof![any::<f32>(), Just(f32::MAX), Just(f32::MIN)], 2..=2),
        label in 0..2_usize,
    ) {
        prop_assume!(logits.iter().all(|z| z.is_finite()));
        let targets = [0, 1].map(|k| if k == label { 1.0 } else { 0.0 });
        for (loss, gradient) in [
            evaluate(&CrossEntropy, &logits, &targets),
            evaluate(&CrossEntropy.label_smoothing(0.5), &logits, &targets),
            evaluate(&BinaryCrossEntropy, &logits, &targets),
            evaluate(&BinaryCrossEntropy.pos_weight(1.0), &logits, &targets),
        ] {
            prop_assert!(loss.is_finite() && gradient.iter().all(|dz| dz.abs() <= 1.0), "{loss} with {gradient:?}");
        }
    }

    #[test]
    fn a_prediction_is_right_if_the_first_largest_logit_has_a_largest_target((logits, targets) in ties()) {
        let first_largest = (0..logits.len()).rev().max_by(|&a, &b| logits[a].total_cmp(&logits[b])).expect("a logit");
        let expected = targets.iter().all(|&t| t <= targets[first_largest]);
        prop_assert_eq!(is_right(&CrossEntropy, &logits, &targets), Some(expected));
        prop_assert_eq!(is_right(&CrossEntropy.label_smoothing(0.1), &logits, &targets), Some(expected));
    }

    #[test]
    fn answers_are_right_if_all_are_on_their_targets_side_of_one_half((logits, targets) in ties()) {
        let answers: Vec<f64> = targets.iter().map(|t| t.round()).collect();
        let expected = outputs::<Sigmoid>(&logits).iter().zip(&answers).all(|(&y, &t)| (y > 0.5) == (t > 0.5));
        prop_assert_eq!(is_right(&BinaryCrossEntropy, &logits, &answers), Some(expected));
        prop_assert_eq!(is_right(&BinaryCrossEntropy.pos_weight(2.0), &logits, &answers), Some(expected));
    }

    /// The pixels of an autoencoder are probabilities, and no answers.
    #[test]
    fn a_probability_between_zero_and_one_is_no_answer((logits, targets) in ties()) {
        let has_answers = targets.iter().all(|t| t.fract() == 0.0);
        for right in [
            BinaryCrossEntropy.correct(&column(&logits), &column(&targets)),
            BinaryCrossEntropy.pos_weight(2.0).correct(&column(&logits), &column(&targets)),
        ] {
            prop_assert_eq!(right.map(|[right]| right.is_nan()), Some(!has_answers));
        }
    }

    #[test]
    fn margins_are_right_if_all_outputs_have_their_targets_signs((logits, targets) in ties()) {
        let signs: Vec<f64> = targets.iter().map(|&t| if t > 0.5 { 1.0 } else { -1.0 }).collect();
        let expected = logits.iter().zip(&signs).all(|(&z, &t)| (z > 0.0) == (t > 0.0));
        prop_assert_eq!(is_right::<Identity>(&Hinge, &logits, &signs), Some(expected));
        prop_assert_eq!(is_right::<Tanh>(&Hinge, &logits, &signs), Some(expected));
    }

    #[test]
    fn a_regression_has_no_right_predictions((logits, targets) in ties()) {
        prop_assert_eq!(is_right::<Identity>(&MeanSquaredError, &logits, &targets), None);
        prop_assert_eq!(is_right::<Identity>(&MeanAbsoluteError, &logits, &targets), None);
        prop_assert_eq!(is_right::<Identity>(&Huber::default(), &logits, &targets), None);
        prop_assert_eq!(is_right::<Identity>(&Poisson, &logits, &targets), None);
    }
}

/// What a target says of each output of a network, if it fits one with that number of outputs.
fn target<L, O, Y: Target<f64, L, O>>(target: &Y, outputs: usize, loss: &L) -> Option<Vec<f64>> {
    let is_valid = Y::check(slice::from_ref(target), outputs, TargetDomain::Any, loss).is_ok();
    is_valid.then(|| (0..outputs).map(|k| target.get(k)).collect())
}

#[test]
fn a_label_is_a_certainty_and_less_than_the_number_of_classes() {
    assert_eq!(target::<_, [f64; 3], _>(&1_usize, 3, &CrossEntropy), Some(vec![0.0, 1.0, 0.0]));
    assert_eq!(target::<_, [f64; 3], _>(&2_usize, 3, &CrossEntropy), Some(vec![0.0, 0.0, 1.0]));
    assert_eq!(target::<_, [f64; 3], _>(&3_usize, 3, &CrossEntropy), None);
}

#[test]
fn an_answer_is_one_or_zero() {
    assert_eq!(target::<_, [f64; 1], _>(&true, 1, &BinaryCrossEntropy), Some(vec![1.0]));
    assert_eq!(target::<_, [f64; 1], _>(&false, 1, &BinaryCrossEntropy), Some(vec![0.0]));
}

#[test]
fn an_array_says_of_each_output_what_it_holds() {
    assert_eq!(target::<_, _, _>(&[0.5, -2.0], 2, &MeanSquaredError), Some(vec![0.5, -2.0]));
    assert_eq!(target::<_, _, _>(&[[0.5, -2.0], [3.0, 1.0]], 4, &MeanSquaredError), Some(vec![0.5, -2.0, 3.0, 1.0]));
    assert_eq!(target::<_, _, _>(&[[[0.5], [-2.0]]], 2, &MeanSquaredError), Some(vec![0.5, -2.0]));
}

#[test]
#[should_panic(expected = "3 class weights for 2 classes")]
fn class_weights_are_as_many_as_the_classes() {
    evaluate(&CrossEntropy.class_weights(&[1.0; 3]), &[0.0, 0.0], &[1.0, 0.0]);
}

#[test]
#[should_panic(expected = "class weights must be finite and not negative")]
fn a_negative_class_weight_is_refused() {
    let _ = CrossEntropy.class_weights(&[1.0, 2.0, -0.5]);
}

#[test]
#[should_panic(expected = "class weights must be finite and not negative")]
fn an_infinite_class_weight_is_refused() {
    let _ = CrossEntropy.class_weights(&[f64::INFINITY]);
}

/// The first target that makes no sense, of `outputs` numbers each.
fn nonsense<A: LayerActivation>(loss: &impl Loss<A>, targets: &[f64], outputs: usize) -> Option<(usize, TargetError)> {
    loss.target_domain().check(targets, outputs).err()
}

#[allow(clippy::unnecessary_wraps)] // to compare it with what is found
fn no(domain: TargetDomain, sample: usize, output: usize, value: f64) -> Option<(usize, TargetError)> {
    Some((sample, TargetError::Number { output, value, domain }))
}

#[test]
fn each_loss_states_which_targets_make_sense() {
    use TargetDomain::{Distribution, Finite, NonNegative, Probabilities, Signs};
    let classes = |targets: &[f64]| {
        let found = nonsense(&CrossEntropy, targets, 3);
        assert_eq!(found, nonsense(&CrossEntropy.label_smoothing(0.1), targets, 3));
        found
    };
    assert_eq!(classes(&[0.0, 1.0, 0.0, 0.2, 0.3, 0.5]), None);
    assert_eq!(classes(&[0.33, 0.33, 0.33, 0.2, 0.31, 0.5]), None, "two digits");
    assert_eq!(classes(&[0.0, 1.0, 0.0, 0.0, 0.0, 255.0]), no(Distribution, 1, 2, 255.0));
    assert_eq!(classes(&[0.0, -3.0, 0.0]), no(Distribution, 0, 1, -3.0));
    assert_eq!(classes(&[0.0, 1.0, 0.0, 0.5, 0.0, 0.0]), Some((1, TargetError::Sum { sum: 0.5 })));
    assert_eq!(classes(&[0.0, 0.0, 0.0]), Some((0, TargetError::Sum { sum: 0.0 })));
    assert_eq!(classes(&[1.0, 1.0, 1.0]), Some((0, TargetError::Sum { sum: 3.0 })));

    let answers = |targets: &[f64]| {
        let found = nonsense(&BinaryCrossEntropy, targets, 2);
        assert_eq!(found, nonsense(&BinaryCrossEntropy.pos_weight(2.0), targets, 2));
        found
    };
    assert_eq!(answers(&[0.0, 1.0, 0.25, 1.0]), None);
    assert_eq!(answers(&[0.0, 1.0, 0.0, -1.0]), no(Probabilities, 1, 1, -1.0));
    assert_eq!(answers(&[2.0, 1.0]), no(Probabilities, 0, 0, 2.0));
    assert_eq!(answers(&[1.0, 7.0]), no(Probabilities, 0, 1, 7.0));
    assert_eq!(answers(&[1.0, f64::INFINITY]), no(Probabilities, 0, 1, f64::INFINITY));

    assert_eq!(nonsense(&Poisson, &[0.0, 3.0, 0.5, 1e30], 1), None);
    assert_eq!(nonsense(&Poisson, &[0.0, 3.0, -0.5], 1), no(NonNegative, 2, 0, -0.5));
    assert_eq!(nonsense(&Poisson, &[f64::INFINITY], 1), no(NonNegative, 0, 0, f64::INFINITY));

    for targets in [[1.0, -1.0, 0.0], [1.0, -1.0, 2.0], [1.0, -1.0, 0.5]] {
        assert_eq!(nonsense::<Identity>(&Hinge, &targets, 1), no(Signs, 2, 0, targets[2]));
        assert_eq!(nonsense::<Tanh>(&Hinge, &targets, 1), no(Signs, 2, 0, targets[2]));
        assert_eq!(nonsense::<Tanh>(&Hinge, &targets[..2], 1), None);
    }

    for infinite in [f64::INFINITY, f64::NEG_INFINITY] {
        let targets = [-1e300, 0.0, 7.0, infinite];
        assert_eq!(nonsense::<Tanh>(&MeanSquaredError, &targets, 2), no(Finite, 1, 1, infinite));
        assert_eq!(nonsense::<Tanh>(&MeanAbsoluteError, &targets, 2), no(Finite, 1, 1, infinite));
        assert_eq!(nonsense::<Tanh>(&Huber::default(), &targets, 2), no(Finite, 1, 1, infinite));
        assert_eq!(nonsense::<Tanh>(&Huber::default(), &targets[..2], 2), None);
    }
}

#[test]
fn no_loss_takes_a_target_that_is_not_a_number() {
    let is_named = |found: Option<(usize, TargetError)>| matches!(found, Some((1, TargetError::Number { output: 0, value, .. })) if value.is_nan());
    for targets in [[0.0, f64::NAN], [1.0, f64::NAN]] {
        assert!(is_named(nonsense(&BinaryCrossEntropy, &targets, 1)));
        assert!(is_named(nonsense(&Poisson, &targets, 1)));
        assert!(is_named(nonsense::<Tanh>(&MeanSquaredError, &targets, 1)));
        assert!(is_named(nonsense::<Tanh>(&MeanAbsoluteError, &targets, 1)));
        assert!(is_named(nonsense::<Tanh>(&Huber::default(), &targets, 1)));
    }
    assert!(is_named(nonsense(&CrossEntropy, &[1.0, f64::NAN], 1)));
    assert!(is_named(nonsense::<Identity>(&Hinge, &[1.0, f64::NAN], 1)));
}

#[test]
fn answers_of_other_numbers_are_told_how_to_become_ours() {
    let signs = nonsense(&BinaryCrossEntropy, &[1.0, -1.0], 1).expect("an error").1.to_string();
    assert_eq!(
        signs,
        "expected a probability, from 0 to 1, as output 0 of the target, found -1\n\
         help: `.map_targets(|target| target.map(|t| (t + 1.0) / 2.0))` turns −1 and 1 into 0 and 1"
    );
    let answers = nonsense::<Tanh>(&Hinge, &[1.0, 0.0], 1).expect("an error").1.to_string();
    assert!(answers.ends_with("turns 0 and 1 into −1 and 1"), "{answers}");
}

#[test]
fn a_label_is_that_of_a_class_or_ignored() {
    let check =
        |labels: &[usize]| <usize as Target<f64, _, [f64; 3]>>::check(labels, 3, TargetDomain::Any, &CrossEntropy);
    assert_eq!(check(&[0, 2, 1]), Ok(()));
    assert_eq!(check(&[0, 3, 1]), Err((1, TargetError::Label { label: 3, classes: 3 })));
    let loss = CrossEntropy.ignore_label(255);
    let check = |labels: &[usize]| <usize as Target<f64, _, [f64; 3]>>::check(labels, 3, TargetDomain::Any, &loss);
    assert_eq!(check(&[0, 255, 1]), Ok(()));
    assert_eq!(check(&[0, 255, 254]), Err((2, TargetError::Label { label: 254, classes: 3 })));
}

#[test]
fn a_weight_is_a_finite_number() {
    let check = |weight| {
        let targets = [Weighted::new([0.5], 2.0), Weighted::new([0.5], weight)];
        Target::<f64, _, [f64; 1]>::check(&targets, 1, TargetDomain::Probabilities, &BinaryCrossEntropy)
    };
    assert_eq!([check(0.0), check(-1.0)], [Ok(()), Ok(())]);
    assert_eq!(check(f64::INFINITY), Err((1, TargetError::Weight { weight: f64::INFINITY })));
    let targets = [Weighted::new([0.5], 1.0), Weighted::new([-1.0], 1.0)];
    let found = Target::<f64, _, [f64; 1]>::check(&targets, 1, TargetDomain::Probabilities, &BinaryCrossEntropy);
    assert!(matches!(found, Err((1, TargetError::Number { output: 0, .. }))), "{found:?}");
}

#[test]
#[should_panic(expected = "3 weights for 2 outputs")]
fn weights_of_positive_answers_are_as_many_as_the_outputs() {
    evaluate(&BinaryCrossEntropy.pos_weights(&[1.0; 3]), &[0.0, 0.0], &[1.0, 0.0]);
}

#[test]
#[should_panic(expected = "weights of positive answers must be finite and not negative")]
fn a_negative_weight_of_positive_answers_is_refused() {
    let _ = BinaryCrossEntropy.pos_weight(-1.0);
}
