//! Progress bars for training [Sinew](https://docs.rs/sinew) networks: [`ProgressBar`].

use core::ops::ControlFlow;
use core::time::Duration;
use std::io::{self, IsTerminal, Write as _};
use std::time::Instant;

use console::Term;
use indicatif::{HumanDuration, HumanFloatCount, ProgressDrawTarget, ProgressState, ProgressStyle};
use sinew_layers::Network;
use sinew_training::EpochReport;
use sinew_training::callbacks::{Callback, Run};

use layout::Layout;

mod layout;

/// Shows on the terminal how far training has come, how good it is, how fast, and how long it will
/// still take.
///
/// ```text
/// epoch 12/30  [============>                   ]  loss 0.0214  accuracy 0.9951  412,800 samples/s     4s left
/// ```
///
/// Loss and accuracy are those of the last epoch, including those on the validation data if there
/// are any. The line says as much as fits on the terminal, and is never more than one. The bar
/// moves with every step, is redrawn at most 20 times a second, and goes to standard error; if that
/// is not a terminal, a line for each epoch is written instead.
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
    /// How many columns a line may take; if it is not fixed, as many as the terminal has.
    width: Option<usize>,
    /// Whether a line for each epoch is written in place of the bar.
    writes_lines: bool,
    last: Option<EpochReport>,
    shown: Instant,
}

/// A report that follows the last one faster than the bar is redrawn need not be formatted.
const BETWEEN_REPORTS: Duration = Duration::from_millis(50);

impl ProgressBar {
    /// A bar on standard error, or, if that is not a terminal, a line for each epoch.
    pub fn new() -> Self {
        Self { writes_lines: !io::stderr().is_terminal(), ..Self::to(ProgressDrawTarget::stderr()) }
    }

    /// A bar on another `indicatif` target.
    pub fn to(target: ProgressDrawTarget) -> Self {
        let bar = indicatif::ProgressBar::with_draw_target(None, target);
        Self { bar, width: None, writes_lines: false, last: None, shown: Instant::now() }
    }

    /// The same on a terminal of that many columns, rather than as many as standard error has.
    #[must_use]
    pub fn width(self, columns: usize) -> Self {
        Self { width: Some(columns), ..self }
    }

    /// Shows the number of an epoch, and what was achieved.
    fn show(&self, epoch: &str, items: &[&str], speed: Option<&str>) {
        let width = self.width.unwrap_or_else(|| usize::from(Term::stderr().size().1));
        let layout = Layout::new(epoch, items, speed, width);
        let style = ProgressStyle::with_template(&layout.template()).unwrap_or_else(|_| ProgressStyle::default_bar());
        self.bar.set_style(style.progress_chars("=> ").with_key("left", write_time));
        self.bar.set_prefix(epoch.to_owned());
        self.bar.set_message(layout.text);
    }

    fn show_last(&mut self) {
        // If nobody sees it, it need not be formatted.
        if let Some(report) = self.last.take().filter(|_| !self.bar.is_hidden()) {
            let line = report.to_string();
            let (items, speed) = (achieved(&line, &report), speed(&report));
            self.show(&number(report.epoch, report.epochs), &items, speed.as_deref());
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
        // First of all, since each of these draws.
        self.show(&number((done + 1).min(run.epochs), run.epochs), &[], None);
        self.bar.reset();
        self.bar.unset_length(); // of another run
        if let Some(steps) = run.steps {
            self.bar.set_length((run.epochs * steps) as u64);
            self.bar.set_position((done * steps) as u64);
        }
        self.bar.reset_eta();
        ControlFlow::Continue(())
    }

    fn on_step(&mut self, _: &N) {
        self.bar.inc(1);
    }

    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        self.bar.set_length((run.epochs * run.steps.unwrap_or(0)) as u64); // a stream is counted by now
        self.last = run.history.last().cloned();
        if self.writes_lines {
            self.last.iter().for_each(write_line);
        } else if self.shown.elapsed() >= BETWEEN_REPORTS {
            self.show_last();
        }
        ControlFlow::Continue(())
    }

    fn on_end(&mut self, _: &mut N) {
        self.show_last();
        self.bar.abandon();
    }
}

/// The number of an epoch, as wide as that of the last.
fn number(epoch: usize, epochs: usize) -> String {
    let width = epochs.to_string().len();
    format!("epoch {epoch:width$}/{epochs}")
}

