//! Second-order training finds minima.

use sinew::prelude::*;
use sinew::training::second_order::{Lbfgs, LevenbergMarquardt, Stop};

network! {
    struct Xor = 2 => 4 tanh => 1;
    struct Line = 1 => 1;
    struct Two = 2 => 3 tanh => 2;
}

fn xor() -> Dataset<[f64; 2], [f64; 1]> {
    let inputs = vec![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    Dataset::new(inputs, vec![[0.0], [1.0], [1.0], [0.0]]).expect("valid samples")
}

#[test]
fn exclusive_or_is_solved_exactly_from_each_of_a_hundred_seeds() {
    let data = xor();
    let losses: Vec<f64> = (0..100)
        .map(|seed| {
            let mut net = Xor::<f64>::seeded(seed);
            let method = LevenbergMarquardt::new().iterations(50).loss(1e-13);
            method.fit(&mut net, &data).expect("valid samples").loss
        })
        .collect();
    let solved = losses.iter().filter(|&&loss| loss < 1e-12).count();
    assert_eq!(solved, 100, "{losses:?}");
}

#[test]
fn a_line_is_found_in_a_few_steps() {
    // Least squares by hand: through (0, 1), (1, 3), (2, 2) goes y = 3/2 + x/2, with errors of
    // −1/2, 1, −1/2. How close one gets is a matter of the loss's rounding: at a distance of √ε
    // from its least place it is least already.
    let data = Dataset::new(vec![[0.0], [1.0], [2.0]], vec![[1.0], [3.0], [2.0_f64]]).expect("valid samples");
    let mut net = Line::<f64>::zeros();
    let report = LevenbergMarquardt::new().fit(&mut net, &data).expect("valid samples");
    assert!((report.loss - 0.5).abs() < 1e-12 && report.iterations <= 15, "{report:?}");
    assert!((net.parameters()[0] - 0.5).abs() < 1e-7 && (net.parameters()[1] - 1.5).abs() < 1e-7);

    let mut net = Line::<f64>::zeros();
    let report = Lbfgs::new().fit(&mut net, &data, &MeanSquaredError).expect("valid samples");
    assert!((report.loss - 0.5).abs() < 1e-12 && report.iterations <= 15, "{report:?}");
    assert!((net.parameters()[0] - 0.5).abs() < 1e-7 && (net.parameters()[1] - 1.5).abs() < 1e-7);
}

#[test]
fn the_loss_of_the_report_is_the_network_s() {
    let data = xor().map_targets(|[t]| [t, 0.3 - t]).expect("finite targets");
    let loss = |net: &Two<f64>| {
        net.evaluate(data.inputs(), data.targets(), &MeanSquaredError, &mut Workspace::new())
            .expect("valid samples")
            .loss
    };
    let mut net = Two::<f64>::seeded(3);
    let before = loss(&net);
    let report = LevenbergMarquardt::new().iterations(5).fit(&mut net, &data).expect("valid samples");
    assert!((report.loss - loss(&net)).abs() <= 1e-12 && report.loss < before, "{report:?}");
    let mut net = Two::<f64>::seeded(3);
    let report = Lbfgs::new().iterations(5).fit(&mut net, &data, &MeanSquaredError).expect("valid samples");
    assert!((report.loss - loss(&net)).abs() <= 1e-12 && report.loss < before, "{report:?}");
    assert_eq!((report.iterations, report.stop), (5, Stop::Iterations));
}

#[test]
fn single_precision_trains_too() {
    let data = sinew::data::gates::xor();
    let mut net = Xor::<f32>::seeded(1);
    let report = LevenbergMarquardt::new().loss(1e-10).fit(&mut net, &data).expect("valid samples");
    assert!(report.loss < 1e-8, "{report:?}");
    let mut net = Xor::<f32>::seeded(1);
    let report = Lbfgs::new().loss(1e-6).fit(&mut net, &data, &MeanSquaredError).expect("valid samples");
    assert!(report.loss < 1e-4, "{report:?}");
}

#[test]
fn a_quadratic_bowl_is_found_whatever_its_axes() {
    for memory in [1, 3, 10] {
        let mut x = [1.0, -2.0, 3.0, 0.5];
        let curvature = [1e-2, 1.0, 10.0, 1e3];
        let report = Lbfgs::new().memory(memory).iterations(1000).minimize(&mut x, |x, g| {
            (0..4).for_each(|i| g[i] = curvature[i] * (x[i] - 1.0));
            (0..4).map(|i| 0.5 * curvature[i] * (x[i] - 1.0) * (x[i] - 1.0)).sum()
        });
        assert!(x.iter().all(|x| (x - 1.0).abs() < 1e-7), "{memory}: {x:?} {report:?}");
    }
}

#[test]
fn a_step_to_where_there_are_no_numbers_is_shortened() {
    // −ln x + x, least at 1; the first steps lead below 0.
    let mut x = [1e-3];
    let report = Lbfgs::new().minimize(&mut x, |x, g| {
        g[0] = 1.0 - 1.0 / x[0];
        x[0] - x[0].ln()
    });
    assert!((x[0] - 1.0).abs() < 1e-8, "{x:?} {report:?}");
}

#[test]
fn there_is_nothing_to_do_at_a_minimum() {
    let data = Dataset::new(vec![[1.0]], vec![[0.0_f64]]).expect("a valid sample");
    let report = Lbfgs::new().fit(&mut Line::<f64>::zeros(), &data, &MeanSquaredError).expect("valid samples");
    assert_eq!((report.iterations, report.stop), (0, Stop::Gradient));
    let report = LevenbergMarquardt::new().fit(&mut Line::<f64>::zeros(), &data).expect("valid samples");
    assert_eq!((report.iterations, report.stop), (0, Stop::Gradient));
}
