"""What the public site reads: publications, and nothing else of the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from lagesbild.publishing import kinds
from lagesbild.publishing.models import Publication, Withdrawal
from lagesbild.publishing.public import read_as

PAGES = ("promise", "picture", "news", "agreement", "minutes", "document")
"""The page of each kind."""


@dataclass(frozen=True, slots=True)
class Read:
    """A publication as it is shown: the row it came in, and what it says."""

    row: Publication
    it: Any


class TakenBack(Exception):
    """It was published once, and was taken back: what stands in its place."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        super().__init__(str(withdrawal))
        self.withdrawal = withdrawal


def of_kind(kind: str, most: int | None = None) -> list[Read]:
    """What is published of a kind, latest first."""
    rows = Publication.objects.published().of_kind(kind).latest_first()
    return [_read(row) for row in (rows if most is None else rows[:most])]


def find(kind: str, slug: str) -> Read:
    """One publication.

    Raises
    ------
    TakenBack
        It is gone, and the reason is told.
    Http404
        There has never been any.

    """
    row = Publication.objects.published().of_kind(kind).filter(slug=slug).first()
    if row is not None:
        return _read(row)
    gone = Withdrawal.objects.filter(kind=kind, slug=slug).order_by("-at").first()
    if gone is not None:
        raise TakenBack(gone)
    raise Http404


def page(partnership: str, kind: str, slug: str) -> str:
    """Address of the page of a publication."""
    return kinds.address(partnership, kind, slug)


def links(partnership: str) -> dict[tuple[str, str], str]:
    """Addresses of all that is published, by kind and slug: what else is named is not linked to."""
    rows = Publication.objects.published().of_kind(*PAGES).values_list("kind", "slug")
    return {(kind, slug): page(partnership, kind, slug) for kind, slug in rows}


def _read(row: Publication) -> Read:
    return Read(row, read_as(kinds.named(row.kind).public, row.content))
