//! The clock.

use std::time::{Duration, Instant};

const WARM_UP: Duration = Duration::from_millis(300);
const REPETITION: f64 = 0.2;
const REPETITIONS: usize = 7;

/// The minimum and the median time of a call, in seconds.
pub(crate) fn measure(mut call: impl FnMut()) -> (f64, f64) {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (warm_up, repetition, repetitions) =
        if quick { (WARM_UP / 10, REPETITION / 10.0, 3) } else { (WARM_UP, REPETITION, REPETITIONS) };

    let (mut calls, mut last) = (1, repeat(1, &mut call));
    let start = Instant::now();
    while start.elapsed() < warm_up {
        calls *= 2;
        last = repeat(calls, &mut call);
    }

    let calls = ((repetition / last) as u64).max(1);
    let mut times: Vec<f64> = (0..repetitions).map(|_| repeat(calls, &mut call)).collect();
    times.sort_by(f64::total_cmp);
    (times[0], times[repetitions / 2])
}

/// The time of one call in seconds, measured over `calls` of them.
fn repeat(calls: u64, call: &mut impl FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        call();
    }
    start.elapsed().as_secs_f64() / calls as f64
}
