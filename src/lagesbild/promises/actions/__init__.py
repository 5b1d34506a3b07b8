"""Every change to promises. The order within each is that of `core.actions`."""

from lagesbild.organisation.binding import Binding
from lagesbild.promises.actions.common import Position, Within
from lagesbild.promises.actions.following import change_outcome, conclude, effect_found, follow_up
from lagesbild.promises.actions.standing import (
    Signed,
    adopt,
    decide_party,
    published,
    release,
    sign,
    taken_down,
)
from lagesbild.promises.actions.writing import (
    Said,
    Words,
    add_milestone,
    change,
    change_milestone,
    create,
    take_up,
    withdraw,
)

__all__ = [
    "Binding",
    "Position",
    "Said",
    "Signed",
    "Within",
    "Words",
    "add_milestone",
    "adopt",
    "change",
    "change_milestone",
    "change_outcome",
    "conclude",
    "create",
    "decide_party",
    "effect_found",
    "follow_up",
    "published",
    "release",
    "sign",
    "take_up",
    "taken_down",
    "withdraw",
]
