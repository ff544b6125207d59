//! What callbacks remember from epoch to epoch.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use sinew_layers::Network;

use crate::ResumeError;

/// What callbacks remember from epoch to epoch, each thing under its name, such as `ema.steps`.
///
/// [`Callback::state`](super::Callback::state) enters where the things are. There a checkpoint
/// finds them, and there it puts them back. Where two callbacks enter the same name, as two of a
/// kind do, the second is called `ema.steps.2`.
#[derive(Debug)]
pub struct CallbackState<'m, N> {
    entries: Vec<(Cow<'static, str>, Entry<'m, N>)>,
}

/// Where a thing is.
#[derive(Debug)]
enum Entry<'m, N> {
    Number(&'m mut f64),
    Count(&'m mut u64),
    Network(&'m mut Option<Box<N>>),
}

/// A thing that a callback remembers.
#[derive(Debug)]
pub enum Remembered<'a, N> {
    /// A number, such as the best loss.
    Number(f64),
    /// A count, such as that of steps.
    Count(u64),
    /// A network, such as the best one, if there is one yet.
    Network(Option<&'a N>),
}

impl<'m, N: Network> CallbackState<'m, N> {
    pub(crate) const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// Enters a number, such as the best loss.
    pub fn number(&mut self, name: &'static str, number: &'m mut f64) {
        self.enter(name, Entry::Number(number));
    }

    /// Enters a count, such as that of steps.
    pub fn count(&mut self, name: &'static str, count: &'m mut u64) {
        self.enter(name, Entry::Count(count));
    }

    /// Enters a network, such as the best one, if there is one yet.
    pub fn network(&mut self, name: &'static str, network: &'m mut Option<Box<N>>) {
        self.enter(name, Entry::Network(network));
    }

    fn enter(&mut self, name: &'static str, entry: Entry<'m, N>) {
        let overwrite = |name: &str| self.entries.iter().all(|(other, _)| other != name);
        let twins = (2..).map(|i| Cow::from(format!("{name}.{i}")));
        let mut names = [Cow::from(name)].into_iter().chain(twins);
        let name = names.find(|name| overwrite(name)).unwrap_or_default();
        self.entries.push((name, entry));
    }

    /// All things, in the order in which they were entered.
    pub(crate) fn remembered(&self) -> Vec<(&str, Remembered<'_, N>)> {
        self.entries.iter().map(|(name, entry)| (&**name, entry.get())).collect()
    }

    /// An error unless these are the things that were entered.
    pub(crate) fn check(&self, remembered: &[(&str, Remembered<'_, N>)]) -> Result<(), ResumeError> {
        let mut expected: Vec<String> =
            self.entries.iter().map(|(name, entry)| described(name, &entry.get())).collect();
        let mut found: Vec<String> = remembered.iter().map(|(name, thing)| described(name, thing)).collect();
        expected.sort_unstable();
        found.sort_unstable();
        if expected == found { Ok(()) } else { Err(ResumeError::Callbacks { expected, found }) }
    }

    /// Puts things, which were checked, where they belong.
    pub(crate) fn set(self, remembered: &[(&str, Remembered<'_, N>)]) {
        for (name, entry) in self.entries {
            if let Some((_, thing)) = remembered.iter().find(|(other, _)| *other == name) {
                entry.set(thing);
            }
        }
    }
}

impl<N: Network> Entry<'_, N> {
    fn get(&self) -> Remembered<'_, N> {
        match self {
            Self::Number(number) => Remembered::Number(**number),
            Self::Count(count) => Remembered::Count(**count),
            Self::Network(network) => Remembered::Network(network.as_deref()),
        }
    }

    fn set(self, thing: &Remembered<'_, N>) {
        match (self, thing) {
            (Self::Number(number), Remembered::Number(to)) => *number = *to,
            (Self::Count(count), Remembered::Count(to)) => *count = *to,
            (Self::Network(network), Remembered::Network(to)) => *network = to.map(N::to_boxed),
            _ => {}
        }
    }
}

/// The name and the kind of a thing.
fn described<N>(name: &str, thing: &Remembered<'_, N>) -> String {
    let kind = match thing {
        Remembered::Number(_) => "number",
        Remembered::Count(_) => "count",
        Remembered::Network(_) => "network",
    };
    format!("`{name}` ({kind})")
}
