//! Files that are written whole, or not at all.

use std::path::Path;

use sinew_atomic_write::atomic_write;

use crate::PlotError;

/// Writes a file, such as a history, so that a reader never sees half of it; see [`atomic_write`].
///
/// # Errors
///
/// If the file cannot be written. The previous file is then still there.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let directory = std::env::temp_dir().join(format!("sinew-save-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory)?;
/// let xor = sinew::data::gates::xor();
/// let mut net = network!(2 => 4 tanh => 1 sigmoid);
/// let history = Trainer::new(BinaryCrossEntropy, Adam::new(0.01)).epochs(3).fit(&mut net, &xor)?;
///
/// sinew_plots::save(directory.join("history.csv"), history.to_csv())?;
/// sinew_plots::save(directory.join("history.json"), history.to_json())?;
/// # assert_eq!(std::fs::read_to_string(directory.join("history.csv"))?.lines().count(), 4);
/// # std::fs::remove_dir_all(&directory)?;
/// # Ok(())
/// # }
/// ```
pub fn save(path: impl AsRef<Path>, contents: impl AsRef<[u8]>) -> Result<(), PlotError> {
    atomic_write(path, |file| file.write_all(contents.as_ref())).map_err(PlotError::Write)
}
