//! Laws of the language, which property tests and the fuzz target share: they hold for every
//! network, and for whatever is none.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;

/// Checks that every error points at tokens of the user's: not at the crate before them, nor after
/// them.
#[track_caller]
pub fn assert_points_inside(source: &TokenStream) {
    let user: Vec<Span> = source.clone().into_iter().map(|token| token.span()).collect();
    let [Some(first), Some(last)] = [user.first(), user.last()] else { return };
    for span in places(compiled(source)).into_iter().flatten() {
        assert!(span.source_text().is_some(), "an error of {source} points nowhere");
        assert!(span.start() >= first.start(), "an error of {source} points before it");
        assert!(span.end() <= last.end(), "an error of {source} points behind it");
    }
}

/// Checks that the expansion is Rust, whatever mistakes it names.
#[track_caller]
pub fn assert_is_rust(source: &TokenStream) {
    let expansion = compiled(source);
    assert!(syn::parse2::<syn::File>(quote!(fn main() { #expansion })).is_ok(), "{source} becomes {expansion}");
}

/// Checks that a source four times as long takes about four times the work, and not sixteen times.
///
/// Work is counted in bytes that are allocated, for no clock is the same on every machine.
#[track_caller]
pub fn assert_linear(source: &TokenStream) {
    let defines = source.to_string().ends_with(';');
    let input = if defines { quote!() } else { quote!(2 =>) };
    for separator in [quote!(), quote!(=>)] {
        let [short, long] = [1, 4].map(|copies| {
            let more = vec![source; copies - 1];
            let source = quote!(#input #source #(#separator #more)*);
            allocated(|| drop(compiled(&source)))
        });
        assert!(long < 8 * short + FEW_BYTES, "{source} is {short} bytes of work, and four times that is {long}");
    }
}

/// This many bytes may be more than four times as many for another reason, such as the width of
/// what comes before.
const FEW_BYTES: usize = 1 << 17;

fn compiled(source: &TokenStream) -> TokenStream {
    sinew_dsl::network(quote!(sinew #source))
}

/// Where each `compile_error!` of an expansion begins and ends.
fn places(expansion: TokenStream) -> Vec<[Span; 2]> {
    let tokens: Vec<TokenTree> = expansion.into_iter().collect();
    let mut places = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "compile_error" => places.push([word.span(), tokens[index + 2].span()]),
            TokenTree::Group(group) => places.extend(self::places(group.stream())),
            _ => {}
        }
    }
    places
}

/// The system's allocator, counting the bytes of each thread.
struct Counting;

thread_local! {
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        BYTES.set(BYTES.get() + layout.size());
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

/// How many bytes `work` allocates.
fn allocated(work: impl FnOnce()) -> usize {
    let before = BYTES.get();
    work();
    BYTES.get() - before
}
