//! The kernels as hidden methods of every vector type.
//!
//! Those of this crate's vectors of `f32` are compiled here, in functions without type parameters.
//! So a program's build does not grow with its layers, and its debug build can have optimized
//! kernels. What a trait has by default is compiled where it is used: the kernels of `f64`, unless
//! the feature `f64` is on, and those of vectors made elsewhere.

use crate::Vector;

/// The number in each lane.
pub(crate) type Element<V> = <V as Vector>::Element;

/// The methods, for the trait's default bodies and for the vector types whose kernels are compiled
/// here.
macro_rules! kernels {
    ($how:tt) => {
        $crate::kernels::kernels! {
            @$how
            tile_gather(samples: &[&[Element<Self>]], tile: &mut [Self], width: usize, column: usize)
                = $crate::tile::gather_kernel;
            dense_forward(
                w: &[Element<Self>],
                b: &[Element<Self>],
                x: &[Self],
                z: &mut [Self],
                inputs: usize,
                width: usize
            ) = $crate::dense::forward_kernel;
            dense_input_gradient(
                w: &[Element<Self>],
                dz: &[Self],
                dx: &mut [Self],
                inputs: usize,
                width: usize
            ) = $crate::dense::input_gradient_kernel;
            dense_weight_gradient(
                x: &[Self],
                dz: &[Self],
                dw: &mut [Element<Self>],
                reduction: $crate::Reduction,
                scratch: &mut [Self],
                inputs: usize,
                width: usize
            ) = $crate::dense::weight_gradient_kernel;
            dense_forward_one(
                w: &[Element<Self>],
                b: &[Element<Self>],
                x: &[Element<Self>],
                y: &mut [Element<Self>]
            ) = $crate::dense::forward_one_kernel::<Self>;
            correlate(pass: &$crate::conv::correlation::Correlation, w: &[Element<Self>], b: &[Element<Self>], x: &[Self], z: &mut [Self])
                = $crate::conv::correlation::kernel;
            conv_weight_gradient(sizes: &$crate::conv::correlation::Sizes, x: &[Self], dz: &[Self], dw: &mut [Element<Self>], width: usize)
                = $crate::conv::weight_gradient::kernel;
            conv_bias_gradient(dz: &[Self], db: &mut [Element<Self>], channel: usize) = $crate::conv::bias_gradient_kernel;
            conv_forward_one(
                sizes: &$crate::conv::correlation::Sizes,
                w: &[Element<Self>],
                b: &[Element<Self>],
                x: &[Element<Self>],
                z: &mut [Element<Self>],
                scratch: &mut [Element<Self>]
            ) = $crate::conv::one::kernel::<Self>;
            max_pool_forward(pool: &$crate::pool::Pool, x: &[Self], y: &mut [Self], width: usize) = $crate::pool::max_forward_kernel;
            max_pool_backward(
                pool: &$crate::pool::Pool,
                x: &[Self],
                y: &[Self],
                dy: &[Self],
                dx: &mut [Self],
                width: usize
            ) = $crate::pool::max_backward_kernel;
            max_pool_forward_one(
                pool: &$crate::pool::Pool,
                x: &[Element<Self>],
                y: &mut [Element<Self>],
                scratch: &mut [Element<Self>]
            ) = $crate::pool::one::kernel::<Self, $crate::pool::one::Maximum>;
            average_pool_forward_one(
                pool: &$crate::pool::Pool,
                x: &[Element<Self>],
                y: &mut [Element<Self>],
                scratch: &mut [Element<Self>]
            ) = $crate::pool::one::kernel::<Self, $crate::pool::one::Mean>;
            global_average_forward_one(x: &[Element<Self>], y: &mut [Element<Self>])
                = $crate::pool::one::global_average_kernel::<Self>;
            average_pool_forward(pool: &$crate::pool::Pool, x: &[Self], y: &mut [Self], width: usize)
                = $crate::pool::average_forward_kernel;
            average_pool_backward(pool: &$crate::pool::Pool, dy: &[Self], dx: &mut [Self], width: usize)
                = $crate::pool::average_backward_kernel;
            global_average_forward(x: &[Self], y: &mut [Self], width: usize) = $crate::pool::global_average_forward_kernel;
            global_average_backward(dy: &[Self], dx: &mut [Self], width: usize) = $crate::pool::global_average_backward_kernel;
            upsample_forward(input: [usize; 3], factors: [usize; 2], x: &[Self], y: &mut [Self], width: usize)
                = $crate::upsample::forward_kernel;
            upsample_backward(input: [usize; 3], factors: [usize; 2], dy: &[Self], dx: &mut [Self], width: usize)
                = $crate::upsample::backward_kernel;
            pool_rescale(pool: &$crate::pool::Pool, counted: [[usize; 2]; 2], y: &mut [Self], width: usize)
                = $crate::pool::rescale_kernel;
            resize_forward(resize: &$crate::resize::Resize, x: &[Self], y: &mut [Self], width: usize)
                = $crate::resize::forward_kernel;
            resize_backward(resize: &$crate::resize::Resize, dy: &[Self], dx: &mut [Self], width: usize)
                = $crate::resize::backward_kernel;
            group_norm_forward(
                epsilon: f64,
                affine: $crate::norm::Affine<'_, Element<Self>>,
                x: &[Self],
                y: &mut [Self],
                statistics: &mut [Self],
                width: usize
            ) = $crate::norm::group_forward_kernel;
            group_norm_backward(
                gamma: &[Element<Self>],
                inputs: [&[Self]; 3],
                dx: &mut [Self],
                grads: [&mut [Element<Self>]; 2],
                width: usize
            ) = $crate::norm::group_backward_kernel;
            batch_norm_sums(batch: &$crate::norm::Batch, x: &[Self], sums: &mut [Element<Self>], width: usize)
                = $crate::norm::batch_sums_kernel;
            batch_norm_squares(
                batch: &$crate::norm::Batch,
                mean: &[Element<Self>],
                x: &[Self],
                sums: &mut [Element<Self>],
                width: usize
            ) = $crate::norm::batch_squares_kernel;
            batch_norm_normalize(
                batch: &$crate::norm::Batch,
                moments: $crate::norm::Moments<'_, Element<Self>>,
                affine: $crate::norm::Affine<'_, Element<Self>>,
                x: &[Self],
                y: &mut [Self],
                width: usize
            ) = $crate::norm::batch_normalize_kernel;
            batch_norm_gradient(
                batch: &$crate::norm::Batch,
                moments: $crate::norm::Moments<'_, Element<Self>>,
                x: &[Self],
                dy: &[Self],
                grads: [&mut [Element<Self>]; 2],
                width: usize
            ) = $crate::norm::batch_gradient_kernel;
            batch_norm_input_gradient(
                batch: &$crate::norm::Batch,
                moments: $crate::norm::Moments<'_, Element<Self>>,
                gamma: &[Element<Self>],
                means: $crate::norm::Affine<'_, Element<Self>>,
                inputs: [&[Self]; 2],
                dx: &mut [Self],
                width: usize
            ) = $crate::norm::batch_input_gradient_kernel;
        }
    };

    // Methods that call the kernel as a function that may use the vector's instructions, with its
    // arguments in a closure.
    (@call $($name:ident($($argument:ident: $type:ty),*) = $kernel:path;)*) => {$(
        #[inline(never)]
        fn $name($($argument: $type),*)
        where
            Self: $crate::Vector,
        {
            <Self as $crate::Vector>::call(
                #[inline(always)]
                || $kernel($($argument),*),
            );
        }
    )*};

    // Methods that call the vector type's own function of the same name, which the rules below
    // write: it may use the instructions.
    (@own $($name:ident($($argument:ident: $type:ty),*) = $kernel:path;)*) => {$(
        #[inline(never)]
        #[allow(unused_unsafe)] // in WebAssembly, where a module has the instructions throughout
        fn $name($($argument: $type),*) {
            // SAFETY: to name a vector type proves that the machine has its instructions.
            unsafe { Self::$name($($argument),*) }
        }
    )*};
    (@$features:tt $($name:ident($($argument:ident: $type:ty),*) = $kernel:path;)*) => {
        $($crate::kernels::kernels! { $features $name($($argument: $type),*) = $kernel })*
    };
    ([$($feature:tt)*] $name:ident($($argument:ident: $type:ty),*) = $kernel:path) => {
        $(#[target_feature(enable = $feature)])*
        fn $name($($argument: $type),*) {
            $kernel($($argument),*);
        }
    };
}
pub(crate) use kernels;

/// What the functions of [`dense`](crate::dense), [`conv`](crate::conv) and the other modules run.
///
/// An empty `impl` has them all.
#[allow(missing_docs, clippy::too_many_arguments)] // they are those of the functions
pub trait Kernels: Sized {
    kernels!(call);
}

/// Has the kernels of a vector type compiled here, those of `f64` if the feature is on.
///
/// With its instruction set's features, they are functions of the vector type first, whose
/// arguments travel in registers.
macro_rules! compile_kernels {
    (f32 $vector:ty) => {
        impl $crate::kernels::Kernels for $vector {
            $crate::kernels::kernels!(call);
        }
    };
    (f32 $vector:ty, $features:tt) => {
        const _: () = {
            use $crate::kernels::Element;

            impl $vector {
                $crate::kernels::kernels!($features);
            }
            impl $crate::kernels::Kernels for $vector {
                $crate::kernels::kernels!(own);
            }
        };
    };
    (f64 $vector:ty $(, $features:tt)?) => {
        #[cfg(feature = "f64")]
        $crate::kernels::compile_kernels!(f32 $vector $(, $features)?);
        #[cfg(not(feature = "f64"))]
        impl $crate::kernels::Kernels for $vector {}
    };
}
pub(crate) use compile_kernels;
