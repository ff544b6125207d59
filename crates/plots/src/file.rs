//! Files that are there whole, or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::PlotError;

/// Writes a file, such as a history, so that a reader never sees half of it: beside the target, synced, then renamed.
///
/// # Errors
///
/// If the file cannot be written. Then what was there before is still there.
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
    let path = path.as_ref();
    write_atomically(path, contents.as_ref()).map_err(|source| PlotError::Io { path: path.to_path_buf(), source })
}

fn write_atomically(path: &Path, contents: &[u8]) -> io::Result<()> {
    let temporary = beside(path)?;
    let result = write_synced(&temporary, contents).and_then(|()| fs::rename(&temporary, path));
    if result.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&temporary);
        return result;
    }
    sync_directory(path)
}

/// A name of its own in the same directory, since only within a file system a file can be renamed.
fn beside(path: &Path) -> io::Result<PathBuf> {
    static COUNT: AtomicU64 = AtomicU64::new(0);

    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut temporary = OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{}.{}.tmp", process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
    Ok(path.with_file_name(temporary))
}

fn write_synced(path: &Path, contents: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(contents)?;
    file.sync_all()
}

/// Makes the renaming itself last, where a directory can be opened as a file.
fn sync_directory(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(directory)?.sync_all()?;
    }
    Ok(())
}
