"""What is asked of every room for a record: rows as plain JSON, a group of rooms in one statement each.

Everything is asked for inside the walls as the system, so that a status is the same whoever looks. Days are those of
the partnership's own calendar.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject, TruncDate

from lagesbild.agreements.models import Agreement, Review
from lagesbild.compliance.models import Attestation, Effort, Noted, Policy, PolicyEdition, Service, Session
from lagesbild.core.models import Audience, Partnership, Party, Registration, TimelineEntry
from lagesbild.core.scope import Scope, scope
from lagesbild.dialogues.models import Dialogue
from lagesbild.dialogues.queries import last_day
from lagesbild.evaluation.models import Evaluation
from lagesbild.indicators.models import Reading
from lagesbild.meetings.models import AgendaItem, Decision, Meeting
from lagesbild.organisation.models import Body, Function, Holder, Seat
from lagesbild.picture.models import Edition
from lagesbild.plans.models import Dose, Measure, PlanEdition, Progress
from lagesbild.plans.models import PartyDecision as PlanDecision
from lagesbild.problems.models import Cause, Evidence, Problem
from lagesbild.promises.models import PartyDecision, Promise, Promised, Promiser, Signature
from lagesbild.publishing.models import Publication, Withdrawal

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
HAPPENED = {
    "meeting.planned": "meetings.meeting",
    "meeting.cancelled": "meetings.meeting",
    "cause.added": "problems.cause",
    "promise.withdrawn": "promises.promise",
}
"""What is known of rows by their timeline alone: when it was."""
PUBLISHED = ("promise", "news")


class Together(Subquery):
    """The rows of a query as one JSON array: parsed at once, not row by row."""

    template = "(SELECT coalesce(jsonb_agg(told.told), '[]'::jsonb) FROM (%(subquery)s) told)"
    output_field = JSONField()


def gather(partnership: Partnership) -> Rows:
    """Every row that a record is made of, by what it is."""
    known = Partnership.objects.filter(pk=partnership.pk)
    who = known.annotate(
        parties=_rows(Party.objects.order_by("pk"), number="pk", name="name"),
        audiences=_rows(Audience.objects.order_by("pk"), number="pk"),
    ).values_list("parties", "audiences")
    found: dict[str, list[Row]] = dict(zip(("parties", "audiences"), who.get(), strict=True))
    system = Scope(
        read=(partnership.pk,),
        parties=tuple(one["number"] for one in found["parties"]),
        audiences=tuple(one["number"] for one in found["audiences"]),
    )
    with scope(system), connection.cursor() as cursor:
        for names, sql, values in _asked(partnership.timezone):
            cursor.execute(sql, [*values, partnership.pk])
            found |= {name: json.loads(rows) for name, rows in zip(names, cursor.fetchone(), strict=True)}
    return found


@cache
def _asked(zone: str) -> list[tuple[tuple[str, ...], str, tuple[Any, ...]]]:
    """Names of the rows, statement and values of each question; put into SQL once, which takes longer than asking."""
    found = []
    for asked in _statements(ZoneInfo(zone)):
        columns = {f"of_{name}": rows for name, rows in asked.items()}
        query = Partnership.objects.order_by().annotate(**columns).values_list(*columns).query
        sql, values = query.sql_with_params()
        found.append((tuple(asked), f'{sql} WHERE "{Partnership._meta.db_table}"."id" = %s', tuple(values)))
    return found


def _statements(zone: ZoneInfo) -> list[dict[str, Together]]:
    return [_arranged(zone) | _kept(zone), _worked(zone) | _own_decisions() | _promised(zone)]


def _arranged(zone: ZoneInfo) -> dict[str, Together]:
    """Who is to meet, who holds what, meetings, and what was decided there."""
    happened = Q()
    for verb, subject in HAPPENED.items():
        happened |= Q(subject=subject, verb=verb)
    stretch = {"since": "since", "until": "until"}
    return {
        "bodies": _rows(
            Body.objects.order_by("pk"),
            number="pk",
            name="name",
            kind="kind",
            **{"convener": "convener_id", **stretch},
        ),
        "seats": _rows(
            Seat.objects.order_by("pk"),
            number="pk",
            name="title",
            body="body_id",
            party="party_id",
            senior="senior",
            **stretch,
        ),
        "functions": _rows(
            Function.objects.order_by("pk"), number="pk", name="name", kind="kind", party="party_id", **stretch
        ),
        "holders": _rows(
            Holder.objects.filter(deputy=False).order_by("since", "pk"),
            **{"seat": "seat_id", "function": "function_id", **stretch},
        ),
        "meetings": _rows(
            Meeting.objects.order_by("pk"), number="pk", body="body_id", day=_day("starts", zone), state="state"
        ),
        "items": _rows(
            AgendaItem.objects.order_by("pk"),
            number="pk",
            meeting="meeting_id",
            kind="kind",
            handled=ExpressionWrapper(Q(done=True) | ~Q(note=""), output_field=BooleanField()),
        ),
        "decisions": _rows(
            Decision.objects.filter(undone__isnull=True).order_by("at", "pk"),
            number="pk",
            item="item_id",
            act="act",
            subject="subject_id",
            day=_day("meeting__starts", zone),
        ),
        "begun": _rows(TimelineEntry.objects.order_by("sequence")[:1], day=_day("at", zone)),
        "happened": _rows(
            TimelineEntry.objects.filter(happened).order_by("sequence"),
            verb="verb",
            number="subject_id",
            day=_day("at", zone),
        ),
    }


def _worked(zone: ZoneInfo) -> dict[str, Together]:
    """Pictures, dialogues, statistics, problems, plans and measures."""
    stopped = Progress.objects.filter(measure=OuterRef("pk"), state=Measure.State.STOPPED).order_by("-at")
    return {
        "editions": _rows(
            Edition.objects.filter(state=Edition.State.DECIDED).order_by("pk"),
            number="pk",
            kind="kind",
            start="start",
            end="end",
            meeting="meeting",
            day=_day("decided", zone),
        ),
        "dialogues": _rows(
            # one that was closed before its first day nobody could answer
            Dialogue.objects.exclude(Q(state=Dialogue.State.DRAFT) | Q(ended__lt=F("opens"))).order_by("pk"),
            number="pk",
            kind="kind",
            name="title",
            day=last_day(),
            seen="audience__kind",
        ),
        "readings": _rows(
            Reading.objects.filter(state=Reading.State.READ).order_by("pk"),
            number="pk",
            name="name",
            day=_day("at", zone),
        ),
        "problems": _rows(
            Problem.objects.order_by("pk"),
            number="pk",
            count="number",
            name="title",
            state="state",
            seen="audience__kind",
            closed=_day("closed", zone),
        ),
        "evidence": _rows(
            Evidence.objects.filter(kind__in=("finding", "dialogue")).order_by("pk"),
            problem="problem_id",
            kind="kind",
            edition="finding__edition_id",
            day=_day("at", zone),
        ),
        "causes": _rows(Cause.objects.order_by("pk"), number="pk", problem="problem_id"),
        "plans": _rows(
            PlanEdition.objects.order_by("pk"),
            number="pk",
            plan="plan_id",
            name="plan__name",
            state="plan__state",
            starts="plan__starts",
            ends="plan__ends",
            seen="audience__kind",
            day=_day("decision__meeting__starts", zone),
            at=_day("at", zone),
        ),
        "measures": _rows(
            Measure.objects.order_by("pk"),
            number="pk",
            name="what",
            party="responsible_id",
            person="person_id",
            due="due",
            problem="problem_id",
            plan="plan_id",
            state="state",
            done="done_on",
            kind="kind",
            reactive="reactive",
            seen="audience__kind",
            day=_day("made", zone),
            stopped=Subquery(stopped.annotate(day=TruncDate("at", tzinfo=zone)).values("day")[:1]),
        ),
        "doses": _rows(
            Dose.objects.filter(planned=False, measure__kind=Measure.Kind.PRESENCE).order_by("pk"),
            measure="measure_id",
            day="day",
            party="of_party_id",
        ),
    }


def _promised(zone: ZoneInfo) -> dict[str, Together]:
    """Promises with all that makes them stand, what was published, and agreements."""
    return {
        "promises": _rows(
            Promise.objects.order_by("pk"),
            number="pk",
            name="title",
            starts="starts",
            ends="ends",
            state="state",
            seen="audience__kind",
            joint=_day("decision__meeting__starts", zone),
            body="decision__meeting__body_id",
        ),
        "promisers": _rows(Promiser.objects.order_by("pk"), promise="promise_id", party="of_party_id"),
        "promised": _rows(Promised.objects.order_by("pk"), promise="promise_id", problem="measure__problem_id"),
        "party_decisions": _rows(
            PartyDecision.objects.order_by("pk"), promise="promise_id", party="of_party_id", day="date"
        ),
        "signatures": _rows(Signature.objects.order_by("pk"), promise="promise_id", party="of_party_id", day="date"),
        "evaluations": _rows(
            Evaluation.objects.filter(decided__isnull=False, promise__isnull=False).order_by("pk"),
            promise="promise_id",
            day=_day("decided", zone),
        ),
        "publications": _rows(
            Publication.objects.filter(kind__in=PUBLISHED).order_by("at", "pk"),
            number="pk",
            kind="kind",
            subject="subject_id",
            name="title",
            slug="slug",
            day=_day("at", zone),
        ),
        "withdrawals": _rows(
            Withdrawal.objects.filter(kind__in=PUBLISHED).order_by("at", "pk"),
            kind="kind",
            slug="slug",
            day=_day("at", zone),
        ),
        "agreements": _rows(
            Agreement.objects.exclude(state=Agreement.State.DRAFT).order_by("pk"),
            **{name: name for name in ("starts", "ends", "until", "term", "notice_months", "follow_up", "signed_on")},
            number="pk",
            name="title",
            seen="audience__kind",
            state="state",
        ),
        "marked": _rows(Registration.objects.filter(secret=True).order_by("pk"), kind="kind", number="subject_id"),
        "reviews": _rows(Review.objects.order_by("pk"), agreement="agreement_id", day="held"),
    }


def _own_decisions() -> dict[str, Together]:
    """Parties' own decisions on plans."""
    rows = PlanDecision.objects.order_by("pk")
    plan = {"plan": "edition__plan_id", "name": "edition__plan__name", "seen": "audience__kind"}
    days = {"day": "date", "starts": "edition__plan__starts", "ends": "edition__plan__ends"}
    return {"own_decisions": _rows(rows, party="of_party_id", **plan, **days)}


