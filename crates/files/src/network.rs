//! Networks as files.

use std::borrow::ToOwned;
use std::boxed::Box;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, FileType};
use std::io::{self, BufReader, Read};
#[cfg(unix)]
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::string::{String, ToString};
use std::vec::Vec;
use std::{format, vec};

use safetensors::tensor::TensorInfo;
use sinew_layers::{LayerInfo, Network};
use sinew_optimizers::Optimizer;
use sinew_tensors::Number;

use crate::element::Element;
use crate::error::Problem;
use crate::format::{Allowed, Item, Numbers, Reader, write};
use crate::optimizer::{MOMENTS, OwnedState, STEPS, state};
use crate::tensors::{Slot, slots};
use crate::{LoadError, Misfit, WriteError, atomic_write, optimizer};

/// Saves and loads a network, in files that PyTorch and other programs can read.
///
/// See the [documentation of the crate](crate) for the format.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
/// use sinew_files::Files;
///
/// network! {
///     struct Digits = 64 => hidden: 32 relu => output: 10 softmax;
///     struct Wider = 64 => hidden: 48 relu => output: 10 softmax;
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let directory = std::env::temp_dir().join(format!("sinew-files-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory)?;
/// # std::env::set_current_dir(&directory)?;
/// let net = Digits::seeded(1);
/// net.save("digits.safetensors")?;
/// assert_eq!(Digits::load("digits.safetensors")?, net);
///
/// let error = Wider::load("digits.safetensors").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`digits.safetensors` does not fit the network:
///   `hidden.weight`: expected 48×64, found 32×64
///   `hidden.bias`: expected 48, found 32
///   `output.weight`: expected 10×48, found 10×32"
/// );
/// # std::env::set_current_dir("/")?;
/// # std::fs::remove_dir_all(&directory)?;
/// # Ok(())
/// # }
/// ```
///
/// In Python, `safetensors.torch.load_file("digits.safetensors")` is the `state_dict` of a module
/// with two `nn.Linear`, `hidden` and `output`, and
/// `safetensors.torch.save_file(module.state_dict(), "digits.safetensors")` makes a file that loads
/// here.
pub trait Files: Network {
    /// Writes the network's parameters and statistics to a file, in the type of its numbers.
    ///
    /// The file is written whole or not at all; see [`atomic_write`].
    ///
    /// # Errors
    ///
    /// If the file cannot be written. The previous file is then still there.
    fn save(&self, path: impl AsRef<Path>) -> Result<(), WriteError> {
        atomic_write(path, |file| write(&items(self, ""), &architecture::<Self>(), None, file))
    }

    /// Writes the network as [`save`](Self::save) does and, in the same file, the state of the
    /// optimizer that trains it.
    ///
    /// For training step by step, as in reinforcement learning or from a stream of samples; a
    /// [`Trainer`](sinew_training::Trainer) has [`Checkpoints`](crate::Checkpoints). What else the
    /// program goes on from, such as the state of its random generator, is its own to save.
    /// [`load`](Self::load) reads the network of such a file.
    ///
    /// # Errors
    ///
    /// If the file cannot be written, or the optimizer does not tell its
    /// [state](Optimizer::state). The previous file is then still there.
    ///
    /// # Examples
    ///
    /// ```
    /// use sinew::prelude::*;
    /// use sinew_files::Files;
    ///
    /// network! {
    ///     struct Agent = 4 => 16 relu => 2;
    /// }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let directory = std::env::temp_dir().join(format!("sinew-optimizer-{}", std::process::id()));
    /// # std::fs::create_dir_all(&directory)?;
    /// # let path = directory.join("agent.safetensors");
    /// let (mut grads, mut workspace) = (Agent::zeros(), Workspace::new());
    /// let mut step = |agent: &mut Agent, adam: &mut Adam| {
    ///     agent.gradients(&[[0.1; 4]], &[[1.0, -1.0]], &MeanSquaredError, &mut grads, &mut workspace)?;
    ///     workspace.step(adam, agent, &grads);
    ///     Ok::<_, sinew::training::TrainError>(())
    /// };
    /// let (mut agent, mut adam) = (Agent::seeded(1), Adam::new(0.01));
    /// step(&mut agent, &mut adam)?;
    /// agent.save_with_optimizer(&adam, &path)?; // here the program ends, and starts again
    ///
    /// let mut restored_adam = Adam::new(0.01);
    /// let mut restored = Agent::load_with_optimizer(&mut restored_adam, &path)?;
    /// step(&mut agent, &mut adam)?;
    /// step(&mut restored, &mut restored_adam)?;
    /// assert_eq!(restored, agent); // bit for bit
    /// # std::fs::remove_dir_all(&directory)?;
    /// # Ok(())
    /// # }
    /// ```
    fn save_with_optimizer(
        &self,
        optimizer: &impl Optimizer<Self::Number>,
        path: impl AsRef<Path>,
    ) -> Result<(), WriteError> {
        atomic_write(path, |file| {
            let state = state(optimizer).map_err(|error| io::Error::new(io::ErrorKind::Unsupported, error))?;
            let items: Vec<_> = optimizer::items(state).into_iter().chain(items(self, "")).collect();
            write(&items, &architecture::<Self>(), Some(state.optimizer), file)
        })
    }

    /// Loads the network with the parameters and statistics of the file. It is built in place,
    /// however large it is.
    ///
    /// Numbers may be of the types `F64`, `F32`, `F16` and `BF16`, and are rounded to the network's
    /// own. They have to be finite: files come from other programs too, and a network with a NaN
    /// predicts nothing else. PyTorch's counters, called `num_batches_tracked`, and the state of an
    /// optimizer are ignored. A file with a normalization is refused, as predictions without it
    /// would be different: [`Normalized::load`](crate::Normalized::load) reads both. Nothing is
    /// allocated for a file that does not fit.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is not a safetensors file, is damaged, or belongs to another
    /// network; in that case the error names every tensor that does not fit. If a number is
    /// infinite or NaN, or too large for the network's type, the error names the tensor, the place
    /// and the number.
    fn load(path: impl AsRef<Path>) -> Result<Box<Self>, LoadError> {
        read_file(path.as_ref(), |from, len| read_network(from, len, Allowed::Finite))
    }

    /// Loads the network as [`load`](Self::load) does, and takes infinite numbers and NaN as they
    /// are: to look into a network whose training went wrong.
    ///
    /// # Errors
    ///
    /// As for [`load`](Self::load). A finite number that is too large for the network's type is
    /// still an error.
    fn load_non_finite(path: impl AsRef<Path>) -> Result<Box<Self>, LoadError> {
        read_file(path.as_ref(), |from, len| read_network(from, len, Allowed::Any))
    }

    /// Loads a network that was saved [with its optimizer](Self::save_with_optimizer), and lets
    /// `optimizer`, one with the same hyperparameters, go on from the state in the file. The next
    /// steps are those that would have followed, bit for bit.
    ///
    /// # Errors
    ///
    /// As for [`load`](Self::load), and if the file has no state of an optimizer or that of
    /// another. The optimizer is then unchanged.
    fn load_with_optimizer(
        optimizer: &mut impl Optimizer<Self::Number>,
        path: impl AsRef<Path>,
    ) -> Result<Box<Self>, LoadError> {
        read_file(path.as_ref(), |from, len| {
            let wanted = Wanted { optimizer: true, ..Wanted::default() };
            let Contents { network, optimizer: state, .. } = read_contents::<Self>(from, len, wanted)?;
            state.restore(optimizer, Self::PARAMETERS)?;
            Ok(network)
        })
    }

    /// The contents of the file that [`save`](Self::save) writes.
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![];
        // A `Vec` accepts all that is written to it, and a header of strings and integers is always
        // valid JSON.
        let _ = write(&items(self, ""), &architecture::<Self>(), None, &mut bytes);
        bytes
    }

    /// The network of a file whose contents are `bytes`, as [`load`](Self::load) reads it.
    ///
    /// # Errors
    ///
    /// As for [`load`](Self::load); the path in the error is `<bytes>`.
    fn from_bytes(bytes: &[u8]) -> Result<Box<Self>, LoadError> {
        let network = read_network(bytes, bytes.len() as u64, Allowed::Finite);
        network.map_err(|problem| problem.at(Path::new("<bytes>")))
    }
}

impl<N: Network> Files for N {}

/// Reads a file with `read`, which is given its length.
pub(crate) fn read_file<X>(
    path: &Path,
    read: impl FnOnce(&mut dyn Read, u64) -> Result<X, Problem>,
) -> Result<X, LoadError> {
    let read = || {
        let mut file = File::open(path)?;
        let found = file.metadata()?;
        if found.is_file() {
            return read(&mut BufReader::new(file), found.len());
        }
        if is_device(found.file_type()) {
            return Err(Problem::Format("it is a device".to_owned()));
        }
        // A pipe has no length; a directory is an error of the system.
        let mut bytes = vec![];
        file.read_to_end(&mut bytes)?;
        read(&mut bytes.as_slice(), bytes.len() as u64)
    };
    read().map_err(|problem| problem.at(path))
}

/// Whether reading may never end.
fn is_device(kind: FileType) -> bool {
    #[cfg(unix)]
    return kind.is_char_device() || kind.is_block_device();
    #[cfg(not(unix))]
    return !kind.is_dir();
}

fn read_network<N: Network>(from: impl Read, len: u64, allowed: Allowed) -> Result<Box<N>, Problem> {
    Ok(read_contents(from, len, Wanted { allowed, ..Wanted::default() })?.network)
}

/// What to read of a file besides the network.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    pub normalization: bool,
    pub optimizer: bool,
    /// Which numbers the network may have.
    pub allowed: Allowed,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { normalization: false, optimizer: false, allowed: Allowed::Finite }
    }
}

