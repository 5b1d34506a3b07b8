"""Invented municipalities, their people and two years of their incidents; as files, or in a database (`demo.fill`)."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from lagesbild.demo.events import past
from lagesbild.demo.events.files import whole_file
from lagesbild.demo.towns import shape_of, town
from lagesbild.demo.towns.export import areas_geojson, ground_geojson

SLUG = "alvhamra"
NAME = "Älvhamra"
"""The municipality that is written as files."""


def write_files(folder: Path, seed: int = 1, today: dt.date | None = None) -> tuple[Path, Path, Path]:
    """Write an invented town as files: its reports up to the day before `today`, its districts, and its map.

    The reports are a Windows-1252 text file with decimal commas and SWEREF 99 TM, with the faults of real files, as a
    municipality would have it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = town(shape_of(SLUG), seed)
    made = past(place, today or dt.datetime.now().astimezone().date(), seed)
    incidents, areas, ground = folder / "rapporter.csv", folder / "stadsdelar.geojson", folder / "karta.geojson"
    incidents.write_bytes(whole_file(made, place.shape.official))
    areas.write_text(json.dumps(areas_geojson(place), ensure_ascii=False), encoding="utf-8")
    ground.write_text(json.dumps(ground_geojson(place), ensure_ascii=False), encoding="utf-8")
    return incidents, areas, ground
