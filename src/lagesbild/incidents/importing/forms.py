"""Forms of an import: the files and whose they are, and how they are to be read."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from lagesbild.core.web.forms import Form, Written
from lagesbild.core.web.language import current
from lagesbild.i18n import N_
from lagesbild.incidents.importing.plan import Plan
from lagesbild.places.coordinates import LOCAL_ZONES, RT90_ZONES, SWEREF99_TM, WEB_MERCATOR, WGS84
from lagesbild.sources.columns import ROLES
from lagesbild.sources.records import ReadOptions

AS_FOUND = ("", N_("As the file says"))
SYSTEMS = (AS_FOUND, *((one.code, one.name) for one in (SWEREF99_TM, *LOCAL_ZONES, *RT90_ZONES, WGS84, WEB_MERCATOR)))
SEPARATORS = (AS_FOUND, (";", N_("Semicolon")), (",", N_("Comma")), ("tab", N_("Tab")), ("|", "|"))
ENCODINGS = (AS_FOUND, ("utf-8", "UTF-8"), ("windows-1252", "Windows-1252"), ("utf-16", "UTF-16"))
ORDERS = (
    AS_FOUND,
    ("ymd", N_("Year, month, day")),
    ("dmy", N_("Day, month, year")),
    ("mdy", N_("Month, day, year")),
)
DECIMALS = (AS_FOUND, (",", N_("Comma")), (".", N_("Point")))
REPEATS = (("", N_("Left out where the rows have numbers")), ("keep", N_("Kept")), ("drop", N_("Left out")))
CENTRES = (AS_FOUND, ("points", N_("Places of the incidents")), ("centres", N_("Centres of areas")))
OPTION = re.compile(r"--(?:column (?P<role>\w+)=\w+|(?P<name>[a-z]+(?:-[a-z]+)*)(?: [^\s.,)]+)?)")
"""An option of the command line in what the readers say."""


class Files(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, as a list."""

    widget = Files(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each of them checked as one."""
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given]


class UploadForm(Form):
    """What is imported, and whose it is."""

    uploads = FilesField(
        label=N_("Files"),
        help_text=N_("CSV, Excel, GeoJSON or what polisen.se gives. Several at once if they are of the same kind."),
    )
    source = Written(
        label=N_("Source"),
        max_length=100,
        help_text=N_(
            "What you call where it comes from, the same each time: then what is here already is known again."
        ),
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
    party = forms.TypedChoiceField(label=N_("Who owns the rows"), coerce=int)
    audience = forms.TypedChoiceField(label=N_("Who else may see them"), coerce=int)

    def __init__(
        self, *arguments: Any, parties: list[tuple[int, str]], audiences: list[tuple[int, str]], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.fields["party"].choices = parties  # type: ignore[attr-defined]
        self.fields["audience"].choices = audiences  # type: ignore[attr-defined]


class ReadingForm(Form):
    """How files are read, where the reader did not conclude it right."""

    separator = forms.ChoiceField(label=N_("Separator of columns"), choices=SEPARATORS, required=False)
    encoding = forms.ChoiceField(label=N_("Encoding"), choices=ENCODINGS, required=False)
    decimal = forms.ChoiceField(label=N_("Decimal mark"), choices=DECIMALS, required=False)
    date_order = forms.ChoiceField(label=N_("Order of day and month"), choices=ORDERS, required=False)
    crs = forms.ChoiceField(label=N_("Coordinate system"), choices=SYSTEMS, required=False)
    sheet = forms.CharField(label=N_("Sheet of a workbook"), max_length=100, required=False)
    header = forms.IntegerField(
        label=N_("Line with the headings"),
        min_value=0,
        max_value=1000,
        required=False,
        help_text=N_("0: there is none."),
    )
    repeats = forms.ChoiceField(label=N_("Rows that are equal in all columns"), choices=REPEATS, required=False)
    centres = forms.ChoiceField(label=N_("The positions are"), choices=CENTRES, required=False)
    everywhere = forms.BooleanField(label=N_("Also rows from other municipalities"), required=False)

    def __init__(self, *arguments: Any, headings: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        words = current()
        as_found = (AS_FOUND[0], words.gettext(AS_FOUND[1]))
        for role, label in ROLES.items():
            self.fields[f"role-{role}"] = forms.ChoiceField(
                label=words.gettext(label), required=False, choices=[as_found, *((name, name) for name in headings)]
            )

    @property
    def roles(self) -> list[Any]:
        """The fields of columns, bound."""
        return [self[f"role-{role}"] for role in ROLES]

    @property
    def rest(self) -> list[Any]:
        """The other fields, bound."""
        return [self[name] for name in self.fields if not name.startswith("role-")]

    def plan(self, before: Plan, categories: dict[str, str]) -> Plan:
        """The plan that the form says."""
        said = self.cleaned_data
        separator = said["separator"]
        return Plan(
            options=ReadOptions(
                separator="\t" if separator == "tab" else separator or None,
                encoding=said["encoding"] or None,
                decimal=said["decimal"] or None,
                date_order=said["date_order"] or None,
                crs=said["crs"] or None,
                sheet=said["sheet"] or None,
                header=said["header"],
                repeats=said["repeats"] or "auto",
                area_centres={"points": False, "centres": True}.get(said["centres"]),
                columns={role: said[f"role-{role}"] for role in ROLES if said[f"role-{role}"]},
                timezone=before.options.timezone,
            ),
            categories=categories,
            nameless=categories.get("", ""),
            only_here=not said["everywhere"],
        )


def on_the_form(text: str) -> str:
    """What a reader says, with the form's fields in the place of the command line's options."""
    words = current()
    fields = {**ReadingForm.base_fields, "points": ReadingForm.base_fields["centres"]}

    def named(found: re.Match[str]) -> str:
        name = (found["name"] or "").replace("-", "_")
        label = ROLES[found["role"]] if found["role"] in ROLES else fields[name].label if name in fields else None
        return words.gettext(N_("“{field}”")).format(field=words.gettext(str(label))) if label else found[0]

    return OPTION.sub(named, text)


def from_plan(plan: Plan) -> dict[str, Any]:
    """What the form shows of a plan."""
    options = plan.options
    return {
        "separator": "tab" if options.separator == "\t" else options.separator or "",
        "encoding": options.encoding or "",
        "decimal": options.decimal or "",
        "date_order": options.date_order or "",
        "crs": options.crs or "",
        "sheet": options.sheet or "",
        "header": options.header,
        "repeats": "" if options.repeats == "auto" else options.repeats,
        "centres": {None: "", False: "points", True: "centres"}[options.area_centres],
        "everywhere": not plan.only_here,
        **{f"role-{role}": heading for role, heading in options.columns.items()},
    }
