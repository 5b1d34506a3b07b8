"""The report of how an agreement, or the statute, is kept as of a day: what a municipality hands to its council.

Each commitment stands with its whole text, how it has been read, what is checked, status, reason, which rows that
rests on, and what is next; those that nothing checks stand there too. It is made when asked for and not kept: it counts
what is registered on the day it is made, and says so. PDF/UA-1 for print and archive, and Word to go on writing in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lagesbild.agreements import library
from lagesbild.agreements.documents import numbered
from lagesbild.agreements.models import Agreement, Commitment
from lagesbild.compliance import evidence, standing, wording
from lagesbild.compliance import library as readings
from lagesbild.compliance.evidence import Shown
from lagesbild.compliance.models import Rule
from lagesbild.compliance.rules.judging import EVIDENCE, WORDS, Judgement, Next, Status
from lagesbild.compliance.rules.record import Record
from lagesbild.compliance.standing import Judged, Undertaking
from lagesbild.core import registry
from lagesbild.core.documents.paper import Facts, Heading, Paper, Part, Quote, Table, heads, paper
from lagesbild.core.models import Partnership, Registration
from lagesbild.i18n import N_, Message, Translator, capital

ILL = (Status.BROKEN, Status.AT_RISK)
"""What needs the support of leadership."""
NEEDS = (*ILL, Status.CANNOT_TELL)
"""What leadership looks at first."""
COLUMNS = (N_("Number"), N_("Commitment"), N_("Status"), N_("Rows it rests on"))
WIDTHS = (1, 4, 2, 1.4)


@dataclass(frozen=True, slots=True)
class Piece:
    """A commitment or a paragraph with how it stands.

    Parameters
    ----------
    number, heading, text : str
        As they stand there.
    key : tuple
        What its rules are about (`standing.of_rule`).
    duty : bool
        Whether it lays a duty on anybody; one that lays none has nothing to check.
    note : str
        How the text has been read, where no rule says it.
    found : Undertaking or None
        None where nothing is checked, or nothing applied on the day.
    """

    number: str
    heading: str
    text: str
    key: tuple[str, int | str]
    duty: bool = True
    note: str = ""
    found: Undertaking | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """How all of an agreement, or of the statute (`agreement` is None), stands as of `day`; counted on `made`."""

    partnership: Partnership
    agreement: Agreement | None
    day: dt.date
    made: dt.date
    record: Record
    pieces: tuple[Piece, ...]
    applies: bool
    """Whether it was in force on the day: else nothing of it is judged."""
    registered: Registration | None = None
    """What the registry says of the agreement."""
    rests: Mapping[int, Shown] = field(default_factory=dict)
    """What each rule, by its number, rests on, as far as whoever asked may see it and it bears no secrecy mark."""

    @property
    def title(self) -> str:
        """Of the agreement, or of the statute."""
        return self.agreement.title if self.agreement else library.statute().title

    @property
    def file_name(self) -> str:
        """What the file is called when it is saved, without its ending."""
        what = f"overenskommelse-{self.agreement.pk}" if self.agreement else "lag-2023-196"
        return f"efterlevnad-{what}-{self.day.isoformat()}"


def report(
    partnership: Partnership, agreement: Agreement | None, record: Record, *, day: dt.date, made: dt.date
) -> Report:
    """The report, as far as whoever asks may see the agreement; nothing of a draft is judged."""
    if agreement is None:
        pieces, rules = _paragraphs(), Rule.objects.judged().exclude(statute="")
        applies = day >= readings.statute().in_force
    else:
        pieces, rules = _commitments(agreement), Rule.objects.judged().filter(commitment__agreement=agreement)
        applies = not agreement.draft and day in standing.of_agreement(agreement)
    judged = [standing.judged_rule(one, record, day) for one in rules.with_what()] if applies else []
    found = {one.one.key: one for one in standing.undertakings(judged)}
    whole = tuple(
        Piece(one.number, one.heading, one.text, one.key, one.duty, one.note, found.get(one.key)) for one in pieces
    )
    shown = evidence.shown((one.judgement.evidence for one in judged), handed_out=True)
    rests = {one.rule.pk: seen for one, seen in zip(judged, shown, strict=True)}
    registered = registry.of(agreement._meta.label_lower, agreement.pk) if agreement else None
    return Report(partnership, agreement, day, made, record, whole, applies, registered, rests)


def _paragraphs() -> list[Piece]:
    read, number = {one.number: one for one in readings.statute().paragraphs}, readings.statute().number
    return [
        Piece(
            f"{one.number} §",
            one.heading,
            one.text,
            ("statute", f"{number}:{one.number}"),
            one.number not in read or read[one.number].duty,
            read[one.number].note if one.number in read else "",
        )
        for one in library.statute().paragraphs
    ]


def _commitments(agreement: Agreement) -> list[Piece]:
    rows = Commitment.objects.filter(agreement=agreement).for_page().defer("annex__content")
    return [
        Piece(
            one.number,
            " – ".join(part for part in (one.annex.title if one.annex else "", one.heading) if part),
            one.text,
            ("commitment", one.pk),
        )
        for one in rows
    ]


def document(t: Translator, report: Report) -> Paper:
    """The report in the reader's language, under number and mark of the agreement that it is of."""
    agreement = report.agreement
    title = t.gettext("How the statute is kept") if agreement is None else t.gettext("How the agreement is kept")
    return paper(
        t,
        report.partnership,
        title=f"{title} {report.day.isoformat()}",
        about=report.title,
        made=report.made,
        lead=_lead(t, report, [one.found for one in report.pieces if one.found]),
        parts=_parts(t, report),
        registered=report.registered,
    )


