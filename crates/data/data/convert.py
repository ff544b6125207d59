#!/usr/bin/env python3
"""Converts the tables that scikit-learn ships to the bytes that this crate embeds.

    python3 convert.py digits.csv.gz iris.csv

Both sources are in https://github.com/scikit-learn/scikit-learn, folder sklearn/datasets/data. The results are written
beside this script:

* digits.bin: 65 bytes a row, 64 pixels from 0 to 16 and the digit.
* iris.bin: 5 bytes a row, four lengths in mm and the species.

README.md tells where the data comes from and under which licence.
"""

import csv
import gzip
import sys
from pathlib import Path

HERE = Path(__file__).parent


def convert_digits(source):
    with gzip.open(source, "rt", newline="") as file:
        rows = [bytes(int(float(cell)) for cell in row) for row in csv.reader(file)]
    write("digits.bin", rows, width=65)


def convert_iris(source):
    with open(source, newline="") as file:
        _header, *table = csv.reader(file)
    rows = [bytes([*(round(10 * float(cm)) for cm in lengths), int(species)]) for *lengths, species in table]
    write("iris.bin", rows, width=5)


def write(name, rows, width):
    assert all(len(row) == width for row in rows), f"{name}: a row does not have {width} columns"
    (HERE / name).write_bytes(b"".join(rows))
    print(f"{name}: {len(rows)} rows of {width} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    convert_digits(sys.argv[1])
    convert_iris(sys.argv[2])
