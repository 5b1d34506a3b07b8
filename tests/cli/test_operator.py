"""What an operator does with an installation: partnership, people, check, backup, restore on another machine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lagesbild.core.postgres import Cluster
from tests.cli.served import environment, lagesbild

MASK = """
import django, os, sys
django.setup()
from lagesbild.core.system import worker
from lagesbild.incidents.actions import Told, report
from lagesbild.core.masking import mask
from lagesbild.incidents.models import Category, Incident
from lagesbild.core.models import Audience, Party
from lagesbild.core.scope import scope
import datetime as dt
what, number = sys.argv[1], int(sys.argv[2])
actor = worker(number)
if what == "report":
    with scope(actor.scope()):
        party, audience = Party.objects.order_by("pk")[0], Audience.objects.get(kind="partnership")
        category, _ = Category.objects.get_or_create(partnership_id=number, name="Brand")
    from lagesbild.core.actions import Actor
    reporter = Actor(5, number, frozenset({(party.pk, "coordinator")}), actor.audiences)
    noon = dt.datetime(2026, 3, 14, 12, tzinfo=dt.UTC)
    told = Told(category=category.pk, start=noon, end=noon + dt.timedelta(minutes=1),
                precision=Incident.Precision.MINUTE, text="Bror Ek stod vid bänken", place="Torget")
    print(report(actor=reporter, party=party.pk, audience=audience.pk, told=told).pk)
elif what == "mask":
    with scope(actor.scope()):
        party = Party.objects.order_by("pk")[0]
    from lagesbild.core.actions import Actor
    person = Actor(5, number, frozenset({(party.pk, "coordinator")}), actor.audiences)
    print(mask(actor=person, subject="incident", pk=int(sys.argv[3]), stretches=["Bror Ek"]))
else:
    with scope(actor.scope()):
        print(Incident.objects.get(pk=int(sys.argv[3])).text)
