"""The totals and traps of the real files that lie beside the repository."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from lagesbild.picture.compose import PeriodChoice, compose
from lagesbild.picture.model import BreakKind, Unit, Verdict
from lagesbild.places.areas import municipality, read_areas
from lagesbild.sources import read
from lagesbild.sources.records import ReadOptions

pytestmark = pytest.mark.shared
D = dt.date
MADE = D(2026, 11, 22)


def made(files, period="auto", **options):
    return compose(read(files, ReadOptions()), name="x", made=MADE, period=PeriodChoice.parse(period), **options)


def test_reported_crimes_add_up_by_area_and_july_2019_is_a_break(shared_data):
    files = [shared_data / f"anmalda_brott_deso/{name}_brott.csv.gz" for name in ("bilbrand", "brand", "upplopp")]
    areas = read_areas(shared_data / "sverige_geografi/deso_regso_vastmanland/deso_vastmanland.geojson")
    picture = made(files, "2020-01-01..2023-12-31", areas=areas)
    groups = {row.name: row.count for row in picture.groups}
    assert (groups["Köping"], groups["Västerås"]) == (66, 342)
    top = max(picture.areas, key=lambda row: row.count)
    assert (top.name, top.count) == (areas.names[areas.codes.index("1980C1110")], 21)
    assert top.rate.middle == pytest.approx(9.35, abs=0.01)
    assert sum(row.count == 0 for row in picture.areas) == 18
    assert picture.area_unplaced > 0
    total = sum(row.count for row in picture.areas) + picture.area_unplaced + picture.area_outside
    assert total == picture.total.count
    assert (BreakKind.START, D(2019, 7, 1)) in [(one.kind, one.at) for one in picture.coverage.breaks]
    assert picture.total.verdict is Verdict.INCOMPARABLE
    rise = made(files, "2019-Q3", areas=areas)
    assert rise.total.verdict is Verdict.INCOMPARABLE
    assert not rise.deviations
    assert rise.total.before.count is None


def test_koping_has_126_police_events_and_the_source_begins_in_march_2023(shared_data):
    picture = made([shared_data / "polisen_handelser/handelser.csv.gz"], municipality=municipality("Köping"))
    assert picture.records == 126
    assert picture.records + picture.elsewhere == 57_926
    assert [(one.kind, one.at) for one in picture.coverage.breaks] == [(BreakKind.START, D(2023, 3, 20))]
    assert picture.period.unit is not Unit.WEEK
    assert picture.places.refused is not None
    assert picture.repeats.refused is not None


def test_houston_has_a_week_clock_with_its_midnight_said_and_places_by_address(shared_data):
    picture = made([shared_data / "houston_crimes/houston_2010_jan_aug.csv.gz"])
    assert picture.rows == 86_314
    assert picture.period.start == D(2010, 8, 23)
    assert picture.clock.refused is None
    assert "till exakt 00.00" in picture.clock.heaped["sv"]
    whole = made([shared_data / "houston_crimes/houston_2010_jan_aug.csv.gz"], "2010-01-01..2010-08-31")
    hours = np.sum(whole.clock.history, axis=0)
    assert (hours[4], hours[18], hours.sum()) == (1257, 5308, 86_314)
    assert (whole.clock.peak.values["n"], whole.clock.peak.values["hours"]) == (30_189, 42)
    assert "950 gessner dr" in {row.name for row in picture.places.rows[:5]}
    assert sum(row.count for row in picture.categories) == picture.total.count


def test_months_of_two_forces_claim_no_days_and_see_the_missing_months(shared_data, tmp_path):
    import polars as pl

    path = tmp_path / "street.csv"
    pl.read_parquet(shared_data / "uk_police_leics_lancs/street_crimes.parquet").write_csv(path)
    reading = read([path], ReadOptions())
    picture = compose(reading, name="x", made=MADE)
    assert picture.records == 865_920
    assert picture.period == PeriodChoice.parse("2022-10").period
    gaps = [(one.at, one.until, one.source) for one in picture.coverage.breaks if one.kind is BreakKind.GAP]
    assert gaps == [
        (D(2020, 6, 1), D(2020, 7, 1), "Lancashire Constabulary"),
        (D(2020, 8, 1), D(2020, 10, 1), "Lancashire Constabulary"),
    ]
    assert picture.coverage.comparable_from == D(2020, 10, 1)
    assert all(one is not None for one in (picture.clock.refused, picture.repeats.refused, picture.chains.refused))
    broken = compose(reading, name="x", made=MADE, period=PeriodChoice.parse("2020-06"))
    assert broken.total.verdict is Verdict.INCOMPARABLE
    assert not broken.deviations


def test_a_source_that_ended_is_shown_as_it_was_while_it_lasted(shared_data):
    picture = made([shared_data / "medborgarrapporter_311/NYC_20190522.csv"])
    assert picture.records == 8_289
    assert BreakKind.END in {one.kind for one in picture.coverage.breaks}
    assert picture.period.end <= D(2015, 11, 1)


def test_a_rise_after_four_months_is_counted_but_not_judged(shared_data, tmp_path):
    """April 2020 in Leicestershire: nothing earlier tells what an April is like."""
    import polars as pl

    path = tmp_path / "leics.csv"
    rows = pl.read_parquet(shared_data / "uk_police_leics_lancs/street_crimes.parquet")
    rows.filter(pl.col("Reported by") == "Leicestershire Police").write_csv(path)
    reading = read([path], ReadOptions())
    april = compose(reading, name="x", made=MADE, period=PeriodChoice.parse("2020-04"))
    disorder = {row.name: row for row in april.categories}["Anti-social behaviour"]
    assert (disorder.count, disorder.verdict, disorder.expected) == (1736, Verdict.SHORT, None)
    assert (april.total.count, april.total.before.count, april.tests.tested) == (7809, 8146, 0)
    later = compose(reading, name="x", made=MADE, period=PeriodChoice.parse("2021-04"))
    disorder = {row.name: row for row in later.categories}["Anti-social behaviour"]
    assert (disorder.count, disorder.verdict) == (957, Verdict.INSIDE)
    assert [earlier.count for earlier in disorder.earlier] == [1736]
