//! Does the guide show what the compiler says? Its mistakes are cases of `ui`: the program, and the
//! beginning of the error.

use std::fs;

const GUIDE: &str = include_str!("../crates/sinew/src/mistakes.md");

/// The contents of the first block of this kind.
fn block<'a>(page: &'a str, kind: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("```{kind}\n")).expect("each page has a program and an error");
    rest.split_once("\n```").expect("each block ends").0
}

fn read(case: &str, extension: &str) -> String {
    let path = format!("{}/ui/{case}.{extension}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_guide_shows_what_the_compiler_says() {
    let pages: Vec<&str> = GUIDE.split("<!-- tests/ui/").skip(1).collect();
    assert_eq!(pages.len(), 12);
    for page in pages {
        let (case, page) = page.split_once(" -->").expect("a comment ends");
        assert_eq!(block(page, "compile_fail"), read(case, "rs").trim_end(), "the program of {case}");
        let said = read(case, "stderr").replace(&format!("ui/{case}.rs"), "src/main.rs");
        let shown = block(page, "text");
        let (shown, is_cut) = shown.strip_suffix("\n…").map_or((shown, false), |shown| (shown, true));
        assert_eq!(is_cut, said.trim_end() != shown, "`…` stands where {case} is cut");
        assert!(said.starts_with(shown), "{case} is shown as\n{shown}\n\nbut the compiler says\n{said}");
    }
}
