//! An optimizer has its row wherever users and tests look for one.

use std::error::Error;
use std::fs;
use std::path::Path;

/// The optimizers by file and name.
fn optimizers(folder: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let name = text.lines().find_map(|line| line.strip_prefix("pub struct ")?.split('<').next());
        if let (Some(name), Some(file)) = (name, path.file_stem()) {
            found.push((file.to_string_lossy().into_owned(), name.to_owned()));
        }
    }
    Ok(found)
}

#[test]
fn every_optimizer_has_its_rows() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let optimizers = optimizers(&root.join("src/optimizers"))?;
    assert!(optimizers.len() >= 9, "found only {optimizers:?}");
    for (file, name) in optimizers {
        for (place, row) in [
            ("src/lib.rs", format!("//! | [`{name}`] |")),
            ("src/optimizers.rs", format!("pub use {file}::{name};")),
            ("../../README.md", file.clone()),
            ("tests/laws.rs", file.clone()),
            ("tests/oracle.rs", format!("{file}_is_its_formula")),
            ("tests/references/optimizers.csv", format!("\n{file},")),
        ] {
            let text = fs::read_to_string(root.join(place))?;
            let has_row = text.contains(&row) || text.to_lowercase().contains(&row);
            assert!(has_row, "{place} has no row for {name}: {row:?} is not there");
        }
    }
    Ok(())
}
