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
impl<T: sinew::__private::Number> sinew::__private::Stage for LeNet<T> {
    type Number = T;
    type Activation = sinew::__private::Softmax;
    const KIND: &'static str = "network";
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
        sinew::__private::Stage::initialize(&mut self.conv1, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.layer2, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.layer3, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.layer4, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.layer5, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.layer6, initializer, rng);
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
        >(&self.conv1, input, &mut a[..3456], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer2, &a[..3456], &mut b[..864], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer3, &b[..864], &mut a[..2304], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer4, &a[..2304], &mut b[..576], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer5, &b[..576], &mut a[..576], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer6, &a[..576], output, scratch, statistics);
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
        >(&self.conv1, input, &mut a[..tiles * 3456], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.layer2, &a[..tiles * 3456], &mut b[..tiles * 864], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.layer3, &b[..tiles * 864], &mut a[..tiles * 2304], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.layer4, &a[..tiles * 2304], &mut b[..tiles * 576], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.layer5, &b[..tiles * 576], &mut a[..tiles * 576], scratch, statistics);
        sinew::__private::Stage::predict_logits::<
            V,
            VECTORS,
        >(&self.layer6, &a[..tiles * 576], output, scratch, statistics);
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
                    * <sinew::__private::Conv<
                        T,
                        sinew::__private::Image<1, 28, 28>,
                        6,
                        1,
                        5,
                        5,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::MaxPool<
                        T,
                        sinew::__private::Image<6, 24, 24>,
                        2,
                        2,
                        sinew::__private::Identity,
                        sinew::__private::Sliding<2, 2>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape3, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Conv<
                        T,
                        sinew::__private::Image<6, 12, 12>,
                        16,
                        6,
                        5,
                        5,
                        my::Swish,
                        sinew::__private::Sliding<1, 1, 2, 2, 2, 2>,
                        { <my::Swish as sinew::__private::IsActivation<0>>::BIAS },
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape4, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::AveragePool<
                        T,
                        sinew::__private::Image<16, 12, 12>,
                        3,
                        3,
                        sinew::__private::Identity,
                        sinew::__private::Sliding<2, 2, 1, 1, 1, 1>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape5, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dropout<
                        T,
                        sinew::__private::Image<16, 6, 6>,
                        1,
                        4,
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::forward::<V, VECTORS>(&self.conv1, input, tape1, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer2, &tape1[..tiles * 3456], tape2, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer3, &tape2[..tiles * 864], tape3, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer4, &tape3[..tiles * 2304], tape4, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer5, &tape4[..tiles * 576], tape5, batch);
        sinew::__private::Stage::forward_logits::<
            V,
            VECTORS,
        >(&self.layer6, &tape5[..tiles * 576], output, memory, batch);
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
                    * <sinew::__private::Conv<
                        T,
                        sinew::__private::Image<1, 28, 28>,
                        6,
                        1,
                        5,
                        5,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::MaxPool<
                        T,
                        sinew::__private::Image<6, 24, 24>,
                        2,
                        2,
                        sinew::__private::Identity,
                        sinew::__private::Sliding<2, 2>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape3, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Conv<
                        T,
                        sinew::__private::Image<6, 12, 12>,
                        16,
                        6,
                        5,
                        5,
                        my::Swish,
                        sinew::__private::Sliding<1, 1, 2, 2, 2, 2>,
                        { <my::Swish as sinew::__private::IsActivation<0>>::BIAS },
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape4, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::AveragePool<
                        T,
                        sinew::__private::Image<16, 12, 12>,
                        3,
                        3,
                        sinew::__private::Identity,
                        sinew::__private::Sliding<2, 2, 1, 1, 1, 1>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape5, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dropout<
                        T,
                        sinew::__private::Image<16, 6, 6>,
                        1,
                        4,
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::backward_logits::<
            V,
            VECTORS,
        >(
            &self.layer6,
            &tape5[..tiles * 576],
            gradient,
            memory,
            ::core::option::Option::Some(&mut a[..tiles * 576]),
            grads.part(|grads| &mut grads.layer6),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer5,
            &tape4[..tiles * 576],
            tape5,
            &mut a[..tiles * 576],
            ::core::option::Option::Some(&mut b[..tiles * 576]),
            grads.part(|grads| &mut grads.layer5),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer4,
            &tape3[..tiles * 2304],
            tape4,
            &mut b[..tiles * 576],
            ::core::option::Option::Some(&mut a[..tiles * 2304]),
            grads.part(|grads| &mut grads.layer4),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer3,
            &tape2[..tiles * 864],
            tape3,
            &mut a[..tiles * 2304],
            ::core::option::Option::Some(&mut b[..tiles * 864]),
            grads.part(|grads| &mut grads.layer3),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer2,
            &tape1[..tiles * 3456],
            tape2,
            &mut b[..tiles * 864],
            ::core::option::Option::Some(&mut a[..tiles * 3456]),
            grads.part(|grads| &mut grads.layer2),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.conv1,
            input,
            tape1,
            &mut a[..tiles * 3456],
            input_gradient,
            grads.part(|grads| &mut grads.conv1),
            scratch,
        );
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for LeNet<T> {
    type Number = T;
    type Input = [[[T; 28]; 28]; 1];
    type Output = [T; 10];
    type Activation = sinew::__private::Softmax;
    type Stage = Self;
    type Scratch = [T; <LeNet<f32> as sinew::__private::Stage>::PREDICT_SCRATCH];
    fn stage(&self) -> &Self {
        self
    }
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(LeNet, "LeNet");
#[automatically_derived]
impl LeNet<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Network>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for LeNet<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "LeNet",
            <Self as sinew::__private::Network>::LAYERS,
        )
    }
}
