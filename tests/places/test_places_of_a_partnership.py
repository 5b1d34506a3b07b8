"""Where a partnership is: municipality and neighbours, editions of areas, search for places, ground; and its walls."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
import shapely.geometry
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.web.world import client_of

from lagesbild.core.actions import SYSTEM, Actor, Denied, WrongState
from lagesbild.core.scope import Scope, scope
from lagesbild.errors import InputError
from lagesbild.places import actions, surroundings
from lagesbild.places.actions import NamedPlace, StreetNumber
from lagesbild.places.areas import Areas, read_areas
from lagesbild.places.areas.register import find_municipality, municipalities
from lagesbild.places.gazetteers import read_gazetteer
from lagesbild.places.models import AreaSet, Municipality
from lagesbild.places.search import find_places

pytestmark = pytest.mark.django_db(transaction=True)


def squares(n: int, *, west: float = 16.0, south: float = 59.0, side: float = 0.1) -> Areas:
    """A row of squares side by side, the first furthest west."""
    boxes = [shapely.box(west + i * side, south, west + (i + 1) * side, south + side) for i in range(n)]
    return Areas(
        codes=tuple(f"A{i}" for i in range(n)),
        names=tuple(f"Område {i}" for i in range(n)),
        groups=("",) * n,
        population=np.arange(n, dtype=np.float64) + 10,
        population_source="",
        geometry=np.array(boxes, dtype=object),
        source="omraden.geojson",
    )


def arranger(partnership: int, role: str = "coordinator") -> Actor:
    return Actor(7, partnership, frozenset({(1, role)}))


def named(text: str) -> set[str]:
    row = find_municipality(text)
    assert row is not None
    known = municipalities()
    return {known.names[i] for i in surroundings.neighbours_of(row)}


def test_neighbours_are_those_that_share_a_border() -> None:
    assert named("Köping") == {"Arboga", "Hallstahammar", "Kungsör", "Lindesberg", "Skinnskatteberg", "Surahammar"}
    assert "Sundbyberg" in named("Solna")
    assert named("Gotland") == set()


def test_being_neighbours_is_mutual_in_the_whole_country() -> None:
    known = range(len(municipalities()))
    pairs = {(i, other) for i in known for other in surroundings.neighbours_of(i)}
    assert pairs == {(other, i) for i, other in pairs}
    assert len(pairs) > 1000


def test_choosing_the_municipality_brings_border_and_neighbours(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    actions.choose_municipality(actor=actor, code="1983")
    with scope(actor.scope()):
        row = Municipality.objects.get()
        assert (row.name, row.county) == ("Köping", "Västmanlands län")
        assert len(row.neighbours) == 6
    with scope(Scope(read=(two[1],), write=two[1])):
        assert not Municipality.objects.exists()


def test_only_those_who_arrange_may_choose(two: tuple[int, int]) -> None:
    for role in ("reporter", "member", "leader", "auditor"):
        with pytest.raises(Denied):
            actions.choose_municipality(actor=arranger(two[0], role), code="1983")
        with pytest.raises(Denied):
            actions.add_areas(actor=arranger(two[0], role), areas=squares(2), name="Distrikt")


def test_an_unknown_municipality_is_refused_in_words(two: tuple[int, int]) -> None:
    with pytest.raises(InputError, match="9999"):
        actions.choose_municipality(actor=arranger(two[0]), code="9999")


def test_areas_are_counted_in_when_they_are_kept_and_not_before(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    draft = actions.add_areas(actor=actor, areas=squares(3), name="Distrikt", edition="2024")
    lon, lat = np.array([16.05, 16.25, 17.0, np.nan]), np.full(4, 59.05)
    with scope(actor.scope()):
        assert surroundings.locate(two[0], lon, lat) == []
    actions.keep_areas(actor=actor, area_set=draft.pk)
    with scope(actor.scope()):
        (column,) = surroundings.locate(two[0], lon, lat)
        codes = surroundings.codes(two[0])
        assert [codes.get(int(number)) for number in column] == ["A0", "A2", None, None]


def test_a_new_edition_takes_the_place_of_the_old_and_the_old_can_be_used_again(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    first, second = (
        actions.keep_areas(
            actor=actor,
            area_set=actions.add_areas(actor=actor, areas=squares(n), name="DeSO", edition=edition).pk,
        )
        for n, edition in ((2, "2018"), (4, "2025"))
    )
    with scope(actor.scope()):
        assert [str(one) for one in surroundings.in_use()] == ["DeSO 2025"]
        # pictures go on counting in the edition they counted in until someone says otherwise
        assert str(surroundings.counted_in()) == "DeSO 2018"
    actions.use_edition(actor=actor, area_set=second.pk, counted=True)
    with scope(actor.scope()):
        assert str(surroundings.counted_in()) == "DeSO 2025"
    actions.use_edition(actor=actor, area_set=first.pk)
    with scope(actor.scope()):
        assert [str(one) for one in surroundings.in_use()] == ["DeSO 2018"]


def test_two_sets_stand_side_by_side(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    for name, n in (("DeSO", 2), ("Polisens", 3)):
        actions.keep_areas(actor=actor, area_set=actions.add_areas(actor=actor, areas=squares(n), name=name).pk)
    with scope(actor.scope()):
        columns = surroundings.locate(two[0], np.array([16.05]), np.array([59.05]))
    assert len(columns) == 2
    assert all(column[0] > 0 for column in columns)


def test_the_same_edition_is_not_kept_twice_and_a_draft_is_replaced(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    actions.add_areas(actor=actor, areas=squares(2), name="DeSO", edition="2025")
    draft = actions.add_areas(actor=actor, areas=squares(3), name="DeSO", edition="2025")
    with scope(actor.scope()):
        assert AreaSet.objects.get().areas.count() == 3
    actions.keep_areas(actor=actor, area_set=draft.pk)
    with pytest.raises(InputError, match="there already"):
        actions.add_areas(actor=actor, areas=squares(2), name="DeSO", edition="2025")
    with pytest.raises(WrongState):
        actions.keep_areas(actor=actor, area_set=draft.pk)


@given(st.integers(1, 8), st.lists(st.tuples(st.floats(15.9, 17.0), st.floats(58.95, 59.15)), max_size=40))
def test_a_point_lies_in_exactly_the_area_that_holds_it(n: int, points: list[tuple[float, float]]) -> None:
    areas = squares(n)
    lon, lat = np.array([point[0] for point in points]), np.array([point[1] for point in points])
    for at, found in zip(points, areas.locate(lon, lat), strict=True):
        inside = [i for i, shape in enumerate(areas.geometry) if shapely.intersects(shape, shapely.Point(at))]
        assert (int(found) in inside) if inside else found == -1


def gazetteer(partnership: int) -> Actor:
    actor = Actor(SYSTEM, partnership, frozenset())
    actions.set_gazetteer(
        actor=actor,
        source="register.csv",
        places=[
            NamedPlace(name="Brukstorget", kind="torg", lon=16.0, lat=59.5, aliases=("Torget", "Gamla torget")),
            NamedPlace(name="Åsby skola", kind="skola", lon=16.1, lat=59.5),
            NamedPlace(name="Asbyparken", kind="park", lon=16.2, lat=59.5),
        ],
        addresses=[
            StreetNumber(street="Storgatan", number=12, lon=16.01, lat=59.51),
            StreetNumber(street="Storgatan", number=12, letter="B", lon=16.011, lat=59.51),
            StreetNumber(street="Storgatan", number=14, lon=16.02, lat=59.51),
            StreetNumber(street="Norra Storgatan", number=12, lon=16.03, lat=59.52),
            StreetNumber(street="Ängsvägen", number=3, lon=16.04, lat=59.53),
        ],
    )
    return actor


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Storgatan 12 B", "Storgatan 12B"),
        ("storgatan 12b", "Storgatan 12B"),
        ("storgatan 14", "Storgatan 14"),
        ("Storgatan", "Storgatan"),
        ("norra stor", "Norra Storgatan"),
        ("brukst", "Brukstorget"),
        ("gamla torget", "Brukstorget"),
        ("åsby", "Åsby skola"),
        ("asby", "Asbyparken"),
        ("skola", "Åsby skola"),
        ("storgattan 14", "Storgatan 14"),
        ("brukstorgt", "Brukstorget"),
        ("ängsvagen 3", "Ängsvägen 3"),
    ],
)
def test_a_place_is_found_as_people_write_it(two: tuple[int, int], asked: str, first: str) -> None:
    actor = gazetteer(two[0])
    with scope(actor.scope()):
        assert find_places(two[0], asked)[0].label == first


def test_every_address_and_place_is_found_by_its_own_text(two: tuple[int, int]) -> None:
    actor = gazetteer(two[0])
    for text in ("Storgatan 12", "Storgatan 12B", "Storgatan 14", "Norra Storgatan 12", "Ängsvägen 3", "Asbyparken"):
        with scope(actor.scope()):
            assert find_places(two[0], text)[0].label == text


def test_nothing_is_found_in_a_neighbours_register(two: tuple[int, int]) -> None:
    gazetteer(two[1])
    with scope(Scope(read=(two[0],), write=two[0])):
        assert find_places(two[0], "Brukstorget") == []


def test_a_new_reading_of_a_source_takes_the_place_of_the_old(two: tuple[int, int]) -> None:
    actor = gazetteer(two[0])
    actions.set_gazetteer(
        actor=actor, source="register.csv", places=[NamedPlace(name="Nya torget", kind="", lon=16.0, lat=59.5)]
    )
    with scope(actor.scope()):
        assert [hit.label for hit in find_places(two[0], "torget")] == ["Nya torget"]


def test_a_file_of_addresses_in_another_system_is_read_and_its_bad_rows_are_named(tmp_path: Path) -> None:
    path = tmp_path / "adresser.csv"
    path.write_bytes(
        "Gatunamn;Nummer;Postort;N;E\nStorgatan;12 B;KÖPING;6597000,5;547000\nStorgatan;;KÖPING;6597000;547000\n"
        "Hamngatan;4;KÖPING;;\n".encode("windows-1252")
    )
    read = read_gazetteer(path)
    (one,) = read.addresses
    assert (one.street, one.number, one.letter, one.town) == ("Storgatan", 12, "B", "KÖPING")
    assert one.lon == pytest.approx(15.83, abs=0.05)
    assert one.lat == pytest.approx(59.51, abs=0.05)
    assert [(refused.line, refused.column) for refused in read.refused] == [(3, "Nummer"), (4, "E")]


def test_a_file_without_names_is_refused_with_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "fel.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(InputError, match="a, b"):
        read_gazetteer(path)


def test_pages_are_read_by_all_and_changed_by_those_who_arrange(owner_url: str, transactional_db: None) -> None:
    from tests.web.world import build

    town = build(owner_url, "alfa")
    actions.choose_municipality(actor=town.coordinator, code="Köping")
    coordinator, member = (client_of(town.people["kommun", role]) for role in ("coordinator", "member"))
    assert "6 grannar" in member.get("/s/alfa/platser/").text
    assert member.get("/s/alfa/platser/omraden/nya/").status_code == 403
    file = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"kod": f"K{i}", "namn": f"Område {i}"},
                    "geometry": shapely.geometry.mapping(shapely.box(15.9 + i / 10, 59.5, 16.0 + i / 10, 59.6)),
                }
                for i in range(2)
            ],
        }
    ).encode()
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("omraden.geojson", file)
    answer = coordinator.post("/s/alfa/platser/omraden/nya/", {"file": upload, "name": "Distrikt", "edition": "1"})
    page = coordinator.get(answer["Location"]).text
    assert "2 områden" in page
    assert "Ingenting räknas i dem förrän du behåller dem" in page
    with scope(town.coordinator.scope()):
        pk = AreaSet.objects.get().pk
    assert coordinator.post(f"/s/alfa/platser/omraden/{pk}/behall/").status_code == 302
    assert "Lägesbilden räknar i dem" in coordinator.get("/s/alfa/platser/").text


def test_what_is_no_file_of_areas_is_refused_on_the_form(owner_url: str, transactional_db: None) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from tests.web.world import build

    town = build(owner_url, "alfa")
    client = client_of(town.people["kommun", "coordinator"])
    for name, content in (("omraden.geojson", b"{"), ("omraden.zip", b"PK"), ("omraden.csv", b"a;b\n")):
        upload = SimpleUploadedFile(name, content)
        answer = client.post("/s/alfa/platser/omraden/nya/", {"file": upload, "name": "Distrikt"})
        assert answer.status_code == 422, name
        assert 'role="alert"' in answer.text
    for path in ("platser/adresser/", "platser/karta/"):
        answer = client.post(f"/s/alfa/{path}", {"file": SimpleUploadedFile("x.json", b"[]")})
        assert answer.status_code == 422, path


def test_the_ground_is_sent_once(owner_url: str, transactional_db: None) -> None:
    from tests.web.world import build

    town = build(owner_url, "alfa")
    line = {"type": "LineString", "coordinates": [[16.0, 59.5], [16.1, 59.6]]}
    features = [{"type": "Feature", "properties": {"kind": "street", "name": ""}, "geometry": line}]
    actions.set_ground(
        actor=town.coordinator, features={"type": "FeatureCollection", "features": features}, source="karta.geojson"
    )
    client = client_of(town.people["kommun", "reporter"])
    answer = client.get("/s/alfa/platser/underlag.json")
    assert answer["Content-Encoding"] == "gzip"
    again = client.get("/s/alfa/platser/underlag.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.shared
def test_real_areas_in_two_editions(shared_data: Path, two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    folder = shared_data / "sverige_geografi" / "deso_regso_vastmanland"
    for name in ("deso", "regso"):
        areas = read_areas(folder / f"{name}_vastmanland.geojson")
        kept = actions.add_areas(actor=actor, areas=areas, name=name.upper(), edition="2018")
        actions.keep_areas(actor=actor, area_set=kept.pk)
    with scope(actor.scope()):
        columns = surroundings.locate(two[0], np.array([15.9926]), np.array([59.5139]))
    assert [column[0] > 0 for column in columns] == [True, True]


@pytest.fixture
def nobody() -> Client:
    return Client()
