"""Names that people wrote, apart from the figures: a mark stands for each, so that it can be masked in what is frozen.

A picture is composed from marks, which fall in the order of the names, and so are its figures and the parts of its page
kept. A digest stands for each mark in the digest of the figures. What an edition says is then the same whatever
becomes of a name, and can be computed again when the name is gone.
"""

from __future__ import annotations

import dataclasses
import html
import json
import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

import numpy as np
from django.utils.crypto import salted_hmac

from lagesbild.picture.compose.events import plain_name
from lagesbild.sources.records import Labels, Reading

MARK = re.compile("\ue000[pu][0-9]+\ue001")
"""Characters for private use: nobody has them on a keyboard."""
PLACE, UNIT = "p", "u"
SALT = "lagesbild.picture.name"
T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class Apart:
    """A reading in which marks stand for names, what the units are marked by, and the name of each mark."""

    reading: Reading
    units: Mapping[str, str]
    """Mark by unit; names from lists stand for themselves."""
    names: Mapping[str, str]
    """Name by mark."""


def mark(kind: str, i: int) -> str:
    """What stands for the name that is the `i`-th in order."""
    return f"\ue000{kind}{i:07d}\ue001"


def digest(name: str) -> str:
    """What a name is known by when it may be gone."""
    return salted_hmac(SALT, name, algorithm="sha256").hexdigest()


def apart(reading: Reading, *, units: Collection[str], listed: Collection[str]) -> Apart:
    """Put marks in the place of the places and units of a reading, and of `units`.

    Names that are `listed` (parties) and places called as their municipality are from lists, and stay.
    """
    records = reading.records
    larger = {plain_name(name) for labels in (records.municipality, records.county) for name in labels.names}
    places = _in_order(records.place)
    # few of many names begin as one of them does, and the rest need no closer look
    begun = tuple(name.split(" ")[0] for name in larger)
    marks = [
        name if name.casefold().lstrip().startswith(begun) and plain_name(name.split(",")[0]) in larger
        else mark(PLACE, i)
        for i, name in enumerate(places.names)
    ]  # fmt: skip
    written = sorted({*records.reporter.names, *units} - set(listed))
    by_unit = {unit: mark(UNIT, i) for i, unit in enumerate(written)}
    reporter = Labels(records.reporter.codes, tuple(by_unit.get(name, name) for name in records.reporter.names))
    changed = dataclasses.replace(records, place=Labels(places.codes, tuple(marks)), reporter=reporter)
    names = {one: name for one, name in zip(marks, places.names, strict=True) if one != name}
    return Apart(
        dataclasses.replace(reading, records=changed), by_unit, names | {one: unit for unit, one in by_unit.items()}
    )


def marked_as(reading: Reading, digests: Mapping[str, str]) -> Reading:
    """The reading with the marks of an edition in the place of the units that it knows by digest (mark by digest)."""
    labels = reading.records.reporter
    reporter = Labels(labels.codes, tuple(digests.get(digest(name), name) for name in labels.names))
    return dataclasses.replace(reading, records=dataclasses.replace(reading.records, reporter=reporter))


def marks_in(*texts: str) -> set[str]:
    """The marks that stand in texts."""
    return {one for text in texts for one in MARK.findall(text)}


def in_text(text: str, names: Mapping[str, str]) -> str:
    """Plain text with names where marks stood."""
    return MARK.sub(lambda found: names.get(found[0], ""), text)


def in_html(text: str, names: Mapping[str, str]) -> str:
    """A page, or a drawing in it, with names where marks stood."""
    return MARK.sub(lambda found: html.escape(names.get(found[0], "")), text)


def in_json(text: str, names: Mapping[str, str]) -> str:
    """JSON, also such as stands in a page, with names where marks stood."""
    return MARK.sub(
        lambda found: json.dumps(names.get(found[0], ""), ensure_ascii=False)[1:-1].replace("<", "\\u003c"), text
    )


def named(value: T, names: Mapping[str, str]) -> T:
    """A picture, or anything in it, with names where marks stood."""
    found: Any = value
    if isinstance(value, str):
        found = in_text(value, names)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        found = dataclasses.replace(
            value, **{one.name: named(getattr(value, one.name), names) for one in dataclasses.fields(value)}
        )
    elif isinstance(value, Mapping):
        found = {named(key, names): named(one, names) for key, one in value.items()}
    elif isinstance(value, tuple | list) and value and not isinstance(value[0], float):
        found = type(value)(named(one, names) for one in value)
    return found  # type: ignore[no-any-return]


def _in_order(labels: Labels) -> Labels:
    """The same labels with names in order."""
    order = sorted(range(len(labels.names)), key=labels.names.__getitem__)
    new = np.full(len(order) + 1, -1, np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    return Labels(new[labels.codes], tuple(labels.names[i] for i in order))
