//! What holds of every optimizer, every schedule and every clipped gradient.

#![cfg(feature = "alloc")]
#![allow(clippy::float_cmp)] // laws of equality are meant to the last bit

use std::panic::{AssertUnwindSafe, UnwindSafe, catch_unwind};

use proptest::prelude::*;
use sinew_optimizers::{
    Adagrad, Adam, AdamW, Constant, Cosine, CosineRestarts, Exponential, Linear, Lion, Nadam, OneCycle, Optimizer,
    OptimizerState, Polynomial, RestoreError, RmsProp, Schedule, Sgd, State, StepDecay, UpdateRule, WarmUp,
    clip_by_norm, clip_by_value, norm,
};
use sinew_tensors::Real;

/// Every optimizer at the learning rate `schedule`, with this weight decay.
fn optimizers<S: Schedule + Clone + 'static>(schedule: S, weight_decay: f64) -> Vec<Box<dyn Optimizer<f32>>> {
    let sgd = Sgd::new(schedule.clone()).weight_decay(weight_decay);
    vec![
        Box::new(sgd.clone()),
        Box::new(sgd.clone().momentum(0.9)),
        Box::new(sgd.momentum(0.9).nesterov()),
        Box::new(Adagrad::new(schedule.clone()).weight_decay(weight_decay)),
        Box::new(RmsProp::new(schedule.clone()).weight_decay(weight_decay)),
        Box::new(RmsProp::new(schedule.clone()).weight_decay(weight_decay).momentum(0.9)),
        Box::new(RmsProp::new(schedule.clone()).weight_decay(weight_decay).centered().momentum(0.9)),
        Box::new(Adam::new(schedule.clone()).weight_decay(weight_decay)),
        Box::new(Adam::new(schedule.clone()).weight_decay(weight_decay).amsgrad()),
        Box::new(AdamW::new(schedule.clone()).weight_decay(weight_decay)),
        Box::new(AdamW::new(schedule.clone()).weight_decay(weight_decay).amsgrad()),
        Box::new(Nadam::new(schedule.clone()).weight_decay(weight_decay)),
        Box::new(Lion::new(schedule).weight_decay(weight_decay)),
    ]
}

