"""What the worker does for calendars: one mail for each person and day, with all that comes, or none.

A mail has a row before it is sent (`Digest`), which is locked while it is. A worker that is killed leaves the row
unsettled and its job to another, and of two that begin the same one waits and finds it settled. What nobody can rule
out is that a worker dies after the mail server has taken the mail and before it could say so; then the mail goes again
under the same Message-ID, by which mail servers and readers know it for the same.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lagesbild.accounts import mails
from lagesbild.accounts.access import here_of, partnerships_of
from lagesbild.accounts.mails import Letter
from lagesbild.accounts.models import Person
from lagesbild.calendars import concern, policies, reminding
from lagesbild.calendars.concern import Coming
from lagesbild.calendars.feeds import path
from lagesbild.calendars.models import Digest, Reminding
from lagesbild.compliance.rules.calendar import Period
from lagesbild.core import outbox
from lagesbild.core.models import Partnership
from lagesbild.core.scope import walls_for
from lagesbild.i18n import N_, Message, Translator, known, translator

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)
FORGOTTEN = dt.timedelta(days=60)
"""After which nobody needs to know what was sent."""
BODY = N_("{lines}\n\nHow you are reminded, and whether at all, is chosen here:\n\n{link}")


@app.periodic(cron="7 * * * *")
@app.task(name="calendars.remind", queueing_lock="calendars.remind")
def remind(timestamp: int) -> None:
    """Queue the mails of the day that have not been begun."""
    queue_due(timezone.now())


def queue_due(now: dt.datetime) -> int:
    """Queue a mail for everyone who wants to be reminded and whose mail of the day is not begun; how many."""
    day = reminding.day_to_send(now, ZoneInfo(settings.TIME_ZONE))
    if day is None:
        return 0
    Digest.objects.filter(day__lt=day - FORGOTTEN).delete()
    return sum(_queue(one.person_id, day) for one in Reminding.objects.waiting(day))


def _queue(person: int, day: dt.date) -> bool:
    """The row and its job, or neither; False where another worker was faster."""
    with transaction.atomic():
        until = reminding.speaks_for(day).last
        row, made = Digest.objects.get_or_create(person_id=person, day=day, defaults={"until": until})
        if made:
            outbox.add("calendars.send", partnership=0, digest=row.pk)
    return made


@app.task(name="calendars.send", retry=AGAIN)
def send(*, partnership: int, digest: int) -> None:
    """Send a mail, if its day is not over and there is anything to say."""
    send_on(digest, timezone.localdate(timezone=ZoneInfo(settings.TIME_ZONE)))


def send_on(digest: int, today: dt.date) -> None:
    """As `send`, on a day. One whose day has passed stays unsettled: the next mail speaks for its days."""
    with transaction.atomic():
        row = Digest.objects.select_for_update().filter(pk=digest, settled__isnull=True, day=today).first()
        if row is None:
            return
        reader = Person.objects.filter(pk=row.person_id, is_active=True).first()
        wish = Reminding.objects.filter(person=row.person_id).first()
        found = _found(row, wish.ahead) if reader and wish else []
        row.things = sum(len(coming) for _, coming in found)
        row.settled = timezone.now()
        row.save(update_fields=["things", "settled"])
        if reader and row.things:
            _letter(row, reader, found).send()


def _found(row: Digest, ahead: int) -> list[tuple[Partnership, list[Coming]]]:
    """What is to be told, for each partnership that the person takes part in."""
    before = Digest.objects.settled().filter(person=row.person_id, day__lt=row.day).first()
    days = reminding.days_told(row.day, ahead, before.until if before else None)
    over = Period(min(days), max(days))
    found = []
    for each in partnerships_of(row.person_id):
        partnership, actor = here_of(row.person_id, each.slug)
        if not policies.may_subscribe(actor):
            continue
        with walls_for(actor.scope()):
            rows = concern.of_person(partnership, actor, over)
        coming = [one for one in rows if one.day in days and not _off(one)]
        if coming:
            found.append((partnership, coming))
    return found


def _off(one: Coming) -> bool:
    """Whether it is a meeting that is not to be held any more, or has been."""
    return one.meeting is not None and not one.meeting.ahead


def _letter(row: Digest, reader: Person, found: list[tuple[Partnership, list[Coming]]]) -> Letter:
    words = translator(known(reader.language))
    first = found[0][0]
    page = reverse("calendars:page", kwargs={"slug": first.slug})
    lines = "\n\n".join(_lines(words, partnership, coming) for partnership, coming in found)
    subject = Message(N_("{n} thing is coming up"), {"n": row.things}, N_("{n} things are coming up"), row.things)
    body = Message(BODY, {"lines": lines, "link": mails.link(page)})
    return Letter(reader.email, reader.language, subject, body, key=f"reminder-{row.pk}")


def _lines(words: Translator, partnership: Partnership, coming: list[Coming]) -> str:
    rows = [
        f"{_when(words, partnership, one)}  {words.value(one.discreet)}\n{mails.link(path(partnership, one))}"
        for one in coming
    ]
    return "\n\n".join([partnership.name, *rows])


def _when(words: Translator, partnership: Partnership, one: Coming) -> str:
    if one.meeting is None:
        return one.day.isoformat()
    starts = timezone.localtime(one.meeting.starts, ZoneInfo(partnership.timezone))
    return words.say(Message("{at}", {"at": starts}))
