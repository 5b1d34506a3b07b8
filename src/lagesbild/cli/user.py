"""`lagesbild user`: people, for the operator: the first administrator, one who is locked out, one who has left."""

from __future__ import annotations

import json
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lagesbild.cli.installation import FOLDER, installation
from lagesbild.cli.partnerships import Found, find, invited
from lagesbild.cli.terminal import HELP, told
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

if TYPE_CHECKING:
    from lagesbild.accounts.models import Person

_ = HELP.gettext
JSON = click.option("--json", "as_json", is_flag=True, help=_("Say what was done as JSON."))
ROLES = (
    *("reporter", "member", "coordinator", "leader", "analyst"),
    *("registrator", "protection_officer", "auditor", "administrator"),
)

EXAMPLES = _(
    """\b
Examples:
  lagesbild user invite anna@koping.example --partnership koping --role administrator
  lagesbild user add bo@koping.example --name "Bo Ek" --partnership koping --party "Köpings kommun" --role member
  lagesbild user list --partnership koping
  lagesbild user deactivate bo@koping.example --partnership koping
  lagesbild user let-in anna@koping.example            (has lost the phone or the password)

Roles: reporter, member, coordinator, leader, analyst, registrator, protection_officer, auditor, administrator."""
)


@click.group(help=_("People and what they may do."), epilog=EXAMPLES)
def user() -> None:
    """Group of commands; does nothing by itself."""


PARTNERSHIP = click.option("--partnership", "slug", required=True, help=_("Address of the partnership."))
PARTY = click.option("--party", help=_("Party the person stands for. Default: the only one, or the first."))
ROLE = click.option("--role", "roles", type=click.Choice(ROLES), multiple=True, required=True, help=_("Role."))


@user.command(help=_("Invite someone; the link is shown once, and mailed if mail is set up."), epilog=EXAMPLES)
@click.argument("email")
@PARTNERSHIP
@PARTY
@ROLE
@click.option("--mail/--no-mail", default=True, help=_("Send the link by mail too."))
@FOLDER
@JSON
@told
def invite(email: str, slug: str, party: str | None, data: Path, **chosen: object) -> None:
    """Invite to a partnership."""
    with installation(data) as found:
        here = find(found, slug)
        link = invited(here.number, email, _party(here, party), _chosen_roles(chosen), mail=bool(chosen["mail"]))
    if chosen["as_json"]:
        click.echo(json.dumps({"email": email, "invitation": link}))
    else:
        click.echo(HELP.say(Message(N_("Invitation, valid for 14 days: {link}"), {"link": link})))


@user.command(help=_("Add someone with a password of their own, without an invitation."), epilog=EXAMPLES)
@click.argument("email")
@click.option("--name", required=True, help=_("The person's name."))
@PARTNERSHIP
@PARTY
@ROLE
@click.option("--password-stdin", is_flag=True, help=_("Read the password from standard input. Else one is made."))
@FOLDER
@JSON
@told
def add(email: str, name: str, slug: str, party: str | None, data: Path, **chosen: object) -> None:
    """Add a person to a partnership."""
    given = sys.stdin.readline().rstrip("\n") if chosen["password_stdin"] else ""
    password = given or secrets.token_urlsafe(12)
    with installation(data) as found:
        from lagesbild.accounts.actions import Newcomer, accept, invite
        from lagesbild.accounts.models import Person
        from lagesbild.core.system import worker

        here = find(found, slug)
        roles = _chosen_roles(chosen)
        known = Person.objects.filter(email=email.lower(), is_active=True).first()
        _invitation, token = invite(
            actor=worker(here.number), email=email, party=_party(here, party), roles=roles, mail=False
        )
        if known is None:
            accept(token=token, newcomer=Newcomer(name=name, password=password))
        else:
            accept(token=token, person=known)
    made = "" if known is not None or given else password
    if chosen["as_json"]:
        click.echo(json.dumps({"email": email, "new": known is None, "password": made}))
        return
    click.echo(HELP.say(Message(N_("{email} is a part of {slug} now."), {"email": email, "slug": slug})))
    if made:
        click.echo(HELP.say(Message(N_("Password, shown once: {password}"), {"password": made})))


