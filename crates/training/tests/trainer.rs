//! What the trainer can do beyond plain steps does what it says.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exact numbers are what these tests are about

use std::ops::ControlFlow;

use sinew::data::augmentation::Noise;
use sinew::layers::LayerInfo;
use sinew::prelude::*;
use sinew::training::callbacks::{Callback, EarlyStopping, Ema, Plateau, Run};
use sinew::training::{History, NonFinite, Role, TrainError};

network! {
    struct Iris = 4 => hidden: 8 tanh => output: 3 softmax;
    struct Line = 1 => 1;
    struct Noisy = 4 => 8 tanh => dropout(0.3) => 3 softmax;
}

type Irises = Dataset<[f32; 4], usize>;

fn trainer<'a, O>(optimizer: O) -> Trainer<'a, CrossEntropy, O, [f32; 4], usize> {
    Trainer::new(CrossEntropy, optimizer).epochs(3).batch_size(16).seed(5)
}

fn losses(history: &History) -> Vec<f64> {
    history.epochs.iter().map(|epoch| epoch.training.loss).collect()
}

fn distance(a: &Iris, b: &Iris) -> f32 {
    a.parameters().iter().zip(b.parameters()).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn accumulated_batches_make_the_step_of_a_large_one() {
    let data = sinew::data::iris(); // 150 = 9 batches of 16, and one of 6
    let fit = |batch_size, accumulate| {
        let mut net = Iris::seeded(1);
        let mut trainer = trainer(Adam::new(0.01)).batch_size(batch_size).accumulate(accumulate);
        let history = trainer.fit(&mut net, &data).expect("valid samples");
        (net, losses(&history))
    };
    let ((whole, history), (parts, history_of_parts)) = (fit(64, 1), fit(16, 4));
    assert!(distance(&whole, &parts) < 1e-4, "{}", distance(&whole, &parts));
    assert!(history.iter().zip(&history_of_parts).all(|(a, b)| (a - b).abs() < 1e-5));
    assert!(distance(&whole, &fit(16, 1).0) > 1e-3);
}

#[test]
fn the_last_accumulated_step_weighs_its_samples_the_same() {
    // Batches of 2 and 1, at a rate of 1/2: the step of the mean of all three.
    let data = Dataset::new(vec![[0.0]; 3], vec![[1.0], [2.0], [6.0]]).expect("valid samples");
    let mut net = Line::zeros();
    let mut trainer = Trainer::new(MeanSquaredError, Sgd::new(0.5)).epochs(1).batch_size(2).accumulate(7);
    trainer.fit(&mut net, &data).expect("valid samples");
    assert!((net.parameters()[1] - 3.0).abs() < 1e-6);
}

#[test]
fn answers_of_yes_and_no_are_those_of_zero_and_one() {
    network! {
        struct Gate = 2 => 4 tanh => 1 sigmoid;
    }
    let inputs = vec![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let words = Dataset::new(inputs.clone(), vec![false, true, true, false]).expect("as many answers as inputs");
    let numbers = Dataset::new(inputs, vec![[0.0], [1.0], [1.0], [0.0]]).expect("as many answers as inputs");
    let (mut one, mut other) = (Gate::seeded(1), Gate::seeded(1));
    Trainer::new(BinaryCrossEntropy, Sgd::new(0.5)).fit(&mut one, &words).expect("valid samples");
    Trainer::new(BinaryCrossEntropy, Sgd::new(0.5)).fit(&mut other, &numbers).expect("valid samples");
    assert_eq!(one, other);
}

#[test]
fn a_layer_of_rate_zero_stays_as_it_is() {
    let data = sinew::data::iris();
    let (mut net, mut frozen) = (Iris::seeded(1), Iris::seeded(1));
    trainer(AdamW::new(0.01)).layer_rate("hidden", 0.0).fit(&mut net, &data).expect("valid samples");
    trainer(AdamW::new(0.01)).freeze("hidden").fit(&mut frozen, &data).expect("valid samples");
    assert_eq!(net.hidden.weights, Iris::seeded(1).hidden.weights);
    assert_eq!(net, frozen);
}

#[test]
fn all_layers_at_a_rate_are_the_optimizer_at_that_rate() {
    fn check<O: Optimizer<f32>>(optimizer: impl Fn(f64) -> O) {
        let data = sinew::data::iris();
        let fit = |rate, factor| {
            let mut net = Iris::seeded(1);
            let mut trainer = trainer(optimizer(rate)).layer_rate("hidden", factor).layer_rate("output", factor);
            trainer.fit(&mut net, &data).expect("valid samples");
            net
        };
        assert!(distance(&fit(0.005, 1.0), &fit(0.02, 0.25)) < 1e-4);
        assert!(distance(&fit(0.02, 1.0), &fit(0.02, 0.25)) > 1e-3);
    }
    check(|rate| Sgd::new(rate).weight_decay(0.1));
    check(|rate| Sgd::new(rate).momentum(0.9));
    check(|rate| Sgd::new(rate).momentum(0.9).nesterov());
    check(Adagrad::new);
    check(RmsProp::new);
    check(|rate| Adam::new(rate).weight_decay(0.1));
    check(|rate| Adam::new(rate).amsgrad());
    check(|rate| Nadam::new(rate).weight_decay(0.1));
    check(|rate| AdamW::new(rate).weight_decay(0.1));
    check(|rate| Lion::new(rate / 10.0));
}

#[test]
fn all_layers_of_a_decay_are_the_optimizer_of_that_decay() {
    fn check<O: Optimizer<f32>>(optimizer: impl Fn(f64) -> O) {
        let data = sinew::data::iris();
        let fit = |decay, factor| {
            let mut net = Iris::seeded(1);
            let mut trainer = trainer(optimizer(decay)).layer_decay("hidden", factor).layer_decay("output", factor);
            trainer.fit(&mut net, &data).expect("valid samples");
            net
        };
        assert!(distance(&fit(0.1, 1.0), &fit(0.4, 0.25)) < 1e-4);
        assert!(distance(&fit(0.0, 1.0), &fit(0.4, 0.0)) < 1e-4);
        assert!(distance(&fit(0.4, 1.0), &fit(0.4, 0.0)) > 1e-3);
    }
    check(|decay| Sgd::new(0.1).weight_decay(decay));
    check(|decay| Sgd::new(0.02).weight_decay(decay).momentum(0.9));
    check(|decay| Adam::new(0.01).weight_decay(decay));
    check(|decay| AdamW::new(0.02).weight_decay(decay));
}

#[test]
fn a_bias_is_a_group_of_its_own() {
    let data = sinew::data::iris();
    let mut net = Iris::seeded(1);
    let mut trainer = Trainer::new(CrossEntropy, AdamW::new(0.1)).epochs(1).layer_rate("hidden.bias", 0.0);
    trainer.fit(&mut net, &data).expect("valid samples");
    assert_eq!(net.hidden.bias, Iris::seeded(1).hidden.bias);
    assert_ne!(net.hidden.weights, Iris::seeded(1).hidden.weights);
}

#[test]
fn a_layer_that_does_not_exist_is_named() {
    let data = sinew::data::iris();
    let mut net = Iris::seeded(1);
    let wrong = [
        ("hiden", "did you mean `hidden`?"),
        ("Hidden", "did you mean `hidden`?"),
        ("outptu", "did you mean `output`?"),
        ("hidden.biass", "did you mean `hidden.bias`?"),
        ("hidden_weights", "did you mean `hidden.weight`?"),
        ("hidden.bias.bias", "did you mean `hidden.bias`?"),
        ("encoder", "its layers are `hidden`, `output`"),
        ("", "its layers are `hidden`, `output`"),
    ];
    for (label, help) in wrong {
        for trainer in [
            trainer(Sgd::new(0.1)).freeze(label),
            trainer(Sgd::new(0.1)).layer_rate(label, 0.5),
            trainer(Sgd::new(0.1)).layer_decay(label, 0.5),
        ] {
            let error = { trainer }.fit(&mut net, &data).expect_err("no such layer");
            assert_eq!(error.to_string(), format!("the network has no layer `{label}`; {help}"));
        }
    }
    assert_eq!(net, Iris::seeded(1));
}

#[test]
fn each_epoch_sees_the_inputs_of_an_augmented_data_set() {
    let (data, noise) = (sinew::data::iris(), Noise { deviation: 0.3 });
    let mut net = Iris::seeded(1);
    trainer(Adam::new(0.01)).shuffle(false).augment(noise).fit(&mut net, &data).expect("valid samples");
    let mut expected = Iris::seeded(1);
    let mut one_epoch = trainer(Adam::new(0.01)).shuffle(false).epochs(1);
    for epoch in 0..3 {
        let data = data.augmented(&noise, 5, epoch).expect("finite noise");
        one_epoch.fit(&mut expected, &data).expect("valid samples");
    }
    assert_eq!(net, expected);
}

#[test]
fn twice_ten_epochs_are_twenty_whatever_is_drawn() {
    let (data, noise) = (sinew::data::iris(), Noise { deviation: 0.3 });
    let trainer = |epochs| trainer(Adam::new(0.01)).accumulate(3).augment(noise).epochs(epochs);
    let (mut at_once, mut in_parts) = (Noisy::seeded(1), Noisy::seeded(1));
    trainer(20).fit(&mut at_once, &data).expect("valid samples");
    let mut ten = trainer(10);
    ten.fit(&mut in_parts, &data).expect("valid samples");
    ten.fit(&mut in_parts, &data).expect("valid samples");
    assert_eq!(at_once, in_parts);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let (data, noise) = (sinew::data::digits(), Noise { deviation: 0.1 });
    network! { struct Digits = 64 => 200 relu => 10 softmax; }
    let fit = |threads| {
        let mut net = Digits::seeded(1);
        let trainer = Trainer::new(CrossEntropy, AdamW::new(0.003)).epochs(1).batch_size(512).accumulate(2);
        let trainer = trainer.augment(noise).layer_rate("layer1", 0.5).threads(threads);
        trainer.callback(Ema::new(0.9)).fit(&mut net, &data).expect("valid samples");
        net
    };
    assert_eq!(fit(1), fit(3));
}

/// With an input and a target of 0, the loss is its square.
fn bias(net: &Line) -> f32 {
    net.parameters()[1]
}

/// Sets the bias after the steps of each epoch.
struct Script(Vec<f32>);

impl Callback<Line> for Script {
    fn before_validation(&mut self, network: &mut Line) {
        network.parameters_mut()[1] = self.0.remove(0);
    }
}

fn at_zero() -> Dataset<[f32; 1], [f32; 1]> {
    Dataset::new(vec![[0.0]], vec![[0.0]]).expect("a valid sample")
}

fn scripted(losses: &[f32], data: &Dataset<[f32; 1], [f32; 1]>, stopping: &mut EarlyStopping<Line>) -> (f32, usize) {
    let mut net = Line::zeros();
    let script = Script(losses.iter().map(|loss| loss.sqrt()).collect());
    let trainer = Trainer::new(MeanSquaredError, Sgd::new(0.0)).epochs(losses.len()).validation(data);
    let history = trainer.callback(script).callback(stopping).fit(&mut net, data).expect("valid samples");
    (bias(&net) * bias(&net), history.epochs.len())
}

#[test]
fn early_stopping_waits_for_its_patience_and_restores_the_best() {
    let data = at_zero();
    let run = |losses: &[f32], stopping: &mut EarlyStopping<Line>| scripted(losses, &data, stopping);
    assert_eq!(run(&[9.0, 4.0, 16.0, 25.0, 1.0], &mut EarlyStopping::new(2)), (4.0, 4));
    assert_eq!(run(&[9.0, 4.0, 16.0, 1.0, 25.0], &mut EarlyStopping::new(2)), (1.0, 5));
    assert_eq!(run(&[9.0, 4.0, 16.0, 25.0, 1.0], &mut EarlyStopping::new(3)), (1.0, 5));
    // Equal is not lower, and neither is what is lower by no more than `min_delta`.
    assert_eq!(run(&[4.0, 4.0, 4.0, 1.0], &mut EarlyStopping::new(2)), (4.0, 3));
    assert_eq!(run(&[9.0, 4.0, 1.0], &mut EarlyStopping::new(1).min_delta(5.0)), (9.0, 2));
    let mut stopping = EarlyStopping::new(1);
    run(&[9.0, 4.0, 16.0], &mut stopping);
    assert_eq!(stopping.best(), 4.0);
}

/// Takes note of the factor after each epoch.
struct Factors(Vec<f64>);

impl<N: Network> Callback<N> for Factors {
    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        self.0.push(*run.learning_rate_factor);
        ControlFlow::Continue(())
    }
}

#[test]
fn a_plateau_lowers_the_learning_rate_each_time_it_lasts() {
    let data = at_zero();
    let mut factors = Factors(Vec::new());
    let script = Script(vec![3.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
    let trainer = Trainer::new(MeanSquaredError, Sgd::new(0.0)).epochs(9).validation(&data).callback(script);
    let plateau = Plateau::new(2).factor(0.5).min_factor(0.2);
    trainer.callback(plateau).callback(&mut factors).fit(&mut Line::zeros(), &data).expect("valid samples");
    assert_eq!(factors.0, [1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25, 0.25, 0.2]);
}

#[test]
fn a_factor_of_all_rates_is_the_optimizer_at_that_rate() {
    struct Half;
    impl<N: Network> Callback<N> for Half {
        fn on_start(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
            *run.learning_rate_factor = 0.5;
            ControlFlow::Continue(())
        }
    }
    let data = sinew::data::iris();
    let (mut net, mut expected) = (Iris::seeded(1), Iris::seeded(1));
    trainer(Adam::new(0.02)).callback(Half).fit(&mut net, &data).expect("valid samples");
    trainer(Adam::new(0.01)).fit(&mut expected, &data).expect("valid samples");
    assert!(distance(&net, &expected) < 1e-4);
}

#[test]
fn a_plateau_goes_on_from_a_checkpoint_as_if_never_interrupted() {
    let data = sinew::data::iris();
    let make = || trainer(Adam::new(0.3)).epochs(12).callback(Plateau::new(1).factor(0.5));
    let mut expected = Iris::seeded(1);
    make().fit(&mut expected, &data).expect("valid samples");

    let (mut net, mut resumed) = (Iris::seeded(1), make());
    let stopped = make().fit_with(&mut net, &data, |progress| {
        let is_last = progress.history.epochs.len() == 7;
        resumed.restore(&progress).expect("the same optimizer");
        if is_last { Err(TrainError::Empty) } else { Ok(()) }
    });
    assert!(stopped.is_err());
    resumed.fit(&mut net, &data).expect("valid samples");
    assert_eq!(net, expected);
}

#[test]
fn the_average_is_what_is_validated_and_what_is_left() {
    // At a rate of 1/2 the bias goes to 1 at once, and stays there. The decay is 1/10, 2/11, 3/12.
    let data = Dataset::new(vec![[0.0]], vec![[1.0]]).expect("a valid sample");
    let mut net = Line::zeros();
    let trainer = Trainer::new(MeanSquaredError, Sgd::new(0.5)).epochs(3).validation(&data);
    let history = trainer.callback(Ema::new(0.5)).fit(&mut net, &data).expect("valid samples");
    let averages = [1.0 - 0.1, 1.0 - 0.1 * 2.0 / 11.0, 1.0 - 0.1 * 2.0 / 11.0 * 0.25];
    for (epoch, average) in history.epochs.iter().zip(averages) {
        let loss = epoch.validation.expect("validated").loss;
        assert!((loss - (1.0 - average) * (1.0 - average)).abs() < 1e-6, "{epoch}");
    }
    assert!((f64::from(bias(&net)) - averages[2]).abs() < 1e-6);
    assert_eq!(losses(&history)[1..], [0.0, 0.0], "training goes on with the weights, not the average");
}

#[test]
fn callbacks_that_do_nothing_change_nothing() {
    struct Idle;
    impl<N: Network> Callback<N> for Idle {}
    let data: Irises = sinew::data::iris();
    let (mut net, mut expected) = (Iris::seeded(1), Iris::seeded(1));
    trainer(AdamW::new(0.01)).fit(&mut expected, &data).expect("valid samples");
    trainer(AdamW::new(0.01)).callback(Idle).callback(&mut Idle).fit(&mut net, &data).expect("valid samples");
    assert_eq!(net, expected);
}

#[test]
fn parameters_that_a_step_makes_infinite_are_undone() {
    // The gradient, 2·(0 − 1e15), is finite, and the step of the rate 1e30 is not.
    let data = Dataset::new(vec![[1.0]], vec![[1e15_f32]]).expect("a finite sample");
    let mut net = Line::zeros();
    let error = Trainer::new(MeanSquaredError, Sgd::new(1e30)).epochs(3).fit(&mut net, &data).expect_err("an overflow");
    let what = NonFinite::Parameter { tensor: "layer1.weight".into() };
    assert_eq!(error, TrainError::NotFinite { epoch: 1, batch: 1, what });
    assert_eq!(net, Line::zeros());
    assert_eq!(error.to_string(), "a parameter of `layer1.weight` is not finite in epoch 1, batch 1");
}

#[test]
fn the_batch_whose_numbers_are_not_finite_is_named() {
    // In the given order, the third of the batches of two.
    let inputs = vec![[0.0], [0.0], [0.0], [0.0], [1e30_f32], [0.0]];
    let data = Dataset::new(inputs, vec![[1.0]; 6]).expect("finite samples");
    let fit = |accumulate| {
        let mut net = Line::zeros();
        net.parameters_mut()[0] = 1.0;
        let trainer = Trainer::new(MeanSquaredError, Sgd::new(0.5)).batch_size(2).shuffle(false);
        let error = trainer.accumulate(accumulate).fit(&mut net, &data).expect_err("an overflow");
        let what = NonFinite::Gradient { tensor: "layer1.weight".into() };
        assert_eq!(error, TrainError::NotFinite { epoch: 1, batch: 3, what });
        net.parameters().to_vec()
    };
    assert_eq!(fit(1), [1.0, 1.0], "the steps of the two batches before are kept");
    assert_eq!(fit(3), [1.0, 0.0], "there was no step before");
}

#[test]
fn the_tensor_that_is_not_finite_is_named() {
    network! {
        struct Net = 4
            => hidden: 6 tanh
            => block: residual(inner: 6 tanh => linear: 6)
            => norm: batchnorm
            => output: 3 softmax;
    }
    type Place = fn(&mut Net) -> &mut f32;
    let places: [(&str, Place); 10] = [
        ("hidden.weight", |net| &mut net.layers.hidden.weights[0][0]),
        ("hidden.bias", |net| &mut net.layers.hidden.bias[5]),
        ("block.branch.inner.weight", |net| &mut net.layers.block.branch.inner.weights[5][5]),
        ("block.branch.inner.bias", |net| &mut net.layers.block.branch.inner.bias[0]),
        ("block.branch.linear.weight", |net| &mut net.layers.block.branch.linear.weights[2][3]),
        ("block.branch.linear.bias", |net| &mut net.layers.block.branch.linear.bias[5]),
        ("norm.weight", |net| &mut net.layers.norm.weights[0]),
        ("norm.bias", |net| &mut net.layers.norm.bias[1]),
        ("output.weight", |net| &mut net.layers.output.weights[2][5]),
        ("output.bias", |net| &mut net.layers.output.bias[2]),
    ];
    for (tensor, place) in places {
        for x in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let mut net = Net::seeded(1);
            *place(&mut net) = x;
            let error = trainer(Adam::new(0.01)).fit(&mut net, &sinew::data::iris()).expect_err("a parameter");
            let expected = format!("a parameter of `{tensor}` is not finite in epoch 1, batch ");
            assert!(error.to_string().starts_with(&expected), "{x} in {tensor}: {error}");
        }
    }
}

#[test]
fn the_history_has_the_learning_rate_that_each_epoch_began_with() {
    let data = sinew::data::iris(); // 10 batches of 16
    let halved = StepDecay::new(0.1, 0.5, 10);
    let history = trainer(AdamW::new(halved)).fit(&mut Iris::seeded(1), &data).expect("valid samples");
    let rates: Vec<f64> = history.epochs.iter().filter_map(|epoch| epoch.learning_rate).collect();
    assert_eq!(rates, [0.1, 0.05, 0.025]);
    assert!(history.epochs.iter().all(|epoch| epoch.samples == 150));

    let plateau = Plateau::new(1).factor(0.5).min_delta(1e6);
    let history = trainer(Adam::new(0.1)).callback(plateau).fit(&mut Iris::seeded(1), &data).expect("valid samples");
    assert_eq!(history.epochs.last().and_then(|epoch| epoch.learning_rate), Some(0.05));
}

network! {
    struct Normed = 4 => hidden: 8 tanh => norm: layernorm => inner: residual(a: 8 relu => b: 8) => output: 3 softmax;
}

/// Which parameters a step of pure weight decay has moved, by the name of their tensor.
fn decayed(trainer: Trainer<'_, CrossEntropy, Sgd<f32>, [f32; 4], usize>) -> Vec<String> {
    let before = {
        let mut net = Normed::seeded(1);
        net.parameters_mut().iter_mut().for_each(|w| *w += 2.0);
        net
    };
    let mut net = before.clone();
    // Frozen gradients: at this clip, only the decay is left.
    trainer.clip_norm(0.0).epochs(1).batch_size(150).fit(&mut net, &sinew::data::iris()).expect("valid samples");
    let names = Normed::LAYERS.iter().flat_map(|layer| names(layer, ""));
    let mut rest = (net.parameters(), before.parameters());
    let moved = names.filter(|(_, count)| {
        let (now, then) = (rest.0.split_at(*count), rest.1.split_at(*count));
        rest = (now.1, then.1);
        now.0.iter().zip(then.0).any(|(now, then)| now != then)
    });
    moved.map(|(name, _)| name).collect()
}

/// The tensors of a layer, with how many parameters they have.
fn names(layer: &LayerInfo, prefix: &str) -> Vec<(String, usize)> {
    let path = format!("{prefix}{}", layer.name);
    let inner = layer.layers.iter().flat_map(|inner| names(inner, &format!("{path}.")));
    let own = layer.tensors.iter().map(|tensor| (format!("{path}.{}", tensor.name), tensor.len()));
    inner.chain(own).filter(|(_, count)| *count > 0).collect()
}

#[test]
fn groups_of_parameters_are_chosen_by_label_pattern_and_role() {
    let trainer = || Trainer::new(CrossEntropy, Sgd::new(0.1).weight_decay(0.1));
    let all = decayed(trainer());
    let expected_all = Normed::LAYERS.iter().flat_map(|layer| names(layer, "")).map(|(name, _)| name);
    assert_eq!(all, expected_all.collect::<Vec<_>>(), "as in PyTorch, all parameters decay");
    let spared = |trainer| -> Vec<String> {
        let decayed = decayed(trainer);
        all.iter().filter(|name| !decayed.contains(name)).cloned().collect()
    };
    let biases: Vec<String> = all.iter().filter(|name| name.ends_with("bias")).cloned().collect();
    assert_eq!(biases.len(), 5);
    assert_eq!(spared(trainer().layer_decay(Role::Bias, 0.0)), biases);
    assert_eq!(spared(trainer().layer_decay("*.bias", 0.0)), biases);
    let norms = ["norm.weight", "norm.bias"];
    assert_eq!(spared(trainer().layer_decay(Role::Norm, 0.0)), norms);
    let both: Vec<String> =
        all.iter().filter(|name| biases.contains(name) || *name == "norm.weight").cloned().collect();
    assert_eq!(spared(trainer().decay_weights_only()), both);
    assert_eq!(spared(trainer().layer_decay(vec![Role::Bias, Role::Norm], 0.0)), both);
    assert_eq!(
        spared(trainer().layer_decay(["hidden", "norm.*"], 0.0)),
        ["hidden.weight", "hidden.bias", "norm.weight", "norm.bias"]
    );
    assert_eq!(spared(trainer().layer_decay("h*n.w*", 0.0)), ["hidden.weight"]);
    assert_eq!(spared(trainer().layer_decay("*", 0.0)), all);
    assert_eq!(spared(trainer().freeze(["*.weight", "*.bias"])), all);
    assert_eq!(spared(trainer().layer_rate(String::from("hidden.bias"), 0.0)), ["hidden.bias"]);
}

#[test]
fn what_is_named_twice_in_one_call_counts_once_and_a_pattern_of_nothing_is_an_error() {
    let data = sinew::data::iris();
    let fit = |trainer: Trainer<'_, CrossEntropy, Adam<f32>, [f32; 4], usize>| {
        let mut net = Iris::seeded(1);
        trainer.epochs(1).fit(&mut net, &data).map(|_| net)
    };
    let trainer = || Trainer::new(CrossEntropy, Adam::new(0.01));
    let once = fit(trainer().layer_rate("hidden", 0.5)).expect("valid labels");
    assert_eq!(fit(trainer().layer_rate(["hidden", "hidden.bias", "hid*"], 0.5)), Ok(once.clone()));
    let twice = fit(trainer().layer_rate("hidden", 0.5).layer_rate("hid*", 0.5)).expect("valid labels");
    assert_ne!(twice, once);
    assert!(matches!(fit(trainer().layer_rate("*.scale", 0.5)), Err(TrainError::UnknownLayer { .. })));
    assert!(fit(trainer().layer_rate(Role::Norm, 0.5)).is_ok(), "nothing need play a role");
}
