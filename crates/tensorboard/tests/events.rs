//! Event files, read back by a plain reader. `python/read_events.py` reads them with TensorBoard's
//! own.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use proptest::collection::vec;
use proptest::prelude::*;
use sinew::prelude::*;
use sinew::training::EpochReport;
use sinew_tensorboard::{EventWriter, Log, LogError};

/// A directory that does not exist.
fn directory(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    path
}

/// The data of the complete records.
fn records(mut file: &[u8]) -> Vec<&[u8]> {
    let checked = |data: &[u8], crc: [u8; 4]| {
        let crc = u32::from_le_bytes(crc).wrapping_sub(0xa282_ead8).rotate_left(15);
        assert_eq!(crc, crc32c::crc32c(data));
    };
    let mut records = Vec::new();
    while let Some((length, rest)) = file.split_first_chunk::<8>() {
        let Some((crc, rest)) = rest.split_first_chunk() else { break };
        checked(length, *crc);
        let Some((data, rest)) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).unwrap()) else {
            break;
        };
        let Some((crc, rest)) = rest.split_first_chunk() else { break };
        checked(data, *crc);
        records.push(data);
        file = rest;
    }
    records
}

/// The values of fields: the bytes of a length-delimited field, or of a number.
type Fields<'a> = BTreeMap<u64, Vec<&'a [u8]>>;

/// The fields of a message, by number.
fn fields(mut message: &[u8]) -> Fields<'_> {
    let mut fields = Fields::new();
    while !message.is_empty() {
        let key = varint(&mut message);
        let length = match key & 7 {
            0 => {
                let start = message;
                varint(&mut message);
                fields.entry(key >> 3).or_default().push(&start[..start.len() - message.len()]);
                continue;
            }
            1 => 8,
            2 => usize::try_from(varint(&mut message)).unwrap(),
            5 => 4,
            other => panic!("wire type {other}"),
        };
        let (value, rest) = message.split_at(length);
        fields.entry(key >> 3).or_default().push(value);
        message = rest;
    }
    fields
}

fn varint(message: &mut &[u8]) -> u64 {
    let mut x = 0;
    for i in 0.. {
        let (&[byte], rest) = message.split_first_chunk().unwrap();
        *message = rest;
        x |= u64::from(byte & 0x7f) << (7 * i);
        if byte < 0x80 {
            break;
        }
    }
    x
}

fn doubles(packed: &[u8]) -> Vec<f64> {
    packed.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect()
}

/// Tag, step and number of each scalar.
fn scalars(file: &[u8]) -> Vec<(String, u64, f32)> {
    let scalar = |event: &&[u8]| {
        let event = fields(event);
        let summary = fields(event.get(&5)?[0]);
        let value = fields(summary[&1][0]);
        let number = f32::from_le_bytes(value.get(&2)?[0].try_into().unwrap());
        Some((String::from_utf8(value[&1][0].to_vec()).unwrap(), varint(&mut &*event[&2][0]), number))
    };
    records(file).iter().filter_map(scalar).collect()
}

#[test]
fn a_file_begins_with_its_version_and_has_the_name_that_is_looked_for() {
    let events = EventWriter::create(directory("version")).unwrap();
    let path = events.path().to_path_buf();
    drop(events);
    assert!(path.file_name().unwrap().to_str().unwrap().starts_with("events.out.tfevents."));
    let file = fs::read(path).unwrap();
    let [record] = records(&file)[..] else { panic!("one record") };
    assert_eq!(fields(record)[&3], [b"brain.Event:2"]);
}

#[test]
fn writers_of_one_directory_have_files_of_their_own() {
    let directory = directory("two");
    let [first, second] = [(); 2].map(|()| EventWriter::create(&directory).unwrap());
    assert_ne!(first.path(), second.path());
}

#[test]
#[allow(clippy::float_cmp)] // sums of few binary digits are exact
fn a_histogram_has_every_finite_number_in_an_interval() {
    let mut events = EventWriter::create(directory("histogram")).unwrap();
    events.histogram("weights", 3, &[-1.0_f32, 0.0, 0.5, 2.0, f32::NAN]).unwrap();
    events.flush().unwrap();
    let file = fs::read(events.path()).unwrap();
    let event = fields(records(&file)[1]);
    let value = fields(fields(event[&5][0])[&1][0]);
    let histogram = fields(value[&5][0]);
    let number = |field: u64| doubles(histogram[&field][0])[0];
    assert_eq!([1, 2, 3, 4, 5].map(number), [-1.0, 2.0, 4.0, 1.5, 5.25]);
    let (limits, buckets) = (doubles(histogram[&6][0]), doubles(histogram[&7][0]));
    assert_eq!((limits.len(), limits.last()), (30, Some(&2.0)));
    assert_eq!(buckets.iter().sum::<f64>(), 4.0);
}

