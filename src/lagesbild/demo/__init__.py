"""Invented towns and invented incidents."""

from __future__ import annotations

import json
from pathlib import Path

from lagesbild.demo.incidents import reports, table
from lagesbild.demo.town import areas_geojson, ground_geojson, town

NAME = "Älvhamra"
"""The invented municipality."""


def write_files(folder: Path, seed: int = 1) -> tuple[Path, Path, Path]:
    """Write the invented town of `seed` as files: its reports, its districts, and what lies under its map.

    The reports are a Windows-1252 text file with decimal commas and SWEREF 99 TM, as a municipality would have it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = town(seed)
    incidents, areas, ground = folder / "rapporter.csv", folder / "stadsdelar.geojson", folder / "karta.geojson"
    incidents.write_bytes(table(reports(place, seed), seed).encode("windows-1252"))
    areas.write_text(json.dumps(areas_geojson(place), ensure_ascii=False), encoding="utf-8")
    ground.write_text(json.dumps(ground_geojson(place), ensure_ascii=False), encoding="utf-8")
    return incidents, areas, ground
