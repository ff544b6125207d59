/// Exclusive or.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `layer1` | dense, `relu` | 2 → 4 | 12 | 8 |
/// | `layer2` | dense, `sigmoid` | 4 → 1 | 5 | 4 |
/// | total | | 2 → 1 | 17 | 12 |
///
/// ```mermaid
/// graph LR
/// n0(["2"])
/// n0 --> n1["layer1: dense relu 4"]
/// n1 --> n2["layer2: dense sigmoid 1"]
/// ```
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
pub struct Xor<T = f32> {
    /// Dense layer of 4 neurons with `relu`, 2 → 4.
    pub layer1: sinew::__private::Dense<T, 2, 4, sinew::__private::Relu>,
    /// Dense layer of 1 neuron with `sigmoid`, 4 → 1.
    pub layer2: sinew::__private::Dense<T, 4, 1, sinew::__private::Sigmoid>,
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Xor<T>) {
        let Xor { layer1: field1, layer2: field2 } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T> for Xor<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for Xor<T> {
    type Number = T;
    type Activation = sinew::__private::Sigmoid;
    const INPUT: &'static [usize] = &[2];
    const OUTPUT: &'static [usize] = &[1];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 2, 4, sinew::__private::Relu>,
        >("layer1"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 4, 1, sinew::__private::Sigmoid>,
        >("layer2"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for Xor<T> {
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
sinew::__private::stage!(Xor);
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Predict for Xor<T> {
    type Number = T;
    type Input = [T; 2];
    type Output = [T; 1];
    type Activation = sinew::__private::Sigmoid;
    type Scratch = [T; <Xor<f32> as sinew::__private::Stage>::INFO.predict_scratch];
    type Stage = Self;
    fn stage(&self) -> &Self {
        self
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Xor<T> {
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Xor, "Xor");
#[automatically_derived]
impl Xor<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Xor<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Xor",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
