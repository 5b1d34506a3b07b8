"""Whatever people write freely is asked about where it looks like the name of a person."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django import forms

import lagesbild
from lagesbild.core.web.forms import Form, Written

HOUSE = Path(lagesbild.__file__).parent
NEED_NOT = {
    "incidents.forms.ReportForm": {"unit", "place", "text"},  # asks in a way of its own, on a phone
    "incidents.importing.forms.ReadingForm": {"sheet"},  # what stands in a file
    "incidents.views.filters.FilterForm": {"sok", "ruta"},  # looked for, not kept
    "meetings.forms.HoursForm": {"link"},
    "meetings.forms.PlanForm": {"link"},
    "meetings.forms.PointForm": {"kind"},
    "meetings.forms.AdjunctForm": {"name"},  # of a person
    "organisation.forms.AppointmentForm": {"name"},  # of a person
    "organisation.partnership_views.PartnershipForm": {"accent"},
    "promises.forms.SignatureForm": {"signatory"},  # a person, who signs for a party
    "places.forms.AreasForm": {"code", "label", "group", "population"},  # columns of a file
    "agreements.forms.SignatoryForm": {"name"},  # of a person
    "accounts.forms.NewcomerForm": {"name"},  # one's own
    "accounts.forms.NewcomerWithPasswordForm": {"name", "password"},
    "accounts.forms.OneselfForm": {"name"},
    "accounts.forms.PhoneForm": {"name"},
    "registry.forms.DisposeForm": {"typed"},  # a number
    "accounts.masking_views.MaskForm": {"words"},  # to be taken away
}
"""Fields for text that is not about places, or that is about a person with reason."""


def every_form() -> Iterator[type[Form]]:
    """The forms of all rooms."""
    for path in sorted(HOUSE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "core.web.forms import" in text and "Form" in text:
            import_module(".".join(path.relative_to(HOUSE.parent).with_suffix("").parts))
    waiting = [Form]
    while waiting:
        for one in waiting.pop().__subclasses__():
            if one.__module__.startswith("lagesbild."):
                yield one
            waiting.append(one)


def test_every_text_that_people_write_is_asked_about_or_it_is_said_why_not() -> None:
    found = {}
    for form in every_form():
        plain = {
            name
            for name, field in form.base_fields.items()
            if type(field) is forms.CharField and not isinstance(field, Written)
        }
        if plain:
            found[f"{form.__module__.removeprefix('lagesbild.')}.{form.__name__}"] = plain
    assert found == NEED_NOT
