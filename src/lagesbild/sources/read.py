"""Files become one reading: records, refusals, and what was concluded on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.sources import columns, polisen, positions, repeats
from lagesbild.sources.dispatch import read_table
from lagesbild.sources.personal import LabelMasks
from lagesbild.sources.records import (
    Conclusion,
    FileSummary,
    Labels,
    Progress,
    Reading,
    ReadOptions,
    Records,
    RefusalKind,
)
from lagesbild.sources.refusals import RefusalLog
from lagesbild.sources.table import Table
from lagesbild.sources.tallies import tallied
from lagesbild.sources.times import read_times

AS_FOUND = ReadOptions()
"""Everything concluded by the reader."""
LABELS = ("category", "municipality", "county", "area", "place", "reporter")
REPEATED = Message(N_("The same row has been read before."))
OLDER = Message(N_("A newer version of the same event has been read."))
POLISEN_ROLES = {"id": "id", "position": "location_gps"}
POLISEN_HEADINGS = {"category": "type", "municipality": "location_name", "county": "location_name"}

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Meaning:
    """What the rows of one table say: columns of length n, before any row is left out."""

    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    precision: NDArray[np.uint8]
    summary: Bools
    texts: dict[str, pl.Series]
    roles: dict[str, str]
    reasons: Sequence[tuple[Bools, str, Message]]
    conclusions: tuple[Conclusion, ...]
    notes: tuple[Message, ...]
    events: bool
    """The rows are versions of events of polisen.se, told apart by id."""


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """The records of one file, repeats still among them, with what tells the repeats."""

    records: Records
    ids: pl.Series
    id_column: str
    identified: bool
    prints: NDArray[np.uint64]
    newness: NDArray[np.int64]
    roles: dict[str, str]
    group: tuple[str, ...]
    """Rows are compared within a group: of tables with the same headings, or events of polisen.se."""


def read(paths: Sequence[Path], options: ReadOptions = AS_FOUND, progress: Progress | None = None) -> Reading:
    """Read files of incidents, each of any kind, into one reading.

    Every data row of every file becomes a record or a refusal: ``len(records) + len(refusals) == rows``. A position
    that cannot be understood leaves the row unplaced and refuses nothing. Raises `UnreadableInput` for a file that
    is no table or does not say when, `InputError` for options that do not fit.
    """
    if not paths:
        raise UnreadableInput(Message(N_("No file was given.")))
    log, masks = RefusalLog(), LabelMasks()
    parts: list[_Part] = []
    rows: list[int] = []
    about: list[tuple[str, tuple[Conclusion, ...]]] = []
    notes: list[Message] = []
    for i, path in enumerate(paths):
        if progress is not None:
            progress(Message(N_("Reading {file}"), {"file": path.name}), i / len(paths))
        table = read_table(path, options)
        if progress is not None:
            progress(Message(N_("Understanding {file}"), {"file": path.name}), (i + 0.5) / len(paths))
        part, conclusions, said = _part(i, table, options, log, masks)
        parts.append(part)
        rows.append(table.frame.height + len(table.set_aside))
        about.append((table.name, table.conclusions + conclusions))
        said = (*table.notes, *said, *tallied(table.frame))
        several = len(paths) > 1
        notes += [Message(N_("{file}: {note}"), {"file": table.name, "note": n}) for n in said] if several else said
    if progress is not None:
        progress(Message(N_("Looking for repeated rows")), 1.0)
    left_out, told = _repeats(parts, options.repeats, log)
    records = _joined([part.records for part in parts])
    ids = pl.concat([part.ids for part in parts])
    if left_out.any():
        records, ids = records.take(~left_out), ids.filter(pl.Series(~left_out))
    read_of = np.bincount(records.file, minlength=len(parts))
    files = tuple(
        FileSummary(name, rows[i], int(read_of[i]), rows[i] - int(read_of[i]), conclusions)
        for i, (name, conclusions) in enumerate(about)
    )
    known = ids if ids.is_not_null().any() else None
    said_notes = tuple(notes + told + masks.notes())
    return Reading(records, log.table(), files, said_notes, known, _headings([part.roles for part in parts]))


def _headings(parts: Sequence[dict[str, str]]) -> dict[str, str]:
    """Heading of each role over all files, those that differ in order of name so that files may come in any order."""
    roles = sorted({role for part in parts for role in part})
    return {role: " / ".join(sorted({part[role] for part in parts if role in part})) for role in roles}


def _part(
    file: int, table: Table, options: ReadOptions, log: RefusalLog, masks: LabelMasks
) -> tuple[_Part, tuple[Conclusion, ...], tuple[Message, ...]]:
    frame, lines = table.frame, table.lines
    if polisen.matches(frame.columns):
        meaning = _polisen(frame, options)
    else:
        frame = columns.completed(frame, options)
        meaning = _ordinary(frame, options)
    log.add(file, table.set_aside)
    good = np.ones(frame.height, bool)
    for mask, column, why in meaning.reasons:
        good &= ~mask
        values = frame[column].filter(pl.Series(mask)) if column in frame.columns else None
        log.add_rows(file, lines[mask], column, values, kind=RefusalKind.UNREADABLE, why=why)
    kept = pl.Series(good)
    id_column = meaning.roles.get("id", "")
    ids = frame[id_column] if id_column else pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    identified = bool(id_column) and ids.null_count() == 0
    prints = repeats.fingerprints(frame, repeats.counters(frame))[good]
    newness = _newness(frame, options)[good] if meaning.events else np.zeros(int(good.sum()), np.int64)
    roles = meaning.roles | (POLISEN_HEADINGS if meaning.events else {})
    group = ("polisen.se",) if meaning.events else tuple(frame.columns)
    labels = {name: masks.hide(Labels.of(text.filter(kept))) for name, text in meaning.texts.items()}
    placed = positions.place(
        frame if good.all() else frame.filter(kept),
        meaning.roles,
        decimal=options.decimal or table.decimal,
        crs=options.crs,
        area_centres=True if meaning.events and options.area_centres is None else options.area_centres,
        groups=labels.get("reporter"),
    )
    n = int(good.sum())
    records = Records(
        start=meaning.start[good],
        end=meaning.end[good],
        precision=meaning.precision[good],
        lon=placed.lon,
        lat=placed.lat,
        placement=placed.placement,
        **{name: labels.get(name) or Labels.empty(n) for name in LABELS},
        summary=meaning.summary[good],
        file=np.full(n, file, np.uint16),
        line=lines[good],
        shared=np.ones(n, np.bool_),
    )
    part = _Part(records, ids.filter(kept).rename("id"), id_column, identified, prints, newness, roles, group)
    return part, meaning.conclusions + placed.conclusions, meaning.notes + placed.notes


def _ordinary(frame: pl.DataFrame, options: ReadOptions) -> _Meaning:
    found = columns.recognise(frame, options)
    times = read_times(frame, found.roles, timezone=options.timezone, date_order=options.date_order)
    texts = {name: frame[found.roles[name]] for name in LABELS if name in found.roles}
    summary = polisen.bundles(texts["category"]) if "category" in texts else np.zeros(frame.height, bool)
    return _Meaning(
        times.start, times.end, times.precision, summary, _split_counties(texts), found.roles,
        times.reasons, tuple(found.conclusions + times.conclusions), tuple(found.notes), events=False,
    )  # fmt: skip


def _polisen(frame: pl.DataFrame, options: ReadOptions) -> _Meaning:
    said = polisen.interpret(frame, options.timezone)
    texts = {"category": said.category, "municipality": said.municipality, "county": said.county}
    return _Meaning(
        said.start, said.end, said.precision, said.summary, texts, POLISEN_ROLES,
        said.reasons, said.conclusions, said.notes, events=True,
    )  # fmt: skip


def _split_counties(texts: dict[str, pl.Series]) -> dict[str, pl.Series]:
    """A county that stands where the municipality should is the county, and the municipality is not said."""
    places = texts.get("municipality")
    if places is None:
        return texts
    is_county = places.str.to_lowercase().str.ends_with(" län").fill_null(value=False)
    if not is_county.any():
        return texts
    county = texts.get("county", pl.Series([None], dtype=pl.String).new_from_index(0, len(places)))
    return texts | {
        "municipality": places.set(is_county, None),
        "county": county.zip_with(county.is_not_null(), places.zip_with(is_county, county)),
    }


def _newness(frame: pl.DataFrame, options: ReadOptions) -> NDArray[np.int64]:
    """When each event was published, in seconds: the newest version of an event is kept."""
    times = read_times(frame, {"time": "datetime"}, timezone=options.timezone)
    return np.where(np.isnat(times.start), 0, times.start.astype(np.int64))


def _repeats(parts: list[_Part], how: str, log: RefusalLog) -> tuple[Bools, list[Message]]:
    """Records to leave out over all files, refused as repeated; and what is to be said of equal rows kept."""
    offsets = np.cumsum([0, *(len(part.records) for part in parts)])
    out = np.zeros(offsets[-1], bool)
    kept = shared = 0
    for group in dict.fromkeys(part.group for part in parts):
        members = [i for i, part in enumerate(parts) if part.group == group]
        rows = np.concatenate([np.arange(offsets[i], offsets[i + 1]) for i in members])
        equal = repeats.repeated(np.concatenate([parts[i].prints for i in members]))
        ids = pl.concat([parts[i].ids for i in members])
        identified = all(parts[i].identified for i in members)
        older = np.zeros(len(rows), bool)
        drop = how == "drop" or (how == "auto" and identified)
        if group == ("polisen.se",) and how == "auto":
            older = repeats.superseded(ids, np.concatenate([parts[i].newness for i in members]))
        elif not drop:
            kept += int(equal.sum())
        elif identified:
            shared += int(ids.filter(pl.Series(~equal)).is_duplicated().sum())
        gone = older | (equal & drop)
        out[rows[gone]] = True
        at = 0
        for i in members:
            span = slice(at, at + len(parts[i].records))
            at = span.stop
            for mask, why in ((older & ~equal, OLDER), (gone & ~(older & ~equal), REPEATED)):
                _refuse(parts[i], i, mask[span], why, log)
    return out, _said_of_repeats(kept, shared)


def _refuse(part: _Part, file: int, mask: Bools, why: Message, log: RefusalLog) -> None:
    if mask.any():
        values = part.ids.filter(pl.Series(mask)) if part.id_column else None
        log.add_rows(file, part.records.line[mask], part.id_column, values, kind=RefusalKind.REPEATED, why=why)


def _said_of_repeats(kept: int, shared: int) -> list[Message]:
    notes = []
    if kept:
        notes.append(
            Message(
                N_("{n} row is equal to an earlier one in every column and was kept. To drop it: --repeats drop."),
                {"n": kept},
                N_("{n} rows are equal to an earlier one in every column and were kept. To drop them: --repeats drop."),
                kept,
            )
        )
    if shared:
        notes.append(
            Message(
                N_("{n} row shares its identity with another but differs from it; it was kept."),
                {"n": shared},
                N_("{n} rows share their identity with another but differ from it; all were kept."),
                shared,
            )
        )
    return notes


def _joined(parts: list[Records]) -> Records:
    if len(parts) == 1:
        return parts[0]
    joined: dict[str, Any] = {}
    for name in Records.__dataclass_fields__:
        values = [getattr(part, name) for part in parts]
        joined[name] = _joined_labels(values) if isinstance(values[0], Labels) else np.concatenate(values)
    return Records(**joined)


def _joined_labels(parts: list[Labels]) -> Labels:
    names = list(dict.fromkeys(name for part in parts for name in part.names))
    index = {name: i for i, name in enumerate(names)}
    maps = [np.array([*(index[name] for name in part.names), -1], np.int32) for part in parts]
    return Labels(np.concatenate([to[part.codes] for to, part in zip(maps, parts, strict=True)]), tuple(names))
