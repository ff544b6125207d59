//! The language's two macros. They only add `$crate`, by which generated code finds this crate under whatever name it has.

/// Declares networks, or makes one.
///
/// # Definitions
///
/// ```
/// use sinew::prelude::*;
///
/// const WIDTH: usize = 16;
///
/// network! {
///     /// Exclusive or.
///     pub struct Xor = 2 => 4 relu => 1 sigmoid;
///
///     /// Irises, with every option of a layer.
///     struct Iris = 4
///         => hidden: dense(WIDTH, init = he_normal, bias = false) leaky_relu(0.1)
///         => output: 3 softmax;
/// }
///
/// const _: () = assert!(Iris::PARAMETERS == 4 * 16 + 16 * 3 + 3);
/// ```
///
/// Each becomes a struct with a field for each layer, documented with a table of its layers, and implements
/// [`Network`](crate::layers::Network). Its one type parameter is the number, `f32` unless `Xor<f64>` is asked for.
///
/// # An expression
///
/// A fresh network of an unnamed type, in a [`Box`](https://doc.rust-lang.org/std/boxed/struct.Box.html), from the seed 0 or another:
///
/// ```
/// # #[cfg(feature = "alloc")] {
/// use sinew::prelude::*;
///
/// let net = network!(2 => 4 relu => 1 sigmoid);
/// let other = network!(2 => 4 relu => 1 sigmoid; seed = 7);
/// assert_ne!(net.parameters(), other.parameters());
/// # }
/// ```
///
/// # Grammar
///
/// ```text
/// definitions = definition*
/// definition  = attribute* visibility? "struct" Name "=" network ";"
/// expression  = network (";" "seed" "=" seed)?
/// network     = "<" chain ">" | chain
/// chain       = width ("=>" stage)+
/// stage       = (label ":")? layer activation?
/// layer       = width
///             | "dense" "(" width ("," option)* ")"
/// option      = "init" "=" initializer | "bias" "=" ("true" | "false")
/// activation  = word ("(" number ")")? | Path
/// ```
///
/// * A width is a number, or a constant in scope (`WIDTH`, `config::WIDTH`).
/// * A label names the layer: its field, and its place in the table. Without one: `layer1`, `layer2`, …
/// * Activations: `identity` (the same as none), `sigmoid`, `tanh`, `relu`, `leaky_relu(a)`, `relu6`, `elu(a)`, `selu`, `gelu`, `gelu_tanh`,
///   `silu`, `mish`, `softplus`, `softsign`, `hard_sigmoid`, `hard_tanh`, `hard_swish`; `softmax` for the last layer. [`activations`](crate::activations)
///   has formulas and sources. A path, such as `Swish` or `my::Swish`, is a type of your own that implements
///   [`Activation`](crate::activations::Activation).
/// * Initializers: `glorot_uniform`, `glorot_normal`, `he_uniform`, `he_normal`, `lecun_normal`, `orthogonal`, `zeros`, `constant(c)`; see
///   [`Initializer`](crate::tensors::Initializer). Without one, what fits the activation.
///
/// The angle brackets are free: Rust itself reads `network!< … >` as a syntax error, so here they stand inside the parentheses.
/// [`sinew!`](crate::sinew) takes them to the letter.
#[macro_export]
macro_rules! network {
    ($($tokens:tt)*) => { $crate::__private::network! { $crate $($tokens)* } };
}

/// Takes items or statements of Rust, in which `network!< … >` may stand to the letter, as an item, an expression or a statement.
///
/// Each is rewritten to `network!( … )`; everything else stays as it is.
///
/// ```
/// # #[cfg(feature = "alloc")] {
/// use sinew::prelude::*;
///
/// sinew! {
///     let net = network!< 2 => 4 relu => 1 sigmoid >;
/// }
/// assert_eq!(net.parameters().len(), 17);
/// # }
/// ```
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

        $crate::__files!($network);

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

/// What a generated network has where there are files.
#[cfg(feature = "files")]
#[doc(hidden)]
#[macro_export]
macro_rules! __files {
    ($network:ident) => {
        #[allow(clippy::unnecessary_box_returns)] // a network may be larger than the stack
        impl $network<f32> {
            /// The network whose numbers are those of the safetensors file at `path`. It is made in place.
            ///
            /// # Errors
            ///
            /// If the file cannot be read, is damaged, or belongs to another network; then every tensor that does not fit is named.
            pub fn load<P: ::core::convert::AsRef<$crate::__private::FilePath>>(
                path: P,
            ) -> ::core::result::Result<$crate::__private::Box<Self>, $crate::files::LoadError> {
                <Self as $crate::files::Files>::load(path)
            }
        }
    };
}

/// Without files, nothing.
#[cfg(not(feature = "files"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __files {
    ($network:ident) => {};
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
