"""Who may do what with a picture."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.picture.models import Edition, Finding

READING = tuple(role for role in Role if role is not Role.REPORTER)
SORTING = (Role.COORDINATOR, Role.ANALYST, Role.ADMINISTRATOR)
MAKING = (Role.COORDINATOR, Role.ANALYST, Role.ADMINISTRATOR)
DECIDING = (Role.COORDINATOR, Role.LEADER)
ARRANGING = (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_see(actor: Actor) -> bool:
    """Everyone who does more than report; the walls say whether the edition is for them."""
    return actor.person == SYSTEM or actor.has(*READING)


def may_make(actor: Actor) -> bool:
    """Ask for a picture to be made, or to be computed again."""
    return actor.person == SYSTEM or actor.has(*MAKING)


def may_judge(actor: Actor, finding: Finding | None = None) -> bool:
    """Confirm or dismiss a finding."""
    here = finding is None or finding.partnership_id == actor.partnership
    return here and actor.has(*SORTING)


def may_mask(actor: Actor, edition: Edition) -> bool:
    """Mask what was written about findings, also in an edition that is decided."""
    return edition.partnership_id == actor.partnership and actor.has(*SORTING)


def may_decide(actor: Actor, edition: Edition | None = None) -> bool:
    """Decide an edition on behalf of those who met."""
    here = edition is None or edition.partnership_id == actor.partnership
    return here and actor.has(*DECIDING)


def may_arrange(actor: Actor) -> bool:
    """Say when the picture is made."""
    return actor.has(*ARRANGING)


def may_compose(actor: Actor) -> bool:
    """Read every party's incidents and write an edition: the system alone."""
    return actor.person == SYSTEM
