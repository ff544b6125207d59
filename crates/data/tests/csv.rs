//! Tables: columns, classes, gaps, and what can be wrong with them.

use std::array;
use std::fs;
use std::io::{self, Read};

use bytes::{folder, gzip, idx, path};
use sinew_data::Dataset;
use sinew_data::csv::{Column, Csv, CsvError, LONGEST_ROW, Missing};

mod bytes;

type Table = Result<Dataset<[f32; 2], [f32; 1]>, CsvError>;

/// The table with inputs `a` and `c` and the target `b`.
fn read(csv: Csv<2>, text: &str) -> Table {
    csv.targets(["b"]).read(text.as_bytes())
}

fn message(text: &str) -> String {
    read(Csv::inputs(["a", "c"]), text).unwrap_err().to_string()
}

#[test]
fn columns_are_found_by_name_in_any_order() {
    let data = read(Csv::inputs(["c", "a"]), "a,b,other,c\n1,2,x,3\n4,5,,6\n").unwrap();
    assert_eq!(data.inputs(), [[3.0, 1.0], [6.0, 4.0]]);
    assert_eq!(data.targets(), [[2.0], [5.0]]);
}

#[test]
fn columns_are_found_by_number_with_and_without_a_header() {
    let csv = Csv::inputs([2, 0]).targets([1]);
    let expected: Dataset<[f32; 2], _> = Dataset::new(vec![[3.0, 1.0]], vec![[2.0]]).unwrap();
    assert_eq!(csv.read("x,y,z\n1,2,3\n".as_bytes()).unwrap(), expected);
    assert_eq!(csv.clone().header(false).read("1,2,3\n".as_bytes()).unwrap(), expected);
    let mixed = Csv::inputs([Column::from("z"), Column::from(0)]).targets([1]);
    assert_eq!(mixed.read("x,y,z\n1,2,3\n".as_bytes()).unwrap(), expected);
}

#[test]
fn quotes_spaces_marks_and_other_ends_of_lines_make_no_difference() {
    let texts = [
        "a,b,c\n1,2,3\n",
        "a,b,c\r\n1,2,3\r\n",
        "a,b,c\r1,2,3",
        "\u{feff}a,b,c\n1,2,3\n",
        " a , b , c\n\" 1 \",\"2\", 3 \n",
        "a,b,c\n\n\n1,2,3\n\n",
    ];
    for text in texts {
        let data = read(Csv::inputs(["a", "c"]), text).unwrap();
        assert_eq!((data.inputs(), data.targets()), (&[[1.0, 3.0]][..], &[[2.0]][..]), "{text:?}");
    }
    let data = read(Csv::inputs(["a", "c"]).delimiter(b'\t'), "a\tb\tc\n1\t2\t3\n").unwrap();
    assert_eq!(data.inputs(), [[1.0, 3.0]]);
}

#[test]
fn numbers_are_rounded_once() {
    // Rounded to `f64` first and then to `f32`, this would be its neighbour.
    let data: Dataset<[f32; 1], ()> =
        Csv::inputs([0]).header(false).read("1.00000017881393432617187499".as_bytes()).unwrap();
    assert_eq!(data.inputs(), [["1.00000017881393432617187499".parse::<f32>().unwrap()]]);
}

