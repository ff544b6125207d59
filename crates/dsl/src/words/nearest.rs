//! Which word of the language the user may have meant.

/// The word of ours that the user may have meant.
pub fn nearest(
    word: &str,
    ours: impl Iterator<Item = &'static str>,
    foreign: &[(&str, &'static str)],
) -> Option<&'static str> {
    let name = normalized(word);
    let ours: Vec<&str> = ours.collect();
    if let Some((_, known)) = foreign.iter().find(|(theirs, known)| *theirs == name && ours.contains(known)) {
        return Some(known);
    }
    let near = ours.into_iter().map(|candidate| (distance(&name, &normalized(candidate)), candidate));
    let (distance, candidate) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= word.len() / 3).then_some(candidate)
}

/// The help for an unknown word.
pub fn did_you_mean(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}

/// `a`, `b`, `c`
pub fn list(words: impl Iterator<Item = &'static str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// A word without what spellings differ in: `LeakyReLU` and `leaky_relu` are one.
pub fn normalized(word: &str) -> String {
    word.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

/// How many letters to insert, remove, replace or swap with their neighbour turn one word into the
/// other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    let mut previous = None;
    for (i, a) in from.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, &b) in to.iter().enumerate() {
            let mut best = (row[j] + usize::from(a != b)).min(row[j + 1] + 1).min(next[j] + 1);
            if j > 0 && previous == Some(b) && to[j - 1] == a {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        previous = Some(a);
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{ACTIVATIONS, FOREIGN_ACTIVATIONS};

    fn near(word: &str) -> Option<&'static str> {
        nearest(word, ACTIVATIONS.iter().map(|row| row.word), FOREIGN_ACTIVATIONS)
    }

    #[test]
    fn the_distance_counts_letters() {
        assert_eq!(distance("", ""), 0);
        assert_eq!(distance("relu", "relu"), 0);
        assert_eq!(distance("rellu", "relu"), 1);
        assert_eq!(distance("relu", "gelu"), 1);
        assert_eq!(distance("rleu", "relu"), 1);
        assert_eq!(distance("", "relu"), 4);
    }

    #[test]
    fn a_misspelled_word_is_near_the_right_one() {
        assert_eq!(near("rellu"), Some("relu"));
        assert_eq!(near("sigmiod"), Some("sigmoid"));
        assert_eq!(near("sofmax"), Some("softmax"));
        assert_eq!(near("leakyrelu"), Some("leaky_relu"));
    }

    #[test]
    fn a_word_of_another_library_is_known() {
        assert_eq!(near("LeakyReLU"), Some("leaky_relu"));
        assert_eq!(near("swish"), Some("silu"));
        assert_eq!(near("linear"), Some("identity"));
    }

    #[test]
    fn a_strange_word_is_near_none() {
        assert_eq!(near("banana"), None);
        assert_eq!(near("x"), None);
    }
}
