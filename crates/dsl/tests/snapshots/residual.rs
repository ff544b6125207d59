/// Layers of `ResNet`.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
pub(crate) struct ResNet_block1_branch<T = f32> {
    /// Convolution with 4 kernels of 3×3, padding 1×1, 4×8×8 → 4×8×8.
    pub layer1: sinew::__private::Conv<
        T,
        sinew::__private::Image<4, 8, 8>,
        4,
        4,
        3,
        3,
        sinew::__private::Identity,
        sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
    >,
    /// Batch normalization with `relu`, 4×8×8 → 4×8×8.
    pub layer2: sinew::__private::BatchNorm<
        T,
        sinew::__private::Image<4, 8, 8>,
        4,
        sinew::__private::Relu,
    >,
    /// Convolution with 4 kernels of 3×3, padding 1×1, 4×8×8 → 4×8×8.
    pub layer3: sinew::__private::Conv<
        T,
        sinew::__private::Image<4, 8, 8>,
        4,
        4,
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
    use sinew::__private::Sliding as _;
    use sinew::__private::Sliding as _;
};
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(
        network: &ResNet_block1_branch<T>,
    ) {
        let ResNet_block1_branch { layer1: field1, layer2: field2, layer3: field3 } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
        is_plain::<T, _>(field3);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for ResNet_block1_branch<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Stage for ResNet_block1_branch<T> {
    type Number = T;
    type Activation = sinew::__private::Identity;
    const KIND: &'static str = "network";
    const INPUT: &'static [usize] = &[4, 8, 8];
    const OUTPUT: &'static [usize] = &[4, 8, 8];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Conv<
                T,
                sinew::__private::Image<4, 8, 8>,
                4,
                4,
                3,
                3,
                sinew::__private::Identity,
                sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
            >,
        >("layer1"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::BatchNorm<
                T,
                sinew::__private::Image<4, 8, 8>,
                4,
                sinew::__private::Relu,
            >,
        >("layer2"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Conv<
                T,
                sinew::__private::Image<4, 8, 8>,
                4,
                4,
                3,
                3,
                sinew::__private::Identity,
                sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
            >,
        >("layer3"),
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
    }
    fn initialize_statistics(statistics: &mut &mut [T]) {
        <sinew::__private::BatchNorm<
            T,
            sinew::__private::Image<4, 8, 8>,
            4,
            sinew::__private::Relu,
        > as sinew::__private::Stage>::initialize_statistics(statistics);
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
        >(&self.layer1, input, &mut a[..256], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer2, &a[..256], &mut b[..256], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer3, &b[..256], output, scratch, statistics);
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
        >(&self.layer1, input, &mut a[..tiles * 256], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.layer2, &a[..tiles * 256], &mut b[..tiles * 256], scratch, statistics);
        sinew::__private::Stage::predict_logits::<
            V,
            VECTORS,
        >(&self.layer3, &b[..tiles * 256], output, scratch, statistics);
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
                        sinew::__private::Image<4, 8, 8>,
                        4,
                        4,
                        3,
                        3,
                        sinew::__private::Identity,
                        sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::BatchNorm<
                        T,
                        sinew::__private::Image<4, 8, 8>,
                        4,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer1, input, tape1, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer2, &tape1[..tiles * 256], tape2, batch);
        sinew::__private::Stage::forward_logits::<
            V,
            VECTORS,
        >(&self.layer3, &tape2[..tiles * 256], output, memory, batch);
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
                        sinew::__private::Image<4, 8, 8>,
                        4,
                        4,
                        3,
                        3,
                        sinew::__private::Identity,
                        sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::BatchNorm<
                        T,
                        sinew::__private::Image<4, 8, 8>,
                        4,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::backward_logits::<
            V,
            VECTORS,
        >(
            &self.layer3,
            &tape2[..tiles * 256],
            gradient,
            memory,
            ::core::option::Option::Some(&mut b[..tiles * 256]),
            grads.part(|grads| &mut grads.layer3),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer2,
            &tape1[..tiles * 256],
            tape2,
            &mut b[..tiles * 256],
            ::core::option::Option::Some(&mut a[..tiles * 256]),
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
            &mut a[..tiles * 256],
            input_gradient,
            grads.part(|grads| &mut grads.layer1),
            scratch,
        );
    }
}
/// Layers of `ResNet`.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
pub(crate) struct ResNet_block2_branch<T = f32> {
    /// Convolution with 4 kernels of 3×3, padding 1×1, 4×8×8 → 4×8×8.
    pub layer1: sinew::__private::Conv<
        T,
        sinew::__private::Image<4, 8, 8>,
        4,
        4,
        3,
        3,
        sinew::__private::Identity,
        sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
    >,
    /// Batch normalization with `relu`, 4×8×8 → 4×8×8.
    pub layer2: sinew::__private::BatchNorm<
        T,
        sinew::__private::Image<4, 8, 8>,
        4,
        sinew::__private::Relu,
    >,
    /// Convolution with 4 kernels of 3×3, padding 1×1, 4×8×8 → 4×8×8.
    pub layer3: sinew::__private::Conv<
        T,
        sinew::__private::Image<4, 8, 8>,
        4,
        4,
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
    use sinew::__private::Sliding as _;
    use sinew::__private::Sliding as _;
};
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(
        network: &ResNet_block2_branch<T>,
    ) {
        let ResNet_block2_branch { layer1: field1, layer2: field2, layer3: field3 } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
        is_plain::<T, _>(field3);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for ResNet_block2_branch<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Stage for ResNet_block2_branch<T> {
    type Number = T;
    type Activation = sinew::__private::Identity;
    const KIND: &'static str = "network";
    const INPUT: &'static [usize] = &[4, 8, 8];
    const OUTPUT: &'static [usize] = &[4, 8, 8];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Conv<
                T,
                sinew::__private::Image<4, 8, 8>,
                4,
                4,
                3,
                3,
                sinew::__private::Identity,
                sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
            >,
        >("layer1"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::BatchNorm<
                T,
                sinew::__private::Image<4, 8, 8>,
                4,
                sinew::__private::Relu,
            >,
        >("layer2"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Conv<
                T,
                sinew::__private::Image<4, 8, 8>,
                4,
                4,
                3,
                3,
                sinew::__private::Identity,
                sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
            >,
        >("layer3"),
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
    }
    fn initialize_statistics(statistics: &mut &mut [T]) {
        <sinew::__private::BatchNorm<
            T,
            sinew::__private::Image<4, 8, 8>,
            4,
            sinew::__private::Relu,
        > as sinew::__private::Stage>::initialize_statistics(statistics);
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
        >(&self.layer1, input, &mut a[..256], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer2, &a[..256], &mut b[..256], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer3, &b[..256], output, scratch, statistics);
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
        >(&self.layer1, input, &mut a[..tiles * 256], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.layer2, &a[..tiles * 256], &mut b[..tiles * 256], scratch, statistics);
        sinew::__private::Stage::predict_logits::<
            V,
            VECTORS,
        >(&self.layer3, &b[..tiles * 256], output, scratch, statistics);
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
                        sinew::__private::Image<4, 8, 8>,
                        4,
                        4,
                        3,
                        3,
                        sinew::__private::Identity,
                        sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::BatchNorm<
                        T,
                        sinew::__private::Image<4, 8, 8>,
                        4,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer1, input, tape1, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer2, &tape1[..tiles * 256], tape2, batch);
        sinew::__private::Stage::forward_logits::<
            V,
            VECTORS,
        >(&self.layer3, &tape2[..tiles * 256], output, memory, batch);
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
                        sinew::__private::Image<4, 8, 8>,
                        4,
                        4,
                        3,
                        3,
                        sinew::__private::Identity,
                        sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::BatchNorm<
                        T,
                        sinew::__private::Image<4, 8, 8>,
                        4,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::backward_logits::<
            V,
            VECTORS,
        >(
            &self.layer3,
            &tape2[..tiles * 256],
            gradient,
            memory,
            ::core::option::Option::Some(&mut b[..tiles * 256]),
            grads.part(|grads| &mut grads.layer3),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer2,
            &tape1[..tiles * 256],
            tape2,
            &mut b[..tiles * 256],
            ::core::option::Option::Some(&mut a[..tiles * 256]),
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
            &mut a[..tiles * 256],
            input_gradient,
            grads.part(|grads| &mut grads.layer1),
            scratch,
        );
    }
}
/// Layers of `ResNet`.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
pub(crate) struct ResNet_down_branch<T = f32> {
    /// Convolution with 8 kernels of 3×3, stride 2×2, padding 1×1, 4×8×8 → 8×4×4.
    pub layer1: sinew::__private::Conv<
        T,
        sinew::__private::Image<4, 8, 8>,
        8,
        4,
        3,
        3,
        sinew::__private::Identity,
        sinew::__private::Sliding<2, 2, 0, 1, 0, 1>,
    >,
}
#[allow(unused_imports)]
const _: () = {
    use sinew::__private::Sliding as _;
    use sinew::__private::Sliding as _;
    use sinew::__private::Sliding as _;
};
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(
        network: &ResNet_down_branch<T>,
    ) {
        let ResNet_down_branch { layer1: field1 } = network;
        is_plain::<T, _>(field1);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for ResNet_down_branch<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Stage for ResNet_down_branch<T> {
    type Number = T;
    type Activation = sinew::__private::Identity;
    const KIND: &'static str = "network";
    const INPUT: &'static [usize] = &[4, 8, 8];
    const OUTPUT: &'static [usize] = &[8, 4, 4];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Conv<
                T,
                sinew::__private::Image<4, 8, 8>,
                8,
                4,
                3,
                3,
                sinew::__private::Identity,
                sinew::__private::Sliding<2, 2, 0, 1, 0, 1>,
            >,
        >("layer1"),
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
    }
    #[inline(always)]
    fn predict_one<V: sinew::__private::Vector<Element = T>>(
        &self,
        input: &[T],
        output: &mut [T],
        scratch: &mut [T],
        statistics: &mut &[T],
    ) {
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer1, input, output, scratch, statistics);
    }
    #[inline(always)]
    fn predict_logits<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        output: &mut [[V; VECTORS]],
        scratch: &mut [[V; VECTORS]],
        statistics: &mut &[T],
    ) {
        sinew::__private::Stage::predict_logits::<
            V,
            VECTORS,
        >(&self.layer1, input, output, scratch, statistics);
    }
    #[inline(always)]
    fn forward_logits<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        output: &mut [[V; VECTORS]],
        memory: &mut [[V; VECTORS]],
        batch: &mut sinew::__private::Batch<'_, T>,
    ) {
        sinew::__private::Stage::forward_logits::<
            V,
            VECTORS,
        >(&self.layer1, input, output, memory, batch);
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
        sinew::__private::Stage::backward_logits::<
            V,
            VECTORS,
        >(
            &self.layer1,
            input,
            gradient,
            memory,
            input_gradient,
            grads.part(|grads| &mut grads.layer1),
            scratch,
        );
    }
}
/// Layers of `ResNet`.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[repr(C)]
pub(crate) struct ResNet_layers<T = f32> {
    /// Convolution with 4 kernels of 3×3, padding 1×1, 1×8×8 → 4×8×8.
    pub layer1: sinew::__private::Conv<
        T,
        sinew::__private::Image<1, 8, 8>,
        4,
        1,
        3,
        3,
        sinew::__private::Identity,
        sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
    >,
    /// Batch normalization with `relu`, 4×8×8 → 4×8×8.
    pub layer2: sinew::__private::BatchNorm<
        T,
        sinew::__private::Image<4, 8, 8>,
        4,
        sinew::__private::Relu,
    >,
    /// Residual branch with `relu`, 4×8×8 → 4×8×8.
    pub block1: sinew::__private::Residual<
        ResNet_block1_branch<T>,
        sinew::__private::Skip<T, 256>,
        sinew::__private::Relu,
    >,
    /// Residual branch with `relu`, 4×8×8 → 4×8×8.
    pub block2: sinew::__private::Residual<
        ResNet_block2_branch<T>,
        sinew::__private::Skip<T, 256>,
        sinew::__private::Relu,
    >,
    /// Residual branch with `relu`, with a projection as shortcut, 4×8×8 → 8×4×4.
    pub down: sinew::__private::Residual<
        ResNet_down_branch<T>,
        sinew::__private::Conv<
            T,
            sinew::__private::Image<4, 8, 8>,
            8,
            4,
            1,
            1,
            sinew::__private::Identity,
            sinew::__private::Sliding<2, 2>,
            0,
        >,
        sinew::__private::Relu,
    >,
    /// Mean of each channel, 8×4×4 → 8.
    pub layer6: sinew::__private::GlobalAveragePool<
        T,
        sinew::__private::Image<8, 4, 4>,
        sinew::__private::Identity,
    >,
    /// Dense layer of 10 neurons with `softmax`, 8 → 10.
    pub layer7: sinew::__private::Dense<T, 8, 10, sinew::__private::Softmax>,
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Debug for ResNet_layers<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("ResNet_layers")
            .field(
                "layer1",
                &sinew::__private::Parameters::<T>::parameters(&self.layer1),
            )
            .field(
                "layer2",
                &sinew::__private::Parameters::<T>::parameters(&self.layer2),
            )
            .field(
                "block1",
                &sinew::__private::Parameters::<T>::parameters(&self.block1),
            )
            .field(
                "block2",
                &sinew::__private::Parameters::<T>::parameters(&self.block2),
            )
            .field("down", &sinew::__private::Parameters::<T>::parameters(&self.down))
            .field(
                "layer6",
                &sinew::__private::Parameters::<T>::parameters(&self.layer6),
            )
            .field(
                "layer7",
                &sinew::__private::Parameters::<T>::parameters(&self.layer7),
            )
            .finish()
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::cmp::PartialEq for ResNet_layers<T> {
    fn eq(&self, other: &Self) -> bool {
        sinew::__private::Parameters::<T>::parameters(self)
            == sinew::__private::Parameters::<T>::parameters(other)
    }
}
#[allow(unused_imports)]
const _: () = {
    use sinew::__private::Sliding as _;
    use sinew::__private::Sliding as _;
    use sinew::__private::Conv as _;
    use sinew::__private::Residual as _;
};
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(
        network: &ResNet_layers<T>,
    ) {
        let ResNet_layers {
            layer1: field1,
            layer2: field2,
            block1: field3,
            block2: field4,
            down: field5,
            layer6: field6,
            layer7: field7,
        } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
        is_plain::<T, _>(field3);
        is_plain::<T, _>(field4);
        is_plain::<T, _>(field5);
        is_plain::<T, _>(field6);
        is_plain::<T, _>(field7);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for ResNet_layers<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Stage for ResNet_layers<T> {
    type Number = T;
    type Activation = sinew::__private::Softmax;
    const KIND: &'static str = "network";
    const INPUT: &'static [usize] = &[1, 8, 8];
    const OUTPUT: &'static [usize] = &[10];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Conv<
                T,
                sinew::__private::Image<1, 8, 8>,
                4,
                1,
                3,
                3,
                sinew::__private::Identity,
                sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
            >,
        >("layer1"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::BatchNorm<
                T,
                sinew::__private::Image<4, 8, 8>,
                4,
                sinew::__private::Relu,
            >,
        >("layer2"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Residual<
                ResNet_block1_branch<T>,
                sinew::__private::Skip<T, 256>,
                sinew::__private::Relu,
            >,
        >("block1"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Residual<
                ResNet_block2_branch<T>,
                sinew::__private::Skip<T, 256>,
                sinew::__private::Relu,
            >,
        >("block2"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Residual<
                ResNet_down_branch<T>,
                sinew::__private::Conv<
                    T,
                    sinew::__private::Image<4, 8, 8>,
                    8,
                    4,
                    1,
                    1,
                    sinew::__private::Identity,
                    sinew::__private::Sliding<2, 2>,
                    0,
                >,
                sinew::__private::Relu,
            >,
        >("down"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::GlobalAveragePool<
                T,
                sinew::__private::Image<8, 4, 4>,
                sinew::__private::Identity,
            >,
        >("layer6"),
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 8, 10, sinew::__private::Softmax>,
        >("layer7"),
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
        sinew::__private::Stage::initialize(
            &mut self.layer1,
            ::core::option::Option::Some(sinew::__private::Initializer::HeNormal),
            rng,
        );
        sinew::__private::Stage::initialize(&mut self.layer2, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.block1, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.block2, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.down, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.layer6, initializer, rng);
        sinew::__private::Stage::initialize(&mut self.layer7, initializer, rng);
    }
    fn initialize_statistics(statistics: &mut &mut [T]) {
        <sinew::__private::BatchNorm<
            T,
            sinew::__private::Image<4, 8, 8>,
            4,
            sinew::__private::Relu,
        > as sinew::__private::Stage>::initialize_statistics(statistics);
        <sinew::__private::Residual<
            ResNet_block1_branch<T>,
            sinew::__private::Skip<T, 256>,
            sinew::__private::Relu,
        > as sinew::__private::Stage>::initialize_statistics(statistics);
        <sinew::__private::Residual<
            ResNet_block2_branch<T>,
            sinew::__private::Skip<T, 256>,
            sinew::__private::Relu,
        > as sinew::__private::Stage>::initialize_statistics(statistics);
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
        >(&self.layer1, input, &mut a[..256], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer2, &a[..256], &mut b[..256], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.block1, &b[..256], &mut a[..256], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.block2, &a[..256], &mut b[..256], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.down, &b[..256], &mut a[..128], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer6, &a[..128], &mut b[..8], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer7, &b[..8], output, scratch, statistics);
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
        >(&self.layer1, input, &mut a[..tiles * 256], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.layer2, &a[..tiles * 256], &mut b[..tiles * 256], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.block1, &b[..tiles * 256], &mut a[..tiles * 256], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.block2, &a[..tiles * 256], &mut b[..tiles * 256], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.down, &b[..tiles * 256], &mut a[..tiles * 128], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.layer6, &a[..tiles * 128], &mut b[..tiles * 8], scratch, statistics);
        sinew::__private::Stage::predict_logits::<
            V,
            VECTORS,
        >(&self.layer7, &b[..tiles * 8], output, scratch, statistics);
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
                        sinew::__private::Image<1, 8, 8>,
                        4,
                        1,
                        3,
                        3,
                        sinew::__private::Identity,
                        sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::BatchNorm<
                        T,
                        sinew::__private::Image<4, 8, 8>,
                        4,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape3, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Residual<
                        ResNet_block1_branch<T>,
                        sinew::__private::Skip<T, 256>,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape4, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Residual<
                        ResNet_block2_branch<T>,
                        sinew::__private::Skip<T, 256>,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape5, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Residual<
                        ResNet_down_branch<T>,
                        sinew::__private::Conv<
                            T,
                            sinew::__private::Image<4, 8, 8>,
                            8,
                            4,
                            1,
                            1,
                            sinew::__private::Identity,
                            sinew::__private::Sliding<2, 2>,
                            0,
                        >,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape6, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::GlobalAveragePool<
                        T,
                        sinew::__private::Image<8, 4, 4>,
                        sinew::__private::Identity,
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer1, input, tape1, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer2, &tape1[..tiles * 256], tape2, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.block1, &tape2[..tiles * 256], tape3, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.block2, &tape3[..tiles * 256], tape4, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.down, &tape4[..tiles * 256], tape5, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer6, &tape5[..tiles * 128], tape6, batch);
        sinew::__private::Stage::forward_logits::<
            V,
            VECTORS,
        >(&self.layer7, &tape6[..tiles * 8], output, memory, batch);
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
                        sinew::__private::Image<1, 8, 8>,
                        4,
                        1,
                        3,
                        3,
                        sinew::__private::Identity,
                        sinew::__private::Sliding<1, 1, 1, 1, 1, 1>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::BatchNorm<
                        T,
                        sinew::__private::Image<4, 8, 8>,
                        4,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape3, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Residual<
                        ResNet_block1_branch<T>,
                        sinew::__private::Skip<T, 256>,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape4, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Residual<
                        ResNet_block2_branch<T>,
                        sinew::__private::Skip<T, 256>,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape5, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Residual<
                        ResNet_down_branch<T>,
                        sinew::__private::Conv<
                            T,
                            sinew::__private::Image<4, 8, 8>,
                            8,
                            4,
                            1,
                            1,
                            sinew::__private::Identity,
                            sinew::__private::Sliding<2, 2>,
                            0,
                        >,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape6, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::GlobalAveragePool<
                        T,
                        sinew::__private::Image<8, 4, 4>,
                        sinew::__private::Identity,
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::backward_logits::<
            V,
            VECTORS,
        >(
            &self.layer7,
            &tape6[..tiles * 8],
            gradient,
            memory,
            ::core::option::Option::Some(&mut b[..tiles * 8]),
            grads.part(|grads| &mut grads.layer7),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer6,
            &tape5[..tiles * 128],
            tape6,
            &mut b[..tiles * 8],
            ::core::option::Option::Some(&mut a[..tiles * 128]),
            grads.part(|grads| &mut grads.layer6),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.down,
            &tape4[..tiles * 256],
            tape5,
            &mut a[..tiles * 128],
            ::core::option::Option::Some(&mut b[..tiles * 256]),
            grads.part(|grads| &mut grads.down),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.block2,
            &tape3[..tiles * 256],
            tape4,
            &mut b[..tiles * 256],
            ::core::option::Option::Some(&mut a[..tiles * 256]),
            grads.part(|grads| &mut grads.block2),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.block1,
            &tape2[..tiles * 256],
            tape3,
            &mut a[..tiles * 256],
            ::core::option::Option::Some(&mut b[..tiles * 256]),
            grads.part(|grads| &mut grads.block1),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer2,
            &tape1[..tiles * 256],
            tape2,
            &mut b[..tiles * 256],
            ::core::option::Option::Some(&mut a[..tiles * 256]),
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
            &mut a[..tiles * 256],
            input_gradient,
            grads.part(|grads| &mut grads.layer1),
            scratch,
        );
    }
}
/// A network of 7 layers, 1×8×8 → 10.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `layer1` | conv | 1×8×8 → 4×8×8 | 40 | 2304 |
/// | `layer2` | batchnorm, `relu` | 4×8×8 → 4×8×8 | 8 | 256 |
/// | `block1` | residual, `relu` | 4×8×8 → 4×8×8 | 304 | 18688 |
/// | `block1.branch.layer1` | conv | 4×8×8 → 4×8×8 | 148 | 9216 |
/// | `block1.branch.layer2` | batchnorm, `relu` | 4×8×8 → 4×8×8 | 8 | 256 |
/// | `block1.branch.layer3` | conv | 4×8×8 → 4×8×8 | 148 | 9216 |
/// | `block2` | residual, `relu` | 4×8×8 → 4×8×8 | 304 | 18688 |
/// | `block2.branch.layer1` | conv | 4×8×8 → 4×8×8 | 148 | 9216 |
/// | `block2.branch.layer2` | batchnorm, `relu` | 4×8×8 → 4×8×8 | 8 | 256 |
/// | `block2.branch.layer3` | conv | 4×8×8 → 4×8×8 | 148 | 9216 |
/// | `down` | residual, `relu` | 4×8×8 → 8×4×4 | 328 | 5120 |
/// | `down.branch.layer1` | conv | 4×8×8 → 8×4×4 | 296 | 4608 |
/// | `layer6` | globalavgpool | 8×4×4 → 8 | 0 | 0 |
/// | `layer7` | dense, `softmax` | 8 → 10 | 90 | 80 |
/// | total | | 1×8×8 → 10 | 1074 | 45136 |
///
/// ```mermaid
/// graph LR
/// n0(["1×8×8"])
/// n0 --> n1["layer1: conv 4×8×8"]
/// n1 --> n2["layer2: batchnorm relu 4×8×8"]
/// n2 --> n3["block1: residual relu 4×8×8"]
/// n3 --> n4["block2: residual relu 4×8×8"]
/// n4 --> n5["down: residual relu 8×4×4"]
/// n5 --> n6["layer6: globalavgpool 8"]
/// n6 --> n7["layer7: dense softmax 10"]
/// ```
#[repr(C)]
pub(crate) struct ResNet<T = f32> {
    /// What is trained; its fields are also those of the network.
    pub layers: ResNet_layers<T>,
    /// What is measured in training: the running moments of batch norms.
    pub statistics: [T; <ResNet_layers<f32> as sinew::__private::Stage>::STATISTICS],
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Debug for ResNet<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("ResNet")
            .field("layers", &self.layers)
            .field("statistics", &self.statistics)
            .finish()
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::cmp::PartialEq for ResNet<T> {
    fn eq(&self, other: &Self) -> bool {
        self.layers == other.layers && self.statistics == other.statistics
    }
}
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T> for ResNet<T> {
    const COUNT: usize = <ResNet_layers<T> as sinew::__private::Parameters<T>>::COUNT;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::ops::Deref for ResNet<T> {
    type Target = ResNet_layers<T>;
    fn deref(&self) -> &ResNet_layers<T> {
        &self.layers
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::ops::DerefMut for ResNet<T> {
    fn deref_mut(&mut self) -> &mut ResNet_layers<T> {
        &mut self.layers
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Nested for ResNet<T> {
    type Stage = ResNet_layers<T>;
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for ResNet<T> {
    type Number = T;
    type Input = [[[T; 8]; 8]; 1];
    type Output = [T; 10];
    type Activation = sinew::__private::Softmax;
    type Stage = ResNet_layers<T>;
    type Scratch = [T; <ResNet_layers<f32> as sinew::__private::Stage>::PREDICT_SCRATCH];
    fn stage(&self) -> &ResNet_layers<T> {
        &self.layers
    }
    fn stage_mut(&mut self) -> &mut ResNet_layers<T> {
        &mut self.layers
    }
    fn statistics(&self) -> &[T] {
        &self.statistics
    }
    fn statistics_mut(&mut self) -> &mut [T] {
        &mut self.statistics
    }
}
sinew::__private::heap!(ResNet, "ResNet");
#[automatically_derived]
impl ResNet<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Network>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for ResNet<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "ResNet",
            <Self as sinew::__private::Network>::LAYERS,
        )
    }
}
