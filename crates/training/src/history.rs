//! What training achieved, epoch by epoch.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};
use core::time::Duration;

use crate::{EpochMetrics, Evaluation};

/// What one epoch achieved.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct EpochReport {
    /// The epoch, counted from 1.
    pub epoch: usize,
    /// How many epochs there are to be.
    pub epochs: usize,
    /// Loss and accuracy on the training data, each batch's before its step.
    pub training: Evaluation,
    /// Loss and accuracy on the validation data after the epoch, if there are any.
    pub validation: Option<Evaluation>,
    /// Other metrics after the epoch.
    pub metrics: EpochMetrics,
    /// The learning rate of the epoch's first step, where the optimizer tells it; before the
    /// factors of single layers.
    pub learning_rate: Option<f64>,
    /// How many samples the epoch trained on.
    pub samples: usize,
    /// The time the epoch took, validation included; zero without `std`, and on
    /// `wasm32-unknown-unknown`, which has no clock.
    pub duration: Duration,
}

impl EpochReport {
    /// How many samples a second were trained on, the time of validation included; `None` where no
    /// time passed.
    pub fn samples_per_second(&self) -> Option<f64> {
        let seconds = self.duration.as_secs_f64();
        (seconds > 0.0).then(|| self.samples as f64 / seconds)
    }

    /// The number in the column of that name, if there is one: `loss`, `accuracy`,
    /// `validation_loss`, `validation_accuracy`, and others of [`History::to_csv`], or a
    /// [metric](Self::metrics).
    pub fn metric(&self, name: &str) -> Option<f64> {
        self.columns().find(|(column, _)| *column == name).map(|(_, number)| number)
    }

    /// The columns that there are, besides the number of the epoch, and their numbers.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&str, f64)> {
        let columns = COLUMNS.iter().filter_map(|(name, number)| Some((*name, number(self)?)));
        columns.chain(self.metrics.iter())
    }
}

impl fmt::Display for EpochReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = 1 + self.epochs.checked_ilog10().unwrap_or(0) as usize;
        write!(f, "epoch {:width$}/{}", self.epoch, self.epochs)?;
        let mut write = |prefix: &str, evaluation: &Evaluation| {
            write!(f, "  {prefix}loss {:.4}", evaluation.loss)?;
            evaluation.accuracy.iter().try_for_each(|accuracy| write!(f, "  {prefix}accuracy {accuracy:.4}"))
        };
        write("", &self.training)?;
        self.validation.iter().try_for_each(|validation| write("validation ", validation))?;
        self.metrics.iter().try_for_each(|(name, number)| write!(f, "  {name} {number:.4}"))
    }
}

