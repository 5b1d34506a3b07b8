"""Files of invented incidents for tests of imports, and the table as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from lagesbild.core.actions import Actor
from lagesbild.core.scope import scope
from lagesbild.incidents.importing.actions import Outcome, Whose, import_files
from lagesbild.incidents.importing.plan import Plan
from tests.incidents.town import Town

HEADINGS = ("Ärendenr", "Händelsedatum", "Kategori", "Plats", "Latitud", "Longitud", "Enhet")


def row(number: int, **changes: str) -> dict[str, str]:
    """A row of the file."""
    plain = {
        "Ärendenr": f"INC-{number}",
        "Händelsedatum": f"2026-03-{1 + number % 28:02} 1{number % 10}:30",
        "Kategori": ("Brand", "Oväsen", "Stöld")[number % 3],
        "Plats": f"Gatan {number % 7}",
        "Latitud": f"61.9{number % 10}",
        "Longitud": f"19.5{number % 10}",
        "Enhet": "Fritids",
    }
    return plain | changes


def write(path: Path, rows: Sequence[Mapping[str, str]], *, headings: Sequence[str] = HEADINGS) -> Path:
    """The rows as a file."""
    lines = [";".join(headings), *(";".join(each[name] for name in headings) for each in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def bring(
    town: Town, *paths: Path, actor: Actor | None = None, dry: bool = False, source: str = "Ärenden", **plan: Any
) -> Outcome:
    """Import files for the school."""
    return import_files(
        actor=actor or town.actor("coordinator", town.school),
        whose=Whose(party=town.school, audience=town.shared, source=source),
        paths=paths,
        plan=Plan(**plan),
        dry=dry,
    )


TABLES = ("incidents_incident", "incidents_incidentversion", "incidents_category")


def everything(town: Town) -> dict[str, list[str]]:
    """All rows of the room's tables, and the map's counts added up, as text; how a source was read is remembered."""
    actor = town.actor("coordinator", town.school)
    found = {}
    with scope(actor.scope()), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} AS t ORDER BY id")
            found[table] = [one for (one,) in cursor.fetchall()]
        cursor.execute(
            "SELECT level, y, x, year, category_id, party_id, sum(n), round(sum(lon)::numeric, 6),"
            " round(sum(lat)::numeric, 6) FROM incidents_cellcount"
            " GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4, 5, 6"
        )
        found["cells"] = [str(one) for one in cursor.fetchall()]
    return found


def cells_counted_anew(town: Town) -> list[str]:
    """What the map's counts should be, from the incidents themselves."""
    actor = town.actor("coordinator", town.school)
    with scope(actor.scope()), connection.cursor() as cursor:
        cursor.execute(
            "SELECT level, (cell >> 16) >> (16 - level), (cell & 65535) >> (16 - level),"
            " extract(year FROM start AT TIME ZONE 'UTC')::int, category_id, party_id, count(*),"
            " round(sum(lon)::numeric, 6), round(sum(lat)::numeric, 6)"
            " FROM incidents_incident, unnest(ARRAY[6, 8, 10, 12, 14, 16]) AS level"
            " WHERE cell IS NOT NULL AND state NOT IN ('duplicate', 'set_aside')"
            " GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6"
        )
        return [str(one) for one in cursor.fetchall()]
