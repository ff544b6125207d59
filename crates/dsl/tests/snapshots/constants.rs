/// A network of 4 layers, `INPUTS` → 1.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `layer1` | dense, `relu` | `INPUTS` → 8 | 8·`INPUTS` + 8 | 8·`INPUTS` |
/// | `layer2` | dense, `tanh` | 8 → `config::WIDTH` | 9·`config::WIDTH` | 8·`config::WIDTH` |
/// | `layer3` | dense, `my::Power<3>` | `config::WIDTH` → `WIDTH` | `WIDTH`·`config::WIDTH` + `WIDTH` | `WIDTH`·`config::WIDTH` |
/// | `layer4` | dense | `WIDTH` → 1 | `WIDTH` + 1 | `WIDTH` |
/// | total | | `INPUTS` → 1 | `WIDTH`·`config::WIDTH` + 8·`INPUTS` + 2·`WIDTH` + 9·`config::WIDTH` + 9 | `WIDTH`·`config::WIDTH` + 8·`INPUTS` + `WIDTH` + 8·`config::WIDTH` |
///
/// ```mermaid
/// graph LR
/// n0(["INPUTS"])
/// n0 --> n1["layer1: dense relu 8"]
/// n1 --> n2["layer2: dense tanh config::WIDTH"]
/// n2 --> n3["layer3: dense my::Power&lt;3&gt; WIDTH"]
/// n3 --> n4["layer4: dense 1"]
/// ```
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
struct Constants<T = f32> {
    /// Dense layer of 8 neurons with `relu`, `INPUTS` → 8.
    pub layer1: sinew::__private::Dense<T, { INPUTS }, 8, sinew::__private::Relu>,
    /// Dense layer of `config::WIDTH` neurons with `tanh`, 8 → `config::WIDTH`.
    pub layer2: sinew::__private::Dense<T, 8, { config::WIDTH }, sinew::__private::Tanh>,
    /// Dense layer of `WIDTH` neurons with `my::Power<3>`, `config::WIDTH` → `WIDTH`.
    pub layer3: sinew::__private::Dense<
        T,
        { config::WIDTH },
        { WIDTH },
        my::Power<3>,
        { <my::Power<3> as sinew::__private::IsActivation<{ WIDTH }>>::BIAS },
    >,
    /// Dense layer of 1 neuron, `WIDTH` → 1.
    pub layer4: sinew::__private::Dense<T, { WIDTH }, 1, sinew::__private::Identity>,
}
const _: () = (sinew::__private::is_width::<{ INPUTS }>)();
const _: () = (sinew::__private::is_width::<{ config::WIDTH }>)();
const _: () = (sinew::__private::is_width::<{ WIDTH }>)();
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Constants<T>) {
        let Constants {
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
for Constants<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Chain for Constants<T> {
    type Number = T;
    type Activation = sinew::__private::Identity;
    const INPUT: &'static [usize] = &[[(); INPUTS].len()];
    const OUTPUT: &'static [usize] = &[1];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, { INPUTS }, 8, sinew::__private::Relu>,
        >("layer1"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 8, { config::WIDTH }, sinew::__private::Tanh>,
        >("layer2"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<
                T,
                { config::WIDTH },
                { WIDTH },
                my::Power<3>,
                { <my::Power<3> as sinew::__private::IsActivation<{ WIDTH }>>::BIAS },
            >,
        >("layer3"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, { WIDTH }, 1, sinew::__private::Identity>,
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
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for Constants<T> {
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
sinew::__private::stage!(Constants);
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Predict for Constants<T> {
    type Number = T;
    type Input = [T; INPUTS];
    type Output = [T; 1];
    type Activation = sinew::__private::Identity;
    type Scratch = [T; <Constants<f32> as sinew::__private::Stage>::INFO
        .predict_scratch];
    type Stage = Self;
    fn stage(&self) -> &Self {
        self
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Constants<T> {
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Constants, "Constants");
#[automatically_derived]
impl Constants<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Constants<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Constants",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
