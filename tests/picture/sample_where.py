"""When and where in the invented picture: week clock, places, map cells, repeats and chains."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
from numpy.typing import NDArray
from shapely import unary_union
from shapely.geometry import Polygon

from lagesbild.analysis import report
from lagesbild.i18n import LANGUAGES, Message
from lagesbild.picture.model import (
    Cell,
    Chain,
    Chains,
    Interval,
    KnoxCell,
    PlaceRow,
    Places,
    Repeats,
    Verdict,
    WeekClock,
)
from tests.picture.sample_ground import at, ground, square
from tests.picture.sample_rows import CATEGORIES, HALF_YEAR, poisson_interval, refs


def _hours(seed: int, total: float) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    hour, day = np.arange(24), np.arange(7)[:, None]
    shape = 0.25 + np.exp(-(((hour - 21) % 24 - 0) ** 2) / 14.0) + np.exp(-((hour - 21) ** 2) / 18.0)
    shape = (
        shape + 0.5 * np.exp(-((hour - 15) ** 2) / 8.0) + (day >= 4) * (day < 6) * 1.3 * np.exp(-((hour - 22) ** 2) / 9)
    )
    shape = shape * rng.uniform(0.85, 1.15, shape.shape)
    return np.asarray(total * shape / shape.sum())


def _grid(values: NDArray[np.float64]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(round(float(v), 2) for v in row) for row in values)


def clock() -> WeekClock:
    rng = np.random.default_rng(7)
    history = _hours(5, 3910)
    now = rng.multinomial(163, (history / history.sum()).ravel()).reshape(7, 24).astype(float)
    return WeekClock(
        _grid(history),
        _grid(now),
        HALF_YEAR,
        used=3910,
        without_hour=612,
        heaped={language: report.perhaps_heaped([(0, 88, 21.0)], language) or "" for language in LANGUAGES},
        peak=Message(
            "{days} {start}–{end}: {n} of {total} incidents, in {hours} of the week's 168 hours.",
            {
                "days": Message("{first} to {last}", {"first": Message("Friday"), "last": Message("Saturday")}),
                "start": 20,
                "end": 24,
                "n": 548,
                "total": 3910,
                "hours": 8,
            },
        ),
        refused=None,
        peak_box=(4, 5, 20, 24),
    )


def _shifts(seed: int, count: int) -> tuple[tuple[float, ...], ...]:
    rng = np.random.default_rng(seed)
    weight = np.array([0.4, 0.3, 1.0, 2.2]) * (1 + (np.arange(7)[:, None] >= 4) * (np.arange(7)[:, None] < 6))
    return _grid(rng.multinomial(count, (weight / weight.sum()).ravel()).reshape(7, 4).astype(float))


_PLACES = (
    ("Stationen och Järnvägsgatan", 64, 71, (20.0, 38.0), Verdict.ABOVE, 0.002, 0.99, ((-1, 5), (0, 5), (0, 6))),
    ("Åtorget", 47, 52, (14.0, 29.0), Verdict.ABOVE, 0.011, 0.97, ((1, 4), (1, 3))),
    (
        "Kvarnbacksskolan med skolgård och cykelställ",
        33,
        21,
        (10.0, 24.0),
        Verdict.ABOVE,
        0.041,
        0.84,
        ((-6, 4), (-6, 5)),
    ),
    ("Hamnparkeringen", 29, 33, (12.0, 31.0), Verdict.INSIDE, 0.31, 0.66, ((1, -3),)),
    ("Nyhems centrum", 27, 24, (11.0, 28.0), Verdict.INSIDE, 0.42, 0.58, ((6, 4), (7, 4))),
)


def _union(cells: tuple[tuple[int, int], ...]) -> tuple[tuple[tuple[float, float], ...], ...]:
    merged = unary_union([Polygon(square(*cell)) for cell in cells])
    return (tuple((round(x, 6), round(y, 6)) for x, y in merged.exterior.coords),)


def _place_rows() -> tuple[PlaceRow, ...]:
    rows = []
    names = tuple(CATEGORIES)
    for i, (name, count, before, (low, high), verdict, q, sure, cells) in enumerate(_PLACES):
        x = float(np.mean([c for c, _ in cells])) * 250 + 125
        y = float(np.mean([r for _, r in cells])) * 250 + 125
        lon, lat = at(x, y)
        first, second = int(count * 0.45), int(count * 0.25)
        rows.append(
            PlaceRow(
                rank=i + 1,
                name=name,
                count=count,
                interval=poisson_interval(count),
                before=before,
                expected=Interval(low, high, (low + high) / 2),
                verdict=verdict,
                q=q,
                sure=sure,
                lon=lon,
                lat=lat,
                outline=_union(cells),
                categories=((names[i], first), (names[i + 2], second), (names[i + 4], count - first - second)),
                clock=_shifts(50 + i, count),
                dump=False,
                evidence=refs(min(count, 12), names[i], name, 30 + i),
            )
        )
    return tuple(rows)


def _cells() -> tuple[Cell, ...]:
    rng = np.random.default_rng(11)
    hot = {cell: count for *_, cells in _PLACES for cell, count in zip(cells, (31, 22, 14), strict=False)}
    found = dict(hot)
    for column in range(-9, 10):
        for row in range(-6, 8):
            if (column, row) in found or (row < -4 and -4 < column < 3):
                continue
            mean = 16 * np.exp(-((column - 0.5) ** 2 + (row - 4) ** 2) / 14) + 1.6
            count = int(rng.poisson(mean))
            if count >= 5:
                found[column, row] = count
    ordered = sorted(found.items(), key=lambda item: -item[1])
    return tuple(Cell((square(*cell),), count) for cell, count in ordered)


def places() -> Places:
    rows = _place_rows()
    dump = dataclasses.replace(rows[0], rank=1, dump=True)
    without = tuple(dataclasses.replace(row, rank=row.rank - 1) for row in rows[1:])
    return Places(
        kind="cells",
        cell_metres=250,
        over=HALF_YEAR,
        rows=(dump, *rows[1:]),
        cells=_cells(),
        shown_from=5,
        hidden=141,
        placed=3644,
        unplaced=878,
        outside=37,
        without_dumps=without,
        ground=ground(),
        refused=None,
    )


def repeats() -> Repeats:
    metres, days = (0.0, 100.0, 200.0, 400.0), (0.0, 7.0, 14.0, 28.0)
    ratios = ((2.6, 1.4, 1.0), (1.5, 1.1, 0.9), (1.1, 1.0, 1.0))
    expected = ((31.2, 29.8, 58.1), (74.0, 70.3, 139.9), (210.4, 203.5, 401.2))
    cells = []
    for i in range(3):
        for j in range(3):
            base = expected[i][j]
            pairs = round(base * ratios[i][j])
            p = 0.001 if ratios[i][j] > 1.35 else 0.4
            cells.append(KnoxCell(metres[i], metres[i + 1], days[j], days[j + 1], pairs, base, pairs / base, p))
    return Repeats(tuple(cells), 9, 999, 0.001, 23, 0.31, HALF_YEAR, ("Cykelstöld", "Bilinbrott", "Skadegörelse"), None)


def chains() -> Chains:
    def chain(
        category: str, n: int, *, first: dt.date, last: dt.date, metres: float, q: float, name: str, seed: int
    ) -> Chain:
        lon, lat = at(120.0 * seed, 900.0)
        return Chain(category, n, first, last, metres, q / 3, q, name, lon, lat, refs(n, category, name, 70 + seed))

    return Chains(
        rows=(
            chain(
                "Cykelstöld",
                6,
                first=dt.date(2026, 3, 12),
                last=dt.date(2026, 3, 21),
                metres=310,
                q=0.006,
                name="Stationens norra cykelställ",
                seed=1,
            ),
            chain(
                "Brand i papperskorg eller container",
                4,
                first=dt.date(2026, 3, 14),
                last=dt.date(2026, 3, 20),
                metres=420,
                q=0.03,
                name="Nyhem",
                seed=2,
            ),
        ),
        metres=400,
        days=7,
        smallest=4,
        tested=14,
        over=HALF_YEAR,
        refused=None,
    )
