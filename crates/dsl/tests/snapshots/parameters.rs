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
impl<T: sinew::__private::Number> sinew::__private::Stage for Parameters<T> {
    type Number = T;
    type Activation = sinew::__private::Elu<1, 1>;
    const KIND: &'static str = "network";
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
        >(&self.layer1, input, &mut a[..4], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer2, &a[..4], &mut b[..4], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer3, &b[..4], &mut a[..3], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.layer4, &a[..3], output, scratch, statistics);
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
        >(&self.layer1, input, &mut a[..tiles * 4], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.layer2, &a[..tiles * 4], &mut b[..tiles * 4], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.layer3, &b[..tiles * 4], &mut a[..tiles * 3], scratch, statistics);
        sinew::__private::Stage::predict_logits::<
            V,
            VECTORS,
        >(&self.layer4, &a[..tiles * 3], output, scratch, statistics);
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
                        2,
                        4,
                        sinew::__private::LeakyRelu<1, 10>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dense<
                        T,
                        4,
                        4,
                        sinew::__private::LeakyRelu<1, 100>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape3, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dense<
                        T,
                        4,
                        3,
                        sinew::__private::LeakyRelu<-1, 4>,
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer1, input, tape1, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer2, &tape1[..tiles * 4], tape2, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.layer3, &tape2[..tiles * 4], tape3, batch);
        sinew::__private::Stage::forward_logits::<
            V,
            VECTORS,
        >(&self.layer4, &tape3[..tiles * 3], output, memory, batch);
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
                        2,
                        4,
                        sinew::__private::LeakyRelu<1, 10>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dense<
                        T,
                        4,
                        4,
                        sinew::__private::LeakyRelu<1, 100>,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape3, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dense<
                        T,
                        4,
                        3,
                        sinew::__private::LeakyRelu<-1, 4>,
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::backward_logits::<
            V,
            VECTORS,
        >(
            &self.layer4,
            &tape3[..tiles * 3],
            gradient,
            memory,
            ::core::option::Option::Some(&mut a[..tiles * 3]),
            grads.part(|grads| &mut grads.layer4),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer3,
            &tape2[..tiles * 4],
            tape3,
            &mut a[..tiles * 3],
            ::core::option::Option::Some(&mut b[..tiles * 4]),
            grads.part(|grads| &mut grads.layer3),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.layer2,
            &tape1[..tiles * 4],
            tape2,
            &mut b[..tiles * 4],
            ::core::option::Option::Some(&mut a[..tiles * 4]),
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
            &mut a[..tiles * 4],
            input_gradient,
            grads.part(|grads| &mut grads.layer1),
            scratch,
        );
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Parameters<T> {
    type Number = T;
    type Input = [T; 2];
    type Output = [T; 1];
    type Activation = sinew::__private::Elu<1, 1>;
    type Stage = Self;
    type Scratch = [T; <Parameters<f32> as sinew::__private::Stage>::PREDICT_SCRATCH];
    fn stage(&self) -> &Self {
        self
    }
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Parameters, "Parameters");
#[automatically_derived]
impl Parameters<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Network>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Parameters<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Parameters",
            <Self as sinew::__private::Network>::LAYERS,
        )
    }
}
