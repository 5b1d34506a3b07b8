"""Sentences: every kind in both languages, the rules of honesty in them."""

from __future__ import annotations

import re
import string

import numpy as np
import pytest

from lagesbild.analysis import (
    TwoCounts,
    e_test,
    interrupted_time_series,
    rank_certainty,
    recent_baseline,
    regression_to_the_mean,
    wdd,
)
from lagesbild.analysis.report import against, handled, interval, number, probability, sentences, share
from lagesbild.analysis.report.texts import TEXTS
from lagesbild.analysis.report.texts.changes import CHANGES
from lagesbild.analysis.report.texts.maps import MAPS
from lagesbild.analysis.report.texts.pieces import PIECES
from lagesbild.analysis.report.texts.steps import STEPS
from tests.analysis.of_every_kind import NAMES, results

RNG = np.random.default_rng(1)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


def test_every_kind_is_said_in_both_languages_without_holes() -> None:
    found = results()
    assert {type(one) for one in found} == handled()
    for one in found:
        for language in ("sv", "en"):
            said = sentences(one, language, NAMES)
            assert said
            for text in said:
                assert text[0].isupper() or text[0].isdigit() or text.startswith("plats")
                assert text.endswith(".")
                assert not set("{}") & set(text)
                assert not re.search(r"\b(nan|inf)\b", text)


def test_no_two_texts_have_one_key() -> None:
    assert len(TEXTS) == len(CHANGES) + len(MAPS) + len(PIECES) + len(STEPS)


def test_a_benefit_that_spread_next_door_is_said_as_that() -> None:
    said = " ".join(sentences(wdd((207, 110), (308, 318), (478, 157), (150, 140))))
    assert "nyttan kan ha spridit sig" in said


def test_a_fall_beyond_chance_is_said_to_hold_where_counts_vary_no_more_unless_that_was_allowed_for() -> None:
    fall = (207, 110), (308, 318)
    assert "varierar de mer" in " ".join(sentences(wdd(*fall)))
    assert "varierar de mer" not in " ".join(sentences(wdd(*fall, dispersion=1.5)))


def test_a_place_that_does_not_stand_out_is_not_said_to_fall_back() -> None:
    said = " ".join(sentences(regression_to_the_mean(3, [14, 12, 9, 15] * 10, 1.0)))
    assert "sticker platsen inte ut" in said
    assert "faller tillbaka" not in said


def test_both_languages_have_the_same_sentences_with_the_same_figures() -> None:
    for key, texts in TEXTS.items():
        assert set(texts) == {"sv", "en"}, key
        fields = []
        for text in texts.values():
            parts = text if isinstance(text, tuple) else (text,)
            fields.append({name for part in parts for _, name, _, _ in string.Formatter().parse(part) if name})
        assert fields[0] == fields[1], key


def test_a_count_is_said_with_its_interval_and_held_together() -> None:
    assert plain(against(14, 4, 9, "sv")) == "14 mot väntade 4–9"
    assert plain(against(14, 4, 9, "en")) == "14 against an expected 4–9"
    assert " " not in against(1400, 4, 9, "sv")
    assert plain(interval(-3, 4, "sv")) == "−3 till 4"
    assert plain(interval(4, float("inf"), "en")) == "at least 4"
    assert interval(4, 4, "sv") == "4"


def test_nothing_is_said_in_percent_on_a_base_below_twenty() -> None:
    assert "%" not in share(4, 19, "sv")
    assert plain(share(5, 20, "sv")) == "5 av 20, 25 %"
    assert "%" not in share(1, 900, "sv")


def test_numbers_are_written_as_each_language_does_and_never_without_an_end() -> None:
    assert plain(number(1234567, "sv")) == "1 234 567"
    assert number(1234567, "en") == "1,234,567"
    assert number(0.54, "sv") == "0,5"
    assert number(-0.001, "en", 1) == "0.0"
    with pytest.raises(ValueError, match="not finite"):
        number(float("nan"), "sv")


def test_a_probability_is_never_said_to_be_smaller_than_it_can_be_known() -> None:
    assert plain(probability(0.0, "sv")) == "mindre än 0,001"
    assert plain(probability(0.005, "en", 0.005)) == "at most 0.005"
    assert probability(0.034, "sv") == "0,03"


def test_what_chance_could_have_made_is_called_neither_more_nor_fewer() -> None:
    for one in (recent_baseline(np.full((3, 30), 5), window=20), wdd((20, 18), (30, 31)), e_test(20, 1, 21, 1)):
        said = " ".join(sentences(one, "sv", NAMES))
        assert "fler än" not in said
        assert "färre än" not in said


def test_regression_to_the_mean_is_said_before_an_effect() -> None:
    for one in (wdd((207, 110), (308, 318)), interrupted_time_series(RNG.poisson(20, 48), 36)):
        assert "valdes för att" in sentences(one, "sv")[0]


def test_what_is_not_handled_is_refused() -> None:
    with pytest.raises(ValueError, match="no sentences for"):
        sentences(e_test(1, 1, 2, 1).method)
    with pytest.raises(ValueError, match="no sentences in"):
        sentences(TwoCounts(0.5, 1, 1, 1, e_test(1, 1, 2, 1).method), "de")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no name"):
        sentences(rank_certainty([9, 3], k=1, seed=0))
