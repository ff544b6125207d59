//! What callbacks do at the end does not depend on their order, and they watch what is measured.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // small whole numbers are exact

use std::ops::ControlFlow;

use proptest::prelude::*;
use sinew::prelude::*;
use sinew::training::callbacks::{BestWeights, Callback, ReportLines, Run};
use sinew::training::metrics::{ConfusionMatrix, classes, mean_absolute_error};
use sinew::training::{EpochMetrics, History, TrainError};

network! {
    struct Iris = 4 => 8 tanh => 3 softmax;
    struct Line = 1 => 1;
}

/// Takes note of the network at the end.
#[derive(Default)]
struct Seen(Vec<f32>);

impl<N: Network<Number = f32>> Callback<N> for Seen {
    fn on_end(&mut self, network: &mut N) {
        self.0 = network.parameters().to_vec();
    }
}

/// Ends a run after some epochs.
struct Until(usize);

impl<N: Network> Callback<N> for Until {
    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        if run.history.epochs.len() >= self.0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// A network trained with callbacks in this order, and what one of them sees at the end. They are
/// compared by what they leave, so the rate is high enough that the best epoch is not the last.
fn trained(order: &[usize; 6], restores: bool) -> (Vec<f32>, Vec<f32>, History) {
    let (train, test) = sinew::data::iris().shuffled(1).split(0.5);
    let mut net = Iris::seeded(1);
    let (mut ema, mut plateau, mut until) = (Ema::new(0.8), Plateau::new(2).factor(0.5), Until(9));
    let (mut stopping, mut best) = (EarlyStopping::new(4), BestWeights::new());
    let (mut lines, mut seen) = (ReportLines::new(String::new()), Seen::default());
    let restoring: &mut dyn Callback<Iris> = if restores { &mut stopping } else { &mut best };
    let all: [&mut dyn Callback<Iris>; 6] = [&mut ema, restoring, &mut plateau, &mut until, &mut lines, &mut seen];
    let mut all = all.map(Some);
    let [a, b, c, d, e, f] = order.map(|place| all[place].take().expect("a permutation"));
    let trainer = Trainer::new(CrossEntropy, Adam::new(0.3)).epochs(30).validation(&test);
    let mut trainer = trainer.callback(a).callback(b).callback(c).callback(d).callback(e).callback(f);
    let mut history = trainer.fit(&mut net, &train).expect("valid samples");
    drop(trainer);
    history.epochs.iter_mut().for_each(|report| report.duration = std::time::Duration::ZERO);
    (net.parameters().to_vec(), seen.0, history)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_callbacks_changes_nothing(
        order in Just([0, 1, 2, 3, 4, 5]).prop_shuffle(),
        restores in any::<bool>(),
    ) {
        let (expected, _, history) = trained(&[0, 1, 2, 3, 4, 5], restores);
        let (net, seen, same) = trained(&order, restores);
        prop_assert_eq!(&net, &expected);
        prop_assert_eq!(&seen, &expected, "what callbacks see at the end is what is left");
        prop_assert_eq!(same, history);
    }
}

#[test]
fn the_best_average_is_restored_in_either_order() {
    let (train, test) = sinew::data::iris().shuffled(1).split(0.5);
    let trainer = || Trainer::new(CrossEntropy, Adam::new(0.3)).epochs(12).validation(&test);
    let best_loss = |net: &Iris, history: &History| {
        let kept = net.evaluate(test.inputs(), test.targets(), &CrossEntropy, &mut Workspace::new()).expect("valid");
        let losses = history.epochs.iter().filter_map(|epoch| Some(epoch.validation?.loss));
        let least = losses.fold(f64::INFINITY, f64::min);
        assert_ne!(history.last().and_then(|epoch| Some(epoch.validation?.loss)), Some(least), "not the last epoch");
        (kept.loss, least)
    };
    let mut net = Iris::seeded(1);
    let history =
        trainer().callback(Ema::new(0.5)).callback(EarlyStopping::new(5)).fit(&mut net, &train).expect("valid");
    let (kept, least) = best_loss(&net, &history);
    assert_eq!(kept, least);
    let mut net = Iris::seeded(1);
    let history =
        trainer().callback(EarlyStopping::new(5)).callback(Ema::new(0.5)).fit(&mut net, &train).expect("valid");
    let (kept, least) = best_loss(&net, &history);
    assert_eq!(kept, least);
}

/// Enters the numbers of a metric one after the other, and makes the bias tell them apart.
struct Script(Vec<f64>, usize);

impl Callback<Line> for Script {
    fn before_validation(&mut self, network: &mut Line) {
        network.parameters_mut()[1] = self.1 as f32;
        self.1 += 1;
    }

