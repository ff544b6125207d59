//! What observing costs: the share of the training of `examples/digits.rs` that a progress bar and
//! a TensorBoard log take.
//!
//! `cargo bench --package sinew-benches --bench overhead`
//!
//! Each of their calls is timed within the run, including the reading of the clock, since whole
//! runs differ by more than the effect itself. The bar draws to a terminal in memory, which parses
//! its escape codes in the same thread: more than a real terminal asks of a program. The figures
//! are medians.

use std::error::Error;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{InMemoryTerm, ProgressDrawTarget};
use sinew::prelude::*;
use sinew::progress::ProgressBar;
use sinew::tensorboard::Log;
use sinew::training::callbacks::Run;

network! {
    struct Digits = 64 => hidden: 256 relu => output: 10 softmax;
}

type Images = Dataset<[f32; 64], usize>;

const EPOCHS: usize = 30;
const RUNS: usize = 31;

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().any(|argument| argument == "--test") {
        return Ok(()); // `cargo test --benches` only wants to know that it compiles
    }
    let (train, _) = sinew::data::digits().shuffled(1).split(0.8);
    let directory = std::env::temp_dir().join(format!("sinew-overhead-{}", std::process::id()));
    println!("of {EPOCHS} epochs of {} images:", train.len());
    report("a progress bar", || with_bar(&train))?;
    report("a log", || with_log(&train, &directory, false))?;
    report("a log and histograms of the weights", || with_log(&train, &directory, true))?;
    std::fs::remove_dir_all(&directory)?;
    Ok(())
}

fn trainer(train: &Images) -> Trainer<'static, WeightedCrossEntropy<'static>, AdamW<f32, OneCycle>, [f32; 64], usize> {
    let steps = EPOCHS * train.batches(32).len();
    let loss = CrossEntropy.label_smoothing(0.1);
    Trainer::new(loss, AdamW::new(OneCycle::new(0.01, steps as u64))).epochs(EPOCHS).batch_size(32).seed(1)
}

fn with_bar(train: &Images) -> Result<Duration, Box<dyn Error>> {
    let bar = ProgressBar::to(ProgressDrawTarget::term_like(Box::new(InMemoryTerm::new(2, 120))));
    let mut bar = Timed { callback: bar, spent: Duration::ZERO };
    trainer(train).callback(&mut bar).fit(&mut Digits::seeded(1), train)?;
    Ok(bar.spent)
}

/// A new log for each run, flushed after each epoch.
fn with_log(train: &Images, directory: &Path, weights: bool) -> Result<Duration, Box<dyn Error>> {
    let mut spent = Duration::ZERO;
    let mut log = timed(&mut spent, || Log::create(directory))?;
    trainer(train).fit_with(&mut Digits::seeded(1), train, |progress| -> Result<(), Box<dyn Error>> {
        let Some(report) = progress.history.last() else { return Ok(()) };
        timed(&mut spent, || {
            if weights {
                log.weights(report.epoch, progress.network)?;
            }
            log.epoch(report)
        })?;
        Ok(())
    })?;
    Ok(spent)
}

/// A callback, and the time spent in it.
struct Timed<C> {
    callback: C,
    spent: Duration,
}

impl<N: Network, C: Callback<N>> Callback<N> for Timed<C> {
    fn on_start(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        timed(&mut self.spent, || self.callback.on_start(run))
    }

    fn on_step(&mut self, network: &N) {
        timed(&mut self.spent, || self.callback.on_step(network));
    }

    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        timed(&mut self.spent, || self.callback.on_epoch(run))
    }

    fn on_end(&mut self, network: &mut N) {
        timed(&mut self.spent, || self.callback.on_end(network));
    }
}

fn timed<X>(spent: &mut Duration, call: impl FnOnce() -> X) -> X {
    let start = Instant::now();
    let result = call();
    *spent += start.elapsed();
    result
}

/// Prints what share of a run the time is that `run` returns.
fn report(name: &str, run: impl Fn() -> Result<Duration, Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    let mut shares = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let spent = run()?;
        shares.push(spent.as_secs_f64() / start.elapsed().as_secs_f64());
    }
    shares.sort_by(f64::total_cmp);
    println!("{name:36} {:.2} %", 100.0 * shares[RUNS / 2]);
    Ok(())
}
