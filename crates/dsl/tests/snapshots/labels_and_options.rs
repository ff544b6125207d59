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
impl<T: sinew::__private::Number> sinew::__private::Stage for Digits<T> {
    type Number = T;
    type Activation = sinew::__private::Softmax;
    const KIND: &'static str = "network";
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
            &mut self.hidden,
            ::core::option::Option::Some(sinew::__private::Initializer::HeNormal),
            rng,
        );
        sinew::__private::Stage::initialize(
            &mut self.narrow,
            ::core::option::Option::Some(sinew::__private::Initializer::Constant(0.5)),
            rng,
        );
        sinew::__private::Stage::initialize(&mut self.output, initializer, rng);
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
        >(&self.hidden, input, &mut a[..32], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.narrow, &a[..32], &mut b[..16], scratch, statistics);
        sinew::__private::Stage::predict_one::<
            V,
        >(&self.output, &b[..16], output, scratch, statistics);
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
        >(&self.hidden, input, &mut a[..tiles * 32], scratch, statistics);
        sinew::__private::Stage::predict_tiles::<
            V,
            VECTORS,
        >(&self.narrow, &a[..tiles * 32], &mut b[..tiles * 16], scratch, statistics);
        sinew::__private::Stage::predict_logits::<
            V,
            VECTORS,
        >(&self.output, &b[..tiles * 16], output, scratch, statistics);
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
                        64,
                        32,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dense<
                        T,
                        32,
                        16,
                        sinew::__private::Tanh,
                        0,
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.hidden, input, tape1, batch);
        sinew::__private::Stage::forward::<
            V,
            VECTORS,
        >(&self.narrow, &tape1[..tiles * 32], tape2, batch);
        sinew::__private::Stage::forward_logits::<
            V,
            VECTORS,
        >(&self.output, &tape2[..tiles * 16], output, memory, batch);
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
                        64,
                        32,
                        sinew::__private::Relu,
                    > as sinew::__private::Stage>::TAPE,
            );
        let (tape2, memory) = memory
            .split_at_mut(
                tiles
                    * <sinew::__private::Dense<
                        T,
                        32,
                        16,
                        sinew::__private::Tanh,
                        0,
                    > as sinew::__private::Stage>::TAPE,
            );
        sinew::__private::Stage::backward_logits::<
            V,
            VECTORS,
        >(
            &self.output,
            &tape2[..tiles * 16],
            gradient,
            memory,
            ::core::option::Option::Some(&mut b[..tiles * 16]),
            grads.part(|grads| &mut grads.output),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.narrow,
            &tape1[..tiles * 32],
            tape2,
            &mut b[..tiles * 16],
            ::core::option::Option::Some(&mut a[..tiles * 32]),
            grads.part(|grads| &mut grads.narrow),
            scratch,
        );
        sinew::__private::Stage::backward::<
            V,
            VECTORS,
        >(
            &self.hidden,
            input,
            tape1,
            &mut a[..tiles * 32],
            input_gradient,
            grads.part(|grads| &mut grads.hidden),
            scratch,
        );
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Digits<T> {
    type Number = T;
    type Input = [T; 64];
    type Output = [T; 10];
    type Activation = sinew::__private::Softmax;
    type Stage = Self;
    type Scratch = [T; <Digits<f32> as sinew::__private::Stage>::PREDICT_SCRATCH];
    fn stage(&self) -> &Self {
        self
    }
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Digits, "Digits");
#[automatically_derived]
impl Digits<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Network>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Digits<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Digits",
            <Self as sinew::__private::Network>::LAYERS,
        )
    }
}
