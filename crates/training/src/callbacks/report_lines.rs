//! Reports of epochs, line by line.

use core::fmt::Write;
use core::ops::ControlFlow;

use sinew_layers::Network;

use super::{Callback, Run};

/// Writes a line for each epoch.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
/// use sinew::training::callbacks::ReportLines;
///
/// network! {
///     struct Xor = 2 => 4 tanh => 1 sigmoid;
/// }
///
/// let mut lines = String::new();
/// let mut trainer =
///     Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(2).callback(ReportLines::new(&mut lines));
/// trainer.fit(&mut Xor::seeded(1), &sinew::data::gates::xor())?;
/// drop(trainer);
/// assert_eq!(lines.lines().count(), 2);
/// assert!(lines.starts_with("epoch 1/2  loss 0."));
/// # Ok::<(), sinew::training::TrainError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ReportLines<W> {
    to: W,
}

impl<W: Write> ReportLines<W> {
    /// Lines to a `String`, or to whatever else takes text.
    pub fn new(to: W) -> Self {
        Self { to }
    }
}

impl<N: Network, W: Write> Callback<N> for ReportLines<W> {
    /// A line that cannot be written is lost; training is worth more than its report.
    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        if let Some(report) = run.history.last() {
            let _ = writeln!(self.to, "{report}");
        }
        ControlFlow::Continue(())
    }
}
