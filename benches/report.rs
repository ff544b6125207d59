//! Benchmarks that end in a table of shares of the arithmetic peak.
//!
//! The peak is measured right before and after each sample of a benchmark, so that both see the
//! same core clock. A sample consists of short bursts, and their median counts, which ignores what
//! other programs take from the core in between. If a single call is longer than a burst should be,
//! the time that the thread was running counts, provided that the system reports it and it is
//! clearly less.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;
use sinew::tensors::{InstructionSet, Number, Vector, Vectorized};

/// Runs benchmarks, and prints a table of them when it is dropped.
pub struct Report {
    criterion: Criterion,
    rows: Vec<Row>,
}

/// A benchmark that was run. Times are in seconds, speeds in floating-point operations per second.
struct Row {
    name: String,
    bar: String,
    flops: f64,
    median: f64,
    best: f64,
    /// The medians over the samples: of the peak measured with each, and of the share of it.
    peak: f64,
    outcome: Outcome,
}

/// What a bar is compared with: the median over the samples.
enum Outcome {
    /// The share of the peak.
    Share(f64),
    /// How many times as fast as the routine that it alternates with.
    Ratio(f64),
}

/// The results of one sample of a benchmark.
struct Sample {
    seconds: f64,
    peak: f64,
    /// The time of the other routine, if there is one.
    other: Option<f64>,
}

impl Report {
    /// A report on the benchmarks that the command line asks for.
    pub fn new() -> Self {
        Self { criterion: Criterion::default().configure_from_args(), rows: Vec::new() }
    }

    /// Measures a routine with this many floating-point operations, and the peak around it. `bar`
    /// is what it should achieve, as text.
    ///
    /// Returns its median time in seconds, if the command line asks for it.
    pub fn bench(&mut self, name: &str, bar: &str, flops: f64, mut routine: impl FnMut()) -> Option<f64> {
        self.sample(name, bar, flops, |iterations| (seconds(iterations, &mut routine, time_running), None))
    }

    /// Alternates a routine with another of the same work, so that both see the same machine.
    #[allow(dead_code)] // not all benches need it
    pub fn bench_beside(
        &mut self,
        name: &str,
        bar: &str,
        flops: f64,
        mut other: impl FnMut(),
        mut routine: impl FnMut(),
    ) {
        self.sample(name, bar, flops, |iterations| {
            let other = seconds(iterations, &mut other, || None);
            (seconds(iterations, &mut routine, || None), Some(other))
        });
    }

    /// Takes samples. Each is the seconds of a routine, and perhaps those of another, for a number
    /// of iterations.
    fn sample(
        &mut self,
        name: &str,
        bar: &str,
        flops: f64,
        mut measure: impl FnMut(u64) -> (f64, Option<f64>),
    ) -> Option<f64> {
        let mut samples = Vec::new();
        self.criterion.bench_function(name, |bencher| {
            bencher.iter_custom(|iterations| {
                let before = peak();
                let (seconds, other) = measure(iterations);
                samples.push(Sample { seconds, other, peak: f64::max(before, peak()) });
                Duration::from_secs_f64((seconds + other.unwrap_or(0.0)) * iterations as f64)
            });
        });
        if samples.is_empty() {
            return None; // the command line asks for others
        }
        let seconds = median(samples.iter().map(|sample| sample.seconds));
        let ratios: Vec<f64> = samples.iter().filter_map(|sample| Some(sample.other? / sample.seconds)).collect();
        self.rows.push(Row {
            name: name.into(),
            bar: bar.into(),
            flops,
            median: seconds,
            best: samples.iter().map(|sample| sample.seconds).fold(f64::INFINITY, f64::min),
            peak: median(samples.iter().map(|sample| sample.peak)),
            outcome: if ratios.is_empty() {
                Outcome::Share(median(samples.iter().map(|sample| flops / sample.seconds / sample.peak)))
            } else {
                Outcome::Ratio(median(ratios.into_iter()))
            },
        });
        Some(seconds)
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        self.criterion.final_summary();
        println!(
            "In {} instructions, on one core; the share is that of the arithmetic peak.",
            InstructionSet::current()
        );
        println!("{:44} {:>10} {:>10} {:>8} {:>8} {:>7}  bar", "", "median", "best", "GFLOP/s", "peak", "share");
        for Row { name, bar, flops, median, best, peak, outcome } in &self.rows {
            let (speed, peak) = (flops / median / 1e9, peak / 1e9);
            let outcome = match outcome {
                Outcome::Share(share) => format!("{:.1} %", 100.0 * share),
                Outcome::Ratio(ratio) => format!("{ratio:.2} ×"),
            };
            println!("{name:44} {:>10} {:>10} {speed:8.1} {peak:8.1} {outcome:>7}  {bar}", time(*median), time(*best));
        }
    }
}

