"""What is looked for: read out of the address, so that a list can be linked to, and asked of the database."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from lagesbild.core import alphabet
from lagesbild.core.compiled import written_once
from lagesbild.core.models import Party
from lagesbild.core.web.forms import Form
from lagesbild.core.web.language import current
from lagesbild.i18n import N_, Message
from lagesbild.incidents.forms import moment
from lagesbild.incidents.grid import Box
from lagesbild.incidents.models import Category, Incident, Source
from lagesbild.incidents.queries import IncidentQuerySet
from lagesbild.incidents.views import words

ALL = "alla"
HERE = 0
"""Number that stands for “reported here” among the sources."""
ORDERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": (N_("Newest first"), ("-start", "-pk")),
    "aldst": (N_("Oldest first"), ("start", "pk")),
    "inkom": (N_("Last received first"), ("-received", "-pk")),
    "kategori": (N_("By category"), ("category__position", "category__name", "-start", "-pk")),
    "plats": (N_("By place"), ("place", "-start", "-pk")),
}
DAY = dt.timedelta(days=1)
LONGEST = 100


def read_box(text: str) -> Box | None:
    """The rectangle that “west,south,east,north” stands for; None where it stands for none."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if not all(map(math.isfinite, (west, south, east, north))):
        return None
    fits = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return Box(west, south, east, north) if fits else None


def write_box(box: Box) -> str:
    """As `read_box` reads it."""
    return ",".join(f"{side:.7f}".rstrip("0").rstrip(".") for side in (box.west, box.south, box.east, box.north))


