"""Writes elementary.csv, the reference values of the elementary functions, computed in 400 digits by mpmath.

    python3 -m venv venv && venv/bin/pip install mpmath==1.4.1
    venv/bin/python crates/tensors/tests/references/elementary.py

Each line is `function,format,x,y,rest`: the true value is `y`, a number of the format next to it on the side of zero, and `rest`
of the way to the next number away from zero. Decimals are the shortest that round-trip.
"""

import math
import pathlib
import random
import struct

from mpmath import mp, mpf

mp.dps = 400  # e^-745 + 1 has as many digits as that

RANDOM_POINTS = 100


class Format:
    def __init__(self, name, code, bits_code, exponents, limit, overflow, underflow, saturation):
        self.name, self.code, self.bits_code = name, code, bits_code
        self.smallest, self.largest = exponents
        self.limit, self.overflow, self.underflow, self.saturation = limit, overflow, underflow, saturation

    def round(self, x):
        """The number of this format nearest to the `float` x."""
        try:
            return struct.unpack(self.code, struct.pack(self.code, x))[0]
        except OverflowError:
            return math.copysign(math.inf, x)

    def step(self, x, steps):
        """The number that comes `steps` numbers after x in magnitude."""
        bits = struct.unpack(self.bits_code, struct.pack(self.code, x))[0]
        return struct.unpack(self.code, struct.pack(self.bits_code, bits + steps))[0]

    def truncate(self, value):
        """The number next to value on the side of zero, and the rest of the way in units of the gap."""
        magnitude = abs(value)
        if magnitude > self.limit:
            return math.copysign(math.inf, value), 0.0
        y = self.round(float(min(magnitude, mpf(self.limit))))
        if y > magnitude:
            y = self.step(y, -1)
        gap = self.step(y, 1) - y if y < self.limit else y - self.step(y, -1)
        return math.copysign(y, value), float((magnitude - mpf(y)) / mpf(gap))

    def shortest(self, x):
        """The shortest decimal that this format reads as x."""
        for digits in range(1, 18):
            text = f"{x:.{digits}g}"
            if math.isinf(x) or self.round(float(text)) == x:
                return text
        raise AssertionError(x)


FORMATS = [
    Format("f32", "<f", "<I", (-149, 127), float.fromhex("0x1.fffffep127"), 88.72, -103.9, (9.01, 3.83)),
    Format("f64", "<d", "<Q", (-1074, 1023), float.fromhex("0x1.fffffffffffffp1023"), 709.7, -745.1, (19.06, 5.86)),
]

FUNCTIONS = {
    "exp": mp.exp,
    "exp_m1": mp.expm1,
    "ln": mp.log,
    "ln_1p": mp.log1p,
    "tanh": mp.tanh,
    "sigmoid": lambda x: mp.exp(x) / (1 + mp.exp(x)),
    "erf": mp.erf,
}

# Arguments at which a search found the largest errors of this crate's functions.
WORST = {
    "exp": [54.74167, -31.191624, -10.412135, 454.00003551999225, 228.01549326251154],
    "exp_m1": [6.2395864, 10.39198, 54.74167, 0.7466598253881993, 1.9673733929121586],
    "ln": [1.4133185, 0.70614856, 0.6161420845433327],
    "ln_1p": [0.42367855, 0.42084107, 0.42571459526299577],
    "tanh": [0.031260096, 0.03094801, -0.06102763947849077],
    "sigmoid": [-4.8474264, -3.4346814, -3.44593555743887],
    "erf": [8.650931e-4, -0.44022770246424914, 0.053821201099503835],
}


def magnitude(low, high):
    """A number whose binary logarithm is spread evenly."""
    return 2.0 ** random.uniform(low, high) if low > -1000 else math.ldexp(random.uniform(1, 2), random.randint(-1074, high))


def sign():
    return random.choice((-1.0, 1.0))


def random_point(function, f):
    """An argument from one of the regions in which the function has to be right."""
    near_zero = sign() * magnitude(f.smallest // 2, 0)
    regions = {
        "exp": [random.uniform(f.underflow, f.overflow), random.uniform(-2, 2), random.uniform(f.underflow, f.underflow * 0.84)],
        "exp_m1": [random.uniform(-40, f.overflow), random.uniform(-2, 2), random.uniform(-2, 2), near_zero],
        "ln": [magnitude(f.smallest, f.largest), random.uniform(0.5, 2), 1 + sign() * magnitude(-20, -1)],
        "ln_1p": [magnitude(0, f.largest), random.uniform(-0.9, 2), magnitude(-20, -1) - 1, near_zero],
        "tanh": [sign() * random.uniform(0, f.saturation[0]), random.uniform(-2, 2), near_zero],
        "sigmoid": [random.uniform(f.underflow, 40), random.uniform(-8, 8), near_zero],
        "erf": [sign() * random.uniform(0, f.saturation[1]), random.uniform(-2, 2), near_zero],
    }
    return random.choice(regions[function])


def hard_points(function, f):
    """The ends of the ranges, and where one step of a method gives way to another."""
    smallest = math.ldexp(1.0, f.smallest)
    tiny = [smallest, smallest * 5, f.step(f.round(math.ldexp(1.0, f.smallest // 2)), 1)]
    if function == "ln":
        binades = [math.ldexp(1.0, e) for e in (f.smallest, f.smallest // 2, -1, 1, f.largest)]
        root = [f.step(f.round(math.sqrt(0.5) * scale), s) for scale in (1.0, 2.0, 1e-30, 1e30) for s in (-1, 0, 1)]
        return tiny + binades + root + [f.step(1.0, -1), 1.0, f.step(1.0, 1), f.limit]
    if function == "ln_1p":
        root = [f.step(f.round(x), s) for x in (math.sqrt(0.5) - 1, math.sqrt(2) - 1) for s in (-1, 0, 1)]
        return tiny + [-x for x in tiny] + root + [f.step(-1.0, -1), 1.0, f.limit]
    if function in ("tanh", "erf"):
        end = f.saturation[function == "erf"]
        points = tiny + [0.34, 0.35, 0.69, 0.7, 1.0, end - 0.1, end, end + 0.01, end + 0.1, end + 1, 2 * end, f.limit]
        return [s * x for s in (1.0, -1.0) for x in points]
    boundaries = [f.step(f.round((n + 0.5) * 2 * math.log(2) * s), d) for n in (0, 1, 20) for s in (1, -1) for d in (-1, 0, 1)]
    ends = [f.overflow, f.overflow + 0.1, f.underflow, f.underflow - 0.9, f.underflow * 0.84, f.limit, -f.limit]
    return tiny + [-x for x in tiny] + boundaries + ends + [1.0, -1.0, 17.0, 37.0, -17.0, -37.0]


def within_exponents(x):
    """x, or ±800 further away from zero, where an exponential is infinite or nothing to every format."""
    return max(mpf(-800), min(mpf(800), mpf(x)))


def main():
    random.seed(1)
    lines = ["function,format,x,y,rest"]
    for name, function in FUNCTIONS.items():
        for f in FORMATS:
            points = hard_points(name, f) + WORST[name] + [random_point(name, f) for _ in range(RANDOM_POINTS)]
            for x in sorted({f.round(x) for x in points} - {0.0}):
                y, rest = f.truncate(function(mpf(x) if name.startswith("ln") else within_exponents(x)))
                lines.append(f"{name},{f.name},{f.shortest(x)},{f.shortest(y)},{rest:.4g}")
    pathlib.Path(__file__).with_suffix(".csv").write_text("\n".join(lines) + "\n")


main()
