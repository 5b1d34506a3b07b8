"""What this room tells the rooms above it."""

from __future__ import annotations

from django.db.models import Model, OuterRef, QuerySet, Subquery

from lagesbild.accounts import policies
from lagesbild.accounts.models import Device, Invitation, Membership, Person
from lagesbild.core import access, masking, timeline
from lagesbild.core.models import Audience, Masking, Party, Sent, TimelineEntry
from lagesbild.core.web import navigation
from lagesbild.i18n import N_

VERBS = {
    "partnership.created": N_("The partnership was made"),
    "partnership.exported": N_("Everything was written out as files: {n} rows"),
    "party.added": N_("Party added"),
    "audience.added": N_("Readers added"),
    "person.invited": N_("Invited someone"),
    "invitation.withdrawn": N_("Withdrew the invitation"),
    "invitation.accepted": N_("Took the invitation"),
    "person.roles": N_("Changed roles"),
    "person.ended": N_("Ended a place"),
    "person.renamed": N_("Changed the own name"),
    "person.left": N_("Left the partnership"),
    "person.let_in": N_("Let in anew"),
    "person.address": N_("Changed the own address"),
    "device.offered": N_("Made a link for a phone"),
    "device.claimed": N_("Signed a phone in"),
    "device.revoked": N_("Signed a phone out"),
}
SUBJECTS = {
    "core.partnership": N_("Partnership"),
    "core.party": N_("Party"),
    "core.audience": N_("Readers"),
    "accounts.person": N_("Person"),
    "accounts.invitation": N_("Invitation"),
    "accounts.device": N_("Phone"),
}
NEED_NO_MASKING: dict[type[Model], dict[str, str]] = {
    Party: {"name": "an organisation"},
    Audience: {"name": "follows from a body or a kind"},
    TimelineEntry: {"verb": "a word of the program", "subject": "a kind of row"},
    Masking: {"subject": "a kind of row"},
    Sent: {"answer": "an address of a page, for a week"},
    Invitation: {"email": "where the invitation is sent; goes when it is withdrawn"},
    Device: {"name": "what someone calls the own phone"},
}


def register() -> None:
    """Names for the timeline, words for the logs, pages beside the cycle, a step of the guided start."""
    timeline.verbs(VERBS)
    timeline.names_from(Subquery(Person.objects.filter(pk=OuterRef("person_id")).values("name")))
    access.subjects(SUBJECTS)
    for model, fields in NEED_NO_MASKING.items():
        masking.exempt(model, fields)
    navigation.tool(order=60, name=N_("People"), url="people:list", visible=policies.may_see_people)
    navigation.tool(order=80, name=N_("Timeline"), url="people:timeline", visible=policies.may_see_timeline)
    navigation.tool(order=85, name=N_("Who has looked"), url="people:access", visible=policies.may_see_access)
    navigation.step(
        order=30,
        name=N_("Invite those who take part"),
        why=N_("Each party reports and decides through its own people."),
        url="people:invite",
        done=_others,
        visible=policies.may_invite,
    )


def _others(frame: navigation.Frame) -> QuerySet[Membership]:
    """Those who take part besides oneself."""
    return Membership.objects.filter(partnership=frame.actor.partnership).exclude(person=frame.actor.person)
