//! The language's two macros. They only add `$crate`, by which generated code finds this crate
//! under any name.

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
/// Each becomes a struct with a field for each layer, documented with a table of its layers. It
/// implements [`Predict`](crate::layers::Predict), which predicts, and
/// [`Network`](crate::layers::Network), which adds training. Its one type parameter is the number:
/// `f32`, or `f64` for `Xor<f64>`.
///
/// Attributes of Rust are written above the `struct`, and each goes where it belongs:
///
/// | attributes | where |
/// |---|---|
/// | `cfg` | on everything that is generated; two definitions of one name may exclude each other |
/// | `cfg_attr` | as what it holds |
/// | `allow`, `expect` | on the struct, and as `allow` on everything else |
/// | `deprecated` | on the struct; generated code does not warn |
/// | documentation, `must_use`, `non_exhaustive`, `warn`, `deny`, `forbid`, `derive` and others | on the struct |
/// | `derive` of `Clone`, `Copy`, `Debug`, `PartialEq`; `repr` | an error: every network has its own |
/// | `inline`, `no_mangle`, `path`, `test` and others that belong elsewhere | an error |
///
/// # An expression
///
/// A fresh network of an unnamed type, in a
/// [`Box`](https://doc.rust-lang.org/std/boxed/struct.Box.html), from the seed 0 or another:
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
/// # Images and branches
///
/// ```
/// use sinew::prelude::*;
///
/// network! {
///     /// LeNet-5.
///     pub struct LeNet = 1x28x28
///         => conv(6, 5x5) relu => maxpool(2x2)
///         => conv(16, 5x5) relu => maxpool(2x2)
///         => flatten => 120 relu => 84 relu => 10 softmax;
///
///     /// A small residual network.
///     pub struct ResNet = 1x28x28
///         => conv(16, 3x3, padding = same, bias = false) => batchnorm relu
///         => (block: residual(conv(16, 3x3, padding = same) => batchnorm relu => conv(16, 3x3, padding = same)) relu) * 3
///         => down: residual(conv(32, 3x3, stride = 2, padding = same), projection = true) relu
///         => globalavgpool => dropout(0.2) => 10 softmax;
/// }
///
/// const _: () = assert!(LeNet::PARAMETERS == 44_426);
/// ```
///
/// Branches of flat layers are written the same way, and so are networks inside networks:
///
/// ```
/// # #[cfg(feature = "alloc")] {
/// use sinew::prelude::*;
///
/// network! {
///     struct Encoder = 1x8x8 => flatten => (hidden: residual(64 relu => 64)) * 2 => 16 tanh;
///     struct Pair = 64 => code: Encoder => concat(8 relu | 4 tanh) => 10 softmax;
/// }
///
/// let net = Pair::seeded(1);
/// let weights: &[[f32; 64]; 64] = &net.code.hidden1.branch.layer1.weights;
/// assert_eq!(weights.as_flattened(), &net.parameters()[..64 * 64]);
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
/// chain       = shape ("=>" stage)+
/// shape       = number ("x" number)* | CONSTANT            2    1x28x28 (channels x height x width)
/// stage       = (label ":")? layer activation? | "(" branch ")" "*" number | outputs
/// outputs     = "(" name ":" branch ("|" name ":" branch)+ ")"    at the end of a network
/// branch      = stage ("=>" stage)*
/// layer       = number | CONSTANT                          a dense layer with this number of neurons
///             | word ("(" arguments ")")?                  conv(6, 5x5, padding = same)    flatten
///             | "residual" "(" branch ("," "projection" "=" "true")? ")"
///             | "concat" "(" branch ("|" branch)+ ")"
///             | Path                                       a custom layer, or another network; CNN<>
/// activation  = word ("(" number ")")? | Path
/// ```
///
/// # Layers
///
/// | word | input → output | options |
/// |---|---|---|
/// | `4`, `dense(4)` | flat → flat | `bias = false`, `init` |
/// | `conv(6, 5x5)` | image → image of 6 channels | `stride`, `padding`, `dilation`, `groups`, `bias`, `init` |
/// | `depthwise(3x3)` | image → image; each channel separately | `multiplier`, and those of `conv` except `groups` |
/// | `conv1d(6, 5)` | signal → signal of 6 channels | those of `conv` |
/// | `transposed_conv(6, 2x2, stride = 2)` | image → larger image | `output_padding`, and those of `conv` |
/// | `maxpool(2x2)`, `avgpool(2x2)` | image or signal → smaller one | `stride` (by default the kernel), `padding`, `dilation`, `ceil_mode`; of `avgpool`, `count_include_pad` |
/// | `globalavgpool` | image or signal → a mean for each channel | |
/// | `upsample(2)` | image or signal → each number twice in each direction | `mode`, `align_corners` |
/// | `resize(14x14)` | image or signal → one of this size | `mode`, `align_corners` |
/// | `batchnorm`, `groupnorm(4)` | for each channel, or group of channels; in a flat input, each number is a channel | `epsilon`; of `batchnorm`, `momentum` |
/// | `layernorm` | over all numbers of a sample | `epsilon` |
/// | `dropout(0.5)` | any; in training only | |
/// | `flatten`, `reshape(1x8x8)` | another shape of the same numbers; not a layer, so it has no field and no label | |
/// | `residual(…)` | adds its input to the output of the branch | `projection = true` |
/// | `concat(… ❘ …)` | branches side by side; of images, the channels one after the other | |
/// | `Encoder`, `my::Scale<8>` | a network, or a custom layer | |
///
/// * An image is `channels x height x width`, a signal `channels x length`. A kernel, stride,
///   padding or dilation is one number for both directions, or `height x width`.
/// * `padding` is `valid` (none, the default), `same` (the output is as large as the input, divided
///   by the stride and rounded up), a number, or a pair of numbers.
/// * `ceil_mode = true` adds a window to a pool where the last one would leave inputs out.
///   `count_include_pad = false` leaves the padding out of the means.
/// * `mode` is `nearest` (the default), or `bilinear` for images and `linear` for signals. Pixels
///   are squares, or with `align_corners = true` points from corner to corner.
/// * `epsilon` (by default 10⁻⁵) is added to a variance. `momentum` (0.1) is the share of a batch
///   in the running means; Keras calls the rest momentum, so that its 0.99 is 0.01 here.
/// * The shortcut of a `residual` with `projection = true` is a 1×1 convolution with the stride
///   that fits, or a dense layer. It has no bias.
/// * `(…) * 3` means three copies, each with its own parameters. A label gets the number of the
///   copy: `block1`, `block2`, `block3`.
/// * A width is a number, or a constant in scope (`WIDTH`, `config::WIDTH`) where the language need
///   not compute with it. A parameter of the surrounding function, `const N: usize`, is not
///   allowed.
/// * A label names the layer: its field, its row in the table, and its key in a file of weights.
///   Without one: `layer1`, `layer2`, … In a `residual`, the field `branch` has the layers inside,
///   and `shortcut` the projection. In a `concat`, the fields are `first` and `second`, where a
///   third branch is `second.second`. So a file has `block.branch.layer1.weight`,
///   `block.shortcut.weight`, `pair.first.layer1.weight`.
/// * A custom layer is a type `Scale<T, …>`, the number first, that implements
///   [`Layer`](crate::layers::Layer). The language adds the `T`.
/// * A name in capitals is a constant, unless it has angle brackets: `WIDTH => CNN<>` is a dense
///   layer of that width, then the network `CNN`. A network that the same invocation defines before
///   needs no brackets.
/// * If the same invocation defines a network before its use, the language knows its shapes. Those
///   of any other path only the compiler knows: state the shape with `reshape` before a layer that
///   needs it.
/// * A network has the fields `layers` and `statistics` if it may measure something in training: if
///   it has a `batchnorm`, or a path, unless that names a network without statistics which the same
///   invocation defines before. The fields of `layers` are also the network's.
/// * Activations:
#[doc = concat!("  ", sinew_vocabulary::activations_words!())]
///   or a custom type. `identity` is the same as none, and `softmax` is for the last layer.
///   [`activations`](crate::activations) has formulas and sources. A path, such as `Swish` or
///   `my::Swish`, is a type that implements [`Activation`](crate::activations::Activation). An
///   activation may follow every layer except `dropout`, a network, and a custom layer.
/// * Initializers: `glorot_uniform`, `glorot_normal`, `he_uniform`, `he_normal`, `lecun_normal`,
///   `orthogonal`, `zeros`, `constant(c)`; see [`Initializer`](crate::tensors::Initializer).
///   Without one, the layer takes what fits its activation.
///
/// # Several outputs
///
/// At the end of a network, `(… ❘ …)` are outputs, each with its name, its layers, its activation
/// and its loss. `DigitsOutputs`, a struct with a field for each, holds what the network `Digits`
/// predicts. In the same way it holds the targets of a sample, and the losses of the outputs. The
/// loss of the network is their sum; [`Scaled`](crate::losses::Scaled) weighs one of them.
///
/// ```
/// # #[cfg(feature = "training")] {
/// use sinew::losses::Scaled;
/// use sinew::prelude::*;
///
/// network! {
///     struct Digits = 64 => 32 relu => (digit: 10 softmax | odd: 8 tanh => 1 sigmoid);
/// }
///
/// let data = sinew::data::digits().map_targets(|digit| DigitsOutputs { digit, odd: digit % 2 == 1 })?;
/// let losses = DigitsOutputs { digit: CrossEntropy, odd: Scaled::new(BinaryCrossEntropy, 0.5) };
/// let mut net = Digits::seeded(1);
/// Trainer::new(losses, Adam::new(0.01)).epochs(2).fit(&mut net, &data)?;
///
/// let outputs = net.predict(&data.inputs()[0]);
/// let _: ([f32; 10], [f32; 1]) = (outputs.digit, outputs.odd);
/// let _ = &net.outputs.first.layer1.weights; // those of `digit`; `second` is `odd`
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// The accuracy of a sample is 1 if it is right in each output that classifies. With
/// [`Ignored`](crate::losses::Ignored) as the losses of the others, `evaluate` tells of one output
/// alone. In files, an output is named `outputs.digit`, and for `freeze` too.
///
/// # A custom layer
///
/// A custom layer states what it is, `const INFO: LayerInfo`, and is two functions, written as for
/// one sample. `forward(&self, x, z, context)` computes the pre-activations `z` of the inputs `x`.
/// `backward(&self, x, dz, dx, grads, context)` adds to the gradient `grads`, and writes `dx` if it
/// is wanted. `context.saved` is what forward saves for backward, and `context.scratch` is memory
/// that backward works in; `INFO` says how much. [`Layer`](crate::layers::Layer) has an example.
///
/// # Angle brackets
///
/// Rust itself reads `network!< … >` as a syntax error, so here they are inside the parentheses,
/// and optional: `network!(< 2 => 1 >)`. [`sinew!`](crate::sinew) takes `network!< … >` literally.
#[doc(alias("아키텍처", "심층 신경망", "다층 퍼셉트론", "너비"))]
#[macro_export]
macro_rules! network {
    ($($tokens:tt)*) => { $crate::__private::network! { $crate $($tokens)* } };
}

