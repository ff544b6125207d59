//! What a file holds, by its first bytes.

/// What files begin with that are easily taken for others.
const SIGNATURES: [(&[u8], &str); 7] = [
    (b"\x1f\x8b", "a file compressed with gzip"),
    (b"PK\x03\x04", "a ZIP archive"), // Excel's workbooks are ZIP archives too
    (b"\x28\xb5\x2f\xfd", "a file compressed with Zstandard"),
    (b"\xfd7zX", "a file compressed with XZ"),
    (b"\x93NUM", "an array of NumPy"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
];

/// What a file holds that begins with these bytes, if it is one of the usual mistakes.
pub(crate) fn of(bytes: &[u8]) -> Option<&'static str> {
    SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|&(_, contents)| contents)
}
