//! Pictures when all goes well.

use std::iter::zip;
use std::path::PathBuf;
use std::{env, fs};

use sinew::activations::{self, Activation};
use sinew::prelude::*;
use sinew::training::History;
use sinew_plots::{Chart, PlotError, activation, confusion_matrix, curves, decision_boundary, diagram, filters};

use common::{check, count, decode, texts};

mod common;

network! {
    struct Xor = 2 => 4 relu => 1 sigmoid;
    struct Iris = 4 => 8 tanh => 3 softmax;
    struct Digits = 64 => hidden: 32 relu => output: 10 softmax;
}

fn history(epochs: usize) -> History {
    let (train, test) = sinew::data::iris().shuffled(1).split(0.8);
    let mut trainer = Trainer::new(CrossEntropy, Adam::new(0.02)).epochs(epochs).validation(&test);
    trainer.fit(&mut Iris::seeded(1), &train).unwrap()
}

#[test]
fn curves_show_loss_and_accuracy_in_training_and_validation() {
    let picture = curves(&history(30)).unwrap();
    check(&picture);
    let texts = texts(&picture);
    let expected = [("Loss", 1), ("Accuracy", 1), ("training", 2), ("validation", 2), ("best epoch", 2), ("epoch", 2)];
    for (text, times) in expected {
        assert_eq!(texts.iter().filter(|found| *found == text).count(), times, "{text}");
    }
    assert_eq!(count(&picture, "circle"), 2 + 2, "the best epoch of each, and in the legends");
}

#[test]
fn curves_without_accuracy_or_validation_are_a_chart_of_one_line() {
    let mut history = history(3);
    for report in &mut history.epochs {
        report.validation = None;
        report.training.accuracy = None;
    }
    let picture = curves(&history).unwrap();
    check(&picture);
    assert!(!texts(&picture).iter().any(|text| text == "Accuracy" || text == "validation"));
}

#[test]
fn curves_of_one_epoch_are_dots() {
    let picture = curves(&history(1)).unwrap();
    check(&picture);
    assert_eq!(count(&picture, "circle"), 4 + 2 + 2);
}

#[test]
fn a_loss_that_falls_far_is_shown_on_a_logarithmic_scale() {
    let mut history = history(8);
    for (i, report) in history.epochs.iter_mut().enumerate() {
        report.training.loss = 10_f64.powf(-(i as f64));
    }
    let picture = curves(&history).unwrap();
    check(&picture);
    let texts = texts(&picture);
    assert!(texts.iter().any(|text| text == "10⁻⁶") && texts.iter().any(|text| text == "0.01"), "{texts:?}");
}

#[test]
fn a_confusion_matrix_has_a_cell_for_each_pair_and_a_number_for_each_that_occurs() {
    let counts = [[50, 0, 0], [0, 47, 3], [0, 1, 49]];
    let names = ["setosa", "versicolor", "virginica"];
    let picture = confusion_matrix(&counts, &names).unwrap();
    check(&picture);
    assert_eq!(count(&picture, "rect"), 1 + 9);
    let texts = texts(&picture);
    assert_eq!(texts[0], "146 of 150 right");
    assert!(names.iter().all(|name| texts.iter().filter(|text| text == name).count() == 2));
    assert!(["50", "47", "3", "1", "49"].iter().all(|number| texts.iter().any(|text| text == number)));
    assert!(!texts.iter().any(|text| text == "0"));
}

#[test]
fn a_confusion_matrix_of_many_classes_is_an_image() {
    let counts: Vec<Vec<usize>> = (0..200).map(|i| (0..200).map(|j| usize::from(i == j)).collect()).collect();
    let picture = confusion_matrix(&counts, &[""; 0]).unwrap();
    check(&picture);
    assert_eq!(count(&picture, "image"), 1);
}

#[test]
fn a_decision_boundary_shows_what_the_classifier_says() {
    // Class 1 is where x is positive.
    let samples = [([-1.0, 0.0], 0), ([1.0, 0.0], 1), ([0.5, 0.5], 1)];
    let picture = decision_boundary(|[x, _]| usize::from(x > 0.0), samples).unwrap();
    check(&picture);
    assert_eq!(count(&picture, "circle"), 3);
    let (width, height, pixels) = decode(&picture.png().unwrap());
    let at = |percent: usize| &pixels[3 * (width * (height / 4) + width * percent / 100)..][..3];
    let ([r1, _, b1], [r2, _, b2]) = (at(30), at(80)) else { panic!("a pixel is three bytes") };
    assert!(b1 > r1, "blue for class 0");
    assert!(r2 > b2, "orange for class 1");
}

