"""A table of several dimensions as rows: one of them places, one periods, the others tell indicators apart."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.indicators.readers import guess, said
from lagesbild.indicators.readers.rows import About, Read, Refused, Row

PLACES = frozenset({"region", "kommun", "municipality", "deso", "regso", "område", "area", "län", "county", "plats"})
TIMES = frozenset({"tid", "time", "år", "year", "månad", "month", "kvartal", "quarter", "period"})
CONTENTS = frozenset({"contentscode", "tabellinnehåll", "contents", "innehåll"})
CODE = re.compile(r"\d{2}|\d{4}|\d{4}[ABC]\d{4}(?:_\w+)?|\d{4}[RA]\d+")
SURE = re.compile(r"(?:0[1-9]|1\d|2[0-5])\d\d(?:[ABC]\d{4}(?:_\w+)?|[RA]\d+)?")
"""Codes that are those of places whatever the dimension is called."""
LARGEST = 5_000_000
"""Values of a table."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: its code, its name, and its categories by code and by name, in the order of the values."""

    code: str
    label: str
    codes: Sequence[str]
    labels: Sequence[str]
    role: str = ""
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cube:
    """A table: the last dimension varies fastest. A cell is its text, or None where there is none."""

    dimensions: Sequence[Dimension]
    cells: Sequence[tuple[float | None, str, str] | None]
    table: str
    title: str
    source: str = ""
    address: str = ""
    unit: str = ""
    updated: dt.date | None = None
    raw: Sequence[str] = ()


def rows(kind: str, cube: Cube, file: str) -> Read:
    """The rows of a table.

    Raises
    ------
    UnreadableInput
        It has no dimension of places or of periods, or not as many values as its dimensions ask for.
    """
    sizes = [len(one.codes) for one in cube.dimensions]
    if math.prod(sizes) != len(cube.cells):
        values = {"file": file, "n": len(cube.cells), "k": math.prod(sizes)}
        raise UnreadableInput(
            Message(N_("{file} has {n} values where its dimensions ask for {k}. Fetch the table again."), values)
        )
    place, time = _place(cube.dimensions), _time(cube.dimensions)
    if time is None or place is None or place == time:
        names = ", ".join(one.label for one in cube.dimensions)
        text = (
            N_("{file} has no dimension of periods; it has: {names}. Choose periods when you fetch the table.")
            if time is None
            else N_("{file} has no dimension of places; it has: {names}. Choose regions when you fetch the table.")
        )
        raise UnreadableInput(Message(text, {"file": file, "names": names}))
    others = [i for i in range(len(sizes)) if i not in (place, time)]
    periods = [_period(cube.dimensions[time], i) for i in range(sizes[time])]
    places = [_named(cube.dimensions[place], i) for i in range(sizes[place])]
    strides = [math.prod(sizes[i + 1 :]) for i in range(len(sizes))]
    found: list[Row] = []
    refused: list[Refused] = []
    indicators: list[About] = []
    for chosen in product(*(range(sizes[i]) for i in others)):
        base = sum(strides[i] * at for i, at in zip(others, chosen, strict=True))
        code, name, unit = _called(cube, others, chosen)
        seen: dict[str, list[float | None]] = {}
        for at_place in range(sizes[place]):
            for at_time in range(sizes[time]):
                index = base + strides[place] * at_place + strides[time] * at_time
                when, cell = periods[at_time], cube.cells[index]
                if when is None:
                    why = Message(N_("This is no year, quarter or month."))
                    label = cube.dimensions[time].labels[at_time]
                    refused.append(Refused(index + 1, cube.dimensions[time].label, label, why))
                elif cell is None:
                    why = Message(N_("This is no figure."))
                    refused.append(Refused(index + 1, name, cube.raw[index] if cube.raw else "", why))
                else:
                    value, flag, mark = cell
                    found.append(Row(code, when[0], places[at_place], when[1], value, index + 1, flag=flag, mark=mark))
                    seen.setdefault(when[0], []).append(value)
        for steps, told in seen.items():
            indicators.append(
                About(
                    code, name, guess.kind((name, unit), told), steps, unit, guess.per(f"{unit} {name}"),
                    cube.source, cube.address, fetched=cube.updated,
                )
            )  # fmt: skip
    return Read(kind, len(cube.cells), len(found), found, indicators, refused)


def _place(dimensions: Sequence[Dimension]) -> int | None:
    told = [i for i, one in enumerate(dimensions) if one.role == "geo"]
    told += [i for i, one in enumerate(dimensions) if {one.code.casefold(), one.label.casefold()} & PLACES]
    told += [
        i
        for i, one in enumerate(dimensions)
        if one.role not in ("time", "metric") and not _contents(one) and all(map(SURE.fullmatch, one.codes))
    ]
    return told[0] if told else None


def _contents(one: Dimension) -> bool:
    return bool({one.code.casefold(), one.label.casefold()} & CONTENTS)


def _time(dimensions: Sequence[Dimension]) -> int | None:
    told = [i for i, one in enumerate(dimensions) if one.role == "time"]
    told += [i for i, one in enumerate(dimensions) if {one.code.casefold(), one.label.casefold()} & TIMES]
    told += [
        i for i, one in enumerate(dimensions) if one.role != "geo" and all(said.period(text) for text in one.labels)
    ]
    return told[0] if told else None


def _period(time: Dimension, i: int) -> tuple[str, dt.date] | None:
    return said.period(time.codes[i]) or said.period(time.labels[i])


def _named(place: Dimension, i: int) -> str:
    code, label = place.codes[i], place.labels[i]
    return code if CODE.fullmatch(code) else label


def _called(cube: Cube, others: Sequence[int], chosen: Sequence[int]) -> tuple[str, str, str]:
    """Code, name and unit of the indicator of some categories."""
    codes, names, unit, contents = [cube.table], [], cube.unit, ""
    for i, at in zip(others, chosen, strict=True):
        one = cube.dimensions[i]
        codes.append(one.codes[at])
        if _contents(one) or one.role == "metric":
            contents, unit = one.labels[at], one.units.get(one.codes[at], unit)
        else:
            names.append(one.labels[at])
    head = contents or cube.title
    return ":".join(part for part in codes if part), ", ".join([head, *names]), unit
