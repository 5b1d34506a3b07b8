"""The frame of every change."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lagesbild.core.actions import Actor, Denied, WrongState, move, require

TRANSITIONS = {"draft": frozenset({"decided"}), "decided": frozenset({"published"})}


@dataclass
class Row:
    state: str


ANNA = Actor(person=7, partnership=1, roles=frozenset({(10, "coordinator"), (11, "reporter")}), audiences=(3,))


def test_a_role_counts_for_the_party_it_is_held_for() -> None:
    assert ANNA.has("coordinator")
    assert ANNA.has("coordinator", party=10)
    assert not ANNA.has("coordinator", party=11)
    assert not ANNA.has("leader", "analyst")


def test_an_actors_scope_reads_and_writes_one_partnership() -> None:
    opened = ANNA.scope()
    assert (opened.read, opened.write, opened.parties, opened.audiences) == ((1,), 1, (10, 11), (3,))


def test_a_step_that_the_table_has_is_taken_and_the_earlier_state_returned() -> None:
    row = Row("draft")
    assert move(row, TRANSITIONS, "decided") == "draft"
    assert row.state == "decided"


@pytest.mark.parametrize(("state", "to"), [("draft", "published"), ("published", "draft"), ("unknown", "decided")])
def test_a_step_that_the_table_lacks_is_refused_and_changes_nothing(state: str, to: str) -> None:
    row = Row(state)
    with pytest.raises(WrongState):
        move(row, TRANSITIONS, to)
    assert row.state == state


def test_a_policy_that_says_no_stops_the_action() -> None:
    require(True)
    with pytest.raises(Denied):
        require(False)
