//! The table of `sinew-vocabulary`, the files of this crate, and its types are about the same
//! activations.

use std::collections::BTreeSet;
use std::path::Path;

use sinew_activations::LayerActivation;
use sinew_vocabulary::ACTIVATIONS;

#[test]
fn every_file_has_a_row_and_every_row_a_file() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names = source.read_dir().unwrap().map(|entry| entry.unwrap().path().with_extension(""));
    let mut files: BTreeSet<String> = names.map(|path| path.file_name().unwrap().display().to_string()).collect();
    assert!(["lib", "activation", "per_output"].iter().all(|file| files.remove(*file)));
    assert_eq!(files, ACTIVATIONS.iter().map(|row| row.word.to_string()).collect());
}

macro_rules! names {
    ($($word:ident: $type:ident { $($rest:tt)* };)*) => {
        [$((stringify!($word), <sinew_activations::$type>::NAME)),*]
    };
}

#[test]
fn the_name_of_an_activation_is_its_word() {
    for (word, name) in sinew_vocabulary::activations!(names) {
        assert_eq!(name, word);
    }
}
