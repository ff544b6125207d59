//! Generated code finds Sinew under the name that this package's `Cargo.toml` gives it.

#![forbid(unsafe_code)]

networks::network! {
    /// Exclusive or.
    pub struct Xor = 2 => 4 relu => 1 sigmoid;

    /// Branches of images.
    pub struct Deep = 1x6x6
        => residual(conv(4, 3x3, padding = same) => batchnorm relu, projection = true) relu
        => concat(maxpool(2x2) | conv(2, 2x2, stride = 2) tanh) => dropout(0.5) => flatten => 3 softmax;
}

#[test]
fn a_renamed_dependency_is_found() {
    use networks::prelude::*;

    let net = networks::network!(2 => 4 relu => 1 sigmoid; seed = 3);
    assert_eq!(net.parameters(), Xor::seeded(3).parameters());
    let deep = networks::network!(1x6x6
        => residual(conv(4, 3x3, padding = same) => batchnorm relu, projection = true) relu
        => concat(maxpool(2x2) | conv(2, 2x2, stride = 2) tanh) => dropout(0.5) => flatten => 3 softmax; seed = 3);
    assert_eq!(deep.parameters(), Deep::seeded(3).parameters());
    assert_eq!(deep.predict(&[[[1.0; 6]; 6]]).len(), 3);
}
