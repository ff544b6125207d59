//! Whatever fails while a file is written, the old file stays.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use sinew::files::atomic_write;
use sinew::prelude::*;

network! {
    struct Large = 100 => 200 relu => 10 softmax;
}

/// An empty directory.
fn directory(name: &str) -> Result<PathBuf, std::io::Error> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faults").join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory)?;
    Ok(directory)
}

/// The program that may only write files of a few KiB, as on a disk that is nearly full.
#[test]
#[ignore = "is started by the test below"]
fn program_with_little_room() {
    let path = std::env::var_os("SINEW_PATH").expect("a path");
    let error = Large::seeded(2).save(path).expect_err("there is no room");
    assert!(error.to_string().contains("cannot write `"), "{error}");
}

#[cfg(unix)]
#[test]
fn without_room_the_old_file_stays() -> Result<(), Box<dyn Error>> {
    let directory = directory("room")?;
    let path = directory.join("large.safetensors");
    Large::seeded(1).save(&path)?;
    let status = std::process::Command::new("sh")
        // Without the trap the system would kill the program instead of returning an error.
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe()?)
        .args(["program_with_little_room", "--exact", "--ignored"])
        .env("SINEW_PATH", &path)
        .stdout(std::process::Stdio::null())
        .status()?;
    assert!(status.success(), "the program saw the error");
    assert_eq!(Large::load(&path)?, Large::seeded(1));
    assert_eq!(fs::read_dir(&directory)?.count(), 1, "no temporary file is left");
    Ok(())
}

#[test]
fn a_writer_that_fails_leaves_the_old_file() -> Result<(), Box<dyn Error>> {
    let directory = directory("writer")?;
    let path = directory.join("file");
    atomic_write(&path, |file| file.write_all(b"old"))?;
    let error = atomic_write(&path, |file| {
        file.write_all(&vec![0; 1 << 20])?;
        Err(std::io::ErrorKind::StorageFull.into())
    });
    assert!(error.is_err_and(|error| error.source.kind() == std::io::ErrorKind::StorageFull && error.path == path));
    assert_eq!(fs::read(&path)?, b"old");
    assert_eq!(fs::read_dir(&directory)?.count(), 1);
    Ok(())
}

#[test]
fn a_directory_that_is_not_there_is_an_error() -> Result<(), Box<dyn Error>> {
    let path = directory("missing")?.join("no/such/directory/file");
    let error = Large::seeded(1).save(&path).expect_err("there is no directory");
    assert_eq!(error.path, path);
    assert!(error.to_string().starts_with(&format!("cannot write `{}`: ", path.display())));
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_directory_that_is_not_writable_is_an_error() {
    // Not even the superuser writes there.
    assert!(Large::seeded(1).save("/proc/large.safetensors").is_err());
}

#[test]
fn a_directory_is_not_replaced() -> Result<(), Box<dyn Error>> {
    let directory = directory("directory")?;
    assert!(Large::seeded(1).save(&directory).is_err());
    assert!(directory.is_dir());
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_stays_one() -> Result<(), Box<dyn Error>> {
    let directory = directory("link")?;
    let (file, link) = (directory.join("file"), directory.join("link"));
    fs::write(&file, "old")?;
    std::os::unix::fs::symlink(&file, &link)?;
    atomic_write(&link, |to| to.write_all(b"new"))?;
    assert_eq!((fs::read(&file)?, fs::read(&link)?), (b"new".to_vec(), b"new".to_vec()));
    assert!(fs::symlink_metadata(&link)?.is_symlink());
    Ok(())
}

#[test]
fn writers_at_the_same_time_each_write_a_whole_file() -> Result<(), Box<dyn Error>> {
    let directory = directory("threads")?;
    let path = directory.join("file");
    std::thread::scope(|scope| {
        for byte in 0..4 {
            let path = &path;
            scope.spawn(move || {
                for _ in 0..10 {
                    atomic_write(path, |file| file.write_all(&[byte; 10_000])).expect("a directory to write to");
                }
            });
        }
    });
    let file = fs::read(&path)?;
    assert!(file.len() == 10_000 && file.iter().all(|&byte| byte == file[0]));
    assert_eq!(fs::read_dir(&directory)?.count(), 1);
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_and_what_is_no_file_is_refused_by_name() -> Result<(), Box<dyn Error>> {
    let directory = directory("pipe")?;
    let (pipe, file) = (directory.join("pipe"), directory.join("file"));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status()?.success());
    // The writer waits until the pipe is read.
    let through_pipe = |contents: Vec<u8>| {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::write(pipe, contents))
    };

    let writer = through_pipe(Large::seeded(1).to_bytes());
    assert_eq!(Large::load(&pipe)?, Large::seeded(1));
    writer.join().map_err(|_| "the writer")??;
    let writer = through_pipe(vec![1; 100]);
    let error = Large::load(&pipe).expect_err("no network");
    assert!(error.to_string().contains("the file has 100"), "{error}");
    writer.join().map_err(|_| "the writer")??;

    let inputs = sinew::data::Normalization::new([0.0; 100], [1.0; 100])?;
    Normalized { network: Large::seeded(2), inputs, targets: None }.save(&file)?;
    let writer = through_pipe(fs::read(&file)?);
    assert_eq!(Normalized::<Large>::load(&pipe)?.network, Large::seeded(2));
    writer.join().map_err(|_| "the writer")??;

    for (path, expected) in [("/dev/zero".as_ref(), "it is a device"), (directory.as_path(), "directory")] {
        for error in [
            Large::load(path).err(),
            Normalized::<Large>::load(path).err(),
            sinew::files::Checkpoint::<Large>::load(path).err(),
        ] {
            let error = error.ok_or("nothing to read")?.to_string();
            assert!(error.contains(&format!("`{}`", path.display())) && error.contains(expected), "{error}");
        }
    }
    Ok(())
}
