"""What the analysis says of its results, as messages: rooms show its sentences and word none of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lagesbild.analysis.report import sentences
from lagesbild.analysis.result import Result
from lagesbild.i18n import Both, Language, Message


def told(result: Result, names: Sequence[str] = ()) -> list[Message]:
    """The sentences of a result, in the order in which they are to be read; `names` as for `report.sentences`."""
    pairs = zip(sentences(result, "sv", names), sentences(result, "en", names), strict=True)
    return [Message("{said}", {"said": Both(sv, en)}) for sv, en in pairs]


def both(make: Callable[[Language], str]) -> Both:
    """A figure as it is written in each language: ``both(lambda language: report.against(14, 4, 9, language))``."""
    return Both(make("sv"), make("en"))
