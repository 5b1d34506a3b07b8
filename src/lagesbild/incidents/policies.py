"""Who may do what with an incident."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.incidents.models import Import, Incident

REPORTING = (Role.REPORTER, Role.MEMBER, Role.COORDINATOR, Role.ADMINISTRATOR)
EDITING = (Role.MEMBER, Role.COORDINATOR, Role.ADMINISTRATOR)
SORTING = (Role.COORDINATOR, Role.ADMINISTRATOR)
IMPORTING = (Role.COORDINATOR, Role.ANALYST, Role.ADMINISTRATOR)
WATCHING = (Role.REGISTRATOR, Role.PROTECTION_OFFICER, Role.AUDITOR)
READING = tuple(Role)


def may_see(actor: Actor) -> bool:
    """Everyone here sees what the walls leave open to them."""
    return actor.person == SYSTEM or actor.has(*READING)


def may_report(actor: Actor, party: int) -> bool:
    """Report for a party that one stands for."""
    return actor.has(*REPORTING, party=party)


def may_report_for_someone(actor: Actor) -> bool:
    """Report for some party."""
    return actor.has(*REPORTING)


def may_edit(actor: Actor, incident: Incident, *, own: bool) -> bool:
    """One's own report (`own`), or, for those who do more than report, any that one's party owns."""
    if actor.partnership != incident.partnership_id:
        return False
    return (own and actor.has(*REPORTING, party=incident.party_id)) or actor.has(*EDITING, party=incident.party_id)


def may_sort(actor: Actor, incident: Incident | None = None) -> bool:
    """Coordinators sort everything they can see: sorting is the partnership's common work."""
    here = incident is None or actor.partnership == incident.partnership_id
    return here and actor.has(*SORTING)


def may_mask(actor: Actor, incident: Incident, *, own: bool) -> bool:
    """Whoever may edit it, and coordinators: what tells who someone is must go at once."""
    return may_sort(actor, incident) or may_edit(actor, incident, own=own)


def may_place_again(actor: Actor) -> bool:
    """The system does, when areas have changed; coordinators may ask for it."""
    return actor.person == SYSTEM or actor.has(*SORTING)


def may_import(actor: Actor, party: int) -> bool:
    """Import for a party that one stands for."""
    return actor.person == SYSTEM or actor.has(*IMPORTING, party=party)


def may_import_at_all(actor: Actor) -> bool:
    """Import for some party, and see what has been imported."""
    return actor.has(*IMPORTING)


def may_see_imports(actor: Actor) -> bool:
    """See what has been imported: those who import, and those who watch over it."""
    return actor.has(*IMPORTING, *WATCHING)


def may_undo_import(actor: Actor, batch: Import) -> bool:
    """Whoever may import for the party whose rows they are."""
    return actor.partnership == batch.partnership_id and may_import(actor, batch.party_id)


def may_arrange(actor: Actor) -> bool:
    """Say which kinds of incident there are."""
    return actor.has(*SORTING)
