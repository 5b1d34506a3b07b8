"""What must hold of every picture, whatever the records."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.errors import NothingLeft
from lagesbild.i18n import Message, translator
from lagesbild.picture.compose import PeriodChoice, compose
from lagesbild.picture.model import Unit, Verdict
from lagesbild.picture.wording import method
from lagesbild.sources import read
from lagesbild.sources.records import FileSummary, Placement, TimePrecision
from tests.picture import records as invented

D = dt.date


def made(frame, **options):
    return compose(invented.reading(frame), name="Åsfors", made=invented.MADE, **options)


def shuffled(reading, seed):
    rows = np.random.default_rng(seed).permutation(len(reading.records))
    return dataclasses.replace(reading, records=reading.records.take(rows))


def test_the_same_records_give_the_same_picture_in_any_order():
    reading = invented.reading(invented.rows(4000, places=150))
    pictures = [
        compose(one, name="x", made=invented.MADE, areas=invented.four_areas(), seed=3)
        for one in (reading, reading, shuffled(reading, 1), shuffled(reading, 2))
    ]
    assert pictures[0] == pictures[1]
    assert pictures[0] == pictures[2] == pictures[3]


def test_files_with_their_rows_and_columns_in_another_order_give_the_same_picture(tmp_path):
    frame = invented.rows(4000, places=150).select("lat", "lon", "category", "reporter", time=pl.from_epoch("start"))
    frame = frame.with_columns(place="Gata " + (pl.col("lat") * 1e6).round().mod(97).cast(pl.String))
    path, pictures = tmp_path / "incidents.csv", []
    for one in (frame, frame.sample(fraction=1.0, shuffle=True, seed=1), frame.select(reversed(frame.columns))):
        one.write_csv(path)
        reading = read([path])
        lineless = dataclasses.replace(reading.records, line=np.zeros(len(reading.records), np.int64))
        whole = dataclasses.replace(reading, records=lineless, files=(FileSummary("incidents.csv", 4000, 4000, 0),))
        pictures.append(compose(whole, name="x", made=invented.MADE, period=PeriodChoice(Unit.MONTH)))
    assert pictures[0] == pictures[1]
    assert pictures[0] == pictures[2]


def numbers(value):
    """Every number in a picture."""
    if dataclasses.is_dataclass(value) and not isinstance(value, Message):
        return [n for f in dataclasses.fields(value) for n in numbers(getattr(value, f.name))]
    if isinstance(value, dict):
        return [n for item in value.values() for n in numbers(item)]
    if isinstance(value, tuple | list):
        return [n for item in value for n in numbers(item)]
    return [value] if isinstance(value, float) else []


def plain_types(value):
    """Whether nothing but Python's own types is in a picture."""
    if isinstance(value, Message):
        return plain_types(tuple(value.values.values()))
    if dataclasses.is_dataclass(value):
        return all(plain_types(getattr(value, f.name)) for f in dataclasses.fields(value))
    if isinstance(value, dict):
        return all(plain_types(item) for item in value.values())
    if isinstance(value, tuple | list):
        return all(plain_types(item) for item in value)
    return not isinstance(value, np.generic | np.ndarray)


odd_rows = st.lists(
    st.tuples(
        st.integers(0, 1800),
        st.sampled_from(list(TimePrecision)),
        st.sampled_from(list(Placement)),
        st.sampled_from(["Klotter", "Stöld", None]),
        st.sampled_from(["A1", "B2", "Z9", None]),
        st.sampled_from(["Åsfors", "Bruksta", "Annanstans", None]),
        st.booleans(),
    ),
    min_size=1,
    max_size=120,
)


def odd_frame(rows):
    n = len(rows)
    frame = invented.rows(n, seed=n)
    day, precision, placement, category, area, municipality, summary = (
        list(column) for column in zip(*rows, strict=True)
    )
    start = [invented.at(D(2021, 1, 1) + dt.timedelta(days=d), 0) for d in day]
    frame = frame.with_columns(
        start=pl.Series(start),
        precision=pl.Series([int(p) for p in precision]),
        placement=pl.Series([int(p) for p in placement]),
        category=pl.Series(category, dtype=pl.String),
        area=pl.Series(area, dtype=pl.String),
        municipality=pl.Series(municipality, dtype=pl.String),
        summary=pl.Series(summary),
    )
    month = pl.from_epoch("start").dt.truncate("1mo").dt.epoch("s")
    return frame.with_columns(start=pl.when(pl.col("precision") == 0).then(month).otherwise(pl.col("start")))


