//! What splits, folds, weights and changed inputs promise.

use std::array;

use proptest::prelude::*;
use sinew_data::augmentation::{Augment, Mirror, Noise, Shift, rng};
use sinew_data::{Dataset, DatasetError};
use sinew_tensors::Rng;

/// Samples of the given labels, whose inputs tell where they came from.
fn labelled(labels: &[usize]) -> Dataset<[f64; 1], usize> {
    let inputs = (0..labels.len()).map(|i| [i as f64]).collect();
    Dataset::new(inputs, labels.to_vec()).expect("whole numbers are finite")
}

/// Where the samples came from, sorted.
fn origins(sets: &[&Dataset<[f64; 1], usize>]) -> Vec<f64> {
    let mut origins: Vec<f64> = sets.iter().flat_map(|data| data.inputs().iter().map(|[i]| *i)).collect();
    origins.sort_by(f64::total_cmp);
    origins
}

fn count(data: &Dataset<[f64; 1], usize>, class: usize) -> usize {
    data.targets().iter().filter(|&&label| label == class).count()
}

fn labels() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(prop_oneof![4 => 0..3_usize, 1 => Just(usize::MAX)], 2..100)
}

proptest! {
    #[test]
    fn a_stratified_split_keeps_every_sample_and_the_share_of_every_class(
        labels in labels(), fraction in 0.0..=1.0, seed: u64,
    ) {
        let data = labelled(&labels);
        let (first, rest) = data.clone().stratified_split(fraction, seed);
        prop_assert_eq!(origins(&[&first, &rest]), origins(&[&data]));
        prop_assert_eq!(first.len(), data.clone().split(fraction).0.len());
        for class in [0, 1, 2, usize::MAX] {
            let exact = count(&data, class) as f64 * fraction;
            prop_assert!((count(&first, class) as f64 - exact).abs() < 1.0, "class {}", class);
        }
        for sample in first.iter().chain(&rest) {
            prop_assert!(data.iter().any(|original| original == sample));
        }
    }

    #[test]
    fn every_sample_validates_once_and_trains_in_the_other_folds(labels in labels(), k in 2_usize..12) {
        let (data, k) = (labelled(&labels), k.min(labels.len()));
        for folds in [data.folds(k).collect::<Vec<_>>(), data.stratified_folds(k).collect()] {
            prop_assert_eq!(folds.len(), k);
            for (train, validation) in &folds {
                prop_assert_eq!(origins(&[train, validation]), origins(&[&data]));
                prop_assert!((labels.len() / k..=labels.len().div_ceil(k)).contains(&validation.len()));
            }
            let validation: Vec<_> = folds.iter().map(|(_, validation)| validation).collect();
            prop_assert_eq!(origins(&validation), origins(&[&data]));
        }
    }

    #[test]
    fn stratified_folds_differ_by_at_most_one_sample_of_a_class(labels in labels(), k in 2_usize..12) {
        let (data, k) = (labelled(&labels), k.min(labels.len()));
        for class in [0, 1, 2, usize::MAX] {
            let counts: Vec<_> = data.stratified_folds(k).map(|(_, validation)| count(&validation, class)).collect();
            let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
            prop_assert!(most - least <= 1, "{:?}", counts);
        }
    }

    #[test]
    fn balanced_classes_weigh_the_same_together(labels in prop::collection::vec(0_usize..3, 30..200)) {
        let data = labelled(&labels);
        prop_assume!((0..3).all(|class| count(&data, class) > 0));
        let weights = data.balanced_class_weights::<3>()?;
        for (class, weight) in weights.iter().enumerate() {
            prop_assert!((weight * count(&data, class) as f64 - labels.len() as f64 / 3.0).abs() < 1e-9);
        }
    }
}

#[test]
fn balanced_weights_are_those_of_scikit_learn() {
    // compute_class_weight("balanced", classes=[0, 1, 2], y=[0, 0, 0, 0, 1, 1, 2])
    let weights = labelled(&[0, 0, 0, 0, 1, 1, 2]).balanced_class_weights::<3>().unwrap();
    assert_eq!(weights.to_vec(), [7.0 / 12.0, 7.0 / 6.0, 7.0 / 3.0]);
}

