#!/usr/bin/env python3
"""Makes the files that tests/npy.rs reads, with NumPy: `pip install numpy`, then `python3 make.py`.

* types.npz: the numbers 0 to 5 in three rows of two, in every type and order, by the name of the type.
* compressed.npz: five samples `x` of four features with their labels `y`, compressed.
* version2.npy: the labels 3, 1, 4 in version 2.0 of the format.
"""

from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
TYPES = ["u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"]

numbers = np.arange(6).reshape(3, 2)
arrays = {f"{order}{kind}": numbers.astype(f"{order}{kind}") for kind in TYPES for order in "<>"}
arrays["columns"] = np.asfortranarray(numbers.astype("<f4"))
arrays["cubes"] = np.asfortranarray(np.arange(24).reshape(2, 3, 4).astype(">i2"))
arrays["bool"] = numbers % 2 == 1
arrays["complex"] = numbers.astype(np.complex64)
arrays["record"] = np.zeros(3, dtype=[("a", "f4"), ("b", "i4")])
arrays["negative"] = np.array([-1, 0, 1])
np.savez(HERE / "types.npz", **arrays)

x = (np.arange(20) / 4).reshape(5, 4).astype(np.float32)
np.savez_compressed(HERE / "compressed.npz", x=x, y=np.array([0, 1, 2, 1, 0]))

with open(HERE / "version2.npy", "wb") as file:
    np.lib.format.write_array(file, np.array([3, 1, 4]), version=(2, 0))
