//! Numbers some of whose factors only the compiler knows.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::iter::Sum;

use super::shape::Extent;

/// A number, or a polynomial in the constants whose values only the compiler knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Count {
    number: u128,
    /// The factor of each product of names.
    terms: BTreeMap<Vec<String>, u128>,
}

impl Count {
    /// All extents multiplied.
    pub fn product<'a>(extents: impl IntoIterator<Item = &'a Extent>) -> Self {
        let mut names = Vec::new();
        let mut factor = 1_u128;
        for extent in extents {
            match extent {
                Extent::Number(number) => factor = factor.saturating_mul(*number as u128),
                _ => names.push(extent.to_string()),
            }
        }
        if names.is_empty() {
            return Self { number: factor, terms: BTreeMap::new() };
        }
        names.sort();
        Self { number: 0, terms: BTreeMap::from([(names, factor)]) }
    }

    /// Something that only the compiler can count.
    pub fn named(name: String) -> Self {
        Self { number: 0, terms: BTreeMap::from([(vec![name], 1)]) }
    }
}

impl From<usize> for Count {
    fn from(number: usize) -> Self {
        Self { number: number as u128, terms: BTreeMap::new() }
    }
}

impl Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        let mut sum = Self::default();
        for count in counts {
            sum.number = sum.number.saturating_add(count.number);
            for (names, factor) in count.terms {
                let total = sum.terms.entry(names).or_default();
                *total = total.saturating_add(factor);
            }
        }
        sum
    }
}

impl Display for Count {
    /// Highest degree first: ``12·`WIDTH` + 4``.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut terms: Vec<_> = self.terms.iter().filter(|(_, factor)| **factor != 0).collect();
        terms.sort_by_key(|(names, _)| std::cmp::Reverse(names.len()));
        let names = terms.into_iter().map(|(names, factor)| {
            let factor = (*factor != 1).then(|| factor.to_string());
            factor.into_iter().chain(names.iter().cloned()).collect::<Vec<_>>().join("·")
        });
        let mut texts: Vec<String> = names.collect();
        if self.number != 0 || texts.is_empty() {
            texts.push(self.number.to_string());
        }
        f.write_str(&texts.join(" + "))
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Ident, Span};
    use quote::ToTokens;

    use super::*;
    use crate::path::Path;

    fn constant(name: &str) -> Extent {
        let name = Ident::new(name, Span::call_site());
        Extent::Constant(Path { tokens: name.to_token_stream(), segments: vec![name], generics: None })
    }

    #[test]
    fn a_count_of_numbers_is_a_number() {
        let counts = [Count::product([&Extent::Number(2), &Extent::Number(4)]), Count::from(4)];
        assert_eq!(counts.into_iter().sum::<Count>().to_string(), "12");
        assert_eq!(Count::default().to_string(), "0");
        assert_eq!(Count::from(0).to_string(), "0");
    }

    #[test]
    fn a_count_of_constants_is_a_polynomial() {
        let [w, h] = [constant("W"), constant("H")];
        let counts =
            [Count::product([&w, &h]), Count::product([&h, &w]), Count::product([&w]), Count::from(4), Count::from(0)];
        assert_eq!(counts.into_iter().sum::<Count>().to_string(), "2·`H`·`W` + `W` + 4");
    }
}
