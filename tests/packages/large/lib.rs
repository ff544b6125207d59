//! Networks that are larger than the stack, in themselves or in what flows through them, on a
//! thread of 2 MiB. This package is compiled without optimization, like a user's debug build.

#![allow(clippy::float_cmp)] // exact numbers are what these tests are about
#![allow(clippy::large_stack_arrays)] // the constant table of a network's layers, which is on no stack

#[cfg(test)]
mod tests {
    use sinew::data::Checked;
    use sinew::layers::{AsNetwork, Layer, LayerContext, LayerInfo};
    use sinew::prelude::*;
    use sinew::tensors::{Initializer, Rng, Sample, Vector, parameters};

    const STACK: usize = 2 << 20;

    /// Runs `work` on a thread with that stack.
    fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
        std::thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread").join().expect("no overflow");
    }

    network! {
        struct Large = 3000 => 8000 relu => 2000 relu => 10 softmax;
    }

    #[test]
    fn a_network_of_160_mb_fits_a_stack_of_2_mb() {
        on_a_small_stack(|| {
            let mut net = Large::seeded(1);
            let copy = net.clone();
            let data = Dataset::new(vec![[0.5; 3000]; 2], vec![3, 4]).expect("finite samples");
            Trainer::new(CrossEntropy, Sgd::new(0.01))
                .epochs(2)
                .batch_size(2)
                .fit(&mut net, &data)
                .expect("valid samples");
            assert_ne!(net, copy);
        });
    }

    const PIXELS: usize = 64 * 96 * 96;

    parameters! {
        /// Doubles each number.
        struct Double<T, const N: usize> {
            nothing: [T; 0],
        }
    }

    impl<T: Number, const N: usize> Layer for Double<T, N> {
        type Number = T;
        type Activation = sinew::activations::Identity;
        const INFO: LayerInfo = LayerInfo::new("double", &[N], &[N]);

        fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}

        fn forward<V: Vector<Element = T>>(&self, x: &[V], z: &mut [V], _: LayerContext<'_, V>) {
            z.iter_mut().zip(x).for_each(|(z, &x)| *z = x + x);
        }

        fn backward<V: Vector<Element = T>>(
            &self,
            _: &[V],
            dz: &[V],
            dx: Option<&mut [V]>,
            _: &mut Self,
            _: LayerContext<'_, V>,
        ) {
            dx.into_iter().flatten().zip(dz).for_each(|(dx, &dz)| *dx = dz + dz);
        }
    }

    network! {
        /// 2.3 MB flow from the first layer to the second.
        struct Plain = 3x96x96
            => conv(32, 3x3, padding = same) relu => conv(32, 3x3, padding = same) relu
            => maxpool(2x2) => globalavgpool => 10 softmax;

        /// The same by small kernels, in layers of every kind that holds others.
        struct Branches = 3x96x96
            => conv(64, 1x1) relu => batchnorm
            => residual(conv(64, 1x1, groups = 64) relu => upsample(2) => avgpool(2x2)) relu
            => concat(conv(8, 1x1) | conv(56, 1x1, groups = 8) => groupnorm(4)) => dropout(0.1)
            => globalavgpool => 10 softmax;

        struct Body = 3x96x96 => conv(64, 1x1) relu => maxpool(2x2);
        struct Inside = 3x96x96 => Body => globalavgpool => 10 softmax;

        struct Custom = 3x96x96 => conv(64, 1x1) relu => flatten => Double<PIXELS> => reshape(64x96x96)
            => globalavgpool => 10 softmax;
    }

    fn all_ways_to_run<N>(net: &mut N)
    where
        N: Gradients<CrossEntropy, usize, Number = f32, Input: Checked, Output = [f32; 10]> + AsNetwork<Network = N>,
    {
        let mut inputs = vec![<N::Input as Sample<f32>>::filled(0.5); 2];
        inputs.iter_mut().flat_map(Sample::as_flat_mut).enumerate().for_each(|(i, x)| *x = (i % 7) as f32);
        let mut batch = [[0.0; 10]; 2];
        net.predict_batch(&inputs, &mut batch);
        let (mut output, mut scratch) = ([0.0; 10], vec![0.0; N::SCRATCH]);
        for (input, expected) in inputs.iter().zip(&batch) {
            net.predict_into(input, &mut output, &mut scratch);
            assert!(output.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-4));
            assert!(net.predict(input) == output && *net.predict_boxed(input) == output);
        }
        let labels = vec![1, 2];
        let (mut grads, mut workspace) = (N::zeros(), Workspace::new());
        for samples in [0..1, 0..2] {
            let (inputs, labels) = (&inputs[samples.clone()], &labels[samples]);
            net.gradients(inputs, labels, &CrossEntropy, &mut grads, &mut workspace).expect("valid samples");
            net.evaluate(inputs, labels, &CrossEntropy, &mut workspace).expect("valid samples");
            let mut dx = inputs.to_vec();
            net.input_gradients(inputs, labels, &CrossEntropy, &mut dx, &mut workspace).expect("valid samples");
        }
        let data = Dataset::new(inputs, labels).expect("finite samples");
        let mut trainer = Trainer::new(CrossEntropy, Adam::new(0.001)).epochs(1).batch_size(2).validation(&data);
        trainer.fit(net, &data).expect("valid samples");
    }

    #[test]
    fn what_flows_between_layers_needs_no_stack() {
        on_a_small_stack(|| {
            all_ways_to_run(&mut *Plain::seeded(1));
            all_ways_to_run(&mut *Branches::seeded(1));
            all_ways_to_run(&mut *Inside::seeded(1));
            all_ways_to_run(&mut *Custom::seeded(1));
        });
    }

    network! {
        struct Photo = 3x224x224 => conv(64, 3x3) relu => globalavgpool => 10 softmax;
        struct Wide = 10 => 3000000 relu => 1;
        struct WideOutput = 10 => 3000000 relu;
    }

    #[test]
    fn wide_layers_and_outputs_predict_and_train() {
        on_a_small_stack(|| {
            let photo = <[[[f32; 224]; 224]; 3]>::boxed_zeros();
            assert!(Photo::seeded(1).predict(&photo)[0].is_finite());
            let mut net = Wide::zeros();
            let (mut grads, mut workspace) = (Wide::zeros(), Workspace::new());
            assert_eq!(net.predict(&[1.0; 10])[0].to_bits(), 0);
            net.gradients(&[[1.0; 10]], &[[1.0]], &MeanSquaredError, &mut grads, &mut workspace).expect("a sample");
            workspace.step(&mut Sgd::new(0.1), &mut net, &grads);
            assert!(net.predict(&[1.0; 10])[0] > 0.1);
            let (net, mut output) = (WideOutput::zeros(), <[f32; 3_000_000]>::boxed_zeros());
            net.predict_into(&[1.0; 10], &mut output, &mut []);
            assert!(*net.predict_boxed(&[1.0; 10]) == *output);
        });
    }

    network! {
        struct Residuals = 8 => (residual(8 relu)) * 200 => 2 softmax;
        struct Concats = 8 => (concat(4 relu | 4 tanh)) * 200 => 2 softmax;
        struct Blocks = 2x4x4
            => (residual(conv(2, 3x3, padding = same, bias = false) => batchnorm relu) relu) * 200
            => globalavgpool => 2 softmax;
        struct Deep = 8 => (residual(residual(residual(residual(residual(residual(8 relu))))))) * 50 => 2 softmax;
    }

    fn train_deep<N>(net: &mut N)
    where
        N: Gradients<CrossEntropy, usize, Number = f32, Input: Checked, Output = [f32; 2]> + AsNetwork<Network = N>,
    {
        let inputs = vec![<N::Input as Sample<f32>>::filled(0.01); 4];
        let mut batch = [[0.0; 2]; 4];
        net.predict_batch(&inputs, &mut batch);
        let _ = net.predict(&inputs[0]);
        let data = Dataset::new(inputs, vec![0, 1, 0, 1]).expect("finite samples");
        let mut trainer = Trainer::new(CrossEntropy, Sgd::new(1e-9)).epochs(2).batch_size(4).clip_norm(1e-3);
        trainer.fit(net, &data).expect("finite numbers");
    }

    #[test]
    fn two_hundred_branches_fit_a_stack_of_2_mb() {
        on_a_small_stack(|| {
            train_deep(&mut *Residuals::zeros());
            train_deep(&mut *Concats::seeded(1));
            train_deep(&mut *Blocks::seeded(1));
            train_deep(&mut *Deep::zeros());
        });
    }
}
