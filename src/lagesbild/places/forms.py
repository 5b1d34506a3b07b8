"""Forms of places: the municipality, files of areas, of places and addresses, and of the ground."""

from __future__ import annotations

from django import forms

from lagesbild.core.web.forms import Form
from lagesbild.i18n import N_
from lagesbild.places.areas.register import municipalities


class MunicipalityForm(Form):
    """One of Sweden's 290."""

    code = forms.ChoiceField(label=N_("Municipality"))

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        known = municipalities()
        order = sorted(zip(known.names, known.codes, strict=True), key=lambda one: _swedish(one[0]))
        self.fields["code"].choices = [("", "")] + [(code, f"{name} ({code})") for name, code in order]  # type: ignore[attr-defined]


def _swedish(name: str) -> str:
    """Å, ä and ö last."""
    return name.casefold().translate(str.maketrans("åäö", "{|}"))


class AreasForm(Form):
    """A file of areas."""

    file = forms.FileField(
        label=N_("File of areas"), help_text=N_("GeoJSON, GeoPackage, GeoParquet, or a Shapefile in a zip.")
    )
    name = forms.CharField(
        label=N_("What the areas are called"), max_length=80, help_text=N_("DeSO, districts of the police, districts.")
    )
    edition = forms.CharField(label=N_("Edition"), max_length=40, required=False, help_text=N_("For example 2025."))
    mine = forms.BooleanField(label=N_("Only areas inside our municipality"), required=False, initial=True)


class GazetteerForm(Form):
    """A file of places or addresses."""

    file = forms.FileField(
        label=N_("File of places or addresses"),
        help_text=N_("CSV, XLSX or GeoJSON with namn, or gata and nummer, and a position."),
    )


class GroundForm(Form):
    """A file of what is drawn under the maps."""

    file = forms.FileField(
        label=N_("File of what lies under the maps"), help_text=N_("GeoJSON whose features have kind and name.")
    )
