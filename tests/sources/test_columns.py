"""Columns are recognised by what stands above and below."""

import polars as pl
import pytest

from lagesbild.errors import InputError, UnreadableInput
from lagesbild.sources.columns import recognise
from lagesbild.sources.records import ReadOptions

DAY = ["2024-01-31", "2024-02-01"]
TIME = ["2024-01-31 07:23", "2024-02-01 08:24"]


def roles(table: dict[str, list[str | None]], **told: str) -> dict[str, str]:
    frame = pl.DataFrame(table, schema=dict.fromkeys(table, pl.String()))
    return recognise(frame, ReadOptions(columns=told)).roles


def when(table: dict[str, list[str | None]]) -> dict[str, str]:
    kinds = ("time", "date", "clock", "month", "time_to", "date_to", "clock_to")
    return {role: name for role, name in roles(table).items() if role in kinds}


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ({"Händelsedatum": DAY, "Klockslag": ["07:23", "08:24"]}, {"date": "Händelsedatum", "clock": "Klockslag"}),
        ({"Inskrivningsdatum": DAY, "Brottsdatum": DAY}, {"date": "Brottsdatum"}),
        ({"Datum": DAY, "Tid": ["07.23", "08.24"]}, {"date": "Datum", "clock": "Tid"}),
        ({"Tid": TIME}, {"time": "Tid"}),
        ({"Month": ["2022-08", "2022-09"]}, {"month": "Month"}),
        (
            {"time_utc": TIME, "date": ["1/1/2010", "1/31/2010"], "hour": ["0", "23"], "month": ["january", "january"]},
            {"date": "date", "clock": "hour"},
        ),
        ({"Date Created": ["1517065554", "1510982515"]}, {"time": "Date Created"}),
        ({"pubdate_iso8601": ["2020-01-29T06:51:11+0100", "2020-01-29T06:51:12+0100"]}, {"time": "pubdate_iso8601"}),
        ({"Date Rptd": DAY, "DATE OCC": DAY, "TIME OCC": ["2130", "15"]}, {"date": "DATE OCC", "clock": "TIME OCC"}),
        (
            {"CMPLNT_FR_DT": ["01/31/2024", "02/01/2024"], "CMPLNT_FR_TM": ["07:23:00", "08:24:00"],
             "CMPLNT_TO_DT": ["01/31/2024", "02/01/2024"], "CMPLNT_TO_TM": ["07:30:00", "09:24:00"],
             "RPT_DT": ["01/31/2024", "02/01/2024"]},
            {"date": "CMPLNT_FR_DT", "clock": "CMPLNT_FR_TM", "date_to": "CMPLNT_TO_DT", "clock_to": "CMPLNT_TO_TM"},
        ),
        ({"Brottstid från": TIME, "Brottstid till": TIME}, {"time": "Brottstid från", "time_to": "Brottstid till"}),
        ({"Starttid": TIME, "Sluttid": TIME}, {"time": "Starttid", "time_to": "Sluttid"}),
        ({"Date": TIME, "Updated On": TIME}, {"time": "Date"}),
        ({"requested_datetime": TIME, "updated_datetime": TIME}, {"time": "requested_datetime"}),
        ({"kolumn": DAY, "annat": ["a", "b"]}, {"date": "kolumn"}),
        ({"Datum": ["okänt", "vet ej"]}, {"time": "Datum"}),
    ],
)  # fmt: skip
def test_the_time_is_found(table, wanted):
    assert when(table) == wanted


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ({"lat": ["59.1", "59.2"], "lng": ["15.1", "15.2"]}, {"lat": "lat", "lon": "lng"}),
        ({"Longitude": ["-1.2", "-1.3"], "Latitude": ["52.6", "52.7"]}, {"lat": "Latitude", "lon": "Longitude"}),
        (
            {"N (SWEREF 99 TM)": ["6570950,6", "6608981,8"], "E (SWEREF 99 TM)": ["512430,1", "587173,1"]},
            {"north": "N (SWEREF 99 TM)", "east": "E (SWEREF 99 TM)"},
        ),
        ({"coord1": ["59.29525006", "59.3"], "coord2": ["15.198", "18.05"]}, {"lat": "coord1", "lon": "coord2"}),
        ({"location_gps": ["59.3,18.0", "59.4,18.1"]}, {"position": "location_gps"}),
        ({"the_geom": ["POINT (15.1 59.2)", "POINT (15.2 59.3)"]}, {"position": "the_geom"}),
        ({"a": ["59.29525", "59.33503"], "b": ["15.19847", "18.05458"]}, {"lat": "a", "lon": "b"}),
        (
            {"lat": [None, "52.6"], "viewport_northeast_lat": ["1", "1"], "lon": ["1", "2"]},
            {"lat": "lat", "lon": "lon"},
        ),
        ({"X": ["6570950", "6608981"], "Y": ["1512430", "1587173"]}, {"north": "Y", "east": "X"}),
    ],
)
def test_the_position_is_found(table, wanted):
    found = roles({"Datum": DAY, **table})
    assert {role: name for role, name in found.items() if role in ("lat", "lon", "north", "east", "position")} == wanted


