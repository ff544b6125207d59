//! Whether a run gets better.

use alloc::borrow::Cow;
use alloc::borrow::ToOwned;

use sinew_layers::Network;

use super::{CallbackState, Run};
use crate::TrainError;

/// Finds out whether a loss still falls, or another column of the history gets better.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    column: Option<Cow<'static, str>>,
    /// Whether larger is better.
    rises: bool,
    patience: usize,
    min_delta: f64,
    pub best: f64,
    /// The epochs since the best.
    pub since: u64,
}

impl Watch {
    #[track_caller]
    pub fn new(patience: usize) -> Self {
        assert!(patience > 0, "a patience of 0 epochs is none");
        Self { column: None, rises: false, patience, min_delta: 0.0, best: f64::INFINITY, since: 0 }
    }

    /// Watches a column, of which smaller is better, or larger.
    pub fn column(self, column: Cow<'static, str>, rises: bool) -> Self {
        let mut watch = Self { column: Some(column), rises, ..self };
        watch.reset();
        watch
    }

    #[track_caller]
    pub fn min_delta(self, min_delta: f64) -> Self {
        assert!(min_delta >= 0.0 && min_delta.is_finite(), "min_delta must be in [0, ∞), found {min_delta}");
        Self { min_delta, ..self }
    }

    /// Forgets all epochs.
    pub fn reset(&mut self) {
        (self.best, self.since) = (if self.rises { f64::NEG_INFINITY } else { f64::INFINITY }, 0);
    }

    /// Takes note of an epoch, and returns whether it is the best. One whose number is `NaN` never
    /// is. A column that does not exist is an error of the run.
    pub fn note<N: Network>(&mut self, run: &mut Run<'_, N>) -> bool {
        let Some(value) = self.value(run) else { return false };
        let gain = if self.rises { value - self.best } else { self.best - value };
        let is_best = gain > self.min_delta;
        (self.best, self.since) = if is_best { (value, 0) } else { (self.best, self.since + 1) };
        is_best
    }

    fn value<N: Network>(&self, run: &mut Run<'_, N>) -> Option<f64> {
        let Some(column) = &self.column else { return Some(run.loss()) };
        let report = run.history.last()?;
        let value = report.metric(column);
        if value.is_none() {
            let known = report.columns().map(|(name, _)| name.to_owned()).collect();
            run.fail(TrainError::UnknownMetric { name: column.clone().into_owned(), known });
        }
        value
    }

    pub fn is_over(&self) -> bool {
        self.since >= self.patience as u64
    }

    pub fn state<'m, N: Network>(&'m mut self, [best, since]: [&'static str; 2], state: &mut CallbackState<'m, N>) {
        state.number(best, &mut self.best);
        state.count(since, &mut self.since);
    }
}
