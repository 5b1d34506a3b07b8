"""Keeping how commitments stand: what was said of a day stays, and what a later computation says stands beside it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Now

from lagesbild.compliance import loading, said, standing
from lagesbild.compliance.models import Judging, Rule, Standing
from lagesbild.compliance.rules.calendar import DAY
from lagesbild.compliance.rules.judging import Judgement, Status
from lagesbild.compliance.rules.record import Record
from lagesbild.compliance.standing import Read
from lagesbild.core import timeline
from lagesbild.core.actions import SYSTEM, Actor, acting, require
from lagesbild.core.models import ChainHead, Partnership
from lagesbild.organisation.queries import today

RECALLED = 3 * 366
"""How many days back every single day is judged anew; of earlier ones those on which something changed."""
Why = Standing.Why


@dataclass(frozen=True, slots=True)
class Change:
    """A rule whose status is another from a day on."""

    rule: int
    first: dt.date
    before: Status | None
    after: Status


@dataclass(frozen=True, slots=True)
class Judgings:
    """What a run came to: changes of the days that were new, and how many lines of earlier days were judged anew."""

    day: dt.date
    changes: tuple[Change, ...]
    revised: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Days in a row with the same status, and the judgement of the first of them."""

    first: dt.date
    last: dt.date
    judgement: Judgement

    @property
    def status(self) -> Status:
        """The status."""
        return self.judgement.status


def judge_partnership(*, actor: Actor, on: dt.date | None = None) -> Judgings:
    """Judge every commitment up to a day, today where none is said, and keep what changed; missed days are caught up.

    Of days that had been judged, every one is judged anew if anything has happened since that was last done, or if the
    rule was changed. Where the status is another, the line that said so stays and is marked, and new ones take its
    place with why.

    Raises
    ------
    Denied
        Only the system judges: it sees every party's rows.

    """
    require(actor.person == SYSTEM)
    with acting(actor):
        partnership = Partnership.objects.get(pk=actor.partnership)
        day = on or today(partnership)
        head = _head(partnership)
        row, new = Judging.objects.select_for_update().get_or_create(
            partnership=partnership, defaults={"day": day, "head": b""}
        )
        facts = loading.record(partnership)
        _close_removed(day)
        lines: dict[int, list[Standing]] = {}
        for line in Standing.objects.current().in_order():
            lines.setdefault(line.rule_id, []).append(line)
        happened = not new and bytes(row.head) != head
        thorough = happened and (row.recalled is None or row.recalled < day)
        found = [
            _Run(
                standing.read(rule),
                facts,
                lines.get(rule.pk, []),
                judged_to=row.day,
                day=day,
                thorough=thorough or _changed(rule, row),
                happened=happened,
                why=Why.RULE if _changed(rule, row) else Why.RECORD,
            ).settle()
            for rule in Rule.objects.judged().with_what()
        ]
        changes = tuple(change for one in found for change in one[0])
        revised = sum(one[1] for one in found)
        row.day = max(row.day, day)
        if new or thorough:
            row.recalled = day
        row.head, row.at = head, Now()
        row.save()
        if changes or revised:
            entry = timeline.record(
                partnership=actor.partnership,
                person=actor.person,
                verb="standing.judged",
                subject=row,
                day=day.isoformat(),
                changed=len(changes),
                revised=revised,
            )
            if bytes(entry.previous) == head:
                # nothing has happened since but this: it is not judged again because of itself
                Judging.objects.filter(pk=row.pk).update(head=entry.digest)
    return Judgings(day, changes, revised)


