"""All commitments as they stand on a day, by agreement, and the same as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from lagesbild.accounts.web import member
from lagesbild.agreements import library
from lagesbild.agreements.models import Agreement
from lagesbild.compliance import policies, reported, standing, wording
from lagesbild.compliance.bands import Band, band, bands, year_to
from lagesbild.compliance.rules.judging import WORDS, Status
from lagesbild.compliance.rules.record import Record
from lagesbild.compliance.standing import Undertaking, page_of
from lagesbild.core.web import Here, render
from lagesbild.core.web.asked import asked_day, asked_number
from lagesbild.core.web.downloads import cell, table
from lagesbild.i18n import N_, Message
from lagesbild.organisation.queries import today

HEADINGS = (
    *(N_("Agreement"), N_("Number"), N_("Commitment"), N_("What is checked"), N_("Status"), N_("Why")),
    *(N_("What is next"), N_("Who"), N_("By"), N_("Who answers"), N_("As of")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: the day, and which commitments."""

    day: dt.date
    status: Status | None = None
    party: int | None = None
    body: int | None = None

    @property
    def narrowed(self) -> bool:
        """Whether not all are asked for."""
        return (self.status, self.party, self.body) != (None, None, None)

    def query(self, today: dt.date, **other: Any) -> dict[str, Any]:
        """The address of the same, or with something else."""
        said: dict[str, Any] = {
            "dag": self.day.isoformat() if self.day != today else None,
            "status": self.status,
            "part": self.party,
            "grupp": self.body,
        }
        return {**said, **other}

    def holds(self, one: Undertaking) -> bool:
        """Whether a commitment is among them."""
        return (
            (self.status is None or one.status is self.status)
            and (self.party is None or self.party in parties_of(one))
            and (self.body is None or self.body in bodies_of(one))
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment on the list."""

    one: Undertaking
    text: str
    page: str
    arguments: Mapping[str, Any]
    who: Message | str
    band: Band

    @property
    def status(self) -> Status:
        """Its status."""
        return self.one.status


@dataclass(frozen=True, slots=True)
class Set:
    """An agreement, or the statute, with its commitments, the worst first; how many of it nothing checks.

    Of an agreement that nothing checks yet there are no lines.
    """

    agreement: Agreement | None
    lines: tuple[Line, ...]
    counts: Mapping[Status, int]
    unchecked: int

    @property
    def groups(self) -> list[tuple[Status, list[Line]]]:
        """By status, the worst first."""
        return [(status, list(rows)) for status, rows in groupby(self.lines, lambda line: line.status)]


@require_GET
@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """How every commitment stands."""
    now = today(here.partnership)
    asked = read(here)
    record = standing.here_record(here)
    found = standing.undertakings(standing.here_judged(here, asked.day))
    wanted = [one for one in found if asked.holds(one)]
    history = bands((part.rule.pk for one in wanted for part in one.parts), year_to(asked.day))
    counts = standing.counts(found)
    agreements = list(Agreement.objects.current(asked.day).counted().defer("sealed"))

    def line(one: Undertaking) -> Line:
        return line_of(one, record, history, asked.day)

    sets = _sets(wanted, found, agreements, line)
    if not asked.narrowed:
        # one that is signed ahead is told of before its first day, so that somebody says how it is checked in time
        sets += _bare(agreements, found, asked.day if asked.day < now else dt.date.max)
    return render(
        here,
        "compliance/list.html",
        asked=asked,
        now=now,
        counts=[(status, wording.counted(status, counts[status])) for status in wording.ORDER],
        answer=wording.answer(counts),
        checked=bool(found),
        shown=len(wanted),
        sets=sets,
        files=lambda agreement: reported.files(here, agreement, asked.day),
        begins=record.begins,
        parties=sorted(record.party.values(), key=lambda one: one.name),
        bodies=sorted(record.body.values(), key=lambda one: one.name),
        agreed=agreements,
        wording=wording,
        arranges=policies.may_arrange(here.actor),
        keeps=policies.may_keep(here.actor),
    )


@require_GET
@member(policy=policies.may_see)
def export(here: Here) -> HttpResponse:
    """The same as a file that a spreadsheet opens."""
    asked = read(here)
    record = standing.here_record(here)
    shown = [one for one in standing.undertakings(standing.here_judged(here, asked.day)) if asked.holds(one)]
    lines = [[cell(text) for text in _row(here, one, record, asked.day)] for one in shown]
    return table(
        [[here.t.gettext(heading) for heading in HEADINGS], *lines], f"ataganden-{here.partnership.slug}-{asked.day}"
    )


def read(here: Here) -> Asked:
    """What the address asks for, as far as it can be read; no day that has not come."""
    said = here.request.GET
    now = today(here.partnership)
    day = asked_day(said.get("dag", "")) or now
    status = said.get("status", "")
    return Asked(
        min(day, now),
        Status(status) if status in set(Status) else None,
        asked_number(said.get("part", "")),
        asked_number(said.get("grupp", "")),
    )


def parties_of(one: Undertaking) -> set[int]:
    """Parties that a commitment is about: who is responsible in the text, who answers, who is to do what is next."""
    found: set[int | None] = set()
    for part in one.parts:
        commitment, function, following = part.rule.commitment, part.rule.function, part.judgement.next
        found |= {
            commitment.responsible_id if commitment else part.rule.party_id,
            function.party_id if function else None,
            following.party if following else None,
        }
    return {party for party in found if party is not None}


def bodies_of(one: Undertaking) -> set[int]:
    """Bodies that a commitment is about: those that are checked, and the one that is to do what is next."""
    found: set[int] = set()
    for part in one.parts:
        parameters, following = part.rule.parameters, part.judgement.next
        found |= {number for number in (parameters.get("body"), *parameters.get("bodies", ())) if number}
        if following is not None and following.body is not None:
            found.add(following.body)
    return found


def address(one: Undertaking) -> tuple[str, Mapping[str, Any]]:
    """The page of a commitment, or of a paragraph."""
    return page_of(one.one.rule)


def line_of(one: Undertaking, record: Record, history: Mapping[int, Sequence[Any]], day: dt.date) -> Line:
    """A commitment as a list shows it."""
    page, arguments = address(one)
    lines = [line for part in one.parts for line in history.get(part.rule.pk, ())]
    return Line(
        one,
        wording.shortened(one.one.text),
        page,
        arguments,
        wording.who(one.judgement.next, record, one.one),
        band(lines, year_to(day)),
    )


def _sets(
    wanted: Sequence[Undertaking],
    found: Sequence[Undertaking],
    agreements: Iterable[Agreement],
    line: Callable[[Undertaking], Line],
) -> list[Set]:
    known: dict[int, Agreement | None] = {row.pk: row for row in agreements}
    whole = {row.pk: row.undertakings for row in agreements}
    by_set: dict[int, list[Undertaking]] = {}
    for one in wanted:
        by_set.setdefault(_set_of(one), []).append(one)
        known.setdefault(_set_of(one), one.one.agreement)
    sets = []
    for number, rows in by_set.items():
        every = [one for one in found if _set_of(one) == number]
        all_of_it = whole.get(number, len(every)) if number else len(library.statute().paragraphs)
        ordered = standing.worst_first(rows)
        sets.append(
            Set(
                known[number],
                tuple(line(one) for one in ordered),
                standing.counts(every),
                max(0, all_of_it - len(every)) if number else 0,
            )
        )
    return sets


def _bare(agreements: Iterable[Agreement], found: Sequence[Undertaking], until: dt.date) -> list[Set]:
    """Those that have begun by a day and that nothing checks yet."""
    checked = {_set_of(one) for one in found}
    return [
        Set(row, (), standing.counts([]), row.undertakings)
        for row in agreements
        if row.undertakings and row.pk not in checked and row.starts is not None and row.starts <= until
    ]


def _set_of(one: Undertaking) -> int:
    """The agreement's number; nought for the statute."""
    return one.one.agreement.pk if one.one.agreement else 0


def _row(here: Here, one: Undertaking, record: Record, day: dt.date) -> list[str]:
    part, following = one.one, one.judgement.next
    said = here.t.say
    who = wording.who(following, record, part)
    return [
        part.agreement.title if part.agreement else library.statute().title,
        part.number,
        " ".join(part.text.split()),
        " ".join(said(each.says) for each in one.parts),
        here.t.gettext(WORDS[one.status]),
        said(one.judgement.reason),
        said(following.what) if following else "",
        here.t.value(who),
        following.by.isoformat() if following and following.by else "",
        part.responsible,
        day.isoformat(),
    ]
