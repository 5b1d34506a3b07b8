"""What audiences are called: those that every partnership has in the reader's language, others by their own names."""

from __future__ import annotations

from collections.abc import Iterable

from lagesbild.core.models import Audience
from lagesbild.core.partnerships import STANDARD_AUDIENCES
from lagesbild.i18n import Translator

_STANDARD = dict(STANDARD_AUDIENCES)


def choices(rows: Iterable[Audience], words: Translator) -> list[tuple[int, str]]:
    """Number and name of each, to choose among."""
    return [(row.pk, words.gettext(_STANDARD[row.kind]) if row.kind in _STANDARD else row.name) for row in rows]
