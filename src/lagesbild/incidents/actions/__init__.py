"""Every change to incidents. The order within each is that of `core.actions`."""

from lagesbild.incidents.actions.common import HANDLED, TRANSITIONS, PersonalData, Told
from lagesbild.incidents.actions.placing import place_again
from lagesbild.incidents.actions.sorting import (
    Onward,
    forward,
    mark_duplicate,
    set_aside,
    sort,
    tell_reporter,
    undo,
)
from lagesbild.incidents.actions.telling import edit, report, report_nothing, report_several

__all__ = [
    "HANDLED",
    "TRANSITIONS",
    "Onward",
    "PersonalData",
    "Told",
    "edit",
    "forward",
    "mark_duplicate",
    "place_again",
    "report",
    "report_nothing",
    "report_several",
    "set_aside",
    "sort",
    "tell_reporter",
    "undo",
]
