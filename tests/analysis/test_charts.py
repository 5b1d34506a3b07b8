"""Charts: one for every kind of result, said twice whatever colours one sees, with a table of the same figures."""

from __future__ import annotations

import itertools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from lagesbild import analysis
from lagesbild.analysis import Result, e_test, emerging_hot_spots, getis_ord, rank_certainty, recent_baseline, suppress
from lagesbild.analysis.charts import UNDRAWN, Chart, chart, drawn, marks, texts
from lagesbild.analysis.charts.maps import DEPTHS
from lagesbild.analysis.report import sentences
from lagesbild.core import svg
from lagesbild.core.colours import PAPER, contrast
from tests.analysis.of_every_kind import NAMES, results

WIDTH = 350
SEEN = {
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
"""Linear colours as they are seen by those who lack one kind of cone (Machado, Oliveira & Fernandes 2009)."""


@pytest.fixture(scope="module")
def charts() -> list[tuple[Result, Chart]]:
    found = [(one, chart(one, "sv", NAMES)) for one in results()]
    return [(one, made) for one, made in found if made is not None]


def test_every_kind_of_result_has_a_chart_or_a_reason_why_not(charts: list[tuple[Result, Chart]]) -> None:
    offered = (getattr(analysis, name) for name in analysis.__all__)
    kinds = {kind for kind in offered if isinstance(kind, type) and issubclass(kind, Result)} - {Result}
    assert kinds == drawn() | set(UNDRAWN)
    assert not drawn() & set(UNDRAWN)
    assert {type(one) for one, _ in charts} == drawn()
    assert all(UNDRAWN.values())


def test_fewer_hit_twice_than_chance_gives_is_drawn_as_such() -> None:
    even = np.bincount(np.random.default_rng(6).integers(200, size=140), minlength=200).tolist()
    for counts, outside in (([50] * 20, True), ([1] * 180 + [2] * 10, True), (even, False)):
        made = chart(analysis.repeat_places(counts, 200), "en")
        assert made is not None
        assert ("diamond" in json.dumps(made.spec)) == outside
        assert made.rows[-1][-1] == ("fewer than chance gives" if outside else "may be chance")


def test_both_languages_draw_the_same_marks_and_tell_the_same_figures() -> None:
    for one in results():
        ours, theirs = chart(one, "sv", NAMES), chart(one, "en", NAMES)
        assert (ours is None) == (theirs is None)
        if ours is None or theirs is None:
            continue
        assert len(ours.rows) == len(theirs.rows)
        assert {len(row) for row in ours.rows} == {len(ours.columns)} == {len(theirs.columns)}
        assert [figures(row) for row in ours.rows] == [figures(row) for row in theirs.rows], type(one)
        assert list(numbers(ours.spec)) == list(numbers(theirs.spec))
        assert ours.reading != theirs.reading
        assert ours.description == " ".join(sentences(one, "sv", NAMES))


def figures(row: tuple[str, ...]) -> list[str]:
    """The digits of a row, however a language groups them."""
    return [re.sub(r"\D", "", cell) for cell in row]


def values(spec: Any) -> Iterator[dict[str, Any]]:
    """Every row of data in a description."""
    match spec:
        case dict():
            yield from (spec["values"] if isinstance(spec.get("values"), list) else ())
            for part in spec.values():
                yield from values(part)
        case list():
            for part in spec:
                yield from values(part)


def numbers(spec: Any) -> Iterator[float]:
    for row in values(spec):
        if isinstance(row, dict):
            yield from (value for value in row.values() if isinstance(value, int | float))


def test_what_is_drawn_stands_in_the_table(charts: list[tuple[Result, Chart]]) -> None:
    for one, made in charts:
        told = {cell for row in made.rows for cell in row}
        for row in values(made.spec):
            if isinstance(row, dict) and row.get("name"):
                assert row["name"] in told or row["name"] in made.columns, type(one)
            if isinstance(row, dict) and row.get("said"):
                assert row["said"] in told, type(one)
            if isinstance(row, dict) and row.get("text"):
                assert row["text"] in told, type(one)


def test_nothing_that_is_no_number_is_drawn_or_told(charts: list[tuple[Result, Chart]]) -> None:
    for _, made in charts:
        json.dumps(made.spec, allow_nan=False)
        assert not re.search(r"\b(nan|inf)\b", " ".join(cell for row in made.rows for cell in row))


def layers(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from spec.get("layer", [spec])


def test_what_colour_says_is_said_by_form_place_or_text_too(charts: list[tuple[Result, Chart]]) -> None:
    for one, made in charts:
        for layer in layers(made.spec):
            encoding = layer.get("encoding", {})
            coloured = {c["field"] for k, c in encoding.items() if k in {"color", "fill", "stroke"} and "field" in c}
            other = {c.get("field") for k, c in encoding.items() if k in {"shape", "size", "strokeDash", "text", "y"}}
            if not coloured or layer["mark"]["type"] == "text":
                continue
            # filled or hollow, framed or not, and dark where the figure stands in the cell, need no colour
            assert coloured <= other | {"fill", "stroke"}, (type(one), coloured)
        for row in values(made.spec):
            if isinstance(row, dict) and "shape" in row:
                assert (row["shape"] == "diamond") == (row["fill"] == marks.OUT)


def seen(colour: str, kind: str) -> str:
    linear = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in linear]
    turned = [min(max(sum(m * c for m, c in zip(row, linear, strict=True)), 0), 1) for row in SEEN[kind]]
    back = [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in turned]
    return "#" + "".join(f"{round(255 * c):02x}" for c in back)


def distance(one: str, other: str) -> float:
    return sum(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) for i in (1, 3, 5))


