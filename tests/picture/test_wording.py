"""The honesty of the words: what may be said of a figure, in both languages."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.i18n import LANGUAGES, Language, translator
from lagesbild.picture.model import Break, BreakKind, Interval, Period, RecordRef, Unit, Verdict
from lagesbild.picture.wording import counts, dates, findings, method, sources, where
from tests.picture.sample import VARIANTS, sample_picture
from tests.picture.sample_rows import count_row

SV, EN = translator("sv"), translator("en")
ROW = sample_picture().places.rows[0]


def period(start: str, end: str, unit: Unit) -> Period:
    return Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end), unit)


@pytest.mark.parametrize(
    ("asked", "swedish", "english"),
    [
        (period("2026-03-16", "2026-03-23", Unit.WEEK), "vecka 12, 16–22 mars 2026", "week 12, 16–22 March 2026"),
        (period("2025-12-29", "2026-01-05", Unit.WEEK), "vecka 1, 29 december 2025 – 4 januari 2026", None),
        (period("2026-03-01", "2026-04-01", Unit.MONTH), "mars 2026", "March 2026"),
        (period("2026-01-01", "2026-04-01", Unit.QUARTER), "kvartal 1, januari–mars 2026", None),
        (period("2026-01-01", "2027-01-01", Unit.YEAR), "2026", "2026"),
        (period("2020-01-01", "2024-01-01", Unit.SPAN), "2020–2023", "2020–2023"),
        (period("2026-03-30", "2026-04-06", Unit.SPAN), "30 mars – 5 april 2026", "30 March – 5 April 2026"),
        (period("2026-03-30", "2026-03-31", Unit.SPAN), "30 mars 2026", "30 March 2026"),
        (period("2025-11-01", "2026-02-01", Unit.SPAN), "november 2025 – januari 2026", None),
    ],
)
def test_periods_are_called_what_people_call_them(asked: Period, swedish: str, english: str | None) -> None:
    assert dates.name(SV, asked).replace(dates.NBSP, " ") == swedish
    if english is not None:
        assert dates.name(EN, asked).replace(dates.NBSP, " ") == english


def test_a_count_and_what_it_is_compared_to_hold_together() -> None:
    row = count_row("Cykelstöld", 14, 6.2, seed=1)
    assert " " not in counts.against(SV, row)
    assert counts.against(SV, row).replace(dates.NBSP, " ").replace("\u2060", "") == "14 mot väntade 3–9"


@pytest.mark.parametrize("verdict", [Verdict.FEW, Verdict.INCOMPARABLE])
def test_what_cannot_be_compared_is_not_compared(verdict: Verdict) -> None:
    row = dataclasses.replace(count_row("Hot", 3, 6.0, seed=1), verdict=verdict)
    assert counts.against(SV, row) == "3"


@given(part=st.integers(0, 10_000), more=st.integers(0, 10_000), language=st.sampled_from(LANGUAGES))
def test_no_percent_is_said_on_a_base_below_twenty(part: int, more: int, language: Language) -> None:
    said = counts.share(translator(language), part, part + more)
    assert ("%" in said) <= (part + more >= 20)


@given(one_in=st.floats(1, 1e12), unit=st.sampled_from(Unit), language=st.sampled_from(LANGUAGES))
def test_chance_is_never_said_more_exactly_than_two_figures(one_in: float, unit: Unit, language: Language) -> None:
    said = counts.chance(translator(language), one_in, unit)
    number = int("".join(re.findall(r"\d", said.rsplit(" ", 1)[-1])) or "10000")
    assert number <= 10_000
    assert len(str(number).rstrip("0")) <= 2


@given(kind=st.sampled_from(BreakKind), known=st.booleans(), named=st.booleans(), language=st.sampled_from(LANGUAGES))
def test_every_break_can_be_said_and_leaves_no_field_open(
    kind: BreakKind, known: bool, named: bool, language: Language
) -> None:
    source = "Åsforsbostäder" if named else ""
    until = dt.date(2024, 8, 1) if kind is BreakKind.GAP else None
    found = Break(kind, dt.date(2024, 7, 1), until, source, 0.4 if known else None, 0.9 if known else None)
    said = sources.broken(translator(language), found, sample_picture().coverage)
    assert "{" not in said
    assert source in said
    assert "2024" in said


def test_a_source_that_begins_is_not_an_increase() -> None:
    found = Break(BreakKind.START, dt.date(2019, 7, 1), None, "", 3.0, 214.0)
    said = sources.broken(SV, found, sample_picture().coverage).replace(dates.NBSP, " ")
    assert said == (
        "Serien börjar i juli 2019: dessförinnan 3 i månaden, sedan 214. "
        "Det är en ändring i underlaget, inte en ökning."
    )


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_called_an_increase_or_shown_by_an_arrow(variant: str, language: Language) -> None:
    t, picture = translator(language), VARIANTS[variant]()
    said = [str(one) for one in findings.lead(t, picture)]
    said += [note.text for note in method.notes(t, picture)]
    said += [findings.came_in(t, picture), findings.deviations(t, picture), findings.areas(t, picture)]
    said += [where.verdict(t, row) for row in picture.places.rows]
    text = " ".join(said)
    assert not re.search(r"[↑↓↗↘▲▼]|ökat|minskat|has increased|has fallen", text)
    assert "{" not in text


@pytest.mark.parametrize(
    ("unit", "days", "alarms"), [(Unit.WEEK, 7, 104), (Unit.MONTH, 30, 24), (Unit.YEAR, 365, 2), (Unit.SPAN, 73, 10)]
)
def test_how_many_alarms_a_year_chance_would_have_given_without_correction_is_said(
    unit: Unit, days: int, alarms: int
) -> None:
    picture = sample_picture()
    tests = dataclasses.replace(picture.tests, tested=40, alpha=0.05)
    start = dt.date(2026, 3, 1)
    period = Period(start, start + dt.timedelta(days=days), unit)
    said = method.tested(translator("sv"), dataclasses.replace(picture, tests=tests, period=period))
    assert f"upp till {alarms} larm om året" in said


def test_the_heading_of_deviations_is_a_finding() -> None:
    assert findings.deviations(SV, VARIANTS["rich"]()) == "Fyra avvikelser"
    assert findings.deviations(SV, VARIANTS["ordinary"]()) == "Ingen avvikelse utöver vad slumpen kan ge"
    assert findings.deviations(SV, VARIANTS["few"]()) == "Inget kan prövas ännu"
    assert where.heading(SV, VARIANTS["rich"]()) == "Fem platser"


def test_the_remainder_without_area_is_said_to_be_in_the_total() -> None:
    assert "De räknas i summan" in sources.unplaced(SV, sample_picture())


def test_the_floor_of_the_permutations_and_the_null_are_named() -> None:
    said = method.permutation_floor(SV, sample_picture()).replace("\u00a0", " ")
    assert "999" in said
    assert "1 på 1 000" in said


def test_regression_to_the_mean_is_said_where_places_are_ranked() -> None:
    notes = {note.about: note.text for note in method.notes(SV, sample_picture())}
    assert method.regression(SV) in notes["Platser"]
    assert "Platser" not in {note.about for note in method.notes(SV, VARIANTS["unplaced"]())}


@pytest.mark.parametrize(
    ("precision", "minutes", "said"),
    [
        ("MINUTE", 1, "tors 19 mars 21.40"),
        ("MINUTE", 130, "tors 19 mars 21.40–23.50"),
        ("HOUR", 60, "tors 19 mars 21–22"),
        ("DAY", 1440, "tors 19 mars"),
        ("MONTH", 44640, "mars 2026"),
    ],
)
def test_a_time_is_said_no_finer_than_the_source_knows_it(precision: str, minutes: int, said: str) -> None:
    start = dt.datetime.fromisoformat("2026-03-19T21:40")
    ref = RecordRef("a.csv", 2, start, start + dt.timedelta(minutes=minutes), precision, "", "")
    assert dates.moment(SV, ref).replace(dates.NBSP, " ") == said


def test_a_span_of_one_number_is_one_number() -> None:
    assert counts.span(SV, Interval(4.0, 4.0, 4.0)) == "4"
    assert counts.span(SV, Interval(0.6, 9.3, 4.0)).replace("\u2060", "") == "0,6–9,3"


@given(st.floats(0, 1))
def test_how_sure_a_place_is_follows_the_number_that_stands_beside_the_word(sure: float) -> None:
    row = dataclasses.replace(ROW, sure=sure)
    word, n = re.fullmatch(r"(.+), (\d+) av 100", where.sureness(SV, row)).groups()  # type: ignore[union-attr]
    floors = {"säker": 95, "ganska säker": 80, "osäker": 50}
    assert word == next((one for one, floor in floors.items() if int(n) >= floor), "mest slump")
