//! Progress bars for training [Sinew](https://docs.rs/sinew) networks: [`ProgressBar`].

use core::fmt::Write;
use core::ops::ControlFlow;
use core::time::Duration;
use std::time::Instant;

use indicatif::{HumanFloatCount, ProgressDrawTarget, ProgressStyle};
use sinew_layers::Network;
use sinew_training::EpochReport;
use sinew_training::callbacks::{Callback, Run};

/// Shows on the terminal how far training has come, how good it is, how fast, and how long it will
/// still take.
///
/// ```text
/// epoch 12/30  [============>                   ]  loss 0.0214  accuracy 0.9951  412,800 samples/s  0s left
/// ```
///
/// Loss and accuracy are those of the last epoch, including those on the validation data if there
/// are any. The bar moves with every step, is redrawn at most 20 times a second, and goes to
/// standard error; if that is not a terminal, nothing is written.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
/// use sinew_progress::ProgressBar;
///
/// network! {
///     struct Digits = 64 => hidden: 32 relu => output: 10 softmax;
/// }
///
/// let (train, test) = sinew::data::digits().shuffled(1).split(0.8);
/// let trainer = Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(3).validation(&test);
/// trainer.callback(ProgressBar::new()).fit(&mut Digits::seeded(1), &train)?;
/// # Ok::<(), sinew::training::TrainError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ProgressBar {
    bar: indicatif::ProgressBar,
    last: Option<EpochReport>,
    shown: Instant,
}

/// A report that follows the last one faster than the bar is redrawn need not be formatted.
const BETWEEN_REPORTS: Duration = Duration::from_millis(50);

impl ProgressBar {
    /// A bar on standard error.
    pub fn new() -> Self {
        Self::to(ProgressDrawTarget::stderr())
    }

    /// A bar on another `indicatif` target.
    pub fn to(target: ProgressDrawTarget) -> Self {
        let template = "epoch {prefix}  [{bar:32}]  {msg}  {eta} left";
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = indicatif::ProgressBar::with_draw_target(None, target).with_style(style.progress_chars("=> "));
        Self { bar, last: None, shown: Instant::now() }
    }

    fn show_last(&mut self) {
        // If nobody sees it, it need not be formatted.
        if let Some(report) = self.last.take().filter(|_| !self.bar.is_hidden()) {
            self.bar.set_prefix(format!("{}/{}", report.epoch, report.epochs));
            self.bar.set_message(message(&report));
        }
        self.shown = Instant::now();
    }
}

impl Default for ProgressBar {
    fn default() -> Self {
        Self::new()
    }
}

impl<N: Network> Callback<N> for ProgressBar {
    fn on_start(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        let done = run.history.epochs.len();
        self.bar.reset();
        self.bar.set_length((run.epochs * run.steps) as u64);
        self.bar.set_position((done * run.steps) as u64);
        self.bar.reset_eta();
        self.bar.set_prefix(format!("{}/{}", (done + 1).min(run.epochs), run.epochs));
        ControlFlow::Continue(())
    }

    fn on_step(&mut self, _: &N) {
        self.bar.inc(1);
    }

    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        self.last = run.history.last().cloned();
        if self.shown.elapsed() >= BETWEEN_REPORTS {
            self.show_last();
        }
        ControlFlow::Continue(())
    }

    fn on_end(&mut self, _: &mut N) {
        self.show_last();
        self.bar.abandon();
    }
}

/// What an epoch achieved, without its number.
fn message(report: &EpochReport) -> String {
    let line = report.to_string();
    let mut message = line.split_once("  ").map_or_else(String::new, |(_, achieved)| achieved.to_owned());
    if let Some(rate) = report.samples_per_second() {
        // A `String` accepts all that is written to it.
        let _ = write!(message, "  {} samples/s", HumanFloatCount(rate.round()));
    }
    message
}

#[cfg(test)]
mod tests {
    use indicatif::InMemoryTerm;
    use sinew::prelude::*;

    use super::*;

    network! {
        struct Digits = 64 => hidden: 16 relu => output: 10 softmax;
    }

    #[test]
    fn the_last_epoch_stays_on_the_terminal() -> Result<(), Box<dyn std::error::Error>> {
        let terminal = InMemoryTerm::new(3, 160);
        let bar = ProgressBar::to(ProgressDrawTarget::term_like(Box::new(terminal.clone())));
        let (train, test) = sinew::data::digits().shuffled(1).split(0.8);
        let mut trainer = Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(4).validation(&test).callback(bar);
        let history = trainer.fit(&mut Digits::seeded(1), &train)?;
        let shown = terminal.contents();
        let last = history.last().expect("four epochs").to_string();
        let numbers = last.strip_prefix("epoch 4/4").expect("the fourth of four");
        assert!(shown.starts_with("epoch 4/4  [") && shown.contains(numbers), "{shown}");
        assert!(shown.contains(" samples/s  ") && shown.ends_with("s left"), "{shown}");
        Ok(())
    }

    #[test]
    fn where_time_stands_still_there_is_no_rate() {
        let mut report = EpochReport::default();
        (report.epoch, report.epochs, report.samples) = (1, 2, 30);
        assert_eq!(message(&report), "loss 0.0000");
        report.duration = Duration::from_millis(20);
        assert_eq!(message(&report), "loss 0.0000  1,500 samples/s");
    }
}
