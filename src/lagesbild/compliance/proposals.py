"""How the commitments of an agreement could be checked: proposals that are accepted one by one, or all at once.

What the partnership has itself comes first: how the edition before was checked. Others register where theirs are from:

    proposals.source(fn(partnership, agreement or None) -> proposals)        None asks for those of the statute
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lagesbild.agreements.differences import alikeness
from lagesbild.agreements.models import Agreement, Commitment
from lagesbild.compliance.actions.ruling import Proposed, Told
from lagesbild.compliance.models import Rule
from lagesbild.compliance.rules import kinds
from lagesbild.compliance.rules.kinds import WrongParameters
from lagesbild.compliance.standing import of_rule
from lagesbild.core.models import Partnership
from lagesbild.i18n import N_, Message

NEARLY = 0.6
"""How much of the words of two commitments has to be the same for one to go on from the other."""
CHANGED = Message(N_("The words have changed. Open it and see whether it is to be checked so."))


@dataclass(frozen=True, slots=True)
class Proposal:
    """How something could be checked.

    Parameters
    ----------
    key : str
        By which it is known again once it is accepted.
    told : Told
        The rule; where something is still to be chosen, without it.
    commitment, statute : int or None, str
        What it is about: one of the two.
    lacks : tuple of Message
        What has to be there before it can be accepted as it stands: a body that is not founded yet; somebody who has
        seen that the words have changed.
    why : Message or str
        How the text has been read, or where the proposal is from.
    """

    key: str
    told: Told
    commitment: int | None = None
    statute: str = ""
    lacks: tuple[Message, ...] = field(default=())
    why: Message | str = ""

    @property
    def whole(self) -> bool:
        """Whether it can be accepted as it stands."""
        if self.lacks:
            return False
        kind = kinds.kinds().get(self.told.kind)
        try:
            return kind is not None and kind.read(self.told.parameters) is not None
        except WrongParameters:
            return False

    @property
    def proposed(self) -> Proposed:
        """What is accepted."""
        return Proposed(told=self.told, commitment=self.commitment, statute=self.statute, proposal=self.key)


Source = Callable[[Partnership, Agreement | None], Iterable[Proposal]]
_sources: dict[Source, None] = {}


def source(ask: Source) -> None:
    """Say where proposals are from."""
    _sources[ask] = None


def proposals(partnership: Partnership, agreement: Agreement | None) -> list[Proposal]:
    """Those for an agreement, or for the statute, that have not been accepted and check what nothing checks so yet."""
    found = list(of_the_edition_before(agreement)) if agreement is not None else []
    for ask in _sources:
        found += ask(partnership, agreement)
    rules = list(Rule.objects.standing().only("proposal", "commitment_id", "statute", "kind", "parameters"))
    taken = {(one.proposal, of_rule(one)) for one in rules if one.proposal}
    wanted: dict[tuple[str, int | str], list[Proposal]] = {}
    alike = {(of_rule(one), one.kind, _same(one.parameters)) for one in rules}
    for one in found:
        about: tuple[str, int | str] = (
            ("commitment", one.commitment) if one.commitment is not None else ("statute", one.statute)
        )
        what = (about, one.told.kind, _same(one.told.parameters))
        if (one.key, about) not in taken and what not in alike:
            alike.add(what)
            wanted.setdefault(about, []).append(one)
    return [one for rows in wanted.values() for one in rows]


def _same(parameters: Mapping[str, Any]) -> str:
    """Parameters as what can be compared."""
    return json.dumps(parameters, sort_keys=True, default=str)


def of_the_edition_before(agreement: Agreement) -> Iterable[Proposal]:
    """How the commitments of the edition before were checked, for those that say the same, or nearly the same."""
    if agreement.supersedes_id is None:
        return
    rules = list(
        Rule.objects.standing()
        .filter(commitment__agreement=agreement.supersedes_id)
        .select_related("commitment")
        .order_by("commitment__position", "position", "pk")
    )
    asked = {rule.commitment_id: rule.commitment for rule in rules if rule.commitment is not None}
    now = _continued(asked.values(), Commitment.objects.filter(agreement=agreement).order_by("position", "pk"))
    for rule in rules:
        same = now.get(rule.commitment_id or 0)
        if same is None or rule.commitment is None:
            continue
        told = Told(
            kind=rule.kind,
            parameters=rule.parameters,
            function=rule.function_id,
            person=rule.person_id,
            note=rule.note,
        )
        why = Message(N_("As in the edition before."))
        lacks: tuple[Message, ...] = ()
        if same.text != rule.commitment.text:
            said = N_("As in the edition before, which said: “{text}” Look at what has changed.")
            why, lacks = Message(said, {"text": rule.commitment.text}), (CHANGED,)
        yield Proposal(f"edition:{rule.pk}", told, commitment=same.pk, lacks=lacks, why=why)


def _continued(before: Collection[Commitment], after: Iterable[Commitment]) -> dict[int, Commitment]:
    """Which commitment goes on from each of the edition before: the same words, else those that are most alike."""
    left = list(after)
    found: dict[int, Commitment] = {}
    for same in (
        lambda old, new: (old.number, old.text) == (new.number, new.text),
        lambda old, new: old.text == new.text,
    ):
        for old in (one for one in before if one.pk not in found):
            new = next((one for one in left if same(old, one)), None)
            if new is not None:
                found[old.pk] = new
                left.remove(new)
    for old in before:
        if old.pk in found or not left:
            continue
        score, new = max(
            ((alikeness(old.text.casefold(), one.text.casefold()), one) for one in left), key=lambda each: each[0]
        )
        if score >= NEARLY:
            found[old.pk] = new
            left.remove(new)
    return found