/// Takes items or statements of Rust that may contain `network!< … >` literally, as an item, an
/// expression or a statement.
///
/// Each is rewritten to `network!( … )`. Everything else stays as it is.
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

/// Makes layers one after the other a stage that can be trained, given the calls that `network!`
/// writes.
#[doc(hidden)]
#[macro_export]
macro_rules! __stage {
    ($chain:ident) => {
        #[automatically_derived]
        impl<T: $crate::__private::Number> $crate::__private::Stage for $chain<T> {
            type Number = T;
            type Activation = <Self as $crate::__private::Chain>::Activation;
            const INFO: $crate::__private::LayerInfo = $crate::__private::chain::info::<Self>();

            fn compute(&self, x: &[T], z: &mut [T], context: &mut $crate::__private::Context<'_, T>) {
                $crate::__private::chain::predict(self, x, z, context);
            }

            #[inline(always)]
            fn predict_in_registers<V: $crate::__private::Vector<Element = T>>(
                &self,
                x: &[T],
                y: &mut [T],
                scratch: &mut [T],
            ) {
                $crate::__private::chain::in_registers::predict::<V, Self>(self, x, y, scratch);
            }
        }

        #[automatically_derived]
        impl<T: $crate::__private::Number> $crate::__private::Trainable for $chain<T> {
            fn initialize(
                &mut self,
                initializer: ::core::option::Option<$crate::__private::Initializer>,
                rng: &mut $crate::__private::Rng,
            ) {
                $crate::__private::TrainableChain::initialize(self, initializer, rng);
            }

            fn initialize_statistics(statistics: &mut &mut [T]) {
                <Self as $crate::__private::TrainableChain>::initialize_statistics(statistics);
            }

            fn forward(&self, x: &[T], z: &mut [T], context: &mut $crate::__private::Context<'_, T>) {
                $crate::__private::chain::forward(self, x, z, context);
            }

            fn backward(
                &self,
                x: &[T],
                dz: &[T],
                dx: ::core::option::Option<&mut [T]>,
                grads: $crate::__private::Gradient<'_, T>,
                context: &mut $crate::__private::Context<'_, T>,
            ) {
                $crate::__private::chain::backward(self, x, dz, dx, grads, context);
            }

            #[inline(always)]
            fn train_in_registers<V: $crate::__private::Vector<Element = T>>(
                &self,
                x: &[V],
                z: &mut [V],
                memory: &mut [V],
                loss: impl ::core::ops::FnOnce(&mut [V]),
                grads: &mut [T],
            ) {
                $crate::__private::chain::in_registers::train::<V, Self>(self, x, z, memory, loss, grads);
            }
        }
    };
}

