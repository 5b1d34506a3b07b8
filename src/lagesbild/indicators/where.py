"""Which place a file means: an area of ours, a municipality, a county, the country; inside the walls."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lagesbild.indicators.readers.crimes import DESO, Ours
from lagesbild.places.areas import register
from lagesbild.places.models import Area, AreaSet, Municipality

COUNTRY = "00"
ELSEWHERE = "elsewhere"
_EDITION = re.compile(r"_DeSO\d{4}$|_RegSO\d{4}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """An area by its number, or a region by its code; and what it is called."""

    area: int | None
    region: str
    name: str


class Places:
    """The places of a partnership, read once."""

    def __init__(self, partnership: int) -> None:
        self.partnership = partnership

    @cached_property
    def areas(self) -> dict[str, tuple[int, str]]:
        """Number and name of each area by its code and by its name; sets that are in use before others."""
        rows = (
            Area.objects.filter(partnership=self.partnership, area_set__state=AreaSet.State.KEPT)
            .order_by("-area_set__counted", "-area_set__current", "-area_set__pk", "pk")
            .values_list("code", "name", "pk")
        )
        found: dict[str, tuple[int, str]] = {}
        names: dict[str, list[tuple[int, str]]] = {}
        for code, name, pk in rows:
            found.setdefault(code.casefold(), (pk, name))
            names.setdefault(name.casefold(), []).append((pk, name))
        for name, known in names.items():
            if len(known) == 1:
                found.setdefault(name, known[0])
        return found

    @cached_property
    def regions(self) -> dict[str, tuple[str, str]]:
        """Code and name of each municipality, county and the country, by code and by name."""
        known = register.municipalities()
        found = {code: (code, name) for code, name in zip(known.codes, known.names, strict=True)}
        found |= {code: (code, name) for code, name in register.counties().items()}
        found[COUNTRY] = (COUNTRY, "Riket")
        for code, name in self.near:
            found[code] = (code, name)
        for code, name in list(found.values()):
            found.setdefault(name.casefold(), (code, name))
        return found | {"sverige": (COUNTRY, "Riket"), "hela riket": (COUNTRY, "Riket")}

    @cached_property
    def own(self) -> tuple[str, str] | None:
        """Code and name of the partnership's municipality."""
        row = Municipality.objects.filter(partnership=self.partnership).values_list("code", "name").first()
        return None if row is None else (str(row[0]), str(row[1]))

    @cached_property
    def near(self) -> list[tuple[str, str]]:
        """Codes and names of the own municipality and its neighbours."""
        row = Municipality.objects.filter(partnership=self.partnership).first()
        if row is None:
            return []
        return [(row.code, row.name), *((str(one["code"]), str(one["name"])) for one in row.neighbours)]

    def find(self, text: str) -> Place | str | None:
        """The place; `ELSEWHERE` for a small area of another municipality; None for what is not known."""
        plain = " ".join(text.split())
        low = plain.casefold()
        area = self.areas.get(low) or self.areas.get(_EDITION.sub("", plain).casefold())
        if area is not None:
            return Place(area[0], "", area[1])
        region = self.regions.get(low) or self.regions.get(low.removesuffix(" kommun").removesuffix("s kommun"))
        if region is None and (row := register.find_municipality(plain)) is not None:
            known = register.municipalities()
            region = (known.codes[row], known.names[row])
        if region is not None:
            return Place(None, *region)
        if re.fullmatch(r"\d{4}[ABCRA]\d{3,4}\w*", plain) and plain[:4] not in self.prefixes:
            return ELSEWHERE
        return None

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """Codes of the municipalities that are ours: the own one, and those that our DeSO areas lie in."""
        own = {self.own[0]} if self.own else set()
        return frozenset(own | {code[:4] for code in self.deso})

    @cached_property
    def deso(self) -> frozenset[str]:
        """Codes of our DeSO areas."""
        return frozenset(code.upper() for code in self.areas if DESO.fullmatch(code.upper()))

    def ours(self) -> Ours:
        """Which places become series of crimes: our areas, their municipalities, and the neighbours to compare with."""
        codes = self.prefixes | {code for code, _ in self.near}
        towns = {self.regions[code][1].casefold(): code for code in codes if code in self.regions}
        return Ours(self.deso, towns, self.prefixes)
