//! The language's two macros. They only add `$crate`, by which generated code finds this crate under whatever name it has.

/// Declares networks.
#[macro_export]
macro_rules! network {
    ($($tokens:tt)*) => { $crate::__private::network! { $crate $($tokens)* } };
}

/// Takes items and statements in which `network!< … >` stands with angle brackets.
#[macro_export]
macro_rules! sinew {
    ($($tokens:tt)*) => { $crate::__private::sinew! { $crate $($tokens)* } };
}

/// What a generated network has where there is a heap.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! __heap {
    ($network:ident $(, $text:literal)?) => {
        #[allow(clippy::unnecessary_box_returns)] // a network may be larger than the stack
        impl $network<f32> {
            /// The network that training starts from; the same for the same `seed` on every machine, now and later.
            ///
            /// It is made in place, however large it is.
            pub fn seeded(seed: u64) -> $crate::__private::Box<Self> {
                <Self as $crate::__private::Construct>::seeded(seed)
            }

            /// All parameters zero: a place for a gradient, or for weights to come. It is made in place.
            pub fn zeros() -> $crate::__private::Box<Self> {
                <Self as $crate::__private::Parameters<f32>>::zeros()
            }
        }

        impl<T: $crate::__private::Number> ::core::clone::Clone for $crate::__private::Box<$network<T>> {
            fn clone(&self) -> Self {
                <$network<T> as $crate::__private::Parameters<T>>::to_boxed(self)
            }
        }

        impl<T: $crate::__private::Number> $crate::__private::AsNetwork for $network<T> {
            type Network = Self;

            fn as_network(&mut self) -> &mut Self {
                self
            }
        }

        impl<T: $crate::__private::Number> $crate::__private::AsNetwork for $crate::__private::Box<$network<T>> {
            type Network = $network<T>;

            fn as_network(&mut self) -> &mut $network<T> {
                self
            }
        }
    };
}

/// Without a heap, only what needs none.
#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __heap {
    ($network:ident $(, $text:literal)?) => {
        impl<T: $crate::__private::Number> $crate::__private::AsNetwork for $network<T> {
            type Network = Self;

            fn as_network(&mut self) -> &mut Self {
                self
            }
        }
    };
}
