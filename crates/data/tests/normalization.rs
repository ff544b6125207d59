//! What a normalization promises.

use proptest::prelude::*;
use sinew_data::{Dataset, DatasetError, Normalization, NormalizationError};

fn samples() -> impl Strategy<Value = Vec<[f64; 3]>> {
    let number = prop_oneof![-1.0..1.0, -1e6..1e6, Just(5.0)];
    let sample = (number.clone(), number).prop_map(|(a, b): (f64, f64)| [a, b, 7.25]);
    prop::collection::vec(sample, 2..50)
}

/// The mean and the deviation of a feature, by their definition.
fn moments(samples: &[[f64; 3]], feature: usize) -> (f64, f64) {
    let n = samples.len() as f64;
    let mean = samples.iter().map(|x| x[feature]).sum::<f64>() / n;
    (mean, (samples.iter().map(|x| (x[feature] - mean).powi(2)).sum::<f64>() / n).sqrt())
}

proptest! {
    #[test]
    fn standard_scores_have_mean_zero_and_deviation_one(samples in samples()) {
        let scale = Normalization::standard_score(&samples)?;
        let scores: Vec<_> = samples.iter().map(|x| scale.normalize(x)).collect();
        for feature in 0..3 {
            let (mean, deviation) = moments(&scores, feature);
            let varies = samples.iter().any(|x| (x[feature] - samples[0][feature]).abs() > 1e-6);
            prop_assert!(mean.abs() < 1e-6, "{}", mean);
            prop_assert!((deviation - f64::from(u8::from(varies))).abs() < 1e-6, "{}", deviation);
        }
    }

    #[test]
    fn min_max_reaches_both_bounds_and_stays_within(samples in samples(), low in -2.0..0.0_f64, width in 0.5..3.0_f64) {
        let scale = Normalization::min_max(&samples, low, low + width)?;
        let scaled: Vec<_> = samples.iter().map(|x| scale.normalize(x)).collect();
        for feature in 0..3 {
            let least = scaled.iter().map(|x| x[feature]).fold(f64::INFINITY, f64::min);
            let most = scaled.iter().map(|x| x[feature]).fold(f64::NEG_INFINITY, f64::max);
            let varies = samples.iter().any(|x| (x[feature] - samples[0][feature]).abs() > 1e-6);
            prop_assert!((least - low).abs() < 1e-6, "{}", least);
            prop_assert!(!varies || (most - low - width).abs() < 1e-6, "{}", most);
        }
    }

    #[test]
    fn what_is_restored_is_what_was_normalized(samples in samples()) {
        for scale in [Normalization::standard_score(&samples)?, Normalization::min_max(&samples, 0.0, 1.0)?] {
            for x in &samples {
                let restored = scale.restore(&scale.normalize(x));
                for feature in 0..3 {
                    prop_assert!((restored[feature] - x[feature]).abs() <= 1e-9 * (1.0 + x[feature].abs()));
                }
            }
        }
    }

    #[test]
    fn stored_numbers_give_the_same_normalization(samples in samples()) {
        let scale = Normalization::standard_score(&samples)?;
        prop_assert_eq!(Normalization::new(scale.offset, scale.scale)?, scale);
    }

    #[test]
    fn whatever_the_numbers_there_is_a_finite_normalization_or_an_error(samples: Vec<[f32; 2]>) {
        let scales = [Normalization::standard_score(&samples), Normalization::min_max(&samples, 0.0, 1.0)];
        for scale in scales.into_iter().flatten() {
            prop_assert!(scale.offset.iter().chain(&scale.scale).all(|x| x.is_finite()));
            prop_assert!(scale.scale.iter().all(|x| x.abs() > 0.0));
        }
    }
}

#[test]
fn no_samples_have_no_normalization() {
    let none: [[f32; 2]; 0] = [];
    assert_eq!(Normalization::standard_score(&none), Err(NormalizationError::NoSamples));
    assert_eq!(Normalization::min_max(&none, 0.0, 1.0), Err(NormalizationError::NoSamples));
    let no_images: [[[[f32; 2]; 2]; 1]; 0] = [];
    assert_eq!(Normalization::channels(&no_images), Err(NormalizationError::NoSamples));
}

#[test]
fn a_number_that_is_not_finite_is_an_error_that_names_the_feature() {
    let error = Normalization::standard_score(&[[1.0_f32, f32::NAN]]).unwrap_err();
    assert_eq!(error, NormalizationError::NonFinite { feature: 1 });
    assert_eq!(error.to_string(), "feature 1: expected a finite offset and scale, found one that is infinite or NaN");
    assert_eq!(Normalization::min_max(&[[f64::NAN]], 0.0, 1.0), Err(NormalizationError::NonFinite { feature: 0 }));
    let far_apart = [[-f32::MAX], [f32::MAX]];
    assert_eq!(Normalization::min_max(&far_apart, 0.0, 1.0), Err(NormalizationError::NonFinite { feature: 0 }));
}

#[test]
fn a_scale_of_zero_is_refused() {
    assert_eq!(Normalization::new([0.0_f32], [0.0]), Err(NormalizationError::ZeroScale { feature: 0 }));
}

#[test]
fn a_number_that_normalizing_makes_infinite_is_an_error_that_names_the_sample() {
    let tiny = Normalization::new([0.0_f32], [1e-30]).unwrap();
    let data = Dataset::new(vec![[0.0], [1e30]], vec![0, 0]).unwrap();
    let error = tiny.inputs(data).unwrap_err();
    assert_eq!(error, DatasetError::NonFiniteInput { sample: 1, feature: 0, value: f64::INFINITY });
}
