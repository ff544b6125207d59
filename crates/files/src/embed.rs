//! Weights in the program: a file that is checked, and becomes a network, at compile time.

mod header;
mod message;

use core::mem::MaybeUninit;

use sinew_layers::{LayerInfo, Network};
use sinew_tensors::Number;

use crate::element::Element;
use crate::tensors::{Row, check, row};
use header::Entry;
pub use header::entries;
use message::{Message, Path};

/// The network of a safetensors file, embedded in the program and checked at compile time.
///
/// The path is relative to the file that calls the macro, as for [`include_bytes!`]. The type of
/// the network is inferred, or is given: `include_weights!(Digits, "digits.safetensors")`. At run
/// time there is nothing to load, to allocate or to go wrong, so it works without `std`. In a
/// `static`, the network is part of the program; elsewhere, the macro is a copy of it on the stack.
///
/// A file fits by the rules of
/// [`Files::load`](https://docs.rs/sinew-files/latest/sinew_files/trait.Files.html#method.load).
/// One that does not is a compile error that names every tensor at fault. `cargo check` reports it
/// too, except for the form without a type inside a function, which only `cargo build` evaluates.
/// The checksum is not compared. An infinite number or a NaN is a mistake here too. Numbers of the
/// network's own type are copied as they are; others are converted one by one, which takes the
/// compiler about half a minute for each million.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
/// use sinew_files::include_weights;
///
/// network! {
///     struct Xor = 2 => 4 tanh => 1 sigmoid;
/// }
///
/// static XOR: Xor = include_weights!("../tests/data/xor.safetensors");
///
/// for [a, b] in [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]] {
///     let [p] = XOR.predict(&[a, b]);
///     assert_eq!(p > 0.5, a != b);
/// }
/// ```
#[macro_export]
macro_rules! include_weights {
    ($path:expr $(,)?) => {{
        const FILE: &[u8] = ::core::include_bytes!($path);
        #[allow(long_running_const_eval)] // a large network takes as long as it takes
        let network = const { $crate::__private::network::<_, { $crate::__private::entries(FILE) }>($path, FILE) };
        network
    }};
    ($network:ty, $path:expr $(,)?) => {{
        const FILE: &[u8] = ::core::include_bytes!($path);
        #[allow(long_running_const_eval)] // as above
        const NETWORK: $network =
            $crate::__private::network::<$network, { $crate::__private::entries(FILE) }>($path, FILE);
        NETWORK
    }};
}

/// The network of the file called `name`, which has `ENTRIES` tensors.
///
/// # Panics
///
/// If the file does not fit. It is called at compile time.
#[track_caller]
pub const fn network<N: Network, const ENTRIES: usize>(name: &str, file: &[u8]) -> N {
    const { check(N::LAYERS) }
    let mut network = MaybeUninit::uninit();
    let mut filler = Filler::<N, ENTRIES>::new(&mut network, name, file);
    filler.fill(N::LAYERS, None);
    filler.finish();
    // SAFETY: `finish` has made sure that every number was written, and a network consists of
    // numbers.
    unsafe { network.assume_init() }
}

/// Fills a network with the numbers of a file.
struct Filler<'a, N, const ENTRIES: usize> {
    network: &'a mut MaybeUninit<N>,
    /// The numbers of the file.
    data: &'a [u8],
    entries: [Entry<'a>; ENTRIES],
    used: [bool; ENTRIES],
    misfits: Message,
    /// How many parameters have been filled, and how many of the statistics after them.
    parameters: usize,
    statistics: usize,
}

impl<'a, N: Network, const ENTRIES: usize> Filler<'a, N, ENTRIES> {
    const fn new(network: &'a mut MaybeUninit<N>, name: &str, file: &'a [u8]) -> Self {
        let (data, entries) = header::read(file);
        let misfits = Message::new(name);
        Self { network, data, entries, used: [false; ENTRIES], misfits, parameters: 0, statistics: 0 }
    }

    const fn fill(&mut self, layers: &[LayerInfo], parent: Option<&Path<'_>>) {
        let mut i = 0;
        while i < layers.len() {
            let layer = &layers[i];
            let path = Path { parent, name: layer.name };
            if layer.layers.is_empty() {
                let mut index = 0;
                while let Some(row) = row(layer, index) {
                    self.fill_row(&row, &Path { parent: Some(&path), name: row.name });
                    index += 1;
                }
            } else {
                self.fill(layer.layers, Some(&path));
            }
            i += 1;
        }
    }

