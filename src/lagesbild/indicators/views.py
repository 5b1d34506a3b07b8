"""Statistics as members see it: the list, one series, places beside each other, and files on their way in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from lagesbild.accounts.queries import names as names_of
from lagesbild.accounts.web import member
from lagesbild.core import timeline
from lagesbild.core.actions import require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.asked import asked_day
from lagesbild.core.web.downloads import cell, table
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message, capital
from lagesbild.indicators import actions, drawing, figures, page, policies, wording
from lagesbild.indicators.figures import Line
from lagesbild.indicators.forms import BreakForm, FileForm, IndicatorForm
from lagesbild.indicators.models import Break, Change, Indicator, Reading, Series, Steps
from lagesbild.indicators.readers.rows import OF_NAME
from lagesbild.indicators.room import SHAPES
from lagesbild.places.models import Area, AreaSet, Municipality

EARLIER = 20
"""Readings and changed figures that a page lists."""
COUNTS = {
    "rows": N_("rows in the file"),
    "added": N_("figures that are new"),
    "changed": N_("figures that change; what they were is kept"),
    "unchanged": N_("figures that are here already"),
    "elsewhere": N_("rows about places that are not ours"),
    "refused": N_("rows that are not taken"),
    "indicators": N_("indicators"),
    "breaks": N_("changes of the source that were found"),
}


@require_safe
@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """All indicators, and the files that were read."""
    rows = list(Indicator.objects.for_list())
    readings = list(Reading.objects.for_list()[:EARLIER])
    return render(
        here,
        "indicators/list.html",
        indicators=rows,
        readings=readings,
        shapes=SHAPES,
        people=names_of([row.person_id for row in readings]),
        arranges=policies.may_arrange(here.actor),
        w=wording,
    )


@require_safe
@member(policy=policies.may_see)
def detail(here: Here, pk: int) -> HttpResponse:
    """An indicator, at the place that is ours or that the address asks for."""
    row = Indicator.objects.get(pk=pk)
    asked = here.request.GET.get("plats", "")
    places = list(row.series.with_values().in_order())
    chosen = next((one for one in places if str(one.pk) == asked), None) or _ours(places)
    return _series(here, row, places, chosen)


@require_safe
@member(policy=policies.may_see)
def series(here: Here, pk: int) -> HttpResponse:
    """An indicator at one place."""
    chosen = Series.objects.select_related("indicator", "area").get(pk=pk)
    places = list(chosen.indicator.series.with_values().in_order())
    return _series(here, chosen.indicator, places, chosen)


def _series(here: Here, row: Indicator, places: Sequence[Series], chosen: Series | None) -> HttpResponse:
    t = here.t
    breaks = list(row.breaks.in_order())
    found = figures.lines(row, [chosen] if chosen else [], breaks)
    line = found[0] if found else None
    compared = figures.usual(row, line) if line else None
    rated = line is not None and any(one.rate is not None for one in line.points)
    return render(
        here,
        "indicators/detail.html",
        indicator=row,
        chosen=chosen,
        places=places,
        line=line,
        breaks=[(number, one, t.gettext(one.what)) for number, one in enumerate(breaks, 1)],
        standing=wording.standing(row, line, t) if line else None,
        changed=wording.changed(row, compared, t) if compared else None,
        limits=wording.limits(row, line, compared, breaks, t) if line else [],
        drawings=_drawings(here, row, line, breaks, rates=False),
        rate_drawings=_drawings(here, row, line, breaks, rates=True) if rated else [],
        rated=rated,
        of_name=OF_NAME,
        measured=capital(wording.measured(t, row)),
        per=capital(wording.per(t, row)),
        period=lambda start: wording.period(t, row.steps, start),
        figure=lambda value: wording.figure(t, value),
        span=lambda interval: wording.span(t, interval),
        count_span=lambda interval: wording.span(t, interval, count=row.kind == Indicator.Kind.COUNT),
        flags=wording.FLAGS,
        covered=_covered(here, row, places, breaks),
        acts=page.acts(here, chosen) if chosen and line else [],
        arranges=policies.may_arrange(here.actor),
        replaced=_replaced(row),
        history=timeline.lines(row),
    )


def _drawings(
    here: Here, row: Indicator, line: Line | None, breaks: Sequence[Break], *, rates: bool
) -> list[tuple[str, drawing.Figure]]:
    """The figure for a desk and for a phone."""
    if line is None:
        return []
    sizes = (("wide", drawing.WIDE), ("narrow", drawing.NARROW))
    made = [(name, drawing.figure(here.t, row, line, breaks, width=width, rates=rates)) for name, width in sizes]
    return [(name, one) for name, one in made if one is not None]


def _covered(here: Here, row: Indicator, places: Sequence[Series], breaks: Sequence[Break]) -> list[Message]:
    counted = dict(Area.objects.filter(area_set__counted=True).order_by("name").values_list("pk", "name"))
    sets = {one.area.area_set_id for one in places if one.area is not None}
    in_use = AreaSet.objects.filter(counted=True, pk__in=sets).exists()
    found = figures.coverage(row, figures.lines(row, places, breaks), counted if in_use else {})
    return wording.covered(row, found, here.t) if found else []


def _ours(places: Sequence[Series]) -> Series | None:
    """The own municipality, or else the first place."""
    own = Municipality.objects.values_list("code", flat=True).first()
    return next((one for one in places if one.region and one.region == own), places[0] if places else None)


def _replaced(row: Indicator) -> list[Change]:
    """What figures were before a later reading changed them."""
    found = Change.objects.filter(value__series__indicator=row).select_related("value__series", "reading")
    return list(found.order_by("-reading", "-value__start", "pk")[:EARLIER])


@require_safe
@member(policy=policies.may_see)
def compare(here: Here, pk: int) -> HttpResponse:
    """Places beside each other in one period, each against ours."""
    row = Indicator.objects.get(pk=pk)
    breaks = list(row.breaks.in_order())
    every = list(row.series.with_values().in_order())
    levels = [name for name in ("kommuner", "omraden") if any(_level(one) == name for one in every)]
    asked = here.request.GET.get("med", "")
    level = asked if asked in levels else (levels[0] if levels else "")
    places = [one for one in every if _level(one) == level]
    own = next((one for one in every if str(one.pk) == here.request.GET.get("mot", "")), None) or _ours(places)
    found = figures.lines(row, places + ([own] if own and own not in places else []), breaks)
    starts = sorted({point.start for line in found for point in line.known}, reverse=True)
    start = asked_day(here.request.GET.get("period", "")) or _latest(found, own, starts)
    rows = figures.compared(row, found, start, own) if start else []
    return render(
        here,
        "indicators/compare.html",
        w=wording,
        indicator=row,
        own=own,
        level=level,
        levels=levels,
        places=places,
        start=start,
        starts=starts,
        rows=rows,
        rated=any(one.point.rate is not None for one in rows),
        measured=capital(wording.measured(here.t, row)),
        per=capital(wording.per(here.t, row)),
        arranges=policies.may_arrange(here.actor),
        shapes=wording.SHAPES,
        period=lambda day: wording.period(here.t, row.steps, day),
        figure=lambda value: wording.figure(here.t, value),
        span=lambda interval: wording.span(here.t, interval),
        count_span=lambda interval: wording.span(here.t, interval, count=row.kind == Indicator.Kind.COUNT),
        flags=wording.FLAGS,
    )


def _level(one: Series) -> str:
    return "kommuner" if one.region else "omraden"


def _latest(found: Sequence[Line], own: Series | None, starts: Sequence[dt.date]) -> dt.date | None:
    """The latest period of ours that may be compared, or else the latest of any."""
    for line in found:
        if own is not None and line.series.pk == own.pk and line.latest is not None:
            return line.latest.start
    return starts[0] if starts else None


@require_safe
@member(policy=policies.may_see)
def export(here: Here, pk: int) -> HttpResponse:
    """A series as a file that spreadsheets open, in the columns that are read here."""
    chosen = Series.objects.select_related("indicator", "area").get(pk=pk)
    row = chosen.indicator
    t = here.t
    found = figures.lines(row, [chosen], list(row.breaks.in_order()))
    head = (
        *("indikator", "kod", "område", "namn", "period", "värde", "nedre", "övre", "nämnare", "enhet", "per"),
        *("not", "källa"),
    )
    lines: list[list[Any]] = [list(head)]
    code = chosen.region or (chosen.area.code if chosen.area else "")
    for point in found[0].points if found else ():
        if not point.told:
            continue
        span = point.interval if point.interval and point.interval.theirs else None
        lines.append(
            [
                *map(cell, (row.name, row.code, code, chosen.name)),
                _period(row.steps, point.start),
                "" if point.value is None else repr(point.value).removesuffix(".0"),
                *((span.low, span.high) if span else ("", "")),
                point.rate.denominator if point.rate else "",
                *map(cell, (row.unit, row.per)),
                cell(point.mark or (t.gettext(wording.FLAGS[point.flag]) if point.flag in wording.FLAGS else "")),  # type: ignore[index]
                cell(row.source),
            ]
        )
    return table(lines, f"indikator-{row.pk}-{chosen.pk}")


def _period(steps: str, start: dt.date) -> str:
    if steps == "year":
        return str(start.year)
    return f"{start.year}K{(start.month + 2) // 3}" if steps == "quarter" else f"{start:%Y-%m}"


@member(policy=policies.may_see)
def new_reading(here: Here) -> HttpResponse:
    """Give a file to look at."""
    require(policies.may_arrange(here.actor))
    form = FileForm(here.request.POST or None, here.request.FILES or None)
    made: list[Reading] = []

    def save() -> None:
        said = form.cleaned_data
        content = said["upload"].read()
        made.append(
            actions.propose(
                actor=here.actor, name=said["upload"].name, content=content, kind=said["kind"], steps=said["steps"]
            )
        )

    if form.is_valid() and form.attempt(save):
        return back(here, "indicators:reading", pk=made[0].pk)
    return render(here, "indicators/new_reading.html", _status(form), form=form)


@require_safe
@member(policy=policies.may_see)
def reading(here: Here, pk: int) -> HttpResponse:
    """A file: what would come of it, or what came."""
    row = Reading.objects.get(pk=pk)
    found, wrong = None, None
    if row.state == Reading.State.LOOKED:
        try:
            found = actions.look(row)
        except InputError as error:
            wrong = error.message
    return render(
        here,
        "indicators/reading.html",
        200 if wrong is None else 422,
        reading=row,
        look=found,
        wrong=wrong,
        shape=SHAPES[Reading.State(row.state)],
        counts=found.counts if found else row.counts,
        counted=COUNTS,
        who=names_of([row.person_id]).get(row.person_id, "") if row.person_id else "",
        arranges=policies.may_arrange(here.actor),
        w=wording,
        indicators=list(
            Indicator.objects.filter(series__values__reading=row).distinct().order_by("name", "pk")[:EARLIER]
        ),
    )


@require_POST
@member(policy=policies.may_see)
def read(here: Here, pk: int) -> HttpResponse:
    """Read it."""
    row = actions.read(actor=here.actor, reading=pk)
    flash(
        here,
        Message(
            N_("The file is read: {n} figures are new, {k} changed."),
            {"n": row.counts["added"], "k": row.counts["changed"]},
        ),
    )
    return back(here, "indicators:reading", pk=pk)


@require_POST
@member(policy=policies.may_see)
def discard(here: Here, pk: int) -> HttpResponse:
    """Throw it away unread."""
    actions.discard(actor=here.actor, reading=pk)
    flash(here, Message(N_("Thrown away. Nothing of it was read.")))
    return back(here, "indicators:list")


@require_POST
@member(policy=policies.may_see)
def undo(here: Here, pk: int) -> HttpResponse:
    """Take it back as a whole."""
    actions.undo(actor=here.actor, reading=pk)
    flash(here, Message(N_("Taken back as a whole.")))
    return back(here, "indicators:reading", pk=pk)


@member(policy=policies.may_see)
def change(here: Here, pk: int) -> HttpResponse:
    """Say what an indicator is."""
    require(policies.may_arrange(here.actor))
    row = Indicator.objects.get(pk=pk)
    initial = {name: getattr(row, name) for name in row.edited}
    others = Indicator.objects.filter(steps=Steps.YEAR).exclude(pk=pk).for_list()
    bases = list(others.values_list("pk", "name"))
    form = IndicatorForm(here.request.POST or None, initial=initial, seen=as_seen(row), bases=bases)

    def save() -> None:
        actions.change(actor=here.actor, indicator=pk, said=form.said(), seen=form.cleaned_data.get("seen", ""))

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "indicators:detail", pk=pk)
    return render(
        here, "indicators/form.html", _status(form), form=form, indicator=row, title=N_("Change the indicator")
    )


@require_POST
@member(policy=policies.may_see)
def retire(here: Here, pk: int) -> HttpResponse:
    """Follow it no more, or again."""
    row = actions.retire(actor=here.actor, indicator=pk)
    flash(here, Message(N_("Not followed any more. Its figures stay.") if row.retired else N_("Followed again.")))
    return back(here, "indicators:detail", pk=pk)


@member(policy=policies.may_see)
def add_break(here: Here, pk: int) -> HttpResponse:
    """Say where the source changed."""
    require(policies.may_arrange(here.actor))
    row = Indicator.objects.get(pk=pk)
    form = BreakForm(here.request.POST or None)

    def save() -> None:
        said = form.cleaned_data
        actions.add_break(actor=here.actor, indicator=pk, day=said["day"], what=said["what"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Nothing is compared across it from now on.")))
        return back(here, "indicators:detail", pk=pk)
    return render(
        here, "indicators/form.html", _status(form), form=form, indicator=row, title=N_("A change of the source")
    )


@require_POST
@member(policy=policies.may_see)
def remove_break(here: Here, pk: int) -> HttpResponse:
    """Take a break away."""
    indicator = actions.remove_break(actor=here.actor, number=pk)
    flash(here, Message(N_("Taken away.")))
    return back(here, "indicators:detail", pk=indicator)


def _status(form: FileForm | IndicatorForm | BreakForm) -> int:
    return 422 if form.errors else 200
