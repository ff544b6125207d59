//! model → tokens: cannot fail, one function per generated item.
//!
//! Every name is absolute or the user's own, and every token of ours resolves where the macro is defined, so that nothing in
//! the user's scope can come between. What the user asked for carries the span of the word that asked for it.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::ext::IdentExt;

use crate::ast::Path;
use crate::document;
use crate::mistakes::Place;
use crate::model::{
    Activation, Definition, Expression, Extent, Function, Initializer, Invocation, Kind, Layer, Network, Shape,
};

/// Writes everything that one `network!` defines; `krate` is the crate that its types live in.
pub fn invocation(krate: &Ident, invocation: &Invocation) -> TokenStream {
    let private = quote_spanned!(Span::mixed_site()=> #krate::__private);
    match invocation {
        Invocation::Definitions(definitions) => {
            definitions.iter().map(|definition| items(&private, definition)).collect()
        }
        Invocation::Expression(expression) => block(&private, expression),
    }
}

/// A struct that only this block knows, and a value of it.
fn block(private: &TokenStream, expression: &Expression) -> TokenStream {
    let Expression { definition, seed } = expression;
    let name = &definition.name;
    let items = items(private, definition);
    quote_spanned! {Span::mixed_site()=>
        {
            #items
            <#name<f32> as #private::Construct>::seeded(#seed)
        }
    }
}

/// The struct and all that is implemented for it.
fn items(private: &TokenStream, definition: &Definition) -> TokenStream {
    let scope = Scope { private, definition };
    [
        scope.structure(),
        scope.widths(),
        scope.parameters(),
        scope.stage(),
        scope.network(),
        scope.heap(),
        scope.constants(),
        scope.display(),
    ]
    .into_iter()
    .collect()
}

/// What every generated item needs to know.
struct Scope<'a> {
    private: &'a TokenStream,
    definition: &'a Definition,
}

