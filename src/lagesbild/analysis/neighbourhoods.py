"""Who is whose neighbour: sums over neighbourhoods of a grid without a matrix, and weights as sparse matrices."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Floats, Ints, as_counts, as_floats

Contiguity = Literal["queen", "rook"]

Neighbourhood = Contiguity | float
"""Cells that share a corner or a side, or those whose centres lie within a distance."""


def half_widths(neighbourhood: Neighbourhood, cell: float = 1.0) -> tuple[int, ...]:
    """How far a neighbourhood reaches to each side, in cells, row by row from the lowest; -1 where it does not.

    Parameters
    ----------
    neighbourhood : {"queen", "rook"} or float
        A distance between centres in the unit of `cell`, at least 0; a distance of exactly the edge is within.
    cell : float
        Side of the cells, above 0.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    if not isinstance(neighbourhood, (str, int, float, np.number)):
        raise ValueError(f'neighbourhood must be "queen", "rook" or a distance, not {neighbourhood!r}')
    if not 0 < cell < np.inf:
        raise ValueError(f"cell must be above 0, not {cell}")
    if isinstance(neighbourhood, str):
        known = {"queen": (1, 1, 1), "rook": (0, 1, 0)}
        if neighbourhood not in known:
            raise ValueError(f'neighbourhood must be "queen", "rook" or a distance, not {neighbourhood!r}')
        return known[neighbourhood]
    if not 0 <= neighbourhood < np.inf:
        raise ValueError(f"the distance of a neighbourhood must be at least 0, not {neighbourhood}")
    # a hair is given so that 300 metres in cells of 100 reach three cells
    radius = neighbourhood / cell * (1 + 1e-12)
    rows = np.arange(-int(radius), int(radius) + 1)
    return tuple(np.sqrt(np.maximum(radius**2 - rows**2, 0)).astype(int).tolist())


def neighbour_sums(values: NDArray[Any], half: tuple[int, ...]) -> NDArray[Any]:
    """Sums over the neighbourhood of every cell, the cell itself among them, in the type of `values`.

    Parameters
    ----------
    values : (..., rows, columns) ndarray
        One grid, or several at once.
    half : tuple of int
        From `half_widths`.

    Returns
    -------
    (..., rows, columns) ndarray
        What lies outside the grid counts as nothing.
    """
    rows = values.shape[-2]
    reach = len(half) // 2
    sums = np.zeros_like(values)
    by_width = {wide: _row_sums(values, wide) for wide in set(half)}
    for step, wide in zip(range(-reach, reach + 1), half, strict=True):
        if abs(step) < rows:
            to = slice(max(0, -step), rows - max(0, step))
            of = slice(max(0, step), rows - max(0, -step))
            sums[..., to, :] += by_width[wide][..., of, :]
    return sums


def _row_sums(values: NDArray[Any], wide: int) -> NDArray[Any]:
    if wide == 0:
        return values
    columns = values.shape[-1]
    if wide == 1:
        sums = values.copy()
        sums[..., 1:] += values[..., :-1]
        sums[..., :-1] += values[..., 1:]
        return sums
    running = np.zeros((*values.shape[:-1], columns + 1), dtype=values.dtype)
    np.cumsum(values, axis=-1, out=running[..., 1:])
    at = np.arange(columns)
    found: NDArray[Any] = running[..., np.minimum(at + wide + 1, columns)] - running[..., np.maximum(at - wide, 0)]
    return found