def _parts(t: Translator, report: Report) -> Iterator[Part]:
    yield Heading(t.gettext("In short"))
    yield Table("", heads(t, COLUMNS), tuple(_row(t, report, one) for one in report.pieces), WIDTHS, lead=1)
    for n, piece in enumerate(report.pieces, 1):
        yield from _piece(t, report, n, piece)


def _lead(t: Translator, report: Report, found: Sequence[Undertaking]) -> list[str]:
    if not report.applies:
        said = Message(N_("It was not in force on {day}. Nothing of it is judged."), {"day": report.day})
        return [t.say(said)]
    counts = standing.counts(found)
    each = [t.say(wording.counted(status, counts[status])) for status in wording.ORDER if counts[status]]
    days = {"day": report.day, "made": report.made}
    said = Message(N_("As of {day}, counted from what was registered on {made}."), days)
    unchecked = sum(one.found is None and one.duty for one in report.pieces)
    lines = [t.say(wording.answer(counts)), f"{', '.join(each)}." if each else "", t.say(said)]
    if unchecked:
        values = {"n": unchecked}
        lines.append(
            t.say(
                Message(
                    N_("{n} is not checked by anything."), values, N_("{n} are not checked by anything."), unchecked
                )
            )
        )
    return [line for line in lines if line]


def _status(t: Translator, report: Report, one: Piece) -> str:
    if one.found is not None:
        return capital(t.gettext(WORDS[one.found.status]))
    if not one.duty:
        return t.gettext("Nothing to check")
    return t.gettext("Not checked") if report.applies else t.gettext("Not judged")


def _row(t: Translator, report: Report, one: Piece) -> tuple[str, ...]:
    short = one.heading if one.heading and not report.agreement else wording.shortened(one.text)
    return one.number, short, _status(t, report, one), _rests(one.found.judgement) if one.found else ""


def _piece(t: Translator, report: Report, n: int, one: Piece) -> Iterator[Part]:
    # a number alone would be no heading
    number = one.number if one.heading else t.say(Message(N_("Commitment {n}"), {"n": one.number or n}))
    parts = one.found.parts if one.found else ()
    notes = dict.fromkeys(part.rule.note for part in parts if part.rule.note) or ([one.note] if one.note else ())
    yield Heading(f"{number} {one.heading}".strip())
    yield Quote(one.text.strip())
    read = ((t.gettext("How it has been read"), note) for note in notes)
    yield Facts(((t.gettext("Status"), _status(t, report, one)), *read))
    several = len(parts) > 1
    for i, part in enumerate(parts, 1):
        if several:
            yield Heading(t.say(Message(N_("Check {n}"), {"n": i})), 2)
        yield Facts(tuple(_facts(t, report, part, several=several)))


def _facts(t: Translator, report: Report, part: Judged, *, several: bool) -> Iterator[tuple[str, str]]:
    judgement = part.judgement
    yield t.gettext("What is checked"), t.say(part.says)
    if several:
        yield t.gettext("Status"), capital(t.gettext(WORDS[part.status]))
    yield t.gettext("Why"), t.say(judgement.reason)
    yield t.gettext("Rows it rests on"), _named(t, judgement, report.rests.get(part.rule.pk))
    if judgement.next is not None:
        yield t.gettext("What is next"), following_of(t, report.record, part)
    yield t.gettext("Who answers"), part.responsible or t.gettext("nobody named yet")


def line_of(t: Translator, one: Undertaking) -> tuple[str, ...]:
    """A commitment in a table: its status, its text shortened after its number, and why it stands so."""
    text = f"{numbered(one.one.number)} {wording.shortened(one.one.text)}".strip()
    return capital(t.gettext(WORDS[one.status])), text, t.say(one.judgement.reason)


def following_of(t: Translator, record: Record, part: Judged, following: Next | None = None) -> str:
    """What is next with a commitment, who is to do it, and by which day; empty where nothing is."""
    coming = following or part.judgement.next
    if coming is None:
        return ""
    who = wording.who(coming, record, part)
    by = [t.say(Message(N_("by {day}"), {"day": coming.by}))] if coming.by else []
    said = [t.say(coming.what), t.value(who), *by]
    return " – ".join(line for line in said if line)


def _named(t: Translator, judgement: Judgement, seen: Shown | None) -> str:
    """How many rows, and those by name that stand in the report."""
    if seen is None or not seen.pieces:
        return _rests(judgement)
    names = [f"{t.value(one.called)} ({t.gettext(one.label).lower()})" for one in seen.pieces]
    left = len(judgement.evidence) - len(names)
    if left > 0:
        names.append(t.say(Message(N_("{n} more"), {"n": left}, N_("{n} more"), left)))
    return f"{_rests(judgement)}: {', '.join(names)}"


def _rests(judgement: Judgement) -> str:
    """How many rows: a judgement names no more than so many, and then there may be more."""
    n = len(judgement.evidence)
    return f"{n}+" if n >= EVIDENCE else str(n)
