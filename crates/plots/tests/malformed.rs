//! Numbers as they are when things go wrong: a sensible picture or an error, never a panic.

use proptest::collection::vec;
use proptest::prelude::*;
use sinew::prelude::*;
use sinew::training::History;
use sinew_plots::{Chart, PlotError, confusion_matrix, curves, decision_boundary, filters};

use common::{check, count, texts};

mod common;

fn history(losses: &[f64]) -> History {
    let xor = sinew::data::gates::xor();
    let mut net = network!(2 => 1 sigmoid);
    let mut trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.01)).epochs(losses.len()).validation(&xor);
    let mut history = trainer.fit(&mut net, &xor).unwrap();
    for (report, &loss) in history.epochs.iter_mut().zip(losses) {
        report.training.loss = loss;
        report.validation.as_mut().unwrap().loss = loss;
    }
    history
}

#[test]
fn an_empty_history_is_an_error() {
    assert!(matches!(curves(&history(&[])), Err(PlotError::Empty { .. })));
}

#[test]
fn a_history_without_a_finite_loss_is_an_error() {
    assert!(matches!(curves(&history(&[f64::NAN, f64::INFINITY])), Err(PlotError::Empty { .. })));
}

#[test]
fn a_loss_that_is_not_finite_is_a_gap() {
    let picture = curves(&history(&[1.0, 0.5, f64::NAN, 0.25, 0.125])).unwrap();
    check(&picture);
    let path = |line: &&str| line.starts_with("<path") && line.contains("stroke-width=\"2\"");
    let svg = picture.svg();
    let lines: Vec<&str> = svg.lines().filter(path).collect();
    assert!(lines.iter().any(|line| line.matches('M').count() == 2), "{svg}");
}

#[test]
fn the_smallest_and_the_largest_numbers_can_be_drawn() {
    for y in [5e-324, 1e-300, 1e-290, 1e300, 1e308, f64::MAX] {
        for points in [vec![[0.0, y]], vec![[0.0, y], [y, -y]], vec![[0.0, y], [1.0, 1.0], [2.0, 1e301]]] {
            let chart = Chart::new("Extreme").line("points", points);
            check(&chart.draw().unwrap());
            check(&chart.logarithmic().draw().unwrap());
        }
    }
}

#[test]
fn fifty_lines_with_long_names_are_a_picture() {
    let name = "a name much longer than the chart is wide ".repeat(5);
    let chart = (0..50).fold(Chart::new(&name), |chart, i| chart.line(&name[i..], [[0.0, i as f64], [1.0, 0.0]]));
    check(&chart.axes(&name, &name).draw().unwrap());
}

#[test]
fn matrices_that_are_none_are_errors() {
    assert!(matches!(confusion_matrix::<[usize; 0], &str>(&[], &[]), Err(PlotError::Empty { what: "class" })));
    let ragged: [&[usize]; 2] = [&[1, 2], &[3]];
    assert!(matches!(confusion_matrix(&ragged, &[""; 0]), Err(PlotError::Length { expected: 2, found: 1, .. })));
    assert!(matches!(confusion_matrix(&[[1]], &["a", "b"]), Err(PlotError::Length { expected: 1, found: 2, .. })));
}

#[test]
fn one_class_no_samples_and_the_largest_counts_are_matrices() {
    for counts in [[0], [7], [usize::MAX]] {
        check(&confusion_matrix(&[counts], &["only"]).unwrap());
    }
    let picture =
        confusion_matrix(&[[usize::MAX; 2]; 2], &["a name that is much longer than its column", "b"]).unwrap();
    check(&picture);
    assert_eq!(count(&picture, "rect"), 1 + 4);
}

#[test]
fn a_classifier_of_nothing_but_nans_is_gray() {
    for picture in [
        decision_boundary(|_| f32::NAN, [([0.0, 0.0], 0)]),
        decision_boundary(|_| [f32::NAN; 3], [([0.0, 0.0], 0)]),
        decision_boundary(|_| [0.0; 0], []),
    ] {
        let picture = picture.unwrap();
        check(&picture);
        let (width, height, pixels) = common::decode(&picture.png().unwrap());
        assert_eq!(pixels[3 * (width * (height / 3) + width / 3)..][..3], [209, 213, 219]);
    }
}

#[test]
fn samples_without_a_finite_one_are_an_error() {
    assert!(matches!(decision_boundary(|_| 0, [([f32::NAN, 0.0], 0)]), Err(PlotError::Empty { .. })));
}

#[test]
fn filters_need_whole_images() {
    assert!(matches!(filters::<f32>(&[], [2, 2]), Err(PlotError::Empty { .. })));
    assert!(matches!(filters(&[1.0_f32; 4], [0, 2]), Err(PlotError::Empty { .. })));
    assert!(matches!(filters(&[1.0_f32; 5], [2, 2]), Err(PlotError::Length { expected: 4, found: 5, .. })));
    assert!(matches!(filters(&[1.0_f32; 5], [usize::MAX, 2]), Err(PlotError::Length { found: 5, .. })));
}

#[test]
fn filters_of_zeros_nans_and_strange_shapes_are_pictures() {
    check(&filters(&[0.0_f32; 8], [2, 2]).unwrap());
    check(&filters(&[f32::NAN, f32::INFINITY, 1.0, -1.0], [2, 2]).unwrap());
    check(&filters(&[f64::MAX; 500], [1, 500]).unwrap());
    check(&filters(&[f64::MAX, f64::MIN, 0.0, 5e-324], [2, 2]).unwrap());
    check(&filters(&[1e-40_f32; 500], [500, 1]).unwrap());
    check(&filters(&[0.5_f32; 2000], [1, 1]).unwrap());
}

#[test]
fn text_of_any_kind_is_text() {
    let title = "<&>\"'\0\u{1b} 雪 \u{ffff} and so on";
    let picture = Chart::new(title).axes(title, title).line(title, [[0.0, 0.0]]).draw().unwrap();
    assert_eq!(texts(&picture)[0], "<&>\"' 雪  and so on");
}

fn is_empty(error: &PlotError) -> bool {
    matches!(error, PlotError::Empty { .. })
}

/// Numbers of all magnitudes, infinities and `NaN`.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -10.0..10.0,
        1 => any::<f64>(),
        1 => prop::sample::select(vec![0.0, -0.0, f64::MAX, f64::MIN, 5e-324, f64::NAN, f64::INFINITY, f64::NEG_INFINITY]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_points_are_a_picture_or_an_error(
        points in vec([number(), number()], 0..20),
        logarithmic: bool,
        whole: bool,
    ) {
        let finite = points.iter().any(|point| point.iter().all(|x| x.is_finite()));
        let chart = Chart::new("Any").axes("x", "y").line("points", points);
        let chart = if logarithmic { chart.logarithmic() } else { chart };
        let chart = if whole { chart.whole_numbers() } else { chart };
        match chart.draw() {
            Ok(picture) => check(&picture),
            Err(error) => prop_assert!(!finite && is_empty(&error)),
        }
    }

    #[test]
    fn any_losses_are_a_picture_or_an_error(losses in vec(number(), 0..12)) {
        match curves(&history(&losses)) {
            Ok(picture) => check(&picture),
            Err(error) => prop_assert!(is_empty(&error)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_samples_are_a_picture_or_an_error(samples in vec((any::<[f32; 2]>(), any::<usize>()), 0..10)) {
        match decision_boundary(|[x, y]| x / y, samples) {
            Ok(picture) => check(&picture),
            Err(error) => prop_assert!(is_empty(&error)),
        }
    }
}
