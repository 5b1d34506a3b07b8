"""A partnership is made whole or not at all, by the owner's login."""

from __future__ import annotations

import pytest

from lagesbild.core import partnerships
from lagesbild.core.actions import Actor, Denied
from lagesbild.core.models import Audience, ChainHead, Partnership, Party, TimelineEntry
from lagesbild.core.scope import Scope, scope
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.i18n import Translator

pytestmark = pytest.mark.django_db(transaction=True)
PARTIES = (("Köpings kommun", "municipality"), ("Lokalpolisområdet", "police"))


def made(owner_url: str, slug: str = "koping") -> int:
    return partnerships.create(
        owner_url=owner_url, slug=slug, name="Köping", municipality_code="1983", parties=PARTIES, invented=True
    )


def test_a_new_partnership_has_its_parties_audiences_and_a_whole_timeline(owner_url: str) -> None:
    pk = made(owner_url)
    with scope(Scope(read=(pk,))):
        assert Partnership.objects.get().slug == "koping"
        assert set(Party.objects.values_list("name", "kind")) == set(PARTIES)
        assert set(Audience.objects.values_list("kind", "name")) >= {
            ("own", "Egen part"), ("partnership", "Samverkan"), ("public", "Allmänheten")
        }  # fmt: skip
        assert TimelineEntry.objects.filter(verb="party.added").count() == len(PARTIES)
        assert list(faults(pk)) == []
        assert ChainHead.objects.get().sequence == TimelineEntry.objects.count()


def test_what_rooms_furnish_is_there_and_a_failure_in_it_leaves_no_partnership(
    owner_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Actor] = []

    def furnishing(actor: Actor, words: Translator) -> None:
        seen.append(actor)
        if len(seen) == 2:
            raise InputError(partnerships.Message("no"))

    monkeypatch.setattr(partnerships, "_furnishings", [furnishing])
    first = made(owner_url)
    assert seen[0].partnership == first
    assert len(seen[0].parties) == len(PARTIES)
    with pytest.raises(InputError):
        made(owner_url, "sandviken")
    monkeypatch.setattr(partnerships, "_furnishings", [])
    made(owner_url, "sandviken")  # the address is still free: nothing was left behind


def test_the_address_is_taken_once(owner_url: str) -> None:
    made(owner_url)
    with pytest.raises(InputError, match="koping"):
        made(owner_url)


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "Köping"},
        {"slug": ""},
        {"name": "  "},
        {"municipality_code": "198"},
        {"language": "fi"},
        {"timezone": "Stockholm"},
        {"accent": "teal"},
        {"accent": "#ffff00"},
        {"parties": (("A", "unknown"),)},
        {"parties": (("A", "police"), (" A ", "police"))},
    ],
    ids=lambda wrong: "-".join(f"{key}={value}" for key, value in wrong.items()),
)
def test_values_that_do_not_hold_are_told_and_nothing_is_made(owner_url: str, wrong: dict[str, object]) -> None:
    values: dict[str, object] = {"slug": "koping", "name": "Köping", **wrong}
    with pytest.raises(InputError):
        partnerships.create(owner_url=owner_url, **values)  # type: ignore[arg-type]
    made(owner_url, "koping")


def test_only_administrators_add_parties_afterwards(owner_url: str) -> None:
    pk = made(owner_url)
    with scope(Scope(read=(pk,))):
        party = Party.objects.order_by("pk").values_list("pk", flat=True)[0]
    with pytest.raises(Denied):
        partnerships.add_party(actor=Actor(5, pk, frozenset({(party, "member")})), name="Skolan", kind="school")
    partnerships.add_party(actor=Actor(5, pk, frozenset({(party, "administrator")})), name="Skolan", kind="school")
    with scope(Scope(read=(pk,))):
        assert Party.objects.count() == len(PARTIES) + 1


def test_the_applications_own_login_makes_no_partnership(owner_url: str) -> None:
    from django.db import DatabaseError

    with pytest.raises(DatabaseError), scope(Scope()):
        Partnership.objects.create(slug="x", name="X")