@pytest.mark.parametrize("kind", SEEN)
def test_colours_are_told_apart_by_those_who_see_few(kind: str) -> None:
    for one, other in itertools.combinations((marks.OUT, marks.OTHER, marks.INK), 2):
        assert distance(seen(one, kind), seen(other, kind)) > 120, (one, other)
    depths = [contrast(seen(colour, kind), seen(PAPER, kind)) for colour in DEPTHS]
    assert depths == sorted(depths)
    assert all(b > 1.25 * a for a, b in itertools.pairwise(depths))


def test_marks_and_words_are_seen_against_the_paper() -> None:
    for colour in (marks.OUT, marks.OTHER, marks.QUIET):
        assert contrast(colour, PAPER) >= 3
    assert contrast(marks.INK, PAPER) >= 7


def test_axes_have_titles(charts: list[tuple[Result, Chart]]) -> None:
    for one, made in charts:
        titled = [c for layer in layers(made.spec) for k, c in layer.get("encoding", {}).items() if k == "x"]
        assert any(channel.get("title") for channel in titled), type(one)


def test_each_is_drawn_as_wide_as_asked_without_anything_a_page_refuses(charts: list[tuple[Result, Chart]]) -> None:
    for i, (one, made) in enumerate(charts):
        text = svg.finish(svg.tree(made.spec), title=made.title, desc=made.description, key=f"k{i}")
        root = ET.fromstring(text)
        width = float(root.attrib["width"])
        assert abs(width - WIDTH) <= 12, (type(one), width)
        assert "style=" not in text
        assert "<script" not in text
        assert "NaN" not in text
        assert len(list(root.iter(f"{{{svg.SVG}}}text"))) > 1
        said = [element.text or "" for element in root.iter(f"{{{svg.SVG}}}text")]
        assert not any("undefined" in word for word in said)


def test_no_mark_is_lost_where_marks_are_made_smaller() -> None:
    counts = np.ones((12, 12), dtype=int)
    counts[3:6, 3:6] += 9
    found = getis_ord(counts)
    made = chart(found)
    assert made is not None
    root = svg.tree(made.spec)
    drawn_ = [e for e in root.iter(f"{{{svg.SVG}}}path") if e.get("fill") == marks.OTHER and "transform" in e.attrib]
    text = svg.finish(root, title="t", key="k")
    # one more stands in the legend
    assert len(drawn_) == len(made.rows) + 1
    assert text.count("translate(") >= len(drawn_)


def test_what_chance_could_have_made_is_hollow() -> None:
    made = chart(recent_baseline(np.full((3, 30), 5), window=20), "sv", NAMES)
    assert made is not None
    assert {row["fill"] for row in values(made.spec) if "fill" in row} == {"#ffffff"}
    assert {row[-1] for row in made.rows} == {"kan vara slump"}


def test_too_little_is_not_drawn() -> None:
    assert chart(getis_ord(np.zeros((4, 4), dtype=int))) is None
    assert chart(emerging_hot_spots(np.ones((6, 4, 4), dtype=int))) is None


def test_what_may_not_be_shown_has_no_mark_and_no_figure() -> None:
    made = chart(suppress([2, 14, 9, 30]))
    assert made is not None
    for row in values(made.spec):
        assert row.get("known", True) or (row["value"] is None and row["low"] <= 0)
    assert next(row[1] for row in made.rows) == ""


def test_two_rows_of_one_name_are_told_apart() -> None:
    made = chart(rank_certainty([9, 3], k=1, seed=0), "sv", ["Torget", "Torget"])
    assert made is not None
    assert [row[0] for row in made.rows] == ["Torget", "Torget (2)"]


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="no chart of"):
        chart(e_test(1, 1, 2, 1).method)
    with pytest.raises(ValueError, match="no charts in"):
        chart(e_test(1, 1, 2, 1), "de")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no name"):
        chart(rank_certainty([9, 3], k=1, seed=0))


def test_every_text_is_in_both_languages_with_the_same_figures() -> None:
    for key in texts.every():
        both = [re.findall(r"{(\w+)}", texts.raw(key, language)) for language in ("sv", "en")]
        assert both[0] == both[1], key
