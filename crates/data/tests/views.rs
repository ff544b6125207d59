//! Samples from arrays of `ndarray`, whatever their strides.

use ndarray::{Array2, Array3, ArrayD, arr1, arr2, s};
use sinew_data::views::{self, ViewError};
use sinew_data::{Dataset, DatasetError};

#[test]
fn transposed_and_sliced_views_give_their_own_samples() {
    let features = arr2(&[[1.0_f32, 2.0, 3.0], [4.0, 5.0, 6.0]]); // a row for each feature
    assert_eq!(views::values::<[f32; 2], _, _>(&features.t()).unwrap(), [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]);
    let every_second = features.slice(s![.., ..;2]);
    assert_eq!(views::values::<[f32; 2], _, _>(&every_second).unwrap(), [[1.0, 3.0], [4.0, 6.0]]);
    let backwards = features.slice(s![..;-1, ..]);
    assert_eq!(views::values::<[f32; 3], _, _>(&backwards).unwrap()[..1], [[4.0, 5.0, 6.0]]);
}

#[test]
fn an_image_needs_no_dimension_of_channels() {
    let images = Array3::from_shape_fn((2, 3, 4), |(i, row, column)| (12 * i + 4 * row + column) as f64);
    let values: Vec<[[[f64; 4]; 3]; 1]> = views::values(&images).unwrap();
    let numbers: Vec<f64> = (0..24).map(f64::from).collect();
    assert_eq!(values.as_flattened().as_flattened().as_flattened(), numbers);
}

#[test]
fn samples_of_another_shape_are_an_error() {
    let error = views::values::<[f32; 3], _, _>(&Array2::zeros((5, 4))).unwrap_err();
    assert_eq!(error, ViewError::Shape { expected: vec![3], found: vec![5, 4] });
    let no_axis = ArrayD::<f32>::zeros(vec![]);
    assert!(views::values::<f32, _, _>(&no_axis).is_err());
}

#[test]
fn arrays_that_make_no_data_set_are_an_error() {
    let (x, y) = (arr2(&[[1.0_f32], [f32::NAN]]), arr1(&[0_usize, 1]));
    let error = views::dataset::<[f32; 1], usize, _, _, _, _>(&x, &y).unwrap_err();
    assert!(matches!(error, ViewError::Samples(DatasetError::NonFiniteInput { sample: 1, feature: 0, .. })));
    let few: Result<Dataset<[f32; 1], usize>, _> = views::dataset(&x.slice(s![..1, ..]), &y);
    let message = few.unwrap_err().to_string();
    assert_eq!(message, "expected as many targets as inputs, found 2 targets for 1 input");
}
