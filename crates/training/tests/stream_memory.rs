//! How much memory training on a stream takes, by an allocator that remembers the most that was
//! ever held.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use sinew::data::Stream;
use sinew::prelude::*;

struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is passed to the system's allocator; besides that, only two numbers change.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Ordering::SeqCst) + layout.size();
        MOST.fetch_max(held, Ordering::SeqCst);
        // SAFETY: as the caller guarantees.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::SeqCst);
        // SAFETY: as the caller guarantees.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

network! {
    struct Mean = 64 => 1;
}

#[test]
fn a_stream_of_fifty_megabytes_is_trained_on_in_one() {
    const SAMPLES: usize = 200_000;
    let stream = Stream::from_samples(|| (0..SAMPLES).map(|i| ([i as f32 / SAMPLES as f32; 64], [i as f32])));
    let (samples, steps) =
        (1000 * size_of::<(usize, [f32; 64], [f32; 1])>(), 4 * 32 * size_of::<([f32; 64], [f32; 1])>());
    for shuffle in [false, true] {
        let before = HELD.load(Ordering::SeqCst);
        MOST.store(before, Ordering::SeqCst);
        let mut trainer = Trainer::new(MeanSquaredError, Sgd::new(1e-12)).epochs(1).shuffle(shuffle);
        let history = trainer.fit(&mut Mean::seeded(1), &stream.clone().shuffle_buffer(1000)).expect("finite");
        let most = MOST.load(Ordering::SeqCst) - before;
        assert_eq!(history.epochs[0].samples, SAMPLES);
        // A vector may be twice as large as what it holds, and is copied when it grows.
        let bound = 3 * (if shuffle { samples } else { 0 } + steps) + 100_000;
        assert!(most < bound, "{most} bytes, of {bound}, shuffled: {shuffle}");
    }
}
