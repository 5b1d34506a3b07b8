"""What a new partnership is given to begin with; all of it can be changed."""

from __future__ import annotations

from lagesbild.core.actions import Actor
from lagesbild.i18n import N_, Translator
from lagesbild.incidents.models import Category

CATEGORIES = (
    N_("Damage"),
    N_("Graffiti"),
    N_("Reckless driving"),
    N_("Disturbing gathering"),
    N_("Drugs"),
    N_("Fire"),
    N_("Littering"),
    N_("Broken lighting"),
    N_("Threats and harassment"),
    N_("Burglary and theft"),
    N_("Disturbing noise"),
    N_("Something else"),
)
"""Kinds of incident in the order that a reporter meets them."""


def furnish(actor: Actor, words: Translator) -> None:
    """Give a new partnership its categories, named in its language."""
    Category.objects.bulk_create(
        Category(partnership_id=actor.partnership, name=words.gettext(name), position=position)
        for position, name in enumerate(CATEGORIES, 1)
    )
