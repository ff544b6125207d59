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
impl<T: sinew::__private::Number> sinew::__private::Stage for Constants<T> {
    type Number = T;
    type Activation = sinew::__private::Identity;
    const KIND: &'static str = "network";
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
    const MULTIPLY_ADDS: usize = sinew::__private::ChainInfo::of(
            <Self as sinew::__private::Stage>::LAYERS,
        )
        .multiply_adds;
    const STATISTICS: usize = sinew::__private::ChainInfo::of(
            <Self as sinew::__private::Stage>::LAYERS,
        )
        .statistics;
    const MEMORY: usize = sinew::__private::ChainInfo::of(
            <Self as sinew::__private::Stage>::LAYERS,
        )
        .memory;
    const SCRATCH: usize = sinew::__private::ChainInfo::of(
            <Self as sinew::__private::Stage>::LAYERS,
        )
        .scratch;
    const PREDICT_SCRATCH: usize = sinew::__private::ChainInfo::of(
            <Self as sinew::__private::Stage>::LAYERS,
        )
        .predict_scratch;
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Stage::initialize(&mut self.layer1, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.layer2, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.layer3, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.layer4, initializer, rng);
    }
    #[inline(always)]
    fn predict_one<V: sinew::__private::Vector<Element = T>>(
        &self,
        input: &[T],
        output: &mut [T],
        scratch: &mut [T],
        statistics: &mut &[T],
    ) {
        let (a, scratch) = scratch
            .split_at_mut(const {
                sinew::__private::ChainInfo::of(
                        <Self as sinew::__private::Stage>::LAYERS,
                    )
                    .buffers[0]
            });
        let (b, scratch) = scratch
            .split_at_mut(const {
                sinew::__private::ChainInfo::of(
                        <Self as sinew::__private::Stage>::LAYERS,
                    )
                    .buffers[1]
            });
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer1, input, &mut a[..8], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(
            &self.layer2,
            &a[..8],
            &mut b[..[(); config::WIDTH].len()],
            scratch,
            statistics,
        );
        sinew::__private::Stage::predict_one::<
            V,
        >(
            &self.layer3,
            &b[..[(); config::WIDTH].len()],
            &mut a[..[(); WIDTH].len()],
            scratch,
            statistics,
        );
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer4, &a[..[(); WIDTH].len()], output, scratch, statistics);
    }
    #[inline(always)]
    fn predict_logits<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        output: &mut [[V; VECTORS]],
        scratch: &mut [[V; VECTORS]],
        statistics: &mut &[T],
    ) {
        let tiles = input.len() / <Self as sinew::__private::Stage>::INPUTS;
        let (a, scratch) = scratch
            .split_at_mut(
                tiles
                    * const {
                        sinew::__private::ChainInfo::of(
                                <Self as sinew::__private::Stage>::LAYERS,
                            )
                            .buffers[0]
                    },
            );
        let (b, scratch) = scratch
            .split_at_mut(
                tiles
                    * const {
                        sinew::__private::ChainInfo::of(
                                <Self as sinew::__private::Stage>::LAYERS,
                            )
                            .buffers[1]
                    },
            );
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.layer1, input, &mut a[..tiles * 8], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(
            &self.layer2,
            &a[..tiles * 8],
            &mut b[..tiles * [(); config::WIDTH].len()],
            scratch,
            statistics,
        );
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(
            &self.layer3,
            &b[..tiles * [(); config::WIDTH].len()],
            &mut a[..tiles * [(); WIDTH].len()],
            scratch,
            statistics,
        );
        sinew::__private::Stage::predict_logits::<
            V,
            VECTORS,
        >(&self.layer4, &a[..tiles * [(); WIDTH].len()], output, scratch, statistics);
    }
    #[inline(always)]
    fn forward_logits<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        output: &mut [[V; VECTORS]],
        memory: &mut [[V; VECTORS]],
        batch: &mut sinew::__private::Batch<'_, T>,
    ) {
        let tiles = input.len() / <Self as sinew::__private::Stage>::INPUTS;
        let (tape1, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dense<
                        T,
                        { INPUTS },
                        8,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dense<
                        T,
                        8,
                        { config::WIDTH },
                        sinew::__private::Tanh,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape3, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dense<
                        T,
                        { config::WIDTH },
                        { WIDTH },
                        my::Power<3>,
                        {
                            <my::Power<
                                3,
                            > as sinew::__private::IsActivation<{ WIDTH }>>::BIAS
                        },
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer1, input, tape1, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer2, &tape1[..tiles * 8], tape2, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer3, &tape2[..tiles * [(); config::WIDTH].len()], tape3, batch);
        sinew::__private::Stage::forward_logits::<
            V,
            VECTORS,
        >(&self.layer4, &tape3[..tiles * [(); WIDTH].len()], output, memory, batch);
    }
    #[inline(always)]
    fn backward_logits<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        gradient: &[[V; VECTORS]],
        memory: &mut [[V; VECTORS]],
        input_gradient: ::core::option::Option<&mut [[V; VECTORS]]>,
        mut grads: sinew::__private::Accumulator<'_, Self>,
        scratch: &mut [[V; VECTORS]],
    ) {
        let tiles = input.len() / <Self as sinew::__private::Stage>::INPUTS;
        let (a, scratch) = scratch
            .split_at_mut(
                tiles
                    * const {
                        sinew::__private::ChainInfo::of(
                                <Self as sinew::__private::Stage>::LAYERS,
                            )
                            .buffers[0]
                    },
            );
        let (b, scratch) = scratch
            .split_at_mut(
                tiles
                    * const {
                        sinew::__private::ChainInfo::of(
                                <Self as sinew::__private::Stage>::LAYERS,
                            )
                            .buffers[1]
                    },
            );
        let (tape1, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dense<
                        T,
                        { INPUTS },
                        8,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dense<
                        T,
                        8,
                        { config::WIDTH },
                        sinew::__private::Tanh,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape3, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dense<
                        T,
                        { config::WIDTH },
                        { WIDTH },
                        my::Power<3>,
                        {
                            <my::Power<
                                3,
                            > as sinew::__private::IsActivation<{ WIDTH }>>::BIAS
                        },
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::backward_logits::<
            V,
            VECTORS,
        >(
            &self.layer4,
            &tape3[..tiles * [(); WIDTH].len()],
            gradient,
            memory,
            ::core::option::Option::Some(&mut a[..tiles * [(); WIDTH].len()]),
            grads.part(|grads| &mut grads.layer4),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer3,
            &tape2[..tiles * [(); config::WIDTH].len()],
            tape3,
            &mut a[..tiles * [(); WIDTH].len()],
            ::core::option::Option::Some(&mut b[..tiles * [(); config::WIDTH].len()]),
            grads.part(|grads| &mut grads.layer3),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer2,
            &tape1[..tiles * 8],
            tape2,
            &mut b[..tiles * [(); config::WIDTH].len()],
            ::core::option::Option::Some(&mut a[..tiles * 8]),
            grads.part(|grads| &mut grads.layer2),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer1,
            input,
            tape1,
            &mut a[..tiles * 8],
            input_gradient,
            grads.part(|grads| &mut grads.layer1),
            scratch,
        );
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Constants<T> {
    type Number = T;
    type Input = [T; INPUTS];
    type Output = [T; 1];
    type Activation = sinew::__private::Identity;
    type Stage = Self;
    type Scratch = [T; <Constants<f32> as sinew::__private::Stage>::PREDICT_SCRATCH];
    fn stage(&self) -> &Self {
        self
    }
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Constants, "Constants");
#[automatically_derived]
impl Constants<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Network>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Constants<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Constants",
            <Self as sinew::__private::Network>::LAYERS,
        )
    }
}
