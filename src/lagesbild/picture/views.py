"""Pages of the picture."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_POST

from lagesbild.accounts.web import member
from lagesbild.core import alphabet
from lagesbild.core.audiences import choices
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Audience
from lagesbild.core.web import Here, back, flash, render
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents.models import Incident
from lagesbild.picture import actions, heard, page, periods, policies
from lagesbild.picture.behind import behind as behind_figure
from lagesbild.picture.compose.steps import unit_of
from lagesbild.picture.forms import EACH, WEEKDAYS, ArrangeForm, AskForm, DismissForm
from lagesbild.picture.lineup import lineup_of
from lagesbild.picture.model import Period, Unit
from lagesbild.picture.models import Drawing, Edition, Finding, Making, Setting
from lagesbild.picture.names import in_json
from lagesbild.places.models import AreaSet

MOST_EARLIER = 26
ON_A_PAGE = 100
MAP_SECONDS = 7 * 24 * 3600
"""How long a browser may keep the data of a map: no longer than a picture is looked at."""


def address_of(here: Here, edition: Edition) -> str:
    """The page of an edition."""
    return reverse("picture:edition", kwargs={"slug": here.partnership.slug, **_named(edition)})


def _named(edition: Edition) -> dict[str, Any]:
    return {"period": edition.code, "number": edition.number}


def _find(period: Period, number: int, *, whole: bool = False) -> Edition:
    found = Edition.objects.of_period(period).filter(number=number)
    row = (found if whole else found.light()).first()
    if row is None:
        raise Http404
    return row


@require_GET
@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """The latest picture and the earlier ones."""
    editions = list(Edition.objects.light().weekly().current()[: MOST_EARLIER + 1])
    longer = list(Edition.objects.light().longer().current()[:MOST_EARLIER])
    wanted = page.last_week(timezone.now())
    missing = not editions or editions[0].start < wanted
    lead = ""
    if editions:
        lead = page.lead_of(here, editions[0])
    setting = Setting.objects.filter(partnership=here.partnership).first() or Setting()
    makes = policies.may_make(here.actor)
    return render(
        here,
        "picture/list.html",
        editions=editions,
        longer=longer,
        form=AskForm(initial={"kind": Edition.Kind.WEEKLY, "day": _proposed(here, wanted)}) if makes else None,
        lead=lead,
        wanted=wanted,
        missing=missing,
        making=page.making_of(here, periods.of(Unit.WEEK, wanted)) if missing else None,
        setting=setting,
        weekday=WEEKDAYS[setting.weekday],
        also=[here.t.gettext(EACH[kind]) for kind in actions.LONGER if getattr(setting, kind)],
        makes=makes,
        arranges=policies.may_arrange(here.actor),
    )


def _proposed(here: Here, last: dt.date) -> dt.date:
    """A day of the week that is likeliest to be asked for: the latest with incidents that is not after `last`."""
    newest = Incident.objects.in_picture().filter(start__lt=timezone.now()).aggregate(at=Max("start"))["at"]
    return min(newest.astimezone(ZoneInfo(here.partnership.timezone)).date(), last) if newest else last


@require_GET
@member(policy=policies.may_see)
def edition(here: Here, period: Period, number: int | None = None) -> HttpResponse:
    """One edition: the coordinator's Monday, or the picture of a month, a quarter or a year."""
    editions = page.of_period(here, period)
    row = next((one for one in editions if number in (None, one.number)), None)
    if row is None:
        raise Http404
    others = [one for one in editions if one is not row]
    base = address_of(here, row)
    parts, map_mark, findings = page.parts_of(here, row, base)
    frozen = row.state != Edition.State.DRAFT
    measures = page.measures(here, row)
    sorting = page.sorting(here)
    newest = others[0] if others and others[0].number > row.number else None
    return render(
        here,
        "picture/edition.html",
        edition=row,
        named=_named(row),
        base=base,
        parts=parts,
        map_mark=map_mark,
        findings=findings,
        acts=page.acts(here, row, findings),
        others=others,
        newest=newest,
        onward=page.onward(here, row, findings) if frozen and newest is None else [],
        people=page.names({row.decided_by, row.made_by}),
        making=page.making_of(here, row.period),
        check=page.last_check(row),
        behind_by=here.partnership.revision - row.revision,
        sorting=sorting,
        contents=_contents(row, sorting, measures),
        measures=measures,
        heard=heard.of_period(here, row),
        judges=policies.may_judge(here.actor) and not frozen,
        decides=policies.may_decide(here.actor, row) and not frozen,
        makes=policies.may_make(here.actor),
        masks=policies.may_mask(here.actor, row) and any(one.row.text for one in findings.values()),
        incidents_url=page.address(here, "incidents:list"),
        sort_url=page.address(here, "incidents:to_sort"),
    )


