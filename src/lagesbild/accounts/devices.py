"""Phones that report without a password.

A link signs a phone in once; from then on it keeps a secret in a cookie that no script can read. A cookie and not a
header, because a page's own storage is emptied by some phones after a week without use, because reporting must work
without script, and because what a script cannot read a script cannot lose. The browser sends it on its own, so
`from_here` takes the place of the form's token: a change is taken only from our own pages.

A phone may report for one person and one party and see that person's own reports, whatever else the person may do.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts import policies, tokens
from lagesbild.accounts.models import REPORTING, Device, Membership, Person, Role
from lagesbild.accounts.tokens import Token
from lagesbild.core import timeline
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.models import Partnership
from lagesbild.core.scope import Scope, scope, walls_for
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

COOKIE = "enhet-"
"""The name goes on with the partnership's number: one phone may report in several."""
AT_MOST = 8
"""Cookies of this kind that are looked at."""
KEPT_FOR = dt.timedelta(days=400)
"""As long as browsers keep a cookie; each use begins it anew."""
LINK_OPEN_FOR = dt.timedelta(hours=24)
USE_IS_NOTED_EVERY = dt.timedelta(hours=1)
SAFE = ("GET", "HEAD", "OPTIONS")
_pages: list[str] = []


def start_at(name: str) -> None:
    """Say which page of a partnership a phone begins at; the room that reports registers it in `AppConfig.ready`."""
    _pages[:] = [name]


def start_page(slug: str) -> str:
    """Address of the page that a phone begins at."""
    return reverse(_pages[0] if _pages else "home", kwargs={"slug": slug})


class LinkGone(InputError):
    """The link cannot sign a phone in: the same answer whatever the reason."""

    status = 404

    def __init__(self) -> None:
        super().__init__(
            Message(N_("This link has been used, or its time is out. Ask for a new one where you got it."))
        )


def offer(*, actor: Actor, person: int, party: int) -> tuple[Device, Token]:
    """Make a link that signs one phone in for a person and a party; the token is for the link, shown once.

    Raises
    ------
    Denied
        One makes links for oneself, or for others of a party that one invites reporters for.
    InputError
        The person does not report for the party.

    """
    with acting(actor):
        require(person == actor.person or policies.may_offer(actor, party))
        _must_report(actor.partnership, person, party)
        token = tokens.make(actor.partnership)
        row = Device.objects.create(
            partnership_id=actor.partnership,
            party_id=party,
            person_id=person,
            claim_digest=token.digest,
            claim_expires=timezone.now() + LINK_OPEN_FOR,
        )
        timeline.record(
            partnership=actor.partnership, person=actor.person, verb="device.offered", subject=row, owner=person
        )
    return row, token


def offered(token: Token) -> Device:
    """The phone that a link would sign in, with person, party and partnership; for the page that asks.

    Raises
    ------
    LinkGone
        There is none.

    """
    with scope(Scope(read=(token.partnership,))):
        found = Device.objects.offered().filter(partnership_id=token.partnership, claim_digest=token.digest)
        row = found.select_related("person", "party", "partnership").first()
    if row is None or not row.person.is_active:
        raise LinkGone
    return row


def claim(*, token: Token, name: str = "") -> tuple[Device, Token]:
    """Sign a phone in with a link; the token is for the phone to keep.

    Raises
    ------
    LinkGone
        The link cannot be used.

    """
    with scope(Scope(read=(token.partnership,), write=token.partnership)):
        found = Device.objects.offered().filter(partnership_id=token.partnership, claim_digest=token.digest)
        row = found.select_for_update(of=("self",)).first()
        if row is None or not Person.objects.filter(pk=row.person_id, is_active=True).exists():
            raise LinkGone
        _must_report(row.partnership_id, row.person_id, row.party_id)
        kept = _keep(row, name)
    return row, kept


def begin(*, partnership: int, person: Person, party: int, name: str = "") -> tuple[Device, Token]:
    """Sign in the phone on which someone has just taken an invitation to report; the token is for the phone to keep.

    Raises
    ------
    InputError
        The person does not report for the party.

    """
    with scope(Scope(read=(partnership,), write=partnership)):
        _must_report(partnership, person.pk, party)
        row = Device.objects.create(partnership_id=partnership, party_id=party, person=person)
        kept = _keep(row, name)
    return row, kept


