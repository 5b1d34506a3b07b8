"""Events of polisen.se: time and municipality out of the title."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import translator
from lagesbild.sources import polisen
from lagesbild.sources.records import TimePrecision

ZONE = "Europe/Stockholm"


def events(*rows) -> pl.DataFrame:
    names = ("datetime", "name", "type", "location_name", "location_gps")
    return pl.DataFrame(
        [dict(zip(names, row, strict=False)) for row in rows], schema=dict.fromkeys(names, pl.String), orient="row"
    )


def one(published, title, kind="Brand", place="Köping", zone=ZONE):
    return polisen.interpret(events((published, title, kind, place, "59.5,16.0")), zone)


def said(messages) -> str:
    return "\n".join(translator("en").say(message) for message in messages)


def test_the_headings_tell_the_source():
    assert polisen.matches(["id", "datetime", "name", "type", "location_name", "location_gps", "html_body"])
    assert not polisen.matches(["id", "datetime", "name", "type"])


@pytest.mark.parametrize("clock", ["18:06", "18.06"])
def test_time_is_that_of_the_title(clock):
    found = one("2024-03-30 8:12:01 +01:00", f"29 mars {clock}, Trafikolycka, Köping")
    assert found.start.tolist() == np.array(["2024-03-29T18:06"], "datetime64[s]").tolist()
    assert (found.end - found.start).tolist() == [np.timedelta64(60, "s").item()]
    assert found.precision.tolist() == [TimePrecision.MINUTE]


@pytest.mark.parametrize(
    ("published", "title", "start"),
    [
        ("2024-01-02 08:00:00 +01:00", "31 december 23.10, Brand, Köping", "2023-12-31T23:10"),
        ("2024-01-02 08:00:00 +01:00", "01 januari 00.10, Brand, Köping", "2024-01-01T00:10"),
        ("2023-12-30 08:00:00 +01:00", "01 januari 10.00, Trafikkontroll, Köping", "2024-01-01T10:00"),
        ("2023-09-27 21:49:57 +02:00", "29 september 22:00, Övrigt, Köping", "2023-09-29T22:00"),
        ("2025-01-10 08:00:00 +01:00", "29 februari 10.00, Brand, Köping", "2024-02-29T10:00"),
        ("2024-11-02 08:00:00 +01:00", "20 december 10.00, Brand, Köping", "2023-12-20T10:00"),
    ],
)
def test_the_year_follows_the_publication(published, title, start):
    assert one(published, title).start[0] == np.datetime64(start, "s")


@given(st.dates(dt.date(2000, 3, 1), dt.date(2098, 1, 1)), st.integers(0, 300))
def test_every_day_up_to_ten_months_back_is_found_again(day, lag):
    published = np.datetime64(day) + lag
    title = f"{day.day:02d} {polisen.MONTHS[day.month - 1]} 12.00, Brand, Köping"
    assert one(f"{published} 13:00:00 +01:00", title).start[0].astype("datetime64[D]") == np.datetime64(day)


def test_a_title_without_time_gives_a_day():
    found = polisen.interpret(
        events(
            ("2024-03-30 18:12:01 +01:00", "29 mars, Brand, Köping", "Brand", "Köping", "59.5,16.0"),
            ("2024-03-30 18:12:01 +01:00", "Brand, Köping", "Brand", "Köping", "59.5,16.0"),
            ("2024-03-30 18:12:01 +01:00", "99 mars 12.00, Brand, Köping", "Brand", "Köping", "59.5,16.0"),
            ("2024-03-30 18:12:01 +01:00", "29 mars 25.00, Brand, Köping", "Brand", "Köping", "59.5,16.0"),
        ),
        ZONE,
    )
    assert found.precision.tolist() == [TimePrecision.DAY] * 4
    assert found.start.astype("datetime64[D]").astype(str).tolist() == [
        *("2024-03-29", "2024-03-30", "2024-03-30", "2024-03-29")
    ]
    assert "2 titles say the day" in said(found.notes)
    assert "2 titles do not say when" in said(found.notes)


def test_a_row_without_any_time_is_refused_with_the_reason():
    found = polisen.interpret(
        events(("garbage", "29 mars 18.06, Brand, Köping", "Brand", "Köping"), (None, None, None, None, None)), ZONE
    )
    ((mask, column, why),) = found.reasons
    assert mask.tolist() == [True, True]
    assert column == "datetime"
    assert why.text
    assert np.isnat(found.start).all()


def test_times_are_turned_into_the_wall_clock_asked_for():
    found = one("2024-07-01 12:00:00 +02:00", "01 juli 10.00, Brand, Köping", zone="UTC")
    assert found.start[0] == np.datetime64("2024-07-01T08:00", "s")
    skipped = one("2024-03-31 12:00:00 +02:00", "31 mars 02.30, Brand, Köping", zone="UTC")
    assert skipped.start[0] == np.datetime64("2024-03-31T01:30", "s")


def test_kinds_are_whole_and_summaries_are_flagged():
    kinds = ["Trafikolycka, personskada", "Sammanfattning natt", "Sammanfattning kväll och natt", "Brand "]
    found = polisen.interpret(
        events(*(("2024-03-30 08:00:00 +01:00", f"29 mars 18.06, {kind}, Köping", kind, "Köping") for kind in kinds)),
        ZONE,
    )
    assert found.category.to_list() == [kind.strip() for kind in kinds]
    assert found.summary.tolist() == [False, True, True, False]


def test_the_municipality_is_taken_from_the_title_where_the_field_says_the_county():
    rows = [
        ("Köping", "Arboga"),
        ("Västmanlands län", "Köping"),
        ("Stockholms län", "Upplands väsby"),
        ("Västra Götalands län", "Dals-ed"),
        ("Västmanlands län", "Västmanlands län"),
        (None, "Sala"),
        ("Utomlands", "Köping"),
        ("köping", "x"),
    ]
    found = polisen.interpret(
        events(
            *(
                ("2024-03-30 08:00:00 +01:00", f"29 mars 18.06, Trafikolycka, singel, {last}", "Trafikolycka", field)
                for field, last in rows
            )
        ),
        ZONE,
    )
    assert found.municipality.to_list() == [
        *("Köping", "Köping", "Upplands Väsby", "Dals-Ed", None, "Sala", "Utomlands", "Köping")
    ]
    assert found.county.to_list() == [
        *(None, "Västmanlands län", "Stockholms län", "Västra Götalands län", "Västmanlands län", None, None, None)
    ]
    assert found.recovered.tolist() == [False, True, True, True, False, True, False, False]
    assert "4 rows say only the county" in said(found.notes)
    assert "In 4 rows the municipality was taken from the title" in said(found.notes)


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.text(max_size=30))] * 5), max_size=20))
def test_garbage_is_read_or_refused_row_by_row(rows):
    found = polisen.interpret(events(*rows), ZONE)
    refused = sum((mask for mask, _, _ in found.reasons), np.zeros(len(rows), int))
    assert len(found.start) == len(found.municipality) == len(found.category) == len(found.summary) == len(rows)
    np.testing.assert_array_equal(np.isnat(found.start), refused.astype(bool))


class TestAnswers:
    def write(self, path, content):
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    def test_an_answer_has_the_columns_of_the_csv(self, tmp_path):
        event = {
            "id": 1, "datetime": "2024-03-30 8:00:00 +01:00", "name": "29 mars 18.06, Brand, Köping", "summary": "x",
            "url": "/a", "type": "Brand", "location": {"name": "Köping", "gps": "59.5,16.0"},
        }  # fmt: skip
        table = polisen.read_table(self.write(tmp_path / "a.json", [event, "odd", {**event, "location": None}]))
        assert table.frame.columns == list(polisen.COLUMNS)
        assert table.frame.row(0) == ("1", event["datetime"], event["name"], "x", "/a", "Brand", "Köping", "59.5,16.0")
        assert table.lines.tolist() == [1, 3]
        assert [refusal.line for refusal in table.set_aside] == [2]
        assert polisen.matches(table.frame.columns)

    @pytest.mark.parametrize("content", ["", "[", "[]", "{}", "[1, 2]", '[{"id": 1, "dat', "null", "x", "[{}]"])
    def test_another_content_is_refused(self, tmp_path, content):
        with pytest.raises(UnreadableInput):
            polisen.read_table(self.write(tmp_path / "a.json", content))


@pytest.mark.shared
def test_the_archive_gives_its_known_totals(shared_data):
    frame = pl.read_csv(shared_data / "polisen_handelser/handelser.csv.gz", infer_schema=False)
    found = polisen.interpret(frame, ZONE)
    by_field = found.municipality.filter(pl.Series(~found.recovered))
    assert frame.height == 57_926
    assert found.reasons == ()
    assert (by_field == "Köping").sum() == 126
    assert (by_field == "Västerås").sum() == 826
    assert found.county.is_not_null().sum() == 14_718
    assert found.municipality.n_unique() == 291
    assert found.category.n_unique() == 90
    assert (found.precision == TimePrecision.MINUTE).all()
    published = frame["datetime"].str.slice(0, 10).str.to_date().to_numpy().astype("datetime64[D]")
    lag = (published - found.start.astype("datetime64[D]")).astype(int)
    assert lag.min() >= -31
    assert lag.max() < 60


@pytest.mark.shared
def test_the_answers_together_hold_their_known_events(shared_data):
    tables = [polisen.read_table(path) for path in (shared_data / "polisen_handelser/api_snapshots").glob("*.json")]
    assert [table.frame.height for table in tables] == [500] * 5
    assert pl.concat([table.frame["id"] for table in tables]).n_unique() == 1_474
