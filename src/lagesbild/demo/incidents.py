"""Four invented years of reports in the invented town, with what a picture should find planted in them.

Planted, and held against the picture by the tests: disturbing driving at Brukstorget on the last weekend, a series of
graffiti in Björkängen, cellar burglaries that breed their like nearby, one inventory of broken lights that is a change
in reporting and not in the streets, a reporter who begins, a reporter who falls silent, a point where the unplaced is
put, and the faults that real files have.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.demo.town import ORIGIN, PLACES, Town

FIRST = dt.date(2023, 1, 2)
LAST = dt.date(2026, 11, 15)
"""A Monday and a Sunday: whole weeks."""

REPORTERS = (
    "Bovärdar", "Parkenheten", "Skolorna", "Fritidsgården Navet", "Områdespolisen",
    "Ordningsvakterna", "Räddningstjänsten", "Öppet formulär",
)  # fmt: skip
VISITING_START = dt.date(2025, 2, 3)
"""The day the guards (Ordningsvakterna) begin to report."""
SILENT = (dt.date(2026, 7, 6), dt.date(2026, 8, 10))
"""The weeks in which the youth club (Fritidsgården Navet) is closed and reports nothing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A category: reports per week, hour of the peak, share at weekends, swing over the year, favoured places."""

    name: str
    weekly: float
    hour: float
    spread: float
    weekend: float
    summer: float
    places: tuple[str, ...]
    reporters: tuple[float, ...]
    """Weights of REPORTERS."""


KINDS: tuple[Kind, ...] = (
    Kind("Störande körning", 6.0, 21, 3, 0.55, 0.30, ("Brukstorget", "Resecentrum"), (2, 1, 1, 1, 3, 2, 0, 3)),
    Kind("Störande samling", 8.0, 20, 3, 0.50, 0.35, ("Strandparken", "Brukstorget"), (3, 1, 2, 2, 3, 3, 0, 2)),
    Kind("Skadegörelse", 9.0, 23, 5, 0.40, 0.05, ("Åsby skola", "Kvarnskolan"), (4, 3, 3, 1, 2, 1, 0, 1)),
    Kind("Klotter", 5.5, 2, 4, 0.35, 0.05, ("Gångtunneln vid Resecentrum",), (3, 4, 2, 0, 1, 1, 0, 1)),
    Kind("Nedskräpning", 9.5, 11, 4, 0.30, 0.30, ("Strandparken", "Hamnplan"), (4, 5, 1, 0, 0, 1, 0, 2)),
    Kind("Trasig belysning", 3.5, 19, 3, 0.30, -0.45, (), (3, 4, 1, 0, 0, 1, 0, 3)),
    Kind("Öppen drogförsäljning", 5.0, 18, 4, 0.38, 0.05, ("Gångtunneln vid Resecentrum",), (2, 1, 1, 2, 4, 3, 0, 0)),
    Kind("Hot, ofredande", 5.0, 17, 5, 0.35, 0.00, ("Resecentrum", "Stadsbiblioteket"), (1, 0, 3, 1, 4, 2, 0, 1)),
    Kind("Brand", 2.2, 22, 5, 0.40, 0.25, ("Gjuteriparken",), (1, 1, 1, 0, 1, 0, 5, 0)),
    Kind("Källarinbrott", 3.0, 3, 5, 0.30, -0.10, ("Kvarteret Mjölnaren",), (6, 0, 0, 0, 3, 0, 0, 1)),
    Kind("Cykelstöld", 6.0, 15, 5, 0.30, 0.40, ("Resecentrum", "Norrmalms torg"), (2, 0, 2, 0, 4, 1, 0, 2)),
    Kind("Fylleri", 4.0, 22, 4, 0.55, 0.15, ("Resecentrum", "Hamnplan"), (1, 1, 0, 1, 5, 4, 0, 1)),
    Kind("Bruten insyn, skymmande växtlighet", 1.4, 12, 3, 0.15, 0.50, (), (2, 5, 1, 0, 0, 0, 0, 2)),
    Kind("Smällare", 1.6, 20, 3, 0.40, -0.30, ("Åsby skola",), (2, 1, 2, 1, 1, 1, 0, 2)),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Reports:
    """Columns of equal length, ordered in time: minute of the report, kind, reporter, position and place name."""

    when: NDArray[np.datetime64]
    kind: NDArray[np.int64]
    reporter: NDArray[np.int64]
    xy: NDArray[np.float64]
    """Metres from the town's ORIGIN; NaN where the report has no place."""
    place: list[str]


