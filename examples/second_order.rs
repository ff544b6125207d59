//! Exclusive or, exactly: what curvature is worth.
//!
//! `cargo run --release --example second_order`
//!
//! From each of 100 seeds, `2 => 4 tanh => 1` is trained until its mean squared error is below
//! 1e-12: with Adam, which sees the slope of the loss; with L-BFGS, which learns its curvature from
//! step to step; and with Levenberg–Marquardt, which computes it.

use std::error::Error;
use std::time::{Duration, Instant};

use sinew::prelude::*;
use sinew::training::second_order::{Lbfgs, LevenbergMarquardt};

network! {
    /// Exclusive or.
    struct Xor = 2 => 4 tanh => 1;
}

type Table = Dataset<[f64; 2], [f64; 1]>;

/// The mean squared error to reach.
const GOAL: f64 = 1e-12;

/// How many seeds to train from.
const SEEDS: u64 = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let inputs = vec![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let data = Dataset::new(inputs, vec![[0.0], [1.0], [1.0], [0.0]])?;

    println!("method               limit  solved  iterations (median, most)  a solution takes (median)");
    let by_adam = |net: &mut Xor<f64>| adam(net, &data, 10_000);
    run("Adam(0.05)", 10_000, by_adam)?;
    let by_lbfgs = |net: &mut Xor<f64>| {
        let report = Lbfgs::new().iterations(500).loss(GOAL / 2.0).fit(net, &data, &MeanSquaredError)?;
        Ok((report.loss, report.iterations))
    };
    run("L-BFGS", 500, by_lbfgs)?;
    for limit in [50, 500] {
        let by_levenberg_marquardt = |net: &mut Xor<f64>| {
            let report = LevenbergMarquardt::new().iterations(limit).loss(GOAL / 2.0).fit(net, &data)?;
            Ok((report.loss, report.iterations))
        };
        run("Levenberg–Marquardt", limit, by_levenberg_marquardt)?;
    }
    Ok(())
}

/// Trains from all seeds, and prints a summary. `train` returns the loss and the number of
/// iterations.
fn run(
    method: &str,
    limit: usize,
    train: impl Fn(&mut Xor<f64>) -> Result<(f64, usize), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut solved: Vec<(usize, Duration)> = Vec::new();
    for seed in 0..SEEDS {
        let mut net = Xor::<f64>::seeded(seed);
        let start = Instant::now();
        let (loss, iterations) = train(&mut net)?;
        if loss < GOAL {
            solved.push((iterations, start.elapsed()));
        }
    }
    let count = solved.len();
    solved.sort_unstable();
    let most = solved.last().map_or(0, |(iterations, _)| *iterations);
    let (median, _) = solved.get(count / 2).copied().unwrap_or_default();
    solved.sort_unstable_by_key(|(_, time)| *time);
    let (_, time) = solved.get(count / 2).copied().unwrap_or_default();
    println!(
        "{method:19}  {limit:5}  {count:3}/{SEEDS}  {median:11}, {most:5}        {:10.1} µs",
        time.as_secs_f64() * 1e6
    );
    Ok(())
}

/// Takes steps of Adam on all samples, until the goal or the limit.
fn adam(net: &mut Xor<f64>, data: &Table, limit: usize) -> Result<(f64, usize), Box<dyn Error>> {
    let (mut adam, mut workspace) = (Adam::new(0.05), Workspace::new());
    let mut grads = <Xor<f64> as Parameters<f64>>::zeros();
    let mut loss = f64::INFINITY;
    for iteration in 0..=limit {
        loss = net.gradients(data.inputs(), data.targets(), &MeanSquaredError, &mut grads, &mut workspace)?;
        if loss < GOAL {
            return Ok((loss, iteration));
        }
        workspace.step(&mut adam, net, &grads);
    }
    Ok((loss, limit))
}