"""
"""Acts in an installation as its pages would."""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="lagesbild-operator-"))
    made.chmod(0o755)
    done = lagesbild("db", "init", "--data", made / "data")
    assert done.returncode == 0, done.stderr
    yield made
    for cluster in made.glob("*/postgres"):
        Cluster(cluster).stop()
    shutil.rmtree(made)


def said(*arguments: str | Path, code: int = 0, **more: str) -> str:
    """What the command says; no traceback, and the exit code that is expected."""
    done = lagesbild(*arguments, **more)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code == 0 else done.stderr + done.stdout


@pytest.fixture(scope="module")
def koping(home: Path) -> int:
    made = said(
        *("partnership", "add", "koping", "--name", "Samverkan Köping", "--municipality", "1983", "--json"),
        *("--party", "Köpings kommun=municipality", "--party", "Polisen=police", "--data", home / "data"),
    )
    return int(json.loads(made)["id"])


def act(data: Path, *arguments: object) -> str:
    """Do something in an installation, its database running for as long."""
    from lagesbild.core.addresses import embedded
    from lagesbild.core.secret_files import kept

    cluster = Cluster(data / "postgres")
    with cluster.used():
        done = subprocess.run(
            [sys.executable, "-c", MASK, *map(str, arguments)],
            check=False,
            capture_output=True,
            text=True,
            env=environment(
                DATABASE_URL=embedded(cluster).application,
                DJANGO_SETTINGS_MODULE="lagesbild.site.settings",
                LAGESBILD_SECRET_KEY=kept(data / "secret-key"),
                LAGESBILD_DATA=str(data),
            ),
        )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_partnership_is_made_once_and_mistakes_are_told(home: Path, koping: int) -> None:
    data = ("--data", home / "data")
    assert "koping" in said("partnership", "list", *data)
    assert "koping" in said("partnership", "add", "koping", "--name", "X", *data, code=2)
    assert "KIND" in said("partnership", "add", "x", "--name", "X", "--party", "Polisen", *data, code=2)
    assert "municipality, police" in said("partnership", "add", "x", "--name", "X", "--party", "P=bank", *data, code=2)
    assert "--name" in said("partnership", "add", "x", *data, code=2)
    assert len(json.loads(said("partnership", "list", "--json", *data))) == 1


def test_people_are_added_listed_and_leave(home: Path, koping: int) -> None:
    here = ("--partnership", "koping", "--data", home / "data")
    made = json.loads(said("user", "add", "bo@koping.example", "--name", "Bo Ek", "--role", "member", "--json", *here))
    assert made["new"]
    assert len(made["password"]) >= 12
    second = json.loads(
        said("user", "add", "bo@koping.example", "--name", "Bo Ek", "--role", "analyst", "--json", *here)
    )
    assert not second["new"]
    people = json.loads(said("user", "list", "--json", *here))
    assert {one["role"] for one in people} == {"member", "analyst"}
    assert "Polisen" in said("user", "invite", "a@b.example", "--party", "Skolan", "--role", "member", *here, code=2)
    helped = json.loads(said("user", "let-in", "bo@koping.example", "--json", "--data", home / "data"))
    assert "/konto/losenord/nytt/" in helped["link"]
    assert "nobody@koping.example" in said("user", "let-in", "nobody@koping.example", "--data", home / "data", code=2)
    said("user", "deactivate", "bo@koping.example", *here)
    assert json.loads(said("user", "list", "--json", *here)) == []
    assert "nobody@koping.example" in said("user", "deactivate", "nobody@koping.example", *here, code=2)


def test_an_invitation_is_a_link_to_a_page(home: Path, koping: int) -> None:
    link = said("user", "invite", "a@koping.example", "--role", "administrator", "--partnership", "koping",
                "--data", home / "data", LAGESBILD_URL="https://lagesbild.koping.se")  # fmt: skip
    assert "https://lagesbild.koping.se/" in link


def test_a_check_tells_what_is_wrong_by_its_exit_code(home: Path, koping: int) -> None:
    found = json.loads(lagesbild("check", "--json", "--data", home / "data").stdout)
    levels = {one["name"]: one["level"] for one in found["findings"]}
    assert levels["Queue"] == "fault", "nobody works"
    assert {levels[name] for name in ("Database", "Tables", "Login", "Walls", "Timelines", "Disk")} == {"fine"}
    assert found["faults"] == 1
    assert "lagesbild worker" in said("check", "--data", home / "data", code=1)
    said("check", "--data", home / "data", code=1, LAGESBILD_URL="https://lagesbild.koping.se")


def test_a_check_sees_a_wall_that_was_taken_down_and_a_timeline_that_was_changed(home: Path, koping: int) -> None:
    cluster = Cluster(home / "data/postgres")
    with cluster.used(), cluster.connect("lagesbild") as server:
        server.execute("ALTER TABLE incidents_incident DISABLE ROW LEVEL SECURITY")
        server.execute("UPDATE core_timelineentry SET person_id = person_id + 1 WHERE sequence = 2")
        try:
            found = json.loads(lagesbild("check", "--json", "--data", home / "data").stdout)
        finally:
            server.execute("ALTER TABLE incidents_incident ENABLE ROW LEVEL SECURITY")
            server.execute("UPDATE core_timelineentry SET person_id = person_id - 1 WHERE sequence = 2")
    faults = {one["name"]: one["said"] for one in found["findings"] if one["level"] == "fault"}
    assert "incidents_incident" in faults["Walls"]
    assert "koping" in faults["Timelines"]


def test_what_was_masked_after_the_backup_is_masked_in_what_is_restored(home: Path, koping: int) -> None:
    incident = act(home / "data", "report", koping)
    written = json.loads(said("backup", home / "night.backup", "--json", "--data", home / "data"))
    assert written["tables"]["incidents_incident"]["rows"] == 1
    assert int(act(home / "data", "mask", koping, incident)) == 1
    journal = home / "data/maskings.jsonl"
    assert "Bror" not in journal.read_text(encoding="ascii")
    assert journal.stat().st_mode & 0o077 == 0

    new = home / "new"
    assert "another secret key" in said("restore", home / "night.backup", "--data", new, "--no-maskings", code=2)
    shutil.copy(home / "data/secret-key", new / "secret-key")
    assert "--maskings" in said("restore", home / "night.backup", "--data", new, code=2)
    read = json.loads(said("restore", home / "night.backup", "--data", new, "--maskings", journal, "--json"))
    assert read["tables"] == written["tables"]
    assert read["masked"] == 1
    assert act(new, "read", koping, incident) == "▮▮▮ stod vid bänken"
    levels = {
        one["name"]: one["level"] for one in json.loads(lagesbild("check", "--json", "--data", new).stdout)["findings"]
    }
    assert {levels[name] for name in ("Tables", "Login", "Walls", "Timelines")} == {"fine"}

    assert "--replace" in said("restore", home / "night.backup", "--data", new, "--no-maskings", code=2)
    cluster = Cluster(new / "postgres")
    with cluster.used(), cluster.connect("lagesbild"):
        in_use = said("restore", home / "night.backup", "--data", new, "--no-maskings", "--replace", "--yes", code=2)
    assert "lagesbild serve" in in_use
    said("restore", home / "night.backup", "--data", new, "--no-maskings", "--replace", "--yes")
    assert act(new, "read", koping, incident) == "Bror Ek stod vid bänken", "so the journal is needed"


def test_help_lists_every_command_and_loads_none_of_them() -> None:
    listed = said("--help")
    for name in ("picture", "demo", "serve", "worker", "db", "backup", "restore", "check", "partnership", "user"):
        assert f"  {name} " in listed
    probe = (
        "import sys; from lagesbild.cli.commands import main; print('django' in sys.modules, 'polars' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
    assert said("nothing", code=2)


@pytest.mark.parametrize("command", ["serve", "worker", "backup", "restore", "check", "user", "partnership", "demo"])
@pytest.mark.parametrize(("language", "word"), [("sv", "Exempel"), ("en", "Examples")])
def test_help_has_examples_in_both_languages(command: str, language: str, word: str) -> None:
    arguments = {"partnership": ("partnership", "add")}.get(command, (command,))
    assert word in said(*arguments, "--help", LAGESBILD_LANGUAGE=language)
