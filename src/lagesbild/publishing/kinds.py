"""What can be published. The things of the rooms above are told of here, in `room`.

kinds.register("promise", N_("Promise"), path="lofte", public=PublicPromise, build=fn(actor, pk) -> PublicPromise,
               slug=fn(actor, pk), waiting=fn(actor) -> things)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from lagesbild.core import registry
from lagesbild.core.actions import Actor
from lagesbild.core.models import Partnership
from lagesbild.i18n import N_, Message
from lagesbild.publishing.models import Publication
from lagesbild.publishing.public import Public

CHECKS = {
    "read": N_("I have read all of it, as the public will"),
    "persons": N_("It is about places and situations, and nobody can be recognised"),
    "pictures": N_("No faces and no registration plates are seen in it"),
    "open": N_("It is no secret, and it may be spread"),
}
"""What whoever publishes says to have looked at."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that could be published, and what it is called."""

    pk: int
    called: Message | str


def _nothing(actor: Actor, pk: int, publication: int) -> None:
    """Nothing else is to be done."""


def _no_file(actor: Actor, pk: int) -> tuple[bytes, str] | None:
    """There is no file."""
    return None


def _no_others(kind: str, subject: int) -> Iterable[int]:
    """It tells of nothing but itself."""
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be published.

    Parameters
    ----------
    name : str
        As publications remember it.
    label : str
        Marked with `N_`.
    path : str
        What it is called in internal addresses.
    public : type
        What the public reads.
    build : callable
        What a row becomes; raises an `InputError` where it is not to be published.
    slug : callable
        What it is called in public addresses: the same for every edition, and without words.
    waiting : callable
        What could be published.
    then, undone : callable
        What is to be done besides in the transaction, with actor, row and publication.
    file : callable
        The file that comes with it, and what it is.
    checks : tuple of str
        Of `CHECKS`.
    record : str
        The kind of record that it is of, where it is of one: with a secrecy mark it is not published.
    resting : callable
        Rows that tell of another record, by its kind and number: taken back when that one gets a mark.
    """

    name: str
    label: str
    path: str
    public: type[Public]
    build: Callable[[Actor, int], Public]
    slug: Callable[[Actor, int], str]
    waiting: Callable[[Actor], Iterable[Waiting]]
    then: Callable[[Actor, int, int], object] = _nothing
    undone: Callable[[Actor, int, int], object] = _nothing
    file: Callable[[Actor, int], tuple[bytes, str] | None] = _no_file
    checks: tuple[str, ...] = ("read", "persons")
    record: str = ""
    resting: Callable[[str, int], Iterable[int]] = _no_others


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Say that a kind of thing can be published."""
    _kinds[kind.name] = kind


def known() -> list[Kind]:
    """All of them, in the order they were told of."""
    return list(_kinds.values())


def named(name: str) -> Kind:
    """The kind with the name."""
    return _kinds[name]


def waiting(kind: Kind, actor: Actor) -> list[Waiting]:
    """What of a kind could be published: nothing that has a secrecy mark."""
    found = list(kind.waiting(actor))
    if not found or not kind.record:
        return found
    secret = set(registry.secret(kind.record).filter(subject_id__in=[one.pk for one in found]))
    return [one for one in found if one.pk not in secret]


def at_path(path: str) -> Kind | None:
    """The kind that an internal address names."""
    return next((one for one in known() if one.path == path), None)


def public_page(partnership: Partnership, row: Publication) -> str:
    """Address where the public reads it; "" where it does not, or where the public site is closed."""
    if row.state != Publication.State.PUBLISHED or not partnership.public:
        return ""
    return address(partnership.slug, row.kind, row.slug)


def address(partnership: str, kind: str, slug: str) -> str:
    """Address of the public page of a publication, whether it is open or not."""
    return reverse(f"portal:{kind}", kwargs={"slug": partnership, "ref": slug})


def by_number(actor: Actor, pk: int) -> str:
    """The number of the row stands for it in public addresses."""
    return str(pk)
