"""`lagesbild serve`: the web server, the worker and the embedded database of one machine, kept alive together."""

from __future__ import annotations

import http.client
import importlib
import math
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from lagesbild.cli.installation import FOLDER, settle
from lagesbild.cli.terminal import HELP, told
from lagesbild.core.addresses import Addresses, using
from lagesbild.core.schema import is_marked
from lagesbild.core.serving import GRACE_SECONDS, LOOPBACK, follow_parent, free_port, turn
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message, Translator

_ = HELP.gettext
TARGET = "lagesbild.site.wsgi"
WATCH_SECONDS = 1.0
START_SECONDS = 60.0
LONGEST_PAUSE = 30.0

EXAMPLES = _(
    """\b
Examples:
  lagesbild db init && lagesbild serve
  LAGESBILD_URL=https://lagesbild.koping.se lagesbild serve --processes 4
  lagesbild serve --no-worker                          (lagesbild worker runs on other machines)

Ends by Ctrl-C or SIGTERM. Killed, it is found and mended by the next start."""
)


@click.command(help=_("Serve the application on this machine."), epilog=EXAMPLES)
@FOLDER
@click.option(
    "--host", default="127.0.0.1", envvar="LAGESBILD_HOST", show_default=True, help=_("Address to listen on.")
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    envvar="LAGESBILD_PORT",
    show_default=True,
    help=_("Port; 0 takes any that is free."),
)
@click.option(
    "--processes", type=click.IntRange(1, 64), default=2, show_default=True, help=_("Processes that answer requests.")
)
@click.option(
    "--threads", type=click.IntRange(1, 64), default=8, show_default=True, help=_("Requests at once in each process.")
)
@click.option("--worker/--no-worker", default=True, help=_("Do the background work on this machine too."))
@told
def serve(data: Path, **wanted: Any) -> None:
    """Serve until told to end; see the help texts above."""
    run(Wanted(data=data, **wanted), said=lambda address, seconds: click.echo(HELP.say(serving(address, seconds))))
    click.echo(_("Stopped."))


def serving(address: str, seconds: float) -> Message:
    """The line that says that everything is there."""
    values = {"address": address, "seconds": round(seconds, 1)}
    return Message(N_("Serving on {address}  (ready after {seconds} s, Ctrl-C ends)"), values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to serve and how."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    tries: int = 1
    """How many ports to try, from `port` on."""
    processes: int = 2
    threads: int = 8
    worker: bool = True
    words: Translator = HELP
    """The language of all that is said on the way."""


def run(wanted: Wanted, said: Callable[[str, float], None]) -> None:
    """Serve until SIGINT or SIGTERM; everything that was started here is stopped then.

    Parameters
    ----------
    wanted : Wanted
        What to serve and how.
    said : callable
        Told the address, and how many seconds it took, when the first page can be drawn.
    """
    began = time.monotonic()
    wanted.data.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        mine = stack.enter_context(turn(wanted.data))
        found = stack.enter_context(using(wanted.data, owner=False))
        settle(wanted.data, found)
        if not is_marked(found.application):
            _require_ready(wanted.data, found)
        # processes of a server that was killed end by themselves within this time
        wait = GRACE_SECONDS + 1 if mine.after_a_kill else 0.0
        port = free_port(wanted.host, wanted.port, tries=wanted.tries, wait=wait)
        address = f"http://{f'[{wanted.host}]' if ':' in wanted.host else wanted.host}:{port}/"
        mine.at(address)
        keeper = Keeper(wanted, found)
        stack.callback(keeper.stop)
        keeper.start(lambda: said(address, time.monotonic() - began), port)
        _granian(wanted, port)


def _granian(wanted: Wanted, port: int) -> None:
    """The web server, until a signal ends it."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # this process has threads, which a forked child would inherit half of
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        TARGET,
        address=wanted.host,
        port=port,
        interface=Interfaces.WSGI,
        workers=wanted.processes,
        blocking_threads=wanted.threads,
        backpressure=max(128, wanted.threads * 8),
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    server.serve(target_loader=load, wrap_loader=True)


def load(target: str) -> Callable[..., Any]:
    """The application, in a process of the web server that ends with its parent."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        follow_parent(parent.pid)
    application: Callable[..., Any] = importlib.import_module(target).application
    # Django loads the pages at the first request: whoever makes it is not to wait for that
    _ = importlib.import_module("django.urls").get_resolver().url_patterns
    return application


def _require_ready(data: Path, found: Addresses) -> None:
    """Ask in a process of its own: this one is to stay small."""
    # it finds an embedded database by itself, and can then tell one that was never made
    left_out = {"DATABASE_URL"} if found.cluster is not None else set()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "lagesbild", "db", "ready", "--data", str(data)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={name: value for name, value in os.environ.items() if name not in left_out},
    )
    if done.returncode:
        raise InputError(Message("{said}", {"said": done.stderr.strip() or done.stdout.strip()}))


