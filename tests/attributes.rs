//! Attributes of Rust on networks: each goes where it belongs, and nothing that is generated warns.
//! (Those that a network cannot have are in `ui/definition` and in the unit tests of the language.)

#![deny(warnings)]

use sinew::prelude::*;

network! {
    /// Not there: nor is anything that is implemented for it.
    #[cfg(any())]
    pub struct Off = 1x4x4 => residual(conv(1, 3, padding = same) => batchnorm relu) => flatten => 2 softmax;

    /// There, with statistics and branches.
    #[cfg(not(any()))]
    pub struct On = 1x4x4 => residual(conv(1, 3, padding = same) => batchnorm relu) => flatten => 2 softmax;

    /// One of two.
    #[cfg(any())]
    struct OneOfTwo = 5 => 1;
    /// The other.
    #[cfg(not(any()))]
    struct OneOfTwo = 2 => 3 relu;
    /// Made of the one that there is.
    struct Whole = 2 => OneOfTwo => 1;

    #[cfg_attr(any(), cfg(any()), derive(Nonsense))]
    #[cfg_attr(not(any()), must_use, doc = "Depends on the configuration.", cfg_attr(any(), nonsense))]
    struct Depends = 2 => 1;

    #[allow(non_camel_case_types)]
    struct allowed_name = 2 => residual(2 relu => 2) => 1;
    #[warn(missing_docs)]
    #[deny(unused)]
    #[forbid(unused_must_use)]
    struct Strict = 2 => 1;

    #[must_use]
    #[non_exhaustive]
    #[doc(hidden)]
    #[doc(alias = "other")]
    #[rustfmt::skip]
    struct Passed = 2 => 1;

    /// Old.
    #[deprecated(since = "1.0.0", note = "use another")]
    pub struct Old = 4 => residual(4 relu => 4) => batchnorm => 1;
}

mod deprecated_without_a_use {
    sinew::network! {
        /// Old.
        #[deprecated]
        pub struct Old = 1x2x2 => conv(2, 1) relu => flatten => concat(2 | 1) => 1;
    }
}

#[allow(dead_code)]
fn in_a_function() {
    network! {
        #[cfg(any())]
        #[allow(unused)]
        struct Off = 2 => 1;
        #[cfg(not(any()))]
        #[deprecated]
        struct On = 2 => residual(2) => batchnorm => 1;
    }
}

/// Types in capitals, of networks, layers and activations.
#[allow(clippy::upper_case_acronyms)]
mod capitals {
    use sinew::prelude::*;

    pub const WIDTH: usize = 3;

    network! {
        pub struct MLP = 4 => WIDTH relu;
        pub struct WHOLE = 4 => MLP<> => WIDTH => 1;
    }

    pub mod other {
        sinew::network! {
            pub struct CNN = 1x2x2 => conv(1, 1) relu => flatten => 4;
        }
    }
    use other::CNN;

    network! {
        pub struct RNN = 1x2x2 => CNN<> => MLP<> => self::WIDTH => 1;
        pub struct NN = 1x2x2 => other::CNN<> => 1;
    }

    #[test]
    fn a_network_in_capitals_is_part_of_another() {
        let (net, part) = (RNN::seeded(1), CNN::seeded(1));
        let _: ([f32; 1], [f32; 4]) = (net.predict(&[[[1.0; 2]; 2]]), part.predict(&[[[1.0; 2]; 2]]));
        assert_eq!((WHOLE::PARAMETERS, NN::PARAMETERS), (15 + 12 + 4, 2 + 20 + 5));
    }
}

#[test]
fn a_configured_network_is_whole() {
    let net = On::seeded(1);
    assert_eq!(net.clone(), net);
    assert_eq!(Whole::LAYERS[0].outputs(), 3);
    let _ = (Depends::PARAMETERS, allowed_name::PARAMETERS, Strict::PARAMETERS, Passed::PARAMETERS);
    #[allow(deprecated)]
    let _ = (Old::seeded(1), deprecated_without_a_use::Old::seeded(1));
}
