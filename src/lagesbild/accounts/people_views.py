"""Who takes part in a partnership: people by party, invitations, phones."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lagesbild.accounts import actions, devices, handover, mails, policies, recovery, seats
from lagesbild.accounts.forms import InviteForm, RolesForm, posted
from lagesbild.accounts.links import link
from lagesbild.accounts.models import REPORTING, Device, Invitation, Membership, Person, Role
from lagesbild.accounts.tokens import Token
from lagesbild.accounts.web import member
from lagesbild.core import alphabet
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message


@dataclass(slots=True)
class Place:
    """A person's roles for a party."""

    person: Person
    party: Party
    roles: list[str] = field(default_factory=list)
    may_change: bool = False
    may_end: bool = False

    @property
    def labels(self) -> list[str]:
        """Names of the roles, to be translated."""
        return [Role(role).label for role in self.roles]

    @property
    def reports(self) -> bool:
        """Whether a phone can be signed in for it."""
        return not REPORTING.isdisjoint(self.roles)


@member(policy=policies.may_see_people)
def listing(here: Here) -> HttpResponse:
    """People by party and role, invitations that wait, phones."""
    waiting = list(Invitation.objects.waiting().filter(partnership=here.partnership))
    return render(
        here,
        "people/list.html",
        parties=_by_party(here),
        invitations=[
            (row, [Role(role).label for role in row.roles], policies.may_give(here.actor, row.roles, row.party_id))
            for row in waiting
        ],
        seats=seats.named([row.seat for row in waiting if row.seat is not None]),
        phones=list(Device.objects.in_use().filter(partnership=here.partnership).for_list()),
        may_invite=policies.may_invite(here.actor),
    )


@never_cache
@member(policy=policies.may_invite)
def invite(here: Here) -> HttpResponse:
    """Invite someone; the link is shown once."""
    form = InviteForm(here, posted(here.request))
    made: list[tuple[Invitation, Token]] = []
    if form.is_valid() and form.attempt(lambda: made.append(actions.invite(actor=here.actor, **form.cleaned_data))):
        row, token = made[0]
        return render(
            here,
            "people/invited.html",
            row=row,
            link=link(here.request, "accounts:invitation", token),
            mailed=mails.can_be_sent(),
        )
    return render(here, "people/invite.html", form=form)


@require_POST
@member
def withdraw(here: Here, pk: int) -> HttpResponse:
    """Take an invitation back."""
    actions.withdraw(actor=here.actor, invitation=pk)
    flash(here, Message(N_("The invitation is withdrawn.")))
    return back(here, "people:list")


@member(policy=policies.may_see_people)
def change(here: Here, person: int, party: int) -> HttpResponse:
    """Change someone's roles for a party, end them, or close the account here."""
    place = _place(here, person, party)
    fixed = [role for role in place.roles if not policies.may_give(here.actor, {role}, party)]
    seen = as_seen(actions.Held.of(place.roles))
    form = RolesForm(here, posted(here.request), fixed=bool(fixed), initial={"roles": place.roles}, seen=seen)

    def save() -> None:
        said = form.cleaned_data
        roles = [*said["roles"], *fixed]
        actions.change_roles(actor=here.actor, person=person, party=party, roles=roles, seen=said["seen"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The roles of {name} are changed."), {"name": place.person.name}))
        return back(here, "people:list")
    return render(
        here,
        "people/change.html",
        form=form,
        place=place,
        fixed=[Role(role).label for role in fixed],
        may_close=policies.may_close(here.actor) and person != here.actor.person,
        may_let_in=policies.may_let_in(here.actor) and person != here.actor.person,
        may_offer=place.reports and policies.may_offer(here.actor, party),
        matters=handover.of(here, person),
    )


@require_POST
@member
def end(here: Here, person: int, party: int) -> HttpResponse:
    """Someone no longer takes part for a party."""
    place = _place(here, person, party)
    actions.end_membership(actor=here.actor, person=person, party=party)
    flash(here, Message(N_("{name} no longer takes part for {party}."), _names(place)))
    # one who ends what was left of one's own place is no longer let in here
    return redirect("root") if person == here.actor.person else back(here, "people:list")


@require_POST
@member
def close(here: Here, person: int) -> HttpResponse:
    """Someone leaves the partnership altogether."""
    actions.deactivate(actor=here.actor, person=person)
    flash(here, Message(N_("The person no longer takes part here, and is signed out everywhere.")))
    return back(here, "people:list")


@require_POST
@member
def let_in(here: Here, person: int) -> HttpResponse:
    """Someone who has lost the phone or the password begins anew, by a link that is mailed."""
    row = recovery.let_in_again(actor=here.actor, person=person)
    words = N_("A link is on its way to {email}. The old password, codes, keys and phones here open nothing any more.")
    flash(here, Message(words, {"email": row.email}))
    return back(here, "people:list")


@never_cache
@require_POST
@member
def offer_phone(here: Here, person: int, party: int) -> HttpResponse:
    """A link that signs someone's phone in; shown once."""
    place = _place(here, person, party)
    row, token = devices.offer(actor=here.actor, person=person, party=party)
    return render(
        here, "accounts/phone_link.html", link=link(here.request, "accounts:phone", token), row=row, who=place.person
    )


@require_POST
@member
def revoke_phone(here: Here, pk: int) -> HttpResponse:
    """Sign a phone out."""
    devices.revoke(actor=here.actor, device=pk)
    flash(here, Message(N_("The phone is signed out.")))
    return back(here, "people:list")


def _place(here: Here, person: int, party: int) -> Place:
    """What someone is for a party here."""
    held = Membership.objects.filter(partnership=here.partnership, person=person, party=party).for_list()
    places = _places(here, list(held))
    if not places:
        raise Http404
    return places[0]


def _places(here: Here, held: list[Membership]) -> list[Place]:
    """One place for all the roles of a person for a party; the rows lie in order."""
    places = []
    for _, rows in groupby(held, key=lambda row: (row.party_id, row.person_id)):
        together = list(rows)
        place = Place(together[0].person, together[0].party, [row.role for row in together])
        place.may_change = any(policies.may_give(here.actor, {role}, place.party.pk) for role in place.roles)
        place.may_end = (
            policies.may_give(here.actor, place.roles, place.party.pk) or place.person.pk == here.actor.person
        )
        places.append(place)
    return places


def _by_party(here: Here) -> list[tuple[Party, list[Place]]]:
    """Every party of the partnership with those who stand for it."""
    held = list(Membership.objects.filter(partnership=here.partnership).for_list())
    places = _places(here, held)
    parties = Party.objects.filter(partnership=here.partnership).order_by(alphabet.by("name"))
    return [(party, [place for place in places if place.party.pk == party.pk]) for party in parties]


def _names(place: Place) -> dict[str, str]:
    return {"name": place.person.name, "party": place.party.name}
