"""GeoJSON, lines of GeoJSON features and lists of flat JSON objects as plain tables of text."""

from __future__ import annotations

from pathlib import Path

from lagesbild.sources.table import Table


def read_table(path: Path) -> Table:
    """The features or objects of a JSON file (also gzipped) as rows of text.

    A geometry becomes the columns ``lat`` and ``lon`` (WGS 84 decimal degrees with a point; with "geometry " before
    where the properties already have such a column), empty where there is none. `lines` are item numbers from 1, or
    line numbers where every line is an item. `decimal` is ".".

    Raises `UnreadableInput` with line and column for broken JSON, and for JSON that holds no rows.
    """
    raise NotImplementedError
