//! NumPy arrays, from files that NumPy wrote (`tests/files/make.py`) and from broken ones.

use std::fs;
use std::io::Cursor;

use bytes::{npy, path};
use sinew_data::npy::{self as reader, Npz, NpzError};

mod bytes;

const NUMBERS: [[f64; 2]; 3] = [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]];

#[test]
fn every_type_and_order_is_read() {
    let mut types = Npz::open(path("types.npz")).unwrap();
    let names: Vec<String> = types.names().map(String::from).collect();
    let numbers = names.iter().filter(|name| name.contains(['<', '>']));
    assert_eq!(numbers.clone().count(), 22);
    for name in numbers {
        assert_eq!(types.read::<[f64; 2]>(name).unwrap(), NUMBERS, "{name}");
    }
    assert_eq!(types.read::<[f64; 2]>("bool").unwrap(), [[0.0, 1.0]; 3]);
}

#[test]
fn an_array_in_column_major_order_is_the_same() {
    let mut types = Npz::open(path("types.npz")).unwrap();
    assert_eq!(types.read::<[f64; 2]>("columns").unwrap(), NUMBERS);
    let cubes = types.read::<[[f32; 4]; 3]>("cubes").unwrap();
    let numbers: Vec<f32> = (0..24_u8).map(f32::from).collect();
    assert_eq!(cubes.as_flattened().as_flattened(), numbers);
    let samples = types.samples::<[f32; 2]>("columns").unwrap();
    assert_eq!(samples.map(Result::unwrap).collect::<Vec<_>>(), [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]);
}

#[test]
fn a_compressed_archive_and_a_later_version_are_read() {
    let mut archive = Npz::open(path("compressed.npz")).unwrap();
    assert_eq!(archive.names().collect::<Vec<_>>(), ["x", "y"]);
    assert_eq!(archive.read::<[f32; 4]>("x").unwrap()[4..], [[4.0, 4.25, 4.5, 4.75]]);
    assert_eq!(archive.read::<usize>("y").unwrap(), [0, 1, 2, 1, 0]);
    assert_eq!(reader::load::<usize>(path("version2.npy")).unwrap(), [3, 1, 4]);
}

#[test]
fn headers_of_python_2_are_read() {
    for shape in ["(2L, 1L)", "(2L,1)", "(2, 1L,)"] {
        let file = npy(&format!("{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}"), &[1, 2]);
        assert_eq!(reader::read::<f32>(&file[..]).unwrap(), [1.0, 2.0], "{shape}");
    }
    let file = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2LL,)}", &[1, 2]);
    let message = reader::read::<f32>(&file[..]).unwrap_err().to_string();
    assert_eq!(message, "byte 63: expected `,` or `)` in the header, found `L,)}`");
}

#[test]
fn one_sample_is_not_taken_for_an_array_of_samples() {
    let file = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3,)}", &[1, 2, 3]);
    let message = reader::read::<[f32; 3]>(&file[..]).unwrap_err().to_string();
    assert_eq!(message, "expected an array of shape [n, 3] with n samples, found one of shape [3]");
}

#[test]
fn a_column_gives_numbers_or_samples_of_one_number() {
    let file = npy("{'descr': '<u2', 'fortran_order': False, 'shape': (2, 1)}", &[1, 0, 2, 0]);
    assert_eq!(reader::read::<f32>(&file[..]).unwrap(), [1.0, 2.0]);
    assert_eq!(reader::read::<[f32; 1]>(&file[..]).unwrap(), [[1.0], [2.0]]);
}

