"""Which are the same: reports of one incident, and clusters of points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.interaction.pairs import events, linked_pairs
from lagesbild.analysis.result import Ints, Method, Result, as_floats, as_labels


@dataclass(frozen=True, slots=True)
class Groups(Result):
    """Rows that belong together.

    Parameters
    ----------
    members : tuple of tuple of int
        Row numbers of each group, largest group first.
    alone : int
        Rows in no group.
    method : Method
    """

    members: tuple[tuple[int, ...], ...]
    alone: int
    method: Method


@asked
def duplicates(
    x: ArrayLike, y: ArrayLike, t: ArrayLike, *, metres: float, days: float, kind: ArrayLike | None = None
) -> Groups:
    """Reports that may be of one incident: near each other, soon after one another, of one kind.

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions in metres.
    t : (n,) array_like of float or datetime64
        Times in days.
    metres, days : float
        How far apart two reports of one incident may lie, at least 0.
    kind : (n,) array_like, optional
        Only rows of one kind are joined.

    Returns
    -------
    Groups
        Whoever is joined through others is in one group, so that a long one may hold reports far apart. A proposal:
        whether they are the same is for people to say.

    Raises
    ------
    ValueError
        If lengths differ, values are missing or an argument is out of range.
    """
    points, when = events(x, y, t)
    n = len(when)
    what = np.zeros(n, dtype=np.int64) if kind is None else as_labels(kind, "kind")
    if what.shape != (n,) or not (metres >= 0 and days >= 0):
        raise ValueError("kind must name each row; metres and days must be at least 0")
    i, j = linked_pairs(points, metres, "euclidean")
    same = (np.abs(when[i] - when[j]) <= days) & (what[i] == what[j])
    graph = scipy.sparse.coo_array((np.ones(int(same.sum()), dtype=np.int8), (i[same], j[same])), shape=(n, n))
    label = scipy.sparse.csgraph.connected_components(graph, directed=False)[1] if n else np.zeros(0, dtype=np.int64)
    method = Method(
        "near, soon after and of one kind",
        {"metres": metres, "days": days, "kind": kind is not None},
        ("Two incidents at one place and time look like one reported twice.",),
    )
    return _grouped(np.asarray(label, dtype=np.int64), method)


@asked
def clusters(x: ArrayLike, y: ArrayLike, *, smallest: int, reach: float | None = None) -> Groups:
    """Clusters of points, with scikit-learn.

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions in metres.
    smallest : int
        Points without which there is no cluster, at least 2.
    reach : float, optional
        DBSCAN with this distance in metres; without one HDBSCAN finds clusters of differing density.

    Returns
    -------
    Groups

    Raises
    ------
    ValueError
        If lengths differ, values are missing or an argument is out of range.
    ImportError
        If scikit-learn is not installed (`pip install "lagesbild[themes]"`).

    References
    ----------
    Ester, M. et al. (1996). A density-based algorithm for discovering clusters. KDD-96, 226–231.
    Campello, R. et al. (2013). Density-based clustering based on hierarchical density estimates. PAKDD, 160–172.
    """
    xs, ys = as_floats(x, "x", 1), as_floats(y, "y", 1)
    if len(xs) != len(ys) or smallest < 2 or (reach is not None and not reach > 0):
        raise ValueError("x and y must be equally long, smallest at least 2 and reach above 0")
    from sklearn import cluster

    points = np.column_stack([xs, ys])
    if len(points) < smallest:
        label = np.full(len(points), -1)
    elif reach is None:
        label = cluster.HDBSCAN(min_cluster_size=smallest, copy=True).fit_predict(points)
    else:
        label = cluster.DBSCAN(eps=reach, min_samples=smallest).fit_predict(points)
    method = Method(
        "HDBSCAN" if reach is None else "DBSCAN",
        {"smallest": smallest, "reach": reach},
        ("A cluster is a shape, not a finding: chance makes clusters too.",),
        "Campello et al. 2013" if reach is None else "Ester et al. 1996",
    )
    return _grouped(np.asarray(label, dtype=np.int64), method)


def _grouped(label: Ints, method: Method) -> Groups:
    order = np.argsort(label, kind="stable")
    found = np.split(order, np.flatnonzero(np.diff(label[order])) + 1) if len(label) else []
    groups = [tuple(part.tolist()) for part in found if len(part) > 1 and label[part[0]] >= 0]
    groups.sort(key=lambda members: (-len(members), members))
    return Groups(tuple(groups), len(label) - sum(map(len, groups)), method)
