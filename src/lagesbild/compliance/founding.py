"""Proposals of how an agreement, and the statute, are checked: readings of the library in a partnership's own terms."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lagesbild.agreements.models import Agreement, Commitment
from lagesbild.compliance import library
from lagesbild.compliance.actions.ruling import Proposed, Told
from lagesbild.compliance.library import Check
from lagesbild.compliance.models import Service
from lagesbild.compliance.rules import kinds
from lagesbild.compliance.rules.kinds import Asks
from lagesbild.core.models import Party
from lagesbild.i18n import N_, Message
from lagesbild.organisation.models import Body, Function

PARTIES = {"kommun": "municipality", "polis": "police"}
"""Kind of the party that each word of the library stands for."""
MISSING = {
    Asks.BODY: N_("There is no body of that sort yet. Found it on the page of bodies."),
    Asks.PARTY: N_("There is no such party yet."),
    Asks.SERVICE: N_("There is no such service yet. Enter it first: {name}."),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal, what it is for, and what the partnership lacks for it to be accepted.

    Parameters
    ----------
    proposed : Proposed
        What `actions.accept` takes.
    note : str
        How the text has been read.
    missing : tuple of Message
        What has to be there first; empty: it can be accepted.
    """

    proposed: Proposed
    note: str
    missing: tuple[Message, ...] = ()


def for_agreement(agreement: Agreement, *, as_read: Mapping[str, str] | None = None) -> list[Offer]:
    """Proposals for the commitments of an agreement whose words the library knows.

    Parameters
    ----------
    agreement : Agreement
        Whose commitments are looked at.
    as_read : mapping, optional
        The key of a reading by the text of a commitment, where it says the same in other words.
    """
    ground = _Ground()
    offers = []
    for one in Commitment.objects.filter(agreement=agreement).for_page():
        key = (as_read or {}).get(one.text)
        reading = library.reading(key) if key else library.reading_of(one.text)
        if reading is not None:
            offers += [_offer(ground, check, reading.note, commitment=one.pk) for check in reading.checks]
    return offers


def for_statute() -> list[Offer]:
    """Proposals for every paragraph of the statute that lays a duty on the municipality."""
    ground = _Ground()
    statute = library.statute()
    return [
        dataclasses.replace(offer, proposed=dataclasses.replace(offer.proposed, told=_since(offer, one)))
        for one in statute.paragraphs
        for check in one.checks
        for offer in [_offer(ground, check, one.note, statute=f"{statute.number}:{one.number}")]
    ]


def acceptable(offers: Sequence[Offer]) -> list[Proposed]:
    """Those that lack nothing."""
    return [one.proposed for one in offers if not one.missing]


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
        among = {
            one.name: one.metadata.get("among") for one in dataclasses.fields(kinds.kinds()[check.kind].parameters)
        }
        parameters, missing = dict(check.parameters), []
        for name, value in check.parameters.items():
            rows = self.rows.get(among[name]) if among.get(name) in self.rows else None
            if rows is None:
                continue
            words = value if isinstance(value, list) else [value]
            lacking = [word for word in words if word not in rows]
            missing += [Message(MISSING[among[name]], {"name": word}) for word in lacking]
            if not lacking:
                parameters[name] = [rows[word] for word in words] if isinstance(value, list) else rows[value]
        return parameters, tuple(missing)


def _offer(ground: _Ground, check: Check, note: str, *, commitment: int | None = None, statute: str = "") -> Offer:
    parameters, missing = ground.put(check)
    told = Told(kind=check.kind, parameters=parameters, function=ground.answers(check), note=note)
    return Offer(Proposed(told=told, commitment=commitment, statute=statute, proposal=check.key), note, missing)


def _since(offer: Offer, paragraph: library.Paragraph) -> Told:
    return dataclasses.replace(offer.proposed.told, since=paragraph.since)
