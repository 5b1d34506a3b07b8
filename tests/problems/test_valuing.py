"""Problems are valued by several people for their parties, weighed and ranked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import RequestFactory

from lagesbild.analysis import report
from lagesbild.core.actions import Actor, Denied
from lagesbild.core.meanwhile import ChangedMeanwhile, as_seen
from lagesbild.core.scope import scope
from lagesbild.core.web import Here
from lagesbild.errors import InputError
from lagesbild.i18n import translator
from lagesbild.problems import actions, page, ranking
from lagesbild.problems.actions import Scored, Weighing
from lagesbild.problems.models import Criterion, Problem, Valuation
from lagesbild.problems.standard import CRITERIA
from tests.problems.conftest import Place
from tests.problems.test_describing import TOLD

pytestmark = pytest.mark.django_db(transaction=True)


def seen(place: Place) -> Here:
    """A request of the coordinator's."""
    request = RequestFactory().get("/")
    return Here(request, place.house.partnership, place.carl, translator("sv"))


def ranked(place: Place) -> ranking.Ranking:
    """The ranking as the coordinator sees it."""
    return ranking.ranking(seen(place))


def score(place: Place, who: Actor, problem: Problem, **scores: int | None) -> None:
    """Value a problem for the first party of somebody, criteria by their keys."""
    given = [Scored(place.criterion(key).pk, one) for key, one in scores.items()]
    actions.value(actor=who, problem=problem.pk, of_party=who.parties[0], scores=given)


def valued(place: Place, title: str = TOLD.title, **scores: int | None) -> Problem:
    """A problem that the coordinator has valued."""
    problem = actions.open_problem(actor=place.carl, told=replace(TOLD, title=title))
    score(place, place.carl, problem, **(scores or {"harm": 4, "common": 3}))
    return problem


def test_every_new_partnership_has_the_agreed_criteria_and_their_weights_sum_to_a_hundred(place: Place) -> None:
    with scope(place.carl.scope()):
        rows = list(Criterion.objects.active())
    assert [row.key for row in rows] == [one.key for one in CRITERIA]
    assert sum(row.weight for row in rows) == 100
    assert [row.name for row in rows if row.against] == ["Kostnad att minska"]


def test_a_person_values_anew_and_what_is_passed_over_stays(place: Place) -> None:
    problem = valued(place, harm=4, common=3)
    score(place, place.carl, problem, harm=2)
    score(place, place.carl, problem, unsafe=None)
    with scope(place.carl.scope()):
        found = dict(Valuation.objects.values_list("criterion__key", "score"))
    assert found == {"harm": 2, "common": 3, "unsafe": None}


def test_nobody_values_for_another_party_or_off_the_scale(place: Place) -> None:
    problem = valued(place)
    harm = place.criterion("harm").pk
    with pytest.raises(Denied):
        actions.value(actor=place.mia, problem=problem.pk, of_party=place.house.police.pk, scores=[Scored(harm, 3)])
    own = place.mia.parties[0]
    for scores in (
        [],
        [Scored(harm, 6)],
        [Scored(harm, 0)],
        [Scored(10**9, 3)],
        [Scored(harm, 3, "ring 070-174 06 05")],
    ):
        with pytest.raises(InputError):
            actions.value(actor=place.mia, problem=problem.pk, of_party=own, scores=scores)


def test_the_matrix_says_where_parties_disagree(place: Place) -> None:
    problem = valued(place, harm=2, common=4, cost=3)
    score(place, place.lena, problem, harm=5, common=5, cost=None)
    score(place, place.mia, problem, harm=3, common=4)
    with scope(place.carl.scope()):
        found = page.matrix(seen(place), problem)
        rows = {row.criterion.key: row for row in found.rows}
        standing = ranked(place).of(problem.pk)
    assert standing is not None
    assert standing.disagreed == (rows["harm"].criterion.name,), "where it is ranked it is said of the same criteria"
    t = translator("sv")
    assert (found.parties, found.people, found.disagreements) == (("Kommunen", "Polisen", "Bostaden"), 3, 1)
    harm, common, cost, many = (rows[key] for key in ("harm", "common", "cost", "many"))
    assert (harm.cells, harm.middle, harm.disagree) == ((2, 5, 3), 3, True)
    assert [t.say(row.said()) for row in (harm, common, cost) if row.said()] == ["Oeniga, 2–5", "Eniga, 4–5", "en part"]
    assert many.said() is None
    assert harm.share == pytest.approx(0.2)


def test_two_people_of_a_party_are_one_voice(place: Place) -> None:
    problem = valued(place, harm=2)
    place.house.person("Ada", place.house.municipality, "member")
    score(place, place.house.actor("Ada"), problem, harm=5)
    with scope(place.carl.scope()):
        row = next(row for row in page.matrix(seen(place), problem).rows if row.criterion.key == "harm")
    assert row.cells == (3.5,)


def test_problems_are_ranked_and_how_surely_is_said_in_words(place: Place) -> None:
    first = valued(place, "Störande körning", harm=5, unsafe=5, common=5)
    valued(place, "Klotter", harm=1, unsafe=1, common=1)
    never = actions.open_problem(actor=place.carl, told=replace(TOLD, title="Ingen har värderat"))
    gone = valued(place, "Borta", harm=5)
    actions.close(actor=place.carl, problem=gone.pk, reason="Borta")
    with scope(place.carl.scope()):
        found = ranked(place)
    assert [row.title for row in found.rows] == ["Störande körning", "Klotter"]
    assert found.of(never.pk) is None
    own = found.of(first.pk)
    assert own is not None
    assert own.unknown == pytest.approx(0.45)
    assert own.share[0] > 0.99
    t = translator("sv")
    assert t.say(ranking.worded(own)).startswith("etta i ")
    assert t.say(ranking.worded(found.rows[1])).startswith("oftast på plats 2, i ")


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0"), (0.001, "<\u20601"), (0.834, "83"), (0.9999, ">\u206099"), (1, "100")]
)
def test_a_share_is_never_quite_none_or_all_where_it_is_not(share: float, said: str) -> None:
    assert report.nearly(share) == said


def test_the_weights_change_the_ranking_and_two_do_not_write_over_each_other(place: Place) -> None:
    harmful = valued(place, "Farligt", harm=5, common=1)
    common = valued(place, "Vanligt", harm=1, common=5)
    harm, often = place.criterion("harm"), place.criterion("common")
    with scope(place.carl.scope()):
        rows = list(Criterion.objects.all())
        mark = as_seen(Weighing.of(rows))
        assert ranked(place).rows[0].pk == harmful.pk
    only = [harm.pk, often.pk]
    assert actions.weigh(actor=place.lena, weights={harm.pk: 5, often.pk: 95}, active=only, seen=mark) == 8
    with scope(place.carl.scope()):
        found = ranked(place)
    assert found.rows[0].pk == common.pk
    assert found.rows[0].share == (1.0, 0.0)
    with pytest.raises(ChangedMeanwhile):
        actions.weigh(actor=place.carl, weights={harm.pk: 5}, active=only, seen=mark)
    for weights, active in (({harm.pk: -1}, only), ({harm.pk: 0, often.pk: 0}, only), ({}, [])):
        with pytest.raises(InputError):
            actions.weigh(actor=place.carl, weights=weights, active=active)
