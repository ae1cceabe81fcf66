"""SHA-256 and SHA-512 of a stream, each on a thread of its own: half the time of a pack goes into them."""

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

_BLOCK = 1024 * 1024  # bytes; a thread must have more to do than to wait


class Digests:
    """Takes bytes as they come; at most 2 MiB of them wait. Use it with ``with``: its threads end with it."""

    def __init__(self) -> None:
        self._sha256, self._sha512 = hashlib.sha256(), hashlib.sha512()
        self._pool = ThreadPoolExecutor(max_workers=2)
        self._running: list[Future[None]] = []
        self._waiting = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def update(self, data: bytes) -> None:
        """Take the next bytes."""
        self._waiting += data
        if len(self._waiting) >= _BLOCK:
            self._hand_over()

    def _hand_over(self) -> None:
        """Let the threads have what waits, once they are done with what they had."""
        block, self._waiting = self._waiting, bytearray()
        self._settle()
        self._running = [
            self._pool.submit(self._sha256.update, block),
            self._pool.submit(self._sha512.update, block),
        ]

    def _settle(self) -> None:
        for each in self._running:
            each.result()

    def finish(self) -> tuple[str, str]:
        """Return the SHA-256 and the SHA-512 of everything taken, hex."""
        self._settle()
        for digest in (self._sha256, self._sha512):
            digest.update(self._waiting)
        return self._sha256.hexdigest(), self._sha512.hexdigest()
