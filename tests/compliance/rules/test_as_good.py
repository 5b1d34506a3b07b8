"""Who coordinates the local council fills the function of a coordinator too."""

from __future__ import annotations

import pytest

from lagesbild.compliance.rules.kinds import kinds
from tests.compliance.rules.making import judged, office, record


@pytest.mark.parametrize(("sort", "status"), [("bra", "kept"), ("coordinator", "kept"), ("andt", "broken")])
def test_a_coordinator_of_the_council_is_a_coordinator(sort: str, status: str) -> None:
    kind = kinds()["filled_function"]
    facts = record(offices=(office(1, ("2015-01-01", None), kind=sort),))
    assert judged(kind, kind.read({"sort": "coordinator"}), facts, "2026-03-01")[0] == status
