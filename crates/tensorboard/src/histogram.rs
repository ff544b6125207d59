//! Histograms of many numbers.

use crate::protobuf::Message;

/// How many numbers lie in which of 30 intervals, equally wide from the least number to the greatest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Histogram {
    low: f64,
    high: f64,
    count: f64,
    sum: f64,
    sum_of_squares: f64,
    /// One interval is enough for numbers all alike.
    buckets: Vec<f64>,
}

const BUCKETS: usize = 30;

impl Histogram {
    /// The histogram of the numbers that are finite.
    pub(crate) fn of(numbers: impl Iterator<Item = f64> + Clone) -> Self {
        let numbers = numbers.filter(|x| x.is_finite());
        let mut histogram = Self { low: f64::INFINITY, high: f64::NEG_INFINITY, ..Self::empty() };
        for x in numbers.clone() {
            histogram.low = histogram.low.min(x);
            histogram.high = histogram.high.max(x);
            histogram.count += 1.0;
            histogram.sum += x;
            histogram.sum_of_squares += x * x;
        }
        if histogram.count == 0.0 {
            return Self::empty();
        }
        histogram.fill(numbers);
        histogram
    }

    fn empty() -> Self {
        Self { low: 0.0, high: 0.0, count: 0.0, sum: 0.0, sum_of_squares: 0.0, buckets: vec![0.0] }
    }

    fn fill(&mut self, numbers: impl Iterator<Item = f64>) {
        let per_unit = BUCKETS as f64 / (self.high - self.low);
        // Numbers all alike, or further apart than the largest number, share one interval.
        if !per_unit.is_normal() {
            self.buckets = vec![self.count];
            return;
        }
        self.buckets = vec![0.0; BUCKETS];
        for x in numbers {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to 30
            let bucket = ((x - self.low) * per_unit) as usize;
            self.buckets[bucket.min(BUCKETS - 1)] += 1.0;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::float_cmp)] // counts are whole
    fn every_finite_number_is_in_one_interval() {
        let numbers = (0..=1000).map(f64::from).chain([f64::NAN, f64::INFINITY]);
        let histogram = Histogram::of(numbers);
        assert_eq!(histogram.count, 1001.0);
        assert_eq!(histogram.buckets.iter().sum::<f64>(), 1001.0);
        assert_eq!(histogram.limits().last(), Some(1000.0));
        assert_eq!(histogram.limits().count(), BUCKETS);
    }

    #[test]
    fn numbers_all_alike_or_extremely_far_apart_share_an_interval() {
        for numbers in [vec![2.0; 7], vec![f64::MIN, f64::MAX], vec![0.0, 5e-324]] {
            let histogram = Histogram::of(numbers.iter().copied());
            assert_eq!(histogram.buckets, [numbers.len() as f64]);
        }
    }

    #[test]
    fn of_nothing_there_is_an_empty_interval() {
        assert_eq!(Histogram::of([f64::NAN].into_iter()), Histogram::empty());
    }
}