/// How long one call of the routine takes: the median of bursts that are shorter than the time
/// slice that a scheduler gives another program. `time_running` says for how long it has been
/// running, if that is all of its work and can be told.
fn seconds(iterations: u64, routine: &mut impl FnMut(), time_running: impl Fn() -> Option<f64>) -> f64 {
    const BURST: f64 = 100e-6;
    const TICK: f64 = 10e-3; // of the system's clock, at most: shorter times cannot be told by it
    let mut bursts = Vec::new();
    let (mut left, mut burst) = (iterations, 1);
    while left > 0 {
        let calls = u64::min(burst, left);
        let (running, start) = (time_running(), Instant::now());
        for _ in 0..calls {
            routine();
        }
        let mut elapsed = start.elapsed().as_secs_f64();
        if let (Some(before), Some(after)) = (running, time_running())
            && elapsed > 2.0 * TICK
            && elapsed > after - before + TICK
        {
            elapsed = after - before;
        }
        left -= calls;
        // The first bursts are short, and measure the clock more than the routine; if there are
        // long ones, only they count.
        if elapsed < BURST / 2.0 && left > 0 {
            burst *= 2;
            bursts.clear();
        }
        bursts.push(elapsed / calls as f64);
    }
    median(bursts.into_iter())
}

/// For how many seconds the thread has been running, to a tick of the scheduler.
fn time_running() -> Option<f64> {
    let numbers = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = numbers.split(' ').next()?.parse().ok()?;
    Some(1e-9 * nanoseconds)
}

fn median(samples: impl Iterator<Item = f64>) -> f64 {
    let mut samples: Vec<f64> = samples.collect();
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

fn time(seconds: f64) -> String {
    let (unit, scale) = match seconds {
        0.0..1e-6 => ("ns", 1e9),
        0.0..1e-3 => ("µs", 1e6),
        0.0..1.0 => ("ms", 1e3),
        _ => ("s", 1.0),
    };
    format!("{:.2} {unit}", scale * seconds)
}

/// The arithmetic peak of one core, from independent multiply-adds that never leave the registers:
/// the best of a few short bursts.
fn peak() -> f64 {
    /// Sums in flight. If two multiply-adds begin in each cycle and are ready after four, eight
    /// sums are enough; with their two operands, twelve fit into 16 registers.
    const SUMS: usize = 12;
    const STEPS: usize = 4000;
    const BURSTS: usize = 5;

    struct MultiplyAdds;

    impl Vectorized<f32> for MultiplyAdds {
        type Output = f64;

        #[inline(always)]
        fn run<V: Vector<Element = f32>>(self) -> f64 {
            let (factor, term) = (V::splat(black_box(0.5)), V::splat(black_box(1.0)));
            let mut sums = [V::splat(0.0); SUMS];
            for _ in 0..STEPS {
                for sum in &mut sums {
                    *sum = sum.mul_add(factor, term);
                }
            }
            black_box(sums.map(V::sum));
            (2 * STEPS * SUMS * V::LANES) as f64
        }
    }

    let mut best = 0.0_f64;
    for _ in 0..BURSTS {
        let start = Instant::now();
        let flops = f32::dispatch(MultiplyAdds);
        best = best.max(flops / start.elapsed().as_secs_f64());
    }
    best
}