@asked
def grid_weights(shape: tuple[int, int], neighbourhood: Neighbourhood, cell: float = 1.0) -> scipy.sparse.csr_array:
    """Binary weights between the cells of a grid, without the cell itself.

    Parameters
    ----------
    shape : (rows, columns)
        Of the grid.
    neighbourhood, cell
        As in `half_widths`.

    Returns
    -------
    (n, n) scipy.sparse.csr_array
        Over the cells in order of row and column.

    Raises
    ------
    ValueError
        If the neighbourhood is not known, or its radius or the cell's side is not above 0.
    """
    half = half_widths(neighbourhood, cell)
    rows, columns = shape
    if rows < 0 or columns < 0:
        raise ValueError(f"shape must be rows and columns, at least 0, not {rows} by {columns}")
    index = np.arange(rows * columns).reshape(shape)
    pairs = []
    for step, wide in zip(range(-(len(half) // 2), len(half) // 2 + 1), half, strict=True):
        for aside in range(-wide, wide + 1):
            if (step or aside) and abs(step) < rows and abs(aside) < columns:
                of = index[max(0, -step) : rows - max(0, step), max(0, -aside) : columns - max(0, aside)]
                to = index[max(0, step) : rows - max(0, -step), max(0, aside) : columns - max(0, -aside)]
                pairs.append((of.ravel(), to.ravel()))
    i, j = (
        np.concatenate(part) if part else np.zeros(0, int) for part in (zip(*pairs, strict=True) if pairs else ((), ()))
    )
    return pair_weights(i, j, rows * columns)


@asked
def pair_weights(i: ArrayLike, j: ArrayLike, n: int) -> scipy.sparse.csr_array:
    """Weights 1 for the pairs given (i has j as a neighbour), 0 for all others.

    Parameters
    ----------
    i, j : (pairs,) array_like of int
        Indexes of places, from 0. A pair given twice counts once; none is turned round.
    n : int
        Number of places.

    Returns
    -------
    (n, n) scipy.sparse.csr_array
        Of float64.

    Raises
    ------
    ValueError
        If an index lies outside 0 to n - 1, or the lists are not equally long.
    """
    of, to = as_counts(i, "i"), as_counts(j, "j")
    if of.shape != to.shape or of.ndim != 1:
        raise ValueError("i and j must be equally long lists")
    if of.size and max(of.max(), to.max()) >= n:
        raise ValueError(f"i and j must be indexes from 0 to {n - 1}")
    found = scipy.sparse.csr_array(scipy.sparse.coo_array((np.ones(len(of)), (of, to)), shape=(n, n)))
    found.data[:] = 1.0
    return found


def square_weights(column: Ints, row: Ints) -> scipy.sparse.csr_array:
    """Weights 1 for those of n squares that share a side or a corner, 0 for all others, without a grid between them.

    Parameters
    ----------
    column, row : (n,) int64
        Place of each square, no two alike; at least one.
    """
    wide = int(column.max() - column.min()) + 3
    key = (row - row.min() + 1) * wide + column - column.min() + 1
    order = np.argsort(key)
    pairs = []
    for across, down in ((a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b):
        wanted = key + down * wide + across
        place = np.minimum(np.searchsorted(key, wanted, sorter=order), len(key) - 1)
        there = key[order[place]] == wanted
        pairs.append((np.flatnonzero(there), order[place[there]]))
    return pair_weights(np.concatenate([i for i, _ in pairs]), np.concatenate([j for _, j in pairs]), len(key))


def as_weights(weights: object, n: int | None = None) -> scipy.sparse.csr_array:
    """`weights` as sparse float64 of n by n (of as many as there are rows without), without stored zeros, a copy.

    Raises
    ------
    ValueError
        If the shape is another, or a weight is negative or not a number.
    """
    given: Any = weights if scipy.sparse.issparse(weights) else as_floats(weights, "weights")  # type: ignore[arg-type]
    if n is None:
        n = given.shape[0] if given.ndim else 0
    if given.shape != (n, n):
        raise ValueError(f"weights must be {n} by {n}, not {' by '.join(str(side) for side in given.shape)}")
    found = scipy.sparse.csr_array(given, dtype=np.float64, copy=True)
    found.sum_duplicates()
    found.eliminate_zeros()
    if found.nnz and not (np.all(np.isfinite(found.data)) and found.data.min() > 0):
        raise ValueError("weights must be numbers of at least 0")
    return found


def row_standardised(weights: scipy.sparse.csr_array) -> scipy.sparse.csr_array:
    r"""Weights divided by their sum in each row, :math:`w_{ij} / \sum_k w_{ik}`; a row without neighbours stays empty.

    Parameters
    ----------
    weights : (n, n) scipy.sparse.csr_array
        At least 0; left as they are.

    Returns
    -------
    (n, n) scipy.sparse.csr_array
        Of float64, each row with sum 1 or 0.

    Raises
    ------
    ValueError
        If the weights are not square, or one is negative or not a number.
    """
    w = as_weights(weights)
    sums = np.asarray(w.sum(axis=1), dtype=np.float64)
    return scipy.sparse.csr_array(
        scipy.sparse.diags_array(np.divide(1.0, sums, out=np.zeros_like(sums), where=sums > 0)) @ w
    )


def with_self(weights: scipy.sparse.csr_array) -> scipy.sparse.csr_array:
    """Weights in which every place also has itself, with the largest weight of its row (1 where it has no other)."""
    largest = np.asarray(weights.max(axis=1).toarray(), dtype=np.float64).ravel()
    own: Floats = np.asarray(weights.diagonal(), dtype=np.float64)
    return scipy.sparse.csr_array(
        weights + scipy.sparse.diags_array(np.where(own > 0, 0.0, np.where(largest > 0, largest, 1.0)))
    )


def rows_of(weights: scipy.sparse.csr_array) -> Ints:
    """Row of each stored weight."""
    return np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr)).astype(np.int64)
