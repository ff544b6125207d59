//! How a table is written.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// How a table is written, whichever its columns are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Format {
    /// How many lines are before the table.
    pub skipped: usize,
    pub header: bool,
    pub delimiter: Delimiter,
    pub decimal: char,
    pub thousands: Option<char>,
    pub missing_words: Vec<String>,
}

/// What is between two fields.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Delimiter {
    Byte(u8),
    /// Spaces and tabs, one or more.
    Blanks,
}

impl Format {
    pub fn new() -> Self {
        Self {
            skipped: 0,
            header: true,
            delimiter: Delimiter::Byte(b','),
            decimal: '.',
            thousands: None,
            missing_words: ["NA", "N/A", "NaN", "nan", "null", "?"].map(String::from).to_vec(),
        }
    }

    pub fn is_missing(&self, field: &str) -> bool {
        field.is_empty() || self.missing_words.iter().any(|word| word == field)
    }

    /// The number in a field as Rust writes it; `None` if there is something else than digits
    /// between its marks, or a mark in the wrong place.
    pub fn plain<'f>(&self, field: &'f str) -> Option<Cow<'f, str>> {
        if self.decimal == '.' && self.thousands.is_none() {
            return Some(Cow::Borrowed(field));
        }
        let (mantissa, exponent) = field.split_at(field.find(['e', 'E']).unwrap_or(field.len()));
        let (sign, magnitude) = mantissa.split_at(mantissa.len() - mantissa.trim_start_matches(['+', '-']).len());
        let (whole, fraction) = magnitude.split_once(self.decimal).unwrap_or((magnitude, ""));
        let mut plain = String::from(sign);
        plain.push_str(&self.without_separators(whole)?);
        if !fraction.is_empty() {
            plain.push('.');
            plain.push_str(fraction);
        }
        plain.push_str(exponent);
        is_digits(fraction).then_some(Cow::Owned(plain))
    }

    /// The digits of a whole number, whose last group has three digits, the first one to three, and
    /// those between three, or two as in India.
    fn without_separators<'w>(&self, whole: &'w str) -> Option<Cow<'w, str>> {
        let groups: Vec<&str> = match self.thousands {
            Some(separator) => whole.split(separator).collect(),
            None => Vec::from([whole]),
        };
        let is_grouped = match groups.as_slice() {
            [_] => true,
            [first, between @ .., last] => {
                matches!(first.len(), 1..=3)
                    && between.iter().all(|group| matches!(group.len(), 2 | 3))
                    && last.len() == 3
            }
            [] => false,
        };
        (is_grouped && groups.iter().all(|group| is_digits(group))).then(|| Cow::Owned(groups.concat()))
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_belong_where_they_are_written() {
        let german = Format { decimal: ',', thousands: Some('.'), ..Format::new() };
        let swiss = Format { thousands: Some('’'), ..Format::new() };
        let american = Format { thousands: Some(','), ..Format::new() };
        let comma = Format { decimal: ',', ..Format::new() };
        let cases = [
            (&german, "1.234,5", Some("1234.5")),
            (&german, "-12.345.678,25e-3", Some("-12345678.25e-3")),
            (&german, "1234,5", Some("1234.5")),
            (&german, "7", Some("7")),
            (&german, ",5", Some(".5")),
            (&german, "5,", Some("5")),
            (&german, "1.5", None),
            (&german, "1.2345", None),
            (&german, "1234.567", None),
            (&german, "1,234.5", None),
            (&german, "1,5,2", None),
            (&german, ".123", None),
            (&swiss, "1’234.5", Some("1234.5")),
            (&american, "12,34,567.5", Some("1234567.5")),
            (&american, "1,,234", None),
            (&comma, "0,5", Some("0.5")),
            (&comma, "0.5", None),
            (&Format::new(), "0.5", Some("0.5")),
        ];
        for (format, field, expected) in cases {
            assert_eq!(
                format.plain(field).as_deref(),
                expected,
                "{field} with {:?} {:?}",
                format.decimal,
                format.thousands
            );
        }
    }
}
