//! Every writer of Sinew, given every kind of thing that a path can name.

#![cfg(unix)]

use std::error::Error;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use sinew::data::Normalization;
use sinew::files::{Checkpoint, CheckpointError, atomic_write};
use sinew::prelude::*;
use sinew::tensorboard::EventWriter;
use sinew::training::Progress;

network! {
    struct Xor = 2 => 4 tanh => 1 sigmoid;
}

type Outcome = Result<(), Box<dyn Error>>;

/// Writes a file at a path.
type Writer = fn(&Path) -> Outcome;

/// All that write files, by name.
const WRITERS: [(&str, Writer); 6] = [
    ("weights", |path| Ok(Xor::seeded(1).save(path)?)),
    ("normalized", |path| {
        let inputs = Normalization::new([0.0; 2], [1.0; 2])?;
        Ok(Normalized { network: Xor::seeded(1), inputs, targets: None }.save(path)?)
    }),
    ("checkpoint", |path| {
        let mut trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.01)).epochs(1);
        let save = |progress: Progress<'_, Xor>| Checkpoint::save(&progress, path);
        trainer.fit_with::<_, _, _, CheckpointError>(&mut Xor::seeded(1), &sinew::data::gates::xor(), save)?;
        Ok(())
    }),
    ("history", |path| Ok(sinew::plots::save(path, sinew::training::History::default().to_csv())?)),
    ("picture", |path| Ok(sinew::plots::activation::<sinew::activations::Relu>()?.save(path)?)),
    ("own", |path| Ok(atomic_write(path, |file| file.write_all(&vec![1; 100_000]))?)),
];

/// What becomes of it.
#[derive(Clone, Copy, PartialEq)]
enum Expected {
    /// The file that `Kind::file` names holds what was written.
    Written,
    /// A reader of the path gets what was written.
    ReadByAnother,
    /// Nobody gets it.
    Swallowed,
    /// An error, and nothing changes.
    Refused,
}
use Expected::{ReadByAnother, Refused, Swallowed, Written};

/// A kind of thing that a path can name.
struct Kind {
    name: String,
    /// Makes it at the path, if the system lets this program.
    make: fn(&Path) -> io::Result<()>,
    expected: Expected,
}

/// All kinds; a picture needs the ending of its format.
fn kinds() -> Vec<Kind> {
    let kind = |name: &str, expected, make| Kind { name: format!("{name}.svg"), make, expected };
    vec![
        kind("new", Written, |_| Ok(())),
        kind("file", Written, |path| fs::write(path, "old")),
        kind("link", Written, |path| {
            fs::write(beside(path, "target"), "old")?;
            symlink(beside(path, "target"), path)
        }),
        kind("relative_link", Written, |path| {
            fs::write(beside(path, "target"), "old")?;
            symlink("target", path)
        }),
        kind("dangling_link", Written, |path| symlink("target", path)),
        kind("links", Written, |path| {
            symlink("directory/second", path)?;
            fs::create_dir(beside(path, "directory"))?;
            symlink("../target", beside(path, "directory/second"))
        }),
        kind("link_to_no_directory", Refused, |path| symlink("none/target", path)),
        kind("circle", Refused, |path| symlink(path, path)),
        kind("directory", Refused, |path| fs::create_dir(path)),
        kind("socket", Refused, |path| UnixListener::bind(path).map(drop)),
        kind("block_device", Refused, |path| system("mknod", path, &["b", "7", "250"])),
        kind("device", Swallowed, |path| system("mknod", path, &["c", "1", "3"])),
        kind("pipe", ReadByAnother, |path| system("mkfifo", path, &[])),
        kind("link_to_pipe", ReadByAnother, |path| {
            system("mkfifo", &beside(path, "pipe"), &[])?;
            symlink("pipe", path)
        }),
        kind(&"x".repeat(251), Written, |_| Ok(())),
        kind(&"ä".repeat(125), Written, |path| fs::write(path, "old")),
        kind(&"x".repeat(252), Refused, |_| Ok(())),
    ]
}

fn beside(path: &Path, name: &str) -> PathBuf {
    path.with_file_name(name)
}

/// Runs a program of the system.
fn system(program: &str, path: &Path, arguments: &[&str]) -> io::Result<()> {
    let status = Command::new(program).arg(path).args(arguments).stderr(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(io::ErrorKind::PermissionDenied.into()) }
}

/// Path, kind and permissions of everything in a directory, with those below it.
fn list(directory: &Path) -> Result<Vec<String>, io::Error> {
    let mut all = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let found = fs::symlink_metadata(&path)?;
        all.push(format!("{} {:?} {:o}", path.display(), found.file_type(), found.permissions().mode()));
        if found.is_dir() {
            all.extend(list(&path)?);
        }
    }
    all.sort();
    Ok(all)
}

/// An empty directory.
fn directory(name: &str) -> io::Result<PathBuf> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kinds").join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory)?;
    Ok(directory)
}

