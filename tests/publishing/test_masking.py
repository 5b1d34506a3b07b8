"""Masking in what is published reaches every word that people wrote, and nothing that the pages are built from."""

from __future__ import annotations

import dataclasses
import typing

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lagesbild.core import masking
from lagesbild.errors import InputError
from lagesbild.publishing import actions, kinds, public
from lagesbild.publishing.actions import Told
from tests.web.world import Town, text_of


def texts(type_: type) -> set[str]:
    """Names of the fields of a public type, and of all that is in it, in which plain text stands."""
    found = set()
    for name, hint in typing.get_type_hints(type_).items():
        for one in (hint, *typing.get_args(hint)):
            if one is str:
                found.add(name)
            elif dataclasses.is_dataclass(one) and one not in (public.Words, public.Reference, public.Map):
                found |= texts(typing.cast("type", one))
    return found


CODES = {"shape", "mark", "media_type"}


def test_every_word_that_people_wrote_can_be_masked() -> None:
    assert set().union(*(texts(kind.public) for kind in kinds.known())) - CODES <= set(public.WORDS)


@pytest.mark.django_db(transaction=True)
def test_masking_a_day_does_not_make_what_is_published_unreadable(town: Town) -> None:
    today = timezone.localdate()
    told = Told(title="Klotter", day=today, happened=f"Klottrades {today} av Bror Ek.", done="Borta.")
    news = actions.write_news(actor=town.coordinator, told=told)
    row = actions.publish(actor=town.coordinator, kind="news", subject=news.pk, checked=kinds.CHECKS)
    words = [f"{today}", "Bror Ek"]
    masking.mask(actor=town.coordinator, subject="publication", pk=row.pk, stretches=words)
    page = text_of(Client().get(reverse("portal:news", kwargs={"slug": town.slug, "ref": row.slug})))
    assert "Klotter" in page
    assert "Bror" not in page
    with pytest.raises(InputError):
        masking.mask(actor=town.coordinator, subject="publication", pk=row.pk, stretches=[f"{today}"])
