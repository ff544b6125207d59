//! Prints what definitions expand to: `echo 'struct Xor = 2 => 4 relu => 1 sigmoid;' | cargo run -p sinew-dsl --example expand`.

use std::error::Error;
use std::io::{Read, stdin};

use proc_macro2::TokenStream;
use quote::quote;

fn main() -> Result<(), Box<dyn Error>> {
    let mut source = String::new();
    stdin().read_to_string(&mut source)?;
    let tokens: TokenStream = source.parse()?;
    let file = syn::parse2(sinew_dsl::network(quote!(sinew #tokens)))?;
    print!("{}", prettyplease::unparse(&file));
    Ok(())
}
