"""Measures: one's own, all of them, the page of each, and how it goes."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from lagesbild.accounts.models import Person
from lagesbild.accounts.web import member
from lagesbild.core.actions import require
from lagesbild.core.compiled import written_once
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.asked import asked_number
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings.views.page import choices_of_who
from lagesbild.plans import actions, catalogue, doses, policies
from lagesbild.plans import page as pages
from lagesbild.plans.forms import ImmediateForm, MeasureForm, MoveForm, ReportForm
from lagesbild.plans.models import Dose, Measure, Plan, Progress
from lagesbild.plans.queries import DoseQuerySet, MeasureQuerySet, ProgressQuerySet
from lagesbild.plans.views.common import audience_named, body_choices, cause_choices, degrees
from lagesbild.problems.models import Problem

PER_PAGE = 30
FILTERS = ("", "sena", "omedelbara", "klara")
"""What the list of measures can be narrowed to: late, in no plan, finished."""


@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """All measures, whatever plan they stand in."""
    asked = here.request.GET.get("visa", "")
    shown = asked if asked in FILTERS else ""
    day = timezone.localdate()
    rows = Measure.objects.with_latest_word().for_list()
    narrowed = {
        "": rows.unfinished(),
        "sena": rows.late(day),
        "omedelbara": rows.immediate(),
        "klara": rows.finished().order_by("-done_on", "-pk"),
    }[shown]
    return render(
        here,
        "plans/measures.html",
        measures=Paginator(narrowed, PER_PAGE).get_page(here.request.GET.get("sida")),
        shown=shown,
        today=day,
        contributes=policies.may_contribute(here.actor),
    )


@member(policy=policies.may_see_own)
def mine(here: Here) -> HttpResponse:
    """What one is responsible for, with one press for each; and what one's party is."""
    rows = Measure.objects.with_latest_word().for_list()
    return render(
        here,
        "plans/mine.html",
        own=list(rows.of_person(here.actor.person).unfinished()),
        ours=list(rows.of_parties(here.actor.parties).unfinished()),
        finished=list(rows.of_person(here.actor.person).finished().order_by("-done_on", "-pk")[:PER_PAGE]),
        sees=policies.may_see(here.actor),
        today=timezone.localdate(),
        now_=timezone.now(),
    )


@member(policy=policies.may_see)
def add(here: Here, pk: int) -> HttpResponse:
    """A new measure of a plan."""
    plan = Plan.objects.get(pk=pk)
    require(policies.may_contribute(here.actor))
    problem = _problem(here)
    form = MeasureForm(
        here.request.POST or None,
        who=choices_of_who(here),
        causes=cause_choices(problem.pk if problem else None),
        initial=_initial(here, problem),
    )
    made: list[Measure] = []

    def save() -> None:
        whose = actions.Whose(plan=pk, problem=problem.pk if problem else None)
        made.append(actions.create_measure(actor=here.actor, told=form.told(), whose=whose))

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The measure stands in the plan.")))
        return back(here, "plans:measure", pk=made[0].pk)
    problems = [] if problem else list(Problem.objects.live().order_by("number").values_list("pk", "number", "title"))
    return render(
        here,
        "plans/measure_form.html",
        form=form,
        title=N_("New measure"),
        plan=plan,
        measure=None,
        problem=problem,
        problems=problems,
    )


@member(policy=policies.may_see)
def against(here: Here) -> HttpResponse:
    """Where a measure against a problem or cause is to stand: in one of the plans, or in none."""
    require(policies.may_contribute(here.actor))
    problem = _problem(here)
    return render(
        here,
        "plans/against.html",
        problem=problem,
        query={"problem": problem.pk if problem else None, "orsak": asked_number(here.request.GET.get("orsak", ""))},
        plans=list(Plan.objects.running(timezone.localdate()).for_list()),
        arranges=policies.may_arrange(here.actor),
    )


@member(policy=policies.may_see)
def immediate(here: Here) -> HttpResponse:
    """A measure without a plan, from a problem, a finding or a place."""
    require(policies.may_contribute(here.actor))
    problem = _problem(here)
    finding = asked_number(here.request.GET.get("fynd", ""))
    form = ImmediateForm(
        here.request.POST or None,
        who=choices_of_who(here),
        causes=cause_choices(problem.pk if problem else None),
        bodies=body_choices(here),
        initial={**_initial(here, problem), "body": asked_number(here.request.GET.get("grupp", ""))},
    )
    made: list[Measure] = []

    def save() -> None:
        said = form.cleaned_data
        whose = actions.Whose(
            problem=problem.pk if problem else None,
            finding=finding,
            body=said["body"],
            audience=audience_named(said["readers"], said["body"]),
            reactive=True,
        )
        made.append(actions.create_measure(actor=here.actor, told=form.told(), whose=whose))

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The measure is noted.")))
        return back(here, "plans:measure", pk=made[0].pk)
    return render(
        here,
        "plans/measure_form.html",
        form=form,
        title=N_("New immediate measure"),
        plan=None,
        measure=None,
        problem=problem,
        problems=[],
    )


@member(policy=policies.may_see_own)
def detail(here: Here, pk: int) -> HttpResponse:
    """One measure: what, why, who, when; how much of it; how it goes."""
    return render(here, "plans/measure.html", **_page(here, measure_of(here, pk)))


