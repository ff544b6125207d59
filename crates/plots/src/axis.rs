//! Axes: which range of numbers to show, and which numbers to write where.

/// The range of an axis, its scale, and the numbers written along it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    low: f64,
    high: f64,
    logarithmic: bool,
    pub ticks: Vec<Tick>,
}

/// A number written along an axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub value: f64,
    pub label: String,
}

/// The smallest and the largest of the finite numbers, if there are any.
pub(crate) fn range(numbers: impl Iterator<Item = f64>) -> Option<[f64; 2]> {
    numbers.filter(|x| x.is_finite()).fold(None, |range, x| match range {
        None => Some([x, x]),
        Some([low, high]) => Some([low.min(x), high.max(x)]),
    })
}

impl Axis {
    /// An axis with about `count` ticks at round numbers, and some room around the range.
    pub(crate) fn linear([low, high]: [f64; 2], count: usize) -> Self {
        let range = widened([low, high]);
        Self::stepped(with_air(range), step(range, count))
    }

    /// An axis of exactly this range, which must not be empty.
    pub(crate) fn exact(range: [f64; 2], count: usize) -> Self {
        Self::stepped(range, step(range, count))
    }

    /// An axis with ticks at whole numbers only.
    pub(crate) fn whole([low, high]: [f64; 2], count: usize) -> Self {
        let range = widened([low, high]);
        let mut axis = Self::stepped(with_air(range), step(range, count).max(1.0));
        axis.ticks.retain(|tick| tick.value >= low); // there is no epoch 0
        axis
    }

