//! A network and the scale of its inputs and outputs, in one file.

use std::boxed::Box;
use std::collections::BTreeMap;
use std::path::Path;
use std::string::String;
use std::vec::Vec;

use sinew_data::{Checked, Normalization};
use sinew_layers::Network;
use sinew_tensors::{Number, Sample};

use crate::error::Problem;
use crate::format::{Item, Numbers, write};
use crate::network::{Contents, INPUTS, TARGETS, Wanted, architecture, input, items, output, read_contents, read_file};
use crate::{LoadError, WriteError, atomic_write};

/// A network with the [`Normalization`] that it was trained with: samples and predictions are in
/// their own units.
///
/// # Format
///
/// The file is that of [`Files::save`](crate::Files::save) with two tensors of the input's shape,
/// `normalization.inputs.offset` and `normalization.inputs.scale`, and, if targets were normalized,
/// two of the output's shape, `normalization.targets.offset` and `normalization.targets.scale`. The
/// network's input is `(x − offset)/scale`; its output is multiplied by the scale of the targets,
/// and their offset is added.
///
/// They are tensors rather than metadata, so that other programs read them as they read weights:
/// PyTorch's `load_state_dict` reports them as unexpected keys instead of silently dropping them,
/// and `strict=False` accepts them. [`Files::load`](crate::Files::load) and
/// [`include_weights!`](crate::include_weights) refuse such a file, since predictions without the
/// normalization would be different. To save the network alone, save `model.network`.
///
/// # Examples
///
/// ```
/// use sinew::data::{Dataset, Normalization};
/// use sinew::prelude::*;
/// use sinew_files::Normalized;
///
/// network! {
///     struct Price = 1 => 4 tanh => 1;
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let directory = std::env::temp_dir().join(format!("sinew-normalized-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory)?;
/// # let path = directory.join("price.safetensors");
/// let houses = Dataset::new(vec![[80.0], [120.0], [200.0]], vec![[610_000.0], [880_000.0], [1_420_000.0]])?;
/// let inputs = Normalization::standard_score(houses.inputs())?;
/// let targets = Normalization::standard_score(houses.targets())?;
/// let mut network = Price::seeded(1);
/// let samples = targets.targets(inputs.inputs(houses)?)?;
/// Trainer::new(MeanSquaredError, Adam::new(0.05)).epochs(200).fit(&mut network, &samples)?;
///
/// Normalized { network, inputs, targets: Some(targets) }.save(&path)?;
///
/// let model = Normalized::<Price>::load(&path)?;
/// let [francs] = model.predict(&[100.0]); // square metres
/// assert!((700_000.0..800_000.0).contains(&francs));
/// # std::fs::remove_dir_all(&directory)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Normalized<N: Network> {
    /// The network.
    pub network: Box<N>,
    /// The normalization of its inputs.
    pub inputs: Normalization<N::Input>,
    /// The normalization of its targets, if they were normalized.
    pub targets: Option<Normalization<N::Output>>,
}

impl<N: Network> Normalized<N>
where
    N::Input: Checked<Number = N::Number>,
    N::Output: Checked<Number = N::Number>,
{
    /// The output for one sample, both in their own units.
    pub fn predict(&self, input: &N::Input) -> N::Output {
        let output = self.network.predict(&self.inputs.normalize(input));
        self.targets.as_ref().map_or(output, |targets| targets.restore(&output))
    }

    /// Writes the network and its normalization to a file, as [`Files::save`](crate::Files::save)
    /// does a network.
    ///
    /// # Errors
    ///
    /// If the file cannot be written. The previous file is then still there.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), WriteError> {
        let mut items = items(&*self.network, "");
        items.extend(normalization_items(INPUTS, input::<N>(), &self.inputs));
        if let Some(targets) = &self.targets {
            items.extend(normalization_items(TARGETS, output::<N>(), targets));
        }
        atomic_write(path, |file| write(&items, &architecture::<N>(), None, file))
    }

    /// The network and the normalization of the file.
    ///
    /// # Errors
    ///
    /// Those of [`Files::load`](crate::Files::load); [`LoadError::NoNormalization`] if the file has
    /// a network alone. [`LoadError::Normalization`] if a normalization divides by zero or is not
    /// finite.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, LoadError> {
        read_file(path.as_ref(), |from, len| {
            let wanted = Wanted { normalization: true, ..Wanted::default() };
            let Contents { network, mut beside, .. } = read_contents::<N>(from, len, wanted)?;
            let inputs = normalization("inputs", INPUTS, &mut beside)?;
            let targets = if beside.is_empty() { None } else { Some(normalization("targets", TARGETS, &mut beside)?) };
            Ok(Self { network, inputs, targets })
        })
    }
}

/// The two tensors of a normalization.
fn normalization_items<'a, T: Number, X: Sample<T>>(
    keys: [&str; 2],
    shape: &[usize],
    normalization: &'a Normalization<X>,
) -> [Item<'a, T>; 2] {
    let [offset, scale] = keys;
    [(offset, &normalization.offset), (scale, &normalization.scale)].map(|(key, sample)| Item {
        key: key.into(),
        shape: shape.to_vec(),
        numbers: Numbers::Network(sample.as_flat(), &[]),
    })
}

/// The normalization in these tensors, which are taken out of those `beside` the network.
fn normalization<T: Number, X: Checked<Number = T> + Sample<T>>(
    of: &'static str,
    keys: [&str; 2],
    beside: &mut BTreeMap<String, Vec<T>>,
) -> Result<Normalization<X>, Problem> {
    let [offset, scale] = keys.map(|key| {
        let mut sample = X::filled(T::ZERO);
        let numbers = beside.remove(key).unwrap_or_default();
        sample.as_flat_mut().iter_mut().zip(numbers).for_each(|(x, number)| *x = number);
        sample
    });
    Normalization::new(offset, scale).map_err(|source| Problem::Normalization { of, source })
}
