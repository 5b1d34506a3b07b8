"""Every change to problems and what belongs to them. The order within each is that of `core.actions`."""

from lagesbild.problems.actions.arranging import Weighing, add_focus_area, change_focus_area, weigh
from lagesbild.problems.actions.causes import Because, add_cause, change_cause, move_cause, remove_cause
from lagesbild.problems.actions.deciding import deprioritise, prioritise, undo_priority
from lagesbild.problems.actions.describing import Told, change_problem, close, open_problem, reopen
from lagesbild.problems.actions.evidence import (
    Chosen,
    add_dialogue,
    add_finding,
    add_incidents,
    add_note,
    add_series,
    from_finding,
)
from lagesbild.problems.actions.valuing import Scored, value

__all__ = [
    "Because",
    "Chosen",
    "Scored",
    "Told",
    "Weighing",
    "add_cause",
    "add_dialogue",
    "add_finding",
    "add_focus_area",
    "add_incidents",
    "add_note",
    "add_series",
    "change_cause",
    "change_focus_area",
    "change_problem",
    "close",
    "deprioritise",
    "from_finding",
    "move_cause",
    "open_problem",
    "prioritise",
    "remove_cause",
    "reopen",
    "undo_priority",
    "value",
    "weigh",
]
