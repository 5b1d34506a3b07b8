"""Every address, for every role of every party in every partnership: who sees what, and who changes nothing.

An address that is not listed in `PLACES` fails the test, so that none can be forgotten. Which lines are run is told by
the tests of the rooms: what goes everywhere is not measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lagesbild.accounts.models import READ_ONLY, Role
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import Scope, scope
from tests.web.places import ELSEWHERE, PLACES
from tests.web.world import PARTIES, Town, build_both, client_of, marks, text_of

THIRDS = [list(Role)[i::3] for i in range(3)]
"""Roles that share a world, which takes longer to build than to walk through."""
WALL = {404, 405}
"""Answers that tell nothing: there is no such thing, and (for any thing at all) nothing is done here by this method."""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.no_cover]


@dataclass(frozen=True)
class World:
    alfa: Town
    beta: Town


@pytest.fixture
def world(owner_url: str, transactional_db: None) -> World:
    return World(*build_both(owner_url, whole=True))


def names(patterns: list[URLPattern | URLResolver], space: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of every address of the application."""
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from names(one.url_patterns, inner, route + str(one.pattern))
        else:
            yield f"{space}{one.name}", route + str(one.pattern)


ALL = dict(names(get_resolver().url_patterns))
INSIDE = {name for name, route in ALL.items() if route.startswith("s/<slug:slug>/")}


def test_every_address_of_a_partnership_is_in_the_matrix() -> None:
    assert set(PLACES) == INSIDE


def test_every_other_address_is_known_and_says_why_it_needs_no_partnership() -> None:
    assert set(ELSEWHERE) == set(ALL) - INSIDE
    assert all(ELSEWHERE.values())


def addresses(town: Town) -> Iterator[tuple[str, str, str]]:
    """Name, whose row (a party, or "" for the partnership's) and address of every page of a town."""
    for name, arguments in PLACES.items():
        for whose, given in arguments(town).items():
            yield name, whose, reverse(name, kwargs={"slug": town.slug, **given})


def changes(town: Town) -> int:
    with scope(Scope(read=(town.pk,))):
        return TimelineEntry.objects.count()


@pytest.mark.parametrize("roles", THIRDS, ids=str)
def test_a_role_sees_what_its_party_may_see_and_nothing_else(world: World, roles: list[Role]) -> None:
    wrong: list[str] = []
    for role, party in product(roles, PARTIES):
        client = client_of(world.alfa.people[party, role])
        seen: set[tuple[str, str, str]] = set()
        for name, _, address in addresses(world.alfa):
            answer = client.get(address)
            if answer.status_code not in {200, 302, 400, 403, 404, 405, 422}:
                wrong.append(f"{answer.status_code} {name} {party}")
            found = marks(text_of(answer))
            seen |= found
            foreign = {one for one in found if one[0] != "alfa" or (one[2] == "own" and one[1] != party)}
            if foreign:
                wrong.append(f"{name} shows {party} {role}: {sorted(foreign)}")
        if role not in {Role.REGISTRATOR} and not {("alfa", party, "own"), ("alfa", party, "shared")} <= seen:
            wrong.append(f"{party} {role} does not see the own rows: {sorted(seen)}")
    assert wrong == []


def test_a_neighbour_in_any_role_meets_the_same_wall_at_every_address(world: World) -> None:
    clients = [client_of(world.beta.people["kommun", role]) for role in Role]
    wrong = []
    for client, (name, _, address) in product(clients, list(addresses(world.alfa))):
        for ask in (client.get, client.post):
            answer = ask(address)
            if answer.status_code not in WALL or "alfa" in {mark[0] for mark in marks(text_of(answer))}:
                wrong.append(f"{answer.status_code} {ask.__name__} {name}")
    assert wrong == []


def test_those_who_have_not_signed_in_come_to_the_door(world: World) -> None:
    wrong = []
    before = changes(world.alfa)
    for name, _, address in addresses(world.alfa):
        for ask in (Client().get, Client().post):
            answer = ask(address)
            door = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
            if not door and not (answer.status_code in {401, 403, 405} and not marks(text_of(answer))):
                wrong.append(f"{answer.status_code} {ask.__name__} {name}")
    assert wrong == []
    assert changes(world.alfa) == before


@pytest.mark.parametrize("role", sorted(READ_ONLY))
def test_those_who_only_read_change_nothing_at_any_address(world: World, role: Role) -> None:
    client = client_of(world.alfa.people["kommun", role])
    before = changes(world.alfa)
    wrong = []
    for name, _, address in addresses(world.alfa):
        answer = client.post(address)
        if answer.status_code not in {200, 302, 400, 403, 404, 405, 409, 422}:
            wrong.append(f"{answer.status_code} {name}")
    assert wrong == []
    assert changes(world.alfa) == before


def test_an_empty_or_senseless_post_is_answered_in_words_everywhere(world: World) -> None:
    client = client_of(world.alfa.people["kommun", Role.ADMINISTRATOR])
    wrong = []
    for name, _, address in addresses(world.alfa):
        for data in ({}, {"text": "x" * 3000, "day": "igår", "party": "nej", "category": "-1", "next": "//exempel.se"}):
            answer = client.post(address, data)
            if answer.status_code >= 500:
                wrong.append(f"{answer.status_code} {name} {sorted(data)}")
    assert wrong == []
