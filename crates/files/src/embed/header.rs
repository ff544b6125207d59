//! The header of a safetensors file, read at compile time.

use crate::element::Element;
use crate::embed::message::equal;

/// More extents than any layer has.
const MAX_RANK: usize = 8;

/// A tensor of a file.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub key: &'a [u8],
    pub dtype: &'a [u8],
    /// The type of its numbers, if weights can have it.
    pub element: Option<Element>,
    /// Where its numbers begin in the file's.
    pub start: usize,
    end: usize,
    extents: [usize; MAX_RANK],
    rank: usize,
}

impl Entry<'_> {
    pub const fn shape(&self) -> &[usize] {
        self.extents.split_at(self.rank).0
    }

    pub const fn has_shape(&self, shape: &[usize]) -> bool {
        let mut i = 0;
        while i < self.rank && i < shape.len() && self.extents[i] == shape[i] {
            i += 1;
        }
        i == self.rank && i == shape.len()
    }

    /// Whether no network has it, but a file may: the state of an optimizer, or one of the counters
    /// that PyTorch writes next to the moments of a batch norm.
    pub const fn is_ignored(&self) -> bool {
        const NAME: &[u8] = b"num_batches_tracked";
        let is_counter = self.rank == 0
            && self.key.len() >= NAME.len()
            && equal(self.key.split_at(self.key.len() - NAME.len()).1, NAME);
        is_counter || equal(self.key, b"optimizer.steps") || equal(self.key, b"optimizer.moments")
    }

    /// Whether its numbers take as many bytes as its shape and type say, and all of them are in the
    /// file.
    const fn is_whole(&self, data: &[u8]) -> bool {
        let Some(element) = self.element else { return self.end <= data.len() };
        let (mut bytes, mut i) = (element.size(), 0);
        while i < self.rank {
            bytes = bytes.saturating_mul(self.extents[i]);
            i += 1;
        }
        self.start <= self.end && self.end <= data.len() && self.end - self.start == bytes
    }
}

/// How many tensors a file has.
///
/// # Panics
///
/// If it is not a safetensors file. It is called at compile time.
#[track_caller]
pub const fn entries(file: &[u8]) -> usize {
    let (mut cursor, _) = open(file);
    let mut count = 0;
    while cursor.next_entry().is_some() {
        count += 1;
    }
    count
}

