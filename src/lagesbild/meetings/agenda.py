"""What can be put on an agenda and decided there. Rooms further down register themselves in `AppConfig.ready`.

    agenda.kind("picture.week", N_("The picture of the week"), "picture/agenda.html",
                context=fn(here, items) -> list of dict, standing={"est"}, order=30,
                subject=fn(actor, meeting) -> id or None)
    agenda.resolution("picture.adopt", kind="picture.week", label=N_("Adopt the picture"), do=adopt, undo=release,
                      mandate="picture.adopt")

Every meeting of a body also takes up what a room says is agreed for it (`agreed`).

A kind with a `title` can be put on the agenda of a coming meeting from any page: ``meetings:put`` asks which one, and
`put` of `meetings/macros.html` is the link to it. One that also says what `waits` is proposed on the page of a meeting
ahead, where the body may decide on it (`waiting`).

The template is drawn inside the item on the page of the meeting, in the walls of the person who looks; it finds `item`,
`meeting` and, as `point`, what `context` answered for it: `context` is given all points of the kind that are drawn, so
that a long agenda asks the database no more often than a short one (`alone` makes one for a kind that stands once).

`do` and `undo` are called as ``do(actor=…, decision=…, task=…)`` inside the transaction of the decision: they call the
room's own actions, and a refusal there undoes everything. `mandate` is the kind of decision (`organisation.mandates`)
that the body is to have; a meeting of another is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from lagesbild.core.actions import Actor
from lagesbild.core.web.here import Here
from lagesbild.i18n import N_

if TYPE_CHECKING:
    from lagesbild.meetings.models import AgendaItem, Decision, Meeting, Task
    from lagesbild.meetings.papers import Enclosed

Context = Callable[[Here, Sequence["AgendaItem"]], Sequence[Mapping[str, Any]]]
Subject = Callable[[Actor, "Meeting"], int | None]
Title = Callable[[int], str | None]
Waits = Callable[[], Iterable[int]]
Agreed = Callable[[int], Iterable[str]]
Papers = Callable[[Here, "AgendaItem"], Iterable["Enclosed"]]
Page = Callable[[int], tuple[str, Mapping[str, Any]] | None]
EVERY_BODY = frozenset({"leadership", "steering", "project", "est", "focus", "county", "other"})
"""Kinds of body, for points that every meeting has."""


class Act(Protocol):
    """What a decision does in another room, or takes back there."""

    def __call__(self, *, actor: Actor, decision: Decision, task: Task | None) -> None:
        """Do it; raise an `InputError` to refuse."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of item.

    Parameters
    ----------
    name : str
        ``room.word``; kept in the database.
    label : str
        Marked with `N_`; the title of items that have none of their own.
    template : str or None
        Drawn inside the item.
    context : callable
        What the template of each of some points finds as `point`, in their order; asked once for all of a page.
    standing : frozenset of str
        Kinds of body whose every meeting begins with such an item.
    order : int
        Where it stands among the standing ones.
    subject : callable or None
        The row that a standing item is about, asked for when the meeting is held.
    own_title : bool
        Whether people write the title themselves.
    title : callable or None
        What the row with a number is called on an agenda, None where whoever looks sees no such row. All who see the
        meeting read it there: a row that fewer may see answers with what tells nothing of it.
    waits : callable or None
        Numbers of the rows that wait for a meeting to decide on them, as whoever asks may see them.
    page : callable or None
        The name of the page of the row with a number, and what its address takes; None where whoever looks sees no
        such row. The minutes lead there once they are approved.
    papers : callable
        The papers that are handed out with the call, as whoever asks may read them; none where there is nothing.
    """

    name: str
    label: str
    template: str | None
    context: Context
    standing: frozenset[str]
    order: int
    subject: Subject | None
    own_title: bool
    title: Title | None = None
    page: Page | None = None
    waits: Waits | None = None
    papers: Papers = lambda here, item: ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """A decision that acts in another room; `mandate` is the kind of decision that the body is to have, if any."""

    name: str
    kind: str
    label: str
    do: Act
    undo: Act
    mandate: str = ""


POINT = "meetings.point"
"""The kind of an item that somebody writes."""
OTHER = "meetings.other"
"""Any other business; what is added comes before it."""
_kinds: dict[str, Kind] = {}
_resolutions: dict[str, Resolution] = {}
_agreed: list[Agreed] = []


def nothing(here: Here, items: Sequence[AgendaItem]) -> Sequence[Mapping[str, Any]]:
    """The context of a kind that shows no more than its title."""
    return [{} for _ in items]


def alone(asked: Callable[[Here, AgendaItem], Mapping[str, Any]]) -> Context:
    """The context of a kind that stands once on an agenda, of what is asked for one point."""
    return lambda here, items: [asked(here, item) for item in items]


def kind(
    name: str,
    label: str,
    template: str | None = None,
    *,
    context: Context = nothing,
    standing: Collection[str] = (),
    order: int = 50,
    subject: Subject | None = None,
    own_title: bool = False,
    title: Title | None = None,
    page: Page | None = None,
    waits: Waits | None = None,
    papers: Papers = lambda here, item: (),
) -> None:
    """Register a kind of item."""
    _kinds[name] = Kind(
        name, label, template, context, frozenset(standing), order, subject, own_title, title, page, waits, papers
    )


def resolution(name: str, *, kind: str, label: str, do: Act, undo: Act, mandate: str = "") -> None:
    """Register a decision on items of a kind that acts in the transaction of the decision, and how it is taken back."""
    _resolutions[name] = Resolution(name, kind, label, do, undo, mandate)


def agreed(asked: Agreed) -> None:
    """Register what the parties have agreed that every meeting of a body takes up: kinds, by the body's number."""
    _agreed.append(asked)


def known(name: str) -> Kind:
    """The kind; a plain one with the same name where the room that knew it is gone."""
    return _kinds.get(name) or Kind(name, N_("A point"), None, nothing, frozenset(), 50, None, True)


def kinds() -> list[str]:
    """Names of the kinds that are registered."""
    return list(_kinds)


def exists(name: str) -> bool:
    """Whether a room has registered the kind."""
    return name in _kinds


def every() -> list[Kind]:
    """All kinds that a room has registered, by where they stand among the standing ones."""
    return sorted(_kinds.values(), key=lambda one: (one.order, one.name))


def standing(body_kind: str) -> list[Kind]:
    """What every meeting of such a body has on its agenda, in order."""
    return sorted((one for one in _kinds.values() if body_kind in one.standing), key=lambda one: one.order)


def agreed_for(body: int) -> list[Kind]:
    """What is agreed for every meeting of a body, in order: kinds about one row apart, as somebody chooses the row."""
    names = {name for asked in _agreed for name in asked(body)}
    return [one for one in every() if one.name in names and one.title is None]


def of_body(body: int, body_kind: str) -> list[Kind]:
    """What a meeting of a body begins with: what stands for its kind, and what is agreed for it, in order."""
    both = {one.name: one for one in (*standing(body_kind), *agreed_for(body))}
    return sorted(both.values(), key=lambda one: one.order)


def resolutions(kind_name: str) -> list[Resolution]:
    """Decisions on items of the kind that act."""
    return [one for one in _resolutions.values() if one.kind == kind_name]


def resolution_of(name: str) -> Resolution | None:
    """The resolution, if a room knows it."""
    return _resolutions.get(name)


def forget(*names: str) -> None:
    """Take kinds and resolutions away again; for tests that register their own."""
    for name in names:
        _kinds.pop(name, None)
        _resolutions.pop(name, None)
