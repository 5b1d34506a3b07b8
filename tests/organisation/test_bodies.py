"""Bodies, seats and functions: who may arrange them, who holds them, what is vacant as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild.accounts.models import Role
from lagesbild.core.actions import Actor, Denied, WrongState
from lagesbild.core.models import Audience, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.organisation import actions
from lagesbild.organisation.actions import Appointment, Charter
from lagesbild.organisation.models import Body, Function, Holder, Seat
from lagesbild.organisation.queries import bodies_of, vacant
from tests.organisation.house import SPRING, House

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def charter(house: House, **changes: object) -> Charter:
    plain: dict[str, object] = {"name": "BRÅ", "kind": "project", "convener": house.municipality.pk}
    return Charter(**{**plain, **changes})  # type: ignore[arg-type]


@pytest.fixture
def acts(house: House) -> dict[str, Callable[[Actor], object]]:
    """Every action of the room, ready to be taken by somebody."""
    body, closed = house.body(), house.body("Fokus skola")
    actions.close_body(actor=house.carl, body=closed.pk, until=SPRING)
    seat, other = house.seat(body), house.seat(body)
    police = house.municipality, house.person("Paula", house.police, Role.MEMBER)
    function = actions.create_function(
        actor=house.carl, name="Kommunpolis", kind="municipal_police", party=house.police.pk, since=SPRING
    )
    who = Appointment(person=police[1].pk, since=SPRING)
    held = actions.seat_person(actor=house.carl, seat=other.pk, who=who)
    mistaken = actions.seat_person(
        actor=house.carl, seat=other.pk, who=Appointment(name="Nils Namn", since=SPRING, deputy=True)
    )
    giving = actions.Giving(
        party=house.municipality.pk, what=["promises.party_decision"], name="Kommunstyrelsen", since=SPRING
    )
    [given], [regretted] = (actions.give_mandate(actor=house.carl, giving=giving) for _ in range(2))
    return {
        "create_body": lambda who_: actions.create_body(actor=who_, charter=charter(house)),
        "change_body": lambda who_: actions.change_body(
            actor=who_, body=body.pk, charter=charter(house, name="EST Centrum", kind="est")
        ),
        "reopen_body": lambda who_: actions.reopen_body(actor=who_, body=closed.pk),
        "add_seat": lambda who_: actions.add_seat(
            actor=who_, body=body.pk, title="Kommundirektör", party=house.municipality.pk
        ),
        "change_seat": lambda who_: actions.change_seat(actor=who_, seat=seat.pk, title="Kommunpolis"),
        "seat_person": lambda who_: actions.seat_person(actor=who_, seat=seat.pk, who=who),
        "vacate": lambda who_: actions.vacate(actor=who_, holder=held.pk, until=SPRING),
        "take_back_appointment": lambda who_: actions.take_back_appointment(actor=who_, holder=mistaken.pk),
        "remove_seat": lambda who_: actions.remove_seat(actor=who_, seat=seat.pk, until=SPRING),
        "create_function": lambda who_: actions.create_function(
            actor=who_, name="ANDT-samordnare", kind="andt", party=house.municipality.pk
        ),
        "change_function": lambda who_: actions.change_function(
            actor=who_, function=function.pk, name="Områdespolis", kind="area_police"
        ),
        "fill_function": lambda who_: actions.fill_function(actor=who_, function=function.pk, who=who),
        "set_mandates": lambda who_: actions.set_mandates(actor=who_, body=body.pk, may={"plans.adopt": "own"}),
        "give_mandate": lambda who_: actions.give_mandate(actor=who_, giving=giving),
        "end_mandate": lambda who_: actions.end_mandate(actor=who_, mandate=given.pk, until=SPRING),
        "take_back_mandate": lambda who_: actions.take_back_mandate(actor=who_, mandate=regretted.pk),
        "close_function": lambda who_: actions.close_function(actor=who_, function=function.pk, until=SPRING),
        "close_body": lambda who_: actions.close_body(actor=who_, body=body.pk, until=SPRING),
    }


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_those_who_arrange_may_do_everything_and_all_of_it_is_on_the_timeline(
    house: House, acts: dict[str, Callable[[Actor], object]], role: Role
) -> None:
    actor = house.anyone(role)
    for act in acts.values():
        with scope(actor.scope()):
            before = TimelineEntry.objects.count()
        act(actor)
        with scope(actor.scope()):
            assert TimelineEntry.objects.count() == before + 1
    with scope(actor.scope()):
        assert list(faults(house.partnership.pk)) == []


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.COORDINATOR, Role.ADMINISTRATOR}])
def test_the_others_may_do_nothing_and_nothing_is_left_behind(
    house: House, acts: dict[str, Callable[[Actor], object]], role: Role
) -> None:
    actor = house.anyone(role)
    with scope(actor.scope()):
        before = TimelineEntry.objects.count()
    for act in acts.values():
        with pytest.raises(Denied):
            act(actor)
    with scope(actor.scope()):
        assert TimelineEntry.objects.count() == before
        assert not Body.objects.filter(name="BRÅ").exists()


def test_every_action_is_tried_in_every_role(acts: dict[str, Callable[[Actor], object]]) -> None:
    assert {name for name in actions.__all__ if name[0].islower()} == set(acts)


Stretches = st.lists(st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(0, 40)), st.booleans()), max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(stretches=Stretches, asked=st.integers(-2, 45))
def test_a_seat_is_vacant_exactly_on_days_that_no_accepted_holder_covers(
    house: House, stretches: list[tuple[int, int | None, bool]], asked: int
) -> None:
    carl = house.carl
    with scope(carl.scope()):
        body = Body.objects.filter(name="EST Nygård").first()
    seat = house.seat(body or house.body())
    covered: set[int] = set()
    for number, (first, length, deputy) in enumerate(stretches):
        days = set(range(first, 99 if length is None else first + length + 1))
        who = Appointment(
            name=f"Person {'ABCDE'[number]}",
            since=SPRING + first * DAY,
            until=None if length is None else SPRING + (first + length) * DAY,
            deputy=deputy,
        )
        if not deputy and days & covered:
            with pytest.raises(InputError):
                actions.seat_person(actor=carl, seat=seat.pk, who=who)
        else:
            actions.seat_person(actor=carl, seat=seat.pk, who=who)
            covered |= set() if deputy else days
    with scope(carl.scope()):
        found = seat.pk in {one.pk for one in vacant(SPRING + asked * DAY).seats}
    assert found == (asked >= 0 and asked not in covered)


def test_a_function_is_vacant_from_the_day_after_its_holder_left_until_it_is_filled(house: House) -> None:
    carl = house.carl
    anna = house.person("Anna", house.municipality, Role.MEMBER)
    function = actions.create_function(
        actor=carl, name="Samordnare", kind="coordinator", party=house.municipality.pk, since=SPRING
    )
    holder = actions.fill_function(actor=carl, function=function.pk, who=Appointment(person=anna.pk, since=SPRING))
    actions.vacate(actor=carl, holder=holder.pk, until=SPRING + 10 * DAY)
    actions.fill_function(actor=carl, function=function.pk, who=Appointment(name="Bo Ek", since=SPRING + 20 * DAY))
    with scope(carl.scope()):
        empty = [n for n in range(-3, 30) if vacant(SPRING + n * DAY).functions]
    assert empty == list(range(11, 20))


def test_nothing_of_a_closed_body_is_vacant_and_its_members_leave_the_circle(house: House) -> None:
    body = house.body()
    house.sit(body, "Paula", house.police)
    house.seat(body)
    assert body.circle_id in house.actor("Paula").audiences
    actions.close_body(actor=house.carl, body=body.pk, until=SPRING + DAY)
    assert body.circle_id not in house.actor("Paula").audiences
    with scope(house.carl.scope()):
        assert len(vacant(SPRING + DAY)) == 1
        assert len(vacant(SPRING + 2 * DAY)) == 0
    actions.reopen_body(actor=house.carl, body=body.pk)
    assert body.circle_id in house.actor("Paula").audiences


def test_a_row_given_to_a_body_is_seen_by_its_members_and_by_no_one_else_but_its_owner(house: House) -> None:
    """Shown with a table that has owner and audience: the walls are the same for all of them."""
    from lagesbild.meetings.models import Task

    body = house.body()
    house.sit(body, "Paula", house.police)
    house.person("Hanna", house.housing, Role.MEMBER)
    with scope(house.carl.scope()):
        task = Task.objects.create(
            partnership=house.partnership,
            party=house.municipality,
            audience_id=body.circle_id,
            body=body,
            responsible=house.municipality,
            what="Belysning vid skolan",
        )
    seen = {}
    for name in ("Carl", "Paula", "Hanna"):
        with scope(house.actor(name).scope()):
            seen[name] = list(Task.objects.all())
    assert seen == {"Carl": [task], "Paula": [task], "Hanna": []}


def test_who_sits_where_is_known_by_the_day(house: House) -> None:
    body = house.body()
    holder = house.sit(body, "Paula", house.police)
    actions.vacate(actor=house.carl, holder=holder.pk, until=SPRING + 5 * DAY)
    paula = house.people["Paula"].pk
    with scope(house.carl.scope()):
        assert list(bodies_of(paula, SPRING + 5 * DAY)) == [body]
        assert list(bodies_of(paula, SPRING + 6 * DAY)) == []
        assert list(bodies_of(paula, SPRING - DAY)) == []


def test_the_door_lets_into_the_circles_of_the_bodies_one_sits_in_from_the_first_to_the_last_moment_of_their_days(
    house: House, neighbours: House
) -> None:
    body = house.body()
    holder = house.sit(body, "Paula", house.police)
    actions.vacate(actor=house.carl, holder=holder.pk, until=SPRING + 5 * DAY)
    paula, here = house.people["Paula"].pk, house.partnership
    zone = ZoneInfo(here.timezone)
    for day in (SPRING - DAY, SPRING, SPRING + 5 * DAY, SPRING + 6 * DAY):
        with scope(house.carl.scope()):
            sits = {one.circle_id for one in bodies_of(paula, day)}
        for hour in (dt.time.min, dt.time.max):
            at = dt.datetime.combine(day, hour, zone)
            assert circles(paula, here.pk, at) == sits
            assert circles(paula, neighbours.partnership.pk, at) == set()
    assert circles(paula, here.pk, dt.datetime.combine(SPRING, dt.time.min, zone)) == {body.circle_id}


def circles(person: int, partnership: int, at: dt.datetime) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_circles(%s, %s, %s)", [person, partnership, at])
        return {circle for (circle,) in cursor.fetchall()}


def test_bodies_never_report_in_a_circle(house: House) -> None:
    one = house.body("Styrgrupp")
    two = house.body("Projektgrupp", reports_to=one.pk)
    three = house.body("EST", reports_to=two.pk)
    with pytest.raises(InputError, match="report to itself"):
        actions.change_body(actor=house.carl, body=one.pk, charter=charter(house, reports_to=three.pk))
    with pytest.raises(InputError, match="report to itself"):
        actions.change_body(actor=house.carl, body=one.pk, charter=charter(house, reports_to=one.pk))


def test_the_circle_follows_the_name_of_the_body(house: House) -> None:
    body = house.body()
    actions.change_body(actor=house.carl, body=body.pk, charter=charter(house, name="EST Centrum"))
    with scope(house.carl.scope()):
        assert Audience.objects.get(kind=Audience.BODIES).name == "EST Centrum"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "  "}, "Give a name"),
        ({"name": "own"}, "taken"),
        ({"kind": "club"}, "none of the choices"),
        ({"times": 4}, "how many times"),
        ({"per": "year"}, "how many times"),
        ({"per": "year", "times": 0}, "between 1 and 366"),
        ({"mandate": "Fråga Anna på 070-174 06 05"}, "telephone"),
        ({"name": "x" * 201}, "201 characters"),
    ],
)
def test_a_charter_that_does_not_hold_founds_nothing(house: House, changes: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        actions.create_body(actor=house.carl, charter=charter(house, **changes))
    with scope(house.carl.scope()):
        assert not Body.objects.exists()
        assert not Audience.objects.filter(kind=Audience.BODIES).exists()


def test_a_person_holds_a_seat_only_of_a_party_that_the_person_stands_for(house: House) -> None:
    seat = house.seat(house.body())
    hanna = house.person("Hanna", house.housing, Role.MEMBER)
    with pytest.raises(InputError, match="Polisen"):
        actions.seat_person(actor=house.carl, seat=seat.pk, who=Appointment(person=hanna.pk, since=SPRING))


@pytest.mark.parametrize(
    "who",
    [
        Appointment(since=SPRING),
        Appointment(name="Bo", since=SPRING, until=SPRING - DAY),
        Appointment(name="Bo", since=SPRING - DAY),
        Appointment(name="Bo 850101-1234", since=SPRING),
    ],
)
def test_an_appointment_that_does_not_hold_is_refused(house: House, who: Appointment) -> None:
    seat = house.seat(house.body())
    with pytest.raises(InputError):
        actions.seat_person(actor=house.carl, seat=seat.pk, who=who)


def test_no_one_is_both_holder_and_deputy_of_a_seat_at_once(house: House) -> None:
    seat = house.seat(house.body())
    actions.seat_person(actor=house.carl, seat=seat.pk, who=Appointment(name="Bo Ek", since=SPRING))
    with pytest.raises(InputError, match="Bo Ek"):
        actions.seat_person(
            actor=house.carl, seat=seat.pk, who=Appointment(name="Bo Ek", since=SPRING + DAY, deputy=True)
        )


def test_what_is_closed_is_not_closed_again(house: House) -> None:
    body = house.body()
    actions.close_body(actor=house.carl, body=body.pk, until=SPRING)
    with pytest.raises(WrongState):
        actions.close_body(actor=house.carl, body=body.pk, until=SPRING)
    with pytest.raises(WrongState):
        actions.add_seat(actor=house.carl, body=body.pk, title="X", party=house.police.pk)


def test_neighbours_neither_see_nor_reach_ours(house: House, neighbours: House) -> None:
    body = house.body()
    holder = house.sit(body, "Paula", house.police)
    stranger = neighbours.carl
    with scope(stranger.scope()):
        for model in (Body, Seat, Function, Holder):
            assert not model.objects.exists()
    with pytest.raises(Body.DoesNotExist):
        actions.close_body(actor=stranger, body=body.pk, until=SPRING)
    with pytest.raises(Holder.DoesNotExist):
        actions.vacate(actor=stranger, holder=holder.pk, until=SPRING)
