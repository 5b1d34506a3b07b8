"""What is drawn under the maps: one file beside another, each replaced when it is read again."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Length

from lagesbild.core import timeline
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.models import Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.places import policies
from lagesbild.places.grounds import clean
from lagesbild.places.models import GroundMap
from lagesbild.places.names import source as clear

MOST = 12_000_000
"""Bytes, compressed, that all ground of a partnership may weigh: a phone in the field has to fetch it."""


def set_ground(*, actor: Actor, features: Mapping[str, Any], source: str) -> GroundMap:
    """Keep what a source puts under the maps: a GeoJSON FeatureCollection in WGS 84, features with `kind` and `name`.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        It is no FeatureCollection, holds something that cannot be drawn, or is too heavy.

    """
    kept, counts = clean(features)
    source = clear(source)
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
    # no time in the header: the same ground has the same bytes
    packed = gzip.compress(text, 6, mtime=0)
    with acting(actor):
        Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)
        require(policies.may_arrange(actor))
        others = GroundMap.objects.filter(partnership=actor.partnership).exclude(source=source)
        weight = len(packed) + (others.aggregate(all=Sum(Length("features")))["all"] or 0)
        if weight > MOST:
            raise InputError(
                Message(
                    N_(
                        "With this the ground would weigh {weight} MB, and {most} MB is what a phone can fetch. "
                        "Leave out houses, or cut the file at the border of the municipality."
                    ),
                    {"weight": round(weight / 1e6, 1), "most": MOST // 1_000_000},
                )
            )
        row, _ = GroundMap.objects.update_or_create(
            partnership_id=actor.partnership,
            source=source,
            defaults={"features": packed, "counts": counts, "digest": hashlib.sha256(text).hexdigest()},
        )
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb="ground.read",
            subject=row,
            features=sum(counts.values()),
        )
    return row


def remove_ground(*, actor: Actor, ground: int) -> None:
    """Take away what a source put under the maps.

    Raises
    ------
    Denied
        Only coordinators and administrators do.

    """
    with acting(actor):
        row = GroundMap.objects.select_for_update().get(pk=ground)
        require(policies.may_arrange(actor))
        timeline.record(partnership=actor.partnership, person=actor.person, verb="ground.removed", subject=row)
        row.delete()
