::core::compile_error! {
    "expected `=>`, found `->`\nhelp: write `=>` between two layers"
}
::core::compile_error! {
    "unknown activation `rellu`\nhelp: did you mean `relu`?"
}
::core::compile_error! {
    "a width cannot be zero\nhelp: write `1` or more"
}
/// A network of 2 layers, 2 → 1.
///
/// | layer | kind | shape | parameters | multiply-adds |
/// |---|---|---|--:|--:|
/// | `layer1` | dense, `rellu` | 2 → 4 | 12 | 8 |
/// | `layer2` | dense, `tanh` | 4 → 1 | 5 | 4 |
/// | total | | 2 → 1 | 17 | 12 |
#[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C)]
pub struct Recovered<T = f32> {
    /// Dense layer of 4 neurons with `rellu`, 2 → 4.
    pub layer1: sinew::__private::Dense<T, 2, 4, sinew::__private::Relu>,
    /// Dense layer of 1 neuron with `tanh`, 4 → 1.
    pub layer2: sinew::__private::Dense<T, 4, 1, sinew::__private::Tanh>,
}
const _: () = {
    const fn is_plain<T: sinew::__private::Number, L: sinew::__private::Parameters<T>>(
        _: &L,
    ) {}
    const fn all_fields_are_plain<T: sinew::__private::Number>(network: &Recovered<T>) {
        let Recovered { layer1: field1, layer2: field2 } = network;
        is_plain::<T, _>(field1);
        is_plain::<T, _>(field2);
    }
};
unsafe impl<T: sinew::__private::Number> sinew::__private::Parameters<T>
for Recovered<T> {}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for Recovered<T> {
    type Number = T;
    type Input = [T; 2];
    type Output = [T; 1];
    type Activation = sinew::__private::Tanh;
    const LAYERS: &'static [sinew::__private::LayerInfo] = &[
        sinew::__private::LayerInfo::of::<
            T,
            sinew::__private::Dense<T, 2, 4, sinew::__private::Relu>,
        >("layer1"),
        sinew::__private::LayerInfo::of::<
            T,
            sinew::__private::Dense<T, 4, 1, sinew::__private::Tanh>,
        >("layer2"),
    ];
    const WIDEST: usize = 4;
    fn initialize(&mut self, rng: &mut sinew::__private::Rng) {
        sinew::__private::Layer::initialize(
            &mut self.layer1,
            ::core::option::Option::None,
            rng,
        );
        sinew::__private::Layer::initialize(
            &mut self.layer2,
            ::core::option::Option::None,
            rng,
        );
    }
    fn predict_one<V: sinew::__private::Vector<Element = T>>(
        &self,
        input: &[T],
        output: &mut [T],
    ) {
        let mut a = [<T as sinew::__private::Number>::ZERO; 4];
        sinew::__private::Layer::predict_one::<V>(&self.layer1, input, &mut a[..4]);
        sinew::__private::Layer::predict_one::<V>(&self.layer2, &a[..4], output);
    }
    fn predict_tile<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        output: &mut [[V; VECTORS]],
        scratch: &mut [[V; VECTORS]],
    ) {
        let (a, _) = scratch.split_at_mut(Self::WIDEST);
        sinew::__private::Layer::predict_tile::<
            V,
            VECTORS,
        >(&self.layer1, input, &mut a[..4]);
        sinew::__private::Layer::predict_tile::<
            V,
            VECTORS,
        >(&self.layer2, &a[..4], output);
    }
    fn forward<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        tape: &mut [[V; VECTORS]],
    ) {
        let (tape1, tape) = tape
            .split_at_mut(
                <sinew::__private::Dense<
                    T,
                    2,
                    4,
                    sinew::__private::Relu,
                > as sinew::__private::Layer<T>>::TAPE,
            );
        sinew::__private::Layer::forward::<V, VECTORS>(&self.layer1, input, tape1);
        sinew::__private::Layer::logits::<
            V,
            VECTORS,
        >(&self.layer2, &tape1[..4], &mut tape[..1]);
    }
    fn backward<V: sinew::__private::Vector<Element = T>, const VECTORS: usize>(
        &self,
        input: &[[V; VECTORS]],
        tape: &mut [[V; VECTORS]],
        grads: &mut Self,
        scratch: &mut [[V; VECTORS]],
    ) {
        let (a, scratch) = scratch.split_at_mut(Self::WIDEST);
        let (_, scratch) = scratch.split_at_mut(Self::WIDEST);
        let (tape1, tape) = tape
            .split_at_mut(
                <sinew::__private::Dense<
                    T,
                    2,
                    4,
                    sinew::__private::Relu,
                > as sinew::__private::Layer<T>>::TAPE,
            );
        sinew::__private::Layer::backward_logits::<
            V,
            VECTORS,
        >(
            &self.layer2,
            &tape1[..4],
            &mut tape[..1],
            ::core::option::Option::Some(&mut a[..4]),
            &mut grads.layer2,
            scratch,
        );
        sinew::__private::Layer::backward::<
            V,
            VECTORS,
        >(
            &self.layer1,
            input,
            tape1,
            &mut a[..4],
            ::core::option::Option::None,
            &mut grads.layer1,
            scratch,
        );
    }
}
sinew::__private::heap!(Recovered, "Recovered");
#[automatically_derived]
impl Recovered<f32> {
    /// How many numbers are trained.
    pub const PARAMETERS: usize = <Self as sinew::__private::Network>::PARAMETERS;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Network>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for Recovered<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "Recovered",
            <Self as sinew::__private::Network>::LAYERS,
        )
    }
}