#[test]
fn each_mistake_has_its_message() {
    assert_eq!(message(""), "line 1: expected a table, found nothing");
    assert_eq!(message("a,b\n1,2\n"), "line 1: expected a column `c`, found `a`, `b`");
    assert_eq!(message("a,a,b,c\n"), "line 1: expected one column `a`, found it as column 0 and as column 1");
    assert_eq!(message("a,b,c\n1,2,3\n1,2\n"), "line 3: expected 3 columns, as in the first row, found 2");
    assert_eq!(message("a,b,c\n1,2,3,4\n"), "line 2: expected 3 columns, as in the first row, found 4");
    assert_eq!(message("a,b,c\n1,2,3\n\n4,5,six\n"), "line 4, column `c`: expected a number, found `six`");
    assert_eq!(message("a,b,c\n1,2,1e99\n"), "line 2, column `c`: expected a number, found `1e99`");
    assert_eq!(message("a,b,c\n1,2,inf\n"), "line 2, column `c`: expected a number, found `inf`");
    assert_eq!(message("a,b,c\n1,,3\n"), "line 2, column `b`: expected a value, found none");
    assert_eq!(message("a,b,c\nNA,2,3\n"), "line 2, column `a`: expected a value, found none");
    let long = "9".repeat(30) + &"x".repeat(30);
    let cut = format!("line 2, column `a`: expected a number, found `{}…`", &long[..40]);
    assert_eq!(message(&format!("a,b,c\n{long},2,3\n")), cut);
    let without_names = Csv::inputs([0, 3]).header(false).read::<f32>("1,2\n".as_bytes()).unwrap_err();
    assert_eq!(without_names.to_string(), "line 1: expected a column 3, found 2 columns without names");
    let alone = Csv::inputs(["x"]).header(false).read::<f32>("1\n".as_bytes()).unwrap_err();
    assert_eq!(alone.to_string(), "line 1: expected a column `x`, found 1 column without names");
    let alone = Csv::inputs([0]).header(false).read::<f32>("1\n2,3\n".as_bytes()).unwrap_err();
    assert_eq!(alone.to_string(), "line 2: expected 1 column, as in the first row, found 2");
    let latin1 = Csv::inputs([0]).header(false).read::<f32>(&b"1\n\xe9\n"[..]).unwrap_err();
    assert_eq!(latin1.to_string(), "line 2, column 0: expected text in UTF-8, found other bytes");
}

#[test]
fn a_row_with_a_gap_is_left_out_on_demand() {
    let text = "a,b,c\n1,2,3\n,5,6\n7,?,9\n10,11,12\n";
    let data = read(Csv::inputs(["a", "c"]).missing(Missing::DropRow), text).unwrap();
    assert_eq!(data.inputs(), [[1.0, 3.0], [10.0, 12.0]]);
    let error = read(Csv::inputs(["a", "c"]).missing(Missing::DropRow), "a,b,c\n,2,3\n1,2,x\n").unwrap_err();
    assert_eq!(error.to_string(), "line 3, column `c`: expected a number, found `x`");
}

#[test]
fn a_gap_is_filled_with_the_constant_or_the_mean_of_its_column() {
    let text = "a,b,c\n1,2,3\n,5,null\n4,5,9\n";
    let csv = Csv::inputs(["a", "c"]);
    let data = read(csv.clone().missing(Missing::Fill([-1.0, 0.5])), text).unwrap();
    assert_eq!(data.inputs()[1..2], [[-1.0, 0.5]]);
    let means = csv.means(text.as_bytes()).unwrap();
    assert_eq!(means.to_vec(), [2.5, 6.0]);
    let data = read(csv.clone().missing(Missing::Fill(means)), text).unwrap();
    assert_eq!(data.inputs(), [[1.0, 3.0], [2.5, 6.0], [4.0, 9.0]]);

    let error = read(csv.clone().missing(Missing::Fill(means)), "a,b,c\n1,,3\n").unwrap_err();
    assert_eq!(error.to_string(), "line 2, column `b`: expected a value, found none");
    let error = read(csv.clone().missing(Missing::Fill([0.0, f64::NAN])), "a,b,c\n1,2,\n").unwrap_err();
    assert_eq!(error.to_string(), "line 2, column `c`: expected a number, found `NaN`");
    let error = csv.means("a,b,c\n1,2,\n3,4,NA\n".as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "column `c`: expected numbers with a mean, found none");
}

#[test]
fn words_for_gaps_can_be_chosen() {
    let csv = Csv::inputs(["a", "c"]).missing_words(["-999"]).missing(Missing::DropRow);
    assert_eq!(read(csv.clone(), "a,b,c\n1,2,-999\n1,2,3\n").unwrap().len(), 1);
    assert!(read(csv, "a,b,c\n1,2,NA\n").is_err());
}

#[test]
fn a_label_is_the_place_of_its_word() {
    let text = "mass,animal\n4,cat\n30,dog\n5, cat \n";
    let animals = Csv::inputs(["mass"]).label("animal", ["dog", "cat"]).read::<f32>(text.as_bytes()).unwrap();
    assert_eq!(animals.targets(), [1, 0, 1]);
    let digits = Csv::inputs([0]).label(1, ["0", "1", "2"]).header(false);
    assert_eq!(digits.read::<f32>("0.5,2\n0.25,0\n".as_bytes()).unwrap().targets(), [2, 0]);
    let error = digits.read::<f32>("0.5,3\n".as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "line 1, column 1: expected one of the classes `0`, `1`, `2`, found `3`");
    let error = digits.read::<f32>("0.5,\n".as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "line 1, column 1: expected a value, found none");
}

