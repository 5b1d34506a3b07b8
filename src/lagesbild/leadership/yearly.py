"""The report of a year: what was agreed, what had priority, what was done and not, promises, commitments, meetings.

    document(here, year, day).pdf()

It is as of a day: the last of the year, or an earlier one that it names, none that has not come. Of agreements,
measures, promises and problems stand only those that the whole partnership may read and that bear no secrecy mark, so
that it can be handed to a council; how commitments stand and which meetings were held is the partnership's own record,
the same for all. Every count says what it is of; whether a promise helped is said in the words of its evaluation, and
no count below five is told.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from lagesbild.agreements import wording as agreed
from lagesbild.agreements.models import Agreement
from lagesbild.compliance import standing, wording
from lagesbild.compliance.rules.calendar import Period
from lagesbild.compliance.rules.record import Meeting
from lagesbild.compliance.standing import Undertaking
from lagesbild.core.documents.paper import Facts, Heading, Items, Paper, Part, Table, Text, heads, paper
from lagesbild.core.models import Audience
from lagesbild.core.registry import unmarked
from lagesbild.core.web import Here
from lagesbild.evaluation.models import Evaluation
from lagesbild.i18n import N_, Message, Translator
from lagesbild.leadership.reports import NEEDS, following_of, line_of
from lagesbild.leadership.wheel import year_of
from lagesbild.organisation.queries import today
from lagesbild.plans.models import Measure
from lagesbild.plans.queries import told_within
from lagesbild.problems.models import Problem
from lagesbild.promises.going import HOW, outcome_of
from lagesbild.promises.models import Outcome, Promise
from lagesbild.publishing.beside import Telling
from lagesbild.publishing.promised import effect_of

DECIDED = (
    *(Promise.State.BOUND, Promise.State.SIGNED, Promise.State.PUBLISHED),
    *(Promise.State.ENDED, Promise.State.WITHDRAWN),
)
"""How far a promise has come that was made."""
HOW_MADE = N_(
    "Problems, measures and promises stand here as far as the whole partnership may read them and they bear no "
    "secrecy mark; others are neither shown nor counted. An earlier day is judged by what is registered today. Whether "
    "a promise helped is what its decided evaluation says: “cannot be told” is an answer, and small numbers vary much "
    "by themselves."
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Measures of the year as they stood on the day: carried through, not, and with time left."""

    done: tuple[Measure, ...]
    not_done: tuple[Measure, ...]
    going: tuple[Measure, ...]

    @property
    def whole(self) -> int:
        """How many there are."""
        return len(self.done) + len(self.not_done) + len(self.going)


def document(here: Here, year: int, day: dt.date) -> Paper:
    """The report of a year as of a day: of an earlier year as of its last, of this one as of the day."""
    t, now = here.t, today(here.partnership)
    whole = year_of(year)
    span = Period(whole.first, min(whole.last, max(day, whole.first)))
    measures, promises = measures_of(span), _promises(span)
    lead = Message(
        N_("From {first} to {last}, counted from what was registered on {made}."),
        {"first": span.first, "last": span.last, "made": now},
    )
    found = _open(standing.undertakings(standing.here_judged(here, span.last)))
    return paper(
        t,
        here.partnership,
        title=t.say(Message(N_("Year report {year}"), {"year": str(year)})),
        made=now,
        lead=[t.say(lead)],
        parts=[
            Heading(t.gettext(N_("In short"))),
            Items(tuple(_short(here, measures, promises, found, span))),
            *_agreed(t, span),
            *_priorities(t, span),
            *_measures(t, measures, span),
            *_promised(t, promises, span),
            *_commitments(here, found, span),
            *_meetings(here, span),
            Heading(t.gettext(N_("How the report is made"))),
            Text(t.gettext(HOW_MADE)),
        ],
    )


def measures_of(span: Period) -> Sorted:
    """The measures that were to be done, or were done, within the days, or that ran then without a last day."""
    first, last = span.first, span.last
    begins = dt.datetime.combine(first, dt.time(), timezone.get_current_timezone())
    lately = ~Q(state=Measure.State.STOPPED) | Q(told_within(begins))
    meant = Q(due__gte=first) | Q(done_on__gte=first) | Q(lately, due__isnull=True, done_on__isnull=True)
    rows = (
        Measure.objects.filter(meant, audience__kind__in=Audience.SHARED, made__date__lte=last)
        .filter(Q(starts__isnull=True) | Q(starts__lte=last))
        .select_related("responsible")
        .order_by("due", "pk")
    )
    rows = unmarked(rows)
    done, not_done, going = [], [], []
    for row in rows:
        if row.done_on is not None and row.done_on <= last:
            done.append(row)
        elif row.state == Measure.State.STOPPED or (row.due is not None and row.due <= last):
            not_done.append(row)
        else:
            going.append(row)
    return Sorted(tuple(done), tuple(not_done), tuple(going))


