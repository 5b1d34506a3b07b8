"""Incidents out of the database as the columns that a picture is composed of.

Whole columns come as bytes (`string_agg(float8send(…))`) on Django's own connection, so that what is read is what the
scope and the transaction see, gathered by as many workers as the database gives. They are put in the order of their
numbers here, so that the same data revision gives the same reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
import psycopg
from django.db import connection
from numpy.typing import NDArray

from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.core.scope import Scope, scope
from lagesbild.i18n import N_, translator
from lagesbild.incidents import areas
from lagesbild.incidents.models import Category, Incident, KeptCount, Source
from lagesbild.places.areas.register import municipalities
from lagesbild.sources.records import FileSummary, Labels, Reading, Records, RefusalTable

REPORTED_HERE = N_("Reported here")
BETWEEN = "\x1f"
"""Stands between texts that come in one piece; taken out of the texts themselves."""
ROWS = """
FROM incidents_incident
WHERE partnership_id = %(partnership)s AND state NOT IN ('duplicate', 'set_aside')
    AND (%(since)s::timestamptz IS NULL OR start >= %(since)s) AND (%(until)s::timestamptz IS NULL OR start < %(until)s)
"""
KEPT_ROWS = """
FROM incidents_keptcount, generate_series(1, n) AS one
WHERE partnership_id = %(partnership)s
    AND (%(since)s::timestamptz IS NULL OR start >= (%(since)s::timestamptz AT TIME ZONE %(zone)s)::date)
    AND (%(until)s::timestamptz IS NULL OR start < (%(until)s::timestamptz AT TIME ZONE %(zone)s)::date)
"""
"""What is left of incidents that have been disposed of: a row for each that was counted, with a number below 0."""
INCIDENT = f"""
    SELECT id,
        start AS begins, "end" AS ends,
        precision, coalesce(lon, 'NaN') AS lon, coalesce(lat, 'NaN') AS lat, placement, category_id, party_id,
        coalesce(source_id, 0) AS source, summary::int::smallint AS summary, areas,
        (audience_id = ANY (%(shared)s::bigint[]))::int::smallint AS shared,
        CASE WHEN audience_id = ANY (%(shared)s::bigint[]) THEN replace(place, %(between)s, ' ') ELSE '' END AS place,
        replace(unit, %(between)s, ' ') AS unit
    {ROWS}
"""
KEPT = f"""
    SELECT -(id * {1 << 20} + one) AS id,
        start::timestamp AT TIME ZONE %(zone)s AS begins, "end"::timestamp AT TIME ZONE %(zone)s AS ends,
        (NOT monthly)::int::smallint AS precision, 'NaN'::float8 AS lon, 'NaN'::float8 AS lat,
        {Incident.Placement.MISSING}::smallint AS placement, category_id, party_id, coalesce(source_id, 0) AS source,
        0::smallint AS summary, areas,
        (audience_id = ANY (%(shared)s::bigint[]))::int::smallint AS shared, ''::text AS place,
        replace(unit, %(between)s, ' ') AS unit
    {KEPT_ROWS}
"""
COLUMNS = """
SELECT
    string_agg(int8send(id), ''::bytea),
    string_agg(timestamptz_send(begins), ''::bytea),
    string_agg(timestamptz_send(ends), ''::bytea),
    string_agg(int2send(precision), ''::bytea),
    string_agg(float8send(lon), ''::bytea),
    string_agg(float8send(lat), ''::bytea),
    string_agg(int2send(placement), ''::bytea),
    string_agg(int8send(category_id), ''::bytea),
    string_agg(int8send(party_id), ''::bytea),
    string_agg(int8send(source), ''::bytea),
    string_agg(int2send(summary), ''::bytea),
    string_agg(int2send(cardinality(areas)::smallint), ''::bytea),
    string_agg(array_send(areas), ''::bytea),
    string_agg(int2send(shared), ''::bytea),
    string_agg(place, %(between)s),
    string_agg(unit, %(between)s)
