"""What is done with rules and with what they rest on."""

from __future__ import annotations

from lagesbild.compliance.actions.attesting import (
    Tried,
    Word,
    answering,
    attest,
    note_effort,
    take_back_attestation,
    take_back_effort,
)
from lagesbild.compliance.actions.judging import Change, Judgings, judge_partnership
from lagesbild.compliance.actions.noting import (
    Decided,
    Happened,
    Offered,
    Owner,
    add_policy,
    add_service,
    change_policy,
    change_service,
    note,
    note_edition,
    note_session,
    take_back_edition,
    take_back_noted,
    take_back_session,
)
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
    "Decided",
    "Happened",
    "Judgings",
    "Offered",
    "Owner",
    "Proposed",
    "Told",
    "Tried",
    "Word",
    "WrongRule",
    "accept",
    "add_policy",
    "add_service",
    "answering",
    "attest",
    "change_policy",
    "change_rule",
    "change_service",
    "judge_partnership",
    "note",
    "note_edition",
    "note_effort",
    "note_session",
    "remove_rule",
    "set_rule",
    "take_back_attestation",
    "take_back_edition",
    "take_back_effort",
    "take_back_noted",
    "take_back_session",
]