def reports(place: Town, seed: int = 1, *, planted: bool = True) -> Reports:
    """The reports of `seed`; `planted=False` leaves out every pattern of the last weeks and keeps the ordinary life."""
    rng = np.random.default_rng([seed, 2])
    weeks = (LAST - FIRST).days // 7 + 1
    parts = [_ordinary(rng, place, index, kind, weeks) for index, kind in enumerate(KINDS)]
    if planted:
        parts += _planted(rng, place)
    when, kind, reporter, xy, names = (
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
        np.concatenate([part[3] for part in parts]),
        [name for part in parts for name in part[4]],
    )
    lost = rng.random(len(when)) < 0.045
    dumped = ~lost & (rng.random(len(when)) < 0.02)
    xy[lost] = np.nan
    xy[dumped] = (2_905.0, 2_085.0)
    names = ["" if lost[i] else "Stadshuset" if dumped[i] else name for i, name in enumerate(names)]
    day = when.astype("datetime64[D]")
    guard_early = (reporter == REPORTERS.index("Ordningsvakterna")) & (day < np.datetime64(VISITING_START))
    club_closed = (
        (reporter == REPORTERS.index("Fritidsgården Navet"))
        & (day >= np.datetime64(SILENT[0]))
        & (day < np.datetime64(SILENT[1]))
    )
    order = np.argsort(when, kind="stable")
    order = order[~(guard_early | club_closed)[order]]
    return Reports(when[order], kind[order], reporter[order], xy[order], [names[i] for i in order])


Part = tuple[NDArray[np.datetime64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], list[str]]


def _ordinary(rng: np.random.Generator, place: Town, index: int, kind: Kind, weeks: int) -> Part:
    season = 1 + kind.summer * -np.cos(2 * np.pi * (np.arange(weeks) % 52.18 - 3) / 52.18)
    # gamma-mixed Poisson: weeks differ more than pure chance would have it, as real ones do
    mean = kind.weekly * season * rng.gamma(12, 1 / 12, weeks)
    count = rng.poisson(mean)
    week = np.repeat(np.arange(weeks), count)
    n = len(week)
    friday_saturday = rng.random(n) < kind.weekend
    weekday = np.where(friday_saturday, rng.integers(4, 6, n), rng.integers(0, 7, n))
    hour = (rng.normal(kind.hour, kind.spread, n)) % 24
    when = np.datetime64(FIRST, "m") + (week * 7 + weekday) * np.timedelta64(1440, "m") + (hour * 60).astype(int)
    reporter = rng.choice(len(REPORTERS), n, p=np.array(kind.reporters) / sum(kind.reporters))
    xy, names = _where(rng, place, n, kind.places)
    return when, np.full(n, index), reporter, xy, names


def _where(
    rng: np.random.Generator, place: Town, n: int, favoured: tuple[str, ...]
) -> tuple[NDArray[np.float64], list[str]]:
    """Along the streets, denser in the middle of the town, and a third at the favoured places."""
    middle = np.hypot(*(place.addresses - (3_050, 2_150)).T)
    weight = np.exp(-middle / 1_300) + 0.08
    at = rng.choice(len(place.addresses), n, p=weight / weight.sum())
    xy = place.addresses[at].copy()
    names = [place.address_names[i] for i in at]
    spots = [spot for spot in PLACES if spot[0] in favoured]
    if spots:
        chosen = np.flatnonzero(rng.random(n) < 0.33)
        for i, spot in zip(chosen, rng.integers(0, len(spots), len(chosen)), strict=True):
            name, x, y = spots[spot]
            xy[i] = rng.normal((x, y), 45)
            names[i] = name
    return xy, names


