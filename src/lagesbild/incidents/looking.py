"""The trace that an incident leaves where it is not open to the whole partnership and someone reads it."""

from __future__ import annotations

from lagesbild.core import access
from lagesbild.core.models import Audience
from lagesbild.core.web import Here
from lagesbild.incidents.models import Incident


def way(incident: Incident) -> str | None:
    """How the access log names that someone reads the incident; None where everyone here may."""
    return "incident.seen" if incident.audience.kind in (Audience.OWN, Audience.BODIES) else None


def looked(here: Here, incident: Incident) -> None:
    """Note that the person of this request reads the incident; every page that shows its texts calls it."""
    how = way(incident)
    if how is not None:
        access.looked(here, incident, how)
