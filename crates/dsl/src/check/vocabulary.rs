//! What a word that the user wrote is to the language.

use crate::ast::Word;
use crate::path::Path;
use crate::words::{
    ACTIVATIONS, ActivationWord, FOREIGN_ACTIVATIONS, FOREIGN_LAYERS, FOREIGN_MODULES, LAYERS, LayerWord,
    activation_row, layer_row, normalized,
};

/// The row of a word, if it is one of the language's layers.
pub fn layer_row_of(word: &Word) -> Option<&'static LayerWord> {
    word.path.word().and_then(|word| layer_row(&word.to_string()))
}

pub fn is_layer(word: &Word) -> bool {
    layer_row_of(word).is_some()
}

pub fn is_activation(word: &Word) -> bool {
    word.path.word().is_some_and(|word| activation_row(&word.to_string()).is_some())
        || word.path.is_type() && in_capitals(word).is_some()
}

/// The activation that is spelled as the type of it is, or as other libraries spell theirs: `Relu`,
/// `ReLU`, `nn::ReLU`.
///
/// A type of the user's that has the same name needs a path, as in `self::Relu`. `Swish` does not:
/// nothing of ours has that name.
pub fn in_capitals(word: &Word) -> Option<&'static ActivationWord> {
    let Path { segments, generics: None, .. } = &word.path else { return None };
    let name = match segments.as_slice() {
        [_] => word.path.word()?,
        [module, .., name] if FOREIGN_MODULES.iter().any(|known| module == known) => name,
        _ => return None,
    };
    let name = name.to_string();
    if !name.contains(char::is_uppercase) {
        return None;
    }
    let is_ours = |row: &&ActivationWord| {
        normalized(&name) == normalized(row.word) || segments.len() > 1 && is_theirs(&name, row)
    };
    ACTIVATIONS.iter().find(is_ours).or_else(|| activation_row("softmax").filter(|_| name == "LogSoftmax"))
}

/// Whether other libraries call this activation so.
fn is_theirs(name: &str, row: &ActivationWord) -> bool {
    FOREIGN_ACTIVATIONS
        .iter()
        .any(|(theirs, ours)| *theirs == normalized(name) && *ours == row.word && row.word != "identity")
}

/// The word that two would be if they were written together, with what is in the parentheses of the
/// second.
pub fn one_word(first: &Word, second: &Word) -> Option<String> {
    let is_part = first.arguments.is_none() && !first.path.is_constant();
    let (first, last) = (first.path.word().filter(|_| is_part)?, second.path.word()?);
    let name = normalized(&format!("{first}{last}"));
    let ours = ACTIVATIONS.iter().map(|row| row.word).chain(LAYERS.iter().map(|row| row.word));
    let theirs = FOREIGN_ACTIVATIONS.iter().chain(FOREIGN_LAYERS);
    let theirs = theirs.filter(|(theirs, _)| *theirs == name).map(|(_, ours)| *ours);
    let word = ours.filter(|word| normalized(word) == name).chain(theirs).next()?;
    Some(second.text().replacen(&last.to_string(), word, 1))
}
