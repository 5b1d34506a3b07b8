"""Nothing that people write is forgotten when words have to be masked."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from lagesbild.core import masking
from lagesbild.core.walls import is_tenant

LONG = 100
"""A field that holds fewer characters holds a code."""


def texts() -> set[tuple[type[models.Model], str]]:
    """Every field of a partnership's tables that holds what someone may have written freely."""
    return {
        (model, field.name)
        for model in apps.get_models()
        if is_tenant(model)
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.TextField | models.CharField)
        and not field.choices
        and (field.max_length is None or field.max_length > LONG)
    }


def named(fields: set[tuple[type[models.Model], str]]) -> list[str]:
    return sorted(f"{model._meta.label}.{name}" for model, name in fields)


def test_every_text_of_a_partnership_can_be_masked_or_a_room_says_why_it_need_not() -> None:
    assert named(texts() - masking.spoken_for()) == [], "say masking.subject or masking.exempt in the room's ready()"


def test_what_is_said_of_texts_is_said_of_fields_that_exist_and_once() -> None:
    for model, name in masking.spoken_for():
        assert model._meta.get_field(name) is not None
    masked = {(one.model, name) for kind in masking.subjects() for one in kind.texts for name in one.fields}
    assert named(masked & masking.exempted()) == []


def test_each_kind_has_a_name_and_an_address_of_its_own() -> None:
    kinds = list(masking.subjects())
    assert len({one.path for one in kinds}) == len({one.name for one in kinds}) == len(kinds)
