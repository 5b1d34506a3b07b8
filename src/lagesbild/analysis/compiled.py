"""Loops that numba compiles where it is installed, and NumPy's way where it is not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any, Literal

Engine = Literal["auto", "numpy", "numba"]


@cache
def has_numba() -> bool:
    """Whether the optional numba is installed; it is not imported."""
    return find_spec("numba") is not None


def uses_numba(engine: Engine) -> bool:
    """Whether `engine` means numba on this machine.

    Raises
    ------
    ValueError
        If the name is none of "auto", "numpy" and "numba", or "numba" is asked for and not installed.
    """
    if engine not in ("auto", "numpy", "numba"):
        raise ValueError(f'engine must be "auto", "numpy" or "numba", not {engine!r}')
    if engine == "numba" and not has_numba():
        raise ValueError('engine="numba" needs numba, which is not installed (pip install "lagesbild[fast]")')
    return engine != "numpy" and has_numba()


@cache
def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` as numba compiles it: without the interpreter's lock, kept on disk for the next process.

    numba is imported here and not before, as that alone takes about a second.
    """
    import numba

    made: Callable[..., Any] = numba.njit(cache=True, nogil=True)(function)
    return made
