"""The list of promises, the page of one, writing and changing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from itertools import chain
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from lagesbild.accounts.web import member
from lagesbild.core import alphabet
from lagesbild.core.actions import require
from lagesbild.core.compiled import written_once
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.asked import asked_number
from lagesbild.i18n import N_, Message
from lagesbild.incidents.models import Category, Incident
from lagesbild.incidents.views.detail import map_words as shown_map_words
from lagesbild.organisation.queries import today
from lagesbild.places.models import Area
from lagesbild.plans.doses import Occasion, strip, tallies
from lagesbild.plans.models import Dose, Measure
from lagesbild.plans.queries import DoseQuerySet
from lagesbild.problems.models import Evidence
from lagesbild.problems.views.common import map_words
from lagesbild.promises import actions, lix, parts, policies, wording
from lagesbild.promises.foreseeing import Foreseen, foresee
from lagesbild.promises.forms import Choices, FollowUpForm, MilestoneForm, PromiseForm, initial_of, value_of
from lagesbild.promises.going import Going, Way, going, occasions_of, outcome_of, steps
from lagesbild.promises.models import PartyDecision, Promise, Signature
from lagesbild.promises.periods import Period, upcoming
from lagesbild.promises.queries import BEING_MADE, OVER, PromiseQuerySet

MOST_AREAS = 400
"""Areas that can be chosen among: those of the set that is counted in."""


@require_GET
@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """Promises that run, those to come, those being made, and those that are over."""
    day = today(here.partnership)
    rows = list(Promise.objects.for_list().order_by("starts", "pk"))
    standing = [row for row in rows if row.standing]
    groups: dict[str, Any] = {
        "run_out": [row for row in standing if row.ends < day],
        "running": sorted((row for row in standing if row.runs(day)), key=lambda row: (row.ends, row.pk)),
        "coming": [row for row in standing if row.starts > day],
        "making": [row for row in rows if row.state in BEING_MADE],
        "over": sorted((row for row in rows if row.state in OVER), key=lambda row: (row.ends, row.pk), reverse=True),
    }
    doses = _doses(one.measure_id for row in groups["running"] for one in row.promised.all())
    how = {row.pk: _going(row, day, doses) for row in chain.from_iterable(groups.values())}
    return render(
        here,
        "promises/list.html",
        **groups,
        how=how,
        any=any(groups.values()),
        writes=policies.may_write(here.actor),
        concludes=policies.may_conclude(here.actor),
    )


@require_GET
@member(policy=policies.may_see)
def detail(here: Here, pk: int) -> HttpResponse:
    """One promise: what, who, until when, how it goes, whether it helps."""
    return render(here, "promises/detail.html", **page(here, pk))


@member(policy=policies.may_see)
def write(here: Here) -> HttpResponse:
    """Write a promise; what its measures say is filled in."""
    require(policies.may_write(here.actor))
    choices = _choices(here)
    form = PromiseForm(here.request.POST or None, initial=_proposed(here), **choices)
    made: list[Promise] = []

    def save() -> None:
        made.append(actions.create(actor=here.actor, said=form.said()))

    if form.is_valid() and form.attempt(save):
        flash(
            here, Message(N_("The promise is a draft. Read what it can show, then let a body take a position on it."))
        )
        return back(here, "promises:detail", pk=made[0].pk)
    return render(here, "promises/form.html", form=form, promise=None, lines=_lines(form), map_words=map_words(here))


@member(policy=policies.may_see)
def change(here: Here, pk: int) -> HttpResponse:
    """Change a draft."""
    promise = Promise.objects.for_page().get(pk=pk)
    require(policies.may_write(here.actor, promise))
    if here.request.method == "GET" and not promise.writable:
        return back(here, "promises:detail", pk=pk)
    choices = _choices(here, promise)
    form = PromiseForm(
        here.request.POST or None,
        initial=initial_of(promise, choices["periods"]),
        seen=as_seen(promise),
        **choices,
    )

    def save() -> None:
        actions.change(actor=here.actor, promise=pk, said=form.said(), seen=form.cleaned_data["seen"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "promises:detail", pk=pk)
    return render(here, "promises/form.html", form=form, promise=promise, lines=_lines(form), map_words=map_words(here))


@member(policy=policies.may_see)
def read_text(here: Here) -> HttpResponse:
    """How a text reads, while it is being written; nothing is kept."""
    data = here.request.POST or here.request.GET
    said = f"{data.get('title', '')}\n{data.get('text', '')}"[:10_000]
    template = "promises/reading_lines.html" if here.htmx else "promises/reading.html"
    return render(here, template, lines=wording.reading(lix.read(said)))


@written_once
def promise_of(pk: int) -> PromiseQuerySet:
    """The promise with what its page shows."""
    return Promise.objects.for_page().filter(pk=pk)


def page(here: Here, pk: int, **more: Any) -> dict[str, Any]:
    """Everything that the page of a promise shows."""
    promise = promise_of.get(pk)
    day = today(here.partnership)
    promised = [one.measure for one in promise.promised.all()]
    doses = _doses(one.pk for one in promised)
    found = [one for measure in promised for one in occasions_of(doses.get(measure.pk, []), promise, day)]
    found.sort(key=lambda one: (one.row.day, one.row.pk))
    foreseen = Foreseen.of(promise.foreseen) if promise.foreseen else None
    if foreseen is None and promise.writable:
        foreseen = foresee(promise)
    writes = policies.may_write(here.actor, promise)
    way = steps(promise, Way.of(promise))
    # what is over is reported, not published first
    waits = NOT_YET if promise.ends >= day else NOT_YET[:-1]
    outcome = outcome_of(promise)
    open_ = promise.state not in (Promise.State.ENDED, Promise.State.WITHDRAWN)
    sections = parts.sections(here, promise)
    binds = {one.of_party_id for one in promise.promisers.all() if policies.may_bind(here.actor, one.of_party_id)}
    decided, signed = _latest(promise.party_decisions.all()), _latest(promise.signatures.all())
    return {
        "promise": promise,
        "day": day,
        "left": (promise.ends - day).days,
        "going": _going(promise, day, doses),
        "period": wording.period(Period(promise.starts, promise.ends)),
        "measures": promised,
        # rows that name measures which are not open to whoever looks are counted, not read
        "hidden": promise.measures_named - len(promised),
        "strip": strip(found, day),
        "tallies": tallies(found),
        "missed": [one for one in found if one.planned is not None and one.planned.cancelled],
        "follow_ups": list(promise.follow_ups.latest_first()),
        "reading": wording.reading(lix.read(f"{promise.title}\n{promise.text}")) if promise.writable else [],
        "foreseen": foreseen,
        "foreseen_said": wording.foreseen(foreseen) if foreseen else [],
        "categories": promise.category_names,
        "steps": way,
        "next": next((one for one in way if not one.done), None) if promise.state in waits else None,
        "decided": decided,
        "signed": signed,
        "outcome": outcome,
        "helped": outcome.effect if outcome else parts.verdict(promise.pk),
        "spread": wording.spread(foreseen.dispersion) if foreseen else [],
        "sections": sections,
        "known": _known(promised) | parts.known(sections),
        "writes": writes and open_,
        "changes": writes and promise.writable,
        "tells": writes and promise.standing,
        "milestone_form": MilestoneForm() if writes and open_ else None,
        "follow_form": FollowUpForm(initial={"day": day}) if writes and promise.standing else None,
        "binds": bool(binds) and promise.state in BINDABLE,
        "all_decided": binds <= decided.keys(),
        "all_signed": binds <= signed.keys(),
        "withdraws": open_ and policies.may_withdraw(here.actor, promise),
        "takes_up": writes and promise.state == Promise.State.WITHDRAWN and promise.decision_id is None,
        "concludes": policies.may_conclude(here.actor, promise),
        "masks": policies.may_mask(here.actor, promise),
        "map_words": shown_map_words(here),
        **more,
    }


def _known(promised: Iterable[Measure]) -> dict[str, list[Any]]:
    """What the chain needs not ask for again: the measures, the causes they are against, the problems of both."""
    measures = {one.pk: one for one in promised}
    causes = {one.cause.pk: one.cause for one in measures.values() if one.cause is not None}
    named = [*(one.problem for one in measures.values()), *(one.problem for one in causes.values())]
    problems = {one.pk: one for one in named if one is not None}
    return {
        "plans.measure": sorted(measures.values(), key=lambda one: one.pk),
        "problems.cause": sorted(causes.values(), key=lambda one: (one.position, one.pk)),
        "problems.problem": sorted(problems.values(), key=lambda one: one.number),
    }


NOT_YET = (Promise.State.DRAFT, Promise.State.JOINT, Promise.State.BOUND, Promise.State.SIGNED)
BINDABLE = (Promise.State.JOINT, Promise.State.BOUND, Promise.State.SIGNED, Promise.State.PUBLISHED)


def _going(promise: Promise, day: dt.date, doses: dict[int, list[Dose]]) -> Going:
    found: list[Occasion] = []
    for one in promise.promised.all():
        found += occasions_of(doses.get(one.measure_id, []), promise, day)
    return going(promise, day, doses=found)


def _doses(measures: Iterable[int]) -> dict[int, list[Dose]]:
    """Occasions of some measures, by measure."""
    found: dict[int, list[Dose]] = {}
    numbers = list(measures)
    if numbers:
        for row in _doses_of(numbers):
            found.setdefault(row.measure_id, []).append(row)
    return found


@written_once
def _doses_of(measures: Collection[int]) -> DoseQuerySet:
    return Dose.objects.of_measures(measures).for_list()


def _latest(rows: Iterable[PartyDecision | Signature]) -> dict[int, Any]:
    """The one of each party that stands: the latest written down."""
    return {row.of_party_id: row for row in rows}


def _lines(form: PromiseForm) -> list[Message]:
    """How the text in a form reads."""
    said = f"{form['title'].value() or ''}\n{form['text'].value() or ''}"
    found = lix.read(said)
    return wording.reading(found) if found else []


def _choices(here: Here, promise: Promise | None = None) -> dict[str, Choices]:
    """What the form lets one choose among."""
    day = today(here.partnership)
    periods = [(value_of(one), here.t.say(wording.period(one)).capitalize()) for one in upcoming(day)]
    used = [one.measure_id for one in promise.promised.all()] if promise else []
    measures = {row.pk: row for row in Measure.objects.for_list().unfinished()}
    measures |= {row.pk: row for row in Measure.objects.for_list().filter(pk__in=[*used, *_asked(here)])}
    areas = Area.objects.filter(area_set__counted=True, area_set__current=True).order_by(alphabet.by("name"))
    categories = Category.objects.filter(active=True)
    if promise and promise.categories:
        categories = categories | Category.objects.filter(pk__in=promise.categories)
    return {
        "parties": list(Party.objects.order_by(alphabet.by("name")).values_list("pk", "name")),
        "periods": periods,
        "measures": [(pk, f"{row.what} ({row.responsible.name})") for pk, row in measures.items()],
        "categories": list(categories.values_list("pk", "name")),
        "areas": list(areas.values_list("pk", "name")[:MOST_AREAS]),
    }


def _asked(here: Here) -> list[int]:
    """Measures that the address names."""
    found = map(asked_number, here.request.GET.getlist("atgard"))
    return [one for one in found if one is not None]


def _proposed(here: Here) -> dict[str, Any]:
    """What the form begins with: what the measures in the address say, and the problems behind them."""
    found = list(Measure.objects.for_list().filter(pk__in=_asked(here)))
    day = today(here.partnership)
    initial: dict[str, Any] = {"period": value_of(next(one for one in upcoming(day) if one.starts > day))}
    if not found:
        return initial
    problems = [row.problem for row in found if row.problem is not None]
    initial |= {
        "measures": [row.pk for row in found],
        "parties": sorted({row.responsible_id for row in found}),
        "where": next((text for row in found if (text := row.place)), ""),
        "categories": _behind([row.pk for row in problems]),
    }
    for row in found:
        if row.lon is not None:
            near = {one.metres for one in problems if (one.lon, one.lat) == (row.lon, row.lat)}
            return initial | {"lon": row.lon, "lat": row.lat, "radius": max(near, default=None)}
    for problem in problems:
        if problem.lon is not None:
            return initial | {
                "lon": problem.lon,
                "lat": problem.lat,
                "radius": problem.metres,
                "where": initial["where"] or problem.place,
            }
        if problem.area_id is not None:
            return initial | {"area": problem.area_id}
    return initial


def _behind(problems: list[int]) -> list[int]:
    """Categories of the incidents that problems rest on."""
    numbers = set(
        chain.from_iterable(Evidence.objects.filter(problem_id__in=problems).values_list("incidents", flat=True))
    )
    return sorted(Incident.objects.filter(pk__in=numbers).counts_by_category()) if numbers else []
