//! Metrics of an epoch besides loss and accuracy.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::history;

/// Metrics of an epoch, by name, in the order in which they were entered.
///
/// They are columns of the [`History`](crate::History), and [`EarlyStopping`] and others may watch
/// them. [`Trainer::metric`](crate::Trainer::metric) enters one, and so may any callback, in
/// [`Callback::on_validation`].
///
/// [`EarlyStopping`]: crate::callbacks::EarlyStopping
/// [`Callback::on_validation`]: crate::callbacks::Callback::on_validation
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EpochMetrics {
    entries: Vec<(Cow<'static, str>, f64)>,
}

impl EpochMetrics {
    /// Enters a metric, or changes it.
    ///
    /// # Panics
    ///
    /// If the name is that of another column of the history, such as `loss`.
    #[track_caller]
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: f64) {
        let name = name.into();
        assert!(!history::is_column(&name), "`{name}` is already a column of the history");
        match self.entries.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = value,
            None => self.entries.push((name, value)),
        }
    }

    /// The metric of that name, if there is one.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.iter().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.entries.iter().map(|(name, value)| (&**name, *value))
    }
}
