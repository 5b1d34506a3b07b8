"""Everything of a partnership as plain files, for whoever leaves: tables as JSON lines, what was uploaded as files.

Read by the owner's login in one moment of the database, past every wall; written beside the target and renamed, so that
it is there whole or not at all. A manifest names each table and file with its SHA-256.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from lagesbild import __version__
from lagesbild.core.backup import Report
from lagesbild.core.files import ENDINGS
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

MANIFEST, README = "manifest.json", "LÄS-MIG.txt"
SMALL = 64
"""Bytes at most that stand in the line itself, as hexadecimal digits: digests."""
AT_ONCE = 500
SECRET = {
    "accounts_device": ("claim_digest", "token_digest"),
    "accounts_invitation": ("digest", "mail_digest"),
    "calendars_feed": ("token_digest",),
}
"""Columns that open something, and are left out."""
PERSON = ("id", "email", "name", "language", "is_active")
"""What is told of people: never what they sign in with."""
TENANT = """
    SELECT c.table_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'partnership_id' AND t.table_type = 'BASE TABLE'
    ORDER BY c.table_name
"""
REFERS = """
    SELECT k.table_name, k.column_name FROM information_schema.referential_constraints r
    JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name)
    JOIN information_schema.constraint_column_usage u USING (constraint_schema, constraint_name)
    WHERE u.table_name = 'accounts_person' AND k.table_name = ANY (%s) ORDER BY 1, 2
"""
STARTS = ((b"%PDF", "pdf"), (b"PAR1", "parquet"), (b"PK\x03\x04", "zip"), (b"\x89PNG", "png"), (b"\xff\xd8", "jpg"))
TEXT = """\
{name}: allt som samverkan hade i Lägesbild, som det stod {made}.

tables/    en fil per tabell. Varje rad är en post som JSON (JSON Lines, UTF-8): kolumnens namn och värde.
           Tider är i UTC, dagar som 2026-11-21. Hänvisningar mellan tabeller är nummer: party_id är id i core_party.
files/     uppladdade original, bilagor, protokoll, lägesbilder och annat som är filer. Raden som filen hör till säger
           var den ligger, och dess SHA-256.
{manifest}
           varje tabell och fil med antal, storlek och SHA-256. Med det kan vem som helst se att ingenting fattas.

Vad som inte är med: lösenord, andra steg, inloggningar och hemligheter i inbjudningar, telefoner och kalenderadresser,
samt andra samverkans rader. Om personer står namn, e-postadress och språk, för dem som förekommer här.
Det som har maskats är maskat också här, och det som har gallrats är borta.

