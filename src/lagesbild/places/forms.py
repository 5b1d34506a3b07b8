"""Forms of places: the municipality, files of areas, of places and addresses, and of the ground."""

from __future__ import annotations

from typing import Any

from django import forms

from lagesbild.core import alphabet
from lagesbild.core.web.forms import Form, Written
from lagesbild.i18n import N_
from lagesbild.places.areas.register import municipalities
from lagesbild.places.coordinates import LOCAL_ZONES, RT90_ZONES, SWEREF99_TM, WEB_MERCATOR, WGS84

SYSTEMS = (
    ("", N_("As the file says")),
    *((one.code, one.name) for one in (SWEREF99_TM, *LOCAL_ZONES, *RT90_ZONES, WGS84, WEB_MERCATOR)),
)
KIND_WORDS = {
    "house": N_("Houses"),
    "street": N_("Streets"),
    "road": N_("Main roads"),
    "rail": N_("Railways"),
    "water": N_("Water"),
    "green": N_("Parks and woods"),
    "block": N_("Built-up areas"),
    "area": N_("Borders"),
    "label": N_("Names"),
}
"""Kinds of ground as people call them."""


def system_field() -> forms.ChoiceField:
    """The coordinate system of a file, for files that do not say."""
    return forms.ChoiceField(
        label=N_("Coordinate system"),
        choices=SYSTEMS,
        required=False,
        help_text=N_("Needed only when the file does not say, as a Shapefile without its .prj."),
    )


class MunicipalityForm(Form):
    """One of Sweden's 290."""

    code = forms.ChoiceField(label=N_("Municipality"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        known = municipalities()
        order = sorted(zip(known.names, known.codes, strict=True), key=lambda one: alphabet.key(one[0]))
        self.fields["code"].choices = [("", "")] + [(code, f"{name} ({code})") for name, code in order]  # type: ignore[attr-defined]


class InventedForm(Form):
    """The municipality of an invented partnership."""

    file = forms.FileField(
        label=N_("File with the invented municipality"),
        help_text=N_(
            "Areas: the municipality first, then those around it. Those that border on it are its neighbours."
        ),
    )


class AreasForm(Form):
    """A file of areas."""

    file = forms.FileField(
        label=N_("File of areas"), help_text=N_("GeoJSON, GeoPackage, GeoParquet, or a Shapefile in a zip.")
    )
    name = Written(
        label=N_("What the areas are called"), max_length=80, help_text=N_("DeSO, districts of the police, districts.")
    )
    edition = Written(label=N_("Edition"), max_length=40, required=False, help_text=N_("For example 2025."))
    mine = forms.BooleanField(label=N_("Only areas inside our municipality"), required=False, initial=True)
    valid_from = forms.DateField(
        label=N_("Applies from"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=N_("Applies to"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    system = system_field()
    code = forms.CharField(label=N_("Column with the code"), max_length=80, required=False)
    label = forms.CharField(label=N_("Column with the name"), max_length=80, required=False)
    group = forms.CharField(label=N_("Column with the larger area"), max_length=80, required=False)
    population = forms.CharField(label=N_("Column with the inhabitants"), max_length=80, required=False)

    USUAL = ("file", "name", "edition", "mine")
    SELDOM = ("valid_from", "valid_to", "system", "code", "label", "group", "population")


class GazetteerForm(Form):
    """A file of places or addresses."""

    file = forms.FileField(
        label=N_("File of places or addresses"),
        help_text=N_("CSV, XLSX, GeoJSON, GeoPackage or Shapefile with namn, or gata and nummer, and a position."),
    )
    system = system_field()
    partly = forms.BooleanField(
        label=N_("Read the good rows although others are refused"), required=False, initial=False
    )


class GroundForm(Form):
    """A file of what is drawn under the maps."""

    file = forms.FileField(
        label=N_("File of what lies under the maps"),
        help_text=N_("GeoJSON, GeoPackage or Shapefile: one layer of your own map, or a cut of OpenStreetMap."),
    )
    kind = forms.ChoiceField(
        label=N_("What the file holds"),
        required=False,
        choices=(("", N_("As the file says")), *KIND_WORDS.items()),
    )
    system = system_field()
    mine = forms.BooleanField(label=N_("Only what lies in our municipality"), required=False, initial=True)
