"""What may point out a person does not leave the reader."""

from __future__ import annotations

import polars as pl
import pytest

from lagesbild.core.guard import MASK
from lagesbild.i18n import translator
from lagesbild.sources import read, write_refusals
from lagesbild.sources.personal import masked

PERSONAL = [
    *("811228-9874", "8112289874", "19811228-9874", "198112289874", "811288-9873", "pnr 811228+9874.", "811228 9874"),
    *("anna.lind@example.se", "Skriv till anna@example.com", "070-123 45 67", "0701234567", "+46 70 123 45 67"),
    *("ring 08-123 456 78", "0221-251 00", "0046701234567"),
]
PLAIN = [
    *("2024-01-31", "2024-02-30 07:23", "31/1-24", "01-02-2024", "08-02-2024", "08/02/2024 12:30", "20240131"),
    *("Storgatan 12", "1983C1010", "6570950,6", "59.29525006", "-15.19847123", "vet ej", "2024-01-31T07:23:00+01:00"),
    *("Rån, försök", "0723", "A-2024-00123", "kl. 07.23", "2024-123456", "@ torget", "1/2/2024 0:00"),
]


@pytest.mark.parametrize("value", PERSONAL)
def test_what_points_out_a_person_is_masked(value):
    assert masked(pl.Series([value])).to_list() == [MASK]


@pytest.mark.parametrize("value", PLAIN)
def test_what_points_out_nobody_is_left(value):
    assert masked(pl.Series([value, None])).to_list() == [value, None]


def test_refusals_hold_nothing_personal_and_no_long_text(tmp_path):
    told = "Hon såg två män i mörka kläder springa in i trapphuset mitt emot"
    personal = [value for value in PERSONAL if value != "0701234567"]  # a moment in Unix seconds
    values = [*personal, told, f"{told[:36]} 811228-9874"]
    path = tmp_path / "t.csv"
    rows = [f"{value};Rån" for value in values]
    path.write_text("\n".join(["Datum;Typ", "2024-01-31;Rån", *rows, "a;811228-9874;b"]) + "\n", "utf-8")
    reading = read([path])
    assert reading.refusals.frame["value"].to_list() == [MASK] * len(personal) + [told[:40], MASK, MASK]
    write_refusals(reading, tmp_path / "r.csv", translator("sv"))
    written = (tmp_path / "r.csv").read_text("utf-8-sig")
    assert not any(value in written for value in ["9874", "@", "trapphuset"])


@pytest.mark.parametrize(
    ("role", "heading"), [("category", "Typ"), ("area", "Stadsdel"), ("place", "Adress"), ("reporter", "Enhet")]
)
def test_labels_hold_nothing_personal(tmp_path, role, heading):
    paths = []
    for name, rows in (("a", ["0701234567", "Norr", "anna@example.se"]), ("b", ["anna@example.se", "Norr", "Söder"])):
        paths.append(tmp_path / f"{name}.csv")
        lines = [f"2024-01-31;{row}" for row in rows]
        paths[-1].write_text("\n".join([f"Datum;{heading}", *lines]) + "\n", "utf-8")
    reading = read(paths)
    labels = getattr(reading.records, role)
    said = [labels.names[code] for code in labels.codes]
    assert said == [f"{MASK} 1", "Norr", f"{MASK} 2", f"{MASK} 2", "Norr", "Söder"]
    assert [note.n for note in reading.notes if "telephone number" in note.text] == [2]
