//! The small part of protocol buffers that events need.
//!
//! A field is a key, `number·8 + wire type`, and a value. The wire types here are 0 (a number with
//! 7 bits in each byte, the lowest first), 1 (8 bytes), 2 (a length and that many bytes) and 5 (4
//! bytes).
//!
//! # References
//!
//! "Encoding", protobuf.dev/programming-guides/encoding.

/// A message, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    bytes: Vec<u8>,
}

impl Message {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A field of type `int64`.
    pub(crate) fn integer(mut self, field: u64, x: u64) -> Self {
        self.key(field, 0);
        self.varint(x);
        self
    }

    /// A field of type `double`.
    pub(crate) fn double(mut self, field: u64, x: f64) -> Self {
        self.key(field, 1);
        self.bytes.extend(x.to_le_bytes());
        self
    }

    /// A field of type `float`.
    pub(crate) fn float(mut self, field: u64, x: f32) -> Self {
        self.key(field, 5);
        self.bytes.extend(x.to_le_bytes());
        self
    }

    /// A field of type `string` or `bytes`.
    pub(crate) fn bytes(mut self, field: u64, bytes: &[u8]) -> Self {
        self.key(field, 2);
        self.varint(bytes.len() as u64);
        self.bytes.extend(bytes);
        self
    }

    /// A field that is a message.
    pub(crate) fn message(self, field: u64, message: &Self) -> Self {
        self.bytes(field, &message.bytes)
    }

    /// A packed field of many numbers of type `double`.
    pub(crate) fn doubles(self, field: u64, numbers: impl Iterator<Item = f64>) -> Self {
        let bytes: Vec<u8> = numbers.flat_map(f64::to_le_bytes).collect();
        self.bytes(field, &bytes)
    }

    fn key(&mut self, field: u64, wire_type: u64) {
        self.varint(field << 3 | wire_type);
    }

    fn varint(&mut self, mut x: u64) {
        while x >= 0x80 {
            self.bytes.push(x.to_le_bytes()[0] | 0x80);
            x >>= 7;
        }
        self.bytes.push(x.to_le_bytes()[0]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_specification_come_out() {
        assert_eq!(Message::new().integer(1, 150).as_bytes(), [0x08, 0x96, 0x01]);
        assert_eq!(Message::new().bytes(2, b"testing").as_bytes(), b"\x12\x07testing");
        let inner = Message::new().integer(1, 150);
        assert_eq!(Message::new().message(3, &inner).as_bytes(), [0x1a, 0x03, 0x08, 0x96, 0x01]);
    }

    #[test]
    fn the_largest_number_takes_ten_bytes() {
        assert_eq!(Message::new().integer(1, u64::MAX).as_bytes().len(), 1 + 10);
    }
}
