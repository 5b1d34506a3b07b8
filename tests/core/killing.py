"""Processes of an installation, killed at random times; and what has to hold afterwards.

`python -m tests.core.killing PROGRAM …` is one of those that are killed. Each acknowledges an action by a line on
standard output once it is committed: what a person would have been told.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from lagesbild.core.addresses import Addresses, embedded
from lagesbild.core.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
NOON = dt.datetime(2026, 3, 14, 12, 0, tzinfo=dt.UTC)
TASK = "tests.report"


@dataclass
class Home:
    """An installation of its own: an embedded database with one partnership."""

    cluster: Cluster
    found: Addresses
    place: dict[str, int]
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, program: str, *arguments: object) -> Child:
        """Start one of the programs below."""
        command = [sys.executable, "-m", "tests.core.killing", program, json.dumps(self.place), *map(str, arguments)]
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("COV_", "LAGESBILD_"))}
        child = Child(command, {**kept, **settings_of(self.found), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"})
        self.children.append(child.process)
        return child

    def kill_database(self) -> None:
        """Kill the server as a machine that loses power would."""
        with suppress(FileNotFoundError, ProcessLookupError, ValueError):
            pid = int((self.cluster.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
            os.kill(pid, signal.SIGKILL)
        while self.cluster.running():
            time.sleep(0.01)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows as the owner sees them."""
        with psycopg.connect(self.found.owner) as server:
            return server.execute(query.encode()).fetchall()


class Child:
    """A running program and what it has acknowledged."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
        )
        self.said: list[int] = []
        self.complaints = b""
        self.readers = [threading.Thread(target=self._read), threading.Thread(target=self._read_complaints)]
        for reader in self.readers:
            reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith(b"\n"):
                self.said.append(int(line))

    def _read_complaints(self) -> None:
        assert self.process.stderr is not None
        self.complaints = self.process.stderr.read()

    def kill(self) -> list[int]:
        """Kill it at once; what it had acknowledged."""
        self.process.kill()
        return self.wait()

    def wait(self) -> list[int]:
        """Wait for its end; what it had acknowledged."""
        self.process.wait(60)
        for reader in self.readers:
            reader.join()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()
        return self.said

    def until_said(self, n: int, seconds: float = 120) -> None:
        """Wait for `n` acknowledgements."""
        end = time.monotonic() + seconds
        while len(self.said) < n:
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise AssertionError(f"nothing was acknowledged\n{self.complaints.decode(errors='replace')[-2000:]}")
            time.sleep(0.01)


def settings_of(found: Addresses) -> dict[str, str]:
    """The environment of an installation's process."""
    return {
        "DATABASE_URL": found.application,
        "DJANGO_SETTINGS_MODULE": "lagesbild.site.settings",
        "LAGESBILD_SECRET_KEY": "only for tests",
        "LAGESBILD_LOG": "WARNING",
    }


