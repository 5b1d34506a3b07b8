"""Whatever an action changes stands on the timeline, or it is said here why it does not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import lagesbild

HOUSE = Path(lagesbild.__file__).parent
ACTS, RECORDS = {"acting", "scope"}, "timeline.record"
NEED_NOT = {
    "accounts.invitation_of": "reads",
    "incidents.importing.remembered": "reads",
    "problems.standing": "reads",
    "incidents.importing.set_plan": "how the own files will be read, before anything is imported; what came of it is",
}
"""Actions that leave nothing on the timeline, and why."""

Functions = dict[str, set[str]]


def modules() -> Iterator[tuple[str, list[Path]]]:
    """Each room that has actions, with the files they lie in."""
    for path in sorted(HOUSE.rglob("actions*")):
        room = ".".join(path.parent.relative_to(HOUSE).parts)
        if path.is_dir():
            yield room, sorted(path.glob("*.py"))
        elif path.suffix == ".py" and room != "core":
            yield room, [path]


def called(function: ast.FunctionDef) -> set[str]:
    """Names of what a function calls: `name` or `module.name`."""
    return {
        ast.unparse(node.func)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }


def functions(files: list[Path]) -> Functions:
    """What each function of the files calls."""
    return {
        node.name: called(node)
        for path in files
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }


def reached(name: str, known: Functions, seen: frozenset[str] = frozenset()) -> set[str]:
    """Everything that a function calls, also by way of others beside it."""
    found = set(known[name])
    for other in known[name] & known.keys() - seen:
        found |= reached(other, known, seen | {name})
    return found


def unrecorded() -> tuple[set[str], set[str]]:
    """Actions that change something, and those of them that leave nothing on the timeline."""
    acting, silent = set(), set()
    for room, files in modules():
        shared = functions([HOUSE / "incidents/actions/common.py"])
        known = shared | functions(files)
        for name in functions(files):
            found = reached(name, known)
            if name.startswith("_") or not ACTS & found:
                continue
            acting.add(f"{room}.{name}")
            if RECORDS not in found:
                silent.add(f"{room}.{name}")
    return acting, silent


def test_every_action_stands_on_the_timeline_or_it_is_said_why_not() -> None:
    acting, silent = unrecorded()
    assert len(acting) > 60, "the actions are found at all"
    assert silent == set(NEED_NOT)
