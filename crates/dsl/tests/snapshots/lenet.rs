/// A network of 6 layers, 1×28×28 → 10.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `conv1` | conv, `relu` | 1×28×28 → 6×24×24 | 156 | 86400 |
/// | `layer2` | maxpool | 6×24×24 → 6×12×12 | 0 | 0 |
/// | `layer3` | conv, `my::Swish` | 6×12×12 → 16×12×12 | 2400 | 345600 |
/// | `layer4` | avgpool | 16×12×12 → 16×6×6 | 0 | 0 |
/// | `layer5` | dropout | 16×6×6 → 16×6×6 | 0 | 0 |
/// | `layer6` | dense, `softmax` | 576 → 10 | 5770 | 5760 |
/// | total | | 1×28×28 → 10 | 8326 | 437760 |
///
/// ```mermaid
/// graph LR
/// n0(["1×28×28"])
/// n0 --> n1["conv1: conv relu 6×24×24"]
/// n1 --> n2["layer2: maxpool 6×12×12"]
/// n2 --> n3["layer3: conv my::Swish 16×12×12"]
/// n3 --> n4["layer4: avgpool 16×6×6"]
/// n4 --> n5["layer5: dropout 16×6×6"]
/// n5 --> n6["layer6: dense softmax 10"]
/// ```
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
pub struct LeNet<T = f32> {
    /// Convolution with 6 kernels of 5×5 with `relu`, 1×28×28 → 6×24×24.
    pub conv1: sinew::__private::Conv<
        T,
        sinew::__private::Image<1, 28, 28>,
        6,
        1,
        5,
        5,
        sinew::__private::Relu,
    >,
    /// Maximum of windows of 2×2, 6×24×24 → 6×12×12.
    pub layer2: sinew::__private::MaxPool<
        T,
        sinew::__private::Image<6, 24, 24>,
        2,
        2,
        sinew::__private::Identity,
        sinew::__private::Sliding<2, 2>,
    >,
    /// Convolution with 16 kernels of 5×5 with `my::Swish`, padding 2×2, without bias, 6×12×12 → 16×12×12.
    pub layer3: sinew::__private::Conv<
        T,
        sinew::__private::Image<6, 12, 12>,
        16,
        6,
        5,
        5,
        my::Swish,
        sinew::__private::Sliding<1, 1, 2, 2, 2, 2>,
        { <my::Swish as sinew::__private::IsActivation<0>>::BIAS },
    >,
    /// Mean of windows of 3×3, stride 2×2, padding 1×1, 16×12×12 → 16×6×6.
    pub layer4: sinew::__private::AveragePool<
        T,
        sinew::__private::Image<16, 12, 12>,
        3,
        3,
        sinew::__private::Identity,
        sinew::__private::Sliding<2, 2, 1, 1, 1, 1>,
    >,
    /// Dropout with the probability 0.25, 16×6×6 → 16×6×6.
    pub layer5: sinew::__private::Dropout<T, sinew::__private::Image<16, 6, 6>, 1, 4>,
    /// Dense layer of 10 neurons with `softmax`, 576 → 10.
    pub layer6: sinew::__private::Dense<T, 576, 10, sinew::__private::Softmax>,
}
#[allow(unused_imports)]
const _: () = {
    use sinew::__private::Sliding as _;
    use sinew::__private::Sliding as _;
    use sinew::__private::Conv as _;
    use sinew::__private::Sliding as _;
    use sinew::__private::Sliding as _;
    use sinew::__private::Flat as _;
};
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &LeNet<T>) {
        let LeNet {
            conv1: field1,
            layer2: field2,
            layer3: field3,
            layer4: field4,
            layer5: field5,
            layer6: field6,
        } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
        is_plain::<T, _>(field3);
        is_plain::<T, _>(field4);
        is_plain::<T, _>(field5);
        is_plain::<T, _>(field6);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T> for LeNet<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for LeNet<T> {
    type Number = T;
    type Activation = sinew::__private::Softmax;
    const INPUT: &'static [usize] = &[1, 28, 28];
    const OUTPUT: &'static [usize] = &[10];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Conv<
                T,
                sinew::__private::Image<1, 28, 28>,
                6,
                1,
                5,
                5,
                sinew::__private::Relu,
            >,
        >("conv1"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::MaxPool<
                T,
                sinew::__private::Image<6, 24, 24>,
                2,
                2,
                sinew::__private::Identity,
                sinew::__private::Sliding<2, 2>,
            >,
        >("layer2"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Conv<
                T,
                sinew::__private::Image<6, 12, 12>,
                16,
                6,
                5,
                5,
                my::Swish,
                sinew::__private::Sliding<1, 1, 2, 2, 2, 2>,
                { <my::Swish as sinew::__private::IsActivation<0>>::BIAS },
            >,
        >("layer3"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::AveragePool<
                T,
                sinew::__private::Image<16, 12, 12>,
                3,
                3,
                sinew::__private::Identity,
                sinew::__private::Sliding<2, 2, 1, 1, 1, 1>,
            >,
        >("layer4"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dropout<T, sinew::__private::Image<16, 6, 6>, 1, 4>,
        >("layer5"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 576, 10, sinew::__private::Softmax>,
        >("layer6"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.conv1);
        walk.layer(&self.layer2);
        walk.layer(&self.layer3);
        walk.layer(&self.layer4);
        walk.layer(&self.layer5);
        walk.layer(&self.layer6);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for LeNet<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(&mut self.conv1, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer2, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer3, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer4, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer5, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer6, initializer, rng);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.conv1);
        walk.layer(&self.layer2);
        walk.layer(&self.layer3);
        walk.layer(&self.layer4);
        walk.layer(&self.layer5);
        walk.layer(&self.layer6);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer6);
        walk.layer(&self.layer5);
        walk.layer(&self.layer4);
        walk.layer(&self.layer3);
        walk.layer(&self.layer2);
        walk.layer(&self.conv1);
    }
}
sinew::__private::stage!(LeNet);
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Predict for LeNet<T> {
    type Number = T;
    type Input = [[[T; 28]; 28]; 1];
    type Output = [T; 10];
    type Activation = sinew::__private::Softmax;
    type Scratch = [T; <LeNet<f32> as sinew::__private::Stage>::INFO.predict_scratch];
    type Stage = Self;
    fn stage(&self) -> &Self {
        self
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for LeNet<T> {
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(LeNet, "LeNet");
#[automatically_derived]
impl LeNet<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for LeNet<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "LeNet",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
