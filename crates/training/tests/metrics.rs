//! Metrics are what scikit-learn and their definitions say.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exact numbers are what these tests are about

use proptest::prelude::*;
use sinew_training::metrics::{
    ConfusionMatrix, accuracy, class, classes, exact_match, label_accuracy, mean_absolute_error, mean_squared_error,
    r_squared, roc_auc, top_k,
};

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * (1.0 + b.abs())
}

// From scikit-learn's documentation of `precision_recall_fscore_support`: y_true = cat dog pig cat
// dog pig, y_pred = cat pig dog cat cat dog, macro: (0.222…, 0.333…, 0.266…); per class: precision
// [0.666…, 0, 0], recall [1, 0, 0], F1 [0.8, 0, 0], support [2, 2, 2].
#[test]
fn precision_recall_and_f1_are_those_of_scikit_learn() {
    let matrix = ConfusionMatrix::<3>::new(&[0, 2, 1, 0, 0, 1], &[0, 1, 2, 0, 1, 2]);
    let of_each = |f: fn(&ConfusionMatrix<3>, usize) -> f64| [f(&matrix, 0), f(&matrix, 1), f(&matrix, 2)];
    assert_eq!(of_each(ConfusionMatrix::precision), [2.0 / 3.0, 0.0, 0.0]);
    assert_eq!(of_each(ConfusionMatrix::recall), [1.0, 0.0, 0.0]);
    assert_eq!(of_each(ConfusionMatrix::f1), [0.8, 0.0, 0.0]);
    assert!(close(matrix.macro_precision(), 2.0 / 9.0));
    assert!(close(matrix.macro_recall(), 1.0 / 3.0));
    assert!(close(matrix.macro_f1(), 0.8 / 3.0));
    assert_eq!(matrix.support(1), 2);
}

// From its documentation of `confusion_matrix`: y_true = [2, 0, 2, 2, 0, 1], y_pred = [0, 0, 2, 2,
// 0, 2].
#[test]
fn a_confusion_matrix_has_the_true_classes_in_its_rows() {
    let matrix = ConfusionMatrix::<3>::new(&[0, 0, 2, 2, 0, 2], &[2, 0, 2, 2, 0, 1]);
    assert_eq!(matrix.counts(), [[2, 0, 0], [0, 0, 1], [1, 0, 2]]);
    assert!(close(matrix.accuracy(), 4.0 / 6.0));
}

// From its documentation of `accuracy_score` and `top_k_accuracy_score`.
#[test]
fn accuracy_and_top_k_are_those_of_scikit_learn() {
    assert_eq!(accuracy(&[0, 2, 1, 3], &[0, 1, 2, 3]), 0.5);
    let outputs = [[0.5, 0.2, 0.2], [0.3, 0.4, 0.2], [0.2, 0.4, 0.3], [0.7, 0.2, 0.1]];
    assert_eq!(top_k(2, &outputs, &[0, 1, 2, 2]), 0.75);
}

// By hand: the scores of the positives are 0.5 and 0.5, of the negatives 0.5 and 0.2; two pairs are
// won and two are ties: (2 + 2/2)/4.
#[test]
fn equal_scores_count_one_half() {
    assert_eq!(roc_auc(&[0.5, 0.5, 0.5, 0.2], &[true, true, false, false]), Some(0.75));
    assert_eq!(roc_auc(&[-0.0, 0.0], &[false, true]), Some(0.5));
    assert_eq!(roc_auc(&[0.3; 7], &[true, false, true, false, false, true, true]), Some(0.5));
}

#[test]
fn there_is_no_roc_auc_of_one_class_and_none_of_what_is_no_number() {
    assert_eq!(roc_auc(&[0.1, 0.2], &[true, true]), None);
    assert_eq!(roc_auc(&[0.1, 0.2], &[false, false]), None);
    assert_eq!(roc_auc(&[0.1, f64::NAN], &[false, true]), None);
}

