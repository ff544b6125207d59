//! Reproducible random numbers.

/// Random numbers for one network.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64, kind: &str, index: u64) -> Self {
        let mut random = Self(seed);
        for byte in kind.bytes().map(u64::from).chain([index]) {
            random.0 = random.next() ^ byte;
        }
        random
    }

    /// Fisher–Yates.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.within(0, last));
        }
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn within(&mut self, least: usize, most: usize) -> usize {
        let choices = (most - least + 1) as u64;
        least + usize::try_from(self.next() % choices).expect("a small number")
    }

    pub fn pair(&mut self, least: usize, most: usize) -> [usize; 2] {
        both(|_| self.within(least, most))
    }

    pub fn of<T: Copy, const N: usize>(&mut self, choices: [T; N]) -> T {
        choices[self.within(0, N - 1)]
    }
}

/// A pair of sizes: height and width.
pub fn both<T>(size: impl FnMut(usize) -> T) -> [T; 2] {
    [0, 1].map(size)
}

/// Cards that are dealt until none is left, and then shuffled again: each comes up once in every
/// round.
pub struct Deck<T> {
    cards: Vec<T>,
    dealt: usize,
}

impl<T: Clone> Deck<T> {
    pub fn new(cards: impl IntoIterator<Item = T>, random: &mut Random) -> Self {
        let mut cards: Vec<T> = cards.into_iter().collect();
        random.shuffle(&mut cards);
        Self { cards, dealt: 0 }
    }

    pub fn deal(&mut self, random: &mut Random) -> T {
        if self.dealt == self.cards.len() {
            random.shuffle(&mut self.cards);
            self.dealt = 0;
        }
        self.dealt += 1;
        self.cards[self.dealt - 1].clone()
    }
}
