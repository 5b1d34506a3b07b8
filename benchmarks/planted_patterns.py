"""Whether the picture finds what was planted in the invented municipalities, and nothing where nothing was.

Each seed makes two years of every municipality, once with the patterns planted and once without. The seeds are not
those that any test uses. Printed: how often each pattern was found, and how many findings of each kind there were that
nothing was planted for.

    python benchmarks/planted_patterns.py [number of seeds, 20]
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from lagesbild.demo.events import Past, Pattern, Planted, past
from lagesbild.demo.events.files import one_file
from lagesbild.demo.towns import SHAPES, Shape, shape_of, town
from lagesbild.demo.towns.export import areas_geojson
from lagesbild.picture import growing
from lagesbild.picture.compose import PeriodChoice, compose
from lagesbild.picture.model import BreakKind, EmergingPlace, Picture, Verdict
from lagesbild.picture.wording.where import on_dump
from lagesbild.places.areas import read_areas
from lagesbild.sources import read

FIRST_SEED = 1_001
"""Seeds from here on are for this benchmark alone."""
TODAY = dt.date(2026, 11, 26)
WEEK = dt.timedelta(weeks=1)


def picture_of(made: Past, folder: Path) -> Picture:
    """The weekly picture of a municipality, from the file that its incidents would be."""
    file, areas = folder / "rapporter.csv", folder / "omraden.geojson"
    shape = shape_of(made.slug)
    file.write_bytes(one_file(made))
    areas.write_text(json.dumps(areas_geojson(town(shape))), encoding="utf-8")
    return compose(
        read([file]),
        areas=read_areas(areas),
        period=PeriodChoice.parse("week"),
        name=shape.name,
        made=made.today,
        demo=True,
        seed=made.seed,
    )


def grown(picture: Picture) -> tuple[EmergingPlace, ...]:
    """Places that the picture says grow."""
    emerging = picture.places.emerging
    return () if emerging is None else growing.grown(emerging)


def found(picture: Picture, one: Planted) -> bool:
    """Whether the picture says what was planted."""
    match one.pattern:
        case Pattern.DEVIATION:
            rows = [each for each in picture.deviations if each.row.name == one.category and each.doubt is None]
            return any(one.place in str(message.values) for each in rows for message in each.gathered)
        case Pattern.AREA:
            return any(one.place in (each.row.name, each.row.group) for each in picture.deviations)
        case Pattern.INVENTORY:
            doubted = {each.row.name for each in picture.deviations if each.doubt is not None}
            return any(name == one.category or one.place.startswith(name) for name in doubted)
        case Pattern.GATHERING:
            first = picture.places.rows[:3]
            return any(one.place == row.name.split(" (")[0] and row.sure >= 0.9 for row in first)
        case Pattern.SERIES:
            # where two series are near one place their positions are said after its name
            mine = [row for row in picture.chains.rows if row.category == one.category]
            return any(one.place == row.name.split(" (")[0] for row in mine)
        case Pattern.REPEATS:
            return one.category in picture.repeats.categories
        case Pattern.BEGAN:
            starts = [each for each in picture.coverage.breaks if each.kind is BreakKind.START]
            return any(each.source == one.unit and abs(each.at - one.first) <= WEEK for each in starts)
        case Pattern.SILENT:
            return any(one.unit in str(message.values) for message in picture.unsaid)
        case Pattern.DUMP:
            # its square is on the list where the week brought it there; it has to be said that the point is in it
            return not any(row.name == one.place and not on_dump(picture, row) for row in picture.places.rows)


def false_findings(picture: Picture, planted: tuple[Planted, ...]) -> Counter[str]:
    """Findings of each kind that nothing was planted for."""
    categories = {one.category for one in planted}
    places = {one.place for one in planted}
    units = {one.unit for one in planted}
    areas = any(one.pattern in (Pattern.AREA, Pattern.DEVIATION, Pattern.INVENTORY, Pattern.SERIES) for one in planted)
    counts: Counter[str] = Counter()
    counts["deviation of a category"] = sum(
        each.kind != "area" and each.row.name not in categories and each.doubt is None for each in picture.deviations
    )
    # what is planted at a place is more in its area too
    counts["deviation of an area"] = sum(each.kind == "area" and not areas for each in picture.deviations)
    counts["total called a rise or fall"] = int(
        picture.total.verdict in (Verdict.ABOVE, Verdict.BELOW)
        and not any(one.pattern in (Pattern.DEVIATION, Pattern.INVENTORY, Pattern.AREA) for one in planted)
    )
    counts["place that gathers"] = sum(
        row.verdict is Verdict.ABOVE and row.name.split(" (")[0] not in places for row in picture.places.rows
    )
    # a planted place or series is seen in the squares around it too
    counts["place that grows"] = len(grown(picture)) if not planted else 0
    counts["series"] = sum(row.category not in categories for row in picture.chains.rows)
    counts["repeats in a category"] = sum(name not in categories for name in picture.repeats.categories)
    counts["break in coverage"] = sum(each.source not in units for each in picture.coverage.breaks)
    return counts


def one_seed(task: tuple[str, int]) -> tuple[list[tuple[str, bool]], Counter[str], Counter[str]]:
    """Patterns found or not with everything planted, false findings then, and with nothing planted."""
    slug, seed = task
    place = town(shape_of(slug))
    with tempfile.TemporaryDirectory() as folder:
        made = past(place, TODAY, seed)
        picture = picture_of(made, Path(folder))
        plain = past(place, TODAY, seed, planted=False)
        ordinary = picture_of(plain, Path(folder))
    return (
        [(one.pattern.value, found(picture, one)) for one in made.planted],
        false_findings(picture, made.planted),
        false_findings(ordinary, plain.planted),
    )


def main() -> None:
    """Print the tables."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    tasks = [(shape.slug, seed) for seed in range(FIRST_SEED, FIRST_SEED + seeds) for shape in SHAPES]
    with ProcessPoolExecutor() as executor:
        results = list(executor.map(one_seed, tasks))
    _planted(results)
    print()
    _false(results, list(SHAPES), seeds)


Results = list[tuple[list[tuple[str, bool]], Counter[str], Counter[str]]]


def _planted(results: Results) -> None:
    tried: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for planted, _, _ in results:
        for pattern, was_found in planted:
            tried[pattern] += 1
            hit[pattern] += was_found
    print(f"{'planted':<30} {'times':>6} {'found':>6} {'share':>7}")
    for pattern in Pattern:
        if tried[pattern]:
            print(f"{pattern:<30} {tried[pattern]:>6} {hit[pattern]:>6} {hit[pattern] / tried[pattern]:>7.0%}")


def _false(results: Results, shapes: list[Shape], seeds: int) -> None:
    pictures = len(shapes) * seeds
    print(f"{'found though not planted':<30} {'beside':>7} {'in none':>8}   in {pictures} pictures each")
    beside, none = Counter[str](), Counter[str]()
    for _, with_, without in results:
        beside += with_
        none += without
    for kind in results[0][1]:
        print(f"{kind:<30} {beside[kind]:>7} {none[kind]:>8}")


if __name__ == "__main__":
    main()
