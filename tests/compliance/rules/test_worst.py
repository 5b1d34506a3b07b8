"""Several judgements as one: the worst decides, all that are as bad are told, on the evidence of all."""

from __future__ import annotations

import pytest

from lagesbild.compliance.rules.judging import EVIDENCE, Judgement, Next, Status, latest_first, worst
from lagesbild.compliance.rules.record import Source
from lagesbild.i18n import Message
from tests.compliance.rules.making import day, swedish


def one(status: Status, reason: str, number: int, before: Status | None = None) -> Judgement:
    return Judgement(
        status, Message(reason), (Source("plans.measure", number),), Next(Message(f"Gör {number}"), None), before=before
    )


def test_the_worst_decides_and_those_as_bad_are_told_too() -> None:
    found = worst(
        [
            one(Status.KEPT, "Bra.", 1),
            one(Status.BROKEN, "Illa.", 2),
            one(Status.AT_RISK, "Snart.", 3, Status.BROKEN),
            one(Status.BROKEN, "Också illa.", 4),
        ]
    )
    assert (found.status, swedish(found)) == (Status.BROKEN, "Illa. Också illa.")
    assert [row.number for row in found.evidence] == [2, 4, 3, 1]
    assert found.next is not None
    assert found.next.what.text == "Gör 2"
    assert found.before is Status.BROKEN


def test_what_several_say_alike_is_said_once() -> None:
    found = worst([one(Status.BROKEN, "Illa.", 1), one(Status.BROKEN, "Illa.", 2), one(Status.BROKEN, "Värre.", 3)])
    assert swedish(found) == "Illa. Värre."
    assert [row.number for row in found.evidence] == [1, 2, 3]


def test_of_nothing_there_is_no_worst() -> None:
    with pytest.raises(ValueError, match="nothing was judged"):
        worst([])


def test_evidence_comes_latest_first_each_row_once_and_no_more_than_can_be_read() -> None:
    rows = [
        (day("2026-01-01"), Source("a", 1)),
        (day("2026-03-01"), Source("a", 2)),
        (day("2026-02-01"), Source("a", 1)),
    ]
    assert [row.number for row in latest_first(rows)] == [2, 1]
    assert len(latest_first((day("2026-01-01"), Source("a", n)) for n in range(100))) == EVIDENCE
