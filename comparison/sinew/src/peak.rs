//! The most that the core can do.

use std::hint::black_box;
use std::time::Instant;

use sinew::tensors::{Number, Vector, Vectorized};

/// More sums than are needed to hide the latency of a multiply-add.
const SUMS: usize = 12;
const STEPS: usize = 100_000;

/// The arithmetic peak of one core, in floating-point operations per second: independent
/// multiply-adds that never leave the registers, the fastest of many short runs.
pub fn peak() -> f64 {
    (0..200)
        .map(|_| {
            let start = Instant::now();
            let flops = f32::dispatch(MultiplyAdds);
            flops / start.elapsed().as_secs_f64()
        })
        .fold(0.0, f64::max)
}

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