#[test]
fn classes_are_listed_once_in_order() {
    let text = "1,b\n2,a\n3,NA\n4,\n5,b\n";
    let csv = Csv::inputs([0]).header(false);
    assert_eq!(csv.classes(1, text.as_bytes()).unwrap(), ["a", "b"]);
}

#[test]
fn errors_of_a_file_name_it() {
    let path = folder("csv").join("table.csv");
    fs::write(&path, "a,b\n1,2\nx,4\n").unwrap();
    let csv = Csv::inputs(["a"]);
    let expected = format!("{}: line 3, column `a`: expected a number, found `x`", path.display());
    assert_eq!(csv.load::<f32>(&path).unwrap_err().to_string(), expected);
    assert_eq!(csv.load_means(&path).unwrap_err().to_string(), expected);
    assert_eq!(csv.load_classes("b", &path).unwrap(), ["2", "4"]);
    let nowhere = path.with_file_name("nowhere.csv");
    assert!(matches!(csv.load::<f32>(&nowhere).unwrap_err().error, CsvError::Read { line: 1, .. }));
}

#[test]
fn a_row_without_end_is_an_error() {
    let text = (&b"a,b\n1,2\n3,\""[..]).chain(io::repeat(b'4').take(LONGEST_ROW + 1));
    let error = Csv::inputs(["a"]).read::<f32>(text).unwrap_err();
    assert_eq!(error.to_string(), "line 3: expected a row of at most 16777216 bytes, found more");
}

#[test]
fn there_is_nothing_after_the_first_error() {
    let csv = Csv::inputs(["a"]);
    let mut samples = csv.samples::<f32>("a\n1\nx\n2\n".as_bytes()).unwrap();
    assert_eq!(samples.next().unwrap().unwrap(), ([1.0], ()));
    assert!(samples.next().unwrap().is_err());
    assert!(samples.next().is_none());
}

/// The head of scikit-learn's `breast_cancer.csv`, and two of its benign tumours: Breast Cancer
/// Wisconsin (Diagnostic), by Wolberg, Mangasarian, Street and Street, 1993,
/// doi:10.24432/C5DW2B, licence CC BY 4.0.
#[test]
fn the_breast_cancer_data_of_scikit_learn_are_read_in_one_chain() {
    let csv = Csv::inputs(array::from_fn::<_, 30, _>(|i| i)).label(30, ["0", "1"]).skip_lines(1).header(false);
    let tumours = csv.load::<f32>(path("breast_cancer.csv")).unwrap();
    assert_eq!(tumours.targets(), [0, 0, 1, 1]);
    assert_eq!((tumours.inputs()[0][0], tumours.inputs()[3][29]), (17.99, 0.08183));
}

#[test]
fn lines_before_the_table_are_counted_but_not_read() {
    let csv = |lines| Csv::inputs(["a", "c"]).skip_lines(lines);
    for title in ["a title, \"with a quote\n", "\u{feff}1\r\n", "\n", "x\r"] {
        let text = format!("{title}a,b,c\n1,2,3\n4,five,6\n");
        let error = read(csv(1), &text).unwrap_err();
        assert_eq!(error.to_string(), "line 4, column `b`: expected a number, found `five`", "{title:?}");
        assert_eq!(read(csv(1), &text.replace("five", "5")).unwrap().inputs(), [[1.0, 3.0], [4.0, 6.0]]);
    }
    let message = |lines, text| read(csv(lines), text).unwrap_err().to_string();
    assert_eq!(message(2, "title\n"), "line 3: expected a table, found nothing");
    assert_eq!(message(1, "title\na,b\n"), "line 2: expected a column `c`, found `a`, `b`");
    assert_eq!(message(2, "\n\na,a,b\n"), "line 3: expected one column `a`, found it as column 0 and as column 1");
}