#[test]
fn classes_probabilities_and_distributions_all_decide() {
    let samples = || [([0.0, 0.0], 0), ([1.0, 1.0], 1)];
    let pictures = [
        decision_boundary(|[x, _]| usize::from(x > 0.5), samples()),
        decision_boundary(|[x, _]| f32::from(u8::from(x > 0.5)), samples()),
        decision_boundary(|[x, _]| [f32::from(u8::from(x > 0.5))], samples()),
        decision_boundary(|[x, _]| [f32::from(u8::from(x <= 0.5)), f32::from(u8::from(x > 0.5))], samples()),
    ];
    let pictures: Vec<_> = pictures.into_iter().map(Result::unwrap).collect();
    assert!(pictures.iter().all(|picture| *picture == pictures[0]));
}

#[test]
fn every_activation_has_a_picture() {
    fn picture_of<A: Activation>() {
        let picture = activation::<A>().unwrap();
        check(&picture);
        assert_eq!(texts(&picture)[0], A::NAME);
    }

    picture_of::<activations::Elu>();
    picture_of::<activations::Gelu>();
    picture_of::<activations::GeluTanh>();
    picture_of::<activations::HardSigmoid>();
    picture_of::<activations::HardSwish>();
    picture_of::<activations::HardTanh>();
    picture_of::<activations::Identity>();
    picture_of::<activations::LeakyRelu>();
    picture_of::<activations::Mish>();
    picture_of::<activations::Relu>();
    picture_of::<activations::Relu6>();
    picture_of::<activations::Selu>();
    picture_of::<activations::Sigmoid>();
    picture_of::<activations::Silu>();
    picture_of::<activations::Softplus>();
    picture_of::<activations::Softsign>();
    picture_of::<activations::Tanh>();
}

#[test]
fn a_jump_of_a_derivative_is_a_gap_and_a_bend_is_none() {
    let subpaths = |picture: &sinew_plots::Picture, dashed: bool| {
        let svg = picture.svg();
        let mut lines =
            svg.lines().filter(|line| line.contains("stroke-width=\"2\"") && line.contains("dasharray") == dashed);
        lines.next_back().unwrap().matches('M').count()
    };
    let picture = activation::<activations::HardTanh>().unwrap();
    assert_eq!([subpaths(&picture, false), subpaths(&picture, true)], [1, 3]);
    let picture = activation::<activations::Tanh>().unwrap();
    assert_eq!([subpaths(&picture, false), subpaths(&picture, true)], [1, 1]);
}

#[test]
fn filters_are_an_image_for_each_neuron() {
    let net = Digits::seeded(1);
    let picture = filters(net.hidden.weights.as_flattened(), [8, 8]).unwrap();
    check(&picture);
    assert_eq!(count(&picture, "image"), 32 + 1, "and the scale");
}

#[test]
fn a_long_line_makes_a_small_file() {
    let wave = (0..1_000_000).map(|i| [f64::from(i), (f64::from(i) * 0.37).sin()]);
    let picture = Chart::new("Wave").line("sine", wave).draw().unwrap();
    check(&picture);
    assert!(picture.svg().len() < 30_000, "{}", picture.svg().len());
}

#[test]
fn pictures_of_the_same_are_the_same_to_the_letter() {
    let golden = [
        ("xor_diagram.svg", diagram("Xor", Xor::LAYERS).unwrap().svg()),
        ("digits_diagram.svg", diagram("Digits", Digits::LAYERS).unwrap().svg()),
        ("chart.svg", chart().unwrap().svg()),
    ];
    for (name, svg) in golden {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, &svg).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        assert!(svg == expected, "{name} has changed; look at it, and run with `UPDATE=1` if it is right:\n{svg}");
    }
}

fn chart() -> Result<sinew_plots::Picture, PlotError> {
    let rising = zip(0..5, [1.0, 2.0, f64::NAN, 4.0, 8.0]).map(|(x, y)| [f64::from(x), y]);
    Chart::new("A chart <with> all & sundry")
        .axes("x", "y")
        .line("rising", rising)
        .dashed("flat", [[0.0, 3.0], [4.0, 3.0]])
        .draw()
}

#[test]
fn boundaries_stand_side_by_side_in_rows_of_three() {
    let samples = [([0.0_f32, 0.0], 0), ([1.0, 1.0], 1)];
    let frames =
        |n: usize| (0..n).map(|i| (format!("epoch {i}"), move |[x, _]: [f32; 2]| usize::from(x * i as f32 > 0.5)));
    let four = sinew_plots::decision_boundaries(frames(4), samples).unwrap();
    let svg = four.svg();
    assert_eq!((svg.matches("<image").count(), svg.matches("<circle").count()), (4, 4 * samples.len()));
    assert!((0..4).all(|i| svg.contains(&format!(">epoch {i}</text>"))));
    let three = sinew_plots::decision_boundaries(frames(3), samples).unwrap();
    assert!((four.width() - three.width()).abs() < 0.5 && four.height() > 1.5 * three.height());
    assert!(sinew_plots::decision_boundaries(frames(0), samples).is_err());
}