class FilterForm(Form):
    """What a list of incidents can be narrowed to. Names are those of the address."""

    fran = forms.DateField(
        label=N_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    till = forms.DateField(
        label=N_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    sok = forms.CharField(
        label=N_("Words in place or text"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput({"type": "search"}),
    )
    kategori = forms.TypedMultipleChoiceField(
        label=N_("Category"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    lage = forms.ChoiceField(
        label=N_("State"),
        required=False,
        choices=[
            ("", N_("Those that count in the picture")),
            *((value, label) for value, label in Incident.State.choices),
            (ALL, N_("All, also duplicates and those set aside")),
        ],
    )
    omrade = forms.TypedChoiceField(label=N_("Area"), required=False, coerce=int, empty_value=None)
    part = forms.TypedChoiceField(label=N_("Party"), required=False, coerce=int, empty_value=None)
    kalla = forms.TypedChoiceField(label=N_("Source"), required=False, coerce=int, empty_value=None)
    utan_plats = forms.BooleanField(label=N_("Only those without a position"), required=False)
    ordning = forms.ChoiceField(
        label=N_("Order"), required=False, choices=[(value, label) for value, (label, _) in ORDERS.items()]
    )
    ruta = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], *, choices: Choices) -> None:
        super().__init__(data, auto_id="filter_%s")
        every = [("", current().gettext(N_("All")))]
        self.fields["kategori"].choices = list(choices.categories)  # type: ignore[attr-defined]
        self.fields["omrade"].choices = [*every, *choices.areas]  # type: ignore[attr-defined]
        self.fields["part"].choices = [*every, *choices.parties]  # type: ignore[attr-defined]
        here = (HERE, current().gettext(N_("Reported here")))
        self.fields["kalla"].choices = [*every, here, *choices.sources]  # type: ignore[attr-defined]

    def clean_ruta(self) -> Box | None:
        """The rectangle of the map."""
        text = self.cleaned_data["ruta"]
        box = read_box(text)
        if text and box is None:
            raise forms.ValidationError(current().gettext(N_("The part of the map in the address cannot be read.")))
        return box

    def clean(self) -> dict[str, Any]:
        """A period begins before it ends."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("fran") and found.get("till") and found["till"] < found["fran"]:
            self.add_error("till", current().gettext(N_("The period ends before it begins.")))
        return found


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose among."""

    categories: Sequence[tuple[int, str]]
    areas: words.Areas
    parties: Sequence[tuple[int, str]]
    sources: Sequence[tuple[int, str]]

    @classmethod
    def here(cls) -> Choices:
        """That of the partnership whose walls are open."""
        return cls(
            list(Category.objects.values_list("pk", "name")),
            words.areas(),
            list(Party.objects.order_by(alphabet.by("name")).values_list("pk", "name")),
            list(Source.objects.values_list("pk", "name")),
        )


@written_once
def _listed(numbers: Sequence[int]) -> IncidentQuerySet:
    return Incident.objects.filter(pk__in=numbers).for_list()


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for. Days are those of the partnership's calendar, the last one included."""

    first: dt.date | None = None
    last: dt.date | None = None
    categories: tuple[int, ...] = ()
    state: str = ""
    area: int | None = None
    party: int | None = None
    source: int | None = None
    text: str = ""
    unplaced: bool = False
    box: Box | None = None
    order: str = ""

    def apply(self) -> IncidentQuerySet:
        """The incidents that fit, in no order."""
        found = Incident.objects.here().filter(self._exactly())
        if self.state == "":
            found = found.in_picture()
        if self.area is not None:
            found = found.in_area(self.area)
        if self.source is not None:
            found = found.from_source(self.source or None)
        if self.text:
            found = found.search(self.text)
        if self.unplaced:
            found = found.unplaced()
        return found if self.box is None else found.in_box(self.box)

    def _exactly(self) -> Q:
        """What is asked of single columns."""
        wanted = {
            "state": self.state if self.state not in ("", ALL) else None,
            "start__gte": self.start,
            "start__lt": self.end,
            "category_id__in": self.categories or None,
            "party_id": self.party,
        }
        return Q(**{name: value for name, value in wanted.items() if value is not None})

    def ordered(self) -> IncidentQuerySet:
        """The incidents that fit, for a list, in the order that is asked for."""
        return self.apply().for_list().order_by(*ORDERS[self.order][1])

    def numbers(self) -> QuerySet[Incident, int]:
        """The numbers of the incidents that fit, in the order that is asked for."""
        return self.apply().order_by(*ORDERS[self.order][1]).values_list("pk", flat=True)

    def of(self, numbers: Sequence[int]) -> list[Incident]:
        """The incidents of these numbers, for a list, in the order that is asked for."""
        found = {row.pk: row for row in _listed(numbers)}
        return [found[pk] for pk in numbers if pk in found]

    @property
    def start(self) -> dt.datetime | None:
        """The moment the period begins."""
        return moment(self.first) if self.first else None

    @property
    def end(self) -> dt.datetime | None:
        """The moment the period ends, not included."""
        return moment(self.last + DAY) if self.last else None

    @property
    def only_counted(self) -> bool:
        """Whether the counts that were made beforehand know all that is asked."""
        return not (self.state or self.area or self.source is not None or self.text or self.unplaced)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is asked."""
        return replace(self, order="") != Filter()

    def query(self, **changes: Any) -> dict[str, Any]:
        """The filter as parameters of an address, with `changes` by their names there; None takes one away."""
        found: dict[str, Any] = {
            "fran": self.first.isoformat() if self.first else None,
            "till": self.last.isoformat() if self.last else None,
            "kategori": [str(one) for one in self.categories],
            "lage": self.state,
            "omrade": self.area,
            "part": self.party,
            "kalla": self.source,
            "sok": self.text,
            "utan_plats": "1" if self.unplaced else None,
            "ruta": write_box(self.box) if self.box else None,
            "ordning": self.order,
        } | changes
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    def address(self, **changes: Any) -> str:
        """The filter as the part of an address after the question mark."""
        made = QueryDict(mutable=True)
        for name, value in self.query(**changes).items():
            made.setlist(name, value if isinstance(value, list) else [str(value)])
        return made.urlencode(safe=",")


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter as it was asked for, with the form to ask again."""

    form: FilterForm
    filter: Filter
    choices: Choices
    chosen: list[tuple[Message | str, str]] = field(default_factory=list)
    """What it is narrowed to, in words, each with the address without it."""

    @property
    def wrong(self) -> bool:
        """Whether something in the address cannot be understood."""
        return bool(self.form.errors)


def asked(data: QueryDict) -> Asked:
    """The filter of an address. Called inside the walls."""
    choices = Choices.here()
    form = FilterForm(data, choices=choices)
    if not form.is_valid():
        return Asked(form, Filter(), choices)
    given = form.cleaned_data
    found = Filter(
        first=given["fran"],
        last=given["till"],
        categories=tuple(given["kategori"]),
        state=given["lage"],
        area=given["omrade"],
        party=given["part"],
        source=given["kalla"],
        text=given["sok"].strip(),
        unplaced=given["utan_plats"],
        box=given["ruta"],
        order=given["ordning"],
    )
    return Asked(form, found, choices, _chosen(found, choices))


def _chosen(found: Filter, choices: Choices) -> list[tuple[Message | str, str]]:
    said: list[tuple[Message | str, str]] = []
    if found.first or found.last:
        text = N_("{first} to {last}") if found.first and found.last else N_("from {first}")
        text = text if found.first else N_("until {last}")
        values = {"first": found.first, "last": found.last}
        said.append((Message(text, values), found.address(fran=None, till=None)))
    names = dict(choices.categories)
    for one in found.categories:
        left = [str(other) for other in found.categories if other != one]
        said.append((names[one], found.address(kategori=left)))
    if found.state:
        label = N_("all states") if found.state == ALL else Incident.State(found.state).label
        said.append((Message(str(label)), found.address(lage=None)))
    if found.area is not None:
        said.append((words.area_names(choices.areas)[found.area], found.address(omrade=None)))
    if found.party is not None:
        said.append((dict(choices.parties)[found.party], found.address(part=None)))
    if found.source is not None:
        source = dict(choices.sources).get(found.source) or Message(N_("Reported here"))
        said.append((source, found.address(kalla=None)))
    if found.text:
        said.append((Message(N_("“{text}”"), {"text": found.text}), found.address(sok=None)))
    if found.unplaced:
        said.append((Message(N_("without a position")), found.address(utan_plats=None)))
    if found.box:
        said.append((Message(N_("a part of the map")), found.address(ruta=None)))
    return said


def periods(found: Filter) -> list[tuple[Message, str, bool]]:
    """Periods one press away: words, address, and whether it is the one that is asked for."""
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday())
    ready: list[tuple[str, dt.date | None, dt.date | None]] = [
        (N_("This week"), monday, monday + dt.timedelta(days=6)),
        (N_("Last week"), monday - dt.timedelta(days=7), monday - DAY),
        (N_("Last 30 days"), today - dt.timedelta(days=29), today),
        (N_("This year"), today.replace(month=1, day=1), today.replace(month=12, day=31)),
        (N_("All time"), None, None),
    ]
    return [
        (
            Message(name),
            found.address(fran=first and first.isoformat(), till=last and last.isoformat()),
            (found.first, found.last) == (first, last),
        )
        for name, first, last in ready
    ]
