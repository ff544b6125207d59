//! The programs stand beside this folder: `cargo run --release --example digits`.