/// What a generated network has where there is a heap.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! __heap {
    ($network:ident $(, $text:literal)?) => {
        #[allow(clippy::unnecessary_box_returns)] // a network may be larger than the stack
        impl $network<f32> {
            /// The network that training starts from; the same for the same `seed` on every
            /// machine, now and later.
            ///
            /// It is made in place, however large it is.
            pub fn seeded(seed: u64) -> $crate::__private::Box<Self> {
                <Self as $crate::__private::Construct>::seeded(seed)
            }

            /// All parameters zero: memory for a gradient, or for weights to be loaded. It is made
            /// in place.
            pub fn zeros() -> $crate::__private::Box<Self> {
                <Self as $crate::__private::Parameters<f32>>::zeros()
            }
        }

        $crate::__files!($network);
        $crate::__serde!($network);

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
    };
}

/// Lets data sets hold the values of several outputs.
#[cfg(feature = "training")]
#[doc(hidden)]
#[macro_export]
macro_rules! __outputs {
    ($outputs:ident { $($field:ident: $value:ident),* }) => {
        #[automatically_derived]
        impl<$($value: $crate::__private::DatasetValue),*> $crate::__private::DatasetValue for $outputs<$($value),*> {
            fn first_non_finite(&self) -> ::core::option::Option<(usize, f64)> {
                ::core::option::Option::None
                    $(.or_else(|| $crate::__private::DatasetValue::first_non_finite(&self.$field)))*
            }
        }
    };
}

