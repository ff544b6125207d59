//! Files that are written whole or not at all, for [Sinew](https://docs.rs/sinew).
//!
//! A separate crate, because network files and pictures are both written this way, and neither
//! needs the other.

use core::fmt;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes a file so that at every moment, whatever happens to the program or the machine, either
/// the old file or the new one is there.
///
/// The output of `write` goes to a temporary file next to the target, which is synced and then
/// renamed; then the directory is synced. If `write` or the disk fails, the old file stays and the
/// temporary one is removed. The next write removes temporary files of programs that were killed.
///
/// # Errors
///
/// If the file cannot be written: the directory does not exist or is not writable, the disk is
/// full, or `write` fails.
///
/// # Examples
///
/// ```
/// use std::io::Write;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let directory = std::env::temp_dir().join(format!("sinew-atomic-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory)?;
/// let path = directory.join("losses.csv");
/// sinew_atomic_write::atomic_write(&path, |file| writeln!(file, "epoch,loss\n1,0.5"))?;
///
/// let failed = sinew_atomic_write::atomic_write(&path, |file| {
///     writeln!(file, "half a li")?;
///     Err(std::io::Error::other("power failure"))
/// });
/// assert!(failed.is_err());
/// assert_eq!(std::fs::read_to_string(&path)?, "epoch,loss\n1,0.5\n");
/// # std::fs::remove_dir_all(&directory)?;
/// # Ok(())
/// # }
/// ```
pub fn atomic_write(
    path: impl AsRef<Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    let path = path.as_ref();
    write_beside(path, write).map_err(|source| WriteError { path: path.to_path_buf(), source })
}

/// Why a file could not be written. The previous file, if any, is still there.
#[derive(Debug)]
#[non_exhaustive]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// What went wrong.
    pub source: io::Error,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write `{}`: {}", self.path.display(), self.source)
    }
}

impl core::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.source)
    }
}

fn write_beside(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // Resolves a symbolic link, so that it stays one.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let directory = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    remove_abandoned(directory, name);

    let (temporary, file) = create(directory, name)?;
    let written = write_synced(&file, &target, write).and_then(|()| fs::rename(&temporary, &target));
    if written.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&temporary);
        return written;
    }
    sync(directory)
}

fn write_synced(file: &File, target: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if let Ok(old) = fs::metadata(target) {
        file.set_permissions(old.permissions())?;
    }
    let mut writer = BufWriter::with_capacity(1 << 16, file);
    write(&mut writer)?;
    writer.flush()?;
    file.sync_all()
}

/// A new file in the directory, since a file can only be renamed within a file system. It is locked
/// for as long as it is open.
fn create(directory: &Path, name: &OsStr) -> io::Result<(PathBuf, File)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    loop {
        let mut temporary = prefix(name);
        temporary.push(format!("{}.{}{SUFFIX}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
        let temporary = directory.join(temporary);
        let file = match File::create_new(&temporary) {
            // A program with the same process id left it.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            created => created?,
        };
        // Where there are no locks, no temporary file counts as abandoned.
        let _ = file.lock();
        // Between its creation and its lock another program may have removed it as abandoned.
        if fs::exists(&temporary)? {
            return Ok((temporary, file));
        }
    }
}

/// Removes the temporary files that killed programs left: those that nobody has locked.
fn remove_abandoned(directory: &Path, name: &OsStr) {
    let prefix = prefix(name);
    let Ok(entries) = fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        let entry_name = entry.file_name();
        let bytes = entry_name.as_encoded_bytes();
        let is_temporary = bytes.starts_with(prefix.as_encoded_bytes()) && bytes.ends_with(SUFFIX.as_bytes());
        if is_temporary
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            // While holding the lock, so that a program that has just created it notices. If it
            // cannot be removed, it does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}

const SUFFIX: &str = ".tmp";

fn prefix(name: &OsStr) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".");
    prefix
}

/// Makes a rename durable, where a directory can be opened as a file.
fn sync(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}
