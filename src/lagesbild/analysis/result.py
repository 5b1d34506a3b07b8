"""What every result of the analysis carries, and how inputs are checked before they are used."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


MOST_COUNTED = 10**12
"""No count, length or weight is larger or farther from 0: sums, squares and products of such ones stay exact enough in
float64, and SciPy finds their quantiles (from about 5e15 on it ends the process)."""


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


def as_array(values: ArrayLike, name: str) -> NDArray[Any]:
    """`values` in one array, of whatever kind they are.

    Raises
    ------
    ValueError
        If rows are of different length.
    """
    try:
        return np.asarray(values)
    except ValueError as error:
        raise ValueError(f"{name} must be in rows of one length: {error}") from error


def as_labels(values: ArrayLike, name: str) -> Ints:
    """The number, from 0, of each value among the different ones.

    Raises
    ------
    ValueError
        If rows are of different length, or the values cannot be told apart (text and None, say).
    """
    array = as_array(values, name)
    try:
        return np.unique(array, return_inverse=True)[1].reshape(array.shape).astype(np.int64)
    except TypeError as error:
        raise ValueError(f"{name} must be names or numbers, all of one kind: {error}") from error


def as_numbers(values: ArrayLike, name: str) -> NDArray[Any]:
    """`values` as numbers in one array; text and complex numbers are none, and what is missing is NaN.

    Raises
    ------
    ValueError
        If they are no numbers, or rows are of different length.
    """
    array = as_array(values, name)
    if array.dtype.kind == "O":
        try:
            array = array.astype(np.float64)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name} must be numbers: {error}") from error
    if array.dtype.kind not in "iubf":
        raise ValueError(f"{name} must be numbers, not {array.dtype}")
    return array


def as_counts(values: ArrayLike, name: str, ndim: int | None = None) -> Ints:
    """`values` as whole numbers of at least 0, a copy only where the type has to change.

    Raises
    ------
    ValueError
        If a value is negative, not whole, not a number or too large, or the shape has another number of dimensions.
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
        If a value is no number, not finite or too far from 0, or the shape has another number of dimensions.
    """
    array = as_numbers(values, name).astype(np.float64, copy=False)
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} dimension(s), not {array.ndim}")
    if not np.all(np.isfinite(array)):
        raise ValueError(f"{name} holds values that are not numbers")
    if array.size and max(array.max(), -array.min()) > MOST_COUNTED:
        raise ValueError(f"{name} must be at most {MOST_COUNTED:,} from 0")
    return array


def beside(one: Floats, other: Floats, names: str) -> tuple[Floats, Floats]:
    """Two arrays in the one shape that both can be spread out to.

    Raises
    ------
    ValueError
        If there is none.
    """
    try:
        first, second = np.broadcast_arrays(one, other)
    except ValueError as error:
        raise ValueError(f"{names} must be one, or one for each of the other: {error}") from error
    return first, second


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
    """`value` if it lies between 0 and 1.

    Raises
    ------
    ValueError
        If it does not, or is so near to an end that its complement is rounded away.
    """
    if not 1e-15 < value < 1 - 1e-15:
        raise ValueError(f"{name} must lie between 0 and 1, not {value}")
    return float(value)
