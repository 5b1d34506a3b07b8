"""Fictive persons and bodies: every role, nobody real, every seat explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lagesbild.accounts.models import Role
from lagesbild.core.models import Party
from lagesbild.demo.cast.bodies import BODIES, FUNCTIONS
from lagesbild.demo.cast.people import ACROSS, CHARACTERS, introductions, people_of
from lagesbild.demo.events.units import PARTIES
from lagesbild.demo.towns import SHAPES
from lagesbild.organisation.models import Body, Cadence, Function

SLUGS = [one.slug for one in SHAPES]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_role_is_played_in_every_partnership(slug: str) -> None:
    roles = {role for one in people_of(slug) for place in one.places if place.slug == slug for role in place.roles}
    assert roles == {str(role) for role in Role}


def test_some_serve_two_partnerships() -> None:
    assert len(ACROSS) >= 3
    assert all(len({place.slug for place in one.places}) == 2 for one in ACROSS)


def test_everyone_has_a_name_an_address_and_a_sentence_of_their_own() -> None:
    assert len({one.name for one in CHARACTERS}) == len(CHARACTERS)
    assert len({one.key for one in CHARACTERS}) == len(CHARACTERS)
    assert len(introductions()) == len(CHARACTERS)
    for one in CHARACTERS:
        assert re.fullmatch(r"[a-z.-]+@exempel\.se", one.email), one.email
        assert one.who.endswith(".")


def test_no_character_bears_the_name_of_anyone_in_the_real_agreements(shared_data: Path) -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in (shared_data.parent / "agreements").iterdir())
    invented = [one.name for one in CHARACTERS]
    seats = [seat for each in BODIES.values() for body in each for seat in body.seats]
    invented += [seat.holder[1:] for seat in seats if seat.holder.startswith("=")]
    assert "kommunchef" in texts
    assert [name for name in invented if name.split(" ", 1)[-1] in texts] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_parties_are_of_known_kinds_and_everyone_stands_for_one(slug: str) -> None:
    kinds = {value for value, _ in Party._meta.get_field("kind").flatchoices}
    parties = {party.key for party in PARTIES[slug]}
    assert {party.kind for party in PARTIES[slug]} <= kinds
    for one in people_of(slug):
        assert {place.party for place in one.places if place.slug == slug} <= parties, one.key


@pytest.mark.parametrize("slug", SLUGS)
def test_seats_and_functions_are_held_by_those_who_stand_for_their_party(slug: str) -> None:
    stands = {
        (one.key.split(".")[1], place.party) for one in people_of(slug) for place in one.places if place.slug == slug
    }
    bodies = BODIES[slug]
    keys = {body.key for body in bodies}
    for body in bodies:
        assert body.kind in Body.Kind.values
        assert (body.per == Cadence.REGULARLY) == (body.times is None)
        assert not body.reports_to or body.reports_to in keys
        assert sum(seat.leads for seat in body.seats) == 1
    posts = [(seat.holder, seat.party) for body in bodies for seat in body.seats]
    posts += [(seat.deputy, seat.party) for body in bodies for seat in body.seats if seat.deputy]
    posts += [(one.holder, one.party) for one in FUNCTIONS[slug]]
    assert {one.kind for one in FUNCTIONS[slug]} <= set(Function.Kind.values)
    assert [post for post in posts if post[0] != "-" and not post[0].startswith("=") and post not in stands] == []


def test_the_small_council_has_the_seats_of_its_agreement_and_one_of_them_empty() -> None:
    council = BODIES["tranmora"][0]
    assert (council.times, council.per) == (4, "year")
    assert len(council.seats) == 11
    assert sum(seat.opposition for seat in council.seats) == 2
    assert any(seat.holder == "-" for seat in council.seats)
    assert any(one.holder == "-" for one in FUNCTIONS["tranmora"])


@pytest.mark.parametrize("slug", SLUGS)
def test_within_a_partnership_a_character_is_known_by_the_last_part_of_the_key(slug: str) -> None:
    keys = [one.key.split(".")[1] for one in people_of(slug)]
    assert len(set(keys)) == len(keys)


def test_the_county_council_meets_without_a_number() -> None:
    assert any(body.kind == "county" and body.times is None for body in BODIES["ronnmora"])
