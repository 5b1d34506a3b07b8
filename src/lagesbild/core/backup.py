"""Everything in one file, taken while in use, and read back whole or not at all.

The file is a zip with the dump of `pg_dump` and a manifest: the checksum of every table, taken in the very snapshot
that was dumped. A restore happens in one transaction that computes the checksums again before it commits.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from lagesbild import __version__
from lagesbild.core import checksums
from lagesbild.core.checksums import Sum
from lagesbild.core.programs import Login, Program, folder_for, newest_folder
from lagesbild.errors import InputError, UnreadableInput
from lagesbild.i18n import N_, Message

FORMAT = 1
DUMP, MANIFEST = "database.dump", "manifest.json"
CHUNK = 1 << 20
LOCK_TIMEOUT = "30s"

Report = Callable[[Message, float], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    made: dt.datetime
    program: str
    server: int
    sums: Mapping[str, Sum]
    columns: Mapping[str, list[str]]
    digest: str
    """SHA-256 of the dump."""
    key: str = ""
    """What the secret key is recognised by: maskings and second steps of signing in need the same again."""

    @property
    def rows(self) -> int:
        """Rows in all tables."""
        return sum(each.rows for each in self.sums.values())

    def to_json(self) -> str:
        """As it stands in the file."""
        said = {"format": FORMAT, **asdict(self), "made": self.made.isoformat()}
        return json.dumps(said, indent=1, sort_keys=True)

    @classmethod
    def of_json(cls, text: str) -> Manifest:
        """Read from a file; KeyError, TypeError or ValueError when it is none."""
        said = json.loads(text)
        if said.pop("format") != FORMAT:
            raise ValueError("format")
        sums = {table: Sum(**each) for table, each in said.pop("sums").items()}
        return cls(**{**said, "made": dt.datetime.fromisoformat(said["made"]), "sums": sums})


def fingerprint(key: str) -> str:
    """What a secret key is recognised by; slow to try keys against."""
    return hashlib.pbkdf2_hmac("sha256", key.encode(), b"lagesbild backup", 200_000).hex()[:32]


def backup(owner_url: str, path: Path, report: Report, *, key: str = "") -> Manifest:
    """Write everything to `path`, which is there whole or not at all; others go on working meanwhile.

    Raises
    ------
    InputError
        The file cannot be written, or the database not be dumped.

    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            manifest = _write(owner_url, file, report, fingerprint(key) if key else "")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        values = {"path": str(path), "why": error.strerror or str(error)}
        raise InputError(Message(N_("{path} cannot be written: {why}."), values)) from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write(owner_url: str, file: IO[bytes], report: Report, key: str) -> Manifest:
    with psycopg.connect(owner_url) as server, zipfile.ZipFile(file, "w") as archive:
        server.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        server.read_only = True
        snapshot, size = server.execute("SELECT pg_export_snapshot(), pg_database_size(current_database())").fetchone()  # type: ignore[misc]
        with archive.open(DUMP, "w", force_zip64=True) as plain:
            out = _Hashed(plain)
            for share in _dump(owner_url, snapshot, folder_for(server), out, size):  # type: ignore[arg-type]
                report(Message(N_("Writing the database")), 0.8 * share)
        report(Message(N_("Adding up every table")), 0.8)
        made = checksums.sums(server)
        manifest = Manifest(
            made=dt.datetime.now(dt.UTC),
            program=__version__,
            server=server.info.server_version,
            sums=made,
            columns=checksums.tables(server),
            digest=out.digest.hexdigest(),
            key=key,
        )
        archive.writestr(MANIFEST, manifest.to_json())
    report(Message(N_("Written")), 1.0)
    return manifest


def _dump(owner_url: str, snapshot: str, folder: Path, out: IO[bytes], size: int) -> Iterator[float]:
    """Let pg_dump write to `out`; yields how much of an expected `size` is written."""
    login = Login.of(owner_url)
    command = [
        str(folder / "pg_dump"),
        *login.arguments,
        *("--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}"),
        "--lock-wait-timeout=60s",
    ]
    written = 0
    with Program(command, login, stdout=subprocess.PIPE) as program:
        while chunk := program.out.read(CHUNK):
            out.write(chunk)
            written += len(chunk)
            # packed it is about a fifth of what it takes in the database
            yield min(1.0, 5 * written / max(size, 1))
        program.check()


class _Hashed(io.RawIOBase):
    """Passes bytes on and adds them up."""

    def __init__(self, to: IO[bytes]) -> None:
        self.to, self.digest = to, hashlib.sha256()

    def write(self, chunk: Any) -> int:
        """Pass on."""
        self.digest.update(chunk)
        return self.to.write(chunk)


def read_manifest(path: Path) -> Manifest:
    """What the backup in `path` holds.

    Raises
    ------
    UnreadableInput
        It is not a backup, or damaged.

    """
    try:
        with zipfile.ZipFile(path) as archive:
            archive.getinfo(DUMP)
            return Manifest.of_json(archive.read(MANIFEST).decode())
    except FileNotFoundError:
        raise UnreadableInput(Message(N_("There is no file {path}."), {"path": str(path)})) from None
    except OSError as error:
        values = {"path": str(path), "why": error.strerror or str(error)}
        raise UnreadableInput(Message(N_("{path} cannot be read: {why}."), values)) from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise UnreadableInput(
            Message(N_("{path} is not a backup of this system, or it is damaged."), {"path": str(path)})
        ) from error