@dataclass(slots=True)
class Keeper:
    """Keeps the worker and the embedded database alive beside the web server."""

    wanted: Wanted
    found: Addresses
    stopping: threading.Event = field(default_factory=threading.Event)
    worker: subprocess.Popen[bytes] | None = None
    pause: float = 1.0
    worked: float = 0.0
    thread: threading.Thread | None = None

    def start(self, ready: Callable[[], None], port: int) -> None:
        """Watch from here on; `ready` is called when the first page can be drawn, and then the worker started."""
        self.thread = threading.Thread(target=self._keep, args=(ready, port), daemon=True, name="keeper")
        self.thread.start()

    def stop(self) -> None:
        """Let the worker finish what it is at, for a while, and end."""
        self.stopping.set()
        if self.thread is not None:
            self.thread.join()
        if self.worker is None or self.worker.poll() is not None:
            return
        self.worker.terminate()
        try:
            self.worker.wait(10)
        except subprocess.TimeoutExpired:
            # what it was at is tried again by the next
            self.worker.kill()
            self.worker.wait()

    def _keep(self, ready: Callable[[], None], port: int) -> None:
        host = self.wanted.host if self.wanted.host in LOOPBACK else "127.0.0.1"
        until, failed = time.monotonic() + START_SECONDS, ""
        while not self.stopping.wait(0.1) and not answers(host, port):
            failed = self._mend_database(failed)
            if time.monotonic() > until:
                self._say(N_("It takes longer than usual to start. As soon as a page can be drawn, it is said here."))
                until = math.inf
        if not self.stopping.is_set():
            ready()
        while not self.stopping.is_set():
            if self.wanted.worker:
                self._mend_worker()
            failed = self._mend_database(failed)
            self.stopping.wait(WATCH_SECONDS)

    def _mend_worker(self) -> None:
        """Start the worker if it does not run; one that ends at once again and again is given more and more time."""
        if self.worker is not None and self.worker.poll() is None:
            return
        if self.worker is not None:
            self.pause = 1.0 if time.monotonic() - self.worked > 60 else min(2 * self.pause, LONGEST_PAUSE)
            self._say(N_("The worker ended and is started again."))
            if self.stopping.wait(self.pause):
                return
        self.worked = time.monotonic()
        command = [sys.executable, "-m", "lagesbild", "worker", "--data", str(self.wanted.data)]
        command += ["--follow", str(os.getpid())]
        # a session of its own: Ctrl-C is for this process, which then ends the worker in order
        self.worker = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603

    def _mend_database(self, failed: str) -> str:
        """Start the embedded database if it does not answer; what went wrong, said once."""
        if self.found.cluster is None or self.found.cluster.running():
            return ""
        try:
            self.found.cluster.start()
        except (InputError, OSError) as error:
            # a full disk shows as either
            said = self.wanted.words.say(error.message) if isinstance(error, InputError) else str(error)
            if said != failed:
                click.echo(said, err=True)
            return said
        self._say(N_("The database ended and was started again."))
        return ""

    def _say(self, text: str) -> None:
        click.echo(self.wanted.words.gettext(text), err=True)


def answers(host: str, port: int) -> bool:
    """Whether the application draws its page of health."""
    with suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection(host, port, timeout=5)
        try:
            connection.request("GET", "/halsa/", headers={"Connection": "close"})
            with connection.getresponse() as answer:
                answer.read()
                return answer.status == 200
        finally:
            connection.close()
    return False
