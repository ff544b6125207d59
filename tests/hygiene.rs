//! Generated code works in any surroundings: strict lints, a shadowed prelude, another path to the
//! crate. (The package `renamed` tests another name.)

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
    pub struct Conv;
    /// Not the language's.
    pub struct Image;
    /// Not the language's.
    pub struct BatchNorm;
    /// Not the language's.
    pub struct Dropout;
    /// Not the language's.
    pub struct Residual;
    /// Not the language's.
    pub struct Concat;
    /// Not the language's.
    pub trait Stage {}
    /// Not the language's.
    pub trait Vector {}
    /// Not the language's.
    pub trait Network {}
    /// Not the language's.
    pub trait Clone {}
    /// Not the standard crate.
    mod core {}

    sinew::network! {
        /// A network among shadowed names.
        pub struct Shadowed = 2 => 4 relu => 1 sigmoid;

        /// A deep one.
        pub struct Deep = 1x6x6
            => conv(4, 3x3, padding = same, bias = false) => batchnorm relu
            => (block: residual(conv(4, 3x3, padding = same) => batchnorm relu => depthwise(3x3, padding = same)) relu) * 2
            => residual(conv(6, 3x3, stride = 2, padding = same), projection = true) tanh
            => concat(maxpool(2x2, stride = 1) | conv(2, 2x2) => groupnorm(2) | avgpool(2x2, stride = 1)) silu
            => globalavgpool => layernorm => dropout(0.5) => 3 softmax;

        /// A deep one inside another.
        pub struct Nested = 36 => reshape(1x6x6) => deep: Features => flatten => 1;

        /// Every layer keeps the size.
        pub struct Features = 1x6x6 => transposed_conv(2, 2x2, stride = 2) => upsample(2) => batchnorm => maxpool(4x4);
    }

    /// A prediction.
    pub fn prediction() -> f32 {
        let net = sinew::network!(2 => 4 relu => 1 sigmoid; seed = 1);
        let [p] = sinew::layers::Predict::predict(&*net, &[0.0, 1.0]);
        p
    }
}

mod named {
    sinew::network! {
        /// Named like an item that generated code uses.
        pub struct Option = 2 => 4 relu => 1 sigmoid;

        /// The same, with statistics and a branch.
        pub struct Box = 2 => 4 => batchnorm relu => residual(4) => 1;

        /// The same, with another network inside.
        pub struct Network = 2 => Option => 1;

        /// The same.
        pub struct Number = 2 => 1;

        /// The same.
        pub struct V = 2 => 4 relu => 1;
    }
}

mod reexported {
    /// A custom crate that re-exports Sinew.
    pub mod facade {
        pub use sinew as nets;
    }

    facade::nets::network! {
        /// A deep one through another crate's path.
        pub struct Deep = 1x6x6
            => conv(4, 3x3, padding = same, bias = false) => batchnorm relu
            => (block: residual(conv(4, 3x3, padding = same) => batchnorm relu => depthwise(3x3, padding = same)) relu) * 2
            => residual(conv(6, 3x3, stride = 2, padding = same), projection = true) tanh
            => concat(maxpool(2x2, stride = 1) | conv(2, 2x2) => groupnorm(2) | avgpool(2x2, stride = 1)) silu
            => globalavgpool => layernorm => dropout(0.5) => 3 softmax;
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
    let image = [[[1.0; 6]; 6]];
    let [here, there] = [reexported::Deep::seeded(1).predict(&image), shadowed::Deep::seeded(1).predict(&image)];
    assert_eq!(here.map(f32::to_bits), there.map(f32::to_bits));
    assert_eq!(named::Option::seeded(1).parameters(), shadowed::Shadowed::seeded(1).parameters());
    assert!(named::Box::seeded(1).predict(&[0.0, 1.0])[0].is_finite());
    assert!(named::Network::seeded(1).predict(&[0.0, 1.0])[0].is_finite());
    assert!(named::Number::seeded(1).predict(&[0.0, 1.0])[0].is_finite());
    assert!(named::V::seeded(1).predict(&[0.0, 1.0])[0].is_finite());
    assert!(shadowed::Nested::seeded(1).predict(&[1.0; 36])[0].is_finite());
}
