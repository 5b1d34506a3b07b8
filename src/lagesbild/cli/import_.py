"""`lagesbild import`: files of incidents into a partnership, and out again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lagesbild.cli.installation import FOLDER, installation
from lagesbild.cli.reading import options_of, pairs, reading
from lagesbild.cli.terminal import HELP, help_language, kept_at_the_end, progress, told
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message, Translator, translator
from lagesbild.sources.records import ReadOptions

if TYPE_CHECKING:
    from lagesbild.core.actions import Actor
    from lagesbild.incidents.importing.actions import Outcome, Whose

_ = HELP.gettext

EXAMPLES = _(
    """\b
Examples:
  lagesbild import handelser.csv --partnership koping --as anna@koping.example --source Fastighet --dry-run
  lagesbild import handelser.csv --partnership koping --as anna@koping.example --source Fastighet
  lagesbild import *.json --partnership koping --as anna@koping.example --source polisen.se --party Polisen
  lagesbild import a.xlsx --partnership koping --as anna@koping.example --source Larm --map "Klotter=Skadegörelse"
  lagesbild import --undo 12 --partnership koping --as anna@koping.example

The same file again adds nothing; rows that the source has edited are updated, with history."""
)
COUNTS: Mapping[str, str] = {
    "rows": N_("rows in the files"),
    "added": N_("new incidents"),
    "changed": N_("changed by the source, with history"),
    "unchanged": N_("here already"),
    "disposed": N_("of a time that has been disposed of, left out"),
    "elsewhere": N_("from other municipalities, left out"),
    "refused": N_("refused, repeated or set aside"),
    "masked": N_("with something masked"),
    "unplaced": N_("without a position"),
    "new_categories": N_("new categories"),
}


@click.command("import", help=_("Read files of incidents into a partnership."), epilog=EXAMPLES)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.option("--partnership", "slug", required=True, help=_("Address of the partnership."))
@click.option("--as", "email", required=True, help=_("E-mail address of the person who imports."))
@click.option("--source", help=_("What the source is called here, the same each time."))
@click.option("--party", help=_("Party that owns the rows. Default: the person's only one."))
@click.option(
    "--audience",
    type=click.Choice(["own", "partnership", "public"]),
    default="partnership",
    show_default=True,
    help=_("Who else may see the rows."),
)
@click.option("--dry-run", "dry", is_flag=True, help=_("Say what would come of it; change nothing."))
@click.option("--undo", type=click.IntRange(min=1), metavar="N", help=_("Take import N back as a whole."))
@click.option(
    "--also-worked-on", is_flag=True, help=_("With --undo: also where people have worked on what the import brought.")
)
@click.option("--refusals", type=click.Path(path_type=Path), help=_("Write refused rows to this file."))
@click.option("--map", "categories", multiple=True, metavar="THEIRS=OWN", callback=pairs, help=_(
    "What the source's category is here; one that is not there is made. Remembered for the source."
))  # fmt: skip
@click.option("--everywhere", is_flag=True, help=_("Also rows that the file says are from other municipalities."))
@reading
@click.option("--json", "as_json", is_flag=True, help=_("Say what came of it as JSON."))
@click.option("--quiet", is_flag=True, help=_("No progress and no summary."))
@FOLDER
@told
def import_(files: tuple[Path, ...], data: Path, **given: Any) -> None:
    """Import, look, or take back; see the help texts above."""
    if (given["undo"] is None) == (not files):
        raise InputError(Message(N_("Name the files to import, or the import to take back with --undo.")))
    if files and not given["source"]:
        raise InputError(Message(N_("Say what the source is called with --source, the same each time.")))
    words = translator(help_language())
    with installation(data, owner=False):
        from django.core.exceptions import ObjectDoesNotExist

        from lagesbild.incidents.importing.actions import undo_import
        from lagesbild.incidents.importing.worked import WorkedOn

        actor, zone = _actor(given["email"], given["slug"])
        if given["undo"] is not None:
            try:
                row = undo_import(actor=actor, batch=given["undo"], also_worked_on=given["also_worked_on"])
            except WorkedOn as refused:
                raise InputError(
                    Message(
                        N_("{why} To undo it all the same, with what they have done: --also-worked-on"),
                        {"why": refused.message},
                    )
                ) from None
            except ObjectDoesNotExist:
                raise InputError(Message(N_("There is no import {n} here."), {"n": given["undo"]})) from None
            _say(given, words, {"undone": row.pk}, Message(N_("Import {n} was taken back."), {"n": row.pk}))
            return
        _import(files, given, words, actor, zone)


def _import(files: tuple[Path, ...], given: dict[str, Any], words: Translator, actor: Actor, zone: str) -> None:
    from lagesbild.incidents.importing.actions import import_files, remembered
    from lagesbild.incidents.importing.plan import Plan

    plan = Plan(
        options=options_of(given, zone),
        categories=given["categories"],
        only_here=not given["everywhere"],
    )
    whose = _whose(actor, given)
    if plan.options == ReadOptions(timezone=zone) and files[0].is_file():
        kept = remembered(actor=actor, source=whose.source, path=files[0])
        if kept is not None:
            plan = replace(kept, categories={**kept.categories, **plan.categories}, only_here=plan.only_here)
    with progress(words, quiet=given["quiet"] or given["as_json"]) as shown:
        report = kept_at_the_end(shown)
        made = import_files(actor=actor, whose=whose, paths=files, plan=plan, told=report, dry=given["dry"])
    if given["refusals"] is not None and made.reading is not None:
        _write_refusals(made, given["refusals"], words)
    done = {
        "import": made.batch or None,
        "dry_run": made.dry,
        "counts": dict(made.counts),
        "categories": dict(made.categories),
    }
    head = (
        Message(N_("Dry run: nothing was changed. This is what would come of it:"))
        if made.dry
        else Message(N_("Import {n}. Take it back with: --undo {n}"), {"n": made.batch})
    )
    _say(given, words, done, head, made)


def _actor(email: str, slug: str) -> tuple[Actor, str]:
    """The person acting in the partnership, and its time zone."""
    from lagesbild.accounts.access import here_of
    from lagesbild.accounts.models import Person

    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise InputError(Message(N_("There is nobody here with the address {email}."), {"email": email}))
    here, actor = here_of(person.pk, slug)
    return actor, here.timezone


def _whose(actor: Actor, given: dict[str, Any]) -> Whose:
    from lagesbild.core.models import Audience, Party
    from lagesbild.core.scope import scope
    from lagesbild.incidents.importing.actions import Whose

    with scope(actor.scope()):
        mine = dict(Party.objects.filter(pk__in=actor.parties).order_by("name").values_list("name", "pk"))
        audience = Audience.objects.filter(kind=given["audience"]).order_by("pk").first()
    chosen = given["party"] if given["party"] is not None else next(iter(mine), "") if len(mine) == 1 else ""
    if chosen not in mine or audience is None:
        values = {"parties": ", ".join(mine)}
        raise InputError(Message(N_("Say which party owns the rows with --party. Yours: {parties}."), values))
    return Whose(party=mine[chosen], audience=audience.pk, source=given["source"])


def _write_refusals(made: Outcome, path: Path, words: Translator) -> None:
    from lagesbild.incidents.importing.actions import refusals_of

    assert made.reading is not None
    try:
        path.write_bytes(refusals_of(made.reading, words.language))
    except OSError as error:
        values = {"file": str(path), "why": error.strerror or str(error)}
        raise InputError(Message(N_("{file} cannot be written: {why}."), values)) from error


def _say(
    given: dict[str, Any], words: Translator, done: dict[str, Any], head: Message, made: Outcome | None = None
) -> None:
    """What came of it, for a person or a program."""
    if given["as_json"]:
        click.echo(json.dumps(done, ensure_ascii=False).encode())
        return
    if given["quiet"]:
        return
    click.echo(words.say(head))
    if made is None:
        return
    for name, label in COUNTS.items():
        if made.counts[name] or name in ("rows", "added"):
            click.echo(f"{words.value(made.counts[name]):>12}  {words.gettext(label)}")
    for theirs, own in made.categories.items():
        if theirs != own:
            click.echo(f"  {theirs or '–'} → {own}")
    if made.reading is not None:
        for note in made.reading.notes:
            click.echo(words.say(note))
