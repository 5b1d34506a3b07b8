"""A promise as the public reads it: what stands in rooms that the whole partnership reads, and no more."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from lagesbild.core.actions import Actor
from lagesbild.core.models import Audience
from lagesbild.core.registry import is_secret, unmarked
from lagesbild.errors import InputError
from lagesbild.evaluation import wording
from lagesbild.evaluation.models import Evaluation
from lagesbild.i18n import N_, Message
from lagesbild.picture.models import Edition
from lagesbild.plans.doses import Mark
from lagesbild.plans.models import Dose, Measure
from lagesbild.problems.models import Cause, Evidence, Problem
from lagesbild.promises.going import going, occasions_of, outcome_of
from lagesbild.promises.models import Milestone, Promise, Promised
from lagesbild.publishing.beside import Telling, Told
from lagesbild.publishing.counts import LEAST, Count, Why, alone
from lagesbild.publishing.models import Publication
from lagesbild.publishing.pictures import slug_of
from lagesbild.publishing.public import (
    Bound,
    Effect,
    Entry,
    Occasion,
    PublicMeasure,
    PublicMilestone,
    PublicPromise,
    Reference,
    Status,
    Step,
    Words,
)

MEASURES = {
    Measure.State.PLANNED: ("ring", N_("Not begun")),
    Measure.State.UNDER_WAY: ("half", N_("Under way")),
    Measure.State.DONE: ("full", N_("Done")),
    Measure.State.STOPPED: ("cross", N_("Stopped")),
}
MILESTONES = {
    Milestone.State.PLANNED: ("ring", N_("Planned")),
    Milestone.State.DONE: ("full", N_("Done")),
    Milestone.State.NOT_DONE: ("broken", N_("Not done")),
}
PUBLISHABLE = (Promise.State.SIGNED, Promise.State.PUBLISHED, Promise.State.ENDED)
NOT_YET = Message(N_("Whether it helps is told when the period is over and has been evaluated."))


def build(actor: Actor, pk: int) -> PublicPromise:
    """The promise as it stands today.

    Raises
    ------
    InputError
        It is not signed by all who promise, or was withdrawn before anybody could read it.

    """
    row = Promise.objects.for_page().get(pk=pk)
    read = Publication.objects.published().of_subject("promise", pk)
    if row.state not in PUBLISHABLE and not (row.state == Promise.State.WITHDRAWN and read.exists()):
        raise InputError(Message(N_("A promise is published when all who promise have signed it.")))
    today = timezone.localdate()
    measures = [one.measure for one in row.promised.all()]
    shared = Measure.objects.filter(pk__in=[one.pk for one in measures], audience__kind__in=Audience.SHARED)
    shown = list(unmarked(shared).select_related("responsible").order_by("due", "pk"))
    doses = occasions_of(Dose.objects.filter(measure__in=shown).select_related("of_party"), row, today)
    how = going(row, today, doses=doses, measures=shown)
    outcome = outcome_of(row)
    bound = {one.of_party_id: one for one in row.party_decisions.select_related("of_party").order_by("pk")}
    meeting = row.decision.meeting if row.decision else None
    return PublicPromise(
        title=row.title,
        summary="",
        text=row.text,
        where=row.where,
        goal=row.goal,
        who=tuple(one.of_party.name for one in row.promisers.all()),
        starts=row.starts,
        ends=row.ends,
        on=today,
        status=Status(how.shape, Words.of(how.word), tuple(Words.of(one) for one in how.why)),
        outcome=outcome.reason if outcome else row.withdrawn_reason,
        measures=tuple(
            PublicMeasure(one.what, one.responsible.name, _status(MEASURES[Measure.State(one.state)])) for one in shown
        ),
        unnamed=Promised.objects.filter(promise=row).count() - len(shown),
        occasions=tuple(Occasion(one.row.day, _mark(one.mark)) for one in doses),
        milestones=tuple(
            PublicMilestone(one.what, one.due, one.done_on, _status(MILESTONES[Milestone.State(one.state)]), one.reason)
            for one in row.milestones.all()
        ),
        log=tuple(Entry(one.day, one.text) for one in row.follow_ups.latest_first()),
        effect=effect_of(_evaluation(pk), Telling([pk]).before(pk)),
        body=meeting.body.name if meeting else "",
        met=timezone.localdate(meeting.starts) if meeting else None,
        bound=tuple(Bound(one.of_party.name, one.by, one.date, one.dnr) for one in bound.values()),
        chain=tuple(_chain(shown)),
    )


def resting_on(kind: str, subject: int) -> Iterable[int]:
    """The promises of which the public reads what stands in a record: the plan, the problem, the evaluation."""
    match kind:
        case "evaluation.evaluation":
            rows = Promise.objects.filter(evaluations=subject)
        case "plans.plan":
            rows = Promise.objects.filter(promised__measure__plan=subject)
        case "problems.problem":
            against = Q(promised__measure__problem=subject) | Q(promised__measure__cause__problem=subject)
            rows = Promise.objects.filter(against)
        case _:
            rows = Promise.objects.none()
    return set(rows.values_list("pk", flat=True))


def _evaluation(promise: int) -> Evaluation | None:
    """The latest that is decided; none where it bears a secrecy mark."""
    found = Evaluation.objects.decided().of_promise(promise).first()
    return None if found is None or is_secret("evaluation.evaluation", found.pk) else found


def _status(said: tuple[str, str]) -> Status:
    shape, word = said
    return Status(shape, Words.of(Message(word)))


def _mark(mark: Mark) -> str:
    return "held" if mark in (Mark.HELD, Mark.EXTRA, Mark.PART) else str(mark)


def effect_of(found: Evaluation | None, before: Told) -> Effect:
    """Whether it helped, by the latest decided evaluation; None: there is none yet.

    No count below five is told, nor one that differs by fewer than five from what was told `before` (`beside`).
    """
    if found is None:
        return Effect(Status("dashed", Words.of(Message(N_("We cannot tell yet."))), (Words.of(NOT_YET),)), (), "")
    shape, heading = wording.verdict(found.verdict)
    count = None if found.effect["why"] else alone(found.effect["now"]["count"], before.own, before.beside)
    lines = tuple(Words.of(one) for one in _lines(found, count))
    return Effect(Status(shape, Words.of(heading)), lines, found.text, count)


def _lines(found: Evaluation, count: Count | None) -> Iterable[Message]:
    """What may be said of the figures: nothing that would tell a count below five, alone or by what was said before."""
    effect = found.effect
    # the count and what was expected, and why it is called so; the rest is for those who evaluate
    if count is None:
        yield from wording.effect(effect)
        return
    yield from wording.uncontrolled(effect)
    if count.value is not None:
        yield wording.counted(effect)
    else:
        few = count.hidden is Why.FEW
        yield Message(
            N_("Fewer than five reports came in during the period.")
            if few
            else N_("How many reports came in is not shown, since it differs little from what was told before.")
        )
        low, high = round(effect["regression"]["low"]), round(effect["regression"]["high"])
        if few and low < LEAST:
            return
        values = {"low": low, "high": high}
        yield Message(N_("If nothing had been done, between {low} and {high} were to be expected."), values)
    yield from wording.because(effect)
    yield from wording.arriving(effect)


def _chain(measures: list[Measure]) -> Iterable[Step]:
    """What the promise rests on, from the picture to the measures."""
    against = [one.cause_id for one in measures if one.cause_id]
    causes = unmarked(Cause.objects.filter(pk__in=against, audience__kind__in=Audience.SHARED))
    known = [one.problem_id for one in measures if one.problem_id] + [one.problem_id for one in causes]
    shared = Problem.objects.filter(pk__in=known, audience__kind__in=Audience.SHARED).order_by("pk")
    problems = unmarked(shared)
    evidence = Evidence.objects.filter(problem__in=problems, finding__isnull=False)
    editions = Edition.objects.light().decided().filter(pk__in=evidence.values("finding__edition")).order_by("start")
    for edition in unmarked(editions):
        yield Step(
            Words.of(Message(N_("Picture"))), "", Words.of(edition.called), Reference("picture", slug_of(edition))
        )
    series = Evidence.objects.filter(problem__in=problems, kind=Evidence.Kind.SERIES)
    for one in series.filter(audience__kind__in=Audience.SHARED).order_by("pk"):
        said = one.content["figures"]
        source = f" ({said['source']})" if said["source"] else ""
        yield Step(Words.of(Message(N_("Statistics"))), f"{said['indicator']}, {said['place']}{source}")
    for problem in problems:
        yield Step(Words.of(Message(N_("Problem"))), problem.title)
    for cause in causes.order_by("pk"):
        yield Step(Words.of(Message(N_("Cause"))), cause.text)
    for measure in measures:
        yield Step(Words.of(Message(N_("Measure"))), measure.what)
