"""The municipality: its neighbours computed from borders and water, chosen from the list or invented in a file."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from lagesbild.core import partnerships
from lagesbild.core.actions import Denied
from lagesbild.core.models import Partnership, TimelineEntry
from lagesbild.core.scope import Scope, scope
from lagesbild.errors import InputError
from lagesbild.places import actions, surroundings
from lagesbild.places.areas.neighbours import Neighbour, neighbours
from lagesbild.places.areas.register import find_municipality, municipalities
from lagesbild.places.models import Municipality
from tests.places.places_world import arranger, make_real, shapes, squares


def beside(name: str) -> tuple[set[str], set[str]]:
    """Names of the neighbours by land and by water."""
    row = find_municipality(name)
    assert row is not None
    known = municipalities()
    found = surroundings.neighbours_of(row)
    return tuple({known.names[one.row] for one in found if one.water is water} for water in (False, True))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("name", "land", "water"),
    [
        # Köping and Västerås meet at the shore of Mälaren, where the border goes on in the lake
        (
            "Köping",
            {"Arboga", "Hallstahammar", "Kungsör", "Lindesberg", "Skinnskatteberg", "Surahammar"},
            {"Västerås"},
        ),
        ("Lekeberg", {"Degerfors", "Hallsberg", "Karlskoga", "Kumla", "Laxå", "Örebro"}, set()),
        ("Sandviken", {"Avesta", "Falun", "Gävle", "Heby", "Hofors", "Ockelbo"}, set()),
        ("Landskrona", {"Helsingborg", "Kävlinge", "Svalöv"}, set()),
        ("Öckerö", set(), {"Göteborg"}),
        ("Borgholm", {"Mörbylånga"}, {"Kalmar"}),
        ("Gotland", set(), set()),
    ],
)
def test_neighbours_are_those_on_the_other_side_of_border_or_strait(name: str, land: set[str], water: set[str]) -> None:
    assert beside(name) == (land, water)


def test_islands_reached_by_a_bridge_have_neighbours() -> None:
    assert {"Stockholm", "Nacka", "Danderyd", "Vaxholm"} <= beside("Lidingö")[1]
    assert {"Stockholm", "Botkyrka"} <= beside("Ekerö")[1]
    assert {"Orust", "Stenungsund"} <= beside("Tjörn")[1]


def test_where_four_meet_in_a_corner_on_land_those_across_are_no_neighbours() -> None:
    assert "Sollentuna" not in set.union(*beside("Sundbyberg"))
    assert "Osby" not in set.union(*beside("Markaryd"))
    assert "Sala" not in set.union(*beside("Sandviken"))


def test_being_neighbours_is_mutual_in_the_whole_country() -> None:
    pairs = {(i, one.row, one.water) for i in range(290) for one in surroundings.neighbours_of(i)}
    assert pairs == {(other, i, water) for i, other, water in pairs}
    assert len(pairs) // 2 == 726


def kilometres(*boxes: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([shapely.box(*(1000 * side for side in box)) for box in boxes], object)


def test_borders_a_little_apart_or_across_each_other_are_still_common() -> None:
    apart = kilometres((0, 0, 10, 10), (10.04, 0, 20, 10))
    across = kilometres((0, 0, 10, 10), (9.96, 0, 20, 10))
    for pair in (apart, across):
        assert neighbours(pair, 0) == (Neighbour(1, water=False),)


def test_water_makes_neighbours_unless_it_is_wide_or_a_third_lies_between() -> None:
    assert neighbours(kilometres((0, 0, 10, 10), (13, 0, 20, 10)), 0) == (Neighbour(1, water=True),)
    assert neighbours(kilometres((0, 0, 10, 10), (15, 0, 20, 10)), 0) == ()
    between = kilometres((0, 0, 10, 10), (13, 0, 20, 10), (10, 0, 13, 10))
    assert neighbours(between, 0) == (Neighbour(2, water=False),)


@pytest.mark.django_db(transaction=True)
class TestChoosing:
    def test_border_and_neighbours_come_with_it(self, owner_url: str, two: tuple[int, int]) -> None:
        make_real(owner_url, two[0])
        actor = arranger(two[0])
        actions.choose_municipality(actor=actor, code="1983")
        with scope(actor.scope()):
            row = Municipality.objects.get()
            assert (row.name, row.county) == ("Köping", "Västmanlands län")
            assert {"code": "1980", "name": "Västerås", "water": True} in row.neighbours
            assert Partnership.objects.get(pk=two[0]).municipality_code == "1983"
            entry = TimelineEntry.objects.get(verb="municipality.chosen")
            assert entry.detail == {"neighbours": 7}
        with scope(Scope(read=(two[1],), write=two[1])):
            assert not Municipality.objects.exists()

    def test_choosing_again_takes_the_place_of_the_first(self, owner_url: str, two: tuple[int, int]) -> None:
        make_real(owner_url, two[0])
        actor = arranger(two[0], "administrator")
        for code in ("Köping", "Sandviken"):
            actions.choose_municipality(actor=actor, code=code)
        with scope(actor.scope()):
            assert Municipality.objects.get().name == "Sandviken"

    def test_only_those_who_arrange_may(self, owner_url: str, two: tuple[int, int]) -> None:
        make_real(owner_url, two[0])
        for role in ("reporter", "member", "leader", "analyst", "registrator", "auditor"):
            with pytest.raises(Denied):
                actions.choose_municipality(actor=arranger(two[0], role), code="1983")

    def test_an_unknown_one_is_refused_in_words(self, two: tuple[int, int]) -> None:
        with pytest.raises(InputError, match="9999"):
            actions.choose_municipality(actor=arranger(two[0]), code="9999")

    def test_nothing_invented_happens_in_a_real_place(self, owner_url: str, two: tuple[int, int]) -> None:
        with pytest.raises(InputError, match="invented"):
            actions.choose_municipality(actor=arranger(two[0]), code="1983")
        make_real(owner_url, two[1])
        with pytest.raises(InputError, match="Only an invented"):
            actions.invent_municipality(actor=arranger(two[1]), areas=squares(1))

    def test_an_invented_one_has_border_and_neighbours_from_a_file(self, two: tuple[int, int]) -> None:
        actor = arranger(two[0])
        areas = shapes(
            shapely.box(16, 59, 16.2, 59.2), shapely.box(16.2, 59, 16.4, 59.2), shapely.box(17, 59, 17.2, 60)
        )
        actions.invent_municipality(actor=actor, areas=areas)
        with scope(actor.scope()):
            row = Municipality.objects.get()
            assert row.neighbours == [{"code": "A1", "name": "Område 1", "water": False}]
            assert Partnership.objects.get(pk=two[0]).municipality_code == ""


def test_a_partnership_made_in_a_municipality_has_its_border_and_neighbours_at_once(
    owner_url: str, transactional_db: None
) -> None:
    pk = partnerships.create(owner_url=owner_url, slug="vasteras", name="Västerås", municipality_code="1980")
    with scope(Scope(read=(pk,))):
        row = Municipality.objects.get()
        assert (row.name, len(row.neighbours) > 3) == ("Västerås", True)
        assert surroundings.is_somewhere()
    with pytest.raises(InputError, match="9999"):
        partnerships.create(owner_url=owner_url, slug="ingenstans", name="Ingenstans", municipality_code="9999")
    elsewhere = partnerships.create(owner_url=owner_url, slug="utan", name="Utan")
    with scope(Scope(read=(elsewhere,))):
        assert not surroundings.is_somewhere()
