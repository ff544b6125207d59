//! The table of `sinew-vocabulary` and the files of this crate are about the same losses.

use std::collections::BTreeSet;
use std::path::Path;

use sinew_vocabulary::LOSSES;

#[test]
fn every_file_has_a_row_and_every_row_a_file() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names = source.read_dir().unwrap().map(|entry| entry.unwrap().path().with_extension(""));
    let mut files: BTreeSet<String> = names.map(|path| path.file_name().unwrap().display().to_string()).collect();
    let others = ["lib", "domain", "loss", "target", "masked", "outputs"];
    assert!(others.iter().all(|file| files.remove(*file)));
    assert_eq!(files, LOSSES.iter().map(|row| row.module.to_string()).collect());
}
