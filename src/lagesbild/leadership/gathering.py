"""What the wheel of the year gathers: what commitments ask for, meetings, promises, plans and measures, agreements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lagesbild.agreements import terms
from lagesbild.agreements.models import Agreement
from lagesbild.compliance import standing
from lagesbild.compliance.models import Rule
from lagesbild.compliance.rules.calendar import DAY, Period
from lagesbild.compliance.rules.judging import Occasion, Status
from lagesbild.compliance.rules.kinds.attestation import Attested
from lagesbild.compliance.rules.record import Record, Source
from lagesbild.compliance.standing import page_of
from lagesbild.compliance.wording import shortened
from lagesbild.core.models import Partnership
from lagesbild.i18n import N_, Message
from lagesbild.leadership.wheel import Entry, Stand, Whose
from lagesbild.organisation.queries import today
from lagesbild.plans.models import Measure, Plan

STANDS = {Status.KEPT: Stand.DONE, Status.ON_TRACK: Stand.DONE, Status.CANNOT_TELL: Stand.UNKNOWN}
"""What is said of a day that has passed, by how the commitment stood after it; of the others it was missed."""
HAPPENS = {
    terms.What.BEGINS: N_("{title} begins"),
    terms.What.FOLLOW_UP: N_("{title} is followed up"),
    terms.What.REVISION: N_("{title} is revised before the new year"),
    terms.What.ENDS: N_("{title} ends"),
    terms.What.OVER: N_("{title} ended"),
}


def entries(partnership: Partnership, record: Record, over: Period) -> list[Entry]:
    """Everything of a stretch, as far as whoever looks may see it."""
    now = today(partnership)
    return [
        *_commitments(partnership, record, over, now),
        *_meetings(record, over, now),
        *_promises(record, over, now),
        *_plans(over, now),
        *_measures(over, now),
        *_agreements(over, now),
    ]


def _commitments(partnership: Partnership, record: Record, over: Period, now: dt.date) -> Iterator[Entry]:
    for due in standing.occasions(partnership, over, record=record):
        one = due.occasion
        if one.body is not None and one.until is not None:
            continue  # the meetings of the body stand there themselves
        last = one.until or one.day
        page, arguments = page_of(due.rule)
        yield Entry(
            last,
            _named(due.rule, one.what),
            _stand_of(due, record, last, now),
            f"rule {due.rule.pk}",
            page=page,
            arguments=arguments,
            source=Source("compliance.rule", due.rule.pk),
            whose=_answers(due.rule, one),
        )


def _named(rule: Rule, what: Message) -> Message:
    """What is to be done; an attestation by what is attested, as all of them ask for the same."""
    if rule.kind != Attested.name:
        return what
    text = rule.commitment.text if rule.commitment else standing.paragraph(rule.statute).text
    return Message(N_("{what}: {text}"), {"what": what, "text": shortened(text)})


def _answers(rule: Rule, asked: Occasion) -> Whose:
    """The body that is to do it; else who answers: for the party it is asked of, else the one that keeps the rule."""
    if asked.body is not None:
        return Whose(body=asked.body)
    named = rule.function.party_id if rule.function else rule.commitment.responsible_id if rule.commitment else None
    party = asked.party or named or rule.party_id
    return Whose(parties=frozenset({party}), function=rule.function_id, person=rule.person_id)


def _stand_of(due: standing.Due, record: Record, last: dt.date, now: dt.date) -> Stand:
    """What came of it: as the commitment stood on the day after."""
    if last >= now:
        return Stand.COMES
    after = standing.read(due.rule).judge(record, min(now, last + DAY))
    return STANDS.get(after.status, Stand.MISSED)


def _meetings(record: Record, over: Period, now: dt.date) -> Iterator[Entry]:
    for one in record.meetings:
        body = record.body.get(one.body)
        if one.cancelled or one.day not in over or body is None:
            continue
        held = one.noted is not None
        stand = Stand.DONE if held else Stand.COMES if one.day >= now else Stand.MISSED
        yield Entry(
            one.day,
            Message(N_("Meeting of {body}"), {"body": body.name}),
            stand,
            f"body {one.body}",
            page="meetings:detail",
            arguments={"pk": one.number},
            source=one.source,
            whose=Whose(body=one.body),
        )


def _promises(record: Record, over: Period, now: dt.date) -> Iterator[Entry]:
    for one in record.promises:
        if one.decided is None or one.withdrawn is not None or one.period.within(over) is None:
            continue
        stand = Stand.DONE if one.period.last < now else Stand.COMES
        yield Entry(
            one.period.first,
            Message(N_("Promise: {name}"), {"name": one.name}),
            stand,
            until=one.period.last,
            page="promises:detail",
            arguments={"pk": one.number},
            source=one.source,
            whose=Whose(parties=one.parties),
        )


def _plans(over: Period, now: dt.date) -> Iterator[Entry]:
    for row in Plan.objects.live().filter(ends__range=(over.first, over.last)):
        yield Entry(
            row.ends,
            Message(N_("{title} ends"), {"title": row.name}),
            Stand.COMES if row.ends >= now else Stand.DONE,
            page="plans:detail",
            arguments={"pk": row.pk},
            source=Source("plans.plan", row.pk),
            whose=Whose(body=row.body_id),
        )


def _measures(over: Period, now: dt.date) -> Iterator[Entry]:
    """Those with a last day; one that was stopped is no longer asked for."""
    rows = Measure.objects.exclude(state=Measure.State.STOPPED).filter(due__range=(over.first, over.last))
    for row in rows.order_by("due", "pk"):
        assert row.due is not None
        open_stand = Stand.COMES if row.due >= now else Stand.MISSED
        yield Entry(
            row.due,
            Message(N_("Measure: {name}"), {"name": row.what}),
            open_stand if row.open else Stand.DONE,
            page="plans:measure",
            arguments={"pk": row.pk},
            source=Source("plans.measure", row.pk),
            whose=Whose(parties=frozenset({row.responsible_id}), person=row.person_id),
        )


def _agreements(over: Period, now: dt.date) -> Iterator[Entry]:
    for row in Agreement.objects.current(now).reviewed():
        term = row.said
        if term is None:
            continue
        following = terms.following(term, now, reviewed=row.reviewed)
        if following.by in over:
            yield Entry(
                following.by,
                Message(HAPPENS[following.what], {"title": row.title}),
                Stand.COMES if following.by >= now else Stand.DONE,
                page="agreements:detail",
                arguments={"pk": row.pk},
                source=Source("agreements.agreement", row.pk),
            )
