//! The log of a run.

use std::path::{Path, PathBuf};

use sinew_layers::Network;
use sinew_training::{EpochReport, Evaluation};

use crate::{EventWriter, LogError};

/// The log of a training run: a directory with the events of training and, once there are some,
/// those of validation.
///
/// TensorBoard shows numbers with the same name on one chart, with a line for each directory. So
/// the `loss` and `accuracy` of training and validation, in `training` and `validation`, share
/// their charts.
#[derive(Debug)]
pub struct Log {
    directory: PathBuf,
    training: EventWriter,
    validation: Option<EventWriter>,
    /// The first epoch, of a run that goes on.
    first: Option<usize>,
}

impl Log {
    /// A log in a directory such as `runs/first`, alongside anything that is already there.
    ///
    /// # Errors
    ///
    /// If the directory or the file cannot be created.
    pub fn create(directory: impl AsRef<Path>) -> Result<Self, LogError> {
        let directory = directory.as_ref().to_path_buf();
        let training = EventWriter::create(directory.join("training"))?;
        Ok(Self { directory, training, validation: None, first: None })
    }

    /// The log of a run that was interrupted, and goes on after `epochs` epochs: TensorBoard no
    /// longer shows what was logged of later epochs before the interruption.
    ///
    /// # Errors
    ///
    /// If the directory or the file cannot be created.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_tensorboard::Log;
    ///
    /// # fn main() -> Result<(), sinew_tensorboard::LogError> {
    /// # let directory = std::env::temp_dir().join(format!("sinew-resumed-{}", std::process::id()));
    /// // From a checkpoint: `checkpoint.history.epochs.len()`.
    /// let mut log = Log::resume(&directory, 12)?;
    /// // The next report is that of epoch 13.
    /// # log.flush()?;
    /// # std::fs::remove_dir_all(&directory).unwrap();
    /// # Ok(())
    /// # }
    /// ```
    pub fn resume(directory: impl AsRef<Path>, epochs: usize) -> Result<Self, LogError> {
        let directory = directory.as_ref().to_path_buf();
        let first = epochs + 1;
        let training = EventWriter::resume(directory.join("training"), first)?;
        Ok(Self { directory, training, validation: None, first: Some(first) })
    }

    /// Logs the results of an epoch, as `loss`, `accuracy`, `learning_rate`, `seconds` and
    /// `samples_per_second`, each if there is one, and metrics under their names, and flushes.
    /// Metrics are with the validation, if there is one, and otherwise with the training.
    ///
    /// # Errors
    ///
    /// If the files cannot be written.
    pub fn epoch(&mut self, report: &EpochReport) -> Result<(), LogError> {
        write(&mut self.training, report.epoch, &report.training)?;
        if let Some(rate) = report.learning_rate {
            self.learning_rate(report.epoch, rate)?;
        }
        self.training.scalar("seconds", report.epoch, report.duration.as_secs_f64())?;
        if let Some(rate) = report.samples_per_second() {
            self.training.scalar("samples_per_second", report.epoch, rate)?;
        }
        if let Some(validation) = &report.validation {
            write(self.validation()?, report.epoch, validation)?;
        }
        let events = if report.validation.is_some() { self.validation()? } else { &mut self.training };
        report.metrics.iter().try_for_each(|(name, number)| events.scalar(name, report.epoch, number))?;
        self.flush()
    }

    /// Logs a learning rate if [`epoch`](Self::epoch) has none to log, or that of a step.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn learning_rate(&mut self, step: usize, rate: f64) -> Result<(), LogError> {
        self.training.scalar("learning_rate", step, rate)
    }

    /// Logs a histogram of the parameters of each layer that has any, under the layer's name.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn weights<N: Network>(&mut self, epoch: usize, network: &N) -> Result<(), LogError>
    where
        N::Number: Into<f64>,
    {
        let mut rest = network.parameters();
        for layer in N::LAYERS {
            let Some((parameters, others)) = rest.split_at_checked(layer.parameters) else { break };
            rest = others;
            if !parameters.is_empty() {
                self.training.histogram(&format!("parameters/{}", layer.name), epoch, parameters)?;
            }
        }
        Ok(())
    }

    /// The events of training, to log anything else there.
    pub fn training(&mut self) -> &mut EventWriter {
        &mut self.training
    }

    /// The events of validation, to log anything else there. Their file is created if there is none
    /// yet.
    ///
    /// # Errors
    ///
    /// If the directory or the file cannot be created.
    pub fn validation(&mut self) -> Result<&mut EventWriter, LogError> {
        match &mut self.validation {
            Some(validation) => Ok(validation),
            none => {
                let directory = self.directory.join("validation");
                let writer = match self.first {
                    Some(first) => EventWriter::resume(directory, first),
                    None => EventWriter::create(directory),
                };
                Ok(none.insert(writer?))
            }
        }
    }

    /// Passes the buffers to the operating system, so that a running TensorBoard sees the events.
    ///
    /// # Errors
    ///
    /// If the files cannot be written.
    pub fn flush(&mut self) -> Result<(), LogError> {
        self.training.flush()?;
        self.validation.as_mut().map_or(Ok(()), EventWriter::flush)
    }
}

fn write(events: &mut EventWriter, epoch: usize, evaluation: &Evaluation) -> Result<(), LogError> {
    events.scalar("loss", epoch, evaluation.loss)?;
    evaluation.accuracy.map_or(Ok(()), |accuracy| events.scalar("accuracy", epoch, accuracy))
}
