"""Two years of incidents: every party's file, through the import that people use."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lagesbild.core.actions import Actor
from lagesbild.demo.events.files import files
from lagesbild.demo.events.kinds import KIND_NAMES
from lagesbild.demo.events.units import PARTIES
from lagesbild.demo.fill.here import Here
from lagesbild.incidents.importing.actions import Whose, import_files
from lagesbild.incidents.importing.plan import Plan
from lagesbild.incidents.models import Import

PLAN = Plan(categories={name: name for name in KIND_NAMES})
KEPT_CLOSE = ("skola",)
"""Parties whose rows nobody else reads; they count in the picture all the same."""


def imported(here: Here) -> bool:
    """Whether there are imports."""
    return Import.objects.filter(partnership_id=here.partnership).exists()


def bring(here: Here) -> None:
    """Import each party's file: the municipality's own by its analyst, the others' by the system."""
    names = {party.key: party.name for party in PARTIES[here.slug]}
    with tempfile.TemporaryDirectory() as folder:
        for key, name, content in files(here.past):
            path = Path(folder) / name
            path.write_bytes(content)
            whose = Whose(
                party=here.parties[key],
                audience=here.own if key in KEPT_CLOSE else here.shared,
                source=f"Rapporter från {names[key]}",
            )
            import_files(actor=_by(here, key), whose=whose, paths=[path], plan=PLAN)


def _by(here: Here, party: str) -> Actor:
    return here.actor("analyst") if party == "kommun" else here.system
