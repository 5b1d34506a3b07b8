"""A partnership with an agreement in force whose commitments are checked: what tests of compliance stand on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from lagesbild.agreements import actions as agreements
from lagesbild.agreements.actions import Undertaking
from lagesbild.agreements.models import Agreement, Commitment
from lagesbild.compliance import actions
from lagesbild.compliance.actions import Judgings, Told
from lagesbild.compliance.models import Rule, Standing
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.actions.planning import Hours
from lagesbild.meetings.models import Meeting
from lagesbild.organisation.models import Body
from tests.agreements.table import PDF, Table
from tests.organisation.house import House

TODAY = timezone.localdate()
"""Tests look back and ahead from here: the rules take the day as it comes."""
DAY = dt.timedelta(days=1)


@dataclass
class Desk:
    """A house with an agreement that has been in force for a year, and a group that is to meet."""

    house: House

    @cached_property
    def agreement(self) -> Agreement:
        """One in force since a year ago, with three commitments."""
        table, carl = Table(self.house), self.house.carl
        row = table.draft(starts=TODAY - 365 * DAY, ends=TODAY + 365 * DAY)
        for number, text in (("2", "att hålla funktionen tillsatt"), ("3", "att arbeta för ett råd")):
            agreements.add_part(actor=carl, agreement=row.pk, part=Undertaking(text=text, number=number))
        agreements.sign(
            actor=carl,
            agreement=row.pk,
            signatories=table.signatories(row),
            signed_on=TODAY - 365 * DAY,
            original=PDF,
        )
        return agreements.enter_force(actor=carl, agreement=row.pk)

    @cached_property
    def body(self) -> Body:
        """The working group."""
        return self.house.body("EST Nygård")

    @cached_property
    def commitments(self) -> list[int]:
        """Numbers of the commitments, in order."""
        with scope(self.house.carl.scope()):
            return list(Commitment.objects.filter(agreement=self.agreement).in_order().values_list("pk", flat=True))

    def rule(self, at: int = 0, **told: object) -> Rule:
        """How a commitment is checked: that the group meets once a month, where nothing else is said."""
        monthly = {} if "parameters" in told else {"body": self.body.pk, "times": 1, "every": "month"}
        said: dict[str, object] = {"kind": "cadence", "parameters": monthly, **told}
        return actions.set_rule(actor=self.house.carl, commitment=self.commitments[at], told=Told(**said))  # type: ignore[arg-type]

    def met(self, day: dt.date, *, circle: bool = False) -> Meeting:
        """A meeting of the group that was held; only those who sit in it see a meeting of the `circle`."""
        row = self.planned(day, circle=circle)
        return meetings.hold(actor=self.house.carl, meeting=row.pk)

    def planned(self, day: dt.date, *, circle: bool = False) -> Meeting:
        """One that is to be held."""
        starts = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
        hours = Hours(starts=starts, ends=starts + dt.timedelta(hours=1))
        audience = self.body.circle_id if circle else None
        return meetings.plan(actor=self.house.carl, body=self.body.pk, hours=hours, audience=audience)

    def judge(self, on: dt.date | None = None) -> Judgings:
        """Judge all, as the worker does."""
        return actions.judge_partnership(actor=worker(self.house.partnership.pk), on=on)

    def lines(self, rule: Rule, *, also_revised: bool = False) -> list[tuple[dt.date, dt.date | None, str, str]]:
        """How a rule has stood: first and last day, status, and why it was judged anew."""
        with scope(self.house.carl.scope()):
            rows = Standing.objects.filter(rule=rule).in_order()
            found = rows if also_revised else rows.current()
            return [(one.first, one.last, one.status, one.why) for one in found]
