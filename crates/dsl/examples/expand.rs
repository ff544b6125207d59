//! Prints the Rust that a definition expands to:
//!
//! ```sh
//! echo 'struct Xor = 2 => 4 relu => 1 sigmoid;' | cargo run --package sinew-dsl --example expand
//! ```

use std::error::Error;
use std::io;

fn main() -> Result<(), Box<dyn Error>> {
    let definition = io::read_to_string(io::stdin())?;
    let expansion = sinew_dsl::network(format!("sinew {definition}").parse()?);
    print!("{}", prettyplease::unparse(&syn::parse2(expansion)?));
    Ok(())
}
