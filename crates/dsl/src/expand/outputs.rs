//! The struct that names a network's outputs, where there are several.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};

use super::chain::Chain;
use super::tokens::{ident, local, unraw};
use super::types::Types;
use crate::model::{Kind, Output};

impl Chain<'_> {
    /// The type of a network's outputs, `NetOutputs<[T; 10], [T; 1]>`.
    pub fn named_outputs(&self) -> Option<TokenStream> {
        let name = self.outputs_name();
        let arrays = self.outputs()?.iter().map(|output| self.types.array(&output.chain.output));
        Some(quote_spanned!(Span::mixed_site()=> #name<#(#arrays),*>))
    }

    /// The struct with a field for each output, and what it is as outputs, targets and losses.
    pub fn output_struct(&self) -> Option<[TokenStream; 2]> {
        let outputs = self.outputs()?;
        let (name, title) = (self.outputs_name(), unraw(&self.types.owner));
        let fields: Vec<Ident> = outputs.iter().map(|output| ident(&output.name, self.types.owner.span())).collect();
        let generics = locals("A", fields.len());
        let visibility = &self.checked.origins.visibility;
        let attributes = &self.checked.origins.attributes.elsewhere;
        let text = format!(" The outputs of [`{title}`] by name; in the same way its targets, and the losses of each.");
        let texts = outputs.iter().map(|output| format!(" {}.", output.chain.output));
        let structure = quote_spanned! {Span::mixed_site()=>
            #attributes
            #[doc = #text]
            #[derive(
                ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default,
                ::core::cmp::PartialEq,
            )]
            #[repr(C)]
            #visibility struct #name<#(#generics),*> {
                #(#[doc = #texts] pub #fields: #generics,)*
            }
        };
        let Types { private, .. } = &self.types;
        let values = quote_spanned!(Span::mixed_site()=> #private::outputs!(#name { #(#fields: #generics),* }););
        let samples = self.samples(&name, &fields);
        let implementations = [samples, self.targets(&name, &fields), self.losses(&name, &fields), values];
        Some([structure, implementations.into_iter().collect()])
    }

    /// `impl Sample for NetOutputs`
    fn samples(&self, name: &Ident, fields: &[Ident]) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let generics = locals("A", fields.len());
        quote_spanned! {Span::mixed_site()=>
            // SAFETY: the layout is that of C, and all fields are runs of `T`.
            unsafe impl<T: #private::Number, #(#generics: #private::Parameters<T>),*> #private::Parameters<T>
                for #name<#(#generics),*>
            {
            }

            #[automatically_derived]
            impl<T: #private::Number, #(#generics: #private::Sample<T> + #private::Parameters<T>),*> #private::Sample<T>
                for #name<#(#generics),*>
            {
                const LEN: usize = 0 #(+ <#generics as #private::Sample<T>>::LEN)*;

                fn filled(x: T) -> Self {
                    #name { #(#fields: #private::Sample::filled(x)),* }
                }

                fn as_flat(&self) -> &[T] {
                    #private::Parameters::parameters(self)
                }

                fn as_flat_mut(&mut self) -> &mut [T] {
                    #private::Parameters::parameters_mut(self)
                }
            }
        }
    }

    /// `impl Target<T, NetOutputs<…>, NetOutputs<…>> for NetOutputs<…>`: a target for each output.
    fn targets(&self, name: &Ident, fields: &[Ident]) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let [losses, outputs, targets] = ["L", "O", "Y"].map(|letter| locals(letter, fields.len()));
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl<
                T: #private::Number,
                #(#losses,)*
                #(#outputs: #private::Sample<T>,)*
                #(#targets: #private::Target<T, #losses, #outputs>,)*
            > #private::Target<T, #name<#(#losses),*>, #name<#(#outputs),*>> for #name<#(#targets),*> {
                fn get(&self, k: usize) -> T {
                    let mut k = k;
                    #(
                        if k < #outputs::LEN {
                            return #private::Target::<T, #losses, #outputs>::get(&self.#fields, k);
                        }
                        k -= #outputs::LEN;
                    )*
                    let _ = k;
                    T::ZERO
                }

                fn write(&self, outputs: &mut [T]) {
                    #(
                        let (part, outputs) = outputs.split_at_mut(#outputs::LEN);
                        #private::Target::<T, #losses, #outputs>::write(&self.#fields, part);
                    )*
                    let _ = outputs;
                }

                fn check(
                    targets: &[Self],
                    _: usize,
                    _: #private::TargetDomain,
                    loss: &#name<#(#losses),*>,
                ) -> ::core::result::Result<(), (usize, #private::TargetError)> {
                    for (sample, target) in targets.iter().enumerate() {
                        #(
                            #private::Target::<T, #losses, #outputs>::check(
                                ::core::slice::from_ref(&target.#fields),
                                #outputs::LEN,
                                #private::TargetDomain::Any,
                                &loss.#fields,
                            )
                            .map_err(|(_, error)| (sample, error))?;
                        )*
                    }
                    ::core::result::Result::Ok(())
                }
            }
        }
    }

    /// `impl Loss<PerOutput<…>> for NetOutputs<…>`: the sum of a loss for each output.
    fn losses(&self, name: &Ident, fields: &[Ident]) -> TokenStream {
        let Self { types: Types { private, .. }, .. } = self;
        let (activations, losses) = (locals("A", fields.len()), locals("L", fields.len()));
        let sizes = locals("N", fields.len() - 1);
        let last = activations.last();
        let activation = activations.iter().zip(&sizes).rev().fold(quote_spanned!(Span::mixed_site()=> #last), |rest, (activation, size)| {
            quote_spanned!(Span::mixed_site()=> #private::PerOutput<#activation, #size, #rest>)
        });
        let (all_but_last, last_field) = (&fields[..sizes.len()], fields.last());
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl<
                #(#activations: #private::LayerActivation,)*
                #(#losses: #private::Loss<#activations>,)*
                #(const #sizes: usize,)*
            > #private::Loss<#activation> for #name<#(#losses),*> {
                #[inline(always)]
                fn evaluate<V: #private::Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
                    let mut sum = [V::constant(0.0); W];
                    #(
                        let ((part, z), (wanted, targets)) = (z.split_at_mut(#sizes), targets.split_at(#sizes));
                        #private::add_losses(&mut sum, self.#all_but_last.evaluate(part, wanted));
                    )*
                    #private::add_losses(&mut sum, self.#last_field.evaluate(z, targets));
                    sum
                }

                #[inline(always)]
                fn correct<V: #private::Vector, const W: usize>(
                    &self,
                    z: &[[V; W]],
                    targets: &[[V; W]],
                ) -> ::core::option::Option<[V; W]> {
                    let mut all = ::core::option::Option::None;
                    #(
                        let ((part, z), (wanted, targets)) = (z.split_at(#sizes), targets.split_at(#sizes));
                        #private::all_correct(&mut all, self.#all_but_last.correct(part, wanted));
                    )*
                    #private::all_correct(&mut all, self.#last_field.correct(z, targets));
                    all
                }
            }
        }
    }

    fn outputs(&self) -> Option<&[Output]> {
        if let Kind::Outputs(outputs) = &self.model.last.kind { Some(outputs) } else { None }
    }

    fn outputs_name(&self) -> Ident {
        format_ident!("{}Outputs", unraw(&self.types.owner), span = self.types.owner.span())
    }
}

/// `A1`, `A2`, …
fn locals(letter: &str, count: usize) -> Vec<Ident> {
    (1..=count).map(|number| local(letter, number)).collect()
}
