"""A child that misbehaves as it is told on stdin: it is silent for ever, or talks for ever."""

import sys
import time

if sys.stdin.buffer.read() == b"talk":
    sys.stdout.buffer.write(b"1\n")
    while True:
        sys.stdout.buffer.write(b"x" * 2**16)
time.sleep(600)