impl Scope<'_> {
    fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.definition.network.layers()
    }

    /// The name of the struct as a string.
    fn title(&self) -> String {
        unraw(&self.definition.name)
    }

    fn structure(&self) -> TokenStream {
        let Definition { attributes, visibility, name, .. } = self.definition;
        let documentation = document::structure(self.definition);
        let fields = self.layers().map(|layer| self.field(layer));
        quote_spanned! {Span::mixed_site()=>
            #attributes
            #(#[doc = #documentation])*
            #[derive(::core::fmt::Debug, ::core::cmp::PartialEq)]
            #[repr(C)]
            #visibility struct #name<T = f32> {
                #(#fields)*
            }
        }
    }

    fn field(&self, layer: &Layer) -> TokenStream {
        let Layer { name, .. } = layer;
        let documentation = document::field(layer);
        let layer = self.layer(layer);
        quote_spanned!(Span::mixed_site()=> #[doc = #documentation] pub #name: #layer,)
    }

    /// `Dense<T, 2, 4, Relu>`
    fn layer(&self, layer: &Layer) -> TokenStream {
        let Self { private, .. } = self;
        let span = mixed(layer.span);
        let [input, output] = [&layer.input, &layer.output].map(|shape| argument(&shape.flat()));
        let activation = self.activation(&layer.activation);
        let bias = self.bias(layer).map(|bias| quote_spanned!(span=> , #bias));
        quote_spanned!(span=> #private::Dense<T, #input, #output, #activation #bias>)
    }

    /// The length of a bias, where it is not the layer's width.
    ///
    /// With an activation of the user's own, it is the length and the proof that the path is one of an activation. Without the proof,
    /// the layer's type is an error: one, at the path, and none for all that follows from it.
    fn bias(&self, layer: &Layer) -> Option<TokenStream> {
        let length = match layer.kind {
            Kind::Dense { bias: true } => None,
            Kind::Dense { bias: false } => Some(quote_spanned!(Span::mixed_site()=> 0)),
        };
        match &layer.activation.function {
            Function::Word { .. } => length,
            Function::Path(path) => Some(self.proven(path, &length.unwrap_or_else(|| argument(&layer.output.flat())))),
        }
    }

    /// `{ <my::Swish as IsActivation<4>>::BIAS }`, all of it at the path.
    fn proven(&self, path: &Path, length: &TokenStream) -> TokenStream {
        let Self { private, .. } = self;
        let Place { start, end } = Place::from(path);
        let open = quote_spanned!(start=> <);
        let bias = quote_spanned!(end=> #open #path as #private::IsActivation<#length>>::BIAS);
        quote_spanned!(Span::mixed_site()=> { #bias })
    }

    fn activation(&self, activation: &Activation) -> TokenStream {
        let Self { private, .. } = self;
        let span = mixed(activation.span);
        match &activation.function {
            Function::Path(path) => path.to_token_stream(),
            Function::Word { row, parameter } => {
                let name = Ident::new(row.type_name, span);
                let parameter = parameter.map(|ratio| {
                    let [numerator, denominator] = [ratio.numerator, ratio.denominator].map(Literal::i64_unsuffixed);
                    quote_spanned!(span=> <#numerator, #denominator>)
                });
                quote_spanned!(span=> #private::#name #parameter)
            }
        }
    }

    /// The proof that constants are not zero; numbers were checked.
    fn widths(&self) -> TokenStream {
        let Self { private, definition } = self;
        let shapes = [&definition.network.input].into_iter().chain(self.layers().map(|layer| &layer.output));
        let extents = shapes.flat_map(Shape::extents);
        let proofs = extents.filter_map(|extent| match extent {
            Extent::Number(_) => None,
            Extent::Constant(path) => {
                let proof = quote_spanned!(Place::from(path).end=> (#private::is_width::<{ #path }>)());
                Some(quote_spanned!(Span::mixed_site()=> const _: () = #proof;))
            }
        });
        proofs.collect()
    }

    /// The proof that a network is one run of numbers, and the promise that it is.
    fn parameters(&self) -> TokenStream {
        let Self { private, .. } = self;
        let name = &self.definition.name;
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

    /// The layers one after the other, as predictions and training run them.
    fn stage(&self) -> TokenStream {
        let Self { private, .. } = self;
        let Definition { name, network, .. } = self.definition;
        let [input, output] = [&network.input, &network.output.output].map(extents);
        let activation = self.last_activation();
        let infos = self.layers().map(|layer| self.info(layer));
        let sums = ["multiply_adds", "statistics", "memory", "scratch", "predict_scratch"].map(|sum| self.sum(sum));
        let methods = [
            self.initialize(),
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
        let Self { private, .. } = self;
        quote_spanned!(Span::mixed_site()=> #private::ChainInfo::of(<Self as #private::Stage>::LAYERS))
    }

    fn network(&self) -> TokenStream {
        let Self { private, .. } = self;
        let Definition { name, network, .. } = self.definition;
        let [input, output] = [&network.input, &network.output.output].map(array);
        let activation = self.last_activation();
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl<T: #private::Number> #private::Network for #name<T> {
                type Number = T;
                type Input = #input;
                type Output = #output;
                type Activation = #activation;
                type Stage = Self;
                type Scratch = [T; <#name<f32> as #private::Stage>::PREDICT_SCRATCH];

                fn stage(&self) -> &Self {
                    self
                }

                fn stage_mut(&mut self) -> &mut Self {
                    self
                }
            }
        }
    }

    /// The last layer's activation; with a path, by way of the layer, whose type says whether it is one.
    fn last_activation(&self) -> TokenStream {
        let Self { private, .. } = self;
        let Network { output, .. } = &self.definition.network;
        match output.activation.function {
            Function::Word { .. } => self.activation(&output.activation),
            Function::Path(_) => {
                let layer = self.layer(output);
                quote_spanned!(Span::mixed_site()=> <#layer as #private::Stage>::Activation)
            }
        }
    }

    /// `LayerInfo::of::<Dense<…>>("layer1")`
    fn info(&self, layer: &Layer) -> TokenStream {
        let Self { private, .. } = self;
        let name = unraw(&layer.name);
        let span = mixed(layer.span);
        let layer = self.layer(layer);
        quote_spanned!(span=> #private::LayerInfo::of::<#layer>(#name))
    }

    fn initialize(&self) -> TokenStream {
        let Self { private, .. } = self;
        let calls = self.layers().map(|layer| {
            let Layer { name, .. } = layer;
            let initializer = self.initializer(layer.initializer.as_ref());
            quote_spanned!(mixed(layer.span)=> #private::Stage::initialize(&mut self.#name, #initializer, rng);)
        });
        quote_spanned! {Span::mixed_site()=>
            fn initialize(&mut self, _: ::core::option::Option<#private::Initializer>, rng: &mut #private::Rng) {
                #(#calls)*
            }
        }
    }

    fn initializer(&self, initializer: Option<&Initializer>) -> TokenStream {
        let Self { private, .. } = self;
        let Some(Initializer { option, variant, constant }) = initializer else {
            return quote_spanned!(Span::mixed_site()=> ::core::option::Option::None);
        };
        let constant = constant.map(|(value, span)| {
            let mut value = Literal::f64_unsuffixed(value);
            value.set_span(span);
            quote_spanned!(Span::mixed_site()=> (#value))
        });
        let initializer = quote_spanned!(mixed(*option)=> #private::Initializer);
        quote_spanned!(Span::mixed_site()=> ::core::option::Option::Some(#initializer::#variant #constant))
    }

    fn predict_one(&self) -> TokenStream {
        let Self { private, .. } = self;
        let buffers = self.split_buffers(&TokenStream::new());
        let calls = self.chain_calls(
            &TokenStream::new(),
            [format_ident!("predict_one"), format_ident!("predict_one")],
            &quote_spanned!(Span::mixed_site()=> V),
        );
        quote_spanned! {Span::mixed_site()=>
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
        let Self { private, .. } = self;
        let tiles = self.tiles();
        let times = quote_spanned!(Span::mixed_site()=> tiles *);
        let buffers = self.split_buffers(&times);
        let calls = self.chain_calls(
            &times,
            [format_ident!("predict_tiles"), format_ident!("predict_logits")],
            &quote_spanned!(Span::mixed_site()=> V, VECTORS),
        );
        quote_spanned! {Span::mixed_site()=>
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
        let Self { private, .. } = self;
        let is_chain = !self.definition.network.hidden.is_empty();
        is_chain
            .then(|| quote_spanned!(Span::mixed_site()=> let tiles = input.len() / <Self as #private::Stage>::INPUTS;))
    }

    /// Cuts the buffers that lie between layers from the scratch memory.
    fn split_buffers(&self, times: &TokenStream) -> TokenStream {
        let chain = self.chain();
        let split = |buffer: Ident| quote_spanned!(Span::mixed_site()=> let (#buffer, scratch) = scratch.split_at_mut(#times const { #chain.widest }););
        self.buffers().into_iter().flatten().map(split).collect()
    }

    /// One call a layer, each from the buffer that the one before has written; the second method is the last layer's.
    fn chain_calls(
        &self,
        times: &TokenStream,
        [method, last_method]: [Ident; 2],
        generics: &TokenStream,
    ) -> Vec<TokenStream> {
        let Self { private, .. } = self;
        let last = self.definition.network.hidden.len();
        let mut source = quote_spanned!(Span::mixed_site()=> input);
        let call = |(index, layer): (usize, &Layer)| {
            let Layer { name, .. } = layer;
            let (buffer, width) = (buffer(index), width(layer));
            let (method, target) = if index == last {
                (&last_method, quote_spanned!(Span::mixed_site()=> output))
            } else {
                (&method, quote_spanned!(Span::mixed_site()=> &mut #buffer[..#times #width]))
            };
            let call = quote_spanned! {mixed(layer.span)=>
                #private::Stage::#method::<#generics>(&self.#name, #source, #target, scratch, statistics);
            };
            source = quote_spanned!(Span::mixed_site()=> &#buffer[..#times #width]);
            call
        };
        self.layers().enumerate().map(call).collect()
    }

    /// The buffers that a pass through this network takes: one between two layers, two between more.
    fn buffers(&self) -> [Option<Ident>; 2] {
        [0, 1].map(|index| (index < self.definition.network.hidden.len()).then(|| buffer(index)))
    }

    fn forward_logits(&self) -> TokenStream {
        let Self { private, .. } = self;
        let Network { hidden, output, .. } = &self.definition.network;
        let [tiles, splits] = [self.tiles().unwrap_or_default(), self.tapes()];
        let calls = hidden.iter().enumerate().map(|(index, layer)| {
            let Layer { name, .. } = layer;
            let [source, tape] = [self.source(index), local("tape", index + 1).into_token_stream()];
            quote_spanned!(mixed(layer.span)=> #private::Stage::forward::<V, VECTORS>(&self.#name, #source, #tape, batch);)
        });
        let Layer { name, .. } = output;
        let source = self.source(hidden.len());
        let logits = quote_spanned! {mixed(output.span)=>
            #private::Stage::forward_logits::<V, VECTORS>(&self.#name, #source, output, memory, batch);
        };
        quote_spanned! {Span::mixed_site()=>
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
        let Self { private, .. } = self;
        let split = |(index, layer): (usize, &Layer)| {
            let tape = local("tape", index + 1);
            let span = mixed(layer.span);
            let layer = self.layer(layer);
            quote_spanned! {span=>
                let (#tape, memory) = memory.split_at_mut(tiles * <#layer as #private::Stage>::TAPE);
            }
        };
        self.definition.network.hidden.iter().enumerate().map(split).collect()
    }

    /// What the layer of this index reads: the input, or the output with which the tape of the layer before begins.
    fn source(&self, index: usize) -> TokenStream {
        let before = index.checked_sub(1).and_then(|before| self.definition.network.hidden.get(before));
        match before {
            None => quote_spanned!(Span::mixed_site()=> input),
            Some(before) => {
                let (tape, width) = (local("tape", index), width(before));
                quote_spanned!(Span::mixed_site()=> &#tape[..tiles * #width])
            }
        }
    }

    /// Two slices take turns as `∂L/∂y` and `∂L/∂x` of the layers, the last layer first.
    fn backward_logits(&self) -> TokenStream {
        let Self { private, .. } = self;
        let Network { hidden, output, .. } = &self.definition.network;
        let tiles = self.tiles();
        let buffers = self.split_buffers(&quote_spanned!(Span::mixed_site()=> tiles *));
        let tapes = self.tapes();
        let Layer { name, .. } = output;
        let [source, dx] = [self.source(hidden.len()), self.input_gradient(hidden.len())];
        let last = quote_spanned! {mixed(output.span)=>
            #private::Stage::backward_logits::<V, VECTORS>(&self.#name, #source, gradient, memory, #dx, &mut grads.#name, scratch);
        };
        let calls = hidden.iter().enumerate().rev().map(|(index, layer)| self.backward_hidden(index, layer));
        quote_spanned! {Span::mixed_site()=>
            fn backward_logits<V: #private::Vector<Element = T>, const VECTORS: usize>(
                &self,
                input: &[[V; VECTORS]],
                gradient: &[[V; VECTORS]],
                memory: &mut [[V; VECTORS]],
                input_gradient: ::core::option::Option<&mut [[V; VECTORS]]>,
                grads: &mut Self,
                scratch: &mut [[V; VECTORS]],
            ) {
                #tiles
                #buffers
                #tapes
                #last
                #(#calls)*
            }
        }
    }

    fn backward_hidden(&self, index: usize, layer: &Layer) -> TokenStream {
        let Self { private, .. } = self;
        let Layer { name, .. } = layer;
        let width = width(layer);
        let [tape, dy] = [local("tape", index + 1), self.gradient_buffer(index + 1)];
        let [source, dx] = [self.source(index), self.input_gradient(index)];
        quote_spanned! {mixed(layer.span)=>
            #private::Stage::backward::<V, VECTORS>(&self.#name, #source, #tape, &mut #dy[..tiles * #width], #dx, &mut grads.#name, scratch);
        }
    }

    /// Where the layer of this index leaves `∂L/∂x`: the first one, where the caller wants it, if at all.
    fn input_gradient(&self, index: usize) -> TokenStream {
        let before = index.checked_sub(1).and_then(|before| self.definition.network.hidden.get(before));
        match before {
            None => quote_spanned!(Span::mixed_site()=> input_gradient),
            Some(before) => {
                let (dx, width) = (self.gradient_buffer(index), width(before));
                quote_spanned!(Span::mixed_site()=> ::core::option::Option::Some(&mut #dx[..tiles * #width]))
            }
        }
    }

    /// The buffer of the gradient between the layer of this index and the one before; the last layer begins with `a`.
    fn gradient_buffer(&self, index: usize) -> Ident {
        buffer(self.definition.network.hidden.len() - index)
    }

    /// Inherent methods on the heap, where there is one.
    fn heap(&self) -> TokenStream {
        let Self { private, .. } = self;
        let [name, title] = [self.definition.name.to_token_stream(), self.title().to_token_stream()];
        quote_spanned!(Span::mixed_site()=> #private::heap!(#name, #title);)
    }

    /// Inherent, so that `Xor::PARAMETERS` needs no type annotation.
    fn constants(&self) -> TokenStream {
        let Self { private, .. } = self;
        let name = &self.definition.name;
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl #name<f32> {
                /// How many numbers are trained.
                pub const PARAMETERS: usize = <Self as #private::Network>::PARAMETERS;
                /// What is known of each layer, in the order in which they run.
                pub const LAYERS: &'static [#private::LayerInfo] = <Self as #private::Network>::LAYERS;
            }
        }
    }

    fn display(&self) -> TokenStream {
        let Self { private, .. } = self;
        let [name, title] = [self.definition.name.to_token_stream(), self.title().to_token_stream()];
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl<T: #private::Number> ::core::fmt::Display for #name<T> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #private::write_table(f, #title, <Self as #private::Network>::LAYERS)
                }
            }
        }
    }
}

impl ToTokens for Extent {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Number(number) => Literal::usize_unsuffixed(*number).to_tokens(tokens),
            Self::Constant(path) => path.to_tokens(tokens),
        }
    }
}

/// An extent among generic arguments.
fn argument(extent: &Extent) -> TokenStream {
    match extent {
        Extent::Number(_) => extent.to_token_stream(),
        Extent::Constant(path) => quote_spanned!(Span::mixed_site()=> { #path }),
    }
}

/// How many numbers a layer puts out; a constant as the length of an array, so that one which is no `usize` is the same error
/// here as in the layer's type, and shown once.
fn width(layer: &Layer) -> TokenStream {
    length(&layer.output.flat())
}

fn length(extent: &Extent) -> TokenStream {
    match extent {
        Extent::Number(_) => extent.to_token_stream(),
        Extent::Constant(path) => quote_spanned!(Span::mixed_site()=> [(); #path].len()),
    }
}

/// `1, 28, 28`
fn extents(shape: &Shape) -> TokenStream {
    let extents = shape.extents().iter().map(length);
    quote_spanned!(Span::mixed_site()=> #(#extents),*)
}

/// `[[[T; 28]; 28]; 1]`
fn array(shape: &Shape) -> TokenStream {
    let element = quote_spanned!(Span::mixed_site()=> T);
    shape.extents().iter().rev().fold(element, |array, extent| quote_spanned!(Span::mixed_site()=> [#array; #extent]))
}

/// `a` and `b` in turns.
fn buffer(index: usize) -> Ident {
    Ident::new(if index.is_multiple_of(2) { "a" } else { "b" }, Span::mixed_site())
}

/// A local of ours, which no label of the user's can hide.
fn local(name: &str, number: usize) -> Ident {
    format_ident!("{name}{number}", span = Span::mixed_site())
}

/// Where the user's token stands, with names that resolve where the macro is defined.
fn mixed(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

/// A name as strings have it, without `r#`.
fn unraw(name: &Ident) -> String {
    name.unraw().to_string()
}