/// What training achieved, epoch by epoch.
///
/// # Examples
///
/// Saved for other programs:
///
/// ```
/// use sinew::prelude::*;
///
/// network! {
///     struct Xor = 2 => 4 tanh => 1 sigmoid;
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let directory = std::env::temp_dir().join(format!("sinew-history-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory)?;
/// let xor = sinew::data::gates::xor();
/// let history = Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(20).fit(&mut Xor::seeded(1), &xor)?;
/// std::fs::write(directory.join("xor.csv"), history.to_csv())?;
/// std::fs::write(directory.join("xor.json"), history.to_json())?;
/// # assert_eq!(std::fs::read_to_string(directory.join("xor.csv"))?.lines().count(), 21);
/// # std::fs::remove_dir_all(&directory)?;
/// # Ok(())
/// # }
/// ```
#[doc(alias("수렴", "과소적합"))]
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct History {
    /// The reports of all epochs, in order.
    pub epochs: Vec<EpochReport>,
}

impl History {
    /// The report of the last epoch, if there was one.
    pub fn last(&self) -> Option<&EpochReport> {
        self.epochs.last()
    }

    /// The history as CSV (RFC 4180): a heading, and a line for each epoch. Metrics are the last
    /// columns.
    ///
    /// What there is none of is an empty field. Numbers are the shortest that read back the same,
    /// and those that are not finite are `NaN`, `inf` and `-inf`.
    pub fn to_csv(&self) -> String {
        let mut csv = String::new();
        // A `String` takes all that is written to it.
        let _ = self.write_csv(&mut csv);
        csv
    }

    /// The history as JSON (RFC 8259): an array with an object for each epoch, with the names of
    /// the columns of [`to_csv`](Self::to_csv).
    ///
    /// What there is none of is `null`, and so is a number that is not finite: JSON has none.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        // A `String` takes all that is written to it.
        let _ = self.write_json(&mut json);
        json
    }

    fn write_csv(&self, f: &mut String) -> fmt::Result {
        f.write_str("epoch")?;
        let metrics = self.metric_names();
        COLUMNS.iter().try_for_each(|(name, _)| write!(f, ",{name}"))?;
        metrics.iter().try_for_each(|name| write_field(f, name))?;
        f.write_str("\r\n")?;
        self.epochs.iter().try_for_each(|report| {
            write!(f, "{}", report.epoch)?;
            let columns = COLUMNS.iter().map(|(_, number)| number(report));
            for number in columns.chain(metrics.iter().map(|name| report.metrics.get(name))) {
                match number {
                    Some(x) => write!(f, ",{x:?}")?,
                    None => f.write_str(",")?,
                }
            }
            f.write_str("\r\n")
        })
    }

    fn write_json(&self, f: &mut String) -> fmt::Result {
        f.write_str("[")?;
        let metrics = self.metric_names();
        for (i, report) in self.epochs.iter().enumerate() {
            write!(f, "{}\n{{\"epoch\":{}", if i == 0 { "" } else { "," }, report.epoch)?;
            let columns = COLUMNS.iter().map(|(name, number)| (*name, number(report)));
            for (name, number) in columns.chain(metrics.iter().map(|name| (*name, report.metrics.get(name)))) {
                write_string(f, name)?;
                match number.filter(|x| x.is_finite()) {
                    Some(x) => write!(f, ":{x:?}")?,
                    None => f.write_str(":null")?,
                }
            }
            f.write_str("}")?;
        }
        f.write_str("\n]\n")
    }

    /// The names of all metrics, in the order in which they first come.
    fn metric_names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for (name, _) in self.epochs.iter().flat_map(|report| report.metrics.iter()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// A comma and a field of CSV, in quotes if it needs them.
fn write_field(f: &mut String, field: &str) -> fmt::Result {
    if field.contains([',', '"', '\r', '\n']) {
        write!(f, ",\"{}\"", field.replace('"', "\"\""))
    } else {
        write!(f, ",{field}")
    }
}

/// A comma and a string of JSON.
fn write_string(f: &mut String, string: &str) -> fmt::Result {
    f.write_str(",\"")?;
    for c in string.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            c if u32::from(c) < 0x20 => write!(f, "\\u{:04x}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

/// Whether every history has a column of that name.
pub(crate) fn is_column(name: &str) -> bool {
    name == "epoch" || COLUMNS.iter().any(|(column, _)| *column == name)
}

/// A number of an epoch's report, if there is one.
type Column = fn(&EpochReport) -> Option<f64>;

/// What is saved of an epoch besides its number.
const COLUMNS: [(&str, Column); 7] = [
    ("loss", |report| Some(report.training.loss)),
    ("accuracy", |report| report.training.accuracy),
    ("validation_loss", |report| Some(report.validation?.loss)),
    ("validation_accuracy", |report| report.validation?.accuracy),
    ("learning_rate", |report| report.learning_rate),
    ("seconds", |report| Some(report.duration.as_secs_f64())),
    ("samples_per_second", EpochReport::samples_per_second),
];

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use super::*;

    fn history() -> History {
        let evaluation = |loss, accuracy| Evaluation { loss, accuracy };
        let report = |epoch, training, validation, millis| EpochReport {
            epoch,
            epochs: 2,
            training,
            validation,
            metrics: EpochMetrics::default(),
            learning_rate: validation.map(|_| 0.05),
            samples: 30,
            duration: Duration::from_millis(millis),
        };
        History {
            epochs: vec![
                report(1, evaluation(0.1, Some(0.5)), Some(evaluation(1e-30, None)), 1500),
                report(2, evaluation(f64::NAN, None), None, 0),
            ],
        }
    }

    #[test]
    fn csv_leaves_empty_what_there_is_none_of() {
        let heading =
            "epoch,loss,accuracy,validation_loss,validation_accuracy,learning_rate,seconds,samples_per_second\r\n";
        let lines = "1,0.1,0.5,1e-30,,0.05,1.5,20.0\r\n2,NaN,,,,,0.0,\r\n";
        assert_eq!(history().to_csv(), [heading, lines].concat());
        assert_eq!(History { epochs: vec![] }.to_csv(), heading);
    }

    #[test]
    fn metrics_are_the_last_columns_whatever_they_are_called() {
        let mut history = history();
        history.epochs[1].metrics.set("f1, \"macro\"", 0.25);
        history.epochs[1].metrics.set("mean error", f64::NAN);
        let csv = history.to_csv();
        let lines: Vec<&str> = csv.split("\r\n").collect();
        assert!(lines[0].ends_with(",samples_per_second,\"f1, \"\"macro\"\"\",mean error"), "{csv}");
        assert!(lines[1].ends_with(",20.0,,") && lines[2].ends_with(",,0.25,NaN"), "{csv}");
        let json = history.to_json();
        assert!(json.contains(r#""samples_per_second":null,"f1, \"macro\"":0.25,"mean error":null}"#), "{json}");
        assert_eq!(history.epochs[1].metric("mean error").map(f64::is_nan), Some(true));
        assert_eq!(history.epochs[0].metric("validation_loss"), Some(1e-30));
        assert_eq!(history.epochs[0].metric("validation_accuracy"), None);
        assert!(history.epochs[1].to_string().ends_with("  f1, \"macro\" 0.2500  mean error NaN"));
    }

    #[test]
    #[should_panic(expected = "`loss` is already a column of the history")]
    fn a_metric_is_not_called_like_another_column() {
        history().epochs[0].metrics.set("loss", 1.0);
    }

    #[test]
    fn json_has_null_for_what_is_no_number() {
        let first = r#"{"epoch":1,"loss":0.1,"accuracy":0.5,"validation_loss":1e-30,"validation_accuracy":null,"learning_rate":0.05,"seconds":1.5,"samples_per_second":20.0}"#;
        let second = r#"{"epoch":2,"loss":null,"accuracy":null,"validation_loss":null,"validation_accuracy":null,"learning_rate":null,"seconds":0.0,"samples_per_second":null}"#;
        assert_eq!(history().to_json(), ["[\n", first, ",\n", second, "\n]\n"].concat());
        assert_eq!(History { epochs: vec![] }.to_json(), "[\n]\n");
    }
}
