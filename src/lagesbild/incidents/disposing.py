"""What goes when the time of incidents is over, and what is counted of them first.

Called as the system, inside its transaction (`core.retention`). An incident goes with its history, who reported it,
whom it was forwarded to, what was told of it, its place on the map, and what maskings remember of it. What is kept is
how many there were of a category in a week, and in which areas (`models.KeptCount`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import Exists, F, Max, OuterRef, QuerySet

from lagesbild.core import outbox, retention
from lagesbild.core.actions import Actor, acting
from lagesbild.core.masking import Changes, Reached
from lagesbild.core.models import Masking, Partnership
from lagesbild.i18n import N_
from lagesbild.incidents.actions.common import MASKED_AS, revise
from lagesbild.incidents.importing.load import COUNT_CELLS
from lagesbild.incidents.models import (
    Feedback,
    Forwarding,
    ImportFile,
    Incident,
    IncidentVersion,
    KeptCount,
    Reporter,
)

KEEP = """
INSERT INTO incidents_keptcount
    (partnership_id, party_id, audience_id, category_id, source_id, unit, areas, monthly, start, "end", n)
SELECT partnership_id, party_id, audience_id, category_id, source_id, unit, areas, monthly,
    CASE WHEN monthly THEN month ELSE greatest(month, week) END::date,
    CASE WHEN monthly THEN next_month ELSE least(next_month, week + interval '7 days') END::date,
    count(*)
FROM (
    SELECT partnership_id, party_id, audience_id, category_id, source_id, unit, areas, precision = 0 AS monthly,
        date_trunc('month', start AT TIME ZONE %(zone)s) AS month,
        date_trunc('month', start AT TIME ZONE %(zone)s) + interval '1 month' AS next_month,
        date_trunc('week', start AT TIME ZONE %(zone)s) AS week
    FROM incidents_incident
    WHERE id = ANY (%(numbers)s) AND state NOT IN ('duplicate', 'set_aside') AND NOT summary
) AS counted
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""
COMPACT = """
WITH gone AS (
    DELETE FROM incidents_keptcount WHERE partnership_id = %s
    RETURNING partnership_id, party_id, audience_id, category_id, source_id, unit, areas, monthly, start, "end", n
)
INSERT INTO incidents_keptcount
    (partnership_id, party_id, audience_id, category_id, source_id, unit, areas, monthly, start, "end", n)
SELECT partnership_id, party_id, audience_id, category_id, source_id, unit, areas, monthly, start, "end", sum(n)
FROM gone
GROUP BY partnership_id, party_id, audience_id, category_id, source_id, unit, areas, monthly, start, "end"
"""
"""The batches of a disposal each add rows of their own: one row for each cell in the end."""


def due(event: str, before: dt.datetime) -> QuerySet[Incident]:
    """Incidents whose event lies before, but those that something younger is a duplicate of."""
    field = "received" if event == "received" else "start"
    younger = Incident.objects.filter(duplicate_of=OuterRef("pk"), **{f"{field}__gte": before})
    return Incident.objects.filter(**{f"{field}__lt": before}).exclude(Exists(younger)).annotate(due_at=F(field))


def dispose(actor: Actor, numbers: Sequence[int]) -> Sequence[int]:
    """Take incidents away; their duplicates, which are no younger, go before them."""
    found = Incident.objects.select_for_update(of=("self",)).filter(pk__in=list(numbers))
    wanted = set(found.values_list("pk", flat=True))
    wanted |= set(Incident.objects.filter(duplicate_of__in=wanted).values_list("pk", flat=True))
    gone = sorted(wanted)
    if not gone:
        return gone
    zone = Partnership.objects.values_list("timezone", flat=True).get(pk=actor.partnership)
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"numbers": gone, "zone": zone})
        cursor.execute(COUNT_CELLS.format(which="i.id = ANY (%(numbers)s)"), {"numbers": gone, "sign": -1})
    for model in (IncidentVersion, Forwarding, Feedback, Reporter):
        model._default_manager.filter(incident__in=gone)._raw_delete("default")
    rows = Incident.objects.filter(pk__in=gone)
    rows.filter(duplicate_of__isnull=False)._raw_delete("default")
    rows._raw_delete("default")
    Masking.objects.filter(subject=MASKED_AS, subject_id__in=gone).delete()
    revise(actor)
    return gone


def finish(actor: Actor, ranges: retention.Ranges) -> None:
    """Add up what was kept, and what maps are drawn from."""
    with acting(actor):
        with connection.cursor() as cursor:
            cursor.execute(COMPACT, [actor.partnership])
        outbox.add("incidents.compact", partnership=actor.partnership)


def along(rows: QuerySet[Incident]) -> Mapping[str, int]:
    """What goes with incidents."""
    numbers = rows.order_by().values("pk")
    return {
        N_("earlier versions"): IncidentVersion.objects.filter(incident__in=numbers).count(),
        N_("notes of who reported"): Reporter.objects.filter(incident__in=numbers).count(),
        N_("notes of what was forwarded"): Forwarding.objects.filter(incident__in=numbers).count(),
        N_("words to the reporter"): Feedback.objects.filter(incident__in=numbers).count(),
    }


def whole_since(partnership: int) -> dt.date | None:
    """The first day from which no incident has been disposed of; None where none ever was. Inside a scope."""
    last: dt.date | None = KeptCount.objects.filter(partnership_id=partnership).aggregate(last=Max("end"))["last"]
    return last


def units_masked(system: Actor, changes: Changes) -> list[Reached]:
    """Units that counts name, called what their incidents are called now."""
    for was in KeptCount.objects.filter(unit__in=changes).values_list("unit", flat=True).distinct():
        KeptCount.objects.filter(unit=was).update(unit=changes[was])
    return []


def reporters_due(event: str, before: dt.datetime) -> QuerySet[Reporter]:
    """Notes of who reported, by when the incident came in or happened."""
    field = "incident__received" if event == "received" else "incident__start"
    return Reporter.objects.filter(**{f"{field}__lt": before}).annotate(due_at=F(field))


def versions_due(event: str, before: dt.datetime) -> QuerySet[IncidentVersion]:
    """Earlier versions, by when another took their place."""
    return IncidentVersion.objects.filter(replaced__lt=before).annotate(due_at=F("replaced"))


def files_due(event: str, before: dt.datetime) -> QuerySet[ImportFile]:
    """Files of imports that have ended: the accounts of rows that were refused."""
    return ImportFile.objects.filter(batch__ended__lt=before).annotate(due_at=F("batch__ended"))
