"""Forms of meetings, decisions and tasks."""

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
from lagesbild.meetings import agenda
from lagesbild.meetings.actions import Hours
from lagesbild.meetings.models import Task
from lagesbild.organisation.forms import day

Choices = Sequence[tuple[Any, Any]]
CIRCLE, ALL = "circle", "all"


class HoursForm(Form):
    """When and where."""

    standing = ("date",)
    date = day(N_("Day"))
    starts = forms.TimeField(
        label=N_("Begins"),
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=N_("Ends"),
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    place = Written(label=N_("Place"), required=False, max_length=200)
    link = forms.CharField(
        label=N_("Link"), required=False, max_length=500, help_text=N_("For those who take part from elsewhere.")
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a time that was not there."""
        said: dict[str, Any] = super().clean() or {}
        if {"date", "starts", "ends"} <= said.keys():
            for name, day_ in (("starts", said["date"]), ("ends", self._last(said))):
                if skipped(day_, said[name]):
                    self.add_error(name, current().gettext(SKIPPED))
        return said

    @staticmethod
    def _last(said: dict[str, Any]) -> dt.date:
        """The day it ends: an end before the beginning is on the day after."""
        last: dt.date = said["date"] + dt.timedelta(days=said["ends"] < said["starts"])
        return last

    def hours(self) -> Hours:
        """What was filled in, in the time zone of the partnership."""
        said = self.cleaned_data
        zone = timezone.get_current_timezone()
        starts = dt.datetime.combine(said["date"], said["starts"], zone)
        ends = dt.datetime.combine(self._last(said), said["ends"], zone)
        return Hours(starts=starts, ends=ends, place=said["place"], link=said["link"])


class PlanForm(HoursForm):
    """A new meeting."""

    body = forms.TypedChoiceField(label=N_("Body"), coerce=int)
    readers = forms.ChoiceField(
        label=N_("Who may read what is said and decided"),
        choices=[(ALL, N_("All of the partnership")), (CIRCLE, N_("Only those who sit in the body"))],
        initial=ALL,
        widget=forms.RadioSelect,
    )
    field_order = ("body", "date", "starts", "ends", "place", "link", "readers")

    def __init__(self, *arguments: Any, bodies: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]


class WhoForm(Form):
    """Who is to do something, and when: a person of a party, or a party."""

    who = forms.ChoiceField(label=N_("Who"), required=False)
    due = day(N_("When, at the latest"), required=False)

    def __init__(self, *arguments: Any, who: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["who"].choices = [("", "–"), *who]  # type: ignore[attr-defined]

    def whom(self) -> dict[str, int | None]:
        """Party and person that were chosen."""
        party, _, person = self.cleaned_data["who"].partition(":")
        return {"responsible": int(party) if party else None, "person": int(person) if person else None}


class DecisionForm(WhoForm):
    """A decision: what, who, when; and what it does, where the point can be acted on."""

    text = Written(label=N_("What"), max_length=8000, widget=forms.Textarea(attrs={"rows": 2, "data-decide": "yes"}))
    act = forms.ChoiceField(label=N_("The decision also"), required=False)
    field_order = ("act", "text", "who", "due")

    def __init__(self, *arguments: Any, acts: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if acts:
            self.fields["act"].choices = [("", "–"), *acts]  # type: ignore[attr-defined]
        else:
            del self.fields["act"]


class NoteForm(Form):
    """What was said on a point."""

    note = Written(label=N_("Note"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 2}))
    done = forms.BooleanField(label=N_("Done with"), required=False)


class PointForm(Form):
    """One more point of the agenda."""

    kind = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    title = Written(label=N_("What is it about?"), max_length=200)


class PutForm(Form):
    """At which meeting something is taken up."""

    meeting = forms.TypedChoiceField(
        label=N_("Which meeting?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": N_("Choose a meeting.")},
    )

    def __init__(self, *arguments: Any, meetings: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["meeting"].choices = meetings  # type: ignore[attr-defined]
        if len(meetings) == 1:
            self.fields["meeting"].initial = meetings[0][0]
        required = self.fields["meeting"].error_messages
        required["required"] = current().gettext(str(required["required"]))


class AdjunctForm(Form):
    """Someone of this meeting alone."""

    person = forms.TypedChoiceField(label=N_("Person"), coerce=int, empty_value=None, required=False)
    name = forms.CharField(label=N_("Or the name of someone without an account"), required=False, max_length=200)
    stands_for = Written(
        label=N_("Stands for"), required=False, max_length=200, help_text=N_("An association, a company, a school.")
    )

    def __init__(self, *arguments: Any, people: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["person"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class ReportForm(Form):
    """How a task went."""

    state = forms.ChoiceField(
        label=N_("How did it go?"),
        choices=[
            (Task.State.DONE, N_("Carried out")),
            (Task.State.PARTLY, N_("Partly done")),
            (Task.State.NOT_DONE, N_("Not done")),
            (Task.State.OPEN, N_("Still to do")),
        ],
        widget=forms.RadioSelect,
    )
    report = Written(
        label=N_("What was done"),
        required=False,
        max_length=8000,
        help_text=N_("About places and situations, not about persons."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChooseForm(Form):
    """Who is to adjust the protocol."""

    holder = forms.TypedChoiceField(label=N_("Who adjusts the protocol?"), coerce=int)

    def __init__(self, *arguments: Any, people: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["holder"].choices = people  # type: ignore[attr-defined]


class PaperForm(Form):
    """A protocol that was signed on paper."""

    adjusters = forms.TypedMultipleChoiceField(
        label=N_("Who has signed?"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    on = day(N_("On which day?"))
    original = forms.FileField(
        label=N_("The signed protocol"), help_text=N_("A PDF or a picture of it, in which the signatures are seen.")
    )

    def __init__(self, *arguments: Any, chosen: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["adjusters"].choices = chosen  # type: ignore[attr-defined]


class WaitingForm(Form):
    """What is put on the agenda: the kind of point, and the number of the row it is about, where it is about one."""

    kind = forms.ChoiceField(
        choices=lambda: [
            (one.name, one.label)
            for one in agenda.every()
            if one.waits is not None or (one.title is None and not one.own_title)
        ]
    )
    subject = forms.IntegerField(min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        """A row where the kind is about one, and none where it is not."""
        said: dict[str, Any] = super().clean() or {}
        about_row = agenda.known(said.get("kind", "")).title is not None
        if "kind" in said and about_row != (said.get("subject") is not None):
            self.add_error("subject", "")
        return said
