"""Problems are opened, described, closed and opened again; who may, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from lagesbild.accounts.models import Role
from lagesbild.core.actions import Actor, Denied, WrongState
from lagesbild.core.meanwhile import ChangedMeanwhile, as_seen
from lagesbild.core.models import Audience, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.problems import actions
from lagesbild.problems.actions import Told
from lagesbild.problems.models import FocusArea, Problem
from tests.organisation.house import SPRING
from tests.problems.conftest import SQUARE, Place

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = Told(
    title="Störande körning vid Brukstorget",
    what="A-traktorer kör runt på torget.",
    lon=SQUARE[0],
    lat=SQUARE[1],
    place="Brukstorget",
)


def test_problems_are_numbered_in_their_partnership_also_past_those_that_one_does_not_see(place: Place) -> None:
    own = actions.open_problem(actor=place.mia, told=TOLD, audience=place.audience(Audience.OWN))
    shared = actions.open_problem(actor=place.carl, told=TOLD)
    assert (own.number, shared.number) == (1, 2)
    assert (shared.party_id, shared.audience_id) == (place.house.municipality.pk, place.audience())
    with scope(place.carl.scope()):
        assert list(Problem.objects.values_list("number", flat=True)) == [2]
    with scope(place.mia.scope()):
        assert list(Problem.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_it_is_described_anew_and_the_second_of_two_is_told(place: Place) -> None:
    row = actions.open_problem(actor=place.carl, told=TOLD)
    area = actions.add_focus_area(actor=place.carl, name="Trygga mötesplatser", since=SPRING)
    told = replace(TOLD, who="Boende i två kvarter", focus_area=area.pk, owner_person=place.carl.person)
    seen = as_seen(row)
    actions.change_problem(actor=place.lena, problem=row.pk, told=told, seen=seen)
    with scope(place.carl.scope()):
        row.refresh_from_db()
    assert (row.who, row.focus_area_id, row.owner_person_id) == ("Boende i två kvarter", area.pk, place.carl.person)
    with pytest.raises(ChangedMeanwhile):
        actions.change_problem(actor=place.carl, problem=row.pk, told=TOLD, seen=seen)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"title": "x" * 201},
        {"what": "Ring 070-174 06 05"},
        {"who": "19811218-9876"},
        {"lat": None},
        {"lon": 999.0},
        {"metres": 0},
        {"metres": 10**6},
        {"owner_person": 10**9},
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_left(place: Place, changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        actions.open_problem(actor=place.carl, told=replace(TOLD, **changes))  # type: ignore[arg-type]
    with scope(place.carl.scope()):
        assert not Problem.objects.exists()


def test_it_is_closed_with_a_reason_and_opened_again(place: Place) -> None:
    row = actions.open_problem(actor=place.carl, told=TOLD)
    with pytest.raises(InputError):
        actions.close(actor=place.carl, problem=row.pk, reason=" ")
    closed = actions.close(actor=place.lena, problem=row.pk, reason="Torget är avstängt för trafik.")
    assert (closed.state, closed.live) == (Problem.State.CLOSED, False)
    for act in (
        lambda: actions.close(actor=place.carl, problem=row.pk, reason="Igen"),
        lambda: actions.change_problem(actor=place.carl, problem=row.pk, told=TOLD),
        lambda: actions.add_note(actor=place.carl, problem=row.pk, text="En vandring"),
    ):
        with pytest.raises(WrongState):
            act()
    again = actions.reopen(actor=place.carl, problem=row.pk)
    assert (again.state, again.reason, again.closed) == (Problem.State.OPEN, "", None)
    with pytest.raises(WrongState):
        actions.reopen(actor=place.carl, problem=row.pk)


def test_focus_areas_have_names_of_their_own_and_end(place: Place) -> None:
    area = actions.add_focus_area(actor=place.carl, name="Ungdomar", since=SPRING)
    with pytest.raises(InputError):
        actions.add_focus_area(actor=place.carl, name="Ungdomar", since=SPRING)
    with pytest.raises(InputError):
        actions.change_focus_area(
            actor=place.carl, focus_area=area.pk, name="Ungdomar", since=SPRING, until=SPRING.replace(year=2025)
        )
    changed = actions.change_focus_area(
        actor=place.carl, focus_area=area.pk, name="Barn och unga", since=SPRING, until=SPRING
    )
    with scope(place.carl.scope()):
        assert list(FocusArea.objects.on(SPRING)) == [changed]
        assert not FocusArea.objects.on(SPRING.replace(day=3)).exists()


def acts(place: Place) -> dict[str, tuple[Callable[[Actor], object], set[Role]]]:
    """Every action that somebody takes outside a meeting, and the roles that may."""
    row = actions.open_problem(actor=place.carl, told=TOLD)
    gone = actions.open_problem(actor=place.carl, told=TOLD)
    actions.close(actor=place.carl, problem=gone.pk, reason="Borta")
    because = actions.Because(side="place", text="Torget är öppet för genomfart")
    cause = actions.add_cause(actor=place.carl, problem=row.pk, said=because)
    area = actions.add_focus_area(actor=place.carl, name="Ungdomar", since=SPRING)
    writing = {Role.MEMBER, Role.LEADER, Role.COORDINATOR, Role.ANALYST, Role.ADMINISTRATOR}
    deciding = {Role.LEADER, Role.COORDINATOR}
    key = place.criterion("harm").pk
    return {
        "open_problem": (lambda who: actions.open_problem(actor=who, told=TOLD), writing),
        "change_problem": (lambda who: actions.change_problem(actor=who, problem=row.pk, told=TOLD), writing),
        "add_note": (lambda who: actions.add_note(actor=who, problem=row.pk, text="En vandring"), writing),
        "add_cause": (lambda who: actions.add_cause(actor=who, problem=row.pk, said=because), writing),
        "change_cause": (lambda who: actions.change_cause(actor=who, cause=cause.pk, said=because), writing),
        "move_cause": (lambda who: actions.move_cause(actor=who, cause=cause.pk, up=False), writing),
        "remove_cause": (
            lambda who: actions.remove_cause(
                actor=who, cause=actions.add_cause(actor=place.carl, problem=row.pk, said=because).pk
            ),
            writing,
        ),
        "value": (
            lambda who: actions.value(
                actor=who, problem=row.pk, of_party=who.parties[0], scores=[actions.Scored(key, 3)]
            ),
            {Role.MEMBER, Role.LEADER, Role.COORDINATOR},
        ),
        "reopen": (lambda who: actions.reopen(actor=who, problem=gone.pk), deciding),
        "close": (lambda who: actions.close(actor=who, problem=gone.pk, reason="Borta"), deciding),
        "add_focus_area": (
            lambda who: actions.add_focus_area(actor=who, name=f"Område {who.person}", since=SPRING),
            deciding,
        ),
        "change_focus_area": (
            lambda who: actions.change_focus_area(actor=who, focus_area=area.pk, name="Ungdomar", since=SPRING),
            deciding,
        ),
        "weigh": (lambda who: actions.weigh(actor=who, weights={key: 30}, active=[key]), deciding),
    }


@pytest.mark.parametrize("role", list(Role))
def test_each_role_does_what_it_may_and_nothing_else(place: Place, role: Role) -> None:
    who = place.house.anyone(role)
    for name, (act, may) in acts(place).items():
        with scope(who.scope()):
            before = TimelineEntry.objects.count()
        if role in may:
            act(who)
        else:
            with pytest.raises(Denied):
                act(who)
            if name != "remove_cause":
                with scope(who.scope()):
                    assert TimelineEntry.objects.count() == before, name
    with scope(who.scope()):
        assert list(faults(place.house.partnership.pk)) == []
