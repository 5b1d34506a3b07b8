"""Every change to agreements. The order within each is that of `core.actions`."""

from lagesbild.agreements.actions.beginning import begin, found
from lagesbild.agreements.actions.drafting import Wording, amend, change, draft, remove, share
from lagesbild.agreements.actions.parts import (
    Enclosure,
    Post,
    Signs,
    There,
    Undertaking,
    add_part,
    change_part,
    move_part,
    remove_part,
)
from lagesbild.agreements.actions.signing import (
    end_those_past,
    enter_force,
    give_notice,
    lacking,
    review,
    reviewed_on,
    sign,
    signed_by,
    take_back_notice,
    take_back_review,
    unsign,
)

__all__ = [
    "Enclosure",
    "Post",
    "Signs",
    "There",
    "Undertaking",
    "Wording",
    "add_part",
    "amend",
    "begin",
    "change",
    "change_part",
    "draft",
    "end_those_past",
    "enter_force",
    "found",
    "give_notice",
    "lacking",
    "move_part",
    "remove",
    "remove_part",
    "review",
    "reviewed_on",
    "share",
    "sign",
    "signed_by",
    "take_back_notice",
    "take_back_review",
    "unsign",
]
