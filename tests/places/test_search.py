"""Finding places: as people write them, misspelt, half written, near; and never in a neighbour's register."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild.core.actions import Denied
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import Scope, scope
from lagesbild.errors import InputError
from lagesbild.i18n import translator
from lagesbild.places import actions
from lagesbild.places.actions import NamedPlace, StreetNumber
from lagesbild.places.folding import fold
from lagesbild.places.models import Address, Gazetteer, Spot
from lagesbild.places.search import find_places
from tests.places.places_world import arranger, register, system

pytestmark = pytest.mark.django_db(transaction=True)


def labels(partnership: int, asked: str, near: tuple[float, float] | None = None) -> list[str]:
    with scope(Scope(read=(partnership,))):
        return [hit.label for hit in find_places(partnership, asked, near=near)]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Storgatan 12 B", "Storgatan 12B, Nygård"),
        ("storgatan 12b", "Storgatan 12B, Nygård"),
        ("STORGATAN 12 b, nygård", "Storgatan 12B, Nygård"),
        ("storgatan 14", "Storgatan 14, Nygård"),
        ("Storgatan 12, Å", "Storgatan 12, Å"),
        ("Storgatan 12 nyg", "Storgatan 12, Nygård"),
        ("storgatan 12 c", "Storgatan 12, Nygård"),
        ("norra stor", "Norra Storgatan"),
        ("storgatan norra", "Norra Storgatan"),
        ("brukst", "Brukstorget"),
        ("gamla torget", "Brukstorget"),
        ("torget", "Brukstorget"),
        ("åsby", "Åsby skola"),
        ("asby", "Asbyparken"),
        ("asby skola", "Åsby skola"),
        ("skola", "Åsby skola"),
        ("skola åsby", "Åsby skola"),
        ("å", "Å"),
        ("storgattan 14", "Storgatan 14, Nygård"),
        ("brukstorgt", "Brukstorget"),
        ("ängsvagen 3", "Ängsvägen 3"),
        ("angsvagen 3", "Ängsvägen 3"),
        ("väg 56 7", "Väg 56 7"),
        ("väg 56", "Väg 56"),
    ],
)
def test_a_place_is_found_as_people_write_it(two: tuple[int, int], asked: str, first: str) -> None:
    register(two[0])
    assert labels(two[0], asked)[0] == first


def test_one_who_writes_with_dots_means_them(two: tuple[int, int]) -> None:
    register(two[0])
    assert labels(two[0], "åsby") == ["Åsby skola"]
    assert labels(two[0], "asby") == ["Asbyparken", "Åsby skola"]


def test_a_number_half_written_shows_what_it_may_become(two: tuple[int, int]) -> None:
    register(two[0])
    assert labels(two[0], "storgatan 14") == ["Storgatan 14, Nygård", "Storgatan 140, Nygård"]
    assert labels(two[0], "storgatan 12, nygård") == ["Storgatan 12, Nygård", "Storgatan 12B, Nygård"]


def test_a_number_that_is_not_there_gives_the_street(two: tuple[int, int]) -> None:
    register(two[0])
    assert labels(two[0], "ängsvägen 77") == ["Ängsvägen"]


def test_a_street_without_number_is_at_its_middle_house(two: tuple[int, int]) -> None:
    numbers = [(1, 16.00, 59.50), (2, 16.01, 59.50), (3, 16.02, 59.51), (4, 16.02, 59.52), (5, 16.02, 59.53)]
    actions.set_gazetteer(
        actor=system(two[0]),
        source="vinkel.csv",
        addresses=[StreetNumber(street="Vinkelgatan", number=n, lon=lon, lat=lat) for n, lon, lat in numbers],
    )
    with scope(Scope(read=(two[0],))):
        (hit,) = find_places(two[0], "vinkelgatan")
    assert (hit.lon, hit.lat) in [(lon, lat) for _, lon, lat in numbers]
    assert (hit.lon, hit.lat) == (16.02, 59.51)


def test_of_equal_names_the_nearest_comes_first(two: tuple[int, int]) -> None:
    register(two[0])
    assert labels(two[0], "storgatan 12", near=(16.32, 59.5))[0] == "Storgatan 12, Å"
    assert labels(two[0], "storgatan 12", near=(16.0, 59.5))[0] == "Storgatan 12, Nygård"
    assert labels(two[0], "storgatan", near=(16.32, 59.5))[0] == "Storgatan, Å"


def test_what_fits_better_comes_before_what_is_nearer(two: tuple[int, int]) -> None:
    register(two[0])
    assert labels(two[0], "storgatan", near=(16.03, 59.52))[-1] == "Norra Storgatan"


@pytest.mark.parametrize("asked", ["", " ", "!", "q", "qqqqqqqq", "12", "%", "_", "\\", "'; DROP", "a" * 100, "١٢"])
def test_what_fits_nothing_finds_nothing(two: tuple[int, int], asked: str) -> None:
    register(two[0])
    assert labels(two[0], asked) == []


def test_nothing_is_found_in_a_neighbours_register(two: tuple[int, int]) -> None:
    register(two[1])
    assert labels(two[1], "Brukstorget") == ["Brukstorget"]
    with scope(Scope(read=(two[0],), write=two[0])):
        for partnership in two:
            assert find_places(partnership, "Brukstorget") == []
            assert find_places(partnership, "Storgatan 12") == []


def test_someone_who_may_read_several_mixes_nothing(two: tuple[int, int]) -> None:
    """What is kept in the process for one partnership holds only its own, whoever asked first."""
    register(two[0])
    actions.set_gazetteer(
        actor=system(two[1]), source="annat.csv", places=[NamedPlace(name="Brukstorget i Beta", kind="", lon=1, lat=1)]
    )
    with scope(Scope(read=two)):
        assert [hit.label for hit in find_places(two[0], "brukstorget")] == ["Brukstorget"]
    assert labels(two[0], "brukstorget") == ["Brukstorget"]
    assert labels(two[1], "brukstorget") == ["Brukstorget i Beta"]


def test_a_new_reading_takes_the_place_of_the_old_and_a_removal_takes_all(two: tuple[int, int]) -> None:
    actor = register(two[0])
    assert labels(two[0], "brukstorget")
    row = actions.set_gazetteer(
        actor=actor, source="register.csv", places=[NamedPlace(name="Nya torget", kind="", lon=16.0, lat=59.5)]
    )
    assert labels(two[0], "torget") == ["Nya torget"]
    actions.remove_gazetteer(actor=actor, gazetteer=row.pk)
    assert labels(two[0], "torget") == []
    with scope(actor.scope()):
        assert [model.objects.count() for model in (Gazetteer, Spot, Address)] == [0, 0, 0]
        verbs = list(TimelineEntry.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["gazetteer.read", "gazetteer.read", "gazetteer.removed"]


def test_sources_stand_beside_each_other(two: tuple[int, int]) -> None:
    actor = register(two[0])
    actions.set_gazetteer(
        actor=actor, source="till.csv", places=[NamedPlace(name="Nya torget", kind="", lon=16.0, lat=59.5)]
    )
    assert set(labels(two[0], "torget")) == {"Brukstorget", "Nya torget"}


def test_an_address_that_comes_twice_is_kept_once_and_spellings_are_one_street(two: tuple[int, int]) -> None:
    actor = system(two[0])
    actions.set_gazetteer(
        actor=actor,
        source="dubbel.csv",
        addresses=[
            StreetNumber(street=street, number=number, letter=letter, lon=16.0, lat=59.5)
            for street, number, letter in [
                ("Storgatan", 1, "a"), ("Storgatan", 1, "A"), ("STORGATAN", 2, ""), ("Storgatan ", 3, "")
            ]
        ],
    )  # fmt: skip
    with scope(actor.scope()):
        assert Spot.objects.get().name == "Storgatan"
        assert Address.objects.count() == 3


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (NamedPlace(name="Hos 19121212-1212", kind="", lon=16, lat=59), "tells who someone is"),
        (NamedPlace(name="Torget", kind="", lon=16, lat=59, aliases=("ring 070-174 06 05",)), "tells who someone is"),
        (NamedPlace(name=" – ", kind="", lon=16, lat=59), "no letters"),
        (NamedPlace(name="Torget", kind="", lon=float("nan"), lat=59), "position"),
        (NamedPlace(name="Torget", kind="", lon=16, lat=6_590_000), "position"),
    ],
)
def test_what_is_no_place_is_refused_and_leaves_what_was(two: tuple[int, int], place: NamedPlace, why: str) -> None:
    actor = register(two[0])
    with pytest.raises(InputError) as refused:
        actions.set_gazetteer(actor=actor, source="register.csv", places=[place])
    assert why in translator("en").say(refused.value.message)
    assert labels(two[0], "brukstorget") == ["Brukstorget"]


def test_only_those_who_arrange_keep_and_remove_places(two: tuple[int, int]) -> None:
    register(two[0])
    with scope(Scope(read=(two[0],))):
        pk = Gazetteer.objects.get().pk
    for role in ("reporter", "member", "leader", "analyst", "auditor"):
        with pytest.raises(Denied):
            actions.set_gazetteer(
                actor=arranger(two[0], role), source="x", places=[NamedPlace(name="Torg", kind="", lon=16, lat=59)]
            )
        with pytest.raises(Denied):
            actions.remove_gazetteer(actor=arranger(two[0], role), gazetteer=pk)
    with pytest.raises(Gazetteer.DoesNotExist):
        actions.remove_gazetteer(actor=arranger(two[1]), gazetteer=pk)


LETTERS = "abdegilnorstvåäöéABÅÄÖ -.':0123456789"
words = st.text(LETTERS, min_size=1, max_size=14).filter(lambda text: any(one.isalpha() for one in text))
addresses = st.builds(
    StreetNumber,
    street=words,
    number=st.integers(1, 9999),
    letter=st.sampled_from(["", "", "A", "b", "Ö"]),
    town=st.sampled_from(["", "Nygård", "Å", "Norra Ån 2"]),
    lon=st.floats(15, 17),
    lat=st.floats(59, 60),
)


@given(st.lists(addresses, min_size=1, max_size=12))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_address_is_found_first_by_its_own_text(two: tuple[int, int], given_: list[StreetNumber]) -> None:
    actor = system(two[0])
    actions.set_gazetteer(actor=actor, source="alla.csv", addresses=given_)
    with scope(actor.scope()):
        for one in given_:
            text = f"{one.street} {one.number}{one.letter.upper()}" + (f", {one.town}" if one.town else "")
            hits = find_places(two[0], text)
            assert fold(hits[0].label) == fold(text) or _as_another(given_, text, hits[0].label)


def _as_another(given_: list[StreetNumber], text: str, label: str) -> bool:
    """Whether the text is also that of another address, as “A 1” of “A 1 2” is of “A” and “1”."""
    said = [fold(f"{one.street} {one.number} {one.letter} {one.town}") for one in given_]
    return fold(label).replace(" ", "") == fold(text).replace(" ", "") and len(said) > 1


@given(st.lists(words, min_size=1, max_size=12))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_named_place_is_found_first_by_its_own_name(two: tuple[int, int], names: list[str]) -> None:
    actor = system(two[0])
    actions.set_gazetteer(
        actor=actor, source="alla.csv", places=[NamedPlace(name=one, kind="", lon=16, lat=59) for one in names]
    )
    with scope(actor.scope()):
        for one in names:
            assert fold(find_places(two[0], one)[0].label) == fold(one)


def test_a_search_asks_the_database_a_few_times_whatever_it_finds(two: tuple[int, int]) -> None:
    actor = register(two[0])
    with scope(actor.scope()):
        find_places(two[0], "storgatan")
        for asked in ("storgatan", "storgatan 12", "brukstorgt"):
            with CaptureQueriesContext(
                connection,
            ) as asked_of:
                find_places(two[0], asked)
            assert len(asked_of) <= 2, asked
