"""What the registry says of what was decided, how long rows are kept, and one disposal that has been carried out."""

from __future__ import annotations

import datetime as dt

from lagesbild.core import registry, retention
from lagesbild.core.models import Registration
from lagesbild.core.scope import scope
from lagesbild.demo.fill.here import Here
from lagesbild.registry import actions
from lagesbild.registry.foreseen import foreseen
from lagesbild.registry.models import RetentionRule

DISPOSES = "ronnmora"
"""The municipality whose oldest incidents have been disposed of."""
MONTHS = 23
UNNUMBERED = 3
"""The latest records, which the registrator has not come to yet."""
FINISHED = {
    "agreements.agreement": ("in_force", "ended"),
    "picture.edition": ("decided",),
    "plans.plan": ("decided", "closed"),
    "promises.promise": ("joint", "bound", "signed", "published", "ended", "withdrawn"),
    "evaluation.evaluation": ("decided",),
    "meetings.meeting": ("approved",),
}
"""States in which a record is numbered."""
UNDECIDED = frozenset({"dialogues.note", "picture.working"})
"""Rules that wait for their decision."""
NO_RULE = frozenset({"accounts.device"})


def noted(here: Here) -> bool:
    """Whether anything is numbered."""
    return Registration.objects.filter(partnership_id=here.partnership).exists()


def note(here: Here) -> None:
    """Number what was decided, note the rules, and dispose by one of them."""
    with scope(here.system.scope()):
        _number(here)
        _rule(here)
        if here.slug == DISPOSES:
            _dispose(here)


def _number(here: Here) -> None:
    """A number for each, by day; the minutes of one meeting are marked as secret."""
    keeper = here.actor("registrator")
    found = []
    for name, states in FINISHED.items():
        kind = registry.named(name)
        assert kind is not None
        rows = kind.rows().filter(state__in=states).annotate(listed=kind.day)
        found += [(day or here.today, name, pk) for pk, day in rows.values_list("pk", "listed")]
    found = sorted(found)[:-UNNUMBERED]
    marked = next((pk for _, name, pk in reversed(found) if name == "meetings.meeting"), None)
    for i, (day, name, pk) in enumerate(found):
        secret = name == "meetings.meeting" and pk == marked
        actions.note(
            actor=keeper,
            kind=name,
            subject=pk,
            dnr=f"KS {day.year}/{101 + 7 * i}",
            secret=secret,
            ground="18 kap. 1 § OSL" if secret else "",
        )


def _rule(here: Here) -> None:
    """The suggestions, decided by the board of the municipality; some wait, and one has no rule."""
    keeper, decided = here.actor("registrator"), here.today - dt.timedelta(days=210)
    for kind in retention.kinds():
        if not kind.disposable or kind.suggested is None or kind.name in NO_RULE:
            continue
        months = MONTHS if here.slug == DISPOSES and kind.name == "incidents.incident" else kind.suggested.months
        term = actions.Term(months=months, event=kind.suggested.event)
        if kind.name not in UNDECIDED:
            term = actions.Term(
                months=months,
                event=kind.suggested.event,
                body="Kommunstyrelsen",
                decided_on=decided,
                dnr=f"KS {decided.year}/88",
            )
        actions.set_rule(actor=keeper, kind=kind.name, term=term)


def _dispose(here: Here) -> None:
    """Order what a dry run shows, and carry it out as the worker does."""
    kind, rule = retention.named("incidents.incident"), RetentionRule.objects.get(kind="incidents.incident")
    assert kind is not None
    shown = foreseen(here.partnership, kind, rule)
    if shown.n:
        row = actions.order(actor=here.actor("registrator"), kind=kind.name, typed=shown.n)
        actions.run(actor=here.system, disposal=row.pk)