#[test]
fn a_class_without_samples_has_no_weight() {
    let error = labelled(&[0, 2]).balanced_class_weights::<3>().unwrap_err();
    assert_eq!(error, DatasetError::EmptyClass { class: 1, classes: 3 });
    assert_eq!(error.to_string(), "class 1: expected samples of every class below 3, found none");
}

#[test]
#[should_panic(expected = "expected from 2 folds to 3, the number of samples, found 4")]
fn more_folds_than_samples_panic() {
    let _ = labelled(&[0, 1, 2]).folds(4);
}

#[test]
fn the_first_error_among_samples_is_the_error() {
    let samples = [Ok(([1.0], 0)), Err(DatasetError::EmptyClass { class: 7, classes: 8 }), Ok(([f64::NAN], 0))];
    let error = Dataset::try_from_samples(samples).unwrap_err();
    assert_eq!(error, DatasetError::EmptyClass { class: 7, classes: 8 });
    let error = Dataset::try_from_samples([Ok::<_, DatasetError>(([f64::INFINITY], 0))]).unwrap_err();
    assert_eq!(error, DatasetError::NonFiniteInput { sample: 0, feature: 0, value: f64::INFINITY });
}

/// The image moved down and to the right, by its definition.
fn moved(image: &[[[f32; 3]; 3]; 1], down: isize, right: isize) -> [[[f32; 3]; 3]; 1] {
    let pixel = |row: usize, column: usize| {
        let (row, column) = (row.checked_add_signed(-down)?, column.checked_add_signed(-right)?);
        image[0].get(row)?.get(column).copied()
    };
    [array::from_fn(|row| array::from_fn(|column| pixel(row, column).unwrap_or(0.0)))]
}

#[test]
fn a_shift_moves_every_pixel_the_same_way_and_reaches_every_place() {
    let image = [[[1.0_f32, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]];
    let shift = Shift { rows: 1, columns: 2 };
    let shifted: Vec<_> = (0..200).map(|sample| shift.augment(&image, &mut rng(1, 0, sample))).collect();
    let expected: Vec<_> = (-1..=1).flat_map(|down| (-2..=2).map(move |right| moved(&image, down, right))).collect();
    assert!(shifted.iter().all(|image| expected.contains(image)));
    assert!(expected.iter().all(|image| shifted.contains(image)));
}

#[test]
fn a_shift_beyond_the_image_is_no_mistake() {
    let shift = Shift { rows: usize::MAX, columns: usize::MAX };
    let _: [[[f32; 2]; 2]; 1] = shift.augment(&[[[1.0, 2.0], [3.0, 4.0]]], &mut Rng::new(0));
}

#[test]
fn half_of_the_images_are_mirrored() {
    let image = [[[1.0_f32, 2.0, 3.0]]];
    let mirrored = (0..1000).filter(|&sample| Mirror.augment(&image, &mut rng(1, 0, sample)) == [[[3.0, 2.0, 1.0]]]);
    assert!((450..550).contains(&mirrored.count()));
}

#[test]
fn noise_has_the_deviation_asked_for() {
    let squares: f64 = (0..1000)
        .flat_map(|sample| Noise { deviation: 0.5 }.augment(&[0.0_f64; 10], &mut rng(3, 1, sample)))
        .map(|x| x * x)
        .sum();
    assert!((squares / 10_000.0 - 0.25).abs() < 0.015, "{squares}"); // four standard errors: 0.25·√(2/10⁴)·4
}

#[test]
fn each_epoch_changes_inputs_anew_and_the_same_way_each_time() {
    let data = labelled(&[0; 20]);
    let epoch = |epoch| data.augmented(&Noise { deviation: 1.0 }, 42, epoch).unwrap();
    assert_eq!(epoch(0), epoch(0));
    assert_ne!(epoch(0), epoch(1));
}

#[test]
fn a_change_that_is_not_finite_is_an_error() {
    let error = labelled(&[0; 3]).augmented(&|_: &[f64; 1], _: &mut Rng| [f64::INFINITY], 1, 0).unwrap_err();
    assert_eq!(error, DatasetError::NonFiniteInput { sample: 0, feature: 0, value: f64::INFINITY });
}
