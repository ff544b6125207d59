/// A network of 1 layer, 2 → 1.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `layer1` | dense, `sigmoid` | 2 → 1 | 3 | 2 |
/// | total | | 2 → 1 | 3 | 2 |
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
struct Perceptron<T = f32> {
    /// Dense layer of 1 neuron with `sigmoid`, 2 → 1.
    pub layer1: sinew::__private::Dense<T, 2, 1, sinew::__private::Sigmoid>,
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Perceptron<T>) {
        let Perceptron { layer1: field1 } = network;
        is_plain::<T, _>(field1);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for Perceptron<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Stage for Perceptron<T> {
    type Number = T;
    type Activation = sinew::__private::Sigmoid;
    const KIND: &'static str = "network";
    const INPUT: &'static [usize] = &[2];
    const OUTPUT: &'static [usize] = &[1];
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            sinew::__private::Dense<T, 2, 1, sinew::__private::Sigmoid>,
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
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Perceptron<T> {
    type Number = T;
    type Input = [T; 2];
    type Output = [T; 1];
    type Activation = sinew::__private::Sigmoid;
    type Stage = Self;
    type Scratch = [T; <Perceptron<f32> as sinew::__private::Stage>::PREDICT_SCRATCH];
    fn stage(&self) -> &Self {
        self
    }
    fn stage_mut(&mut self) -> &mut Self {
        self
    }
}
sinew::__private::heap!(Perceptron, "Perceptron");
#[automatically_derived]
impl Perceptron<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Network>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Perceptron<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Perceptron",
            <Self as sinew::__private::Network>::LAYERS,
        )
    }
}
