"""Harm with a table somebody answers for, duplicates, clusters and themes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.analysis import (
    HarmTable,
    TooFew,
    clusters,
    duplicates,
    harm_of,
    poisson_interval,
    swedish_stem,
    themes,
)

TABLE = HarmTable({"theft": 2.0, "assault": 60.0}, "days", "an invented table", 2026)


def test_harm_of_equal_weights_has_the_interval_of_a_count() -> None:
    found = harm_of({"theft": 14}, TABLE)
    plain = poisson_interval(14)
    assert found.total == 28
    assert (found.low, found.high) == pytest.approx((2 * float(plain.low), 2 * float(plain.high)))
    assert harm_of({}, TABLE).low == 0
    assert harm_of({"theft": 0}, TABLE).high == pytest.approx(2 * float(poisson_interval(0).high))


def test_what_has_no_weight_is_named_and_not_in_the_total() -> None:
    found = harm_of({"theft": 30, "assault": 4, "noise": 90}, TABLE)
    assert (found.total, found.incidents, found.unweighted) == (300, 34, {"noise": 90})
    assert (found.largest, found.largest_share) == ("assault", pytest.approx(0.8))
    assert harm_of({"assault": 4}, TABLE, dispersion=3).high > harm_of({"assault": 4}, TABLE).high


@pytest.mark.parametrize(
    "text",
    [
        "category,weight\ntheft,2\nassault,60\n",
        "\ufeffBrott;Vikt\ntheft;2,0\n\nassault;60\n",
        "a\tb\ntheft\t2\nassault\t60,0",
    ],
)
def test_a_table_of_harm_is_read_as_it_is_written(text: str) -> None:
    assert HarmTable.parse(text, unit="days", source="an invented table", year=2026) == TABLE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\ntheft\n", "line 2 needs"),
        ("a;b\n;3\n", "line 2 needs"),
        ("a;b\ntheft;2\ntheft;3\n", "line 3: 'theft' has"),
        ("a;b\ntheft;much\n", "line 2: 'much'"),
        ("a;b\ntheft;-1\n", "above 0"),
        ("a;b\n", "above 0"),
    ],
)
def test_a_table_of_harm_that_cannot_be_read_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        HarmTable.parse(text, unit="days", source="an invented table", year=2026)


def test_the_interval_of_harm_covers_what_it_says() -> None:
    rng, inside = np.random.default_rng(1), 0
    for _ in range(600):
        found = harm_of({"theft": int(rng.poisson(40)), "assault": int(rng.poisson(1.5))}, TABLE)
        inside += found.low <= 40 * 2 + 1.5 * 60 <= found.high
    assert inside / 600 >= 0.94


def test_a_table_that_nobody_answers_for_is_refused() -> None:
    with pytest.raises(ValueError, match="source"):
        HarmTable({"theft": 1.0}, "days", " ", 2026)
    with pytest.raises(ValueError, match="weights above 0"):
        HarmTable({"theft": 0.0}, "days", "x", 2026)


def test_reports_of_one_incident_are_proposed_together_and_others_are_not() -> None:
    x, y = [0, 10, 5, 5000, 0], [0, 0, 5, 0, 3]
    t = np.datetime64("2026-05-01T12:00", "s") + np.array([0, 600, 900, 0, 86_400 * 3]).astype("m8[s]")
    kind = ["noise", "noise", "fire", "noise", "noise"]
    found = duplicates(x, y, t, metres=50, days=1 / 24, kind=kind)
    assert found.members == ((0, 1),)
    assert found.alone == 3
    assert duplicates(x, y, t, metres=50, days=1 / 24).members == ((0, 1, 2),)
    assert duplicates([], [], [], metres=1, days=1).members == ()
    with pytest.raises(ValueError, match="kind"):
        duplicates(x, y, t, metres=1, days=1, kind=["a"])


def test_clusters_are_found_where_they_are_dense() -> None:
    rng = np.random.default_rng(2)
    x = np.r_[rng.normal(0, 20, 40), rng.normal(3000, 20, 30), rng.uniform(-9e4, 9e4, 20)]
    y = np.r_[rng.normal(0, 20, 40), rng.normal(0, 20, 30), rng.uniform(-9e4, 9e4, 20)]
    found = clusters(x, y, smallest=10, reach=100)
    assert [len(members) for members in found.members] == [40, 30]
    assert found.alone == 20
    assert len(clusters(x, y, smallest=10).members) >= 2
    assert clusters([1.0], [1.0], smallest=5, reach=1).members == ()


@pytest.mark.parametrize(
    ("word", "stem"),
    [("jaktkarlarne", "jaktkarl"), ("jaktkarlens", "jaktkarl"), ("klostergården", "klostergård"),
     ("klosterhallen", "klosterhall"), ("klockornas", "klock"), ("klokaste", "klok"), ("klosterliga", "kloster"),
     ("belysningen", "belysning"), ("kattens", "katt"), ("trasigt", "tras"), ("mörklöst", "mörklös"), ("å", "å"),
     ("tunnels", "tunnel"), ("gräs", "gräs")],
)  # fmt: skip
def test_swedish_words_lose_their_endings(word: str, stem: str) -> None:
    assert swedish_stem(word) == stem


@given(st.text("abcdefghijklmnoprstuvyåäö", max_size=20))
def test_a_stem_is_a_beginning_of_the_word_and_no_shorter_than_its_region(word: str) -> None:
    assert word.startswith(swedish_stem(word))
    assert len(swedish_stem(word)) >= min(len(word), 3)


def test_a_word_that_says_nothing_stands_for_none_though_it_has_its_stem() -> None:
    driven = ["föraren körde för fort för nära skolan"] * 12
    (first, _) = themes([*driven, *["mopeder på torget"] * 10], most=2).themes
    assert "föraren" in first.words
    assert "för" not in first.words


def test_themes_are_what_people_write_of_with_texts_to_read() -> None:
    dark = [f"Belysningen på stigen är trasig, mörk gata nummer {'x' * n}" for n in range(1, 16)]
    young = [f"Ungdomar kör moped på torget och skräpar ner {'y' * n}" for n in range(1, 13)]
    found = themes([*dark, *young, "", "och att det"], most=2)
    assert [theme.count for theme in found.themes] == [15, 12]
    assert "belysningen" in found.themes[0].words
    assert "ungdomar" in found.themes[1].words
    assert all(15 <= i < 27 for i in found.themes[1].examples)
    assert found.texts == 27
    assert themes([*dark, *young], most=2).themes == found.themes
    with pytest.raises(TooFew, match="too few"):
        themes(dark)
    with pytest.raises(TooFew, match="no word is common enough"):
        themes([f"{word}gata" for word in "abcdefghijklmnopqrstuvwxy"])


def test_fewer_themes_than_asked_for_are_told_where_the_texts_hold_no_more() -> None:
    assert [theme.count for theme in themes(["mörk gata"] * 12 + ["moped på torget"] * 10).themes] == [12, 10]