def _contents(
    row: Edition, sorting: page.Sorting | None, measures: list[page.Measure]
) -> list[tuple[str, int, Message]]:
    """The row of contents: where it leads, how many, of what. What is nought is left out, but for what all look for."""
    n = row.counted
    to_sort, done = sorting.new if sorting else 0, len(measures)
    silent, incidents, deviations = n["silent"], n["incidents"], n["deviations"]
    places, chains = n["places"], n["chains"]
    said = [
        ("reported", silent, Message(N_("silent unit"), plural=N_("silent units"), n=silent)),
        ("counts", incidents, Message(N_("incident"), plural=N_("incidents"), n=incidents)),
        ("deviations", deviations, Message(N_("deviation"), plural=N_("deviations"), n=deviations)),
        ("places", places, Message(N_("place"), plural=N_("places"), n=places)),
        ("chains", chains, Message(N_("possible series"), plural=N_("possible series of incidents"), n=chains)),
        ("measures", done, Message(N_("measure"), plural=N_("measures"), n=done)),
        ("sorting", to_sort, Message(N_("to sort"))),
    ]
    return [(anchor, count, name) for anchor, count, name in said if count or anchor in ("counts", "deviations")]


@require_GET
@member(policy=policies.may_see)
def map_data(here: Here, period: Period, number: int, mark: str) -> HttpResponse:
    """The data of the live map; another text, of another language or with words masked, has another address."""
    text, is_now = page.map_of(here, _find(period, number))
    if not text or mark != is_now:
        raise Http404
    answer = HttpResponse(text, content_type="application/json")
    patch_cache_control(answer, private=True, max_age=MAP_SECONDS, immutable=True)
    return answer


@require_GET
@member(policy=policies.may_see)
def document(here: Here, period: Period, number: int) -> HttpResponse:
    """The edition as PDF."""
    row = _find(period, number)
    drawing = get_object_or_404(Drawing.objects.only("document"), edition=row, language=here.t.language)
    if not drawing.document:
        raise InputError(
            Message(
                N_(
                    "Words in this document were masked, and it is being set again. Come back in a few minutes. If it "
                    "is still not here then, print the page of the edition instead."
                )
            )
        )
    answer = HttpResponse(bytes(drawing.document), content_type="application/pdf")
    name = f"lagesbild-{here.partnership.slug}-{row.code}-{row.number}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@require_GET
@member(policy=policies.may_see)
def figures(here: Here, period: Period, number: int) -> HttpResponse:
    """All figures of the edition, with what they follow from."""
    row = _find(period, number, whole=True)
    said = {
        "edition": {
            "kind": row.kind,
            "period": row.code,
            "start": row.start.isoformat(),
            "end": row.end.isoformat(),
            "number": row.number,
            "state": row.state,
            "revision": row.revision,
            "seed": row.seed,
            "program": row.program,
            "digest": row.digest,
            "made": row.made.isoformat(),
            "decided": row.decided.isoformat() if row.decided else None,
            "parameters": row.parameters,
        },
        "figures": row.figures,
    }
    text = json.dumps(said, ensure_ascii=False, indent=1)
    answer = HttpResponse(in_json(text, page.called_in(row.pk, text)), content_type="application/json")
    name = f"lagesbild-{here.partnership.slug}-{row.code}-{row.number}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
@member(policy=policies.may_see)
def behind(here: Here, period: Period, number: int, what: str) -> HttpResponse:
    """The incidents behind a figure: those of them that are open to the reader."""
    row = _find(period, number, whole=True)
    found = behind_figure(row, what, here.partnership.timezone)
    if found is None:
        raise Http404
    shown = Paginator(found.rows.for_list(), ON_A_PAGE).get_page(here.request.GET.get("sida"))
    seen = shown.paginator.count
    return render(
        here,
        "picture/behind.html",
        edition=row,
        named=_named(row),
        found=found,
        page=shown,
        seen=seen,
        hidden=max(0, (found.kept or found.count) - seen),
        address=lambda pk: page.address(here, "incidents:detail", pk=pk),
    )


@require_GET
@member(policy=policies.may_see)
def chance(here: Here, period: Period, number: int) -> HttpResponse:
    """The map of an edition among maps that chance alone would have drawn."""
    row = _find(period, number, whole=True)
    return render(here, "picture/chance.html", edition=row, named=_named(row), lineup=lineup_of(row, here.t.language))


@require_POST
@member(policy=policies.may_see)
def ask(here: Here) -> HttpResponse:
    """Have the picture of a week, a month, a quarter or a year made now."""
    form = AskForm(here.request.POST)
    if not form.is_valid():
        raise InputError(Message(N_("Say which period, by a day in it: 2026-03-16.")))
    unit = periods.KINDS[form.cleaned_data["kind"]]
    period = unit_of(unit, form.cleaned_data["day"])
    actions.ask(actor=here.actor, start=period.start, unit=unit)
    return back(here, "picture:making", period=periods.code(period))