def is_empty(owner_url: str) -> bool:
    """Whether there is nothing in the database."""
    with psycopg.connect(owner_url) as server:
        return server.execute(f"SELECT NOT EXISTS ({checksums.TABLES})").fetchone() == (True,)


def others_connected(owner_url: str) -> int:
    """How many others are connected to the database."""
    with psycopg.connect(owner_url) as server:
        row = server.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND usename IS NOT NULL"
        ).fetchone()
    return int(row[0]) if row else 0


def restore(owner_url: str, path: Path, report: Report, *, replace: bool = False) -> Manifest:
    """Read a backup into the database, equal by checksum, in one transaction; roles and grants are for the caller.

    Parameters
    ----------
    owner_url : str
        The owner's login to the database to restore to.
    path : Path
        The backup.
    report : callable
        Told how it goes.
    replace : bool
        Throw away what is in the database; else it has to be empty.

    Raises
    ------
    InputError
        The file is no backup or damaged, the database not empty, or something failed: it is then as it was.

    """
    manifest = read_manifest(path)
    if not replace and not is_empty(owner_url):
        raise InputError(
            Message(
                N_("The database is not empty. Restore to an empty one, or use --replace to throw away what is there.")
            )
        )
    folder, login = newest_folder(), Login.of(owner_url)
    reading = [str(folder / "pg_restore"), "--no-owner", "--no-acl", "--file=-"]
    # the first error ends it, and what ends before COMMIT has changed nothing: also when this process is killed
    writing = [str(folder / "psql"), *login.arguments, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    writing += ["--output=/dev/null", "--file=-"]
    with psycopg.connect(owner_url, autocommit=True) as server, zipfile.ZipFile(path) as archive:
        known = {name for (name,) in server.execute("SELECT lower(name) FROM pg_settings").fetchall()}
        checks = _checks(manifest, server)
        with (
            Program(writing, login, stdin=subprocess.PIPE) as writer,
            Program(reading, login, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader,
        ):
            feeder = _Feeder(archive, reader.into, manifest, report)
            feeder.start()
            try:
                writer.into.write(b"BEGIN;\n" + (_emptying() if replace else b""))
                _copy_script(reader.out, writer.into, known)
                feeder.join()
                if feeder.error is not None:
                    raise feeder.error
                reader.check()
                report(Message(N_("Adding up every table")), 0.95)
                writer.into.write(checks + b"COMMIT;\n")
                writer.into.close()
            except BrokenPipeError:
                # it ended because of an error, which it tells below
                reader.kill()
                feeder.join()
            writer.check()
    report(Message(N_("Restored")), 1.0)
    return manifest


def _damaged(path: Path) -> Message:
    return Message(N_("{path} is not a backup of this system, or it is damaged."), {"path": str(path)})


class _Feeder(threading.Thread):
    """Gives the dump to pg_restore, and sees that it is the one that was written."""

    def __init__(self, archive: zipfile.ZipFile, to: IO[bytes], manifest: Manifest, report: Report) -> None:
        super().__init__(daemon=True)
        self.archive, self.to, self.manifest, self.report = archive, to, manifest, report
        self.error: InputError | None = None

    def run(self) -> None:
        """Feed until the end, or until something is wrong."""
        digest, done = hashlib.sha256(), 0
        size = self.archive.getinfo(DUMP).file_size
        try:
            with self.archive.open(DUMP) as source, self.to:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    done += len(chunk)
                    self.to.write(chunk)
                    self.report(Message(N_("Reading the backup")), 0.9 * done / max(size, 1))
        except BrokenPipeError:
            return
        except (zipfile.BadZipFile, OSError, EOFError):
            self.error = UnreadableInput(_damaged(Path(self.archive.filename or "")))
            return
        if digest.hexdigest() != self.manifest.digest:
            self.error = UnreadableInput(_damaged(Path(self.archive.filename or "")))


def _copy_script(source: IO[bytes], to: IO[bytes], known: set[str]) -> None:
    """Copy a script, leaving out settings that this server does not know (a newer one wrote it)."""
    for line in source:
        words = line.split()
        if len(words) > 1 and words[0] == b"SET" and words[1].decode().lower() not in known:
            continue
        to.write(line)
        if words[:1] == [b"CREATE"]:
            # settings stand at the head; from here on a line may be somebody's text
            break
    while chunk := source.read(CHUNK):
        to.write(chunk)


def _emptying() -> bytes:
    """Throw away everything, in the same transaction."""
    statements = (
        f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'",
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
    )
    return "".join(f"{each};\n" for each in statements).encode()


def _checks(manifest: Manifest, server: psycopg.Connection[Any]) -> bytes:
    """Statements that fail, and with them the transaction, if a table is not what the manifest says."""
    parts: list[sql.Composable] = [sql.SQL(f"\n{each};\n") for each in checksums.SETTINGS]
    block = sql.SQL(
        "DO $check$ #variable_conflict use_column\nDECLARE n bigint; total text; BEGIN {query};"
        " IF n <> {rows} OR total <> {digest} THEN RAISE EXCEPTION 'the checksum of % differs', {table}; END IF;"
        " END $check$;\n"
    )
    for table, wanted in manifest.sums.items():
        query = checksums.statement(table, manifest.columns[table], into=True)
        parts.append(
            block.format(
                query=query, rows=sql.Literal(wanted.rows), digest=sql.Literal(wanted.digest), table=sql.Literal(table)
            )
        )
    return sql.Composed(parts).as_bytes(server)
