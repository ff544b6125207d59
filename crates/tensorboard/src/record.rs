//! Records, the frames of `TFRecord` files.
//!
//! ```text
//! length of the data: u64
//! masked CRC-32C of the length: u32
//! data
//! masked CRC-32C of the data: u32
//! ```
//!
//! All numbers are little-endian.
//!
//! # References
//!
//! "`TFRecord` and `tf.train.Example`", section "`TFRecords` format details", tensorflow.org.

use std::io::{self, Write};

/// Appends a record.
pub(crate) fn write(file: &mut impl Write, data: &[u8]) -> io::Result<()> {
    let length = (data.len() as u64).to_le_bytes();
    file.write_all(&length)?;
    file.write_all(&masked_crc(&length).to_le_bytes())?;
    file.write_all(data)?;
    file.write_all(&masked_crc(data).to_le_bytes())
}

/// The masked checksum, for data that contains checksums itself: rotated by 15 bits, plus a
/// constant.
fn masked_crc(bytes: &[u8]) -> u32 {
    crc32c::crc32c(bytes).rotate_right(15).wrapping_add(0xa282_ead8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_sixteen_bytes_longer_than_its_data() {
        let mut file = Vec::new();
        write(&mut file, b"data").unwrap();
        assert_eq!(file.len(), 4 + 16);
        assert_eq!(file[..8], 4_u64.to_le_bytes());
        assert_eq!(&file[12..16], b"data");
    }

    #[test]
    fn the_checksum_is_castagnoli_s() {
        // RFC 3720, appendix B.4: 32 bytes of zeros, 32 of ones.
        assert_eq!(crc32c::crc32c(&[0; 32]), 0x8a91_36aa);
        assert_eq!(crc32c::crc32c(&[0xff; 32]), 0x62a8_ab43);
    }
}
