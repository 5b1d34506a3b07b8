"""Evaluating a promise: from incidents, as a draft, decided and frozen, and superseded by a later edition."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from django.db.utils import Error
from django.urls import reverse

from lagesbild.accounts.models import Role
from lagesbild.core import masking
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.guard import MASK
from lagesbild.core.meanwhile import ChangedMeanwhile, as_seen
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.evaluation import actions, wording
from lagesbild.evaluation.effect import effect_of
from lagesbild.evaluation.models import Evaluation
from lagesbild.incidents.models import Incident
from lagesbild.incidents.queries import METRES_A_DEGREE
from lagesbild.places import actions as places
from lagesbild.places.models import Area
from lagesbild.plans.models import Measure
from lagesbild.promises import actions as promises
from lagesbild.promises.actions import Within
from lagesbild.promises.foreseeing import Why, foresee
from lagesbild.promises.models import Outcome
from lagesbild.promises.periods import Period
from tests.places.places_world import squares
from tests.plans.desk import DAY, TODAY, Desk
from tests.promises.vow import PLACE, Vow, category, here, incidents, made, seasons

pytestmark = pytest.mark.django_db(transaction=True)
PERIOD = Period(TODAY - 120 * DAY, TODAY - DAY)


@pytest.fixture
def over(desk: Desk) -> Vow:
    """A signed promise whose period is over, with 40, 38, 42 reports in earlier seasons and 9 in its own."""
    kind = category(desk.house)
    incidents(desk.house, Period(TODAY - 1500 * DAY, TODAY - DAY), 900, kind, at=(16.05, 59.52), step=0.0001)
    seasons(desk.house, PERIOD, (40, 38, 42, 9), kind)
    found = made(desk, starts=PERIOD.starts, ends=PERIOD.ends, within=here(kind))
    found.stand()
    return found


def test_the_same_season_of_earlier_years_at_the_place_is_what_is_compared_with(over: Vow) -> None:
    row = actions.evaluate(actor=over.house.carl, promise=over.promise.pk)
    assert [one["count"] for one in row.effect["before"]] == [40, 38, 42]
    assert row.effect["now"]["count"] == 9
    assert row.effect["before"][-1]["starts"] == PERIOD.earlier(1).starts.isoformat()
    assert row.verdict == "yes"
    assert row.number == 1
    assert [one["id"] for one in row.process["measures"]] == [over.desk.lamps.pk]


@pytest.mark.parametrize(("days", "said"), [(1, True), (21, True), (22, False)])
def test_that_reports_may_still_arrive_is_said_for_three_weeks(over: Vow, days: int, said: bool) -> None:
    with scope(over.house.carl.scope()):
        effect = effect_of(over.promise, over.promise.ends + days * DAY)
    line = f"The period ended {days} day"
    assert any(one.text.format(**one.values).startswith(line) for one in wording.effect(effect)) is said


def test_what_moved_from_the_circle_to_the_ring_around_it_takes_the_yes_away(over: Vow) -> None:
    kind = category(over.house)
    across = 1 / (METRES_A_DEGREE * math.cos(math.radians(PLACE[1])))
    inside, beyond = (PLACE[0] + metres * across for metres in (260, 510))
    seasons(over.house, PERIOD, (20, 22, 21, 60), kind, at=(inside, PLACE[1]))
    seasons(over.house, PERIOD, (9, 9, 9, 9), kind, at=(beyond, PLACE[1]))
    row = actions.evaluate(actor=over.house.carl, promise=over.promise.pk)
    assert row.effect["where"]["around"] == 500
    assert [one["around"] for one in (*row.effect["before"], row.effect["now"])] == [20, 22, 21, 60]
    assert row.effect["now"]["count"] == 9
    assert row.verdict == "cannot_tell"
    page = over.house.client("Carl").get(reverse("evaluation:detail", kwargs={"slug": "alfa", "pk": row.pk})).text
    assert "upp till 500 m från mitten: 60; samma säsong tidigare: 20, 22, 21." in page
    assert "det kan ha flyttat dit" in page


def test_around_an_area_are_the_areas_that_border_on_it(desk: Desk) -> None:
    carl, kind = desk.house.carl, category(desk.house)
    draft = places.add_areas(actor=carl, areas=squares(5, south=59.45), name="Distrikt")
    places.keep_areas(actor=carl, area_set=draft.pk)
    incidents(desk.house, Period(TODAY - 1500 * DAY, TODAY - DAY), 900, kind, at=(17.0, 59.5))
    for i, counts in enumerate([(5, 6, 7, 8), (40, 38, 42, 9), (1, 2, 3, 4), (9, 9, 9, 9)]):
        seasons(desk.house, PERIOD, counts, kind, at=(16.05 + 0.1 * i, 59.5))
    with scope(worker(desk.house.partnership.pk).scope()):
        numbers = list(Area.objects.order_by("code").values_list("pk", flat=True))
        for i, pk in enumerate(numbers):
            Incident.objects.filter(lon__gt=16.0 + 0.1 * i, lon__lt=16.1 + 0.1 * i).update(areas=[pk])
    found = made(desk, starts=PERIOD.starts, ends=PERIOD.ends, within=Within(area=numbers[1], categories=(kind,)))
    found.stand()
    row = actions.evaluate(actor=carl, promise=found.promise.pk)
    assert [one["count"] for one in row.effect["before"]] == [40, 38, 42]
    assert [one["around"] for one in (*row.effect["before"], row.effect["now"])] == [6, 8, 10, 12]


def test_what_is_promised_is_told_what_it_can_show_and_keeps_it(over: Vow) -> None:
    kept = over.fresh().foreseen
    assert kept is not None
    assert kept["why"] is None
    assert [one["count"] for one in kept["before"]] == [40, 38, 42]
    assert kept["critical"] >= 15
    assert kept["low"] <= kept["expected"] <= kept["high"]


def test_without_a_place_or_kinds_or_history_nothing_is_foreseen_and_nothing_invented(desk: Desk) -> None:
    house = desk.house
    with scope(house.carl.scope()):
        assert foresee(made(desk).promise).why is Why.NO_PLACE
    kind = category(house)
    none = made(desk, within=promises.Within(promises.Position(*PLACE, 250)))
    placed = made(desk, within=here(kind))
    with scope(house.carl.scope()):
        assert foresee(none.promise).why is Why.NO_CATEGORIES
        assert foresee(placed.promise).why is Why.NO_HISTORY


def test_a_promise_that_runs_or_was_never_signed_is_not_evaluated(desk: Desk) -> None:
    running = made(desk)
    with pytest.raises(WrongState):
        actions.evaluate(actor=desk.house.carl, promise=running.promise.pk)
    running.stand()
    with pytest.raises(WrongState, match="runs until"):
        actions.evaluate(actor=desk.house.carl, promise=running.promise.pk)


def test_a_draft_is_made_anew_in_its_place_and_a_decided_one_is_superseded(over: Vow) -> None:
    carl, pk = over.house.carl, over.promise.pk
    first = actions.evaluate(actor=carl, promise=pk)
    assert actions.evaluate(actor=carl, promise=pk).pk == first.pk
    decided = actions.decide(actor=carl, evaluation=first.pk)
    assert decided.digest == actions.digest_of(decided)
    with pytest.raises(WrongState):
        actions.decide(actor=carl, evaluation=first.pk)
    second = actions.evaluate(actor=carl, promise=pk)
    assert second.number == 2
    with scope(carl.scope()):
        assert Evaluation.objects.standing().get().pk == first.pk, "a draft supersedes nothing"
    actions.decide(actor=carl, evaluation=second.pk)
    with scope(carl.scope()):
        assert Evaluation.objects.standing().get().pk == second.pk


def test_what_was_done_is_the_same_whoever_evaluates(over: Vow) -> None:
    house = over.house
    with scope(worker(house.partnership.pk).scope()):
        own = Audience.objects.get(kind=Audience.OWN)
        Measure.objects.update(audience=own, party=house.police, responsible=house.police)
    row = actions.evaluate(actor=house.carl, promise=over.promise.pk)
    assert [one["id"] for one in row.process["measures"]] == [over.desk.lamps.pk]


def test_the_database_refuses_every_change_of_a_decided_evaluation(over: Vow) -> None:
    carl = over.house.carl
    row = actions.evaluate(actor=carl, promise=over.promise.pk)
    actions.write(actor=carl, evaluation=row.pk, text="Brukstorget byggdes om.")
    actions.decide(actor=carl, evaluation=row.pk)
    for change in ({"verdict": "no"}, {"effect": {}}, {"text": "Annat"}, {"state": "draft", "decided": None}):
        with pytest.raises(Error), scope(carl.scope()):
            Evaluation.objects.update(**change)
    with pytest.raises(Error), scope(carl.scope()):
        Evaluation.objects.all().delete()
    masking.mask(actor=carl, subject="evaluation", pk=row.pk, stretches=["Brukstorget"])
    with scope(carl.scope()):
        assert Evaluation.objects.get().text == f"{MASK} byggdes om."


def test_who_decides_what_someone_else_made_anew_is_told(over: Vow) -> None:
    carl = over.house.carl
    row = actions.evaluate(actor=carl, promise=over.promise.pk)
    with scope(carl.scope()):
        seen = as_seen(Evaluation.objects.get())
    actions.write(actor=carl, evaluation=row.pk, text="Det snöade mycket.", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        actions.decide(actor=carl, evaluation=row.pk, seen=seen)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.MEMBER, Role.AUDITOR, Role.REGISTRATOR])
def test_roles_that_do_not_evaluate_are_refused(over: Vow, role: Role) -> None:
    with pytest.raises(Denied):
        actions.evaluate(actor=over.house.anyone(role), promise=over.promise.pk)


def test_an_analyst_evaluates_and_does_not_decide(over: Vow) -> None:
    ana = over.house.anyone(Role.ANALYST)
    row = actions.evaluate(actor=ana, promise=over.promise.pk)
    with pytest.raises(Denied):
        actions.decide(actor=ana, evaluation=row.pk)


def test_what_was_evaluated_is_how_the_promise_ended_and_a_later_edition_says_otherwise(over: Vow) -> None:
    carl, pk = over.house.carl, over.promise.pk
    row = actions.evaluate(actor=carl, promise=pk)
    actions.decide(actor=carl, evaluation=row.pk)
    with pytest.raises(Exception, match="evaluation says otherwise"):
        promises.conclude(actor=carl, promise=pk, kept="kept", reason="Ja.", effect="cannot_tell")
    promises.conclude(actor=carl, promise=pk, kept="kept", reason="Vi var där varje fredag.", effect="yes")
    incidents(over.house, PERIOD, 40, category(over.house))
    again = actions.evaluate(actor=carl, promise=pk)
    assert again.verdict != "yes"
    actions.decide(actor=carl, evaluation=again.pk)
    with scope(carl.scope()):
        assert Outcome.objects.get().effect == again.verdict


def test_a_season_before_reports_began_in_earnest_is_not_compared(desk: Desk) -> None:
    """A new reporting routine: four times as much from everywhere since last year."""
    kind = category(desk.house)
    other = category(desk.house, "Klotter")
    for number, name in ((kind, "a"), (other, "b"), (category(desk.house, "Skräp"), "c")):
        shift = 0.01 * (ord(name) - 96)
        old, new = Period(TODAY - 1500 * DAY, TODAY - 200 * DAY), Period(TODAY - 199 * DAY, TODAY - DAY)
        incidents(desk.house, old, 600, number, at=(16.1 + shift, 59.6))
        incidents(desk.house, new, 900, number, at=(16.1 + shift, 59.6))
    seasons(desk.house, PERIOD, (10, 10, 10, 10), kind)
    found = made(desk, starts=PERIOD.starts, ends=PERIOD.ends, within=here(kind))
    found.stand()
    row = actions.evaluate(actor=desk.house.carl, promise=found.promise.pk)
    assert row.verdict == "cannot_tell"
    assert row.effect["why"] == "broken"
    assert all(one["broken"] for one in row.effect["before"])


def test_the_page_says_it_in_words_with_a_figure_and_a_table(over: Vow) -> None:
    client = over.house.client("Carl")
    where = reverse("promises:detail", kwargs={"slug": "alfa", "pk": over.promise.pk})
    assert "Inte utvärderat ännu" in client.get(where).text
    start = client.get("/s/alfa/").text
    assert "Hjälpte de?" in start
    answer = client.post(reverse("evaluation:evaluate", kwargs={"slug": "alfa", "pk": over.promise.pk}))
    page = client.get(answer["Location"]).text
    for said in ("Ja, det hjälpte.", "<svg", "<table", "9 rapporter", "0 av 1 åtgärder"):
        assert said in page
    with scope(over.house.carl.scope()):
        row = Evaluation.objects.get()
    decide = reverse("evaluation:decide", kwargs={"slug": "alfa", "pk": row.pk})
    assert client.post(decide, {"seen": as_seen(row)})["Location"] == where
    assert "Ja, det hjälpte." in client.get(where).text
    assert "Hjälpte de?" not in client.get("/s/alfa/").text
    assert client.post(decide, {"seen": ""}).status_code == 409
    assert dt.date.fromisoformat(row.effect["now"]["ends"]) == PERIOD.ends
