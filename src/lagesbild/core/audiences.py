"""The audiences of every partnership; what audiences are called, those in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from lagesbild.core.models import Audience
from lagesbild.core.partnerships import STANDARD_AUDIENCES
from lagesbild.i18n import Translator

_STANDARD = dict(STANDARD_AUDIENCES)


def of_kind(kind: str) -> Audience:
    """The one of a kind that every partnership begins with; inside its walls."""
    return Audience.objects.filter(kind=kind).earliest("pk")


def choices(rows: Iterable[Audience], words: Translator) -> list[tuple[int, str]]:
    """Number and name of each, to choose among."""
    return [(row.pk, words.gettext(_STANDARD[row.kind]) if row.kind in _STANDARD else row.name) for row in rows]
