//! Learning curves.

use sinew_training::{EpochReport, Evaluation, History};

use crate::chart::SIZE;
use crate::{Chart, Picture, PlotError};

/// Loss, and accuracy if there is one, over the epochs, in training and in validation. A ring marks
/// the epoch that is best in validation.
///
/// A loss that falls by more than a factor of a hundred is drawn on a logarithmic scale. Losses
/// that are not finite are gaps.
///
/// # Errors
///
/// If no epoch has a finite loss.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
///
/// network! {
///     struct Iris = 4 => 8 tanh => 3 softmax;
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (train, test) = sinew::data::iris().shuffled(1).split(0.8);
/// let mut trainer = Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(20).validation(&test);
/// let history = trainer.fit(&mut Iris::seeded(1), &train)?;
///
/// let picture = sinew_plots::curves(&history)?;
/// assert!(picture.svg().contains("accuracy"));
/// # Ok(())
/// # }
/// ```
pub fn curves(history: &History) -> Result<Picture, PlotError> {
    let losses = chart(history, "Loss", |evaluation| Some(evaluation.loss), f64::lt);
    let losses = if falls_far(history) { losses.logarithmic() } else { losses };
    let accuracies = chart(history, "Accuracy", |evaluation| evaluation.accuracy, f64::gt);
    let mut picture = Picture::new(2.0 * SIZE[0], SIZE[1]);
    losses.draw_at(&mut picture, [0.0, 0.0])?;
    match accuracies.draw_at(&mut picture, [SIZE[0], 0.0]) {
        Ok(()) => Ok(picture),
        Err(PlotError::Empty { .. }) => losses.draw(),
        Err(error) => Err(error),
    }
}

/// A chart of one number in training and in validation.
fn chart(
    history: &History,
    name: &str,
    number: impl Fn(&Evaluation) -> Option<f64>,
    better: impl Fn(&f64, &f64) -> bool,
) -> Chart {
    let points = |evaluation: &dyn Fn(&EpochReport) -> Option<Evaluation>| -> Vec<[f64; 2]> {
        let points = history.epochs.iter().map(|report| {
            let number = evaluation(report).and_then(|evaluation| number(&evaluation));
            [report.epoch as f64, number.unwrap_or(f64::NAN)]
        });
        points.collect()
    };
    let training = points(&|report| Some(report.training));
    let validation = points(&|report| report.validation);
    let chart = Chart::new(name).axes("epoch", name.to_lowercase()).whole_numbers().line("training", training);
    if validation.iter().all(|point| point[1].is_nan()) {
        return chart;
    }
    let finite = validation.iter().filter(|point| point[1].is_finite());
    let best = finite.copied().reduce(|best, point| if better(&point[1], &best[1]) { point } else { best });
    chart.line("validation", validation).ring("best epoch", best)
}

/// Whether the losses are positive and span more than two powers of ten.
fn falls_far(history: &History) -> bool {
    let losses = history.epochs.iter().flat_map(|report| [Some(report.training), report.validation]);
    let losses = losses.flatten().map(|evaluation| evaluation.loss);
    crate::axis::range(losses).is_some_and(|[low, high]| low > 0.0 && high > 100.0 * low)
}
