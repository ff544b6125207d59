//! A chain as predictions and training run it: one call a layer.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

use super::chain::Chain;
use super::field::Field;
use super::tokens::{local, mixed, unraw};
use super::types::Types;
use crate::checked::InitializerOrigins;
use crate::model::Initializer;

impl Chain<'_> {
    /// The layers one after the other, as predictions and training run them.
    pub fn stage(&self) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let Self { name, model, .. } = self;
        let [input, output] = [&model.input, &model.output].map(|shape| self.types.extents(shape));
        let activation = self.last_activation();
        let infos = self.fields().map(|field| self.info(field));
        let sums = ["multiply_adds", "statistics", "memory", "scratch", "predict_scratch"].map(|sum| self.sum(sum));
        let methods = [
            self.initialize(),
            self.initialize_statistics(),
            self.predict_one(),
            self.predict_logits(),
            self.forward_logits(),
            self.backward_logits(),
        ];
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl<T: #private::Number> #private::Stage for #name<T> {
                type Number = T;
                type Activation = #activation;
                const KIND: &'static str = "network";
                const INPUT: &'static [usize] = &[#input];
                const OUTPUT: &'static [usize] = &[#output];
                const LAYERS: &'static [#private::LayerInfo] = &[#(#infos),*];
                #(#sums)*
                #(#methods)*
            }
        }
    }

    /// `const MEMORY: usize = ChainInfo::of(<Self as Stage>::LAYERS).memory;`
    fn sum(&self, field: &str) -> TokenStream {
        let [constant, field] =
            [field.to_uppercase(), field.to_owned()].map(|name| Ident::new(&name, Span::mixed_site()));
        let chain = self.chain();
        quote_spanned!(Span::mixed_site()=> const #constant: usize = #chain.#field;)
    }

    /// What the layers need together.
    fn chain(&self) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        quote_spanned!(Span::mixed_site()=> #private::ChainInfo::of(<Self as #private::Stage>::LAYERS))
    }

    /// The last layer's activation; with a path, by way of the layer, whose type says whether it is
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
        quote_spanned!(Span::mixed_site()=> #private::LayerInfo::of::<#layer>(#name))
    }

    fn initialize(&self) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let calls = self.fields().map(|field| {
            let Field { name, .. } = field;
            let initializer = self.initializer(field);
            quote_spanned!(Span::mixed_site()=> #private::Stage::initialize(&mut self.#name, #initializer, rng);)
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
            quote_spanned!(Span::mixed_site()=> <#layer as #private::Stage>::initialize_statistics(statistics);)
        });
        quote_spanned! {Span::mixed_site()=>
            fn initialize_statistics(statistics: &mut &mut [T]) {
                #(#calls)*
            }
        }
    }

    fn predict_one(&self) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let buffers = self.split_buffers(&TokenStream::new());
        let calls = self.chain_calls(
            &TokenStream::new(),
            [format_ident!("predict_one"), format_ident!("predict_one")],
            &quote_spanned!(Span::mixed_site()=> V),
        );
        quote_spanned! {Span::mixed_site()=>
            #[inline(always)]
            fn predict_one<V: #private::Vector<Element = T>>(
                &self,
                input: &[T],
                output: &mut [T],
                scratch: &mut [T],
                statistics: &mut &[T],
            ) {
                #buffers
                #(#calls)*
            }
        }
    }

    fn predict_logits(&self) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let tiles = self.tiles();
        let times = quote_spanned!(Span::mixed_site()=> tiles *);
        let buffers = self.split_buffers(&times);
        let calls = self.chain_calls(
            &times,
            [format_ident!("predict_tiles"), format_ident!("predict_logits")],
            &quote_spanned!(Span::mixed_site()=> V, VECTORS),
        );
        quote_spanned! {Span::mixed_site()=>
            #[inline(always)]
            fn predict_logits<V: #private::Vector<Element = T>, const VECTORS: usize>(
                &self,
                input: &[[V; VECTORS]],
                output: &mut [[V; VECTORS]],
                scratch: &mut [[V; VECTORS]],
                statistics: &mut &[T],
            ) {
                #tiles
                #buffers
                #(#calls)*
            }
        }
    }

    /// How many tiles there are, where a buffer between layers has to know.
    fn tiles(&self) -> Option<TokenStream> {
        let Self { types: Types { private, .. }, .. } = self;
        let is_chain = !self.hidden.is_empty();
        is_chain
            .then(|| quote_spanned!(Span::mixed_site()=> let tiles = input.len() / <Self as #private::Stage>::INPUTS;))
    }

    /// Cuts the buffers that lie between layers from the scratch memory.
    fn split_buffers(&self, times: &TokenStream) -> TokenStream {
        let chain = self.chain();
        let split = |index: usize| {
            let (buffer, turn) = (buffer(index), Literal::usize_unsuffixed(index));
            quote_spanned!(Span::mixed_site()=> let (#buffer, scratch) = scratch.split_at_mut(#times const { #chain.buffers[#turn] });)
        };
        (0..self.hidden.len().min(2)).map(split).collect()
    }

    /// One call a layer, each from the buffer that the one before has written; the second method is
    /// the last layer's.
    fn chain_calls(
        &self,
        times: &TokenStream,
        [method, last_method]: [Ident; 2],
        generics: &TokenStream,
    ) -> Vec<TokenStream> {
        let Self { types: Types { private, .. }, .. } = self;
        let last = self.hidden.len();
        let mut source = quote_spanned!(Span::mixed_site()=> input);
        let call = |(index, field): (usize, &Field)| {
            let Field { name, .. } = field;
            let (buffer, width) = (buffer(index), self.types.width(field));
            let (method, target) = if index == last {
                (&last_method, quote_spanned!(Span::mixed_site()=> output))
            } else {
                (&method, quote_spanned!(Span::mixed_site()=> &mut #buffer[..#times #width]))
            };
            let call = quote_spanned! {Span::mixed_site()=>
                #private::Stage::#method::<#generics>(&self.#name, #source, #target, scratch, statistics);
            };
            source = quote_spanned!(Span::mixed_site()=> &#buffer[..#times #width]);
            call
        };
        self.fields().enumerate().map(call).collect()
    }

    fn forward_logits(&self) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let Self { hidden, last, .. } = self;
        let [tiles, splits] = [self.tiles().unwrap_or_default(), self.tapes()];
        let calls = hidden.iter().enumerate().map(|(index, Field { name, .. })| {
            let [source, tape] = [self.source(index), local("tape", index + 1).into_token_stream()];
            quote_spanned!(Span::mixed_site()=> #private::Stage::forward::<V, VECTORS>(&self.#name, #source, #tape, batch);)
        });
        let Field { name, .. } = last;
        let source = self.source(hidden.len());
        let logits = quote_spanned! {Span::mixed_site()=>
            #private::Stage::forward_logits::<V, VECTORS>(&self.#name, #source, output, memory, batch);
        };
        quote_spanned! {Span::mixed_site()=>
            #[inline(always)]
            fn forward_logits<V: #private::Vector<Element = T>, const VECTORS: usize>(
                &self,
                input: &[[V; VECTORS]],
                output: &mut [[V; VECTORS]],
                memory: &mut [[V; VECTORS]],
                batch: &mut #private::Batch<'_, T>,
            ) {
                #tiles
                #splits
                #(#calls)*
                #logits
            }
        }
    }

    /// Cuts each hidden layer's tape from the memory; what is left belongs to the last layer.
    fn tapes(&self) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let split = |(index, field): (usize, &Field)| {
            let tape = local("tape", index + 1);
            let layer = self.types.layer(field);
            quote_spanned! {Span::mixed_site()=>
                let (#tape, memory) = memory.split_at_mut(tiles * <#layer as #private::Stage>::TAPE);
            }
        };
        self.hidden.iter().enumerate().map(split).collect()
    }

    /// What the layer of this index reads: the input, or the output with which the tape of the
    /// layer before begins.
    fn source(&self, index: usize) -> TokenStream {
        let before = index.checked_sub(1).and_then(|before| self.hidden.get(before));
        match before {
            None => quote_spanned!(Span::mixed_site()=> input),
            Some(before) => {
                let (tape, width) = (local("tape", index), self.types.width(before));
                quote_spanned!(Span::mixed_site()=> &#tape[..tiles * #width])
            }
        }
    }

    /// Two slices take turns as `∂L/∂y` and `∂L/∂x` of the layers, the last layer first.
    fn backward_logits(&self) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let Self { hidden, last, .. } = self;
        let tiles = self.tiles();
        let buffers = self.split_buffers(&quote_spanned!(Span::mixed_site()=> tiles *));
        let tapes = self.tapes();
        let Field { name, .. } = last;
        let [source, dx] = [self.source(hidden.len()), self.input_gradient(hidden.len())];
        let backward_last = quote_spanned! {Span::mixed_site()=>
            #private::Stage::backward_logits::<V, VECTORS>(&self.#name, #source, gradient, memory, #dx, grads.part(|grads| &mut grads.#name), scratch);
        };
        let calls = hidden.iter().enumerate().rev().map(|(index, field)| self.backward_hidden(index, field));
        quote_spanned! {Span::mixed_site()=>
            #[inline(always)]
            fn backward_logits<V: #private::Vector<Element = T>, const VECTORS: usize>(
                &self,
                input: &[[V; VECTORS]],
                gradient: &[[V; VECTORS]],
                memory: &mut [[V; VECTORS]],
                input_gradient: ::core::option::Option<&mut [[V; VECTORS]]>,
                mut grads: #private::Accumulator<'_, Self>,
                scratch: &mut [[V; VECTORS]],
            ) {
                #tiles
                #buffers
                #tapes
                #backward_last
                #(#calls)*
            }
        }
    }

    fn backward_hidden(&self, index: usize, field: &Field) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let Field { name, .. } = field;
        let width = self.types.width(field);
        let [tape, dy] = [local("tape", index + 1), buffer(index)];
        let [source, dx] = [self.source(index), self.input_gradient(index)];
        quote_spanned! {Span::mixed_site()=>
            #private::Stage::backward::<V, VECTORS>(&self.#name, #source, #tape, &mut #dy[..tiles * #width], #dx, grads.part(|grads| &mut grads.#name), scratch);
        }
    }

    /// Where the layer of this index leaves `∂L/∂x`: the first one, where the caller wants it, if
    /// at all.
    fn input_gradient(&self, index: usize) -> TokenStream {
        let before = index.checked_sub(1).and_then(|before| self.hidden.get(before));
        match before {
            None => quote_spanned!(Span::mixed_site()=> input_gradient),
            Some(before) => {
                let (dx, width) = (buffer(index - 1), self.types.width(before));
                quote_spanned!(Span::mixed_site()=> ::core::option::Option::Some(&mut #dx[..tiles * #width]))
            }
        }
    }
}

/// What lies after the layer of this index, in predictions its output and in training the gradient
/// of it: `a` and `b` in turns.
fn buffer(index: usize) -> Ident {
    Ident::new(if index.is_multiple_of(2) { "a" } else { "b" }, Span::mixed_site())
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
