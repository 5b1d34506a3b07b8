"""What this room says of itself to the rooms above it: words, places to go to, links of the chain."""

from __future__ import annotations

from lagesbild.core import access, chain, timeline
from lagesbild.core.web import navigation
from lagesbild.i18n import N_, Message
from lagesbild.indicators import policies
from lagesbild.indicators.models import Reading, Series
from lagesbild.places import changed
from lagesbild.places.models import AreaSet

SHAPES = {Reading.State.LOOKED: "dashed", Reading.State.READ: "full", Reading.State.UNDONE: "cross"}
VERBS = {
    "reading.looked": N_("A file of statistics was looked at"),
    "reading.read": N_("A file of statistics was read: {added} figures added, {changed} changed"),
    "reading.discarded": N_("A file of statistics was thrown away unread"),
    "reading.undone": N_("A file of statistics was taken back"),
    "indicator.read": N_("{added} figures added, {changed} changed"),
    "indicator.changed": N_("Changed"),
    "indicator.retired": N_("Not followed any more"),
    "indicator.followed": N_("Followed again"),
    "indicator.break_added": N_("A change of the source was noted"),
    "indicator.break_removed": N_("A change of the source was taken away"),
    "indicator.masked": N_("Words that tell who someone is were masked"),
}


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
    access.subjects({"indicators.indicator": N_("Indicator"), "indicators.reading": N_("File of statistics")})
    changed.held_by(told_of)
    navigation.tool(order=14, name=N_("Statistics"), url="indicators:list", visible=policies.may_see)
    chain.kind(
        "indicators.series",
        N_("Indicator"),
        N_("indicators"),
        order=20,
        rows=lambda condition: Series.objects.filter(condition).select_related("indicator").order_by("pk"),
        called=lambda row: f"{row.indicator.name}, {row.name}",
        page=lambda row: ("indicators:series", {"pk": row.pk}),
    )


def told_of(area_set: int) -> Message | None:
    """Why a set of areas stays: there are figures of an area of it."""
    if not Series.objects.filter(area__area_set=area_set).exists():
        return None
    return Message(
        N_("There is statistics of areas in {name}, which therefore stays."),
        {"name": str(AreaSet.objects.get(pk=area_set))},
    )
