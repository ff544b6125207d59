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
impl<T: sinew::__private::Number> sinew::__private::Network for Perceptron<T> {
    type Number = T;
    type Input = [T; 2];
    type Output = [T; 1];
    type Activation = sinew::__private::Sigmoid;
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            T,
            sinew::__private::Dense<T, 2, 1, sinew::__private::Sigmoid>,
        >("layer1"),
    ];
    const WIDEST: usize = 1;
    fn initialize(&mut self, rng: &mut sinew::__private::Rng) {
        sinew::__private::Layer::initialize(
            &mut self.layer1,
            ::core::option::Option::None,
            rng,
        );
    }
    fn predict_one<V: sinew::__private::Vector<Element = T>>(
        &self,
        input: &[T],
        output: &mut [T],
    ) {
        sinew::__private::Layer::predict_one::<V>(&self.layer1, input, output);
    }
    fn predict_tile<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        output: &mut [[V; VECTORS]],
        _scratch: &mut [[V; VECTORS]],
    ) {
        sinew::__private::Layer::predict_tile::<V, VECTORS>(&self.layer1, input, output);
    }
    fn forward<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        tape: &mut [[V; VECTORS]],
    ) {
        sinew::__private::Layer::logits::<
            V,
            VECTORS,
        >(&self.layer1, input, &mut tape[..1]);
    }
    fn backward<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        tape: &mut [[V; VECTORS]],
        grads: &mut Self,
        scratch: &mut [[V; VECTORS]],
    ) {
        let (_, scratch) = scratch.split_at_mut(Self::WIDEST);
        let (_, scratch) = scratch.split_at_mut(Self::WIDEST);
        sinew::__private::Layer::backward_logits::<
            V,
            VECTORS,
        >(
            &self.layer1,
            input,
            &mut tape[..1],
            ::core::option::Option::None,
            &mut grads.layer1,
            scratch,
        );
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
