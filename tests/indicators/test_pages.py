"""Statistics as people see it in a browser."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lagesbild.accounts.models import Role
from lagesbild.core.scope import scope
from lagesbild.indicators import actions
from lagesbild.indicators.models import Break, Indicator, Reading, Series
from tests.indicators.conftest import only, read, table, told
from tests.organisation.house import House

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = table("Bränder;Norra;2021;4", "Bränder;Norra;2022;5", "Bränder;Södra;2022;7", "Bränder;1983;2022;14")


@pytest.fixture
def client(house: House) -> Client:
    assert house.carl
    return house.client("Carl")


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(f"/s/alfa/indikatorer/{path}")
    assert answer.status_code == status, answer.text[:400]
    return answer.text


def upload(client: Client, content: bytes, name: str = "brander.csv", **more: str) -> object:
    return client.post(
        "/s/alfa/indikatorer/fil/",
        {"upload": SimpleUploadedFile(name, content), "kind": "", "steps": "quarter", **more},
    )


def test_an_empty_list_says_what_to_do(house: House, client: Client) -> None:
    text = page(client, "")
    assert "Ingen statistik än" in text
    assert "/s/alfa/indikatorer/fil/" in text


def test_a_file_is_looked_at_read_and_taken_back(house: House, client: Client) -> None:
    answer = upload(client, FIRST.encode() + b"Br\xc3\xa4nder;Atlantis;2022;1\n")
    address = answer.headers["Location"]  # type: ignore[attr-defined]
    looked = client.get(address).text
    assert "Atlantis" in looked
    assert told(house) == {}
    assert client.post(f"{address}las/").status_code == 302
    assert len(told(house)) == 4
    assert "brander.csv" in page(client, "")
    assert client.post(f"{address}ta-tillbaka/").status_code == 302
    assert told(house) == {}
    assert client.post(f"{address}ta-tillbaka/").status_code in (400, 409, 422), "it is taken back once"


def test_a_file_that_cannot_be_read_is_said_on_the_form(house: House, client: Client) -> None:
    for content, name in ((b"a;b\n1;2\n", "a.csv"), (b"{", "a.json"), (b"\x00\xff", "a.px"), (b"", "tom.csv")):
        answer = upload(client, content, name)
        assert answer.status_code == 422, name  # type: ignore[attr-defined]
    assert upload(client, FIRST.encode(), kind="kolada").status_code == 422  # type: ignore[attr-defined]
    with scope(house.carl.scope()):
        assert not Reading.objects.exists()


def test_a_file_that_waits_is_thrown_away(house: House, client: Client) -> None:
    address = upload(client, FIRST.encode()).headers["Location"]  # type: ignore[attr-defined]
    assert client.post(f"{address}kasta/").status_code == 302
    assert client.get(address).status_code == 404


def test_the_page_of_a_series_shows_interval_coverage_and_break(house: House, client: Client) -> None:
    read(house, FIRST)
    row = only(house)
    answer = client.post(
        f"/s/alfa/indikatorer/{row.pk}/avbrott/", {"day": "2022-01-01", "what": "Nya koder i % av alla"}
    )
    assert answer.status_code == 302
    with scope(house.carl.scope()):
        north = Series.objects.get(name="Norra")
        cut = Break.objects.get()
    assert "<h2>Norra</h2>" in page(client, f"{row.pk}/?plats={north.pk}")
    text = page(client, f"serie/{north.pk}/")
    for said in (
        "1,6",
        "Nya koder i % av alla",
        "2022-01-01",
        "Per 1\u00a0000 invånare och år",
        "tabell.csv",
        'class="break"',
    ):
        assert said in text, said
    assert client.post(f"/s/alfa/indikatorer/avbrott/{cut.pk}/ta-bort/").status_code == 302


def test_places_beside_each_other(house: House, client: Client) -> None:
    read(house, FIRST)
    row = only(house)
    text = page(client, f"{row.pk}/jamfor/?med=omraden&period=2022-01-01")
    assert "Norra" in text
    assert "Södra" in text
    for query in ("?period=igår", "?period=1900-01-01", "?med=skolor&mot=x", "?mot=99999999999999999999"):
        page(client, f"{row.pk}/jamfor/{query}")


def test_a_series_is_fetched_as_a_file_that_can_be_read_again(house: House, client: Client) -> None:
    read(house, table("=Bränder;Norra;2021;4", "=Bränder;Norra;2022;5,5"))
    with scope(house.carl.scope()):
        series = Series.objects.get()
    answer = client.get(f"/s/alfa/indikatorer/serie/{series.pk}/serie.csv")
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(one["område"], one["period"], one["värde"]) for one in rows] == [
        ("1983A0010", "2021", "4"),
        ("1983A0010", "2022", "5.5"),
    ]
    assert rows[0]["indikator"] == "'=Bränder", "no formula for a spreadsheet"
    again = actions.propose(actor=house.carl, name="serie.csv", content=answer.content)
    assert (again.counts["rows"], again.counts["refused"]) == (2, 0)


def test_an_indicator_is_changed_on_its_form(house: House, client: Client) -> None:
    read(house, FIRST)
    row = only(house)
    assert "tabell.csv" in page(client, f"{row.pk}/andra/")
    sent = {"name": "Anlagda bränder", "kind": "rate", "better": "lower", "per": ""}
    assert client.post(f"/s/alfa/indikatorer/{row.pk}/andra/", sent).status_code == 422
    assert client.post(f"/s/alfa/indikatorer/{row.pk}/andra/", {**sent, "kind": "count"}).status_code == 302
    assert client.post(f"/s/alfa/indikatorer/{row.pk}/folj/").status_code == 302
    assert "Anlagda bränder" in page(client, "")


def test_who_only_reads_sees_and_is_not_offered_to_change(house: House) -> None:
    read(house, FIRST)
    house.person("Rut", house.police, Role.MEMBER)
    rut = house.client("Rut")
    text = page(rut, f"{only(house).pk}/")
    assert "/andra/" not in text
    assert rut.get("/s/alfa/indikatorer/fil/").status_code == 403
    house.person("Per", house.police, Role.REPORTER)
    assert house.client("Per").get("/s/alfa/indikatorer/").status_code == 403


def test_an_indicator_whose_file_was_taken_back_says_so(house: House, client: Client) -> None:
    row = read(house, FIRST)
    pk = only(house).pk
    actions.undo(actor=house.carl, reading=row.pk)
    assert "Det finns inga siffror" in page(client, f"{pk}/")
    with scope(house.carl.scope()):
        assert Indicator.objects.count() == 1


def test_a_list_takes_as_many_questions_for_many_indicators_as_for_few(
    house: House, client: Client, django_assert_max_num_queries: object
) -> None:
    read(house, table(*(f"Mått {i};Norra;2022;{i}" for i in range(40))))
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        page(client, "")
