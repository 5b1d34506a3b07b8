"""Planted patterns are found, chance finds nothing, and changes of coverage are not called changes in what happens."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import numpy as np
import polars as pl
import pytest

from lagesbild.analysis import Pattern
from lagesbild.i18n import translator
from lagesbild.picture import growing
from lagesbild.picture.charts import Theme, coverage_chart, stems
from lagesbild.picture.charts.theme import STILL
from lagesbild.picture.compose import PeriodChoice, compose
from lagesbild.picture.model import BreakKind, Verdict
from lagesbild.picture.wording import findings
from lagesbild.picture.wording.sources import arriving
from lagesbild.sources.records import Placement
from tests.picture import records as invented

D = dt.date
WEEK = D(2025, 12, 22)
FRIDAY = D(2025, 12, 26)


def made(frame, **options):
    return compose(invented.reading(frame), name="Åsfors", made=invented.MADE, **options)


def messages(found):
    return [message.text.format(**message.values) for message in found]


def test_a_planted_rise_is_found_and_said_once():
    frame = invented.extra(
        invented.rows(260 * 40, seed=2),
        [invented.at(WEEK + dt.timedelta(days=i % 7)) for i in range(22)],
        category="Klotter",
    )
    picture = made(frame)
    assert [(one.kind, one.row.name) for one in picture.deviations] == [("category", "Klotter")]
    found = picture.deviations[0]
    assert found.doubt is None
    assert found.row.verdict is Verdict.ABOVE
    assert found.row in picture.categories
    assert found.one_in > 1000
    assert len(found.evidence) == found.row.count
    assert {ref.category for ref in found.evidence} == {"Klotter"}


def test_a_planted_fall_is_found():
    frame = invented.rows(260 * 200).filter(
        (pl.col("category") != "Klotter") | (pl.col("start") < invented.at(WEEK, 0)) | (pl.col("start") // 60 % 10 == 0)
    )
    deviation = made(frame).deviations[0]
    assert (deviation.row.name, deviation.row.verdict) == ("Klotter", Verdict.BELOW)


def test_where_and_when_a_rise_gathers_is_said_with_numbers():
    frame = invented.rows(260 * 40).with_columns(place=pl.lit("Storgatan"))
    frame = frame.with_columns(
        place=pl.when(pl.int_range(pl.len()) % 9 == 0).then(pl.lit("Stationen")).otherwise(pl.col("place"))
    )
    frame = invented.extra(
        frame, [invented.at(FRIDAY, 19 + i % 4) + i for i in range(24)], category="Klotter", place="Stationen"
    )
    said = messages(made(frame).deviations[0].gathered)
    assert len(said) == 2
    assert "24 of" in said[0] or "25 of" in said[0] or "26 of" in said[0]
    assert "Stationen" in said[0]
    assert "18" in said[1]


def test_chance_alone_gives_no_deviation_place_or_series():
    claims = []
    for seed in range(10):
        picture = made(invented.rows(260 * 30, seed=seed, places=300), areas=invented.four_areas())
        claims.append(
            len(picture.deviations)
            + sum(row.verdict in (Verdict.ABOVE, Verdict.BELOW) for row in picture.places.rows)
            + len(picture.chains.rows)
            + len(picture.coverage.breaks)
        )
    assert np.count_nonzero(claims) <= 1, claims


def test_a_short_history_is_judged_without_season_and_says_so():
    frame = invented.rows(30 * 40, first=D(2025, 6, 2))
    picture = made(frame, period=PeriodChoice.parse("week"))
    assert picture.tests.method == "course"
    assert any("season" in text for text in messages(picture.unsaid))


def test_a_season_of_two_years_is_known_and_its_fall_is_no_deviation():
    frame = invented.rows(150 * 104, first=D(2024, 1, 1))
    peak_in_july = 0.25 * np.cos(2 * np.pi * (frame["start"].to_numpy() / 86400 - 200) / 365.2425)
    kept = np.random.default_rng(3).random(frame.height) < (1 + peak_in_july) / 1.25
    picture = made(frame.filter(pl.Series(kept)), period=PeriodChoice.parse("week"))
    assert picture.tests.method == "season"
    assert picture.total.verdict is Verdict.INSIDE
    assert picture.total.expected.middle < 0.8 * picture.total.series.counts[0]
    assert any("one even wave" in text for text in messages(picture.unsaid))


def test_months_without_a_year_before_them_are_not_judged_and_it_is_said_how_many_it_takes():
    picture = made(invented.rows(300 * 40, first=D(2025, 2, 1)), period=PeriodChoice.parse("month"))
    assert picture.total.verdict is Verdict.SHORT
    assert any("16 are needed" in translator("en").say(one) for one in picture.unsaid)


def test_hardly_any_history_gives_counts_without_verdict():
    picture = made(invented.rows(200, first=D(2025, 12, 1)), period=PeriodChoice.parse("week"))
    assert picture.total.expected is None
    assert picture.total.verdict is Verdict.SHORT
    assert picture.tests.tested == 0
    assert not picture.deviations


def test_a_rise_in_everything_at_once_is_a_break_and_not_a_deviation():
    frame = invented.rows(260 * 40)
    more = invented.rows(20 * 60, seed=9, first=D(2025, 8, 11))
    picture = made(pl.concat([frame, more]))
    assert [one.kind for one in picture.coverage.breaks] == [BreakKind.STEP]
    assert abs((picture.coverage.breaks[0].at - D(2025, 8, 11)).days) <= 7
    assert not picture.deviations
    assert picture.coverage.comparable_from == picture.coverage.breaks[0].at
    assert all(one.count is None for one in picture.total.earlier)


def test_a_gap_inside_the_period_makes_every_row_incomparable():
    frame = invented.rows(260 * 40).filter(
        ~pl.col("start").is_between(invented.at(D(2025, 10, 6), 0), invented.at(D(2025, 11, 2), 24))
    )
    picture = made(frame, period=PeriodChoice.parse("2025-Q4"), areas=invented.four_areas())
    assert [one.kind for one in picture.coverage.breaks] == [BreakKind.GAP]
    rows = (picture.total, *picture.categories, *picture.areas, *picture.groups)
    assert {row.verdict for row in rows} == {Verdict.INCOMPARABLE}
    assert picture.coverage.comparable_from is None
    assert picture.total.before.count is None


def test_a_source_that_begins_late_limits_the_comparison():
    frame = invented.rows(260 * 40)
    late = invented.rows(60 * 40, seed=5, first=D(2024, 11, 4), reporter="Skolan")
    picture = made(pl.concat([frame, late]))
    assert [(one.kind, one.source, one.at) for one in picture.coverage.breaks] == [
        (BreakKind.START, "Skolan", D(2024, 11, 4))
    ]
    assert picture.coverage.comparable_from == D(2024, 11, 4)
    assert picture.total.earlier[0].count is not None
    assert picture.total.earlier[1].count is None


def test_a_silent_source_forbids_the_word_fewer():
    frame = invented.rows(260 * 100)
    quiet = invented.rows(260 * 60, seed=7, reporter="Skolan").filter(pl.col("start") < invented.at(WEEK, 0))
    picture = made(pl.concat([frame, quiet]))
    rows = (picture.total, *picture.categories)
    assert Verdict.BELOW not in {row.verdict for row in rows}
    assert picture.total.verdict is Verdict.INCOMPARABLE
    assert any("Skolan has delivered nothing" in text for text in messages(picture.unsaid))


def test_a_column_that_is_no_longer_filled_in_is_a_break_for_areas_alone():
    frame = invented.rows(260 * 40).with_columns(
        area=pl.when(pl.col("start") < invented.at(D(2025, 3, 1), 0))
        .then(pl.lit("A1"))
        .when(pl.int_range(pl.len()) % 3 == 0)
        .then(pl.lit("A1"))
    )
    reading = invented.reading(frame.with_columns(placement=pl.lit(int(Placement.MISSING))))
    reading = dataclasses.replace(reading, headings={"area": "DeSO.område"})
    picture = compose(reading, name="Åsfors", made=invented.MADE, areas=invented.four_areas())
    assert [(one.kind, one.source, one.role) for one in picture.coverage.breaks] == [
        (BreakKind.FIELD, "DeSO.område", "area")
    ]
    assert picture.coverage.breaks[0].at == D(2025, 3, 1)
    assert picture.total.earlier[1].count is not None
    assert picture.areas[0].earlier[1].count is None


def test_a_rise_from_one_reporter_alone_is_doubted_and_comes_last():
    frame = pl.concat([invented.rows(260 * 40), invented.rows(260 * 40, seed=3, reporter="Skolan")])
    burst = [invented.at(WEEK + dt.timedelta(days=i % 7)) + 60 * i for i in range(120)]
    frame = invented.extra(frame, burst, category="Nedskräpning", reporter="Skolan")
    real = [invented.at(WEEK + dt.timedelta(days=i % 7)) + 60 * i for i in range(14)]
    frame = invented.extra(frame, real, category="Klotter", reporter="Skolan")
    frame = invented.extra(frame, real, category="Klotter")
    picture = made(frame)
    assert [one.row.name for one in picture.deviations] == ["Klotter", "Nedskräpning"]
    assert picture.deviations[0].doubt is None
    assert "Skolan" in messages([picture.deviations[1].doubt])[0]


def test_incidents_entered_together_are_doubted():
    frame = invented.extra(invented.rows(260 * 40, seed=2), [invented.at(FRIDAY, 8)] * 30, category="Klotter")
    found = made(frame).deviations[0]
    assert "exactly the same time" in found.doubt.text


def test_a_point_that_holds_what_could_not_be_placed_is_told_apart():
    frame = invented.rows(260 * 40, places=600)
    at_station = pl.int_range(pl.len()) % 12 == 0
    frame = frame.with_columns(
        lon=pl.when(at_station).then(19.43).otherwise(pl.col("lon")),
        lat=pl.when(at_station).then(61.81).otherwise(pl.col("lat")),
    )
    places = made(frame).places
    assert places.rows[0].dump
    assert not any(row.dump for row in places.without_dumps)
    assert places.without_dumps[0].count < places.rows[0].count


def test_a_place_that_has_grown_is_held_against_its_own_history():
    frame = invented.rows(260 * 150, places=200)
    corner = frame.row(0, named=True)
    frame = invented.extra(
        frame,
        [invented.at(WEEK - dt.timedelta(days=int(d)), 10 + d % 9) for d in range(80)],
        lon=corner["lon"],
        lat=corner["lat"],
        category=corner["category"],
    )
    above = [row for row in made(frame).places.rows if row.verdict is Verdict.ABOVE]
    assert len(above) == 1
    assert above[0].rank == 1
    assert above[0].q < 0.01


def test_a_planted_series_is_found_and_nothing_else():
    frame = invented.rows(260 * 30)
    days = [D(2025, 12, 18) + dt.timedelta(days=i) for i in range(9)]
    frame = invented.extra(
        frame, [invented.at(day, 22) for day in days], category="Cykelstöld", lon=19.4203, lat=61.8131
    )
    chains = made(frame).chains
    assert [(one.category, one.count >= 9) for one in chains.rows] == [("Cykelstöld", True)]
    assert chains.rows[0].q <= 0.05
    assert len(chains.rows[0].evidence) == chains.rows[0].count


def test_near_repeats_are_found_in_the_closest_band():
    frame = invented.rows(52 * 20, first=D(2024, 12, 30))
    again = frame.sample(300, seed=1).with_columns(start=pl.col("start") + 2 * 86400, lat=pl.col("lat") + 0.0003)
    found = made(pl.concat([frame, again])).repeats
    closest = found.table[0]
    assert (closest.metres_from, closest.metres_to) == (0, 100)
    assert closest.p == found.floor
    assert closest.ratio > 3
    assert all(cell.metres_to - cell.metres_from >= 100 for cell in found.table)


@pytest.mark.parametrize("hours", [(0,), (12,), (0, 12)])
def test_each_heap_at_midnight_or_noon_is_said(hours):
    days = [D(2025, 1, 6) + dt.timedelta(days=i % 340) for i in range(900)]
    frame = invented.extra(invented.rows(260 * 20), [invented.at(day, hour) for hour in hours for day in days])
    heaped = made(frame).clock.heaped["sv"]
    assert re.findall(r"till exakt (\d\d)\.00", heaped) == [f"{hour:02d}" for hour in hours]
    assert all(int(n.replace("\u00a0", "")) >= 900 for n in re.findall(r"([\d\u00a0]+) händelser", heaped))


def test_something_new_is_found_and_doubted_as_perhaps_a_new_code():
    frame = invented.extra(
        invented.rows(260 * 40, seed=2),
        [invented.at(WEEK, 8 + i % 12) + 60 * i for i in range(15)],
        category="Elsparkcykel",
    )
    found = made(frame).deviations
    assert [one.row.name for one in found] == ["Elsparkcykel"]
    assert "new name or code" in found[0].doubt.text


def test_a_name_that_is_used_everywhere_is_not_a_place():
    frame = invented.rows(260 * 40, seed=2).with_columns(
        place=pl.when(pl.int_range(pl.len()) % 50 == 0).then(pl.lit("On or near")).otherwise(pl.lit("Storgatan"))
    )
    frame = frame.with_columns(lat=61.5 + (pl.col("lat") - 61.8) * 20)
    surge = frame.filter(pl.col("place") == "On or near").sample(30, seed=1)
    frame = pl.concat(
        [
            frame,
            surge.with_columns(
                start=pl.lit(invented.at(WEEK, 3)) + pl.int_range(pl.len()) * 9000, category=pl.lit("Klotter")
            ),
        ]
    )
    found = made(frame).deviations[0]
    assert found.row.name == "Klotter"
    assert not any("On or near" in text for text in messages(found.gathered))


def crowd(frame, n, *, since=WEEK, spread=0.0015):
    """More incidents at one corner of the town, over its squares, in the eight weeks up to the end of a week."""
    rng = np.random.default_rng(9)
    starts = [invented.at(since + dt.timedelta(days=int(day)), 12) for day in rng.integers(-49, 7, n)]
    more = invented.extra(frame, starts, category="Klotter")
    here = pl.int_range(pl.len()) >= len(frame)
    return more.with_columns(
        lon=pl.when(here).then(invented.WEST + 0.02 + spread * pl.lit(rng.random(len(more)))).otherwise(pl.col("lon")),
        lat=pl.when(here).then(invented.SOUTH + 0.01 + spread * pl.lit(rng.random(len(more)))).otherwise(pl.col("lat")),
    )


def test_a_place_that_grows_is_found_once_with_its_pattern_and_what_was_expected():
    picture = made(crowd(invented.rows(260 * 30, seed=4), 90))
    emerging = picture.places.emerging
    assert emerging is not None
    assert emerging.refused is None
    out = growing.grown(emerging)
    assert len(out) == 1
    assert out[0].count > 90
    assert out[0].expected < 0.7 * out[0].count
    assert Pattern(out[0].pattern) in {Pattern.NEW, Pattern.CONSECUTIVE}
    assert out[0] == emerging.rows[0]
    said = " ".join(growing.said(emerging, "en"))
    assert "drawn by lot" in said
    assert "which of them it is due to" in said


def test_chance_alone_lets_no_place_grow():
    claims = 0
    for seed in range(10):
        emerging = made(invented.rows(260 * 30, seed=seed, places=300)).places.emerging
        assert emerging is not None
        claims += bool(growing.grown(emerging))
        assert all(row.count >= 3 and row.p < 0.05 for row in emerging.rows)
        assert growing.grown(emerging) or f"Ingen av {emerging.tested} prövade" in growing.said(emerging, "sv")[0]
    assert claims <= 1


def test_silence_elsewhere_lets_no_place_grow():
    busy = invented.rows(260 * 90, seed=5)
    late = pl.col("start") >= invented.at(WEEK - dt.timedelta(weeks=30), 0)
    # one side goes on as before, on the other every third is no longer told of
    kept = (pl.col("lon") < invented.WEST + 0.02) | ~late | (pl.int_range(pl.len()) % 3 > 0)
    emerging = made(busy.filter(kept)).places.emerging
    assert emerging is not None
    assert emerging.refused is None
    assert emerging.tested > 100
    assert growing.grown(emerging) == ()


def test_a_season_that_comes_every_year_lets_no_place_grow():
    frame = invented.rows(260 * 30, seed=4)
    for back in range(4):
        frame = crowd(frame, 90, since=WEEK - dt.timedelta(weeks=52 * back))
    emerging = made(frame).places.emerging
    assert emerging is not None
    assert emerging.refused is None
    assert growing.grown(emerging) == ()


def test_what_grows_is_drawn_with_every_figure_that_is_said():
    emerging = made(crowd(invented.rows(260 * 30, seed=4), 90)).places.emerging
    assert emerging is not None
    for language in ("sv", "en"):
        chart = growing.drawn(emerging, language)
        assert chart is not None
        assert len(chart.rows) == len(emerging.rows)
        assert [row[0] for row in chart.rows] == [row.name for row in emerging.rows]
        drawing = growing.picture_of(chart, "k")
        assert all(row.name in drawing for row in emerging.rows)
        assert "style=" not in drawing


def test_kinds_that_checks_bring_to_light_are_told_apart_in_both_figures():
    rise = [invented.at(WEEK + dt.timedelta(days=i % 7)) for i in range(22)]
    frame = invented.extra(invented.rows(260 * 40, seed=2), rise, category="Klotter")
    kinds = frozenset({"Klotter"})
    told, silent = made(frame, found_by_checks=kinds), made(frame)
    assert told.deviations[0].gathered[-1].text.startswith("Incidents of this kind mostly come to light through checks")
    said = next(message for message in told.unsaid if "kinds" in message.values)
    row = next(row for row in told.categories if row.name == "Klotter")
    assert said.values == {
        "n": row.count, "total": told.total.count, "rest": told.total.count - row.count, "kinds": "Klotter"
    }  # fmt: skip
    assert not any("kinds" in message.values for message in silent.unsaid)
    assert told.categories == silent.categories


def test_the_last_three_weeks_stand_on_grey_while_reports_may_still_arrive():
    reading = invented.reading(invented.rows(260 * 40, seed=2))
    week = PeriodChoice.parse("2025-W51")
    for days, still in ((3, 3), (13, 2), (20, 1), (21, 0)):
        picture = compose(reading, name="x", made=WEEK + dt.timedelta(days=days), period=week)
        assert picture.arriving(picture.total.series) == still
        said = findings.how_to_read_stems(translator("sv"), picture)
        drawn = stems(translator("sv"), picture, [("", picture.total)], Theme(name="x"), key="k")[0]
        assert ("grå botten" in said) is (STILL in drawn) is (still > 0)


def test_sources_stand_on_grey_where_reports_may_still_arrive_however_long_ago_the_period_was():
    reading = invented.reading(invented.rows(260 * 40, seed=2))
    for days, still in ((4, True), (20, True), (21, False)):
        day = dt.date(2025, 12, 29) + dt.timedelta(days=days)
        picture = compose(reading, name="x", made=day, period=PeriodChoice.parse("2024"))
        assert not picture.arriving(picture.total.series)
        drawn = coverage_chart(translator("sv"), picture, Theme(name="x"), key="c", title="T")
        assert (STILL in drawn) is ("grå botten" in arriving(translator("sv"), picture)) is still


@pytest.mark.parametrize(("first", "known"), [(dt.date(2024, 1, 3), True), (dt.date(2024, 1, 9), False)])
def test_two_years_are_two_years_though_the_first_incident_came_on_a_wednesday(first: dt.date, known: bool):
    frame = invented.rows(520, first=first, places=40)
    first_day = pl.when(pl.int_range(pl.len()) == 0).then(invented.at(first)).otherwise(pl.col("start"))
    reading = invented.reading(frame.with_columns(start=first_day))
    week = PeriodChoice.parse("2025-W52")
    picture = compose(reading, name="x", made=dt.date(2025, 12, 29), period=week)
    assert picture.places.over.start == dt.date(2024, 12, 30)
    assert all((row.verdict is not Verdict.SHORT) is known for row in picture.places.rows)
    assert (picture.places.emerging.refused is None) is known


def test_where_only_months_are_known_places_are_ranked_over_whole_months():
    frame = invented.months_only(invented.rows(300, first=D(2022, 1, 1), last=D(2025, 12, 31), places=6))
    places = made(frame, period=PeriodChoice.parse("2025-12")).places
    assert (places.over.start, places.over.end) == (D(2025, 1, 1), D(2026, 1, 1))
    assert places.placed == frame.filter(pl.from_epoch("start").dt.year() == 2025).height
    assert sum(row.before for row in places.rows) == frame.filter(pl.from_epoch("start").dt.year() == 2024).height
    assert all(row.expected is not None for row in places.rows)
    assert places.emerging.refused is not None
    assert "månaden" in translator("sv").say(places.emerging.refused)


def test_a_stretch_begins_no_earlier_than_what_is_known():
    frame = invented.rows(60, first=D(2025, 10, 1), last=D(2025, 12, 28), places=5)
    first_day = pl.when(pl.int_range(pl.len()) == 0).then(invented.at(D(2025, 10, 1))).otherwise(pl.col("start"))
    picture = made(frame.with_columns(start=first_day), period=PeriodChoice.parse("2025-W52"))
    assert picture.places.over.start >= D(2025, 10, 1)


def test_a_source_that_ends_later_is_not_said_to_have_been_another_before():
    ends = invented.rows(6000, first=D(2025, 1, 1), last=D(2025, 10, 26))
    later = invented.rows(2, first=D(2025, 12, 20), last=D(2025, 12, 28))
    picture = made(pl.concat([ends, later]), period=PeriodChoice.parse("2025-09"))
    assert [one.kind for one in picture.coverage.breaks] == [BreakKind.END]
    assert not picture.coverage.changed_before
    assert "underlaget ett annat" not in findings.lead(translator("sv"), picture)[1].text
