"""What this room tells the rooms above it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, IntegerField, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from lagesbild.agreements import onward
from lagesbild.agreements.models import Commitment
from lagesbild.compliance import policies, said, standing, wording
from lagesbild.compliance.models import Rule, Standing
from lagesbild.compliance.queries import StandingQuerySet
from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.rules.kinds.standing_item import StandingItem
from lagesbild.core import access, chain, timeline
from lagesbild.core.compiled import written_once
from lagesbild.core.web import Here, navigation
from lagesbild.i18n import N_, Message
from lagesbild.meetings import agenda
from lagesbild.meetings.models import AgendaItem
from lagesbild.organisation.queries import today

LINK, POINT = "compliance.commitment", "compliance.at_risk"
ILL = (Status.BROKEN, Status.AT_RISK)
"""What needs support."""
FIRST = 5
"""Commitments that the start page names."""
VERBS = {
    "standing.judged": N_("Commitments judged"),
    "rule.set": N_("How it is checked was set"),
    "rule.changed": N_("How it is checked was changed"),
    "rule.removed": N_("Is not checked any more"),
    "rule.accepted": N_("Proposals of how commitments are checked accepted"),
    "rule.masked": N_("Words that tell who someone is were masked"),
    "attestation.made": N_("Attested"),
    "attestation.taken_back": N_("Attestation taken back"),
    "effort.noted": N_("Effort noted"),
    "effort.taken_back": N_("Effort taken back"),
    "service.added": N_("Service added"),
    "service.changed": N_("Service changed"),
    "service.masked": N_("Words that tell who someone is were masked"),
    "session.noted": N_("Hours noted"),
    "session.taken_back": N_("Hours taken back"),
    "policy.added": N_("Document added"),
    "policy.changed": N_("Document changed"),
    "policy.masked": N_("Words that tell who someone is were masked"),
    "policy_edition.noted": N_("Edition noted"),
    "policy_edition.taken_back": N_("Edition taken back"),
    "noted.noted": N_("Noted"),
    "noted.taken_back": N_("Taken back"),
    "noted.masked": N_("Words that tell who someone is were masked"),
}


def asks(frame: navigation.Frame) -> Mapping[str, Any]:
    """What `count` needs: commitments by how they stand, as was kept when they were last judged."""
    about = Case(
        When(rule__commitment__isnull=True, then=F("rule__statute")),
        default=Concat(Value("#"), Cast("rule__commitment_id", CharField())),
        output_field=CharField(),
    )
    now = Standing.objects.current().filter(last__isnull=True, rule__removed__isnull=True)

    def several(rows: Any) -> Coalesce:
        each = rows.order_by().values("partnership").annotate(n=Count(about, distinct=True)).values("n")
        return Coalesce(Subquery(each[:1], output_field=IntegerField()), Value(0))

    return {"ill": several(now.filter(status__in=ILL)), "every": several(now)}


def count(here: Here, found: Mapping[str, Any]) -> Message | None:
    """How many need support; how many there are where none does."""
    if found["ill"]:
        return Message(N_("{n} needs support"), {"n": found["ill"]}, N_("{n} need support"), found["ill"])
    if found["every"]:
        return Message(N_("{n} well"), {"n": found["every"]}, N_("{n} well"), found["every"])
    return None


@dataclass(frozen=True, slots=True)
class Ill:
    """A commitment that needs support, as it was last judged."""

    status: Status
    text: str
    page: str
    arguments: Mapping[str, Any]
    reason: Message
    what: Message | None
    by: dt.date | None
    who: str


def ill() -> list[Ill]:
    """Commitments that are broken or at risk, the worst first, of those open to whoever looks."""
    told: list[tuple[Standing, Mapping[str, Any]]] = [(line, line.now or {}) for line in _ill_now()]
    return _worst_first(told)


@written_once
def _ill_now() -> StandingQuerySet:
    open_ones = Standing.objects.current().filter(last__isnull=True, status__in=ILL, now__isnull=False)
    return open_ones.filter(rule__removed__isnull=True).select_related("rule__commitment")


def ill_on(day: dt.date) -> list[Ill]:
    """The same as it stood on a day that has passed: nothing is next any more."""
    lines = Standing.objects.current().on(day).filter(status__in=ILL).select_related("rule__commitment")
    return _worst_first([(line, {"reason": line.reason, "what": None, "by": None, "who": None}) for line in lines])


def _worst_first(told: Iterable[tuple[Standing, Mapping[str, Any]]]) -> list[Ill]:
    found: dict[tuple[str, int | str], Ill] = {}
    for line, now in sorted(told, key=lambda one: (ILL.index(Status(one[0].status)), one[1]["by"] or "9", one[0].pk)):
        found.setdefault(standing.of_rule(line.rule), _ill(line, now))
    return list(found.values())


def _ill(line: Standing, now: Mapping[str, Any]) -> Ill:
    rule = line.rule
    page, arguments = standing.page_of(rule)
    text = rule.commitment.text if rule.commitment else standing.paragraph(rule.statute).text
    return Ill(
        Status(line.status),
        wording.shortened(text),
        page,
        arguments,
        said.from_json(now["reason"]),
        said.from_json(now["what"]) if now["what"] else None,
        dt.date.fromisoformat(now["by"]) if now["by"] else None,
        now["who"][said.WORDS] if now["who"] else "",
    )


def to_see_to(here: Here) -> Mapping[str, Any] | None:
    """What the start page says."""
    if not policies.may_see(here.actor):
        return None
    lines = ill()
    return {"lines": lines[:FIRST], "n": len(lines), "wording": wording} if lines else None


def point(here: Here, item: AgendaItem) -> Mapping[str, Any]:
    """What an agenda shows of commitments that need support: as they stood on the day of a meeting that has been."""
    day = timezone.localdate(item.meeting.starts)
    if day >= today(here.partnership):
        return {"lines": ill(), "wording": wording, "day": None}
    return {"lines": ill_on(day), "wording": wording, "day": day}


def taken_up(body: int) -> list[str]:
    """Kinds of point that a commitment in force asks every meeting of a body for."""
    rules = Rule.objects.judged().filter(kind=StandingItem.name, parameters__body=body)
    return list(rules.order_by("pk").values_list("parameters__item", flat=True))


def under(rows: Sequence[Commitment]) -> Message | str:
    """How some commitments stand, in a few words."""
    found = Standing.objects.current().filter(rule__commitment__in=[row.pk for row in rows], last__isnull=True)
    n = found.filter(status__in=ILL, rule__removed__isnull=True).values("rule__commitment").distinct().count()
    if n:
        return Message(N_("{n} needs support"), {"n": n}, N_("{n} need support"), n)
    return Message(N_("none broken or at risk"))


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
    access.subjects(
        {
            "compliance.rule": N_("How a commitment is checked"),
            "compliance.service": N_("Joint service"),
            "compliance.policy": N_("Document that is revised"),
            "compliance.noted": N_("What was noted"),
            "compliance.attestation": N_("Attestation"),
            "compliance.effort": N_("Effort"),
            "compliance.policyedition": N_("Edition of a document"),
            "compliance.judging": N_("Commitments"),
        }
    )
    agenda.kind(
        POINT,
        N_("Commitments that need support"),
        "compliance/points/at_risk.html",
        context=agenda.alone(point),
        standing={"steering", "project"},
        order=26,
    )
    agenda.agreed(taken_up)
    onward.commitments_at("compliance:commitment")
    chain.kind(
        LINK,
        N_("Commitment"),
        N_("commitments"),
        order=7,
        rows=lambda condition: (
            Commitment.objects.filter(condition, Q(rules__removed__isnull=True), rules__isnull=False)
            .select_related("agreement")
            .defer("agreement__sealed")
            .distinct()
            .order_by("position", "pk")
        ),
        called=lambda row: wording.shortened(row.text),
        page=lambda row: ("compliance:commitment", {"pk": row.pk}),
        under=under,
    )
    chain.tie(
        "agreements.agreement",
        LINK,
        below=lambda rows: Q(agreement__in=[row.pk for row in rows]),
        above=lambda rows: Q(pk__in=[row.agreement_id for row in rows]),
    )
    navigation.stop(
        order=75,
        name=N_("Commitments"),
        url="compliance:list",
        asks=asks,
        count=count,
        visible=policies.may_see,
    )
    navigation.start(order=38, template="compliance/start.html", context=to_see_to)
