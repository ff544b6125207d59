"""Writes rng.csv and initializers.csv: the numbers that a seed stands for, by an implementation that shares nothing with ours.

    python3 rng.py

Integers are exact in Python, and its floats are IEEE 754 doubles; every operation here is one that the standard rounds in one way.
The logarithm is the series that the contract fixes, and is compared with the one of Python's library. Numbers of one cell are
separated by spaces, and written so that they round-trip.
"""

import csv
import math
import pathlib

FOLDER = pathlib.Path(__file__).parent
BITS = 2**64 - 1


def split_mix(seed):
    """SplitMix64: Vigna's splitmix64.c."""
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & BITS
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & BITS
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & BITS
        yield z ^ (z >> 31)


def rotate_left(x, k):
    return ((x << k) | (x >> (64 - k))) & BITS


def xoshiro(state):
    """xoshiro256++ 1.0: Blackman and Vigna's xoshiro256plusplus.c."""
    s0, s1, s2, s3 = state
    while True:
        yield (rotate_left((s0 + s3) & BITS, 23) + s0) & BITS
        t = (s1 << 17) & BITS
        s2, s3 = s2 ^ s0, s3 ^ s1
        s1, s0 = s1 ^ s2, s0 ^ s3
        s2, s3 = s2 ^ t, rotate_left(s3, 45)


def log(x):
    """e·ln 2 + 2·(s + s³/3 + … + s³⁵/35) for x = m·2ᵉ and s = (m − 1)/(m + 1), by Horner's rule."""
    fraction, exponent = math.frexp(x)
    m, e = 2.0 * fraction, exponent - 1
    s = (m - 1.0) / (m + 1.0)
    total = 0.0
    for k in range(17, -1, -1):
        total = total * (s * s) + 1.0 / (2 * k + 1)
    result = e * math.log(2.0) + 2.0 * s * total
    assert abs(result - math.log(x)) <= 4e-16 * (1.0 + abs(result)), x
    return result


class Rng:
    def __init__(self, seed):
        mix = split_mix(seed)
        self.bits = xoshiro([next(mix) for _ in range(4)])
        self.pair = []

    def next_u64(self):
        return next(self.bits)

    def uniform(self):
        return (self.next_u64() >> 11) / 2**53

    def normal(self):
        """Marsaglia's polar method."""
        while not self.pair:
            u, v = 2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0
            s = u * u + v * v
            if 0.0 < s < 1.0:
                scale = math.sqrt(-2.0 * log(s) / s)
                self.pair = [v * scale, u * scale]
        return self.pair.pop()

    def below(self, n):
        """Lemire's method: draws that would favour some results are drawn again."""
        while True:
            product = self.next_u64() * n
            if product % 2**64 >= 2**64 % n:
                return product // 2**64

    def shuffled(self, n):
        """Durstenfeld's permutation of 0 to n − 1."""
        items = list(range(n))
        for last in range(n - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
        return items


DRAWS = {
    "next_u64": Rng.next_u64,
    "uniform": Rng.uniform,
    "normal": Rng.normal,
    "below 6": lambda rng: rng.below(6),
    "below 1000": lambda rng: rng.below(1000),
    "below 9223372036854775809": lambda rng: rng.below(2**63 + 1),  # half of the draws are drawn again
}


def rng_rows():
    for seed in (0, 1, 42):
        for name, draw in DRAWS.items():
            rng = Rng(seed)
            yield [seed, name, *cell([draw(rng) for _ in range(8)])]
        yield [seed, "shuffle", *cell(Rng(seed).shuffled(12))]


def dot(a, b):
    total = 0.0
    for x, y in zip(a, b):
        total += x * y
    return total


def orthogonal(rng, fan_in, fan_out):
    """Modified Gram-Schmidt, every vector against all before it, and once more."""
    rows = [[rng.normal() for _ in range(fan_in)] for _ in range(fan_out)]
    vectors = rows if fan_out <= fan_in else [list(column) for column in zip(*rows)]
    for v, vector in enumerate(vectors):
        for other in vectors[:v] * 2:
            projection = dot(other, vector)
            vector[:] = [x - projection * y for x, y in zip(vector, other)]
        norm = math.sqrt(dot(vector, vector))
        vector[:] = [x / norm for x in vector]
    rows = vectors if fan_out <= fan_in else zip(*vectors)
    return [x for row in rows for x in row]


def uniform(square):
    return lambda rng, i, o: [math.sqrt(square(i, o)) * (2.0 * rng.uniform() - 1.0) for _ in range(i * o)]


def normal(variance):
    return lambda rng, i, o: [math.sqrt(variance(i, o)) * rng.normal() for _ in range(i * o)]


INITIALIZERS = {
    "glorot_uniform": uniform(lambda i, o: 6.0 / (i + o)),
    "glorot_normal": normal(lambda i, o: 2.0 / (i + o)),
    "he_uniform": uniform(lambda i, o: 6.0 / i),
    "he_normal": normal(lambda i, o: 2.0 / i),
    "lecun_normal": normal(lambda i, o: 1.0 / i),
    "orthogonal": orthogonal,
    "zeros": lambda rng, i, o: [0.0] * (i * o),
    "constant 0.25": lambda rng, i, o: [0.25] * (i * o),
}


def initializer_rows():
    for name, fill in INITIALIZERS.items():
        for fan_in, fan_out in ((3, 2), (2, 3)):
            yield [name, fan_in, fan_out, *cell(fill(Rng(42), fan_in, fan_out))]


def cell(numbers):
    return [" ".join(map(repr, numbers))]


def write(name, header, rows):
    with open(FOLDER / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


write("rng.csv", ["seed", "draws", "numbers"], rng_rows())
write("initializers.csv", ["initializer", "fan_in", "fan_out", "weights"], initializer_rows())
