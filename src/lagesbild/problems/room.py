"""What this room tells the rooms above it: words, a stop of the cycle, a point of agendas, links of the chain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.urls import reverse

from lagesbild.core import access, chain, timeline
from lagesbild.core.actions import Actor, Denied
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.core.web import Here, navigation
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents.models import Incident
from lagesbild.indicators import page as indicators
from lagesbild.indicators.models import Series
from lagesbild.meetings import agenda
from lagesbild.meetings.models import AgendaItem, Decision, Task
from lagesbild.organisation import mandates
from lagesbild.organisation.models import Body
from lagesbild.picture import page as picture
from lagesbild.picture.found import Kind as FoundKind
from lagesbild.picture.models import Edition, Finding
from lagesbild.places import changed
from lagesbild.places.models import AreaSet
from lagesbild.problems import actions, page, policies, ranking
from lagesbild.problems.actions.deciding import DEPRIORITISE, PRIORITISE
from lagesbild.problems.models import Cause, Evidence, Problem
from lagesbild.problems.queries import VALUED

POINT = "problems.problem"
SHAPES = {
    Problem.State.OPEN: "ring",
    Problem.State.PRIORITISED: "full",
    Problem.State.DEPRIORITISED: "dashed",
    Problem.State.CLOSED: "cross",
}
VERBS = {
    "problem.opened": N_("Opened"),
    "problem.changed": N_("Described anew"),
    "problem.prioritised": N_("Given priority by a meeting"),
    "problem.deprioritised": N_("Not given priority, by a meeting"),
    "problem.undecided": N_("The decision on priority was undone"),
    "problem.closed": N_("Closed"),
    "problem.reopened": N_("Opened again"),
    "problem.evidenced": N_("Evidence laid down"),
    "problem.valued": N_("Valued"),
    "problem.masked": N_("Words that tell who someone is were masked"),
    "cause.added": N_("A cause was added"),
    "cause.changed": N_("A cause was said otherwise"),
    "cause.moved": N_("A cause was moved"),
    "cause.removed": N_("A cause was taken away"),
    "criterion.weighed": N_("Weight set to {weight}"),
    "focus_area.added": N_("Focus area added"),
    "focus_area.changed": N_("Focus area changed"),
    "focus_area.masked": N_("Words that tell who someone is were masked"),
}


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
    access.subjects(
        {
            "problems.problem": N_("Problem"),
            "problems.cause": N_("Cause"),
            "problems.criterion": N_("Criterion"),
            "problems.focusarea": N_("Focus area"),
        }
    )
    changed.held_by(lies_in)
    agenda.kind(POINT, N_("Problem"), "problems/agenda.html", context=_points, title=title, page=_page, waits=_waits)
    usual = {**mandates.TOGETHER, Body.Kind.EST: mandates.ALL}
    mandates.kind(PRIORITISE, N_("which problems have priority"), usual=usual)
    agenda.resolution(
        PRIORITISE,
        kind=POINT,
        label=N_("Gives the problem priority"),
        do=prioritise,
        undo=undo,
        mandate=PRIORITISE,
    )
    agenda.resolution(
        DEPRIORITISE,
        kind=POINT,
        label=N_("Does not give the problem priority; the text says why"),
        do=deprioritise,
        undo=undo,
        mandate=PRIORITISE,
    )
    picture.acts_from(on_findings)
    picture.onward_from(after_picture)
    indicators.acts_from(on_series)
    navigation.stop(
        order=40, name=N_("Problems"), url="problems:list", asks=_asks, count=_count, visible=policies.may_see
    )
    navigation.setting(
        order=40, name=N_("What problems are valued by"), url="problems:weights", visible=policies.may_arrange
    )
    navigation.setting(order=41, name=N_("Focus areas"), url="problems:focus_areas", visible=policies.may_arrange)
    navigation.start(order=25, template="problems/start.html", context=_to_value, rows=_unvalued)
    _chain()


def _asks(frame: navigation.Frame) -> Mapping[str, Any]:
    states = (Problem.State.OPEN, Problem.State.PRIORITISED)
    return {state: navigation.number(Problem.objects.in_state(state)) for state in states}


def _count(here: Here, found: Mapping[str, Any]) -> Message | None:
    open_, n = found[Problem.State.OPEN], found[Problem.State.PRIORITISED]
    if not open_ and not n:
        return None
    opened = Message(N_("{n} open"), {"n": open_}, plural=N_("{n} open ones"), n=open_)
    if not n:
        return opened
    chosen = Message(N_("{n} prioritised"), {"n": n}, plural=N_("{n} prioritised ones"), n=n)
    return Message(N_("{one}, {other}"), {"one": opened, "other": chosen}) if open_ else chosen


def _to_value(here: Here) -> Mapping[str, Any] | None:
    """Open problems that the person has not valued yet; what has its priority waits for nobody."""
    if not policies.may_value(here.actor):
        return None
    rows = list(_unvalued(navigation.Frame.of(here.actor))[: START + 1])
    return {"problems": rows[:START], "more": len(rows) > START}


def _unvalued(frame: navigation.Frame) -> QuerySet[Problem]:
    return Problem.objects.in_state(Problem.State.OPEN).exclude(valuations__person_id=frame.actor.person)


START = 4
"""Problems that the start page asks for."""


def lies_in(area_set: int) -> Message | None:
    """Why a set of areas stays: problems, also such as only some may see, are said to lie in an area of it."""
    row = AreaSet.objects.get(pk=area_set)
    try:
        system = worker(row.partnership_id)
    except Denied:
        return None
    with scope(system.scope()):
        n = Problem.objects.filter(area__area_set=area_set).count()
    if not n:
        return None
    return Message(
        N_("{n} problem is said to lie in {name}, which therefore stays."),
        {"n": n, "name": str(row)},
        plural=N_("{n} problems are said to lie in {name}, which therefore stays."),
        n=n,
    )


def title(problem: int) -> str | None:
    """What a problem is called on an agenda: by its number alone where not all of the partnership see it."""
    row = Problem.objects.select_related("audience").filter(pk=problem).first()
    if row is None:
        return None
    shared = row.audience.kind in Audience.SHARED
    return row.title if shared else f"Problem {row.number}"


def _waits() -> Iterable[int]:
    """Problems that have been valued and that nobody has decided on, highest first."""
    valued = Problem.objects.in_state(Problem.State.OPEN).filter(valuations__isnull=False)
    return valued.ranked().values_list("pk", flat=True).distinct()


def _page(problem: int) -> tuple[str, Mapping[str, Any]] | None:
    return ("problems:detail", {"pk": problem}) if Problem.objects.filter(pk=problem).exists() else None


def _points(here: Here, items: Sequence[AgendaItem]) -> Sequence[Mapping[str, Any]]:
    found = Problem.objects.for_list().in_bulk({item.subject_id for item in items if item.subject_id})
    rests: dict[int, list[page.Shown]] = {}
    for shown in page.evidence_of(here, list(Evidence.objects.filter(problem__in=found).for_list())) if found else ():
        rests.setdefault(shown.row.problem_id, []).append(shown)
    return [_point(here, found.get(item.subject_id or 0), rests) for item in items]


def _point(here: Here, row: Problem | None, rests: Mapping[int, Sequence[page.Shown]]) -> Mapping[str, Any]:
    if row is None:
        return {"problem": None}
    return {
        "problem": row,
        "shape": SHAPES[Problem.State(row.state)],
        "evidence": rests.get(row.pk, ()),
        "standing": ranking.ranking(here).of(row.pk) if row.state in VALUED else None,
        "worded": ranking.worded,
    }


def prioritise(*, actor: Actor, decision: Decision, task: Task | None) -> None:
    """Give priority."""
    actions.prioritise(actor=actor, problem=_subject(decision), decision=decision.pk)


def deprioritise(*, actor: Actor, decision: Decision, task: Task | None) -> None:
    """Do not; the text of the decision is the reason."""
    actions.deprioritise(actor=actor, problem=_subject(decision), decision=decision.pk)


def undo(*, actor: Actor, decision: Decision, task: Task | None) -> None:
    """What was decided before stands again."""
    actions.undo_priority(actor=actor, problem=_subject(decision), decision=decision.pk)


def _subject(decision: Decision) -> int:
    if decision.subject_id is None or not Problem.objects.filter(pk=decision.subject_id).exists():
        raise InputError(Message(N_("The problem is not open to you.")))
    return decision.subject_id


def on_findings(here: Here, edition: Edition, findings: Collection[Finding]) -> Mapping[int, Sequence[picture.Act]]:
    """What stands beside each finding: the problems that rest on it, and that one can be made of it."""
    if not policies.may_see(here.actor):
        return {}
    rows = [row for row in findings if row.kind != FoundKind.COVERAGE]
    known = page.offers(here, {row.pk: row.key for row in rows})
    writes = policies.may_write(here.actor)
    slug = here.partnership.slug
    found: dict[int, list[picture.Act]] = {}
    for row in rows:
        acts = found.setdefault(row.pk, [])
        resting = [one for one in known.get(row.pk, ()) if one[2]]
        for problem, number, _ in resting:
            url = reverse("problems:detail", kwargs={"slug": slug, "pk": problem})
            acts.append(picture.Act(Message(N_("Problem {number}"), {"number": number}), url))
        if writes and not resting:
            url = reverse("problems:from_finding", kwargs={"slug": slug, "finding": row.pk})
            same = known.get(row.pk, ())
            if same:
                label = Message(N_("Add to problem {number}"), {"number": same[0][1]})
                acts.append(picture.Act(label, f"{url}#finns"))
            else:
                acts.append(picture.Act(Message(N_("Make a problem of this")), url))
    return found


def after_picture(here: Here, edition: Edition, findings: Collection[Finding]) -> Sequence[picture.Act]:
    """The first confirmed finding that no problem rests on, for those who may make one; else the list of problems."""
    if not policies.may_see(here.actor):
        return ()
    confirmed = {row.pk: row.key for row in findings if row.state == Finding.State.CONFIRMED}
    known = page.offers(here, confirmed) if confirmed and policies.may_write(here.actor) else dict(confirmed)
    left = [pk for pk in confirmed if not known.get(pk)]
    if not left:
        return (picture.Act(Message(N_("To the problems")), reverse("problems:list", args=[here.partnership.slug])),)
    label = Message(
        N_("Take up {n} confirmed finding"), {"n": len(left)}, plural=N_("Take up {n} confirmed findings"), n=len(left)
    )
    return (picture.Act(label, f"#fynd-{left[0]}"),)


def on_series(here: Here, series: Series) -> Sequence[indicators.Act]:
    """What stands beside a series: the problems that rest on it, and that it can be used as evidence."""
    if not policies.may_see(here.actor):
        return ()
    slug = here.partnership.slug
    rows = Problem.objects.filter(evidence__series=series).distinct().order_by("number")
    acts = [
        indicators.Act(
            Message(N_("Problem {number}"), {"number": row.number}),
            reverse("problems:detail", kwargs={"slug": slug, "pk": row.pk}),
        )
        for row in rows
    ]
    if policies.may_write(here.actor):
        url = reverse("problems:from_series", kwargs={"slug": slug, "series": series.pk})
        acts.append(indicators.Act(Message(N_("Use as evidence")), url))
    return acts


def _chain() -> None:
    """The links that problems tie together."""
    chain.kind(
        "incidents.incident",
        N_("Incident"),
        N_("incidents"),
        order=10,
        rows=lambda condition: Incident.objects.filter(condition).for_naming(),
        called=lambda row: f"{row.category.name}, {row.place}" if row.place else row.category.name,
        page=lambda row: ("incidents:detail", {"pk": row.pk}),
    )
    chain.kind(
        "picture.finding",
        N_("Finding"),
        N_("findings"),
        order=30,
        rows=lambda condition: (
            Finding.objects.filter(condition)
            .select_related("edition")
            .defer("edition__figures")
            .order_by("-edition__start", "pk")
        ),
        called=lambda row: Message(
            N_("{period}: {kind}"), {"period": row.edition.called, "kind": Message(str(row.get_kind_display()))}
        ),
        page=lambda row: (
            "picture:edition",
            {"period": row.edition.code, "number": row.edition.number},
        ),
    )
    chain.kind(
        "problems.problem",
        N_("Problem"),
        N_("problems"),
        order=40,
        rows=lambda condition: Problem.objects.filter(condition).order_by("number"),
        called=lambda row: f"{row.number}. {row.title}",
        page=lambda row: ("problems:detail", {"pk": row.pk}),
    )
    chain.kind(
        "problems.cause",
        N_("Cause"),
        N_("causes"),
        order=45,
        rows=lambda condition: Cause.objects.filter(condition).for_list(),
        called=lambda row: row.text,
        page=lambda row: ("problems:cause", {"pk": row.pk}),
    )
    chain.tie(
        "incidents.incident",
        "picture.finding",
        below=lambda incidents: Q(pk__in=_resting_on(incidents).filter(finding__isnull=False).values("finding_id")),
        above=lambda findings: Q(pk__in={int(number) for row in findings for number in row.numbers}),
    )
    chain.tie(
        "incidents.incident",
        "problems.problem",
        below=lambda incidents: Q(pk__in=_resting_on(incidents).values("problem_id")),
        above=lambda problems: Q(pk__in={number for one in _evidence(problems) for number in one.incidents}),
    )
    for upper, field in (
        ("picture.finding", "finding"),
        ("dialogues.dialogue", "dialogue"),
        ("indicators.series", "series"),
    ):
        chain.tie(upper, "problems.problem", below=_problems_on(field), above=_named_by(field))
    chain.tie(
        "problems.problem",
        "problems.cause",
        below=lambda problems: Q(problem__in=[row.pk for row in problems]),
        above=lambda causes: Q(pk__in={row.problem_id for row in causes}),
    )


def _resting_on(incidents: Sequence[Incident]) -> QuerySet[Evidence]:
    """Evidence that some incidents are part of."""
    return Evidence.objects.filter(incidents__overlap=[row.pk for row in incidents])


def _evidence(problems: Sequence[Problem]) -> list[Evidence]:
    """What problems rest on, asked for once for all the ties that lead up from them."""
    needed = Evidence.objects.only("problem", "finding", "dialogue", "series", "incidents")
    prefetch_related_objects(list(problems), Prefetch("evidence", needed))
    return [one for row in problems for one in row.evidence.all()]


def _problems_on(field: str) -> chain.Leads:
    """Problems that rest on some rows."""

    def leads(rows: Sequence[Any]) -> Q:
        named = Evidence.objects.filter(**{f"{field}__in": [row.pk for row in rows]})
        return Q(pk__in=named.values("problem_id"))

    return leads


def _named_by(field: str) -> chain.Leads:
    """What the evidence of some problems names."""
    return lambda problems: Q(pk__in={getattr(one, f"{field}_id") for one in _evidence(problems)} - {None})
