//! Files are written whole, or not at all.

use std::fs;
use std::path::PathBuf;

use sinew_plots::{Chart, Picture, PlotError, save};

fn picture() -> Picture {
    Chart::new("Line").line("", [[0.0, 0.0], [1.0, 1.0]]).draw().unwrap()
}

/// An empty directory.
fn directory(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn names(directory: &PathBuf) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_picture_is_saved_by_its_extension() {
    let directory = directory("extensions");
    for name in ["line.svg", "line.png", "line.PNG"] {
        picture().save(directory.join(name)).unwrap();
    }
    assert!(fs::read(directory.join("line.svg")).unwrap().starts_with(b"<svg"));
    assert!(fs::read(directory.join("line.PNG")).unwrap().starts_with(b"\x89PNG"));
    for name in ["line.jpg", "line", ".svg"] {
        let error = picture().save(directory.join(name)).unwrap_err();
        assert!(matches!(error, PlotError::Extension { .. }), "{error}");
    }
    assert_eq!(names(&directory), ["line.PNG", "line.png", "line.svg"]);
}

#[test]
fn a_file_is_replaced_and_nothing_is_left_beside_it() {
    let directory = directory("replaced");
    let path = directory.join("history.csv");
    save(&path, "long text").unwrap();
    save(&path, "short").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "short");
    assert_eq!(names(&directory), ["history.csv"]);
}

#[test]
fn where_a_file_cannot_be_written_there_is_an_error_with_its_name() {
    let directory = directory("unwritable");
    let error = picture().save(directory.join("missing/line.svg")).unwrap_err();
    assert!(error.to_string().contains("line.svg") && matches!(error, PlotError::Write(_)), "{error}");
    assert!(matches!(save("/", "text"), Err(PlotError::Write(_))));
}

#[test]
fn where_renaming_fails_what_was_there_stays_and_nothing_is_left_beside_it() {
    let directory = directory("occupied");
    fs::create_dir_all(directory.join("line.svg/full")).unwrap();
    assert!(matches!(picture().save(directory.join("line.svg")), Err(PlotError::Write(_))));
    assert_eq!(names(&directory), ["line.svg"]);
}