def _promises(span: Period) -> list[Promise]:
    rows = Promise.objects.filter(
        audience__kind__in=Audience.SHARED, state__in=DECIDED, starts__lte=span.last, ends__gte=span.first
    )
    return list(unmarked(rows.for_list().order_by("starts", "pk")))


def _open(found: Iterable[Undertaking]) -> list[Undertaking]:
    """Those of the statute, and of agreements that all may read and that bear no mark."""
    rows = Agreement.objects.filter(audience__kind__in=Audience.SHARED)
    told = set(unmarked(rows).values_list("pk", flat=True))
    return [one for one in found if one.one.agreement is None or one.one.agreement.pk in told]


def _short(
    here: Here, measures: Sorted, promises: Sequence[Promise], found: Sequence[Undertaking], span: Period
) -> Iterable[str]:
    """The figures, each with what it is of."""
    t = here.t
    n = measures.whole
    values = {"done": len(measures.done), "not_done": len(measures.not_done), "n": n}
    done = Message(
        N_("{done} of {n} measure carried through; {not_done} not done in time or stopped."),
        values,
        N_("{done} of {n} measures carried through; {not_done} not done in time or stopped."),
        n,
    )
    yield t.say(done) if n else t.gettext(N_("No measure was to be done."))
    told = [outcome for one in promises if (outcome := _outcome(one, span)) is not None]
    n = len(promises)
    yield t.say(Message(N_("{n} promise applied."), {"n": n}, N_("{n} promises applied."), n))
    if told:
        kept = {"kept": sum(one.kept == Outcome.Kept.KEPT for one in told), "n": len(told)}
        yield t.say(Message(N_("{kept} of the {n} promises that have been reported were kept as promised."), kept))
    yield t.say(wording.answer(standing.counts(found)))
    held = sum(one.noted is not None for one in _of_year(here, span))
    yield t.say(Message(N_("{n} meeting held."), {"n": held}, N_("{n} meetings held."), held))


def _agreed(t: Translator, span: Period) -> list[Part]:
    rows = Agreement.objects.exclude(state=Agreement.State.DRAFT).filter(audience__kind__in=Audience.SHARED).counted()
    rows = unmarked(rows.defer("sealed").order_by("starts", "pk"))
    found = [row for row in rows if standing.of_agreement(row).within(span)]
    facts = tuple(
        (
            row.title,
            f"{t.say(agreed.standing(row, span.last))} "
            + t.say(Message(N_("{n} commitment"), {"n": row.undertakings}, N_("{n} commitments"), row.undertakings))
            + ".",
        )
        for row in found
    )
    heading = Heading(t.gettext(N_("What was agreed")))
    return [heading, Facts(facts) if facts else Text(t.gettext(N_("No agreement was in force.")), quiet=True)]


def _priorities(t: Translator, span: Period) -> list[Part]:
    """Problems decided on until the day; those settled earlier are over."""
    rows = Problem.objects.filter(audience__kind__in=Audience.SHARED, decision__isnull=False).exclude(
        state=Problem.State.CLOSED, closed__date__lt=span.first
    )
    rows = unmarked(rows.filter(decision__at__date__lte=span.last).for_list())
    table = tuple(
        (
            f"{row.number}. {row.title}",
            row.focus_area.name if row.focus_area else "",
            "\n".join(text for text in (t.gettext(row.get_state_display()), row.reason) if text),
            f"{row.decision.meeting.body.name}\n{t.value(timezone.localdate(row.decision.meeting.starts))}",
        )
        for row in rows
        if row.decision is not None
    )
    names = (N_("Problem"), N_("Focus area"), N_("Priority"), N_("Decided by"))
    heading = Heading(t.gettext(N_("Priorities")))
    if not table:
        return [heading, Text(t.gettext(N_("No decision on priorities is registered.")), quiet=True)]
    return [heading, Table("", heads(t, names), table, (4.5, 3, 4, 3.5), lead=-1)]


def _measures(t: Translator, found: Sorted, span: Period) -> list[Part]:
    parts: list[Part] = [Heading(t.gettext(N_("Measures")))]
    for name, rows in (
        (N_("Measures carried through"), found.done),
        (N_("Not done in time, or stopped"), found.not_done),
        (N_("With time left"), found.going),
    ):
        head = heads(t, (N_("Measure"), N_("Responsible"), N_("Last day"), N_("How it went")))
        table = tuple(
            (row.what, row.responsible.name, t.value(row.due) if row.due else "", _went(t, row, span)) for row in rows
        )
        parts += [Heading(f"{t.gettext(name)}: {len(rows)}", 2), Table("", head, table, (5.5, 3, 2.2, 4), lead=-1)]
    return parts


def _went(t: Translator, row: Measure, span: Period) -> str:
    if row.done_on is not None:
        said = N_("carried through {day}") if row.done_on <= span.last else N_("carried through later, {day}")
        return t.say(Message(said, {"day": row.done_on}))
    state = t.gettext(row.get_state_display())
    return f"{state}: {row.reason}" if row.reason else state


