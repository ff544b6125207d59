//! What the compiler says about a file that does not fit.

/// Room for the message; a longer one ends in an ellipsis.
const ROOM: usize = 4096;

/// A message in the making.
pub(super) struct Message {
    text: [u8; ROOM],
    len: usize,
    is_empty: bool,
}

/// A key as a list of labels, from the outside in.
pub(super) struct Path<'a> {
    pub parent: Option<&'a Path<'a>>,
    pub name: &'a str,
}

impl Path<'_> {
    /// Whether it is this key, labels with dots between them.
    pub const fn is(&self, key: &[u8]) -> bool {
        let name = self.name.as_bytes();
        if key.len() < name.len() {
            return false;
        }
        let (front, end) = key.split_at(key.len() - name.len());
        if !equal(end, name) {
            return false;
        }
        match (self.parent, front) {
            (None, []) => true,
            (Some(parent), [front @ .., b'.']) => parent.is(front),
            _ => false,
        }
    }
}

pub(super) const fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

impl Message {
    /// A message about the file with that name.
    pub const fn new(file: &str) -> Self {
        let mut message = Self { text: [0; ROOM], len: 0, is_empty: true };
        message.push(b"`");
        message.push(file.as_bytes());
        message.push(b"` does not fit the network:");
        message
    }

    pub const fn missing(&mut self, path: &Path<'_>, expected: &[usize]) {
        self.begin(path);
        self.push(b"` is missing, expected ");
        self.extents(expected);
    }

    pub const fn superfluous(&mut self, key: &[u8], found: &[usize]) {
        self.is_empty = false;
        self.push(b"\n  `");
        self.push(key);
        self.push(b"` belongs to nothing in the network, found ");
        self.extents(found);
    }

    pub const fn shape(&mut self, path: &Path<'_>, expected: &[usize], found: &[usize]) {
        self.begin(path);
        self.push(b"`: expected ");
        self.extents(expected);
        self.push(b", found ");
        self.extents(found);
    }

    pub const fn dtype(&mut self, path: &Path<'_>, found: &[u8]) {
        self.begin(path);
        self.push(b"`: expected numbers of type F64, F32, F16 or BF16, found ");
        self.push(found);
    }

    /// A number of the tensor that cannot be used: `is` says what it is.
    pub const fn unusable(&mut self, path: &Path<'_>, index: usize, is: &str) {
        self.begin(path);
        self.push(b"`: number ");
        self.number(index);
        self.push(b" of the tensor is ");
        self.push(is.as_bytes());
    }

    /// Stops the compiler if there is anything to report.
    #[track_caller]
    pub const fn report(&self) {
        if self.is_empty {
            return;
        }
        let (text, _) = self.text.split_at(self.len);
        match core::str::from_utf8(text) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("the file does not fit the network"),
        }
    }

    const fn begin(&mut self, path: &Path<'_>) {
        self.is_empty = false;
        self.push(b"\n  `");
        self.key(path);
    }

    const fn key(&mut self, path: &Path<'_>) {
        if let Some(parent) = path.parent {
            self.key(parent);
            self.push(b".");
        }
        self.push(path.name.as_bytes());
    }

    const fn extents(&mut self, shape: &[usize]) {
        if shape.is_empty() {
            self.push(b"one number");
        }
        let mut i = 0;
        while i < shape.len() {
            if i > 0 {
                self.push("×".as_bytes());
            }
            self.number(shape[i]);
            i += 1;
        }
    }

    const fn number(&mut self, number: usize) {
        if number >= 10 {
            self.number(number / 10);
        }
        self.push(&[b'0' + (number % 10) as u8]);
    }

    const fn push(&mut self, text: &[u8]) {
        const END: &[u8] = "…".as_bytes();
        if self.len == ROOM {
            return;
        }
        let fits = self.len + text.len() + END.len() <= ROOM;
        let text = if fits { text } else { END };
        let mut i = 0;
        while i < text.len() {
            self.text[self.len + i] = text[i];
            i += 1;
        }
        self.len = if fits { self.len + text.len() } else { ROOM };
    }
}
