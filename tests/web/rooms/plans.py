"""What plans put into the world: a plan with measures, doses and an edition; each party's immediate measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core.models import Audience
from lagesbild.plans import actions
from lagesbild.plans.actions import DoseTold, PlanTold, Told, Whose
from lagesbild.problems import actions as problems
from tests.web.arguments import Arguments, both, one, plain
from tests.web.world import Town, furnish


def edition(town: Town) -> Mapping[str, Mapping[str, object]]:
    """The first edition of the plan."""
    return {"": {"pk": town.rows["plan"][""], "number": 1}}


PLACES: dict[str, Arguments] = {
    **dict.fromkeys(("list", "create", "measures", "immediate", "against", "mine", "catalogue"), plain),
    **dict.fromkeys(("detail", "change", "close", "reopen", "add", "decide_party", "pdf", "docx"), one("plan")),
    **dict.fromkeys(("edition", "edition_pdf", "edition_docx"), edition),
    **dict.fromkeys(
        ("measure", "report", "change_measure", "move", "plan_doses", "add_held"),
        both("measure"),
    ),
    **dict.fromkeys(("dose", "hold_dose", "cancel_dose", "take_back_dose", "remove_dose"), both("dose")),
    "technique": lambda town: {"": {"key": "natural-surveillance"}},
}
MASKED: dict[str, Arguments] = {"plan": one("plan"), "atgard": both("measure")}


@furnish
def plans(town: Town) -> None:
    """A decided plan of the working group, and of each party one measure for its own eyes and one shared."""
    actor, today = town.coordinator, timezone.localdate()
    problem = problems.open_problem(actor=actor, told=problems.Told(title="Otryggt vid torget"))
    cause = problems.add_cause(
        actor=actor, problem=problem.pk, said=problems.Because(side="place", text="Mörkt efter stängning")
    )
    plan = actions.create_plan(
        actor=actor,
        told=PlanTold(
            name="Plan för torget", starts=today, ends=today + dt.timedelta(days=180), body=town.rows["body"][""]
        ),
    )
    actions.create_measure(
        actor=actor,
        told=Told(
            what="Nya lampor",
            kind="situational",
            technique="natural-surveillance",
            responsible=town.parties["kommun"],
            cause=cause.pk,
            due=today + dt.timedelta(days=30),
        ),
        whose=Whose(plan=plan.pk, problem=problem.pk),
    )
    actions.decide_plan(actor=actor, plan=plan.pk)
    town.rows["plan"] = {"": plan.pk}
    for party, number in town.parties.items():
        member = town.actor(party, Role.MEMBER)
        for kind, audience in (("own", Audience.OWN), ("shared", Audience.PARTNERSHIP)):
            mark = town.mark(party, kind)
            row = actions.create_measure(
                actor=member,
                told=Told(
                    what=f"Rond {mark}",
                    kind="presence",
                    technique="natural-surveillance",
                    responsible=number,
                    method=f"Till fots {mark}",
                    place=mark,
                    due=today - dt.timedelta(days=1),
                ),
                whose=Whose(party=number, audience=town.audience(audience), body=town.rows["body"][""], reactive=True),
            )
            actions.report(actor=member, measure=row.pk, state="under_way", text=f"Första ronden gjord {mark}")
            [dose] = actions.plan_doses(
                actor=member,
                measure=row.pk,
                days=[today],
                told=DoseTold(unit="ronder", place=mark, starts=dt.time(19), ends=dt.time(23)),
            )
            town.rows.setdefault(f"measure {kind}", {})[party] = row.pk
            town.rows.setdefault(f"dose {kind}", {})[party] = dose.pk
