"""What is done with rules and with what they rest on."""

from __future__ import annotations

from lagesbild.compliance.actions.judging import Change, Judgings, judge_partnership
from lagesbild.compliance.actions.ruling import (
    Proposed,
    Told,
    WrongRule,
    accept,
    change_rule,
    remove_rule,
    set_rule,
)

__all__ = [
    "Change",
    "Judgings",
    "Proposed",
    "Told",
    "WrongRule",
    "accept",
    "change_rule",
    "judge_partnership",
    "remove_rule",
    "set_rule",
]