// From its documentation of `mean_absolute_error` and `mean_squared_error`; R² of two outputs by
// hand.
#[test]
fn errors_of_numbers_are_those_of_scikit_learn() {
    let (targets, predicted) = ([[3.0], [-0.5], [2.0], [7.0]], [[2.5], [0.0], [2.0], [8.0]]);
    assert_eq!(mean_absolute_error(&predicted, &targets), 0.5);
    assert_eq!(mean_squared_error(&predicted, &targets), 0.375);
    let (targets, predicted) = ([[0.5, 1.0], [-1.0, 1.0], [7.0, -6.0]], [[0.0, 2.0], [-1.0, 2.0], [8.0, -5.0]]);
    assert_eq!(mean_absolute_error(&predicted, &targets), 0.75);
    assert!(close(mean_squared_error(&predicted, &targets), 4.25 / 6.0));
    // Sums of squares about the means 13/6 and −4/3: 36.1666… and 32.6666…; left over: 1.25 and 3.
    let expected = 1.0 - f64::midpoint(1.25 / (217.0 / 6.0), 3.0 / (98.0 / 3.0));
    assert!(close(r_squared(&predicted, &targets).expect("targets that vary"), expected));
    assert_eq!(r_squared(&[[1.0], [2.0]], &[[0.1], [0.1]]), None);
}

/// Outputs of which one number, or each, is not one.
fn broken(output: [f64; 3]) -> Vec<[f64; 3]> {
    let with = |k: usize| std::array::from_fn(|i| if i == k { f64::NAN } else { output[i] });
    (0..3).map(with).chain([[f64::NAN; 3]]).collect()
}

#[test]
fn what_is_no_number_is_never_right() {
    for output in [[0.0, 1.0, 2.0], [2.0, 1.0, 0.0], [1.0, 1.0, 1.0]] {
        for broken in broken(output) {
            assert_eq!(class(&broken), 3);
            for label in 0..3 {
                assert_eq!(accuracy(&classes(&[broken]), &[label]), 0.0);
                assert_eq!([0, 1, 2, 3, 9].map(|k| top_k(k, &[broken], &[label])), [0.0; 5], "{broken:?} of {label}");
                let matrix = ConfusionMatrix::<3>::new(&classes(&[broken, output]), &[label, label]);
                let right = usize::from(class(&output) == label);
                assert_eq!((matrix.support(label), matrix.unpredicted(label)), (2, 1));
                assert_eq!(matrix.accuracy(), right as f64 / 2.0);
                assert_eq!(matrix.recall(label), right as f64 / 2.0);
            }
            for truth in [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]] {
                let numbers = broken.iter().filter(|x| !x.is_nan()).count() as f64;
                assert!(label_accuracy(&[broken], &[truth], 0.5) <= numbers / 3.0);
                assert_eq!(exact_match(&[broken], &[truth], 0.5), 0.0);
            }
            assert!(mean_absolute_error(&[broken], &[output]).is_nan());
            assert!(mean_squared_error(&[broken], &[output]).is_nan());
            assert!(mean_absolute_error(&[output], &[broken]).is_nan());
            let r2 = |predicted, targets| r_squared(&[predicted, [3.0, 4.0, 5.0]], &[targets, [9.0, 8.0, 7.0]]);
            assert!(r2(broken, output).is_some_and(f64::is_nan));
            assert!(r2(output, broken).is_some_and(f64::is_nan));
        }
    }
    for truth in [true, false] {
        let matrix = ConfusionMatrix::answers(&[[f32::NAN], [0.9]], &[truth, truth], 0.5);
        let right = usize::from(truth);
        assert_eq!(matrix.accuracy(), right as f64 / 2.0);
        assert_eq!((matrix.unpredicted(right), matrix.recall(right)), (1, right as f64 / 2.0));
    }
}

// By hand.
#[test]
fn answers_beyond_a_threshold_are_yes() {
    let outputs = [[0.9_f32], [0.6], [0.5], [0.2], [0.4]];
    let truth = [true, false, false, false, true];
    let matrix = ConfusionMatrix::answers(&outputs, &truth, 0.5);
    assert_eq!(matrix.counts(), [[2, 1], [1, 1]]);
    assert_eq!((matrix.precision(1), matrix.recall(1), matrix.accuracy()), (0.5, 0.5, 0.6));
    let numbers = truth.map(|yes| [f32::from(yes)]);
    assert_eq!(matrix, ConfusionMatrix::answers(&outputs, &numbers, 0.5));
    assert_eq!(ConfusionMatrix::answers(&outputs, &truth, 0.3).counts(), [[1, 2], [0, 2]]);
}

// scikit-learn's `accuracy_score` of [[0, 1], [1, 1]] for [[1, 1], [1, 1]] is 0.5, and
// `hamming_loss` 0.25.
#[test]
fn labels_are_right_one_by_one_or_all_together() {
    let (outputs, truth) = ([[0.0, 1.0], [0.8, 0.7]], [[1.0, 1.0], [1.0, 1.0]]);
    assert_eq!(label_accuracy(&outputs, &truth, 0.5), 0.75);
    assert_eq!(exact_match(&outputs, &truth, 0.5), 0.5);
    assert_eq!(exact_match(&outputs, &truth, 0.75), 0.0);
}