    /// An axis on which equal ratios are equally long, with ticks at powers of ten. The range must
    /// be positive.
    pub(crate) fn logarithmic([low, high]: [f64; 2]) -> Self {
        let (low, high) = (low.log10(), high.log10());
        let air = ((high - low) * 0.04).max(0.02);
        let (low, high) = (low - air, high + air);
        let every = ((high - low) / 8.0).ceil().max(1.0);
        let factors: &[f64] = if high - low < 2.0 { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let powers = steps((low / every).floor() * every, high, every);
        let values = powers.flat_map(|power| factors.iter().map(move |factor| factor * 10_f64.powf(power)));
        let ticks = values.filter(|value| (low..=high).contains(&value.log10()));
        let ticks = ticks.map(|value| Tick { value, label: label(value, 0) }).collect();
        Self { low, high, logarithmic: true, ticks }
    }

    fn stepped([low, high]: [f64; 2], step: f64) -> Self {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 300
        let decimals = (-step.log10().floor()).clamp(0.0, 300.0) as usize;
        let values = steps((low / step).ceil() * step, high, step);
        let mut axis = Self { low, high, logarithmic: false, ticks: vec![] };
        // Of a range much smaller than the step, a tick may be outside.
        let inside =
            values.filter(|&value| axis.place(value).is_some_and(|place| (-1e-9..=1.0 + 1e-9).contains(&place)));
        axis.ticks = inside.map(|value| Tick { value, label: label(value, decimals) }).collect();
        axis
    }

    /// The position of a number, from 0 at the beginning of the axis to 1 at its end; `None` if it
    /// cannot be drawn.
    pub(crate) fn place(&self, x: f64) -> Option<f64> {
        let place = if self.logarithmic { x.log10() } else { x };
        let Self { low, high, .. } = *self;
        let is_wide = (high - low).is_infinite(); // half of it is not
        let share =
            if is_wide { (place / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0) } else { (place - low) / (high - low) };
        (x.is_finite() && place.is_finite()).then_some(share)
    }
}

/// The range with some room on both sides, as far as there are numbers.
fn with_air([low, high]: [f64; 2]) -> [f64; 2] {
    let air = high * 0.04 - low * 0.04;
    [(low - air).max(f64::MIN), (high + air).min(f64::MAX)]
}

/// The distance of about `count` ticks.
fn step([low, high]: [f64; 2], count: usize) -> f64 {
    let count = count.max(2) as f64;
    round_up(if (high - low).is_infinite() { high / count - low / count } else { (high - low) / count })
}

/// A range that is not empty: a single number gets some room on both sides.
fn widened([low, high]: [f64; 2]) -> [f64; 2] {
    // Anything closer to zero counts as zero: fractions of it would not be exact.
    const SMALLEST: f64 = 1e-290;

    let largest = low.abs().max(high.abs());
    let room = if largest < SMALLEST { 0.5 } else { largest * 0.1 };
    if high - low > SMALLEST.max(largest * 1e-12) {
        [low, high]
    } else {
        [(low - room).max(f64::MIN), (high + room).min(f64::MAX)]
    }
}

/// The next larger 1, 2 or 5 times a power of ten.
fn round_up(step: f64) -> f64 {
    // Below the smallest normal number a power of ten is not exact.
    let step = step.max(1e-300);
    let power = 10_f64.powf(step.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= step * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

/// Numbers from `first` to `last`; at most a hundred, whatever the step.
fn steps(first: f64, last: f64, step: f64) -> impl Iterator<Item = f64> {
    let limit = (last + step * 1e-9).min(f64::MAX);
    let at = move |i| match first + f64::from(i) * step {
        x if x.is_finite() => x,
        _ => (first / step + f64::from(i)) * step, // the distance alone is beyond the largest number
    };
    (0..100).map(at).take_while(move |&x| x <= limit)
}

/// A number as people write it: `0.25`, `1000`, `10⁻⁶`.
fn label(x: f64, decimals: usize) -> String {
    let magnitude = x.abs();
    if magnitude >= 1e6 || (magnitude > 0.0 && magnitude < 1e-4) {
        return scientific(x);
    }
    if x == 0.0 || magnitude < 10_f64.powf(-(decimals as f64)) * 0.5 && decimals > 0 {
        return "0".into();
    }
    let text = if decimals == 0 { format!("{x}") } else { format!("{x:.decimals$}") };
    text.replace('-', "−")
}

/// A number with a power of ten.
fn scientific(x: f64) -> String {
    let text = format!("{x:.1e}");
    let (factor, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let factor = factor.trim_end_matches(".0").replace('-', "−");
    let exponent: String = exponent.chars().map(superscript).collect();
    match &factor[..] {
        "1" => format!("10{exponent}"),
        "−1" => format!("−10{exponent}"),
        _ => format!("{factor}·10{exponent}"),
    }
}

fn superscript(c: char) -> char {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    c.to_digit(10).map_or('⁻', |digit| DIGITS[digit as usize])
}

/// A number of parameters with its unit: `1 parameter`, `20,480 parameters`.
pub(crate) fn parameters(n: usize) -> String {
    format!("{} parameter{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// A whole number in groups of three digits: `20,480`.
pub(crate) fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|tick| &tick.label[..]).collect()
    }

    #[test]
    fn ticks_stand_at_round_numbers() {
        assert_eq!(labels(&Axis::linear([0.0, 1.0], 5)), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(&Axis::linear([-3.0, 3.0], 4)), ["−2", "0", "2"]);
        assert_eq!(labels(&Axis::whole([1.0, 2.0], 8)), ["1", "2"]);
        assert_eq!(labels(&Axis::logarithmic([1e-3, 1.0])), ["0.001", "0.01", "0.1", "1"]);
    }

    #[test]
    fn a_range_of_one_number_has_room() {
        let axis = Axis::linear([0.5, 0.5], 5);
        assert!(axis.place(0.5).is_some_and(|place| (place - 0.5).abs() < 1e-9));
        assert!(axis.ticks.len() > 2);
    }

    #[test]
    fn extreme_ranges_have_few_ticks_and_finite_places() {
        let largest = [0.0, 1.0, 1e300, 1e308, f64::MAX].map(|x| [f64::MIN, x]);
        let smallest = [0.0, -1.0, -1e300, -1e308, f64::MIN].map(|x| [x, f64::MAX]);
        let same = [0.0, 5e-324, 1.0, 1e308, f64::MAX, f64::MIN].map(|x| [x, x]);
        let others = [
            [-1e300, 1e300],
            [-1e308, 1e308],
            [0.0, 5e-324],
            [1e-320, 1e-310],
            [1e16, 1e16 + 2.0],
            [-5e-324, 5e-324],
            [-3e-167; 2],
        ];
        for range in [&largest[..], &smallest, &same, &others].concat() {
            for axis in [Axis::linear(range, 5), Axis::linear(range, 1), Axis::whole(range, 8)] {
                assert!(axis.ticks.len() < 12, "{range:?}: {}", axis.ticks.len());
                let places = range.iter().copied().chain(axis.ticks.iter().map(|tick| tick.value));
                for x in places {
                    let place = axis.place(x);
                    assert!(place.is_some_and(|place| (-1e-9..=1.0 + 1e-9).contains(&place)), "{range:?}: {place:?}");
                }
                assert!(axis.place(range[0]) <= axis.place(range[1]), "{range:?}");
            }
        }
        let axis = Axis::linear([-1e308, 1e308], 5);
        assert_eq!(labels(&axis), ["−10³⁰⁸", "−5·10³⁰⁷", "0", "5·10³⁰⁷", "10³⁰⁸"]);
        for range in [[1e-300, 1e300], [5e-324, f64::MAX], [f64::MAX, f64::MAX]] {
            assert!(Axis::logarithmic(range).ticks.len() < 12);
        }
        for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(axis.place(x), None);
        }
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(label(-0.25, 2), "−0.25");
        assert_eq!(label(1e-6, 0), "10⁻⁶");
        assert_eq!(label(-1e7, 0), "−10⁷");
        assert_eq!(label(2.5e7, 0), "2.5·10⁷");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(7), "7");
        assert_eq!([0, 1, 1000].map(parameters), ["0 parameters", "1 parameter", "1,000 parameters"]);
    }
}
