//! The kernels of images as hidden methods of [`Vector`](crate::Vector): compiled here for the vector types of this crate, not in the
//! program that uses them.

/// The methods, in the trait and, word for word, in the vector types of this crate: what a trait has by default is compiled where it is
/// used.
macro_rules! image_kernels {
    () => {
        $crate::kernels::image_kernels! {
            correlate(pass: &$crate::conv::correlation::Correlation, w: &[Self::Element], b: &[Self::Element], x: &[Self], z: &mut [Self])
                = $crate::conv::correlation::kernel;
            conv_weight_gradient(sizes: &$crate::conv::correlation::Sizes, x: &[Self], dz: &[Self], dw: &mut [Self::Element], width: usize)
                = $crate::conv::weight_gradient::kernel;
            conv_bias_gradient(dz: &[Self], db: &mut [Self::Element], channel: usize) = $crate::conv::bias_gradient_kernel;
            conv_forward_one(
                sizes: &$crate::conv::correlation::Sizes,
                w: &[Self::Element],
                b: &[Self::Element],
                x: &[Self::Element],
                z: &mut [Self::Element],
                scratch: &mut [Self::Element]
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
                x: &[Self::Element],
                y: &mut [Self::Element],
                scratch: &mut [Self::Element]
            ) = $crate::pool::one::kernel::<Self, $crate::pool::one::Maximum>;
            average_pool_forward_one(
                pool: &$crate::pool::Pool,
                x: &[Self::Element],
                y: &mut [Self::Element],
                scratch: &mut [Self::Element]
            ) = $crate::pool::one::kernel::<Self, $crate::pool::one::Mean>;
            global_average_forward_one(x: &[Self::Element], y: &mut [Self::Element])
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
            group_norm_forward(
                epsilon: f64,
                affine: $crate::norm::Affine<'_, Self::Element>,
                x: &[Self],
                y: &mut [Self],
                statistics: &mut [Self],
                width: usize
            ) = $crate::norm::group_forward_kernel;
            group_norm_backward(
                gamma: &[Self::Element],
                inputs: [&[Self]; 3],
                dx: &mut [Self],
                grads: [&mut [Self::Element]; 2],
                width: usize
            ) = $crate::norm::group_backward_kernel;
            batch_norm_sums(batch: &$crate::norm::Batch, x: &[Self], sums: &mut [Self::Element], width: usize)
                = $crate::norm::batch_sums_kernel;
            batch_norm_squares(
                batch: &$crate::norm::Batch,
                mean: &[Self::Element],
                x: &[Self],
                sums: &mut [Self::Element],
                width: usize
            ) = $crate::norm::batch_squares_kernel;
            batch_norm_normalize(
                batch: &$crate::norm::Batch,
                moments: $crate::norm::Moments<'_, Self::Element>,
                affine: $crate::norm::Affine<'_, Self::Element>,
                x: &[Self],
                y: &mut [Self],
                width: usize
            ) = $crate::norm::batch_normalize_kernel;
            batch_norm_gradient(
                batch: &$crate::norm::Batch,
                moments: $crate::norm::Moments<'_, Self::Element>,
                x: &[Self],
                dy: &[Self],
                grads: [&mut [Self::Element]; 2],
                width: usize
            ) = $crate::norm::batch_gradient_kernel;
            batch_norm_input_gradient(
                batch: &$crate::norm::Batch,
                moments: $crate::norm::Moments<'_, Self::Element>,
                gamma: &[Self::Element],
                means: $crate::norm::Affine<'_, Self::Element>,
                inputs: [&[Self]; 2],
                dx: &mut [Self],
                width: usize
            ) = $crate::norm::batch_input_gradient_kernel;
        }
    };
    ($($name:ident($($argument:ident: $type:ty),*) = $kernel:path;)*) => {$(
        #[doc(hidden)]
        fn $name($($argument: $type),*) {
            Self::call(
                #[inline(always)]
                || $kernel($($argument),*),
            );
        }
    )*};
}
pub(crate) use image_kernels;