@pytest.mark.parametrize(
    ("role", "names", "wanted"),
    [
        ("category", ["Brottskod", "Brottskod.klartext"], "Brottskod.klartext"),
        ("category", ["type", "offense", "premise"], "offense"),
        ("category", ["Crime type", "Last outcome category"], "Crime type"),
        ("category", ["Title", "Description", "Status"], "Title"),
        ("category", ["OffenseDescription"], "OffenseDescription"),
        ("category", ["title_type", "title_location"], "title_type"),
        ("municipality", ["Län", "Kommun", "Ort"], "Kommun"),
        ("municipality", ["Ort"], "Ort"),
        ("county", ["Län"], "Län"),
        ("area", ["LSOA name", "LSOA code"], "LSOA code"),
        ("area", ["DeSO.område"], "DeSO.område"),
        ("area", ["beat"], "beat"),
        ("place", ["street", "location", "address"], "address"),
        ("place", ["Location"], "Location"),
        ("place", ["Plats som framgår i ansökan"], "Plats som framgår i ansökan"),
        ("reporter", ["Falls within", "Reported by"], "Reported by"),
    ],
)
def test_what_and_where_are_found(role, names, wanted):
    assert roles({"Datum": DAY, **{name: ["a", "b"] for name in names}})[role] == wanted


def test_an_identity_tells_rows_apart_and_a_row_number_does_not():
    many = ["2024-01-31"] * 9
    assert roles({"Datum": many, "Händelsenr": [f"A{i}" for i in range(9)]})["id"] == "Händelsenr"
    assert "id" not in roles({"Datum": many, "number": ["1"] * 9})
    assert "id" not in roles({"Datum": many, "Nr": [str(i) for i in range(9)]})


def test_the_user_goes_first():
    found = roles(
        {"Datum": DAY, "Annat": DAY, "Färg": ["röd", "blå"], "Typ": ["a", "b"]}, time="annat", category="Färg"
    )
    assert (found["time"], found["category"], "date" in found) == ("Annat", "Färg", False)


def test_an_unknown_heading_or_role_is_said_with_those_there_are():
    with pytest.raises(InputError, match=r"No column is called “Dag”\. Columns: Datum"):
        roles({"Datum": DAY}, time="Dag")
    with pytest.raises(InputError, match="no role “when”"):
        roles({"Datum": DAY}, when="Datum")


def test_a_table_without_time_says_how_to_name_it():
    with pytest.raises(UnreadableInput, match="--column time=HEADING"):
        roles({"namn": ["a", "b"], "antal": ["45000", "46000"]})


def test_every_choice_is_stated_with_its_option():
    frame = pl.DataFrame({"Brottsdatum": DAY, "Inskrivningsdatum": DAY})
    found = recognise(frame, ReadOptions()).conclusions
    said = {(conclusion.what.text, str(conclusion.value), conclusion.option) for conclusion in found[:2]}
    assert said == {
        ("Date", "Brottsdatum", "--column date=Brottsdatum"),
        ("Other columns with times, not used", "Inskrivningsdatum", "--column time=HEADING"),
    }
