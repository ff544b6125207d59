//! IDX files, and MNIST in them.

use std::error::Error;
use std::fs;
use std::io::{self, Read};

use bytes::{folder, gzip, idx};
use sinew_data::idx::{self as reader, ArrayError, IdxError};
use sinew_data::mnist::{self, MnistError};

mod bytes;

#[test]
fn every_type_is_read() {
    let pi = std::f32::consts::PI;
    let files = [
        (idx(0x08, &[2], &[0, 255]), [0.0, 255.0]),
        (idx(0x09, &[2], &[0x80, 0x7f]), [-128.0, 127.0]),
        (idx(0x0b, &[2], &[0x80, 0, 1, 2]), [-32768.0, 258.0]),
        (idx(0x0c, &[2], &[0xff, 0xff, 0xff, 0xff, 0, 1, 0, 0]), [-1.0, 65536.0]),
        (idx(0x0d, &[2], &[pi.to_be_bytes(), (-pi).to_be_bytes()].concat()), [f64::from(pi), f64::from(-pi)]),
        (idx(0x0e, &[2], &[0.1_f64.to_be_bytes(), 1e-300_f64.to_be_bytes()].concat()), [0.1, 1e-300]),
    ];
    for (file, expected) in files {
        assert_eq!(reader::read::<f64>(&file[..]).unwrap(), expected);
        assert_eq!(reader::read::<f64>(&gzip(&file)[..]).unwrap(), expected);
    }
}

#[test]
fn an_image_is_read_with_and_without_a_dimension_of_channels() {
    let file = idx(8, &[2, 2, 3], &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    let images = reader::read::<[[[f32; 3]; 2]; 1]>(&file[..]).unwrap();
    assert_eq!(images, [[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]], [[[7.0, 8.0, 9.0], [10.0, 11.0, 12.0]]]]);
    assert_eq!(reader::read::<[[f32; 3]; 2]>(&file[..]).unwrap(), images.as_flattened());
}

#[test]
fn each_mistake_has_its_message() {
    let labels = |file: &[u8]| reader::read::<usize>(file).unwrap_err().to_string();
    assert_eq!(labels(b""), "expected 4 bytes, found the end after 0");
    assert_eq!(
        labels(b"PNG!"),
        "byte 0: expected the magic number of an IDX file, 00 00, a type and a number of dimensions, found 50 4e 47 21"
    );
    assert_eq!(
        labels(&[0, 0, 8, 0]),
        "byte 0: expected the magic number of an IDX file, 00 00, a type and a number of dimensions, found 00 00 08 00"
    );
    let other_type = "byte 2: expected 08, 09, 0b, 0c, 0d or 0e as the type of the numbers, found 0a";
    assert_eq!(labels(&idx(0x0a, &[1], &[7])), other_type);
    assert_eq!(labels(&idx(8, &[3], &[7, 2])), "expected 11 bytes, found the end after 10");
    assert_eq!(labels(&[0, 0, 8, 2, 0, 0]), "expected 8 bytes, found the end after 6");
    assert_eq!(labels(&idx(8, &[2], &[7, 2, 1])), "expected the end after 10 bytes, found more");
    assert_eq!(
        labels(&idx(8, &[2, 5], &[0; 10])),
        "expected an array of shape [n] with n samples, found one of shape [2, 5]"
    );
    assert_eq!(labels(&idx(9, &[2], &[1, 0xff])), "byte 9: expected a label, a whole number from 0, found -1");
    let not_a_number = reader::read::<f32>(&idx(13, &[1], &f32::NAN.to_be_bytes())[..]).unwrap_err();
    assert_eq!(not_a_number.to_string(), "byte 8: expected a finite number, found NaN");
}

#[test]
fn a_file_that_claims_too_much_is_refused_before_it_is_read() {
    let file = idx(8, &[u32::MAX, 28, 28], &[]);
    let error = reader::read::<[[f32; 28]; 28]>(&file[..]).unwrap_err();
    let (bytes, limit) = (u64::from(u32::MAX) * 784 * 4, 1 << 32);
    assert!(matches!(error, IdxError::Array(ArrayError::TooLarge { bytes: b, limit: l }) if (b, l) == (bytes, limit)));
    // One at a time, there is no limit; but the file ends.
    let mut samples = reader::samples::<[[f32; 28]; 28]>(&file[..]).unwrap();
    assert_eq!(
        samples.next().unwrap().unwrap_err().to_string(),
        "expected 3367254359296 bytes, found the end after 16"
    );
    assert!(samples.next().is_none());
}

