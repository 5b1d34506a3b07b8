"""Counts per series and step: the total, categories, areas, larger areas, and categories within areas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.picture.compose.events import Events
from lagesbild.picture.compose.placing import Placing
from lagesbild.picture.compose.steps import Steps

PAIR_ENOUGH = 30
PAIR_MEAN = 2.0
"""Incidents a category must have in an area, all steps together and per step, to be followed as a series of its own."""
PAIR_MOST = 10_000
"""Largest number of categories in areas that are followed; beyond it the smallest are left out and counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Keyed:
    """Category and area of every incident, computed once.

    Parameters
    ----------
    category, area : (n,) int32
        Incidents without a category get the code after the last, whose name is "".
    categories, areas : tuple of str
    """

    category: NDArray[np.int32]
    area: NDArray[np.int32]
    categories: tuple[str, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """k series of one kind.

    Parameters
    ----------
    kind : str
        "total", "category", "area", "group" or "category in area".
    names, groups : tuple of str
        Length k.
    key : (k, 2) int32
        Codes of category and area of each series, -1 for any.
    counts : (k, t) int64
        Per step, the period last.
    left_out : int
        Series that were too small to follow.
    """

    kind: str
    names: tuple[str, ...]
    groups: tuple[str, ...]
    key: NDArray[np.int32]
    counts: NDArray[np.int64]
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.names)


def keyed(events: Events, placing: Placing) -> Keyed:
    """Category and area of every incident."""
    labels = events.records.category
    silent = labels.codes < 0
    if not silent.any():
        return Keyed(labels.codes, placing.code, labels.names, placing.names)
    category = np.where(silent, np.int32(len(labels.names)), labels.codes)
    return Keyed(category, placing.code, (*labels.names, ""), placing.names)


def step_of(events: Events, steps: Steps) -> NDArray[np.int32]:
    """The step of each incident; -1 outside them, and where only the month is known and steps are of days."""
    step = steps.place(events.day)
    if not steps.of_months:
        step[~events.dated] = -1
    return step


def boards(keys: Keyed, placing: Placing, step: NDArray[np.int32], t: int) -> tuple[Board, ...]:
    """Every series that is followed: total, categories (largest first), areas, larger areas, categories in areas."""
    c, a = len(keys.categories), len(keys.areas)
    by_category = _count(keys.category, step, c, t)
    order = np.array(
        sorted(range(c), key=lambda i: (-by_category[i, -1], -by_category[i].sum(), keys.categories[i])), np.intp
    )
    areas = Board(
        "area", placing.names, placing.groups, _key(np.full(a, -1), np.arange(a)), _count(keys.area, step, a, t)
    )
    return (
        Board("total", ("",), ("",), _key(np.array([-1]), np.array([-1])), by_category.sum(axis=0)[None, :]),
        Board(
            "category",
            tuple(keys.categories[i] for i in order),
            ("",) * c,
            _key(order, np.full(c, -1)),
            by_category[order],
        ),
        areas,
        _groups(areas),
        _pairs(keys, step, t),
    )


def recount(board: Board, keys: Keyed, placing: Placing, step: NDArray[np.int32], t: int) -> NDArray[np.int64]:
    """The same series over other steps; shape (k, t)."""
    c, a = len(keys.categories), len(keys.areas)
    if board.kind == "total":
        return np.bincount(step[step >= 0], minlength=t)[None, :]
    if board.kind == "category":
        return _count(keys.category, step, c, t)[board.key[:, 0]]
    if board.kind == "category in area":
        return _count_pairs(_pair(board.key[:, 0], board.key[:, 1], a), keys, step, t)
    counts = _count(keys.area, step, a, t)
    if board.kind == "area":
        return counts
    return _sum_groups(counts, placing.groups, board.names)


def _key(category: NDArray[np.int64], area: NDArray[np.int64]) -> NDArray[np.int32]:
    return np.stack([category, area], axis=1).astype(np.int32)


def _groups(areas: Board) -> Board:
    """Areas summed by the larger area they belong to; empty unless there are several."""
    names = tuple(sorted({group for group in areas.groups if group}))
    names = names if len(names) > 1 else ()
    none = np.full(len(names), -1)
    return Board("group", names, ("",) * len(names), _key(none, none), _sum_groups(areas.counts, areas.groups, names))


def _sum_groups(counts: NDArray[np.int64], groups: tuple[str, ...], names: tuple[str, ...]) -> NDArray[np.int64]:
    member = {name: i for i, name in enumerate(names)}
    rows = np.array([member.get(group, -1) for group in groups], np.intp)
    found = np.zeros((len(names), counts.shape[1]), np.int64)
    np.add.at(found, rows[rows >= 0], counts[rows >= 0])
    return found


def _pairs(keys: Keyed, step: NDArray[np.int32], t: int) -> Board:
    """Categories within areas, those with enough incidents, the largest `PAIR_MOST` of them."""
    a = len(keys.areas)
    used = (keys.area >= 0) & (step >= 0)
    values, sizes = np.unique(_pair(keys.category[used], keys.area[used], a), return_counts=True)
    large = np.flatnonzero(sizes >= max(PAIR_ENOUGH, PAIR_MEAN * t))
    if large.size > PAIR_MOST:
        large = np.sort(large[np.argsort(-sizes[large], kind="stable")[:PAIR_MOST]])
    kept = values[large]
    key = _key(kept // max(a, 1), kept % max(a, 1))
    return Board(
        "category in area",
        tuple(keys.categories[code] for code in key[:, 0]),
        tuple(keys.areas[code] for code in key[:, 1]),
        key,
        _count_pairs(kept, keys, step, t),
        left_out=len(values) - len(kept),
    )


def _pair(category: NDArray[np.int32], area: NDArray[np.int32], areas: int) -> NDArray[np.int64]:
    return category.astype(np.int64) * max(areas, 1) + area


def _count_pairs(kept: NDArray[np.int64], keys: Keyed, step: NDArray[np.int32], t: int) -> NDArray[np.int64]:
    """Counts of the pairs `kept` (ascending)."""
    if len(kept) == 0:
        return np.zeros((0, t), np.int64)
    used = (keys.area >= 0) & (step >= 0)
    pair = _pair(keys.category[used], keys.area[used], len(keys.areas))
    place = np.minimum(np.searchsorted(kept, pair), len(kept) - 1)
    mine = kept[place] == pair
    return _count(place[mine], step[used][mine], len(kept), t)


def _count(series: NDArray[np.int32] | NDArray[np.intp], step: NDArray[np.int32], k: int, t: int) -> NDArray[np.int64]:
    inside = (series >= 0) & (step >= 0)
    return np.bincount(series[inside].astype(np.int64) * t + step[inside], minlength=k * t).reshape(k, t)
