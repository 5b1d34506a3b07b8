"""Areas of incidents, found again when areas have changed: in chunks, and as often as one likes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.db import connection

from lagesbild.core import timeline
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.models import Partnership
from lagesbild.incidents import areas, policies
from lagesbild.incidents.actions.common import revise
from lagesbild.incidents.models import Incident
from lagesbild.places.models import Area

CHUNK = 20_000
PUT = """
UPDATE incidents_incident AS i SET areas = p.areas
FROM (
    SELECT id, lon, lat, string_to_array(said, ',')::bigint[] AS areas
    FROM unnest(%s::bigint[], %s::float8[], %s::float8[], %s::text[]) AS q (id, lon, lat, said)
) AS p
WHERE i.id = p.id AND i.areas <> p.areas AND NOT i.areas_by_hand AND (i.lon, i.lat) = (p.lon, p.lat)
"""
"""What someone has moved or said by hand since it was read stays as they left it."""


def place_again(*, actor: Actor) -> int:
    """Find the areas of every incident anew; how many came to lie in others than before.

    Each chunk is a transaction of its own: what has been placed stays placed if the rest is interrupted, and a second
    run changes nothing more. An area that someone said by hand becomes that of the same code and name in the edition
    that is in use; where that has none it stays, and counts in none until someone says another.
    """
    last, changed = 0, 0
    with acting(actor):
        require(policies.may_place_again(actor))
        # an import that is about to end ends first, and its rows are seen here; one that ends later sees that the
        # areas are others (`importing.actions`)
        Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)
    while True:
        with acting(actor):
            rows = list(
                Incident.objects.filter(pk__gt=last, lon__isnull=False, areas_by_hand=False)
                .order_by("pk")
                .values_list("pk", "lon", "lat")[:CHUNK]
            )
            if rows:
                last = rows[-1][0]
                put = _put(actor, rows)
                changed += put
                if put:
                    # with what it is of: the rest may never come
                    revise(actor)
            else:
                by_hand = _next_edition(areas.in_use(actor.partnership))
                changed += by_hand
                if by_hand:
                    revise(actor)
                if changed:
                    here = Partnership.objects.get(pk=actor.partnership)
                    timeline.record(
                        partnership=here.pk, person=actor.person, verb="incident.placed_again", subject=here, n=changed
                    )
                return changed


def _next_edition(in_use: Sequence[int]) -> int:
    """Give areas said by hand the numbers that they have in the editions in use; how many incidents were changed."""
    by_hand = Incident.objects.filter(areas_by_hand=True)
    said = {area for line in by_hand.order_by().values_list("areas", flat=True).distinct() for area in line}
    columns = ("area_set__name", "code", "name")
    now = {row[1:]: row[0] for row in Area.objects.filter(area_set__in=in_use).values_list("pk", *columns)}
    changed = 0
    for row in Area.objects.filter(pk__in=said).exclude(area_set__in=in_use).values_list("pk", *columns):
        if row[1:] in now:
            changed += by_hand.filter(areas=[row[0]]).update(areas=[now[row[1:]]])
    return changed


def _put(actor: Actor, rows: list[tuple[int, float | None, float | None]]) -> int:
    lon, lat = (np.array([row[i] for row in rows], np.float64) for i in (1, 2))
    found = areas.of_points(actor.partnership, lon, lat)
    said = [",".join(str(area) for area in line if area) for line in found.tolist()]
    with connection.cursor() as cursor:
        cursor.execute(PUT, [[row[0] for row in rows], lon.tolist(), lat.tolist(), said])
        return int(cursor.rowcount)
