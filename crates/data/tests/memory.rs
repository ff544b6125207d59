//! How much memory reading takes, by an allocator that remembers the most that was ever held.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::idx;
use sinew_data::csv::Csv;

mod bytes;

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

/// The same bytes, again and again.
struct Cycle<'a>(&'a [u8], usize);

impl Read for Cycle<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let part = &self.0[self.1..];
        let len = part.len().min(bytes.len());
        bytes[..len].copy_from_slice(&part[..len]);
        self.1 = (self.1 + len) % self.0.len();
        Ok(len)
    }
}

/// The result of `work`, and how many bytes it held at most.
fn measured<V>(work: impl FnOnce() -> V) -> (V, usize) {
    let before = HELD.load(Ordering::SeqCst);
    MOST.store(before, Ordering::SeqCst);
    let value = work();
    (value, MOST.load(Ordering::SeqCst) - before)
}

// One test, since all threads share the allocator.
#[test]
fn reading_takes_no_more_memory_than_a_sample_or_than_the_file_has() {
    let table = Cycle(b"1,2.5,cat\n3,-4e1,dog\n", 0).take(21 << 18);
    let csv = Csv::inputs([0, 1]).label(2, ["cat", "dog"]).header(false);
    let (samples, most) = measured(|| csv.samples::<f32>(table).unwrap().map_while(Result::ok).count());
    assert_eq!(samples, 2 << 18);
    assert!(most < 100_000, "a table of 5 MiB took {most} bytes");

    let header = idx(8, &[1 << 14, 28, 28], &[]);
    let images = (&header[..]).chain(io::repeat(7).take(784 << 14));
    let samples = || sinew_data::idx::samples::<[[f32; 28]; 28]>(images).unwrap().map_while(Result::ok).count();
    let (samples, most) = measured(samples);
    assert_eq!(samples, 1 << 14);
    assert!(most < 100_000, "images of 12 MiB took {most} bytes");

    let claim = idx(8, &[1 << 20, 28, 28], &[0; 100]);
    let (error, most) = measured(|| sinew_data::idx::read::<[[f32; 28]; 28]>(&claim[..]).is_err());
    assert!(error && most < 100_000, "a header of 16 bytes took {most} bytes");

    let array = "{'descr': '|u1', 'fortran_order': True, 'shape': (4000000, 1000), }";
    let claim = bytes::npy(array, &[0; 100]);
    let (error, most) = measured(|| sinew_data::npy::read::<[f32; 1000]>(&claim[..]).is_err());
    assert!(error && most < 200_000, "a header of 80 bytes took {most} bytes");
}
