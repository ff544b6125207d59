fn main() {
    let net = {
        /// A network of 2 layers, 2 → 1.
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
        struct Network<T = f32> {
            /// Dense layer of 4 neurons with `relu`, 2 → 4.
            pub layer1: sinew::__private::Dense<T, 2, 4, sinew::__private::Relu>,
            /// Dense layer of 1 neuron with `sigmoid`, 4 → 1.
            pub layer2: sinew::__private::Dense<T, 4, 1, sinew::__private::Sigmoid>,
        }
        const _: () = {
            const fn is_plain<
                T: sinew::__private::Number,
                L: sinew::__private::Parameters<T>,
            >(_: &L) {}
            const fn all_fields_are_plain<T: sinew::__private::Number>(
                network: &Network<T>,
            ) {
                let Network { layer1: field1, layer2: field2 } = network;
                is_plain::<T, _>(field1);
                is_plain::<T, _>(field2);
            }
        };
        unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
        for Network<T> {}
        #[automatically_derived]
        impl<T: sinew::__private::Number> sinew::__private::Stage for Network<T> {
            type Number = T;
            type Activation = sinew::__private::Sigmoid;
            const KIND: &'static str = "network";
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
                sinew::__private::Stage::predict_one::<
                    V,
                >(&self.layer1, input, &mut a[..4], scratch, statistics);
                sinew::__private::Stage::predict_one::<
                    V,
                >(&self.layer2, &a[..4], output, scratch, statistics);
            }
            #[inline(always)]
            fn predict_logits<
                V: sinew::__private::Vector<Element = T>,
                const VECTORS: usize,
            >(
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
                sinew::__private::Stage::predict_tiles::<
                    V,
                    VECTORS,
                >(&self.layer1, input, &mut a[..tiles * 4], scratch, statistics);
                sinew::__private::Stage::predict_logits::<
                    V,
                    VECTORS,
                >(&self.layer2, &a[..tiles * 4], output, scratch, statistics);
            }
            #[inline(always)]
            fn forward_logits<
                V: sinew::__private::Vector<Element = T>,
                const VECTORS: usize,
            >(
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
                                sinew::__private::Relu,
                            > as sinew::__private::Stage>::TAPE,
                    );
                sinew::__private::Stage::forward::<
                    V,
                    VECTORS,
                >(&self.layer1, input, tape1, batch);
                sinew::__private::Stage::forward_logits::<
                    V,
                    VECTORS,
                >(&self.layer2, &tape1[..tiles * 4], output, memory, batch);
            }
            #[inline(always)]
            fn backward_logits<
                V: sinew::__private::Vector<Element = T>,
                const VECTORS: usize,
            >(
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
                let (tape1, memory) = memory
                    .split_at_mut(
                        tiles
                            * <sinew::__private::Dense<
                                T,
                                2,
                                4,
                                sinew::__private::Relu,
                            > as sinew::__private::Stage>::TAPE,
                    );
                sinew::__private::Stage::backward_logits::<
                    V,
                    VECTORS,
                >(
                    &self.layer2,
                    &tape1[..tiles * 4],
                    gradient,
                    memory,
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
        impl<T: sinew::__private::Number> sinew::__private::Network for Network<T> {
            type Number = T;
            type Input = [T; 2];
            type Output = [T; 1];
            type Activation = sinew::__private::Sigmoid;
            type Stage = Self;
            type Scratch = [T; <Network<
                f32,
            > as sinew::__private::Stage>::PREDICT_SCRATCH];
            fn stage(&self) -> &Self {
                self
            }
            fn stage_mut(&mut self) -> &mut Self {
                self
            }
        }
        sinew::__private::heap!(Network, "Network");
        #[automatically_derived]
        impl Network<f32> {
            /// How many numbers are trained.
            pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
            /// What is known of each layer, in the order in which they run.
            pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Network>::LAYERS;
        }
        #[automatically_derived]
        impl<T: sinew::__private::Number> ::core::fmt::Display for Network<T> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                sinew::__private::write_table(
                    f,
                    "Network",
                    <Self as sinew::__private::Network>::LAYERS,
                )
            }
        }
        #[allow(unused_imports)]
        const _: () = {
            use sinew::__private::Construct as _;
        };
        <Network<f32> as sinew::__private::Construct>::seeded(7)
    };
}