def _outcome(promise: Promise, span: Period) -> Outcome | None:
    """How it ended, as far as that was told by the day."""
    found = outcome_of(promise)
    return found if found is not None and timezone.localdate(found.at) <= span.last else None


def _promised(t: Translator, promises: Sequence[Promise], span: Period) -> list[Part]:
    heading = Heading(t.gettext(N_("Promises to the citizens")))
    if not promises:
        return [heading, Text(t.gettext(N_("No promise applied.")), quiet=True)]
    rows = Evaluation.objects.of_promises([one.pk for one in promises]).filter(decided__date__lte=span.last).standing()
    newest = Evaluation.objects.filter(pk__in=rows.values("pk"))
    evaluations = {one.promise_id: one for one in unmarked(newest)}
    telling = Telling([one.pk for one in promises])
    parts: list[Part] = [heading]
    for one in promises:
        effect = effect_of(evaluations.get(one.pk), telling.before(one.pk))
        telling.say(one.pk, effect.count.value if effect.count else None)
        said = [effect.status.word, *effect.status.why, *effect.lines]
        days = {"starts": one.starts, "ends": one.ends}
        facts = [
            (t.gettext(N_("Who promises")), ", ".join(each.of_party.name for each in one.promisers.all())),
            (t.gettext(N_("Period")), t.say(Message(N_("{starts} to {ends}"), days))),
            (t.gettext(N_("How it went")), _kept(t, one, span)),
            (t.gettext(N_("Did it help?")), " ".join(words.say(t.language) for words in said)),
        ]
        if effect.text:
            facts.append((t.gettext(N_("Those who evaluated say")), effect.text))
        parts += [Heading(one.title, 2), Facts(tuple(facts))]
    return parts


def _kept(t: Translator, promise: Promise, span: Period) -> str:
    outcome = _outcome(promise, span)
    if outcome is not None:
        return f"{t.gettext(HOW[Outcome.Kept(outcome.kept)][1])}. {outcome.reason}"
    if promise.state == Promise.State.WITHDRAWN:
        return f"{t.gettext(N_('Withdrawn'))}. {promise.withdrawn_reason}"
    if promise.ends <= span.last:
        return t.gettext(N_("Its period was over, and nobody had said how it went."))
    return t.gettext(N_("It still applied."))


def _commitments(here: Here, found: Sequence[Undertaking], span: Period) -> list[Part]:
    """What was not kept with the reason and what is next; what was kept in a line each."""
    t, record = here.t, standing.here_record(here)
    heading = Heading(t.say(Message(N_("Commitments as they stood on {day}"), {"day": span.last})))
    if not found:
        return [heading, Text(t.gettext(N_("Nothing is checked yet.")), quiet=True)]
    ill = [one for one in standing.worst_first(found) if one.status in NEEDS]
    well = [one for one in found if one.status not in NEEDS]
    rows = tuple((*line_of(t, one), following_of(t, record, one.one, one.judgement.next)) for one in ill)
    names = (N_("Status"), N_("Commitment"), N_("Why"))
    return [
        heading,
        Text(t.say(wording.answer(standing.counts(found)))),
        *([Heading(t.gettext(N_("Broken, at risk, or not possible to judge")), 2)] if rows else []),
        Table("", heads(t, (*names, N_("What is next"))), rows, (1.7, 4.2, 4.2, 4.2), lead=-1),
        *([Heading(t.gettext(N_("Kept or on track")), 2)] if well else []),
        Table("", heads(t, names), tuple(line_of(t, one) for one in well), (1.7, 6, 6), lead=-1),
    ]


def _of_year(here: Here, span: Period) -> list[Meeting]:
    return [one for one in standing.here_record(here).meetings if one.day in span]


def _meetings(here: Here, span: Period) -> list[Part]:
    """For each body how many were held of those that were to be, and when."""
    t, record = here.t, standing.here_record(here)
    of_body: dict[int, list[Meeting]] = defaultdict(list)
    for one in sorted(_of_year(here, span), key=lambda one: one.day):
        of_body[one.body].append(one)
    rows = tuple(
        (
            record.body[body].name,
            t.say(Message(N_("{held} of {n}"), {"held": sum(one.noted is not None for one in each), "n": len(each)})),
            str(sum(one.cancelled for one in each)),
            ", ".join(t.value(one.day) for one in each if one.noted is not None),
        )
        for body, each in of_body.items()
        if body in record.body
    )
    heading = Heading(t.gettext(N_("Meetings")))
    if not rows:
        return [heading, Text(t.gettext(N_("No meeting is registered.")), quiet=True)]
    head = heads(t, (N_("Body"), N_("Held of planned"), N_("Cancelled"), N_("Days")))
    return [heading, Table("", head, tuple(sorted(rows)), (4.5, 2.2, 1.8, 6), lead=-1)]