/// The tensors of a normalization of inputs, offset and scale.
pub(crate) const INPUTS: [&str; 2] = ["normalization.inputs.offset", "normalization.inputs.scale"];

/// The tensors of a normalization of targets, offset and scale.
pub(crate) const TARGETS: [&str; 2] = ["normalization.targets.offset", "normalization.targets.scale"];

/// What a file holds.
pub(crate) struct Contents<N: Network> {
    pub network: Box<N>,
    /// The tensors of normalizations.
    pub beside: BTreeMap<String, Vec<N::Number>>,
    /// The state of the optimizer, if it was wanted.
    pub optimizer: OwnedState<N::Number>,
}

/// Reads a network, and what else is wanted of the file.
pub(crate) fn read_contents<N: Network>(from: impl Read, len: u64, wanted: Wanted) -> Result<Contents<N>, Problem> {
    let mut reader = Reader::new(from, len)?;
    let tensors = reader.tensors();
    let slots = slots::<N>("");
    let has = |keys: [&str; 2]| tensors.iter().any(|(key, _)| keys.contains(&key.as_str()));
    if wanted.normalization && !has(INPUTS) {
        return Err(Problem::NoNormalization);
    }
    let inputs = wanted.normalization.then_some(INPUTS.map(|key| (key, input::<N>())));
    let targets = (wanted.normalization && has(TARGETS)).then_some(TARGETS.map(|key| (key, output::<N>())));
    let normalizations = || [inputs, targets].into_iter().flatten().flatten();
    let expected = slots.iter().map(|slot| (slot.key.as_str(), slot.shape.as_slice())).chain(normalizations());
    let is_of_optimizer = |key: &str| [STEPS, MOMENTS].contains(&key);
    let mut wrong = misfits(expected, &tensors, |key, info| is_counter(key, info) || is_of_optimizer(key));
    if wanted.optimizer {
        wrong.extend(optimizer::misfits(&tensors));
    }
    refuse(wrong)?;

    let slots: BTreeMap<&str, &Slot> = slots.iter().map(|slot| (slot.key.as_str(), slot)).collect();
    let mut network = N::zeros();
    let zeros = |shape: &[usize]| vec![N::Number::ZERO; shape.iter().product()];
    let mut beside: BTreeMap<_, _> = normalizations().map(|(key, shape)| (key.to_owned(), zeros(shape))).collect();
    let mut state = OwnedState { optimizer: reader.optimizer().to_owned(), steps: 0, moments: vec![] };
    for (key, info) in &tensors {
        reader.next(key, info);
        match (key.as_str(), element(info)) {
            (key, Some(element)) if let Some(slot) = slots.get(key) => {
                reader.numbers(element, wanted.allowed, slot.numbers_mut(&mut *network))?;
            }
            (key, Some(element)) if let Some(numbers) = beside.get_mut(key) => {
                reader.numbers(element, Allowed::Any, numbers)?;
            }
            (STEPS, _) if wanted.optimizer => state.steps = reader.count()?,
            (MOMENTS, Some(element)) if wanted.optimizer => {
                state.moments = zeros(&info.shape);
                // A mean of squares may be infinite: its parameters stand still.
                reader.numbers(element, Allowed::Any, &mut state.moments)?;
            }
            _ => reader.skip(info)?,
        }
    }
    reader.finish()?;
    Ok(Contents { network, beside, optimizer: state })
}

