//! Optimizers and schedules take PyTorch's steps; `references/optimizers.py` writes the expected numbers.

#![cfg(feature = "alloc")]

use std::array::from_fn;
use std::collections::BTreeMap;

use sinew_optimizers::{
    Adagrad, Adam, AdamW, Cosine, Exponential, Lion, OneCycle, Optimizer, RmsProp, Schedule, Sgd, StepDecay, WarmUp,
};

const START: [f64; 5] = [1.0, -2.0, 0.5, 3.0, -0.25];
const CURVATURE: [f64; 5] = [1.0, 10.0, 0.1, 4.0, 0.5];
const TARGET: [f64; 5] = [0.0, 1.0, -1.0, 2.0, 0.75];

/// Of a quadratic bowl with neighbours coupled, five times as large at every seventh step.
fn gradient(w: &[f64; 5], step: usize) -> [f64; 5] {
    let size = if step.is_multiple_of(7) { 5.0 } else { 1.0 };
    from_fn(|i| size * (CURVATURE[i] * (w[i] - TARGET[i]) + 0.1 * w[(i + 1) % 5]))
}

fn optimizers() -> BTreeMap<&'static str, Box<dyn Optimizer<f64>>> {
    BTreeMap::from([
        ("sgd", Box::new(Sgd::new(0.05)) as Box<dyn Optimizer<f64>>),
        ("sgd decay", Box::new(Sgd::new(0.05).weight_decay(0.1))),
        ("momentum", Box::new(Sgd::new(0.01).momentum(0.9))),
        ("momentum decay", Box::new(Sgd::new(0.01).weight_decay(0.1).momentum(0.9))),
        ("nesterov", Box::new(Sgd::new(0.01).momentum(0.9).nesterov())),
        ("nesterov decay", Box::new(Sgd::new(0.01).momentum(0.9).nesterov().weight_decay(0.1))),
        ("adagrad", Box::new(Adagrad::new(0.1))),
        ("adagrad options", Box::new(Adagrad::new(0.1).epsilon(0.01).weight_decay(0.1))),
        ("rmsprop", Box::new(RmsProp::new(0.01))),
        ("rmsprop options", Box::new(RmsProp::new(0.01).alpha(0.9).epsilon(0.01).weight_decay(0.1))),
        ("adam", Box::new(Adam::new(0.1))),
        ("adam options", Box::new(Adam::new(0.1).beta1(0.8).beta2(0.9).epsilon(0.01).weight_decay(0.1))),
        ("amsgrad", Box::new(Adam::new(0.1).amsgrad())),
        ("amsgrad options", Box::new(Adam::new(0.1).beta1(0.8).beta2(0.9).epsilon(0.01).weight_decay(0.1).amsgrad())),
        ("adamw", Box::new(AdamW::new(0.1))),
        ("adamw options", Box::new(AdamW::new(0.1).beta1(0.8).beta2(0.9).epsilon(0.01).weight_decay(0.1))),
        ("lion", Box::new(Lion::new(0.2))),
        ("lion options", Box::new(Lion::new(0.2).beta1(0.8).beta2(0.9).weight_decay(0.1))),
    ])
}

fn schedules() -> BTreeMap<&'static str, Box<dyn Schedule>> {
    BTreeMap::from([
        ("step decay", Box::new(StepDecay::new(0.1, 0.5, 7)) as Box<dyn Schedule>),
        ("exponential", Box::new(Exponential::new(0.1, 0.9))),
        ("cosine", Box::new(Cosine::new(0.1, 30))),
        ("cosine min", Box::new(Cosine::new(0.1, 30).min(0.01))),
        ("warm-up cosine", Box::new(WarmUp::new(5, Cosine::new(0.1, 25)))),
        ("one cycle", Box::new(OneCycle::new(0.1, 31))),
        ("one cycle options", {
            Box::new(OneCycle::new(0.1, 31).pct_start(0.45).div_factor(10.0).final_div_factor(100.0))
        }),
    ])
}

/// The rows of a file, by the name in the first column: a number of steps, and the numbers expected there.
fn references(csv: &str) -> BTreeMap<&str, Vec<(usize, Vec<f64>)>> {
    let mut references = BTreeMap::<_, Vec<_>>::new();
    for line in csv.lines().skip(1) {
        let mut cells = line.split(',');
        let (name, steps) = (cells.next().unwrap(), cells.next().unwrap().parse().unwrap());
        let expected = cells.map(|cell| cell.parse().unwrap()).collect();
        references.entry(name).or_default().push((steps, expected));
    }
    references
}

#[track_caller]
fn assert_close(found: &[f64], expected: &[f64], what: &str) {
    let close = found.iter().zip(expected).all(|(f, e)| (f - e).abs() <= 1e-10 * e.abs().max(1.0));
    assert!(found.len() == expected.len() && close, "{what}: found {found:?}, expected {expected:?}");
}

#[test]
fn optimizers_step_as_in_pytorch() {
    let references = references(include_str!("references/optimizers.csv"));
    let mut optimizers = optimizers();
    assert!(references.keys().eq(optimizers.keys()));
    for (name, rows) in references {
        let optimizer = optimizers.get_mut(name).unwrap();
        let (mut w, mut steps) = (START, 0);
        for (until, expected) in rows {
            while steps < until {
                let g = gradient(&w, steps);
                optimizer.step(&mut w, &g);
                steps += 1;
            }
            assert_close(&w, &expected, &format!("{name} after {until} steps"));
        }
    }
}

#[test]
fn schedules_run_as_in_pytorch() {
    let references = references(include_str!("references/schedules.csv"));
    let schedules = schedules();
    assert!(references.keys().eq(schedules.keys()));
    for (name, rows) in references {
        for (step, expected) in rows {
            let rate = schedules[name].learning_rate(step as u64);
            assert_close(&[rate], &expected, &format!("{name} at step {step}"));
        }
    }
}
