"""Maps, clusters and patterns over periods, drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lagesbild.analysis.chance_maps import ChanceMaps
from lagesbild.analysis.charts import marks
from lagesbild.analysis.charts.drawing import Sketch, of
from lagesbild.analysis.charts.marks import Row
from lagesbild.analysis.charts.series import MOST
from lagesbild.analysis.charts.tables import against, alone, barred, clearest
from lagesbild.analysis.charts.texts import say
from lagesbild.analysis.emerging import EmergingHotSpots, Pattern
from lagesbild.analysis.getis_ord import GetisOrd
from lagesbild.analysis.kernel_density import KernelDensity
from lagesbild.analysis.moran import Autocorrelation, LocalMoran
from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import Language
from lagesbild.analysis.report.saying import ALPHA, named, pattern
from lagesbild.analysis.scanning import SpaceTimeScan

WIDEST = 40
"""Marks across a density; what is finer is drawn in larger cells."""
CLASSES = 5
DEPTHS = ("#9ec3da", "#6ba6cb", "#3a88ba", "#1a6ca0", "#004a75")
_SHAPES = {
    Pattern.NEW: ("triangle-up", marks.OTHER), Pattern.CONSECUTIVE: ("diamond", marks.OTHER),
    Pattern.INTENSIFYING: ("cross", marks.OTHER), Pattern.PERSISTENT: ("square", marks.OUT),
    Pattern.DIMINISHING: ("triangle-down", marks.OUT), Pattern.SPORADIC: ("circle", marks.OUT),
    Pattern.OSCILLATING: ("triangle-left", marks.QUIET), Pattern.HISTORICAL: ("triangle-right", marks.QUIET),
}  # fmt: skip


@of(GetisOrd)
def _getis_ord(found: GetisOrd, language: Language, names: Sequence[str]) -> Sketch | None:
    if not found.method.tests or not found.method.parameters["incidents"]:
        return None
    if found.q.ndim != 2:
        return _clearest(found, language, names)
    kinds = {say("hot", language): ("square", marks.OTHER), say("cold", language): ("circle", marks.OUT)}
    out = np.argwhere(found.q <= ALPHA)
    out = out[np.argsort(found.p[tuple(out.T)], kind="stable")]
    cells, rows = [], []
    for i, j in out.tolist():
        high = found.sums[i, j] > found.expected[i, j]
        kind = say("hot" if high else "cold", language)
        cells.append((j, i, kind))
        rows.append((str(j + 1), str(i + 1), figures.number(float(found.sums[i, j]), language),
                     figures.number(float(found.expected[i, j]), language, 1), kind))  # fmt: skip
    columns = ("east", "north", "with_near", "expected", "verdict")
    return _ground(columns, cells, rows, ("map", (found.q.shape[0], found.q.shape[1]), kinds), language)


def _clearest(found: GetisOrd, language: Language, names: Sequence[str]) -> Sketch | None:
    every = np.arange(len(found.p))
    rows = clearest(found.p, every, names, counts=found.sums, expected=found.expected, q=found.q)
    return barred(
        rows, language, say("map", language), say("with_near", language), first="place",
        beside=say("expected", language).lower(), judged=True,
    )  # fmt: skip


@of(EmergingHotSpots)
def _emerging(found: EmergingHotSpots, language: Language, names: Sequence[str]) -> Sketch | None:
    if not found.method.tests:
        return None
    kinds = {pattern(kind, language): look for kind, look in _SHAPES.items()}
    cells, rows = [], []
    for i, j in np.argwhere(found.pattern > 0).tolist():
        kind = pattern(int(found.pattern[i, j]), language)
        cells.append((j, i, kind))
        rows.append((str(j + 1), str(i + 1), figures.number(int(found.periods_hot[i, j]), language), kind))
    shape = found.pattern.shape[0], found.pattern.shape[1]
    columns = ("east", "north", "periods_hot", "pattern")
    return _ground(columns, cells, rows, ("patterns", shape, kinds), language)


def _ground(
    columns: tuple[str, ...],
    cells: Sequence[tuple[int, int, str]],
    rows: Sequence[tuple[str, ...]],
    drawn: tuple[str, tuple[int, int], dict[str, tuple[str, str]]],
    language: Language,
) -> Sketch | None:
    """A map of marks (title, shape and looks in `drawn`) and what is in each cell; None where no cell has a mark."""
    if not cells:
        return None
    title, shape, kinds = drawn
    heads = tuple(say(key, language) for key in columns)
    spec = marks.ground(cells, shape, kinds, language, (heads[0], heads[1]))
    return Sketch(say(title, language), say("read_map", language), spec, heads, tuple(rows))


@of(KernelDensity)
def _density(found: KernelDensity, language: Language, names: Sequence[str]) -> Sketch | None:
    step = -(-max(found.density.shape) // WIDEST)
    rows, columns = (-(-n // step) for n in found.density.shape)
    padded = np.full((rows * step, columns * step), np.nan)
    padded[: found.density.shape[0], : found.density.shape[1]] = found.density
    blocks = padded.reshape(rows, step, columns, step)
    known = ~np.isnan(blocks)
    held = np.where(known, blocks, 0).sum(axis=(1, 3))
    density = held / np.maximum(known.sum(axis=(1, 3)), 1) * 1e6
    peak = float(density.max())
    if not peak:
        return None
    limits = [peak * k / (CLASSES + 1) for k in range(1, CLASSES + 1)]
    said = [say("density_class", language, n=figures.number(limit, language)) for limit in limits]
    kinds = {name: ("square", DEPTHS[k]) for k, name in enumerate(said)}
    sizes = {name: 0.4 + 0.15 * k for k, name in enumerate(said)}
    place = np.searchsorted(limits, density, side="right") - 1
    cells = [(j, i, said[place[i, j]]) for i, j in np.argwhere(place >= 0).tolist()]
    table = tuple(
        (
            name,
            figures.number(int((place == k).sum()), language),
            figures.number(float(held[place == k].sum()) * found.cell**2, language),
        )
        for k, name in enumerate(said)
    )
    titles = say("east", language), say("north", language)
    spec = marks.ground(cells, (rows, columns), kinds, language, titles, sizes=sizes)
    heads = say("density_name", language), say("cells", language), say("held", language)
    return Sketch(say("density", language), say("read_density", language), spec, heads, table)


@of(Autocorrelation)
def _autocorrelation(found: Autocorrelation, language: Language, names: Sequence[str]) -> Sketch | None:
    p = found.p if np.isnan(found.p_permuted) else found.p_permuted
    if np.isnan(p):
        return None
    reach = 1.96 * float(np.sqrt(found.variance))
    rows = [
        Row(found.method.name, found.statistic, found.expected - reach, found.expected + reach, out=bool(p <= ALPHA))
    ]
    return against(rows, language, "likeness", "statistic", decimals=2)


@of(LocalMoran)
def _local_moran(found: LocalMoran, language: Language, names: Sequence[str]) -> Sketch | None:
    if np.isnan(found.q).all():
        return None
    out = found.quadrant[found.q <= ALPHA]
    rows = [Row(say(f"quadrant_{k}", language), int((out == k).sum()), out=True) for k in range(1, 5)]
    return barred(rows, language, say("quadrants", language), say("quadrants_x", language))


@of(SpaceTimeScan)
def _scan(found: SpaceTimeScan, language: Language, names: Sequence[str]) -> Sketch | None:
    kept = found.clusters[:MOST]
    called = alone([say("around_place", language, name=named(names, one.centre)) for one in kept])
    rows = [
        Row(name, one.observed, beside=float(one.expected), out=bool(one.p <= ALPHA))
        for name, one in zip(called, kept, strict=True)
    ]
    return barred(
        rows, language, say("clusters", language), say("incidents", language), first="place",
        beside=say("expected", language).lower(), judged=True,
    )  # fmt: skip


@of(ChanceMaps)
def _lineup(found: ChanceMaps, language: Language, names: Sequence[str]) -> Sketch | None:
    axis = say("lineup_x", language)
    named_ = say("chance_map", language), say("real_map", language)
    values = np.round(found.excesses, 2).tolist()
    real = round(found.excess, 2)
    rows = [(named_[1], figures.number(real, language, 2))]
    rows += [(f"{named_[0]} {i}", figures.number(value, language, 2)) for i, value in enumerate(values, start=1)]
    spec = marks.strip(values, real, language, axis, named_)
    return Sketch(
        say("lineup", language), say("read_lineup", language), spec, (say("map_no", language), axis), tuple(rows)
    )
