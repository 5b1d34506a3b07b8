"""Sorting: what an incident is, where it belongs, and what the reporter is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lagesbild.core.actions import Actor, WrongState, acting, move, require
from lagesbild.core.meanwhile import unchanged, untouched
from lagesbild.core.models import Party, TimelineEntry
from lagesbild.core.timeline import Plain
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents import areas, cells, policies
from lagesbild.incidents.actions.common import HANDLED, TRANSITIONS, State, changed, locked, refuse_personal
from lagesbild.incidents.models import Category, Feedback, Forwarding, Incident
from lagesbild.places.models import Area

Authority = Forwarding.Authority


def sort(*, actor: Actor, incident: int, category: int, area: int | None = None, seen: str = "") -> Incident:
    """Put an incident into the picture under a category, and say which area it lies in where its point does not.

    `area` is a number from the room of places; 0 lets the position decide again; None leaves areas as they are.

    Raises
    ------
    Denied
        Only coordinators sort.
    WrongState
        It cannot be sorted from where it stands.
    InputError
        There is no such area here.
    ChangedMeanwhile
        Someone else handled it since it had the mark `seen`, made of what is `HANDLED`.

    """
    with acting(actor):
        row = locked(incident, seen)
        require(policies.may_sort(actor, row))
        counted = cells.counted(row)
        before, was = move(row, TRANSITIONS, State.SORTED), _as_told(row)
        row.category_by_hand |= row.source_id is not None and row.category_id != category
        row.category = _category(category)
        row.duplicate_of, row.aside = None, ""
        if area is not None:
            if area and not Area.objects.filter(pk=area).exists():
                raise InputError(Message(N_("Choose one of the areas in the list.")))
            row.areas_by_hand = area > 0
            row.areas = [area] if area else areas.of_point(row.partnership_id, row.lon, row.lat)
        row.save(
            update_fields=["state", "category", "category_by_hand", "duplicate_of", "aside", "areas", "areas_by_hand"]
        )
        changed(actor, "incident.sorted", row, counted, before=before, category=category, area=area, was=was)
    return row


def mark_duplicate(*, actor: Actor, incident: int, of: int, seen: str = "") -> Incident:
    """Say that an incident has been told before; it no longer counts.

    Raises
    ------
    Denied
        Only coordinators sort.
    InputError
        The other is not there, is the same row, or itself a duplicate, or others are duplicates of this one.
    Incident.DoesNotExist
        The incident itself is not there.
    ChangedMeanwhile
        Someone else handled it since it had the mark `seen`, made of what is `HANDLED`.

    """
    with acting(actor):
        # both are locked, in the order of their numbers, so that two people who cross do not wait for each other
        rows = {
            row.pk: row
            for row in Incident.objects.select_for_update(of=("self",)).filter(pk__in=[incident, of]).order_by("pk")
        }
        row, first = rows.get(incident), rows.get(of)
        if row is None:
            raise Incident.DoesNotExist
        unchanged(row, seen, HANDLED)
        require(policies.may_sort(actor, row))
        if first is None or row.pk == first.pk or first.state == State.DUPLICATE:
            raise InputError(Message(N_("Choose the report that was there first, and that is not itself a duplicate.")))
        if Incident.objects.filter(duplicate_of=row).exists():
            raise InputError(Message(N_("Others are duplicates of this one. Mark it the other way round.")))
        counted = cells.counted(row)
        before = move(row, TRANSITIONS, State.DUPLICATE)
        row.duplicate_of, row.aside = first, ""
        row.save(update_fields=["state", "duplicate_of", "aside"])
        changed(actor, "incident.duplicate", row, counted, before=before, of=of)
    return row


def set_aside(*, actor: Actor, incident: int, reason: str, seen: str = "") -> Incident:
    """Keep an incident out of the picture, for one of `Incident.Aside`.

    Raises
    ------
    Denied
        Only coordinators sort.
    WrongState
        It is set aside or a duplicate already.
    InputError
        There is no such reason.
    ChangedMeanwhile
        Someone else handled it since it had the mark `seen`, made of what is `HANDLED`.

    """
    if reason not in Incident.Aside.values:
        raise InputError(Message(N_("Choose one of the reasons.")))
    with acting(actor):
        row = locked(incident, seen)
        require(policies.may_sort(actor, row))
        counted = cells.counted(row)
        before = move(row, TRANSITIONS, State.SET_ASIDE)
        row.aside = reason
        row.save(update_fields=["state", "aside"])
        changed(actor, "incident.set_aside", row, counted, before=before, reason=reason)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """Whom an incident goes to: a party here, or an authority outside; exactly one of the two."""

    party: int | None = None
    authority: str = ""
    note: str = ""


def forward(*, actor: Actor, incident: int, to: Onward, seen: str = "") -> Forwarding:
    """Say that an incident was handed on; it still counts.

    Raises
    ------
    Denied
        Only coordinators sort.
    WrongState
        It is set aside or a duplicate.
    InputError
        Neither or both of party and authority, or the note tells who someone is.
    ChangedMeanwhile
        Someone else handled it since it had the mark `seen`, made of what is `HANDLED`.

    """
    if (to.party is None) == (not to.authority) or (to.authority and to.authority not in Authority.values):
        raise InputError(Message(N_("Choose one to forward to: a party here or an authority.")))
    refuse_personal(to.note, "note")
    with acting(actor):
        row = locked(incident, seen)
        require(policies.may_sort(actor, row))
        counted = cells.counted(row)
        before = move(row, TRANSITIONS, State.FORWARDED)
        row.save(update_fields=["state"])
        made = Forwarding.objects.create(
            partnership_id=row.partnership_id,
            party_id=row.party_id,
            audience_id=row.audience_id,
            incident=row,
            to_party=Party.objects.get(pk=to.party) if to.party is not None else None,
            authority=to.authority,
            note=to.note.strip(),
            person_id=actor.person,
        )
        changed(
            actor, "incident.forwarded", row, counted, before=before, to=to.party or to.authority, forwarding=made.pk
        )
    return made


def undo(*, actor: Actor, incident: int, seen: str = "") -> Incident:
    """Take the sorting back: the incident is among those to sort again, with the category and the area it had then.

    Raises
    ------
    Denied
        Only coordinators sort.
    WrongState
        Nothing has been done with it.
    NotAsSeen
        Someone else handled it since it had the mark `seen`, made of what is `HANDLED`.

    """
    with acting(actor):
        row = locked(incident)
        untouched(row, seen, *HANDLED)
        require(policies.may_sort(actor, row))
        if row.state == State.REPORTED:
            raise WrongState(Message(N_("This has not been sorted yet; there is nothing to take back.")))
        counted = cells.counted(row)
        before = move(row, TRANSITIONS, State.REPORTED)
        row.duplicate_of, row.aside = None, ""
        _tell_again(row)
        row.save(
            update_fields=[
                *("state", "category", "category_by_hand", "content"),
                *("duplicate_of", "aside", "areas", "areas_by_hand"),
            ]
        )
        changed(actor, "incident.reopened", row, counted, before=before)
    return row


def tell_reporter(*, actor: Actor, incident: int, text: str) -> Feedback:
    """Tell whoever reported it what has happened with it.

    Raises
    ------
    Denied
        Only coordinators do.
    InputError
        The text is empty or tells who someone is.

    """
    refuse_personal(text)
    if not text.strip():
        raise InputError(Message(N_("Write a few words.")))
    with acting(actor):
        row = locked(incident)
        require(policies.may_sort(actor, row))
        said = Feedback.objects.create(
            partnership_id=row.partnership_id,
            party_id=row.party_id,
            audience_id=row.audience_id,
            incident=row,
            state=row.state,
            text=text.strip(),
            person_id=actor.person,
        )
        changed(actor, "incident.told", row, cells.counted(row), feedback=said.pk)
    return said


def _as_told(row: Incident) -> list[Plain]:
    """What sorting may change, as numbers: category, whether it was chosen here, areas that someone chose."""
    return [row.category_id, row.category_by_hand, list(row.areas) if row.areas_by_hand else None]


def _tell_again(row: Incident) -> None:
    """Give back what the incident was before it was first sorted, unless it has been edited since."""
    was: list[Any] | None = None
    entries = TimelineEntry.objects.filter(
        partnership=row.partnership_id, subject=row._meta.label_lower, subject_id=row.pk
    )
    for entry in entries.order_by("-sequence"):
        if entry.verb in ("incident.reopened", "incident.edited"):
            break
        if entry.verb == "incident.sorted":
            was = entry.detail["was"]
    if was is None:
        return
    by_hand = row.category_by_hand
    row.category_id, row.category_by_hand, chosen = was
    if by_hand and not row.category_by_hand:
        # the source may have said another since, which was not heard: what it says next is new again
        row.content = None
    row.areas_by_hand = chosen is not None
    row.areas = chosen if chosen is not None else areas.of_point(row.partnership_id, row.lon, row.lat)


def _category(category: int) -> Category:
    found = Category.objects.filter(pk=category).first()
    if found is None:
        raise InputError(Message(N_("That category is not used here. Choose another.")))
    return found
