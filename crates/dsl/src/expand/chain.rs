//! A struct for each chain of layers, which is plain data.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};

use super::layer::Types;
use super::{local, unraw};
use crate::docs;
use crate::model::{Definition, Layer, Network};

/// A chain of layers and the struct that it becomes.
pub struct Chain<'a> {
    pub types: Types<'a>,
    pub definition: &'a Definition,
    pub network: &'a Network,
    pub name: Ident,
    /// Whether this is the struct that the user named.
    pub is_root: bool,
}

impl<'a> Chain<'a> {
    /// The layers of a network: the struct of its name, unless that has to hold statistics beside them.
    pub fn of(private: &'a TokenStream, definition: &'a Definition) -> Self {
        let Definition { name, network, .. } = definition;
        let is_root = !network.has_statistics();
        let types = Types { private, owner: name.clone() };
        let name = if is_root { name.clone() } else { layers(name) };
        Self { types, definition, network, name, is_root }
    }

    /// The chains inside, the innermost first.
    pub fn branches(&self) -> Vec<Self> {
        let mut branches = Vec::new();
        for layer in self.layers() {
            for (suffix, network) in layer.kind.branches() {
                let name = self.types.branch(layer, &suffix);
                let Self { types: Types { private, .. }, definition, .. } = *self;
                let types = Types { private, owner: name.clone() };
                let branch = Chain { types, definition, network, name, is_root: false };
                branches.extend(branch.branches());
                branches.push(branch);
            }
        }
        branches
    }

    pub fn layers(&self) -> impl Iterator<Item = &'a Layer> + use<'a> {
        self.network.layers()
    }

    /// The struct and what every chain implements.
    pub fn items(&self) -> TokenStream {
        [
            self.structure(),
            self.formats().unwrap_or_default(),
            self.types.assertions(self.network),
            self.types.doc_links(&self.network.doc_links),
            self.parameters(),
            self.stage(),
        ]
        .into_iter()
        .collect()
    }

    fn structure(&self) -> TokenStream {
        let Definition { attributes, visibility, .. } = self.definition;
        let Self { name, .. } = self;
        let outside = if self.is_root {
            let documentation = docs::structure(self.definition);
            quote_spanned!(Span::mixed_site()=> #attributes #(#[doc = #documentation])*)
        } else {
            let documentation = format!(" Layers of `{}`.", unraw(&self.definition.name));
            quote_spanned!(Span::mixed_site()=> #[doc = #documentation] #[doc(hidden)] #[allow(non_camel_case_types)])
        };
        let derives = self.derives();
        let bound = self.bound();
        let fields = self.layers().map(|layer| self.field(layer));
        quote_spanned! {Span::mixed_site()=>
            #outside
            #derives
            #[repr(C)]
            #visibility struct #name<T #bound = f32> {
                #(#fields)*
            }
        }
    }

    fn field(&self, layer: &Layer) -> TokenStream {
        let Layer { name, .. } = layer;
        let documentation = docs::field(layer);
        let layer = self.types.layer(layer);
        quote_spanned!(Span::mixed_site()=> #[doc = #documentation] pub #name: #layer,)
    }

    /// A path has a stage only for numbers.
    pub fn bound(&self) -> Option<TokenStream> {
        let Self { types: Types { private, .. }, .. } = self;
        self.network.has_paths().then(|| quote_spanned!(Span::mixed_site()=> : #private::Number))
    }

    /// A layer of the user's own need not implement what is derived, and a layer of layers does so only if those do.
    pub fn derives(&self) -> Option<TokenStream> {
        let derives = || quote_spanned!(Span::mixed_site()=> #[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]);
        self.network.is_plain().then(derives)
    }

    /// In place of what is not derived: chains are equal if their numbers are, and print those of each layer.
    fn formats(&self) -> Option<TokenStream> {
        let Self { types: Types { private, .. }, .. } = self;
        let fields = self.layers().map(|layer| {
            let name = &layer.name;
            (unraw(name), quote_spanned!(Span::mixed_site()=> &#private::Parameters::<T>::parameters(&self.#name)))
        });
        let numbers = |chain| quote_spanned!(Span::mixed_site()=> #private::Parameters::<T>::parameters(#chain));
        let [own, others] = [quote_spanned!(Span::mixed_site()=> self), quote_spanned!(Span::mixed_site()=> other)];
        let [own, others] = [own, others].map(numbers);
        let equal = quote_spanned!(Span::mixed_site()=> #own == #others);
        (!self.network.is_plain()).then(|| formats(private, &self.name, fields.collect(), &equal))
    }

    /// The proof that a network is one run of numbers, and the promise that it is.
    fn parameters(&self) -> TokenStream {
        let Self { name, types: Types { private, .. }, .. } = self;
        let fields: Vec<&Ident> = self.layers().map(|layer| &layer.name).collect();
        let locals: Vec<Ident> = (1..=fields.len()).map(|number| local("field", number)).collect();
        quote_spanned! {Span::mixed_site()=>
            const _: () = {
                const fn is_plain<T: #private::Number, L: #private::Parameters<T>>(_: &L) {}
                const fn all_fields_are_plain<T: #private::Number>(network: &#name<T>) {
                    let #name { #(#fields: #locals),* } = network;
                    #(is_plain::<T, _>(#locals);)*
                }
            };

            // SAFETY: the layout is that of C, and the items above compile only if each field is plain data of `T` and no
            // field is left out. Plain data is a run of `T`, so nothing lies between the fields or behind them.
            unsafe impl<T: #private::Number> #private::Parameters<T> for #name<T> {}
        }
    }
}

/// `Debug` with these fields, and `PartialEq`.
pub fn formats(
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

/// The struct of a network's layers, where the network holds statistics beside them.
pub fn layers(name: &Ident) -> Ident {
    format_ident!("{}_layers", unraw(name), span = name.span())
}