@given(odd_rows, st.sampled_from(["auto", "year", "quarter", "2022", "2021-03-01..2024-02-29"]))
def test_any_records_give_a_picture_that_adds_up_or_a_sentence(rows, period):
    reading = invented.reading(odd_frame(rows))
    try:
        picture = compose(
            reading,
            name="x",
            made=invented.MADE,
            areas=invented.four_areas(),
            period=PeriodChoice.parse(period),
        )
    except NothingLeft:
        return
    total = picture.total.count
    assert sum(row.count for row in picture.areas) + picture.area_unplaced + picture.area_outside == total
    assert sum(row.count for row in picture.categories) == total
    assert sum(row.count for row in picture.groups) == sum(row.count for row in picture.areas)
    assert picture.records + picture.elsewhere == len(reading.records)
    assert sum(picture.coverage.total.counts) == len(reading.records) - picture.coverage.summaries
    assert all(np.isfinite(numbers(picture)))
    assert plain_types(picture)
    assert picture.unsaid


def test_groups_are_the_sums_of_their_areas():
    picture = made(invented.rows(5000), areas=invented.four_areas())
    for group in picture.groups:
        assert group.count == sum(row.count for row in picture.areas if row.group == group.name)
        assert group.series.counts == tuple(
            np.sum([row.series.counts for row in picture.areas if row.group == group.name], axis=0).tolist()
        )


def test_rates_are_per_thousand_inhabitants_and_none_without_them():
    picture = made(invented.rows(5000), areas=invented.four_areas())
    assert picture.areas[1].rate.middle == pytest.approx(picture.areas[1].count / 2)
    assert picture.areas[3].rate is None


@pytest.mark.parametrize(("unknown", "said"), [(2, True), (8, False)])
def test_no_rate_is_told_where_more_incidents_have_no_known_area_than_lie_in_any(unknown: int, said: bool):
    frame = invented.rows(4000)
    lost = pl.int_range(pl.len()) % 10 < unknown
    nowhere = frame.with_columns(
        lon=pl.when(lost).then(float("nan")).otherwise("lon"),
        lat=pl.when(lost).then(float("nan")).otherwise("lat"),
        placement=pl.when(lost).then(int(Placement.MISSING)).otherwise("placement"),
    )
    picture = made(nowhere, areas=invented.four_areas(), period=PeriodChoice.parse("2025"))
    assert (picture.area_unplaced > sum(row.count for row in picture.areas)) is not said
    assert any(row.rate is not None for row in picture.areas) is said
    told = [translator("sv").say(one) for one in picture.unsaid]
    assert any("per invånare" in one for one in told) is not said


def test_where_no_incident_of_the_period_can_be_put_in_an_area_none_is_said_to_have_0():
    frame = invented.rows(4000)
    last = pl.col("start") >= invented.at(D(2025, 12, 1), 0)
    nowhere = frame.with_columns(
        lon=pl.when(last).then(float("nan")).otherwise("lon"),
        lat=pl.when(last).then(float("nan")).otherwise("lat"),
        placement=pl.when(last).then(int(Placement.MISSING)).otherwise("placement"),
    )
    december = PeriodChoice.parse("2025-12")
    picture = made(nowhere, areas=invented.four_areas(), period=december)
    assert (picture.areas, picture.groups, picture.area_unplaced) == ((), (), picture.total.count)
    assert {one.kind for one in picture.deviations} <= {"category"}
    quiet = made(frame.filter(~last), areas=invented.four_areas(), period=PeriodChoice.parse("2025-11"))
    assert len(quiet.areas) == 4


def test_codes_go_before_points_and_unknown_codes_lie_outside():
    frame = invented.rows(2600).with_columns(
        area=pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit("a1")).otherwise(pl.lit("Z9"))
    )
    picture = made(frame, areas=invented.four_areas())
    assert picture.areas[0].count + picture.area_outside == picture.total.count
    assert picture.area_outside > 0


def test_without_a_file_of_areas_the_records_own_areas_are_counted():
    frame = invented.rows(5000).with_columns(
        area=pl.when(pl.int_range(pl.len()) % 3 == 0).then(pl.lit("10H")).otherwise(pl.lit("2A"))
    )
    picture = made(frame)
    assert [row.name for row in picture.areas] == ["10H", "2A"]
    assert picture.areas_source == ""


def test_one_municipality_is_told_by_its_name_and_else_by_the_point():
    frame = invented.rows(3000).with_columns(
        municipality=pl.when(pl.int_range(pl.len()) % 3 == 0)
        .then(pl.lit("ÅSFORS KOMMUN"))
        .when(pl.int_range(pl.len()) % 3 == 1)
        .then(pl.lit("Bruksta"))
    )
    west = invented.four_areas().take(np.array([0]))
    asfors = dataclasses.replace(west, names=("Åsfors",), codes=("9901",))
    picture = made(frame, municipality=asfors)
    inside = (frame["lon"] < invented.WEST + invented.SIDE[0] / 2) & (
        frame["lat"] < invented.SOUTH + invented.SIDE[1] / 2
    )
    silent = frame["municipality"].is_null()
    assert picture.records == 1000 + int((inside & silent).sum())
    assert picture.elsewhere == 3000 - picture.records
    said = picture.notes[-1]
    assert "looked for in all {n} incidents" in said.text
    assert said.values == {"n": 3000, "name": "Åsfors", "mine": picture.records}