fn numbers(len: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = Vec<f32>> {
    prop::collection::vec(-10.0_f32..10.0, len)
}

fn parameters_and_gradients() -> impl Strategy<Value = (Vec<f32>, Vec<f32>)> {
    (0..70_usize).prop_flat_map(|len| (numbers(len), numbers(len)))
}

proptest! {
    #[test]
    fn without_a_learning_rate_nothing_changes((w, g) in parameters_and_gradients(), weight_decay in 0.0..1.0) {
        for mut optimizer in optimizers(0.0, weight_decay) {
            let mut moved = w.clone();
            optimizer.step(&mut moved, &g);
            optimizer.step(&mut moved, &g);
            prop_assert_eq!(&moved, &w);
        }
    }

    #[test]
    fn without_a_gradient_nothing_changes(w in numbers(0..70)) {
        for mut optimizer in optimizers(0.1, 0.0) {
            let mut moved = w.clone();
            optimizer.step(&mut moved, &vec![0.0; w.len()]);
            optimizer.step(&mut moved, &vec![0.0; w.len()]);
            prop_assert_eq!(&moved, &w);
        }
    }

    #[test]
    fn a_first_step_goes_against_the_gradient((w, g) in parameters_and_gradients()) {
        for mut optimizer in optimizers(0.1, 0.0) {
            let mut moved = w.clone();
            optimizer.step(&mut moved, &g);
            for i in 0..w.len() {
                prop_assert!((moved[i] - w[i]) * g[i] <= 0.0);
            }
        }
    }

    #[test]
    fn a_restored_optimizer_goes_on_bit_for_bit((w, g) in parameters_and_gradients(), before in 0..5) {
        let schedule = WarmUp::new(3, Cosine::new(0.1, 5));
        for (mut optimizer, mut restored) in optimizers(schedule, 0.01).into_iter().zip(optimizers(schedule, 0.01)) {
            let mut w = w.clone();
            for _ in 0..before {
                optimizer.step(&mut w, &g);
            }
            let mut restored_w = w.clone();
            prop_assert_eq!(restored.restore(optimizer.state().unwrap(), w.len()), Ok(()));
            for _ in 0..5 {
                optimizer.step(&mut w, &g);
                restored.step(&mut restored_w, &g);
            }
            prop_assert_eq!(&restored_w, &w);
            prop_assert_eq!(restored.state(), optimizer.state());
        }
    }

    #[test]
    fn tasks_are_the_step_bit_for_bit(len in 0..5000_usize, count in 1..6_usize, weight_decay in 0.0..0.1) {
        let number = |i: usize, k: usize| ((i * 7919 + k * 104_729) % 1009) as f32 / 1009.0 - 0.5;
        let gradients: Vec<Vec<f32>> = (0..3).map(|step| (0..len).map(|i| number(i, step)).collect()).collect();
        for (mut whole, mut parts) in optimizers(0.1, weight_decay).into_iter().zip(optimizers(0.1, weight_decay)) {
            let mut w: Vec<f32> = (0..len).map(|i| number(i, 9)).collect();
            let mut v = w.clone();
            for g in &gradients {
                whole.step(&mut w, g);
                let tasks = parts.tasks(&mut v, g, count);
                prop_assert!(tasks.len() <= count);
                tasks.into_iter().rev().for_each(|task| task());
            }
            prop_assert_eq!(&w, &v);
            prop_assert_eq!(whole.state(), parts.state());
        }
    }

    #[test]
    fn clipping_by_norm_keeps_the_direction(g in numbers(0..70), max_norm in 0.1..100.0) {
        let mut clipped = g.clone();
        let before = clip_by_norm(&mut clipped, max_norm);
        prop_assert!(norm(&clipped) <= max_norm * (1.0 + 1e-6));
        if before <= max_norm {
            prop_assert_eq!(clipped, g);
        } else {
            prop_assert!((norm(&clipped) - max_norm).abs() <= 1e-6 * max_norm);
            let cosine = clipped.iter().zip(&g).map(|(&c, &g)| f64::from(c) * f64::from(g)).sum::<f64>();
            prop_assert!((cosine / (norm(&clipped) * before) - 1.0).abs() <= 1e-6);
        }
    }

    #[test]
    fn clipping_by_value_leaves_small_numbers(g in numbers(0..70), limit in 0.0..10.0_f32) {
        let mut clipped = g.clone();
        clip_by_value(&mut clipped, f64::from(limit));
        for (clipped, g) in clipped.into_iter().zip(g) {
            prop_assert_eq!(clipped, if g.abs() <= limit { g } else { limit * g.signum() });
        }
    }

    #[test]
    fn a_cosine_falls_from_its_maximum_to_its_minimum(max in 0.01..1.0, share in 0.0..1.0, steps in 1..1000_u64) {
        let (min, cosine) = (share * max, Cosine::new(max, steps).min(share * max));
        prop_assert_eq!(cosine.learning_rate(0), max);
        prop_assert_eq!(cosine.learning_rate(steps), min);
        prop_assert_eq!(cosine.learning_rate(steps + 77), min);
        prop_assert!((0..steps).all(|step| cosine.learning_rate(step) >= cosine.learning_rate(step + 1) - 1e-15));
    }

    #[test]
    fn a_cosine_starts_again_after_each_period(
        max in 0.01..1.0,
        share in 0.0..1.0,
        period in 1..50_u64,
        factor in 1..4_u64,
        huge in 1_u64 << 52..u64::MAX,
    ) {
        let min = share * max;
        let restarts = CosineRestarts::new(max, period).min(min).factor(factor);
        let (mut start, mut length) = (0, period);
        for _ in 0..5 {
            let cosine = Cosine::new(max, length).min(min);
            prop_assert!((0..length).all(|t| restarts.learning_rate(start + t) == cosine.learning_rate(t)));
            start += length;
            length *= factor;
        }
        prop_assert!((min - 1e-15..=max).contains(&restarts.learning_rate(huge)));
    }

    #[test]
    fn lines_and_powers_run_from_end_to_end(
        max in 0.01..1.0,
        share in 0.0..1.0,
        power in 0.1..5.0,
        steps in 1..1000_u64,
    ) {
        let (min, linear) = (share * max, Linear::new(max, share * max, steps));
        let polynomial = Polynomial::new(max, steps).min(min).power(power);
        let straight = Polynomial::new(max, steps).min(min);
        for schedule in [&linear as &dyn Schedule, &polynomial, &straight] {
            prop_assert_eq!(schedule.learning_rate(0), max);
            prop_assert_eq!(schedule.learning_rate(steps), min);
            prop_assert_eq!(schedule.learning_rate(steps + 77), min);
            prop_assert!((0..steps).all(|t| schedule.learning_rate(t) >= schedule.learning_rate(t + 1) - 1e-15));
        }
        prop_assert!((0..steps).all(|t| (linear.learning_rate(t) - straight.learning_rate(t)).abs() <= 1e-15));
    }

    #[test]
    fn a_warm_up_rises_evenly_to_the_start_of_what_follows(rate in 0.01..1.0, steps in 0..100_u64, then in 1..100_u64) {
        let warm_up = WarmUp::new(steps, Cosine::new(rate, then));
        let rise = rate / (steps + 1) as f64;
        let mut last = 0.0;
        for step in 0..=steps {
            prop_assert!((warm_up.learning_rate(step) - last - rise).abs() <= 1e-12);
            last = warm_up.learning_rate(step);
        }
        prop_assert_eq!(last, rate);
        prop_assert_eq!(warm_up.learning_rate(steps + then), 0.0);
    }

    #[test]
    fn one_cycle_rises_and_falls(max in 0.01..1.0, rising in 0.0..0.99, steps in 3..1000_u64) {
        let cycle = OneCycle::new(max, steps).pct_start(rising);
        let rates: Vec<f64> = (0..steps).map(|step| cycle.learning_rate(step)).collect();
        let last = max / 25e4;
        prop_assert!(rates.iter().all(|&rate| rate >= 0.999_999 * last && rate <= max));
        prop_assert!((rates[rates.len() - 1] / last - 1.0).abs() <= 1e-12);
        prop_assert_eq!(cycle.learning_rate(steps), cycle.learning_rate(steps - 1));

        let top = rates.iter().position(|&rate| rates.iter().all(|&other| other <= rate)).unwrap();
        prop_assert!(rates[..=top].is_sorted());
        prop_assert!(rates[top..].is_sorted_by(|a, b| a >= b));
        prop_assert!(top == 0 || (rates[0] - max / 25.0).abs() <= 1e-12);
        prop_assert!((top as f64 - (rising * steps as f64 - 1.0).max(0.0)).abs() <= 1.0);
    }

    #[test]
    fn decays_multiply(initial in 0.01..1.0, factor in 0.5..1.0, period in 1..20_u64, step in 0..200_u64) {
        let exponential = Exponential::new(initial, factor);
        let ratio = exponential.learning_rate(step + 1) / exponential.learning_rate(step);
        prop_assert!((ratio - factor).abs() <= 1e-12);

        let steps = StepDecay::new(initial, factor, period);
        prop_assert_eq!(steps.learning_rate(step), steps.learning_rate(step / period * period));
        let ratio = steps.learning_rate(step + period) / steps.learning_rate(step);
        prop_assert!((ratio - factor).abs() <= 1e-12);
    }
}

#[test]
fn a_number_is_a_constant_schedule() {
    assert_eq!(0.25_f64.learning_rate(1000), 0.25);
    assert_eq!(0.25_f32.learning_rate(1000), 0.25);
    assert_eq!(Constant::new(0.25).learning_rate(1000), 0.25);
}

#[test]
fn an_optimizer_follows_its_schedule() {
    let mut w = [0.0];
    let mut sgd = Sgd::new(|step: u64| if step == 0 { 0.5 } else { 0.25 });
    for expected in [-0.5, -0.75, -1.0] {
        sgd.step(&mut w, &[1.0]);
        assert_eq!(w, [expected]);
    }
}

#[test]
fn an_optimizer_tells_the_learning_rate_of_its_next_step() {
    for mut optimizer in optimizers(|step: u64| 0.5 / (step + 1) as f64, 0.01) {
        for expected in [0.5, 0.25, 0.5 / 3.0] {
            assert_eq!(optimizer.learning_rate(), Some(expected));
            assert_eq!(Optimizer::<f32>::learning_rate(&&mut *optimizer), Some(expected));
            optimizer.step(&mut [0.0; 2], &[1.0; 2]);
        }
    }
    assert_eq!(Forgetful.learning_rate(), None);
}

#[test]
fn steps_allocate_only_once() {
    let mut adam = Adam::new(0.1);
    let mut w = [0.0_f32; 100];
    adam.step(&mut w, &[1.0; 100]);
    let moments = adam.state().unwrap().moments.as_ptr();
    adam.step(&mut w, &[1.0; 100]);
    assert_eq!(adam.state().unwrap().moments.as_ptr(), moments);
    assert_eq!(adam.state().unwrap().moments.len(), 200);
}

#[test]
fn a_schedule_is_asked_once_a_step() {
    let asked = std::rc::Rc::new(std::cell::Cell::new(0));
    let count = std::rc::Rc::clone(&asked);
    let schedule = move |step| {
        count.set(count.get() + 1);
        0.1 / (step + 1) as f64
    };
    for mut optimizer in optimizers(schedule, 0.1) {
        optimizer.step(&mut [1.0; 3], &[1.0; 3]);
        let before = asked.get();
        optimizer.step(&mut [1.0; 3], &[1.0; 3]);
        assert_eq!(asked.get(), before + 1);
    }
}

#[test]
fn a_state_that_does_not_fit_is_refused() {
    let mut adam = Adam::<f32>::new(0.1);
    let found = adam.restore(State { optimizer: "", steps: 1, moments: &[0.0; 3] }, 3);
    assert_eq!(found, Err(RestoreError::Length { expected: 6, found: 3 }));
    assert_eq!(found.unwrap_err().to_string(), "the optimizer keeps 6 moments, found 3");
    let found = Sgd::new(0.1).restore(State { optimizer: "", steps: 1, moments: &[0.0_f32] }, 1);
    assert_eq!(found, Err(RestoreError::Length { expected: 0, found: 1 }));
}

#[test]
fn an_optimizer_goes_on_from_its_own_state_and_no_others() {
    let stepped = || {
        let mut all = optimizers(0.1, 0.1);
        for optimizer in &mut all {
            optimizer.step(&mut [1.0; 3], &[0.5; 3]);
        }
        all
    };
    for saved in stepped() {
        let state = saved.state().unwrap();
        for mut optimizer in stepped() {
            let own = optimizer.state().unwrap().optimizer.to_owned();
            assert_ne!(own, "");
            let same_size = optimizer.state().unwrap().moments.len() == state.moments.len();
            let restored = optimizer.restore(state, 3).map_err(|error| error.to_string());
            if own == state.optimizer {
                assert_eq!(restored.is_ok(), same_size);
            } else {
                let found = state.optimizer;
                assert_eq!(restored, Err(format!("expected the state of `{own}`, found that of `{found}`")));
            }
            // As files have it from before optimizers had names: what fits is taken.
            assert_eq!(optimizer.restore(State { optimizer: "", ..state }, 3).is_ok(), same_size);
        }
    }
}

#[test]
fn a_state_before_the_first_step_has_no_moments_or_all_and_a_later_one_has_all() {
    let mut adam = Adam::<f32>::new(0.1);
    assert_eq!(adam.restore(State { optimizer: "", steps: 0, moments: &[] }, 3), Ok(()));
    assert_eq!(adam.restore(State { optimizer: "", steps: 0, moments: &[0.5; 6] }, 3), Ok(()));
    assert_eq!(adam.state(), Some(State { optimizer: "Adam", steps: 0, moments: &[0.5; 6] }));
    let found = adam.restore(State { optimizer: "", steps: 1, moments: &[] }, 3);
    assert_eq!(found, Err(RestoreError::Length { expected: 6, found: 0 }));
}

/// An optimizer that says nothing of its state, because it has none or because its author did not
/// think of it.
struct Forgetful;

impl Optimizer<f32> for Forgetful {
    fn step(&mut self, _: &mut [f32], _: &[f32]) {}
}

#[test]
fn an_optimizer_that_cannot_be_saved_says_so() {
    assert_eq!(Forgetful.state(), None);
    assert_eq!(Forgetful.restore(State::default(), 0), Err(RestoreError::Unsupported));
}

#[test]
fn a_lent_optimizer_has_the_state_of_its_owner() {
    let mut adam = Adam::new(0.1);
    adam.step(&mut [0.0_f32; 2], &[1.0; 2]);
    let expected = adam.clone();
    assert_eq!(Optimizer::<f32>::state(&&mut adam), expected.state());
    let mut other = Adam::new(0.1);
    assert_eq!(Optimizer::<f32>::restore(&mut &mut other, expected.state().unwrap(), 2), Ok(()));
    assert_eq!(other.state(), expected.state());
    let found = Optimizer::<f32>::restore(&mut &mut other, State { optimizer: "", steps: 1, moments: &[0.0] }, 2);
    assert_eq!(found, Err(RestoreError::Length { expected: 4, found: 1 }));
}

#[test]
fn a_gradient_of_zero_has_the_norm_zero_and_is_left() {
    let mut g = [0.0_f64; 3];
    assert_eq!(clip_by_norm(&mut g, 0.0), 0.0);
    assert_eq!(g, [0.0; 3]);
}

#[test]
fn norms_of_huge_numbers_do_not_overflow() {
    let mut g = [3e38_f32; 100];
    let norm_before = clip_by_norm(&mut g, 1.0);
    assert!((norm_before / 3e39 - 1.0).abs() < 1e-5);
    assert!((norm(&g) - 1.0).abs() < 1e-4);

    let mut g = [1e300_f64; 4];
    assert!((clip_by_norm(&mut g, 1.0) / 2e300 - 1.0).abs() < 1e-12);
    assert!((norm(&g) - 1.0).abs() < 1e-12);
}

#[test]
fn gradients_that_are_not_finite_are_reported_and_left() {
    for bad in [f32::INFINITY, f32::NEG_INFINITY, f32::NAN] {
        let mut g = [1.0, 2.0, bad];
        assert!(!clip_by_norm(&mut g, 0.1).is_finite());
        assert_eq!(g[..2], [1.0, 2.0]);
    }
    let mut g = [f32::NAN, f32::NEG_INFINITY];
    clip_by_value(&mut g, 1.0);
    assert!(g[0].is_nan() && g[1] == -1.0);
}

#[test]
fn centered_rmsprop_survives_equal_gradients() {
    for g in [0.1_f32, 0.3, 1.7, 12345.678] {
        let (mut rmsprop, mut w) = (RmsProp::new(1e-6).alpha(0.5).centered(), [0.0]);
        for _ in 0..300 {
            rmsprop.step(&mut w, &[g]); // the variance tends to 0, and rounding takes it below
        }
        assert!(w[0].is_finite() && w[0] < 0.0, "{g}: {w:?}");
    }
}

#[test]
fn what_is_not_a_number_shows_in_the_parameters() {
    for mut optimizer in optimizers(0.1, 0.0) {
        let mut w = [1.0, 1.0];
        optimizer.step(&mut w, &[f32::NAN, 1.0]);
        assert!(w[0].is_nan() && w[1] < 1.0);
    }
}

/// What `build` panics with.
fn refusal<R>(build: impl FnOnce() -> R + UnwindSafe) -> String {
    *catch_unwind(build).err().expect("a panic").downcast().expect("a message")
}

#[test]
fn hyperparameters_out_of_range_are_refused_with_value_and_range() {
    let negative = refusal(|| Adam::<f32>::new(-0.1));
    assert_eq!(negative, "the learning rate must be in [0, ∞), found -0.1");
    let nan = refusal(|| Sgd::new(f64::NAN));
    assert_eq!(nan, "the learning rate must be in [0, ∞), found NaN");
    let beta = refusal(|| AdamW::<f32>::new(0.1).beta2(1.0));
    assert_eq!(beta, "beta2 must be in [0, 1), found 1");
    let epsilon = refusal(|| Adagrad::<f32>::new(0.1).epsilon(0.0));
    assert_eq!(epsilon, "epsilon must be in (0, ∞), found 0");
    let steps = refusal(|| Sgd::new(Cosine::new(0.1, 0)));
    assert_eq!(steps, "the number of steps must be at least 1, found 0");
    let later = refusal(|| {
        let mut sgd = Sgd::new(|step: u64| 1.0 - 2.0 * step as f64);
        sgd.step(&mut [0.0], &[0.0]);
        sgd.step(&mut [0.0], &[0.0]);
    });
    assert_eq!(later, "the learning rate must be in [0, ∞), found -1");
}

#[test]
fn a_gradient_of_another_length_is_refused() {
    let short = refusal(|| Sgd::new(0.1).step(&mut [0.0; 2], &[0.0]));
    assert_eq!(short, "expected a gradient of length 2, found 1");
}

#[test]
fn tasks_of_another_length_and_no_tasks_are_refused() {
    let short = refusal(|| Sgd::new(0.1).tasks(&mut [0.0_f32; 2], &[0.0], 1).len());
    assert_eq!(short, "expected a gradient of length 2, found 1");
    let short = refusal(|| Adam::new(0.1).tasks(&mut [0.0_f32; 2], &[0.0], 1).len());
    assert_eq!(short, "expected a gradient of length 2, found 1");
    let none = catch_unwind(|| Adam::new(0.1).tasks(&mut [0.0_f32; 2], &[0.0; 2], 0).len());
    assert_eq!(none.unwrap_err().downcast_ref(), Some(&"expected at least one task"));
}

#[test]
fn a_step_that_is_refused_is_not_counted() {
    let mut state = OptimizerState::<f32, 0>::new("Still");
    let mut refused = |gradients: &[f32], count| {
        let step = AssertUnwindSafe(|| state.tasks(Still, &mut [0.0; 2], gradients, count).len());
        assert!(catch_unwind(step).is_err());
        assert_eq!(state.steps(), 0);
    };
    refused(&[0.0], 1);
    refused(&[0.0; 2], 0);
}

/// Moves nothing.
#[derive(Clone, Copy)]
struct Still;

impl UpdateRule<0> for Still {
    fn apply<V: Real>(&self, w: V, _: V, moments: [V; 0]) -> (V, [V; 0]) {
        (w, moments)
    }
}

#[test]
fn an_optimizer_serves_one_number_of_parameters() {
    let mut adam = Adam::new(0.1);
    adam.step(&mut [0.0; 3], &[1.0; 3]);
    let other = refusal(move || adam.step(&mut [0.0; 2], &[1.0; 2]));
    assert_eq!(other, "expected the 3 parameters of the steps before, found 2");
}

#[test]
fn an_optimizer_can_be_lent_and_chosen_at_run_time() {
    /// As a trainer takes it.
    fn train(mut optimizer: impl Optimizer<f32>, w: &mut [f32]) {
        optimizer.step(w, &[1.0]);
    }

    let mut chosen: Box<dyn Optimizer<f32>> = Box::new(Sgd::new(0.5).momentum(0.5));
    let mut w = [0.0];
    train(chosen.as_mut(), &mut w);
    train(&mut *chosen, &mut w);
    assert_eq!(w, [-1.25]);
    assert_eq!(chosen.state().unwrap().steps, 2);
}
