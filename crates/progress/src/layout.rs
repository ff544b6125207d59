//! What fits on a line.

/// A report's line: how wide the bar is, 0 for none, and the text after it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub bar: usize,
    pub text: String,
}

/// The widest bar.
const WIDEST: usize = 32;

/// A narrower bar shows nothing.
const NARROWEST: usize = 8;

/// What the time left takes, with the gap before it.
const TIME: usize = 10;

/// A gap between two things.
const GAP: &str = "  ";

impl Layout {
    /// The layout of a line of `width` columns that begins with `start` and says as much as fits of
    /// `items`, such as `loss 0.0214`, and of how fast it goes.
    ///
    /// First the speed is left out, then `validation` becomes `val`, then the items between the
    /// first and the last are left out, the bar, and at last all but the first item.
    pub fn new(start: &str, items: &[&str], speed: Option<&str>, width: usize) -> Self {
        let room = width.saturating_sub(start.chars().count() + GAP.len() + TIME);
        let texts: Vec<String> = texts(items, speed).collect();
        let length = |text: &str| text.chars().count();
        let bar_beside = |text: &str| room.saturating_sub(length(text) + GAP.len() + 2).min(WIDEST); // two brackets
        if let Some(text) = texts.iter().find(|text| bar_beside(text) >= NARROWEST) {
            return Self { bar: bar_beside(text), text: text.clone() };
        }
        let first = items.first().copied().unwrap_or_default();
        let text = texts.into_iter().find(|text| length(text) <= room);
        Self { bar: 0, text: text.unwrap_or_else(|| first.into()) }
    }

    /// The template of `indicatif` that draws it: a message that is too long is cut off, so a line
    /// never becomes two.
    pub fn template(&self) -> String {
        let bar = if self.bar > 0 { format!("[{{bar:{}}}]{GAP}", self.bar) } else { String::new() };
        format!("{{prefix}}{GAP}{bar}{{wide_msg}}{{left}}")
    }
}

/// What a line can say, the most first.
fn texts(items: &[&str], speed: Option<&str>) -> impl Iterator<Item = String> {
    let all = items.join(GAP);
    let with_speed = speed.map(|speed| format!("{all}{GAP}{speed}"));
    let short: Vec<String> = items.iter().map(|item| item.replace("validation ", "val ")).collect();
    let fewer = (0..items.len().saturating_sub(1)).map(move |left_out| {
        let (first, rest) = short.split_at(1);
        [first, &rest[left_out..]].concat().join(GAP)
    });
    with_speed.into_iter().chain([all]).chain(fewer)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: [&str; 4] = ["loss 0.0214", "accuracy 0.9951", "validation loss 0.0314", "validation accuracy 0.9851"];

    #[test]
    fn a_line_says_what_fits() {
        let speed = Some("412,800 samples/s");
        let cases = [
            (
                160,
                4,
                32,
                "loss 0.0214  accuracy 0.9951  validation loss 0.0314  validation accuracy 0.9851  412,800 samples/s",
            ),
            (120, 4, 13, "loss 0.0214  accuracy 0.9951  validation loss 0.0314  validation accuracy 0.9851"),
            (80, 4, 21, "loss 0.0214  val accuracy 0.9851"),
            (60, 4, 0, "loss 0.0214  val accuracy 0.9851"),
            (40, 4, 0, "loss 0.0214"),
            (10, 4, 0, "loss 0.0214"),
            (120, 2, 32, "loss 0.0214  accuracy 0.9951  412,800 samples/s"),
            (80, 2, 25, "loss 0.0214  accuracy 0.9951"),
            (60, 2, 0, "loss 0.0214  accuracy 0.9951"),
            (60, 1, 22, "loss 0.0214"),
            (60, 0, 32, ""),
        ];
        for (width, items, bar, text) in cases {
            let layout = Layout::new("epoch  6/30", &ITEMS[..items], speed.filter(|_| items > 0), width);
            assert_eq!(layout, Layout { bar, text: text.into() }, "{items} items on {width} columns");
            let brackets = if bar > 0 { 4 } else { 0 };
            assert!(width < 40 || 13 + bar + brackets + text.len() + TIME <= width, "{width}: {text}");
        }
    }
}
