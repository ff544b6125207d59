//! Files that were good once: cut off, with bits flipped, bytes inserted and numbers made huge.
//! Each is read or refused; none panics, and none takes more memory than it has bytes for.

use std::fs;
use std::io::Cursor;

use bytes::{gzip, idx, npy, path};
use proptest::prelude::*;
use proptest::sample::Index;
use sinew_data::csv::{Csv, Missing};
use sinew_data::npy::Npz;

mod bytes;

/// What happens to a file.
#[derive(Clone, Debug)]
enum Mutation {
    Truncate(Index),
    Flip(Index, u8),
    Insert(Index, u8),
    Remove(Index),
    /// Four bytes become large numbers, of either byte order.
    Huge(Index, u8),
}

impl Mutation {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let len = bytes.len();
        match self {
            _ if len == 0 => {}
            Self::Truncate(at) => bytes.truncate(at.index(len)),
            Self::Flip(at, bit) => bytes[at.index(len)] ^= 1 << (bit % 8),
            Self::Insert(at, byte) => bytes.insert(at.index(len), *byte),
            Self::Remove(at) => drop(bytes.remove(at.index(len))),
            Self::Huge(at, byte) => bytes[at.index(len)..].iter_mut().take(4).for_each(|place| *place = *byte),
        }
    }
}

fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let interesting = prop_oneof![Just(0), Just(0x7f), Just(0x80), Just(0xff), any::<u8>()];
    let mutation = prop_oneof![
        any::<Index>().prop_map(Mutation::Truncate),
        (any::<Index>(), any::<u8>()).prop_map(|(at, bit)| Mutation::Flip(at, bit)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Mutation::Insert(at, byte)),
        any::<Index>().prop_map(Mutation::Remove),
        (any::<Index>(), interesting).prop_map(|(at, byte)| Mutation::Huge(at, byte)),
    ];
    prop::collection::vec(mutation, 1..4)
}

/// The file after its mutations.
fn mutated(mut bytes: Vec<u8>, mutations: &[Mutation]) -> Vec<u8> {
    for mutation in mutations {
        mutation.apply(&mut bytes);
    }
    bytes
}

fn read_idx(file: &[u8]) {
    let images = sinew_data::idx::read::<[[f32; 3]; 2]>(file);
    assert!(images.is_err() || images.is_ok_and(|images| images.len() * 6 <= file.len() * 1100)); // as far as gzip goes
    let _ = sinew_data::idx::read::<usize>(file).map_err(|error| error.to_string());
}

fn read_npy(file: &[u8]) {
    let rows = sinew_data::npy::read::<[f64; 2]>(file);
    assert!(rows.is_err() || rows.is_ok_and(|rows| rows.len() * 2 <= file.len()));
    let _ = sinew_data::npy::read::<usize>(file).map_err(|error| error.to_string());
}

fn read_npz(file: Vec<u8>) {
    let Ok(mut archive) = Npz::new(Cursor::new(file), "mutated") else { return };
    let names: Vec<String> = archive.names().map(String::from).collect();
    for name in names {
        let _ = archive.read::<[f32; 4]>(&name).map_err(|error| error.to_string());
        let _ = archive.read::<[f32; 2]>(&name).map_err(|error| error.to_string());
    }
}

fn read_csv(file: &[u8]) {
    let csv = Csv::inputs(["mass", "height"]);
    for missing in [Missing::Error, Missing::DropRow, Missing::Fill([0.0, 1.0])] {
        let labelled = csv.clone().label("animal", ["cat", "dog"]).missing(missing);
        let lines = 1 + file.iter().filter(|&&byte| byte == b'\n' || byte == b'\r').count();
        match labelled.read::<f32>(file) {
            Ok(animals) => assert!(animals.len() < lines.max(1)),
            Err(error) => assert!(error.to_string().starts_with("line "), "{error}"),
        }
        let _ = csv.clone().targets([2]).header(false).missing(missing).read::<f64>(file);
    }
    let _ = csv.means(file);
    let _ = csv.classes(2, file);
}

const TABLE: &str = "\
mass,height,animal
4.1,24,cat
30,57.5,\"dog\"

NA,23,cat\r
,60,dog
";

proptest! {
    // More with `PROPTEST_CASES`.
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(2000)))]

    #[test]
    fn a_mutated_idx_file_is_read_or_refused(mutations in mutations()) {
        let file = idx(8, &[2, 2, 3], &[1; 12]);
        read_idx(&mutated(file.clone(), &mutations));
        read_idx(&mutated(gzip(&file), &mutations));
        read_idx(&gzip(&mutated(file, &mutations)));
    }

    #[test]
    fn a_mutated_npy_file_is_read_or_refused(mutations in mutations(), column_major: bool) {
        let order = if column_major { "True" } else { "False" };
        let header = format!("{{'descr': '<f2', 'fortran_order': {order}, 'shape': (3, 2), }}");
        read_npy(&mutated(npy(&header, &[0; 12]), &mutations));
    }

    #[test]
    fn a_mutated_archive_is_read_or_refused(mutations in mutations()) {
        read_npz(mutated(fs::read(path("compressed.npz"))?, &mutations));
        let mut stored = fs::read(path("types.npz"))?;
        let end = stored.len() - 22;
        stored.drain(300..end); // the first array and the end: what the list says no longer holds
        read_npz(mutated(stored, &mutations));
    }

    #[test]
    fn a_mutated_table_is_read_or_refused(mutations in mutations()) {
        read_csv(&mutated(TABLE.as_bytes().to_vec(), &mutations));
    }

    #[test]
    fn whatever_the_bytes_nothing_panics(bytes: Vec<u8>) {
        read_idx(&bytes);
        read_npy(&bytes);
        read_csv(&bytes);
        read_npz(bytes);
    }
}

#[test]
fn a_file_cut_off_anywhere_is_an_error() {
    let idx = idx(8, &[2, 2, 3], &[1; 12]);
    let npy = npy("{'descr': '<f2', 'fortran_order': False, 'shape': (3, 2), }", &[0; 12]);
    let npz = fs::read(path("compressed.npz")).unwrap();
    let zipped = gzip(&idx);
    assert!((0..idx.len()).all(|len| sinew_data::idx::read::<[[f32; 3]; 2]>(&idx[..len]).is_err()));
    assert!((0..zipped.len()).all(|len| sinew_data::idx::read::<[[f32; 3]; 2]>(&zipped[..len]).is_err()));
    assert!((0..npy.len()).all(|len| sinew_data::npy::read::<[f64; 2]>(&npy[..len]).is_err()));
    assert!((0..npz.len()).all(|len| Npz::new(Cursor::new(&npz[..len]), "cut").is_err()));
}