    fn on_validation(&mut self, network: &Line, metrics: &mut EpochMetrics) {
        metrics.set("score", self.0[network.parameters()[1] as usize]);
    }
}

/// The epoch whose weights are kept, and how many epochs there are.
fn kept(scores: &[f64], callback: impl Callback<Line>) -> (usize, usize) {
    let data = Dataset::new(vec![[0.0]], vec![[0.0]]).expect("a valid sample");
    let mut net = Line::zeros();
    let trainer = Trainer::new(MeanSquaredError, Sgd::new(0.0)).epochs(scores.len());
    let history = trainer.callback(callback).callback(Script(scores.to_vec(), 0)).fit(&mut net, &data);
    (net.parameters()[1] as usize, history.expect("valid samples").epochs.len())
}

#[test]
fn the_best_is_the_largest_or_the_smallest_of_any_metric() {
    let scores = [1.0, 3.0, 2.0, f64::NAN, 5.0, 0.5];
    assert_eq!(kept(&scores, BestWeights::new().maximize("score")), (4, 6));
    assert_eq!(kept(&scores, BestWeights::new().minimize("score")), (5, 6));
    assert_eq!(kept(&scores, EarlyStopping::new(2).maximize("score")), (1, 4));
    assert_eq!(kept(&scores, EarlyStopping::new(3).maximize("score")), (4, 6));
    assert_eq!(kept(&scores, EarlyStopping::new(3).minimize("score")), (0, 4));
    assert_eq!(kept(&scores, EarlyStopping::new(3).maximize("score").min_delta(2.5)), (0, 4));
    assert_eq!(kept(&scores, EarlyStopping::new(3).min_delta(2.5).maximize("score")), (0, 4));
    assert_eq!(kept(&[f64::NAN, f64::NEG_INFINITY, -1e300], BestWeights::new().maximize("score")), (2, 3));
}

#[test]
fn a_plateau_may_be_one_of_any_metric() {
    struct Factors(Vec<f64>);
    impl<N: Network> Callback<N> for Factors {
        fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
            self.0.push(*run.learning_rate_factor);
            ControlFlow::Continue(())
        }
    }
    let mut factors = Factors(vec![]);
    kept(&[1.0, 2.0, 2.0, 3.0, 3.0, 3.0], (Plateau::new(1).factor(0.5).maximize("score"), &mut factors));
    assert_eq!(factors.0, [1.0, 1.0, 0.5, 0.5, 0.25, 0.125]);
}

#[test]
fn a_column_that_does_not_exist_is_an_error_that_names_those_that_do() {
    let data = sinew::data::iris();
    let fit = |stopping: EarlyStopping<Iris>| {
        let f1 = |y: &[[f32; 3]], t: &[usize]| ConfusionMatrix::<3>::new(&classes(y), t).macro_f1();
        let trainer = Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(3).metric("f1", &data, f1);
        trainer.callback(stopping).fit(&mut Iris::seeded(1), &data)
    };
    for column in ["f1", "loss", "accuracy", "learning_rate"] {
        assert!(fit(EarlyStopping::new(2).maximize(column)).is_ok(), "{column}");
    }
    for column in ["f2", "validation_loss", "", "Loss"] {
        let error = fit(EarlyStopping::new(2).minimize(column)).expect_err("no such column");
        assert!(matches!(&error, TrainError::UnknownMetric { name, .. } if name == column), "{error}");
        assert!(
            error.to_string().starts_with(&format!("the history has no column `{column}`, but `loss`, `accuracy`"))
        );
        assert!(error.to_string().ends_with("`f1`"), "{error}");
    }
}

#[test]
fn metrics_are_in_the_history_and_in_what_is_printed() {
    let (train, test) = sinew::data::iris().shuffled(1).split(0.5);
    let numbers = test.clone().one_hot::<f32, 3>().expect("three classes");
    let mut lines = String::new();
    let mut net = Iris::seeded(1);
    let f1 = |y: &[[f32; 3]], t: &[usize]| ConfusionMatrix::<3>::new(&classes(y), t).macro_f1();
    let trainer = Trainer::new(CrossEntropy, Adam::new(0.05)).epochs(4).metric("f1", &test, f1);
    let trainer = trainer.metric("mean error", &numbers, |y: &[[f32; 3]], t: &[[f32; 3]]| mean_absolute_error(y, t));
    let history = trainer.callback(ReportLines::new(&mut lines)).fit(&mut net, &train).expect("valid samples");

    let mut outputs = vec![[0.0; 3]; test.len()];
    net.predict_batch(test.inputs(), &mut outputs);
    let last = history.last().expect("four epochs");
    assert_eq!(last.metrics.get("f1"), Some(f1(&outputs, test.targets())));
    assert_eq!(last.metric("mean error"), Some(mean_absolute_error(&outputs, numbers.targets())));
    let csv = history.to_csv();
    assert!(csv.lines().next().is_some_and(|heading| heading.ends_with(",samples_per_second,f1,mean error")), "{csv}");
    let cells: Vec<&str> = csv.lines().nth(4).expect("the fourth epoch").split(',').collect();
    assert_eq!(cells[8].parse(), Ok(f1(&outputs, test.targets())));
    assert!(lines.lines().all(|line| line.contains("  f1 0.") && line.contains("  mean error 0.")), "{lines}");
}
