//! Reports of epochs to a closure.

use core::ops::ControlFlow;

use sinew_layers::Network;

use super::{Callback, Run};
use crate::EpochReport;

/// Hands each epoch's report to a closure, as [`Trainer::on_epoch`](crate::Trainer::on_epoch) does.
///
/// The closure need not be [`Send`]; the trainer is if the closure is.
///
/// # Examples
///
/// ```
/// use std::cell::RefCell;
/// use std::rc::Rc;
///
/// use sinew::prelude::*;
/// use sinew::training::callbacks::OnEpoch;
///
/// network! {
///     struct Xor = 2 => 4 tanh => 1 sigmoid;
/// }
///
/// let losses = Rc::new(RefCell::new(vec![]));
/// let seen = Rc::clone(&losses);
/// let note = OnEpoch::new(move |report| seen.borrow_mut().push(report.training.loss));
/// let mut trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(2).callback(note);
/// trainer.fit(&mut Xor::seeded(1), &sinew::data::gates::xor())?;
/// assert_eq!(losses.borrow().len(), 2);
/// # Ok::<(), sinew::training::TrainError>(())
/// ```
#[derive(Clone, Debug)]
pub struct OnEpoch<F> {
    report: F,
}

impl<F: FnMut(&EpochReport)> OnEpoch<F> {
    /// What to do with each epoch's report.
    pub fn new(report: F) -> Self {
        Self { report }
    }
}

impl<N: Network, F: FnMut(&EpochReport)> Callback<N> for OnEpoch<F> {
    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        if let Some(report) = run.history.last() {
            (self.report)(report);
        }
        ControlFlow::Continue(())
    }
}