/// The numbers of a file, and its `ENTRIES` tensors.
pub(super) const fn read<const ENTRIES: usize>(file: &[u8]) -> (&[u8], [Entry<'_>; ENTRIES]) {
    let (mut cursor, data) = open(file);
    let mut entries = [Cursor::NOTHING; ENTRIES];
    let mut i = 0;
    while i < ENTRIES {
        match cursor.next_entry() {
            Some(entry) if entry.is_whole(data) => entries[i] = entry,
            _ => panic!("the numbers of the safetensors file are not where its header says"),
        }
        i += 1;
    }
    (data, entries)
}

/// A cursor at the beginning of the header, and the numbers.
#[track_caller]
const fn open(file: &[u8]) -> (Cursor<'_>, &[u8]) {
    let Some((size, rest)) = file.split_first_chunk() else { panic!("the safetensors file is truncated") };
    let size = u64::from_le_bytes(*size);
    assert!(size <= rest.len() as u64, "this is no safetensors file, or a truncated one");
    let (header, data) = rest.split_at(size as usize);
    let mut cursor = Cursor { text: header, at: 0 };
    cursor.expect(b'{');
    (cursor, data)
}

/// A position in the header, which is JSON.
struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    const NOTHING: Entry<'a> =
        Entry { key: b"", dtype: b"", element: None, start: 0, end: 0, extents: [0; MAX_RANK], rank: 0 };

    /// The next tensor, or `None` at the end.
    const fn next_entry(&mut self) -> Option<Entry<'a>> {
        loop {
            if self.accept(b'}') {
                return None;
            }
            self.accept(b',');
            let key = self.string();
            self.expect(b':');
            if equal(key, b"__metadata__") {
                self.skip_object();
            } else {
                return Some(self.entry(key));
            }
        }
    }

    /// `{"dtype":"F32","shape":[4,2],"data_offsets":[0,32]}`, in any order.
    const fn entry(&mut self, key: &'a [u8]) -> Entry<'a> {
        let mut entry = Entry { key, ..Self::NOTHING };
        self.expect(b'{');
        while !self.accept(b'}') {
            self.accept(b',');
            let field = self.string();
            self.expect(b':');
            if equal(field, b"dtype") {
                entry.dtype = self.string();
                entry.element = Element::named(entry.dtype);
            } else if equal(field, b"shape") {
                (entry.extents, entry.rank) = self.numbers();
            } else if equal(field, b"data_offsets") {
                let (offsets, len) = self.numbers();
                assert!(len == 2, "a tensor of the safetensors file has no place");
                [entry.start, entry.end] = [offsets[0], offsets[1]];
            } else {
                malformed();
            }
        }
        entry
    }

    /// Skips an object of strings, such as the metadata.
    const fn skip_object(&mut self) {
        self.expect(b'{');
        while !self.accept(b'}') {
            self.accept(b',');
            self.string();
            self.expect(b':');
            self.string();
        }
    }

    /// A string as it is written: escapes stay escapes.
    const fn string(&mut self) -> &'a [u8] {
        self.expect(b'"');
        let start = self.at;
        while self.peek() != b'"' {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
            if self.at >= self.text.len() {
                malformed();
            }
        }
        self.at += 1;
        self.text.split_at(self.at - 1).0.split_at(start).1
    }

    /// `[4,2]`
    const fn numbers(&mut self) -> ([usize; MAX_RANK], usize) {
        let (mut numbers, mut len) = ([0; MAX_RANK], 0);
        self.expect(b'[');
        while !self.accept(b']') {
            self.accept(b',');
            assert!(len < MAX_RANK, "a tensor of the safetensors file has more than 8 extents");
            numbers[len] = self.number();
            len += 1;
        }
        (numbers, len)
    }

    const fn number(&mut self) -> usize {
        self.skip_space();
        let start = self.at;
        let mut number: usize = 0;
        while self.peek().is_ascii_digit() {
            number = number.saturating_mul(10).saturating_add((self.peek() - b'0') as usize);
            self.at += 1;
        }
        if self.at == start {
            malformed();
        }
        number
    }

    const fn expect(&mut self, byte: u8) {
        if !self.accept(byte) {
            malformed();
        }
    }

    const fn accept(&mut self, byte: u8) -> bool {
        self.skip_space();
        let is_there = self.peek() == byte;
        if is_there {
            self.at += 1;
        }
        is_there
    }

    const fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    /// The byte at the cursor; zero, which is never part of JSON, at the end.
    const fn peek(&self) -> u8 {
        if self.at < self.text.len() { self.text[self.at] } else { 0 }
    }
}

const fn malformed() -> ! {
    panic!("this is no safetensors file, its header is malformed")
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use std::format;
    use std::vec::Vec;

    use super::*;

    fn file(header: &str, data: &[u8]) -> Vec<u8> {
        [&(header.len() as u64).to_le_bytes(), header.as_bytes(), data].concat()
    }

    #[test]
    fn the_compiler_reads_a_header_as_the_crate_safetensors_does() {
        let tensor = |key: &str, dtype: &str, shape: &str, offsets: &str| {
            format!(r#""{key}" : {{"shape":[{shape}], "data_offsets":[{offsets}],"dtype":"{dtype}"}}"#)
        };
        let tensors = [
            tensor("b.bias", "F16", "3", "16,22"),
            tensor("a", "I64", "", "0,8"),
            tensor("w", "F32", "1 , 2", "8, 16"),
        ];
        let metadata = r#""__metadata__":{"format":"pt","quoted":"\"}\\"}"#;
        let header = format!("{{ {metadata},{}}}   ", tensors.join(",\n"));
        let file = file(&header, &[0; 22]);

        assert_eq!(entries(&file), 3);
        let (data, read): (_, [Entry<'_>; 3]) = read(&file);
        assert_eq!(data.len(), 22);
        let (size, expected) = safetensors::SafeTensors::read_metadata(&file).expect("a valid file");
        assert_eq!(size, header.len());
        for entry in read {
            let key = str::from_utf8(entry.key).expect("a key is text");
            let info = expected.info(key).expect("both know the key");
            assert_eq!((entry.shape(), (entry.start, entry.end)), (&info.shape[..], info.data_offsets));
            assert_eq!(entry.dtype, format!("{}", info.dtype).as_bytes());
        }
    }

    #[test]
    fn what_is_no_header_is_malformed() {
        for header in [
            "",
            "{",
            "[]",
            r#"{"a"}"#,
            r#"{"a":{"dtype":"F32"}"#,
            r#"{"a":{"dtype":7}}"#,
            r#"{"a":{"shape":[x]}}"#,
            r#"{"a"#,
        ] {
            let file = file(header, &[]);
            assert!(std::panic::catch_unwind(|| entries(&file)).is_err(), "{header}");
        }
    }
}
