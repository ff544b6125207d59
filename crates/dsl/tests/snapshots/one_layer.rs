/// A network of 1 layer, 2 → 1.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `layer1` | dense, `sigmoid` | 2 → 1 | 3 | 2 |
/// | total | | 2 → 1 | 3 | 2 |
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
struct Perceptron<T = f32> {
    /// Dense layer of 1 neuron with `sigmoid`, 2 → 1.
    pub layer1: sinew::__private::Dense<T, 2, 1, sinew::__private::Sigmoid>,
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Perceptron<T>) {
        let Perceptron { layer1: field1 } = network;
        is_plain::<T, _>(field1);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for Perceptron<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for Perceptron<T> {
    type Number = T;
    type Activation = sinew::__private::Sigmoid;
    const INPUT: &'static [usize] = &[2];
    const OUTPUT: &'static [usize] = &[1];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 2, 1, sinew::__private::Sigmoid>,
        >("layer1"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for Perceptron<T> {
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
sinew::__private::stage!(Perceptron);
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Predict for Perceptron<T> {
    type Number = T;
    type Input = [T; 2];
    type Output = [T; 1];
    type Activation = sinew::__private::Sigmoid;
    type Scratch = [T; <Perceptron<f32> as sinew::__private::Stage>::INFO
        .predict_scratch];
    type Stage = Self;
    fn stage(&self) -> &Self {
        self
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Perceptron<T> {
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Perceptron, "Perceptron");
#[automatically_derived]
impl Perceptron<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Perceptron<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Perceptron",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
