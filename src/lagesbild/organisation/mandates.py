"""What may be decided by whom. Rooms further down register the kinds of decision in `AppConfig.ready`.

    mandates.kind("plans.adopt", N_("action plans"), usual={"steering": "", "focus": "own"},
                  limits=[Limit("own", N_("only its own"), lambda subjects, body: …)])
    mandates.party_kind("plans.party", N_("an action plan"))

A kind is decided jointly by a body of the partnership, or by a party for itself. Which body or whom is data
(`models.Mandate`), with the days it applies and where it stands. What a body has when it is founded follows from its
kind (`usual`); after that people say otherwise on its page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from lagesbild.organisation.models import Body, Mandate

Subjects = Collection[int | None]
Within = Callable[[Subjects, Body], Iterable[int | None]]
ALL = ""
"""The limit of a mandate that has none."""
EVERY_KIND: Mapping[str, str] = dict.fromkeys(Body.Kind.values, ALL)
"""For what every body may."""
TOGETHER: Mapping[str, str] = dict.fromkeys(
    (Body.Kind.LEADERSHIP, Body.Kind.STEERING, Body.Kind.PROJECT, Body.Kind.OTHER), ALL
)
"""For what those decide in whom the parties meet with a mandate; of `other` nothing is known, so nothing is refused."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A part of what a kind of decision is about; `within` answers which of some rows lie in it, for a body.

    A row is None where a decision is about none yet.
    """

    name: str
    label: str
    within: Within


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of decision.

    Parameters
    ----------
    name : str
        ``room.word``; kept in the database.
    label : str
        Marked with `N_`: what the decision is on, after the words “decides on”.
    usual : mapping of str to str
        Kinds of body that have it when they are founded, each with the name of a limit or `ALL`.
    limits : tuple of Limit
    of_party : bool
        A party decides it for itself.
    """

    name: str
    label: str
    usual: Mapping[str, str]
    limits: tuple[Limit, ...]
    of_party: bool

    def limit(self, name: str) -> Limit | None:
        """A limit by its name."""
        return next((one for one in self.limits if one.name == name), None)


_kinds: dict[str, Kind] = {}


def kind(name: str, label: str, *, usual: Mapping[str, str] = TOGETHER, limits: Sequence[Limit] = ()) -> None:
    """Register a kind of decision that bodies take."""
    _kinds[name] = Kind(name, label, usual, tuple(limits), of_party=False)


def party_kind(name: str, label: str) -> None:
    """Register a kind of decision that a party takes for itself."""
    _kinds[name] = Kind(name, label, {}, (), of_party=True)


def kinds(*, of_party: bool = False) -> list[Kind]:
    """What bodies decide, or parties for themselves, in the order of the cycle (that of registration)."""
    return [one for one in _kinds.values() if one.of_party == of_party]


def known(name: str) -> Kind | None:
    """The kind, if a room has registered it."""
    return _kinds.get(name)


def usual(body_kind: str) -> dict[str, str]:
    """What such a body may decide when it is founded: the kinds, each with its limit."""
    return {one.name: one.usual[body_kind] for one in kinds() if body_kind in one.usual}


def of_body(body: int, day: dt.date) -> dict[str, str]:
    """What a body may decide on a day: the kinds, each with its limit."""
    return dict(Mandate.objects.of_body(body).on(day).values_list("what", "limit"))


def covered(held: Mapping[str, str], what: str, subjects: Subjects, body: Body) -> frozenset[int | None]:
    """On which of some rows mandates of a body (`of_body`) let it decide."""
    if what not in held:
        return frozenset()
    one = known(what)
    limit = one.limit(held[what]) if one is not None else None
    return frozenset(subjects) if limit is None else frozenset(limit.within(subjects, body))


def covers(held: Mapping[str, str], what: str, subject: int | None, body: Body) -> bool:
    """Whether mandates of a body (`of_body`) let it decide on the row."""
    return subject in covered(held, what, {subject}, body)


def deciding(what: str, day: dt.date) -> list[Mandate]:
    """Mandates of bodies for a kind of decision on the day, in the order in which the bodies were founded."""
    rows = Mandate.objects.to_decide(what).filter(body__isnull=False).held(day).for_list()
    return list(rows.order_by("body_id"))


def others(what: str, subject: int | None, day: dt.date) -> list[Body]:
    """Bodies that may decide on the row on the day, in the order they were founded."""
    return among(deciding(what, day), what, subject)


def among(rows: Iterable[Mandate], what: str, subject: int | None) -> list[Body]:
    """Bodies of some mandates (`deciding`) that may decide on the row."""
    return [row.body for row in rows if row.body is not None and covers({what: row.limit}, what, subject, row.body)]


def forget(*names: str) -> None:
    """Take kinds away again; for tests that register their own."""
    for name in names:
        _kinds.pop(name, None)