def _kept(zone: ZoneInfo) -> dict[str, Together]:
    """What this room keeps itself."""
    there = Q(withdrawn__isnull=True)
    return {
        "services": _rows(
            Service.objects.order_by("pk"),
            number="pk",
            name="name",
            since="since",
            until="until",
            evaluated="evaluated",
        ),
        "sessions": _rows(
            Session.objects.filter(there).order_by("day", "pk"), service="service_id", day="day", hours="hours"
        ),
        "policies": _rows(
            Policy.objects.order_by("pk"),
            number="pk",
            name="name",
            kind="kind",
            until="until",
            owner="owner__name",
            owner_text="owner_text",
        ),
        "policy_editions": _rows(
            PolicyEdition.objects.filter(there).order_by("decided", "pk"),
            policy="policy_id",
            decided="decided",
            revise_by="revise_by",
        ),
        "noted": _rows(
            Noted.objects.filter(there).order_by("day", "pk"),
            number="pk",
            kind="kind",
            party="of_party_id",
            day="day",
            first="first",
            last="last",
        ),
        "attestations": _rows(
            Attestation.objects.filter(there).order_by("day", "pk"),
            number="pk",
            rule="rule_id",
            day="day",
            kept="kept",
            first="first",
            last="last",
            function="function__name",
            person="person__name",
            reason="reason",
        ),
        "efforts": _rows(
            Effort.objects.filter(there).order_by("day", "pk"),
            number="pk",
            rule="rule_id",
            day="day",
            text="text",
        ),
    }


def _rows(rows: QuerySet[Any], **fields: Any) -> Together:
    return Together(rows.values(told=JSONObject(**fields)))


def _day(moment: str, zone: ZoneInfo) -> TruncDate:
    return TruncDate(F(moment), tzinfo=zone)


def day_of(text: str | None) -> dt.date | None:
    """A day as JSON has it."""
    return dt.date.fromisoformat(text) if text else None
