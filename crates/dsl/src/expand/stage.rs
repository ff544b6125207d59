//! A chain as predictions and training run it: one call a layer.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;

use super::chain::Chain;
use super::field::Field;
use super::tokens::{mixed, unraw};
use super::types::Types;
use crate::checked::InitializerOrigins;
use crate::model::{Initializer, Kind};

impl Chain<'_> {
    /// The layers one after the other, as predictions and training run them.
    pub fn stage(&self) -> TokenStream {
        let Self { name, types: Types { private, .. }, .. } = self;
        [self.predictions(), self.training(), quote_spanned!(Span::mixed_site()=> #private::stage!(#name);)]
            .into_iter()
            .collect()
    }

    /// What a chain is in predictions.
    fn predictions(&self) -> TokenStream {
        let Self { name, model, types: Types { private, .. }, .. } = self;
        let [input, output] = [&model.input, &model.output].map(|shape| self.types.extents(shape));
        let activation = self.last_activation();
        let infos = self.fields().map(|field| self.info(field));
        let calls = self.fields().map(call);
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl<T: #private::Number> #private::Chain for #name<T> {
                type Number = T;
                type Activation = #activation;
                const INPUT: &'static [usize] = &[#input];
                const OUTPUT: &'static [usize] = &[#output];
                const LAYERS: &'static [#private::LayerInfo] = &[#(#infos),*];

                #[inline(always)]
                fn compute<W: #private::PredictWalk<T>>(&self, walk: &mut W) {
                    #(#calls)*
                }
            }
        }
    }

    /// What a chain is in training: forward, and the same backward.
    fn training(&self) -> TokenStream {
        let Self { name, types: Types { private, .. }, .. } = self;
        let (initialize, statistics) = (self.initialize(), self.initialize_statistics());
        let forward: Vec<TokenStream> = self.fields().map(call).collect();
        let backward = forward.iter().rev();
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl<T: #private::Number> #private::TrainableChain for #name<T> {
                #initialize
                #statistics

                #[inline(always)]
                fn forward<W: #private::TrainWalk<T>>(&self, walk: &mut W) {
                    #(#forward)*
                }

                #[inline(always)]
                fn backward<W: #private::TrainWalk<T>>(&self, walk: &mut W) {
                    #(#backward)*
                }
            }
        }
    }

    /// The last layer's activation; after a path, that of the layer, whose type says whether it is
    /// one.
    pub fn last_activation(&self) -> TokenStream {
        let Self { types: Types { private, .. }, last, .. } = self;
        if last.is_activation_known() {
            return self.types.field_activation(last);
        }
        let layer = self.types.layer(last);
        quote_spanned!(Span::mixed_site()=> <#layer as #private::Stage>::Activation)
    }

    /// `LayerInfo::of::<Dense<…>>("layer1")`
    fn info(&self, field: &Field) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let name = unraw(&field.name);
        let layer = self.types.layer(field);
        let info = quote_spanned!(Span::mixed_site()=> #private::LayerInfo::of::<#layer>(#name));
        let Kind::Outputs(outputs) = &field.layer.kind else { return info };
        let names = outputs.iter().map(|output| output.name.trim_start_matches("r#"));
        let branches = self.types.branches(field);
        quote_spanned!(Span::mixed_site()=> #info.relabeled(&[#(#private::LayerInfo::of::<#branches>(#names)),*]))
    }

    fn initialize(&self) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let calls = self.fields().map(|field| {
            let Field { name, .. } = field;
            let initializer = self.initializer(field);
            quote_spanned!(Span::mixed_site()=> #private::Trainable::initialize(&mut self.#name, #initializer, rng);)
        });
        let is_used = self.fields().any(|field| field.layer.initializer.is_none());
        let parameter = Ident::new(if is_used { "initializer" } else { "_" }, Span::mixed_site());
        quote_spanned! {Span::mixed_site()=>
            fn initialize(&mut self, #parameter: ::core::option::Option<#private::Initializer>, rng: &mut #private::Rng) {
                #(#calls)*
            }
        }
    }

    /// The layer's own, or that of the whole chain.
    fn initializer(&self, field: &Field) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let Some(initializer) = field.layer.initializer else {
            return quote_spanned!(Span::mixed_site()=> initializer);
        };
        let InitializerOrigins { option, word, number } = field.origins.initializer;
        let variant = Ident::new(variant(initializer), word);
        let constant = if let Initializer::Constant(value) = initializer {
            let mut value = Literal::f64_unsuffixed(value);
            value.set_span(number);
            quote_spanned!(Span::mixed_site()=> (#value))
        } else {
            TokenStream::new()
        };
        let initializer = quote_spanned!(mixed(option)=> #private::Initializer);
        quote_spanned!(Span::mixed_site()=> ::core::option::Option::Some(#initializer::#variant #constant))
    }

    /// Each layer that may have statistics takes its own from the front.
    fn initialize_statistics(&self) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        if !self.model.has_statistics() {
            return TokenStream::new();
        }
        let calls = self.fields().filter(|field| field.layer.has_statistics()).map(|field| {
            let layer = self.types.layer(field);
            quote_spanned!(Span::mixed_site()=> <#layer as #private::Trainable>::initialize_statistics(statistics);)
        });
        quote_spanned! {Span::mixed_site()=>
            fn initialize_statistics(statistics: &mut &mut [T]) {
                #(#calls)*
            }
        }
    }
}

/// `walk.layer(&self.layer1);`
fn call(field: &Field) -> TokenStream {
    let Field { name, .. } = field;
    quote_spanned!(Span::mixed_site()=> walk.layer(&self.#name);)
}

/// The variant of our `Initializer`.
fn variant(initializer: Initializer) -> &'static str {
    match initializer {
        Initializer::GlorotUniform => "GlorotUniform",
        Initializer::GlorotNormal => "GlorotNormal",
        Initializer::HeUniform => "HeUniform",
        Initializer::HeNormal => "HeNormal",
        Initializer::LecunNormal => "LecunNormal",
        Initializer::Orthogonal => "Orthogonal",
        Initializer::Zeros => "Zeros",
        Initializer::Constant(_) => "Constant",
    }
}
