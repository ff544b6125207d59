//! What a data set promises about its samples.

use proptest::prelude::*;
use sinew_data::{Dataset, DatasetError};

/// Samples that tell where they came from: the input holds the index, and so does the target.
fn numbered(len: usize) -> Dataset<[f64; 1], usize> {
    let inputs = (0..len).map(number).collect();
    Dataset::new(inputs, (0..len).collect()).expect("whole numbers are finite")
}

/// The input of sample `i` in a [`numbered`] set.
fn number(i: usize) -> [f64; 1] {
    [f64::from(u32::try_from(i).expect("test sets are small"))]
}

#[test]
fn lengths_that_disagree_are_an_error() {
    let error = Dataset::new(vec![[1.0_f32]; 4], vec![0; 3]).unwrap_err();
    assert_eq!(error, DatasetError::LengthMismatch { inputs: 4, targets: 3 });
    assert_eq!(error.to_string(), "expected as many targets as inputs, found 3 targets for 4 inputs");
}

#[test]
fn an_infinite_feature_is_an_error_that_names_sample_and_feature() {
    let error = Dataset::new(vec![[[0.0_f32, 1.0]; 2], [[2.0, 3.0], [f32::INFINITY, 4.0]]], vec![0, 1]).unwrap_err();
    assert_eq!(error, DatasetError::NonFiniteInput { sample: 1, feature: 2, value: f64::INFINITY });
    assert_eq!(error.to_string(), "sample 1: expected a finite number as feature 2 of the input, found inf");
}

#[test]
fn a_target_that_is_not_a_number_is_an_error_that_names_sample_and_output() {
    let error = Dataset::new(vec![[0.0_f32]; 3], vec![[0.0], [1.0], [f64::NAN]]).unwrap_err();
    assert!(matches!(error, DatasetError::NonFiniteTarget { sample: 2, output: 0, value } if value.is_nan()));
    assert_eq!(error.to_string(), "sample 2: expected a finite number as output 0 of the target, found NaN");
}

#[test]
fn an_input_that_a_map_made_infinite_is_an_error() {
    let error = numbered(3).map_inputs(|[x]| [1.0 / (x - 1.0)]).unwrap_err();
    assert_eq!(error, DatasetError::NonFiniteInput { sample: 1, feature: 0, value: f64::INFINITY });
}

#[test]
fn a_label_beyond_the_classes_is_an_error_that_names_the_sample() {
    let data = Dataset::new(vec![[0.0_f32]; 3], vec![0, 7, 9]).expect("zeros are finite");
    let expected = DatasetError::LabelOutOfRange { sample: 1, label: 7, classes: 3 };
    assert_eq!(expected.to_string(), "sample 1: expected a label below 3, the number of classes, found 7");
    assert_eq!(data.check_classes(3), Err(expected.clone()));
    assert_eq!(data.class_counts::<3>(), Err(expected.clone()));
    assert_eq!(data.clone().one_hot::<f32, 3>(), Err(expected));
    assert_eq!(data.check_classes(10), Ok(()));
}

#[test]
fn a_class_without_samples_counts_zero() {
    assert_eq!(numbered(2).class_counts(), Ok([1, 1, 0]));
}

#[test]
fn an_empty_set_is_a_set() {
    let empty = numbered(0);
    assert!(empty.is_empty());
    assert_eq!(empty.get(0), None);
    assert_eq!(empty.batches(8).len(), 0);
    assert_eq!(empty.check_classes(0), Ok(()));
    let (first, rest) = empty.shuffled(1).split(0.5);
    assert!(first.is_empty() && rest.is_empty());
}

#[test]
#[should_panic(expected = "expected a fraction from 0 to 1, found 1.5")]
fn a_fraction_above_one_panics() {
    let _ = numbered(4).split(1.5);
}

#[test]
#[should_panic(expected = "expected a fraction from 0 to 1, found NaN")]
fn a_fraction_that_is_not_a_number_panics() {
    let _ = numbered(4).split(f64::NAN);
}

#[test]
#[should_panic(expected = "a batch holds at least one sample")]
fn a_batch_of_no_samples_panics() {
    let _ = numbered(4).batches(0);
}

#[test]
fn a_seed_gives_the_order_of_the_reference_implementation() {
    // Durstenfeld's shuffle with xoshiro256++, computed by a second implementation of both, in
    // Python.
    assert_eq!(numbered(8).shuffled(42).targets(), [7, 0, 1, 4, 3, 5, 2, 6]);
}

proptest! {
    #[test]
    fn a_split_loses_and_doubles_nothing_and_keeps_the_order(len in 0_usize..200, fraction in 0.0..=1.0) {
        let data = numbered(len);
        let (first, rest) = data.clone().split(fraction);
        prop_assert!((number(first.len())[0] - number(len)[0] * fraction).abs() <= 0.5 + 1e-9);
        prop_assert_eq!([first.inputs(), rest.inputs()].concat(), data.inputs());
        prop_assert_eq!([first.targets(), rest.targets()].concat(), data.targets());
    }

    #[test]
    fn a_shuffled_set_is_a_permutation_that_keeps_inputs_with_their_targets(len in 0_usize..200, seed: u64) {
        let data = numbered(len).shuffled(seed);
        prop_assert_eq!(data.inputs(), data.targets().iter().copied().map(number).collect::<Vec<_>>());
        let mut targets = data.targets().to_vec();
        targets.sort_unstable();
        prop_assert_eq!(targets, (0..len).collect::<Vec<_>>());
    }

    #[test]
    fn the_same_seed_gives_the_same_order(len in 0_usize..200, seed: u64) {
        prop_assert_eq!(numbered(len).shuffled(seed), numbered(len).shuffled(seed));
    }

    #[test]
    fn iteration_visits_what_get_returns(len in 0_usize..50) {
        let data = numbered(len);
        prop_assert!(data.iter().eq((0..len).filter_map(|i| data.get(i))));
        prop_assert_eq!((&data).into_iter().len(), len);
        prop_assert_eq!(data.get(len), None);
    }

    #[test]
    fn batches_cover_everything_in_order(len in 0_usize..200, size in 1_usize..50) {
        let data = numbered(len);
        let batches: Vec<_> = data.batches(size).collect();
        prop_assert_eq!(batches.len(), len.div_ceil(size));
        prop_assert!(batches.iter().rev().skip(1).all(|(inputs, _)| inputs.len() == size));
        prop_assert!(batches.iter().all(|(inputs, targets)| inputs.len() == targets.len()));
        let (inputs, targets): (Vec<_>, Vec<_>) = batches.into_iter().unzip();
        prop_assert_eq!(inputs.concat(), data.inputs());
        prop_assert_eq!(targets.concat(), data.targets());
    }

    #[test]
    fn one_hot_is_one_at_the_label_and_zero_elsewhere(labels in prop::collection::vec(0_usize..5, 0..50)) {
        let data = Dataset::new(vec![[0.0_f32]; labels.len()], labels.clone())?.one_hot::<f32, 5>()?;
        let mut expected = vec![[0.0; 5]; labels.len()];
        for (target, &label) in expected.iter_mut().zip(&labels) {
            target[label] = 1.0;
        }
        prop_assert_eq!(data.targets(), expected);
    }

    #[test]
    fn mapped_inputs_keep_their_targets(len in 0_usize..50) {
        let data = numbered(len).map_inputs(|[x]| [x, -x])?;
        let expected: Vec<_> = (0..len).map(number).map(|[x]| [x, -x]).collect();
        prop_assert_eq!(data.inputs(), expected);
        prop_assert_eq!(data.targets(), (0..len).collect::<Vec<_>>());
    }
}