def _planted(rng: np.random.Generator, place: Town) -> list[Part]:
    names = {kind.name: i for i, kind in enumerate(KINDS)}
    spots = {name: np.array([x, y]) for name, x, y in PLACES}
    monday = np.datetime64(LAST - dt.timedelta(days=6), "m")

    def part(kind: str, reporter: str, minutes: list[float], spot: str, near: float) -> Part:
        n = len(minutes)
        return (
            monday + np.array(minutes).astype("timedelta64[m]"),
            np.full(n, names[kind]),
            np.full(n, REPORTERS.index(reporter)) if reporter else rng.integers(0, 5, n),
            spots[spot] + rng.normal(0, near, (n, 2)),
            [spot] * n,
        )

    def clock(day: int, hour: float) -> float:
        return day * 1440 + hour * 60

    driving = [clock(day, 20 + late) for day in (4, 5) for late in (0.1, 0.3, 0.7, 1.0, 1.2, 1.6, 1.9, 2.4, 2.7, 3.1)]
    graffiti = [clock(day, 1 + late) for day in (0, 1, 2) for late in (0.3, 0.8, 1.6, 2.2)]
    lights = [clock(1, 9 + i / 8) for i in range(16)]
    cellars = [
        clock(d, h)
        for d, h in ((-9, 3.0), (-6, 2.0), (-4, 4.1), (-1, 3.3), (1, 2.2), (2, 1.5), (3, 3.6), (4, 2.8), (5, 4.4))
    ]
    breeding = []
    for _ in range(60):
        start = -float(rng.integers(20, 1_200)) * 1440
        address = place.addresses[rng.integers(len(place.addresses))]
        times = np.array([start, *(start + rng.uniform(1, 9, 2) * 1440)])
        breeding.append(
            (
                monday + times.astype("timedelta64[m]"),
                np.full(3, names["Källarinbrott"]),
                np.full(3, 0),
                address + rng.normal(0, 60, (3, 2)),
                [place.address_names[int(place.nearest_address(address[None])[0])]] * 3,
            )
        )
    return [
        part("Störande körning", "", driving, "Brukstorget", 40),
        part("Klotter", "", graffiti, "Björkängens centrum", 70),
        part("Trasig belysning", "Parkenheten", lights, "Norrmalms torg", 260),
        part("Källarinbrott", "Bovärdar", cellars, "Kvarteret Mjölnaren", 60),
        *breeding,
    ]


def table(found: Reports, seed: int = 1) -> str:
    """The reports as a file that a municipality could have; text, to be written in Windows-1252.

    Semicolons, decimal comma, SWEREF 99 TM, a title row, a sum, some rows twice, some without an hour, a few that
    cannot be read.
    """
    rng = np.random.default_rng([seed, 3])
    lines = [
        "Påhittade exempeldata: rapporter i Älvhamra, en kommun som inte finns",
        "Rapportnr;Datum;Klockslag;Kategori;Plats;N (SWEREF 99 TM);E (SWEREF 99 TM);Rapporterat av",
    ]
    for i, moment in enumerate(found.when.astype(dt.datetime)):
        x, y = found.xy[i]
        clock = "" if rng.random() < 0.06 else f"{moment:%H.%M}"
        north, east = (
            ("", "")
            if np.isnan(x)
            else (f"{y + ORIGIN[1]:.1f}".replace(".", ","), f"{x + ORIGIN[0]:.1f}".replace(".", ","))
        )
        if north and rng.random() < 0.002:
            north, east = "0", "0"
        date = f"{moment:%Y-%m-%d}"
        if rng.random() < 0.0006:
            date = str(rng.choice(["i går", "2024-02-31", "vet ej"]))
        kind, reporter = KINDS[found.kind[i]].name, REPORTERS[found.reporter[i]]
        line = f"{10_001 + i};{date};{clock};{kind};{found.place[i]};{north};{east};{reporter}"
        lines.extend([line] * (2 if rng.random() < 0.003 else 1))
    lines.append(f"Summa;;;{len(found.when)};;;;")
    return "\r\n".join(lines) + "\r\n"