@user.command("list", help=_("People and their roles."))
@click.option("--partnership", "slug", help=_("Address of the partnership. Default: all."))
@FOLDER
@JSON
@told
def list_(slug: str | None, data: Path, as_json: bool) -> None:
    """List people."""
    with installation(data) as found:
        from lagesbild.accounts.models import Membership
        from lagesbild.core.database import owner

        wanted = {"partnership_id": find(found, slug).number} if slug else {}
        with owner(found.owner):
            rows = list(
                Membership.objects.filter(**wanted)
                .order_by("partnership__slug", "person__email", "role")
                .values_list("partnership__slug", "person__email", "person__name", "party__name", "role")
            )
    if as_json:
        names = ("partnership", "email", "name", "party", "role")
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows]))
        return
    for where, email, name, party, role in rows:
        click.echo(f"{where:<16} {email:<34} {role:<20} {name} ({party})")
    if not rows:
        click.echo(_("There is nobody yet. Invite someone: lagesbild user invite"))


@user.command(help=_("Let someone leave; signed out everywhere at once."), epilog=EXAMPLES)
@click.argument("email")
@click.option("--partnership", "slug", help=_("Address of the partnership. Default: all."))
@FOLDER
@told
def deactivate(email: str, slug: str | None, data: Path) -> None:
    """Take a person out of one partnership or all."""
    with installation(data) as found:
        from lagesbild.accounts.actions import deactivate as leave
        from lagesbild.core.system import worker

        person, numbers = _taking_part(found.owner, email, find(found, slug).number if slug else None)
        for number in numbers:
            leave(actor=worker(number), person=person.pk)
    click.echo(HELP.say(Message(N_("{email} has left."), {"email": email})))


@user.command("let-in", help=_("Let someone who lost phone or password begin anew."), epilog=EXAMPLES)
@click.argument("email")
@FOLDER
@JSON
@told
def let_in(email: str, data: Path, as_json: bool) -> None:
    """Take away second steps and password; the link to choose new ones is shown once."""
    with installation(data) as found:
        from lagesbild.accounts.recovery import let_in_again, password_link
        from lagesbild.core.system import worker

        person, numbers = _taking_part(found.owner, email)
        for number in numbers:
            person = let_in_again(actor=worker(number), person=person.pk, mail=False)
        link = password_link(person)
    if as_json:
        click.echo(json.dumps({"email": person.email, "link": link}))
    else:
        words = N_("Only {email} is to get this link. It works once, within four hours: {link}")
        click.echo(HELP.say(Message(words, {"email": person.email, "link": link})))


def _taking_part(owner_url: str, email: str, partnership: int | None = None) -> tuple[Person, list[int]]:
    """Who has the address, and the partnerships where the person takes part, or the one that is meant."""
    from lagesbild.accounts.models import Membership, Person
    from lagesbild.core.database import owner

    person = Person.objects.filter(email=email.lower()).first()
    if person is None:
        raise InputError(Message(N_("There is nobody with the address {email}."), {"email": email}))
    only = {} if partnership is None else {"partnership_id": partnership}
    with owner(owner_url):
        held = Membership.objects.filter(person=person, **only).values_list("partnership_id", flat=True)
        numbers = sorted(set(held))
    if not numbers:
        raise InputError(Message(N_("The person does not take part here.")))
    return person, numbers


def _chosen_roles(chosen: dict[str, object]) -> tuple[str, ...]:
    roles = chosen["roles"]
    assert isinstance(roles, tuple)
    return roles


def _party(here: Found, name: str | None) -> int:
    """The party that is meant.

    Raises
    ------
    InputError
        There is none with the name.

    """
    if name is None and here.parties:
        return next(iter(here.parties.values()))
    if name not in here.parties:
        values = {"party": name or "–", "known": ", ".join(here.parties) or "–"}
        raise InputError(Message(N_("There is no party “{party}” here. There are: {known}"), values))
    return here.parties[name or ""]
