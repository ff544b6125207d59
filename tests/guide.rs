//! Does the guide tell the truth?
//!
//! Its mistakes are cases of `ui`: the program, and the beginning of the error. Its glossary has
//! all that there is. The README in Korean has the programs and commands of the one in English.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const GUIDE: &str = include_str!("../crates/sinew/src/mistakes.md");
const GLOSSARY: &str = include_str!("../crates/sinew/src/guide/glossary.md");

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
    assert_eq!(pages.len(), 13);
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

/// A line of the glossary.
#[derive(Debug)]
struct Term<'a> {
    english: &'a str,
    korean: &'a str,
    link: &'a str,
    sentences: [&'a str; 2],
}

impl<'a> Term<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let (term, meaning) = line.strip_prefix("| [")?.strip_suffix(" |")?.split_once(" | ")?;
        let (english, term) = term.split_once("](")?;
        let (link, korean) = term.split_once(")<br>")?;
        Some(Self { english, korean, link, sentences: meaning.split_once("<br>")?.into() })
    }
}

fn glossary() -> Vec<Term<'static>> {
    let lines = GLOSSARY.lines().filter(|line| line.starts_with("| ["));
    lines.map(|line| Term::parse(line).unwrap_or_else(|| panic!("not a line of the glossary: {line}"))).collect()
}

/// The types that the files of a folder declare.
fn types(folder: &str, is_one: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let path = format!("{}/../crates/{folder}", env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let texts = files.filter_map(|file| fs::read_to_string(file.ok()?.path()).ok()).filter(|text| is_one(text));
    let name = |line: &str| line.strip_prefix("pub struct ")?.split(['<', ' ', ';', '(']).next().map(str::to_owned);
    texts.flat_map(|text| text.lines().filter_map(name).collect::<Vec<_>>()).collect()
}

#[test]
fn every_term_of_the_glossary_has_a_sentence_in_each_language() {
    let glossary = glossary();
    assert!(glossary.len() >= 60, "{} terms", glossary.len());
    let names: BTreeSet<&str> = glossary.iter().map(|term| term.english).collect();
    assert_eq!(names.len(), glossary.len(), "no term comes twice");
    let is_korean = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
    for term in glossary {
        let [english, korean] = term.sentences;
        assert!(!is_korean(english) && english.ends_with('.'), "{term:?}");
        assert!(is_korean(korean) && korean.ends_with("다."), "{term:?}");
        assert!(!term.korean.is_empty(), "{term:?}");
    }
}

#[test]
fn the_glossary_has_every_layer_activation_loss_and_optimizer() {
    let glossary = glossary();
    let links: BTreeSet<&str> = glossary.iter().map(|term| term.link).collect();
    for (folder, module, implements) in [
        ("layers/src", "layers", "\nstage! {"),
        ("activations/src", "activations", " LayerActivation for "),
        ("activations/src", "activations", "impl Activation for "),
        ("activations/src", "activations", "> Activation for "),
        ("losses/src", "losses", "> Loss<"),
        ("losses/src", "losses", "impl Loss<"),
        ("optimizers/src/optimizers", "optimizers", "pub struct "),
    ] {
        for name in types(folder, |text| text.contains(implements)) {
            let link = format!("crate::{module}::{name}");
            let has_one = links.contains(&*link) || links.contains(&*format!("struct@{link}"));
            assert!(has_one, "the glossary has no line for `{link}`");
        }
    }
}

/// The sources of all crates.
fn sources(folder: &Path, found: &mut String) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            *found += &fs::read_to_string(&path).unwrap_or_default();
        }
    }
}

#[test]
fn items_have_their_korean_names_as_aliases() {
    let mut found = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates"), &mut found);
    let aliases: String = found.lines().filter(|line| line.trim_start().starts_with("#[doc(alias")).collect();
    let is_korean = |name: &str| name.chars().all(|c| ('가'..='힣').contains(&c) || c == ' ' || c == '-');
    for term in glossary() {
        let is_item = !term.link.starts_with("crate::guide::");
        if is_item && is_korean(term.korean) {
            assert!(aliases.contains(&format!("{:?}", term.korean)), "`{}` has no alias {}", term.link, term.korean);
        }
    }
}

/// The code blocks of a page, without the comments of its commands, which are in its language.
fn code(page: &str) -> Vec<String> {
    let blocks = page.split("```").skip(1).step_by(2);
    let command = |line: &str| line.split(" # ").next().unwrap_or_default().trim_end().to_owned();
    let lines = |block: &str| block.lines().map(command).collect::<Vec<_>>().join("\n");
    blocks.map(|block| if block.starts_with("sh\n") { lines(block) } else { block.to_owned() }).collect()
}

#[test]
fn the_readme_in_korean_has_the_same_programs_commands_and_pictures() {
    let (english, korean) = (include_str!("../README.md"), include_str!("../README.ko.md"));
    assert_eq!(code(english), code(korean));
    let pictures = |page| {
        let links = str::split(page, "](crates/").skip(1).filter_map(|rest| rest.split(')').next());
        links.filter(|link| link.contains("/gallery/")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(pictures(english), pictures(korean));
    assert_eq!(english.matches("\n#").count(), korean.matches("\n#").count(), "sections");
    assert!(english.contains("(README.ko.md)") && korean.contains("(README.md)"), "each links to the other");
}
