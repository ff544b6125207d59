/// A network of 4 layers, 2 → 1.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `layer1` | dense, `leaky_relu(0.1)` | 2 → 4 | 12 | 8 |
/// | `layer2` | dense, `leaky_relu` | 4 → 4 | 20 | 16 |
/// | `layer3` | dense, `leaky_relu(-0.25)` | 4 → 3 | 15 | 12 |
/// | `layer4` | dense, `elu(1)` | 3 → 1 | 4 | 3 |
/// | total | | 2 → 1 | 51 | 39 |
///
/// ```mermaid
/// graph LR
/// n0(["2"])
/// n0 --> n1["layer1: dense leaky_relu(0.1) 4"]
/// n1 --> n2["layer2: dense leaky_relu 4"]
/// n2 --> n3["layer3: dense leaky_relu(-0.25) 3"]
/// n3 --> n4["layer4: dense elu(1) 1"]
/// ```
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
struct Parameters<T = f32> {
    /// Dense layer of 4 neurons with `leaky_relu(0.1)`, 2 → 4.
    pub layer1: sinew::__private::Dense<T, 2, 4, sinew::__private::LeakyRelu<1, 10>>,
    /// Dense layer of 4 neurons with `leaky_relu`, 4 → 4.
    pub layer2: sinew::__private::Dense<T, 4, 4, sinew::__private::LeakyRelu<1, 100>>,
    /// Dense layer of 3 neurons with `leaky_relu(-0.25)`, 4 → 3.
    pub layer3: sinew::__private::Dense<T, 4, 3, sinew::__private::LeakyRelu<-1, 4>>,
    /// Dense layer of 1 neuron with `elu(1)`, 3 → 1.
    pub layer4: sinew::__private::Dense<T, 3, 1, sinew::__private::Elu<1, 1>>,
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Parameters<T>) {
        let Parameters {
            layer1: field1,
            layer2: field2,
            layer3: field3,
            layer4: field4,
        } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
        is_plain::<T, _>(field3);
        is_plain::<T, _>(field4);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for Parameters<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for Parameters<T> {
    type Number = T;
    type Activation = sinew::__private::Elu<1, 1>;
    const INPUT: &'static [usize] = &[2];
    const OUTPUT: &'static [usize] = &[1];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 2, 4, sinew::__private::LeakyRelu<1, 10>>,
        >("layer1"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 4, 4, sinew::__private::LeakyRelu<1, 100>>,
        >("layer2"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 4, 3, sinew::__private::LeakyRelu<-1, 4>>,
        >("layer3"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 3, 1, sinew::__private::Elu<1, 1>>,
        >("layer4"),
    ];
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
        walk.layer(&self.layer3);
        walk.layer(&self.layer4);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for Parameters<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(&mut self.layer1, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer2, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer3, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer4, initializer, rng);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
        walk.layer(&self.layer3);
        walk.layer(&self.layer4);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer4);
        walk.layer(&self.layer3);
        walk.layer(&self.layer2);
        walk.layer(&self.layer1);
    }
}
sinew::__private::stage!(Parameters);
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Predict for Parameters<T> {
    type Number = T;
    type Input = [T; 2];
    type Output = [T; 1];
    type Activation = sinew::__private::Elu<1, 1>;
    type Scratch = [T; <Parameters<f32> as sinew::__private::Stage>::INFO
        .predict_scratch];
    type Stage = Self;
    fn stage(&self) -> &Self {
        self
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Parameters<T> {
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Parameters, "Parameters");
#[automatically_derived]
impl Parameters<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Parameters<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Parameters",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
