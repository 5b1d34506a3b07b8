"""What this room tells the rooms above it."""

from __future__ import annotations

from lagesbild.core import timeline
from lagesbild.i18n import N_

VERBS = {
    "standing.judged": N_("Commitments judged"),
    "rule.set": N_("How it is checked was set"),
    "rule.changed": N_("How it is checked was changed"),
    "rule.removed": N_("Is not checked any more"),
    "rule.accepted": N_("Proposals of how commitments are checked accepted"),
    "rule.masked": N_("Words that tell who someone is were masked"),
    "attestation.made": N_("Attested"),
    "attestation.taken_back": N_("Attestation taken back"),
    "effort.noted": N_("Effort noted"),
    "effort.taken_back": N_("Effort taken back"),
    "service.added": N_("Service added"),
    "service.changed": N_("Service changed"),
    "service.masked": N_("Words that tell who someone is were masked"),
    "session.noted": N_("Hours noted"),
    "session.taken_back": N_("Hours taken back"),
    "policy.added": N_("Document added"),
    "policy.changed": N_("Document changed"),
    "policy.masked": N_("Words that tell who someone is were masked"),
    "policy_edition.noted": N_("Edition noted"),
    "policy_edition.taken_back": N_("Edition taken back"),
    "noted.noted": N_("Noted"),
    "noted.taken_back": N_("Taken back"),
    "noted.masked": N_("Words that tell who someone is were masked"),
}


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
