//! Benchmarks that end in a table of shares of the arithmetic peak.

use std::hint::black_box;
use std::time::Instant;

use criterion::Criterion;
use sinew::tensors::{Number, Vector, Vectorized};

/// Runs benchmarks, and prints a table of them when it is dropped.
pub struct Report {
    criterion: Criterion,
    rows: Vec<Row>,
}

/// A benchmark that was run. Times are in seconds, speeds in floating-point operations a second.
struct Row {
    name: String,
    median: f64,
    speed: f64,
    peak: f64,
}

impl Report {
    /// A report of what the command line asks for.
    pub fn new() -> Self {
        Self { criterion: Criterion::default().configure_from_args(), rows: Vec::new() }
    }

    /// Measures a routine of so many floating-point operations, and beside it the peak.
    pub fn bench(&mut self, name: &str, flops: f64, mut routine: impl FnMut()) {
        let mut samples = Vec::new();
        let peak = peak();
        self.criterion.bench_function(name, |bencher| {
            bencher.iter_custom(|iterations| {
                let start = Instant::now();
                for _ in 0..iterations {
                    routine();
                }
                let elapsed = start.elapsed();
                samples.push(elapsed.as_secs_f64() / iterations as f64);
                elapsed
            });
        });
        if samples.is_empty() {
            return; // the command line asks for others
        }
        let median = median(samples);
        self.rows.push(Row { name: name.into(), median, speed: flops / median, peak });
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        self.criterion.final_summary();
        println!("{:44} {:>10} {:>9} {:>9} {:>7}", "", "median", "GFLOP/s", "peak", "share");
        for Row { name, median, speed, peak } in &self.rows {
            let share = 100.0 * speed / peak;
            println!("{name:44} {:>10} {:9.1} {:9.1} {share:6.1}%", time(*median), speed / 1e9, peak / 1e9);
        }
    }
}

fn median(mut samples: Vec<f64>) -> f64 {
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

/// The arithmetic peak of one core: independent multiply-adds that never leave the registers.
fn peak() -> f64 {
    /// More sums than the machine needs to hide the latency of a multiply-add.
    const SUMS: usize = 12;
    const STEPS: usize = 100_000;

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

    median(
        (0..50)
            .map(|_| {
                let start = Instant::now();
                let flops = f32::dispatch(MultiplyAdds);
                flops / start.elapsed().as_secs_f64()
            })
            .collect(),
    )
}