FROM ({rows}) AS rows
"""
EPOCH = np.datetime64("2000-01-01", "us")
HEAD, LENGTH = 20, 4
"""Bytes before the numbers of an array that is not empty (the first twelve of one that is), and before each."""
LAST = 1 << 62
"""Above the number of every incident."""
BYTES = 14
"""Columns that come as bytes; those after them are texts, as one with something between."""

Ints = NDArray[np.int64]


def reading(opened: Scope, *, until: dt.datetime | None = None, since: dt.datetime | None = None) -> Reading:
    """The incidents of a partnership that count and that the scope lets one see, as a reader of files would give them.

    Each source is a file of the reading, what was reported here the first; `line` is the incident's number, `reporter`
    the unit that told it or else the party, `area` the code of the area of the partnership's first set. Of rows that
    are not shared with the whole partnership no place is read, and no unit but one that a shared row names too.
    Incidents that have been disposed of come from the counts that are kept (`disposing`): by week, without a position,
    after all others, their numbers below 0.

    Parameters
    ----------
    opened : Scope
        `Actor.scope()`; for a picture that is the same for all, the worker's (`core.system.worker`).
    until, since : datetime, optional
        Aware times: incidents that begin before `until` and not before `since`.
    """
    with scope(opened):
        here = Partnership.objects.get(pk=opened.write or opened.read[0])
        asked: dict[str, Any] = {
            "partnership": here.pk,
            "zone": here.timezone,
            "until": until,
            "since": since,
            "between": BETWEEN,
            "shared": list(Audience.objects.filter(kind__in=Audience.SHARED).values_list("pk", flat=True)),
        }
        found = _columns(asked, INCIDENT)
        if KeptCount.objects.filter(partnership=here).exists():
            found = _one_after(found, _columns(asked, KEPT))
        number, begins, ends, precision, lon, lat, placement, category, party, source, summary = found[:11]
        each, in_areas, shared, place, unit = found[11:]
        ids = _ints(number)
        order = _order(ids)
        ids = ids[order]
        n = len(ids)
        is_shared = _shorts(shared).astype(np.bool_)[order]
        sources = _ints(source)[order]
        files = _files(here, sources)
        known = np.array(sorted(files), np.int64)
        records = Records(
            start=_times(begins, here.timezone)[order],
            end=_times(ends, here.timezone)[order],
            precision=_shorts(precision).astype(np.uint8)[order],
            lon=_floats(lon)[order],
            lat=_floats(lat)[order],
            placement=_shorts(placement).astype(np.uint8)[order],
            category=_named(_ints(category)[order], dict(Category.objects.values_list("pk", "name"))),
            municipality=_municipality(here, n),
            county=Labels.empty(n),
            area=_area(here.pk, _shorts(each).astype(np.int64), in_areas).take(order),
            place=_texts(place, order),
            reporter=_reporter(
                _known(_texts(unit, order), is_shared),
                _named(_ints(party)[order], dict(Party.objects.values_list("pk", "name"))),
            ),
            summary=_shorts(summary).astype(np.bool_)[order],
            file=np.searchsorted(known, sources).astype(np.uint16),
            line=ids,
            shared=is_shared,
        )
    refusals = RefusalTable(pl.DataFrame(schema=dict(RefusalTable.SCHEMA)), ())
    return Reading(records, refusals, tuple(files[number] for number in known.tolist()))


def _columns(asked: Mapping[str, Any], rows: str) -> Sequence[Any]:
    """Every column of some rows, as bytes that are sent as they are."""
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(COLUMNS.format(rows=rows), asked, prepare=False, binary=True)
        found: Sequence[Any] | None = cursor.fetchone()
    assert found is not None
    return found


def _one_after(found: Sequence[Any], more: Sequence[Any]) -> Sequence[Any]:
    """Columns of some rows, and of others after them."""
    if more[0] is None or found[0] is None:
        return found if more[0] is None else more
    plain = [bytes(a) + bytes(b) for a, b in zip(found[:BYTES], more[:BYTES], strict=True)]
    return [*plain, *(f"{a}{BETWEEN}{b}" for a, b in zip(found[BYTES:], more[BYTES:], strict=True))]


def _order(ids: Ints) -> NDArray[np.intp]:
    """The rows by their numbers, those below 0 last: the workers of the database gather them as they come."""
    return np.argsort(np.where(ids < 0, LAST - ids, ids), kind="stable")


def _bytes(column: bytes | memoryview | None, kind: str) -> NDArray[np.generic]:
    return np.frombuffer(column or b"", np.dtype(kind))


def _ints(column: bytes | None) -> Ints:
    return _bytes(column, ">i8").astype(np.int64)


def _times(column: bytes | None, zone: str) -> NDArray[np.datetime64]:
    """Times as PostgreSQL sends them, microseconds since the year 2000 in UTC, on the clock of the zone.

    A part of a second is nobody's to count.
    """
    sent = pl.Series(EPOCH + _ints(column).astype("timedelta64[us]")).dt.replace_time_zone("UTC")
    there = sent.dt.convert_time_zone(zone).dt.replace_time_zone(None)
    return there.dt.truncate("1s").to_numpy().astype("datetime64[s]")


def _shorts(column: bytes | None) -> NDArray[np.int16]:
    return _bytes(column, ">i2").astype(np.int16)


def _floats(column: bytes | None) -> NDArray[np.float64]:
    return _bytes(column, ">f8").astype(np.float64)


def _named(codes: Ints, names: dict[int, str]) -> Labels:
    """Numbers of rows as labels; names in order of their numbers, so that nothing depends on the rows' order."""
    used = np.unique(codes)
    return Labels(np.searchsorted(used, codes).astype(np.int32), tuple(names.get(int(one), "") for one in used))