#[test]
fn a_log_has_training_and_validation_side_by_side() {
    let directory = directory("log");
    let xor = sinew::data::gates::xor();
    let mut net = network!(2 => 4 tanh => 1 sigmoid);
    let trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.01)).epochs(3).validation(&xor);
    let mut trainer = trainer.metric("first", &xor, |y: &[[f32; 1]], _: &[[f32; 1]]| f64::from(y[0][0]));
    let history = trainer.fit(&mut net, &xor).unwrap();
    let mut log = Log::create(&directory).unwrap();
    history.epochs.iter().for_each(|report| log.epoch(report).unwrap());
    log.weights(3, &*net).unwrap();
    drop(log);
    let read = |part: &str| {
        let path = fs::read_dir(directory.join(part)).unwrap().next().unwrap().unwrap().path();
        fs::read(path).unwrap()
    };
    let (training, validation) = (read("training"), read("validation"));
    assert_eq!(
        records(&training).len(),
        1 + 3 * 5 + 2,
        "version; loss, accuracy, rate, seconds, samples a second; two layers"
    );
    let losses = |file: &[u8]| {
        let losses = scalars(file).into_iter().filter(|(tag, ..)| tag == "loss");
        losses.map(|(_, step, loss)| (step, loss)).collect::<Vec<_>>()
    };
    #[allow(clippy::cast_possible_truncation)] // as events store it
    let expected = |loss: f64, epoch: usize| (epoch as u64, loss as f32);
    let reports = &history.epochs;
    assert_eq!(losses(&training), reports.iter().map(|r| expected(r.training.loss, r.epoch)).collect::<Vec<_>>());
    assert_eq!(
        losses(&validation),
        reports.iter().map(|r| expected(r.validation.unwrap().loss, r.epoch)).collect::<Vec<_>>()
    );
    let metrics = scalars(&validation).into_iter().filter(|(tag, ..)| tag == "first");
    let expected_metrics = reports.iter().map(|r| expected(r.metrics.get("first").unwrap(), r.epoch));
    assert_eq!(metrics.map(|(_, step, x)| (step, x)).collect::<Vec<_>>(), expected_metrics.collect::<Vec<_>>());
}

#[test]
fn a_run_that_goes_on_says_from_which_epoch() {
    let directory = directory("resumed");
    let mut report = EpochReport::default();
    (report.epoch, report.validation) = (13, Some(report.training));
    Log::resume(&directory, 12).and_then(|mut log| log.epoch(&report)).unwrap();
    for part in ["training", "validation"] {
        let path = fs::read_dir(directory.join(part)).unwrap().next().unwrap().unwrap().path();
        let file = fs::read(path).unwrap();
        let restart = fields(records(&file)[1]);
        assert_eq!(varint(&mut &*restart[&2][0]), 13, "{part}");
        assert_eq!(fields(restart[&7][0])[&1], [[1]], "SessionLog.START");
    }
}

#[test]
fn what_is_no_png_is_an_error_and_leaves_no_record() {
    let mut events = EventWriter::create(directory("image")).unwrap();
    let error = events.image("picture", 0, b"<svg>").unwrap_err();
    assert!(matches!(&error, LogError::Image { tag } if tag == "picture"), "{error}");
    events.flush().unwrap();
    assert_eq!(records(&fs::read(events.path()).unwrap()).len(), 1);
}

#[test]
fn a_directory_that_cannot_be_made_is_an_error_with_its_name() {
    let file = directory("file");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "").unwrap();
    let error = EventWriter::create(file.join("run")).unwrap_err();
    assert!(matches!(&error, LogError::Io { path, .. } if path.ends_with("run")), "{error}");
}

#[test]
fn a_scalar_costs_microseconds() {
    let mut events = EventWriter::create(directory("cost")).unwrap();
    let start = Instant::now();
    for step in 0..10_000 {
        events.scalar("loss", step, 0.5).unwrap();
    }
    events.flush().unwrap();
    let each = start.elapsed() / 10_000;
    println!("{each:?} a scalar");
    assert!(
        each.as_micros() < 100,
        "{each:?} a scalar; it takes about one, on a machine that has other things to do a few"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn scalars_read_back_as_they_were_written_also_from_a_file_cut_off(
        written in vec((".{0,20}", 0..usize::MAX, any::<f32>()), 0..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut events = EventWriter::create(directory("any")).unwrap();
        for (tag, step, x) in &written {
            events.scalar(tag, *step, f64::from(*x)).unwrap();
        }
        events.flush().unwrap();
        let file = fs::read(events.path()).unwrap();
        let read = scalars(&file);
        prop_assert_eq!(read.len(), written.len());
        for ((tag, step, x), (read_tag, read_step, read_x)) in written.iter().zip(&read) {
            prop_assert_eq!((tag, *step as u64), (read_tag, *read_step));
            prop_assert!(x.to_bits() == read_x.to_bits() || x.is_nan() && read_x.is_nan());
        }
        // What a killed program leaves behind: the records before the cut are whole.
        let part = scalars(&file[..cut.index(file.len())]);
        prop_assert!(part.iter().zip(&read).all(|(a, b)| a.0 == b.0 && a.1 == b.1 && a.2.to_bits() == b.2.to_bits()));
    }
}
