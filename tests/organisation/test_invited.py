"""A seat that is given already in the invitation."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from lagesbild.accounts import actions as accounts
from lagesbild.accounts import tasks
from lagesbild.accounts.actions import Newcomer
from lagesbild.accounts.models import Invitation, Role
from lagesbild.accounts.tokens import Token
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.organisation import actions
from lagesbild.organisation.actions import Appointment
from lagesbild.organisation.models import Holder, Seat
from lagesbild.organisation.queries import today
from tests.accounts.conftest import PASSWORD
from tests.organisation.house import SPRING, House

pytestmark = pytest.mark.django_db(transaction=True)
NEW = Newcomer(name="Nils Ny", password=PASSWORD)


@pytest.fixture
def seat(house: House) -> Seat:
    """A vacant seat of the police in the steering group."""
    body = house.body("Styrgruppen", kind="steering")
    since = today(house.partnership)
    return actions.add_seat(actor=house.carl, body=body.pk, title="Polischef", party=house.police.pk, since=since)


def invited(house: House, seat: Seat) -> Token:
    return accounts.invite(
        actor=house.anyone(Role.ADMINISTRATOR),
        email="nils@exempel.se",
        party=house.police.pk,
        roles=[Role.MEMBER],
        seat=seat.pk,
    )[1]


def test_whoever_takes_the_invitation_holds_the_seat_from_that_day(house: House, seat: Seat) -> None:
    token = invited(house, seat)
    with scope(house.carl.scope()):
        assert not Holder.objects.exists()
    person = accounts.accept(token=token, newcomer=NEW).person
    with scope(house.carl.scope()):
        (held,) = Holder.objects.all()
    assert (held.seat_id, held.person_id, held.since, held.deputy) == (
        seat.pk,
        person.pk,
        today(house.partnership),
        False,
    )


def test_a_seat_that_was_given_to_somebody_else_meanwhile_stays_theirs_and_the_invitation_holds(
    house: House, seat: Seat
) -> None:
    token = invited(house, seat)
    who = Appointment(since=today(house.partnership), name="Siv Skog")
    actions.seat_person(actor=house.carl, seat=seat.pk, who=who)
    accounts.accept(token=token, newcomer=NEW)
    with scope(house.carl.scope()):
        assert [one.name for one in Holder.objects.all()] == ["Siv Skog"]
        assert TimelineEntry.objects.filter(verb="seat.not_filled", subject_id=seat.pk).count() == 1


def test_a_seat_of_another_party_or_one_that_is_held_is_not_promised(house: House, seat: Seat) -> None:
    said = {"actor": house.anyone(Role.ADMINISTRATOR), "email": "nils@exempel.se", "roles": [Role.MEMBER]}
    with pytest.raises(InputError, match="The seat belongs to Polisen"):
        accounts.invite(**said, party=house.municipality.pk, seat=seat.pk)  # type: ignore[arg-type]
    who = Appointment(since=today(house.partnership), name="Siv Skog")
    actions.seat_person(actor=house.carl, seat=seat.pk, who=who)
    with pytest.raises(InputError, match="not vacant any more"):
        accounts.invite(**said, party=house.police.pk, seat=seat.pk)  # type: ignore[arg-type]


def test_the_form_offers_vacant_seats_and_the_list_says_which_one_waits(house: House, seat: Seat) -> None:
    invited(house, seat)
    client = house.client("Administrator")
    form = client.get(reverse("people:invite", kwargs={"slug": "alfa"})).text
    assert "Styrgruppen: Polischef (Polisen)" in form
    listed = client.get(reverse("people:list", kwargs={"slug": "alfa"})).text
    assert "Styrgruppen: Polischef (Polisen)" in listed


def test_whoever_is_invited_reads_which_seat_it_is(house: House, seat: Seat) -> None:
    address = reverse("accounts:invitation", kwargs={"token": str(invited(house, seat))})
    assert "Styrgruppen: Polischef (Polisen)" in Client().get(address).text


def test_the_letter_says_as_what_one_is_invited_and_what_the_seat_means(house: House, seat: Seat) -> None:
    invited(house, seat)
    with scope(house.carl.scope()):
        row = Invitation.objects.get()
    tasks.invitation(partnership=house.partnership.pk, invitation=row.pk)
    (letter,) = mail.outbox
    assert "för Polisen, som gruppmedlem." in letter.body
    assert "har du posten Polischef i Styrgruppen, som möts varje vecka." in letter.body
    assert "beslutsmandat för Polisen" in letter.body


def test_the_letter_says_nothing_of_a_seat_that_is_gone(house: House, seat: Seat) -> None:
    invited(house, seat)
    with scope(house.carl.scope()):
        row = Invitation.objects.get()
        Seat.objects.filter(pk=seat.pk).update(since=SPRING, until=SPRING)
    tasks.invitation(partnership=house.partnership.pk, invitation=row.pk)
    (letter,) = mail.outbox
    assert "Polischef" not in letter.body
    assert "/konto/inbjudan/" in letter.body
