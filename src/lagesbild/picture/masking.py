"""What people write about a picture, and the names in it that were written in incidents."""

from __future__ import annotations

from collections import Counter

from lagesbild.core import masking, outbox
from lagesbild.core.actions import Actor
from lagesbild.core.masking import Changes, Reached, Subject, Texts
from lagesbild.i18n import N_, Message
from lagesbild.incidents.actions.common import MASKED_AS as INCIDENT
from lagesbild.incidents.records import BETWEEN
from lagesbild.picture import policies
from lagesbild.picture.making import lock
from lagesbild.picture.models import Drawing, Edition, Finding, Name

EDITION, VERB = "edition", "picture.masked"


def register() -> None:
    """Called when the application is ready."""
    masking.subject(
        Subject(
            name=EDITION,
            path="lagesbild",
            called=lambda row: Message(N_("{period}, edition {number}"), {"period": row.called, "number": row.number}),
            model=Edition,
            texts=(Texts(Finding, ("text",), of="edition"),),
            may=policies.may_mask,
            page=lambda row: ("picture:edition", {"period": row.code, "number": row.number}),
            verb=VERB,
        )
    )
    masking.copies(INCIDENT, _names)
    masking.copies(EDITION, _reasons)
    masking.exempt(Name, {"text": "masked with the incidents that say it", "mark": "a number"})
    masking.exempt(Finding, {"key": "what was found, by codes and digests"})
    masking.exempt(Edition, {"program": "a version"})


def _names(system: Actor, changes: Changes) -> list[Reached]:
    """Mask names of places and units in every edition; documents that hold them are set again."""
    # an edition that is being written is either masked here or sees that something was
    lock(system.partnership)
    found: Counter[int] = Counter()
    became = {_as_read(old): _as_read(new) for old, new in changes.items()}
    for name in Name.objects.select_for_update(of=("self",)).filter(text__in=became):
        Name.objects.filter(pk=name.pk).update(text=became[name.text], masked=True)
        found[name.edition_id] += 1
    for edition in found:
        Drawing.objects.filter(edition_id=edition).update(document=b"")
        outbox.add("picture.set_again", partnership=system.partnership, edition=edition)
    return _reached(found)


def _reasons(system: Actor, changes: Changes) -> list[Reached]:
    """Mask reasons that went on to other editions of the week."""
    found: Counter[int] = Counter()
    for finding in Finding.objects.select_for_update(of=("self",)).filter(text__in=changes):
        Finding.objects.filter(pk=finding.pk).update(text=changes[finding.text])
        found[finding.edition_id] += 1
    return _reached(found)


def _reached(found: Counter[int]) -> list[Reached]:
    rows = Edition.objects.light().in_bulk(found)
    return [Reached(rows[pk], VERB, n) for pk, n in sorted(found.items())]


def _as_read(text: str) -> str:
    """A text of an incident as a picture reads it."""
    return text.replace(BETWEEN, " ").strip()