class _Run:
    """One rule on its way up to a day."""

    def __init__(
        self,
        read: Read,
        facts: Record,
        lines: list[Standing],
        *,
        judged_to: dt.date,
        day: dt.date,
        thorough: bool,
        happened: bool,
        why: str,
    ) -> None:
        self.read, self.facts, self.lines, self.why = read, facts, lines, why
        self.judged_to, self.thorough, self.happened = judged_to, thorough, happened
        whole = read.context.within
        self.day = day
        self.end = min(day, whole.last)
        self.start = max(whole.first, min(facts.begins, day), day - RECALLED * DAY)
        self.known: dict[dt.date, Judgement] = {}

    def settle(self) -> tuple[list[Change], int]:
        """Write what changed; the changes of new days, and how many lines were revised."""
        if not self.lines:
            return self._write(self.segments(self.start, self.end), Why.FIRST), 0
        revised = self._revise() if self.happened or self.thorough else 0
        return self._go_on(), revised

    def judge(self, day: dt.date) -> Judgement:
        """How it stands on a day."""
        if day not in self.known:
            self.known[day] = self.read.judge(self.facts, day)
        return self.known[day]

    def segments(self, first: dt.date, last: dt.date) -> list[Segment]:
        """Stretches of the same status from day to day, both included."""
        found: list[Segment] = []
        for n in range((last - first).days + 1):
            day = first + n * DAY
            judgement = self.judge(day)
            if found and found[-1].status is judgement.status:
                found[-1] = Segment(found[-1].first, day, found[-1].judgement)
            else:
                found.append(Segment(day, day, judgement))
        return found

    def _revise(self) -> int:
        """Judge anew days that are over; how many lines no longer held."""
        settled = min(self.judged_to, self.day - DAY)
        kept: list[Standing] = []
        revised = 0
        for line in self.lines:
            last = min(line.last or settled, settled)
            if last < line.first or not self._differs(line, last):
                kept.append(line)
                continue
            revised += 1
            _mark(line)
            until = line.last or max(self.end, line.first)
            parts = self.segments(line.first, until)
            self._write(parts, self.why, open_ended=line.last is None)
            kept += self._written
        self.lines = kept
        if self.lines and self.start < self.lines[0].first and self.thorough:
            earlier = self.segments(self.start, self.lines[0].first - DAY)
            self._write(earlier, self.why, open_ended=False)
            self.lines = [*self._written, *self.lines]
        return revised

    def _differs(self, line: Standing, last: dt.date) -> bool:
        """Whether a day of the line is judged otherwise now."""
        if self.thorough:
            first = max(line.first, self.day - RECALLED * DAY)
            days: Iterable[dt.date] = (first + n * DAY for n in range((last - first).days + 1))
        else:
            days = {line.first, last}
        return any(self.judge(day).status != line.status for day in (line.first, *days))

    def _go_on(self) -> list[Change]:
        """Judge the days that are new, and today anew: it is not over."""
        line = self.lines[-1]
        if line.last is not None:
            first = line.last + DAY
            return self._write(self.segments(first, self.end), Why.FIRST, before=line) if first <= self.end else []
        first = max(line.first, min(self.judged_to + DAY, self.day))
        found = [one for one in self.segments(first, self.end) if one.last >= first] if first <= self.end else []
        turn = next((one for one in found if one.status != line.status), None)
        if turn is None:
            if self.end < self.day:
                _end(line, max(line.first, self.end))
            elif line.now != (now := self._told()):
                Standing.objects.filter(pk=line.pk).update(now=now)
            return []
        if turn.first <= line.first:
            _mark(line)
        else:
            _end(line, turn.first - DAY)
        return self._write([one for one in found if one.first >= turn.first], Why.FIRST, before=line)

    def _told(self) -> dict[str, Any]:
        """What the line that goes on says of today."""
        return standing.told(self.read.rule, self.judge(self.day), self.facts)

    def _write(
        self, segments: Sequence[Segment], why: str, *, before: Standing | None = None, open_ended: bool | None = None
    ) -> list[Change]:
        """Add lines; the last has no end unless the rule has."""
        goes_on = self.end == self.day if open_ended is None else open_ended and self.end == self.day
        rule = self.read.rule
        self._written = [
            Standing(
                partnership_id=rule.partnership_id,
                party_id=rule.party_id,
                audience_id=rule.audience_id,
                rule=rule,
                first=one.first,
                last=None if goes_on and one is segments[-1] else one.last,
                status=one.status,
                reason=said.to_json(one.judgement.reason),
                now=self._told() if goes_on and one is segments[-1] else None,
                digest=evidence_digest(one.judgement),
                why=why,
            )
            for one in segments
        ]
        Standing.objects.bulk_create(self._written)
        earlier = [Status(before.status) if before else None, *(one.status for one in segments)]
        return [Change(rule.pk, one.first, was, one.status) for was, one in zip(earlier, segments, strict=False)]


def evidence_digest(judgement: Judgement) -> str:
    """SHA-256 over the rows that a judgement rests on."""
    rows = ",".join(f"{one.kind}:{one.number}" for one in judgement.evidence)
    return hashlib.sha256(rows.encode()).hexdigest()


def _changed(rule: Rule, row: Judging) -> bool:
    return rule.changed is not None and rule.changed > row.at


def _head(partnership: Partnership) -> bytes:
    found = ChainHead.objects.filter(partnership=partnership).values_list("digest", flat=True).first()
    return bytes(found) if found is not None else b""


def _mark(line: Standing) -> None:
    Standing.objects.filter(pk=line.pk).update(revised=Now(), now=None)


def _end(line: Standing, last: dt.date) -> None:
    Standing.objects.filter(pk=line.pk).update(last=last, now=None)


def _close_removed(day: dt.date) -> None:
    """Lines of rules that nothing is checked by any more end."""
    for line in Standing.objects.current().filter(rule__removed__isnull=False, last__isnull=True):
        _end(line, max(line.first, day))
