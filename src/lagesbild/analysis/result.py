"""What every result of the analysis carries, and how inputs are checked before they are used."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


MOST_COUNTED = 2**53
"""Counts above this are not exact in float64."""


class TooFew(ValueError):
    """There is too little for the answer to mean anything; it is refused, not drawn."""


class Result:
    """Base of the results: frozen dataclasses that can be turned into plain data."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """The result as dicts, lists and numbers that JSON can hold; NaN and infinities become None."""
        return {f.name: _plain(getattr(self, f.name)) for f in dataclasses.fields(self)}  # type: ignore[arg-type]


@dataclasses.dataclass(frozen=True, slots=True)
class Method(Result):
    """How a result was computed.

    Parameters
    ----------
    name : str
        Short name of the method.
    parameters : mapping
        The parameters that decided, by name.
    limits : tuple of str
        What the method assumes and what it cannot tell.
    reference : str
        The paper or definition it follows.
    tests : int
        Number of tests in the family, 0 where nothing is tested.
    """

    name: str
    parameters: Mapping[str, Any]
    limits: tuple[str, ...] = ()
    reference: str = ""
    tests: int = 0


def _plain(value: object) -> object:
    match value:
        case Result():
            return value.to_dict()
        case Enum():
            return value.value
        case np.ndarray():
            return _plain(value.tolist())
        case np.generic():
            return _plain(value.item())
        case float():
            return value if np.isfinite(value) else None
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case _:
            return value


def as_numbers(values: ArrayLike, name: str) -> NDArray[Any]:
    """`values` as numbers in one array; text and complex numbers are none, and what is missing is NaN.

    Raises
    ------
    ValueError
        If they are no numbers, or rows are of different length.
    """
    try:
        array = np.asarray(values)
        if array.dtype.kind == "O":
            array = array.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers in rows of one length: {error}") from error
    if array.dtype.kind not in "iubf":
        raise ValueError(f"{name} must be numbers, not {array.dtype}")
    return array


def as_counts(values: ArrayLike, name: str, ndim: int | None = None) -> Ints:
    """`values` as whole numbers of at least 0, a copy only where the type has to change.

    Raises
    ------
    ValueError
        If a value is negative, not whole, not a number or too large to be counted exactly, or the shape has another
        number of dimensions.
    """
    array = as_numbers(values, name)
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} dimension(s), not {array.ndim}")
    if array.dtype.kind == "f":
        if array.size and not np.all(np.isfinite(array)):
            raise ValueError(f"{name} holds values that are not numbers")
        if array.size and np.any(array != np.floor(array)):
            raise ValueError(f"{name} must be whole numbers")
    if array.size and array.max() > MOST_COUNTED:
        raise ValueError(f"{name} must be at most {MOST_COUNTED:,}, not {array.max():,}")
    counts = array.astype(np.int64, copy=False)
    if counts.size and counts.min() < 0:
        raise ValueError(f"{name} must not be negative")
    return counts


def as_floats(values: ArrayLike, name: str, ndim: int | None = None) -> Floats:
    """`values` as finite float64.

    Raises
    ------
    ValueError
        If a value is no number or not finite, or the shape has another number of dimensions.
    """
    array = as_numbers(values, name).astype(np.float64, copy=False)
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} dimension(s), not {array.ndim}")
    if not np.all(np.isfinite(array)):
        raise ValueError(f"{name} holds values that are not numbers")
    return array


def one_for_each(values: ArrayLike, name: str, shape: tuple[int, ...]) -> NDArray[Any]:
    """`values` in the `shape` of the counts they go with; one for all of them is repeated.

    Raises
    ------
    ValueError
        If they are neither one nor one for each count.
    """
    try:
        return np.broadcast_to(values, shape)
    except ValueError as error:
        each = " by ".join(str(side) for side in shape)
        raise ValueError(f"{name} must be one, or one for each count ({each})") from error


def check_share(value: float, name: str) -> float:
    """`value` if it lies strictly between 0 and 1.

    Raises
    ------
    ValueError
        If it does not.
    """
    if not 0 < value < 1:
        raise ValueError(f"{name} must lie between 0 and 1, not {value}")
    return float(value)
