"""The pages of places: what each role sees and may do, errors in words, nothing half done."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile

from lagesbild.accounts.models import Role
from lagesbild.core.scope import scope
from lagesbild.places import actions
from lagesbild.places.models import AreaSet, Gazetteer, GroundMap, Municipality
from tests.places.places_world import collection, feature, make_real, register, squares
from tests.web.reading import faults
from tests.web.world import Town, build, client_of

pytestmark = pytest.mark.django_db(transaction=True)
LINE = shapely.LineString([(16.0, 59.5), (16.1, 59.6)])


@pytest.fixture
def town(owner_url: str, transactional_db: None) -> Town:
    return build(owner_url, "alfa")


def upload(name: str, content: object) -> SimpleUploadedFile:
    raw = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    return SimpleUploadedFile(name, raw)


def districts(n: int = 2) -> dict[str, object]:
    boxes = [shapely.box(15.9 + i / 10, 59.5, 16.0 + i / 10, 59.6) for i in range(n)]
    return collection(*(feature(box, kod=f"K{i}", namn=f"Kvarter {i}") for i, box in enumerate(boxes)))


def test_every_page_reads_well_in_both_languages_empty_and_full(town: Town) -> None:
    client = client_of(town.people["kommun", Role.COORDINATOR])
    paths = ["", "kommun/", "omraden/nya/", "adresser/", "karta/", "sok/?q=storgatan", "?q=storgatan"]
    with scope(town.coordinator.scope()):
        paths.append(f"omraden/{AreaSet.objects.get().pk}/")
    for fill in (lambda: None, lambda: register(town.pk)):
        fill()
        for language in ("sv", "en"):
            client.cookies["sprak"] = language
            for path in paths:
                answer = client.get(f"/s/alfa/platser/{path}")
                assert answer.status_code == 200, path
                assert faults(answer.text, language) == [], path


def test_the_municipality_is_chosen_and_shown_with_its_neighbours(owner_url: str, town: Town) -> None:
    make_real(owner_url, town.pk)
    client, member = (client_of(town.people["kommun", role]) for role in (Role.ADMINISTRATOR, Role.MEMBER))
    assert client.post("/s/alfa/platser/kommun/", {"code": "1983"}).status_code == 302
    page = member.get("/s/alfa/platser/").text
    assert "7 grannar" in page
    assert "Över vatten: Västerås." in page
    assert '<path d="M' in page


def test_an_invented_partnership_chooses_from_a_file(town: Town) -> None:
    client = client_of(town.people["kommun", Role.COORDINATOR])
    assert "1983" not in client.get("/s/alfa/platser/kommun/").text
    answer = client.post("/s/alfa/platser/kommun/", {"file": upload("kommun.geojson", districts())})
    assert answer.status_code == 302
    with scope(town.coordinator.scope()):
        row = Municipality.objects.get()
        assert (row.name, [one["name"] for one in row.neighbours]) == ("Kvarter 0", ["Kvarter 1"])


def test_areas_are_looked_at_before_they_are_kept(town: Town) -> None:
    client, member = (client_of(town.people["kommun", role]) for role in (Role.COORDINATOR, Role.MEMBER))
    given = {"file": upload("omraden.geojson", districts()), "name": "Kvarter", "edition": "2025"}
    answer = client.post("/s/alfa/platser/omraden/nya/", given)
    preview = client.get(answer["Location"]).text
    assert "2 områden" in preview
    assert "Ingenting räknas i dem förrän du behåller dem" in preview
    assert "kolumnen kod" in preview
    assert "Behåll områdena" not in member.get(answer["Location"]).text
    with scope(town.coordinator.scope()):
        pk = AreaSet.objects.get(name="Kvarter").pk
    assert member.post(f"/s/alfa/platser/omraden/{pk}/behall/").status_code == 403
    assert client.get(f"/s/alfa/platser/omraden/{pk}/behall/").status_code == 302
    with scope(town.coordinator.scope()):
        assert AreaSet.objects.get(pk=pk).state == AreaSet.State.DRAFT
    assert client.post(f"/s/alfa/platser/omraden/{pk}/behall/").status_code == 302
    assert client.post(f"/s/alfa/platser/omraden/{pk}/behall/").status_code == 409
    assert client.post(f"/s/alfa/platser/omraden/{pk}/rakna/").status_code == 302
    assert client.post(f"/s/alfa/platser/omraden/{pk}/ta-bort/").status_code == 409
    assert client.post(f"/s/alfa/platser/omraden/{pk + 1000}/ta-bort/").status_code == 404


def test_only_areas_of_ones_own_municipality_are_read_where_one_says_so(town: Town) -> None:
    actions.invent_municipality(actor=town.coordinator, areas=squares(1, west=15.9, south=59.5))
    client = client_of(town.people["kommun", Role.COORDINATOR])
    for mine, n in (("on", 1), ("", 4)):
        given = {"file": upload("omraden.geojson", districts(4)), "name": f"Kvarter {n}", "mine": mine}
        page = client.get(client.post("/s/alfa/platser/omraden/nya/", given)["Location"]).text
        assert f"{n} område" in page
    assert "3 områden ligger utanför kommunen" in page


def test_a_file_without_coordinate_system_is_read_when_it_is_chosen(town: Town) -> None:
    client = client_of(town.people["kommun", Role.COORDINATOR])
    metres = collection(feature(shapely.box(546_000, 6_590_000, 547_000, 6_591_000), kod="A"))
    given = {"name": "Kvarter", "mine": "on"}
    refused = client.post("/s/alfa/platser/omraden/nya/", given | {"file": upload("omraden.geojson", metres)})
    assert refused.status_code == 422
    assert "talen liknar SWEREF 99 TM" in refused.text
    assert "--areas-crs" not in refused.text
    read = client.post(
        "/s/alfa/platser/omraden/nya/", given | {"file": upload("omraden.geojson", metres), "system": "EPSG:3006"}
    )
    assert read.status_code == 302
    wrong = given | {"file": upload("omraden.geojson", metres), "system": "EPSG:3006", "code": "zz"}
    refused = client.post("/s/alfa/platser/omraden/nya/", wrong)
    assert "ingen kolumn ”zz”. Den har: kod." in refused.text


@pytest.mark.parametrize(
    ("path", "name", "content"),
    [
        *(
            ("omraden/nya/", f"omraden.{kind}", raw)
            for kind, raw in (("geojson", b"{"), ("zip", b"PK"), ("csv", b"a;b"))
        ),
        *(("adresser/", name, b"\x00[]") for name in ("x.json", "x.csv", "x.xlsx", "x.gpkg")),
        *(("karta/", name, raw) for name, raw in (("x.json", b"[]"), ("x.geojson", b"{}"), ("x.csv", b"a"))),
        ("karta/", "x.geojson", json.dumps(collection(feature(LINE, kind="canal"))).encode()),
        ("kommun/", "x.geojson", b"{"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_form(town: Town, path: str, name: str, content: bytes) -> None:
    client = client_of(town.people["kommun", Role.COORDINATOR])
    answer = client.post(f"/s/alfa/platser/{path}", {"file": upload(name, content), "name": "Distrikt"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert faults(answer.text, "sv") == []


def test_a_register_with_bad_rows_is_read_only_when_one_says_so(town: Town) -> None:
    client = client_of(town.people["kommun", Role.COORDINATOR])
    raw = b"namn;lon;lat\nTorget;16.0;59.5\nBron;;59.5\n"
    answer = client.post("/s/alfa/platser/adresser/", {"file": upload("broar.csv", raw)})
    assert answer.status_code == 422
    assert "Ingenting lästes in" in answer.text
    assert faults(answer.text, "sv") == []
    with scope(town.coordinator.scope()):
        assert not Gazetteer.objects.filter(source="broar.csv").exists()
    answer = client.post("/s/alfa/platser/adresser/", {"file": upload("broar.csv", raw), "partly": "on"})
    assert answer.status_code == 200
    assert "1 platser och 0 adresser lästes in, 1 rader kunde inte läsas" in answer.text
    with scope(town.coordinator.scope()):
        pk = Gazetteer.objects.get(source="broar.csv").pk
    assert "Torget" in client.get("/s/alfa/platser/sok/?q=torget").text
    assert client.post(f"/s/alfa/platser/adresser/{pk}/ta-bort/").status_code == 302
    assert "Torget" not in client.get("/s/alfa/platser/sok/?q=torge").text


def test_search_answers_forms_pages_and_parts_of_pages(town: Town) -> None:
    register(town.pk)
    client = client_of(town.people["polis", Role.REPORTER])
    answer = client.get("/s/alfa/platser/sok/?q=storgatan 12b&near=16,59.5", headers={"Accept": "application/json"})
    (hit,) = answer.json()["places"]
    assert (hit["label"], hit["kind"], hit["lon"]) == ("Storgatan 12B, Nygård", "address", 16.011)
    part = client.get("/s/alfa/platser/sok/?q=storgatan 12b", headers={"HX-Request": "true"}).text
    assert "Storgatan 12B" in part
    assert "<html" not in part
    for near in ("", "x", "1", "nan,inf", "1,2,3"):
        assert client.get(f"/s/alfa/platser/sok/?q=storgatan&near={near}").status_code == 200


def test_the_ground_is_sent_once_and_packed_for_those_who_can_unpack(town: Town) -> None:
    client = client_of(town.people["kommun", Role.COORDINATOR])
    given = {"file": upload("gator.geojson", collection(feature(LINE, namn="Storgatan"))), "kind": "street"}
    assert client.post("/s/alfa/platser/karta/", given).status_code == 302
    assert "gator.geojson" in client.get("/s/alfa/platser/").text
    reporter = client_of(town.people["kommun", Role.REPORTER])
    address = "/s/alfa/platser/underlag.json"
    packed = reporter.get(address, headers={"Accept-Encoding": "gzip"})
    plain = reporter.get(address)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Storgatan" in plain.text
    again = reporter.get(address, headers={"If-None-Match": f'"x", W/{packed["ETag"]}'})
    assert again.status_code == 304
    with scope(town.coordinator.scope()):
        pk = GroundMap.objects.get(source="gator.geojson").pk
    assert client.post(f"/s/alfa/platser/karta/{pk}/ta-bort/").status_code == 302
    assert reporter.get(address, headers={"If-None-Match": packed["ETag"]}).status_code == 200


@pytest.mark.parametrize("role", [Role.REPORTER, Role.MEMBER, Role.LEADER, Role.ANALYST, Role.AUDITOR])
def test_others_read_and_do_not_change(town: Town, role: Role) -> None:
    client = client_of(town.people["kommun", role])
    index = client.get("/s/alfa/platser/").text
    assert "Lägg till" not in index
    for path in ("kommun/", "omraden/nya/", "adresser/", "karta/"):
        assert client.get(f"/s/alfa/platser/{path}").status_code == 403
        assert client.post(f"/s/alfa/platser/{path}", {"file": upload("x.geojson", b"{}")}).status_code == 403


@pytest.mark.shared
def test_real_municipalities_of_statistics_sweden_are_read_in_their_archive(shared_data: Path, town: Town) -> None:
    client = client_of(town.people["kommun", Role.COORDINATOR])
    path = shared_data / "sverige_geografi" / "kommun_lan" / "SCB_Kommun_Sweref99TM.zip"
    answer = client.post(
        "/s/alfa/platser/omraden/nya/", {"file": upload(path.name, path.read_bytes()), "name": "Kommuner"}
    )
    page = client.get(answer["Location"]).text
    assert "290 områden" in page
    assert "kolumnen KnKod" in page
