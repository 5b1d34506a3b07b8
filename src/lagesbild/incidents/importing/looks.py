"""What an import would do, before it does it: columns, categories, first rows as they would become, what is refused."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.models import Partnership
from lagesbild.i18n import Message
from lagesbild.incidents import policies
from lagesbild.incidents.importing import actions, categories
from lagesbild.incidents.importing.files import unpacked
from lagesbild.incidents.importing.plan import Plan
from lagesbild.incidents.importing.rows import Prepared, prepare
from lagesbild.incidents.models import Category, Import, Incident
from lagesbild.sources.dispatch import read_table
from lagesbild.sources.read import read
from lagesbild.sources.records import Reading

FIRST = 8
"""Rows that are shown."""
FEW = 20_000
"""So many rows are loaded on trial, to say exactly what would come of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file as it would become."""

    line: int
    incident: Incident
    category: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row of a file that would not become anything."""

    file: str
    line: int
    column: str
    value: str
    why: Message


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the source's categories, how many rows have it, and what it would be here."""

    theirs: str
    n: int
    own: str
    new: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What an import would do.

    `counts` has new, changed and unchanged rows only where the files are small, and nobody else is importing what they
    are counted against (`busy`).
    """

    headings: Sequence[str]
    roles: Mapping[str, str]
    counts: Mapping[str, int]
    said: Sequence[Mapping[str, Any]]
    kinds: Sequence[Kind]
    rows: Sequence[Row]
    refused: Sequence[Refused]
    reading: Reading = field(repr=False)
    busy: bool = False


def look(*, actor: Actor, batch: Import) -> Look:
    """Read the files of an import that has not begun, and say what would come of them; nothing is changed.

    Raises
    ------
    UnreadableInput, InputError
        A file or the plan does not hold.

    """
    with acting(actor), tempfile.TemporaryDirectory() as folder:
        require(policies.may_undo_import(actor, batch))
        here = Partnership.objects.get(pk=actor.partnership)
        plan = Plan.from_dict(batch.options, timezone=here.timezone)
        paths = unpacked(batch, Path(folder))
        reading = read(paths, plan.options)
        headings = list(dict.fromkeys(name for path in paths for name in read_table(path, plan.options).frame.columns))
    with acting(actor):
        ready = prepare(
            reading,
            partnership=here.pk,
            municipality=here.municipality_code,
            timezone=here.timezone,
            only_here=plan.only_here,
        )
        names = actions.used_categories(ready)
        own = categories.chosen(here, batch.source, plan, list(names))
        known = set(Category.objects.values_list("name", flat=True))
        counts = actions.counted(reading, ready)
    busy = False
    if ready.frame.height <= FEW:
        tried = actions.trial(actor=actor, batch=batch.pk, reading=reading, plan=plan)
        counts |= tried or {}
        busy = tried is None
    return Look(
        headings=headings,
        roles=dict(reading.headings),
        counts=counts,
        said=actions.said_of(reading),
        kinds=sorted(
            (Kind(theirs, n, own[theirs], own[theirs] not in known) for theirs, (_, n) in names.items()),
            key=lambda one: (-one.n, one.theirs),
        ),
        rows=_rows(ready, own),
        refused=_refused(reading),
        reading=reading,
        busy=busy,
    )


def _rows(ready: Prepared, own: Mapping[str, str]) -> list[Row]:
    found = []
    for one in ready.frame.head(FIRST).iter_rows(named=True):
        areas = [int(area) for area in one["areas"].strip("{}").split(",") if area]
        incident = Incident(
            start=dt.datetime.fromtimestamp(one["start"], dt.UTC),
            end=dt.datetime.fromtimestamp(one["end"], dt.UTC),
            precision=one["precision"],
            lon=one["lon"],
            lat=one["lat"],
            placement=one["placement"],
            place=one["place"],
            unit=one["unit"],
            areas=areas,
        )
        found.append(Row(one["line"], incident, own[ready.categories[one["category"]]]))
    return found


def _refused(reading: Reading) -> list[Refused]:
    first = [reading.refusals[i] for i in range(min(len(reading.refusals), FIRST))]
    return [Refused(reading.files[one.file].name, one.line, one.column, one.value, one.reason) for one in first]
