//! What only the compiler can check.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::chain::Chain;
use super::types::Types;
use crate::checked::Assertion;
use crate::diagnostics::SpanRange;

impl Chain<'_> {
    /// What only the compiler can check.
    pub fn assertions(&self) -> TokenStream {
        let assertions = self.origins.assertions.iter().map(|assertion| self.assertion(assertion));
        quote_spanned!(Span::mixed_site()=> #(const _: () = #assertions;)*)
    }

    fn assertion(&self, assertion: &Assertion) -> TokenStream {
        let Self { types, .. } = self;
        let Types { private, .. } = types;
        match assertion {
            Assertion::Width(path) => quote_spanned!(SpanRange::from(path).end=> (#private::is_width::<{ #path }>)()),
            Assertion::Takes { path, inputs } => {
                let stage = types.proven_layer(path, &quote_spanned!(Span::mixed_site()=> f32));
                let inputs = types.argument(inputs);
                call(SpanRange::from(path), &quote_spanned!(Span::mixed_site()=> #private::takes::<#stage, #inputs>))
            }
            Assertion::SameLength { function, found, expected, place } => {
                let function = Ident::new(function, Span::mixed_site());
                let [found, expected] = [found, expected].map(|extent| types.argument(extent));
                call(*place, &quote_spanned!(Span::mixed_site()=> #private::#function::<#found, #expected>))
            }
        }
    }
}

/// A call of a function of ours that fails at this place.
fn call(SpanRange { start, end }: SpanRange, function: &TokenStream) -> TokenStream {
    let function = quote_spanned!(start=> (#function));
    quote_spanned!(end=> #function())
}
