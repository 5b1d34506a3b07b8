"""Many replicas of one computation, in blocks: here or in a pool, in the same order and with the same numbers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

import numpy as np

Progress = Callable[[int, int], object]
"""Called with how many replicas are done and how many there are; what it raises stops the work."""
Block = TypeVar("Block")

AHEAD = 8
"""Blocks that wait for a pool at once, so that what they hold stays bounded."""


def generator(seed: int, replica: int) -> np.random.Generator:
    """The random numbers of one replica: the same whoever draws them, and in whatever order."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(replica,))))


def in_blocks(
    task: Callable[[int, int], Block],
    replicas: int,
    *,
    block: int,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[Block]:
    """Yield `task(first, stop)` for each block of replicas, in order.

    Parameters
    ----------
    task : callable
        Computes the replicas from `first` up to `stop`; for a pool of processes it has to be picklable.
    replicas, block : int
        How many replicas, and how many at a time.
    executor : concurrent.futures.Executor, optional
        Where the blocks are computed; one after the other in this thread by default.
    progress : callable, optional
        See `Progress`.

    Yields
    ------
    object
        What the task returned for each block.

    Notes
    -----
    When the consumer stops, or `progress` raises, blocks that have not begun are cancelled.
    """
    spans = [(first, min(first + block, replicas)) for first in range(0, replicas, block)]
    if executor is None:
        for first, stop in spans:
            found = task(first, stop)
            if progress is not None:
                progress(stop, replicas)
            yield found
        return
    waiting: deque[tuple[int, Future[Block]]] = deque()
    left = iter(spans)
    try:
        while True:
            while len(waiting) < AHEAD and (span := next(left, None)) is not None:
                waiting.append((span[1], executor.submit(task, *span)))
            if not waiting:
                return
            stop, future = waiting.popleft()
            found = future.result()
            if progress is not None:
                progress(stop, replicas)
            yield found
    finally:
        for _, future in waiting:
            future.cancel()
