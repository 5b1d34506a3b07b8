"""`lagesbild import` in an installation of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lagesbild.cli.terminal import kept_at_the_end
from lagesbild.core.postgres import Cluster
from lagesbild.i18n import Message
from tests.cli.served import environment, lagesbild
from tests.incidents.importing import row, write

WHO = ("--partnership", "koping", "--as", "anna@exempel.se")
SOURCE = ("--source", "Fastighet")


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="lagesbild-import-"))
    made.chmod(0o755)
    data = ("--data", made / "data")
    for arguments in (
        ("db", "init", *data),
        ("partnership", "add", "koping", "--name", "Köping", "--party", "Kommunen=municipality", *data),
        (
            *("user", "add", "anna@exempel.se", "--name", "Anna Exempel", "--partnership", "koping"),
            *("--party", "Kommunen", "--role", "coordinator", *data),
        ),
    ):
        done = lagesbild(*arguments)
        assert done.returncode == 0, (arguments, done.stderr)
    yield made
    for cluster in made.glob("*/postgres"):
        Cluster(cluster).stop()


def run(home: Path, *arguments: str | Path) -> tuple[int, dict[str, Any], str]:
    done = lagesbild("import", *arguments, *WHO, "--json", "--data", home / "data")
    return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr


def test_look_import_again_and_take_back(home: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [*(row(i) for i in range(20)), row(20, Händelsedatum="okänt")])
    code, said, _ = run(home, path, *SOURCE, "--dry-run")
    assert (code, said["dry_run"], said["counts"]["added"]) == (0, True, 20)
    refused = tmp_path / "refused.csv"
    code, said, _ = run(home, path, *SOURCE, "--refusals", refused, "--map", "Brand=Anlagd brand")
    assert (code, said["counts"]["added"], said["counts"]["refused"]) == (0, 20, 1)
    assert said["categories"]["Brand"] == "Anlagd brand"
    assert "okänt" in refused.read_text(encoding="utf-8-sig")
    _, again, _ = run(home, path, *SOURCE)
    assert (again["counts"]["added"], again["counts"]["unchanged"]) == (0, 20)
    code, undone, _ = run(home, "--undo", str(said["import"]))
    assert (code, undone) == (0, {"undone": said["import"]})
    _, once_more, _ = run(home, path, *SOURCE, "--dry-run")
    assert once_more["counts"]["added"] == 20


def test_what_people_have_worked_on_is_taken_back_only_with_a_flag(home: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "worked.csv", [row(500 + i) for i in range(3)])
    _, said, _ = run(home, path, "--source", "Bearbetad")
    cluster = Cluster(home / "data" / "postgres")
    cluster.start()
    with cluster.connect("lagesbild") as server:
        server.execute(
            "INSERT INTO incidents_feedback"
            " (partnership_id, party_id, audience_id, incident_id, state, text, person_id)"
            " SELECT partnership_id, party_id, audience_id, id, state, 'Lagat', 0 FROM incidents_incident"
            " WHERE batch_id = %s LIMIT 1",
            [said["import"]],
        )
        server.commit()
    cluster.stop()
    code, _, wrong = run(home, "--undo", str(said["import"]))
    assert code == 2
    assert "--also-worked-on" in wrong
    code, undone, _ = run(home, "--undo", str(said["import"]), "--also-worked-on")
    assert (code, undone) == (0, {"undone": said["import"]})


@pytest.mark.parametrize(
    "arguments",
    [
        ("finns-inte.csv", *SOURCE),
        ("a.csv",),
        (),
        ("--undo", "999999"),
        ("a.csv", *SOURCE, "--party", "Grannen"),
        ("a.csv", *SOURCE, "--column", "time=Finns inte"),
        ("a.csv", *SOURCE, "--map", "utan likhetstecken"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(home: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    write(tmp_path / "a.csv", [row(1)])
    given = [tmp_path / one if one.endswith(".csv") else one for one in arguments]
    code, _, said = run(home, *given)
    assert code == 2
    assert said.strip()
    assert "Traceback" not in said


@pytest.fixture
def default_signals() -> Iterator[None]:
    """Signals as in the foreground: a shell that runs the tests in the background lets its children ignore Ctrl-C."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("seconds", [1.5, 3.0, 4.5])
def test_interrupted_at_any_time_it_says_truly_whether_anything_was_changed(
    home: Path, tmp_path: Path, seconds: float, default_signals: None
) -> None:
    path = write(tmp_path / "large.csv", [row(i) for i in range(60_000)])
    source = ("--source", f"Stor {seconds}")
    command = ["import", str(path), *WHO, *source, "--data", str(home / "data")]
    running = subprocess.Popen(
        [sys.executable, "-m", "lagesbild", *command],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(seconds)
    running.send_signal(signal.SIGINT)
    summary, said = running.communicate(timeout=120)
    assert "Traceback" not in said
    _, dry, _ = run(home, write(tmp_path / "b.csv", [row(1)]), *source, "--dry-run")
    if running.returncode in (130, -signal.SIGINT):
        # the signal itself ends what has not yet come so far as to say anything
        assert "Nothing was changed" in said or (running.returncode < 0 and not said)
        assert dry["counts"]["added"] == 1, "nothing of the large file is there"
    else:
        assert running.returncode == 0
        assert "--undo" in summary
        assert dry["counts"]["added"] == 0, "all of the large file is there"


def test_what_is_as_good_as_kept_is_not_said_to_be_cancelled(default_signals: None) -> None:
    shown: list[float] = []
    report = kept_at_the_end(lambda _, share: shown.append(share))
    report(Message("half"), 0.5)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    report(Message("all"), 1.0)
    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGTERM)
    assert shown == [0.5, 1.0]
