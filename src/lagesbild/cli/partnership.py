"""`lagesbild partnership`: the operator makes partnerships; everything in them is then the work of its own people."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from lagesbild.cli.installation import FOLDER, installation
from lagesbild.cli.partnerships import everyone, find, invited
from lagesbild.cli.terminal import HELP, progress, told
from lagesbild.errors import InputError
from lagesbild.i18n import LANGUAGES, N_, Message

_ = HELP.gettext
JSON = click.option("--json", "as_json", is_flag=True, help=_("Say what was done as JSON."))

ADD_EXAMPLES = _(
    """\b
Examples:
  lagesbild partnership add                            (asks for what is needed)
  lagesbild partnership add koping --name "Samverkan Köping" --municipality 1983 \\
      --party "Köpings kommun=municipality" --party "Lokalpolisområde Västra=police" --administrator anna@koping.example

Kinds of party: municipality, police, housing, school, rescue, other. The first party is the administrator's."""
)

EXPORT_EXAMPLES = _(
    """\b
Examples:
  lagesbild partnership export koping /leverans/koping      (a folder)
  lagesbild partnership export koping koping.zip            (one file)

Every table as JSON lines, everything uploaded as files, a manifest with SHA-256 and a README in Swedish. It holds
personal data: keep it as closed as the database. Exit codes: 0 written whole, 2 not written."""
)


@click.group(help=_("Make, list and export partnerships."))
def partnership() -> None:
    """Group of commands; does nothing by itself."""


def _pairs(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = tuple(item.rsplit("=", 1) for item in given if "=" in item)
    if len(pairs) != len(given):
        raise click.BadParameter(_("write it as NAME=KIND, for example “Köpings kommun=municipality”"))
    return tuple((name.strip(), kind.strip()) for name, kind in pairs)


@partnership.command(
    help=_("Make a partnership with its parties, standard audiences and categories."), epilog=ADD_EXAMPLES
)
@click.argument("slug", required=False)
@click.option("--name", help=_("What it is called."))
@click.option("--municipality", "municipality_code", help=_("Code of the municipality, four digits."))
@click.option("--party", "parties", multiple=True, callback=_pairs, help=_("NAME=KIND; give it once for each."))
@click.option("--language", type=click.Choice(LANGUAGES), default="sv", show_default=True, help=_("Its language."))
@click.option("--accent", default="#0b5a61", show_default=True, help=_("Its colour."))
@click.option("--timezone", default="Europe/Stockholm", show_default=True, help=_("Its time zone."))
@click.option("--invented", is_flag=True, help=_("Everything in it is invented; said on every page."))
@click.option("--administrator", metavar="EMAIL", help=_("Invite the first administrator."))
@FOLDER
@JSON
@told
def add(slug: str | None, data: Path, administrator: str | None, as_json: bool, **wanted: Any) -> None:
    """Make a partnership, asking at a terminal for what was not said."""
    asking = sys.stdin.isatty() and not as_json
    slug = slug or _asked(asking, _("Address, for example koping"), "SLUG")
    wanted["name"] = wanted["name"] or _asked(asking, _("Name"), "--name")
    wanted["municipality_code"] = wanted["municipality_code"] or ""
    if asking and not wanted["parties"]:
        wanted["parties"] = _asked_parties()
    if administrator is None and asking:
        administrator = click.prompt(_("E-mail address of the first administrator (empty: later)"), default="") or None
    if administrator and not wanted["parties"]:
        raise InputError(Message(N_("An administrator stands for a party: name it by --party.")))
    with installation(data) as found:
        from lagesbild.core import partnerships

        number = partnerships.create(owner_url=found.owner, slug=slug, **wanted)
        link = ""
        if administrator:
            first = next(iter(find(found, slug).parties.values()))
            link = invited(number, administrator, first, ("administrator",), mail=True)
    if as_json:
        click.echo(json.dumps({"id": number, "slug": slug, "invitation": link}))
        return
    click.echo(HELP.say(Message(N_("Made: {slug}"), {"slug": slug})))
    if link:
        click.echo(HELP.say(Message(N_("Invitation, valid for 14 days: {link}"), {"link": link})))


def _asked(asking: bool, what: str, option: str) -> str:
    if not asking:
        raise InputError(Message(N_("Say {option}."), {"option": option}))
    return str(click.prompt(what))


def _asked_parties() -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    click.echo(_("Parties, one at a time; an empty name ends."))
    while name := click.prompt(_("Party"), default="", show_default=False).strip():
        kinds = ["municipality", "police", "housing", "school", "rescue", "other"]
        found.append((name, click.prompt(_("Kind"), type=click.Choice(kinds), default=kinds[min(len(found), 1)])))
    return tuple(found)


@partnership.command("list", help=_("Partnerships and their parties."))
@FOLDER
@JSON
@told
def list_(data: Path, as_json: bool) -> None:
    """List them."""
    with installation(data) as found:
        known = everyone(found)
    if as_json:
        click.echo(
            json.dumps(
                [{"id": one.number, "slug": one.slug, "name": one.name, "parties": one.parties} for one in known]
            )
        )
        return
    for one in known:
        click.echo(f"{one.slug:<20} {one.name}  ({', '.join(one.parties)})")
    if not known:
        click.echo(_("There is none yet. Make one: lagesbild partnership add"))


@partnership.command(help=_("Write everything that a partnership has, for whoever leaves."), epilog=EXPORT_EXAMPLES)
@click.argument("slug")
@click.argument("folder", type=click.Path(path_type=Path))
@FOLDER
@JSON
@told
def export(slug: str, folder: Path, data: Path, as_json: bool) -> None:
    """Write it, and say so on the partnership's timeline."""
    with installation(data) as found, progress(HELP, quiet=as_json) as report:
        from lagesbild.core import leaving, timeline
        from lagesbild.core.actions import acting
        from lagesbild.core.models import Partnership
        from lagesbild.core.system import worker

        written = leaving.export(found.owner, slug, folder, report)
        actor = worker(find(found, slug).number)
        with acting(actor):
            here = Partnership.objects.get(pk=actor.partnership)
            timeline.record(
                partnership=here.pk,
                person=actor.person,
                verb="partnership.exported",
                subject=here,
                n=sum(written.tables.values()),
            )
    said = {"path": str(folder), "tables": len(written.tables), "rows": sum(written.tables.values())}
    if as_json:
        click.echo(json.dumps({**said, "files": written.files}))
        return
    values = {**said, "files": written.files}
    click.echo(HELP.say(Message(N_("Written: {path} ({rows} rows of {tables} tables, {files} files)"), values)))
