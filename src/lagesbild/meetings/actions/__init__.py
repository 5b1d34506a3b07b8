"""Every change to meetings and tasks. The order within each is that of `core.actions`."""

from lagesbild.meetings.actions.adjusting import adjust, adjust_on_paper, choose_adjuster, drop_adjuster
from lagesbild.meetings.actions.deciding import change_task, decide, report_task, undo_decision, withdraw_task
from lagesbild.meetings.actions.holding import (
    add_adjunct,
    approve,
    attend,
    attend_adjunct,
    attend_all,
    hold,
    note_item,
    open_item,
    remove_adjunct,
)
from lagesbild.meetings.actions.planning import (
    Hours,
    add_item,
    call,
    cancel,
    change_meeting,
    move_item,
    plan,
    plan_again,
    remove_item,
)

__all__ = [
    "Hours",
    "add_adjunct",
    "add_item",
    "adjust",
    "adjust_on_paper",
    "approve",
    "attend",
    "attend_adjunct",
    "attend_all",
    "call",
    "cancel",
    "change_meeting",
    "change_task",
    "choose_adjuster",
    "decide",
    "drop_adjuster",
    "hold",
    "move_item",
    "note_item",
    "open_item",
    "plan",
    "plan_again",
    "remove_adjunct",
    "remove_item",
    "report_task",
    "undo_decision",
    "withdraw_task",
]
