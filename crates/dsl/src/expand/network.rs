//! What only the whole network has: statistics, the heap, a table.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::chain::{self, Chain, layers};
use super::unraw;
use crate::docs;
use crate::model::Definition;

/// Everything about a network that is no matter of its layers alone.
pub fn items(private: &TokenStream, definition: &Definition) -> TokenStream {
    let chain = Chain::of(private, definition);
    let root = Root { private, definition, chain };
    [root.structure(), root.network(), root.heap(), root.constants(), root.display()].into_iter().collect()
}

struct Root<'a> {
    private: &'a TokenStream,
    definition: &'a Definition,
    chain: Chain<'a>,
}

impl Root<'_> {
    /// The name of the struct as a string.
    fn title(&self) -> String {
        unraw(&self.definition.name)
    }

    /// Where something is measured, the layers and the statistics; the layers' own struct otherwise.
    fn structure(&self) -> TokenStream {
        if self.chain.is_root {
            return TokenStream::new();
        }
        [self.fields(), self.formats(), self.parameters(), self.layers()].into_iter().collect()
    }

    fn fields(&self) -> TokenStream {
        let Self { private, .. } = self;
        let Definition { attributes, visibility, name, .. } = self.definition;
        let documentation = docs::structure(self.definition);
        let (layers, bound, derives) = (layers(name), self.chain.bound(), self.chain.derives());
        quote_spanned! {Span::mixed_site()=>
            #attributes
            #(#[doc = #documentation])*
            #derives
            #[repr(C)]
            #visibility struct #name<T #bound = f32> {
                /// What is trained; its fields are also those of the network.
                pub layers: #layers<T>,
                /// What is measured in training: the running moments of batch norms.
                pub statistics: [T; <#layers<f32> as #private::Stage>::STATISTICS],
            }
        }
    }

    fn formats(&self) -> TokenStream {
        if self.chain.derives().is_some() {
            return TokenStream::new();
        }
        let fields = ["layers", "statistics"].map(|name| {
            let field = Ident::new(name, Span::mixed_site());
            (name.to_owned(), quote_spanned!(Span::mixed_site()=> &self.#field))
        });
        let equal = quote_spanned! {Span::mixed_site()=>
            self.layers == other.layers && self.statistics == other.statistics
        };
        chain::formats(self.private, &self.definition.name, fields.into(), &equal)
    }

    /// The trained run is that of the layers.
    fn parameters(&self) -> TokenStream {
        let Self { private, .. } = self;
        let name = &self.definition.name;
        let layers = layers(name);
        quote_spanned! {Span::mixed_site()=>
            // SAFETY: the layout is that of C; the layers are plain data of `T`, and an array of `T` stands behind them.
            unsafe impl<T: #private::Number> #private::Parameters<T> for #name<T> {
                const COUNT: usize = <#layers<T> as #private::Parameters<T>>::COUNT;
            }
        }
    }

    /// The fields of the layers are also those of the network, and the network inside another is its layers.
    fn layers(&self) -> TokenStream {
        let Self { private, .. } = self;
        let name = &self.definition.name;
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

    fn network(&self) -> TokenStream {
        let Self { private, chain, .. } = self;
        let Definition { name, network, .. } = self.definition;
        let types = &chain.types;
        let [input, output] = [&network.input, &network.result].map(|shape| types.array(shape));
        let activation = chain.last_activation();
        let methods = self.methods();
        let stage = if chain.is_root {
            quote_spanned!(Span::mixed_site()=> Self)
        } else {
            let layers = layers(name);
            quote_spanned!(Span::mixed_site()=> #layers<T>)
        };
        let layers = &chain.name;
        quote_spanned! {Span::mixed_site()=>
            #[automatically_derived]
            impl<T: #private::Number> #private::Network for #name<T> {
                type Number = T;
                type Input = #input;
                type Output = #output;
                type Activation = #activation;
                type Stage = #stage;
                type Scratch = [T; <#layers<f32> as #private::Stage>::PREDICT_SCRATCH];

                #methods
            }
        }
    }

    fn methods(&self) -> TokenStream {
        let Self { chain, .. } = self;
        if chain.is_root {
            return quote_spanned! {Span::mixed_site()=>
                fn stage(&self) -> &Self {
                    self
                }

                fn stage_mut(&mut self) -> &mut Self {
                    self
                }
            };
        }
        let layers = &chain.name;
        quote_spanned! {Span::mixed_site()=>
            fn stage(&self) -> &#layers<T> {
                &self.layers
            }

            fn stage_mut(&mut self) -> &mut #layers<T> {
                &mut self.layers
            }

            fn statistics(&self) -> &[T] {
                &self.statistics
            }

            fn statistics_mut(&mut self) -> &mut [T] {
                &mut self.statistics
            }
        }
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
