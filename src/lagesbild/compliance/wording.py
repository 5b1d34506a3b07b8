"""What is said of how commitments stand: answer first, counts next, every sentence in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from lagesbild.compliance import standing
from lagesbild.compliance.models import Standing
from lagesbild.compliance.rules import words
from lagesbild.compliance.rules.judging import WORDS, Next, Status
from lagesbild.compliance.rules.record import Record
from lagesbild.compliance.standing import Judged
from lagesbild.i18n import N_, Message

SHAPES = {
    Status.KEPT: "full",
    Status.ON_TRACK: "half",
    Status.AT_RISK: "risk",
    Status.BROKEN: "broken",
    Status.CANNOT_TELL: "dashed",
}
"""The shape of a status; the word always stands beside it."""
ORDER = (Status.KEPT, Status.ON_TRACK, Status.AT_RISK, Status.BROKEN, Status.CANNOT_TELL)
"""Statuses as they are counted, the best first."""
COUNTED = {
    Status.KEPT: (N_("{n} kept"), N_("{n} kept")),
    Status.ON_TRACK: (N_("{n} on track"), N_("{n} on track")),
    Status.AT_RISK: (N_("{n} at risk"), N_("{n} at risk")),
    Status.BROKEN: (N_("{n} broken"), N_("{n} broken")),
    Status.CANNOT_TELL: (N_("{n} cannot be judged"), N_("{n} cannot be judged")),
}
"""How many there are of a status; in Swedish one and several differ."""
WELL = frozenset({Status.KEPT, Status.ON_TRACK})
SHORT = 140
"""Characters of a commitment that a list shows."""


def answer(counts: Mapping[Status, int]) -> Message:
    """Whether what was agreed is kept, in a sentence."""
    whole = sum(counts.values())
    well = sum(n for status, n in counts.items() if status in WELL)
    ill = counts.get(Status.BROKEN, 0) + counts.get(Status.AT_RISK, 0)
    if not whole:
        return Message(N_("Nothing is checked yet."))
    values = {"well": well, "whole": whole}
    first = Message(
        N_("{well} of {whole} commitment is kept or on track."),
        values,
        N_("{well} of {whole} commitments are kept or on track."),
        whole,
    )
    unknown = counts.get(Status.CANNOT_TELL, 0)
    needs = Message(N_("{n} needs support."), {"n": _capital(ill)}, N_("{n} need support."), ill)
    untold = Message(N_("{n} cannot be judged."), {"n": _capital(unknown)}, N_("{n} cannot be judged."), unknown)
    return words.then(first, needs if ill else None, untold if unknown else None)


def _capital(n: int) -> Message | float:
    return words.numeral(n, first=True) if n > 1 else Message(N_("One"))


def counted(status: Status, n: int) -> Message:
    """How many there are of a status."""
    one, several = COUNTED[status]
    return Message(one, {"n": n}, several, n)


def word(status: str) -> str:
    """The word of a status, to be translated."""
    return WORDS[Status(status)]


def who(following: Next | None, record: Record, one: Judged) -> Message | str:
    """Who is to do what is next: the body, the party, or whoever answers."""
    if following is None:
        return ""
    return standing.who_is_next(one.rule, following, record) or Message(N_("nobody named yet"))


def said_otherwise(lines: Sequence[Standing]) -> list[Standing]:
    """Lines that a later computation took the place of, apart from such as changed while their day was not over."""
    return [one for one in lines if one.revised is not None and one.last != one.first] + [
        one
        for one in lines
        if one.revised is not None and one.last == one.first and timezone.localdate(one.revised) > one.first
    ]


def shortened(text: str) -> str:
    """The beginning of a text, cut between words."""
    one_line = " ".join(text.split())
    if len(one_line) <= SHORT:
        return one_line
    return one_line[: SHORT + 1].rpartition(" ")[0].rstrip(",.;:–-") + " …"