/// The shape of an input.
pub(crate) fn input<N: Network>() -> &'static [usize] {
    N::LAYERS.first().map_or(&[], |layer| layer.input)
}

/// The shape of an output.
pub(crate) fn output<N: Network>() -> &'static [usize] {
    N::LAYERS.last().map_or(&[], |layer| layer.output)
}

/// Whether the tensor is one of the counters that PyTorch writes next to the moments of a batch
/// norm.
fn is_counter(key: &str, info: &TensorInfo) -> bool {
    key.ends_with("num_batches_tracked") && info.shape.is_empty()
}

/// An error if there are any misfits.
pub(crate) fn refuse(misfits: Vec<Misfit>) -> Result<(), Problem> {
    if misfits.is_empty() { Ok(()) } else { Err(Problem::Misfit(misfits)) }
}

/// Every tensor that is not as `expected` (keys with shapes), and every other one that is not
/// `is_known`.
pub(crate) fn misfits<'a>(
    expected: impl Iterator<Item = (&'a str, &'a [usize])> + Clone,
    tensors: &[(String, TensorInfo)],
    is_known: impl Fn(&str, &TensorInfo) -> bool,
) -> Vec<Misfit> {
    let found: BTreeMap<&str, &TensorInfo> = tensors.iter().map(|(key, info)| (key.as_str(), info)).collect();
    let keys: BTreeSet<&str> = expected.clone().map(|(key, _)| key).collect();
    let superfluous = tensors.iter().filter(|(key, info)| !keys.contains(key.as_str()) && !is_known(key, info));
    let superfluous =
        superfluous.map(|(key, info)| Misfit::Superfluous { key: key.clone(), found: info.shape.clone() });
    expected.filter_map(|(key, shape)| misfit(key, shape, found.get(key))).chain(superfluous).collect()
}