def test_nothing_in_the_municipality_is_an_error_that_says_so():
    nowhere = dataclasses.replace(invented.four_areas().take(np.array([0])), names=("Köping",), codes=("1983",))
    frame = invented.rows(50).with_columns(municipality=pl.lit("Bruksta"))
    with pytest.raises(NothingLeft, match="None of the 50 records belongs to Köping"):
        made(frame, municipality=nowhere)


def test_summaries_and_the_future_are_kept_out_of_every_count_and_said():
    frame = invented.rows(3000)
    frame = invented.extra(frame, [invented.at(D(2025, 12, 24))] * 7, summary=True)
    frame = invented.extra(frame, [invented.at(D(2027, 1, 1))] * 5)
    picture = made(frame)
    assert picture.coverage.summaries == 7
    assert sum(picture.coverage.total.counts) == 3000
    assert picture.records == 3012
    texts = [message.plural for message in picture.unsaid if message.plural]
    assert any("bundle many events" in text for text in texts)
    assert any("dated after" in text for text in texts)


def test_months_only_claims_nothing_of_days():
    picture = made(invented.months_only(invented.rows(60 * 60, last=D(2025, 12, 31))))
    assert picture.period.unit is Unit.MONTH
    assert picture.coverage.unit is Unit.MONTH
    for refused in (picture.clock.refused, picture.repeats.refused, picture.chains.refused):
        assert "month" in refused.text
    assert not picture.clock.history
    assert all(row.clock == () for row in picture.places.rows)


def test_days_without_hours_give_no_clock_but_repeats():
    frame = invented.rows(3000, places=40).with_columns(precision=pl.lit(int(TimePrecision.DAY)))
    picture = made(frame)
    assert "not the hour" in picture.clock.refused.text
    assert picture.repeats.refused is None


def test_centres_of_areas_are_never_places():
    frame = invented.rows(3000, places=4).with_columns(placement=pl.lit(int(Placement.AREA_CENTRE)))
    picture = made(frame)
    assert "centre of their area" in picture.places.refused.text
    assert picture.repeats.refused is not None
    assert not picture.places.cells


def test_areas_are_ranked_when_nothing_has_a_position():
    frame = invented.rows(6000).with_columns(
        placement=pl.lit(int(Placement.MISSING)),
        area=pl.Series(np.random.default_rng(1).choice(["A1", "A2", "B1"], 6000, p=[0.6, 0.3, 0.1])),
    )
    places = made(frame, areas=invented.four_areas()).places
    assert places.kind == "areas"
    assert [row.name for row in places.rows] == ["Sydväst", "Sydost", "Nordväst"]
    assert len(places.cells) == 4


def test_too_few_places_are_refused_rather_than_drawn():
    frame = invented.rows(25, first=D(2025, 12, 1))
    places = made(frame).places
    assert places.refused is not None
    assert not places.rows


def test_an_even_spread_has_no_ranking():
    places = made(invented.rows(20_000)).places
    assert "No place stands out" in places.refused.text
    assert not places.rows


def test_squares_are_never_smaller_than_150_metres_and_hidden_ones_are_counted():
    places = made(invented.rows(20_000, places=60)).places
    assert places.cell_metres >= 150
    assert sum(cell.count for cell in places.cells) + places.hidden == places.placed
    assert min(cell.count for cell in places.cells) >= places.shown_from
    assert [cell.count for cell in places.cells] == sorted((cell.count for cell in places.cells), reverse=True)


def test_a_span_is_compared_with_the_equally_long_span_before():
    picture = made(invented.rows(260 * 20), period=PeriodChoice.parse("2025-03-10..2025-05-18"))
    assert picture.period.unit is Unit.SPAN
    assert picture.total.before.period.end == D(2025, 3, 10)
    assert picture.total.before.period.start == D(2025, 3, 10) - (D(2025, 5, 19) - D(2025, 3, 10))
    assert [one.period.start for one in picture.total.earlier] == [
        D(2024, 3, 10),
        D(2023, 3, 10),
        D(2022, 3, 10),
        D(2021, 3, 10),
    ]
    assert all(one.count is not None for one in picture.total.earlier)


