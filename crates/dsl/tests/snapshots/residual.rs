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
impl<T: sinew::__private::Number> sinew::__private::Chain for ResNet_block1_branch<T> {
    type Number = T;
    type Activation = sinew::__private::Identity;
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
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
        walk.layer(&self.layer3);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain
for ResNet_block1_branch<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(&mut self.layer1, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer2, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer3, initializer, rng);
    }
    fn initialize_statistics(statistics: &mut &mut [T]) {
        <sinew::__private::BatchNorm<
            T,
            sinew::__private::Image<4, 8, 8>,
            4,
            sinew::__private::Relu,
        > as sinew::__private::Trainable>::initialize_statistics(statistics);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
        walk.layer(&self.layer3);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer3);
        walk.layer(&self.layer2);
        walk.layer(&self.layer1);
    }
}
sinew::__private::stage!(ResNet_block1_branch);
#[allow(unused_imports)]
const _: () = {
    use sinew::__private::Sliding as _;
    use sinew::__private::Sliding as _;
    use sinew::__private::Sliding as _;
    use sinew::__private::Sliding as _;
};
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
impl<T: sinew::__private::Number> sinew::__private::Chain for ResNet_down_branch<T> {
    type Number = T;
    type Activation = sinew::__private::Identity;
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
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain
for ResNet_down_branch<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(&mut self.layer1, initializer, rng);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
    }
}
sinew::__private::stage!(ResNet_down_branch);
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
        ResNet_block1_branch<T>,
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
impl<T: sinew::__private::Number> sinew::__private::Chain for ResNet_layers<T> {
    type Number = T;
    type Activation = sinew::__private::Softmax;
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
                ResNet_block1_branch<T>,
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
    #[inline(always)]
    fn compute<W: sinew::__private::PredictWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
        walk.layer(&self.block1);
        walk.layer(&self.block2);
        walk.layer(&self.down);
        walk.layer(&self.layer6);
        walk.layer(&self.layer7);
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::TrainableChain for ResNet_layers<T> {
    fn initialize(
        &mut self,
        initializer: ::core::option::Option<sinew::__private::Initializer>,
        rng: &mut sinew::__private::Rng,
    ) {
        sinew::__private::Trainable::initialize(
            &mut self.layer1,
            ::core::option::Option::Some(sinew::__private::Initializer::HeNormal),
            rng,
        );
        sinew::__private::Trainable::initialize(&mut self.layer2, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.block1, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.block2, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.down, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer6, initializer, rng);
        sinew::__private::Trainable::initialize(&mut self.layer7, initializer, rng);
    }
    fn initialize_statistics(statistics: &mut &mut [T]) {
        <sinew::__private::BatchNorm<
            T,
            sinew::__private::Image<4, 8, 8>,
            4,
            sinew::__private::Relu,
        > as sinew::__private::Trainable>::initialize_statistics(statistics);
        <sinew::__private::Residual<
            ResNet_block1_branch<T>,
            sinew::__private::Skip<T, 256>,
            sinew::__private::Relu,
        > as sinew::__private::Trainable>::initialize_statistics(statistics);
        <sinew::__private::Residual<
            ResNet_block1_branch<T>,
            sinew::__private::Skip<T, 256>,
            sinew::__private::Relu,
        > as sinew::__private::Trainable>::initialize_statistics(statistics);
    }
    #[inline(always)]
    fn forward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer1);
        walk.layer(&self.layer2);
        walk.layer(&self.block1);
        walk.layer(&self.block2);
        walk.layer(&self.down);
        walk.layer(&self.layer6);
        walk.layer(&self.layer7);
    }
    #[inline(always)]
    fn backward<W: sinew::__private::TrainWalk<T>>(&self, walk: &mut W) {
        walk.layer(&self.layer7);
        walk.layer(&self.layer6);
        walk.layer(&self.down);
        walk.layer(&self.block2);
        walk.layer(&self.block1);
        walk.layer(&self.layer2);
        walk.layer(&self.layer1);
    }
}
sinew::__private::stage!(ResNet_layers);
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
    pub statistics: [T; <ResNet_layers<f32> as sinew::__private::Stage>::INFO
        .statistics],
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
impl<T: sinew::__private::Number> sinew::__private::Predict for ResNet<T> {
    type Number = T;
    type Input = [[[T; 8]; 8]; 1];
    type Output = [T; 10];
    type Activation = sinew::__private::Softmax;
    type Scratch = [T; <ResNet_layers<f32> as sinew::__private::Stage>::INFO
        .predict_scratch];
    type Stage = ResNet_layers<T>;
    fn stage(&self) -> &ResNet_layers<T> {
        &self.layers
    }
    fn statistics(&self) -> &[T] {
        &self.statistics
    }
}
#[automatically_derived]
impl<T: sinew::__private::Number> sinew::__private::Network for ResNet<T> {
    fn stage_mut(&mut self) -> &mut ResNet_layers<T> {
        &mut self.layers
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
    /// How many numbers of scratch memory a prediction works in.
    pub const SCRATCH: usize = <Self as sinew::__private::Predict>::SCRATCH;
    /// What is known of each layer, in the order in which they run.
    pub const LAYERS: &'static [sinew::__private::LayerInfo] = <Self as sinew::__private::Predict>::LAYERS;
}
#[automatically_derived]
impl<T: sinew::__private::Number> ::core::fmt::Display for ResNet<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        sinew::__private::write_table(
            f,
            "ResNet",
            <Self as sinew::__private::Predict>::LAYERS,
        )
    }
}
