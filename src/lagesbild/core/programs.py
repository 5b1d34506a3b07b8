"""PostgreSQL's own programs for copying a database: those that understand the server at hand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg

from lagesbild.core.postgres import binaries
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Login:
    """A database as PostgreSQL's programs want it: no password where others can read it."""

    arguments: tuple[str, ...]
    environment: dict[str, str]

    @classmethod
    def of(cls, url: str) -> Login:
        """From a URL."""
        parts = urlsplit(url)
        options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        host = options.pop("host", "") or parts.hostname or ""
        given = {
            "PGHOST": host,
            "PGPORT": str(parts.port or ""),
            "PGUSER": unquote(parts.username or ""),
            "PGPASSWORD": unquote(parts.password or ""),
            "PGSSLMODE": options.get("sslmode", ""),
            "PGSSLROOTCERT": options.get("sslrootcert", ""),
        }
        plain = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "PGTZ": "UTC", "PGCONNECT_TIMEOUT": "10"}
        named = {key: value for key, value in given.items() if value}
        return cls(("--no-password", "--dbname", unquote(parts.path.lstrip("/"))), {**plain, **named})


def folder_for(server: psycopg.Connection[tuple[object, ...]]) -> Path:
    """Folder of the programs for a server: of its own version where they are, else of the nearest above.

    Raises
    ------
    InputError
        No programs here are as new as the server.

    """
    wanted = server.info.server_version // 10_000
    found = {version: folder for version, folder in _found().items() if version >= wanted}
    if not found:
        raise InputError(
            Message(
                N_("No pg_dump here understands PostgreSQL {version}. Install postgresql-client-{version}."),
                {"version": str(wanted)},
            )
        )
    return found[min(found)]


def newest_folder() -> Path:
    """Folder of the newest programs here, which read what any older one has written."""
    found = _found()
    return found[max(found)]


def _found() -> dict[int, Path]:
    """Folders with all three programs, by version."""
    found: dict[int, Path] = {}
    for folder in _folders():
        version = _version(folder)
        if version is not None:
            found.setdefault(version, folder)
    return found


def _folders() -> list[Path]:
    """The package's own, those of Debian, and the one on the path."""
    folders = [binaries(), *sorted(DEBIAN.glob("*/bin"))]
    on_path = shutil.which("pg_dump")
    return [*folders, Path(on_path).resolve().parent] if on_path else folders


def _version(folder: Path) -> int | None:
    program = folder / "pg_dump"
    if not (program.is_file() and (folder / "psql").is_file() and (folder / "pg_restore").is_file()):
        return None
    said = subprocess.run([str(program), "--version"], check=False, capture_output=True, text=True).stdout  # noqa: S603
    number = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(number[1]) if number else None


class Program:
    """A running program, killed at the end of the block if it has not ended."""

    def __init__(self, command: list[str], login: Login, **pipes: Any) -> None:
        self.name = Path(command[0]).name
        # a file instead of a pipe: nobody reads while it runs
        self.said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the block
        self.process = subprocess.Popen(command, env=login.environment, stderr=self.said, **pipes)  # noqa: S603

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing running and nothing open."""
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self.said.close()

    @property
    def into(self) -> IO[bytes]:
        """Its standard input."""
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def out(self) -> IO[bytes]:
        """Its standard output."""
        assert self.process.stdout is not None
        return self.process.stdout

    def kill(self) -> None:
        """End it at once, if it runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def check(self) -> None:
        """Wait for its end.

        Raises
        ------
        InputError
            It failed; the message holds the end of what it said.

        """
        if self.process.wait():
            self.said.seek(0)
            lines = self.said.read().decode(errors="replace").strip().splitlines()
            # what follows an error quotes rows and statements, which may be about people
            said = " ".join([line for line in lines if re.search(r"\b(?:ERROR|FATAL|error):", line)] or lines[-3:])[
                :800
            ]
            raise InputError(Message(N_("{program} did not succeed: {said}"), {"program": self.name, "said": said}))
