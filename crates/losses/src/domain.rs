//! Which targets make sense.

use core::fmt;

use sinew_tensors::Number;

/// Which targets make sense to a loss; see [`Loss::target_domain`](crate::Loss::target_domain).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetDomain {
    /// Every number, infinite ones and `NaN` included: nothing is checked.
    Any,
    /// Finite numbers.
    Finite,
    /// Finite numbers from 0 on, such as counts.
    NonNegative,
    /// Probabilities, each from 0 to 1.
    Probabilities,
    /// Probabilities of classes that exclude each other: from 0 to 1, with a sum of 1, to within
    /// 0.02 for those that were rounded.
    Distribution,
    /// 1 for yes and −1 for no.
    Signs,
}

/// How far the sum of a distribution may be from 1: three thirds of two digits are 0.99.
const SLACK: f64 = 0.02;

impl TargetDomain {
    /// Checks targets of `outputs` numbers each, one after the other.
    ///
    /// # Errors
    ///
    /// For the first target that makes no sense, its number and what is wrong.
    #[inline(never)] // compiled with this library for each number, not for each network
    pub fn check<T: Number>(self, targets: &[T], outputs: usize) -> Result<(), (usize, TargetError)> {
        if self == Self::Any || outputs == 0 {
            return Ok(());
        }
        if let Some(index) = targets.iter().position(|t| !self.contains(t.to_f64())) {
            let (output, value) = (index % outputs, targets[index].to_f64());
            return Err((index / outputs, TargetError::Number { output, value, domain: self }));
        }
        let sums = targets.chunks_exact(outputs).map(|target| target.iter().map(|t| t.to_f64()).sum::<f64>());
        match sums.enumerate().find(|(_, sum)| self == Self::Distribution && (sum - 1.0).abs() > SLACK) {
            Some((sample, sum)) => Err((sample, TargetError::Sum { sum })),
            None => Ok(()),
        }
    }

    /// Whether a single number makes sense.
    #[allow(clippy::float_cmp)] // signs are two numbers, and no others
    fn contains(self, t: f64) -> bool {
        match self {
            Self::Any => true,
            Self::Finite => t.is_finite(),
            Self::NonNegative => t >= 0.0 && t.is_finite(),
            Self::Probabilities | Self::Distribution => (0.0..=1.0).contains(&t),
            Self::Signs => t == 1.0 || t == -1.0,
        }
    }

    /// What to do about a number that makes no sense, where many meet it.
    #[allow(clippy::float_cmp)] // as above
    fn help(self, value: f64) -> &'static str {
        match self {
            Self::Probabilities if value == -1.0 => {
                "\nhelp: `.map_targets(|target| target.map(|t| (t + 1.0) / 2.0))` turns −1 and 1 into 0 and 1"
            }
            Self::Signs if value == 0.0 => {
                "\nhelp: `.map_targets(|target| target.map(|t| 2.0 * t - 1.0))` turns 0 and 1 into −1 and 1"
            }
            _ => "",
        }
    }
}

/// A number of the domain, in words.
impl fmt::Display for TargetDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "any number",
            Self::Finite => "a finite number",
            Self::NonNegative => "a finite number that is not negative",
            Self::Probabilities | Self::Distribution => "a probability, from 0 to 1,",
            Self::Signs => "1 or −1",
        })
    }
}

/// Why a target makes no sense.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum TargetError {
    /// There is no class of that label.
    Label {
        /// The label.
        label: usize,
        /// How many classes there are; labels go from 0 to one less.
        classes: usize,
    },
    /// A number is not in the domain of the loss.
    Number {
        /// Which number of the target, and so which output of the network, counted from 0 in
        /// row-major order.
        output: usize,
        /// The number. If it is `NaN`, the error is unequal to itself, as `NaN` is.
        value: f64,
        /// What the loss takes.
        domain: TargetDomain,
    },
    /// The probabilities of the classes do not sum to 1.
    Sum {
        /// Their sum.
        sum: f64,
    },
    /// The weight of the sample is infinite or `NaN`.
    Weight {
        /// The weight.
        weight: f64,
    },
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Label { label, classes } => {
                write!(f, "expected a label below {classes}, the number of classes, found {label}")
            }
            Self::Number { output, value, domain } => {
                write!(f, "expected {domain} as output {output} of the target, found {value}{}", domain.help(*value))
            }
            Self::Sum { sum } => {
                write!(f, "expected probabilities with a sum of 1 as the target, found a sum of {sum}")
            }
            Self::Weight { weight } => write!(f, "expected a finite weight, found {weight}"),
        }
    }
}

/// The message, so that `main` prints it of an error that it returns.
impl fmt::Debug for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for TargetError {}
