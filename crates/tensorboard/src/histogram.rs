//! Histograms of many numbers.

use crate::protobuf::Message;

/// How many numbers are in each of 30 intervals of equal width, from the smallest number to the
/// largest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Histogram {
    low: f64,
    high: f64,
    count: f64,
    sum: f64,
    sum_of_squares: f64,
    /// A single interval if all numbers are equal.
    buckets: Vec<f64>,
}

const BUCKETS: usize = 30;

impl Histogram {
    /// The histogram of the finite numbers.
    pub(crate) fn of<T: Copy + Into<f64>>(numbers: &[T]) -> Self {
        let mut sums = Sums::new();
        // The length is known at compile time, so that the sums run in vectors.
        let (chunks, rest) = numbers.as_chunks::<LANES>();
        for chunk in chunks {
            sums.add(chunk);
        }
        sums.add(rest);
        let mut histogram = sums.total();
        if histogram.count == 0.0 {
            return Self::empty();
        }
        histogram.fill(numbers);
        histogram
    }

    fn empty() -> Self {
        Self { low: 0.0, high: 0.0, count: 0.0, sum: 0.0, sum_of_squares: 0.0, buckets: vec![0.0] }
    }

    fn fill<T: Copy + Into<f64>>(&mut self, numbers: &[T]) {
        let per_unit = BUCKETS as f64 / (self.high - self.low);
        // Equal numbers, or numbers further apart than the largest float, share one interval.
        if !per_unit.is_normal() {
            self.buckets = vec![self.count];
            return;
        }
        // Numbers that are not finite count in one more interval, which nobody sees. Neighbors,
        // which are often in the same interval, count in different rows, so that they do not wait
        // for each other.
        let mut counts = [[0_u64; BUCKETS + 1]; LANES];
        let (chunks, rest) = numbers.as_chunks::<LANES>();
        for chunk in chunks.iter().map(<[T; LANES]>::as_slice).chain([rest]) {
            for (counts, &x) in counts.iter_mut().zip(chunk) {
                let x = x.into();
                #[allow(clippy::cast_possible_truncation)] // from 0 to 30, or not finite
                let bucket = ((x - self.low) * per_unit) as i32;
                let bucket = usize::try_from(bucket).unwrap_or_default().min(BUCKETS - 1);
                counts[if x.is_finite() { bucket } else { BUCKETS }] += 1;
            }
        }
        self.buckets = (0..BUCKETS).map(|bucket| counts.iter().map(|row| row[bucket]).sum::<u64>() as f64).collect();
    }

    /// The upper ends of the intervals.
    fn limits(&self) -> impl Iterator<Item = f64> {
        let width = self.high / self.buckets.len() as f64 - self.low / self.buckets.len() as f64;
        let inner = (1..self.buckets.len()).map(move |i| self.low + width * i as f64);
        inner.chain([self.high])
    }

    /// `HistogramProto`.
    pub(crate) fn message(&self) -> Message {
        Message::new()
            .double(1, self.low)
            .double(2, self.high)
            .double(3, self.count)
            .double(4, self.sum)
            .double(5, self.sum_of_squares)
            .doubles(6, self.limits())
            .doubles(7, self.buckets.iter().copied())
    }
}

/// This many independent sums do not wait for each other, and run in vectors.
const LANES: usize = 8;

/// Sums and extremes of every eighth number.
struct Sums {
    low: [f64; LANES],
    high: [f64; LANES],
    count: [f64; LANES],
    sum: [f64; LANES],
    sum_of_squares: [f64; LANES],
}

impl Sums {
    fn new() -> Self {
        let [low, high] = [f64::INFINITY, f64::NEG_INFINITY].map(|x| [x; LANES]);
        Self { low, high, count: [0.0; LANES], sum: [0.0; LANES], sum_of_squares: [0.0; LANES] }
    }

    /// Adds up to eight numbers; those that are not finite are not counted.
    #[inline(always)]
    fn add<T: Copy + Into<f64>>(&mut self, numbers: &[T]) {
        for (i, x) in numbers.iter().map(|&x| x.into()).enumerate() {
            let finite = x.is_finite();
            let term = if finite { x } else { 0.0 };
            self.low[i] = if finite && x < self.low[i] { x } else { self.low[i] };
            self.high[i] = if finite && x > self.high[i] { x } else { self.high[i] };
            self.count[i] += f64::from(u8::from(finite));
            self.sum[i] += term;
            self.sum_of_squares[i] += term * term;
        }
    }

    fn total(&self) -> Histogram {
        let sum = |lanes: &[f64; LANES]| lanes.iter().sum();
        Histogram {
            low: self.low.iter().copied().fold(f64::INFINITY, f64::min),
            high: self.high.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            count: sum(&self.count),
            sum: sum(&self.sum),
            sum_of_squares: sum(&self.sum_of_squares),
            buckets: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::float_cmp)] // counts are whole
    fn every_finite_number_is_in_one_interval() {
        let numbers: Vec<f64> = (0..=1000).map(f64::from).chain([f64::NAN, f64::INFINITY]).collect();
        let histogram = Histogram::of(&numbers);
        assert_eq!(histogram.count, 1001.0);
        assert_eq!(histogram.buckets.iter().sum::<f64>(), 1001.0);
        assert_eq!(histogram.limits().last(), Some(1000.0));
        assert_eq!(histogram.limits().count(), BUCKETS);
    }

    #[test]
    fn numbers_all_alike_or_extremely_far_apart_share_an_interval() {
        for numbers in [vec![2.0; 7], vec![f64::MIN, f64::MAX], vec![0.0, 5e-324]] {
            let histogram = Histogram::of(&numbers);
            assert_eq!(histogram.buckets, [numbers.len() as f64]);
        }
    }

    #[test]
    fn of_nothing_there_is_an_empty_interval() {
        assert_eq!(Histogram::of(&[f64::NAN]), Histogram::empty());
    }
}
