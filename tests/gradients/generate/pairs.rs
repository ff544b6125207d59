//! The pairs of an activation and a family of losses that `../activation_losses.rs` checks: a call
//! of the macro `pairs!` with all of them.

use std::fmt::Write;

use sinew_vocabulary::ACTIVATIONS;

use crate::losses::families;

/// The text of the call.
pub fn draw() -> String {
    let mut text = String::from("pairs! {\n");
    for row in ACTIVATIONS {
        let _ = writeln!(text, "    {}: {}, [{}];", row.word, row.type_name, families(row));
    }
    text + "}\n"
}
