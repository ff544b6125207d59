/// Layers of `Inception`.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
struct Inception_mixed_branch1<T = f32> {
    /// Convolution with 4 kernels of 1×1 with `relu`, 3×8×8 → 4×8×8.
    pub layer1: sinew::__private::Conv<
        T,
        sinew::__private::Image<3, 8, 8>,
        4,
        3,
        1,
        1,
        sinew::__private::Relu,
    >,
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(
        network: &Inception_mixed_branch1<T>,
    ) {
        let Inception_mixed_branch1 { layer1: field1 } = network;
        is_plain::<T, _>(field1);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for Inception_mixed_branch1<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain
for Inception_mixed_branch1<T> {
    type Number = T;
    type Activation = sinew::__private::Relu;
    const INPUT: &'static [usize] = &[3, 8, 8];
    const OUTPUT: &'static [usize] = &[4, 8, 8];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Conv<
                T,
                sinew::__private::Image<3, 8, 8>,
                4,
                3,
                1,
                1,
                sinew::__private::Relu,
            >,
        >("layer1"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain
for Inception_mixed_branch1<T> {
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
sinew::__private::stage!(Inception_mixed_branch1);
/// Layers of `Inception`.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
struct Inception_mixed_branch2<T = f32> {
    /// Convolution with 2 kernels of 3×3, padding 1×1, 3×8×8 → 2×8×8.
    pub layer1: sinew::__private::Conv<
        T,
        sinew::__private::Image<3, 8, 8>,
        2,
        3,
        3,
        3,
        sinew::__private::Identity,
        sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
    >,
    /// Layer normalization with `relu`, 2×8×8 → 2×8×8.
    pub layer2: sinew::__private::LayerNorm<
        T,
        sinew::__private::Image<2, 8, 8>,
        128,
        sinew::__private::Relu,
    >,
}
#[allow(unused_imports)]
const _: () = {
    use sinew::__private::Sliding as _;
    use sinew::__private::Sliding as _;
};
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(
        network: &Inception_mixed_branch2<T>,
    ) {
        let Inception_mixed_branch2 { layer1: field1, layer2: field2 } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for Inception_mixed_branch2<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain
for Inception_mixed_branch2<T> {
    type Number = T;
    type Activation = sinew::__private::Relu;
    const INPUT: &'static [usize] = &[3, 8, 8];
    const OUTPUT: &'static [usize] = &[2, 8, 8];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Conv<
                T,
                sinew::__private::Image<3, 8, 8>,
                2,
                3,
                3,
                3,
                sinew::__private::Identity,
                sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
            >,
        >("layer1"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::LayerNorm<
                T,
                sinew::__private::Image<2, 8, 8>,
                128,
                sinew::__private::Relu,
            >,
        >("layer2"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain
for Inception_mixed_branch2<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(&mut self.layer1, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer2, initializer, rng);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer2);
        walk.layer(&self.layer1);
    }
}
sinew::__private::stage!(Inception_mixed_branch2);
/// Layers of `Inception`.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
struct Inception_mixed_branch3<T = f32> {
    /// Maximum of windows of 3×3, stride 1×1, padding 1×1, 3×8×8 → 3×8×8.
    pub layer1: sinew::__private::MaxPool<
        T,
        sinew::__private::Image<3, 8, 8>,
        3,
        3,
        sinew::__private::Identity,
        sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
    >,
}
#[allow(unused_imports)]
const _: () = {
    use sinew::__private::Sliding as _;
    use sinew::__private::Sliding as _;
};
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(
        network: &Inception_mixed_branch3<T>,
    ) {
        let Inception_mixed_branch3 { layer1: field1 } = network;
        is_plain::<T, _>(field1);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for Inception_mixed_branch3<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain
for Inception_mixed_branch3<T> {
    type Number = T;
    type Activation = sinew::__private::Identity;
    const INPUT: &'static [usize] = &[3, 8, 8];
    const OUTPUT: &'static [usize] = &[3, 8, 8];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::MaxPool<
                T,
                sinew::__private::Image<3, 8, 8>,
                3,
                3,
                sinew::__private::Identity,
                sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
            >,
        >("layer1"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain
for Inception_mixed_branch3<T> {
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
sinew::__private::stage!(Inception_mixed_branch3);
/// A network of 3 layers, 3×8×8 → 2×32×32.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `mixed` | concat, `tanh` | 3×8×8 → 9×8×8 | 328 | 4352 |
/// | `mixed.branch1.layer1` | conv, `relu` | 3×8×8 → 4×8×8 | 16 | 768 |
/// | `mixed.branch2.layer1` | conv | 3×8×8 → 2×8×8 | 56 | 3456 |
/// | `mixed.branch2.layer2` | layernorm, `relu` | 2×8×8 → 2×8×8 | 256 | 128 |
/// | `mixed.branch3.layer1` | maxpool | 3×8×8 → 3×8×8 | 0 | 0 |
/// | `layer2` | transposed_conv | 9×8×8 → 2×16×16 | 74 | 4608 |
/// | `layer3` | upsample | 2×16×16 → 2×32×32 | 0 | 0 |
/// | total | | 3×8×8 → 2×32×32 | 402 | 8960 |
///
/// ```mermaid
/// graph LR
/// n0(["3×8×8"])
/// n0 --> n1["mixed: concat tanh 9×8×8"]
/// n1 --> n2["layer2: transposed_conv 2×16×16"]
/// n2 --> n3["layer3: upsample 2×32×32"]
/// ```
#[repr(C)]
struct Inception<T = f32> {
    /// 3 branches side by side with `tanh`, 3×8×8 → 9×8×8.
    pub mixed: sinew::__private::Concat<
        Inception_mixed_branch1<T>,
        sinew::__private::Concat<Inception_mixed_branch2<T>, Inception_mixed_branch3<T>>,
        sinew::__private::Tanh,
    >,
    /// Transposed convolution with 2 kernels of 2×2, stride 2×2, 9×8×8 → 2×16×16.
    pub layer2: sinew::__private::TransposedConv<
        T,
        sinew::__private::Image<9, 8, 8>,
        9,
        2,
        1,
        2,
        2,
        2,
        sinew::__private::Identity,
        sinew::__private::Sliding<2, 2>,
    >,
    /// Every number 2×2 times, 2×16×16 → 2×32×32.
    pub layer3: sinew::__private::Upsample<
        T,
        sinew::__private::Image<2, 16, 16>,
        2,
        2,
        sinew::__private::Identity,
    >,
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Debug for Inception<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("Inception")
            .field("mixed", &sinew::__private::Parameters::<T>::parameters(&self.mixed))
            .field(
                "layer2",
                &sinew::__private::Parameters::<T>::parameters(&self.layer2),
            )
            .field(
                "layer3",
                &sinew::__private::Parameters::<T>::parameters(&self.layer3),
            )
            .finish()
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::cmp::PartialEq for Inception<T> {
    fn eq(&self, other: &Self) -> bool {
        sinew::__private::Parameters::<T>::parameters(self)
            == sinew::__private::Parameters::<T>::parameters(other)
    }
}
#[allow(unused_imports)]
const _: () = {
    use sinew::__private::Sliding as _;
};
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Inception<T>) {
        let Inception { mixed: field1, layer2: field2, layer3: field3 } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
        is_plain::<T, _>(field3);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for Inception<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for Inception<T> {
    type Number = T;
    type Activation = sinew::__private::Identity;
    const INPUT: &'static [usize] = &[3, 8, 8];
    const OUTPUT: &'static [usize] = &[2, 32, 32];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Concat<
                Inception_mixed_branch1<T>,
                sinew::__private::Concat<
                    Inception_mixed_branch2<T>,
                    Inception_mixed_branch3<T>,
                >,
                sinew::__private::Tanh,
            >,
        >("mixed"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::TransposedConv<
                T,
                sinew::__private::Image<9, 8, 8>,
                9,
                2,
                1,
                2,
                2,
                2,
                sinew::__private::Identity,
                sinew::__private::Sliding<2, 2>,
            >,
        >("layer2"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Upsample<
                T,
                sinew::__private::Image<2, 16, 16>,
                2,
                2,
                sinew::__private::Identity,
            >,
        >("layer3"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.mixed);
        walk.layer(&self.layer2);
        walk.layer(&self.layer3);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for Inception<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(&mut self.mixed, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer2, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer3, initializer, rng);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.mixed);
        walk.layer(&self.layer2);
        walk.layer(&self.layer3);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer3);
        walk.layer(&self.layer2);
        walk.layer(&self.mixed);
    }
}
sinew::__private::stage!(Inception);
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Predict for Inception<T> {
    type Number = T;
    type Input = [[[T; 8]; 8]; 3];
    type Output = [[[T; 32]; 32]; 2];
    type Activation = sinew::__private::Identity;
    type Scratch = [T; <Inception<f32> as sinew::__private::Stage>::INFO
        .predict_scratch];
    type Stage = Self;
    fn stage(&self) -> &Self {
        self
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Inception<T> {
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Inception, "Inception");
#[automatically_derived]
impl Inception<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Inception<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Inception",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
