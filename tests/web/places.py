"""Where the matrix goes: for each address of a partnership the arguments it takes, by whose row they lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.web.world import Town

Arguments = Callable[[Town], Mapping[str, Mapping[str, object]]]


def plain(town: Town) -> Mapping[str, Mapping[str, object]]:
    """An address without arguments."""
    return {"": {}}


def each(kind: str, name: str = "pk") -> Arguments:
    """An address that leads to one row of a kind, for each party that has one."""
    return lambda town: {party: {name: pk} for party, pk in town.rows[kind].items()}


def both(kind: str) -> Arguments:
    """An address that leads to a row, for rows of parties' own and for shared ones."""
    return lambda town: {
        f"{party} {how}": {"pk": pk} for how in ("own", "shared") for party, pk in town.rows[f"{kind} {how}"].items()
    }


PLACES: dict[str, Arguments] = {
    "home": plain,
}

ELSEWHERE: dict[str, str] = {
    "root": "the door",
}
"""Addresses outside partnerships, and why they need none."""
