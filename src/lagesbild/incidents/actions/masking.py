"""Masking: what slipped through is hidden, wherever it stands, and stays hidden in a restored backup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from lagesbild.core import journal, timeline
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.guard import MASK
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents import policies
from lagesbild.incidents.actions.common import is_own, locked, revise
from lagesbild.incidents.models import Feedback, Forwarding, Incident, IncidentVersion, Masking

TEXTS = ("text", "place", "unit")
SALT = "lagesbild.incidents.masking"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A masking as it is kept outside the database that it was made in: nothing in it tells what was masked."""

    incident: int
    length: int
    digest: str
    person: int = 0


def mask(*, actor: Actor, incident: int, stretches: Sequence[str]) -> int:
    """Hide stretches of text wherever they stand in an incident: text, place, history, notes, feedback; how often.

    Raises
    ------
    Denied
        The actor may neither edit nor sort it.
    InputError
        A stretch is empty, or stands nowhere in it.

    """
    wanted = [stretch for stretch in stretches if stretch.strip() and stretch != MASK]
    if not wanted:
        raise InputError(Message(N_("Say which words to mask.")))
    with acting(actor):
        row = locked(incident)
        require(policies.may_mask(actor, row, own=is_own(actor, row)))
        # the longest first: a shorter one may be a part of it
        ordered = sorted(set(wanted), key=lambda stretch: (-len(stretch), stretch))
        found = 0
        for stretch in ordered:
            times = _hide(row, lambda text, stretch=stretch: _replaced(text, stretch))  # type: ignore[misc]
            if not times:
                raise InputError(
                    Message(N_("These words do not stand in the incident. Copy them as they are written there."))
                )
            found += times
            Masking.objects.get_or_create(
                partnership_id=row.partnership_id,
                incident_id=row.pk,
                digest=_digest(stretch),
                defaults={"length": len(stretch), "person_id": actor.person},
            )
        journal.append(_remember(row, stretch, actor) for stretch in ordered)
        revise(actor)
        timeline.record(
            partnership=actor.partnership, person=actor.person, verb="incident.masked", subject=row, n=found
        )
    return found


def remembered(*, actor: Actor) -> list[Remembered]:
    """All maskings of the partnership, to be kept beside a backup."""
    with acting(actor):
        return [
            Remembered(one.incident_id, one.length, one.digest, one.person_id) for one in Masking.objects.order_by("pk")
        ]


def reapply_maskings(*, actor: Actor, also: Iterable[Remembered] = (), incidents: Sequence[int] | None = None) -> int:
    """Mask again all that was masked once: after a backup was restored, or an import brought a row anew; how often.

    `also` are maskings that the database does not remember because its backup is older; `incidents` limits it to some.
    Call it as the system (`accounts.access.worker`), so that every party's rows are seen. The same key as when they
    were made (LAGESBILD_SECRET_KEY) finds them.
    """
    with acting(actor):
        for kept in also:
            Masking.objects.get_or_create(
                partnership_id=actor.partnership,
                incident_id=kept.incident,
                digest=kept.digest,
                defaults={"length": kept.length, "person_id": kept.person},
            )
        known = Masking.objects.order_by("-length", "pk")
        if incidents is not None:
            known = known.filter(incident_id__in=list(incidents))
        found = 0
        for one in known.iterator():
            row = Incident.objects.select_for_update(of=("self",)).filter(pk=one.incident_id).first()
            if row is not None:
                found += _hide(row, lambda text, one=one: _found_again(text, one.length, one.digest))  # type: ignore[misc]
        if found:
            revise(actor)
    return found


def _remember(row: Incident, stretch: str, actor: Actor) -> journal.Said:
    """A line of the journal beside the backups."""
    return {
        "partnership": row.partnership_id,
        "incident": row.pk,
        "length": len(stretch),
        "digest": _digest(stretch),
        "person": actor.person,
    }


def _hide(row: Incident, hide: Callable[[str], tuple[str, int]]) -> int:
    """Apply `hide` to every text of an incident; how often it found something."""
    times = _hide_in(row, TEXTS, hide)
    for version in IncidentVersion.objects.filter(incident=row).select_for_update(of=("self",)):
        hidden = {name: hide(version.data.get(name) or "") for name in TEXTS}
        if any(n for _, n in hidden.values()):
            version.data |= {name: text for name, (text, n) in hidden.items() if n}
            version.save(update_fields=["data"])
            times += sum(n for _, n in hidden.values())
    for model, name in ((Forwarding, "note"), (Feedback, "text")):
        for other in model.objects.filter(incident=row).select_for_update(of=("self",)):
            times += _hide_in(other, (name,), hide)
    return times


def _hide_in(
    row: Incident | Forwarding | Feedback, names: Sequence[str], hide: Callable[[str], tuple[str, int]]
) -> int:
    times = 0
    touched = []
    for name in names:
        text, n = hide(getattr(row, name))
        if n:
            setattr(row, name, text)
            touched.append(name)
            times += n
    if touched:
        row.save(update_fields=touched)
    return times


def _replaced(text: str, stretch: str) -> tuple[str, int]:
    return text.replace(stretch, MASK), text.count(stretch)


def _found_again(text: str, length: int, digest: str) -> tuple[str, int]:
    """The text with every stretch masked that has the length and the digest."""
    at, times = 0, 0
    while at + length <= len(text):
        if _digest(text[at : at + length]) == digest:
            text = text[:at] + MASK + text[at + length :]
            at += len(MASK)
            times += 1
        else:
            at += 1
    return text, times


def _digest(stretch: str) -> str:
    return salted_hmac(SALT, stretch, algorithm="sha256").hexdigest()