@contextmanager
def home() -> Iterator[Home]:
    """Make an installation, and take it away."""
    folder = Path(tempfile.mkdtemp(prefix="lagesbild-kill-"))
    folder.chmod(0o755)
    cluster = Cluster(folder)
    made: Home | None = None
    try:
        found = embedded(cluster)
        done = subprocess.run(
            [sys.executable, "-m", "tests.core.killing", "prepare", found.owner],
            check=False,
            cwd=ROOT,
            env={**os.environ, **settings_of(found), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        made = Home(cluster, found, json.loads(done.stdout))
        yield made
    finally:
        for child in made.children if made else []:
            if child.poll() is None:
                child.kill()
        with suppress(Exception):
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def nothing_is_half(home: Home) -> dict[str, int]:
    """Assert that every action is there whole, and the timeline unbroken; how many rows there are."""
    ((incidents, reporters, entries, head, revision),) = home.rows(
        """SELECT (SELECT count(*) FROM incidents_incident WHERE batch_id IS NULL),
                  (SELECT count(*) FROM incidents_reporter),
                  (SELECT count(*) FROM core_timelineentry WHERE verb = 'incident.reported'),
                  (SELECT sequence - (SELECT count(*) FROM core_timelineentry) FROM core_chainhead),
                  (SELECT revision FROM core_partnership)"""
    )
    assert incidents == reporters == entries, (incidents, reporters, entries)
    assert head == 0, "the head of the chain is the last entry"
    assert revision >= incidents
    imports = home.rows(
        """SELECT b.id, b.state, (b.counts->>'added')::bigint, count(i.id) FROM incidents_import b
           LEFT JOIN incidents_incident i ON i.batch_id = b.id GROUP BY b.id"""
    )
    assert [row for row in imports if row[1] != "done" or row[2] != row[3]] == [], "an import is there whole or not"
    ((told,),) = home.rows("SELECT count(*) FROM core_timelineentry WHERE verb = 'import.done'")
    assert told == len(imports)
    done = home.start("faults")
    assert done.wait() == [], "the timeline is whole"
    assert done.process.returncode == 0, done.complaints
    return {"incidents": incidents, "entries": entries, "imports": len(imports)}


def missing(home: Home, acknowledged: list[int], table: str = "incidents_incident") -> list[int]:
    """Acknowledged incidents, or imports, that are not there."""
    there = {number for (number,) in home.rows(f"SELECT id FROM {table}")}
    return [number for number in acknowledged if number not in there]


def a_while(chance: random.Random) -> None:
    """Anything from at once to a second."""
    time.sleep(chance.random() ** 2)


def report_one(place: dict[str, int], text: str) -> int:
    from lagesbild.core.actions import Actor
    from lagesbild.incidents.actions import Told, report
    from lagesbild.incidents.models import Incident

    actor = Actor(5, place["partnership"], frozenset({(place["party"], "reporter")}), (place["audience"],))
    told = Told(
        category=place["category"],
        start=NOON,
        end=NOON + dt.timedelta(minutes=1),
        precision=Incident.Precision.MINUTE,
        lon=19.5,
        lat=61.9,
        text=text,
    )
    return int(report(actor=actor, party=place["party"], audience=place["audience"], told=told).pk)


def program_prepare(owner_url: str) -> None:
    """Make tables and a partnership; say where everything is."""
    from lagesbild.core import partnerships
    from lagesbild.core.database import initialise
    from lagesbild.core.models import Audience, Party
    from lagesbild.core.scope import Scope, scope
    from lagesbild.incidents.models import Category

    initialise(owner_url, os.environ["DATABASE_URL"])
    number = partnerships.create(
        owner_url=owner_url, slug="prov", name="Prov", parties=(("Skolan", "school"),), invented=True
    )
    with scope(Scope(read=(number,), write=number)):
        place = {
            "partnership": number,
            "party": Party.objects.get().pk,
            "audience": Audience.objects.get(kind="partnership").pk,
            "category": Category.objects.get_or_create(partnership_id=number, name="Brand")[0].pk,
        }
    sys.stdout.write(json.dumps(place))


def program_report(place: str) -> None:
    """Report without end, as the web does; after a failure, try again with a new connection."""
    from django.db import DatabaseError, connection

    number = 0
    while True:
        number += 1
        try:
            made = report_one(json.loads(place), f"rapport {number}")
        except DatabaseError:
            connection.close()
            time.sleep(0.05)
        else:
            sys.stdout.write(f"{made}\n")
            sys.stdout.flush()


def program_import(place: str, rows: str) -> None:
    """Import file after file without end, each of its own rows; after a failure, the same file again."""
    from django.db import DatabaseError, connection

    from lagesbild.core.system import worker
    from lagesbild.incidents.importing.actions import Whose, import_files
    from lagesbild.incidents.importing.plan import Plan

    where = json.loads(place)
    with tempfile.TemporaryDirectory() as folder:
        path, number = Path(folder) / "rader.csv", 0
        while True:
            number += 1
            moments = (NOON + dt.timedelta(minutes=minute) for minute in range(int(rows)))
            lines = [f"{os.getpid()}-{number}-{n};{moment:%Y-%m-%d %H:%M};Brand" for n, moment in enumerate(moments)]
            path.write_text("\n".join(["Ärendenr;Tid;Kategori", *lines]) + "\n", encoding="utf-8")
            try:
                actor = worker(where["partnership"])
                whose = Whose(party=where["party"], audience=where["audience"], source="Prov")
                made = import_files(actor=actor, whose=whose, paths=[path], plan=Plan())
            except DatabaseError:
                connection.close()
                time.sleep(0.05)
            else:
                sys.stdout.write(f"{made.batch}\n")
                sys.stdout.flush()


def program_work(place: str) -> None:
    """The worker, with less patience than in earnest."""
    from procrastinate.contrib.django import app

    from lagesbild.core import worker

    worker.HEARTBEAT_SECONDS, worker.SILENT_SECONDS, worker.REAP_SECONDS, worker.MOST_ATTEMPTS = 0.3, 1.5, 0.5, 1000

    @app.task(name=TASK)
    def report(*, partnership: int, number: int) -> None:
        made = report_one(json.loads(place), f"jobb {number}")
        sys.stdout.write(f"{made}\n")
        sys.stdout.flush()

    asyncio.run(worker.work(name="tests", jobs=3))


def program_defer(place: str, number: str) -> None:
    """Put jobs into the queue."""
    from django.db import transaction
    from procrastinate.contrib.django import app

    from lagesbild.core import outbox

    app.task(name=TASK)(lambda **_: None)
    with transaction.atomic():
        for each in range(int(number)):
            outbox.add(TASK, partnership=json.loads(place)["partnership"], number=each)


def program_order(place: str, rows: str) -> None:
    """Old incidents, a decided rule that says that they go, and the order."""
    from lagesbild.core.actions import Actor, acting
    from lagesbild.core.system import worker
    from lagesbild.incidents.models import Incident
    from lagesbild.registry.actions import Term, order, set_rule

    where = json.loads(place)
    old = NOON.replace(year=2015)
    with acting(worker(where["partnership"])):
        Incident.objects.bulk_create(
            Incident(
                partnership_id=where["partnership"],
                party_id=where["party"],
                audience_id=where["audience"],
                category_id=where["category"],
                state=Incident.State.SORTED,
                start=old + dt.timedelta(hours=n),
                end=old + dt.timedelta(hours=n + 1),
                precision=Incident.Precision.HOUR,
                placement=Incident.Placement.MISSING,
            )
            for n in range(int(rows))
        )
    keeper = Actor(5, where["partnership"], frozenset({(where["party"], "registrator")}), (where["audience"],))
    decided = {"body": "Nämnden", "decided_on": dt.date(2020, 1, 1), "dnr": "N 1"}
    set_rule(actor=keeper, kind="incidents.incident", term=Term(months=60, event="happened", **decided))  # type: ignore[arg-type]
    sys.stdout.write(f"{order(actor=keeper, kind='incidents.incident', typed=int(rows)).pk}\n")


def program_dispose(place: str, disposal: str) -> None:
    """Carry out a disposal in small batches, telling how much has gone; after a failure, go on."""
    from django.db import DatabaseError, connection

    from lagesbild.core.actions import acting
    from lagesbild.core.system import worker
    from lagesbild.registry.actions import disposing
    from lagesbild.registry.models import Disposal

    disposing.BATCH = 20
    while True:
        try:
            actor = worker(json.loads(place)["partnership"])
            more = disposing._batch(actor, int(disposal))
            if not more:
                disposing.run(actor=actor, disposal=int(disposal))
            with acting(actor):
                done = Disposal.objects.get(pk=int(disposal)).done
        except DatabaseError:
            connection.close()
            time.sleep(0.05)
            continue
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()
        if not more:
            return


def program_faults(place: str) -> None:
    """Say where the timeline is broken."""
    from lagesbild.core.scope import Scope, scope
    from lagesbild.core.timeline import faults

    number = json.loads(place)["partnership"]
    with scope(Scope(read=(number,))):
        for each in faults(number):
            sys.stdout.write(f"{each}\n")


if __name__ == "__main__":
    import django

    django.setup()
    globals()[f"program_{sys.argv[1]}"](*sys.argv[2:])