Filerna innehåller personuppgifter och kan innehålla uppgifter som omfattas av sekretess. Skydda dem som databasen.
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Parameters
    ----------
    path : Path
        The folder or the archive.
    tables : mapping of str to int
        Rows of each table.
    files : int
    """

    path: Path
    tables: Mapping[str, int]
    files: int


@dataclass(slots=True)
class _Place:
    """Where it is written to, and the account of it."""

    folder: Path
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)


def tenant_tables(server: psycopg.Connection[Any]) -> list[str]:
    """Tables whose rows belong to a partnership."""
    return [str(name) for (name,) in server.execute(TENANT).fetchall()]


def export(owner_url: str, slug: str, target: Path, report: Report) -> Written:
    """Write everything of a partnership into a new folder, or into an archive where `target` ends with ``.zip``.

    Raises
    ------
    InputError
        There is no such partnership, the target is there already, or it cannot be written.

    """
    if target.exists():
        raise InputError(Message(N_("{path} is there already. Name a new folder."), {"path": str(target)}))
    target.parent.mkdir(parents=True, exist_ok=True)
    held = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        place = _Place(held / "export")
        (place.folder / "tables").mkdir(parents=True)
        made = _write(owner_url, slug, place, report)
        if target.suffix == ".zip":
            _archive(place.folder, held / target.name)
            (held / target.name).rename(target)
        else:
            place.folder.rename(target)
    except OSError as error:
        values = {"path": str(target), "why": error.strerror or str(error)}
        raise InputError(Message(N_("{path} cannot be written: {why}."), values)) from error
    finally:
        shutil.rmtree(held, ignore_errors=True)
    return Written(target, {name: one["rows"] for name, one in made.tables.items()}, len(made.files))


def _write(owner_url: str, slug: str, place: _Place, report: Report) -> _Place:
    with psycopg.connect(owner_url) as server:
        # one moment of the database, and nothing of it hidden
        server.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        server.execute("SET LOCAL row_security = off")
        server.execute("SET LOCAL timezone = 'UTC'")
        here = server.execute("SELECT id, name FROM core_partnership WHERE slug = %s", (slug,)).fetchone()
        if here is None:
            raise InputError(Message(N_("There is no partnership “{slug}”."), {"slug": slug}))
        number, name = here
        names = tenant_tables(server)
        _table(server, place, "core_partnership", sql.SQL("id = {}").format(number))
        for i, table in enumerate(names):
            report(Message(N_("Writing {table}"), {"table": table}), i / (len(names) + 1))
            _table(server, place, table, sql.SQL("partnership_id = {}").format(number))
        _table(server, place, "accounts_person", _people(server, names, number), PERSON)
    made = dt.datetime.now(dt.UTC)
    said = {
        "program": __version__,
        "made": made.isoformat(timespec="seconds"),
        "partnership": {"slug": slug, "name": name},
        "tables": place.tables,
        "files": place.files,
        "left_out": {table: list(columns) for table, columns in SECRET.items()},
    }
    (place.folder / MANIFEST).write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
    text = TEXT.format(name=name, made=made.strftime("%Y-%m-%d %H.%M UTC"), manifest=MANIFEST)
    (place.folder / README).write_text(text, encoding="utf-8")
    report(Message(N_("Written")), 1.0)
    return place


def _people(server: psycopg.Connection[Any], names: list[str], number: int) -> sql.Composable:
    """Those who occur in the partnership: who is referred to, and who did something."""
    found = [
        sql.SQL("SELECT {column} FROM {table} WHERE partnership_id = {number}").format(
            column=sql.Identifier(column), table=sql.Identifier(table), number=number
        )
        for table, column in [*server.execute(REFERS, (names,)).fetchall(), ("core_timelineentry", "person_id")]
    ]
    return sql.SQL("id IN ({})").format(sql.SQL(" UNION ").join(found))


def _table(
    server: psycopg.Connection[Any],
    place: _Place,
    table: str,
    which: sql.Composable,
    columns: tuple[str, ...] = (),
) -> None:
    path = place.folder / "tables" / f"{table}.jsonl"
    wanted = sql.SQL(", ").join(map(sql.Identifier, columns)) if columns else sql.SQL("*")
    query = sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY id").format(wanted, sql.Identifier(table), which)
    digest, rows = hashlib.sha256(), 0
    with path.open("wb") as file, server.cursor("export", row_factory=dict_row) as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(query)
        for row in cursor:
            line = json.dumps(dict(_plain(place, table, row)), ensure_ascii=False).encode() + b"\n"
            digest.update(line)
            file.write(line)
            rows += 1
    place.tables[table] = {"file": f"tables/{path.name}", "rows": rows, "sha256": digest.hexdigest()}


def _plain(place: _Place, table: str, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if name in SECRET.get(table, ()):
            continue
        match value:
            case bytes() if len(value) > SMALL:
                yield name, _file(place, table, row, name, value)
            case bytes():
                yield name, value.hex()
            case dt.datetime() | dt.date() | dt.time():
                yield name, value.isoformat()
            case uuid.UUID() | Decimal():
                yield name, str(value)
            case _:
                yield name, value


def _file(place: _Place, table: str, row: Mapping[str, Any], column: str, value: bytes) -> dict[str, Any]:
    folder = place.folder / "files" / table
    folder.mkdir(parents=True, exist_ok=True)
    ending = ENDINGS.get(str(row.get("media_type") or ""), "") or next(
        (ending for start, ending in STARTS if value.startswith(start)), "bin"
    )
    path = folder / f"{row['id']}-{column}.{ending}"
    path.write_bytes(value)
    said = {
        "file": path.relative_to(place.folder).as_posix(),
        "bytes": len(value),
        "sha256": hashlib.sha256(value).hexdigest(),
    }
    place.files.append(said)
    return said


def _archive(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in sorted(folder.rglob("*")):
            if one.is_file():
                archive.write(one, one.relative_to(folder).as_posix())