#[test]
fn each_mistake_has_its_message() {
    let message =
        |header: &str, numbers: &[u8]| reader::read::<f32>(&npy(header, numbers)[..]).unwrap_err().to_string();
    let u1 = |shape: &str| format!("{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}}}");
    assert_eq!(message("[1]", &[]), "byte 10: expected `{` in the header, found `[1]`");
    assert_eq!(message(&u1("3"), &[]), "byte 60: expected `(` in the header, found `3}`");
    assert_eq!(message(&u1("(3"), &[]), "byte 62: expected `,` or `)` in the header, found `}`");
    assert_eq!(message(&u1("(-3,)"), &[]), "byte 61: expected an extent in the header, found `-3,)}`");
    let huge = "(99999999999999999999,)";
    assert_eq!(message(&u1(huge), &[]), "byte 61: expected an extent in the header, found `99999999999999999999`");
    let unknown =
        "byte 11: expected one of the keys `descr`, `fortran_order` and `shape` in the header, found `'order': 1}`";
    assert_eq!(message("{'order': 1}", &[]), unknown);
    let open = "byte 20: expected a string that ends in the header, found `'<f4}`";
    assert_eq!(message("{'descr': '<f4}", &[]), open);
    assert_eq!(message("{'descr': '<f4'}", &[]), "byte 26: expected the key `fortran_order` in the header, found ``");
    let truth = message("{'fortran_order': 0}", &[]);
    assert_eq!(truth, "byte 28: expected `True` or `False` in the header, found `0}`");
    assert_eq!(message(&u1("(3,)"), &[1, 2]), "expected 68 bytes, found the end after 67");
    assert_eq!(message(&u1("(3,)"), &[1, 2, 3, 4]), "expected the end after 68 bytes, found more");
    assert_eq!(message(&u1("()"), &[1]), "expected an array of shape [n] with n samples, found one of shape []");
    let text = message("{'descr': '<U8', 'fortran_order': False, 'shape': (3,)}", &[]);
    assert_eq!(text, "expected an array of integers or floating-point numbers, found `<U8`");
}

#[test]
fn what_is_no_numpy_file_is_said_to_be_none() {
    let message = |file: &[u8]| reader::read::<f32>(file).unwrap_err().to_string();
    assert_eq!(
        message(b"PK\x03\x04\x00\xff"),
        r#"byte 0: expected "\x93NUMPY", found "PK\x03\x04\x00\xff", a ZIP archive"#
    );
    assert_eq!(message(b"\x93NUMPY\x04\x00"), "byte 6: expected version 1.0, 2.0 or 3.0 of the format, found 4.0");
    let long = [b"\x93NUMPY\x02\x00".as_slice(), &u32::MAX.to_le_bytes()].concat();
    assert_eq!(message(&long), "byte 8: expected a header of at most 65536 bytes, found 4294967295");
}

#[test]
fn arrays_that_are_no_samples_are_errors_that_name_file_and_array() {
    let file = path("types.npz");
    let mut types = Npz::open(&file).unwrap();
    let mut message = |name: &str| {
        let error = types.read::<usize>(name).unwrap_err();
        error.to_string().replace(&file.display().to_string(), "FILE")
    };
    let no_numbers = "expected an array of integers or floating-point numbers, found";
    assert_eq!(message("complex"), format!("FILE: array `complex`: {no_numbers} `<c8`"));
    assert_eq!(message("record"), format!("FILE: array `record`: {no_numbers} `a record`"));
    let negative = "FILE: array `negative`: byte 128: expected a label, a whole number from 0, found -1";
    assert_eq!(message("negative"), negative);
    let shape = "FILE: array `<f4`: expected an array of shape [n] with n samples, found one of shape [3, 2]";
    assert_eq!(message("<f4"), shape);
    assert!(message("labels").starts_with("FILE: expected an array `labels`, found only `<u1`, `>u1`"));
}

#[test]
fn a_wrong_checksum_is_an_error() {
    let mut bytes = fs::read(path("types.npz")).unwrap();
    // The last byte of the first array is right before the second header.
    let second = bytes.windows(4).skip(4).position(|window| window == b"PK\x03\x04").unwrap() + 4;
    bytes[second - 1] ^= 1;
    let error = Npz::new(Cursor::new(bytes), "bytes").unwrap().read::<[f64; 2]>("<u1").unwrap_err();
    assert!(error.to_string().starts_with("bytes: array `<u1`: byte 134: expected the checksum "), "{error}");
}

#[test]
fn what_is_no_archive_is_said_to_be_none() {
    let error = Npz::new(Cursor::new(b"not an archive"), "bytes").unwrap_err();
    assert_eq!(error.to_string(), "bytes: byte 14: expected the end of an archive, `PK\\5\\6`, found something else");
    assert!(matches!(Npz::open("nowhere.npz").unwrap_err().error, NpzError::Read(_)));
}
