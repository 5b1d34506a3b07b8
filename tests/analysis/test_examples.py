"""Every example of docs/analysis.md runs, and prints what stands there."""

from __future__ import annotations

import re

import pytest

from lagesbild import analysis
from tests.analysis.examples import BLOCK, DOCUMENT, PICTURES, pictures, printed_by, sections

HELPERS = frozenset({
    "alarms_per_year", "benjamini_hochberg", "choose", "conditional_binomial", "count_dispersion", "eb_rates",
    "eb_standardised", "empirical_bayes", "grid_counts", "grid_weights", "hex_counts", "local_g", "mann_kendall",
    "pair_weights", "predictive_interval", "rate_interval", "row_standardised", "seasonal_mean", "swedish_holidays",
    "swedish_stem", "uncertain_dispersion",
})  # fmt: skip
"""Functions that serve methods and are no methods of their own."""


def test_the_examples_print_what_stands_in_the_document() -> None:
    pytest.importorskip("sklearn", reason="themes need the extra")
    known: dict[str, object] = {}
    blocks = list(BLOCK.finditer(DOCUMENT.read_text(encoding="utf-8")))
    assert len(blocks) > 20
    for block in blocks:
        printed = printed_by(block["code"], known)
        assert printed == (block["printed"] or ""), block["code"]


def test_every_method_has_a_section() -> None:
    titles = " ".join(re.findall(r"^## .*$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    methods = {name for name in analysis.__all__ if name.islower()} - HELPERS
    assert {name for name in methods if f"`{name}`" not in titles} == set()


def test_every_section_says_what_a_reader_has_to_know() -> None:
    for section in DOCUMENT.read_text(encoding="utf-8").split("\n## ")[1:]:
        for word in ("\n> ", "**In:**", "**Out:**", "**Takes for granted:**", "**Do not use", "**Checked:**"):
            assert word in section, (word, section.splitlines()[0])


def test_every_method_has_its_picture_as_it_would_be_drawn_now() -> None:
    pytest.importorskip("sklearn", reason="themes need the extra")
    drawn = pictures()
    assert set(drawn) == {method for method, _ in sections() if method}
    kept = {path.stem: path.read_text(encoding="utf-8") for path in PICTURES.glob("*.svg")}
    assert kept.keys() == drawn.keys()
    old = [method for method, text in drawn.items() if kept[method] != text]
    assert not old, "draw them anew: python -m tests.analysis.examples"


def test_every_picture_is_shown_where_its_method_is_told_of() -> None:
    for method, text in sections():
        if method:
            assert f"(pictures/{method}.svg)" in text
