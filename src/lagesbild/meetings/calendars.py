"""A meeting as calendars read it."""

from __future__ import annotations

from lagesbild.core import timeline
from lagesbild.core.calendars import Event
from lagesbild.core.timeline import Revision
from lagesbild.meetings.models import Meeting

SUBJECT = "meetings.meeting"


def event(meeting: Meeting, address: str, revision: Revision | None = None) -> Event:
    """The meeting, with a link to its page.

    `revision` is how often it has changed, where that was asked for already.
    """
    key = (SUBJECT, meeting.pk)
    found = revision or timeline.revisions(meeting.partnership_id, {SUBJECT: [meeting.pk]}).get(key)
    return Event(
        uid=f"mote-{meeting.partnership_id}-{meeting.pk}@lagesbild",
        summary=meeting.body.name,
        starts=meeting.starts,
        ends=meeting.ends,
        changed=found.at if found else meeting.starts,
        sequence=found.number if found else 0,
        address=address,
        place=meeting.place,
        cancelled=meeting.state == Meeting.State.CANCELLED,
    )
