"""What processes of one installation owe each other: one server a folder, a port, and no child without a parent."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
GRACE_SECONDS = 5.0
"""How long an orphan may take to end politely, and how long a new server waits for the port of a killed one."""
LOOK_SECONDS = 0.3


def follow_parent(parent: int) -> None:
    """End this process soon after its parent is gone: politely at first, then at once.

    `parent` is told by the parent itself: it may be gone before the child asks who it is.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="follow-parent").start()


@dataclass(slots=True)
class Turn:
    """The turn to serve from a folder."""

    handle: TextIO
    after_a_kill: bool
    """The one before did not end in the ordinary way."""

    def at(self, address: str) -> None:
        """Leave word of where it is served."""
        _write(self.handle, {"pid": os.getpid(), "address": address})


@contextmanager
def turn(folder: Path) -> Iterator[Turn]:
    """Be the only one that serves from `folder`; the operating system gives the turn back when a process is killed.

    Raises
    ------
    InputError
        It is being served already; the message says where.

    """
    with (folder / "serve.lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(_taken(folder, handle)) from None
        left = _read(handle)
        mine = Turn(handle, bool(left))
        _write(handle, {"pid": os.getpid(), "address": ""})
        try:
            yield mine
        finally:
            _write(handle, {})


def _taken(folder: Path, handle: TextIO) -> Message:
    other = _read(handle)
    if not other.get("address"):
        values = {"folder": str(folder), "pid": str(other.get("pid", "?"))}
        return Message(N_("{folder} is in use by process {pid}. Wait until it is done, or end it first."), values)
    return Message(
        N_(
            "{folder} is being served already at {address} (process {pid}). End that one first, or name another folder."
        ),
        {"folder": str(folder), "address": other["address"], "pid": str(other.get("pid", "?"))},
    )


def _read(handle: TextIO) -> dict[str, str]:
    handle.seek(0)
    try:
        return dict(json.loads(handle.read() or "{}"))
    except ValueError:
        return {}


def _write(handle: TextIO, said: dict[str, object]) -> None:
    handle.seek(0)
    handle.truncate()
    handle.write(json.dumps(said) if said else "")
    handle.flush()


def free_port(host: str, port: int, *, tries: int = 1, wait: float = 0.0) -> int:
    """The first port from `port` on that nobody listens on; the given one is waited for a while.

    Raises
    ------
    InputError
        All are taken, or the host is not one of this machine.

    """
    until = time.monotonic() + wait
    while not (free := _is_free(host, port)) and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    if free:
        return port or _any(host)
    for candidate in range(port + 1, min(port + tries, 65_536)):
        if _is_free(host, candidate):
            return candidate
    values = {"first": str(port), "last": str(min(port + tries - 1, 65_535))}
    if tries == 1:
        raise InputError(Message(N_("Port {first} is taken. Name another with --port."), values))
    raise InputError(Message(N_("Ports {first} to {last} are taken. Name another with --port."), values))


def _is_free(host: str, port: int) -> bool:
    """Whether one could listen alone: without sharing the port, as the web server's own sockets do."""
    try:
        with _bound(host, port):
            return True
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            return False
        values = {"host": host, "why": error.strerror or str(error)}
        raise InputError(
            Message(N_("This machine cannot be served at {host}: {why}. Name another with --host."), values)
        ) from error


def _any(host: str) -> int:
    with _bound(host, 0) as bound:
        return int(bound.getsockname()[1])


@contextmanager
def _bound(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind((host, port))
        one.listen(1)
        yield one
