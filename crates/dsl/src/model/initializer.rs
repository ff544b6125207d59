//! How weights begin.

/// How weights begin. The enum of this name in `sinew` explains each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initializer {
    /// `glorot_uniform`
    GlorotUniform,
    /// `glorot_normal`
    GlorotNormal,
    /// `he_uniform`
    HeUniform,
    /// `he_normal`
    HeNormal,
    /// `lecun_normal`
    LecunNormal,
    /// `orthogonal`
    Orthogonal,
    /// `zeros`
    Zeros,
    /// `constant(0.5)`: every weight is this number.
    Constant(f64),
}

/// Every initializer without a parameter, and its word.
pub static INITIALIZERS: &[(&str, Initializer)] = &[
    ("glorot_uniform", Initializer::GlorotUniform),
    ("glorot_normal", Initializer::GlorotNormal),
    ("he_uniform", Initializer::HeUniform),
    ("he_normal", Initializer::HeNormal),
    ("lecun_normal", Initializer::LecunNormal),
    ("orthogonal", Initializer::Orthogonal),
    ("zeros", Initializer::Zeros),
];
