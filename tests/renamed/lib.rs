//! Generated code finds Sinew under the name that this package's `Cargo.toml` gives it.

#![forbid(unsafe_code)]

networks::network! {
    /// Exclusive or.
    pub struct Xor = 2 => 4 relu => 1 sigmoid;
}

#[test]
fn a_renamed_dependency_is_found() {
    use networks::prelude::*;

    let net = networks::network!(2 => 4 relu => 1 sigmoid; seed = 3);
    assert_eq!(net.parameters(), Xor::seeded(3).parameters());
}