#[test]
fn a_broken_gzip_file_is_an_error_with_a_source() {
    let mut file = gzip(&idx(8, &[100], &[7; 100]));
    let end = file.len() - 6;
    file[end] ^= 1; // in the checksum
    let error = reader::read::<usize>(&file[..]).unwrap_err();
    assert_eq!(error.to_string(), "byte 108: corrupt gzip stream does not have a matching checksum");
    assert!(error.source().is_some());
    let error = reader::read::<usize>(&file[..20]).unwrap_err();
    assert!(matches!(error, IdxError::Array(ArrayError::Read { .. })), "{error}");
}

#[test]
fn an_error_of_the_reader_is_passed_on() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _bytes: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let file = idx(8, &[3], &[1]);
    let error = reader::read::<usize>((&file[..]).chain(Broken)).unwrap_err();
    assert_eq!(error.to_string(), "byte 9: the disk is gone");
}

/// Files of two training images and one test image, compressed or not.
fn mnist_files(prefix: &str, test: &str, compressed: bool) -> [(String, Vec<u8>); 4] {
    let images = |count: u8| idx(8, &[u32::from(count), 28, 28], &vec![51; usize::from(count) * 784]);
    let files = [
        (format!("{prefix}train-images-idx3-ubyte"), images(2)),
        (format!("{prefix}train-labels-idx1-ubyte"), idx(8, &[2], &[5, 0])),
        (format!("{prefix}{test}-images-idx3-ubyte"), images(1)),
        (format!("{prefix}{test}-labels-idx1-ubyte"), idx(8, &[1], &[7])),
    ];
    files.map(|(name, file)| if compressed { (name + ".gz", gzip(&file)) } else { (name, file) })
}

#[test]
fn mnist_and_its_relatives_are_found_by_their_names() {
    for (i, (prefix, test)) in [("", "t10k"), ("emnist-letters-", "test")].into_iter().enumerate() {
        for compressed in [false, true] {
            let folder = folder(&format!("mnist-{i}-{compressed}"));
            for (name, file) in mnist_files(prefix, test, compressed) {
                fs::write(folder.join(name), file).unwrap();
            }
            let (train, test) = mnist::mnist(&folder).unwrap();
            assert_eq!((train.targets(), test.targets()), (&[5, 0][..], &[7][..]));
            assert_eq!(train.inputs(), [[[[0.2; 28]; 28]; 1]; 2]);
        }
    }
}

#[test]
fn a_folder_with_several_parts_asks_for_one() {
    let folder = folder("mnist-parts");
    for prefix in ["emnist-letters-", "emnist-digits-"] {
        for (name, file) in mnist_files(prefix, "test", true) {
            fs::write(folder.join(name), file).unwrap();
        }
    }
    let error = mnist::mnist(&folder).unwrap_err();
    let expected = format!("{}: expected files of one part, found emnist-digits-, emnist-letters-", folder.display());
    assert_eq!(error.to_string(), expected);
    assert_eq!(mnist::part(&folder, "emnist-digits-").unwrap().0.len(), 2);
}

#[test]
fn errors_of_mnist_name_the_file() {
    let folder = folder("mnist-errors");
    let missing = folder.join("train-images-idx3-ubyte");
    let error = mnist::mnist(&folder).unwrap_err();
    assert_eq!(error.to_string(), format!("{}: expected this file, plain or as .gz, found none", missing.display()));

    for (name, file) in mnist_files("", "t10k", false) {
        fs::write(folder.join(name), file).unwrap();
    }
    let (images, labels) = (folder.join("t10k-images-idx3-ubyte"), folder.join("t10k-labels-idx1-ubyte"));
    fs::write(&labels, idx(8, &[2], &[7, 1])).unwrap();
    let error = mnist::mnist(&folder).unwrap_err();
    let (images, labels) = (images.display(), labels.display());
    assert_eq!(error.to_string(), format!("{labels}: expected 1 labels, one for each image of {images}, found 2"));

    fs::write(folder.join("t10k-labels-idx1-ubyte"), [0, 0, 8]).unwrap();
    let error = mnist::mnist(&folder).unwrap_err();
    assert_eq!(error.to_string(), format!("{labels}: expected 4 bytes, found the end after 3"));

    fs::write(folder.join("train-images-idx3-ubyte"), idx(9, &[1, 28, 28], &[0xff; 784])).unwrap();
    fs::write(folder.join("train-labels-idx1-ubyte"), idx(8, &[1], &[0])).unwrap();
    let error = mnist::mnist(&folder).unwrap_err();
    assert_eq!(error.to_string(), format!("{}: expected pixels from 0 to 255, found -1", missing.display()));

    let nowhere = folder.join("nowhere");
    let error = mnist::mnist(&nowhere).unwrap_err();
    assert!(matches!(&error, MnistError::File(file) if file.file == nowhere), "{error}");
}
