/// A network of 1 layer, 8 → 4.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `layer1` | dense, `relu` | 8 → 4 | 36 | 32 |
/// | total | | 8 → 4 | 36 | 32 |
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
struct Encoder<T = f32> {
    /// Dense layer of 4 neurons with `relu`, 8 → 4.
    pub layer1: sinew::__private::Dense<T, 8, 4, sinew::__private::Relu>,
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Encoder<T>) {
        let Encoder { layer1: field1 } = network;
        is_plain::<T, _>(field1);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T> for Encoder<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for Encoder<T> {
    type Number = T;
    type Activation = sinew::__private::Relu;
    const INPUT: &'static [usize] = &[8];
    const OUTPUT: &'static [usize] = &[4];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 8, 4, sinew::__private::Relu>,
        >("layer1"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for Encoder<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(&mut self.layer1, initializer, rng);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
}
sinew::__private::stage!(Encoder);
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Predict for Encoder<T> {
    type Number = T;
    type Input = [T; 8];
    type Output = [T; 4];
    type Activation = sinew::__private::Relu;
    type Scratch = [T; <Encoder<f32> as sinew::__private::Stage>::INFO.predict_scratch];
    type Stage = Self;
    fn stage(&self) -> &Self {
        self
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Encoder<T> {
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Encoder, "Encoder");
#[automatically_derived]
impl Encoder<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Encoder<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Encoder",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
/// Layers of `Whole`.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[repr(C)]
struct Whole_layers<T: sinew::__private::Number = f32> {
    /// The network `Encoder`, 8 → 4.
    pub layer1: <Encoder<T> as sinew::__private::Nested>::Stage,
    /// `my::Scale<4>`, 4 → `my::Scale<4>`.
    pub layer2: <my::Scale<
        T,
        4,
    > as sinew::__private::AsLayer<
        { <my::Scale<f32, 4> as sinew::__private::IsLayer>::PROOF },
    >>::Stage,
    /// Dense layer of `WIDTH` neurons, `my::Scale<4>` → `WIDTH`.
    pub layer3: sinew::__private::Dense<
        T,
        {
            <<my::Scale<
                f32,
                4,
            > as sinew::__private::AsLayer<
                { <my::Scale<f32, 4> as sinew::__private::IsLayer>::PROOF },
            >>::Stage as sinew::__private::Stage>::INFO
                .outputs()
        },
        { WIDTH },
        sinew::__private::Identity,
    >,
    /// `other::Net`, `WIDTH` → `other::Net`.
    pub layer4: <other::Net<
        T,
    > as sinew::__private::AsLayer<
        { <other::Net<f32> as sinew::__private::IsLayer>::PROOF },
    >>::Stage,
    /// Group normalization with 1 group, 1×2×3 → 1×2×3.
    pub layer5: sinew::__private::GroupNorm<
        T,
        sinew::__private::Image<1, 2, 3>,
        1,
        1,
        sinew::__private::Identity,
    >,
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Debug for Whole_layers<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("Whole_layers")
            .field(
                "layer1",
                &sinew::__private::Parameters::<T>::parameters(&self.layer1),
            )
            .field(
                "layer2",
                &sinew::__private::Parameters::<T>::parameters(&self.layer2),
            )
            .field(
                "layer3",
                &sinew::__private::Parameters::<T>::parameters(&self.layer3),
            )
            .field(
                "layer4",
                &sinew::__private::Parameters::<T>::parameters(&self.layer4),
            )
            .field(
                "layer5",
                &sinew::__private::Parameters::<T>::parameters(&self.layer5),
            )
            .finish()
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::cmp::PartialEq for Whole_layers<T> {
    fn eq(&self, other: &Self) -> bool {
        sinew::__private::Parameters::<T>::parameters(self)
            == sinew::__private::Parameters::<T>::parameters(other)
    }
}
const _: () = (sinew::__private::takes::<
    <my::Scale<
        f32,
        4,
    > as sinew::__private::AsLayer<
        { <my::Scale<f32, 4> as sinew::__private::IsLayer>::PROOF },
    >>::Stage,
    4,
>)();
const _: () = (sinew::__private::is_width::<{ WIDTH }>)();
const _: () = (sinew::__private::takes::<
    <other::Net<
        f32,
    > as sinew::__private::AsLayer<
        { <other::Net<f32> as sinew::__private::IsLayer>::PROOF },
    >>::Stage,
    { WIDTH },
>)();
const _: () = (sinew::__private::same_length::<
    {
        <<other::Net<
            f32,
        > as sinew::__private::AsLayer<
            { <other::Net<f32> as sinew::__private::IsLayer>::PROOF },
        >>::Stage as sinew::__private::Stage>::INFO
            .outputs()
    },
    6,
>)();
#[allow(unused_imports)]
const _: () = {
    use sinew::__private::Flat as _;
    use sinew::__private::Image as _;
    use sinew::__private::Flat as _;
};
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(
        network: &Whole_layers<T>,
    ) {
        let Whole_layers {
            layer1: field1,
            layer2: field2,
            layer3: field3,
            layer4: field4,
            layer5: field5,
        } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
        is_plain::<T, _>(field3);
        is_plain::<T, _>(field4);
        is_plain::<T, _>(field5);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for Whole_layers<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for Whole_layers<T> {
    type Number = T;
    type Activation = sinew::__private::Identity;
    const INPUT: &'static [usize] = &[8];
    const OUTPUT: &'static [usize] = &[6];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            <Encoder<T> as sinew::__private::Nested>::Stage,
        >("layer1"),
        sinew::__private::LayerInfo::of::<
            <my::Scale<
                T,
                4,
            > as sinew::__private::AsLayer<
                { <my::Scale<f32, 4> as sinew::__private::IsLayer>::PROOF },
            >>::Stage,
        >("layer2"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<
                T,
                {
                    <<my::Scale<
                        f32,
                        4,
                    > as sinew::__private::AsLayer<
                        { <my::Scale<f32, 4> as sinew::__private::IsLayer>::PROOF },
                    >>::Stage as sinew::__private::Stage>::INFO
                        .outputs()
                },
                { WIDTH },
                sinew::__private::Identity,
            >,
        >("layer3"),
        sinew::__private::LayerInfo::of::<
            <other::Net<
                T,
            > as sinew::__private::AsLayer<
                { <other::Net<f32> as sinew::__private::IsLayer>::PROOF },
            >>::Stage,
        >("layer4"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::GroupNorm<
                T,
                sinew::__private::Image<1, 2, 3>,
                1,
                1,
                sinew::__private::Identity,
            >,
        >("layer5"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
        walk.layer(&self.layer3);
        walk.layer(&self.layer4);
        walk.layer(&self.layer5);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for Whole_layers<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(&mut self.layer1, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer2, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer3, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer4, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer5, initializer, rng);
    }
    fn initialize_statistics(statistics: &mut &mut [T]) {
        <<my::Scale<
            T,
            4,
        > as sinew::__private::AsLayer<
            { <my::Scale<f32, 4> as sinew::__private::IsLayer>::PROOF },
        >>::Stage as sinew::__private::Trainable>::initialize_statistics(statistics);
        <<other::Net<
            T,
        > as sinew::__private::AsLayer<
            { <other::Net<f32> as sinew::__private::IsLayer>::PROOF },
        >>::Stage as sinew::__private::Trainable>::initialize_statistics(statistics);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
        walk.layer(&self.layer3);
        walk.layer(&self.layer4);
        walk.layer(&self.layer5);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer5);
        walk.layer(&self.layer4);
        walk.layer(&self.layer3);
        walk.layer(&self.layer2);
        walk.layer(&self.layer1);
    }
}
sinew::__private::stage!(Whole_layers);
/// A network of 5 layers, 8 → 6.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `layer1` | `Encoder` | 8 → 4 | 36 | 32 |
/// | `layer2` | `my::Scale<4>` | 4 → `my::Scale<4>` | `my::Scale<4>` | `my::Scale<4>` |
/// | `layer3` | dense | `my::Scale<4>` → `WIDTH` | `WIDTH`·`my::Scale<4>` + `WIDTH` | `WIDTH`·`my::Scale<4>` |
/// | `layer4` | `other::Net` | `WIDTH` → `other::Net` | `other::Net` | `other::Net` |
/// | `layer5` | groupnorm | 1×2×3 → 1×2×3 | 2 | 6 |
/// | total | | 8 → 6 | `WIDTH`·`my::Scale<4>` + `WIDTH` + `my::Scale<4>` + `other::Net` + 38 | `WIDTH`·`my::Scale<4>` + `my::Scale<4>` + `other::Net` + 38 |
///
/// ```mermaid
/// graph LR
/// n0(["8"])
/// n0 --> n1["layer1: Encoder 4"]
/// n1 --> n2["layer2: my::Scale&lt;4&gt;"]
/// n2 --> n3["layer3: dense WIDTH"]
/// n3 --> n4["layer4: other::Net"]
/// n4 --> n5["layer5: groupnorm 1×2×3"]
/// ```
#[repr(C)]
struct Whole<T: sinew::__private::Number = f32> {
    /// What is trained; its fields are also those of the network.
    pub layers: Whole_layers<T>,
    /// What is measured in training: the running moments of batch norms.
    pub statistics: [T; <Whole_layers<f32> as sinew::__private::Stage>::INFO.statistics],
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Debug for Whole<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("Whole")
            .field("layers", &self.layers)
            .field("statistics", &self.statistics)
            .finish()
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::cmp::PartialEq for Whole<T> {
    fn eq(&self, other: &Self) -> bool {
        self.layers == other.layers && self.statistics == other.statistics
    }
}
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T> for Whole<T> {
    const COUNT: usize = <Whole_layers<T> as sinew::__private::Parameters<T>>::COUNT;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::ops::Deref for Whole<T> {
    type Target = Whole_layers<T>;
    fn deref(&self) -> &Whole_layers<T> {
        &self.layers
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::ops::DerefMut for Whole<T> {
    fn deref_mut(&mut self) -> &mut Whole_layers<T> {
        &mut self.layers
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Nested for Whole<T> {
    type Stage = Whole_layers<T>;
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Predict for Whole<T> {
    type Number = T;
    type Input = [T; 8];
    type Output = [T; 6];
    type Activation = sinew::__private::Identity;
    type Scratch = [T; <Whole_layers<f32> as sinew::__private::Stage>::INFO
        .predict_scratch];
    type Stage = Whole_layers<T>;
    fn stage(&self) -> &Whole_layers<T> {
        &self.layers
    }
    fn statistics(&self) -> &[T] {
        &self.statistics
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Whole<T> {
    fn stage_mut(&mut self) -> &mut Whole_layers<T> {
        &mut self.layers
    }
    fn statistics_mut(&mut self) -> &mut [T] {
        &mut self.statistics
    }
}
sinew::__private::heap!(Whole, "Whole");
#[automatically_derived]
impl Whole<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Whole<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Whole",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
