//! What only the whole network has: the trait of networks, the heap, constants, a table.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::chain::{Chain, layers};
use super::tokens::unraw;
use super::types::Types;

impl Chain<'_> {
    /// The fields of the layers are also those of the network, and the network inside another is
    /// its layers.
    pub fn deref_to_layers(&self) -> TokenStream {
        let Self { types: Types { private, owner: name, .. }, .. } = self;
        let layers = layers(name);
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl<T: #private::Number> ::core::ops::Deref for #name<T> {
                type Target = #layers<T>;

                fn deref(&self) -> &#layers<T> {
                    &self.layers
                }
            }

            #[automatically_derived]
            impl<T: #private::Number> ::core::ops::DerefMut for #name<T> {
                fn deref_mut(&mut self) -> &mut #layers<T> {
                    &mut self.layers
                }
            }

            #[automatically_derived]
            impl<T: #private::Number> #private::Nested for #name<T> {
                type Stage = #layers<T>;
            }
        }
    }

    /// `impl Predict for Xor`
    pub fn predict(&self) -> TokenStream {
        let Self { types: Types { private, owner: name, .. }, model, name: layers, .. } = self;
        let input = self.types.array(&model.input);
        let output = self.named_outputs().unwrap_or_else(|| self.types.array(&model.output));
        let activation = self.last_activation();
        let stage = if self.is_root {
            quote_spanned! {Span::mixed_site()=>
                type Stage = Self;

                fn stage(&self) -> &Self {
                    self
                }
            }
        } else {
            quote_spanned! {Span::mixed_site()=>
                type Stage = #layers<T>;

                fn stage(&self) -> &#layers<T> {
                    &self.layers
                }

                fn statistics(&self) -> &[T] {
                    &self.statistics
                }
            }
        };
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl<T: #private::Number> #private::Predict for #name<T> {
                type Number = T;
                type Input = #input;
                type Output = #output;
                type Activation = #activation;
                type Scratch = [T; <#layers<f32> as #private::Stage>::INFO.predict_scratch];
                #stage
            }
        }
    }

    /// `impl Network for Xor`
    pub fn network(&self) -> TokenStream {
        let Self { types: Types { private, owner: name, .. }, name: layers, .. } = self;
        let methods = if self.is_root {
            quote_spanned! {Span::mixed_site()=>
                fn stage_mut(&mut self) -> &mut Self {
                    self
                }
            }
        } else {
            quote_spanned! {Span::mixed_site()=>
                fn stage_mut(&mut self) -> &mut #layers<T> {
                    &mut self.layers
                }

                fn statistics_mut(&mut self) -> &mut [T] {
                    &mut self.statistics
                }
            }
        };
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl<T: #private::Number> #private::Network for #name<T> {
                #methods
            }
        }
    }

    /// Inherent methods on the heap, where there is one.
    pub fn heap(&self) -> TokenStream {
        let Self { types: Types { private, owner: name, .. }, .. } = self;
        let title = unraw(name);
        quote_spanned!(Span::mixed_site()=> #private::heap!(#name, #title);)
    }

    /// Inherent, so that `Xor::PARAMETERS` needs no type annotation.
    pub fn constants(&self) -> TokenStream {
        let Self { types: Types { private, owner: name, .. }, .. } = self;
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl #name<f32> {
                /// How many numbers are trained.
                pub const PARAMETERS: usize = <Self as #private::Network>::PARAMETERS;
                /// How many numbers of scratch memory a prediction works in.
                pub const SCRATCH: usize = <Self as #private::Predict>::SCRATCH;
                /// What is known of each layer, in the order in which they run.
                pub const LAYERS: &'static [#private::LayerInfo] = <Self as #private::Predict>::LAYERS;
            }
        }
    }

    /// `impl Display for Xor`, a table.
    pub fn display(&self) -> TokenStream {
        let Self { types: Types { private, owner: name, .. }, .. } = self;
        let title = unraw(name);
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl<T: #private::Number> ::core::fmt::Display for #name<T> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #private::write_table(f, #title, <Self as #private::Predict>::LAYERS)
                }
            }
        }
    }
}
