"""Reporting on a phone: one page, twenty seconds, and what became of one's reports.

All of it is open to phones that were signed in for reporting (`accounts.devices`), and works without script. What one
has reported oneself is all that a phone sees.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lagesbild.accounts.web import member
from lagesbild.core import alphabet, guard
from lagesbild.core.actions import require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Audience, Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.asked import asked_number
from lagesbild.core.web.forms import NAMED
from lagesbild.core.web.naming import people_in
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents import actions, looking, policies
from lagesbild.incidents.actions.common import is_own
from lagesbild.incidents.forms import ReportForm, as_told
from lagesbild.incidents.icons import icon_of
from lagesbild.incidents.models import Category, Incident
from lagesbild.incidents.queries import IncidentQuerySet
from lagesbild.incidents.views import words
from lagesbild.places.search import find_places, fold

RECENT = 5
"""Own reports that stand under the form."""
MOST = 100
"""Own reports that are listed."""
UNITS_FROM = dt.timedelta(days=90)
"""Units that told something this lately are offered."""
TEXTS = ("text", "place", "unit")
"""Fields that people write freely in."""
MAP_WORDS = {
    "map": N_("Map of where it happened"),
    "help": N_("Arrow keys move the map, plus and minus zoom, Enter puts the point in the middle."),
    "zoom_in": N_("Zoom in"),
    "zoom_out": N_("Zoom out"),
    "whole": N_("Show the whole map"),
    "ctrl": N_("Hold Ctrl and scroll to zoom the map"),
    "command": N_("Hold ⌘ and scroll to zoom the map"),
    "fingers": N_("Move the map with two fingers"),
    "set": N_("The point is on the map."),
    "here": N_("Your position is on the map."),
    "asking": N_("Asking the phone where it is …"),
    "nowhere": N_("The phone does not say where it is. Tap the map, or write the place."),
}
BECAME: dict[str, str] = {
    Incident.State.REPORTED: N_("Received. A coordinator reads it soon."),
    Incident.State.SORTED: N_("Read, and part of the picture."),
    Incident.State.FORWARDED: N_("Read, and handed on to those who can do something about it."),
    Incident.State.DUPLICATE: N_("Read. Someone else had told of the same thing, so the two are kept together."),
    Incident.State.SET_ASIDE: N_("Read. It is not part of the picture: {why}."),
}
"""What became of a report, as the one who told it reads it."""


def became(incident: Incident) -> Message:
    """What became of a report, in words for the one who told it."""
    why = Message(str(Incident.Aside(incident.aside).label)) if incident.aside else ""
    return Message(BECAME[incident.state], {"why": why})


@member(policy=policies.may_report_for_someone, device=True)
def report(here: Here) -> HttpResponse:
    """The form, and what comes of sending it."""
    sent = here.request.method == "POST"
    # what was told before is where a new form begins, and stands under it: a report that is taken needs neither
    mine = [] if sent else _recent(here)
    same = _same(here)
    form = _form(here, here.request.POST if sent else None, same=same, mine=mine)
    stopped: Stopped | None = None
    if sent and "clean" in here.request.POST:
        form = _form(here, _cleaned(here.request.POST), same=same, mine=mine)
        return _page(here, form, None, _recent(here), cleaned=True)
    if sent and form.is_valid():
        stopped = _found(form) or _asks(form)
        if stopped is not None:
            return _page(here, form, stopped, _recent(here))
        try:
            made = _send(here, form.cleaned_data)
        except actions.PersonalData as refused:
            stopped = _stopped(refused)
        except InputError as error:
            form.add_error(None, here.t.say(error.message))
        else:
            return back(here, "incidents:thanks", pk=made.pk)
    elif sent:
        stopped = _found(form)
    return _page(here, form, stopped, _recent(here) if sent else mine)


def _page(
    here: Here, form: ReportForm, stopped: Stopped | None, mine: list[Incident], *, cleaned: bool = False
) -> HttpResponse:
    refused = here.request.method == "POST" and not cleaned
    return render(
        here,
        "incidents/report.html",
        422 if refused else 200,
        form=form,
        party=_party(form),
        cleaned=cleaned,
        units=_units(here),
        icon_of=icon_of,
        stopped=stopped,
        mine=mine,
        became=became,
        words=words,
        map_words={name: here.t.gettext(text) for name, text in MAP_WORDS.items()},
    )


@require_POST
@member(policy=policies.may_report_for_someone, device=True)
def nothing(here: Here) -> HttpResponse:
    """One tap: nothing to report this week."""
    party = here.request.POST.get("party", "")
    reporting = {str(pk) for pk in _reporting(here)}
    if party not in reporting and len(reporting) == 1:
        (party,) = reporting
    number = int(party) if party in reporting else 0
    actions.report_nothing(actor=here.actor, party=number, unit=here.request.POST.get("unit", "")[:80])
    flash(here, Message(N_("Thank you. Nothing to report this week is also worth knowing.")))
    return back(here, "incidents:report")


@require_safe
@member(policy=policies.may_report_for_someone, device=True)
def thanks(here: Here, pk: int) -> HttpResponse:
    """The report is in: what happens next, and the way to one more."""
    return render(
        here,
        "incidents/thanks.html",
        incident=_mine(here).get(pk=pk),
        icon_of=icon_of,
        words=words,
    )


@require_safe
@member(policy=policies.may_report_for_someone, device=True)
def mine(here: Here) -> HttpResponse:
    """One's own reports, latest first, with what became of each."""
    found = list(_mine(here).prefetch_related("feedback")[: MOST + 1])
    return render(
        here,
        "incidents/mine.html",
        mine=found[:MOST],
        more=len(found) > MOST,
        became=became,
        icon_of=icon_of,
        words=words,
    )


