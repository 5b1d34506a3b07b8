"""`lagesbild indicators`: a file of statistics into a partnership, and out again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lagesbild.cli.installation import FOLDER, installation
from lagesbild.cli.terminal import HELP, help_language, told
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message, Translator, translator

if TYPE_CHECKING:
    from lagesbild.core.actions import Actor
    from lagesbild.indicators.loading import Look

_ = HELP.gettext

EXAMPLES = _(
    """\b
Examples:
  lagesbild indicators anmalda_brott.csv.gz --partnership koping --as anna@koping.example --dry-run
  lagesbild indicators anmalda_brott.csv.gz --partnership koping --as anna@koping.example --periods year
  lagesbild indicators kolada.json --partnership koping --as anna@koping.example
  lagesbild indicators --undo 3 --partnership koping --as anna@koping.example

The same file again adds nothing; figures that the source has changed are updated, and what they were is kept."""
)
KINDS = ("crimes", "jsonstat", "px", "pxweb", "kolada", "table")
SHOWN = 10


@click.command("indicators", help=_("Read a file of statistics into a partnership."), epilog=EXAMPLES)
@click.argument("file", required=False, type=click.Path(path_type=Path, readable=False))
@click.option("--partnership", "slug", required=True, help=_("Address of the partnership."))
@click.option("--as", "email", required=True, help=_("E-mail address of the person who reads it."))
@click.option(
    "--kind", type=click.Choice(KINDS), default=None, help=_("What the file is. Default: as its content says.")
)
@click.option(
    "--periods",
    "steps",
    type=click.Choice(["year", "quarter", "month"]),
    default="quarter",
    show_default=True,
    help=_("Length of the periods that reported crimes are counted in."),
)
@click.option("--dry-run", "dry", is_flag=True, help=_("Say what would come of it; change nothing."))
@click.option("--undo", type=click.IntRange(min=1), metavar="N", help=_("Take reading N back as a whole."))
@click.option("--json", "as_json", is_flag=True, help=_("Say what came of it as JSON."))
@FOLDER
@told
def indicators(file: Path | None, data: Path, **given: Any) -> None:
    """Read, look, or take back; see the help texts above."""
    if (given["undo"] is None) == (file is None):
        raise InputError(Message(N_("Name the file to read, or the reading to take back with --undo.")))
    words = translator(help_language())
    with installation(data, owner=False):
        actor = _actor(given["email"], given["slug"])
        if given["undo"] is not None:
            _undo(actor, given, words)
            return
        assert file is not None
        from lagesbild.indicators.actions import read_file

        found, row = read_file(actor=actor, path=file, kind=given["kind"] or "", steps=given["steps"], dry=given["dry"])
        _say(given, words, found, None if row is None else row.pk)


def _actor(email: str, slug: str) -> Actor:
    from lagesbild.accounts.access import here_of
    from lagesbild.accounts.models import Person

    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise InputError(Message(N_("There is nobody here with the address {email}."), {"email": email}))
    return here_of(person.pk, slug)[1]


def _undo(actor: Actor, given: dict[str, Any], words: Translator) -> None:
    from django.core.exceptions import ObjectDoesNotExist

    from lagesbild.indicators.actions import undo

    try:
        row = undo(actor=actor, reading=given["undo"])
    except ObjectDoesNotExist:
        raise InputError(Message(N_("There is no reading {n} here."), {"n": given["undo"]})) from None
    if given["as_json"]:
        click.echo(json.dumps({"undone": row.pk}))
    else:
        click.echo(words.say(Message(N_("Reading {n} was taken back."), {"n": row.pk})))


def _say(given: dict[str, Any], words: Translator, found: Look, reading: int | None) -> None:
    """What came of it, for a program or a person."""
    from lagesbild.indicators import wording
    from lagesbild.indicators.views import COUNTS

    if given["as_json"]:
        done = {
            "reading": reading,
            "dry_run": reading is None,
            "kind": found.read.kind,
            "counts": found.counts,
            "indicators": [
                {"code": one.about.code, "name": one.about.name, "places": one.places, **one.n} for one in found.groups
            ],
            "notes": [words.say(note) for note in found.notes],
        }
        click.echo(json.dumps(done, ensure_ascii=False).encode())
        return
    head = (
        Message(N_("Dry run: nothing was changed. This is what would come of it:"))
        if reading is None
        else Message(N_("Reading {n}. Take it back with: --undo {n}"), {"n": reading})
    )
    click.echo(words.say(head))
    for name, n in found.counts.items():
        if n or name in ("rows", "added"):
            click.echo(f"{words.value(n):>12}  {words.gettext(COUNTS[name])}")
    for one in found.groups[:SHOWN]:
        values = {
            "name": one.about.name,
            "places": one.places,
            "first": wording.period(words, one.about.steps, one.first),
            "last": wording.period(words, one.about.steps, one.last),
        }
        click.echo("  " + words.say(Message(N_("{name}: {places} places, {first} to {last}"), values)))
    for turned in found.read.turned:
        click.echo(
            words.say(Message(N_("Change of the source {day}: {what}"), {"day": turned.day, "what": turned.what}))
        )
    for note in found.notes:
        click.echo(words.say(note))
    for row in found.refused[:SHOWN]:
        values = {"line": row.line, "column": row.column, "value": row.value, "why": row.why}
        click.echo("  " + words.say(Message(N_("line {line}, {column} “{value}”: {why}"), values)))