#[test]
fn runs_of_white_space_are_between_fields() {
    let csv = Csv::inputs(["a", "c"]).whitespace();
    let texts = [
        "a b c\n1 2 3\n4 5 6\n",
        "  a\tb   c\n1\t\t2 3  \n\n 4 5 \t 6",
        "a b c\r\n1 2 3 \r\n4 5 6\r\n",
        "\"a\" b c\n\"1\"  2 3\n4 \"5\" 6\n",
    ];
    for text in texts {
        assert_eq!(read(csv.clone(), text).unwrap().inputs(), [[1.0, 3.0], [4.0, 6.0]], "{text:?}");
    }
    let error = read(csv.clone(), "a b c\n1 2 3\n1 2\n").unwrap_err();
    assert_eq!(error.to_string(), "line 3: expected 3 columns, as in the first row, found 2");
    let words = "mass animal\n1 \"big  \"\"wild\"\" cat\"\n2 dog\n";
    let animals = Csv::inputs(["mass"]).whitespace().label("animal", ["dog", "big  \"wild\" cat"]);
    assert_eq!(animals.read::<f32>(words.as_bytes()).unwrap().targets(), [1, 0]);
}

#[test]
fn numbers_are_read_with_the_marks_of_their_country() {
    let german = Csv::inputs(["a", "c"]).delimiter(b';').decimal(',').thousands('.');
    let data = read(german.clone(), "a;b;c\n1.234,5;-0,25;1.000.000\n12;1e-3;,5\n").unwrap();
    assert_eq!(data.inputs(), [[1234.5, 1e6], [12.0, 0.5]]);
    assert_eq!(data.targets(), [[-0.25], [1e-3]]);
    let error = read(german.clone(), "a;b;c\n1.5;2;3\n").unwrap_err();
    assert_eq!(error.to_string(), "line 2, column `a`: expected a number, found `1.5`");
    let means = german.means("a;b;c\n1,5;2;3\n2,5;NA;1.000\n".as_bytes()).unwrap();
    assert_eq!(means.to_vec(), [2.0, 501.5]);
    let american = Csv::inputs(["a", "c"]).thousands(',');
    assert_eq!(read(american, "a,b,c\n\"1,234.5\",2,3\n").unwrap().inputs(), [[1234.5, 3.0]]);
}

#[test]
fn a_mark_has_one_meaning() {
    for make in [|| Csv::inputs([0]).decimal(',').thousands(','), || Csv::inputs([0]).thousands('.').decimal('.')] {
        assert!(std::panic::catch_unwind(make).is_err());
    }
    assert!(std::panic::catch_unwind(|| Csv::inputs([0]).decimal('5')).is_err());
}

#[test]
fn a_compressed_table_is_read_like_the_others() {
    let text = gzip(b"a,b,c\n1,2,3\n");
    let csv = Csv::inputs(["a", "c"]).targets(["b"]);
    assert_eq!(csv.read::<f32>(&text[..]).unwrap().inputs(), [[1.0, 3.0]]);
    let file = folder("csv_gzip").join("table.csv.gz");
    fs::write(&file, &text[..text.len() - 9]).unwrap();
    let error = csv.load::<f32>(&file).unwrap_err().to_string();
    assert!(error.starts_with(&file.display().to_string()), "{error}");
}

#[test]
fn what_is_no_text_is_named() {
    let message = |bytes: &[u8]| Csv::inputs([0]).read::<f32>(bytes).unwrap_err().to_string();
    assert_eq!(message(b"PK\x03\x04sheet"), "line 1: expected a table in plain text, found a ZIP archive");
    assert_eq!(message(b"\xff\xfea\0"), "line 1: expected a table in plain text, found text in UTF-16");
    let array = bytes::npy("{}", &[]);
    assert_eq!(message(&array), "line 1: expected a table in plain text, found an array of NumPy");
    let numpy = |bytes: &[u8]| sinew_data::npy::read::<f32>(bytes).unwrap_err().to_string();
    assert!(numpy(&gzip(&array)).ends_with(", a file compressed with gzip"), "{}", numpy(&gzip(&array)));
    assert!(numpy(b"PK\x03\x04..").ends_with(", a ZIP archive"));
    assert!(numpy(&idx(8, &[1], &[1])).contains("found \"\\x00"));
}
