"""The kinds of incident: those that every partnership begins with, made its own before anything comes in."""

from __future__ import annotations

from lagesbild.demo.events.kinds import KIND_NAMES
from lagesbild.demo.fill.here import Here
from lagesbild.incidents.actions import categories as actions
from lagesbild.incidents.models import Category

LAST = "Annat"
RENAMED = {
    "Narkotika": "Öppen droghandel",
    "Inbrott och stöld": "Inbrott i källare eller förråd",
    "Störande ljud": "Fylleri",
    LAST: "Cykelstöld",
}
"""What every partnership has and these call something else; nothing stands there twice under two names."""
BY_CHECKS = frozenset({"Öppen droghandel"})
"""What guards and police mostly come upon when they look for it."""


def chosen(here: Here) -> bool:
    """Whether the kinds are the partnership's own already."""
    return Category.objects.filter(partnership_id=here.partnership, name=KIND_NAMES[-1]).exists()


def choose(here: Here) -> None:
    """Rename what is there, add what is missing, and end the list with what fits nowhere else."""
    rows = {row.name: row for row in Category.objects.filter(partnership_id=here.partnership)}
    coordinator = here.actor("coordinator")
    for old, new in RENAMED.items():
        actions.change_category(
            actor=coordinator, category=rows[old].pk, name=new, active=True, found_by_checks=new in BY_CHECKS
        )
    known = {RENAMED.get(name, name) for name in rows}
    for name in (*(name for name in KIND_NAMES if name not in known), LAST):
        actions.add_category(actor=coordinator, name=name)