def test_a_quiet_weekend_is_compared_with_weekends():
    frame = invented.rows(260 * 240, seed=4)
    weekend = pl.from_epoch("start").dt.weekday() > 5
    quiet = frame.filter(~weekend | (pl.int_range(pl.len()) % 3 == 0))
    picture = made(quiet, period=PeriodChoice.parse("2025-12-13..2025-12-14"))
    assert picture.total.verdict is Verdict.INSIDE
    assert picture.total.before.period.start == D(2025, 12, 6)
    assert "samma veckodagar" in method.expected(translator("sv"), picture)
    weekends = picture.tests.tested * 365.25 / 7 * picture.tests.alpha
    assert f"upp till {round(weekends)} larm om året" in method.tested(translator("sv"), picture)
    assert picture.tests.baseline.end == D(2025, 12, 8)
    longer = made(quiet, period=PeriodChoice.parse("2025-11-17..2025-12-14"))
    assert "samma veckodagar" not in method.expected(translator("sv"), longer)


def test_counts_outside_the_interval_that_do_not_survive_are_called_chance():
    seen = set()
    for seed in range(6):
        for row in made(invented.rows(260 * 60, seed=seed, categories=[f"k{i}" for i in range(20)])).categories:
            seen.add(row.verdict)
            outside = row.expected is not None and not row.expected.low <= row.count <= row.expected.high
            assert outside == (row.verdict in (Verdict.CHANCE, Verdict.ABOVE, Verdict.BELOW))
    assert Verdict.CHANCE in seen


def test_progress_is_told_and_can_stop_the_work():
    told = []
    made(invented.rows(500), progress=lambda what, share: told.append((what.text, share)))
    assert told[0][1] == 0.0
    assert told[-1][1] == 1.0
    assert [share for _, share in told] == sorted(share for _, share in told)

    class StopError(Exception):
        """Raised to cancel."""

    def stop(what, share):
        raise StopError

    with pytest.raises(StopError):
        made(invented.rows(500), progress=stop)


def test_the_picture_can_be_written_as_json_in_english(monkeypatch):
    monkeypatch.setattr("lagesbild.i18n.LANGUAGES", ("en",))
    picture = made(invented.rows(3000, places=60), areas=invented.four_areas())
    text = json.dumps(picture.to_dict(), allow_nan=False)
    assert json.loads(text)["total"]["count"] == picture.total.count


def test_a_quiet_week_of_a_small_municipality_is_a_picture_with_nothing_in_it():
    frame = invented.rows(3000).with_columns(
        municipality=pl.when((pl.int_range(pl.len()) % 40 == 0) & (pl.col("start") < invented.at(D(2025, 12, 1))))
        .then(pl.lit("Åsfors"))
        .otherwise(pl.lit("Bruksta"))
    )
    asfors = dataclasses.replace(invented.four_areas().take(np.array([0])), names=("Åsfors",), codes=("9901",))
    picture = made(frame, municipality=asfors, period=PeriodChoice.parse("2025-W51"))
    assert picture.total.count == 0
    assert picture.total.interval.high == pytest.approx(3.69, abs=0.01)


def test_every_verdict_is_a_verdict():
    picture = made(invented.rows(9000, places=60), areas=invented.four_areas())
    found = [picture.total, *picture.categories, *picture.areas, *picture.groups, *picture.places.rows]
    assert {type(row.verdict) for row in found} == {Verdict}


def test_the_stretch_before_the_ranked_one_is_counted_whole():
    frame = invented.rows(6000, places=12)
    picture = made(frame, period=PeriodChoice.parse("2023-07-10..2025-12-27"))
    start = picture.places.over.start
    before = start - (picture.places.over.end - start)
    day = frame.with_columns(day=pl.from_epoch("start").dt.date())
    points = day.filter((pl.col("day") >= before) & (pl.col("day") < start))
    assert (before, len(picture.places.rows)) == (D(2021, 1, 19), 12)
    assert sum(row.before for row in picture.places.rows) == points.height


def test_a_period_that_goes_on_after_the_records_is_no_fall():
    frame = invented.rows(9000, last=D(2025, 12, 10))
    picture = made(frame, period=PeriodChoice.parse("2025-12"))
    assert picture.total.verdict is Verdict.INCOMPARABLE
    assert not picture.deviations
    assert "The records end {day}" in picture.unsaid[0].text
    assert picture.unsaid[0].values == {"day": D(2025, 12, 10)}
    almost = made(invented.rows(300, last=D(2025, 12, 25)), period=PeriodChoice.parse("2025-12"))
    assert almost.total.verdict is not Verdict.INCOMPARABLE


def test_a_period_that_begins_before_the_records_says_so():
    picture = made(invented.rows(9000, first=D(2024, 5, 1)), period=PeriodChoice.parse("2024"))
    assert "The records begin {day}" in picture.unsaid[0].text
    assert picture.total.verdict is Verdict.SHORT
    assert picture.total.before is None
