"""A problem with its causes and a plan with a measure: what tests of plans stand on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.actions import Hours
from lagesbild.meetings.models import AgendaItem, Decision, Meeting
from lagesbild.organisation.models import Body
from lagesbild.plans import actions
from lagesbild.plans.actions import PlanTold, Told, Whose
from lagesbild.plans.models import Measure, Plan
from lagesbild.problems import actions as problems
from lagesbild.problems.actions import Because
from lagesbild.problems.models import Cause, Problem
from tests.organisation.house import House

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
NOW = timezone.now().replace(microsecond=0)
HOUR = dt.timedelta(hours=1)


@dataclass
class Desk:
    """What was laid on it."""

    house: House
    body: Body
    problem: Problem
    dark: Cause
    empty: Cause
    behind: Cause
    plan: Plan
    lamps: Measure

    def told(self, what: str = "Ny belysning", **more: object) -> Told:
        """What a measure is, with the police responsible."""
        plain: dict[str, object] = {"what": what, "kind": "situational", "responsible": self.house.police.pk}
        return Told(**{**plain, **more})  # type: ignore[arg-type]

    def measure(
        self, what: str = "Vuxna på plats", *, plan: bool = True, cause: Cause | None = None, **more: object
    ) -> Measure:
        """One more measure, against the problem."""
        whose = Whose(plan=self.plan.pk if plan else None, problem=self.problem.pk, body=None if plan else self.body.pk)
        told = self.told(what, cause=cause.pk if cause else None, **more)
        return actions.create_measure(actor=self.house.carl, told=told, whose=whose)

    def meeting(self, before: dt.timedelta = HOUR) -> Meeting:
        """A meeting of the body that was opened some time ago."""
        hours = Hours(starts=NOW - before, ends=NOW - before + 2 * HOUR)
        row = meetings.plan(actor=self.house.carl, body=self.body.pk, hours=hours)
        meetings.hold(actor=self.house.carl, meeting=row.pk)
        return row

    def put(self, meeting: Meeting) -> AgendaItem:
        """The plan on its agenda."""
        return meetings.add_item(actor=self.house.carl, meeting=meeting.pk, kind="plans.plan", subject=self.plan.pk)

    def adopt(self, item: AgendaItem) -> Decision:
        """Decide it there."""
        return meetings.decide(actor=self.house.carl, item=item.pk, text="Planen antas.", act="plans.adopt")


def furnish(house: House) -> Desk:
    """A problem of the whole partnership, its causes, a plan of a body, a measure that Paula of the police does."""
    body = house.body()
    paula = house.person("Paula", house.police, Role.MEMBER)
    problem = problems.open_problem(actor=house.carl, told=problems.Told(title="Otryggt vid Brukstorget"))
    causes = [
        problems.add_cause(actor=house.carl, problem=problem.pk, said=Because(side=side, text=text))
        for side, text in (("place", "Mörkt efter stängning"), ("place", "Inga vuxna på kvällen"))
    ]
    behind = problems.add_cause(
        actor=house.carl,
        problem=problem.pk,
        said=Because(side="place", text="Ingen äger frågan om ljus", parent=causes[0].pk),
    )
    told = PlanTold(
        name="Plan för Brukstorget",
        purpose="Tryggare kvällar",
        starts=TODAY - 30 * DAY,
        ends=TODAY + 150 * DAY,
        body=body.pk,
    )
    plan = actions.create_plan(actor=house.carl, told=told)
    lamps = actions.create_measure(
        actor=house.carl,
        told=Told(
            what="Nio nya lampor längs gångvägen",
            kind="situational",
            technique="natural-surveillance",
            responsible=house.police.pk,
            person=paula.pk,
            cause=behind.pk,
            due=TODAY + 30 * DAY,
            indicator="Lampor som lyser",
            unit="lampor",
            baseline=5,
            target=14,
        ),
        whose=Whose(plan=plan.pk, problem=problem.pk),
    )
    return Desk(house, body, problem, causes[0], causes[1], behind, plan, lamps)
