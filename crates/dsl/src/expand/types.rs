//! The types of layers.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

use super::builtin::{Builtin, TypeArgument};
use super::field::Field;
use super::tokens::{integer, mixed, unraw};
use crate::diagnostics::SpanRange;
use crate::model::{Activation, Chain, Decimal, Extent, Kind, Nested, Output, Path, Residual, Shape, Shortcut};

/// What the types of a chain's layers are made of.
pub struct Types<'a> {
    pub private: &'a TokenStream,
    /// The struct of the chain.
    pub owner: Ident,
    /// The structs of all branches.
    pub branches: &'a Branches<'a>,
}

/// The structs of the branches in a network. Branches that are the same have one, so that copies
/// are compiled once.
pub struct Branches<'a>(Vec<(&'a Chain, Ident)>);

impl<'a> Branches<'a> {
    /// Those of the branches in a chain, which are named after its struct.
    pub fn of(chain: &'a Chain, owner: &Ident) -> Self {
        let mut branches = Self(Vec::new());
        branches.add(chain, owner);
        branches
    }

    fn add(&mut self, chain: &'a Chain, owner: &Ident) {
        for layer in chain.layers() {
            for (suffix, branch) in layer.kind.branches() {
                if self.find(branch).is_none() {
                    let [field, suffix] = [&layer.name, &suffix].map(|name| name.trim_start_matches("r#"));
                    let name = format_ident!("{}_{field}_{suffix}", unraw(owner), span = owner.span());
                    self.add(branch, &name);
                    self.0.push((branch, name));
                }
            }
        }
    }

    fn find(&self, branch: &Chain) -> Option<&Ident> {
        self.0.iter().find(|(known, _)| *known == branch).map(|(_, name)| name)
    }
}

