"""Prepared rows into the table of incidents, a slice at a time in one transaction: new, changed, or there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl
from django.db import connection
from django.db.backends.utils import CursorWrapper

from lagesbild.core.actions import Actor
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.incidents.actions.common import KEPT
from lagesbild.incidents.grid import FINEST, LEVELS
from lagesbild.incidents.models import Import

SLICE = 50_000
COLUMNS = {
    "key": "text", "content": "bigint", "begins": "bigint", "ends": "bigint", "precision": "smallint",
    "lon": "float8", "lat": "float8", "placement": "smallint", "cell": "bigint",
    "category": "bigint", "place": "text", "unit": "text", "summary": "smallint", "areas": "bigint[]",
}  # fmt: skip
TABLE = f"""
CREATE TEMPORARY TABLE incoming (
    {", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())},
    identity uuid GENERATED ALWAYS AS (md5(key)::uuid) STORED
) ON COMMIT DROP;
CREATE TEMPORARY TABLE changed_incident (id bigint PRIMARY KEY, slice integer, identity uuid) ON COMMIT DROP
"""
COPY = f"COPY incoming ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)"
ADD = """
INSERT INTO incidents_incident (
    partnership_id, party_id, audience_id, category_id, source_id, batch_id, identity, content, category_by_hand,
    state, aside, start, "end", precision, lon, lat, placement, cell, place, text, unit, unsafe, recurring,
    told_police, acted, summary, areas, areas_by_hand, version
)
SELECT %(partnership)s, %(party)s, %(audience)s, n.category, %(source)s, %(batch)s, n.identity, n.content, false,
    'sorted', '', to_timestamp(n.begins), to_timestamp(n.ends), n.precision, n.lon, n.lat, n.placement, n.cell,
    n.place, '', n.unit, false, false, false, false, n.summary = 1, n.areas, false, 1
FROM incoming AS n
"""
KNOWN = """
CREATE TEMPORARY TABLE known_row ON COMMIT DROP AS
    SELECT identity, id, content FROM incidents_incident
    WHERE source_id = %(source)s AND party_id = %(party)s AND identity IS NOT NULL
"""
INDEX_KNOWN = "CREATE UNIQUE INDEX ON known_row (identity); ANALYZE known_row"
"""What the source has brought the party before, copied once: behind the walls the planner may not join by an index."""
ONLY_NEW = "WHERE NOT EXISTS (SELECT 1 FROM known_row AS k WHERE k.identity = n.identity)"
KEPT_SINCE = """
SELECT extract(epoch FROM max(k."end")::timestamp AT TIME ZONE p.timezone)::bigint
FROM incidents_keptcount AS k JOIN core_partnership AS p ON p.id = k.partnership_id
WHERE k.source_id = %(source)s AND k.party_id = %(party)s AND k."end" <= current_date
GROUP BY p.timezone
"""
"""Of what the source brought the party, all that had had its time has been disposed of until then, and is counted."""
LEAVE_OUT = f"DELETE FROM incoming AS n {ONLY_NEW} AND n.begins < %(kept_since)s"  # noqa: S608 - our own text
CHANGED = """
INSERT INTO changed_incident
SELECT k.id, %(slice)s, n.identity FROM incoming AS n JOIN known_row AS k ON k.identity = n.identity
WHERE k.content IS DISTINCT FROM n.content
"""
SLICE_IDS = "i.id = ANY (ARRAY(SELECT id FROM changed_incident WHERE slice = %(slice)s))"
KEEP_VERSION = f"""
INSERT INTO incidents_incidentversion
    (partnership_id, party_id, audience_id, incident_id, number, person_id, batch_id, data)
SELECT i.partnership_id, i.party_id, i.audience_id, i.id, i.version, %(person)s, %(batch)s,
    jsonb_build_object({", ".join(f"'{name}', i.{chr(34)}{name}{chr(34)}" for name in KEPT)})
FROM incidents_incident AS i WHERE {SLICE_IDS}
"""  # noqa: S608 - names of our own fields
UPDATE = f"""
UPDATE incidents_incident AS i SET
    category_id = CASE WHEN i.category_by_hand THEN i.category_id ELSE n.category END,
    content = n.content, start = to_timestamp(n.begins), "end" = to_timestamp(n.ends), precision = n.precision,
    lon = n.lon, lat = n.lat, placement = n.placement, cell = n.cell, place = n.place, unit = n.unit,
    summary = n.summary = 1, areas = CASE WHEN i.areas_by_hand THEN i.areas ELSE n.areas END, version = i.version + 1
FROM incoming AS n JOIN changed_incident AS w ON w.identity = n.identity AND w.slice = %(slice)s
WHERE i.id = w.id AND {SLICE_IDS}
"""  # noqa: S608 - our own text
RESTORABLE = """
INSERT INTO changed_incident
SELECT incident_id, 0, NULL FROM incidents_incidentversion WHERE batch_id = %(batch)s ON CONFLICT DO NOTHING
"""
RESTORED = tuple(name for name in KEPT if name not in ("areas", "areas_by_hand", "category_id", "content"))
RESTORE = f"""
UPDATE incidents_incident AS i SET
    {", ".join(f"{chr(34)}{name}{chr(34)} = r.{chr(34)}{name}{chr(34)}" for name in RESTORED)},
    areas = CASE WHEN i.areas_by_hand THEN i.areas ELSE r.areas END,
    category_id = CASE WHEN i.category_by_hand OR i.content IS NULL THEN i.category_id ELSE r.category_id END,
    content = CASE WHEN i.content IS NULL THEN NULL ELSE r.content END,
    version = v.number
FROM incidents_incidentversion AS v,
    jsonb_populate_record(NULL::incidents_incident, v.data) AS r
WHERE v.batch_id = %(batch)s AND v.incident_id = i.id
"""  # noqa: S608 - names of our own fields
"""Without content is a row whose sorting was taken back: its source is to say the category anew."""
REOPEN = """
UPDATE incidents_incident SET state = 'reported', duplicate_of_id = NULL
WHERE duplicate_of_id IN (SELECT id FROM incidents_incident WHERE batch_id = %(batch)s)
    AND batch_id IS DISTINCT FROM %(batch)s
RETURNING id
"""
"""What was a duplicate of a row that goes is to be sorted again."""
REMOVE = (
    *(
        f"""DELETE FROM {table} WHERE incident_id IN
        (SELECT id FROM incidents_incident WHERE batch_id = %(batch)s)"""  # noqa: S608 - our own tables
        for table in (
            "incidents_incidentversion", "incidents_forwarding", "incidents_feedback", "incidents_reporter"
        )
    ),
    "UPDATE incidents_incident SET state = 'sorted', duplicate_of_id = NULL"
    " WHERE batch_id = %(batch)s AND duplicate_of_id IS NOT NULL",
    "DELETE FROM incidents_incident WHERE batch_id = %(batch)s",
)  # fmt: skip
COUNT_CELLS = f"""
WITH fine AS (
    SELECT partnership_id, party_id, audience_id, category_id, cell,
        extract(year FROM start AT TIME ZONE 'UTC')::smallint AS year, count(*) AS n, sum(lon) AS lon, sum(lat) AS lat
    FROM incidents_incident AS i
    WHERE {{which}} AND cell IS NOT NULL AND state NOT IN ('duplicate', 'set_aside')
    GROUP BY 1, 2, 3, 4, 5, 6
)
INSERT INTO incidents_cellcount
    (partnership_id, party_id, audience_id, category_id, level, y, x, year, n, lon, lat)
SELECT partnership_id, party_id, audience_id, category_id, level, (cell >> {FINEST}) >> ({FINEST} - level),
    (cell & {(1 << FINEST) - 1}) >> ({FINEST} - level), year, %(sign)s * sum(n), %(sign)s * sum(lon),
    %(sign)s * sum(lat)
FROM fine, unnest(ARRAY[{", ".join(map(str, LEVELS))}]) AS level
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""  # noqa: S608 - our own numbers
"""`which` names the rows; coarser squares are added up from the finest."""
CELLS = """
DROP TABLE IF EXISTS incoming_cell;
CREATE TEMPORARY TABLE incoming_cell (
    category bigint, level smallint, y integer, x integer, year smallint, n integer, lon float8, lat float8
) ON COMMIT DROP
"""
ADD_CELLS = """
INSERT INTO incidents_cellcount
    (partnership_id, party_id, audience_id, category_id, level, y, x, year, n, lon, lat)
SELECT %(partnership)s, %(party)s, %(audience)s, category, level, y, x, year, n, lon, lat FROM incoming_cell
"""
IN_BATCH = "i.batch_id = %(batch)s"
IN_CHANGED = "i.id = ANY (ARRAY(SELECT id FROM changed_incident))"

Told = Callable[[int], None]
"""Told how many rows have been loaded; raises to stop."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the rows."""

    added: int
    changed: int
    unchanged: int
    disposed: int
    """Rows of a time whose incidents from the source have been disposed of: they are counted, and stay gone."""
    touched: tuple[int, ...]
    """Numbers of the incidents that were changed."""


def load(
    frame: pl.DataFrame, *, actor: Actor, batch: Import, categories: Mapping[int, int], told: Told | None = None
) -> Loaded:
    """Load the rows of `rows.Prepared.frame` for an import, inside its transaction.

    `categories` has the number of the partnership's category by the frame's code; `told` is called after each slice.
    """
    values = {
        "partnership": batch.partnership_id,
        "party": batch.party_id,
        "audience": batch.audience_id,
        "source": batch.source_id,
        "batch": batch.pk,
        "person": actor.person,
    }
    added = disposed = 0
    # in order of time: the index of time then only grows at its end, a fifth of the whole cost
    rows = (
        frame.drop("line")
        .sort("start", maintain_order=True)
        .with_columns(pl.col("category").replace_strict(dict(categories), return_dtype=pl.Int64))
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS incoming, changed_incident, known_row")
        cursor.execute(TABLE)
        # what the trigger looks through stays in memory
        cursor.execute("SET LOCAL work_mem = '32MB'")
        cursor.execute(KNOWN, values)
        known = cursor.rowcount > 0
        cursor.execute(INDEX_KNOWN)
        cursor.execute(KEPT_SINCE, values)
        gone = cursor.fetchone()
        known = known or gone is not None
        # a slice is small: look each key up rather than read all that is known once a slice
        cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
        for at in range(0, rows.height, SLICE):
            part = rows.slice(at, SLICE)
            cursor.execute("TRUNCATE incoming")
            with cursor.copy(COPY) as copy:
                copy.write(part.write_csv(include_header=False, quote_style="non_numeric"))
            if gone is not None:
                cursor.execute(LEAVE_OUT, {"kept_since": gone[0]})
                disposed += cursor.rowcount
            if known:
                _change(cursor, {**values, "slice": at})
            cursor.execute(ADD + ONLY_NEW if known else ADD, values)
            added += cursor.rowcount
            if told is not None:
                told(at + part.height)
        cursor.execute("SET LOCAL enable_hashjoin TO DEFAULT; SET LOCAL enable_mergejoin TO DEFAULT")
        if known:
            cursor.execute(COUNT_CELLS.format(which=IN_BATCH), {**values, "sign": 1})
        else:
            _count_all(cursor, rows, values)
        cursor.execute("SELECT id FROM changed_incident ORDER BY id")
        touched = tuple(row[0] for row in cursor.fetchall())
        if touched:
            cursor.execute(COUNT_CELLS.format(which=IN_CHANGED), {"sign": 1})
    unchanged = rows.height - added - len(touched) - disposed
    return Loaded(added, len(touched), unchanged, disposed, touched)


def _count_all(cursor: CursorWrapper, rows: pl.DataFrame, values: Mapping[str, int]) -> None:
    """Count every row on the map: where all are new, it need not be asked of the database which those are."""
    counted = (
        rows.filter(pl.col("cell").is_not_null())
        .with_columns(year=pl.from_epoch("start", time_unit="s").dt.year())
        .group_by("category", "cell", "year")
        .agg(n=pl.len(), lon=pl.col("lon").sum(), lat=pl.col("lat").sum())
    )
    y, x = pl.col("cell") // (1 << FINEST), pl.col("cell") % (1 << FINEST)
    parts = [
        counted.group_by(
            "category",
            pl.lit(level).alias("level"),
            (y // (1 << (FINEST - level))).alias("y"),
            (x // (1 << (FINEST - level))).alias("x"),
            "year",
        ).agg(pl.col("n").sum(), pl.col("lon").sum(), pl.col("lat").sum())
        for level in LEVELS
    ]
    cursor.execute(CELLS)
    with cursor.copy("COPY incoming_cell FROM STDIN (FORMAT csv)") as copy:
        copy.write(pl.concat(parts).sort("level", "y", "x", "category", "year").write_csv(include_header=False))
    cursor.execute(ADD_CELLS, values)


def _change(cursor: CursorWrapper, values: Mapping[str, int]) -> None:
    """Put what the source has edited in a slice into its place, and what stood there into the history."""
    cursor.execute(CHANGED, values)
    if not cursor.rowcount:
        return
    cursor.execute(COUNT_CELLS.format(which=SLICE_IDS), {**values, "sign": -1})
    cursor.execute(KEEP_VERSION, values)
    cursor.execute(UPDATE, values)


@dataclass(frozen=True, slots=True)
class Unloaded:
    """What became of the rows of an import that was taken back."""

    removed: int
    restored: int
    reopened: tuple[int, ...]
    """Numbers of the incidents that were duplicates of what went, and are to be sorted again."""


def unload(batch: Import) -> Unloaded:
    """Take an import out again, inside a transaction: what it added goes, what it changed is as it was.

    No later import may have changed the same rows.
    """
    values = {"batch": batch.pk}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS incoming, changed_incident, known_row")
        cursor.execute(TABLE)
        cursor.execute(RESTORABLE, values)
        restored = cursor.rowcount
        cursor.execute(COUNT_CELLS.format(which=IN_CHANGED), {"sign": -1})
        cursor.execute(RESTORE, values)
        cursor.execute(COUNT_CELLS.format(which=IN_CHANGED), {"sign": 1})
        cursor.execute("DELETE FROM incidents_incidentversion WHERE batch_id = %(batch)s", values)
        cursor.execute(COUNT_CELLS.format(which=IN_BATCH), {**values, "sign": -1})
        # also what another party keeps to itself
        with scope(worker(batch.partnership_id).scope()):
            cursor.execute(REOPEN, values)
            reopened = sorted(row[0] for row in cursor.fetchall())
            cursor.execute(COUNT_CELLS.format(which="i.id = ANY (%(ids)s)"), {"ids": reopened, "sign": 1})
        for statement in REMOVE:
            cursor.execute(statement, values)
        return Unloaded(cursor.rowcount, restored, tuple(reopened))
