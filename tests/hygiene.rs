//! Generated code works whatever surrounds it: strict lints, a shadowed prelude, another path to the crate. (`renamed` has another name.)

#![deny(warnings, missing_docs, clippy::pedantic)]
#![forbid(unsafe_code)]

mod shadowed {
    #![allow(dead_code, reason = "these stand in the way of names in generated code")]

    /// Names of the standard prelude and of Sinew that mean something else here.
    pub struct Option;
    /// Not the standard one.
    pub struct Box;
    /// Not the standard one.
    pub struct Some;
    /// Not the standard one.
    pub struct None;
    /// Not the standard one.
    pub struct Result;
    /// Not the language's.
    pub struct Dense;
    /// Not the language's.
    pub struct Relu;
    /// Not the language's.
    pub trait Network {}
    /// Not the language's.
    pub trait Clone {}
    /// Not the standard crate.
    mod core {}

    sinew::network! {
        /// A network among strangers.
        pub struct Shadowed = 2 => 4 relu => 1 sigmoid;
    }

    /// A prediction.
    pub fn prediction() -> f32 {
        let net = sinew::network!(2 => 4 relu => 1 sigmoid; seed = 1);
        let [p] = sinew::layers::Network::predict(&*net, &[0.0, 1.0]);
        p
    }
}

mod reexported {
    /// A crate of one's own that hands Sinew on.
    pub mod facade {
        pub use sinew as nets;
    }

    facade::nets::network! {
        /// A network through another crate's path.
        pub struct Reexported = 2 => 4 relu => 1 sigmoid;
    }
}

#[test]
fn generated_code_works_whatever_surrounds_it() {
    use sinew::prelude::*;

    let [expected] = shadowed::Shadowed::seeded(1).predict(&[0.0, 1.0]);
    assert_eq!(shadowed::prediction().to_bits(), expected.to_bits());
    assert_eq!(reexported::Reexported::seeded(1).parameters(), shadowed::Shadowed::seeded(1).parameters());
}
