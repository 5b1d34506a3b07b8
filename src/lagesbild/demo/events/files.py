"""Invented incidents as the files that the parties of a municipality would deliver, one a party."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from lagesbild.demo.events.kinds import KINDS
from lagesbild.demo.events.model import Past
from lagesbild.demo.events.units import PARTIES, units_of

HEADINGS = "Rapportnr;Datum;Klockslag;Kategori;Plats;N (SWEREF 99 TM);E (SWEREF 99 TM);Rapporterat av"


def files(past: Past) -> Iterator[tuple[str, str, bytes]]:
    """Key of the party, file name and content (Windows-1252) of every party that reports.

    The municipality's own file has the faults of real ones: a title, a sum, rows twice, days that cannot be read.
    """
    keyed = units_of(past.slug)
    for party in PARTIES[past.slug]:
        if not party.units:
            continue
        mine = np.array([key == party.key for key, _ in keyed])
        rows = np.flatnonzero(mine[past.events.unit])
        faulty = party.kind == "municipality"
        text = "\r\n".join(_lines(past, rows.tolist(), party.name, faulty=faulty)) + "\r\n"
        yield party.key, f"rapporter-{party.key}.csv", text.encode("windows-1252")


def one_file(past: Past) -> bytes:
    """Everything in one file without faults, UTF-8: for `lagesbild picture` and for tests."""
    return "\n".join([HEADINGS, *_rows(past, list(range(len(past.events))))]).encode()


def whole_file(past: Past, whose: str) -> bytes:
    """Everything in one file with the faults of real ones, Windows-1252: as a municipality's own export would be."""
    text = "\r\n".join(_lines(past, list(range(len(past.events))), whose, faulty=True)) + "\r\n"
    return text.encode("windows-1252")


def _lines(past: Past, rows: list[int], party: str, *, faulty: bool) -> list[str]:
    body = list(_rows(past, rows))
    if not faulty:
        return [HEADINGS, *body]
    rng = np.random.default_rng([past.seed, 3])
    spoiled = rng.random(len(body))
    days = ("i går", "vet ej", "2024-02-31")
    found = [f"Påhittade exempeldata: rapporter till {party}, som inte finns", HEADINGS]
    for i, line in enumerate(body):
        if spoiled[i] < 0.0006:
            number, _, rest = line.split(";", 2)
            line = f"{number};{days[i % 3]};{rest}"  # noqa: PLW2901
        found.extend([line] * (2 if spoiled[i] > 0.994 else 1))
    found.append(f"Summa;;;{len(body)};;;;")
    return found


def _rows(past: Past, rows: list[int]) -> Iterator[str]:
    events = past.events
    units = [unit.name for _, unit in units_of(past.slug)]
    when = events.when.astype(dt.datetime)
    for i in rows:
        moment = when[i]
        clock = f"{moment:%H.%M}" if events.to_minute[i] else ""
        east, north = ("" if np.isnan(value) else f"{value:.1f}".replace(".", ",") for value in events.xy[i])
        kind = KINDS[events.kind[i]].name
        # numbered by the row of all, so that a party's file tells its own rows apart whenever it is written
        yield (
            f"{past.slug[:3].upper()}-{moment:%y%m%d}-{i:05};{moment:%Y-%m-%d};{clock};{kind};"
            f"{events.place[i]};{north};{east};{units[events.unit[i]]}"
        )
