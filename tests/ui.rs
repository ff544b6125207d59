//! Mistakes get their messages: a file each, in folders by topic in `ui`, with what the compiler says beside it.

#[test]
fn mistakes_get_their_messages() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
