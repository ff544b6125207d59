//! Networks in the formats of serde, as their tensors.

use std::boxed::Box;
use std::fmt::{self, Formatter};
use std::format;
use std::string::String;
use std::vec::Vec;

use serde_core::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};
use sinew_layers::Network;
use sinew_tensors::Number;

use crate::tensors::{Slot, slots};

/// Writes the tensors of a network: a map from the key of each, as in files, to its numbers.
///
/// In formats that people read, the numbers are nested as the tensor's shape is; in others they are
/// one sequence.
///
/// # Errors
///
/// Those of the format; and, where people read it, for a number that is not finite, since JSON has
/// none.
pub fn serialize<N: Network, S: Serializer>(network: &N, serializer: S) -> Result<S::Ok, S::Error> {
    let (slots, is_nested) = (slots::<N>(""), serializer.is_human_readable());
    let mut map = serializer.serialize_map(Some(slots.len()))?;
    for slot in &slots {
        let numbers = slot.numbers(network);
        if let Some(number) = numbers.iter().find(|number| is_nested && !number.is_finite()) {
            return Err(S::Error::custom(format!("`{}`: {} is not a finite number", slot.key, number.to_f64())));
        }
        map.serialize_entry(&slot.key, &Numbers { shape: shape(slot, is_nested), numbers })?;
    }
    map.end()
}

/// Reads a network that [`serialize`] has written. It is made in place.
///
/// # Errors
///
/// Those of the format, and for a tensor that is missing, unknown, there twice, or of another
/// shape; each names the tensor.
pub fn deserialize<'de, N: Network, D: Deserializer<'de>>(deserializer: D) -> Result<Box<N>, D::Error> {
    let is_nested = deserializer.is_human_readable();
    let (mut network, slots) = (N::zeros(), slots::<N>(""));
    deserializer.deserialize_map(Tensors { network: &mut *network, slots, is_nested })?;
    Ok(network)
}

/// The shape in which a format holds a tensor.
fn shape(slot: &Slot, is_nested: bool) -> Vec<usize> {
    if is_nested { slot.shape.clone() } else { Vec::from([slot.shape.iter().product()]) }
}

/// Numbers of this shape.
struct Numbers<'a, T> {
    shape: Vec<usize>,
    numbers: &'a [T],
}

impl<T: Number> Serialize for Numbers<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        nested(&self.shape, self.numbers, serializer)
    }
}

fn nested<T: Number, S: Serializer>(shape: &[usize], numbers: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let Some((&len, inner)) = shape.split_first() else {
        return match numbers {
            [number] if size_of::<T>() == 4 => serializer.serialize_f32(f32::from_f64(number.to_f64())),
            _ => serializer.serialize_f64(numbers.first().map_or(0.0, |number| number.to_f64())),
        };
    };
    let mut sequence = serializer.serialize_seq(Some(len))?;
    for numbers in numbers.chunks_exact(usize::max(numbers.len() / usize::max(len, 1), 1)) {
        sequence.serialize_element(&Numbers { shape: inner.to_vec(), numbers })?;
    }
    sequence.end()
}

/// The tensors of a network, as they are read.
struct Tensors<'a, N> {
    network: &'a mut N,
    slots: Vec<Slot>,
    is_nested: bool,
}

impl<'de, N: Network> Visitor<'de> for Tensors<'_, N> {
    type Value = ();

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("a map of the tensors of a network")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { network, slots, is_nested } = self;
        let mut missing: Vec<&Slot> = slots.iter().collect();
        while let Some(key) = map.next_key::<String>()? {
            let Some(index) = missing.iter().position(|slot| slot.key == key) else {
                let is_known = slots.iter().any(|slot| slot.key == key);
                let problem = if is_known { "is there twice" } else { "is no tensor of the network" };
                return Err(A::Error::custom(format!("`{key}` {problem}")));
            };
            let slot = missing.remove(index);
            let shape = shape(slot, is_nested);
            let numbers = Filled { shape: &shape, numbers: slot.numbers_mut(network) };
            map.next_value_seed(numbers).map_err(|error| A::Error::custom(format!("`{key}`: {error}")))?;
        }
        if missing.is_empty() {
            return Ok(());
        }
        let keys: Vec<String> = missing.iter().map(|slot| format!("`{}`", slot.key)).collect();
        Err(A::Error::custom(format!("missing: {}", keys.join(", "))))
    }
}

/// Numbers of this shape, to be filled.
struct Filled<'a, T> {
    shape: &'a [usize],
    numbers: &'a mut [T],
}

impl<'de, T: Number> DeserializeSeed<'de> for Filled<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.shape {
            [] if size_of::<T>() == 4 => deserializer.deserialize_f32(self),
            [] => deserializer.deserialize_f64(self),
            _ => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de, T: Number> Visitor<'de> for Filled<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.shape {
            [] => f.write_str("a number"),
            [1] => f.write_str("an array of one number"),
            [len] => write!(f, "an array of {len} numbers"),
            [len, ..] => write!(f, "an array of {len} arrays"),
        }
    }

    fn visit_f64<E: serde_core::de::Error>(self, number: f64) -> Result<(), E> {
        self.numbers.fill(T::from_f64(number)); // one
        Ok(())
    }

    fn visit_u64<E: serde_core::de::Error>(self, number: u64) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    fn visit_i64<E: serde_core::de::Error>(self, number: i64) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        let Some((&len, shape)) = self.shape.split_first() else {
            return Err(A::Error::invalid_type(serde_core::de::Unexpected::Seq, &self));
        };
        let size = self.numbers.len() / usize::max(len, 1);
        for index in 0..len {
            let numbers = &mut self.numbers[index * size..][..size];
            if sequence.next_element_seed(Filled { shape, numbers })?.is_none() {
                return Err(A::Error::invalid_length(index, &self));
            }
        }
        match sequence.next_element::<serde_core::de::IgnoredAny>()? {
            Some(_) => Err(A::Error::invalid_length(len + 1, &self)),
            None => Ok(()),
        }
    }
}
