//! MNIST, and the sets that come in its files: Fashion-MNIST, KMNIST, EMNIST.
//!
//! | set | classes | training images | test images |
//! |---|---|---|---|
//! | MNIST | 10 digits | 60,000 | 10,000 |
//! | Fashion-MNIST | 10 kinds of clothes | 60,000 | 10,000 |
//! | KMNIST | 10 hiragana | 60,000 | 10,000 |
//! | EMNIST, `letters` | 26 letters, labelled from 1 | 124,800 | 20,800 |
//!
//! The sets are not part of the library. Each comes as four files in one folder:
//!
//! * `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
//! * `t10k-images-idx3-ubyte`, `t10k-labels-idx1-ubyte`, with `test` for `t10k` in EMNIST.
//!
//! The files may be compressed, with `.gz` at the end of their names. In EMNIST the names begin
//! with that of the part, `emnist-letters-`; [`part`] reads one part of a folder with several.
//!
//! # References
//!
//! * LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition",
//!   Proc. IEEE 86 (1998).
//! * Xiao, Rasul and Vollgraf, "Fashion-MNIST", arXiv:1708.07747 (2017).
//! * Clanuwat et al., "Deep learning for classical Japanese literature", arXiv:1812.01718 (2018).
//! * Cohen, Afshar, Tapson and van Schaik, "EMNIST: extending MNIST to handwritten letters", IJCNN
//!   (2017).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Display};
use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use crate::idx::{self, IdxError};
use crate::{Dataset, FileError};

/// An image of one channel, 28 × 28 pixels from 0 (paper) to 1 (ink), row by row from the top.
///
/// EMNIST stores its images column by column, so they come out mirrored along their diagonal, as in
/// other libraries.
pub type Image = [[[f32; 28]; 28]; 1];

/// Images with the labels of their classes.
pub type Images = Dataset<Image, usize>;

/// The training set and the test set in the folder `dir`: images and their labels.
///
/// # Errors
///
/// [`MnistError`], which names the file and the place in it: the file is missing or broken, its
/// images are not of 28 × 28 pixels, or the numbers of labels and images differ.
///
/// # Examples
///
/// ```no_run
/// let (train, test) = sinew_data::mnist("fashion-mnist")?;
/// println!("{} images to learn from, {} to test with", train.len(), test.len());
/// # Ok::<(), sinew_data::mnist::MnistError>(())
/// ```
pub fn mnist(dir: impl AsRef<Path>) -> Result<(Images, Images), MnistError> {
    let dir = dir.as_ref();
    part(dir, &find_prefix(dir)?)
}

/// The same, where the file names begin with `prefix`, such as `emnist-letters-`.
///
/// # Errors
///
/// As [`mnist`].
pub fn part(dir: impl AsRef<Path>, prefix: &str) -> Result<(Images, Images), MnistError> {
    let half =
        |names: &[&str]| load(&find(dir.as_ref(), prefix, names, IMAGES)?, &find(dir.as_ref(), prefix, names, LABELS)?);
    Ok((half(&["train"])?, half(&["t10k", "test"])?))
}

const IMAGES: &str = "-images-idx3-ubyte";
const LABELS: &str = "-labels-idx1-ubyte";

fn load(images: &Path, labels: &Path) -> Result<Images, MnistError> {
    let mut inputs: Vec<Image> = idx::load(images)?;
    let targets: Vec<usize> = idx::load(labels)?;
    if inputs.len() != targets.len() {
        return Err(MnistError::Counts {
            images: (images.to_path_buf(), inputs.len()),
            labels: (labels.to_path_buf(), targets.len()),
        });
    }
    for pixel in inputs.as_flattened_mut().as_flattened_mut().as_flattened_mut() {
        if !(0.0..=255.0).contains(pixel) {
            return Err(MnistError::Pixel { file: images.to_path_buf(), found: *pixel });
        }
        *pixel /= 255.0;
    }
    Ok(Dataset::from_finite(inputs.into_iter().zip(targets)))
}

/// The file of one of the `names`, compressed or not.
fn find(dir: &Path, prefix: &str, names: &[&str], kind: &str) -> Result<PathBuf, MnistError> {
    let candidates =
        names.iter().flat_map(|name| ["", ".gz"].map(|end| dir.join(format!("{prefix}{name}{kind}{end}"))));
    let missing = || MnistError::Missing { file: dir.join(format!("{prefix}{}{kind}", names[0])) };
    candidates.clone().find(|path| path.is_file()).ok_or_else(missing)
}

/// What comes before `train-images-idx3-ubyte` in the file names of `dir`: nothing, or the only
/// part there is.
fn find_prefix(dir: &Path) -> Result<String, MnistError> {
    let unreadable = FileError::<IdxError>::of::<io::Error>(dir);
    let mut prefixes = Vec::new();
    for entry in dir.read_dir().map_err(&unreadable)? {
        let name = entry.map_err(&unreadable)?.file_name();
        let name = name.to_string_lossy();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        prefixes.extend(name.strip_suffix(IMAGES).and_then(|name| name.strip_suffix("train")).map(String::from));
    }
    prefixes.sort_unstable();
    prefixes.dedup();
    match prefixes.as_slice() {
        [] => Ok(String::new()), // so that the error names the missing file
        [prefix] => Ok(prefix.clone()),
        [first, ..] if first.is_empty() => Ok(String::new()),
        _ => Err(MnistError::SeveralParts { dir: dir.to_path_buf(), prefixes }),
    }
}

/// Why a folder does not hold MNIST or one of its relatives.
#[non_exhaustive]
pub enum MnistError {
    /// A file is missing, plain and compressed.
    Missing {
        /// The path it should have, without `.gz`.
        file: PathBuf,
    },
    /// The folder holds several parts, as EMNIST has them; [`part`] reads one.
    SeveralParts {
        /// The folder.
        dir: PathBuf,
        /// What the file names begin with.
        prefixes: Vec<String>,
    },
    /// The numbers of labels and images differ.
    Counts {
        /// The file of images, and how many it has.
        images: (PathBuf, usize),
        /// The file of labels, and how many it has.
        labels: (PathBuf, usize),
    },
    /// A pixel is not a byte: the file holds numbers of another type, outside of 0 to 255.
    Pixel {
        /// The file of images.
        file: PathBuf,
        /// The pixel.
        found: f32,
    },
    /// A file is broken, or not what its name says.
    File(FileError<IdxError>),
}

impl Display for MnistError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { file } => write!(f, "{}: expected this file, plain or as .gz, found none", file.display()),
            Self::SeveralParts { dir, prefixes } => {
                write!(f, "{}: expected files of one part, found {}", dir.display(), prefixes.join(", "))
            }
            Self::Counts { images: (images, expected), labels: (labels, found) } => write!(
                f,
                "{}: expected {expected} labels, one for each image of {}, found {found}",
                labels.display(),
                images.display()
            ),
            Self::Pixel { file, found } => {
                write!(f, "{}: expected pixels from 0 to 255, found {found}", file.display())
            }
            Self::File(error) => error.fmt(f),
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for MnistError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for MnistError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::File(error) => error.source(),
            _ => None,
        }
    }
}

impl From<FileError<IdxError>> for MnistError {
    fn from(error: FileError<IdxError>) -> Self {
        Self::File(error)
    }
}
