"""The arguments that addresses take, by whose row they lead to."""

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


def one(kind: str, name: str = "pk", **more: object) -> Arguments:
    """An address that leads to the town's row of a kind."""
    return lambda town: {"": {name: town.rows[kind][""], **more}}
