"""The records that belong to a picture, with what every part of it needs: day, source, area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lagesbild.errors import NothingLeft
from lagesbild.i18n import N_, Message
from lagesbild.picture.compose.steps import date, number
from lagesbild.picture.model import Period, RecordRef
from lagesbild.places.areas import Areas
from lagesbild.sources.records import Labels, Placement, Reading, Records, RefusalKind, TimePrecision

LEAST_FOR_STRAYS, STRAY_DAYS = 200, 60
"""Records from which a stray date can be told, and days after all but a thousandth of the others that make it one."""
SHARED = 0.5
"""Share of its time and categories that a file has in common with another for the two to be sources side by side."""
MONTHLY_SHARE = 0.2
"""When more than this share of the records know only their month, the picture counts in months."""


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Incidents of a picture, summaries of many events left out.

    Parameters
    ----------
    records : Records
        n of them.
    day : (n,) int32
        First day of the window in which it happened, days since 1970-01-01.
    dated : (n,) bool
        Whether the day is known, and not only the month.
    source : Labels
        The reporter where a column says so, else the file.
    parallel : bool
        The sources are kept side by side, so that one can begin or fall silent by itself. Files that divide time or
        categories among them are parts of one source.
    monthly : bool
        Days are not known widely enough for weeks.
    first, last : date
        First and last day of the records.
    files : tuple of str
        Names by `records.file`.
    """

    records: Records
    day: NDArray[np.int32]
    dated: NDArray[np.bool_]
    source: Labels
    parallel: bool
    monthly: bool
    first: dt.date
    last: dt.date
    files: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.day)

    def within(self, period: Period) -> NDArray[np.bool_]:
        """Which incidents fall in the period: by day, or by month where only the month is known and lies inside."""
        inside = (self.day >= number(period.start)) & (self.day < number(period.end))
        if not self.dated.all():
            ends = self.records.end.astype("datetime64[D]").astype(np.int64)
            inside &= self.dated | (ends <= number(period.end))
        return inside

    def point(self) -> NDArray[np.bool_]:
        """Which incidents have a position of their own."""
        return np.equal(self.records.placement, Placement.POINT)

    def shown(self) -> NDArray[np.bool_]:
        """Which incidents have a position of their own that everyone may see."""
        return self.point() & self.records.shared

    def hour_known(self) -> NDArray[np.bool_]:
        """Which incidents are known to the hour."""
        return np.greater_equal(self.records.precision, TimePrecision.HOUR)

    def in_time(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """`rows` in order of time, and at the same time of place and category, whatever order they were read in."""
        records = self.records
        keys = (records.line, records.file, records.category.codes, records.lat, records.lon, records.start)
        return rows[np.lexsort(tuple(key[rows] for key in keys))]

    def latest(self, rows: NDArray[np.intp], most: int | None) -> NDArray[np.intp]:
        """The latest `most` of `rows`, or all, in order of time; only what may be among them is put in order."""
        if most is not None and len(rows) > most:
            start = self.records.start[rows]
            rows = rows[start >= np.partition(start, len(rows) - most)[len(rows) - most]]
            return self.in_time(rows)[-most:]
        return self.in_time(rows)

    def refs(self, rows: NDArray[np.intp], most: int | None = None) -> tuple[RecordRef, ...]:
        """The incidents themselves that are shared, as the source has them, in order of time; the latest `most`."""
        return tuple(self.ref(int(i)) for i in self.latest(rows[self.records.shared[rows]], most))

    def ref(self, i: int) -> RecordRef:
        """Incident `i` as the source has it."""
        records = self.records
        return RecordRef(
            file=self.files[records.file[i]],
            line=int(records.line[i]),
            start=records.start[i].item(),
            end=records.end[i].item(),
            precision=TimePrecision(int(records.precision[i])).name.lower(),
            category=label(records.category, i),
            place=label(records.place, i) or label(records.area, i),
        )


def label(labels: Labels, i: int) -> str:
    """The name that row `i` carries, or ""."""
    code = int(labels.codes[i])
    return labels.names[code] if code >= 0 else ""


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """What belongs to the picture and what does not."""

    events: Events
    whole: Events
    """The incidents of all municipalities, from which breaks in coverage are told."""
    records: int
    elsewhere: int
    summaries: int
    future: int
    """Records dated after the picture was made, left out."""
    placement: dict[str, int]
    precision: dict[str, int]
    fields: tuple[tuple[str, str, NDArray[np.bool_]], ...]
    """Columns that decide where an incident is counted: role, heading, and whether each incident of `whole` fills it
    in."""
    extract_end: dt.date
    """Last day that what was read reaches, whatever municipality it belongs to."""


def _unread(reading: Reading) -> Message:
    """Why no record could be read: the first row that was refused."""
    unreadable = np.flatnonzero(reading.refusals.frame["kind"] == RefusalKind.UNREADABLE)
    if not unreadable.size:
        return Message(N_("There are no incidents to make a picture of."))
    first = reading.refusals[int(unreadable[0])]
    return Message(
        N_("No row could be read. Line {line}, {column}: “{value}”. {why}"),
        {"line": first.line, "column": first.column or "–", "value": first.value, "why": first.reason},
    )


def scope(reading: Reading, municipality: Areas | None, made: dt.date) -> Scope:
    """Set aside other municipalities, the future and summaries.

    Raises `NothingLeft` when no incident remains.
    """
    records = _by_name(reading.records)
    if len(records) == 0:
        raise NothingLeft(_unread(reading))
    day = records.start.astype("datetime64[D]").astype(np.int32)
    past = day <= number(made)
    belongs = np.ones(len(records), np.bool_) if municipality is None else inside(records, municipality)
    kept = belongs & past & ~records.summary
    if not kept.any():
        raise NothingLeft(_nothing(municipality, int(past.sum()), int((belongs & records.summary).sum())))
    files = tuple(file.name for file in reading.files)
    events = _events(records, day, kept, files)
    counted = past & ~records.summary
    whole = events if municipality is None else _events(records, day, counted, files)
    return Scope(
        events=events,
        whole=whole,
        records=int(belongs.sum()),
        elsewhere=int((~belongs).sum()),
        summaries=int((belongs & records.summary).sum()),
        future=int((belongs & ~past).sum()),
        placement=_names(Placement, events.records.placement),
        precision=_names(TimePrecision, events.records.precision),
        fields=_filled(whole.records, reading.headings),
        extract_end=date(_end_of_extract(_last_days(whole.records, whole.day, whole.dated))),
    )


def _by_name(records: Records) -> Records:
    """The same records with codes in order of names, so that ties fall alike whatever order rows are read in."""
    sorted_: dict[str, Any] = {}
    for one in fields(records):
        labels = getattr(records, one.name)
        if isinstance(labels, Labels):
            order = sorted(range(len(labels.names)), key=labels.names.__getitem__)
            new = np.full(len(order) + 1, -1, np.int32)
            new[order] = np.arange(len(order), dtype=np.int32)
            sorted_[one.name] = Labels(new[labels.codes], tuple(labels.names[i] for i in order))
    return replace(records, **sorted_)


def _events(records: Records, day: NDArray[np.int32], kept: NDArray[np.bool_], files: tuple[str, ...]) -> Events:
    """Incidents of the rows `kept`; nothing is copied when that is all of them."""
    if not kept.all():
        records, day = records.take(np.flatnonzero(kept)), day[kept]
    dated = records.precision != TimePrecision.MONTH
    source = _sources(records, files)
    return Events(
        records=records,
        day=day,
        dated=dated,
        source=source,
        parallel=bool((records.reporter.codes >= 0).any()) or _side_by_side(source, records.category, day),
        monthly=bool(np.mean(~dated) > MONTHLY_SHARE),
        first=date(day.min()),
        last=date(_last_days(records, day, dated).max()),
        files=files,
    )


def _end_of_extract(days: NDArray[np.int64]) -> int:
    """The last day, unless it stands alone: a few strays months after all others are wrong dates, not the extract."""
    last, strays = int(days.max()), max(1, len(days) // 1000)
    if len(days) < LEAST_FOR_STRAYS:
        return last
    usual = int(np.partition(days, len(days) - 1 - strays)[len(days) - 1 - strays])
    return int(days[days <= usual + STRAY_DAYS].max())


def _nothing(municipality: Areas | None, past: int, summaries: int) -> Message:
    if past == 0:
        return Message(N_("Every record is dated after the day the picture is made. Check how dates were read."))
    if summaries:
        return Message(
            N_("Only summaries of many events are left ({n}), and they cannot be counted as incidents."),
            {"n": summaries},
        )
    name = municipality.names[0] if municipality is not None else ""
    return Message(
        N_("None of the {n} records belongs to {name}: no row names it and no point lies inside it."),
        {"n": past, "name": name},
    )


def _last_days(records: Records, day: NDArray[np.int32], dated: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Last day each record may speak of: its day, or the last day of its month when only that is known."""
    ends = records.end.astype("datetime64[D]").astype(np.int64) - 1
    return np.where(dated, day.astype(np.int64), ends)


def _sources(records: Records, files: tuple[str, ...]) -> Labels:
    if (records.reporter.codes >= 0).any():
        return records.reporter
    return Labels(records.file.astype(np.int32), files)


def _side_by_side(source: Labels, category: Labels, day: NDArray[np.int32]) -> bool:
    """Whether every file shares at least half of its time and of its categories' incidents with another one."""
    used = np.unique(source.codes)
    if used.size < 2:
        return False
    rows = [np.flatnonzero(source.codes == code) for code in used]
    spans = [np.percentile(day[mine], (5, 95)) for mine in rows]
    mixes = [np.bincount(category.codes[mine] + 1, minlength=len(category.names) + 1) for mine in rows]

    def alike(a: int, b: int) -> bool:
        shared = min(spans[a][1], spans[b][1]) - max(spans[a][0], spans[b][0])
        common = mixes[a][mixes[b] > 0].sum() / mixes[a].sum()
        return bool(shared >= SHARED * (spans[a][1] - spans[a][0]) and common >= SHARED)

    return all(any(alike(a, b) for b in range(len(rows)) if b != a) for a in range(len(rows)))


def _names(kind: type[Placement] | type[TimePrecision], codes: NDArray[np.uint8]) -> dict[str, int]:
    counts = np.bincount(codes, minlength=len(kind))
    return {member.name: int(counts[member.value]) for member in kind}


def _filled(records: Records, headings: Mapping[str, str]) -> tuple[tuple[str, str, NDArray[np.bool_]], ...]:
    """Which rows fill in the columns that decide where an incident is counted."""
    columns = {"area": records.area, "municipality": records.municipality}
    return tuple(
        (role, headings.get(role, role), labels.codes >= 0)
        for role, labels in columns.items()
        if (labels.codes >= 0).any()
    )


def plain_name(name: str) -> str:
    """A municipality's name as it is compared: lower case, without "kommun" or "stad"."""
    words = " ".join(name.casefold().split())
    for ending in (" kommun", " stad"):
        words = words.removesuffix(ending)
    return words


def same_municipality(written: str, name: str) -> bool:
    """Whether `written` in a file means the municipality `name`: Köping, KÖPING, Köpings kommun."""
    found, sought = plain_name(written), plain_name(name)
    return found == sought or (found != " ".join(written.casefold().split()) and found == sought + "s")


def inside(records: Records, municipality: Areas) -> NDArray[np.bool_]:
    """Rows that name the municipality, or that name none and have a point of their own inside it."""
    labels = records.municipality
    names = np.array(
        [
            any(same_municipality(written, name) for name in municipality.names) or written in municipality.codes
            for written in labels.names
        ],
        np.bool_,
    )
    named = labels.codes >= 0
    found = np.zeros(len(records), np.bool_)
    if names.size:
        found[named] = names[labels.codes[named]]
    silent = np.flatnonzero(~named & (records.placement == Placement.POINT))
    if silent.size:
        found[silent] = municipality.locate(records.lon[silent], records.lat[silent]) >= 0
    return found
