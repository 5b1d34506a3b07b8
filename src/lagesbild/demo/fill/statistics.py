"""Statistics of others, invented: how safe people feel in each district, and fires, with a change of the source."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from lagesbild.demo.fill.here import Here
from lagesbild.demo.fill.places import DISTRICTS, SOURCE
from lagesbild.indicators import actions
from lagesbild.indicators.models import Indicator
from lagesbild.places.models import Area, Municipality

YEARS = 8
ASKED = 180
"""Answers in each district and year."""
SAFE, FIRES = "Trygga utomhus sena kvällar (påhittad enkät)", "Utryckningar till anlagd brand (påhittade)"
HEAD = "indikator;område;period;värde;enhet;nedre;övre;nämnare;källa"


def read(here: Here) -> bool:
    """Whether there are statistics."""
    return Indicator.objects.filter(partnership_id=here.partnership).exists()


def tell(here: Here) -> None:
    """One file, read as a coordinator would; and the year from which the question was asked otherwise."""
    coordinator = here.actor("coordinator")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pahittad-statistik.csv"
        path.write_text("\n".join([HEAD, *_lines(here)]), encoding="utf-8")
        actions.read_file(actor=coordinator, path=path)
    row = Indicator.objects.get(partnership_id=here.partnership, name=SAFE)
    day = here.today.replace(year=here.today.year - 5, month=1, day=1)
    actions.add_break(actor=coordinator, indicator=row.pk, day=day, what="Frågan ställdes på ett nytt sätt (påhittat).")


def _lines(here: Here) -> list[str]:
    rng = np.random.default_rng(here.seed)
    areas = Area.objects.filter(partnership_id=here.partnership, area_set__name=DISTRICTS).order_by("pk")
    names = list(areas.values_list("code", "population"))
    own = Municipality.objects.get(partnership_id=here.partnership).code
    found = []
    for year in range(here.today.year - YEARS, here.today.year):
        total = 0
        for code, people in names:
            share = 100 * rng.binomial(ASKED, 0.72 if year >= here.today.year - 5 else 0.6) / ASKED
            wide = 196 * np.sqrt(share * (100 - share) / ASKED) / 100
            ends = f"{max(share - wide, 0):.1f};{min(share + wide, 100):.1f};{ASKED}"
            found.append(f"{SAFE};{code};{year};{share:.1f};procent;{ends};{SOURCE}")
            fires = int(rng.poisson(0.002 * (people or 1_000)))
            total += fires
            found.append(f"{FIRES};{code};{year};{fires};utryckningar;;;;{SOURCE}")
        found.append(f"{FIRES};{own};{year};{total};utryckningar;;;;{SOURCE}")
    return found
