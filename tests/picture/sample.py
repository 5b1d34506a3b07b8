"""An invented picture of the town Åsfors, week 12 of 2026, and the variants that pages must also be able to show."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lagesbild.i18n import Message
from lagesbild.picture.model import (
    Break,
    BreakKind,
    Chains,
    CountRow,
    Coverage,
    Deviation,
    Earlier,
    Period,
    Picture,
    Places,
    Refused,
    Repeats,
    Series,
    SourceCoverage,
    Tests,
    Unit,
    Verdict,
    WeekClock,
)
from lagesbild.sources.records import Conclusion, FileSummary
from tests.picture.sample_ground import AREAS
from tests.picture.sample_rows import CATEGORIES, FILE, HALF_YEAR, START, WEEK, count_row, refs, series
from tests.picture.sample_where import chains, clock, places, repeats


def _months(counts: NDArray[np.int64], first: dt.date) -> Series:
    starts = tuple(
        dt.date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1) for i in range(len(counts))
    )
    none = (None,) * len(counts)
    return Series(Unit.MONTH, starts, tuple(map(int, counts)), none, none)


def _coverage() -> Coverage:
    rng = np.random.default_rng(3)
    town = rng.poisson(430 + 60 * np.sin(np.arange(39) / 2))
    town[18] = 0
    housing = np.concatenate([np.zeros(26, int), rng.poisson(215, 13)])
    town[-1], housing[-1] = 281, 138
    first = dt.date(2023, 1, 1)
    return Coverage(
        unit=Unit.MONTH,
        total=_months(town + housing, first),
        sources=(
            SourceCoverage(
                "Kommunens rapportörer",
                int(town.sum()),
                dt.date(2023, 1, 2),
                dt.date(2026, 3, 22),
                12_884,
                13_990,
                _months(town, first),
            ),
            SourceCoverage(
                "Åsforsbostäder",
                int(housing.sum()),
                dt.date(2025, 3, 3),
                dt.date(2026, 3, 22),
                2_590,
                2_102,
                _months(housing, first),
            ),
        ),
        breaks=(
            Break(BreakKind.GAP, dt.date(2024, 7, 1), dt.date(2024, 8, 1), "Kommunens rapportörer", 447.0, 0.0),
            Break(BreakKind.START, dt.date(2025, 3, 3), None, "Åsforsbostäder", 0.0, 214.0),
        ),
        comparable_from=dt.date(2025, 3, 3),
        placement={"POINT": 15_474, "AREA_CENTRE": 0, "MISSING": 3_120, "ZERO": 211, "FAR": 14, "UNREADABLE": 6},
        precision={"MONTH": 0, "DAY": 2_733, "HOUR": 4_020, "MINUTE": 12_072},
        summaries=84,
    )


def _refused() -> Refused:
    example = Message("This cannot be read as a date or a time.")
    late = Message("The end lies before the start.")
    return Refused(
        unreadable=23,
        repeated=118,
        titles=3,
        totals=1,
        examples=(
            (FILE, 1, "", "Händelser i Åsfors kommun", Message("A title, sub-heading or note, not an incident.")),
            (FILE, 2_207, "Datum", "i tisdags", example),
            (FILE, 9_116, "Sluttid", "2024-02-31 25:10", late),
        ),
    )


def _deviations(categories: tuple[CountRow, ...], areas: tuple[CountRow, ...]) -> tuple[Deviation, ...]:
    by_name = {row.name: row for row in (*categories, *areas)}
    hamnen = count_row("Cykelstöld", 9, 2.4, seed=91, group="Centrum")
    gathered = (
        Message(
            "{n} of {total} at {place}, where {usual} of {past} have been before.",
            {"n": 9, "total": 14, "place": "Stationen och Järnvägsgatan", "usual": 31, "past": 322},
        ),
        Message(
            "{n} of {total} {when}.",
            {
                "n": 8,
                "total": 14,
                "when": Message(
                    "{weekday} between {start} and {end} o'clock",
                    {"weekday": Message("on Fridays"), "start": 21, "end": 24},
                ),
            },
        ),
    )
    return (
        Deviation(by_name["Cykelstöld"], "category", 210.0, gathered, None, refs(14, "Cykelstöld", "Järnvägsgatan", 1)),
        Deviation(
            by_name["Skadegörelse"], "category", 480.0, (), None, refs(31, "Skadegörelse", "Kvarnbacksskolan", 2)
        ),
        Deviation(hamnen, "category in area", 900.0, gathered[:1], None, refs(9, "Cykelstöld", "Järnvägsgatan", 3)),
        Deviation(
            by_name["Trasig belysning"],
            "category",
            95.0,
            (),
            Message(
                "{n} of {total} come from {source}, who stood for {usual} of {past} before.",
                {"n": 4, "total": 4, "source": "Åsforsbostäder", "usual": 60, "past": 512},
            ),
            refs(4, "Trasig belysning", "", 4),
        ),
    )


def sample_picture(**changes: Any) -> Picture:
    """The rich picture, with any fields replaced."""
    categories = tuple(
        count_row(name, count, mean, seed=i) for i, (name, (count, mean)) in enumerate(CATEGORIES.items())
    )
    total = sum(row.count for row in categories)
    shares = {"Centrum": 62, "Kvarnbacken": 41, "Nyhem": 34, "Söderängen": 18, "Hamnen": 26, "Östra bruket": 9}
    people = {
        "Centrum": 4210,
        "Kvarnbacken": 3880,
        "Nyhem": 5120,
        "Söderängen": 2940,
        "Hamnen": 1610,
        "Östra bruket": 2255,
    }
    town = "Norr om ån"
    areas = tuple(
        count_row(
            name,
            shares[name],
            shares[name] * 0.96,
            seed=40 + i,
            group=town if i < 3 else "Söder om ån",
            people=people[name],
        )
        for i, name in enumerate(AREAS)
    )
    groups = tuple(
        count_row(group, sum(row.count for row in areas if row.group == group), 122.0 - 70 * i, seed=60 + i)
        for i, group in enumerate((town, "Söder om ån"))
    )
    conclusions = (
        Conclusion(Message("Encoding"), "Windows-1252", "--encoding windows-1252"),
        Conclusion(Message("Separator of columns"), ";", "--separator ';'"),
        Conclusion(Message("Date"), "Datum", "--column date=Datum"),
        Conclusion(Message("Time of day"), "Tid", "--column clock=Tid"),
        Conclusion(Message("Coordinate system"), "SWEREF 99 TM (EPSG:3006)", "--crs EPSG:3006"),
    )
    fields: dict[str, Any] = {
        "name": "Åsfors",
        "demo": True,
        "period": WEEK,
        "made": dt.date(2026, 3, 23),
        "version": "0.1.0",
        "seed": 20260323,
        "rows": 19_054,
        "records": 18_825,
        "elsewhere": 0,
        "files": (FileSummary(FILE, 18_970, 18_825, 145, conclusions), FileSummary("sammanfattningar.xlsx", 84, 84, 0)),
        "refused": _refused(),
        "notes": (
            Message(
                "{n} point had its two coordinates exchanged, which was mended (first: {example}).",
                {"n": 42, "example": "15.4812, 59.4213"},
                "{n} points had their two coordinates exchanged, which was mended (first: {example}).",
                42,
            ),
        ),
        "coverage": _coverage(),
        "total": count_row("", total, total * 0.93, seed=99),
        "categories": tuple(sorted(categories, key=lambda row: -row.count)),
        "areas": areas,
        "groups": groups,
        "areas_source": "stadsdelar_asfors.geojson",
        "area_unplaced": total - sum(shares.values()) - 2,
        "area_outside": 2,
        "deviations": _deviations(categories, areas),
        "tests": Tests(34, 11, "farrington", 0.05, Period(dt.date(2025, 3, 3), START, Unit.SPAN)),
        "clock": clock(),
        "places": places(),
        "repeats": repeats(),
        "chains": chains(),
        "unsaid": (
            Message(
                "The picture shows what has been reported, not what has happened. More reports can mean that more "
                "happens, or that more is reported."
            ),
            Message(
                "Nothing can be compared with the time before {day}, when the coverage changed.",
                {"day": dt.date(2025, 3, 3)},
            ),
        ),
    }
    return Picture(**(fields | changes))


def no_clock(why: str) -> WeekClock:
    return WeekClock((), (), HALF_YEAR, 0, 0, None, None, Message(why))


def no_places(why: str) -> Places:
    return Places("cells", 250, HALF_YEAR, (), (), 5, 0, 0, 18_825, 0, (), (), Message(why))


def months_only() -> Picture:
    """A source that gives only the month: no clock, no days, no repeats, no series."""
    month = Period(dt.date(2026, 3, 1), dt.date(2026, 4, 1), Unit.MONTH)
    years = tuple(Period(dt.date(y, 3, 1), dt.date(y, 4, 1), Unit.MONTH) for y in (2025, 2024, 2023))
    before = Period(dt.date(2026, 2, 1), dt.date(2026, 3, 1), Unit.MONTH)
    why = "The source only says the month, so neither weekday nor hour is known."

    def monthly(row: CountRow, i: int) -> CountRow:
        earlier = tuple(Earlier(year, old.count) for year, old in zip(years, row.earlier, strict=True))
        last = Earlier(before, None if row.before is None else row.before.count)
        steps = series(row.count, max(row.count, 1), i, unit=Unit.MONTH)
        return dataclasses.replace(row, before=last, earlier=earlier, series=steps)

    picture = sample_picture()
    coverage = dataclasses.replace(picture.coverage, precision={"MONTH": 18_825, "DAY": 0, "HOUR": 0, "MINUTE": 0})
    return dataclasses.replace(
        picture,
        period=month,
        coverage=coverage,
        total=monthly(picture.total, 0),
        categories=tuple(monthly(row, i) for i, row in enumerate(picture.categories)),
        areas=tuple(monthly(row, i) for i, row in enumerate(picture.areas)),
        groups=tuple(monthly(row, i) for i, row in enumerate(picture.groups)),
        deviations=(),
        clock=no_clock(why),
        places=dataclasses.replace(
            picture.places, rows=tuple(dataclasses.replace(row, clock=()) for row in picture.places.rows)
        ),
        repeats=Repeats((), 0, 0, 1.0, 0, 0.0, None, (), Message(why)),
        chains=Chains((), 400, 7, 4, 0, None, Message(why)),
    )


def refused_places() -> Picture:
    """A source without positions: no map, no areas, no repeats."""
    why = "The source gives no positions, so no place can be shown."
    return sample_picture(
        areas=(),
        groups=(),
        areas_source="",
        area_unplaced=0,
        area_outside=0,
        places=no_places(why),
        repeats=Repeats((), 0, 0, 1.0, 0, 0.0, None, (), Message(why)),
        chains=Chains((), 400, 7, 4, 0, None, Message(why)),
    )


def _inside(row: CountRow) -> CountRow:
    return dataclasses.replace(
        row, verdict=Verdict.INSIDE if row.expected else Verdict.FEW, q=None if row.q is None else 0.8
    )


def nothing_deviates() -> Picture:
    """An ordinary week."""
    categories = tuple(
        _inside(count_row(name, round(mean), mean, seed=i)) for i, (name, (_, mean)) in enumerate(CATEGORIES.items())
    )
    total = sum(row.count for row in categories)
    picture = sample_picture()
    placed = sum(row.count for row in picture.areas)
    return dataclasses.replace(
        picture,
        demo=False,
        total=_inside(count_row("", total, total * 1.01, seed=99)),
        categories=categories,
        areas=tuple(map(_inside, picture.areas)),
        groups=tuple(map(_inside, picture.groups)),
        area_unplaced=total - placed,
        area_outside=0,
        deviations=(),
        chains=dataclasses.replace(picture.chains, rows=()),
    )


def everything_few() -> Picture:
    """A short file of a small place: counts, and nothing that can be said of them."""

    def few(name: str, count: int, i: int) -> CountRow:
        row = count_row(name, count, 1.0, seed=i)
        lone = dataclasses.replace(row.series, low=(None,) * 26, high=(None,) * 26)
        return dataclasses.replace(
            row, expected=None, before=None, earlier=(), series=lone, p=None, q=None, verdict=Verdict.FEW
        )

    why = "Too few incidents have both a place and a day for a series to be looked for."
    picture = sample_picture()
    coverage = dataclasses.replace(
        picture.coverage,
        sources=(
            SourceCoverage(
                FILE, 11, dt.date(2026, 3, 2), dt.date(2026, 3, 22), 4, 6, _months(np.array([11]), dt.date(2026, 3, 1))
            ),
        ),
        total=_months(np.array([11]), dt.date(2026, 3, 1)),
        breaks=(),
        comparable_from=None,
        placement={"POINT": 4, "MISSING": 7},
        precision={"DAY": 5, "MINUTE": 6},
        summaries=0,
    )
    return sample_picture(
        demo=False,
        rows=11,
        records=11,
        files=(FileSummary("lista.xlsx", 11, 11, 0),),
        refused=Refused(0, 0, 0, 0, ()),
        notes=(),
        coverage=coverage,
        total=few("", 5, 0),
        categories=(few("Klotter", 2, 1), few("Nedskräpning", 2, 2), few("Cykelstöld", 1, 3)),
        areas=(),
        groups=(),
        areas_source="",
        area_unplaced=0,
        area_outside=0,
        deviations=(),
        tests=Tests(0, 3, "", 0.05, None),
        clock=no_clock(why),
        places=dataclasses.replace(no_places(why), placed=4, unplaced=7),
        repeats=Repeats((), 0, 0, 1.0, 0, 0.0, None, (), Message(why)),
        chains=Chains((), 400, 7, 4, 0, None, Message(why)),
        unsaid=(),
    )


VARIANTS = {
    "rich": sample_picture,
    "months": months_only,
    "unplaced": refused_places,
    "ordinary": nothing_deviates,
    "few": everything_few,
}
