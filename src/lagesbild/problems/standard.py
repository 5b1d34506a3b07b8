"""The criteria that a new partnership values problems by; their weights are its own to change."""

from __future__ import annotations

from typing import NamedTuple

from lagesbild.core.actions import Actor
from lagesbild.i18n import N_, Translator
from lagesbild.problems.models import Criterion


class Standard(NamedTuple):
    """A criterion as every partnership has it."""

    key: str
    name: str
    question: str
    weight: int
    against: bool = False


CRITERIA = (
    Standard("common", N_("Common"), N_("How often does it happen?"), 15),
    Standard("rising", N_("Rising"), N_("Is it growing, by what the pictures show?"), 10),
    Standard("deviating", N_("Deviates"), N_("How much more is it than expected, or than elsewhere?"), 10),
    Standard("harm", N_("Gravity, harm"), N_("How grave is it, and what harm does it do?"), 20),
    Standard("unsafe", N_("Feeling unsafe"), N_("How unsafe does it make people feel?"), 20),
    Standard("many", N_("Affects many"), N_("How many are affected?"), 10),
    Standard("changeable", N_("Can be influenced"), N_("How much can we do about it?"), 10),
    Standard("cost", N_("Cost to reduce"), N_("What would it cost to reduce it?"), 5, against=True),
)
"""In the order in which they are asked; the weights sum to 100."""


def furnish(actor: Actor, words: Translator) -> None:
    """Give a new partnership its criteria, named in its language."""
    Criterion.objects.bulk_create(
        Criterion(
            partnership_id=actor.partnership,
            key=one.key,
            name=words.gettext(one.name),
            question=words.gettext(one.question),
            weight=one.weight,
            against=one.against,
            position=position,
        )
        for position, one in enumerate(CRITERIA, 1)
    )
