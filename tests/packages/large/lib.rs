//! A network of 160 MB is on the heap and nowhere else. This package is compiled without
//! optimization, like a user's debug build.

#[cfg(test)]
mod tests {
    use sinew::prelude::*;

    network! {
        struct Large = 3000 => 8000 relu => 2000 relu => 10 softmax;
    }

    const STACK: usize = 2 << 20;

    #[test]
    fn a_network_of_160_mb_fits_a_stack_of_2_mb() {
        let large = || {
            let mut net = Large::seeded(1);
            let copy = net.clone();
            let data = Dataset::new(vec![[0.5; 3000]; 2], vec![3, 4]).expect("finite samples");
            Trainer::new(CrossEntropy, Sgd::new(0.01))
                .epochs(2)
                .batch_size(2)
                .fit(&mut net, &data)
                .expect("valid samples");
            assert_ne!(net, copy);
        };
        std::thread::Builder::new().stack_size(STACK).spawn(large).expect("a thread").join().expect("no overflow");
    }
}
