"""What meetings put into the world beside what every room stands on: a protocol that has been signed on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from lagesbild.core.scope import scope
from lagesbild.meetings import actions
from lagesbild.meetings.actions import Hours
from lagesbild.organisation import actions as organisation
from lagesbild.organisation.actions import Appointment, Charter
from lagesbild.organisation.models import Body
from tests.promises.vow import PDF
from tests.web.arguments import Arguments, one
from tests.web.world import Town, furnish


def signed(town: Town) -> Mapping[str, Mapping[str, object]]:
    """The uploaded protocol."""
    return {"": {"pk": town.rows["adjusted meeting"][""], "signed": town.rows["signed"][""]}}


PLACES: dict[str, Arguments] = {
    "word": one("meeting"),
    "papers": one("meeting"),
    **dict.fromkeys(("choose_adjuster", "adjust", "adjust_on_paper"), one("adjusted meeting")),
    "drop_adjuster": one("adjuster"),
    "signed_minutes": signed,
    "open_item": one("item"),
    "waiting": one("meeting"),
    "take_up": one("meeting"),
}


@furnish
def adjusted(town: Town) -> None:
    """A council that keeps a protocol, and a meeting of it that somebody has adjusted on paper."""
    actor, kommun = town.coordinator, town.parties["kommun"]
    today = timezone.localdate()
    since = today - dt.timedelta(days=30)
    charter = Charter(name="BRÅ Nygård", kind=Body.Kind.PROJECT, convener=kommun, minutes=Body.Minutes.PROTOCOL)
    body = organisation.create_body(actor=actor, charter=charter, since=since)
    seat = organisation.add_seat(actor=actor, body=body.pk, title="Kommundirektör", party=kommun, since=since)
    holder = organisation.seat_person(actor=actor, seat=seat.pk, who=Appointment(since=since, name="Siv Skog"))
    starts = timezone.now().replace(microsecond=0) - dt.timedelta(hours=2)
    hours = Hours(starts=starts, ends=starts + dt.timedelta(hours=1))
    meeting = actions.plan(actor=actor, body=body.pk, hours=hours)
    actions.hold(actor=actor, meeting=meeting.pk)
    actions.attend_all(actor=actor, meeting=meeting.pk)
    chosen = actions.choose_adjuster(actor=actor, meeting=meeting.pk, holder=holder.pk)
    with scope(actor.scope()):
        held = timezone.localdate(meeting.starts)
    paper = actions.adjust_on_paper(actor=actor, meeting=meeting.pk, adjusters=[chosen.pk], on=held, original=PDF)
    for kind, row in (("adjusted meeting", meeting), ("adjuster", chosen), ("signed", paper)):
        town.rows[kind] = {"": row.pk}
