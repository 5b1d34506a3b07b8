"""How a text reads, and which periods there are."""

from __future__ import annotations

import datetime as dt

from lagesbild.promises import lix
from lagesbild.promises.lix import Ease
from lagesbild.promises.periods import Named, Period, named, upcoming


def test_lix_is_words_a_sentence_and_percent_of_long_words() -> None:
    found = lix.read("Vi är i parken varje fredag kväll. Där finns ljus och vuxna som ser.")
    assert found is not None
    assert (found.words, found.sentences) == (14, 2)
    assert found.lix == round(14 / 2 + 100 * 0 / 14)
    assert found.ease is Ease.VERY_EASY


def test_office_language_is_hard_and_plainer_words_are_offered() -> None:
    found = lix.read(
        "Samverkansöverenskommelsen möjliggör att parterna kontinuerligt kan säkerställa erforderliga "
        "brottsförebyggande insatser utifrån den gemensamma lägesbilden avseende fokusområden och att resultaten "
        "återrapporteras till kommunstyrelsen kvartalsvis enligt fastställd plan för året."
    )
    assert found is not None
    assert found.ease is Ease.VERY_HARD
    assert found.long_sentences == (33,) or found.long_sentences[0] > lix.SENTENCE
    assert "Samverkansöverenskommelsen" in found.long_words
    assert ("säkerställa", "se till") in found.plainer


def test_of_a_few_words_nothing_is_said() -> None:
    assert lix.read("") is None
    assert lix.read("Ljus i parken.") is None


def test_periods_are_those_of_the_agreements() -> None:
    assert named(Named.WINTER, 2026) == Period(dt.date(2026, 10, 1), dt.date(2027, 3, 31))
    for name in Named:
        assert named(name, 2026).name is name
    assert Period(dt.date(2026, 4, 2), dt.date(2026, 9, 30)).name is None
    ahead = upcoming(dt.date(2026, 11, 26))
    assert [one.name for one in ahead] == [
        Named.YEAR,
        Named.WINTER,
        Named.YEAR,
        Named.SUMMER,
        Named.WINTER,
        Named.SUMMER,
    ]
    assert all(one.ends > dt.date(2026, 11, 26) for one in ahead)


def test_the_same_season_of_a_year_before_is_found_also_from_a_leap_day() -> None:
    assert Period(dt.date(2024, 2, 29), dt.date(2024, 3, 31)).earlier(1) == Period(
        dt.date(2023, 2, 28), dt.date(2023, 3, 31)
    )