impl Types<'_> {
    /// `Dense<T, 2, 4, Relu>`
    pub fn layer(&self, field: &Field) -> TokenStream {
        let number = || quote_spanned!(Span::mixed_site()=> T);
        match &field.layer.kind {
            Kind::Residual(residual) => self.residual(field, residual),
            Kind::Concat(_) => self.concat(field),
            Kind::Outputs(outputs) => self.outputs(field, outputs),
            Kind::Custom(path) => self.proven_layer(path, &number()),
            Kind::Nested(Nested { path, .. }) => self.nested(path, &number()),
            _ => {
                let builtin = Builtin::of(field.layer);
                let activation = field.layer.activation.as_ref();
                let types = builtin.map(|builtin| {
                    self.builtin(&builtin, mixed(field.origins.kind), activation, field.origins.activation)
                });
                types.unwrap_or_default()
            }
        }
    }

    /// A branch, what flows past it, and the activation of their sum.
    fn residual(&self, field: &Field, residual: &Residual) -> TokenStream {
        let Self { private, .. } = self;
        let input = &field.layer.input;
        let shortcut = match &residual.shortcut {
            Shortcut::Identity => Builtin::skip(input.flat()),
            Shortcut::Dense(dense) => Builtin::dense(dense),
            Shortcut::Conv(conv) => Builtin::conv(conv, input),
        };
        let shortcut = self.builtin(&shortcut, Span::mixed_site(), None, Span::mixed_site());
        let [branch, activation] = [self.branches(field).remove(0), self.field_activation(field)];
        let name = Ident::new("Residual", mixed(field.origins.kind));
        quote_spanned!(Span::mixed_site()=> #private::#name<#branch, #shortcut, #activation>)
    }

    /// Pairs of pairs; the outermost has the activation.
    fn concat(&self, field: &Field) -> TokenStream {
        let Self { private, .. } = self;
        let mut branches = self.branches(field).into_iter();
        let first = branches.next();
        let name = Ident::new("Concat", mixed(field.origins.kind));
        let pair = |after, before| quote_spanned!(Span::mixed_site()=> #private::#name<#before, #after>);
        let rest = branches.rev().reduce(pair);
        let activation = self.field_activation(field);
        quote_spanned!(Span::mixed_site()=> #private::#name<#first, #rest, #activation>)
    }

    /// `Outputs<A, Outputs<B, C, 1>, 10>`: pairs of pairs, each with the size of its first.
    fn outputs(&self, field: &Field, outputs: &[Output]) -> TokenStream {
        let Self { private, .. } = self;
        let name = Ident::new("Outputs", mixed(field.origins.kind));
        let sizes = outputs.iter().map(|output| self.argument(&output.chain.output.flat()));
        let mut pairs = self.branches(field).into_iter().zip(sizes).rev();
        let last = pairs.next().map(|(branch, _)| branch).unwrap_or_default();
        let pair = |rest, (branch, size)| quote_spanned!(Span::mixed_site()=> #private::#name<#branch, #rest, #size>);
        pairs.fold(last, pair)
    }

    /// `Net_layer1_branch<T>` for each chain inside a layer.
    pub fn branches(&self, field: &Field) -> Vec<TokenStream> {
        let branch = |(_, chain): (String, &Chain)| {
            let name = self.branch(chain);
            quote_spanned!(Span::mixed_site()=> #name<T>)
        };
        field.layer.kind.branches().map(branch).collect()
    }

    /// The name of the struct of a chain inside a layer.
    pub fn branch(&self, branch: &Chain) -> Ident {
        self.branches.find(branch).unwrap_or(&self.owner).clone() // each of them has one
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
    /// Without the proof, the type is an error: one, at the path, and none for all that follows
    /// from it.
    pub fn proven_layer(&self, path: &Path, number: &TokenStream) -> TokenStream {
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
    /// With a custom activation, the last number is also the proof that the path is one of an
    /// activation. Without the proof, the layer's type is an error: one, at the path, and none for
    /// all that follows from it.
    fn builtin(
        &self,
        builtin: &Builtin,
        span: Span,
        activation: Option<&Activation>,
        activation_span: Span,
    ) -> TokenStream {
        let Self { private, .. } = self;
        let custom = match activation {
            Some(Activation::Custom(path)) => Some(path),
            Some(Activation::Builtin { .. }) | None => None,
        };
        let mut after = builtin.after.as_slice();
        while let [rest @ .., last] = after
            && last.is_default()
            && custom.is_none()
        {
            after = rest;
        }
        let all: Vec<&TypeArgument> = builtin.before.iter().chain(after).collect();
        let last = all.iter().rposition(|argument| argument.length().is_some());
        let arguments = all.iter().enumerate().map(|(index, argument)| match (custom, argument.length()) {
            (Some(path), Some(length)) if Some(index) == last => self.proven(path, &self.argument(length)),
            _ => self.type_argument(argument),
        });
        let mut arguments: Vec<TokenStream> = arguments.collect();
        if builtin.activated {
            arguments.insert(builtin.before.len(), self.activation(activation, activation_span));
        }
        let name = Ident::new(builtin.type_name, span);
        quote_spanned!(Span::mixed_site()=> #private::#name<T, #(#arguments),*>)
    }

    fn type_argument(&self, argument: &TypeArgument) -> TokenStream {
        let Self { private, .. } = self;
        match argument {
            TypeArgument::Width(extent) | TypeArgument::Default(extent) => self.argument(extent),
            TypeArgument::Integer(number) => integer(*number),
            TypeArgument::Type(name, list) => {
                let name = Ident::new(name, Span::mixed_site());
                let arguments = list.iter().map(|argument| self.type_argument(argument));
                let arguments = (!list.is_empty()).then(|| quote_spanned!(Span::mixed_site()=> <#(#arguments),*>));
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

    /// The type of a layer's activation.
    pub fn field_activation(&self, field: &Field) -> TokenStream {
        self.activation(field.layer.activation.as_ref(), field.origins.activation)
    }

    /// `LeakyRelu<1, 10>`, or `Identity` where there is none.
    fn activation(&self, activation: Option<&Activation>, span: Span) -> TokenStream {
        let Self { private, .. } = self;
        let span = mixed(span);
        let (type_name, parameter) = match activation {
            Some(Activation::Custom(path)) => return path.to_token_stream(),
            Some(Activation::Builtin { row, parameter }) => {
                (row.type_name, parameter.as_ref().map(Decimal::ratio).or(row.default()))
            }
            None => ("Identity", None),
        };
        let name = Ident::new(type_name, span);
        let parameter = parameter.map(|ratio| {
            let [numerator, denominator] = [ratio.numerator, ratio.denominator].map(Literal::i64_unsuffixed);
            quote_spanned!(span=> <#numerator, #denominator>)
        });
        quote_spanned!(span=> #private::#name #parameter)
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

    /// An extent as a number; a constant as the length of an array, so that one which is no `usize`
    /// is the same error here as in the layer's type, and shown once.
    pub fn length(&self, extent: &Extent) -> TokenStream {
        let Self { private, .. } = self;
        match extent {
            Extent::Number(number) => Literal::usize_unsuffixed(*number).into_token_stream(),
            Extent::Constant(path) => quote_spanned!(Span::mixed_site()=> [(); #path].len()),
            Extent::Outputs(path) => {
                let stage = self.proven_layer(path, &quote_spanned!(Span::mixed_site()=> f32));
                quote_spanned!(Span::mixed_site()=> <#stage as #private::Stage>::INFO.outputs())
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