#[test]
#[should_panic(expected = "2 predictions, but 3 targets")]
fn lengths_that_disagree_are_named() {
    accuracy(&[0, 1], &[0, 1, 2]);
}

fn labels() -> impl Strategy<Value = (Vec<usize>, Vec<usize>)> {
    (1_usize..60).prop_flat_map(|n| (prop::collection::vec(0_usize..4, n), prop::collection::vec(0_usize..4, n)))
}

fn scored() -> impl Strategy<Value = (Vec<f64>, Vec<bool>)> {
    // Few different scores, so that there are ties.
    (2_usize..50).prop_flat_map(|n| {
        (prop::collection::vec((-4_i32..5).prop_map(f64::from), n), prop::collection::vec(any::<bool>(), n))
    })
}

/// The definition: the share of pairs in which the positive sample is ahead.
fn won_pairs(scores: &[f64], truth: &[bool]) -> Option<f64> {
    let of = |class| scores.iter().zip(truth).filter(move |(_, t)| **t == class).map(|(s, _)| *s);
    let pairs = of(true).flat_map(|p| {
        of(false).map(move |n| {
            if p > n {
                1.0
            } else if p < n {
                0.0
            } else {
                0.5
            }
        })
    });
    let won: Vec<f64> = pairs.collect();
    (!won.is_empty()).then(|| won.iter().sum::<f64>() / won.len() as f64)
}

proptest! {
    #[test]
    fn the_mean_recall_by_support_is_the_accuracy((predicted, truth) in labels()) {
        let matrix = ConfusionMatrix::<4>::new(&predicted, &truth);
        let n = truth.len() as f64;
        let weighted: f64 = (0..4).map(|c| matrix.recall(c) * matrix.support(c) as f64 / n).sum();
        prop_assert!(close(weighted, accuracy(&predicted, &truth)));
        prop_assert!(close(matrix.accuracy(), accuracy(&predicted, &truth)));
    }

    #[test]
    fn f1_is_the_harmonic_mean_of_precision_and_recall((predicted, truth) in labels()) {
        let matrix = ConfusionMatrix::<4>::new(&predicted, &truth);
        for c in 0..4 {
            let (p, r) = (matrix.precision(c), matrix.recall(c));
            let harmonic = if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) };
            prop_assert!(close(matrix.f1(c), harmonic));
        }
    }

    #[test]
    fn the_area_is_the_share_of_pairs_that_are_won((scores, truth) in scored()) {
        match (roc_auc(&scores, &truth), won_pairs(&scores, &truth)) {
            (Some(area), Some(share)) => prop_assert!(close(area, share), "{area} {share}"),
            (area, share) => prop_assert_eq!(area, share),
        }
    }

    #[test]
    fn the_area_of_the_other_class_is_what_is_left((scores, truth) in scored()) {
        let others: Vec<bool> = truth.iter().map(|t| !t).collect();
        if let (Some(area), Some(other)) = (roc_auc(&scores, &truth), roc_auc(&scores, &others)) {
            prop_assert!(close(area + other, 1.0));
        }
    }

    #[test]
    fn top_k_grows_to_one(outputs in prop::collection::vec(prop::array::uniform4(-3_i32..3), 1..30), label in 0_usize..4) {
        let outputs: Vec<[f32; 4]> = outputs.iter().map(|x| x.map(|x| x as f32)).collect();
        let truth = vec![label; outputs.len()];
        prop_assert_eq!(top_k(0, &outputs, &truth), 0.0);
        prop_assert_eq!(top_k(1, &outputs, &truth), accuracy(&classes(&outputs), &truth));
        for k in 1..4 {
            prop_assert!(top_k(k, &outputs, &truth) <= top_k(k + 1, &outputs, &truth));
        }
        prop_assert_eq!(top_k(4, &outputs, &truth), 1.0);
    }

    #[test]
    fn the_mean_predicts_nothing_of_the_variance(targets in prop::collection::vec(-1e3_f64..1e3, 2..40)) {
        let mean = targets.iter().sum::<f64>() / targets.len() as f64;
        let targets: Vec<[f64; 1]> = targets.iter().map(|&t| [t]).collect();
        if let Some(r2) = r_squared(&vec![[mean]; targets.len()], &targets) {
            prop_assert!(r2.abs() < 1e-9);
            prop_assert_eq!(r_squared(&targets, &targets), Some(1.0));
        }
    }
}
