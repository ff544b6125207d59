"""Runs a program in pseudo-terminals of several widths, and checks that its progress bar is one line.

Prints what is on the line at last.
"""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios


def written(columns, epochs):
    """All that the program writes to its standard error, a terminal of that many columns."""
    main, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = dict(os.environ, EPOCHS=str(epochs), TERM="xterm-256color")
    child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=terminal, env=environment)
    os.close(terminal)
    pieces = []
    while True:
        try:
            piece = os.read(main, 1 << 16)
        except OSError:  # the end, on Linux
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(main)
    assert child.wait() == 0, "the program failed"
    return b"".join(pieces).decode()


for columns in 60, 80, 120:
    for epochs in 1, 10, 100:
        text = written(columns, epochs)
        assert not re.search(r"\x1b\[\d*[AF]", text), f"the cursor goes up: {text!r}"
        lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "\r", text.rstrip()).split("\r")
        lines = [line for line in lines if line.strip()]
        for line in lines:
            assert "\n" not in line, f"{columns} columns, {epochs} epochs: two lines, {text!r}"
            assert len(line) <= columns, f"{len(line)} characters on {columns} columns: {line!r}"
            assert re.match(r"epoch +\d+/\d+  [^/]*(samples/s[^/]*)?$", line), line
        assert lines[0].startswith(f"epoch {1:{len(str(epochs))}}/{epochs}"), lines[0]
        assert lines[-1].startswith(f"epoch {epochs}/{epochs}"), lines[-1]
        print(lines[0], lines[len(lines) // 2], lines[-1], sep="\n")