@require_GET
@member(policy=policies.may_see)
def making(here: Here, period: Period) -> HttpResponse:
    """How far a making has come; asked for again by the page until it ends."""
    kind = periods.KIND[period.unit]
    row = Making.objects.filter(partnership=here.partnership, kind=kind, start=period.start).first()
    if row is None:
        raise Http404
    done = row.state == Making.State.DONE and row.edition_id is not None
    after = reverse("picture:edition", kwargs={"slug": here.partnership.slug, "period": period})
    if done and not here.htmx:
        return HttpResponseRedirect(after)
    context: dict[str, Any] = {"making": row, "title": periods.title(period), "makes": policies.may_make(here.actor)}
    if here.htmx:
        answer = render(here, "picture/making_part.html", **context)
        if done:
            answer["HX-Redirect"] = after
        return answer
    return render(here, "picture/making.html", **context)


@require_POST
@member(policy=policies.may_see)
def confirm(here: Here, pk: int) -> HttpResponse:
    """Confirm a finding."""
    row = actions.confirm(actor=here.actor, finding=pk)
    flash(here, Message(N_("Confirmed.")), undo=_undo(here, row))
    return _to(here, row)


@member(policy=policies.may_see)
def dismiss(here: Here, pk: int) -> HttpResponse:
    """Dismiss a finding, with a reason."""
    row = get_object_or_404(Finding.objects.select_related("edition"), pk=pk)
    form = DismissForm(here.request.POST or None, initial={"reason": row.reason, "text": row.text})
    if form.is_valid() and form.attempt(lambda: actions.dismiss(actor=here.actor, finding=pk, **form.cleaned_data)):
        flash(here, Message(N_("Dismissed.")), undo=_undo(here, row))
        return _to(here, row)
    template = "picture/dismiss_part.html" if here.htmx else "picture/dismiss.html"
    return render(
        here,
        template,
        form=form,
        finding=row,
        edition=row.edition,
        after=f"{address_of(here, row.edition)}#fynd-{row.pk}",
    )


@require_POST
@member(policy=policies.may_see)
def undo(here: Here, pk: int) -> HttpResponse:
    """Take back what was thought of a finding."""
    row = actions.undo(actor=here.actor, finding=pk)
    flash(here, Message(N_("Undone.")))
    return _to(here, row)


def _undo(here: Here, row: Finding) -> str:
    return reverse("picture:undo", kwargs={"slug": here.partnership.slug, "pk": row.pk})


def _to(here: Here, row: Finding) -> HttpResponse:
    found = Edition.objects.light().get(pk=row.edition_id)
    return HttpResponseRedirect(f"{address_of(here, found)}#fynd-{row.pk}")


@require_POST
@member(policy=policies.may_see)
def decide(here: Here, pk: int) -> HttpResponse:
    """Decide an edition."""
    row = actions.decide(actor=here.actor, edition=pk)
    flash(here, Message(N_("The picture of {period} is decided and frozen."), {"period": row.within}))
    return HttpResponseRedirect(address_of(here, row))


@require_POST
@member(policy=policies.may_see)
def check(here: Here, pk: int) -> HttpResponse:
    """Have an edition computed again."""
    actions.ask_check(actor=here.actor, edition=pk)
    row = Edition.objects.light().get(pk=pk)
    flash(here, Message(N_("The picture is being computed again. Reload the page in a moment to see what came of it.")))
    return HttpResponseRedirect(address_of(here, row))


@member(policy=policies.may_arrange)
def arrange(here: Here) -> HttpResponse:
    """When the picture is made, and who reads it."""
    row = Setting.objects.filter(partnership=here.partnership).first() or Setting()
    own = Audience.objects.exclude(kind__in=[Audience.OWN, Audience.PARTNERSHIP]).order_by(alphabet.by("name"))
    sets = AreaSet.objects.filter(state=AreaSet.State.KEPT)
    form = ArrangeForm(
        here,
        here.request.POST or None,
        audiences=choices(own, here.t),
        area_sets=[(one.pk, str(one)) for one in sets],
        initial={
            "weekday": row.weekday,
            "hour": row.hour,
            "longer": [kind for kind in actions.LONGER if getattr(row, kind)],
            "readers": row.readers_id or 0,
            "area_set": row.area_set or 0,
        },
        seen=as_seen(row),
    )
    if form.is_valid() and form.attempt(lambda: actions.arrange(actor=here.actor, **form.cleaned_data)):
        flash(here, Message(N_("Saved. It holds from the next picture.")))
        return back(here, "picture:list")
    return render(here, "picture/arrange.html", 422 if form.errors else 200, form=form)