/// Without data sets, nothing.
#[cfg(not(feature = "training"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __outputs {
    ($($tokens:tt)*) => {};
}

/// What a generated network has where there are files.
#[cfg(feature = "files")]
#[doc(hidden)]
#[macro_export]
macro_rules! __files {
    ($network:ident) => {
        #[allow(clippy::unnecessary_box_returns)] // a network may be larger than the stack
        impl $network<f32> {
            /// The network whose numbers are those of the safetensors file at `path`. It is made in
            /// place.
            ///
            /// # Errors
            ///
            /// If the file cannot be read, is damaged, or belongs to another network; then the
            /// error names every tensor that does not fit.
            pub fn load<P: ::core::convert::AsRef<$crate::__private::FilePath>>(
                path: P,
            ) -> ::core::result::Result<$crate::__private::Box<Self>, $crate::files::LoadError> {
                <Self as $crate::files::Files>::load(path)
            }

            /// The network of the file that [`load`](Self::load) reads, with infinite numbers and
            /// NaN as they are.
            ///
            /// # Errors
            ///
            /// As for [`load`](Self::load).
            pub fn load_non_finite<P: ::core::convert::AsRef<$crate::__private::FilePath>>(
                path: P,
            ) -> ::core::result::Result<$crate::__private::Box<Self>, $crate::files::LoadError> {
                <Self as $crate::files::Files>::load_non_finite(path)
            }

            /// The network of the file at `path`, whose state of an optimizer `optimizer` goes on
            /// from.
            ///
            /// # Errors
            ///
            /// As for [`load`](Self::load), and if the state is not one of such an optimizer.
            pub fn load_with_optimizer<O, P>(
                optimizer: &mut O,
                path: P,
            ) -> ::core::result::Result<$crate::__private::Box<Self>, $crate::files::LoadError>
            where
                O: $crate::__private::Optimizer<f32>,
                P: ::core::convert::AsRef<$crate::__private::FilePath>,
            {
                <Self as $crate::files::Files>::load_with_optimizer(optimizer, path)
            }

            /// The network of a file whose contents are `bytes`.
            ///
            /// # Errors
            ///
            /// As for [`load`](Self::load).
            pub fn from_bytes(
                bytes: &[u8],
            ) -> ::core::result::Result<$crate::__private::Box<Self>, $crate::files::LoadError> {
                <Self as $crate::files::Files>::from_bytes(bytes)
            }
        }
    };
}

/// What a generated network has where there is serde.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($network:ident) => {
        impl<T: $crate::__private::Number> $crate::__private::serde_core::Serialize for $network<T> {
            fn serialize<S: $crate::__private::serde_core::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::files::serde::serialize(self, serializer)
            }
        }

        impl<'de, T: $crate::__private::Number> $crate::__private::serde_core::Deserialize<'de>
            for $crate::__private::Box<$network<T>>
        {
            fn deserialize<D: $crate::__private::serde_core::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::files::serde::deserialize(deserializer)
            }
        }
    };
}

/// Without serde, nothing.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
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
