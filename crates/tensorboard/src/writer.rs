//! A file of events.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::event::{self, Value};
use crate::histogram::Histogram;
use crate::image::Size;
use crate::protobuf::Message;
use crate::{LogError, record};

/// Writes events to a file, in order, each complete with its checksum.
///
/// Events collect in a buffer of 64 KB and reach the file when the buffer is full, on
/// [`flush`](Self::flush), or when the writer is dropped. If the program is killed, the buffer's
/// events are lost, and the last record may be incomplete; TensorBoard waits for the rest of it and
/// otherwise ignores it.
///
/// # Examples
///
/// ```
/// use sinew_tensorboard::EventWriter;
///
/// # fn main() -> Result<(), sinew_tensorboard::LogError> {
/// # let directory = std::env::temp_dir().join(format!("sinew-events-{}", std::process::id()));
/// let mut events = EventWriter::create(&directory)?;
/// for step in 0..100 {
///     events.scalar("learning_rate", step, 0.1 / (step + 1) as f64)?;
/// }
/// events.histogram("weights", 100, &[0.5_f32, -0.25, 1.0])?;
/// events.flush()?;
///
/// assert!(events.path().is_file());
/// # std::fs::remove_dir_all(&directory).unwrap();
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct EventWriter {
    path: PathBuf,
    file: BufWriter<File>,
}

impl EventWriter {
    /// A new file in a directory, which is created if it does not exist.
    ///
    /// Each call uses a new file name: TensorBoard reads all files of a directory as one run.
    ///
    /// # Errors
    ///
    /// If the directory or the file cannot be created.
    pub fn create(directory: impl AsRef<Path>) -> Result<Self, LogError> {
        let directory = directory.as_ref();
        fs::create_dir_all(directory).map_err(|source| LogError::Io { path: directory.to_path_buf(), source })?;
        let path = directory.join(file_name());
        let file = File::create_new(&path).map_err(|source| LogError::Io { path: path.clone(), source })?;
        let mut writer = Self { path, file: BufWriter::with_capacity(1 << 16, file) };
        writer.write(&event::version(wall_time()))?;
        Ok(writer)
    }

    /// A new file in the directory of a run that was interrupted, and goes on at `step`:
    /// TensorBoard no longer shows what earlier files have of this step and of later ones.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub fn resume(directory: impl AsRef<Path>, step: usize) -> Result<Self, LogError> {
        let mut writer = Self::create(directory)?;
        writer.write(&event::restart(wall_time(), step as u64))?;
        Ok(writer)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Logs one number for a step. TensorBoard stores numbers as `f32`, and marks a loss that is
    /// not finite.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    #[allow(clippy::cast_possible_truncation)] // as documented
    pub fn scalar(&mut self, tag: &str, step: usize, x: f64) -> Result<(), LogError> {
        self.value(tag, step, Value::Scalar(x as f32))
    }

    /// Logs many numbers for a step, as a histogram of 30 intervals. Those that are not finite are
    /// left out.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn histogram<T: Copy + Into<f64>>(&mut self, tag: &str, step: usize, numbers: &[T]) -> Result<(), LogError> {
        let histogram = Histogram::of(numbers);
        self.value(tag, step, Value::Histogram(&histogram))
    }

    /// Logs an image for a step, as a PNG.
    ///
    /// # Errors
    ///
    /// If it is not a PNG, or if the file cannot be written.
    pub fn image(&mut self, tag: &str, step: usize, png: &[u8]) -> Result<(), LogError> {
        let size = Size::of_png(png).ok_or_else(|| LogError::Image { tag: tag.to_owned() })?;
        self.value(tag, step, Value::Image { png, size })
    }

    /// Passes the buffer to the operating system, so that a running TensorBoard sees the events.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn flush(&mut self) -> Result<(), LogError> {
        let result = self.file.flush();
        self.checked(result)
    }

    fn value(&mut self, tag: &str, step: usize, value: Value<'_>) -> Result<(), LogError> {
        self.write(&event::summary(wall_time(), step as u64, tag, value))
    }

    fn write(&mut self, event: &Message) -> Result<(), LogError> {
        let result = record::write(&mut self.file, event.as_bytes());
        self.checked(result)
    }

    fn checked(&self, result: io::Result<()>) -> Result<(), LogError> {
        result.map_err(|source| LogError::Io { path: self.path.clone(), source })
    }
}

/// TensorBoard looks for `events.out.tfevents.`; the time, the process and a count make the name
/// unique, and sort the files.
fn file_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);

    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("events.out.tfevents.{:010.0}.sinew.{}.{count}", wall_time().floor(), process::id())
}

/// Seconds since 1970, by the machine's clock.
fn wall_time() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}
