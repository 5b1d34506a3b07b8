"""Forms of agreements and their parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from lagesbild.agreements import terms
from lagesbild.agreements.actions import Enclosure, Post, Signs, There, Undertaking, Wording
from lagesbild.agreements.models import Agreement
from lagesbild.core.models import Audience
from lagesbild.core.web.forms import Form, Written
from lagesbild.i18n import N_
from lagesbild.organisation.forms import day
from lagesbild.organisation.models import Body, Function

Choices = Sequence[tuple[Any, Any]]
LONGEST = 8000
LEADS, OPPOSITION = "leder", "opposition"
"""Words that say what is true of a seat, in the lines of a form."""


def _text(label: str, rows: int = 4, help_text: str = "") -> Written:
    return Written(
        label=label,
        required=False,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _party(label: str, *, required: bool = False) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=required)


class WordingForm(Form):
    """What an agreement says apart from its parts."""

    title = Written(label=N_("Title"), max_length=200)
    subject = Written(
        label=N_("What it is about"),
        required=False,
        max_length=200,
        help_text=N_("In a few words. Agreements about the same thing are compared."),
    )
    background = _text(N_("Background"))
    purpose = _text(N_("Purpose"), help_text=N_("For what, and in which areas. The statute asks for it, § 9."))
    method = _text(N_("Method"))
    term = forms.ChoiceField(label=N_("How long it applies"), choices=Agreement.Kind.choices, widget=forms.RadioSelect)
    starts = day(N_("First day"), required=False, help_text=N_("Empty: the day it is signed."))
    ends = day(N_("Last day"), required=False, help_text=N_("Of one that goes on by the year: of its first stretch."))
    notice_months = forms.IntegerField(
        label=N_("Months of notice"),
        required=False,
        min_value=0,
        max_value=60,
        help_text=N_("Only where it can be ended by notice. Empty: the text names no time."),
    )
    follow_up = day(N_("To be followed up by"), required=False)
    duration = _text(N_("What the text says of its term"), 2)
    economy = _text(N_("Economy"), 2)
    review = _text(N_("Follow-up"), 2, N_("What the text says of how it is followed up and revised."))
    text = _text(N_("What else it says"))
    place = Written(label=N_("Place of signing"), required=False, max_length=200)

    def wording(self) -> Wording:
        """What was filled in."""
        return Wording(**{name: self.cleaned_data[name] for name in WordingForm.base_fields})


class DraftForm(WordingForm):
    """A new agreement."""

    party = forms.TypedChoiceField(label=N_("Entered for"), coerce=int)
    readers = forms.ChoiceField(
        label=N_("Who may read the draft"),
        choices=[(Audience.PARTNERSHIP, N_("All of the partnership")), (Audience.OWN, N_("Only our own party"))],
        initial=Audience.PARTNERSHIP,
        widget=forms.RadioSelect,
    )

    def __init__(self, *arguments: Any, parties: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["party"].choices = parties  # type: ignore[attr-defined]


class BeginForm(Form):
    """Beginning from an example: which party stands for each of its own."""

    party = forms.TypedChoiceField(label=N_("Entered for"), coerce=int)
    days = forms.BooleanField(
        label=N_("Keep the days and the place of the example"), required=False, help_text=N_("Else you write your own.")
    )
    readers = forms.ChoiceField(
        label=N_("Who may read the draft"),
        choices=[(Audience.PARTNERSHIP, N_("All of the partnership")), (Audience.OWN, N_("Only our own party"))],
        initial=Audience.PARTNERSHIP,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *arguments: Any, theirs: Mapping[str, str], parties: Choices, own: Choices, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.theirs = tuple(theirs)
        self.fields["party"].choices = own  # type: ignore[attr-defined]
        for key, name in theirs.items():
            self.fields[f"part_{key}"] = forms.TypedChoiceField(label=name, coerce=int, choices=parties)
        self.order_fields([*(f"part_{key}" for key in theirs), "party", "readers", "days"])

    def parties(self) -> dict[str, int]:
        """The partnership's party for each of the example's."""
        return {key: self.cleaned_data[f"part_{key}"] for key in self.theirs}


class PartForm(Form):
    """A part of an agreement; `parties` and `annexes` to choose among."""

    def __init__(self, *arguments: Any, parties: Choices, annexes: Choices, new: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, among in (("of_party", parties), ("responsible", parties), ("annex", annexes)):
            if name in self.fields:
                self.fields[name].choices = [("", "–"), *among]  # type: ignore[attr-defined]
        self.new = new

    def part(self) -> Any:
        """What was filled in, as the actions take it."""
        raise NotImplementedError


class SignatoryForm(PartForm):
    """Who signs."""

    of_party = _party(N_("Party"))
    party_name = Written(
        label=N_("What the text calls the party"),
        required=False,
        max_length=200,
        help_text=N_("Or a party that does not take part here."),
    )
    function = Written(label=N_("Function"), max_length=200, help_text=N_("As the text has it."))
    name = forms.CharField(label=N_("Name"), required=False, max_length=200)
    mandate = Written(
        label=N_("Mandate"),
        required=False,
        max_length=200,
        help_text=N_("By what delegation or decision the signatory may sign."),
    )

    def part(self) -> Signs:
        """Who signs."""
        said = self.cleaned_data
        return Signs(**{name: said[name] for name in ("of_party", "party_name", "function", "name", "mandate")})


class CommitmentForm(PartForm):
    """A commitment."""

    number = Written(label=N_("Number"), required=False, max_length=20, help_text=N_("As in the text: 1, a, § 4."))
    text = Written(label=N_("What is undertaken"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    responsible = _party(N_("Responsible party"))
    responsible_text = Written(
        label=N_("Responsible, in words"), required=False, max_length=200, help_text=N_("Both parties; the local BRÅ.")
    )
    cadence = Written(
        label=N_("How often or by when"), required=False, max_length=200, help_text=N_("In the words of the text.")
    )
    heading = _text(N_("What stands above it in the text"), 2)
    annex = _party(N_("Stands in annex"))

    def part(self) -> Undertaking:
        """What is undertaken."""
        said = self.cleaned_data
        names = ("number", "text", "responsible", "responsible_text", "cadence", "heading", "annex")
        return Undertaking(**{name: said[name] for name in names})


class BodyForm(PartForm):
    """A body that there shall be."""

    name = Written(label=N_("Name"), max_length=200, help_text=N_("As the agreement has it."))
    kind = forms.ChoiceField(label=N_("Kind"), choices=Body.Kind.choices)
    reports_to = Written(label=N_("Reports to"), required=False, max_length=200)
    convener = Written(label=N_("Convened by"), required=False, max_length=200)
    cadence = Written(
        label=N_("How often it meets"), required=False, max_length=200, help_text=N_("In the words of the text.")
    )
    seats = _text(
        N_("Seats"),
        6,
        N_("One a line: title; party. After one more semicolon “leder” for whoever leads, or “opposition”. No names."),
    )
    text = _text(N_("What the agreement says of it"))

    def part(self) -> There:
        """The body."""
        said = self.cleaned_data
        names = ("name", "kind", "reports_to", "convener", "cadence", "text")
        return There(seats=tuple(seats_of(said["seats"])), **{name: said[name] for name in names})


class FunctionForm(PartForm):
    """A function that a party keeps filled."""

    name = Written(label=N_("Name"), max_length=200, help_text=N_("As the agreement has it."))
    kind = forms.ChoiceField(label=N_("Kind"), choices=Function.Kind.choices)
    of_party = _party(N_("Party"))
    party_name = Written(label=N_("What the text calls the party"), required=False, max_length=200)

    def part(self) -> Post:
        """The function."""
        said = self.cleaned_data
        return Post(**{name: said[name] for name in ("name", "kind", "of_party", "party_name")})


class AnnexForm(PartForm):
    """An annex."""

    title = Written(label=N_("Title"), max_length=200)
    text = _text(N_("Text"), 8)
    file = forms.FileField(
        label=N_("File"), required=False, help_text=N_("PDF, Word, OpenDocument, PNG or JPEG; at most 20 MB.")
    )

    def part(self) -> Enclosure:
        """The annex."""
        said = self.cleaned_data
        return Enclosure(title=said["title"], text=said["text"], content=said["file"].read() if said["file"] else b"")


PARTS: dict[str, type[PartForm]] = {
    "signatory": SignatoryForm,
    "commitment": CommitmentForm,
    "body": BodyForm,
    "function": FunctionForm,
    "annex": AnnexForm,
}
"""By kind of part."""


class SignForm(Form):
    """A signed original."""

    file = forms.FileField(
        label=N_("The signed original"),
        help_text=N_("PDF, PNG or JPEG; at most 20 MB. Electronic signatures in a PDF are read at once."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
    )
    signatories = forms.TypedMultipleChoiceField(
        label=N_("Whose signatures does it carry?"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    signed_on = day(N_("Signed on"))

    def __init__(self, *arguments: Any, waiting: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["signatories"].choices = waiting  # type: ignore[attr-defined]


class NoticeForm(Form):
    """Notice."""

    by = forms.TypedChoiceField(label=N_("Given by"), coerce=int)
    on = day(N_("Given on"))
    last = day(
        N_("Last day"),
        required=False,
        help_text=N_("Where the text names no time of notice. Empty: the same day."),
    )

    def __init__(self, *arguments: Any, parties: Choices, term: terms.Term, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["by"].choices = parties  # type: ignore[attr-defined]
        if term.kind != terms.FIXED_NOTICE or term.notice_months is not None:
            del self.fields["last"]


class ReviewForm(Form):
    """That it was followed up."""

    held = day(N_("Followed up on"))
    text = _text(N_("What came of it"), 3, N_("Goes on as it is, is to be revised, is to be ended."))


class FoundForm(Form):
    """Which bodies and functions are to be founded."""

    bodies = forms.TypedMultipleChoiceField(
        label=N_("Bodies"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    functions = forms.TypedMultipleChoiceField(
        label=N_("Functions"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, bodies: Choices, functions: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, among in (("bodies", bodies), ("functions", functions)):
            if among:
                self.fields[name].choices = among  # type: ignore[attr-defined]
            else:
                del self.fields[name]


def seats_of(text: str) -> list[dict[str, Any]]:
    """Seats out of lines: title; party; what is true of it."""
    found = []
    for line in filter(None, (row.strip() for row in text.splitlines())):
        title, party, *rest = [*(part.strip() for part in line.split(";")), ""]
        true = " ".join(rest).casefold()
        found.append({"title": title, "party": party, "leads": LEADS in true, "opposition": OPPOSITION in true})
    return found


def lines_of(seats: Sequence[Mapping[str, Any]]) -> str:
    """The lines that seats are written as."""
    rows = []
    for seat in seats:
        true = ", ".join(word for word, name in ((LEADS, "leads"), (OPPOSITION, "opposition")) if seat.get(name))
        parts = [seat["title"], seat.get("party", ""), true]
        rows.append("; ".join(parts).rstrip("; "))
    return "\n".join(rows)