#[test]
fn every_writer_keeps_what_is_no_plain_file() -> Outcome {
    for (writer, write) in WRITERS {
        let directory = directory(writer)?;
        let plain = directory.join("plain.svg");
        write(&plain)?;
        let size = fs::metadata(&plain)?.len();
        for Kind { name, make, expected } in kinds() {
            let case = format!("{writer} to {name}");
            let path = self::directory(&format!("{writer}/of_kind"))?.join(&name);
            if make(&path).is_err() {
                continue; // only the superuser makes devices
            }
            let before = list(&beside(&path, ""))?;
            let reader = (expected == ReadByAnother).then(|| {
                let path = path.clone();
                thread::spawn(move || fs::read(path))
            });
            match (write(&path), expected) {
                (Err(error), Refused) => {
                    assert!(error.to_string().contains(&format!("`{}`", path.display())), "{case}: {error}");
                    assert_eq!(list(&beside(&path, ""))?, before, "{case}");
                    continue;
                }
                (written, _) => assert!(written.is_ok() && expected != Refused, "{case}: {written:?}"),
            }
            let found = match reader {
                Some(reader) => Some(reader.join().map_err(|_| "the reader")??.len() as u64),
                None if expected == Written => Some(fs::metadata(&path)?.len()),
                None => None,
            };
            assert!(found.is_none_or(|found| found == size), "{case}: {found:?} of {size} bytes");
            let after = list(&beside(&path, ""))?;
            assert!(before.iter().all(|line| after.contains(line)), "{case}: of {before:#?} became {after:#?}");
            assert!(after.len() <= before.len() + 1, "{case}: of {before:#?} became {after:#?}");
        }
    }
    Ok(())
}

#[test]
fn a_write_that_fails_changes_nothing_of_any_kind() -> Outcome {
    for Kind { name, make, .. } in kinds() {
        let path = directory("failure")?.join(&name);
        if make(&path).is_err() {
            continue;
        }
        let before = list(&beside(&path, ""))?;
        let failed = atomic_write(&path, |file| {
            file.write_all(&vec![1; 100_000])?;
            Err(io::Error::other("power failure"))
        });
        assert!(failed.is_err(), "{name}");
        assert_eq!(list(&beside(&path, ""))?, before, "{name}");
        if path.is_file() {
            assert_eq!(fs::read(&path)?, b"old", "{name}");
        }
    }
    Ok(())
}

#[test]
fn permissions_and_owner_are_kept() -> Outcome {
    let path = directory("permissions")?.join("file");
    for mode in [0o600, 0o644, 0o640, 0o666, 0o755] {
        fs::write(&path, "old")?;
        fs::set_permissions(&path, Permissions::from_mode(mode))?;
        // Only the superuser gives files away.
        let owner = std::os::unix::fs::chown(&path, Some(12), Some(34)).map(|()| (12, 34)).ok();
        atomic_write(&path, |file| file.write_all(b"new"))?;
        let found = fs::metadata(&path)?;
        assert_eq!((fs::read(&path)?, found.permissions().mode() & 0o777), (b"new".to_vec(), mode));
        let found = (std::os::unix::fs::MetadataExt::uid(&found), std::os::unix::fs::MetadataExt::gid(&found));
        assert!(owner.is_none_or(|owner| owner == found), "{found:?}");
    }
    Ok(())
}

#[test]
fn only_temporary_files_of_killed_programs_are_removed() -> Outcome {
    let directory = directory("abandoned")?;
    let kept = [".file.notes.tmp", ".file.1.tmp", ".file.1.x.tmp", ".file2.1.2.tmp", "file.1.2.tmp"];
    for name in kept.iter().chain(&[".file.1.2.tmp", ".file.4294967295.0.tmp"]) {
        fs::write(directory.join(name), "")?;
    }
    system("mkfifo", &directory.join(".file.3.4.tmp"), &[])?;
    atomic_write(directory.join("file"), |file| file.write_all(b"new"))?;
    let mut left: Vec<_> = fs::read_dir(&directory)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
    left.sort();
    let mut expected: Vec<_> = kept.iter().chain(&[".file.3.4.tmp", "file"]).map(std::ffi::OsString::from).collect();
    expected.sort();
    assert_eq!(left, expected);
    Ok(())
}

#[test]
fn a_log_refuses_a_directory_that_is_none() -> Outcome {
    for Kind { name, make, .. } in kinds() {
        let path = directory("log")?.join(&name);
        // Where nothing is, the log makes its directory; a name may be too long for it too.
        if name == "new.svg" || name.len() > 100 || name == "directory.svg" || make(&path).is_err() {
            continue;
        }
        let before = list(&beside(&path, ""))?;
        let Err(error) = EventWriter::create(&path) else { panic!("events in {name}") };
        assert!(error.to_string().contains(&format!("`{}`", path.display())), "{name}: {error}");
        assert_eq!(list(&beside(&path, ""))?, before, "{name}");
    }
    Ok(())
}
