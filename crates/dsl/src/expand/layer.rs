//! The types of layers, and what the compiler has to prove of them.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

use super::{integer, mixed, unraw};
use crate::ast::Path;
use crate::diagnostics::SpanRange;
use crate::model::{Activation, Assertion, DocLink, Extent, Function, Kind, Layer, Network, Parameter, Plain, Shape};

/// What the types of a chain's layers are made of.
pub struct Types<'a> {
    pub private: &'a TokenStream,
    /// The struct of the chain, after which those of the branches are named.
    pub owner: Ident,
}

impl Types<'_> {
    /// `Dense<T, 2, 4, Relu>`
    pub fn layer(&self, layer: &Layer) -> TokenStream {
        let Self { private, .. } = self;
        let span = mixed(layer.span);
        let activation = &layer.activation;
        match &layer.kind {
            Kind::Plain(plain) => self.plain(plain, activation, span),
            Kind::Residual { shortcut, .. } => {
                let [branch, activation] = [self.branches(layer).remove(0), self.activation(activation)];
                let shortcut = self.plain(shortcut, &Activation::none(), Span::mixed_site());
                let name = Ident::new("Residual", span);
                quote_spanned!(Span::mixed_site()=> #private::#name<#branch, #shortcut, #activation>)
            }
            Kind::Concat(_) => self.concat(layer, span),
            Kind::Path { path, known } => {
                let number = quote_spanned!(Span::mixed_site()=> T);
                if known.is_some() { self.nested(path, &number) } else { self.proven_layer(path, &number) }
            }
        }
    }

    /// Pairs of pairs; the outermost has the activation.
    fn concat(&self, layer: &Layer, span: Span) -> TokenStream {
        let Self { private, .. } = self;
        let mut branches = self.branches(layer).into_iter();
        let first = branches.next();
        let name = Ident::new("Concat", span);
        let pair = |behind, before| quote_spanned!(Span::mixed_site()=> #private::#name<#before, #behind>);
        let rest = branches.rev().reduce(pair);
        let activation = self.activation(&layer.activation);
        quote_spanned!(Span::mixed_site()=> #private::#name<#first, #rest, #activation>)
    }

    /// `Net_layer1_branch<T>` for each chain inside a layer.
    fn branches(&self, layer: &Layer) -> Vec<TokenStream> {
        let branch = |(suffix, _): (String, &Network)| {
            let name = self.branch(layer, &suffix);
            quote_spanned!(Span::mixed_site()=> #name<T>)
        };
        layer.kind.branches().map(branch).collect()
    }

    /// The name of the struct of a chain inside a layer.
    pub fn branch(&self, layer: &Layer, suffix: &str) -> Ident {
        format_ident!("{}_{}_{suffix}", unraw(&self.owner), unraw(&layer.name), span = self.owner.span())
    }

    /// `<Encoder<T> as Nested>::Stage`
    fn nested(&self, path: &Path, number: &TokenStream) -> TokenStream {
        let Self { private, .. } = self;
        let SpanRange { start, end } = SpanRange::from(path);
        let open = quote_spanned!(start=> <);
        let path = path.with_argument(number);
        quote_spanned!(end=> #open #path as #private::Nested>::Stage)
    }

    /// `<my::Scale<T, 8> as AsLayer<{ <my::Scale<f32, 8> as IsLayer>::PROOF }>>::Stage`
    ///
    /// Without the proof, the type is an error: one, at the path, and none for all that follows from it.
    fn proven_layer(&self, path: &Path, number: &TokenStream) -> TokenStream {
        let Self { private, .. } = self;
        let SpanRange { start, end } = SpanRange::from(path);
        let open = quote_spanned!(start=> <);
        let single = path.with_argument(&quote_spanned!(Span::mixed_site()=> f32));
        let proof = quote_spanned!(end=> #open #single as #private::IsLayer>::PROOF);
        let path = path.with_argument(number);
        quote_spanned!(end=> #open #path as #private::AsLayer<{ #proof }>>::Stage)
    }

    /// `Conv<T, Image<1, 28, 28>, 6, 1, 5, 5, Relu>`
    ///
    /// With an activation of the user's own, the last number is also the proof that the path is one of an activation. Without the
    /// proof, the layer's type is an error: one, at the path, and none for all that follows from it.
    fn plain(&self, plain: &Plain, activation: &Activation, span: Span) -> TokenStream {
        let Self { private, .. } = self;
        let own = match &activation.function {
            Function::Path(path) => Some(path),
            Function::Word { .. } => None,
        };
        let mut behind = plain.behind.as_slice();
        while let [rest @ .., last] = behind
            && last.is_default()
            && own.is_none()
        {
            behind = rest;
        }
        let all: Vec<&Parameter> = plain.before.iter().chain(behind).collect();
        let last = all.iter().rposition(|parameter| parameter.length().is_some());
        let arguments = all.iter().enumerate().map(|(index, parameter)| match (own, parameter.length()) {
            (Some(path), Some(length)) if Some(index) == last => self.proven(path, &self.argument(length)),
            _ => self.parameter(parameter),
        });
        let mut arguments: Vec<TokenStream> = arguments.collect();
        if plain.activated {
            arguments.insert(plain.before.len(), self.activation(activation));
        }
        let name = Ident::new(plain.type_name, span);
        quote_spanned!(Span::mixed_site()=> #private::#name<T, #(#arguments),*>)
    }

    fn parameter(&self, parameter: &Parameter) -> TokenStream {
        let Self { private, .. } = self;
        match parameter {
            Parameter::Width(extent) | Parameter::Default(extent) => self.argument(extent),
            Parameter::Integer(number) => integer(*number),
            Parameter::Type(name, extents) => {
                let name = Ident::new(name, Span::mixed_site());
                let arguments = extents.iter().map(|extent| self.argument(extent));
                let arguments = (!extents.is_empty()).then(|| quote_spanned!(Span::mixed_site()=> <#(#arguments),*>));
                quote_spanned!(Span::mixed_site()=> #private::#name #arguments)
            }
        }
    }

    /// `{ <my::Swish as IsActivation<4>>::BIAS }`, all of it at the path.
    fn proven(&self, path: &Path, length: &TokenStream) -> TokenStream {
        let Self { private, .. } = self;
        let SpanRange { start, end } = SpanRange::from(path);
        let open = quote_spanned!(start=> <);
        let bias = quote_spanned!(end=> #open #path as #private::IsActivation<#length>>::BIAS);
        quote_spanned!(Span::mixed_site()=> { #bias })
    }

    pub fn activation(&self, activation: &Activation) -> TokenStream {
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

    /// What only the compiler can check.
    pub fn assertions(&self, network: &Network) -> TokenStream {
        let Self { private, .. } = self;
        let proof = |proof: &Assertion| match proof {
            Assertion::Width(path) => quote_spanned!(SpanRange::from(path).end=> (#private::is_width::<{ #path }>)()),
            Assertion::Takes { path, inputs } => {
                let stage = self.proven_layer(path, &quote_spanned!(Span::mixed_site()=> f32));
                let inputs = self.argument(inputs);
                call(SpanRange::from(path), &quote_spanned!(Span::mixed_site()=> #private::takes::<#stage, #inputs>))
            }
            Assertion::SameLength { function, found, expected, place } => {
                let function = Ident::new(function, Span::mixed_site());
                let [found, expected] = [found, expected].map(|extent| self.argument(extent));
                call(*place, &quote_spanned!(Span::mixed_site()=> #private::#function::<#found, #expected>))
            }
        };
        let assertions = network.assertions.iter().map(proof);
        quote_spanned!(Span::mixed_site()=> #(const _: () = #assertions;)*)
    }

    /// Names what explains a word, for editors; nothing is imported into anyone's scope.
    pub fn doc_links(&self, doc_links: &[DocLink]) -> TokenStream {
        let Self { private, .. } = self;
        if doc_links.is_empty() {
            return TokenStream::new();
        }
        let items = doc_links.iter().map(|mention| Ident::new(mention.item, mixed(mention.span)));
        quote_spanned!(Span::mixed_site()=> #[allow(unused_imports)] const _: () = { #(use #private::#items as _;)* };)
    }

    /// An extent among generic arguments.
    pub fn argument(&self, extent: &Extent) -> TokenStream {
        match extent {
            Extent::Number(number) => Literal::usize_unsuffixed(*number).into_token_stream(),
            Extent::Constant(path) => quote_spanned!(Span::mixed_site()=> { #path }),
            Extent::Outputs(_) => {
                let length = self.length(extent);
                quote_spanned!(Span::mixed_site()=> { #length })
            }
        }
    }

    /// How many numbers a layer puts out.
    pub fn width(&self, layer: &Layer) -> TokenStream {
        self.length(&layer.output.flat())
    }

    /// An extent as a number; a constant as the length of an array, so that one which is no `usize` is the same error
    /// here as in the layer's type, and shown once.
    pub fn length(&self, extent: &Extent) -> TokenStream {
        let Self { private, .. } = self;
        match extent {
            Extent::Number(number) => Literal::usize_unsuffixed(*number).into_token_stream(),
            Extent::Constant(path) => quote_spanned!(Span::mixed_site()=> [(); #path].len()),
            Extent::Outputs(path) => {
                let stage = self.proven_layer(path, &quote_spanned!(Span::mixed_site()=> f32));
                quote_spanned!(Span::mixed_site()=> <#stage as #private::Stage>::OUTPUTS)
            }
        }
    }

    /// `1, 28, 28`
    pub fn extents(&self, shape: &Shape) -> TokenStream {
        let extents = shape.extents().iter().map(|extent| self.length(extent));
        quote_spanned!(Span::mixed_site()=> #(#extents),*)
    }

    /// `[[[T; 28]; 28]; 1]`
    pub fn array(&self, shape: &Shape) -> TokenStream {
        let element = quote_spanned!(Span::mixed_site()=> T);
        shape.extents().iter().rev().fold(element, |array, extent| {
            let extent = match extent {
                Extent::Constant(path) => path.to_token_stream(),
                _ => self.length(extent),
            };
            quote_spanned!(Span::mixed_site()=> [#array; #extent])
        })
    }
}

/// A call of a function of ours that fails at this place.
fn call(SpanRange { start, end }: SpanRange, function: &TokenStream) -> TokenStream {
    let function = quote_spanned!(start=> (#function));
    quote_spanned!(end=> #function())
}
