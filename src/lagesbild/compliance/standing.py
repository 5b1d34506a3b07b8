"""How every commitment of a partnership stands on a day, as the record tells: what pages, reports and mails read.

    judged(partnership, on)            each rule with what it is about and its judgement
    occasions(partnership, over)       what commitments ask for in a stretch of the year
    undertakings(found)                the same as `judged`, a line for each commitment: the worst of its rules

Rules are read inside the walls of whoever asks; the record is the partnership's, the same for all. `here_judged` is
`judged` for a page, asked for once a request.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lagesbild.agreements import library, terms
from lagesbild.agreements.models import Agreement
from lagesbild.compliance import loading, said
from lagesbild.compliance.models import Rule
from lagesbild.compliance.rules import kinds
from lagesbild.compliance.rules.calendar import Period
from lagesbild.compliance.rules.judging import WORST_FIRST, Judgement, Next, Occasion, Status, worst
from lagesbild.compliance.rules.kinds import Context, Kind, Parameters, WrongParameters
from lagesbild.compliance.rules.record import Record
from lagesbild.core.models import Partnership
from lagesbild.core.web import Here
from lagesbild.i18n import N_, Message
from lagesbild.organisation.queries import today

STATUTES = {"2023:196": dt.date(2023, 7, 1)}
"""Statutes that paragraphs are rules of, and the day each came into force."""
UNREADABLE = Message(N_("How it is checked cannot be read. Open it and choose again."))


@dataclass(frozen=True, slots=True)
class Read:
    """A rule as it can be judged: its kind with what is asked for, and the days on which it applies.

    Parameters
    ----------
    kind, asked : None where the rule cannot be read: its kind is gone, or its parameters are not what it takes.
    """

    rule: Rule
    context: Context
    kind: Kind[Any] | None = None
    asked: Parameters | None = None
    wrong: Mapping[str, Message] = field(default_factory=dict)

    def judge(self, record: Record, on: dt.date) -> Judgement:
        """How it stands."""
        if self.kind is None or self.asked is None:
            return Judgement(Status.CANNOT_TELL, UNREADABLE)
        return self.kind.judge(self.asked, record, on, self.context)

    def says(self, record: Record) -> Message:
        """What is checked."""
        if self.kind is None or self.asked is None:
            return UNREADABLE
        return self.kind.says(self.asked, record)

    def occasions(self, record: Record, over: Period) -> Iterable[Occasion]:
        """What it asks for in a stretch."""
        if self.kind is None or self.asked is None:
            return ()
        return self.kind.occasions(self.asked, record, over, self.context)


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule, what it is about, and how it stands.

    Parameters
    ----------
    rule : Rule
    kind : Kind or None
        None where the rule cannot be read.
    says : Message
        What is checked, in words.
    judgement : Judgement
    agreement : Agreement or None
        None for a paragraph of a statute.
    number, heading, text : str
        Of the commitment or the paragraph, as it stands there.
    responsible : str
        Who answers: the function, the person, or whom the text names; empty where nobody is named.
    """

    rule: Rule
    kind: Kind[Any] | None
    says: Message
    judgement: Judgement
    agreement: Agreement | None
    number: str
    heading: str
    text: str
    responsible: str

    @property
    def status(self) -> Status:
        """Its status."""
        return self.judgement.status

    @property
    def key(self) -> tuple[str, int | str]:
        """What it is about: a commitment by its number, or a paragraph."""
        return of_rule(self.rule)


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A commitment or a paragraph with all its rules; its judgement is the worst of theirs."""

    parts: tuple[Judged, ...]
    judgement: Judgement

    @property
    def one(self) -> Judged:
        """The part that says what it is about, and is as bad as the whole."""
        return min(self.parts, key=lambda part: WORST_FIRST.index(part.status))

    @property
    def status(self) -> Status:
        """Its status."""
        return self.judgement.status


@dataclass(frozen=True, slots=True)
class Due:
    """An occasion of the wheel of the year, and the rule that asks for it."""

    rule: Rule
    occasion: Occasion


def judged(partnership: Partnership, on: dt.date, *, record: Record | None = None) -> list[Judged]:
    """Every rule that whoever asks may see, of agreements that apply on the day and of the statute, as of the day.

    `record` is one that was loaded already. In the order of the agreements and their texts, the statute last.
    """
    rules = [one for one in Rule.objects.judged().with_what() if applies(one, on)]
    if not rules:
        return []
    facts = record or loading.record(partnership)
    return [judged_rule(one, facts, on) for one in rules]


def here_judged(here: Here, on: dt.date | None = None) -> list[Judged]:
    """`judged` in a request, once for each day; today where none is said."""
    day = on or today(here.partnership)
    return here.once(f"compliance.judged {day}", lambda: judged(here.partnership, day, record=here_record(here)))


def here_record(here: Here) -> Record:
    """The record in a request, loaded once."""
    return here.once("compliance.record", lambda: loading.record(here.partnership))


def occasions(partnership: Partnership, over: Period, *, record: Record | None = None) -> list[Due]:
    """What the rules that whoever asks may see ask for in a stretch, in order of day."""
    rules = list(Rule.objects.judged().with_what())
    if not rules:
        return []
    facts = record or loading.record(partnership)
    found = [Due(one, occasion) for one in rules for occasion in read(one).occasions(facts, over)]
    return sorted(found, key=lambda one: (one.occasion.day, one.occasion.until or one.occasion.day, one.rule.pk))


def undertakings(found: Iterable[Judged]) -> list[Undertaking]:
    """A line for each commitment and paragraph, in the order in which they came."""
    parts: dict[tuple[str, int | str], list[Judged]] = {}
    for one in found:
        parts.setdefault(one.key, []).append(one)
    return [Undertaking(tuple(rows), worst([one.judgement for one in rows])) for rows in parts.values()]


def counts(found: Iterable[Undertaking]) -> Counter[Status]:
    """How many there are of each status."""
    return Counter(one.status for one in found)


def worst_first(found: Iterable[Undertaking]) -> list[Undertaking]:
    """Broken first, then at risk; what is to be done soonest first among alike."""
    late = dt.date.max

    def order(one: Undertaking) -> tuple[int, dt.date]:
        following = one.judgement.next
        return WORST_FIRST.index(one.status), (following.by if following and following.by else late)

    return sorted(found, key=order)


def read(rule: Rule) -> Read:
    """The rule as it can be judged."""
    context = Context(rule.pk, within(rule))
    kind = kinds.kinds().get(rule.kind)
    if kind is None:
        return Read(rule, context)
    try:
        return Read(rule, context, kind, kind.read(rule.parameters))
    except WrongParameters as wrong:
        return Read(rule, context, wrong=wrong.objections)


def within(rule: Rule) -> Period:
    """The days on which a rule applies: its own, or those of its agreement or statute."""
    if rule.commitment is not None:
        whole = of_agreement(rule.commitment.agreement)
    else:
        whole = Period(STATUTES[rule.statute.rpartition(":")[0]], dt.date.max)
    first, last = rule.since or whole.first, rule.until or whole.last
    return Period(first, max(first, last))


def of_agreement(row: Agreement) -> Period:
    """The days on which an agreement applies; one that goes on by itself has no last one."""
    term = row.said
    if term is None:
        return Period(dt.date.max, dt.date.max)
    last = dt.date.max if terms.goes_on(term) else terms.last_day(term, term.ends)
    if last < term.starts:
        return Period(dt.date.max, dt.date.max)
    return Period(term.starts, last)


def applies(rule: Rule, on: dt.date) -> bool:
    """Whether the agreement, or the statute, applies on the day: a rule of one that is over is not looked at."""
    if rule.commitment is None:
        return True
    return on in of_agreement(rule.commitment.agreement)


def of_rule(rule: Rule) -> tuple[str, int | str]:
    """What a rule is about."""
    return ("commitment", rule.commitment_id) if rule.commitment_id else ("statute", rule.statute)


def page_of(rule: Rule) -> tuple[str, Mapping[str, Any]]:
    """The page of what a rule is about."""
    if rule.commitment_id is not None:
        return "compliance:commitment", {"pk": rule.commitment_id}
    return "compliance:paragraph", {"number": rule.statute.rpartition(":")[2]}


def paragraph(statute: str) -> library.Paragraph:
    """The paragraph that a key such as ``2023:196:4`` names.

    Raises
    ------
    StopIteration
        There is none.

    """
    return library.statute().paragraph(statute.rpartition(":")[2])


def judged_rule(rule: Rule, record: Record, on: dt.date) -> Judged:
    """One rule, with what it is about (`RuleQuerySet.with_what`), as of a day."""
    one = read(rule)
    judgement = one.judge(record, on)
    commitment = rule.commitment
    if commitment is not None:
        agreement, number, heading, text = commitment.agreement, commitment.number, commitment.heading, commitment.text
    else:
        found = paragraph(rule.statute)
        agreement, number, heading, text = None, f"{found.number} §", found.heading, found.text
    answers = who_answers(rule)
    return Judged(rule, one.kind, one.says(record), judgement, agreement, number, heading, text, answers)


def who_answers(rule: Rule) -> str:
    """Who answers for what a rule checks: the function, the person, or whom the text names; empty: nobody."""
    if rule.function is not None:
        return rule.function.name
    if rule.person is not None:
        return rule.person.name
    commitment = rule.commitment
    if commitment is None:
        return rule.party.name
    return commitment.responsible.name if commitment.responsible else commitment.responsible_text


def who_is_next(rule: Rule, following: Next, record: Record) -> str:
    """Who is to do what is next: the body, the party, or whoever answers; empty: nobody is named."""
    body, party = record.body.get(following.body or 0), record.party.get(following.party or 0)
    return body.name if body else party.name if party else who_answers(rule)


def told(rule: Rule, judgement: Judgement, record: Record) -> dict[str, Any]:
    """Why, and what is next, as JSON (`said`), for pages that do not judge anew."""
    following = judgement.next
    return {
        "reason": said.to_json(judgement.reason),
        "what": said.to_json(following.what) if following else None,
        "by": following.by.isoformat() if following and following.by else None,
        "who": {said.WORDS: who_is_next(rule, following, record)} if following else None,
    }
