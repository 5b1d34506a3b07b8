"""How the commitments of an agreement could be checked: proposals that are accepted one by one, or all at once.

What the partnership has itself comes first: how the edition before was checked. Others register where theirs are from:

    proposals.source(fn(partnership, agreement or None) -> proposals)        None asks for those of the statute
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lagesbild.agreements.models import Agreement, Commitment
from lagesbild.compliance.actions.ruling import Proposed, Told
from lagesbild.compliance.models import Rule
from lagesbild.compliance.rules import kinds
from lagesbild.compliance.rules.kinds import WrongParameters
from lagesbild.compliance.standing import of_rule
from lagesbild.core.models import Partnership
from lagesbild.i18n import N_, Message


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
        What has to be there before it can be accepted as it stands: a body that is not founded yet.
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
    """Those for an agreement, or for the statute, that have not been accepted."""
    found = list(of_the_edition_before(agreement)) if agreement is not None else []
    for ask in _sources:
        found += ask(partnership, agreement)
    rules = Rule.objects.standing().exclude(proposal="").only("proposal", "commitment_id", "statute")
    taken = {(one.proposal, of_rule(one)) for one in rules}
    wanted: dict[tuple[str, int | str], list[Proposal]] = {}
    for one in found:
        about: tuple[str, int | str] = (
            ("commitment", one.commitment) if one.commitment is not None else ("statute", one.statute)
        )
        if (one.key, about) not in taken:
            wanted.setdefault(about, []).append(one)
    return [one for rows in wanted.values() for one in rows]


def of_the_edition_before(agreement: Agreement) -> Iterable[Proposal]:
    """How the commitments of the edition before were checked, for those that say the same, by number and place."""
    if agreement.supersedes_id is None:
        return
    now = {(one.number, one.text): one.pk for one in Commitment.objects.filter(agreement=agreement)}
    rules = Rule.objects.standing().filter(commitment__agreement=agreement.supersedes_id)
    for rule in rules.select_related("commitment").order_by("commitment__position", "position", "pk"):
        same = now.get((rule.commitment.number, rule.commitment.text)) if rule.commitment else None
        if same is None:
            continue
        told = Told(
            kind=rule.kind,
            parameters=rule.parameters,
            function=rule.function_id,
            person=rule.person_id,
            note=rule.note,
        )
        why = Message(N_("As in the edition before."))
        yield Proposal(f"edition:{rule.pk}", told, commitment=same, why=why)
