"""Why a problem arises, as a tree: added, said otherwise, moved and taken away."""

from __future__ import annotations

import pytest

from lagesbild.core.meanwhile import ChangedMeanwhile, NotAsSeen, as_pressed, as_seen
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.problems import actions, page
from lagesbild.problems.actions import Because
from lagesbild.problems.models import Cause, Problem
from tests.problems.conftest import Place
from tests.problems.test_describing import TOLD
from tests.problems.test_valuing import seen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def problem(place: Place) -> Problem:
    return actions.open_problem(actor=place.carl, told=TOLD)


def add(place: Place, problem: Problem, text: str, side: str = "place", parent: Cause | None = None) -> Cause:
    said = Because(side=side, text=text, parent=parent.pk if parent else None)
    return actions.add_cause(actor=place.carl, problem=problem.pk, said=said)


def tree(place: Place, problem: Problem) -> list[tuple[str, str, str]]:
    """Side, number and text of each cause in order."""
    with scope(place.carl.scope()):
        return [
            (side.value, why.number, why.row.text)
            for side, found in page.tree(seen(place), problem).sides
            for why in found
        ]


def test_causes_stand_by_side_and_behind_each_other(place: Place, problem: Problem) -> None:
    victim = add(place, problem, "Enkla fönster", "victim")
    first = add(place, problem, "Öppet för genomfart")
    add(place, problem, "Ingen på plats")
    behind = add(place, problem, "Bommen är borta", "offender", first)
    add(place, problem, "Ingen äger bommen", "place", behind)
    assert victim.side == "victim"
    assert tree(place, problem) == [
        ("place", "1", "Öppet för genomfart"),
        ("place", "1.1", "Bommen är borta"),
        ("place", "1.1.1", "Ingen äger bommen"),
        ("place", "2", "Ingen på plats"),
        ("victim", "3", "Enkla fönster"),
    ]
    with scope(place.carl.scope()):
        found = page.tree(seen(place), problem)
    assert (found.gaps, [one.row.text for one in found.leaves]) == (
        3,
        ["Ingen äger bommen", "Ingen på plats", "Enkla fönster"],
    )
    assert found.without_side == [Cause.Side.OFFENDER]


def test_a_cause_is_moved_among_those_beside_it_and_what_lies_behind_follows(place: Place, problem: Problem) -> None:
    first, second = add(place, problem, "Ett"), add(place, problem, "Två")
    behind = add(place, problem, "Bakom två", parent=second)
    actions.move_cause(actor=place.carl, cause=second.pk, up=True)
    assert [text for _, _, text in tree(place, problem)] == ["Två", "Bakom två", "Ett"]
    with pytest.raises(NotAsSeen):
        actions.move_cause(actor=place.carl, cause=second.pk, up=False, seen=as_pressed(second, "position"))
    actions.move_cause(actor=place.carl, cause=second.pk, up=True)
    said = Because(side="victim", text="Två")
    actions.change_cause(actor=place.carl, cause=second.pk, said=said)
    assert tree(place, problem)[1:] == [("victim", "2", "Två"), ("victim", "2.1", "Bakom två")]
    actions.change_cause(actor=place.carl, cause=behind.pk, said=Because(side="victim", text="Bakom", parent=first.pk))
    assert tree(place, problem) == [("place", "1", "Ett"), ("place", "1.1", "Bakom"), ("victim", "2", "Två")]


def test_a_cause_lies_neither_behind_itself_nor_behind_another_problems_nor_too_deep(
    place: Place, problem: Problem
) -> None:
    chain = [add(place, problem, "Varför 1")]
    for n in range(2, 6):
        chain.append(add(place, problem, f"Varför {n}", parent=chain[-1]))
    with pytest.raises(InputError):
        add(place, problem, "Varför 6", parent=chain[-1])
    for parent in (chain[0], chain[3]):
        with pytest.raises(InputError):
            actions.change_cause(
                actor=place.carl, cause=chain[0].pk, said=Because(side="place", text="Varför", parent=parent.pk)
            )
    other = actions.open_problem(actor=place.carl, told=TOLD)
    with pytest.raises(Cause.DoesNotExist):
        add(place, other, "Annat", parent=chain[0])
    lone = add(place, problem, "Ensam")
    with pytest.raises(InputError):
        actions.change_cause(
            actor=place.carl, cause=chain[0].pk, said=Because(side="place", text="Varför 1", parent=lone.pk)
        )


def test_what_lay_behind_a_cause_that_is_taken_away_moves_up(place: Place, problem: Problem) -> None:
    first = add(place, problem, "Ett")
    second = add(place, problem, "Två", parent=first)
    add(place, problem, "Tre", parent=second)
    actions.remove_cause(actor=place.carl, cause=second.pk)
    assert tree(place, problem) == [("place", "1", "Ett"), ("place", "1.1", "Tre")]


def test_the_second_of_two_who_change_a_cause_is_told(place: Place, problem: Problem) -> None:
    cause = add(place, problem, "Mörkt")
    with scope(place.carl.scope()):
        mark = as_seen(Cause.objects.get(pk=cause.pk))
    actions.change_cause(actor=place.lena, cause=cause.pk, said=Because(side="place", text="Mörkare"), seen=mark)
    with pytest.raises(ChangedMeanwhile):
        actions.change_cause(actor=place.carl, cause=cause.pk, said=Because(side="place", text="Ljust"), seen=mark)


@pytest.mark.parametrize(
    "changes", [{"text": " "}, {"side": "person"}, {"confidence": "sure"}, {"text": "070-174 06 05"}]
)
def test_what_does_not_hold_is_refused(place: Place, problem: Problem, changes: dict[str, str]) -> None:
    with pytest.raises(InputError):
        actions.add_cause(
            actor=place.carl, problem=problem.pk, said=Because(**{"side": "place", "text": "Mörkt", **changes})
        )
