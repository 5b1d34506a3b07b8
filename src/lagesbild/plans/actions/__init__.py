"""Every change to plans and measures. The order within each is that of `core.actions`."""

from lagesbild.organisation.binding import Binding
from lagesbild.plans.actions.dosing import (
    DoseTold,
    add_held,
    cancel_dose,
    hold_dose,
    plan_doses,
    remove_dose,
    take_back_dose,
)
from lagesbild.plans.actions.measuring import Told, Whose, change_measure, create_measure, move_measure, report
from lagesbild.plans.actions.planning import (
    PlanTold,
    change_plan,
    close_plan,
    create_plan,
    decide_party,
    decide_plan,
    release_plan,
    reopen_plan,
)

__all__ = [
    "Binding",
    "DoseTold",
    "PlanTold",
    "Told",
    "Whose",
    "add_held",
    "cancel_dose",
    "change_measure",
    "change_plan",
    "close_plan",
    "create_measure",
    "create_plan",
    "decide_party",
    "decide_plan",
    "hold_dose",
    "move_measure",
    "plan_doses",
    "release_plan",
    "remove_dose",
    "reopen_plan",
    "report",
    "take_back_dose",
]
