/// The first.
#[derive(Default)]
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `layer1` | dense | 2 → 1 | 3 | 2 |
/// | total | | 2 → 1 | 3 | 2 |
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
pub(crate) struct First<T = f32> {
    /// Dense layer of 1 neuron, 2 → 1.
    pub layer1: sinew::__private::Dense<T, 2, 1, sinew::__private::Identity>,
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &First<T>) {
        let First { layer1: field1 } = network;
        is_plain::<T, _>(field1);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T> for First<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for First<T> {
    type Number = T;
    type Activation = sinew::__private::Identity;
    const INPUT: &'static [usize] = &[2];
    const OUTPUT: &'static [usize] = &[1];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 2, 1, sinew::__private::Identity>,
        >("layer1"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for First<T> {
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
sinew::__private::stage!(First);
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Predict for First<T> {
    type Number = T;
    type Input = [T; 2];
    type Output = [T; 1];
    type Activation = sinew::__private::Identity;
    type Scratch = [T; <First<f32> as sinew::__private::Stage>::INFO.predict_scratch];
    type Stage = Self;
    fn stage(&self) -> &Self {
        self
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for First<T> {
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(First, "First");
#[automatically_derived]
impl First<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for First<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "First",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
/// A network of 1 layer, 3 → 2.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `r#type` | dense, `softmax` | 3 → 2 | 8 | 6 |
/// | total | | 3 → 2 | 8 | 6 |
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
struct Second<T = f32> {
    /// Dense layer of 2 neurons with `softmax`, 3 → 2.
    pub r#type: sinew::__private::Dense<T, 3, 2, sinew::__private::Softmax>,
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Second<T>) {
        let Second { r#type: field1 } = network;
        is_plain::<T, _>(field1);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T> for Second<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for Second<T> {
    type Number = T;
    type Activation = sinew::__private::Softmax;
    const INPUT: &'static [usize] = &[3];
    const OUTPUT: &'static [usize] = &[2];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 3, 2, sinew::__private::Softmax>,
        >("type"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.r#type);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for Second<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(&mut self.r#type, initializer, rng);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.r#type);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.r#type);
    }
}
sinew::__private::stage!(Second);
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Predict for Second<T> {
    type Number = T;
    type Input = [T; 3];
    type Output = [T; 2];
    type Activation = sinew::__private::Softmax;
    type Scratch = [T; <Second<f32> as sinew::__private::Stage>::INFO.predict_scratch];
    type Stage = Self;
    fn stage(&self) -> &Self {
        self
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Second<T> {
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Second, "Second");
#[automatically_derived]
impl Second<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Second<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Second",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
