"""Forms of incidents: what a reporter tells, and how a report is sorted. What is looked for is in `views.filters`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from lagesbild.core.web.clock import SKIPPED, skipped
from lagesbild.core.web.forms import Form, Written
from lagesbild.core.web.language import current
from lagesbild.i18n import N_
from lagesbild.incidents.models import Forwarding, Incident

NOW, EARLIER = "now", "earlier"
MINUTE = dt.timedelta(minutes=1)
CLOCK = "%H:%M"
LONGEST = 1000
"""Characters of a report's text: a few words are asked for, and a long story is often one about somebody."""


class ReportForm(Form):
    """A report, as one page on a phone."""

    party = forms.TypedChoiceField(label=N_("Who reports"), coerce=int, widget=forms.HiddenInput)
    unit = forms.CharField(
        label=N_("Unit"),
        help_text=N_("Which part of you it is that tells: a unit, a shift, a school. Not a person."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
    )
    category = forms.TypedChoiceField(
        label=N_("What?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": N_("Choose what it is about.")},
    )
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    place = forms.CharField(label=N_("Where?"), required=False, max_length=200)
    when = forms.ChoiceField(
        label=N_("When?"),
        choices=[(NOW, N_("Now")), (EARLIER, N_("Earlier"))],
        initial=NOW,
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label=N_("Day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    clock = forms.TimeField(
        label=N_("Time of day"),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput({"type": "time"}, CLOCK),
    )
    until = forms.TimeField(
        label=N_("Until"),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput({"type": "time"}, CLOCK),
    )
    text = forms.CharField(
        label=N_("In a few words"),
        help_text=N_("About the place, not about persons."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    unsafe = forms.BooleanField(label=N_("Someone could feel unsafe"), required=False)
    recurring = forms.BooleanField(label=N_("Has happened before"), required=False)
    told_police = forms.BooleanField(label=N_("Reported to the police"), required=False)
    acted = forms.BooleanField(label=N_("Something has been done about it"), required=False)
    own = forms.BooleanField(label=N_("Show only within our own organisation"), required=False)

    def __init__(
        self,
        *arguments: Any,
        parties: Sequence[tuple[int, str]],
        categories: Sequence[tuple[int, str]],
        told: Incident | None = None,
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        self.told = told
        self.fields["party"].choices = parties  # type: ignore[attr-defined]
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        if len(parties) > 1:
            self.fields["party"].widget = forms.Select(choices=parties)
        required = self.fields["category"].error_messages
        required["required"] = current().gettext(str(required["required"]))

    def clean(self) -> dict[str, Any]:
        """Turn the choice of time into a window: a minute, a stretch, or a whole day."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("when") == NOW:
            told["start"] = timezone.now().replace(second=0, microsecond=0)
            told["end"], told["precision"] = told["start"] + MINUTE, Incident.Precision.MINUTE
        elif self.told is not None and not {"when", "day", "clock", "until"} & set(self.changed_data):
            # nobody touched the time: it stays as finely known as it was
            told |= {name: getattr(self.told, name) for name in ("start", "end", "precision")}
        elif told.get("when") == EARLIER and not {"day", "clock", "until"} & set(self.errors):
            self._earlier(told)
        if {"place", "lon", "lat"} <= told.keys() and None in (told["lon"], told["lat"]) and not told["place"]:
            self.add_error("place", current().gettext(N_("Say where: on the map, or in words.")))
        return told

    def _earlier(self, told: dict[str, Any]) -> None:
        words = current()
        day, clock, until = told["day"], told["clock"], told["until"]
        if day is None:
            self.add_error("day", words.gettext(N_("Say which day.")))
            return
        over = until is not None and clock is not None and until < clock
        for name, at, on in (("clock", clock, day), ("until", until, day + dt.timedelta(days=over))):
            if at is not None and skipped(on, at):
                self.add_error(name, words.gettext(SKIPPED))
                return
        if clock is None:
            told["start"], told["end"] = moment(day), moment(day + dt.timedelta(days=1))
            told["precision"] = Incident.Precision.DAY
        else:
            told["start"] = moment(day, clock)
            told["end"] = told["start"].astimezone(dt.UTC) + MINUTE
            told["precision"] = Incident.Precision.MINUTE
            if until is not None and until != clock:
                # a stretch that ends before it begins goes past midnight
                told["end"] = moment(day + dt.timedelta(days=over), until)
        if told["start"] > timezone.now() + MINUTE:
            field = "day" if day > timezone.localdate() else "clock"
            self.add_error(field, words.gettext(N_("This lies in the future. Report what has happened.")))


def as_told(incident: Incident) -> dict[str, Any]:
    """What the form of a report shows of one that is there."""
    start, end = timezone.localtime(incident.start), timezone.localtime(incident.end)
    fine = incident.precision >= Incident.Precision.HOUR
    plain = ("unit", "lon", "lat", "place", "text", "unsafe", "recurring", "told_police", "acted")
    return {name: getattr(incident, name) for name in plain} | {
        "party": incident.party_id,
        "category": incident.category_id,
        "when": EARLIER,
        "day": start.date(),
        "clock": start.time().replace(second=0, microsecond=0) if fine else None,
        "until": end.time().replace(second=0, microsecond=0) if fine and end - start > MINUTE else None,
    }


def moment(day: dt.date, clock: dt.time = dt.time()) -> dt.datetime:
    """A time on the partnership's wall clock."""
    return timezone.make_aware(dt.datetime.combine(day, clock))


class SortForm(Form):
    """Under what an incident counts, and where."""

    category = forms.TypedChoiceField(label=N_("Category"), coerce=int, widget=forms.RadioSelect)
    area = forms.TypedChoiceField(label=N_("Area"), coerce=int, required=False, empty_value=None)

    def __init__(
        self,
        *arguments: Any,
        categories: Sequence[tuple[int, str]],
        areas: Sequence[tuple[str, Sequence[tuple[int, str]]]],
        placed: bool,
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        words = current()
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        stays = N_("The one that the position lies in") if placed else N_("Not known")
        self.fields["area"].choices = [("", words.gettext(stays)), *areas]  # type: ignore[attr-defined]


class AsideForm(Form):
    """Why an incident is kept out of the picture."""

    reason = forms.ChoiceField(label=N_("Why"), choices=Incident.Aside.choices, widget=forms.RadioSelect)


class ForwardForm(Form):
    """To whom an incident is handed, and what is said with it."""

    to = forms.ChoiceField(label=N_("To whom"))
    note = Written(
        label=N_("What you want them to know"),
        help_text=N_("About the place, not about persons."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *arguments: Any, parties: Sequence[tuple[int, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        words = current()
        outside = [(value, words.gettext(label)) for value, label in Forwarding.Authority.choices]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", words.gettext(N_("Choose …"))),
            (words.gettext(N_("Here")), [(str(pk), name) for pk, name in parties]),
            (words.gettext(N_("Outside")), outside),
        ]


class DuplicateForm(Form):
    """Which report told of it first."""

    of = forms.IntegerField(
        label=N_("Number of the report that was there first"),
        help_text=N_("The number stands at the top of its page."),
        min_value=1,
        max_value=2**62,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class TellForm(Form):
    """What the one who reported is told."""

    text = Written(
        label=N_("To whoever reported it"),
        help_text=N_(
            "What has been done, or why nothing can be done. It is shown beside the report, not sent by mail."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
