"""Promises are decided where the agreement says: in a body, or by a party itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.cases import year_of
from lagesbild.compliance.rules.judging import Judgement, Next, Status, latest_first
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.kinds.existing_body import SORTS
from lagesbild.compliance.rules.record import Promise, Record, Source
from lagesbild.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """The sort of body that may decide, and the party whose own decision is as good."""

    sort: str = asked(N_("Sort of body that decides"), choices=SORTS)
    party: int | None = asked(
        N_("Or by the own decision of"), Asks.PARTY, N_("Left empty, only the body decides."), default=None
    )


class DecidedIn(kinds.Kind[Parameters]):
    """Looks at promises that have begun to be decided in the year; one decided elsewhere is a breach."""

    name = "decided_in"
    label = N_("Promises are decided where it is agreed")
    about = N_("Looks at the body that took the joint position, and at whose own decision there is.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """A sort of body that there is."""
        return {} if asked.sort in SORTS else {"sort": Message(N_("Choose a sort of body."))}

    def says(self, asked: Parameters, record: Record) -> Message:
        """Where promises are decided."""
        party = record.party.get(asked.party or 0)
        body = _body(asked, record)
        if party:
            return Message(N_("Promises are decided in {body} or by {party}."), {"body": body, "party": party.name})
        return Message(N_("Promises are decided in {body}."), {"body": body})

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By the promises decided in the year that have not been withdrawn."""
        year = year_of(on, of.within)
        found = [one for one in record.promises if one.stands(on) and one.decided and one.decided in year]
        elsewhere = [one for one in found if not _in_place(asked, one, record, on)]
        body = _body(asked, record)
        if elsewhere:
            reason = Message(
                N_("{n} promise was decided elsewhere than in {body}: {names}."),
                {"n": len(elsewhere), "body": body, "names": words.listed([one.name for one in elsewhere])},
                N_("{n} promises were decided elsewhere than in {body}: {names}."),
                len(elsewhere),
            )
            todo = Next(
                Message(N_("Let {body} decide {name}"), {"body": body, "name": elsewhere[0].name}),
                None,
                at=elsewhere[0].source,
            )
            return Judgement(Status.BROKEN, reason, _sources(elsewhere), todo, year, Status.BROKEN)
        if not found:
            return Judgement(Status.ON_TRACK, Message(N_("No promise has been decided this year.")), period=year)
        reason = Message(
            N_("The {n} promise of this year was decided where it is agreed."),
            {"n": len(found)},
            N_("All {n} promises of this year were decided where it is agreed."),
            len(found),
        )
        return Judgement(Status.KEPT, reason, _sources(found), None, year)


def _in_place(asked: Parameters, promise: Promise, record: Record, on: dt.date) -> bool:
    body = record.body.get(promise.joint_body or 0)
    if promise.joint and promise.joint <= on and body is not None and body.kind == asked.sort:
        return True
    decided = dict(promise.decided_by).get(asked.party) if asked.party is not None else None
    return decided is not None and decided <= on


def _body(asked: Parameters, record: Record) -> Message | str:
    there = [one.name for one in record.bodies if one.kind == asked.sort]
    return there[0] if there else Message(SORTS[asked.sort])


def _sources(found: list[Promise]) -> tuple[Source, ...]:
    return latest_first((one.decided, one.source) for one in found if one.decided)