def _texts(column: str | None, order: NDArray[np.intp]) -> Labels:
    if column is None:
        return Labels.empty(len(order))
    return Labels.of(pl.Series([column]).str.split(BETWEEN).explode().gather(order))


def _known(unit: Labels, shared: NDArray[np.bool_]) -> Labels:
    """The units that a shared row names, wherever they stand: counting is not naming, and silence must be true."""
    named = np.zeros(len(unit.names) + 1, np.bool_)
    named[unit.codes[shared]] = True
    named[-1] = False
    new = np.where(named, np.cumsum(named) - 1, -1).astype(np.int32)
    return Labels(new[unit.codes], tuple(name for name, known in zip(unit.names, named, strict=False) if known))


def _reporter(unit: Labels, party: Labels) -> Labels:
    """The unit where there is one, else the party."""
    if not unit.names:
        return party
    names: Sequence[str] = list(dict.fromkeys([*party.names, *unit.names]))
    index = {name: i for i, name in enumerate(names)}
    of_party = np.array([index[name] for name in party.names], np.int32)[party.codes]
    of_unit = np.array([*(index[name] for name in unit.names), -1], np.int32)[unit.codes]
    return Labels(np.where(unit.codes >= 0, of_unit, of_party), tuple(names))


def _area(partnership: int, each: Ints, sent: bytes | None) -> Labels:
    """The area of each row that is of the first set; `each` row has so many, in the arrays that were sent."""
    names = areas.labels(partnership)
    codes = np.full(len(each), -1, np.int32)
    flat = _flat(each, sent)
    if not names or not len(flat):
        return Labels(codes, ())
    known = np.array(sorted(names), np.int64)
    row = np.repeat(np.arange(len(each)), each)
    at = np.clip(np.searchsorted(known, flat), 0, len(known) - 1)
    mine = known[at] == flat
    codes[row[mine]] = at[mine]
    return Labels(codes, tuple(names[int(one)] for one in known))


def _flat(each: Ints, sent: bytes | None) -> Ints:
    """The numbers in arrays of so many `each`, as PostgreSQL sends them, one after the other."""
    if not each.any():
        return np.zeros(0, np.int64)
    raw = bytes(sent or b"")
    size = np.where(each > 0, HEAD + (LENGTH + 8) * each, 12)
    within = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    at = np.repeat(np.cumsum(size) - size, each) + HEAD + LENGTH + (LENGTH + 8) * within
    anywhere = np.ndarray(len(raw) - 7, ">i8", raw, strides=(1,))
    return np.asarray(anywhere[at], np.int64)


def _municipality(here: Partnership, n: int) -> Labels:
    known = municipalities()
    if here.municipality_code not in known.codes:
        return Labels.empty(n)
    return Labels(np.zeros(n, np.int32), (known.names[known.codes.index(here.municipality_code)],))


def _files(here: Partnership, sources: Ints) -> dict[int, FileSummary]:
    """A summary for each source that has rows, by its number; 0 is what was reported here."""
    words = translator("en" if here.language == "en" else "sv")
    names = dict(Source.objects.values_list("pk", "name")) | {0: words.gettext(REPORTED_HERE)}
    number, count = np.unique(sources, return_counts=True)
    return {
        int(one): FileSummary(names.get(int(one), ""), int(rows), int(rows), 0)
        for one, rows in zip(number, count, strict=True)
    }
