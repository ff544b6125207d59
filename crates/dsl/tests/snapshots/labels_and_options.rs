/// A network of 3 layers, 64 → 10.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `hidden` | dense, `relu` | 64 → 32 | 2080 | 2048 |
/// | `narrow` | dense, `tanh` | 32 → 16 | 512 | 512 |
/// | `output` | dense, `softmax` | 16 → 10 | 170 | 160 |
/// | total | | 64 → 10 | 2762 | 2720 |
///
/// ```mermaid
/// graph LR
/// n0(["64"])
/// n0 --> n1["hidden: dense relu 32"]
/// n1 --> n2["narrow: dense tanh 16"]
/// n2 --> n3["output: dense softmax 10"]
/// ```
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
pub struct Digits<T = f32> {
    /// Dense layer of 32 neurons with `relu`, 64 → 32.
    pub hidden: sinew::__private::Dense<T, 64, 32, sinew::__private::Relu>,
    /// Dense layer of 16 neurons with `tanh`, without bias, 32 → 16.
    pub narrow: sinew::__private::Dense<T, 32, 16, sinew::__private::Tanh, 0>,
    /// Dense layer of 10 neurons with `softmax`, 16 → 10.
    pub output: sinew::__private::Dense<T, 16, 10, sinew::__private::Softmax>,
}
#[allow(unused_imports)]
const _: () = {
    use sinew::__private::Dense as _;
    use sinew::__private::Dense as _;
    use sinew::__private::Dense as _;
};
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Digits<T>) {
        let Digits { hidden: field1, narrow: field2, output: field3 } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
        is_plain::<T, _>(field3);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T> for Digits<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for Digits<T> {
    type Number = T;
    type Activation = sinew::__private::Softmax;
    const INPUT: &'static [usize] = &[64];
    const OUTPUT: &'static [usize] = &[10];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 64, 32, sinew::__private::Relu>,
        >("hidden"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 32, 16, sinew::__private::Tanh, 0>,
        >("narrow"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 16, 10, sinew::__private::Softmax>,
        >("output"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.hidden);
        walk.layer(&self.narrow);
        walk.layer(&self.output);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for Digits<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(
            &mut self.hidden,
            ::core::option::Option::Some(sinew::__private::Initializer::HeNormal),
            rng,
        );
        sinew::__private::Trainable::initialize(
            &mut self.narrow,
            ::core::option::Option::Some(sinew::__private::Initializer::Constant(0.5)),
            rng,
        );
        sinew::__private::Trainable::initialize(&mut self.output, initializer, rng);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.hidden);
        walk.layer(&self.narrow);
        walk.layer(&self.output);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.output);
        walk.layer(&self.narrow);
        walk.layer(&self.hidden);
    }
}
sinew::__private::stage!(Digits);
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Predict for Digits<T> {
    type Number = T;
    type Input = [T; 64];
    type Output = [T; 10];
    type Activation = sinew::__private::Softmax;
    type Scratch = [T; <Digits<f32> as sinew::__private::Stage>::INFO.predict_scratch];
    type Stage = Self;
    fn stage(&self) -> &Self {
        self
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Digits<T> {
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Digits, "Digits");
#[automatically_derived]
impl Digits<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Digits<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Digits",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
