//! What a program finds where the feature `files` is off: the same names, with bounds that nothing
//! meets, whose message says which feature is missing. They cost a program nothing.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::convert::Infallible;

use sinew_layers::Network;
#[cfg(feature = "training")]
use sinew_training::Trainer;

/// Bounds that nothing meets, one for each name.
#[doc(hidden)]
pub mod bounds {
    macro_rules! bounds {
        ($($bound:ident: $message:tt;)*) => {$(
            #[diagnostic::on_unimplemented(
                message = $message,
                label = "the feature `files` is off",
                note = "in `Cargo.toml`, give the dependency `sinew` the line `features = [\"files\"]`"
            )]
            pub trait $bound {}
        )*};
    }

    bounds! {
        Save: "`save` needs the feature `files`";
        SaveWithOptimizer: "`save_with_optimizer` needs the feature `files`";
        Load: "`load` needs the feature `files`";
        LoadNonFinite: "`load_non_finite` needs the feature `files`";
        LoadWithOptimizer: "`load_with_optimizer` needs the feature `files`";
        ToBytes: "`to_bytes` needs the feature `files`";
        FromBytes: "`from_bytes` needs the feature `files`";
        Checkpoints: "`checkpoints` needs the feature `files`";
        Normalized: "`Normalized` needs the feature `files`";
    }
}

/// What the prelude has.
#[doc(hidden)]
pub mod prelude {
    use super::{Box, Infallible, Network, Vec, bounds};

    pub trait Files: Network {
        fn save<P: bounds::Save>(&self, _: P) -> Result<(), Infallible> {
            Ok(())
        }

        fn save_with_optimizer<O: bounds::SaveWithOptimizer, P>(&self, _: O, _: P) -> Result<(), Infallible> {
            Ok(())
        }

        fn load<P: bounds::Load>(_: P) -> Result<Box<Self>, Infallible> {
            Ok(Self::zeros())
        }

        fn load_non_finite<P: bounds::LoadNonFinite>(_: P) -> Result<Box<Self>, Infallible> {
            Ok(Self::zeros())
        }

        fn load_with_optimizer<O: bounds::LoadWithOptimizer, P>(_: O, _: P) -> Result<Box<Self>, Infallible> {
            Ok(Self::zeros())
        }

        fn to_bytes(&self) -> Vec<u8>
        where
            Self: bounds::ToBytes,
        {
            Vec::new()
        }

        fn from_bytes<B: bounds::FromBytes>(_: B) -> Result<Box<Self>, Infallible> {
            Ok(Self::zeros())
        }
    }

    impl<N: Network> Files for N {}

    #[cfg(feature = "training")]
    pub trait Checkpoints: Sized {
        fn checkpoints<P: bounds::Checkpoints>(self, _: P, _: usize) -> Self {
            self
        }
    }

    #[cfg(feature = "training")]
    impl<L, O, X, Y, C> Checkpoints for super::Trainer<'_, L, O, X, Y, C> {}

    pub struct Normalized<N, I = (), T = ()> {
        pub network: Box<N>,
        pub inputs: I,
        pub targets: T,
    }

    impl<N> Normalized<N> {
        pub fn load<P: bounds::Normalized>(_: P) -> Result<Self, Infallible> {
            unreachable!()
        }
    }

    impl<N, I, T> Normalized<N, I, T> {
        pub fn save<P: bounds::Normalized>(&self, _: P) -> Result<(), Infallible> {
            Ok(())
        }
    }
}

/// What a generated network has.
#[doc(hidden)]
#[macro_export]
macro_rules! __files {
    ($network:ident) => {
        #[allow(clippy::missing_errors_doc, clippy::unnecessary_box_returns)] // they are never called
        impl $network<f32> {
            #[doc(hidden)]
            pub fn load<P: $crate::__private::off::Load>(
                path: P,
            ) -> ::core::result::Result<$crate::__private::Box<Self>, ::core::convert::Infallible> {
                <Self as $crate::__private::Files>::load(path)
            }

            #[doc(hidden)]
            pub fn from_bytes<B: $crate::__private::off::FromBytes>(
                bytes: B,
            ) -> ::core::result::Result<$crate::__private::Box<Self>, ::core::convert::Infallible> {
                <Self as $crate::__private::Files>::from_bytes(bytes)
            }
        }
    };
}
