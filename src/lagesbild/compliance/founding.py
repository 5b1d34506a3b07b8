"""Proposals of how an agreement, and the statute, are checked: readings of the library in a partnership's own terms."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from lagesbild.agreements.models import Agreement, Commitment
from lagesbild.compliance import library
from lagesbild.compliance.actions.ruling import Told
from lagesbild.compliance.library import Check
from lagesbild.compliance.models import Service
from lagesbild.compliance.proposals import Proposal
from lagesbild.compliance.rules import kinds
from lagesbild.compliance.rules.kinds import Asks
from lagesbild.core.models import Partnership, Party
from lagesbild.i18n import N_, Message
from lagesbild.organisation.models import Body, Function

PARTIES = {"kommun": "municipality", "polis": "police"}
"""Kind of the party that each word of the library stands for."""
MISSING = {
    Asks.BODY: N_("There is no body of that sort yet. Found it on the page of bodies."),
    Asks.PARTY: N_("There is no such party yet."),
    Asks.SERVICE: N_("There is no such service yet. Enter it first: {name}."),
}


def offered(partnership: Partnership, agreement: Agreement | None) -> list[Proposal]:
    """What the library proposes for an agreement, or for the statute; a source of `proposals`."""
    return for_statute() if agreement is None else for_agreement(agreement)


def for_agreement(agreement: Agreement, *, as_read: Mapping[str, str] | None = None) -> list[Proposal]:
    """Proposals for the commitments of an agreement whose words the library knows.

    Parameters
    ----------
    agreement : Agreement
        Whose commitments are looked at.
    as_read : mapping, optional
        The key of a reading by the text of a commitment, where it says the same in other words.
    """
    ground = _Ground()
    found = []
    for one in Commitment.objects.filter(agreement=agreement).for_page():
        key = (as_read or {}).get(one.text)
        reading = library.reading(key) if key else library.reading_of(one.text)
        if reading is not None:
            found += [_proposal(ground, check, reading.note, commitment=one.pk) for check in reading.checks]
    return found


def for_statute() -> list[Proposal]:
    """Proposals for every paragraph of the statute that lays a duty on the municipality."""
    ground = _Ground()
    statute = library.statute()
    return [
        _proposal(ground, check, one.note, statute=f"{statute.number}:{one.number}", since=one.since)
        for one in statute.paragraphs
        for check in one.checks
    ]


class _Ground:
    """What a partnership has of what the library names by words, asked for once."""

    def __init__(self) -> None:
        bodies = Body.objects.filter(until__isnull=True).order_by("-pk").values_list("kind", "pk")
        self.rows: dict[Asks, dict[str, int]] = {Asks.BODY: dict(bodies)}
        kinds_of = dict(Party.objects.order_by("-pk").values_list("kind", "pk"))
        self.rows[Asks.PARTY] = {word: kinds_of[kind] for word, kind in PARTIES.items() if kind in kinds_of}
        self.rows[Asks.SERVICE] = dict(Service.objects.values_list("name", "pk"))
        found = Function.objects.filter(until__isnull=True).order_by("-pk").values_list("kind", "party_id", "pk")
        self.functions = {(kind, party): pk for kind, party, pk in found}

    def answers(self, check: Check) -> int | None:
        """The function whose holder answers, where there is one."""
        return self.functions.get((check.answers, self.rows[Asks.PARTY].get(check.party, 0)))

    def put(self, check: Check) -> tuple[dict[str, Any], tuple[Message, ...]]:
        """Parameters with numbers in the place of words, and what is missing."""
        parameters, missing = dict(check.parameters), []
        for one in dataclasses.fields(kinds.kinds()[check.kind].parameters):
            among, value = one.metadata.get("among"), parameters.get(one.name)
            if value is None or among not in self.rows:
                continue
            rows: Mapping[str, int] = self.rows[among]
            words = value if isinstance(value, list) else [value]
            lacking = [word for word in words if word not in rows]
            missing += [Message(MISSING[among], {"name": word}) for word in lacking]
            if not lacking:
                parameters[one.name] = [rows[word] for word in words] if isinstance(value, list) else rows[value]
        return parameters, tuple(missing)


def _proposal(
    ground: _Ground,
    check: Check,
    note: str,
    *,
    commitment: int | None = None,
    statute: str = "",
    since: dt.date | None = None,
) -> Proposal:
    parameters, lacks = ground.put(check)
    told = Told(kind=check.kind, parameters=parameters, since=since, function=ground.answers(check), note=note)
    return Proposal(check.key, told, commitment, statute, lacks, note)
