"""What a body may decide at its meetings, who may otherwise, and who is there with a mandate to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core.models import Party
from lagesbild.core.scope import scope
from lagesbild.i18n import translator
from lagesbild.meetings import actions, agenda, mandated, minutes
from lagesbild.meetings.actions import Hours
from lagesbild.meetings.mandated import OutsideMandate
from lagesbild.meetings.models import AgendaItem, Decision, Meeting, Task
from lagesbild.organisation import actions as organisation
from lagesbild.organisation import mandates
from lagesbild.organisation.actions import Appointment
from lagesbild.organisation.models import Body
from tests.organisation.house import SPRING, House

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now().replace(microsecond=0)
HOUR = dt.timedelta(hours=1)
HOURS = Hours(starts=NOW, ends=NOW + HOUR, place="Rådhuset")
WHAT = "test.colours"


@pytest.fixture(autouse=True)
def colours() -> Iterator[None]:
    """A room that lets bodies decide on colours; some only on those with even numbers."""
    even = mandates.Limit(
        "even", "only even ones", lambda subjects, body: {one for one in subjects if not (one or 0) % 2}
    )
    mandates.kind(WHAT, "colours", usual={Body.Kind.PROJECT: "", Body.Kind.FOCUS: "even"}, limits=[even])
    agenda.kind("test.colour", "A colour", title=lambda number: f"Colour {number}")
    agenda.resolution(
        "test.paint",
        kind="test.colour",
        label="Paint it",
        do=lambda **_: None,
        undo=lambda **_: None,
        mandate=WHAT,
    )
    yield
    agenda.forget("test.colour", "test.paint")
    mandates.forget(WHAT)


def item(house: House, body: Body, subject: int = 7) -> AgendaItem:
    meeting = actions.plan(actor=house.carl, body=body.pk, hours=HOURS)
    row = actions.add_item(actor=house.carl, meeting=meeting.pk, kind="test.colour", subject=subject)
    actions.hold(actor=house.carl, meeting=meeting.pk)
    return row


def decide(house: House, row: AgendaItem) -> Decision:
    return actions.decide(actor=house.carl, item=row.pk, text="Den målas.", act="test.paint")


def why(house: House, row: AgendaItem) -> str:
    with pytest.raises(OutsideMandate) as error:
        decide(house, row)
    return translator("sv").say(error.value.message)


def test_a_decision_outside_the_mandate_is_refused_and_says_who_may_and_when_they_meet(house: House) -> None:
    est, council = house.body(may=None), house.body("BRÅ", kind=Body.Kind.PROJECT, may=None)
    row = item(house, est)
    assert why(house, row).endswith("Det får BRÅ besluta. Inget möte är planerat.")
    ahead = NOW + dt.timedelta(days=6)
    actions.plan(actor=house.carl, body=council.pk, hours=Hours(starts=ahead, ends=ahead + HOUR))
    assert why(house, row) == (
        f"EST Nygård har inte mandat att besluta om colours. Det får BRÅ besluta. "
        f"Nästa möte är {timezone.localdate(ahead)}."
    )
    with scope(house.carl.scope()):
        assert not Decision.objects.exists()
    assert decide(house, item(house, council)).act == "test.paint"


def test_several_that_may_are_named_with_the_one_that_meets_first(house: House) -> None:
    for name in ("BRÅ Norr", "BRÅ Söder"):
        house.body(name, kind=Body.Kind.PROJECT, may=None)
    assert "Det får BRÅ Norr eller BRÅ Söder besluta." in why(house, item(house, house.body(may=None)))


def test_where_nobody_may_it_is_said_who_gives_the_mandate(house: House) -> None:
    assert "ger det på gruppens sida" in why(house, item(house, house.body(may=None)))


def test_a_limit_lets_some_through_and_says_which(house: House) -> None:
    focus = house.body("Fokus", kind=Body.Kind.FOCUS, may=None)
    assert decide(house, item(house, focus, 8)).subject_id == 8
    assert "only even ones" in why(house, item(house, focus, 7))


def test_the_mandate_of_the_day_of_the_meeting_counts(house: House) -> None:
    body = house.body(may={WHAT: ""})
    row = item(house, body)
    organisation.set_mandates(actor=house.carl, body=body.pk, may={}, since=timezone.localdate() + dt.timedelta(days=1))
    decide(house, row)
    organisation.set_mandates(actor=house.carl, body=body.pk, may={}, since=timezone.localdate())
    assert "har inte mandat" in why(house, row)


def test_a_body_that_may_give_nobody_anything_to_do_does_not(house: House) -> None:
    row = item(house, house.body(may={}))
    with pytest.raises(OutsideMandate):
        actions.decide(actor=house.carl, item=row.pk, text="Byt lampor.", responsible=house.police.pk)
    actions.decide(actor=house.carl, item=row.pk, text="Vi noterar det.")
    with scope(house.carl.scope()):
        assert not Task.objects.exists()


def voiceless(house: House, meeting: int) -> list[str]:
    with scope(house.carl.scope()):
        return [party.name for party in mandated.voiceless(Meeting.objects.get(pk=meeting))]


@pytest.fixture
def body(house: House) -> Body:
    """Lena for the municipality, Paula who only listens for the police, and an empty seat of the housing company."""
    row = house.body()
    house.sit(row, "Lena", house.municipality, leads=True)
    house.sit(row, "Paula", house.police, decides=False)
    house.seat(row, "Vd", house.housing)
    return row


def test_neither_a_listener_nor_an_empty_seat_nor_an_adjunct_speaks_for_a_party(house: House, body: Body) -> None:
    meeting = item(house, body).meeting_id
    assert voiceless(house, meeting) == ["Bostaden", "Kommunen", "Polisen"]
    actions.attend_all(actor=house.carl, meeting=meeting)
    bo = house.person("Bo", house.housing, Role.MEMBER)
    actions.add_adjunct(actor=house.carl, meeting=meeting, person=bo.pk, present=True)
    assert voiceless(house, meeting) == ["Bostaden", "Polisen"]


def test_a_deputy_who_is_there_speaks_for_the_party(house: House, body: Body) -> None:
    meeting = item(house, body).meeting_id
    bo = house.person("Bo", house.housing, Role.MEMBER)
    with scope(house.carl.scope()):
        seat = body.seats.get(party=house.housing)
    deputy = organisation.seat_person(
        actor=house.carl, seat=seat.pk, who=Appointment(since=SPRING, person=bo.pk, deputy=True)
    )
    actions.attend(actor=house.carl, meeting=meeting, holder=deputy.pk, present=True)
    assert "Bostaden" not in voiceless(house, meeting)


def test_a_joint_position_says_for_whom_nobody_was_there_whichever_is_noted_first(house: House, body: Body) -> None:
    row = item(house, body)
    decision = decide(house, row)
    actions.attend_all(actor=house.carl, meeting=row.meeting_id)
    with scope(house.carl.scope()):
        without = Decision.objects.get(pk=decision.pk).without
        names = set(Party.objects.filter(pk__in=without).values_list("name", flat=True))
    assert names == {"Bostaden", "Polisen"}
    edition = actions.approve(actor=house.carl, meeting=row.meeting_id)
    record = minutes.Record.of_json(edition.content)
    assert record.without == ("Bostaden", "Polisen")
    decided = next(one for point in record.points for one in point.decided)
    assert set(decided.without) == names
    page = reverse("meetings:minutes", kwargs={"slug": house.partnership.slug, "pk": row.meeting_id})
    text = house.client("Lena").get(page).text
    assert "Ingen med beslutsmandat var med för Bostaden, Polisen." in text


def test_the_page_offers_what_the_body_may_decide_and_says_who_decides_the_rest(house: House) -> None:
    house.body("BRÅ", kind=Body.Kind.PROJECT, may=None)
    row = item(house, house.body(may=None))
    slug = house.partnership.slug
    text = house.client("Carl").get(reverse("meetings:detail", kwargs={"slug": slug, "pk": row.meeting_id})).text
    assert "Paint it" not in text
    assert "Det får BRÅ besluta." in text
    address = reverse("meetings:decide", kwargs={"slug": slug, "pk": row.pk})
    fields = {f"beslut{row.pk}-text": "Den målas.", f"beslut{row.pk}-act": "test.paint"}
    answer = house.client("Carl").post(address, fields)
    assert "Det får BRÅ besluta." in answer.text
    with scope(house.carl.scope()):
        assert not Decision.objects.exists()