    const fn fill_row(&mut self, row: &Row, path: &Path<'_>) {
        let len = row.shape.len();
        if len == 0 {
            return;
        }
        let start = if row.is_statistic { N::PARAMETERS + self.statistics } else { self.parameters };
        match self.find(path) {
            None => self.misfits.missing(path, row.shape.extents()),
            Some(entry) => match entry.element {
                _ if !entry.has_shape(row.shape.extents()) => {
                    self.misfits.shape(path, row.shape.extents(), entry.shape());
                }
                None => self.misfits.dtype(path, entry.dtype),
                Some(element) => match self.first_not_finite(element, entry.start, len) {
                    Some(index) => self.misfits.unusable(path, index, "not finite"),
                    None => self.copy(path, element, entry.start, start, len),
                },
            },
        }
        if row.is_statistic {
            self.statistics += len;
        } else {
            self.parameters += len;
        }
    }

    const fn find(&mut self, path: &Path<'_>) -> Option<Entry<'a>> {
        let mut i = 0;
        while i < ENTRIES {
            if path.is(self.entries[i].key) {
                self.used[i] = true;
                return Some(self.entries[i]);
            }
            i += 1;
        }
        None
    }

    /// The first of `len` numbers, from byte `from` of the file's numbers, that is infinite or NaN.
    const fn first_not_finite(&self, element: Element, from: usize, len: usize) -> Option<usize> {
        // Two bytes of each number tell: the compiler interprets this for every number.
        let ([last, before], size) = (element.exponent(), element.size());
        let mut end = from + size - 1;
        while end < from + len * size {
            if self.data[end] & last == last && self.data[end - 1] & before == before {
                return Some((end - from) / size);
            }
            end += size;
        }
        None
    }

    /// Writes `len` numbers, from byte `from` of the file's numbers to number `to` of the network.
    const fn copy(&mut self, path: &Path<'_>, element: Element, from: usize, to: usize, len: usize) {
        let size = size_of::<N::Number>();
        assert!((to + len) * size <= size_of::<N>(), "a network is larger than its table says");
        let (bytes, _) = self.data.split_at(from + len * element.size());
        let is_own = matches!(
            (<N::Number as Number>::NAME.as_bytes(), element),
            (b"f32", Element::F32) | (b"f64", Element::F64)
        );
        let target = self.network.as_mut_ptr();
        if is_own && cfg!(target_endian = "little") {
            // SAFETY: the source is that long, as `split_at` has made sure; so is the target,
            // because a network is a run of numbers and its end was compared above.
            unsafe {
                core::ptr::copy_nonoverlapping(
                    bytes.as_ptr().add(from),
                    target.cast::<u8>().add(to * size),
                    len * size,
                );
            }
            return;
        }
        let is_single = match (<N::Number as Number>::NAME.as_bytes(), size) {
            (b"f32", 4) => true,
            (b"f64", 8) => false,
            _ => panic!("weights in a program are of the type `f32` or `f64`"),
        };
        let mut i = 0;
        while i < len {
            let x = element.read(bytes, from + i * element.size());
            if is_single && !(x as f32).is_finite() {
                return self.misfits.unusable(path, i, "too large for `f32`");
            }
            // SAFETY: the end was compared above; numbers of these names are these numbers, and a
            // network is aligned as its numbers are.
            unsafe {
                if is_single {
                    target.cast::<f32>().add(to + i).write(x as f32);
                } else {
                    target.cast::<f64>().add(to + i).write(x);
                }
            }
            i += 1;
        }
    }

    /// Reports everything that does not fit.
    #[track_caller]
    const fn finish(&mut self) {
        let mut i = 0;
        while i < ENTRIES {
            let entry = &self.entries[i];
            if !self.used[i] && !entry.is_ignored() {
                self.misfits.superfluous(entry.key, entry.shape());
            }
            i += 1;
        }
        self.misfits.report();
        let numbers = size_of::<N>() / size_of::<N::Number>();
        assert!(
            self.parameters == N::PARAMETERS && self.parameters + self.statistics == numbers,
            "a network is not as large as its table says"
        );
    }
}
