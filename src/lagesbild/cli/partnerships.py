"""What the commands about partnerships and people share: which there are, and an invitation to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild.core.addresses import Addresses
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class Found:
    """A partnership as the operator sees it."""

    number: int
    slug: str
    name: str
    parties: dict[str, int]


def find(found: Addresses, slug: str) -> Found:
    """The partnership with the address `slug`, seen by the owner's login.

    Raises
    ------
    InputError
        There is none; the message names those there are.

    """
    known = {each.slug: each for each in everyone(found)}
    if slug not in known:
        values = {"slug": slug, "known": ", ".join(known) or "–"}
        raise InputError(Message(N_("There is no partnership {slug}. There are: {known}"), values))
    return known[slug]


def everyone(found: Addresses) -> list[Found]:
    """All partnerships."""
    import psycopg

    with psycopg.connect(found.owner) as server:
        parties: dict[int, dict[str, int]] = {}
        for partnership, name, number in server.execute("SELECT partnership_id, name, id FROM core_party ORDER BY id"):
            parties.setdefault(partnership, {})[name] = number
        rows = server.execute("SELECT id, slug, name FROM core_partnership ORDER BY slug").fetchall()
    return [Found(number, slug, name, parties.get(number, {})) for number, slug, name in rows]


def invited(partnership: int, email: str, party: int, roles: Sequence[str], *, mail: bool) -> str:
    """Invite as the operator; the link."""
    from django.urls import reverse

    from lagesbild.accounts import mails
    from lagesbild.accounts.actions import invite
    from lagesbild.core.system import worker

    _row, token = invite(
        actor=worker(partnership), email=email, party=party, roles=roles, mail=mail and mails.can_be_sent()
    )
    return mails.link(reverse("accounts:invitation", kwargs={"token": str(token)}))
