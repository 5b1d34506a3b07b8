"""`lagesbild demo`: invented municipalities in the whole application, served on this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from lagesbild.cli import serve as serving
from lagesbild.cli.installation import installation
from lagesbild.cli.terminal import CANCELLED, HELP, help_language, progress, told
from lagesbild.core.addresses import CLUSTER
from lagesbild.core.postgres import Cluster
from lagesbild.core.schema import mark
from lagesbild.core.serving import follow_parent, turn
from lagesbild.errors import InputError
from lagesbild.i18n import LANGUAGES, N_, Language, Message, Translator, translator

_ = HELP.gettext
STAMP = "filled.json"
PORTS = 20
JOBS = 2
"""Processes that fill."""
FOLDER = Path("demo-data")
SOME = ("coordinator", "leader", "reporter")
"""Roles that the start says someone of."""

EXAMPLES = _(
    """\b
Examples:
  lagesbild demo                                       (the first start fills it: one to three minutes)
  lagesbild demo --reset                               (throws away what was done in it)

Everything in it is invented and marked so on every page. It listens on this machine alone."""
)


@click.command(help=_("Invent municipalities and serve them on this machine, everything kept."), epilog=EXAMPLES)
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default=True, help=_("Folder to use."))
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    envvar="LAGESBILD_PORT",
    default=8000,
    show_default=True,
    help=_("Port; the next free one if it is taken."),
)
@click.option("--serve/--no-serve", default=True, help=_("Serve it when it is filled."))
@click.option("--reset", is_flag=True, help=_("Throw away the folder first."))
@click.option("--only", multiple=True, metavar="SLUG", help=_("Only this municipality; may be given several times."))
@click.option("--language", type=click.Choice(LANGUAGES), help=_("Language here. Default: that of the environment."))
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help=_("Seed of all that is invented.")
)
@click.option("--follow", type=int, hidden=True)
@told
def demo(folder: Path, language: Language | None, reset: bool, **chosen: Any) -> None:
    """Fill and serve the demo; see the help texts above."""
    # never somebody's real database, never for anyone but this machine
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "LAGESBILD_URL", "LAGESBILD_HOSTS", "LAGESBILD_DEBUG"):
        os.environ.pop(name, None)
    os.environ["LAGESBILD_DEMO"] = "1"
    words = translator(language or help_language())
    if reset:
        _reset(folder)
        if not chosen["serve"]:
            return
    wanted = {"seed": chosen["seed"], "only": sorted(chosen["only"])}
    if not chosen["serve"]:
        if chosen["follow"] is not None:
            follow_parent(chosen["follow"])
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with turn(folder):
                _fill(folder, wanted, words)
        except KeyboardInterrupt:
            click.echo(words.gettext("Cancelled. What was done so far is kept, and the next start goes on."), err=True)
            sys.exit(CANCELLED)
        return
    if _stamp(folder, wanted) is None:
        click.echo(words.gettext("Inventing municipalities with two years of incidents: one to three minutes, once."))
        _fill_apart(folder, wanted, words.language)
    stamp = _stamp(folder, wanted) or {}
    serving.run(
        serving.Wanted(data=folder, port=chosen["port"], tries=PORTS, processes=1, words=words),
        said=lambda address, seconds: click.echo(welcome(address, seconds, folder, stamp.get("people", []), words)),
    )
    click.echo(words.gettext("Stopped."))


def _reset(folder: Path) -> None:
    """Take the folder away, if it is one of a demo and nobody serves it."""
    if not folder.exists():
        return
    if not any((folder / name).exists() for name in (STAMP, CLUSTER, "rapporter.csv", "secret-key")):
        raise InputError(
            Message(
                N_("{folder} does not look like the folder of a demo; nothing was removed."), {"folder": str(folder)}
            )
        )
    with turn(folder):
        Cluster(folder.resolve() / CLUSTER).stop()
    shutil.rmtree(folder)


def _fill_apart(folder: Path, wanted: dict[str, Any], language: Language) -> None:
    """Fill in a process of its own: what filling needs of memory is given back before serving."""
    command = [sys.executable, "-m", "lagesbild", "demo", "--no-serve", "--folder", str(folder)]
    command += ["--language", language, "--seed", str(wanted["seed"]), "--follow", str(os.getpid())]
    command += [part for slug in wanted["only"] for part in ("--only", slug)]
    with subprocess.Popen(command) as process:  # noqa: S603
        try:
            code = process.wait()
        except KeyboardInterrupt:
            # Ctrl-C went to both
            code = process.wait()
    if code:
        # it has said why
        sys.exit(CANCELLED if code < 0 else code)


def _fill(folder: Path, wanted: dict[str, Any], words: Translator) -> None:
    """Make the database and fill it, as far as that has not been done."""
    from lagesbild.demo.towns import SHAPES

    unknown = set(wanted["only"]) - {shape.slug for shape in SHAPES}
    if unknown:
        values = {"slug": min(unknown), "known": ", ".join(shape.slug for shape in SHAPES)}
        raise InputError(Message(N_("There is no invented municipality {slug}. There are: {known}"), values))
    if _stamp(folder, wanted) is not None:
        return
    if (folder / STAMP).is_file():
        (folder / STAMP).unlink()
    with progress(words) as report:
        report(Message(N_("Making the database")), 0.0)
        with installation(folder, ready=False) as found:
            from django.db import DatabaseError

            from lagesbild.accounts.demo import characters
            from lagesbild.core.database import initialise
            from lagesbild.demo.fill import fill
            from lagesbild.demo.side_by_side import workers

            several = len(wanted["only"]) != 1
            try:
                # they load what they need while the database is made
                with workers(JOBS) if several else nullcontext() as pool:
                    initialise(found.owner, found.application)
                    fill(found.owner, wanted["seed"], report, only=wanted["only"], pool=pool)
                people = [[one.partnership, one.role, one.name] for one in characters()]
            except DatabaseError as error:
                raise InputError(_another_version(folder)) from error
    said = {**wanted, "version": mark(), "people": people}
    part = folder / f".{STAMP}"
    part.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    part.replace(folder / STAMP)
    click.echo(words.say(_filled(people)))


def _stamp(folder: Path, wanted: dict[str, Any]) -> dict[str, Any] | None:
    """What was filled, if it is what is wanted now.

    Raises
    ------
    InputError
        It was filled by another version of the program, whose tables are not those of this one.

    """
    try:
        stamp: dict[str, Any] = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if stamp.get("version") != mark():
        raise InputError(_another_version(folder))
    return stamp if {key: stamp.get(key) for key in wanted} == wanted else None


def _another_version(folder: Path) -> Message:
    words = N_("What is in {folder} was made by another version. {anew}")
    return Message(words, {"folder": str(folder), "anew": _anew(folder)})


def _anew(folder: Path) -> Message:
    """How to begin anew."""
    if folder == FOLDER:
        return Message(N_("To throw away what was done and begin anew: make demo-reset, or lagesbild demo --reset"))
    words = N_("To throw away what was done and begin anew: lagesbild demo --reset --folder {folder}")
    return Message(words, {"folder": str(folder)})


def _filled(people: list[list[str]]) -> Message:
    municipalities = len({partnership for partnership, _role, _name in people})
    values = {"n": municipalities, "people": len(people)}
    return Message(N_("Filled: {n} invented municipalities, {people} invented persons"), values)


def welcome(address: str, seconds: float, folder: Path, people: list[list[str]], words: Translator) -> str:
    """The address, who one can be, how to stop and how to begin anew."""
    lines = [words.say(serving.serving(address, seconds)), ""]
    if people:
        where = people[0][0]
        first: dict[str, str] = {}
        for partnership, role, name in people:
            if partnership == where:
                first.setdefault(role, name)
        some = [f"{first[role]} ({words.gettext(role)})" for role in SOME if role in first]
        said = N_("Sign in with one click as one of {n} invented persons, in {where} for example as:")
        lines += [words.say(Message(said, {"n": len(people), "where": where})), *(f"  {one}" for one in some), ""]
    lines += [
        words.gettext("What is done in it is kept. Ctrl-C stops it; start it again in the same way."),
        words.say(_anew(folder)),
    ]
    return "\n".join(lines)
