"""The description of the house says what stands: rooms in the order in which they import, and files that are there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "src" / "lagesbild"
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_rooms_stand_in_the_order_in_which_they_import() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    table = TEXT.split("|---|---|---|\n", 1)[1].split("\n\n", 1)[0]
    told = [name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert told == [layer.removeprefix("lagesbild.") for layer in reversed(layers)]


def test_every_file_that_is_named_is_there() -> None:
    named = set(re.findall(r"\b[a-z_]+(?:/[\w.]+)*/\w+\.(?:py|css)\b", TEXT))
    assert len(named) > 50
    assert [one for one in sorted(named) if not (HOUSE / one).exists() and not (ROOT / one).exists()] == []
