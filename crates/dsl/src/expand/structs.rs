//! The structs: plain data, a field for each layer.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::chain::{Chain, layers};
use super::field::Field;
use super::tokens::{ident, unraw};
use super::types::Types;
use crate::checked::Origins;
use crate::docs;
use crate::model::{self, Kind};

impl Chain<'_> {
    /// The struct of a chain.
    pub fn structure(&self) -> TokenStream {
        let Origins { attributes, visibility, .. } = &self.checked.origins;
        let Self { name, .. } = self;
        let outside = if self.is_root {
            let documentation = docs::network(&self.checked.network, &self.checked.origins);
            let attributes = &attributes.on_struct;
            quote_spanned!(Span::mixed_site()=> #attributes #(#[doc = #documentation])*)
        } else {
            let documentation =
                format!(" Layers of `{}`.", unraw(&ident(&self.checked.network.name, Span::mixed_site())));
            let attributes = &attributes.elsewhere;
            quote_spanned! {Span::mixed_site()=>
                #attributes #[doc = #documentation] #[doc(hidden)] #[allow(non_camel_case_types)]
            }
        };
        let derives = self.derives();
        let bound = self.bound();
        let fields = self.fields().map(|field| self.field(field));
        quote_spanned! {Span::mixed_site()=>
            #outside
            #derives
            #[repr(C)]
            #visibility struct #name<T #bound = f32> {
                #(#fields)*
            }
        }
    }

    fn field(&self, field: &Field) -> TokenStream {
        let Field { name, layer, origins } = field;
        let documentation = docs::field(layer, origins);
        let layer = self.types.layer(field);
        quote_spanned!(Span::mixed_site()=> #[doc = #documentation] pub #name: #layer,)
    }

    /// A path has a stage only for numbers.
    fn bound(&self) -> Option<TokenStream> {
        let Self { types: Types { private, .. }, .. } = self;
        has_paths(self.model).then(|| quote_spanned!(Span::mixed_site()=> : #private::Number))
    }

    /// A custom layer need not implement what is derived, and a layer of layers does so only if
    /// those do.
    fn derives(&self) -> Option<TokenStream> {
        let derives = || quote_spanned!(Span::mixed_site()=> #[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]);
        self.is_builtin().then(derives)
    }

    /// In place of what is not derived: chains are equal if their numbers are, and print those of
    /// each layer.
    pub fn formats(&self) -> TokenStream {
        if self.is_builtin() {
            return TokenStream::new();
        }
        let Self { types: Types { private, .. }, .. } = self;
        let fields = self.fields().map(|Field { name, .. }| {
            (unraw(name), quote_spanned!(Span::mixed_site()=> &#private::Parameters::<T>::parameters(&self.#name)))
        });
        let numbers = |chain| quote_spanned!(Span::mixed_site()=> #private::Parameters::<T>::parameters(#chain));
        let [own, others] = [quote_spanned!(Span::mixed_site()=> self), quote_spanned!(Span::mixed_site()=> other)];
        let [own, others] = [own, others].map(numbers);
        let equal = quote_spanned!(Span::mixed_site()=> #own == #others);
        formats(private, &self.name, fields.collect(), &equal)
    }

    /// The struct of a network that holds statistics after its layers.
    pub fn structure_with_statistics(&self) -> TokenStream {
        let Self { types: Types { private, owner: name, .. }, .. } = self;
        let Origins { attributes, visibility, .. } = &self.checked.origins;
        let documentation = docs::network(&self.checked.network, &self.checked.origins);
        let (layers, bound, derives) = (layers(name), self.bound(), self.derives());
        let attributes = &attributes.on_struct;
        quote_spanned! {Span::mixed_site()=>
            #attributes
            #(#[doc = #documentation])*
            #derives
            #[repr(C)]
            #visibility struct #name<T #bound = f32> {
                /// What is trained; its fields are also those of the network.
                pub layers: #layers<T>,
                /// What is measured in training: the running moments of batch norms.
                pub statistics: [T; <#layers<f32> as #private::Stage>::INFO.statistics],
            }
        }
    }

    /// [`formats`](Self::formats) for that struct.
    pub fn formats_with_statistics(&self) -> TokenStream {
        if self.is_builtin() {
            return TokenStream::new();
        }
        let Self { types: Types { private, owner, .. }, .. } = self;
        let fields = ["layers", "statistics"].map(|name| {
            let field = Ident::new(name, Span::mixed_site());
            (name.to_owned(), quote_spanned!(Span::mixed_site()=> &self.#field))
        });
        let equal = quote_spanned! {Span::mixed_site()=>
            self.layers == other.layers && self.statistics == other.statistics
        };
        formats(private, owner, fields.into(), &equal)
    }
}

/// `Debug` with these fields, and `PartialEq`.
fn formats(
    private: &TokenStream,
    name: &Ident,
    fields: Vec<(String, TokenStream)>,
    equal: &TokenStream,
) -> TokenStream {
    let title = unraw(name);
    let (names, values): (Vec<String>, Vec<TokenStream>) = fields.into_iter().unzip();
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl<T: #private::Number> ::core::fmt::Debug for #name<T> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#title) #(.field(#names, #values))* .finish()
            }
        }

        #[automatically_derived]
        impl<T: #private::Number> ::core::cmp::PartialEq for #name<T> {
            fn eq(&self, other: &Self) -> bool {
                #equal
            }
        }
    }
}

/// Whether any layer is a custom one or another network.
fn has_paths(chain: &model::Chain) -> bool {
    chain.layers().any(|layer| match &layer.kind {
        Kind::Custom(_) | Kind::Nested(_) => true,
        kind => kind.branches().any(|(_, branch)| has_paths(branch)),
    })
}
