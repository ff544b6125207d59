//! Numbers that a type can carry: decimals as they are written, and their exact values.

use std::fmt::{self, Display, Formatter};

/// A short decimal such as `0.1`: how it is written, and what it is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    text: String,
    ratio: Ratio,
}

/// A number that a type can carry, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// Its sign is that of the number.
    pub numerator: i64,
    /// Greater than zero.
    pub denominator: i64,
}

impl Decimal {
    /// The decimal that is written like this, if two integers can hold it.
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self { text: text.to_owned(), ratio: Ratio::parse(text)? })
    }

    /// The exact value.
    pub fn ratio(&self) -> Ratio {
        self.ratio
    }
}

impl Display for Decimal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Ratio {
    /// The exact value of a decimal such as `-0.25` or `1e-3`, if it fits.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: i64 = format!("{whole}{fraction}").replace('_', "").parse().ok()?;
        let shift = exponent.replace('_', "").parse::<i64>().ok()?.checked_sub(fraction.len().try_into().ok()?)?;
        let power = 10_i64.checked_pow(u32::try_from(shift.unsigned_abs()).ok()?)?;
        if shift >= 0 {
            Some(Self { numerator: digits.checked_mul(power)?, denominator: 1 })
        } else {
            Some(Self::reduced(digits, power))
        }
    }

    fn reduced(numerator: i64, denominator: i64) -> Self {
        let (mut a, mut b) = (numerator, denominator);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let divisor = a.checked_abs().unwrap_or(1).max(1);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_becomes_a_ratio_in_lowest_terms() {
        for (text, numerator, denominator) in [
            ("0.1", 1, 10),
            ("1", 1, 1),
            ("-0.25", -1, 4),
            ("1e-2", 1, 100),
            ("2.5e1", 25, 1),
            ("1_0.", 10, 1),
            ("0.0", 0, 1),
        ] {
            assert_eq!(Ratio::parse(text), Some(Ratio { numerator, denominator }), "{text}");
        }
    }

    #[test]
    fn what_no_ratio_holds_is_refused() {
        for text in ["", "0.1f32", "1e30", "1e-30", "99999999999999999999", "0x10", "1e99999999999999999999"] {
            assert_eq!(Ratio::parse(text), None, "{text}");
        }
    }
}
