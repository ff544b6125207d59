//! Files that are written whole or not at all, for [Sinew](https://docs.rs/sinew).
//!
//! A separate crate, because network files and pictures are both written this way, and neither
//! needs the other.

use core::fmt;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
#[cfg(unix)]
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf, is_separator};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes a file so that at every moment, whatever happens to the program or the machine, either
/// the old file or the new one is there.
///
/// The output of `write` goes to a temporary file next to the target, which is synced and then
/// renamed; then the directory is synced. If `write` or the disk fails, the old file stays and the
/// temporary one is removed. The next write removes temporary files of programs that were killed.
/// The new file has the permissions of the old one and, if the program may set it, its owner.
///
/// What is not a plain file is never replaced:
///
/// * A symbolic link stays one. The file that it leads to is written, also if there is none yet.
/// * A pipe or a character device, such as `/dev/null`, is written through: all at once, when
///   `write` has succeeded. A named pipe waits for its reader.
/// * A directory, a socket, a block device and a file that may not be written are errors.
///
/// # Errors
///
/// If the file cannot be written: the directory does not exist or is not writable, the disk is
/// full, `write` fails, symbolic links lead in a circle, or the path is one of the kinds above.
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
    write_to(path, write).map_err(|source| WriteError { path: path.to_path_buf(), source })
}

/// Why a file could not be written. The previous file, if any, is still there.
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

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.source)
    }
}

fn write_to(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    match Target::of(path)? {
        Target::File(file) => replace(&file, write),
        Target::Stream => write_through(path, write),
    }
}

/// What is at a path.
enum Target {
    /// A plain file, or none yet, at this path without symbolic links.
    File(PathBuf),
    /// What hands on its bytes: a pipe or a character device.
    Stream,
}

impl Target {
    fn of(path: &Path) -> io::Result<Self> {
        match fs::metadata(path) {
            Ok(found) if found.is_file() => fs::canonicalize(path).map(Self::File),
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) => special(found.file_type()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => new_file(path).map(Self::File),
            Err(error) => Err(error),
        }
    }
}

/// What is neither a file nor a directory.
#[cfg(unix)]
fn special(kind: fs::FileType) -> io::Result<Target> {
    use std::os::unix::fs::FileTypeExt;

    if kind.is_fifo() || kind.is_char_device() {
        return Ok(Target::Stream);
    }
    let kind = if kind.is_socket() { "a socket" } else { "a block device" };
    Err(io::Error::new(io::ErrorKind::InvalidInput, format!("it is {kind}")))
}

/// As above, where the system has no such kinds.
#[cfg(not(unix))]
fn special(_: fs::FileType) -> io::Result<Target> {
    Err(io::Error::new(io::ErrorKind::InvalidInput, "it is neither a file nor a directory"))
}

/// Where a file that is not there is to be: at `path`, or where the symbolic link there leads.
fn new_file(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    // There is an end: the system has reported a circle of links, or too many, as another error.
    while let Ok(target) = fs::read_link(&path) {
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    let is_directory = path.as_os_str().as_encoded_bytes().last().is_some_and(|&end| is_separator(end.into()));
    if is_directory { Err(io::ErrorKind::IsADirectory.into()) } else { Ok(path) }
}

/// Writes to what cannot take back what it was given: nothing until `write` has succeeded.
fn write_through(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut contents = Vec::new();
    write(&mut contents)?;
    File::options().append(true).open(path)?.write_all(&contents)
}

fn replace(target: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let directory = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let old = permissions(target)?;
    let prefix = prefix(name);
    remove_abandoned(directory, &prefix);

    let (temporary, file) = create(directory, &prefix)?;
    let written = write_synced(&file, old, write).and_then(|()| fs::rename(&temporary, target));
    if written.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&temporary);
        return written;
    }
    sync(directory)
}

/// What the new file takes over from the old one, if there is one. A file that may not be written
/// may not be replaced either.
fn permissions(target: &Path) -> io::Result<Option<Metadata>> {
    match File::options().write(true).open(target) {
        Ok(old) => old.metadata().map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn write_synced(
    file: &File,
    old: Option<Metadata>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    if let Some(old) = old {
        // Before the permissions, which it takes away in part. Only the superuser may do it.
        #[cfg(unix)]
        let _ = std::os::unix::fs::fchown(file, Some(old.uid()), Some(old.gid()));
        file.set_permissions(old.permissions())?;
    }
    let mut writer = BufWriter::with_capacity(1 << 16, file);
    write(&mut writer)?;
    writer.flush()?;
    file.sync_all()
}

/// A new file in the directory, since a file can only be renamed within a file system. It is locked
/// for as long as it is open.
fn create(directory: &Path, prefix: &str) -> io::Result<(PathBuf, File)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    loop {
        let (process, count) = (process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let temporary = directory.join(format!("{prefix}{process}.{count}{SUFFIX}"));
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
fn remove_abandoned(directory: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_str().is_some_and(|name| is_temporary(name, prefix))
            && entry.file_type().is_ok_and(|kind| kind.is_file())
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

/// How a temporary file's name begins: `.digits.safetensors.`. Of a long name it has only the
/// beginning, as its own must fit the system's limit too.
fn prefix(name: &OsStr) -> String {
    let name = name.to_string_lossy();
    format!(".{}.", &name[..name.floor_char_boundary(100)])
}

/// Whether [`create`] may have made a file of that name: after the prefix there are a process and a
/// count.
fn is_temporary(name: &str, prefix: &str) -> bool {
    let numbers = name.strip_prefix(prefix).and_then(|name| name.strip_suffix(SUFFIX)?.split_once('.'));
    numbers.is_some_and(|(process, count)| process.parse::<u32>().is_ok() && count.parse::<u64>().is_ok())
}

/// Makes a rename durable, where a directory can be opened as a file.
fn sync(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}
