//! Every mistake gets its message: one file for each, in folders by topic in `ui`, with the
//! compiler's output next to it.

#[test]
fn mistakes_get_their_messages() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