@require_POST
@member(policy=policies.may_see_own)
def report(here: Here, pk: int) -> HttpResponse:
    """Say how it goes: with one press, or in words."""
    measure = measure_of(here, pk)
    require(policies.may_follow(here.actor, measure))
    form = ReportForm(here.request.POST)
    if form.is_valid() and form.attempt(lambda: actions.report(actor=here.actor, measure=pk, **form.cleaned_data)):
        flash(here, Message(N_("Thank you. It is noted.")))
        return back(here, "plans:measure", pk=pk)
    return render(here, "plans/measure.html", 422, **_page(here, measure, form))


@member(policy=policies.may_see_own)
def change(here: Here, pk: int) -> HttpResponse:
    """Say anew what a measure is."""
    measure = measure_of(here, pk)
    require(policies.may_change(here.actor, measure))
    kept = (
        *("what", "kind", "method", "technique", "starts", "due", "goal", "indicator", "unit", "baseline", "target"),
        *("resources", "hands_over_to", "lon", "lat", "place"),
    )
    who = f"{measure.responsible_id}:{measure.person_id}" if measure.person_id else str(measure.responsible_id)
    initial = {name: getattr(measure, name) for name in kept} | {"who": who, "cause": measure.cause_id}
    form = MeasureForm(
        here.request.POST or None,
        who=choices_of_who(here),
        causes=cause_choices(measure.problem_id),
        initial=initial,
        seen=as_seen(measure),
    )

    def save() -> None:
        actions.change_measure(actor=here.actor, measure=pk, told=form.told(), seen=form.cleaned_data["seen"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "plans:measure", pk=pk)
    return render(
        here,
        "plans/measure_form.html",
        form=form,
        title=N_("Change the measure"),
        plan=measure.plan,
        measure=measure,
        problem=measure.problem,
        problems=[],
    )


@member(policy=policies.may_arrange)
def move(here: Here, pk: int) -> HttpResponse:
    """Put it into a plan, or take it out."""
    measure = measure_of(here, pk)
    plans = list(Plan.objects.live().values_list("pk", "name"))
    form = MoveForm(here.request.POST or None, plans=plans, initial={"plan": measure.plan_id})
    if form.is_valid() and form.attempt(
        lambda: actions.move_measure(actor=here.actor, measure=pk, plan=form.cleaned_data["plan"])
    ):
        flash(here, Message(N_("Saved.")))
        return back(here, "plans:measure", pk=pk)
    return render(here, "plans/form.html", form=form, title=N_("In which plan"), plan=measure.plan, measure=measure)


def measure_of(here: Here, pk: int) -> Measure:
    """The measure with what its page shows, for those who may read it."""
    row = _measure.get(pk)
    require(policies.may_read(here.actor, row))
    return row


@written_once
def _measure(pk: int) -> MeasureQuerySet:
    return Measure.objects.for_list().select_related("body", "audience", "finding__edition").filter(pk=pk)


@written_once
def _doses(measure: int) -> DoseQuerySet:
    return Dose.objects.filter(measure=measure).for_list()


@written_once
def _log(measure: int) -> ProgressQuerySet:
    return Progress.objects.filter(measure=measure).latest_first()


def _page(here: Here, measure: Measure, form: ReportForm | None = None) -> dict[str, Any]:
    """What the page of a measure shows."""
    day = timezone.localdate()
    follows = policies.may_follow(here.actor, measure)
    found = doses.occasions(_doses(measure.pk), day)
    log = _log(measure.pk)
    people = dict(Person.objects.filter(pk__in={one.person_id for one in log}).values_list("pk", "name"))
    # asked for by those who read plans; whoever only is responsible sees the measure alone
    reads = policies.may_see(here.actor)
    return {
        "measure": measure,
        "form": form or (ReportForm(initial={"state": measure.state}) if follows else None),
        "follows": follows,
        "changes": policies.may_change(here.actor, measure),
        "arranges": policies.may_arrange(here.actor),
        "reads": reads,
        "known": catalogue.entry(measure.technique),
        "occasions": found,
        "strip": doses.strip(found, day),
        "tallies": doses.tallies(found),
        "shares": doses.by_party(found),
        "unsaid": [one for one in found if one.mark is doses.Mark.UNSAID],
        "log": [(one, people.get(one.person_id, "")) for one in log],
        "links": pages.links(here, measure) if reads else [],
        "results": pages.results(here, [measure.pk]).get(measure.pk, []) if reads else [],
        "today": day,
    }


def _problem(here: Here) -> Problem | None:
    """The problem that the address names, if it is open to whoever looks."""
    asked = asked_number(here.request.GET.get("problem", ""))
    if asked is None:
        return None
    found = Problem.objects.filter(pk=asked).first()
    if found is None:
        raise InputError(Message(N_("There is no such problem, or it is not open to you.")))
    return found


def _initial(here: Here, problem: Problem | None) -> dict[str, Any]:
    """What a new measure begins with: of its problem, or of the place that the address names."""
    asked = here.request.GET
    known = catalogue.entry(asked.get("teknik", ""))
    lon, lat = degrees(asked.get("lon", ""), 180), degrees(asked.get("lat", ""), 90)
    begun: dict[str, Any] = {
        "cause": asked_number(asked.get("orsak", "")),
        "technique": known.key if known else "",
        "place": asked.get("plats", "")[:200],
    }
    if lon is not None and lat is not None:
        begun |= {"lon": lon, "lat": lat}
    elif problem is not None:
        begun |= {"lon": problem.lon, "lat": problem.lat, "place": begun["place"] or problem.place}
    return begun
