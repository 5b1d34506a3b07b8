"""What the room of problems adds to the world and to the matrix."""

from __future__ import annotations

from collections.abc import Mapping

from lagesbild.accounts.models import Role
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.problems import actions
from lagesbild.problems.models import Criterion, Evidence
from tests.web.arguments import Arguments, both, one, plain
from tests.web.world import Town, furnish, last_monday

MASKED: dict[str, Arguments] = {"problem": both("problem"), "fokusomrade": one("focus area")}


def with_finding(town: Town) -> Mapping[str, Mapping[str, object]]:
    """A shared problem and the finding of the picture."""
    return {"": {"pk": town.rows["problem shared"]["kommun"], "finding": town.rows.get("finding", {"": 0})[""]}}


PLACES: dict[str, Arguments] = {
    **dict.fromkeys(("list", "new", "weights", "focus_areas"), plain),
    "focus_area": one("focus area"),
    "from_finding": one("finding", "finding"),
    "add_finding": with_finding,
    "evidence": both("evidence"),
    "from_series": one("series", "series"),
    **dict.fromkeys(("cause", "move_cause", "remove_cause"), both("cause")),
    **dict.fromkeys(
        ("detail", "change", "close", "reopen", "value", "add_cause", "add_incidents", "add_note", "add_dialogue"),
        both("problem"),
    ),
}


@furnish
def problems(town: Town) -> None:
    """Each party's problems: one for its own eyes, one shared, each with evidence, a valuation and a cause."""
    focus = actions.add_focus_area(actor=town.coordinator, name="Trygga mötesplatser", since=last_monday())
    town.rows["focus area"] = {"": focus.pk}
    with scope(town.coordinator.scope()):
        criterion = Criterion.objects.active().first()
    assert criterion is not None
    for party, number in town.parties.items():
        actor = town.actor(party, Role.MEMBER)
        for kind, audience in (("own", Audience.OWN), ("shared", Audience.PARTNERSHIP)):
            mark = town.mark(party, kind)
            told = actions.Told(title=f"Klotter {mark}", what=mark, lon=16.0, lat=59.5, place=mark)
            row = actions.open_problem(actor=actor, told=told, party=number, audience=town.audience(audience))
            evidence: Evidence = actions.add_note(actor=actor, problem=row.pk, text=f"En vandring: {mark}")
            scored = [actions.Scored(criterion.pk, 4, mark)]
            actions.value(actor=actor, problem=row.pk, of_party=number, scores=scored)
            said = actions.Because(side="place", text=f"Mörkt vid {mark}", basis=mark)
            cause = actions.add_cause(actor=actor, problem=row.pk, said=said)
            for name, made in (("problem", row), ("evidence", evidence), ("cause", cause)):
                town.rows.setdefault(f"{name} {kind}", {})[party] = made.pk