def revoke(*, actor: Actor, device: int) -> Device:
    """Sign a phone out for good, or take its link back.

    Raises
    ------
    Denied
        It is another's, and the actor does not invite reporters.
    WrongState
        It is signed out already.

    """
    with acting(actor):
        row = Device.objects.select_for_update(of=("self",)).get(pk=device, partnership_id=actor.partnership)
        require(row.person_id == actor.person or policies.may_invite(actor))
        if row.revoked:
            raise WrongState(Message(N_("The phone is signed out already.")))
        row.revoked, row.claim_digest = timezone.now(), None
        row.save(update_fields=["revoked", "claim_digest"])
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb="device.revoked",
            subject=row,
            owner=row.person_id,
        )
    return row


def here_of(request: HttpRequest, slug: str) -> tuple[Partnership, Actor] | None:
    """The partnership that `slug` names and the person that the phone reports for in it; None if it does not.

    The actor is a reporter for the phone's party and belongs to no audience, whatever other roles the person has.
    """
    device = device_of(request, slug)
    if device is None:
        return None
    roles = frozenset({(device.party_id, str(Role.REPORTER))})
    return device.partnership, Actor(device.person_id, device.partnership_id, roles)


def device_of(request: HttpRequest, slug: str) -> Device | None:
    """The phone that asks, if it is signed in for the partnership that `slug` names."""
    found = (_of(token, Q(partnership__slug=slug)) for token in _tokens(request))
    return next((device for device in found if device is not None), None)


def person_of(request: HttpRequest) -> Person | None:
    """Whose phone it is that asks, if it is signed in anywhere."""
    return next((device.person for device in all_of(request)), None)


def all_of(request: HttpRequest) -> list[Device]:
    """What the phone is signed in for, with partnership, party and person."""
    found = [_of(token, Q()) for token in _tokens(request)]
    return [device for device in found if device is not None]


def from_here(request: HttpRequest) -> bool:
    """Whether a request that changes something comes from one of our own pages, as the browser itself says."""
    if request.method in SAFE:
        return True
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def keep(response: HttpResponse, token: Token) -> None:
    """Give the phone its secret to keep."""
    response.set_cookie(
        _name(token.partnership),
        str(token),
        max_age=KEPT_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def forget(response: HttpResponse, partnership: int) -> None:
    """Let the phone forget its secret."""
    response.delete_cookie(_name(partnership), samesite="Lax")


def _name(partnership: int | str = "") -> str:
    return f"{settings.COOKIE_PREFIX}{COOKIE}{partnership}"


def _tokens(request: HttpRequest) -> list[Token]:
    """The secrets that the phone sent."""
    values = [value for name, value in request.COOKIES.items() if name.startswith(_name())]
    found = [tokens.read(value) for value in values[:AT_MOST]]
    return [token for token in found if token is not None]


def _of(token: Token, condition: Q) -> Device | None:
    """The signed-in phone of the token, if its person still reports for its party; that it is used is noted."""
    with walls_for(Scope(read=(token.partnership,))):
        rows = Device.objects.in_use().filter(condition, partnership_id=token.partnership, token_digest=token.digest)
        reports = _memberships(token.partnership, OuterRef("person_id"), OuterRef("party_id"))
        row = rows.filter(Exists(reports)).select_related("partnership", "party", "person").first()
        if row is None or not row.person.is_active:
            return None
    if row.last_used is None or timezone.now() - row.last_used > USE_IS_NOTED_EVERY:
        with scope(Scope(read=(token.partnership,), write=token.partnership)):
            Device.objects.filter(pk=row.pk).update(last_used=timezone.now())
    return row


def _keep(row: Device, name: str) -> Token:
    token = tokens.make(row.partnership_id)
    row.name = " ".join(name.split())[:80]
    row.token_digest, row.claim_digest, row.claim_expires = token.digest, None, None
    row.save(update_fields=["name", "token_digest", "claim_digest", "claim_expires"])
    timeline.record(
        partnership=row.partnership_id,
        person=row.person_id,
        verb="device.claimed",
        subject=row,
        owner=row.person_id,
        party=row.party_id,
    )
    return token


def _memberships(partnership: int, person: int | OuterRef, party: int | OuterRef) -> QuerySet[Membership]:
    """Those by which the person reports for the party."""
    return Membership.objects.filter(partnership_id=partnership, person_id=person, party_id=party, role__in=REPORTING)


def _must_report(partnership: int, person: int, party: int) -> None:
    if not _memberships(partnership, person, party).exists():
        raise InputError(Message(N_("The person does not report for this party.")))
