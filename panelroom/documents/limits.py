"""What one parse may use. The figures are those of the threat model: a file from outside is hostile until read."""

import sys

MOST_BYTES = 50 * 2**20
"""Bytes of one file."""
MOST_PAGES = 500
MOST_CHARACTERS = 200_000
"""Characters of text on one page."""
MOST_CONTENT = 64 * 2**20
"""Bytes of the painting instructions of one page, unpacked."""
MOST_PIXELS = 40_000_000
"""Pixels of one picture."""
MOST_PICTURES = 100 * 2**20
"""Bytes of all re-encoded pictures of one file."""
MOST_OUTPUT = 256 * 2**20
"""Bytes the child may answer with."""
MEMORY = 2**30
"""Bytes of address space."""
SECONDS = 30.0
"""Wall and processor time for every started 50 pages."""
PAGES_A_SPELL = 50


def seconds_for(pages: int) -> float:
    """Return how long reading that many pages may take, on the clock and on the processor."""
    return SECONDS * max(1, -(-min(pages, MOST_PAGES) // PAGES_A_SPELL))


def memory_is_limited() -> bool:
    """Tell whether this system stops a parse that takes too much memory (Windows and macOS do not)."""
    return sys.platform.startswith(("linux", "freebsd"))


def limit_this_process() -> None:
    """Give up memory, processor time, core dumps and writing files, as far as this system can: once and for all."""
    if sys.platform == "win32":
        return
    import resource

    longest = int(seconds_for(MOST_PAGES))
    _lower(resource.RLIMIT_CORE, 0, 0)
    _lower(resource.RLIMIT_FSIZE, 0, 0)
    _lower(resource.RLIMIT_CPU, int(SECONDS), longest)
    if memory_is_limited():
        _lower(resource.RLIMIT_AS, MEMORY, MEMORY)


def allow_time_for(pages: int) -> None:
    """Let this process use the processor time that a file of that many pages may take."""
    if sys.platform == "win32":
        return
    import resource

    _lower(resource.RLIMIT_CPU, int(seconds_for(pages)), int(seconds_for(MOST_PAGES)))


def _lower(what: int, soft: int, hard: int) -> None:
    """Set a limit, never above what the system already allows."""
    if sys.platform != "win32":
        import resource

        _, highest = resource.getrlimit(what)
        if highest != resource.RLIM_INFINITY:
            hard = min(hard, highest)
        resource.setrlimit(what, (min(soft, hard), hard))
