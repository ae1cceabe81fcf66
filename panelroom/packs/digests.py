"""SHA-256 and SHA-512 of a stream, each on a thread of its own: half the time of a pack goes into them."""

import hashlib
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

_BATCH = 1024 * 1024  # bytes; a thread must have more to do than to wait
_AHEAD = 2
"""Batches that may wait: enough that neither digest waits for the other at each of them."""


class Digests:
    """Takes bytes as they come; at most about 4 MiB of them wait. Use it with ``with``: its threads end with it."""

    def __init__(self) -> None:
        self._digests = hashlib.sha256(), hashlib.sha512()
        # One thread each, so that each digest gets what it is given in order.
        self._threads = [ThreadPoolExecutor(max_workers=1) for _ in self._digests]
        self._running: deque[list[Future[None]]] = deque()
        self._batch: list[bytes] = []
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.shutdown(cancel_futures=True)

    def update(self, data: bytes) -> None:
        """Take the next bytes."""
        self._batch.append(data)
        self._size += len(data)
        if self._size >= _BATCH:
            self._hand_over()

    def _hand_over(self) -> None:
        """Let the threads have what was taken, as it came: joining it would take time of its own."""
        batch, self._batch, self._size = self._batch, [], 0
        self._settle(_AHEAD)
        pairs = zip(self._threads, self._digests, strict=True)
        self._running.append([thread.submit(_take, digest.update, batch) for thread, digest in pairs])

    def _settle(self, still: int) -> None:
        """Wait until at most so many batches are not digested yet."""
        while len(self._running) > still:
            for each in self._running.popleft():
                each.result()

    def finish(self) -> tuple[str, str]:
        """Return the SHA-256 and the SHA-512 of everything taken, hex."""
        self._hand_over()
        self._settle(0)
        sha256, sha512 = (digest.hexdigest() for digest in self._digests)
        return sha256, sha512


def _take(update: Callable[[bytes], None], batch: Sequence[bytes]) -> None:
    for data in batch:
        update(data)
