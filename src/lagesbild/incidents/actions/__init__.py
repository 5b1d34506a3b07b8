"""Every change to incidents. The order within each is that of `core.actions`."""

from lagesbild.incidents.actions.common import TRANSITIONS, PersonalData, Told
from lagesbild.incidents.actions.masking import Remembered, mask, reapply_maskings, remembered
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
    "TRANSITIONS",
    "Onward",
    "PersonalData",
    "Remembered",
    "Told",
    "edit",
    "forward",
    "mark_duplicate",
    "mask",
    "place_again",
    "reapply_maskings",
    "remembered",
    "report",
    "report_nothing",
    "report_several",
    "set_aside",
    "sort",
    "tell_reporter",
    "undo",
]
