"""An installation of its own in a folder, served by the real command in real processes."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

SERVING = re.compile(r"http://127\.0\.0\.1:(\d+)/")
PLAIN = ("DATABASE_", "DJANGO_", "LAGESBILD_", "COV_", "GRANIAN_")


def environment(**more: str) -> dict[str, str]:
    """What an operator's shell would have, without what the tests have set."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(PLAIN)}
    return {**kept, "LAGESBILD_LANGUAGE": "en", "PYTHONUNBUFFERED": "1", **more}


def lagesbild(*arguments: str | Path, timeout: float = 120, **more: str) -> subprocess.CompletedProcess[str]:
    """The command, run to its end."""
    command = [sys.executable, "-m", "lagesbild", *map(str, arguments)]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=timeout, env=environment(**more)
    )


def until(holds: Callable[[], bool], seconds: float = 60.0, every: float = 0.1) -> bool:
    """Whether something came to hold in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(every)
    return False


def children(pid: int) -> list[int]:
    """Processes that a process has started, at any depth."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *children(int(child))]
    return found


def command_line(pid: int) -> str:
    """The command of a process, words apart by spaces; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@dataclass
class Served:
    """One `lagesbild serve`."""

    folder: Path
    log: Path
    process: subprocess.Popen[bytes]
    port: int = 0
    seen: list[int] = field(default_factory=list)

    @classmethod
    def start(cls, folder: Path, *arguments: str, **more: str) -> Served:
        """Start it, and wait until it says that it serves."""
        log = folder.parent / f"{folder.name}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "lagesbild", "serve", "--data", str(folder), "--port", "0", *arguments],
                stdout=out,
                stderr=subprocess.STDOUT,
                env=environment(**more),
            )
        made = cls(folder, log, process)
        until(lambda: bool(SERVING.search(made.said())) or process.poll() is not None)
        found = SERVING.search(made.said())
        assert found, made.said()
        made.port = int(found[1])
        if "--no-worker" not in arguments:
            until(lambda: any(" worker " in command_line(pid) for pid in children(process.pid)))
        made.seen = children(process.pid)
        return made

    def said(self) -> str:
        """Everything it has said."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def status(self, path: str = "/halsa/", timeout: float = 10) -> int:
        """Status of a page; 0 when nothing answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers={"Connection": "close"})
            with connection.getresponse() as answer:
                answer.read()
                return answer.status
        except OSError:
            return 0
        finally:
            connection.close()

    def web(self) -> list[int]:
        """Processes that answer requests."""
        return [pid for pid in children(self.process.pid) if "multiprocessing.spawn" in command_line(pid)]

    def worker(self) -> int:
        """The process that does the background work."""
        (found,) = [pid for pid in children(self.process.pid) if " worker " in command_line(pid)]
        return found

    def database(self) -> int:
        """The embedded server."""
        return int((self.folder / "postgres/data/postmaster.pid").read_text(encoding="utf-8").split()[0])

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait; the exit code."""
        self.seen = [*self.seen, *children(self.process.pid)]
        self.process.send_signal(number)
        return self.process.wait(60)

    def left(self) -> list[str]:
        """Commands of processes that outlived it."""
        return [command_line(pid) for pid in self.seen if command_line(pid)]
