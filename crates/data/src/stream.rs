//! Samples that need not fit in memory.
//!
//! | | |
//! |---|---|
//! | `batches` | the samples of an epoch, shuffled and cut into batches |
//! | `loading` | the same on another thread, where there are threads |

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::sync::Arc;
use core::error::Error;
use core::fmt;
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::source::{Loader, Source};
use crate::{Checked, DatasetError};

mod batches;
mod loading;

use loading::StreamLoader;

/// Samples that are read anew in each epoch, in bounded memory: from a file larger than memory, or
/// from any iterator.
///
/// `Trainer::fit` takes a stream as it takes a [`Dataset`](crate::Dataset). A thread of its own
/// reads, shuffles and collects the samples of the next steps while the network learns from those
/// of the last; where a target has no threads (WebAssembly), the samples are read between the
/// steps.
///
/// In memory are at most the samples of the [`shuffle_buffer`](Self::shuffle_buffer) and those of
/// four steps.
///
/// # Order
///
/// Unless the trainer is told not to shuffle, each sample is drawn at random from those in the
/// buffer, and the next one of the stream takes its place. So a sample comes at most one buffer
/// earlier than in the stream: a file that is sorted by class needs a buffer as large as the file,
/// or to be shuffled once. The order is drawn from the trainer's seed: a run is the same each time,
/// and goes on from a checkpoint bit for bit, if the samples are the same in each epoch.
///
/// # Errors in the middle
///
/// An error among the samples, or a number that is not finite, ends the training with that error;
/// the network keeps the parameters of the last step before it.
///
/// # Examples
///
/// `Csv::stream`, `idx::stream` and `npy::stream` read files. Any other iterator:
///
/// ```
/// use sinew_data::Stream;
///
/// let wave = Stream::from_samples(|| (0..1_000_000).map(|i| i as f32 / 1e3).map(|x| ([x], [x.sin()])));
/// // Trainer::new(MeanSquaredError, Adam::new(0.01)).fit(&mut net, &wave)?;
/// # let _ = wave;
/// ```
#[doc(alias("DataLoader", "IterableDataset"))]
pub struct Stream<X, Y> {
    open: Arc<Open<X, Y>>,
    buffer: usize,
}

/// Opens a stream at its first sample.
type Open<X, Y> = dyn Fn() -> Result<Samples<X, Y>, StreamError> + Send + Sync;

/// The samples of an epoch.
type Samples<X, Y> = Box<dyn Iterator<Item = Result<(X, Y), StreamError>>>;

/// How many bytes of samples are shuffled together, unless the user says how many samples.
const BUFFER: usize = 64 << 20;

impl<X: Checked, Y: Checked> Stream<X, Y> {
    /// The stream of the samples of the iterator that `open` returns, called once for each epoch.
    pub fn from_samples<I>(open: impl Fn() -> I + Send + Sync + 'static) -> Self
    where
        I: IntoIterator<Item = (X, Y)>,
        I::IntoIter: 'static,
    {
        Self::of(move || Ok(checked(open().into_iter().map(Ok))))
    }

    /// The stream of the samples of the iterator that `open` returns, called once for each epoch,
    /// up to the first error among them.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::fs::File;
    /// use std::io::{self, BufRead, BufReader};
    ///
    /// use sinew_data::Stream;
    ///
    /// // Each line a number and its double.
    /// let sample = |line: io::Result<String>| -> io::Result<([f32; 1], [f32; 1])> {
    ///     let x: f32 = line?.trim().parse().map_err(io::Error::other)?;
    ///     Ok(([x], [2.0 * x]))
    /// };
    /// let stream = Stream::try_from_samples(move || {
    ///     let file = BufReader::new(File::open("numbers.txt")?);
    ///     Ok::<_, io::Error>(file.lines().map(sample))
    /// });
    /// # let _ = stream;
    /// ```
    pub fn try_from_samples<I, E>(open: impl Fn() -> Result<I, E> + Send + Sync + 'static) -> Self
    where
        I: IntoIterator<Item = Result<(X, Y), E>>,
        I::IntoIter: 'static,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        Self::of(move || {
            let samples = open().map_err(StreamError::new)?.into_iter();
            Ok(checked(samples.map(|sample| sample.map_err(StreamError::new))))
        })
    }
}