fn misfit(key: &str, expected: &[usize], info: Option<&&TensorInfo>) -> Option<Misfit> {
    let (key, expected) = (key.to_owned(), expected.to_owned());
    match info {
        None => Some(Misfit::Missing { key, expected }),
        Some(info) if info.shape != expected => Some(Misfit::Shape { key, expected, found: info.shape.clone() }),
        Some(info) if element(info).is_none() => {
            Some(Misfit::Type { key, expected: "F64, F32, F16 or BF16", found: info.dtype.to_string() })
        }
        Some(_) => None,
    }
}

/// The type of a tensor's numbers, if weights can have it.
pub(crate) fn element(info: &TensorInfo) -> Option<Element> {
    Element::named(info.dtype.to_string().as_bytes())
}

/// The tensors of a network, each key with `prefix` in front.
pub(crate) fn items<'a, N: Network>(network: &'a N, prefix: &str) -> Vec<Item<'a, N::Number>> {
    let item = |slot: Slot| {
        let numbers = Numbers::Network(slot.numbers(network), &[]);
        Item { key: slot.key, shape: slot.shape, numbers }
    };
    slots::<N>(prefix).into_iter().map(item).collect()
}

/// The architecture of `N` in words, `64 => hidden: dense(32) relu => output: dense(10) softmax`.
pub(crate) fn architecture<N: Network>() -> String {
    format!("{} => {}", extents(input::<N>()), chain(N::LAYERS, " => "))
}

fn chain(layers: &[LayerInfo], separator: &str) -> String {
    layers.iter().map(describe).collect::<Vec<_>>().join(separator)
}

fn describe(layer: &LayerInfo) -> String {
    let LayerInfo { name, kind, activation, output, layers, .. } = layer;
    let inner = match (layers, *kind) {
        ([], _) => extents(output),
        (_, "network") => chain(layers, " => "),
        _ => chain(layers, " | "),
    };
    let activation = if *activation == "identity" { String::new() } else { format!(" {activation}") };
    format!("{name}: {kind}({inner}){activation}")
}

fn extents(shape: &[usize]) -> String {
    shape.iter().map(ToString::to_string).collect::<Vec<_>>().join("x")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_of_pytorch_are_scalars_of_that_name() {
        let info = |shape: &[usize]| TensorInfo {
            dtype: safetensors::Dtype::I64,
            shape: shape.to_vec(),
            data_offsets: (0, 0),
        };
        assert!(is_counter("norm.num_batches_tracked", &info(&[])));
        assert!(!is_counter("norm.num_batches_tracked", &info(&[3])));
        assert!(!is_counter("norm.weight", &info(&[])));
    }
}
