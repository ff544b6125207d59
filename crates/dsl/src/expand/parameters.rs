//! The promise that a network is one run of numbers.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::chain::{Chain, layers};
use super::tokens::local;
use super::types::Types;

impl Chain<'_> {
    /// The proof that a network is one run of numbers, and the promise that it is.
    pub fn parameters(&self) -> TokenStream {
        let Self { name, types: Types { private, .. }, .. } = self;
        let fields: Vec<&Ident> = self.fields().map(|field| &field.name).collect();
        let locals: Vec<Ident> = (1..=fields.len()).map(|number| local("field", number)).collect();
        quote_spanned! {Span::mixed_site()=>
            const _: () = {
                const fn is_plain<T: #private::Number, L: #private::Parameters<T>>(_: &L) {}
                const fn all_fields_are_plain<T: #private::Number>(network: &#name<T>) {
                    let #name { #(#fields: #locals),* } = network;
                    #(is_plain::<T, _>(#locals);)*
                }
            };

            // SAFETY: the layout is that of C, and the items above compile only if each field is
            // plain data of `T` and no field is left out. Plain data is a run of `T`, so nothing
            // lies between the fields or after them.
            unsafe impl<T: #private::Number> #private::Parameters<T> for #name<T> {}
        }
    }

    /// The trained run is that of the layers.
    pub fn parameters_with_statistics(&self) -> TokenStream {
        let Self { types: Types { private, owner: name, .. }, .. } = self;
        let layers = layers(name);
        quote_spanned! {Span::mixed_site()=>
            // SAFETY: the layout is that of C; the layers are plain data of `T`, and an array of
            // `T` follows them.
            unsafe impl<T: #private::Number> #private::Parameters<T> for #name<T> {
                const COUNT: usize = <#layers<T> as #private::Parameters<T>>::COUNT;
            }
        }
    }
}