/// The samples, up to the first that is not finite.
fn checked<X: Checked, Y: Checked>(
    samples: impl Iterator<Item = Result<(X, Y), StreamError>> + 'static,
) -> Samples<X, Y> {
    let check = |(sample, pair): (usize, Result<(X, Y), StreamError>)| {
        let (x, y) = pair?;
        if let Some((feature, value)) = x.first_non_finite() {
            return Err(StreamError::new(DatasetError::NonFiniteInput { sample, feature, value }));
        }
        if let Some((output, value)) = y.first_non_finite() {
            return Err(StreamError::new(DatasetError::NonFiniteTarget { sample, output, value }));
        }
        Ok((x, y))
    };
    Box::new(samples.enumerate().map(check))
}

impl<X, Y> Stream<X, Y> {
    /// The stream of samples that are known to be finite.
    fn of(open: impl Fn() -> Result<Samples<X, Y>, StreamError> + Send + Sync + 'static) -> Self {
        let samples = (BUFFER / size_of::<(X, Y)>().max(1)).max(1);
        Self { open: Arc::new(open), buffer: samples }
    }

    /// The stream of samples that are known to be finite, unless they are errors.
    #[cfg(any(feature = "csv", feature = "idx", feature = "npy"))]
    pub(crate) fn try_from_finite<I, E>(open: impl Fn() -> Result<I, E> + Send + Sync + 'static) -> Self
    where
        I: Iterator<Item = Result<(X, Y), E>> + 'static,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        Self::of(move || {
            let samples = open().map_err(StreamError::new)?;
            Ok(Box::new(samples.map(|sample| sample.map_err(StreamError::new))))
        })
    }

    /// How many samples are shuffled together; by default as many as take 64 MiB.
    ///
    /// The buffer grows as samples arrive, so it never takes more than the stream has.
    ///
    /// # Panics
    ///
    /// If it is 0.
    #[must_use]
    #[track_caller]
    pub fn shuffle_buffer(self, samples: usize) -> Self {
        assert!(samples > 0, "a buffer has at least one sample");
        Self { buffer: samples, ..self }
    }
}

impl<X: 'static, Y: 'static> Stream<X, Y> {
    /// The stream with `f` applied to its inputs: to scale features, or to change their shape or
    /// type.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew_data::Stream;
    ///
    /// let bytes = Stream::from_samples(|| [([0.0_f32, 255.0], 1_usize)]);
    /// let pixels = bytes.map_inputs(|pixels| pixels.map(|pixel| pixel / 255.0));
    /// # let _ = pixels;
    /// ```
    pub fn map_inputs<Z: Checked>(self, f: impl Fn(X) -> Z + Send + Sync + 'static) -> Stream<Z, Y>
    where
        Y: Checked,
    {
        self.map(move |(x, y)| (f(x), y))
    }

    /// The stream with `f` applied to its targets: to scale them, or to leave some out.
    pub fn map_targets<Z: Checked>(self, f: impl Fn(Y) -> Z + Send + Sync + 'static) -> Stream<X, Z>
    where
        X: Checked,
    {
        self.map(move |(x, y)| (x, f(y)))
    }

    fn map<V: Checked, W: Checked>(self, f: impl Fn((X, Y)) -> (V, W) + Send + Sync + 'static) -> Stream<V, W> {
        let (open, f, buffer) = (self.open, Arc::new(f), self.buffer);
        let mapped = move || {
            let (samples, f) = (open()?, Arc::clone(&f));
            Ok(checked(samples.map(move |sample| sample.map(&*f))))
        };
        Stream { open: Arc::new(mapped), buffer }
    }
}

impl<X: Send + 'static, Y: Send + 'static> Source<X, Y> for Stream<X, Y> {
    fn loader(&self) -> Box<dyn Loader<X, Y> + '_> {
        Box::new(StreamLoader::new(self))
    }
}

impl<X, Y> Clone for Stream<X, Y> {
    fn clone(&self) -> Self {
        Self { open: Arc::clone(&self.open), buffer: self.buffer }
    }
}

impl<X, Y> fmt::Debug for Stream<X, Y> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").field("shuffle_buffer", &self.buffer).finish_non_exhaustive()
    }
}

/// Why the samples of a [`Stream`] could not be read any further: the error of its iterator or its
/// file, or a [`DatasetError`] for a number that is not finite.
///
/// Two such errors are equal if they say the same.
#[derive(Clone)]
pub struct StreamError(Arc<dyn Error + Send + Sync>);

// Nothing but its text and its type is asked of the error, which no panic leaves half changed.
impl UnwindSafe for StreamError {}
impl RefUnwindSafe for StreamError {}

impl StreamError {
    fn new(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Arc::from(error.into()))
    }

    /// The error itself, to be downcast.
    pub fn get(&self) -> &(dyn Error + Send + Sync + 'static) {
        &*self.0
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for StreamError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source() // the message already includes the error itself
    }
}

impl PartialEq for StreamError {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for StreamError {}
