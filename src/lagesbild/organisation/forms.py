"""Forms of bodies, seats and functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from lagesbild.core.web.forms import Form, Written
from lagesbild.core.web.language import current
from lagesbild.i18n import N_
from lagesbild.organisation.actions import Appointment, Charter
from lagesbild.organisation.binding import Binding, How
from lagesbild.organisation.models import Body, Cadence, Function, Mandate

Choices = Sequence[tuple[Any, Any]]


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day, chosen from a calendar."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class BodyForm(Form):
    """What a body is."""

    name = Written(label=N_("Name"), help_text=N_("As the agreement has it."), max_length=200)
    kind = forms.ChoiceField(
        label=N_("Kind"), choices=Body.Kind.choices, help_text=N_("Decides what its agendas begin with.")
    )
    convener = forms.TypedChoiceField(label=N_("Convened by"), coerce=int)
    reports_to = forms.TypedChoiceField(label=N_("Reports to"), coerce=int, empty_value=None, required=False)
    reports_since = day(
        N_("Reports there from"),
        required=False,
        help_text=N_("Where you change whom it reports to; today, if you leave it empty. An earlier day corrects."),
    )
    times = forms.IntegerField(label=N_("Number of meetings, at least"), required=False, min_value=1, max_value=366)
    per = forms.ChoiceField(label=N_("In each"), choices=Cadence.choices)
    mandate = Written(
        label=N_("Mandate"),
        required=False,
        help_text=N_("What it may decide, in the agreement's words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.ChoiceField(
        label=N_("Minutes are kept as"), choices=Body.Minutes.choices, initial=Body.Minutes.NOTES
    )
    since = day(N_("Works from"))

    def __init__(self, *arguments: Any, parties: Choices, bodies: Choices, new: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["convener"].choices = parties  # type: ignore[attr-defined]
        self.fields["reports_to"].choices = [("", "–"), *bodies]  # type: ignore[attr-defined]
        del self.fields["reports_since" if new else "since"]

    def charter(self) -> Charter:
        """What was filled in."""
        said = self.cleaned_data
        return Charter(
            name=said["name"],
            kind=said["kind"],
            convener=said["convener"],
            reports_to=said["reports_to"],
            reports_since=said.get("reports_since"),
            times=None if said["per"] == Cadence.REGULARLY else said["times"],
            per=said["per"],
            mandate=said["mandate"],
            minutes=said["minutes"],
        )


class SeatForm(Form):
    """What a seat is."""

    title = Written(
        label=N_("Title"), help_text=N_("As the agreement has it, not the name of a person."), max_length=200
    )
    party = forms.TypedChoiceField(label=N_("Stands for"), coerce=int)
    leads = forms.BooleanField(label=N_("Leads the meetings"), required=False)
    decides = forms.BooleanField(label=N_("Has a mandate to decide"), required=False)
    opposition = forms.BooleanField(label=N_("Is kept for the opposition"), required=False)
    senior = forms.BooleanField(
        label=N_("Whoever holds it has a leading position"),
        help_text=N_("The statute wants that of those who sit in the strategic council (section 10)."),
        required=False,
    )
    since = day(N_("From"))

    def __init__(self, *arguments: Any, parties: Choices, new: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["party"].choices = parties  # type: ignore[attr-defined]
        if not new:
            del self.fields["party"]
            del self.fields["since"]


class FunctionForm(Form):
    """What a function is."""

    name = Written(label=N_("Name"), help_text=N_("As the agreement has it."), max_length=200)
    kind = forms.ChoiceField(label=N_("Kind"), choices=Function.Kind.choices)
    party = forms.TypedChoiceField(label=N_("Filled by"), coerce=int)
    since = day(N_("From"))

    def __init__(self, *arguments: Any, parties: Choices, new: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["party"].choices = parties  # type: ignore[attr-defined]
        if not new:
            del self.fields["party"]
            del self.fields["since"]


class AppointmentForm(Form):
    """Who holds a seat or function."""

    person = forms.TypedChoiceField(label=N_("Person"), coerce=int, empty_value=None, required=False)
    name = forms.CharField(
        label=N_("Or the name of someone without an account"),
        required=False,
        max_length=200,
        help_text=N_("An office holder, such as the chair of the municipal board."),
    )
    since = day(N_("From"))
    until = day(N_("To"), required=False, help_text=N_("The last day. Leave empty until further notice."))
    deputy = forms.BooleanField(label=N_("As deputy"), required=False)

    def __init__(self, *arguments: Any, people: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["person"].choices = [("", "–"), *people]  # type: ignore[attr-defined]

    def appointment(self) -> Appointment:
        """What was filled in."""
        return Appointment(**self.cleaned_data)


class LastDayForm(Form):
    """The day after which something ends."""

    until = day(N_("Last day"))

    def __init__(self, *arguments: Any, today: dt.date, **named: Any) -> None:
        super().__init__(*arguments, initial={"until": today}, **named)


class BindingForm(Form):
    """A party's own decision: by a mandate that is noted, or in words."""

    party = forms.TypedChoiceField(label=N_("Party"), coerce=int)
    mandate = forms.TypedChoiceField(
        label=N_("By mandate of"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=N_("As noted for the party. Then the three that follow need no answer."),
    )
    how = forms.ChoiceField(
        label=N_("Who decided?"),
        choices=[(How.BODY, N_("A body that may decide it")), (How.DELEGATE, N_("A delegate"))],
        initial=How.BODY,
        widget=forms.RadioSelect,
    )
    by = Written(
        label=N_("Which body or which delegate"),
        required=False,
        max_length=200,
        help_text=N_("By function, not by name: kommunstyrelsen, lokalpolisområdeschefen."),
    )
    delegation = Written(
        label=N_("Delegation"), required=False, max_length=200, help_text=N_("Of a delegate: where it stands.")
    )
    date = day(N_("Day of the decision"))
    dnr = Written(label=N_("Diary number"), required=False, max_length=80)

    def __init__(self, *arguments: Any, parties: Choices, what: str, on: dt.date, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["party"].choices = parties  # type: ignore[attr-defined]
        names = dict(parties)
        noted = Mandate.objects.to_decide(what).filter(of_party__in=list(names)).held(on).for_list()
        known = [(one.pk, f"{one.called} ({names[one.of_party_id]})") for one in noted]
        if known:
            none = current().gettext("somebody else, in words below")
            self.fields["mandate"].choices = [("", none), *known]  # type: ignore[attr-defined]
            of_party = [one.pk for one in noted if len(parties) == 1 or one.of_party_id == self.initial.get("party")]
            if len(of_party) == 1:
                self.fields["mandate"].initial = of_party[0]
        else:
            del self.fields["mandate"]

    def binding(self) -> Binding:
        """What was filled in."""
        said = self.cleaned_data
        return Binding(**{name: said[name] for name in Binding.__dataclass_fields__ if name in said})
