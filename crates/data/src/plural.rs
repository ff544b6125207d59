//! Counts of things, as messages write them.

use core::fmt;

/// How many there are of a thing, whose plural ends in `s`: `1 column`, `2 columns`.
pub(crate) struct Count(pub usize, pub &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, thing) = self;
        write!(f, "{count} {thing}{}", if *count == 1 { "" } else { "s" })
    }
}
