//! The hot loop allocates nothing.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exact numbers are what these tests are about

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use sinew::prelude::*;

/// The system's allocator, counting the allocations of each thread.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

network! {
    struct Small = 4 => 32 tanh => 16 gelu => 3 softmax;

    /// Like LeNet-5.
    struct Images = 1x12x12
        => conv(4, 3x3) relu => maxpool(2x2)
        => conv(8, 2x2) relu => maxpool(2x2)
        => flatten => 16 relu => 3 softmax;

    struct Residual = 1x8x8
        => conv(4, 3x3, padding = same, bias = false) => batchnorm relu
        => residual(
            conv(8, 3x3, stride = 2, padding = 1, bias = false) => batchnorm relu
            => conv(8, 3x3, padding = same, bias = false) => batchnorm,
            projection = true
        ) relu
        => globalavgpool => dropout(0.25) => 3 softmax;
}

fn steps_allocate_nothing<N: Gradients<CrossEntropy, usize, Number = f32>>(
    net: &mut N,
    inputs: &[N::Input],
    labels: &[usize],
) {
    let mut grads = N::zeros();
    let (mut workspace, mut adam) = (Workspace::new(), Adam::new(0.01));
    let mut step = || {
        net.gradients(inputs, labels, &CrossEntropy, &mut grads, &mut workspace).expect("valid samples");
        workspace.step(&mut adam, net, &grads);
    };
    assert!(allocations(&mut step) > 0, "the allocator counts");
    assert_eq!(allocations(|| (0..20).for_each(|_| step())), 0);
}

#[test]
fn a_step_allocates_nothing_after_the_first() {
    let data = sinew::data::iris();
    steps_allocate_nothing(&mut *Small::seeded(1), data.inputs(), data.targets());
    let labels: Vec<usize> = (0..70).map(|i| i % 3).collect();
    steps_allocate_nothing(&mut *Images::seeded(1), &vec![[[[0.5; 12]; 12]]; 70], &labels);
    steps_allocate_nothing(&mut *Residual::seeded(1), &vec![[[[0.5; 8]; 8]]; 70], &labels);
}

#[test]
fn epochs_allocate_nothing_of_their_own() {
    let data = sinew::data::iris();
    let fit = |epochs| {
        let mut net = Small::seeded(1);
        let mut trainer = Trainer::new(CrossEntropy, AdamW::new(0.01)).epochs(epochs).batch_size(7).validation(&data);
        allocations(|| drop(trainer.fit(&mut net, &data).expect("valid samples")))
    };
    assert_eq!(fit(2), fit(20));
}

#[test]
fn a_prediction_allocates_nothing() {
    let net = Small::seeded(1);
    assert_eq!(allocations(|| assert!(net.predict(&[5.1, 3.5, 1.4, 0.2])[0].is_finite())), 0);
}
