"""The counts that maps are drawn from, kept as the incidents change: rows are added, never changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.db import connection

from lagesbild.incidents import grid
from lagesbild.incidents.models import CellCount, Incident

COMPACT = """
WITH gone AS (
    DELETE FROM incidents_cellcount WHERE partnership_id = %s
    RETURNING partnership_id, party_id, audience_id, category_id, level, y, x, year, n, lon, lat
)
INSERT INTO incidents_cellcount
    (partnership_id, party_id, audience_id, category_id, level, y, x, year, n, lon, lat)
SELECT partnership_id, party_id, audience_id, category_id, level, y, x, year, sum(n), sum(lon), sum(lat)
FROM gone
GROUP BY partnership_id, party_id, audience_id, category_id, level, y, x, year
HAVING sum(n) <> 0
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """What of an incident the counts are by; None stands for one that does not count or has no position."""

    partnership: int
    party: int
    audience: int
    category: int
    year: int
    lon: float
    lat: float


def counted(incident: Incident) -> Counted | None:
    """How the incident counts on the map as it stands."""
    if not incident.counts or incident.lon is None or incident.lat is None:
        return None
    return Counted(
        incident.partnership_id,
        incident.party_id,
        incident.audience_id,
        incident.category_id,
        incident.start.astimezone(dt.UTC).year,
        incident.lon,
        incident.lat,
    )


def change(before: Counted | None, after: Counted | None) -> None:
    """Take `before` out of the counts and put `after` into them."""
    if before == after:
        return
    rows = [*_rows(before, -1), *_rows(after, 1)]
    if rows:
        CellCount.objects.bulk_create(rows)


def _rows(what: Counted | None, sign: int) -> list[CellCount]:
    if what is None:
        return []
    found = []
    for level in grid.LEVELS:
        x, y = grid.columns_rows(np.array([what.lon]), np.array([what.lat]), level)
        found.append(
            CellCount(
                partnership_id=what.partnership,
                party_id=what.party,
                audience_id=what.audience,
                category_id=what.category,
                level=level,
                x=int(x[0]),
                y=int(y[0]),
                year=what.year,
                n=sign,
                lon=sign * what.lon,
                lat=sign * what.lat,
            )
        )
    return found


def compact(partnership: int) -> None:
    """Add up the rows of a partnership; in the system's scope, so that every party's rows are seen."""
    with connection.cursor() as cursor:
        # two that add up at once would each take the other's rows for their own
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, partnership])
        cursor.execute(COMPACT, [partnership])


_LOCK = 4_711_01