@require_safe
@member(policy=policies.may_report_for_someone, device=True)
def own(here: Here, pk: int) -> HttpResponse:
    """One of one's own reports, and what became of it."""
    incident = _mine(here).get(pk=pk)
    return render(
        here,
        "incidents/own.html",
        incident=incident,
        feedback=list(incident.feedback.all()),
        forwardings=list(incident.forwardings.select_related("to_party")),
        may_edit=incident.source_id is None and policies.may_edit(here.actor, incident, own=True),
        became=became,
        icon_of=icon_of,
        words=words,
    )


@member(policy=policies.may_report_for_someone, device=True)
def edit(here: Here, pk: int) -> HttpResponse:
    """Say something else than was said; what it was stays in the history."""
    incident = Incident.objects.for_detail().get(pk=pk)
    mine = is_own(here.actor, incident)
    require(policies.may_edit(here.actor, incident, own=mine))
    sent = here.request.method == "POST"
    stopped: Stopped | None = None
    cleaned = sent and "clean" in here.request.POST
    form = _form_of(here, incident, _cleaned(here.request.POST) if cleaned else here.request.POST if sent else None)
    if sent and not cleaned and form.is_valid():
        stopped = _found(form) or _asks(form)
    if sent and not cleaned and form.is_valid() and stopped is None:
        try:
            actions.edit(actor=here.actor, incident=pk, told=_told(form.cleaned_data), seen=form.cleaned_data["seen"])
        except actions.PersonalData as refused:
            stopped = _stopped(refused)
        except InputError as error:
            form.refuse(error)
        else:
            flash(here, Message(N_("Changed. What stood before is kept in the history.")))
            return back(here, _page_of(here, mine=mine), pk=pk)
    elif sent and not cleaned:
        stopped = _found(form)
    if not mine:
        looking.looked(here, incident)
    return render(
        here,
        "incidents/edit.html",
        422 if sent and not cleaned else 200,
        form=form,
        incident=incident,
        after=_page_of(here, mine=mine),
        cleaned=cleaned,
        icon_of=icon_of,
        stopped=stopped,
        units=_units(here),
        map_words={name: here.t.gettext(text) for name, text in MAP_WORDS.items()},
    )


def _page_of(here: Here, *, mine: bool) -> str:
    """Those who only report go back to their own pages."""
    only_reports = not here.actor.has(*policies.EDITING)
    return "incidents:own" if mine and only_reports else "incidents:detail"


def _reporting(here: Here) -> list[int]:
    return sorted({party for party, role in here.actor.roles if role in policies.REPORTING})


def _categories(here: Here, also: int | None = None) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in Category.objects.all() if one.active or one.pk == also]


def _form(here: Here, data: QueryDict | None, *, same: Incident | None, mine: list[Incident]) -> ReportForm:
    """The form, with what the reporter most likely says again near at hand."""
    parties = list(
        Party.objects.filter(pk__in=_reporting(here)).order_by(alphabet.by("name")).values_list("pk", "name")
    )
    last = same or (mine[0] if mine else None)
    initial: dict[str, Any] = {"party": parties[0][0], "day": timezone.localdate()}
    if last is not None and last.party_id in dict(parties):
        initial |= {"party": last.party_id, "unit": last.unit}
    if same is not None:
        initial |= {"category": same.category_id, "place": same.place, "lon": same.lon, "lat": same.lat}
    return ReportForm(data, initial=initial, parties=parties, categories=_categories(here))


def _form_of(here: Here, incident: Incident, data: QueryDict | None) -> ReportForm:
    return ReportForm(
        data,
        initial=as_told(incident),
        parties=[(incident.party_id, incident.party.name)],
        categories=_categories(here, incident.category_id),
        told=incident,
        seen=as_seen(incident),
    )


