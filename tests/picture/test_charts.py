"""Words of charts are put by us, and stand exactly as Vega would have put them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from lagesbild.picture.charts import marks, svg

WORDS = [
    {"x": 12.25, "y": 20, "text": "Södra & norra <torget>", "fill": "#a12b2b", "key": "1"},
    {"x": 0.0, "y": 33.349, "text": "  2\u00a0400 ", "key": "2"},
    {"x": -7, "y": 10.0, "text": ""},
]


@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize("how", [{}, {"size": 12, "weight": 600}, {"size": 15, "italic": True}, {"halo": "#f6f2ea"}])
def test_words_stand_where_vega_puts_them(align: marks.Align, how: dict[str, Any]) -> None:
    below = marks.rects([{"x": 0, "x2": 30, "y": 0, "y2": 12, "fill": "#e6dfd1"}])
    above = marks.rules([{"x": 0, "x2": 30, "y": 3, "y2": 3}])
    layers = [below, marks.texts(WORDS, align=align, **how), above]
    vegas = svg.by_vega([one for layer in layers for one in layer.to_specs()], 90, 40)
    svg.clean(vegas)
    assert _said(svg.render(layers, 90, 40)) == _said(vegas)


def test_a_layer_without_words_leaves_nothing() -> None:
    assert not list(svg.render([marks.texts([])], 90, 40))


def _said(root: ET.Element) -> list[tuple[str, dict[str, str], str | None]]:
    return [(one.tag, dict(one.attrib), one.text) for one in list(root.iter())[1:]]
