//! Reads the language's source.

/// The parameters of a network that have not been given to its layers yet.
pub struct Parameters(std::vec::IntoIter<f64>);

impl Parameters {
    pub fn new(parameters: Vec<f64>) -> Self {
        Self(parameters.into_iter())
    }

    pub fn take(&mut self, count: usize) -> Vec<f64> {
        assert!(count <= self.0.len(), "{count} parameters are needed, and {} are left", self.0.len());
        self.0.by_ref().take(count).collect()
    }

    pub fn left(&self) -> usize {
        self.0.len()
    }
}

/// A stage as written: `conv(4, 3x3, padding = 1) relu`.
pub struct Stage<'a> {
    /// `conv`; `dense` for a single width.
    pub word: &'a str,
    /// `4`, `3x3`
    pub arguments: Vec<&'a str>,
    /// `padding` and `1`
    options: Vec<(&'a str, &'a str)>,
    /// `relu`
    pub activation: &'a str,
}

impl<'a> Stage<'a> {
    pub fn read(text: &'a str) -> Self {
        let (word, rest) = text.split_at(text.find(|c: char| c == '(' || c.is_whitespace()).unwrap_or(text.len()));
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return Self { word: "dense", arguments: vec![word], options: Vec::new(), activation: rest.trim() };
        }
        let (inside, activation) = if rest.starts_with('(') { parentheses(rest) } else { ("", rest) };
        let terms = split(inside, ",").into_iter().filter(|term| !term.is_empty());
        let is_option = |term: &&str| split(term, " = ").len() == 2;
        let (options, arguments): (Vec<&str>, Vec<&str>) = terms.partition(is_option);
        let options = options.into_iter().filter_map(|option| option.split_once(" = ")).collect();
        Self { word, arguments, options, activation: activation.trim() }
    }

    /// The argument at a position, a number.
    pub fn number(&self, position: usize) -> usize {
        number(self.arguments[position])
    }

    /// The argument at a position, a size: `3x2`, or `3` for `3x3`.
    pub fn size(&self, position: usize) -> [usize; 2] {
        size(self.arguments[position])
    }

    pub fn option(&self, name: &str) -> Option<&'a str> {
        self.options.iter().find(|option| option.0 == name).map(|option| option.1)
    }

    pub fn number_option(&self, name: &str) -> Option<usize> {
        self.option(name).map(number)
    }

    pub fn size_option(&self, name: &str) -> Option<[usize; 2]> {
        self.option(name).map(size)
    }

    /// Whether an option is `true`; `otherwise` where it is not given.
    pub fn flag_option(&self, name: &str, otherwise: bool) -> bool {
        self.option(name).map_or(otherwise, |value| value == "true")
    }

    /// An option that is a decimal.
    pub fn decimal_option(&self, name: &str) -> Option<f64> {
        self.option(name).map(|text| text.parse().unwrap_or_else(|_| panic!("`{text}` is no number")))
    }

    /// How many biases a layer with this many channels has.
    pub fn biases(&self, channels: usize) -> usize {
        if self.option("bias") == Some("false") { 0 } else { channels }
    }
}

/// The parts of a text between separators (`=>` or `,`) outside of parentheses.
pub fn split<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let (mut parts, mut begin, mut depth) = (Vec::new(), 0, 0);
    for (place, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && place >= begin && text[place..].starts_with(separator) => {
                parts.push(text[begin..place].trim());
                begin = place + separator.len();
            }
            _ => {}
        }
    }
    parts.push(text[begin..].trim());
    parts
}

/// The extents of a shape, `3x5x4`.
pub fn shape(text: &str) -> Vec<usize> {
    text.split('x').map(number).collect()
}

/// A shape as an image's; missing extents are 1.
pub fn image(shape: &[usize]) -> [usize; 3] {
    match *shape {
        [channels, height, width] => [channels, height, width],
        [channels, length] => [channels, 1, length],
        _ => [shape.iter().product(), 1, 1],
    }
}

/// The text in the parentheses that `text` begins with, and what follows them.
fn parentheses(text: &str) -> (&str, &str) {
    let mut depth = 0;
    let closing = text.char_indices().find(|&(_, c)| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    let (end, _) = closing.unwrap_or_else(|| panic!("`{text}` lacks a `)`"));
    (&text[1..end], &text[end + 1..])
}

fn size(text: &str) -> [usize; 2] {
    let (height, width) = text.split_once('x').unwrap_or((text, text));
    [number(height), number(width)]
}

fn number(text: &str) -> usize {
    text.trim().parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}