def _same(here: Here) -> Incident | None:
    """The own report that the address says to go on from."""
    asked = asked_number(here.request.GET.get("samma", ""))
    return _mine(here).filter(pk=asked).first() if asked else None


def _told(given: dict[str, Any]) -> actions.Told:
    lon, lat = given["lon"], given["lat"]
    names = ("category", "start", "end", "precision", "place", "text", "unit", "unsafe", "recurring", "told_police")
    placed = lon is not None and lat is not None
    return actions.Told(
        **{name: given[name] for name in names},
        acted=given["acted"],
        lon=lon if placed else None,
        lat=lat if placed else None,
    )


def _send(here: Here, given: dict[str, Any]) -> Incident:
    kind = Audience.OWN if given["own"] else Audience.PARTNERSHIP
    return actions.report(
        actor=here.actor,
        party=given["party"],
        audience=kind,
        told=_told(_found_on_map(here, given)),
    )


def _found_on_map(here: Here, given: dict[str, Any]) -> dict[str, Any]:
    """A place that was written and not chosen, put where it lies if it is named just so."""
    if None not in (given["lon"], given["lat"]) or not given["place"]:
        return given
    named = [hit for hit in find_places(here.partnership.pk, given["place"]) if fold(hit.label) == fold(given["place"])]
    return given | {"lon": named[0].lon, "lat": named[0].lat} if len(named) == 1 else given


def _party(form: ReportForm) -> str:
    chosen = str(form["party"].value())
    return next((name for pk, name in form.fields["party"].choices if str(pk) == chosen), "")  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Stopped:
    """What the guard stopped: the written text in pieces, each with whether it is one that must go, and which kinds."""

    pieces: list[tuple[str, bool]]
    kinds: frozenset[guard.Kind]

    @property
    def kind(self) -> str:
        """The kind, where all that was found is of one."""
        return next(iter(self.kinds)) if len(self.kinds) == 1 else ""

    @property
    def only_asks(self) -> bool:
        """Whether it is a question that one press answers, and no refusal."""
        return self.kinds == {guard.Kind.NAME}


def _stopped(refused: actions.PersonalData) -> Stopped:
    """What an action refused although nothing was found here."""
    return Stopped([], frozenset(one.kind for one in refused.found))


def _found(form: ReportForm) -> Stopped | None:
    """What the guard finds in the texts as they were written."""
    return _marked({name: (text := str(form.data.get(name, "")), guard.find(text)) for name in TEXTS})


def _asks(form: ReportForm) -> Stopped | None:
    """What may be the name of a person, until the reporter has said that it is none; names of places here are known."""
    if NAMED in form.data:
        return None
    found = {}
    for name in TEXTS:
        text = str(form.data.get(name, ""))
        found[name] = text, people_in(text)
    return _marked(found)


def _marked(found: Mapping[str, tuple[str, Sequence[guard.Found]]]) -> Stopped | None:
    """The texts with findings in them, in pieces."""
    pieces: list[tuple[str, bool]] = []
    kinds = set()
    for written, findings in found.values():
        at = 0
        for one in findings:
            kinds.add(one.kind)
            pieces += [(written[at : one.start], False), (written[one.start : one.end], True)]
            at = one.end
        if findings:
            pieces.append((f"{written[at:]}\n", False))
    return Stopped(pieces, frozenset(kinds)) if kinds else None


def _cleaned(sent: QueryDict) -> QueryDict:
    """What was sent, without what the guard stopped or asked about; it is read again before it is sent."""
    cleaned = sent.copy()
    for name in TEXTS:
        text = sent.get(name, "")
        refused = guard.find(text)
        text = guard.without(text)
        if not refused:
            for one in reversed(people_in(text)):
                text = f"{text[: one.start].rstrip()} {text[one.end :].lstrip()}".strip()
        # a blank that is left before a comma
        cleaned[name] = text if text == sent.get(name, "") else re.sub(r"[ \t]+([,.;:!?])", r"\1", text)
    return cleaned


def _recent(here: Here) -> list[Incident]:
    return list(_mine(here)[:RECENT])


def _mine(here: Here) -> IncidentQuerySet:
    """One's own reports for the parties that one reports for here, latest first."""
    rows = Incident.objects.reported_by(here.actor.person).filter(party_id__in=here.actor.parties)
    return rows.select_related("category", "party", "audience").order_by("-received", "-pk")


def _units(here: Here) -> list[str]:
    """Units that told something lately for the parties one reports for."""
    rows = Incident.objects.filter(party_id__in=_reporting(here), source__isnull=True)
    rows = rows.filter(start__gte=timezone.now() - UNITS_FROM).exclude(unit="").order_by("unit")
    return list(rows.values_list("unit", flat=True).distinct()[:30])