/// What an epoch achieved, of a report's line: what comes after the epoch's number.
fn achieved<'l>(line: &'l str, report: &EpochReport) -> Vec<&'l str> {
    let numbers = line.strip_prefix(&number(report.epoch, report.epochs)).unwrap_or(line);
    numbers.split("  ").filter(|item| !item.is_empty()).collect()
}

/// How fast an epoch was; `None` if no time passed.
fn speed(report: &EpochReport) -> Option<String> {
    report.samples_per_second().map(|rate| format!("{} samples/s", HumanFloatCount(rate.round())))
}

/// Writes an epoch's report to standard error. If nobody reads there, training goes on.
fn write_line(report: &EpochReport) {
    let speed = speed(report).map(|speed| format!("  {speed}")).unwrap_or_default();
    let _ = writeln!(io::stderr(), "{report}{speed}");
}

/// Writes how long the rest will take, as soon as that can be told, or how long the whole took.
fn write_time(state: &ProgressState, f: &mut dyn core::fmt::Write) {
    let _ = if state.is_finished() {
        write!(f, "  {:#}", HumanDuration(state.elapsed()))
    } else if state.pos() > 0 && state.len().is_some() {
        write!(f, "  {:#} left", HumanDuration(state.eta()))
    } else {
        Ok(())
    };
}

#[cfg(test)]
mod tests {
    use indicatif::{InMemoryTerm, TermLike};
    use sinew::prelude::*;

    use super::*;

    network! {
        struct Digits = 64 => hidden: 16 relu => output: 10 softmax;
    }

    /// What is on a terminal of that many columns after each of the epochs.
    fn shown(columns: u16, epochs: usize, is_validated: bool) -> Vec<String> {
        let terminal = InMemoryTerm::new(5, columns);
        let bar = ProgressBar::to(ProgressDrawTarget::term_like(Box::new(terminal.clone()))).width(columns.into());
        let (train, test) = sinew::data::digits().shuffled(1).split(0.1);
        let mut trainer = Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(epochs).callback(bar);
        if is_validated {
            trainer = trainer.validation(&test);
        }
        let mut lines = vec![];
        trainer
            .on_epoch(|_| lines.push(terminal.contents()))
            .fit(&mut Digits::seeded(1), &train)
            .expect("valid samples");
        lines.push(terminal.contents());
        lines
    }

    #[test]
    fn a_bar_is_one_line_that_names_its_epoch_once() {
        for (columns, epochs, is_validated) in [60, 80, 120]
            .into_iter()
            .flat_map(|c| [1, 10, 100].into_iter().flat_map(move |e| [(c, e, false), (c, e, true)]))
        {
            let lines = shown(columns, epochs, is_validated);
            for line in lines.iter().filter(|line| !line.is_empty()) {
                assert_eq!(line.lines().count(), 1, "{columns} columns: {line}");
                assert!(line.len() <= columns.into(), "{columns} columns: {line}");
                assert!(
                    line.starts_with("epoch ") && line.matches('/').count() - line.matches("samples/s").count() == 1,
                    "{line}"
                );
                assert!(!line.starts_with("epoch   ["), "{line}");
            }
            let last = &lines[epochs];
            assert!(last.starts_with(&format!("epoch {epochs}/{epochs}")) && last.contains("loss "), "{last}");
            assert!(!last.contains("left"), "{last}");
        }
    }

    #[test]
    fn where_time_stands_still_there_is_no_speed() {
        let mut report = EpochReport::default();
        (report.epoch, report.epochs, report.samples) = (1, 30, 30);
        assert_eq!(achieved(&report.to_string(), &report), ["loss 0.0000"]);
        assert_eq!(speed(&report), None);
        report.duration = Duration::from_millis(20);
        assert_eq!(speed(&report).as_deref(), Some("1,500 samples/s"));
    }

    #[test]
    fn a_bar_of_unknown_length_has_no_time() {
        let terminal = InMemoryTerm::new(3, 80);
        let bar = ProgressBar::to(ProgressDrawTarget::term_like(Box::new(terminal.clone()))).width(80);
        bar.bar.inc(1);
        bar.show("epoch 1/5", &[], None);
        bar.bar.force_draw();
        assert!(terminal.contents().starts_with("epoch 1/5  [") && !terminal.contents().contains("left"));
        assert_eq!(terminal.width(), 80);
    }
}
