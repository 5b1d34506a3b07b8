"""What differs from one edition of an agreement to the next, passage by passage and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from lagesbild.agreements.models import Agreement
from lagesbild.core.models import Party
from lagesbild.i18n import N_

LABELS = {
    "title": N_("Title"),
    "subject": N_("What it is about"),
    "background": N_("Background"),
    "purpose": N_("Purpose"),
    "method": N_("Method"),
    "commitments": N_("Commitments"),
    "bodies": N_("Bodies"),
    "functions": N_("Functions"),
    "economy": N_("Economy"),
    "term": N_("How long it applies"),
    "starts": N_("First day"),
    "ends": N_("Last day"),
    "notice_months": N_("Months of notice"),
    "follow_up": N_("To be followed up by"),
    "duration": N_("What the text says of its term"),
    "review": N_("Follow-up"),
    "text": N_("What else it says"),
    "annexes": N_("Annexes"),
    "signatories": N_("Signatories"),
    "place": N_("Place of signing"),
}
"""The sections of an agreement, in the order that they are compared in."""
TEXTS = ("title", "subject", "background", "purpose", "method", "economy", "duration", "review", "text", "place")
TRUE_OF_SEAT = {"leads": "leder", "opposition": "opposition"}
"""What may be true of a seat, in the words of an agreement."""
ALIKE = 0.4
"""How much of two passages has to be the same for one to be the other, changed."""


class How(StrEnum):
    """What became of a stretch of words."""

    KEPT = "kept"
    TAKEN_OUT = "taken_out"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words, and what became of them."""

    how: How
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A passage that changed: its words in order, those taken out before those put in their place."""

    stretches: tuple[Stretch, ...]

    @property
    def how(self) -> How | None:
        """Taken out or added as a whole; none where some words changed."""
        ways = {one.how for one in self.stretches}
        return ways.pop() if len(ways) == 1 else None

    @property
    def was(self) -> str:
        """What the passage said; nothing where it is new."""
        return "".join(one.text for one in self.stretches if one.how is not How.ADDED)

    @property
    def becomes(self) -> str:
        """What it says; nothing where it is gone."""
        return "".join(one.text for one in self.stretches if one.how is not How.TAKEN_OUT)


@dataclass(frozen=True, slots=True)
class Section:
    """The changes of a section; none when it says the same. `ours`: the words are ours, in English."""

    label: str
    changes: tuple[Change, ...]
    ours: bool = False


def compare(old: Agreement, new: Agreement) -> list[Section]:
    """The sections in which two editions differ."""
    before, after = passages(old), passages(new)
    sections = [
        Section(label, tuple(_whole(before[name], after[name])), ours=True)
        if name == "term"
        else Section(label, tuple(changes(before[name], after[name])))
        for name, label in LABELS.items()
    ]
    return [one for one in sections if one.changes]


def passages(row: Agreement) -> dict[str, list[str]]:
    """What an agreement says, as passages by section."""
    found = {name: _paragraphs(getattr(row, name)) for name in TEXTS}
    found["term"] = [Agreement.Kind(row.term).label]
    for name in ("starts", "ends", "notice_months", "follow_up"):
        value = getattr(row, name)
        found[name] = [str(value)] if value is not None else []
    found["commitments"] = [
        _together(
            one.heading,
            f"{one.number} {one.text}".strip(),
            one.responsible_text,
            _unless_said(one.responsible, one.responsible_text),
            one.cadence,
            one.annex.title if one.annex else "",
        )
        for one in row.commitments.for_page()
    ]
    found["bodies"] = [
        passage
        for one in row.bodies.in_order()
        for passage in (
            _together(one.name, one.convener, one.reports_to, one.cadence),
            *(
                _together(
                    seat["title"], seat["party"], *(word for name, word in TRUE_OF_SEAT.items() if seat.get(name))
                )
                for seat in one.seats
            ),
            *_paragraphs(one.text),
        )
    ]
    found["functions"] = [_together(one.name, one.party_name) for one in row.functions.in_order()]
    found["annexes"] = [
        passage
        for one in row.annexes.light().in_order()
        for passage in (_together(one.title, one.digest[:12]), *_paragraphs(one.text))
    ]
    found["signatories"] = [
        _together(one.function, one.party_name, one.name, one.mandate) for one in row.signatories.in_order()
    ]
    return found


def changes(before: Sequence[str], after: Sequence[str]) -> Iterable[Change]:
    """What became of passages: those that are the same are not told of.

    Between those that are the same, each is set beside the one that it is most alike, in their order: a passage that is
    put in first, and lets the numbers of all that follow grow, changes no other words.
    """
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            continue
        for was, becomes in _side_by_side(before[i:j], after[k:m]):
            if was is not None and becomes is not None:
                yield _changed(was, becomes)
            elif was is not None:
                yield Change((Stretch(How.TAKEN_OUT, was),))
            else:
                yield Change((Stretch(How.ADDED, becomes or ""),))


def _side_by_side(before: Sequence[str], after: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """Passages in pairs that are alike, so that as much as can be stays the same; the others by themselves."""
    alike = [[alikeness(was, becomes) for becomes in after] for was in before]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for k in reversed(range(len(after))):
            paired = best[i + 1][k + 1] + alike[i][k] if alike[i][k] >= ALIKE else 0.0
            best[i][k] = max(paired, best[i + 1][k], best[i][k + 1])
    pairs: list[tuple[str | None, str | None]] = []
    i = k = 0
    while i < len(before) and k < len(after):
        if alike[i][k] >= ALIKE and best[i][k] == best[i + 1][k + 1] + alike[i][k]:
            pairs.append((before[i], after[k]))
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            pairs.append((before[i], None))
            i += 1
        else:
            pairs.append((None, after[k]))
            k += 1
    return [*pairs, *((one, None) for one in before[i:]), *((None, one) for one in after[k:])]


def alikeness(was: str, becomes: str) -> float:
    """How much of two passages is the same, from 0 to 1; 0 below `ALIKE`.

    Spaces are in everything and make nothing alike.
    """
    matcher = SequenceMatcher(a=was.split(), b=becomes.split(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0


def _whole(before: Sequence[str], after: Sequence[str]) -> Iterable[Change]:
    """Words of ours are said whole."""
    if before != after:
        yield from (Change((Stretch(How.TAKEN_OUT, one),)) for one in before)
        yield from (Change((Stretch(How.ADDED, one),)) for one in after)


def _changed(was: str, becomes: str) -> Change:
    old, new = _words(was), _words(becomes)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    stretches = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            stretches.append(Stretch(How.KEPT, "".join(old[i:j])))
            continue
        if i < j:
            stretches.append(Stretch(How.TAKEN_OUT, "".join(old[i:j])))
        if k < m:
            stretches.append(Stretch(How.ADDED, "".join(new[k:m])))
    return Change(tuple(stretches))


def _words(text: str) -> list[str]:
    """Words and what stands between them; joined they are the text."""
    return re.findall(r"\s+|[^\s]+", text)


def _paragraphs(text: str) -> list[str]:
    return [one for one in re.split(r"\n\s*\n|\n(?=- )", text) if one.strip()] if text else []


def _unless_said(party: Party | None, said: str) -> str:
    """The name of a party where the words do not hold it already."""
    return party.name if party is not None and party.name.casefold() not in said.casefold() else ""


def _together(*parts: str) -> str:
    return " – ".join(part for part in parts if part)
